//! Models that only webhooks bring stand behind a feature, which is on by default while they are few.

use std::fmt::Write as _;

use sdkgen::{Config, Options, Outcome, Source};

/// A document with so many webhooks, each with a payload of its own that holds what an operation returns as well.
fn document(webhooks: usize) -> String {
    let mut text = "openapi: 3.1.0
info: {title: Many webhooks, version: '1'}
security: []
servers: [{url: 'https://a.example'}]
paths:
  /users:
    get:
      operationId: getUser
      responses: {'200': {description: One, content: {application/json: {schema: {$ref: '#/components/schemas/User'}}}}}
components:
  schemas:
    User: {type: object, properties: {name: {type: string}}}
webhooks:
"
    .to_owned();
    for index in 0..webhooks {
        let _ = writeln!(
            text,
            "  happened-{index}: {{post: {{requestBody: {{content: {{application/json: {{schema: {{type: object, \
             properties: {{by: {{$ref: '#/components/schemas/User'}}, number{index}: {{type: integer}}}}}}}}}}}}}}}}"
        );
    }
    text
}

fn made(webhooks: usize) -> Outcome {
    let source = Source::new("many.yaml", document(webhooks));
    let outcome = sdkgen::generate(&source, &Config::default(), &Options::default());
    let reported: Vec<_> = outcome.diagnostics.iter().map(|diagnostic| &diagnostic.message).collect();
    assert!(reported.is_empty(), "{reported:?}");
    assert_eq!(outcome.report.generated.payloads, webhooks);
    outcome
}

fn text<'a>(outcome: &'a Outcome, path: &str) -> &'a str {
    outcome.files.iter().find(|file| file.path == path).map_or("", |file| &file.text)
}

/// The lines of `models.rs` that declare modules, each with its condition before it.
fn modules(outcome: &Outcome) -> Vec<(String, bool)> {
    let lines: Vec<&str> = text(outcome, "src/models.rs").lines().collect();
    let named = lines.windows(2).filter_map(|pair| {
        let name = pair[1].strip_prefix("mod ")?.strip_suffix(';')?;
        Some((name.to_owned(), pair[0] == "#[cfg(feature = \"webhooks\")]"))
    });
    named.collect()
}

#[test]
fn few_are_there_by_default_and_many_are_not() {
    let few = made(3);
    assert!(text(&few, "Cargo.toml").contains("default = [\"reqwest\", \"full\"]"));
    assert!(text(&few, "src/models.rs").contains("which is on by default"));
    let many = made(101);
    let manifest = text(&many, "Cargo.toml");
    assert!(
        manifest.contains("default = [\"reqwest\", \"users\"]") && manifest.contains("webhooks = []"),
        "{manifest}"
    );
    for outcome in [&few, &many] {
        let modules = modules(outcome);
        assert!(
            modules.contains(&("user".to_owned(), false)),
            "what an operation returns is always there: {modules:?}"
        );
        assert!(modules.iter().all(|(name, gated)| *gated != (name == "user")), "{modules:?}");
    }
}

#[test]
fn without_webhooks_there_is_no_feature() {
    assert!(!text(&made(0), "Cargo.toml").contains("webhooks = []"));
}

#[test]
fn the_order_of_media_types_decides_no_payload() {
    let schema = |name: &str| format!("{{schema: {{$ref: '#/components/schemas/{name}'}}}}");
    let payload = |content: [String; 2]| {
        let text = format!(
            "openapi: 3.1.0\ninfo: {{title: Two payloads, version: '1'}}\npaths: {{}}\nwebhooks:\n  happened: {{post: \
             {{requestBody: {{content: {{{}}}}}}}}}\ncomponents: {{schemas: {{First: {{type: object, properties: {{a: \
             {{type: string}}}}}}, Second: {{type: object, properties: {{b: {{type: string}}}}}}}}}}\n",
            content.join(", ")
        );
        let outcome = sdkgen::generate(&Source::new("two.yaml", text), &Config::default(), &Options::default());
        let models = outcome.files.into_iter().filter(|file| file.path.starts_with("src/models"));
        models.map(|file| file.text).collect::<Vec<_>>().concat()
    };
    let first = format!("application/a+json: {}", schema("First"));
    let second = format!("application/b+json: {}", schema("Second"));
    let models = payload([second.clone(), first.clone()]);
    assert_eq!(models, payload([first, second]));
    assert!(models.contains("struct First") && !models.contains("struct Second"), "{models}");
}
