//! The constraints on values that a document states beside their types.

use super::Literal;

/// Constraints on values of a scalar, list or map in addition to its type. Emitted docs list them; the SDK never
/// enforces them.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Constraints {
    /// The least length of a string, in characters.
    pub min_length: Option<u64>,
    /// The greatest length of a string, in characters.
    pub max_length: Option<u64>,
    /// Whether the empty text is listed separately because it has a meaning of its own.
    pub empty: bool,
    /// A regular expression (ECMA 262).
    pub pattern: Option<String>,
    /// The formats that values can have, if these have no Rust type.
    pub formats: Vec<String>,
    /// The least number, and whether it is excluded.
    pub minimum: Option<(String, bool)>,
    /// The greatest number, and whether it is excluded.
    pub maximum: Option<(String, bool)>,
    /// The number that all numbers are multiples of.
    pub multiple_of: Option<String>,
    /// The least number of items.
    pub min_items: Option<u64>,
    /// The greatest number of items.
    pub max_items: Option<u64>,
    /// Whether all items are different.
    pub unique_items: bool,
    /// The least number of properties of an object.
    pub min_properties: Option<u64>,
    /// The greatest number of properties of an object.
    pub max_properties: Option<u64>,
    /// The constraints on each item of a list, or on each value of a map.
    pub items: Option<Box<Constraints>>,
    /// The value that the server uses if none is sent.
    pub default: Option<Literal>,
}
