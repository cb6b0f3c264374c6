//! What an SDK does by default with responses that do not match the document.

use sdkgen::{Config, Options, Source};

fn client(config: &str) -> String {
    let config = Config::parse(config).expect("it is a configuration");
    let source = Source::new("manifest.yaml", include_str!("../fixtures/manifest.yaml"));
    let outcome = sdkgen::generate(&source, &config, &Options::default());
    outcome.files.into_iter().find(|file| file.path == "src/client.rs").expect("there is a client").text
}

#[test]
fn the_configuration_sets_the_default() {
    let forgiving = ".forgiving_decoding()";
    assert!(!client("").contains(forgiving));
    assert!(!client("[client]\ndecoding = \"strict\"").contains(forgiving));
    assert_eq!(client("[client]\ndecoding = \"forgiving\"").matches(forgiving).count(), 1);
    // Users can choose otherwise, whatever the default is.
    assert!(client("").contains("pub fn decoding(mut self, decoding: Decoding) -> Self"));
    assert!(client("").contains("pub fn on_deviation("));
}

#[test]
fn other_values_are_errors() {
    let refused = Config::parse("[client]\ndecoding = \"lenient\"\n").unwrap_err();
    assert_eq!(refused.code.name, "bad-configuration");
    assert_eq!(refused.message, "unknown variant `lenient`, expected `strict` or `forgiving`");
}
