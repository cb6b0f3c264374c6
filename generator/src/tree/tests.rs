//! Folders before and after.

use std::fs;
use std::path::Path;

use super::{Arrivals, Change, Error, File, MARK, compare};

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
    assert_eq!((plan.count(Change::Missing), plan.differences.len(), plan.unchanged), (5, 5, 0));
    assert!(!root.exists(), "comparing writes nothing");
    plan.apply().expect("it can be written");
    assert_eq!(text(&root, "src/a/b.rs").as_deref(), Some("b"));
    let names: Vec<_> = fs::read_dir(root.join("src")).expect("it is there").flatten().map(|e| e.file_name()).collect();
    assert_eq!(names.len(), 2, "no temporary file is left: {names:?}");
    let again = compare(&root, files()).expect("it can be compared");
    assert!(again.is_empty() && again.unchanged == 5);
}

/// What an earlier run made besides.
fn made_before(root: &Path, more: &[(&str, &str)]) {
    let more = more.iter().map(|(path, text)| file(path, text));
    compare(root, files().into_iter().chain(more).collect()).and_then(super::Plan::apply).expect("it can be written");
}

#[test]
fn only_the_difference_is_written() {
    let folder = folder();
    let root = folder.path();
    made_before(root, &[("src/old/c.rs", "without a mark"), ("examples/made.rs", &marked("m"))]);
    let before = fs::metadata(root.join("src/a/b.rs")).and_then(|m| m.modified()).expect("it is there");
    put(root, "src/lib.rs", &marked("edited"));
    put(root, "examples/mine.rs", "mine");
    put(root, "notes.txt", "mine");
    let plan = compare(root, files()).expect("it can be compared");
    let reported: Vec<_> = plan.differences.iter().map(|(path, change)| (path.as_str(), *change)).collect();
    assert_eq!(
        reported,
        [
            (super::RECORD, Change::Changed),
            ("examples/made.rs", Change::Stray),
            ("src/lib.rs", Change::Changed),
            ("src/old/c.rs", Change::Stray)
        ]
    );
    assert_eq!(plan.removed().collect::<Vec<_>>(), ["examples/made.rs", "src/old/c.rs"]);
    assert_eq!(text(root, "src/lib.rs"), Some(marked("edited")), "comparing writes nothing");
    plan.apply().expect("it can be written");
    assert_eq!(text(root, "src/lib.rs"), Some(marked("l")));
    assert!(!root.join("src/old").exists() && !root.join("examples/made.rs").exists());
    assert_eq!((text(root, "examples/mine.rs"), text(root, "notes.txt")), (Some("mine".into()), Some("mine".into())));
    let after = fs::metadata(root.join("src/a/b.rs")).and_then(|m| m.modified()).expect("it is there");
    assert_eq!(before, after, "what is equal is not touched");
    assert!(compare(root, files()).expect("it can be compared").is_empty());
}

#[test]
fn what_no_run_recorded_stays() {
    let folder = folder();
    let root = folder.path();
    made_before(root, &[]);
    for path in ["examples/notes.rs", "tests/mine.rs", "build.rs", "src/extra.rs", "models-1/src/lib.rs"] {
        put(root, path, &marked("mentions it"));
    }
    let plan = compare(root, files()).expect("it can be compared");
    assert!(plan.is_empty(), "{:?}", plan.differences);
    assert_eq!(plan.unknown, ["src/extra.rs"]);
    // An SDK of a version that kept no record.
    fs::remove_file(root.join(super::RECORD)).expect("it is there");
    put(root, "src/old/c.rs", "old");
    let plan = compare(root, files()).expect("it can be compared");
    assert_eq!(plan.differences, [(super::RECORD.to_owned(), Change::Missing)]);
    assert_eq!(plan.unknown, ["src/extra.rs", "src/old/c.rs"]);
    plan.apply().expect("it can be written");
    assert!(root.join("src/old/c.rs").exists() && root.join("models-1/src/lib.rs").exists());
}

