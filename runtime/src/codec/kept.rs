//! What an object had beside its fields: properties that the document does not describe, and constants that a server
//! sent with another value. They are kept, so that what was read is sent back unchanged. Knows fields and JSON text,
//! nothing of models.

use std::collections::BTreeMap;
use std::fmt;

use serde_json::Value;

use super::collections::DecodeMap;
use super::fault::Fault;
use super::field::Field;
use super::reader::Reader;
use super::{Decode, decode_json};

/// What an object had beside its fields: its unknown properties, and the deviating values of its constants.
///
/// An API may add a property, or a second value of a constant, after an SDK was generated, and both must be sent back
/// unchanged. One pointer wide, and null if there is nothing to keep.
#[derive(Clone, Default, PartialEq)]
pub struct Kept(Option<Box<Beside>>);

#[derive(Clone, Default, PartialEq)]
struct Beside {
    constants: Differing,
    unknown: Unknown,
}

/// Usually few, in the order in which they were read.
#[derive(Clone, Default)]
struct Differing(Vec<(&'static str, Instead)>);

#[derive(Clone, PartialEq)]
enum Instead {
    Absent,
    /// JSON text, byte for byte.
    Other(Box<str>),
}

/// Properties by name, with their JSON text.
#[derive(Clone, Default)]
struct Unknown(BTreeMap<Box<str>, Box<str>>);

/// The text to write for a constant.
pub(super) enum Written<'c> {
    Nothing,
    Json(&'c str),
}

impl Kept {
    /// The state of an object that has nothing beside its fields, and whose constants have their fixed values.
    pub const NONE: Self = Self(None);

    /// Adds fields to a `Debug` representation: the constants that are absent or differ, and the names of unknown
    /// properties. Their values may be secrets.
    pub fn show(&self, debug: &mut fmt::DebugStruct<'_, '_>) {
        let Some(beside) = &self.0 else { return };
        if !beside.constants.0.is_empty() {
            debug.field("constants", &beside.constants);
        }
        if !beside.unknown.0.is_empty() {
            debug.field("unknown", &beside.unknown);
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
        if let Some(beside) = &mut self.0 {
            beside.constants.0.retain(|(name, _)| *name != field.name);
            if beside.constants.0.is_empty() && beside.unknown.0.is_empty() {
                self.0 = None;
            }
        }
    }

    /// Records that a constant is absent.
    #[cold]
    pub(super) fn absent(&mut self, field: &Field) {
        self.instead_of(field, Instead::Absent);
    }

    /// Records the value that was read in place of a constant.
    #[cold]
    pub(super) fn differ(&mut self, field: &Field, json: &str) {
        self.instead_of(field, Instead::Other(json.into()));
    }

    /// Records a property that the document does not describe. Of duplicate keys, the last one counts.
    #[cold]
    pub(super) fn unknown(&mut self, name: &str, json: &str) {
        // Line breaks can stand only between tokens, and would end a record of JSON lines.
        let json = if json.contains(['\n', '\r']) { json.replace(['\n', '\r'], " ").into() } else { json.into() };
        self.0.get_or_insert_default().unknown.0.insert(name.into(), json);
    }

    /// Returns whether there is an unknown property with this name.
    pub(super) fn has(&self, name: &str) -> bool {
        self.0.as_ref().is_some_and(|beside| beside.unknown.0.contains_key(name))
    }

    /// Returns the unknown properties with their JSON text.
    pub(super) fn properties(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().flat_map(|beside| &beside.unknown.0).map(|(name, json)| (&**name, &**json))
    }

    fn instead_of(&mut self, field: &Field, instead: Instead) {
        // Of duplicate keys, the last one counts.
        self.agree(field);
        self.0.get_or_insert_default().constants.0.push((field.name, instead));
    }

    fn instead(&self, name: &str) -> Option<&Instead> {
        let (_, instead) = self.0.as_ref()?.constants.0.iter().find(|(other, _)| *other == name)?;
        Some(instead)
    }
}

impl fmt::Debug for Differing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_map().entries(self.0.iter().map(|(name, instead)| (name, instead))).finish()
    }
}

impl fmt::Debug for Unknown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.0.keys()).finish()
    }
}

/// White space and the spelling of numbers do not affect equality.
impl PartialEq for Unknown {
    fn eq(&self, other: &Self) -> bool {
        self.0.len() == other.0.len()
            && self.0.iter().zip(&other.0).all(|((a, one), (b, two))| a == b && same(one, two))
    }
}

/// Takes unknown properties and keeps none of them.
pub struct Dropped;

impl DecodeMap for Dropped {
    fn slot(&mut self, _: &str) -> &mut dyn Decode {
        self
    }

    fn forget(&mut self) {}
}

impl Decode for Dropped {
    fn blank() -> Self {
        Self
    }

    fn decode(&mut self, reader: &mut Reader<'_>) -> Result<(), Fault> {
        reader.skip()
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
