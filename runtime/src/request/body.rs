//! The JSON body of a request, built field by field or given as a whole. Knows nothing of operations.

use std::ops::Range;

use bytes::Bytes;
use serde_json::{Map, Value};

use crate::codec::{Encode, Writer};

/// The body of a request while it is being built.
#[derive(Clone, Debug, Default)]
pub(crate) enum Body {
    /// Nothing is sent, not even a content type.
    #[default]
    None,
    /// A JSON object of which the fields are set one by one.
    Object(Fields),
    /// One JSON value.
    Json(Vec<u8>),
    /// Anything else, with its content type in the headers.
    Raw(Bytes),
}

/// The fields of an object, already written: `"name":value,` one after the other.
#[derive(Clone, Debug, Default)]
pub(crate) struct Fields {
    json: Vec<u8>,
    places: Vec<(&'static str, Range<usize>)>,
}

impl Body {
    /// Makes the body an object, unless it is one already.
    pub(crate) fn object(&mut self) -> &mut Fields {
        if !matches!(self, Self::Object(_)) {
            *self = Self::Object(Fields::default());
        }
        match self {
            Self::Object(fields) => fields,
            _ => unreachable!("the body has just been made an object"),
        }
    }

    /// Returns the member that `path` names, if the body is a JSON object and has it.
    pub(crate) fn member(&self, path: &str) -> Option<Value> {
        let (name, rest) = first_step(path);
        let value = match self {
            Self::Object(fields) => fields.get(name)?,
            Self::Json(json) => serde_json::from_slice::<Map<String, Value>>(json).ok()?.remove(name)?,
            Self::None | Self::Raw(_) => return None,
        };
        value.pointer(rest).cloned()
    }

    /// Sets the member that `path` names, objects on the way to it included; `None` takes it away.
    ///
    /// # Errors
    ///
    /// Fails if the body is no JSON object.
    pub(crate) fn set_member(&mut self, path: &'static str, value: Option<Value>) -> Result<(), String> {
        let (name, rest) = first_step(path);
        match self {
            Self::None | Self::Object(_) => {
                let fields = self.object();
                let value = if rest.is_empty() {
                    value
                } else {
                    let mut whole = fields.get(name).unwrap_or_default();
                    put(&mut whole, rest, value);
                    Some(whole)
                };
                fields.set(name, &value);
                Ok(())
            }
            Self::Json(json) => {
                let map = serde_json::from_slice::<Map<String, Value>>(json);
                let mut whole = Value::Object(map.map_err(|_| NO_OBJECT.to_owned())?);
                put(&mut whole, &format!("/{name}{rest}"), value);
                *json = whole.to_string().into_bytes();
                Ok(())
            }
            Self::Raw(_) => Err(NO_OBJECT.to_owned()),
        }
    }

    /// Returns the body as it is sent, `extra` fields put in.
    ///
    /// # Errors
    ///
    /// Fails if there are extra fields and the body is no object.
    pub(crate) fn finish(self, extra: &[(String, Value)]) -> Result<Option<Bytes>, String> {
        let json = match self {
            Self::None if extra.is_empty() => return Ok(None),
            Self::None => b"{}".to_vec(),
            Self::Object(fields) => fields.finish(),
            Self::Json(json) => json,
            Self::Raw(bytes) if extra.is_empty() => return Ok(Some(bytes)),
            Self::Raw(_) => return Err("extra fields cannot be put into a body that is not JSON".to_owned()),
        };
        if extra.is_empty() {
            return Ok(Some(json.into()));
        }
        let mut map: Map<String, Value> = serde_json::from_slice(&json)
            .map_err(|_| "extra fields cannot be put into a body that is no JSON object".to_owned())?;
        map.extend(extra.iter().cloned());
        Ok(Some(Value::Object(map).to_string().into()))
    }
}

const NO_OBJECT: &str = "the position of a page cannot be put into a body that is no JSON object";

/// The first step of a way to a member and the JSON Pointer from there on; a name without a slash is one step.
fn first_step(path: &str) -> (&str, &str) {
    let Some(way) = path.strip_prefix('/') else { return (path, "") };
    way.split_at(way.find('/').unwrap_or(way.len()))
}

/// Sets what a JSON Pointer leads to; `None` takes it away.
fn put(whole: &mut Value, pointer: &str, value: Option<Value>) {
    let steps: Vec<&str> = pointer.split('/').skip(1).collect();
    let Some((last, way)) = steps.split_last() else { return };
    let mut place = whole;
    for step in way.iter().chain([last]) {
        if !place.is_object() {
            *place = Value::Object(Map::new());
        }
        let Value::Object(map) = place else { return };
        if step == last && value.is_none() {
            map.remove(*step);
            return;
        }
        place = map.entry(*step).or_insert(Value::Null);
    }
    *place = value.unwrap_or_default();
}

impl Fields {
    fn get(&self, name: &str) -> Option<Value> {
        let (_, place) = self.places.iter().find(|(known, _)| *known == name)?;
        // `"name":value,` is an object but for its braces and the comma.
        let written = self.json.get(place.start..place.end.checked_sub(1)?)?;
        let whole = [b"{", written, b"}"].concat();
        serde_json::from_slice::<Map<String, Value>>(&whole).ok()?.remove(name)
    }

