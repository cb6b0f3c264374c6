//! The documents in `docs/` that are made by the generator, and what they rest on. `UPDATE_GOLDEN=1` writes them anew.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use sdkgen::Config;
use sdkgen::diagnostics::codes::{ALL, explain, index};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn holds(path: &str, expected: &str) {
    let path = root().join(path);
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        fs::write(&path, expected).expect("the document can be written");
    }
    let found = fs::read_to_string(&path).unwrap_or_default();
    assert!(found == expected, "{} is stale; run the tests with UPDATE_GOLDEN=1", path.display());
}

#[test]
fn the_index_of_codes_is_up_to_date() {
    holds("docs/diagnostics.md", &index());
}

#[test]
fn the_schema_of_the_configuration_is_up_to_date() {
    holds("docs/sdkgen-config.schema.json", &Config::json_schema());
}

/// The codes in all snapshots of diagnostics, of the fixtures that are generated and of those that are refused.
fn shown() -> BTreeSet<String> {
    let mut codes = BTreeSet::new();
    for folder in ["tests/pipeline/snapshots", "tests/snapshots"] {
        let entries = fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join(folder)).expect("there are snapshots");
        for entry in entries.flatten() {
            let text = fs::read_to_string(entry.path()).unwrap_or_default();
            codes.extend(text.lines().filter_map(code).map(str::to_owned));
        }
    }
    codes
}

/// `warning[code]: …`, `error[code]: …`, `left out (code): …`.
fn code(line: &str) -> Option<&str> {
    let rest = ["warning[", "error[", "left out ("].iter().find_map(|start| line.strip_prefix(start))?;
    rest.find([']', ')']).map(|end| &rest[..end])
}

/// Codes that no fixture can cause: faults of the generator, of files and arguments, or of documents that are made to
/// be a burden, which other tests cause.
const NOT_OF_DOCUMENTS: [&str; 25] = [
    "bad-configuration",
    "bad-lock",
    "bad-overlay",
    "bad-package-name",
    "dead-link",
    "internal-error",
    "joined-type",
    "kept-map",
    "kept-media-type",
    "kept-name",
    "kept-pages",
    "kept-presence",
    "missing-base-path",
    "no-runtime",
    "parted-type",
    "renamed",
    "too-many-features",
    "too-many-parts",
    "unfitting-paging",
    "unknown-decision",
    "unknown-feature",
    "unpublishable-name",
    "unreadable-file",
    "unsupported-operation",
    "untested-pages",
];

#[test]
fn every_code_is_explained_and_shown() {
    let shown = shown();
    let unexplained: Vec<&String> = shown.iter().filter(|code| explain(code).is_none()).collect();
    assert!(unexplained.is_empty(), "not in the index: {unexplained:?}");
    let known = ALL.iter().map(|explanation| explanation.name);
    let unseen: Vec<&str> = known.filter(|code| !shown.contains(*code) && !NOT_OF_DOCUMENTS.contains(code)).collect();
    assert!(unseen.is_empty(), "no fixture causes: {unseen:?}");
}
