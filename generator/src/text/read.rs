//! Markdown of a document as the model of a text. Reads what rustdoc would read, but no HTML: its tags are text here,
//! and the Markdown between them is read.

use std::borrow::Cow;
use std::iter::Peekable;

use pulldown_cmark::{CodeBlockKind, Event, HeadingLevel, LinkType, OffsetIter, Options, Parser, Tag};

use super::model::{Alignment, Block, Inline, List, Table};
use super::safe::{language, printable, target, turns};

/// How deep blocks nest; what is deeper is put into the one above, so that no text takes the stack.
const DEEPEST: usize = 16;

/// The tags of HTML are read as this, which begins none and is no character of any text.
const LESS: char = '\u{1}';

/// The blocks of a text.
pub(super) fn blocks(text: &str) -> Vec<Block> {
    let text = cleaned(text);
    // Where rustdoc looks for tests it knows no footnotes, and what is indented below one is code: they become text.
    let options = Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH | Options::ENABLE_FOOTNOTES;
    let mut reader = Reader { text: &text, events: Parser::new_ext(&text, options).into_offset_iter().peekable() };
    let mut blocks = Vec::new();
    while reader.events.peek().is_some() {
        blocks.extend(reader.blocks(0));
        // The end of a block that was put into the one above.
        reader.events.next();
    }
    blocks
}

/// The text without what no comment may hold, in lines that end in a line feed, and without HTML.
fn cleaned(text: &str) -> String {
    let text =
        if text.contains('\r') { Cow::from(text.replace("\r\n", "\n").replace('\r', "\n")) } else { text.into() };
    let mut cleaned = String::with_capacity(text.len());
    let mut rest = &*text;
    let is_special = |c: char| c == '<' || (c.is_control() && c != '\n' && c != '\t') || turns(c);
    while let Some(at) = rest.find(is_special) {
        let (plain, special) = rest.split_at(at);
        cleaned.push_str(plain);
        if special.starts_with('<') {
            cleaned.push(if begins_url(special) || cleaned.ends_with("](") { '<' } else { LESS });
        }
        rest = special.split_at(special.chars().next().map_or(0, char::len_utf8)).1;
    }
    cleaned.push_str(rest);
    cleaned
}

/// Whether a text begins with a page's URL in angle brackets.
fn begins_url(text: &str) -> bool {
    let is_url = text.starts_with("<http://") || text.starts_with("<https://");
    is_url
        && text[1..]
            .find(|c: char| c == '>' || c == '<' || c.is_whitespace())
            .is_some_and(|end| text[1 + end..].starts_with('>'))
}

/// A piece of text as it is shown. Character references may stand for any character.
fn shown(text: &str) -> String {
    let is_replaced = |c: char| matches!(c, LESS | '\n' | '\t');
    let text = if text.contains(is_replaced) {
        Cow::from(text.replace(LESS, "<").replace(['\n', '\t'], " "))
    } else {
        text.into()
    };
    printable(&text).into_owned()
}

struct Reader<'a> {
    text: &'a str,
    events: Peekable<OffsetIter<'a>>,
}

