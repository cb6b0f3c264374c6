//! The query of a request: its parameters in their order, each rendered once. Knows the styles of OpenAPI, but no
//! operation.

use std::borrow::Cow;

use percent_encoding::percent_decode_str;
use serde_json::{Map, Value};

use super::shape::{Shape, push_encoded, text};
use crate::codec::{Encode, encode_json};

/// How a list or an object is written in a query, other than by repeating the key (`form` with `explode`).
///
/// A scalar looks the same in every style.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Style {
    /// `ids=1,2`; an object as `point=x,1,y,2`.
    FormComma,
    /// `ids=1%202`.
    SpaceDelimited,
    /// `ids=1%7C2`.
    PipeDelimited,
    /// `filter[name]=a&filter[size][gt]=1`, brackets percent-encoded; a list inside repeats its key.
    DeepObject,
    /// The value as JSON text (a parameter with `content: application/json`).
    Json,
}

/// The parameters of a query.
#[derive(Clone, Debug, Default)]
pub(crate) struct Query {
    parts: Vec<Part>,
}

#[derive(Clone, Debug)]
struct Part {
    name: Cow<'static, str>,
    /// `name=value`, percent-encoded, perhaps several joined by `&`.
    text: String,
}

impl Query {
    /// Sets a parameter in style `form` with `explode`; a value that is absent or null takes it away.
    pub(crate) fn set(&mut self, name: Cow<'static, str>, value: &dyn Encode) {
        let text = if value.is_absent() { String::new() } else { exploded(&name, Shape::of(value)) };
        self.put(name, text);
    }

    /// Sets a parameter in another style.
    pub(crate) fn set_styled(&mut self, name: &'static str, style: Style, value: &dyn Encode) {
        let text = match style {
            _ if value.is_absent() => String::new(),
            Style::Json => pair(name, &String::from_utf8_lossy(&encode_json(value))),
            style => styled(name, style, Shape::of(value)),
        };
        self.put(Cow::Borrowed(name), text);
    }

    /// Takes a parameter away.
    pub(crate) fn remove(&mut self, name: &str) {
        self.parts.retain(|part| part.name != name);
    }

    /// Takes the query of a URL over as it is written there.
    pub(crate) fn of_url(text: &str) -> Self {
        let pairs = text.split('&').filter(|pair| !pair.is_empty());
        let parts = pairs.map(|pair| {
            let name = pair.split('=').next().unwrap_or_default();
            Part { name: Cow::Owned(decoded(name)), text: pair.to_owned() }
        });
        Self { parts: parts.collect() }
    }

    /// Returns the value of a parameter, the first one if it is repeated.
    pub(crate) fn value(&self, name: &str) -> Option<String> {
        let part = self.parts.iter().find(|part| part.name == name)?;
        let pair = part.text.split('&').next().unwrap_or_default();
        Some(decoded(pair.split_once('=').map_or("", |(_, value)| value)))
    }

    /// Appends the query to a URL, with its question mark.
    pub(crate) fn push_to(&self, url: &mut String) {
        for part in &self.parts {
            join(url, &part.text);
        }
    }

    fn put(&mut self, name: Cow<'static, str>, text: String) {
        if text.is_empty() {
            self.remove(&name);
            return;
        }
        match self.parts.iter_mut().find(|part| part.name == name) {
            Some(part) => part.text = text,
            None => self.parts.push(Part { name, text }),
        }
    }
}

fn decoded(text: &str) -> String {
    percent_decode_str(&text.replace('+', " ")).decode_utf8_lossy().into_owned()
}

/// Appends one more `name=value`, percent-encoded already, to a URL.
pub(crate) fn join(url: &mut String, text: &str) {
    url.push(if url.contains('?') { '&' } else { '?' });
    url.push_str(text);
}

/// Returns `name=value`, percent-encoded.
pub(crate) fn pair(name: &str, value: &str) -> String {
    let mut out = String::with_capacity(name.len() + value.len() + 1);
    push_pair(&mut out, name, value);
    out
}

fn exploded(name: &str, shape: Shape) -> String {
    let mut out = String::new();
    match shape {
        Shape::Nothing => {}
        Shape::Scalar(value) => push_pair(&mut out, name, &value),
        Shape::List(list) => present(&list).for_each(|item| push_pair(&mut out, name, &text(item))),
        Shape::Object(map) => {
            map.iter().for_each(|(key, value)| push_member(&mut out, key, value));
        }
    }
    out
}

fn styled(name: &str, style: Style, shape: Shape) -> String {
    let (separator, shape) = match (style, shape) {
        (_, shape @ (Shape::Nothing | Shape::Scalar(_))) => return exploded(name, shape),
        (Style::DeepObject, Shape::Object(map)) => {
            let mut out = String::new();
            bracketed(&mut out, name, &map);
            return out;
        }
        (Style::DeepObject | Style::Json, shape) => return exploded(name, shape),
        (Style::FormComma, shape) => (",", shape),
        (Style::SpaceDelimited, shape) => ("%20", shape),
        (Style::PipeDelimited, shape) => ("%7C", shape),
    };
    let texts = shape.texts();
    let mut out = String::new();
    for (index, text) in texts.iter().enumerate() {
        if index == 0 {
            push_encoded(&mut out, name);
            out.push('=');
        } else {
            out.push_str(separator);
        }
        push_encoded(&mut out, text);
    }
    out
}

/// A list inside an object repeats the member's key; `null` is left out.
fn push_member(out: &mut String, key: &str, value: &Value) {
    match value {
        Value::Null => {}
        Value::Array(list) => present(list).for_each(|item| push_pair(out, key, &text(item))),
        value => push_pair(out, key, &text(value)),
    }
}

fn bracketed(out: &mut String, name: &str, map: &Map<String, Value>) {
    for (key, value) in map {
        let name = format!("{name}[{key}]");
        match value {
            Value::Object(inner) => bracketed(out, &name, inner),
            value => push_member(out, &name, value),
        }
    }
}

fn push_pair(out: &mut String, name: &str, value: &str) {
    if !out.is_empty() {
        out.push('&');
    }
    push_encoded(out, name);
    out.push('=');
    push_encoded(out, value);
}

fn present(list: &[Value]) -> impl Iterator<Item = &Value> {
    list.iter().filter(|item| !item.is_null())
}
