//! Turns the prose of documents into Markdown for rustdoc and READMEs, and into text for compiler messages. Knows
//! Markdown, but neither the model nor Rust.
//!
//! The prose of a document is not trusted. It never goes into a doc comment directly, but through [`markdown`],
//! [`phrase`], [`plain`], [`link`], [`code`] or [`span`]. They read Markdown as CommonMark into a model ([`model`]),
//! read the elements of HTML in it into the same model ([`html`]), and write new Markdown from the model. The writer
//! emits no code that rustdoc would run, no HTML, and only links to the web and to mail addresses. [`html`] writes the
//! same model as HTML for the reference.

mod build;
mod element;
mod html;
mod inline;
mod markup;
mod model;
pub(crate) mod own;
mod pages;
mod read;
mod safe;
mod wrap;
mod write;
mod write_html;

pub(crate) use self::markup::Html;
pub(crate) use self::pages::Pages;
pub(crate) use self::safe::{code, printable, span};
pub(crate) use self::wrap::sentences;

use std::borrow::Cow;

use self::inline::{Inlines, Spot};
use self::model::{Block, Inline};
use self::own::wrapped;

/// The widest line of prose: that of code (100), without the comment mark and the deepest indentation it gets.
const WIDTH: usize = 92;

/// Returns a Markdown text as Markdown that rustdoc renders without running, embedding or refusing any of it. Relative
/// links lead to `pages`.
pub(crate) fn markdown(text: &str, pages: &Pages) -> String {
    write::blocks(&read::blocks(text, pages), WIDTH)
}

/// Returns a Markdown text like [`markdown`], with its headings below those of a level.
pub(crate) fn lowered(text: &str, level: usize, pages: &Pages) -> String {
    /// The lowest level that there is.
    const LOWEST: usize = 6;
    let mut blocks = read::blocks(text, pages);
    for block in &mut blocks {
        if let Block::Heading(own, _) = block {
            *own = own.saturating_add(level).min(LOWEST);
        }
    }
    write::blocks(&blocks, WIDTH)
}

/// A part of a text below one of its headings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Chapter {
    /// The level of the heading, from 1; 0 for what is before the first one.
    pub(crate) level: usize,
    /// The heading, without its marks.
    pub(crate) title: String,
    /// What is below it, in Markdown.
    pub(crate) text: String,
}

/// Divides a Markdown text at its headings. Relative links lead to `pages`.
pub(crate) fn chapters(text: &str, pages: &Pages) -> Vec<Chapter> {
    let mut chapters = Vec::new();
    let (mut level, mut title, mut below) = (0, String::new(), Vec::new());
    for block in read::blocks(text, pages) {
        let Block::Heading(next, _) = block else {
            below.push(block);
            continue;
        };
        chapters.push(Chapter { level, title: std::mem::take(&mut title), text: write::blocks(&below, WIDTH) });
        below.clear();
        let mut words = String::new();
        block.words(&mut words);
        (level, title) = (next, words.split_whitespace().collect::<Vec<_>>().join(" "));
    }
    chapters.push(Chapter { level, title, text: write::blocks(&below, WIDTH) });
    chapters.retain(|chapter| chapter.level > 0 || !chapter.text.is_empty());
    chapters
}

/// Returns the targets of the links and images of a Markdown text, as they are written.
pub(crate) fn targets(text: &str) -> Vec<String> {
    read::targets(text)
}

/// Returns a Markdown text as HTML without scripts, styles, images and links that lead elsewhere than to the web and to
/// mail addresses. Relative links lead to `pages`.
pub(crate) fn html(text: &str, pages: &Pages) -> Html {
    let mut html = Html::default();
    write_html::blocks(&read::blocks(text, pages), &mut html);
    html
}

/// Returns the first paragraph of a Markdown text as HTML that may stand in a line. Relative links lead to `pages`.
pub(crate) fn html_phrase(text: &str, pages: &Pages) -> Html {
    let mut html = Html::default();
    let blocks = read::blocks(&phrase(text, pages), pages);
    if let Some(Block::Paragraph(inlines)) = blocks.first() {
        write_html::inlines(inlines, &mut html);
    }
    html
}

