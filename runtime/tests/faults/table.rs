//! The table of cases in `runtime/README.md`, made from the doc comments of the tests. `UPDATE_GOLDEN=1` rewrites it.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

const BEGIN: &str =
    "<!-- cases: written by UPDATE_GOLDEN=1 cargo test -p sdkgen-runtime --all-features --test faults -->\n";
const END: &str = "<!-- end of cases -->\n";

#[test]
fn the_readme_lists_all_cases() {
    let package = Path::new(env!("CARGO_MANIFEST_DIR"));
    let readme = package.join("README.md");
    let text = fs::read_to_string(&readme).expect("the runtime has a README");
    let (before, rest) = text.split_once(BEGIN).expect("the README has a place for the table");
    let (_, after) = rest.split_once(END).expect("the table ends somewhere");
    let expected = format!("{before}{BEGIN}\n{}\n{END}{after}", table(&package.join("tests/faults")));
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        return fs::write(&readme, expected).expect("the README can be written");
    }
    assert!(text == expected, "runtime/README.md lists other cases than there are; run with UPDATE_GOLDEN=1");
}

fn table(folder: &Path) -> String {
    let mut files: Vec<_> = fs::read_dir(folder)
        .expect("the table of cases")
        .map(|entry| entry.expect("a file has a name").path())
        .filter(|path| path.extension().is_some_and(|ending| ending == "rs"))
        .collect();
    files.sort();
    let (mut table, mut count) = (String::new(), 0);
    for file in files {
        let source = fs::read_to_string(&file).expect("a file of cases can be read");
        let name = file.file_stem().and_then(|name| name.to_str()).expect("files have plain names");
        for (case, what) in cases(&source) {
            count += 1;
            let _ = writeln!(table, "| `{name}::{case}` | {what} |");
        }
    }
    format!("{count} cases.\n\n| case | what it shows |\n|---|---|\n{table}")
}

/// The tests of a file with their doc comments. A case without one is a mistake.
fn cases(source: &str) -> Vec<(&str, String)> {
    let (mut found, mut words, mut is_test) = (Vec::new(), Vec::new(), false);
    for line in source.lines() {
        if let Some(text) = line.strip_prefix("/// ") {
            words.push(text);
        } else if line.starts_with("#[") {
            is_test |= line.starts_with("#[tokio::test") || line == "#[test]";
        } else {
            let function = line.split_once("fn ").and_then(|(_, rest)| rest.split_once('('));
            if let Some((name, _)) = function.filter(|_| is_test && !source.contains("//! The table of cases")) {
                assert!(!words.is_empty(), "the case `{name}` does not say what it shows");
                found.push((name, words.join(" ").replace('|', "\\|")));
            }
            (words, is_test) = (Vec::new(), false);
        }
    }
    found
}
