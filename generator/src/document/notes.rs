//! Reports warnings of one kind once: a fault at three hundred locations is one diagnostic with the first location and
//! the number of locations.

use std::cell::RefCell;

use indexmap::IndexMap;

use super::path::Path;
use crate::diagnostics::codes::Code;
use crate::diagnostics::{Diagnostic, Diagnostics, Location};
use crate::pointer::Pointer;

/// The warnings of a walk through the document.
#[derive(Default)]
pub(super) struct Notes {
    groups: RefCell<IndexMap<(&'static Code, String), Group>>,
}

struct Group {
    first: Pointer,
    count: usize,
    help: Option<String>,
}

impl Notes {
    /// Notes a warning at `at`; the same code and message again only adds to the count.
    pub(super) fn warn(&self, code: &'static Code, at: &Path<'_>, message: impl Into<String>) {
        self.add(code, at, message.into(), None);
    }

    /// Notes a warning with advice.
    pub(super) fn advise(&self, code: &'static Code, at: &Path<'_>, message: impl Into<String>, help: &str) {
        self.add(code, at, message.into(), Some(help));
    }

    /// Reports everything noted so far, in the order in which the kinds were first noted.
    pub(super) fn report(self, diagnostics: &mut Diagnostics) {
        for ((code, message), group) in self.groups.into_inner() {
            let message = match group.count {
                1 => message,
                2 => format!("{message} (and one more like it)"),
                count => format!("{message} (and {} more like it)", count - 1),
            };
            let mut diagnostic = Diagnostic::new(code, Location::Node(group.first), message);
            diagnostic.help = group.help;
            diagnostics.push(diagnostic);
        }
    }

    fn add(&self, code: &'static Code, at: &Path<'_>, message: String, help: Option<&str>) {
        self.groups.borrow_mut().entry((code, message)).and_modify(|group| group.count += 1).or_insert_with(|| Group {
            first: at.pointer(),
            count: 1,
            help: help.map(str::to_owned),
        });
    }
}

#[cfg(test)]
mod tests {
    use super::{Notes, Path};
    use crate::diagnostics::{Diagnostics, Location, codes};

    #[test]
    fn equal_warnings_are_one() {
        let notes = Notes::default();
        notes.warn(codes::MALFORMED, &Path::Root.key("x"), "it is odd");
        notes.warn(codes::SYNTAX, &Path::Root, "other");
        notes.warn(codes::MALFORMED, &Path::Root.key("y"), "it is odd");
        notes.warn(codes::MALFORMED, &Path::Root.key("z"), "it is odd");
        let mut diagnostics = Diagnostics::new();
        notes.report(&mut diagnostics);
        let reported: Vec<_> =
            diagnostics.iter().map(|d| (d.code.name, d.message.as_str(), d.location.clone())).collect();
        assert_eq!(reported.len(), 2);
        assert_eq!((reported[0].0, reported[0].1), ("malformed", "it is odd (and 2 more like it)"));
        assert!(matches!(&reported[0].2, Location::Node(pointer) if pointer.as_str() == "/x"));
    }
}
