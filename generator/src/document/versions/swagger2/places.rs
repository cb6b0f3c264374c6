//! What stands where after the conversion, and where it stood. Knows pointers only.

use std::collections::HashMap;

use crate::pointer::Pointer;

/// A node's place after the conversion and in the document as written.
#[derive(Clone, Debug)]
pub(super) struct Place {
    pub(super) now: Pointer,
    pub(super) was: Pointer,
}

impl Place {
    /// The document itself.
    pub(super) fn root() -> Self {
        Self { now: Pointer::root(), was: Pointer::root() }
    }

    /// A member that stays where it is.
    pub(super) fn key(&self, key: &str) -> Self {
        Self { now: self.now.child(key), was: self.was.child(key) }
    }

    /// The same node, standing at `now`.
    pub(super) fn moved(&self, now: Pointer) -> Self {
        Self { now, was: self.was.clone() }
    }
}

/// Everything that was moved.
#[derive(Default)]
pub(super) struct Places {
    moves: Vec<Place>,
}

impl Places {
    /// Remembers a node that was moved. One that stayed is worth remembering where a part of it was moved.
    pub(super) fn record(&mut self, place: &Place) {
        self.moves.push(place.clone());
    }

    /// From where a node stood to where it stands. Of several that were made of one node the first counts.
    pub(super) fn forward(&self) -> HashMap<&Pointer, &Pointer> {
        let mut forward = HashMap::with_capacity(self.moves.len());
        for place in &self.moves {
            forward.entry(&place.was).or_insert(&place.now);
        }
        forward
    }

    /// From where a node stands to where it stood.
    pub(super) fn into_moves(self) -> impl Iterator<Item = (Pointer, Pointer)> {
        self.moves.into_iter().map(|place| (place.now, place.was))
    }
}
