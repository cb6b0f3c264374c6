//! The words of descriptions, and how the index is written; `generator/tests/site.rs` reads whole indexes.

use super::coding::{lines, number, quoted};
use super::{Group, anchor, is_same, words};

fn words_of(text: &str) -> Vec<String> {
    let mut words = Vec::new();
    words::each(text, |word| words.push(word.to_owned()));
    words
}

#[test]
fn descriptions_are_divided_into_words() {
    assert_eq!(
        words_of("Lists the listPets of an HTTPServer2, v1"),
        ["lists", "the", "list", "pets", "of", "an", "http", "server2", "v1"]
    );
    assert_eq!(words_of("Größe der ÄPFEL"), ["größe", "der", "äpfel"]);
}

#[test]
fn targets_of_links_and_tags_are_no_words() {
    assert_eq!(
        words_of("See [the guide](https://example.com/secret) <b class=\"big\">now</b>"),
        ["see", "the", "guide", "now"]
    );
    assert_eq!(words_of("at https://example.com/a?b=c or a < b"), ["at", "or"]);
    assert_eq!(words_of(&"x".repeat(40)), Vec::<String>::new());
}

#[test]
fn numbers_have_five_bits_a_digit() {
    let mut text = String::new();
    [0, 31, 32, 1_000_000].into_iter().for_each(|value| number(value, &mut text));
    assert_eq!(text, "0VW1WomU");
}

#[test]
fn lines_leave_out_what_they_share_with_the_line_before() {
    assert_eq!(lines(["pet", "pets", "pets/é", "pets/è"].into_iter()), "0pet\n3s\n4/é\n5è");
    assert_eq!(lines(std::iter::empty()), "");
}

#[test]
fn strings_are_those_of_javascript() {
    assert_eq!(quoted("a\"b\\c\n\u{2028}"), "\"a\\\"b\\\\c\\n\\u2028\"");
}

#[test]
fn anchors_follow_from_names() {
    assert_eq!(
        (anchor(Group::Query, "per page"), anchor(Group::Body, "a.b")),
        ("query-per-page".into(), "body.a.b".into())
    );
    assert!(is_same("listPets", "list_pets") && !is_same("listPets", "list"));
}
