//! HTML in the Markdown of a document. What is an element is decided by the list of HTML's elements alone: a
//! placeholder such as `<your-id>` or a type such as `Vec<u8>` is text. Text in elements that mean nothing in docs is
//! kept without them.

use std::collections::BTreeMap;

use html5gum::{DefaultEmitter, HtmlString, StartTag, Token, Tokenizer};

use super::build::{Builder, Kind};
use super::element::Element;
use super::model::{Block, Inline, List, Table};
use super::safe::{self, shown};

/// Elements that are taken for markup though nothing closes them: those that need no end, and those whose names are
/// hardly a placeholder's or a type's, unlike `<code>` and `<T>`.
const UNCLOSED: [&str; 29] = [
    "blockquote",
    "br",
    "col",
    "dd",
    "del",
    "div",
    "dl",
    "dt",
    "em",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "hr",
    "img",
    "li",
    "ol",
    "p",
    "strong",
    "table",
    "tbody",
    "td",
    "th",
    "thead",
    "tr",
    "ul",
    "wbr",
];

/// Elements whose text Markdown does not end before they are closed.
const ENDLESS: [&str; 4] = ["pre", "script", "style", "textarea"];

/// Finds out where in a text tags and comments begin, in time that is linear in the text.
pub(super) struct Tags<'a> {
    text: &'a str,
    /// Where the last end of each element stands, and the last end of a comment; looked for when it is needed.
    ends: Option<Ends>,
}

struct Ends {
    tags: BTreeMap<String, usize>,
    comment: Option<usize>,
}

impl<'a> Tags<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        Self { text, ends: None }
    }

    /// Whether a tag of an element of HTML or a comment begins here.
    pub(super) fn begins(&mut self, at: usize) -> bool {
        let text = self.text;
        let rest = &text[at + 1..];
        if !rest.starts_with(|c: char| c.is_ascii_alphabetic() || matches!(c, '/' | '!')) {
            return false;
        }
        let ends = self.ends.get_or_insert_with(|| Ends::of(text));
        if rest.starts_with("!--") {
            return ends.comment.is_some_and(|end| end >= at + 4);
        }
        let (is_end, rest) = rest.strip_prefix('/').map_or((false, rest), |rest| (true, rest));
        let Some(name) = name(rest).filter(|name| Element::of(name).is_some()) else { return false };
        let Some(attributes) = attributes(&rest[name.len()..]) else { return false };
        if is_end {
            return true;
        }
        let is_closed = ends.tags.get(&name).is_some_and(|end| *end > at);
        if ENDLESS.contains(&&*name) {
            return is_closed;
        }
        let has_attributes = attributes.contains('=') || attributes.ends_with('/');
        // `Page<P>` is a type.
        let is_argument = rest.starts_with(|c: char| c.is_ascii_uppercase())
            && name.len() == 1
            && text[..at].ends_with(char::is_alphanumeric);
        is_closed || has_attributes || (UNCLOSED.contains(&&*name) && !is_argument)
    }

    /// The length of a tag here that only separates paragraphs: one of a block that is never closed.
    pub(super) fn separator(&mut self, at: usize) -> Option<usize> {
        let rest = &self.text[at + 1..];
        let name = name(rest).filter(|name| Element::of(name) == Some(Element::Block))?;
        let length = name.len() + attributes(&rest[name.len()..])?.len() + 2;
        let text = self.text;
        let ends = self.ends.get_or_insert_with(|| Ends::of(text));
        ends.tags.get(&name).is_none_or(|end| *end <= at).then_some(length)
    }
}

impl Ends {
    fn of(text: &str) -> Self {
        let ends = text.match_indices("</").filter_map(|(at, _)| Some((name(&text[at + 2..])?, at)));
        Self { tags: ends.collect(), comment: text.rfind("-->") }
    }
}

/// The name of an element that a text begins with, in lower case.
fn name(text: &str) -> Option<String> {
    /// No name of an element is longer.
    const LONGEST: usize = 10;
    let length = text.bytes().take(LONGEST + 1).take_while(u8::is_ascii_alphanumeric).count();
    (1..=LONGEST).contains(&length).then(|| text[..length].to_ascii_lowercase())
}

/// What stands between the name of an element and the end of its tag; `None` if it has no end, or if the name goes on.
fn attributes(text: &str) -> Option<&str> {
    if !text.starts_with(|c: char| c.is_ascii_whitespace() || matches!(c, '>' | '/')) {
        return None;
    }
    let mut quote = None;
    for (at, c) in text.char_indices() {
        match (c, quote) {
            ('<', _) => return None,
            ('>', None) => return Some(&text[..at]),
            ('"' | '\'', None) => quote = Some(c),
            (c, Some(open)) if c == open => quote = None,
            _ => {}
        }
    }
    None
}

