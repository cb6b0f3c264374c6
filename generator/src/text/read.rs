//! Markdown of a document as the model of a text. Reads what rustdoc would read; the elements of HTML in it go through
//! [`html`], and what looks like a tag and is none is text.

use std::borrow::Cow;

use pulldown_cmark::{BlockQuoteKind, CodeBlockKind, Event, LinkType, Options, Parser, Tag, TagEnd};

/// For tests, which read what was written.
#[cfg(test)]
pub(super) use pulldown_cmark as parser;

use super::build::{Builder, Kind};
use super::html;
use super::model::{Alignment, Block, Inline, List, Table};
use super::pages::Pages;
use super::safe::{ESCAPED_LESS, LESS, code_lines, language, shown, shown_code, turns};

/// Where rustdoc looks for tests it knows no footnotes, and what is indented below one is code: they become text.
/// Alerts (`> [!NOTE]`), which it does not know either, become quotations that begin with their kind.
const OPTIONS: Options = Options::ENABLE_TABLES
    .union(Options::ENABLE_STRIKETHROUGH)
    .union(Options::ENABLE_FOOTNOTES)
    .union(Options::ENABLE_GFM);

/// The blocks of a text whose relative links lead to `pages`.
pub(super) fn blocks(text: &str, pages: &Pages) -> Vec<Block> {
    let text = cleaned(text);
    let text = separated(&text);
    let mut reader = Reader { text: &text, to: Builder::new(pages), held: None };
    for (event, range) in Parser::new_ext(&text, OPTIONS).into_offset_iter() {
        reader.event(event, range.start);
    }
    reader.to.finish()
}

/// The targets of the links and images of a text, as they are written.
pub(super) fn targets(text: &str) -> Vec<String> {
    let events = Parser::new_ext(text, OPTIONS).filter_map(|event| match event {
        Event::Start(Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. }) => Some(dest_url.into_string()),
        _ => None,
    });
    events.collect()
}

/// The text without what no comment may hold, in lines that end in a line feed, and without signs that only look as if
/// they began a tag.
fn cleaned(text: &str) -> String {
    let text =
        if text.contains('\r') { Cow::from(text.replace("\r\n", "\n").replace('\r', "\n")) } else { text.into() };
    let mut cleaned = String::with_capacity(text.len());
    let mut rest = &*text;
    let mut tags = html::Tags::new(&text);
    let is_special = |c: char| c == '<' || (c.is_control() && c != '\n' && c != '\t') || turns(c);
    while let Some(at) = rest.find(is_special) {
        let (plain, special) = rest.split_at(at);
        cleaned.push_str(plain);
        if special.starts_with('<') {
            let at = text.len() - special.len();
            let is_kept = begins_url(special) || cleaned.ends_with("](") || tags.begins(at);
            let backslashes = cleaned.len() - cleaned.trim_end_matches('\\').len();
            let is_escaped = !is_kept && backslashes % 2 == 1;
            if is_escaped {
                cleaned.pop();
            }
            cleaned.push(if is_kept {
                '<'
            } else if is_escaped {
                ESCAPED_LESS
            } else {
                LESS
            });
        }
        rest = special.split_at(special.chars().next().map_or(0, char::len_utf8)).1;
    }
    cleaned.push_str(rest);
    cleaned
}

/// The text with a blank line in place of each tag that begins a line and only separates paragraphs: `<p>**Note**: …`,
/// which nothing closes. CommonMark would read no Markdown up to the next blank line, which is not what its author
/// meant.
fn separated(text: &str) -> Cow<'_, str> {
    let mut tags = html::Tags::new(text);
    let begins_line = |at: usize| {
        let indent = text[..at].rsplit('\n').next().unwrap_or_default();
        indent.len() <= 3 && indent.bytes().all(|byte| byte == b' ')
    };
    let starts = text.match_indices('<').map(|(at, _)| at).filter(|at| begins_line(*at));
    let separators: Vec<(usize, usize)> = starts.filter_map(|at| Some((at, tags.separator(at)?))).collect();
    if separators.is_empty() {
        return text.into();
    }
    let is_code = |event: &Event<'_>| matches!(event, Event::Code(_) | Event::Start(Tag::CodeBlock(_)));
    let events = Parser::new_ext(text, OPTIONS).into_offset_iter();
    let mut codes = events.filter(|(event, _)| is_code(event)).map(|(_, range)| range).peekable();
    let mut separated = String::with_capacity(text.len());
    let mut done = 0;
    for (at, length) in separators {
        while codes.next_if(|code| code.end <= at).is_some() {}
        if codes.peek().is_some_and(|code| code.start <= at) {
            continue;
        }
        separated.push_str(&text[done..at]);
        separated.push('\n');
        done = at + length;
    }
    separated.push_str(&text[done..]);
    separated.into()
}

/// Whether a text begins with a page's URL in angle brackets.
fn begins_url(text: &str) -> bool {
    let is_url = text.starts_with("<http://") || text.starts_with("<https://");
    is_url
        && text[1..]
            .find(|c: char| c == '>' || c == '<' || c.is_whitespace())
            .is_some_and(|end| text[1 + end..].starts_with('>'))
}

struct Reader<'a> {
    text: &'a str,
    to: Builder<'a>,
    /// The text of a block of code or HTML that has not ended.
    held: Option<(Option<String>, String)>,
}

