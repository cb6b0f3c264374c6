//! Diagnostics: errors and warnings about a document and its configuration, with their locations. Every stage reports
//! them, [`render`] prints them. Knows no stage.

#[doc(hidden)]
pub mod codes;
pub mod render;

use std::collections::HashMap;
use std::sync::Arc;

pub use self::codes::Code;
use crate::pointer::Pointer;

/// How severe a diagnostic is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Something was assumed or skipped; the SDK is generated.
    Warning,
    /// No SDK is generated.
    Error,
}

/// The location of a diagnostic.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Location {
    /// A node of the document; its line and column are looked up when the diagnostic is rendered.
    Node(Pointer),
    /// The key of a node of the document (the name of a member rather than its value).
    Key(Pointer),
    /// A line and column of the document's text, both from 1 (for text that cannot be parsed).
    Position {
        /// The line, from 1.
        line: usize,
        /// The column in characters, from 1.
        column: usize,
    },
    /// A line and column of another file that the document refers to, or of an overlay.
    File {
        /// The file, by its path from the document's folder.
        file: Arc<str>,
        /// The line, from 1.
        line: usize,
        /// The column in characters, from 1.
        column: usize,
    },
    /// A line and column of the configuration's text, both from 1.
    Config {
        /// The line, from 1.
        line: usize,
        /// The column in characters, from 1.
        column: usize,
    },
    /// The document as a whole.
    Document,
}

/// An error or a warning.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// The kind of problem, such as `unknown-reference`.
    pub code: &'static Code,
    /// How severe it is.
    pub severity: Severity,
    /// Where it is.
    pub location: Location,
    /// What is wrong, in one sentence without a final stop.
    pub message: String,
    /// What to do about it.
    pub help: Option<String>,
    /// The lines of TOML to paste into the configuration, which the help speaks of.
    pub lines: Vec<String>,
    /// Related locations, each with a label (such as that of a first definition).
    pub related: Vec<(Location, String)>,
}

impl Diagnostic {
    /// Creates a diagnostic at `location` with the severity of its code.
    #[must_use]
    pub fn new(code: &'static Code, location: Location, message: impl Into<String>) -> Self {
        let severity = code.severity;
        Self { code, severity, location, message: message.into(), help: None, lines: Vec::new(), related: Vec::new() }
    }

    /// Makes it a warning if its code allows that and `lenient` is set.
    #[must_use]
    pub(crate) fn lenient(mut self, lenient: bool) -> Self {
        if lenient && self.code.lenient {
            self.severity = Severity::Warning;
        }
        self
    }

    /// Adds what to do about it.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Adds lines of TOML to paste into the configuration, after the help.
    #[must_use]
    pub(crate) fn lines(mut self, lines: Vec<String>) -> Self {
        self.lines = lines;
        self
    }

    /// Adds another location that belongs to it.
    #[must_use]
    pub(crate) fn related(mut self, location: Location, words: impl Into<String>) -> Self {
        self.related.push((location, words.into()));
        self
    }
}

/// The diagnostics of one run, in the order in which they were found.
#[derive(Clone, Debug, Default)]
pub struct Diagnostics {
    list: Vec<Diagnostic>,
    moves: HashMap<Pointer, Vec<Move>>,
    moved: usize,
}

/// A node whose pointer is not where it is written.
#[derive(Clone, Debug)]
struct Move {
    /// How many moves there were before; those made at once share it.
    number: usize,
    from: Pointer,
}

impl Diagnostics {
    /// Creates an empty list.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a diagnostic.
    pub fn push(&mut self, diagnostic: Diagnostic) {
        self.list.push(diagnostic);
    }

    /// Removes what was reported at a node with this code, and no longer holds.
    pub(crate) fn withdraw(&mut self, code: &'static Code, at: &Pointer) {
        self.list.retain(|one| one.code != code || !matches!(&one.location, Location::Node(node) if node == at));
    }

    /// Adds a diagnostic at a node, of the severity of its code.
    pub(crate) fn report(&mut self, code: &'static Code, at: &Pointer, message: impl Into<String>) {
        self.push(Diagnostic::new(code, Location::Node(at.clone()), message));
    }

    /// Records that the node at `to` is written at `from` in the document's text.
    pub(crate) fn moved(&mut self, to: Pointer, from: Pointer) {
        self.moved_at_once([(to, from)]);
    }

    /// Records several moves that were made at once: none of them moves what another one moved.
    pub(crate) fn moved_at_once(&mut self, moves: impl IntoIterator<Item = (Pointer, Pointer)>) {
        self.moved += 1;
        for (to, from) in moves {
            self.moves.entry(to).or_default().push(Move { number: self.moved, from });
        }
    }

    /// Returns where in the document's text the node at `pointer` is written.
    #[must_use]
    #[doc(hidden)]
    pub fn origin(&self, pointer: &Pointer) -> Pointer {
        let (mut location, mut before) = (pointer.clone(), usize::MAX);
        // What was moved last may have taken something moved before along, so the latest is undone first.
        while let Some((number, next)) = self.undone(&location, before) {
            (location, before) = (next, number);
        }
        location
    }