impl Reader<'_> {
    /// The blocks up to the end of the one around them, which is not taken.
    fn blocks(&mut self, depth: usize) -> Vec<Block> {
        let mut blocks = Vec::new();
        // Blocks that are too deep: their own blocks become those of the one around them.
        let mut open = 0_usize;
        while let Some((event, _)) = self.events.peek() {
            match event {
                Event::End(_) if open == 0 => break,
                Event::End(_) => {
                    open -= 1;
                    self.events.next();
                }
                Event::Start(Tag::BlockQuote(_) | Tag::List(_) | Tag::FootnoteDefinition(_)) if depth >= DEEPEST => {
                    open += 1;
                    self.events.next();
                }
                Event::Start(Tag::Item) => {
                    open += 1;
                    self.events.next();
                }
                event if is_inline(event) => {
                    let inlines = self.inlines(depth);
                    blocks.push(Block::Paragraph(inlines));
                }
                _ => {
                    let Some((event, range)) = self.events.next() else { break };
                    self.block(event, range.start, depth, &mut blocks);
                }
            }
        }
        blocks
    }

    /// The block that begins with this event.
    fn block(&mut self, event: Event<'_>, start: usize, depth: usize, blocks: &mut Vec<Block>) {
        let tag = match event {
            Event::Start(tag) => tag,
            Event::Rule => return blocks.push(Block::Rule),
            _ => return,
        };
        match tag {
            Tag::Heading { level, .. } => {
                let inlines = self.inlines(depth);
                blocks.push(Block::Heading(level_of(level), inlines));
            }
            Tag::CodeBlock(kind) => return blocks.push(self.code(&kind)),
            Tag::BlockQuote(_) => {
                let inner = self.blocks(depth + 1);
                blocks.push(Block::Quote(inner));
            }
            Tag::List(first) => {
                let list = self.list(first, start, depth + 1);
                blocks.push(Block::List(list));
            }
            Tag::Table(alignments) => {
                let alignments = alignments.into_iter().map(alignment).collect();
                let rows = self.rows(depth);
                blocks.push(Block::Table(Table { alignments, rows }));
            }
            Tag::FootnoteDefinition(label) => {
                let label = Inline::Text(format!("[^{}]: ", shown(&label)));
                let mut inner = self.blocks(depth + 1);
                match inner.first_mut() {
                    Some(Block::Paragraph(inlines)) => inlines.insert(0, label),
                    _ => inner.insert(0, Block::Paragraph(vec![label])),
                }
                blocks.extend(inner);
            }
            // Paragraphs, and HTML of which there is none.
            _ => {
                let inlines = self.inlines(depth);
                blocks.push(Block::Paragraph(inlines));
            }
        }
        self.events.next();
    }

    /// A code block, to its end.
    fn code(&mut self, kind: &CodeBlockKind<'_>) -> Block {
        let mut text = String::new();
        for (event, _) in self.events.by_ref() {
            match event {
                Event::Text(part) => text.push_str(&part),
                Event::End(_) => break,
                _ => {}
            }
        }
        let language = match kind {
            CodeBlockKind::Fenced(info) => language(info),
            CodeBlockKind::Indented => language(""),
        };
        let lines = text.lines().map(|line| {
            let line = line.replace(LESS, "<").replace('\t', "    ");
            printable(&line).trim_end().to_owned()
        });
        Block::Code { language, text: lines.collect::<Vec<_>>().join("\n") }
    }

    fn list(&mut self, start: Option<u64>, at: usize, depth: usize) -> List {
        let text =
            self.text.get(at..).unwrap_or_default().trim_start().trim_start_matches(|c: char| c.is_ascii_digit());
        let usual = if start.is_some() { '.' } else { '-' };
        let mark =
            text.chars().next().filter(|c| if start.is_some() { ".)" } else { "-*+" }.contains(*c)).unwrap_or(usual);
        let mut list = List { start, mark, is_loose: false, items: Vec::new() };
        while let Some((Event::Start(Tag::Item), _)) = self.events.peek() {
            self.events.next();
            let is_loose = matches!(self.events.peek(), Some((Event::Start(Tag::Paragraph), _)));
            list.is_loose |= is_loose;
            let item = self.blocks(depth);
            list.items.push(item);
            self.events.next();
        }
        list
    }

    fn rows(&mut self, depth: usize) -> Vec<Vec<Vec<Inline>>> {
        let mut rows = Vec::new();
        while let Some((Event::Start(Tag::TableHead | Tag::TableRow), _)) = self.events.peek() {
            self.events.next();
            let mut row = Vec::new();
            while let Some((Event::Start(Tag::TableCell), _)) = self.events.peek() {
                self.events.next();
                row.push(self.inlines(depth));
                self.events.next();
            }
            rows.push(row);
            self.events.next();
        }
        rows
    }

    /// The inlines up to what is none.
    fn inlines(&mut self, depth: usize) -> Vec<Inline> {
        let mut inlines: Vec<Inline> = Vec::new();
        let mut open = 0_usize;
        while let Some((event, range)) =
            self.events.next_if(|(event, _)| is_inline(event) || (open > 0 && matches!(event, Event::End(_))))
        {
            let start = range.start;
            match event {
                Event::Text(text) | Event::InlineHtml(text) | Event::Html(text) => {
                    push_text(&mut inlines, &shown(&text))
                }
                Event::Code(text) => inlines.push(Inline::Code(shown(&text))),
                Event::SoftBreak => push_text(&mut inlines, " "),
                Event::HardBreak => inlines.push(Inline::Break),
                Event::FootnoteReference(label) => push_text(&mut inlines, &format!("[^{}]", shown(&label))),
                Event::End(_) => open -= 1,
                Event::Start(_) if depth >= DEEPEST => open += 1,
                Event::Start(tag) => {
                    let inner = self.inlines(depth + 1);
                    self.events.next();
                    self.nested(tag, start, inner, &mut inlines);
                }
                _ => {}
            }
        }
        inlines
    }

    fn nested(&self, tag: Tag<'_>, start: usize, inner: Vec<Inline>, inlines: &mut Vec<Inline>) {
        let mark = || self.text[start..].chars().next().filter(|c| matches!(c, '*' | '_')).unwrap_or('*');
        let (kind, url, title, is_image) = match tag {
            Tag::Emphasis => return inlines.push(Inline::Emphasis(mark(), inner)),
            Tag::Strong => return inlines.push(Inline::Strong(mark(), inner)),
            Tag::Strikethrough => return inlines.push(Inline::Struck(inner)),
            Tag::Link { link_type, dest_url, title, .. } => (link_type, dest_url, title, false),
            Tag::Image { link_type, dest_url, title, .. } => (link_type, dest_url, title, true),
            _ => return inner.into_iter().for_each(|inline| push(inlines, inline)),
        };
        let url = shown(&url);
        if let Some(url) = target(&url) {
            let title = shown(&title);
            return inlines.push(if is_image {
                Inline::Image { url, title, label: inner }
            } else {
                Inline::Link { url, title, label: inner, is_bare: kind == LinkType::Autolink }
            });
        }
        // The place that it leads to is none here; data that stands in it is no text.
        let leads = !url.trim_start().get(..5).is_some_and(|scheme| scheme.eq_ignore_ascii_case("data:"));
        push_text(
            inlines,
            match (leads, is_image) {
                (true, true) => "![",
                (true, false) => "[",
                _ => "",
            },
        );
        inner.into_iter().for_each(|inline| push(inlines, inline));
        if leads {
            push_text(inlines, &format!("]({url})"));
        }
    }
}

