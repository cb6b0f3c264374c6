//! Documents that once made the generator panic, hang or contradict itself, made small: `cargo xtask fuzz` writes them
//! into `finds/`, a folder that is there as soon as there is one.

use std::path::Path;

use sdkgen::diagnostics::render::{Texts, human};
use sdkgen::{Config, Options, Source};

#[test]
fn finds_stay_mended() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/finds");
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        let text = std::fs::read(&path).expect("a find can be read");
        let source = Source::new("find.yaml", String::from_utf8_lossy(&text));
        for lenient_names in [true, false] {
            let options = Options { lenient_names, tests: true, ..Options::default() };
            let outcome = sdkgen::generate(&source, &Config::default(), &options);
            let said = human(&outcome.diagnostics, Texts { document: &source, config: None }, false);
            assert!(!said.contains("internal-error"), "{}: {said}", path.display());
            assert_eq!(outcome.diagnostics.has_errors(), outcome.files.is_empty(), "{}: {said}", path.display());
        }
    }
}
