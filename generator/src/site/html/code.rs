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
        Language::Shell => shell(text, html),
        Language::Http => http(text, html),
        Language::Text => {
            html.text(text);
        }
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

/// Adds commands of a shell: options, and what is between quotes.
fn shell(text: &str, html: &mut Html) {
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let is_start = text.len() == rest.len() || text[..text.len() - rest.len()].ends_with(' ');
        let length = if c == '\'' {
            rest[1..].find('\'').map_or(rest.len(), |end| end + 2)
        } else if c == '"' {
            string(rest)
        } else if is_start && (c == '-' || rest.starts_with("curl ")) {
            rest.find(' ').unwrap_or(rest.len())
        } else {
            c.len_utf8()
        };
        match c {
            '\'' | '"' => html.leaf("i", &[], &rest[..length]),
            _ if length > 1 && c.is_ascii() => html.leaf("b", &[], &rest[..length]),
            _ => html.text(&rest[..length]),
        };
        rest = &rest[length..];
    }
}

/// Adds a raw request: the method, the names of headers, and a body that is coloured if it is JSON.
fn http(text: &str, html: &mut Html) {
    let (head, body) = text.split_once("\n\n").unwrap_or((text, ""));
    for (index, line) in head.lines().enumerate() {
        let end = line.find(if index == 0 { ' ' } else { ':' }).unwrap_or(line.len());
        html.text(if index == 0 { "" } else { "\n" }).leaf("b", &[], &line[..end]).text(&line[end..]);
    }
    html.text(if body.is_empty() { "" } else { "\n\n" });
    if body.starts_with(['{', '[', '"']) {
        json(body, html);
    } else {
        html.text(body);
    }
}