    /// Sets a field; a value that is absent takes it away.
    pub(crate) fn set(&mut self, name: &'static str, value: &dyn Encode) {
        if let Some(at) = self.places.iter().position(|(known, _)| *known == name) {
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
        self.places.push((name, start..self.json.len()));
    }

    fn remove(&mut self, at: usize) {
        let (_, gone) = self.places.remove(at);
        self.json.drain(gone.clone());
        for (_, place) in &mut self.places[at..] {
            *place = place.start - gone.len()..place.end - gone.len();
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
        let bytes = body.finish(extra)?;
        Ok(bytes.map(|bytes| String::from_utf8_lossy(&bytes).into_owned()))
    }

    #[test]
    fn fields_are_set_replaced_and_left_out() {
        let mut body = Body::default();
        assert_eq!(sent(body.clone(), &[]), Ok(None));
        body.object();
        assert_eq!(sent(body.clone(), &[]), Ok(Some("{}".to_owned())));
        body.object().set("a", &1_i64);
        body.object().set("b \"q\"", &"x");
        body.object().set("c", &Option::<i64>::None);
        body.object().set("d", &true);
        assert_eq!(sent(body.clone(), &[]), Ok(Some(r#"{"a":1,"b \"q\"":"x","d":true}"#.to_owned())));
        body.object().set("a", &2_i64);
        body.object().set("b \"q\"", &Option::<i64>::None);
        assert_eq!(sent(body, &[]), Ok(Some(r#"{"d":true,"a":2}"#.to_owned())));
    }

    #[test]
    fn members_are_set_by_their_way() {
        let mut body = Body::default();
        body.object().set("a", &1_i64);
        assert_eq!(body.member("a"), Some(Value::from(1)));
        assert_eq!(body.set_member("/page/after", Some(Value::from("x"))), Ok(()));
        assert_eq!(body.member("/page/after"), Some(Value::from("x")));
        assert_eq!(body.set_member("a", None), Ok(()));
        assert_eq!(body.set_member("/page/size", Some(Value::from(2))), Ok(()));
        assert_eq!(sent(body, &[]), Ok(Some(r#"{"page":{"after":"x","size":2}}"#.to_owned())));
        let mut body = Body::Json(br#"{"q":"x","page":null}"#.to_vec());
        assert_eq!(body.set_member("/page/after", Some(Value::from("y"))), Ok(()));
        assert_eq!(body.member("/page/after"), Some(Value::from("y")));
        assert_eq!(body.set_member("q", None), Ok(()));
        assert_eq!(sent(body, &[]), Ok(Some(r#"{"page":{"after":"y"}}"#.to_owned())));
        let mut body = Body::Json(b"[1]".to_vec());
        assert!(body.set_member("a", None).is_err() && body.member("a").is_none());
    }

    #[test]
    fn extra_fields_need_an_object() {
        let extra = [("x".to_owned(), Value::from(1)), ("a".to_owned(), Value::Null)];
        assert_eq!(sent(Body::None, &extra), Ok(Some(r#"{"x":1,"a":null}"#.to_owned())));
        assert_eq!(sent(Body::Json(br#"{"a":1}"#.to_vec()), &extra), Ok(Some(r#"{"a":null,"x":1}"#.to_owned())));
        assert!(sent(Body::Json(b"[1]".to_vec()), &extra).is_err());
        assert!(sent(Body::Raw(Bytes::from_static(b"a")), &extra).is_err());
    }
}
