//! One document with a text that wants to be run in each of its locations, and names that no file system takes.

use std::fmt::Write as _;

use sdkgen::document::Source;
use sdkgen::{Config, Options, Outcome};
use serde_json::Value;

use crate::judge;

const DOCUMENT: &str = include_str!("../fixtures/hostile/texts.yaml");

/// What stands for `BAD` and `OFF` in the document, in turn.
const BAD: &[&str] = &[
    "M\n\n    std::process::abort();",
    "M\n\n- -     std::process::abort();",
    "M\n10. a\n\n        std::process::abort();",
    "M\n\n1234567890. a\n\n    std::process::abort();",
    "M\n> >     std::process::abort();",
    "M word word word word word word word word word word word word word word word word word word word ~~~rust word",
    "M word word word word word word word word word word word word word word word word word word word ```rust word",
    "M word word word word word word word word word word word word word word word word word word word word 1. word",
    "M\n\n~~~{.rust}\nstd::process::abort();\n~~~",
    "M\n\n```E+123\nstd::process::abort();\n```",
    "M ``<script>alert(1)</script>`",
    "M `` ` `` <script>alert(1)</script> <javascript:alert(1)> [a](javascript:alert(1)) ![a](javascript:alert(1))",
    "M &lt;script&gt;alert(1)&lt;/script&gt; [a](&#106;avascript:alert(1))",
    "M\n<div>\n\n    std::process::abort();\n</div>",
    "M \u{202e}\u{2066}\u{0}\u{1b}[2J\u{9b}31m\u{2028}",
    "M [^1]\n\n[^1]: a\n\n    std::process::abort();",
    "M\n\n| a |\n|---|\n| `b\\|<script>` |",
    "M\r\r    std::process::abort();",
];

/// The document with one of the texts in all locations, each with a number of its own.
fn document(bad: &str) -> (Value, usize) {
    let mut value: Value = serde_yaml::from_str(DOCUMENT).expect("the fixture is YAML");
    let mut locations = 0;
    fill(&mut value, bad, &mut locations);
    (value, locations)
}

fn fill(value: &mut Value, bad: &str, locations: &mut usize) {
    let mut filled = |text: &str| {
        let mut text = text.replace("OFF", bad);
        while text.contains("BAD") {
            *locations += 1;
            text = text.replacen("BAD", &bad.replacen('M', &format!("Mark{locations}x"), 1), 1);
        }
        text
    };
    match value {
        Value::String(text) => *text = filled(text),
        Value::Array(items) => items.iter_mut().for_each(|item| fill(item, bad, locations)),
        Value::Object(members) => {
            let renamed = std::mem::take(members).into_iter().map(|(key, member)| (filled(&key), member));
            *members = renamed.collect();
            members.values_mut().for_each(|member| fill(member, bad, locations));
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

fn generate(document: &Value) -> Outcome {
    let options = Options { lenient_names: true, tests: true, ..Options::default() };
    sdkgen::generate(&Source::new("a.json", document.to_string()), &Config::default(), &options)
}

#[test]
fn no_text_is_run_or_live_wherever_it_stands() {
    for bad in BAD {
        let (document, locations) = document(bad);
        let outcome = generate(&document);
        let codes: Vec<_> =
            outcome.diagnostics.iter().map(|reported| (reported.code.name, &reported.message)).collect();
        assert!(!outcome.files.is_empty(), "{bad:?}: {codes:?}");
        let faults: Vec<String> = outcome.files.iter().flat_map(|file| judge::file(&file.path, &file.text)).collect();
        assert!(faults.is_empty(), "{bad:?}: {faults:#?}");
        let shown: String = outcome.files.iter().fold(String::new(), |mut all, file| {
            let _ = write!(all, "{}", file.text);
            all
        });
        // Names are spelled otherwise; everything else is there as it was.
        let lost: Vec<usize> =
            (1..=locations).filter(|location| !shown.to_lowercase().contains(&format!("mark{location}x"))).collect();
        assert!(lost.is_empty(), "{bad:?}: the texts {lost:?} of {locations} are lost");
        for file in &outcome.files {
            let names = file.path.split('/');
            assert!(names.clone().all(|name| name.len() <= 200 && name.is_ascii()), "{}", file.path);
        }
    }
}

#[test]
fn no_cargo_test_looks_for_code_in_docs() {
    let outcome = generate(&document("M").0);
    let manifest = outcome.files.iter().find(|file| file.path == "Cargo.toml").expect("there is a manifest");
    let manifest: toml::Table = manifest.text.parse().expect("it is TOML");
    assert_eq!(manifest["lib"]["doctest"], toml::Value::Boolean(false));
}

#[test]
fn names_longer_than_a_file_system_takes_are_shortened() {
    let (document, _) = document(&format!("M{}", "long".repeat(1_000)));
    let outcome = generate(&document);
    assert!(!outcome.files.is_empty());
    let mut paths: Vec<&str> = outcome.files.iter().map(|file| file.path.as_str()).collect();
    assert!(paths.iter().all(|path| path.split('/').all(|name| name.len() <= 200)), "{paths:#?}");
    let count = paths.len();
    paths.dedup();
    assert_eq!(paths.len(), count);
    // The same again is the same.
    assert!(generate(&document).files == outcome.files);
}
