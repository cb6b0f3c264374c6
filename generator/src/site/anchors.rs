//! The anchors of one page.

use std::collections::HashSet;

/// The anchors that a page has already.
#[derive(Default)]
pub(super) struct Anchors(HashSet<String>);

impl Anchors {
    /// Returns an anchor that the page does not have yet, and takes it: the wanted one, with a number if that is taken.
    pub(super) fn free(&mut self, wanted: &str) -> String {
        self.numbered(wanted, 2)
    }

    /// Does the same, with numbers from `first` on.
    pub(super) fn numbered(&mut self, wanted: &str, first: usize) -> String {
        let mut id = wanted.to_owned();
        let mut number = first;
        while !self.0.insert(id.clone()) {
            id = format!("{wanted}-{number}");
            number += 1;
        }
        id
    }
}
