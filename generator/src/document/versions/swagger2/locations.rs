//! Where nodes are after the conversion, and where they were. Knows pointers only.

use std::collections::HashMap;

use crate::pointer::Pointer;

/// The location of a node after the conversion and in the document as written.
#[derive(Clone, Debug)]
pub(super) struct TrackedLocation {
    pub(super) now: Pointer,
    pub(super) was: Pointer,
}

impl TrackedLocation {
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
pub(super) struct TrackedLocations {
    moves: Vec<TrackedLocation>,
}

impl TrackedLocations {
    /// Remembers a node that was moved. One that stayed is worth remembering where a part of it was moved.
    pub(super) fn record(&mut self, location: &TrackedLocation) {
        self.moves.push(location.clone());
    }

    /// From where a node was to where it is. Of several that were made of one node the first counts.
    pub(super) fn forward(&self) -> HashMap<&Pointer, &Pointer> {
        let mut forward = HashMap::with_capacity(self.moves.len());
        for location in &self.moves {
            forward.entry(&location.was).or_insert(&location.now);
        }
        forward
    }

    /// From where a node is to where it was.
    pub(super) fn into_moves(self) -> impl Iterator<Item = (Pointer, Pointer)> {
        self.moves.into_iter().map(|location| (location.now, location.was))
    }
}
