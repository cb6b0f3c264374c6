//! Whom the parts of a schema are named after, should they need names.

use crate::ir::{Origin, TypeId};

/// Who the parts of a schema are named after, should they need names.
#[derive(Clone, Debug)]
pub(in crate::lower) enum Owner {
    /// The definition that is being made.
    Definition(TypeId),
    /// Nothing of its own: the parts get the origin that the whole would have had.
    Place(Origin),
}

impl Owner {
    /// The origin of the type of a list's or map's item.
    pub(super) fn item(&self) -> Origin {
        match self {
            Self::Definition(parent) => Origin::Member { parent: *parent, name: "item".to_owned(), item: true },
            Self::Place(origin) => singular(origin.clone()),
        }
    }
}

/// The origin of an item of what has this origin.
fn singular(mut origin: Origin) -> Origin {
    match &mut origin {
        Origin::Member { item, .. }
        | Origin::Input { item, .. }
        | Origin::RequestBody { item, .. }
        | Origin::ResponseBody { item, .. } => *item = true,
        Origin::Component(name) => name.push_str(" item"),
        // Made by a pass, after this.
        Origin::Repeated { .. } => {}
    }
    origin
}
