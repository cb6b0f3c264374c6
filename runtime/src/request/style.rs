//! The styles of parameters in OpenAPI: separators, names and percent-encoding. Knows the shapes of values, but neither
//! operations nor requests.

use serde_json::{Map, Value};

use super::shape::{Shape, push_encoded, push_unreserved, text};
use crate::codec::{Encode, encode_json};

/// How a parameter is written (OpenAPI 3.0.4, section Style Values).
///
/// A scalar looks the same in most of them. `null`, and properties and items that are `null`, are omitted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Style {
    /// The default of the location: in queries and cookies `form` with `explode`, so that a list repeats the name and
    /// an object sends its own keys; in paths and headers `simple`, which is `1,2` and `x,1,y,2`.
    #[default]
    Usual,
    /// `form` without `explode`: `ids=1,2`; an object as `point=x,1,y,2`.
    FormComma,
    /// `ids=1%202`.
    SpaceDelimited,
    /// `ids=1%7C2`.
    PipeDelimited,
    /// `filter[name]=a&filter[size][gt]=1&filter[tags][0]=x`, brackets percent-encoded.
    ///
    /// OpenAPI does not define objects and lists inside the object. Brackets with the index of the item are what most
    /// servers understand.
    DeepObject,
    /// `simple` with `explode`: an object as `x=1,y=2`.
    SimpleExploded,
    /// `.a`; a list as `.1,2`, an object as `.x,1,y,2` (RFC 6570, section 3.2.5).
    Label,
    /// `label` with `explode`: `.1.2`, `.x=1.y=2`.
    LabelExploded,
    /// `;id=a`; a list as `;id=1,2`, an object as `;id=x,1,y,2` (RFC 6570, section 3.2.7).
    Matrix,
    /// `matrix` with `explode`: `;id=1;id=2`, `;x=1;y=2`.
    MatrixExploded,
    /// The value as JSON text (a parameter with `content: application/json`).
    Json,
    /// A scalar as its text, other values as JSON text (a parameter with `content` of another type).
    Text,
    /// A cookie without percent-encoding: a list sends several cookies of the same name, an object a cookie for each of
    /// its properties (OpenAPI 3.2, style `cookie`). Characters that are invalid in a cookie are an error.
    Cookie,
    /// `cookie` without `explode`: `ids=1,2`; an object as `point=x,1,y,2`.
    CookieComma,
    /// The whole query, without a name: a scalar as its text, other values as JSON text (OpenAPI 3.2, `in:
    /// querystring`).
    WholeQuery,
}

/// Appends a text, encoded for its location.
pub(crate) type Encoder = fn(&mut String, &str);

/// Returns the shape that `style` writes: that of the value, or its text.
fn shape(style: Style, value: &dyn Encode) -> Shape {
    let json = || Shape::Scalar(String::from_utf8_lossy(&encode_json(value)).into_owned());
    match (style, if value.is_absent() { Shape::Nothing } else { Shape::of(value) }) {
        (_, Shape::Nothing) => Shape::Nothing,
        (Style::Json, _) | (Style::Text | Style::WholeQuery, Shape::List(_) | Shape::Object(_)) => json(),
        (_, shape) => shape,
    }
}

/// Returns the pairs of a query or of cookies: `name=value`, percent-encoded, with `separator` between them.
pub(crate) fn pairs(name: &str, style: Style, value: &dyn Encode, encoder: Encoder, separator: &str) -> String {
    if style == Style::Usual && !value.is_absent() {
        let mut pair = String::with_capacity(name.len() + 32);
        push_encoded(&mut pair, name);
        pair.push('=');
        if push_unreserved(&mut pair, value) {
            return pair;
        }
    }
    let mut list = pair_list(name, style, value, encoder);
    if list.len() > 1 { list.join(separator) } else { list.pop().unwrap_or_default() }
}

fn pair_list(name: &str, style: Style, value: &dyn Encode, encoder: Encoder) -> Vec<String> {
    let one = |key: &str, value: &str| {
        let mut pair = String::with_capacity(key.len() + value.len() + 1);
        push_encoded(&mut pair, key);
        pair.push('=');
        encoder(&mut pair, value);
        pair
    };
    let mut pairs = Vec::new();
    let mut put = |key: &str, value: &Value| pairs.push(one(key, &text(value)));
    let (separator, shape) = match (style, shape(style, value)) {
        (_, Shape::Nothing) => return pairs,
        (Style::WholeQuery, Shape::Scalar(text)) => return vec![encoded(&text, encoder)],
        (_, Shape::Scalar(text)) => return vec![one(name, &text)],
        (Style::DeepObject, Shape::List(list)) => {
            bracketed(&mut put, name, &Value::Array(list));
            return pairs;
        }
        (Style::DeepObject, Shape::Object(map)) => {
            bracketed(&mut put, name, &Value::Object(map));
            return pairs;
        }
        (Style::FormComma, shape) => (",", shape),
        (Style::SpaceDelimited, shape) => ("%20", shape),
        (Style::PipeDelimited, shape) => ("%7C", shape),
        (_, Shape::List(list)) => {
            present(&list).for_each(|item| put(name, item));
            return pairs;
        }
        (_, Shape::Object(map)) => {
            properties(&map).for_each(|(key, value)| put_property(&mut put, key, value));
            return pairs;
        }
    };
    let list = pieces(shape, false, encoder);
    if list.is_empty() {
        return pairs;
    }
    let mut start = String::new();
    push_encoded(&mut start, name);
    start.push('=');
    vec![start + &list.join(separator)]
}

