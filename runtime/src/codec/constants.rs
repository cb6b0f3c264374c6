//! Constants that a server sent with another value: keeps what was read in place of a value that the API fixes, so that
//! it is sent back unchanged. Knows fields and JSON text, nothing of models.

use std::fmt;

use serde_json::Value;

use super::decode_json;
use super::field::Field;
use super::reader::Reader;

/// The deviating values of an object's constants.
///
/// Empty unless a constant was absent or had another value. An API may add a second value after an SDK was generated,
/// and that value must be sent back unchanged. One pointer wide, and usually null.
#[derive(Clone, Default, PartialEq)]
pub struct Constants(Option<Box<Differing>>);

/// Usually few, in the order in which they were read.
#[derive(Clone, Default)]
struct Differing(Vec<(&'static str, Instead)>);

#[derive(Clone, PartialEq)]
enum Instead {
    Absent,
    /// JSON text, byte for byte.
    Other(Box<str>),
}

/// The text to write for a constant.
pub(super) enum Written<'c> {
    Nothing,
    Json(&'c str),
}

impl Constants {
    /// Returns the state of an object whose constants all have their fixed values.
    pub const fn new() -> Self {
        Self(None)
    }

    /// Adds a field to a `Debug` representation if a constant is absent or differs.
    pub fn show(&self, debug: &mut fmt::DebugStruct<'_, '_>) {
        if self.0.is_some() {
            debug.field("constants", self);
        }
    }

    /// Returns the text to write for a constant.
    pub(super) fn written<'c>(&'c self, field: &'c Field, json: &'c str) -> Written<'c> {
        match self.instead(field.name) {
            None => Written::Json(json),
            Some(Instead::Absent) => Written::Nothing,
            Some(Instead::Other(json)) => Written::Json(json),
        }
    }

    /// Clears the state.
    pub(super) fn forget(&mut self) {
        self.0 = None;
    }

    /// Records that a constant has its fixed value.
    pub(super) fn agree(&mut self, field: &Field) {
        if let Some(differing) = &mut self.0 {
            differing.0.retain(|(name, _)| *name != field.name);
            if differing.0.is_empty() {
                self.0 = None;
            }
        }
    }

    /// Records that a constant is absent.
    #[cold]
    pub(super) fn absent(&mut self, field: &Field) {
        self.keep(field, Instead::Absent);
    }

    /// Records the value that was read in place of a constant.
    #[cold]
    pub(super) fn differ(&mut self, field: &Field, json: &str) {
        self.keep(field, Instead::Other(json.into()));
    }

    fn keep(&mut self, field: &Field, instead: Instead) {
        // Of duplicate keys, the last one counts.
        self.agree(field);
        self.0.get_or_insert_default().0.push((field.name, instead));
    }

    fn instead(&self, name: &str) -> Option<&Instead> {
        let (_, instead) = self.0.as_ref()?.0.iter().find(|(other, _)| *other == name)?;
        Some(instead)
    }
}

impl fmt::Debug for Constants {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let entries = self.0.iter().flat_map(|differing| &differing.0);
        f.debug_map().entries(entries.map(|(name, instead)| (name, instead))).finish()
    }
}

impl fmt::Debug for Instead {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Absent => "absent",
            Self::Other(json) => json,
        })
    }
}

/// The order of keys does not affect equality.
impl PartialEq for Differing {
    fn eq(&self, other: &Self) -> bool {
        let has = |(name, instead): &(&str, Instead)| other.0.iter().any(|(n, i)| n == name && i == instead);
        self.0.len() == other.0.len() && self.0.iter().all(has)
    }
}

/// Returns whether two JSON texts represent the same value.
pub(super) fn same(constant: &str, found: &str) -> bool {
    if constant == found {
        return true;
    }
    let kind = |json: &str| json.bytes().next();
    match (kind(constant), kind(found)) {
        (Some(b'"'), Some(b'"')) => {
            let [mut constant, mut found] = [constant, found].map(|json| Reader::new(json.as_bytes()));
            matches!((constant.text(), found.text()), (Ok(constant), Ok(found)) if constant == found)
        }
        (Some(b'{'), Some(b'{')) | (Some(b'['), Some(b'[')) => {
            let [constant, found] = [constant, found].map(|json| decode_json::<Value>(json.as_bytes()));
            matches!((constant, found), (Ok(constant), Ok(found)) if constant == found)
        }
        _ => same_number(constant, found),
    }
}

fn same_number(constant: &str, found: &str) -> bool {
    // Different integers may be equal as floats.
    if let (Ok(constant), Ok(found)) = (constant.parse::<i128>(), found.parse::<i128>()) {
        return constant == found;
    }
    matches!((constant.parse::<f64>(), found.parse::<f64>()), (Ok(constant), Ok(found)) if constant == found)
}
