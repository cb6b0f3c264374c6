//! Reads a raw value from any serde format: keys become strings, tags are dropped, merge keys applied, repeated keys
//! collected, and the number of values is limited by the length of the text. Knows no format.

use std::cell::{Cell, RefCell};
use std::fmt;

use serde::Deserialize as _;
use serde::de::{
    self, DeserializeSeed, Deserializer, EnumAccess, Error as _, MapAccess, SeqAccess, VariantAccess, Visitor,
};
use serde_json::map::Entry;
use serde_json::{Map, Number, Value};

use super::super::path::Path;
use crate::pointer::Pointer;

/// What is collected in addition to the value.
pub(super) struct Gathered {
    /// Keys that an object has more than once, in the order in which they were repeated.
    pub(super) repeated: RefCell<Vec<Pointer>>,
    left: Cell<usize>,
    allowance: usize,
}

impl Gathered {
    /// Limits the number of values to what a text of this length can contain without aliases, and some more for those.
    pub(super) fn for_text(text: &str) -> Self {
        let allowance = text.len() + 100_000;
        Self { repeated: RefCell::default(), left: Cell::new(allowance), allowance }
    }

    /// Clears everything, for another attempt at the same text.
    pub(super) fn reset(&self) {
        self.repeated.borrow_mut().clear();
        self.left.set(self.allowance);
    }

    /// Returns whether there were more values than the limit.
    pub(super) fn is_spent(&self) -> bool {
        self.left.get() == 0
    }

    fn spend<E: de::Error>(&self, bytes: usize) -> Result<(), E> {
        let left = self.left.get().saturating_sub(1 + bytes / 16);
        self.left.set(left);
        if left == 0 { Err(E::custom("too many values")) } else { Ok(()) }
    }
}

/// Parses one value.
#[derive(Clone, Copy)]
pub(super) struct Raw<'a> {
    gathered: &'a Gathered,
    at: &'a Path<'a>,
}

impl<'a> Raw<'a> {
    /// Parses the whole text.
    pub(super) fn root(gathered: &'a Gathered) -> Self {
        Self { gathered, at: &Path::Root }
    }

    /// Parses with any serde deserializer.
    pub(super) fn parse<'de, D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        self.deserialize(deserializer)
    }
}

impl<'de> DeserializeSeed<'de> for Raw<'_> {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Raw<'_> {
    type Value = Value;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a value")
    }

    fn visit_unit<E: de::Error>(self) -> Result<Value, E> {
        self.gathered.spend(0)?;
        Ok(Value::Null)
    }

    fn visit_none<E: de::Error>(self) -> Result<Value, E> {
        self.visit_unit()
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        self.deserialize(deserializer)
    }

    fn visit_bool<E: de::Error>(self, value: bool) -> Result<Value, E> {
        self.gathered.spend(0)?;
        Ok(Value::Bool(value))
    }

    fn visit_i64<E: de::Error>(self, value: i64) -> Result<Value, E> {
        self.gathered.spend(0)?;
        Ok(Value::Number(value.into()))
    }

    fn visit_u64<E: de::Error>(self, value: u64) -> Result<Value, E> {
        self.gathered.spend(0)?;
        Ok(Value::Number(value.into()))
    }

    fn visit_i128<E: de::Error>(self, value: i128) -> Result<Value, E> {
        self.visit_f64(value as f64)
    }

    fn visit_u128<E: de::Error>(self, value: u128) -> Result<Value, E> {
        self.visit_f64(value as f64)
    }

    fn visit_f64<E: de::Error>(self, value: f64) -> Result<Value, E> {
        self.gathered.spend(0)?;
        // YAML's `.nan` and `.inf` have no counterpart in JSON.
        Ok(Number::from_f64(value).map_or(Value::Null, Value::Number))
    }

    fn visit_str<E: de::Error>(self, value: &str) -> Result<Value, E> {
        self.visit_string(value.to_owned())
    }

    fn visit_string<E: de::Error>(self, value: String) -> Result<Value, E> {
        self.gathered.spend(value.len())?;
        Ok(Value::String(value))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut access: A) -> Result<Value, A::Error> {
        self.gathered.spend(0)?;
        let mut items = Vec::new();
        while let Some(item) = access.next_element_seed(Raw { at: &self.at.item(items.len()), ..self })? {
            items.push(item);
        }
        Ok(Value::Array(items))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut access: A) -> Result<Value, A::Error> {
        self.gathered.spend(0)?;
        let mut members = Map::new();
        let mut merged = None;
        while let Some(key) = access.next_key_seed(Key)? {
            self.gathered.spend(key.len())?;
            let at = self.at.key(&key);
            let value = access.next_value_seed(Raw { at: &at, ..self })?;
            if key == "<<" && is_mergeable(&value) && merged.is_none() {
                merged = Some(value);
                continue;
            }
            match members.entry(key) {
                Entry::Vacant(location) => {
                    location.insert(value);
                }
                Entry::Occupied(mut location) => {
                    self.gathered.repeated.borrow_mut().push(self.at.key(location.key()).pointer());
                    location.insert(value);
                }
            }
        }
        merge(&mut members, merged);
        Ok(Value::Object(members))
    }

    fn visit_enum<A: EnumAccess<'de>>(self, access: A) -> Result<Value, A::Error> {
        let (Tag, variant) = access.variant_seed(TagSeed)?;
        variant.newtype_variant_seed(self)
    }
}

fn is_mergeable(value: &Value) -> bool {
    match value {
        Value::Object(_) => true,
        Value::Array(items) => !items.is_empty() && items.iter().all(Value::is_object),
        _ => false,
    }
}

fn merge(members: &mut Map<String, Value>, merged: Option<Value>) {
    let sources = match merged {
        Some(Value::Array(items)) => items,
        Some(other) => vec![other],
        None => return,
    };
    for source in sources {
        let Value::Object(source) = source else { continue };
        for (key, value) in source {
            members.entry(key).or_insert(value);
        }
    }
}

/// Parses a key as its text, so that `200` stays `200`.
struct Key;

impl<'de> DeserializeSeed<'de> for Key {
    type Value = String;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<String, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl<'de> Visitor<'de> for Key {
    type Value = String;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a key that is a plain value")
    }

    fn visit_str<E: de::Error>(self, value: &str) -> Result<String, E> {
        Ok(value.to_owned())
    }

    fn visit_string<E: de::Error>(self, value: String) -> Result<String, E> {
        Ok(value)
    }

    fn visit_unit<E: de::Error>(self) -> Result<String, E> {
        Ok("null".to_owned())
    }

    fn visit_enum<A: EnumAccess<'de>>(self, _: A) -> Result<String, A::Error> {
        Err(A::Error::custom("a key must not have a tag"))
    }
}

struct Tag;

struct TagSeed;

impl<'de> DeserializeSeed<'de> for TagSeed {
    type Value = Tag;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Tag, D::Error> {
        de::IgnoredAny::deserialize(deserializer).map(|_| Tag)
    }
}
