//! Values as text for paths, queries and headers: a scalar, a list or an object of texts. Knows JSON and
//! percent-encoding, but not where the text is used.

use std::fmt::Write as _;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::{Map, Value};

use crate::codec::{Encode, Writer, decode_json, encode_json};

/// Everything outside the unreserved characters of RFC 3986, section 2.3.
const RESERVED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// Everything outside the unreserved and the reserved characters of RFC 3986, section 2.2, and those reserved
/// characters that would end the value or the query.
const UNSAFE: &AsciiSet = &RESERVED
    .remove(b':')
    .remove(b'/')
    .remove(b'?')
    .remove(b'[')
    .remove(b']')
    .remove(b'@')
    .remove(b'!')
    .remove(b'$')
    .remove(b'\'')
    .remove(b'(')
    .remove(b')')
    .remove(b'*')
    .remove(b'+')
    .remove(b',')
    .remove(b';')
    .remove(b'=');

/// Everything that is invalid in a path (RFC 3986, section 3.3).
const NOT_IN_PATHS: &AsciiSet = &RESERVED
    .remove(b'/')
    .remove(b':')
    .remove(b'@')
    .remove(b'!')
    .remove(b'$')
    .remove(b'&')
    .remove(b'\'')
    .remove(b'(')
    .remove(b')')
    .remove(b'*')
    .remove(b'+')
    .remove(b',')
    .remove(b';')
    .remove(b'=');

/// A value as a parameter.
#[derive(Debug, PartialEq)]
pub(crate) enum Shape {
    /// `null`: nothing is sent.
    Nothing,
    Scalar(String),
    List(Vec<Value>),
    /// The properties in order.
    Object(Map<String, Value>),
}

impl Shape {
    /// Returns the shape of the JSON that `value` writes.
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
            [b'"', ..] => Self::Scalar(decode_json(&json).unwrap_or_default()),
            [b'[', ..] => Self::List(decode_json(&json).unwrap_or_default()),
            [b'{', ..] => Self::Object(decode_json(&json).unwrap_or_default()),
            _ => Self::Scalar(lossless(json)),
        }
    }
}

/// Returns the text of a scalar. A list or an object inside another one, for which OpenAPI defines no format, is
/// returned as JSON.
pub(crate) fn text(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        other => lossless(encode_json(other)),
    }
}

/// Appends `text`, percent-encoded outside the unreserved characters.
pub(crate) fn push_encoded(out: &mut String, text: &str) {
    let _ = write!(out, "{}", utf8_percent_encode(text, RESERVED));
}

/// Appends `text` without encoding reserved characters and existing percent-encoding (RFC 6570, section 3.2.3), except
/// `&` and `#`, which would end the value.
pub(crate) fn push_reserved(out: &mut String, text: &str) {
    for (index, part) in text.split('%').enumerate() {
        if index > 0 {
            let encoded = part.as_bytes().get(..2).is_some_and(|digits| digits.iter().all(u8::is_ascii_hexdigit));
            out.push_str(if encoded { "%" } else { "%25" });
        }
        let _ = write!(out, "{}", utf8_percent_encode(part, UNSAFE));
    }
}

/// Like [`push_encoded`], but keeps characters that are valid in a path, including slashes.
pub(crate) fn push_path(out: &mut String, text: &str) {
    let _ = write!(out, "{}", utf8_percent_encode(text, NOT_IN_PATHS));
}

/// Appends the text of `value` if it is a scalar with unreserved characters only, which looks the same in all styles;
/// returns whether it is. Most parameters are, and this avoids an allocation.
pub(crate) fn push_unreserved(out: &mut String, value: &dyn Encode) -> bool {
    let mut bytes = std::mem::take(out).into_bytes();
    let start = bytes.len();
    value.encode(&mut Writer::new(&mut bytes));
    let unreserved = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~');
    let is_plain = match &bytes[start..] {
        [] | b"null" => false,
        [b'"', inner @ .., b'"'] if !inner.is_empty() && inner.iter().all(unreserved) => {
            bytes.pop();
            bytes.remove(start);
            true
        }
        json => json.iter().all(unreserved),
    };
    if !is_plain {
        bytes.truncate(start);
    }
    *out = lossless(bytes);
    is_plain
}

/// Appends `text` as it is.
pub(crate) fn push_plain(out: &mut String, text: &str) {
    out.push_str(text);
}

/// The writer writes only UTF-8, so the conversion is lossless.
fn lossless(json: Vec<u8>) -> String {
    String::from_utf8(json).unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned())
}
