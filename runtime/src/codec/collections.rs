//! Lists and maps for the reader and the writer: traits without type parameters, so that the loops over elements are
//! compiled once.

use std::fmt::Debug;

use super::{Decode, Encode};

/// A list to write, element by element.
pub trait Items {
    /// Returns the element at `index`, if there is one.
    fn item(&self, index: usize) -> Option<&dyn Encode>;
}

/// A list to read into.
pub trait Sequence {
    /// Removes all elements but the first `count`, appends a placeholder and returns it for decoding.
    fn slot(&mut self, count: usize) -> &mut dyn Decode;
}

/// A map to write, entry by entry.
pub trait EncodeMap: Debug {
    /// Calls `write` with each entry.
    fn each(&self, write: &mut dyn FnMut(&str, &dyn Encode));

    /// Returns whether there is an entry with this key.
    fn has(&self, key: &str) -> bool;
}

/// A map to read into.
pub trait DecodeMap {
    /// Returns a placeholder for the value of `key`, for decoding.
    fn slot(&mut self, key: &str) -> &mut dyn Decode;

    /// Removes all entries.
    fn forget(&mut self);
}
