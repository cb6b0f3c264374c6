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

impl Fields {
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
    fn extra_fields_need_an_object() {
        let extra = [("x".to_owned(), Value::from(1)), ("a".to_owned(), Value::Null)];
        assert_eq!(sent(Body::None, &extra), Ok(Some(r#"{"x":1,"a":null}"#.to_owned())));
        assert_eq!(sent(Body::Json(br#"{"a":1}"#.to_vec()), &extra), Ok(Some(r#"{"a":null,"x":1}"#.to_owned())));
        assert!(sent(Body::Json(b"[1]".to_vec()), &extra).is_err());
        assert!(sent(Body::Raw(Bytes::from_static(b"a")), &extra).is_err());
    }
}
