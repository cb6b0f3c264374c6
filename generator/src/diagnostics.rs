//! What is said to the user about the document: collected by every stage, rendered once. Knows no stage.

pub mod codes;
pub mod render;

use std::collections::HashMap;

use crate::pointer::Pointer;

/// How bad it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Something was assumed or left out; the SDK is made all the same.
    Warning,
    /// No SDK can be made.
    Error,
}

/// What a diagnostic points at.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Place {
    /// A node of the document; its line and column are looked up when the diagnostic is rendered.
    Node(Pointer),
    /// The key of a node of the document (the name of a member rather than its value).
    Key(Pointer),
    /// A position in the document's text: line and column, both from 1 (for text that is no document yet).
    Position {
        /// The line, from 1.
        line: usize,
        /// The column in characters, from 1.
        column: usize,
    },
    /// A position in the configuration's text: line and column, both from 1.
    Config {
        /// The line, from 1.
        line: usize,
        /// The column in characters, from 1.
        column: usize,
    },
    /// The document as a whole.
    Document,
}

/// One thing to tell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// A stable kebab-case name of the kind of problem, such as `unknown-reference`.
    pub code: &'static str,
    /// How bad it is.
    pub severity: Severity,
    /// Where it is.
    pub place: Place,
    /// What is wrong, in one sentence without a final stop.
    pub message: String,
    /// What to do about it.
    pub help: Option<String>,
    /// Other places that belong to it, each with a few words (a first definition, for instance).
    pub related: Vec<(Place, String)>,
}

impl Diagnostic {
    /// An error at `place`.
    #[must_use]
    pub fn error(code: &'static str, place: Place, message: impl Into<String>) -> Self {
        Self { code, severity: Severity::Error, place, message: message.into(), help: None, related: Vec::new() }
    }

    /// A warning at `place`.
    #[must_use]
    pub fn warning(code: &'static str, place: Place, message: impl Into<String>) -> Self {
        Self { severity: Severity::Warning, ..Self::error(code, place, message) }
    }

    /// Adds what to do about it.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Adds another place that belongs to it.
    #[must_use]
    pub fn related(mut self, place: Place, words: impl Into<String>) -> Self {
        self.related.push((place, words.into()));
        self
    }
}

/// The diagnostics of one run, in the order in which they were found.
#[derive(Clone, Debug, Default)]
pub struct Diagnostics {
    list: Vec<Diagnostic>,
    moves: Vec<Move>,
}

/// What stands elsewhere in the document's text than it is known by.
#[derive(Clone, Debug)]
enum Move {
    One {
        to: Pointer,
        from: Pointer,
    },
    /// Moved at the same time: of all that hold a place, the nearest one counts.
    Many(HashMap<Pointer, Pointer>),
}

impl Diagnostics {
    /// None yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds one.
    pub fn push(&mut self, diagnostic: Diagnostic) {
        self.list.push(diagnostic);
    }

    /// Adds an error at a node.
    pub fn error(&mut self, code: &'static str, at: &Pointer, message: impl Into<String>) {
        self.push(Diagnostic::error(code, Place::Node(at.clone()), message));
    }

    /// Adds a warning at a node.
    pub fn warning(&mut self, code: &'static str, at: &Pointer, message: impl Into<String>) {
        self.push(Diagnostic::warning(code, Place::Node(at.clone()), message));
    }

    /// Remembers that what is known as `to` stands at `from` in the document's text.
    pub fn moved(&mut self, to: Pointer, from: Pointer) {
        self.moves.push(Move::One { to, from });
    }

    /// Remembers, for each pair, that what is known as the first stands at the second in the document's text; all of
    /// them moved at the same time, so none of them moves what another one moved.
    pub fn moved_together(&mut self, moves: impl IntoIterator<Item = (Pointer, Pointer)>) {
        self.moves.push(Move::Many(moves.into_iter().collect()));
    }

    /// The place in the document's text of what is known as `pointer`.
    #[must_use]
    pub fn origin(&self, pointer: &Pointer) -> Pointer {
        let mut place = pointer.clone();
        // What was moved last may have taken something moved before along, so the latest is undone first.
        for step in self.moves.iter().rev() {
            place = step.undone(&place).unwrap_or(place);
        }
        place
    }

    /// Whether an error is among them: the barrier between stages.
    #[must_use]
    pub fn has_errors(&self) -> bool {
        self.list.iter().any(|diagnostic| diagnostic.severity == Severity::Error)
    }

    /// How many there are of one severity.
    #[must_use]
    pub fn count(&self, severity: Severity) -> usize {
        self.list.iter().filter(|diagnostic| diagnostic.severity == severity).count()
    }

    /// All of them.
    pub fn iter(&self) -> impl Iterator<Item = &Diagnostic> {
        self.list.iter()
    }
}

impl Move {
    fn undone(&self, place: &Pointer) -> Option<Pointer> {
        let (to, from) = match self {
            Self::One { to, from } => (to.clone(), from),
            Self::Many(moves) => std::iter::successors(Some(place.clone()), Pointer::parent)
                .find_map(|holder| moves.get(&holder).map(|from| (holder, from)))?,
        };
        let rest = place.as_str().strip_prefix(to.as_str()).filter(|rest| rest.is_empty() || rest.starts_with('/'))?;
        Some(Pointer::parse(&format!("{}{rest}", from.as_str())))
    }
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
        let origin = |place: &str| diagnostics.origin(&Pointer::parse(place)).as_str().to_owned();
        assert_eq!(origin("/components/schemas/A/items"), "/paths/~1a/x/items");
        assert_eq!(origin("/components/schemas/B"), "/paths/~1a/x/y");
        assert_eq!(origin("/components/schemas/Bee"), "/components/schemas/Bee");
    }

    #[test]
    fn what_moved_together_is_moved_once() {
        let mut diagnostics = Diagnostics::new();
        let moves = [("/p/2", "/p/3"), ("/p/3", "/p/4"), ("/p/2/schema", "/p/3"), ("/s", "/definitions")];
        diagnostics.moved_together(moves.map(|(to, from)| (Pointer::parse(to), Pointer::parse(from))));
        let origin = |place: &str| diagnostics.origin(&Pointer::parse(place)).as_str().to_owned();
        assert_eq!(origin("/p/2/name"), "/p/3/name");
        assert_eq!(origin("/p/3"), "/p/4");
        assert_eq!(origin("/p/2/schema/type"), "/p/3/type");
        assert_eq!(origin("/s/A"), "/definitions/A");
        assert_eq!(origin("/p/1"), "/p/1");
    }
}
