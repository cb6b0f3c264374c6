//! Renders diagnostics for people, in the style of rustc, and for programs, as lines of JSON. Knows the texts, not what
//! a diagnostic means.

use std::collections::{BTreeMap, HashMap};
use std::ops::Range;

use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};
use serde::Serialize;

use self::shown::shown;
use super::{Diagnostic, Diagnostics, Location, Severity};
use crate::document::Source;
use crate::document::locate::{Wanted, locate};
use crate::pointer::Pointer;

/// The texts that diagnostics refer to.
#[derive(Clone, Copy, Debug)]
pub struct Texts<'a> {
    /// The document.
    pub document: &'a Source,
    /// The configuration, if there is one.
    pub config: Option<&'a Source>,
}

/// Renders all diagnostics for people, one block for each, followed by an empty line.
#[must_use]
pub fn human(diagnostics: &Diagnostics, texts: Texts<'_>, colours: bool) -> String {
    let locations = Locations::of(diagnostics, texts);
    let renderer = if colours { Renderer::styled() } else { Renderer::plain() };
    let renderer = renderer.decor_style(DecorStyle::Ascii).term_width(120);
    let blocks = diagnostics.iter().map(|diagnostic| format!("{}\n\n", block(diagnostic, &locations, &renderer)));
    blocks.collect()
}

/// Renders all diagnostics as JSON, one object per line.
#[must_use]
pub fn json_lines(diagnostics: &Diagnostics, texts: Texts<'_>) -> String {
    let locations = Locations::of(diagnostics, texts);
    let lines = diagnostics.iter().filter_map(|diagnostic| {
        let line = Line {
            code: diagnostic.code.name,
            severity: severity(diagnostic.severity),
            message: &diagnostic.message,
            help: diagnostic.help.as_deref(),
            lines: &diagnostic.lines,
            location: locations.locate(&diagnostic.location),
            related: diagnostic
                .related
                .iter()
                .map(|(location, words)| Related { words, location: locations.locate(location) })
                .collect(),
        };
        serde_json::to_string(&line).ok()
    });
    lines.map(|line| line + "\n").collect()
}

#[derive(Serialize)]
struct Line<'a> {
    code: &'a str,
    severity: &'a str,
    message: &'a str,
    help: Option<&'a str>,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    lines: &'a [String],
    #[serde(flatten)]
    location: Located<'a>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    related: Vec<Related<'a>>,
}

#[derive(Serialize)]
struct Related<'a> {
    words: &'a str,
    #[serde(flatten)]
    location: Located<'a>,
}

/// A location for JSON: line and column from 1, the column in characters.
#[derive(Serialize)]
struct Located<'a> {
    file: &'a str,
    line: Option<usize>,
    column: Option<usize>,
    pointer: Option<String>,
}

/// The positions of all locations, found in one scan of each text.
struct Locations<'a> {
    document: &'a Source,
    has_config: bool,
    texts: Vec<Text<'a>>,
    /// Which of the texts is that of a file.
    files: HashMap<String, usize>,
    found: HashMap<(usize, Wanted), Range<usize>>,
    origins: HashMap<Pointer, Pointer>,
}

/// A text and its name.
struct Text<'a> {
    name: String,
    text: &'a str,
}

/// A location in one of the texts.
struct Spot<'a> {
    source: &'a Text<'a>,
    bytes: Option<Range<usize>>,
}

static NOWHERE: Text<'static> = Text { name: String::new(), text: "" };

/// The indices of the document and the configuration among the texts.
const DOCUMENT: usize = 0;
const CONFIG: usize = 1;

impl<'a> Locations<'a> {
    fn of(diagnostics: &Diagnostics, texts: Texts<'a>) -> Self {
        let text = |source: &'a Source| Text { name: source.name.clone(), text: &source.text };
        let mut locations = Self {
            document: texts.document,
            has_config: texts.config.is_some(),
            texts: vec![text(texts.document), text(texts.config.unwrap_or(texts.document))],
            files: HashMap::new(),
            found: HashMap::new(),
            origins: HashMap::new(),
        };
        let all = diagnostics.iter().flat_map(|d| std::iter::once(&d.location).chain(d.related.iter().map(|(p, _)| p)));
        let mut wanted: BTreeMap<usize, Vec<Wanted>> = BTreeMap::new();
        for location in all {
            match location {
                Location::Node(pointer) | Location::Key(pointer) => {
                    let origin = diagnostics.origin(pointer);
                    let (file, inner) = origin.file();
                    let index = file.map_or(DOCUMENT, |file| locations.index(&file));
                    locations.origins.insert(pointer.clone(), origin);
                    let list = wanted.entry(index).or_default();
                    list.push(Wanted { pointer: inner, key: matches!(location, Location::Key(_)) });
                }
                Location::File { file, .. } => {
                    locations.index(file);
                }
                Location::Position { .. } | Location::Config { .. } | Location::Document => {}
            }
        }
        for (index, wanted) in wanted {
            let spans = locations.texts.get(index).map_or_else(Vec::new, |text| locate(text.text, &wanted));
            let found = wanted.into_iter().zip(spans);
            locations.found.extend(found.filter_map(|(wanted, span)| Some(((index, wanted), span?.bytes))));
        }
        locations
    }

