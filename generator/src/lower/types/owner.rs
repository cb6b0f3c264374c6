//! What the parts of a schema are named after if they need names.

use crate::ir::{Origin, TypeId};

/// What the parts of a schema are named after if they need names.
#[derive(Clone, Debug)]
pub(in crate::lower) enum Owner {
    /// The definition that is being made.
    Definition(TypeId),
    /// The schema has no definition: the parts get the origin that the whole would have had.
    Origin(Origin),
}

impl Owner {
    /// Returns the origin of the type of an item of a list or map.
    pub(super) fn item(&self) -> Origin {
        match self {
            Self::Definition(parent) => Origin::Member { parent: *parent, name: "item".to_owned(), item: true },
            Self::Origin(origin) => singular(origin.clone()),
        }
    }
}

/// Returns the origin of an item of something with this origin.
fn singular(mut origin: Origin) -> Origin {
    match &mut origin {
        Origin::Member { item, .. }
        | Origin::Input { item, .. }
        | Origin::RequestBody { item, .. }
        | Origin::ResponseBody { item, .. } => *item = true,
        Origin::Component(name) => name.push_str(" item"),
        // Only a later pass makes it.
        Origin::Repeated { .. } => {}
    }
    origin
}
