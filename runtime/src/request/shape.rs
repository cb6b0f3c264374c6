//! The text forms of a value that is no JSON body: a scalar, a list or an object of texts, for paths, queries and
//! headers. Knows JSON and percent-encoding, but not where the text goes.

use std::fmt::Write as _;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::Value;

use crate::codec::{Encode, Writer};

/// Everything outside the unreserved characters of RFC 3986, section 2.3.
const RESERVED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// A value as parameters see it.
#[derive(Debug, PartialEq)]
pub(crate) enum Shape {
    /// `null`: nothing is sent.
    Nothing,
    Scalar(String),
    List(Vec<Value>),
    Object(serde_json::Map<String, Value>),
}

impl Shape {
    /// Takes the shape of what `value` writes as JSON.
    pub(crate) fn of(value: &dyn Encode) -> Self {
        let mut json = Vec::with_capacity(32);
        value.encode(&mut Writer::new(&mut json));
        match json.as_slice() {
            b"null" => Self::Nothing,
            // The common case, a string without an escape.
            [b'"', inner @ .., b'"'] if !inner.contains(&b'\\') => {
                json.pop();
                json.remove(0);
                Self::Scalar(lossless(json))
            }
            [b'"' | b'[' | b'{', ..] => Self::of_json(serde_json::from_slice(&json).unwrap_or_default()),
            _ => Self::Scalar(lossless(json)),
        }
    }

    fn of_json(json: Value) -> Self {
        match json {
            Value::Null => Self::Nothing,
            Value::Array(list) => Self::List(list),
            Value::Object(map) => Self::Object(map),
            scalar => Self::Scalar(text(&scalar)),
        }
    }

    /// Returns the texts in a row: the items of a list, or the keys and values of an object in turn (style `simple` and
    /// `form` without `explode`). Nulls are left out.
    pub(crate) fn texts(self) -> Vec<String> {
        match self {
            Self::Nothing => Vec::new(),
            Self::Scalar(text) => vec![text],
            Self::List(list) => list.iter().filter(|item| !item.is_null()).map(text).collect(),
            Self::Object(map) => {
                let pairs = map.into_iter().filter(|(_, value)| !value.is_null());
                pairs.flat_map(|(key, value)| [key, text(&value)]).collect()
            }
        }
    }
}

/// Returns the text of a scalar; of a list or an object inside another one, for which OpenAPI defines no form, its
/// JSON.
pub(crate) fn text(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

/// Appends `text`, percent-encoded outside the unreserved characters.
pub(crate) fn push_encoded(out: &mut String, text: &str) {
    let _ = write!(out, "{}", utf8_percent_encode(text, RESERVED));
}

/// The writer writes only UTF-8, so nothing is lost.
fn lossless(json: Vec<u8>) -> String {
    String::from_utf8(json).unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned())
}