/// Returns the value of a header or of a placeholder in a path; `None` if there is no value.
pub(crate) fn expanded(name: &str, style: Style, value: &dyn Encode, encoder: Encoder) -> Option<String> {
    let shape = shape(style, value);
    // The common case.
    if let (Style::Usual, Shape::Scalar(text)) = (style, &shape) {
        return Some(encoded(text, encoder));
    }
    let is_scalar = matches!(shape, Shape::Scalar(_));
    let is_list = matches!(shape, Shape::List(_));
    let explode = matches!(style, Style::SimpleExploded | Style::LabelExploded | Style::MatrixExploded);
    let mut list = pieces(shape, explode, encoder);
    if list.is_empty() {
        return None;
    }
    let key = encoded(name, encoder);
    // RFC 6570, section 3.2.7: a name without a value has no equals sign.
    let named = |text: &str| if text.is_empty() { key.clone() } else { format!("{key}={text}") };
    let (start, separator) = match style {
        Style::Label => (".".to_owned(), ","),
        Style::LabelExploded => (".".to_owned(), "."),
        Style::Matrix if is_scalar => (format!(";{}", named(list.first().map_or("", String::as_str))), ""),
        Style::Matrix => (format!(";{key}="), ","),
        Style::MatrixExploded => (";".to_owned(), ";"),
        _ => (String::new(), ","),
    };
    match style {
        Style::Matrix if is_scalar => list.clear(),
        Style::MatrixExploded if is_scalar || is_list => list.iter_mut().for_each(|item| *item = named(item)),
        Style::MatrixExploded => list.iter_mut().filter(|item| item.ends_with('=')).for_each(|item| {
            item.pop();
        }),
        _ => {}
    }
    Some(start + &list.join(separator))
}

/// Returns cookies without escaping: `name=value`, joined by semicolons; `None` if there is no value.
///
/// # Errors
///
/// Fails if a name is not a token or a value contains characters that are invalid in a cookie: white space, quotes,
/// commas, semicolons, backslashes, control characters and non-ASCII characters (RFC 6265, section 4.1.1). The caller
/// must choose how to escape them. The message does not show the value.
pub(crate) fn plain_cookies(name: &str, explode: bool, value: &dyn Encode) -> Result<String, String> {
    let mut cookies: Vec<String> = Vec::new();
    let mut put = |key: &str, values: &[String]| {
        let is_token = |byte: u8| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte);
        if key.is_empty() || !key.bytes().all(is_token) {
            return Err(format!("the cookie parameter `{name}` has an invalid name"));
        }
        let fits = |byte: u8| byte.is_ascii_graphic() && !matches!(byte, b';' | b',' | b'"' | b'\\');
        if !values.iter().all(|value| value.bytes().all(fits)) {
            return Err(format!(
                "the cookie parameter `{name}` has characters that are invalid in a cookie, and its style does not escape them"
            ));
        }
        cookies.push(format!("{key}={}", values.join(",")));
        Ok(())
    };
    let shape = if value.is_absent() { Shape::Nothing } else { Shape::of(value) };
    match shape {
        Shape::Nothing => {}
        Shape::Scalar(text) => put(name, &[text])?,
        Shape::List(list) if explode => present(&list).try_for_each(|item| put(name, &[text(item)]))?,
        Shape::Object(map) if explode => properties(&map).try_for_each(|(key, value)| match value {
            Value::Array(list) => present(list).try_for_each(|item| put(key, &[text(item)])),
            value => put(key, &[text(value)]),
        })?,
        shape => {
            let all = pieces(shape, false, super::shape::push_plain);
            if !all.is_empty() {
                put(name, &all)?;
            }
        }
    }
    Ok(cookies.join("; "))
}

/// Returns the texts in sequence: the items of a list; for an object, alternating keys and values, or `key=value` with
/// `explode`.
fn pieces(shape: Shape, explode: bool, encoder: Encoder) -> Vec<String> {
    let encoded = |text: &str| encoded(text, encoder);
    match shape {
        Shape::Nothing => Vec::new(),
        Shape::Scalar(text) => vec![encoded(&text)],
        Shape::List(list) => present(&list).map(|item| encoded(&text(item))).collect(),
        Shape::Object(map) if explode => {
            let pair = |(key, value): (&str, &Value)| format!("{}={}", encoded(key), encoded(&text(value)));
            properties(&map).map(pair).collect()
        }
        Shape::Object(map) => properties(&map).flat_map(|(key, value)| [encoded(key), encoded(&text(value))]).collect(),
    }
}

fn encoded(text: &str, encoder: Encoder) -> String {
    let mut out = String::with_capacity(text.len());
    encoder(&mut out, text);
    out
}

/// A list inside an object repeats the key.
fn put_property(put: &mut dyn FnMut(&str, &Value), key: &str, value: &Value) {
    match value {
        Value::Array(list) => present(list).for_each(|item| put(key, item)),
        value => put(key, value),
    }
}

fn bracketed(put: &mut dyn FnMut(&str, &Value), name: &str, value: &Value) {
    match value {
        Value::Null => {}
        Value::Array(list) => {
            present(list).enumerate().for_each(|(index, item)| bracketed(put, &format!("{name}[{index}]"), item));
        }
        Value::Object(map) => {
            properties(map).for_each(|(key, value)| bracketed(put, &format!("{name}[{key}]"), value));
        }
        scalar => put(name, scalar),
    }
}

fn present(list: &[Value]) -> impl Iterator<Item = &Value> {
    list.iter().filter(|item| !item.is_null())
}

fn properties(map: &Map<String, Value>) -> impl Iterator<Item = (&str, &Value)> {
    map.iter().filter(|(_, value)| !value.is_null()).map(|(key, value)| (key.as_str(), value))
}
