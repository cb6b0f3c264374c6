//! YAML as JSON: keys become text, tags go, merge keys are carried out, and numbers that no integer of 64 bits holds
//! become floats. Knows no document.

use std::fmt;

use serde::Deserialize;
use serde::de::{Deserializer, EnumAccess, Error, MapAccess, SeqAccess, VariantAccess, Visitor};
use serde_json::{Map, Value};

/// The key whose value, a mapping or a list of some, is merged into the mapping around it.
const MERGE: &str = "<<";

/// Reads a text.
pub(super) fn parse(text: &str) -> Result<Value, String> {
    let Json(mut value) = serde_yaml::from_str(text).map_err(|error| error.to_string())?;
    merge(&mut value);
    Ok(value)
}

/// What the reader's own type cannot hold: it refuses numbers beyond 64 bits.
struct Json(Value);

impl<'de> Deserialize<'de> for Json {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Any).map(Self)
    }
}

struct Any;

impl<'de> Visitor<'de> for Any {
    type Value = Value;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("anything")
    }

    fn visit_unit<E: Error>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_i128<E: Error>(self, value: i128) -> Result<Value, E> {
        Ok((value as f64).into())
    }

    fn visit_u128<E: Error>(self, value: u128) -> Result<Value, E> {
        Ok((value as f64).into())
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Value, A::Error> {
        let mut items = Vec::new();
        while let Some(Json(item)) = list.next_element()? {
            items.push(item);
        }
        Ok(items.into())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Value, A::Error> {
        let mut members = Map::new();
        while let Some((Json(key), Json(value))) = map.next_entry()? {
            let key = match key {
                Value::String(text) => text,
                other => other.to_string(),
            };
            members.insert(key, value);
        }
        Ok(members.into())
    }

    fn visit_enum<A: EnumAccess<'de>>(self, tagged: A) -> Result<Value, A::Error> {
        let (Json(_), value) = tagged.variant()?;
        value.newtype_variant().map(|Json(value)| value)
    }
}

/// Carries merge keys out, from the inside; what stands in the mapping itself goes first.
fn merge(value: &mut Value) {
    match value {
        Value::Array(items) => items.iter_mut().for_each(merge),
        Value::Object(members) => {
            members.values_mut().for_each(merge);
            let more = match members.get(MERGE) {
                Some(Value::Object(_)) => members.shift_remove(MERGE).into_iter().collect(),
                Some(Value::Array(list)) if list.iter().all(Value::is_object) => match members.shift_remove(MERGE) {
                    Some(Value::Array(list)) => list,
                    _ => Vec::new(),
                },
                _ => Vec::new(),
            };
            for (key, value) in more.into_iter().filter_map(|more| more.as_object().cloned()).flatten() {
                members.entry(key).or_insert(value);
            }
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::parse;

    #[test]
    fn numbers_keys_tags_and_merges_become_json() {
        let text = "a: &a { x: 1, y: 2 }\nb: { <<: *a, y: 3 }\nc: { <<: [*a, { z: 4 }] }\n200: !tag text\n\
                    large: [18446744073709551615, 18446744073709551616, -9223372036854775809, .inf]\nnone: ~\n";
        let large = json!([
            18_446_744_073_709_551_615_u64,
            18_446_744_073_709_551_616_f64,
            -9_223_372_036_854_775_809_f64,
            null
        ]);
        let expected = json!({
            "a": {"x": 1, "y": 2}, "b": {"y": 3, "x": 1}, "c": {"x": 1, "y": 2, "z": 4}, "200": "text", "large": large,
            "none": null,
        });
        assert_eq!(parse(text), Ok(expected));
        assert!(parse("a: [").is_err());
    }
}
