//! What holds for every text, however HTML, Markdown and words are mixed in it.

use proptest::prelude::{Just, Strategy, prop_assert, prop_assert_eq, prop_oneof, proptest};

use super::super::WIDTH;
use super::super::read::parser::{Event, Options, Parser, Tag, TagEnd};
use super::super::wrap::{may_begin_line, words};
use super::markdown;

/// Tags, as documents have them.
const TAGS: [&str; 64] = [
    "<p>",
    "</p>",
    "<p class=\"a\">",
    "<div>",
    "</div>",
    "<br>",
    "<br/>",
    "<b>",
    "</b>",
    "<strong>",
    "</strong>",
    "<i>",
    "</i>",
    "<em>",
    "</em>",
    "<s>",
    "</s>",
    "<code>",
    "</code>",
    "<pre>",
    "</pre>",
    "<a href=\"https://a.example/b\">",
    "<a href='/b'>",
    "<a>",
    "</a>",
    "<ul>",
    "</ul>",
    "<ol>",
    "<ol start=3>",
    "</ol>",
    "<li>",
    "</li>",
    "<table>",
    "</table>",
    "<thead>",
    "<tr>",
    "</tr>",
    "<th>",
    "</th>",
    "<td>",
    "</td>",
    "<caption>",
    "</caption>",
    "<h1>",
    "</h1>",
    "<h3>",
    "</h3>",
    "<blockquote>",
    "</blockquote>",
    "<hr>",
    "<img src=\"https://a.example/c.png\">",
    "<span>",
    "</span>",
    "<sup>",
    "</sup>",
    "<q>",
    "</q>",
    "<dl>",
    "<dt>",
    "<dd>",
    "</dl>",
    "<details>",
    "<summary>",
    "</summary>",
];

/// Signs of Markdown, and what only looks like HTML.
const SIGNS: [&str; 58] = [
    "*",
    "**",
    "_",
    "__",
    "~~",
    "`",
    "``",
    "```\n",
    "~~~\n",
    "- ",
    "\n- ",
    "\n* ",
    "\n+ ",
    "\n1. ",
    "\n2) ",
    "# ",
    "\n## ",
    "\n> ",
    "> ",
    "|",
    "\n|---|---|\n",
    "| - |\n",
    "\n---\n",
    "\n===\n",
    "***",
    "\\",
    "[",
    "]",
    "](",
    ")",
    "!",
    "![",
    "<",
    ">",
    "<T>",
    "</",
    "<!--",
    "-->",
    "&",
    "&lt;",
    "&gt;",
    "&amp;",
    "&nbsp;",
    "&#42;",
    "&#10;",
    "\n",
    "\n\n",
    "  \n",
    "    ",
    "\t",
    "\n    ",
    " ",
    " ",
    "https://a.example",
    "<https://a.example>",
    "\"",
    "(",
    "\u{202e}",
];

/// A text of such parts, with words `w0`, `w1`, … between them.
fn texts() -> impl Strategy<Value = String> {
    let part = prop_oneof![
        3 => proptest::sample::select(&TAGS[..]).prop_map(str::to_owned),
        3 => proptest::sample::select(&SIGNS[..]).prop_map(str::to_owned),
        3 => Just("w".to_owned()),
        1 => Just(" w w w w w w w w w w w w w w w w w w w w w w w w w w w w ".to_owned()),
        1 => "[ -/:-@X-z]{1,6}".prop_map(|part| part.replace('w', "")),
    ];
    proptest::collection::vec(part, 0..40).prop_map(|parts| numbered(&parts.concat()))
}

/// A text whose words `w` have numbers.
fn numbered(text: &str) -> String {
    let mut number = 0;
    let mut numbered = String::new();
    for (at, part) in text.split('w').enumerate() {
        if at > 0 {
            numbered.push_str(&format!("w{number}"));
            number += 1;
        }
        numbered.push_str(part);
    }
    numbered
}

/// The same of tags and words only.
fn pages() -> impl Strategy<Value = String> {
    let part = prop_oneof![
        2 => proptest::sample::select(&TAGS[..]).prop_map(str::to_owned),
        1 => proptest::sample::select(&["w", " w ", "w w", "\nw"][..]).prop_map(str::to_owned),
    ];
    proptest::collection::vec(part, 0..40).prop_map(|parts| numbered(&parts.concat()))
}

/// What rustdoc reads, and what it reads where it looks for tests.
fn parsers(text: &str) -> [Parser<'_>; 2] {
    let rustdoc = Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_SMART_PUNCTUATION;
    [Options::empty(), rustdoc].map(|options| Parser::new_ext(text, options))
}

/// The numbered words of a text, in order.
fn numbers(text: &str) -> Vec<&str> {
    let digits = |rest: &str| rest.bytes().take_while(u8::is_ascii_digit).count();
    text.split('w').skip(1).map(|rest| &rest[..digits(rest)]).filter(|number| !number.is_empty()).collect()
}

/// The lines of prose: all but those of code, tables and headings.
fn prose(text: &str) -> Vec<&str> {
    let mut covered = Vec::new();
    for (event, range) in
        Parser::new_ext(text, Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH).into_offset_iter()
    {
        if matches!(event, Event::Start(Tag::CodeBlock(_) | Tag::Table(_) | Tag::Heading { .. })) {
            covered.push(range);
        }
    }
    let mut at = 0;
    let lines = text.split('\n').map(|line| {
        at += line.len() + 1;
        (at - line.len() - 1, line)
    });
    let is_prose =
        |(at, line): &(usize, &str)| !covered.iter().any(|range| range.start < at + line.len() && *at < range.end);
    lines.filter(is_prose).map(|(_, line)| line).collect()
}

/// Whether a line is too long although it could have been broken: before a word that may begin one.
fn could_be_broken(line: &str) -> bool {
    let text = line.trim_start_matches(|c: char| " >-*+.)".contains(c) || c.is_ascii_digit());
    let width = WIDTH.max(line.chars().count() - text.chars().count() + 40);
    let mut length = line.chars().count() - text.chars().count();
    words(text).iter().enumerate().any(|(index, word)| {
        length += usize::from(index > 0) + word.chars().count();
        length > width && index > 0 && may_begin_line(word)
    })
}

proptest! {
    #[test]
    fn no_tag_is_left_but_in_code(text in texts()) {
        let made = markdown(&text);
        for events in parsers(&made) {
            for event in events {
                prop_assert!(!matches!(event, Event::Html(_) | Event::InlineHtml(_)), "{event:?} in {made}");
            }
        }
    }

    #[test]
    fn words_of_html_stay_in_their_order(text in pages()) {
        let made = markdown(&text);
        prop_assert_eq!(numbers(&made), numbers(&text), "{}", made);
    }

    #[test]
    fn words_that_are_written_are_shown(text in texts()) {
        let made = markdown(&text);
        let mut shown = String::new();
        for event in Parser::new_ext(&made, Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH) {
            match event {
                Event::Text(part) | Event::Code(part) => shown.push_str(&part),
                Event::End(TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough | TagEnd::Link) => {}
                _ => shown.push(' '),
            }
        }
        prop_assert_eq!(numbers(&shown), numbers(&made), "{}", made);
    }

    #[test]
    fn lines_of_prose_are_not_too_long(text in texts()) {
        let made = markdown(&text);
        for line in prose(&made) {
            prop_assert!(!could_be_broken(line), "{line}");
        }
    }
}
