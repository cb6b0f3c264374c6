//! The body of a request, built field by field or given as a whole, in the format of its operation. Knows nothing of
//! operations.

use std::borrow::Cow;
use std::ops::Range;

use http::HeaderValue;
use serde_json::{Map, Value};

use super::encoding::{BodyFormat, Content};
use super::form::Form;
use super::multipart::Multipart;
use super::payload::RequestBody;
use super::shape::text;
use super::upload::FileUpload;
use crate::codec::{Encode, Reader, UnrecognizedJson, Writer, decode_json, encode_json};

/// The body of a request while it is being built.
#[derive(Clone, Debug, Default)]
pub(crate) enum Body {
    /// No body and no content type.
    #[default]
    None,
    /// A JSON object whose fields are set one by one.
    Object(Fields),
    /// One JSON value.
    Json(Vec<u8>),
    /// A form whose fields are set one by one.
    Form(Form),
    /// Parts that are set one by one.
    Multipart(Multipart),
    /// Any bytes; with their content type, unless it is in the headers or is that of the operation.
    Raw(RequestBody, Option<HeaderValue>),
}

/// A finished body.
#[derive(Debug)]
pub(crate) struct Finished {
    pub(crate) bytes: RequestBody,
    pub(crate) content_type: HeaderValue,
}

/// The fields of an object as JSON text: a sequence of `"name":value,`.
#[derive(Clone, Debug, Default)]
pub(crate) struct Fields {
    json: Vec<u8>,
    ranges: Vec<(Cow<'static, str>, Range<usize>)>,
}

impl Body {
    /// Starts a body whose fields are set one by one, unless it is one already.
    pub(crate) fn start(&mut self, content: &Content) {
        match (content.format, &self) {
            (BodyFormat::Form, Self::Form(_))
            | (BodyFormat::Multipart, Self::Multipart(_))
            | (BodyFormat::Json, Self::Object(_)) => {}
            (BodyFormat::Form, _) => *self = Self::Form(Form::default()),
            (BodyFormat::Multipart, _) => *self = Self::Multipart(Multipart::default()),
            _ => *self = Self::Object(Fields::default()),
        }
    }

    /// Sets a field; a value that is absent removes it.
    pub(crate) fn set(&mut self, content: &Content, name: Cow<'static, str>, value: &dyn Encode) {
        self.start(content);
        let encoding = content.encoding(&name);
        match self {
            Self::Object(fields) => fields.set(name, value),
            Self::Form(form) => form.set(name, encoding, value),
            Self::Multipart(parts) => parts.set(name, encoding, value),
            Self::None | Self::Json(_) | Self::Raw(..) => {}
        }
    }

    /// Sets all fields to the properties of a model, but for those in `without`. Fields that were set before are
    /// removed.
    pub(crate) fn set_model(&mut self, content: &Content, model: &dyn Encode, without: &[&str]) {
        self.set_properties(content, &encode_json(model), without);
    }

    /// Sets all fields to the properties of an object, but for those in `without`.
    fn set_properties(&mut self, content: &Content, json: &[u8], without: &[&str]) {
        *self = Self::None;
        self.start(content);
        for (name, value) in Reader::new(json).entries().unwrap_or_default() {
            if !without.contains(&&*name) {
                let value: Option<UnrecognizedJson> = decode_json(value.as_bytes()).ok();
                self.set(content, Cow::Owned(name.into_owned()), &value);
            }
        }
    }

    /// Writes the fields of a JSON object that were set already in another format.
    pub(crate) fn convert(&mut self, content: &Content) {
        if let Self::Object(fields) = self {
            let json = std::mem::take(fields).finish();
            self.set_properties(content, &json, &[]);
        }
    }

    /// Returns the property at `path`, if the body is a JSON object and has it.
    pub(crate) fn field(&self, path: &str) -> Option<Value> {
        let (name, rest) = first_step(path);
        let value = match self {
            Self::Object(fields) => fields.get(name)?,
            Self::Json(json) => decode_json::<Map<String, Value>>(json).ok()?.remove(name)?,
            Self::None | Self::Form(_) | Self::Multipart(_) | Self::Raw(..) => return None,
        };
        value.pointer(rest).cloned()
    }

    /// Sets the property at `path`, creating missing objects; `None` removes it.
    ///
    /// # Errors
    ///
    /// Fails if the body is not a JSON object.
    pub(crate) fn set_field(&mut self, path: &str, value: Option<Value>) -> Result<(), String> {
        let (name, rest) = first_step(path);
        match self {
            Self::None => {
                *self = Self::Object(Fields::default());
                self.set_field(path, value)
            }
            Self::Object(fields) => {
                let value = if rest.is_empty() {
                    value
                } else {
                    let mut whole = fields.get(name).unwrap_or_default();
                    put(&mut whole, rest, value);
                    Some(whole)
                };
                fields.set(Cow::Owned(name.to_owned()), &value);
                Ok(())
            }
            Self::Json(json) => {
                let map = decode_json::<Map<String, Value>>(json);
                let mut whole = Value::Object(map.map_err(|_| NO_OBJECT.to_owned())?);
                put(&mut whole, &format!("/{name}{rest}"), value);
                *json = encode_json(&whole);
                Ok(())
            }
            Self::Form(_) | Self::Multipart(_) | Self::Raw(..) => Err(NO_OBJECT.to_owned()),
        }
    }