    /// The location before the latest move of it that came before the move `before`.
    fn undone(&self, location: &Pointer, before: usize) -> Option<(usize, Pointer)> {
        let text = location.as_str();
        let cuts = text.match_indices('/').map(|(cut, _)| cut).chain([text.len()]).filter(|cut| *cut > 0);
        let earlier = |cut: usize| {
            let moves = self.moves.get(&Pointer::parse(&text[..cut]))?;
            moves.iter().rev().find(|one| one.number < before).map(|one| (one.number, cut, &one.from))
        };
        let (number, cut, from) = cuts.filter_map(earlier).max_by_key(|(number, cut, _)| (*number, *cut))?;
        Some((number, Pointer::parse(&format!("{}{}", from.as_str(), &text[cut..]))))
    }

    /// Returns whether there are errors. Stages stop if there are.
    #[must_use]
    pub fn has_errors(&self) -> bool {
        self.list.iter().any(|diagnostic| diagnostic.severity == Severity::Error)
    }

    /// Returns the number of diagnostics with this severity.
    #[must_use]
    pub fn count(&self, severity: Severity) -> usize {
        self.list.iter().filter(|diagnostic| diagnostic.severity == severity).count()
    }

    /// Returns an iterator over all diagnostics.
    pub fn iter(&self) -> impl Iterator<Item = &Diagnostic> {
        self.list.iter()
    }
}

/// Returns the warning about a schema that got properties, and that users of the SDK have as a map.
pub(crate) fn kept_map(at: &Pointer) -> Diagnostic {
    let message = "this schema has properties now; users of the SDK have a map for it, which stays one";
    Diagnostic::new(codes::KEPT_MAP, Location::Node(at.clone()), message)
        .help("`sdkgen lock --accept` makes a struct of it, which is an incompatible change")
}

/// Returns the warning about a media type that the SDK would ask for, if its users did not have another one.
pub(crate) fn kept_media_type(at: &Pointer, name: &str, kept: &str) -> Diagnostic {
    let message = format!("responses can be `{name}` now; requests go on asking for `{kept}`");
    Diagnostic::new(codes::KEPT_MEDIA_TYPE, Location::Node(at.clone()), message)
        .help("`send_as` returns it; `sdkgen lock --accept` makes it the usual one, which is an incompatible change")
}

/// Returns the warning about a media type of a body that the SDK would send, if its users did not send another one.
pub(crate) fn kept_content_type(at: &Pointer, name: &str, kept: &str) -> Diagnostic {
    let message = format!("bodies can be `{name}` now; requests go on sending `{kept}`");
    Diagnostic::new(codes::KEPT_MEDIA_TYPE, Location::Node(at.clone()), message)
        .help("`sdkgen lock --accept` makes it the usual one, which is an incompatible change")
}

/// Returns a text as a string of JSON, which is a basic string of TOML in one line.
pub(crate) fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

#[cfg(test)]
mod tests {
    use super::Diagnostics;
    use crate::pointer::Pointer;

    #[test]
    fn what_was_moved_is_found_where_it_stood() {
        let mut diagnostics = Diagnostics::new();
        diagnostics.moved(Pointer::parse("/components/schemas/B"), Pointer::parse("/paths/~1a/x/y"));
        diagnostics.moved(Pointer::parse("/components/schemas/A"), Pointer::parse("/paths/~1a/x"));
        let origin = |location: &str| diagnostics.origin(&Pointer::parse(location)).as_str().to_owned();
        assert_eq!(origin("/components/schemas/A/items"), "/paths/~1a/x/items");
        assert_eq!(origin("/components/schemas/B"), "/paths/~1a/x/y");
        assert_eq!(origin("/components/schemas/Bee"), "/components/schemas/Bee");
    }

    #[test]
    fn moves_made_at_once_do_not_add_up() {
        let mut diagnostics = Diagnostics::new();
        let moved = |to: usize| (Pointer::root().item(to), Pointer::root().item(to + 1));
        diagnostics.moved_at_once((0..3).map(moved));
        assert_eq!(diagnostics.origin(&Pointer::parse("/0/a")).as_str(), "/1/a");
        diagnostics.moved_at_once((0..3).map(moved));
        assert_eq!(diagnostics.origin(&Pointer::parse("/0/a")).as_str(), "/2/a");
    }

    #[test]
    fn of_what_moved_at_once_the_nearest_counts() {
        let mut diagnostics = Diagnostics::new();
        let moves = [("/p/2", "/p/3"), ("/p/3", "/p/4"), ("/p/2/schema", "/p/3"), ("/s", "/definitions")];
        diagnostics.moved_at_once(moves.map(|(to, from)| (Pointer::parse(to), Pointer::parse(from))));
        let origin = |location: &str| diagnostics.origin(&Pointer::parse(location)).as_str().to_owned();
        assert_eq!(origin("/p/2/name"), "/p/3/name");
        assert_eq!(origin("/p/3"), "/p/4");
        assert_eq!(origin("/p/2/schema/type"), "/p/3/type");
        assert_eq!(origin("/s/A"), "/definitions/A");
        assert_eq!(origin("/p/1"), "/p/1");
    }
}
