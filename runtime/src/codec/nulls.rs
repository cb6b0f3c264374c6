//! Fields that are null rather than absent: an optional field that may be null is an `Option`, and whether its `None`
//! is sent as null is kept beside it. Knows fields and JSON, nothing of models.

use super::field::Field;
use super::marks::mark;
use super::patch::Patch;
use super::reader::Reader;
use super::{Encode, encode_json};

/// The fields of an object that are null rather than absent, by their position in the list of all fields.
///
/// The mark of a field counts only while the field is `None`, so a field can be assigned without regard to it.
/// `WORDS` words have marks for 64 times as many fields.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Nulls<const WORDS: usize = 1>(
    /// The marks, for the reader and the writer.
    pub [u64; WORDS],
);

impl<const WORDS: usize> Nulls<WORDS> {
    /// The state of an object without nulls.
    pub const NONE: Self = Self([0; WORDS]);

    /// Marks a field as null or not, and returns its value.
    pub fn set<T>(&mut self, index: usize, patch: Patch<T>) -> Option<T> {
        mark(&mut self.0, index, patch.is_null());
        patch.into_option()
    }
}

impl<const WORDS: usize> Default for Nulls<WORDS> {
    fn default() -> Self {
        Self::NONE
    }
}

/// Returns whether two objects whose fields are equal write the same fields as null.
#[cold]
pub fn same_nulls(fields: &[Field], one: &dyn Encode, other: &dyn Encode) -> bool {
    written(fields, one) == written(fields, other)
}

/// Returns the names of the optional fields that `value` writes as null.
fn written(fields: &[Field], value: &dyn Encode) -> Vec<&'static str> {
    let json = encode_json(value);
    // A model writes an object.
    let entries = Reader::new(&json).entries().unwrap_or_default();
    let is_null = |field: &&Field| entries.iter().any(|(key, json)| key == field.name && *json == "null");
    fields.iter().filter(|field| field.keeps_null()).filter(is_null).map(|field| field.name).collect()
}