    /// Returns the index of the text of another file.
    fn index(&mut self, file: &str) -> usize {
        if let Some(index) = self.files.get(file) {
            return *index;
        }
        let (name, text) = self.document.other(file);
        self.texts.push(Text { name, text });
        self.files.insert(file.to_owned(), self.texts.len() - 1);
        self.texts.len() - 1
    }

    fn spot(&self, location: &Location) -> Spot<'_> {
        let whole = |index: usize| self.texts.get(index).or(self.texts.first());
        let at = |index: usize, bytes: Option<Range<usize>>| Spot { source: whole(index).unwrap_or(&NOWHERE), bytes };
        let word = |index: usize, line: usize, column: usize| {
            let spot = at(index, None);
            let bytes = word_at(spot.source.text, line, column);
            Spot { bytes: Some(bytes), ..spot }
        };
        match location {
            Location::Node(pointer) | Location::Key(pointer) => {
                let (file, pointer) = self.origins.get(pointer).unwrap_or(pointer).file();
                let index = file.and_then(|file| self.files.get(&file)).copied().unwrap_or(DOCUMENT);
                let wanted = Wanted { pointer, key: matches!(location, Location::Key(_)) };
                at(index, self.found.get(&(index, wanted)).cloned())
            }
            Location::Position { line, column } => word(DOCUMENT, *line, *column),
            Location::File { file, line, column } => {
                word(self.files.get(&**file).copied().unwrap_or(DOCUMENT), *line, *column)
            }
            Location::Config { line, column } if self.has_config => word(CONFIG, *line, *column),
            Location::Config { .. } | Location::Document => at(DOCUMENT, None),
        }
    }

    fn locate(&self, location: &Location) -> Located<'_> {
        let spot = self.spot(location);
        let position = spot.bytes.map(|bytes| position(spot.source.text, bytes.start));
        let pointer = match location {
            Location::Node(pointer) | Location::Key(pointer) => {
                Some(self.origins.get(pointer).unwrap_or(pointer).file().1.as_str().to_owned())
            }
            _ => None,
        };
        Located {
            file: &spot.source.name,
            line: position.map(|(line, _)| line),
            column: position.map(|(_, column)| column),
            pointer,
        }
    }
}