#[test]
fn a_record_of_others_removes_nothing_of_others() {
    let folder = folder();
    let root = folder.path().join("out");
    put(folder.path(), "outside.rs", &marked("outside"));
    made_before(&root, &[("src/old.rs", "o")]);
    put(&root, "tests/mine.rs", "mine");
    put(&root, "tool/src/main.rs", "mine");
    let record = text(&root, super::RECORD).expect("it is there");
    let claims = ["tests/mine.rs", "tool/src/main.rs", "src", "not/there", "src/old.rs"];
    put(&root, super::RECORD, &format!("{record}{}\n", claims[..2].join("\n")));
    let plan = compare(&root, files()).expect("it can be compared");
    assert_eq!(plan.removed().collect::<Vec<_>>(), ["src/old.rs"]);
    assert_eq!(plan.kept, ["tests/mine.rs", "tool/src/main.rs"]);
    for claim in ["../outside.rs", "/etc/passwd", "src/../../outside.rs", r"..\outside.rs", "c:x", "a//b"] {
        put(&root, super::RECORD, &format!("{record}{claim}\n"));
        assert!(matches!(compare(&root, files()), Err(Error::Record { line: 7.., .. })), "{claim}");
    }
    put(&root, super::RECORD, "src/lib.rs\n");
    assert!(matches!(compare(&root, files()), Err(Error::Record { line: 1, .. })));
    put(&root, super::RECORD, &format!("{record}src\n"));
    assert!(matches!(compare(&root, files()), Err(Error::Special { .. })), "a folder is no file");
    assert!(folder.path().join("outside.rs").exists());
}

#[cfg(unix)]
#[test]
fn links_and_special_files_are_refused_before_anything_is_written() {
    use std::os::unix::fs::symlink;
    let target = folder();
    put(target.path(), "lib.rs", &marked("theirs"));
    put(target.path(), "b.rs", &marked("theirs"));
    for link in ["src", "src/lib.rs", "src/a", "src/a/b.rs", "README.md", "Cargo.toml", super::RECORD, "src/old.rs"] {
        for is_dangling in [false, true] {
            let folder = folder();
            let root = folder.path();
            made_before(root, &[("src/old.rs", "o")]);
            let at = root.join(link);
            let removed = if at.is_dir() { fs::remove_dir_all(&at) } else { fs::remove_file(&at) };
            removed.expect("it can be removed");
            let whither = target.path().join(if is_dangling { "nowhere" } else { "lib.rs" });
            symlink(if link == "src" || link == "src/a" { target.path() } else { &whither }, &at).expect("a link");
            let error = compare(root, files()).expect_err("a link is not followed");
            assert!(matches!(&error, Error::Link { path } if *path == at), "{link}: {error}");
        }
    }
    assert_eq!(text(target.path(), "b.rs"), Some(marked("theirs")));
    // Links that no run would touch do not matter, and the folder itself may be one.
    let other = super::tests::folder();
    made_before(other.path(), &[]);
    symlink(target.path(), other.path().join("target")).expect("a link");
    symlink(target.path(), other.path().join("src/mine")).expect("a link");
    symlink(other.path(), target.path().join("out")).expect("a link");
    assert!(compare(&target.path().join("out"), files()).is_ok_and(|plan| plan.is_empty()));
    for special in ["README.md", "src/lib.rs", super::RECORD] {
        let folder = super::tests::folder();
        made_before(folder.path(), &[]);
        fs::remove_file(folder.path().join(special)).expect("it is there");
        let _socket = std::os::unix::net::UnixListener::bind(folder.path().join(special)).expect("a socket");
        assert!(matches!(compare(folder.path(), files()), Err(Error::Special { .. })), "{special}");
    }
}