/// Reads a piece of HTML.
pub(super) fn read(html: &str, to: &mut Builder<'_>) {
    let mut emitter = DefaultEmitter::default();
    emitter.naively_switch_states(true);
    for token in Tokenizer::new_with_emitter(html, emitter) {
        match token {
            Ok(Token::StartTag(tag)) => start(&tag, to),
            Ok(Token::EndTag(tag)) => {
                if let Some(element) = Element::of(&text(&tag.name)) {
                    end(element, to);
                }
            }
            Ok(Token::String(words)) if !to.is_hidden() => {
                let words = text(&words);
                if to.is_pre() {
                    to.text(&words);
                } else {
                    to.text(&collapsed(&shown(&words)));
                }
            }
            _ => {}
        }
    }
}

fn text(bytes: &HtmlString) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// A text with one space wherever there are some.
fn collapsed(text: &str) -> String {
    let mut collapsed = String::with_capacity(text.len());
    for c in text.chars() {
        let is_space = matches!(c, ' ' | '\t' | '\n' | '\r');
        if !(is_space && collapsed.ends_with(' ')) {
            collapsed.push(if is_space { ' ' } else { c });
        }
    }
    collapsed
}

fn start(tag: &StartTag<()>, to: &mut Builder<'_>) {
    let Some(element) = Element::of(&text(&tag.name)) else { return };
    let attribute = |name: &[u8]| -> Option<String> { tag.attributes.get(name).map(|value| shown(&text(value))) };
    // `<pre><code class="language-json">` is how Markdown writes a code block as HTML.
    if let (Element::Code, Some(class)) = (element, attribute(b"class")) {
        to.code_language(&class);
    }
    if to.is_hidden() || (to.is_pre() && element != Element::Break) {
        return;
    }
    match element {
        Element::Block => _ = to.block(),
        Element::Heading(level) => {
            to.end_paragraph();
            block(Kind::Heading(level), element, to);
        }
        Element::Quote => block(Kind::Quote, element, to),
        Element::List => block(Kind::List(List::new(None, '-')), element, to),
        Element::Ordered => {
            let first = attribute(b"start").and_then(|start| start.trim().parse().ok()).unwrap_or(1);
            block(Kind::List(List::new(Some(first), '.')), element, to);
        }
        Element::Item => to.item(),
        Element::Table => block(Kind::Table(Table::default()), element, to),
        Element::Group => _ = to.table(),
        Element::Row => to.row(),
        Element::Cell => to.cell(),
        Element::Caption => to.caption(),
        Element::Pre => {
            let class = attribute(b"class").unwrap_or_default();
            block(Kind::Pre(safe::language_of_class(&class), String::new()), element, to);
        }
        Element::Rule => to.add(Block::Rule),
        Element::Break => to.line_break(),
        Element::Link => {
            let title = attribute(b"title").unwrap_or_default();
            let kind = attribute(b"href").and_then(|url| match to.pages.target(&url) {
                Some(url) => Some(Kind::Link { url, title, is_bare: false }),
                None => Kind::unresolved(&url),
            });
            if let Some(kind) = kind {
                to.open_element(kind, element);
            }
        }
        Element::Image => {
            let label = attribute(b"alt").unwrap_or_default();
            let title = attribute(b"title").unwrap_or_default();
            match attribute(b"src").and_then(|url| to.pages.target(&url)) {
                Some(url) => to.inline(Inline::Image { url, title, label: vec![Inline::Text(label)] }),
                None => to.text(&label),
            }
        }
        Element::Code => to.open_element(Kind::Code, element),
        Element::Strong => to.open_element(Kind::Strong('*'), element),
        Element::Emphasis => to.open_element(Kind::Emphasis('*'), element),
        Element::Struck => to.open_element(Kind::Struck, element),
        Element::Raised => to.open_element(Kind::Raised, element),
        Element::Lowered => to.open_element(Kind::Lowered, element),
        Element::Quoted => to.text("\""),
        Element::Hidden if !tag.self_closing => to.open_element(Kind::Hidden, element),
        Element::Hidden | Element::Other => {}
    }
}

/// Opens a block where one may stand.
fn block(kind: Kind, element: Element, to: &mut Builder<'_>) {
    if to.block() {
        to.open_element(kind, element);
    }
}

fn end(element: Element, to: &mut Builder<'_>) {
    if to.is_hidden() && element != Element::Hidden || to.is_pre() && element != Element::Pre {
        return;
    }
    match element {
        Element::Block | Element::Caption => _ = to.block(),
        Element::Quoted => to.text("\""),
        Element::Break | Element::Rule | Element::Image | Element::Other | Element::Group => {}
        element => to.close_element(element),
    }
}
