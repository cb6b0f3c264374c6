//! Any JSON: `serde_json::Value`, read and written by this codec.

use std::sync::LazyLock;

use serde_json::{Map, Number, Value};

use super::collections::{DecodeMap, EncodeMap};
use super::fault::Fault;
use super::number::{beyond_floats, parse_float, parse_plain};
use super::reader::{Reader, Shape};
use super::{Decode, Encode, Writer};

impl Encode for Value {
    fn encode(&self, writer: &mut Writer<'_>) {
        match self {
            Self::Null => writer.null(),
            Self::Bool(value) => writer.boolean(*value),
            Self::Number(number) => writer.serde(number),
            Self::String(text) => writer.string(text),
            Self::Array(items) => items.encode(writer),
            Self::Object(map) => map.encode(writer),
        }
    }
}

impl Decode for Value {
    fn blank() -> Self {
        Self::Null
    }

    fn decode(&mut self, reader: &mut Reader<'_>) -> Result<(), Fault> {
        reader.note_free();
        *self = match reader.shape()? {
            Shape::Null => {
                reader.null()?;
                Self::Null
            }
            Shape::Boolean => Self::Bool(reader.boolean()?),
            Shape::Number => Self::Number(read_number(reader)?),
            Shape::String => Self::String(reader.string()?.to_owned()),
            Shape::Array => Self::Array(reader.value()?),
            Shape::Object => Self::Object(reader.value()?),
        };
        Ok(())
    }

    /// Any JSON is accepted, and null represents an absent value.
    fn decode_absent(&mut self) -> bool {
        *self = Self::Null;
        true
    }
}

impl Encode for Map<String, Value> {
    fn encode(&self, writer: &mut Writer<'_>) {
        writer.map(self);
    }
}

impl Decode for Map<String, Value> {
    fn blank() -> Self {
        Self::new()
    }

    fn decode(&mut self, reader: &mut Reader<'_>) -> Result<(), Fault> {
        reader.map(self)
    }

    fn decode_absent(&mut self) -> bool {
        self.clear();
        false
    }
}

impl EncodeMap for Map<String, Value> {
    fn each(&self, write: &mut dyn FnMut(&str, &dyn Encode)) {
        for (key, value) in self {
            write(key, value);
        }
    }

    fn has(&self, key: &str) -> bool {
        self.contains_key(key)
    }
}

impl DecodeMap for Map<String, Value> {
    fn slot(&mut self, key: &str) -> &mut dyn Decode {
        self.entry(key).or_insert(Value::Null)
    }

    fn forget(&mut self) {
        self.clear();
    }
}

/// Keeps 64-bit integers exactly and rounds other numbers to the nearest float, unless serde_json was built to keep the
/// text.
fn read_number(reader: &mut Reader<'_>) -> Result<Number, Fault> {
    /// serde_json has a feature for this, which any crate of a build can enable; only then does it accept this number.
    static VERBATIM: LazyLock<bool> = LazyLock::new(|| "1e999".parse::<Number>().is_ok());

    let (number, start) = reader.number("a number")?;
    let text = &reader.text[start..reader.at];
    let integer = number.plain_integer().or_else(|| parse_plain(text));
    // Minus zero is a float.
    if let Some(integer) = integer.filter(|&integer| integer != 0 || text == "0").and_then(Number::from_i128) {
        return Ok(integer);
    }
    if *VERBATIM {
        return text.parse().map_err(|_| beyond_floats(text));
    }
    let float = number.float().map_or_else(|| parse_float(text), Ok)?;
    Number::from_f64(float).ok_or_else(|| beyond_floats(text))
}