impl Reader<'_> {
    fn event(&mut self, event: Event<'_>, start: usize) {
        if let Some((_, held)) = &mut self.held {
            match event {
                Event::Text(part) | Event::Html(part) => return held.push_str(&part),
                Event::End(_) => return self.end_held(),
                _ => return,
            }
        }
        match event {
            Event::Start(tag) => self.start(tag, start),
            Event::End(tag) => self.end(tag),
            _ if self.to.is_hidden() && !matches!(event, Event::InlineHtml(_)) => {}
            Event::Text(text) => self.to.text(&shown(&text)),
            Event::InlineHtml(text) | Event::Html(text) => html::read(&text, &mut self.to),
            Event::Code(text) => self.to.inline(Inline::Code(shown_code(&text))),
            Event::SoftBreak if self.to.is_pre() => self.to.text("\n"),
            Event::SoftBreak => self.to.text(" "),
            Event::HardBreak => self.to.inline(Inline::Break),
            Event::FootnoteReference(label) => self.to.text(&format!("[^{}]", shown(&label))),
            Event::Rule => self.to.add(Block::Rule),
            _ => {}
        }
    }

    fn start(&mut self, tag: Tag<'_>, start: usize) {
        let kind = match tag {
            Tag::Paragraph => return self.to.paragraph(),
            Tag::CodeBlock(kind) => {
                let language = match kind {
                    CodeBlockKind::Fenced(info) => language(&info),
                    CodeBlockKind::Indented => language(""),
                };
                return self.held = Some((Some(language), String::new()));
            }
            Tag::HtmlBlock => {
                self.to.block();
                return self.held = Some((None, String::new()));
            }
            Tag::Heading { level, .. } => Kind::Heading(level as usize),
            Tag::BlockQuote(Some(kind)) => {
                self.to.open(Kind::Quote);
                return self.to.inline(Inline::Strong('*', vec![Inline::Text(alert(kind).to_owned())]));
            }
            Tag::BlockQuote(None) => Kind::Quote,
            Tag::List(first) => Kind::List(self.list(first, start)),
            Tag::Item => Kind::Item,
            Tag::Table(alignments) => {
                let alignments = alignments.into_iter().map(alignment).collect();
                Kind::Table(Table { alignments, ..Table::default() })
            }
            Tag::TableHead | Tag::TableRow => Kind::Row(Vec::new()),
            Tag::TableCell => Kind::Cell,
            Tag::FootnoteDefinition(label) => Kind::Note(format!("[^{}]: ", shown(&label))),
            Tag::Emphasis => Kind::Emphasis(self.mark(start)),
            Tag::Strong => Kind::Strong(self.mark(start)),
            Tag::Strikethrough => Kind::Struck,
            Tag::Link { link_type, dest_url, title, .. } => {
                self.link(&shown(&dest_url), &shown(&title), link_type == LinkType::Autolink)
            }
            Tag::Image { dest_url, title, .. } => self.image(&shown(&dest_url), &shown(&title)),
            // Extensions that are not switched on.
            _ => Kind::Root,
        };
        self.to.open(kind);
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Paragraph => self.to.end_paragraph(),
            _ => self.to.close(),
        }
    }

    fn end_held(&mut self) {
        match self.held.take() {
            Some((Some(language), text)) => {
                self.to.add(Block::Code { language, text: code_lines(&text) });
            }
            Some((None, text)) => {
                html::read(&text, &mut self.to);
                self.to.end_paragraph();
            }
            None => {}
        }
    }

    fn list(&self, start: Option<u64>, at: usize) -> List {
        let text =
            self.text.get(at..).unwrap_or_default().trim_start().trim_start_matches(|c: char| c.is_ascii_digit());
        let usual = if start.is_some() { '.' } else { '-' };
        let mark =
            text.chars().next().filter(|c| if start.is_some() { ".)" } else { "-*+" }.contains(*c)).unwrap_or(usual);
        List::new(start, mark)
    }

    /// A link of Markdown; text if it leads nowhere.
    fn link(&self, url: &str, title: &str, is_bare: bool) -> Kind {
        match self.to.pages.target(url) {
            Some(url) => Kind::Link { url, title: title.to_owned(), is_bare },
            None => dead("[", url),
        }
    }

    fn image(&self, url: &str, title: &str) -> Kind {
        match self.to.pages.target(url) {
            Some(url) => Kind::Image { url, title: title.to_owned() },
            None => dead("![", url),
        }
    }

    /// The sign of emphasis that begins here.
    fn mark(&self, start: usize) -> char {
        self.text[start..].chars().next().filter(|c| matches!(c, '*' | '_')).unwrap_or('*')
    }
}

/// What leads nowhere. Where it is to lead is shown, unless that is data, or a place of a page that is not this one.
fn dead(mark: &'static str, url: &str) -> Kind {
    let url = url.trim_start();
    let is_data = url.get(..5).is_some_and(|scheme| scheme.eq_ignore_ascii_case("data:"));
    if is_data || url.starts_with('#') {
        return Kind::Dead("", String::new());
    }
    Kind::unresolved(url).unwrap_or_else(|| Kind::Dead(mark, format!("]({url})")))
}

/// What an alert is called where it is shown.
fn alert(kind: BlockQuoteKind) -> &'static str {
    match kind {
        BlockQuoteKind::Note => "Note",
        BlockQuoteKind::Tip => "Tip",
        BlockQuoteKind::Important => "Important",
        BlockQuoteKind::Warning => "Warning",
        BlockQuoteKind::Caution => "Caution",
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