/// Returns the words of a Markdown text, without its marks.
pub(crate) fn words(text: &str, pages: &Pages) -> String {
    let mut words = String::new();
    read::blocks(text, pages).iter().for_each(|block| block.words(&mut words));
    words
}

/// Returns a Markdown text like [`markdown`], followed by `sentences`, which are inline Markdown: in the same paragraph
/// if the text is a single one, else in a paragraph of their own.
pub(crate) fn with_sentences(text: &str, sentences: &str, pages: &Pages) -> String {
    let blocks = read::blocks(text, pages);
    match blocks.as_slice() {
        _ if sentences.is_empty() => write::blocks(&blocks, WIDTH),
        [] => wrapped(sentences),
        [Block::Paragraph(inlines)] if !inlines.contains(&Inline::Break) => {
            let paragraph = Inlines::text(inlines, Spot::Prose);
            let words = paragraph.trim_end_matches(|c: char| c.is_whitespace() || "*_~\")".contains(c));
            let stop = if words.ends_with(['.', '!', '?', ':']) { "" } else { "." };
            wrapped(&format!("{}{stop} {sentences}", paragraph.trim()))
        }
        blocks => format!("{}\n\n{}", write::blocks(blocks, WIDTH), wrapped(sentences)),
    }
}

/// Returns a sentence with a full stop, if it has no other end.
pub(crate) fn with_stop(text: &str) -> String {
    if text.ends_with(['.', '!', '?', ':', ')', '`']) { text.to_owned() } else { format!("{text}.") }
}

/// Returns the first paragraph of a Markdown text in one line, to go into a sentence; empty if there is none. Relative
/// links lead to `pages`.
pub(crate) fn phrase(text: &str, pages: &Pages) -> String {
    first_words(&read::blocks(text, pages)).unwrap_or_default().replace('\n', " ")
}

/// Returns a text that is no Markdown as Markdown that shows the same characters, in one line.
pub(crate) fn plain(text: &str) -> String {
    Inlines::text(&[Inline::Text(line(text))], Spot::Prose)
}

/// Returns a text as one line of characters that can be seen, for what is no Markdown.
pub(crate) fn line(text: &str) -> String {
    let words: Vec<Cow<'_, str>> = text.split_whitespace().map(printable).collect();
    words.join(" ")
}

/// Returns a link to a page of the web with a Markdown text as its label; `None` if `target` is no URL. Relative links
/// lead to `pages`.
pub(crate) fn link(label: &str, target: &str, pages: &Pages) -> Option<String> {
    let url = pages.target(target)?;
    let label = match read::blocks(label, pages).into_iter().next() {
        Some(Block::Paragraph(inlines) | Block::Heading(_, inlines)) => inlines,
        _ => vec![Inline::Text(url.clone())],
    };
    let link = Inline::Link { url, title: String::new(), label, is_bare: false };
    Some(Inlines::text(&[link], Spot::Prose).replace('\n', " "))
}

/// Returns the target of a link, if it leads to the web or to a mail address. Relative links lead to `pages`.
pub(crate) fn target(url: &str, pages: &Pages) -> Option<String> {
    pages.target(url)
}

/// The first words of some blocks, as inline Markdown.
fn first_words(blocks: &[Block]) -> Option<String> {
    blocks.iter().find_map(|block| match block {
        Block::Paragraph(inlines) | Block::Heading(_, inlines) => {
            Some(Inlines::text(inlines, Spot::Prose)).filter(|text| !text.trim().is_empty())
        }
        Block::Code { text, .. } => text.lines().find(|line| !line.trim().is_empty()).map(code),
        Block::Quote(blocks) => first_words(blocks),
        Block::List(list) => list.items.iter().find_map(|item| first_words(item)),
        Block::Table(table) => {
            table.rows.first()?.iter().map(|cell| Inlines::text(cell, Spot::Prose)).find(|cell| !cell.is_empty())
        }
        Block::Rule => None,
    })
}

#[cfg(test)]
mod tests;
