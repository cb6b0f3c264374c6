//! What actions change in a document, and what is reported about those without effect.

use serde_json::{Value, json};

use super::super::budget::Budget;
use super::apply;
use crate::diagnostics::Diagnostics;
use crate::document::{Overlay, Source};
use crate::limits::Limits;
use crate::pointer::Pointer;

fn patched(mut document: Value, overlay: &str) -> (Value, Diagnostics) {
    let overlays = vec![Overlay { name: "fix.yaml".to_owned(), text: overlay.to_owned() }];
    let source = Source { overlays, ..Source::new("api.yaml", "") };
    let mut diagnostics = Diagnostics::new();
    let mut budget = Budget::new(&document, &Limits::default());
    apply(&mut document, &source, &mut budget, &mut diagnostics);
    (document, diagnostics)
}

fn codes(diagnostics: &Diagnostics) -> Vec<(&'static str, String)> {
    let location = |location: &crate::diagnostics::Location| match location {
        crate::diagnostics::Location::Node(pointer) | crate::diagnostics::Location::Key(pointer) => {
            pointer.file().1.to_string()
        }
        other => format!("{other:?}"),
    };
    diagnostics.iter().map(|d| (d.code.name, location(&d.location))).collect()
}

#[test]
fn updates_merge_append_and_replace() {
    let document = json!({
        "info": {"title": "a", "x": {"y": 1}}, "tags": [{"name": "one"}], "list": [1],
        "paths": {"/a": {"get": {"tags": ["t"]}, "put": {}}, "/b": {"get": {}}},
    });
    let (root, diagnostics) = patched(
        document,
        "overlay: 1.0.0
info: {title: t, version: '1'}
actions:
  - target: $.info
    update: {title: b, x: {z: 2}}
  - target: $.tags
    update: {name: two}
  - target: $.list
    update: [2, 3]
  - target: $.paths.*.get
    update: {tags: [u], deprecated: true}
",
    );
    assert_eq!(codes(&diagnostics), vec![]);
    let expected = json!({
        "info": {"title": "b", "x": {"y": 1, "z": 2}}, "tags": [{"name": "one"}, {"name": "two"}], "list": [1, 2, 3],
        "paths": {
            "/a": {"get": {"tags": ["t", "u"], "deprecated": true}, "put": {}},
            "/b": {"get": {"tags": ["u"], "deprecated": true}},
        },
    });
    assert_eq!(root, expected);
    let origin = |location: &str| diagnostics.origin(&Pointer::parse(location)).file();
    let own = |location: &str| (Some("overlay:0".to_owned()), Pointer::parse(location));
    assert_eq!(origin("/info/title"), own("/actions/0/update/title"));
    assert_eq!(origin("/tags/1/name"), own("/actions/1/update/name"));
    assert_eq!(origin("/paths/~1a/get/tags/1"), own("/actions/3/update/tags/0"));
    assert_eq!(origin("/info/x/y"), (None, Pointer::parse("/info/x/y")));
}

#[test]
fn removals_and_copies() {
    let document =
        json!({"a": [{"n": 1}, {"n": 2}, {"n": 1}, {"n": 3}], "b": {"c": 1, "d": 2}, "from": {"k": [1]}, "to": {}});
    let (root, diagnostics) = patched(
        document,
        "overlay: 1.1.0
actions:
  - {target: '$.a[?@.n == 1]', remove: true}
  - {target: $.b.c, remove: true, update: 5}
  - {target: $.to, copy: $.from}
  - {target: $.b.d, update: x}
",
    );
    assert_eq!(codes(&diagnostics), vec![]);
    assert_eq!(root, json!({"a": [{"n": 2}, {"n": 3}], "b": {"d": "x"}, "from": {"k": [1]}, "to": {"k": [1]}}));
    let origin = |location: &str| diagnostics.origin(&Pointer::parse(location)).as_str().to_owned();
    assert_eq!(
        (origin("/a/0/n"), origin("/a/1/n"), origin("/to/k")),
        ("/a/1/n".into(), "/a/3/n".into(), "/from/k".into())
    );
}

#[test]
fn what_does_nothing_is_reported() {
    let (root, diagnostics) = patched(
        json!({"a": 1}),
        "overlay: 1.0.0
actions:
  - {target: $.b, update: {}}
  - {target: $.a}
  - {target: 'a[', update: 1}
  - {update: 1}
  - {target: $, remove: true}
  - {target: $.a, copy: $.b}
  - {target: $.a, remove: true, removed: 1}
",
    );
    assert_eq!(root, json!({}));
    let expected = [
        ("overlay-without-effect", "/actions/0/target"),
        ("overlay-without-effect", "/actions/1"),
        ("bad-overlay", "/actions/2/target"),
        ("bad-overlay", "/actions/3"),
        ("bad-overlay", "/actions/4/target"),
        ("bad-overlay", "/actions/5/copy"),
        ("bad-overlay", "/actions/6/removed"),
    ];
    assert_eq!(codes(&diagnostics), expected.map(|(code, location)| (code, location.to_owned())));
    for text in ["a: 1", "overlay: 2.0.0", "overlay: 1.0.0", "[", "overlay: 1.0.0\nactions: 1"] {
        assert!(patched(json!({}), text).1.has_errors(), "{text}");
    }
}
