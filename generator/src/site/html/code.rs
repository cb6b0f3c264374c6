//! Code as HTML, coloured: we print this code ourselves, so that a small scanner knows all of it.

use crate::site::Cx;
use crate::site::page::{Code, Language, PageId};
use crate::text::Html;

/// Adds a block of code.
pub(super) fn block(cx: Cx<'_>, from: PageId, code: &Code, html: &mut Html) {
    html.constant("<div class=\"code\"><pre tabindex=\"0\"><code>");
    let text = code.text.trim_end();
    match code.language {
        Language::Rust => rust(cx, from, text, html),
        Language::Json => json(text, html),
        Language::Toml => quoted(text, html),
    }
    html.constant("</code></pre></div>");
}

/// The words of Rust that examples and signatures have.
const WORDS: [&str; 16] = [
    "async", "await", "else", "fn", "for", "if", "impl", "in", "let", "match", "mut", "pub", "return", "self", "use",
    "while",
];

/// Adds Rust: words, strings, comments, and the names of models as links.
fn rust(cx: Cx<'_>, from: PageId, text: &str, html: &mut Html) {
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let length = if rest.starts_with("//") {
            let length = rest.find('\n').unwrap_or(rest.len());
            html.leaf("small", &[], &rest[..length]);
            length
        } else if c == '"' {
            let length = string(rest);
            html.leaf("i", &[], &rest[..length]);
            length
        } else if c.is_alphabetic() || c == '_' {
            let length = rest.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(rest.len());
            word(cx, from, &text[..text.len() - rest.len()], &rest[..length], html);
            length
        } else {
            let length = rest.find(|c: char| c.is_alphabetic() || "_\"/".contains(c)).unwrap_or(rest.len());
            let length = length.max(c.len_utf8());
            html.text(&rest[..length]);
            length
        };
        rest = &rest[length..];
    }
}

/// Adds a type or an expression of Rust, with the names of models as links.
pub(super) fn types(cx: Cx<'_>, from: PageId, text: &str, html: &mut Html) {
    rust(cx, from, text, html);
}

fn word(cx: Cx<'_>, from: PageId, before: &str, word: &str, html: &mut Html) {
    if WORDS.contains(&word) {
        html.leaf("b", &[], word);
        return;
    }
    match cx.linked(before, word).filter(|id| PageId::Model(*id) != from) {
        Some(id) => {
            let url = cx.addresses.between(from, PageId::Model(id), "html", None);
            html.leaf("a", &[("href", &url)], word);
        }
        None => {
            html.text(word);
        }
    }
}

/// Returns the length of the string literal that a text begins with.
fn string(text: &str) -> usize {
    let mut is_escaped = false;
    for (at, c) in text.char_indices().skip(1) {
        match c {
            _ if is_escaped => is_escaped = false,
            '\\' => is_escaped = true,
            '"' => return at + 1,
            _ => {}
        }
    }
    text.len()
}

/// Adds JSON: keys, strings, and other values.
fn json(text: &str, html: &mut Html) {
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let length = if c == '"' {
            let length = string(rest);
            let is_key = rest[length..].trim_start().starts_with(':');
            html.leaf(if is_key { "b" } else { "i" }, &[], &rest[..length]);
            length
        } else {
            let length = rest.find('"').unwrap_or(rest.len());
            html.text(&rest[..length]);
            length
        };
        rest = &rest[length..];
    }
}

/// Adds code of which only strings are coloured.
fn quoted(text: &str, html: &mut Html) {
    let mut rest = text;
    while let Some(at) = rest.find(['"', '\'']) {
        html.text(&rest[..at]);
        rest = &rest[at..];
        let length =
            if rest.starts_with('"') { string(rest) } else { rest[1..].find('\'').map_or(rest.len(), |end| end + 2) };
        html.leaf("i", &[], &rest[..length]);
        rest = &rest[length..];
    }
    html.text(rest);
}