#[cfg(unix)]
#[test]
fn what_an_interrupted_run_left_is_not_followed() {
    let (folder, target) = (folder(), super::tests::folder());
    put(target.path(), "theirs", "theirs");
    fs::create_dir_all(folder.path().join("src")).expect("folders can be made");
    let left = folder.path().join(format!("src/.lib.rs.sdkgen-{}", std::process::id()));
    std::os::unix::fs::symlink(target.path().join("theirs"), &left).expect("a link");
    put(folder.path(), "src/lib.rs", &marked("old"));
    compare(folder.path(), files()).and_then(super::Plan::apply).expect("it can be written");
    assert_eq!(text(target.path(), "theirs").as_deref(), Some("theirs"));
    assert_eq!(text(folder.path(), "src/lib.rs"), Some(marked("l")));
}

#[test]
fn of_large_files_the_head_is_read() {
    let folder = folder();
    for (path, length) in [("README.md", 1_u64 << 40), ("Cargo.toml", 5 << 30)] {
        put(folder.path(), path, "my own words");
        let file = fs::OpenOptions::new().write(true).open(folder.path().join(path)).expect("it is there");
        // Sparse: nothing of it is on the disk.
        file.set_len(length).expect("files can be long");
    }
    let plan = compare(folder.path(), files()).expect("it can be compared");
    assert_eq!(plan.kept, ["Cargo.toml", "README.md"]);
    assert!(!plan.writes.iter().any(|file| file.text.contains("\nREADME.md\n")), "it is not ours");
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
    assert_eq!(plan.unknown, ["sdkgen-runtime/src/old.rs"]);
    fs::remove_file(folder.path().join("sdkgen-runtime/src/old.rs")).expect("it is there");
    // The SDK without its runtime, and without a part that it had.
    made_before(folder.path(), &[("models-1/Cargo.toml", &marked("p")), ("models-1/src/lib.rs", &marked("p"))]);
    assert!(!folder.path().join("sdkgen-runtime").exists());
    compare(folder.path(), files()).and_then(super::Plan::apply).expect("it can be written");
    assert!(!folder.path().join("models-1").exists());
}

#[test]
fn what_the_system_refuses_is_reported() {
    let folder = folder();
    put(folder.path(), "file", "x");
    let plan = compare(&folder.path().join("file"), files());
    assert!(plan.is_err() || plan.is_ok_and(|plan| plan.apply().is_err()));
}

/// The names of all files below a folder.
fn names(root: &Path) -> Vec<String> {
    super::disk::files_below(root, ".").expect("it can be read")
}

#[test]
fn files_that_come_one_by_one_are_compared_alike() {
    let (one, other) = (folder(), folder());
    let pages = |text: &str| vec![file("a/x.md", &marked(text)), file("y.md", &marked("y"))];
    let arrive = |files: Vec<File>, writes: bool| {
        let arrivals = Arrivals::new(one.path(), writes).expect("it can be read");
        std::thread::scope(|scope| {
            files.into_iter().for_each(|file| drop(scope.spawn(|| arrivals.take(file))));
        });
        arrivals.finish().expect("it can be compared")
    };
    assert_eq!(arrive(pages("1"), false).count(Change::Missing), 3);
    assert_eq!(names(one.path()), [""; 0], "nothing is written to compare");
    drop(arrive(pages("1"), true));
    assert_eq!(names(one.path()), [""; 0], "what is not applied is removed");
    for (text, more) in [("1", Some("b/z.md")), ("2", None), ("2", None)] {
        let files = || pages(text).into_iter().chain(more.map(|path| file(path, &marked("z")))).collect::<Vec<File>>();
        let (first, second) = (arrive(files(), true), compare(other.path(), files()).expect("it can be compared"));
        assert_eq!((&first.differences, first.unchanged), (&second.differences, second.unchanged));
        first.apply().expect("it can be written");
        second.apply().expect("it can be written");
        assert_eq!(names(one.path()), names(other.path()));
        assert_eq!(self::text(one.path(), "a/x.md"), Some(marked(text)));
    }
    put(one.path(), "y.md", "mine");
    let plan = arrive(pages("2"), true);
    assert_eq!((plan.kept.as_slice(), plan.unchanged), (&["y.md".to_owned()][..], 1));
}