fn is_inline(event: &Event<'_>) -> bool {
    match event {
        Event::Start(tag) => matches!(
            tag,
            Tag::Emphasis
                | Tag::Strong
                | Tag::Strikethrough
                | Tag::Superscript
                | Tag::Subscript
                | Tag::Link { .. }
                | Tag::Image { .. }
        ),
        Event::End(_) | Event::Rule => false,
        _ => true,
    }
}

fn push(inlines: &mut Vec<Inline>, inline: Inline) {
    match inline {
        Inline::Text(text) => push_text(inlines, &text),
        inline => inlines.push(inline),
    }
}

/// Adds text to the text before it, so that an URL is one text whatever signs are in it.
fn push_text(inlines: &mut Vec<Inline>, text: &str) {
    match inlines.last_mut() {
        Some(Inline::Text(last)) => last.push_str(text),
        _ if text.is_empty() => {}
        _ => inlines.push(Inline::Text(text.to_owned())),
    }
}

fn alignment(alignment: pulldown_cmark::Alignment) -> Alignment {
    match alignment {
        pulldown_cmark::Alignment::None => Alignment::None,
        pulldown_cmark::Alignment::Left => Alignment::Left,
        pulldown_cmark::Alignment::Center => Alignment::Center,
        pulldown_cmark::Alignment::Right => Alignment::Right,
    }
}

fn level_of(level: HeadingLevel) -> usize {
    level as usize
}
