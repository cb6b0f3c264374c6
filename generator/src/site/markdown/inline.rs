//! Lines as Markdown.

use crate::ir::TypeId;
use crate::site::Cx;
use crate::site::page::{Line, PageId, Span, Target};
use crate::text;

/// Returns a line as inline Markdown.
pub(super) fn line(cx: Cx<'_>, from: PageId, line: &Line) -> String {
    let mut written = String::new();
    for span in line {
        let piece = self::span(cx, from, span);
        // Two code spans side by side would be one.
        if written.ends_with('`') && piece.starts_with('`') {
            written.push(' ');
        }
        written.push_str(&piece);
    }
    written
}

fn span(cx: Cx<'_>, from: PageId, span: &Span) -> String {
    match span {
        Span::Text(text) => plain(text),
        Span::Code(text) => code(text),
        Span::Rust(text) => rust(cx, from, text),
        Span::Phrase(markdown) => text::phrase(markdown, cx.pages),
        Span::Link(Target::Page(id, _), label) => link(cx, from, *id, &self::label(label)),
        Span::Link(Target::Web(url), label) => text::link(&plain(label), url, cx.pages).unwrap_or_else(|| plain(label)),
    }
}

/// Returns a text as Markdown that shows the same characters, with the spaces at its ends.
pub(super) fn plain(text: &str) -> String {
    let spaces = |is_some: bool| if is_some { " " } else { "" };
    let is_blank = text.trim().is_empty();
    let before = spaces(text.starts_with(char::is_whitespace));
    let after = spaces(!is_blank && text.ends_with(char::is_whitespace));
    format!("{before}{}{after}", text::plain(text))
}

/// Returns a text as the label of a link, which no bracket of it ends.
pub(super) fn label(text: &str) -> String {
    let mut written = String::new();
    let mut is_escaped = false;
    for c in plain(text).chars() {
        if c == ']' && !is_escaped {
            written.push('\\');
        }
        written.push(c);
        is_escaped = c == '\\' && !is_escaped;
    }
    written
}

/// Returns a text as code.
pub(super) fn code(text: &str) -> String {
    if text.trim().is_empty() { String::new() } else { text::span(text.trim()) }
}

/// Returns a link to a page, with inline Markdown as its label.
pub(super) fn link(cx: Cx<'_>, from: PageId, to: PageId, label: &str) -> String {
    if label.is_empty() {
        return String::new();
    }
    format!("[{label}]({})", cx.addresses.between(from, to, "md", None))
}

/// Returns Rust as code, and the models in it as links: code has none.
fn rust(cx: Cx<'_>, from: PageId, text: &str) -> String {
    let found = models(cx, text);
    let links = found.iter().map(|id| {
        let name = cx.names.ty(*id).ident.as_str();
        (name, link(cx, from, PageId::Model(*id), &code(name)))
    });
    let links: Vec<(&str, String)> = links.collect();
    match links.as_slice() {
        [] => code(text),
        [(name, link)] if *name == text => link.clone(),
        _ => {
            let links: Vec<&str> = links.iter().map(|(_, link)| link.as_str()).collect();
            format!("{} ({})", code(text), links.join(", "))
        }
    }
}

/// Returns the models that a text of Rust names, each once.
fn models(cx: Cx<'_>, text: &str) -> Vec<TypeId> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(start) = text[at..].find(is_of_word).map(|start| at + start) {
        let end = text[start..].find(|c| !is_of_word(c)).map_or(text.len(), |length| start + length);
        found.extend(cx.linked(&text[..start], &text[start..end]).filter(|id| !found.contains(id)));
        at = end;
    }
    found
}

fn is_of_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

#[cfg(test)]
mod tests {
    use super::label;

    #[test]
    fn no_bracket_of_a_text_ends_the_label_of_a_link() {
        assert_eq!(label("a](javascript:b) [c]"), "a\\](javascript:b) \\[c\\]");
        assert_eq!(label("a\\]b"), "a\\\\\\]b");
    }
}
