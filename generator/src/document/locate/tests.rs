//! Nodes are found in both formats, and for missing ones their nearest ancestor is.

use super::{Wanted, locate};
use crate::pointer::Pointer;

/// The line, the column and the text of each node; a `!` in front asks for the key, a `~` marks an ancestor.
fn found(text: &str, questions: &[&str]) -> Vec<String> {
    let wanted: Vec<Wanted> = questions
        .iter()
        .map(|question| Wanted {
            pointer: Pointer::parse(question.trim_start_matches('!')),
            key: question.starts_with('!'),
        })
        .collect();
    let spans = locate(text, &wanted).into_iter();
    spans
        .map(|span| {
            let Some(span) = span else { return "nothing".to_owned() };
            let before = &text[..span.bytes.start];
            let line = before.matches('\n').count() + 1;
            let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
            format!("{line}:{column} {}{}", if span.exact { "" } else { "~" }, &text[span.bytes])
        })
        .collect()
}

const QUESTIONS: [&str; 9] =
    ["", "/a", "!/a", "/a/b~1c", "/a/ö/1", "/a/ö/1/d", "/a/ö/2", "/nowhere/at/all", "!/a/b~1c/more"];

#[test]
fn in_yaml() {
    let text = "x: 1\r\na:\r\n  b/c: 'ü t'\r\n  ö:\r\n    - z\r\n    - d: \"é\" # c\r\n";
    let expected = [
        "1:1 x: 1",
        "2:1 a",
        "2:1 a",
        "3:8 'ü t'",
        "6:7 d: \"é\" # c",
        "6:10 \"é\"",
        "4:3 ~ö",
        "1:1 ~x: 1",
        "3:3 ~b/c",
    ];
    assert_eq!(found(text, &QUESTIONS), expected);
}

#[test]
fn in_json() {
    let text = "{\n  \"x\": 1,\n  \"a\": {\"b/c\": \"ü t\",\n    \"\\u00f6\": [\"z\", {\"d\": \"é\"}]}\n}\n";
    let expected = [
        "1:1 {",
        "3:3 \"a\"",
        "3:3 \"a\"",
        "3:16 \"ü t\"",
        "4:21 {\"d\": \"é\"}",
        "4:27 \"é\"",
        "4:5 ~\"\\u00f6\"",
        "1:1 ~{",
        "3:9 ~\"b/c\"",
    ];
    assert_eq!(found(text, &QUESTIONS), expected);
}

#[test]
fn marks_flow_and_aliases() {
    assert_eq!(found("\u{feff}a: {b: [1, 22]}\n", &["/a/b/1", "!/a/b"]), ["1:13 22", "1:6 b"]);
    assert_eq!(found("\u{feff}{\"a\": 5}", &["/a"]), ["1:8 5"]);
    assert_eq!(found("{a: 5}", &["/a"]), ["1:5 5"]);
    let aliases = "base: &b\n  x: 1\none:\n  <<: *b\ntwo: *b\n";
    assert_eq!(found(aliases, &["/one/x", "/two/x", "/base/x"]), ["3:1 ~one", "5:1 ~two", "2:6 1"]);
    assert_eq!(found("? [k]\n: v\na: 1\n", &["/a"]), ["3:4 1"]);
    assert_eq!(found("200: ok\n", &["!/200"]), ["1:1 200"]);
}

#[test]
fn of_repeated_keys_the_last_is_meant() {
    assert_eq!(found("a: 1\nb: 2\na: 3\n", &["!/a", "/a"]), ["3:1 a", "3:4 3"]);
    assert_eq!(found("{\"a\": 1, \"a\": 2}", &["!/a"]), ["1:10 \"a\""]);
}

#[test]
fn what_a_scan_takes_for_something_else_is_not_shown() {
    // Read by lines, a quote within a text hides the next key, so that its items seem to belong to the key before it.
    let by_lines = "k: [v; 'more\", w]\nl:\n - {a: x; 'more\", b: 'y'}\n - z\nm: {\n}\n";
    assert_eq!(found(by_lines, &["/k/0", "/l/1"]), ["1:1 ~k: [v; 'more\", w]", "1:1 ~k: [v; 'more\", w]"]);
    // A line of a text that begins with a dash is taken for an item.
    let dash = "k:\n  - ['v\n- w', x]\n  - y\nl: {\n}\n";
    assert_eq!(found(dash, &["/k/0/0", "!/l"]), ["1:1 ~k:", "5:1 l"]);
    // What stood below the first of two equal keys is not below the second one.
    assert_eq!(found("a:\n  b: 1\na:\n  - 2\n", &["/a/b", "/a/0"]), ["3:1 ~a", "4:5 2"]);
    // A key that is an alias is not the empty key.
    assert_eq!(found("x: &x k\n*x : 1\n\"\": 2\n", &["/"]), ["3:5 2"]);
    // Braces and quotes as in JSON, but no JSON.
    assert_eq!(found("{\"x\": {k: 5\" }, \"y\": {\"z\": \"} \"}}", &["/y/z"]), ["1:28 \"} \""]);
}

#[test]
fn broken_text_is_no_danger() {
    for text in ["", "{", "[", "{\"a\"", "{\"a\": \"\\", "a: [", "\u{feff}", "\"", "%", "@", "{\"a\": 1} x", "\t", "é"]
    {
        assert_eq!(locate(text, &[Wanted { pointer: Pointer::parse("/a/b"), key: false }]).len(), 1);
    }
    let deep = format!("{}1", "[".repeat(100_000));
    assert_eq!(locate(&deep, &[Wanted { pointer: Pointer::parse("/0/0"), key: false }]).len(), 1);
}

#[test]
fn what_the_strict_parser_refuses_is_found_by_its_lines() {
    let text = "# a comment: x
a:
  text: \"goes on
  further: left\"
  flow: {
    k: [1, 'it''s }', don't]
  }
  block: |
    no: key

    here
  list:
  - name: one
    n: 1
  -   - deep: 2
      - \"q k\" : 3
  \"b/c\": 'x' # c
  empty:
    in: \"ü\"
d: 4
";
    let questions = [
        "!/a",
        "/a/text",
        "!/a/flow",
        "!/a/block",
        "/a/list/0/n",
        "/a/list/1/0/deep",
        "/a/list/1/1/q k",
        "/a/b~1c",
        "/a/empty/in",
        "/d",
        "/a/flow/k",
        "/a/block/no",
    ];
    let expected = [
        "2:1 a",
        "3:9 \"goes on",
        "5:3 flow",
        "8:3 block",
        "14:8 1",
        "15:15 2",
        "16:17 3",
        "17:10 'x'",
        "19:9 \"ü\"",
        "20:4 4",
        "5:3 ~flow",
        "8:3 ~block",
    ];
    assert_eq!(found(text, &questions), expected);
    let windows = text.replace('\n', "\r\n");
    assert_eq!(found(&windows, &questions).len(), expected.len());
}