fn block(diagnostic: &Diagnostic, locations: &Locations<'_>, renderer: &Renderer) -> String {
    let level = match diagnostic.severity {
        Severity::Warning => Level::WARNING,
        Severity::Error => Level::ERROR,
    };
    let title = level.primary_title(shown(&diagnostic.message)).id(diagnostic.code.name);
    let spot = locations.spot(&diagnostic.location);
    let related: Vec<(Spot<'_>, &str)> =
        diagnostic.related.iter().map(|(location, words)| (locations.spot(location), words.as_str())).collect();
    let window = spot.bytes.as_ref().map(|bytes| (bytes, Window::around(&spot, bytes, &related)));
    let group = match &window {
        None => title.element(Origin::path(shown(&spot.source.name))),
        Some((bytes, window)) => {
            let mut snippet =
                window.snippet(spot.source).annotation(AnnotationKind::Primary.span(window.within(bytes)));
            for (other, words) in related.iter().filter(|(other, _)| window.holds(spot.source, other)) {
                let bytes = other.bytes.clone().unwrap_or_default();
                snippet = snippet.annotation(AnnotationKind::Context.span(window.within(&bytes)).label(shown(words)));
            }
            title.element(snippet)
        }
    };
    let rendered = renderer.render(&[with_help(group, diagnostic)]);
    match window {
        Some((bytes, window)) => window.with_true_column(rendered, &spot, bytes),
        None => rendered,
    }
}

fn with_help<'a>(group: Group<'a>, diagnostic: &'a Diagnostic) -> Group<'a> {
    let Some(help) = &diagnostic.help else { return group };
    if diagnostic.lines.is_empty() {
        return group.element(Level::HELP.message(shown(help)));
    }
    let lines = std::iter::once(help).chain(&diagnostic.lines).map(|line| shown(line));
    group.element(Level::HELP.message(lines.collect::<Vec<_>>().join("\n")))
}

/// The lines of a text that a snippet needs, so that the renderer need not go through megabytes.
struct Window {
    bytes: Range<usize>,
    first_line: usize,
    /// Only a part of one line: documents without line breaks have lines of megabytes.
    is_cut: bool,
}

impl Window {
    const LONG: usize = 10_000;
    const MARGIN: usize = 60;

    fn around(spot: &Spot<'_>, primary: &Range<usize>, related: &[(Spot<'_>, &str)]) -> Self {
        let text = spot.source.text;
        let near = related.iter().filter(|(other, _)| std::ptr::eq(other.source, spot.source));
        let ranges = near.filter_map(|(other, _)| other.bytes.clone()).chain(std::iter::once(primary.clone()));
        let (start, end) =
            ranges.fold((text.len(), 0), |(start, end), range| (start.min(range.start), end.max(range.end)));
        let line_start = text[..start].rfind('\n').map_or(0, |found| found + 1);
        let line_end = text[end..].find('\n').map_or(text.len(), |found| end + found);
        let first_line = text[..line_start].matches('\n').count() + 1;
        let own_line = text[..primary.start].rfind('\n').map_or(0, |found| found + 1);
        if line_end - line_start <= Self::LONG || line_end - own_line <= Self::LONG {
            return Self { bytes: line_start..line_end, first_line, is_cut: false };
        }
        let first_line = text[..own_line].matches('\n').count() + 1;
        let own_end = text[primary.end..].find('\n').map_or(text.len(), |found| primary.end + found);
        let from = boundary(text, primary.start.saturating_sub(Self::MARGIN)).max(own_line);
        let to = boundary(text, primary.end.saturating_add(Self::MARGIN)).min(own_end);
        Self { bytes: from..to, first_line, is_cut: true }
    }

    fn snippet<'a>(&self, source: &'a Text<'a>) -> Snippet<'a, annotate_snippets::Annotation<'a>> {
        let text = shown::source(&source.text[self.bytes.clone()]);
        Snippet::source(text).line_start(self.first_line).path(shown(&source.name)).fold(true)
    }

    /// The renderer counts columns from the cut.
    fn with_true_column(&self, rendered: String, spot: &Spot<'_>, primary: &Range<usize>) -> String {
        if !self.is_cut {
            return rendered;
        }
        let (line, column) = position(spot.source.text, primary.start);
        let cut = position(&spot.source.text[self.bytes.clone()], self.within(primary).start).1;
        let name = shown(&spot.source.name);
        rendered.replacen(&format!("{name}:{line}:{cut}"), &format!("{name}:{line}:{column}"), 1)
    }

    fn within(&self, bytes: &Range<usize>) -> Range<usize> {
        bytes.start.saturating_sub(self.bytes.start)..bytes.end.saturating_sub(self.bytes.start)
    }

    fn holds(&self, source: &Text<'_>, other: &Spot<'_>) -> bool {
        std::ptr::eq(source, other.source)
            && other.bytes.as_ref().is_some_and(|bytes| self.bytes.start <= bytes.start && bytes.end <= self.bytes.end)
    }
}

/// The beginning of the character that the byte belongs to.
fn boundary(text: &str, byte: usize) -> usize {
    let byte = byte.min(text.len());
    (0..=byte).rev().find(|byte| text.is_char_boundary(*byte)).unwrap_or(0)
}

/// The bytes of what begins at a line and column, up to the next blank; one character at least, if there is one.
fn word_at(text: &str, line: usize, column: usize) -> Range<usize> {
    let Some(content) = text.split_inclusive('\n').nth(line.saturating_sub(1)) else { return text.len()..text.len() };
    // Lines are slices of the text, so their addresses give their offsets.
    let line_start = content.as_ptr() as usize - text.as_ptr() as usize;
    let content = content.trim_end_matches(['\r', '\n']);
    let start = content.char_indices().nth(column.saturating_sub(1)).map_or(content.len(), |(byte, _)| byte);
    let rest = &content[start..];
    let length = rest.find(char::is_whitespace).filter(|length| *length > 0).unwrap_or(rest.len());
    line_start + start..line_start + start + length
}

/// The line and the column in characters, both from 1.
fn position(text: &str, byte: usize) -> (usize, usize) {
    let before = text.get(..byte).unwrap_or_default();
    let line_start = before.rfind('\n').map_or(0, |found| found + 1);
    (before.matches('\n').count() + 1, before[line_start..].chars().count() + 1)
}

fn severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Warning => "warning",
        Severity::Error => "error",
    }
}

mod shown;
#[cfg(test)]
mod tests;
