//! Both formats, their corner cases, and malicious texts.

use serde_json::{Value, json};

use super::read;
use crate::diagnostics::{Diagnostics, Location};
use crate::document::Source;

fn source(name: &str, text: &str) -> Source {
    Source::new(name, text)
}

fn value(text: &str) -> Value {
    let mut diagnostics = Diagnostics::new();
    let value = read(&source("a.yaml", text), false, &mut diagnostics);
    value.unwrap_or_else(|| panic!("{:?}", diagnostics.iter().collect::<Vec<_>>()))
}

fn refusal(name: &str, text: &str) -> (&'static str, Location, String) {
    let mut diagnostics = Diagnostics::new();
    assert_eq!(read(&source(name, text), false, &mut diagnostics), None, "{name} was read");
    let first = diagnostics.iter().next().expect("a refusal is reported");
    (first.code.name, first.location.clone(), first.message.clone())
}

fn position(line: usize, column: usize) -> Location {
    Location::Position { line, column }
}

#[test]
fn yaml_becomes_json() {
    let text =
        "a: yes\nb: 'no'\n200: ok\n1.10: x\ntrue: y\n~: z\nd: 2020-01-02\nt: !odd {k: v}\nf: 1.5\nn: ~\nh: 0x1f\n";
    let expected = json!({
        "a": "yes", "b": "no", "200": "ok", "1.10": "x", "true": "y", "~": "z", "d": "2020-01-02", "t": {"k": "v"},
        "f": 1.5, "n": null, "h": 31,
    });
    let read = value(text);
    assert_eq!(read, expected);
    let keys: Vec<_> = read.as_object().expect("an object").keys().cloned().collect();
    assert_eq!(keys, ["a", "b", "200", "1.10", "true", "~", "d", "t", "f", "n", "h"]);
}

#[test]
fn merge_keys_are_applied() {
    let text =
        "base: &base {a: 1, b: 2}\nmore: &more {c: 3}\none:\n  <<: *base\n  a: 0\ntwo: {<<: [*base, *more], d: 4}\n";
    let read = value(text);
    assert_eq!(read["one"], json!({"a": 0, "b": 2}));
    assert_eq!(read["two"], json!({"a": 1, "b": 2, "c": 3, "d": 4}));
    assert_eq!(value("{\"<<\": 1}"), json!({"<<": 1}));
}

#[test]
fn marks_and_line_ends_do_not_matter() {
    assert_eq!(value("\u{feff}a: 1\r\nb:\r\n  - c\r\n"), json!({"a": 1, "b": ["c"]}));
    assert_eq!(value("\u{feff}{\"a\": 1}\r\n"), json!({"a": 1}));
    assert_eq!(value("{a: 1, b: [c]}"), json!({"a": 1, "b": ["c"]}), "YAML with braces");
}

#[test]
fn faults_have_a_position() {
    assert_eq!(
        refusal("a.json", "{\n  \"ä\": \"ö\",\n  \"b\" 1\n}"),
        ("syntax", position(3, 7), "this is not JSON: expected `:`".to_owned())
    );
    assert_eq!(refusal("a.json", "{\"a\": 1").1, position(1, 7));
    let (code, location, message) = refusal("a.yaml", "a:\n  b: 1\n c: 2\n");
    assert_eq!((code, location), ("syntax", position(3, 2)));
    assert_eq!(message, "this is not YAML: did not find expected key");
    assert_eq!(refusal("a.yaml", "a: [1, 2\nb: 3\n").0, "syntax");
    assert_eq!(value(""), Value::Null);
    assert_eq!(refusal("a.json", "").0, "syntax");
    assert_eq!(refusal("a.yaml", "a: 1\n---\nb: 2\n").0, "syntax");
    assert_eq!(refusal("a.yaml", "? [a, b]\n: 1\n").0, "syntax");
    assert_eq!(refusal("a.yaml", "a: *nobody\n").0, "syntax");
}

#[test]
fn repeated_keys_are_reported() {
    for (name, text) in [("a.json", "{\"a\": {\"b\": 1, \"b\": 2}}"), ("a.yaml", "a:\n  b: 1\n  b: 2\n")] {
        let (code, location, _) = refusal(name, text);
        assert_eq!(code, "duplicate-key");
        assert!(matches!(location, Location::Key(pointer) if pointer.as_str() == "/a/b"));
        let mut diagnostics = Diagnostics::new();
        assert_eq!(read(&source(name, text), true, &mut diagnostics), Some(json!({"a": {"b": 2}})));
        assert!(!diagnostics.has_errors());
    }
}

#[test]
fn depth_is_bounded() {
    for depth in [200, 3_000, 100_000] {
        for (open, close) in [("[", "]"), ("{\"a\":", "}"), ("[{a: ", "}]")] {
            let whole = format!("{}1{}", open.repeat(depth), close.repeat(depth));
            assert_ne!(refusal("a.yaml", &whole).0, "", "{depth} levels of {open}");
            if !open.contains("a: ") {
                assert_eq!(refusal("a.json", &whole).0, "too-deep", "{depth} levels of {open}");
            }
            refusal("a.yaml", &open.repeat(depth));
            refusal("a.json", &open.repeat(depth));
        }
    }
    assert_eq!(refusal("a.yaml", &format!("a: {}", "[".repeat(100_000))).0, "too-deep");
    assert_eq!(refusal("a.yaml", &"- ".repeat(3_000)).0, "too-deep");
    refusal("a.yaml", &"- ".repeat(100_000));
    refusal("a.yaml", &"? ".repeat(100_000));
    refusal("a.yaml", &"a: &a ".repeat(100_000));
    refusal("a.yaml", &"!a ".repeat(100_000));
    refusal("a.yaml", &"{\"a\": [".repeat(100_000));
    refusal("a.yaml", &format!("{}{}", "[".repeat(100), "a: [".repeat(100_000)));
    refusal("a.yaml", &"[a]: ".repeat(100_000));
    let mut block = String::new();
    for level in 0..1_000 {
        block.push_str(&" ".repeat(level));
        block.push_str("a:\n");
    }
    assert_eq!(refusal("a.yaml", &block).0, "too-deep");
}

#[test]
fn aliases_cannot_make_it_grow() {
    let mut laughs = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n".to_owned();
    for level in 1..20 {
        let aliases = vec![format!("*a{}", level - 1); 10].join(", ");
        laughs.push_str(&format!("a{level}: &a{level} [{aliases}]\n"));
    }
    assert_eq!(refusal("a.yaml", &laughs).0, "too-large");
    let wide = format!("a: &a [{}]\nb: [{}]\n", "x, ".repeat(20_000), "*a, ".repeat(20_000));
    assert_eq!(refusal("a.yaml", &wide).0, "too-large");
    let long = format!("a: &a {}\nb: [{}]\n", "x".repeat(1_000_000), "*a, ".repeat(20_000));
    assert_eq!(refusal("a.yaml", &long).0, "too-large");
    assert_eq!(value("a: &a [1, 2]\nb: *a\n")["b"], json!([1, 2]));
}