    /// Sets a field to files.
    ///
    /// # Errors
    ///
    /// Fails if the body is not a multipart body, or the media type of a file is invalid.
    pub(crate) fn set_files(&mut self, content: &Content, name: &str, files: &[FileUpload]) -> Result<(), String> {
        self.start(content);
        match self {
            Self::Multipart(parts) => parts.set_files(Cow::Owned(name.to_owned()), content.encoding(name), files),
            _ => Err("files can be sent in a multipart body only".to_owned()),
        }
    }

    /// Sets the whole body.
    ///
    /// # Errors
    ///
    /// Fails if the value cannot be represented in the format of the body.
    pub(crate) fn set_whole(&mut self, content: &Content, value: &dyn Encode) -> Result<(), String> {
        let json = encode_json(value);
        *self = match content.format {
            BodyFormat::Json => Self::Json(json),
            BodyFormat::JsonLines => Self::Raw(lines(&json).into(), None),
            BodyFormat::Text | BodyFormat::Bytes => {
                let text = match decode_json(&json).unwrap_or_default() {
                    Value::Null => String::new(),
                    value => text(&value),
                };
                Self::Raw(text.into(), None)
            }
            BodyFormat::Form | BodyFormat::Multipart => {
                let Ok(Value::Object(fields)) = decode_json(&json) else {
                    return Err("a body with several fields needs an object".to_owned());
                };
                let mut body = Self::None;
                body.start(content);
                fields.iter().for_each(|(name, value)| body.set(content, Cow::Owned(name.clone()), value));
                body
            }
        };
        Ok(())
    }

    /// Returns the finished body, including the `extra` fields.
    ///
    /// # Errors
    ///
    /// Fails if there are extra fields and the body has no fields.
    pub(crate) fn finish(mut self, content: &Content, extra: &[(String, Value)]) -> Result<Option<Finished>, String> {
        let no_fields = "extra fields can be added to a JSON object or a form only";
        if !extra.is_empty() {
            match (&self, content.format) {
                (Self::None, BodyFormat::Json | BodyFormat::Form | BodyFormat::Multipart) => self.start(content),
                (Self::None | Self::Raw(..), _) => return Err(no_fields.to_owned()),
                _ => {}
            }
        }
        if let Self::Form(_) | Self::Multipart(_) = self {
            extra.iter().for_each(|(name, value)| self.set(content, Cow::Owned(name.clone()), value));
        }
        let mut content_type = None;
        let bytes: RequestBody = match self {
            Self::None => return Ok(None),
            Self::Object(fields) => with_fields(fields.finish(), extra, no_fields)?.into(),
            Self::Json(json) => with_fields(json, extra, no_fields)?.into(),
            Self::Form(form) => form.finish().into(),
            Self::Multipart(parts) => {
                let (boundary, bytes) = parts.finish(content.media_type.starts_with("multipart/form-data"));
                content_type = HeaderValue::try_from(format!("{}; boundary={boundary}", content.media_type)).ok();
                bytes
            }
            Self::Raw(bytes, own) => {
                content_type = own;
                bytes
            }
        };
        // Not copied, so it must be checked first.
        let fits = content.media_type.bytes().all(|byte| matches!(byte, b' '..=b'~' | b'\t'));
        let declared = || fits.then(|| HeaderValue::from_static(content.media_type));
        let content_type =
            content_type.or_else(declared).ok_or("the content type has characters that are invalid in a header")?;
        Ok(Some(Finished { bytes, content_type }))
    }
}

/// Adds fields to a JSON object.
fn with_fields(json: Vec<u8>, extra: &[(String, Value)], no_fields: &str) -> Result<Vec<u8>, String> {
    if extra.is_empty() {
        return Ok(json);
    }
    let mut map: Map<String, Value> = decode_json(&json).map_err(|_| no_fields.to_owned())?;
    map.extend(extra.iter().cloned());
    Ok(encode_json(&map))
}

/// Returns the items of a JSON list, one per line; any other value is one line.
fn lines(json: &[u8]) -> Vec<u8> {
    match decode_json::<Vec<UnrecognizedJson>>(json) {
        Ok(items) => items.iter().flat_map(|item| [item.as_str(), "\n"]).collect::<String>().into_bytes(),
        Err(_) => [json, b"\n"].concat(),
    }
}

const NO_OBJECT: &str = "a page can be selected in a JSON object only";

/// Splits a path into its first name and the JSON Pointer after it; a path without a slash is a single name.
fn first_step(path: &str) -> (&str, &str) {
    let Some(rest) = path.strip_prefix('/') else { return (path, "") };
    rest.split_at(rest.find('/').unwrap_or(rest.len()))
}

/// Sets the value at a JSON Pointer; `None` removes it.
fn put(whole: &mut Value, pointer: &str, value: Option<Value>) {
    let steps: Vec<&str> = pointer.split('/').skip(1).collect();
    let Some((last, parents)) = steps.split_last() else { return };
    let mut target = whole;
    for step in parents.iter().chain([last]) {
        if !target.is_object() {
            *target = Value::Object(Map::new());
        }
        let Value::Object(map) = target else { return };
        if step == last && value.is_none() {
            map.remove(*step);
            return;
        }
        target = map.entry(*step).or_insert(Value::Null);
    }
    *target = value.unwrap_or_default();
}

impl Fields {
    fn get(&self, name: &str) -> Option<Value> {
        let (_, range) = self.ranges.iter().find(|(known, _)| *known == name)?;
        // `"name":value,` is an object without its braces and with a trailing comma.
        let written = self.json.get(range.start..range.end.checked_sub(1)?)?;
        let whole = [b"{", written, b"}"].concat();
        decode_json::<Map<String, Value>>(&whole).ok()?.remove(name)
    }

