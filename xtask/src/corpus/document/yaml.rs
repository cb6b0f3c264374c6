//! YAML read as JSON values. Integers of any size are read: those that no 64-bit integer holds become floats, which is
//! what a reader of JSON makes of them as well. Knows no OpenAPI.

use std::fmt;

use serde::Deserialize;
use serde::de::{Deserializer, EnumAccess, MapAccess, SeqAccess, VariantAccess, Visitor};
use serde_json::{Map, Number, Value};

/// The key whose value is merged into the mapping that it is in (YAML's merge key).
const MERGE: &str = "<<";

/// Reads a YAML document: keys become text, tags are dropped, merge keys are applied.
pub(super) fn read(text: &str) -> Result<Value, String> {
    serde_yaml::from_str::<Node>(text).map(|node| node.0).map_err(|error| error.to_string())
}

struct Node(Value);

impl<'de> Deserialize<'de> for Node {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(AnyValue).map(Self)
    }
}

struct AnyValue;

impl<'de> Visitor<'de> for AnyValue {
    type Value = Value;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a YAML value")
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(Value::Bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(Value::from(value))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(Value::from(value))
    }

    fn visit_i128<E>(self, value: i128) -> Result<Value, E> {
        Ok(float(value as f64))
    }

    fn visit_u128<E>(self, value: u128) -> Result<Value, E> {
        Ok(float(value as f64))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Value, E> {
        Ok(float(value))
    }

    fn visit_str<E>(self, value: &str) -> Result<Value, E> {
        Ok(Value::from(value))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        let mut list = Vec::new();
        while let Some(Node(item)) = items.next_element()? {
            list.push(item);
        }
        Ok(Value::Array(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Value, A::Error> {
        let (mut members, mut merged) = (Map::new(), Vec::new());
        while let Some((Node(key), Node(value))) = entries.next_entry()? {
            match key {
                Value::String(key) if key == MERGE => merged.push(value),
                Value::String(key) => drop(members.insert(key, value)),
                key => drop(members.insert(key.to_string(), value)),
            }
        }
        merged.into_iter().for_each(|value| merge(&mut members, value));
        Ok(Value::Object(members))
    }

    fn visit_enum<A: EnumAccess<'de>>(self, tagged: A) -> Result<Value, A::Error> {
        let (_, value) = tagged.variant::<String>()?;
        value.newtype_variant::<Node>().map(|node| node.0)
    }
}

/// Adds the members of a merged mapping, or of each in a list of them; what is there already stays.
fn merge(members: &mut Map<String, Value>, merged: Value) {
    match merged {
        Value::Array(all) => all.into_iter().for_each(|one| merge(members, one)),
        Value::Object(more) => {
            for (key, value) in more {
                members.entry(key).or_insert(value);
            }
        }
        _ => {}
    }
}

fn float(value: f64) -> Value {
    Number::from_f64(value).map_or(Value::Null, Value::Number)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::read;

    #[test]
    fn integers_of_any_size_are_read() {
        let text = "a: 18446744073709551615\nb: 184467440737095516150\nc: -99999999999999999999\nd: -1\n";
        let read = read(text).unwrap();
        assert_eq!(read, json!({"a": u64::MAX, "b": 184467440737095516150_f64, "c": -1e20_f64, "d": -1}));
    }

    #[test]
    fn keys_tags_and_merged_mappings_are_read() {
        let text = "x: &x {a: 1, b: 2}\ny: {<<: *x, b: 3}\n200: !thing [true, null, 1.5]\n";
        assert_eq!(
            read(text).unwrap(),
            json!({"x": {"a": 1, "b": 2}, "y": {"b": 3, "a": 1}, "200": [true, null, 1.5]})
        );
        assert!(read("a: [").is_err());
    }
}
