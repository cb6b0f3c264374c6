//! Bodies of type `application/x-www-form-urlencoded`, and the conversion of values to names and texts for all forms.
//! Knows the styles of OpenAPI (3.0.4, section Encoding Object), but no operation.

use std::borrow::Cow;

use percent_encoding::{AsciiSet, CONTROLS, percent_encode};
use serde_json::Value;
use url::form_urlencoded::byte_serialize;

use super::encoding::{Encoding, FormStyle};
use super::shape::text;
use crate::codec::{Encode, decode_json, encode_json};

/// Characters that are encoded even in a value with reserved characters, since they would end or change it.
const UNSAFE: &AsciiSet = &CONTROLS.add(b' ').add(b'"').add(b'%').add(b'&').add(b'+').add(b'<').add(b'>').add(b'\\');

/// A name and its texts.
#[derive(Debug, PartialEq)]
pub(super) struct Pair {
    pub(super) name: String,
    /// Usually one; several are joined.
    pub(super) texts: Vec<String>,
    /// Whether the text is JSON of a list or an object, or is declared to be JSON.
    pub(super) json: bool,
}

impl Pair {
    fn text(name: &str, text: String) -> Self {
        Self { name: name.to_owned(), texts: vec![text], json: false }
    }

    fn json(name: &str, json: Vec<u8>) -> Self {
        // The writer writes only UTF-8, so the conversion is lossless.
        let text = String::from_utf8_lossy(&json).into_owned();
        Self { name: name.to_owned(), texts: vec![text], json: true }
    }

    /// Returns the pair of an item of a list or a property of an object.
    fn item(name: &str, value: &Value) -> Self {
        match value {
            Value::Null => Self::text(name, String::new()),
            Value::Array(_) | Value::Object(_) => Self::json(name, encode_json(value)),
            scalar => Self::text(name, text(scalar)),
        }
    }
}

/// Returns the pairs of a field: null is an empty text, an empty list is no pair.
pub(super) fn pairs(name: &str, encoding: Option<&Encoding>, value: &dyn Encode) -> Vec<Pair> {
    let json = encode_json(value);
    let style = encoding.and_then(|encoding| encoding.style);
    let is_object = json.first() == Some(&b'{');
    if encoding.is_some_and(Encoding::is_json) || (is_object && style.is_none()) {
        return vec![Pair::json(name, json)];
    }
    // The codec can read what it has written.
    let value: Value = decode_json(&json).unwrap_or_default();
    match (style, &value) {
        (Some(FormStyle::Deep), value) => {
            let mut pairs = Vec::new();
            bracketed(name, value, &mut pairs);
            pairs
        }
        (None | Some(FormStyle::Exploded), Value::Array(list)) => {
            list.iter().map(|item| Pair::item(name, item)).collect()
        }
        (Some(FormStyle::Exploded), Value::Object(map)) => {
            map.iter().flat_map(|(key, value)| exploded(key, value)).collect()
        }
        (Some(_), Value::Array(list)) => joined(name, list.iter().map(text).collect()),
        (Some(_), Value::Object(map)) => {
            joined(name, map.iter().flat_map(|(key, value)| [key.clone(), text(value)]).collect())
        }
        (_, scalar) => vec![Pair::item(name, scalar)],
    }
}

fn joined(name: &str, texts: Vec<String>) -> Vec<Pair> {
    if texts.is_empty() { Vec::new() } else { vec![Pair { name: name.to_owned(), texts, json: false }] }
}

/// A list inside an object repeats the name of the property.
fn exploded(key: &str, value: &Value) -> Vec<Pair> {
    match value {
        Value::Array(list) => list.iter().map(|item| Pair::item(key, item)).collect(),
        value => vec![Pair::item(key, value)],
    }
}

fn bracketed(name: &str, value: &Value, pairs: &mut Vec<Pair>) {
    match value {
        Value::Object(map) => {
            map.iter().for_each(|(key, value)| bracketed(&format!("{name}[{key}]"), value, pairs));
        }
        Value::Array(list) => {
            let items = list.iter().enumerate();
            items.for_each(|(index, value)| bracketed(&format!("{name}[{index}]"), value, pairs));
        }
        scalar => pairs.push(Pair::item(name, scalar)),
    }
}

/// A form that is being built.
#[derive(Clone, Debug, Default)]
pub(crate) struct Form {
    /// Names, each with its encoded `name=value`, or several of them joined by `&`.
    fields: Vec<(Cow<'static, str>, String)>,
}

impl Form {
    /// Sets a field; a value that is absent removes it.
    pub(super) fn set(&mut self, name: Cow<'static, str>, encoding: Option<&Encoding>, value: &dyn Encode) {
        self.fields.retain(|(known, _)| *known != name);
        if value.is_absent() {
            return;
        }
        let mut out = String::new();
        for pair in pairs(&name, encoding, value) {
            push(&mut out, &pair, encoding);
        }
        if !out.is_empty() {
            self.fields.push((name, out));
        }
    }

    /// Returns the body.
    pub(super) fn finish(self) -> Vec<u8> {
        let texts: Vec<String> = self.fields.into_iter().map(|(_, text)| text).collect();
        texts.join("&").into_bytes()
    }
}

fn push(out: &mut String, pair: &Pair, encoding: Option<&Encoding>) {
    if !out.is_empty() {
        out.push('&');
    }
    out.extend(byte_serialize(pair.name.as_bytes()));
    out.push('=');
    let separator = match encoding.and_then(|encoding| encoding.style) {
        Some(FormStyle::Space) => "%20",
        Some(FormStyle::Pipe) => "%7C",
        _ => ",",
    };
    for (index, text) in pair.texts.iter().enumerate() {
        if index > 0 {
            out.push_str(separator);
        }
        if encoding.is_some_and(|encoding| encoding.allow_reserved) {
            out.extend(percent_encode(text.as_bytes(), UNSAFE));
        } else {
            out.extend(byte_serialize(text.as_bytes()));
        }
    }
}