    /// Sets a field; a value that is absent removes it.
    fn set(&mut self, name: Cow<'static, str>, value: &dyn Encode) {
        if let Some(at) = self.ranges.iter().position(|(known, _)| *known == name) {
            self.remove(at);
        }
        if value.is_absent() {
            return;
        }
        let start = self.json.len();
        name.encode(&mut Writer::new(&mut self.json));
        self.json.push(b':');
        value.encode(&mut Writer::new(&mut self.json));
        self.json.push(b',');
        self.ranges.push((name, start..self.json.len()));
    }

    fn remove(&mut self, at: usize) {
        let (_, gone) = self.ranges.remove(at);
        self.json.drain(gone.clone());
        for (_, range) in &mut self.ranges[at..] {
            *range = range.start - gone.len()..range.end - gone.len();
        }
    }

    fn finish(mut self) -> Vec<u8> {
        self.json.pop();
        self.json.insert(0, b'{');
        self.json.push(b'}');
        self.json
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sent(body: Body, extra: &[(String, Value)]) -> Result<Option<String>, String> {
        let finished = body.finish(&Content::JSON, extra)?;
        Ok(finished.map(|finished| String::from_utf8_lossy(&finished.bytes).into_owned()))
    }

    #[test]
    fn fields_are_set_replaced_and_left_out() {
        let mut body = Body::default();
        let set = |body: &mut Body, name: &'static str, value: &dyn Encode| {
            body.set(&Content::JSON, Cow::Borrowed(name), value);
        };
        assert_eq!(sent(body.clone(), &[]), Ok(None));
        body.start(&Content::JSON);
        assert_eq!(sent(body.clone(), &[]), Ok(Some("{}".to_owned())));
        set(&mut body, "a", &1_i64);
        set(&mut body, "b \"q\"", &"x");
        set(&mut body, "c", &Option::<i64>::None);
        set(&mut body, "d", &true);
        assert_eq!(sent(body.clone(), &[]), Ok(Some(r#"{"a":1,"b \"q\"":"x","d":true}"#.to_owned())));
        set(&mut body, "a", &2_i64);
        set(&mut body, "b \"q\"", &Option::<i64>::None);
        assert_eq!(sent(body, &[]), Ok(Some(r#"{"d":true,"a":2}"#.to_owned())));
    }

    #[test]
    fn members_are_set_by_their_path() {
        let mut body = Body::default();
        body.set(&Content::JSON, Cow::Borrowed("a"), &1_i64);
        assert_eq!(body.field("a"), Some(Value::from(1)));
        assert_eq!(body.set_field("/page/after", Some(Value::from("x"))), Ok(()));
        assert_eq!(body.field("/page/after"), Some(Value::from("x")));
        assert_eq!(body.set_field("a", None), Ok(()));
        assert_eq!(body.set_field("/page/size", Some(Value::from(2))), Ok(()));
        assert_eq!(sent(body, &[]), Ok(Some(r#"{"page":{"after":"x","size":2}}"#.to_owned())));
        let mut body = Body::Json(br#"{"q":"x","page":null}"#.to_vec());
        assert_eq!(body.set_field("/page/after", Some(Value::from("y"))), Ok(()));
        assert_eq!(body.field("/page/after"), Some(Value::from("y")));
        assert_eq!(body.set_field("q", None), Ok(()));
        assert_eq!(sent(body, &[]), Ok(Some(r#"{"page":{"after":"y"}}"#.to_owned())));
        let mut body = Body::Json(b"[1]".to_vec());
        assert!(body.set_field("a", None).is_err() && body.field("a").is_none());
    }

    #[test]
    fn extra_fields_need_an_object() {
        let extra = [("x".to_owned(), Value::from(1)), ("a".to_owned(), Value::Null)];
        assert_eq!(sent(Body::None, &extra), Ok(Some(r#"{"x":1,"a":null}"#.to_owned())));
        assert_eq!(sent(Body::Json(br#"{"a":1}"#.to_vec()), &extra), Ok(Some(r#"{"a":null,"x":1}"#.to_owned())));
        assert!(sent(Body::Json(b"[1]".to_vec()), &extra).is_err());
        assert!(sent(Body::Raw("a".into(), None), &extra).is_err());
    }
}
