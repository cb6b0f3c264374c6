//! Documents whose texts want to be run or to be live: nothing in the docs of the SDK is code, HTML or a link that they
//! brought in. `cargo xtask fuzz-docs` tries as many texts as it is asked for.

mod fixture;
mod judge;
mod texts;

use sdkgen::{Config, Options, Source};

use self::texts::Texts;

#[test]
fn random_texts_are_neither_run_nor_live() {
    let mut texts = Texts::new(14);
    let options = Options { lenient_names: true, ..Options::default() };
    let (mut judged, mut tried) = (0, 0);
    while texts.made() < 6_000 {
        let before = texts.made();
        let document = texts.document().to_string();
        let outcome = sdkgen::generate(&Source::new("a.json", document.clone()), &Config::default(), &options);
        let faults: Vec<String> = outcome.files.iter().flat_map(|file| judge::file(&file.path, &file.text)).collect();
        assert!(faults.is_empty(), "{faults:#?}\n{document}");
        tried += 1;
        judged += if outcome.files.is_empty() { 0 } else { texts.made() - before };
    }
    // A document that is refused shows nothing.
    assert!(judged > 4_000, "{judged} texts in {tried} documents");
}
