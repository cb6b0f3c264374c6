//! Reports what keeps the presence or the type that users of the SDK have: one warning for each kind and each owner,
//! with the first of several.

use crate::diagnostics::{Diagnostic, Diagnostics, Location, codes};
use crate::pointer::Pointer;

/// How many names a warning lists.
const MOST_LISTED: usize = 3;

/// What stays as users of the SDK have it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Kind {
    /// A field that responses always have now stays an `Option`.
    Option,
    /// A read-only field stays required in what requests contain.
    ReadOnly,
    /// A field that requests need not have any more stays required.
    Required,
    /// An input that is optional now stays an argument.
    Argument,
    /// A string that is no secret any more stays one.
    Secret,
    /// A string that is a secret by its name now stays a `String`.
    Text,
}

impl Kind {
    const ALL: [Self; 6] = [Self::Option, Self::ReadOnly, Self::Required, Self::Argument, Self::Secret, Self::Text];

    /// Returns what happened to one or to several of these names; `owner` is what has them.
    fn message(self, owner: &str, names: &str, is_one: bool) -> String {
        match (self, is_one) {
            (Self::Option, true) => format!("responses always have {names} now; its field stays an `Option`"),
            (Self::Option, false) => format!("responses always have {names} now; their fields stay `Option`s"),
            (Self::ReadOnly, true) => {
                format!("{names} is read-only, but stays required, so that requests contain it too")
            }
            (Self::ReadOnly, false) => {
                format!("{names} are read-only, but stay required, so that requests contain them too")
            }
            (Self::Required, true) => format!("requests need not have {names} any more; it stays required"),
            (Self::Required, false) => format!("requests need not have {names} any more; they stay required"),
            (Self::Argument, true) => {
                format!("`{owner}` need not have the input {names} any more; it stays an argument")
            }
            (Self::Argument, false) => {
                format!("`{owner}` need not have the inputs {names} any more; they stay arguments")
            }
            (Self::Secret, true) => format!("{names} is no secret any more; it stays a `Secret`"),
            (Self::Secret, false) => format!("{names} are no secrets any more; they stay `Secret`s"),
            (Self::Text, true) => format!("{names} is a secret by its name; it stays a `String`, which `Debug` shows"),
            (Self::Text, false) => {
                format!("{names} are secrets by their names; they stay `String`s, which `Debug` shows")
            }
        }
    }
}

/// What one owner keeps.
#[derive(Debug, Default)]
pub(super) struct Kept(Vec<(Kind, String, Pointer)>);

impl Kept {
    /// Notes a field or an input.
    pub(super) fn push(&mut self, kind: Kind, name: impl Into<String>, at: &Pointer) {
        self.0.push((kind, name.into(), at.clone()));
    }

    /// Reports all of them.
    pub(super) fn report(self, owner: &str, diagnostics: &mut Diagnostics) {
        for kind in Kind::ALL {
            let of_kind: Vec<_> = self.0.iter().filter(|(other, ..)| *other == kind).collect();
            let Some(((_, _, first), others)) = of_kind.split_first() else { continue };
            let names: Vec<String> = of_kind.iter().take(MOST_LISTED).map(|(_, name, _)| format!("`{name}`")).collect();
            let names = match of_kind.len() - names.len() {
                0 => names.join(", "),
                1 => format!("{} and 1 other", names.join(", ")),
                more => format!("{} and {more} others", names.join(", ")),
            };
            let message = kind.message(owner, &names, others.is_empty());
            let diagnostic = Diagnostic::new(codes::KEPT_PRESENCE, Location::Node(first.clone()), message)
                .help("`sdkgen lock --accept` takes what the document says now, which is an incompatible change");
            let places = others.iter().take(MOST_LISTED - 1);
            diagnostics.push(places.fold(diagnostic, |diagnostic, (_, name, at)| {
                diagnostic.related(Location::Node(at.clone()), format!("`{name}` is here"))
            }));
        }
    }
}
