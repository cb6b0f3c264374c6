//! The golden crate: real Rust, committed, made from a document with everything in it. With `UPDATE_GOLDEN=1` the test
//! writes it; otherwise every byte must be what stands there. What the crate does is tested by its own `tests`.

use std::path::{Path, PathBuf};

use sdkgen::tree;

use crate::support::{Fixture, reported};

fn document() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden.yaml")
}

#[test]
fn the_golden_crate_is_what_its_document_makes() {
    let mut fixture = Fixture::read(&document());
    fixture.options.runtime_path = Some("../../../runtime".to_owned());
    fixture.options.tests = true;
    let outcome = fixture.generate();
    assert!(!outcome.files.is_empty(), "{}", reported::diagnostics(&fixture.source, &outcome));
    let folder = document().with_extension("");
    let plan = tree::compare(&folder, outcome.files).expect("the golden crate can be read");
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        return plan.apply().expect("the golden crate can be written");
    }
    assert!(plan.is_empty(), "run the test with UPDATE_GOLDEN=1 and look at the difference: {:#?}", plan.differences);
}
