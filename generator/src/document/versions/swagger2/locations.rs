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

    /// Returns the location of a property that stays where it is.
    pub(super) fn key(&self, key: &str) -> Self {
        Self { now: self.now.child(key), was: self.was.child(key) }
    }

    /// Returns the location of the same node after a move to `now`.
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
    /// Records a node that was moved, or a part of which was moved.
    pub(super) fn record(&mut self, location: &TrackedLocation) {
        self.moves.push(location.clone());
    }

    /// Maps the old location of each node to the new one; if one node became several, to the first.
    pub(super) fn forward(&self) -> HashMap<&Pointer, &Pointer> {
        let mut forward = HashMap::with_capacity(self.moves.len());
        for location in &self.moves {
            forward.entry(&location.was).or_insert(&location.now);
        }
        forward
    }

    /// Maps the new location of each node to the old one.
    pub(super) fn into_moves(self) -> impl Iterator<Item = (Pointer, Pointer)> {
        self.moves.into_iter().map(|location| (location.now, location.was))
    }
}
