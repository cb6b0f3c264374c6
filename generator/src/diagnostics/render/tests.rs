//! How diagnostics look, in both forms.

use super::{Texts, human, json_lines};
use crate::diagnostics::{Diagnostic, Diagnostics, Location, codes};
use crate::document::Source;
use crate::pointer::Pointer;

fn source() -> Source {
    let text = "openapi: 3.0.3\npaths:\n  /a:\n    get:\n      operationId: ünique\n  /b:\n    get:\n      operationId: ünique\n";
    Source::new("api.yaml", text)
}

fn node(pointer: &str) -> Location {
    Location::Node(Pointer::parse(pointer))
}

fn diagnostics() -> Diagnostics {
    let mut diagnostics = Diagnostics::new();
    diagnostics.push(
        Diagnostic::new(codes::DUPLICATE_OPERATION_ID, node("/paths/~1b/get/operationId"), "the id is taken")
            .help("take another")
            .related(node("/paths/~1a/get/operationId"), "given here first"),
    );
    diagnostics.push(Diagnostic::new(codes::TESTS[0], Location::Key(Pointer::parse("/paths/~1a/get")), "it is odd"));
    diagnostics.push(Diagnostic::new(codes::TESTS[1], Location::Document, "somewhere"));
    diagnostics.push(Diagnostic::new(codes::SYNTAX, Location::Position { line: 5, column: 20 }, "a slip"));
    diagnostics.push(Diagnostic::new(codes::TESTS[2], Location::Config { line: 1, column: 1 }, "no such key"));
    diagnostics
}

#[test]
fn for_people() {
    let (document, config) = (source(), Source::new("sdkgen.toml", "nmae = 1\n"));
    let texts = Texts { document: &document, config: Some(&config) };
    insta::assert_snapshot!(human(&diagnostics(), texts, false));
}

#[test]
fn for_machines() {
    let document = source();
    let texts = Texts { document: &document, config: None };
    insta::assert_snapshot!(json_lines(&diagnostics(), texts));
}

/// A name of a document must neither begin a line, such as a command to the CI that runs us, nor move the cursor.
#[test]
fn a_document_writes_nothing_to_the_terminal_but_text() {
    let bad = "a\n::error::b\r\u{1b}[2J\u{9b}31m\u{202e}\u{2028}\u{7f}\u{0}";
    let document = Source::new(format!("{bad}.yaml"), "a: 1\nb: \"\u{1b}[2J\u{9b}31m\u{202e}\u{2028}\u{7f}\rx\"\n");
    let mut diagnostics = Diagnostics::new();
    diagnostics.push(Diagnostic::new(codes::TESTS[0], node("/b"), bad).help(bad).related(node("/a"), bad));
    diagnostics.push(Diagnostic::new(codes::TESTS[0], Location::Document, bad));
    let texts = Texts { document: &document, config: None };
    let reported = human(&diagnostics, texts, false);
    assert!(reported.chars().all(|c| c == '\n' || !c.is_control()), "{reported:?}");
    assert!(!reported.contains(['\u{202e}', '\u{2028}']), "{reported:?}");
    assert!(!reported.lines().any(|line| line.trim_start().starts_with("::")), "{reported}");
    assert!(reported.contains("a\\n::error::b\\r\\u{1b}[2J\\u{9b}31m\\u{202e}"), "{reported}");
    for line in json_lines(&diagnostics, texts).lines() {
        let read: serde_json::Value = serde_json::from_str(line).expect("each line is JSON");
        assert_eq!(read["message"], bad);
    }
}

#[test]
fn colours_are_an_option() {
    let document = source();
    let texts = Texts { document: &document, config: None };
    assert!(human(&diagnostics(), texts, true).contains("\u{1b}["));
    assert!(!human(&diagnostics(), texts, false).contains("\u{1b}["));
}

#[test]
fn a_document_in_one_line_is_shown_in_part() {
    let text = format!("{{\"paths\": {{{}\"/a\": 1}}}}", "\"/x\": {},".repeat(5_000));
    let document = Source::new("api.json", text);
    let mut diagnostics = Diagnostics::new();
    diagnostics.push(Diagnostic::new(codes::TESTS[0], node("/paths/~1a"), "it is odd"));
    insta::assert_snapshot!(human(&diagnostics, Texts { document: &document, config: None }, false));
}

#[test]
fn odd_places_are_no_danger() {
    for text in ["", "\n", "é", "a: 1\r\n", "{"] {
        let document = Source::new("x", text);
        let mut diagnostics = Diagnostics::new();
        for (line, column) in [(0, 0), (1, 1), (1, 9), (9, 9)] {
            diagnostics.push(Diagnostic::new(codes::TESTS[0], Location::Position { line, column }, "it is odd"));
            diagnostics.push(Diagnostic::new(codes::TESTS[0], Location::Config { line, column }, "it is odd"));
        }
        diagnostics.push(Diagnostic::new(codes::TESTS[0], node("/a/b"), "it is odd"));
        let texts = Texts { document: &document, config: Some(&document) };
        assert!(!human(&diagnostics, texts, true).is_empty());
        assert_eq!(json_lines(&diagnostics, texts).lines().count(), 9);
    }
}
