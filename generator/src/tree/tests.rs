//! Folders before and after.

use std::fs;
use std::path::Path;

use super::{Change, Error, File, MARK, compare};

fn file(path: &str, text: &str) -> File {
    File { path: path.to_owned(), text: text.to_owned() }
}

fn marked(text: &str) -> String {
    format!("// {MARK}\n{text}")
}

fn files() -> Vec<File> {
    vec![
        file("Cargo.toml", &marked("c")),
        file("src/lib.rs", &marked("l")),
        file("src/a/b.rs", "b"),
        file("README.md", &marked("r")),
    ]
}

fn put(root: &Path, path: &str, text: &str) {
    let path = root.join(path);
    fs::create_dir_all(path.parent().expect("a file has a folder")).expect("folders can be made");
    fs::write(path, text).expect("files can be written");
}

fn text(root: &Path, path: &str) -> Option<String> {
    fs::read_to_string(root.join(path)).ok()
}

fn folder() -> tempfile::TempDir {
    tempfile::tempdir().expect("a temporary folder can be made")
}

#[test]
fn a_new_folder_is_filled_and_stays() {
    let folder = folder();
    let root = folder.path().join("deep/out");
    let plan = compare(&root, files()).expect("it can be compared");
    assert_eq!((plan.count(Change::Missing), plan.differences.len(), plan.unchanged), (4, 4, 0));
    assert!(!root.exists(), "comparing writes nothing");
    plan.apply().expect("it can be written");
    assert_eq!(text(&root, "src/a/b.rs").as_deref(), Some("b"));
    let names: Vec<_> = fs::read_dir(root.join("src")).expect("it is there").flatten().map(|e| e.file_name()).collect();
    assert_eq!(names.len(), 2, "no temporary file is left: {names:?}");
    let again = compare(&root, files()).expect("it can be compared");
    assert!(again.is_empty() && again.unchanged == 4);
}

#[test]
fn only_the_difference_is_written() {
    let folder = folder();
    let root = folder.path();
    compare(root, files()).and_then(super::Plan::apply).expect("it can be written");
    let before = fs::metadata(root.join("src/a/b.rs")).and_then(|m| m.modified()).expect("it is there");
    put(root, "src/lib.rs", &marked("edited"));
    put(root, "src/old/c.rs", "stray, even without a mark");
    put(root, "examples/made.rs", &marked("stray"));
    put(root, "examples/mine.rs", "mine");
    put(root, "notes.txt", "mine");
    let plan = compare(root, files()).expect("it can be compared");
    let told: Vec<_> = plan.differences.iter().map(|(path, change)| (path.as_str(), *change)).collect();
    assert_eq!(
        told,
        [("examples/made.rs", Change::Stray), ("src/lib.rs", Change::Changed), ("src/old/c.rs", Change::Stray)]
    );
    assert_eq!(text(root, "src/lib.rs"), Some(marked("edited")), "comparing writes nothing");
    plan.apply().expect("it can be written");
    assert_eq!(text(root, "src/lib.rs"), Some(marked("l")));
    assert!(!root.join("src/old").exists() && !root.join("examples/made.rs").exists());
    assert_eq!((text(root, "examples/mine.rs"), text(root, "notes.txt")), (Some("mine".into()), Some("mine".into())));
    let after = fs::metadata(root.join("src/a/b.rs")).and_then(|m| m.modified()).expect("it is there");
    assert_eq!(before, after, "what is equal is not touched");
}

#[test]
fn what_carries_no_mark_is_the_users() {
    let folder = folder();
    put(folder.path(), "README.md", "my own words");
    let plan = compare(folder.path(), files()).expect("it can be compared");
    assert_eq!(plan.kept, ["README.md"]);
    assert!(!plan.differences.iter().any(|(path, _)| path == "README.md"));
    plan.apply().expect("it can be written");
    assert_eq!(text(folder.path(), "README.md").as_deref(), Some("my own words"));
}

#[test]
fn a_foreign_crate_is_not_overwritten() {
    let folder = folder();
    put(folder.path(), "src/lib.rs", "by hand");
    put(folder.path(), "Cargo.toml", "[package]");
    assert!(matches!(compare(folder.path(), files()), Err(Error::Foreign { .. })));
    assert_eq!(text(folder.path(), "src/lib.rs").as_deref(), Some("by hand"));
    let other = super::tests::folder();
    put(other.path(), "src/main.rs", "by hand, without a library");
    assert!(matches!(compare(other.path(), files()), Err(Error::Foreign { .. })));
}

#[test]
fn the_runtime_beside_it_is_owned_too() {
    let folder = folder();
    let runtime =
        [file("sdkgen-runtime/Cargo.toml", &format!("# {MARK}\n")), file("sdkgen-runtime/src/lib.rs", "no mark")];
    let all: Vec<File> = files().into_iter().chain(runtime).collect();
    compare(folder.path(), all.clone()).and_then(super::Plan::apply).expect("it can be written");
    put(folder.path(), "sdkgen-runtime/src/old.rs", "x");
    let plan = compare(folder.path(), all).expect("it can be compared");
    assert_eq!(plan.differences, [("sdkgen-runtime/src/old.rs".to_owned(), Change::Stray)]);
}

#[test]
fn what_the_system_refuses_is_told() {
    let folder = folder();
    put(folder.path(), "file", "x");
    let plan = compare(&folder.path().join("file"), files());
    assert!(plan.is_err() || plan.is_ok_and(|plan| plan.apply().is_err()));
}
