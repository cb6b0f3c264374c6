//! Reads records as values, and recognises records that are errors reported by the server. Knows JSON and server-sent
//! events, nothing of connections.
//!
//! # Errors that the server reports
//!
//! After a success status, a server can report an error only within the stream. Two forms are common: an event named
//! `error`, and an object with a property `error` that is not empty. An API may also describe either of them as an
//! ordinary record:
//!
//! - An object with a property `error` is a record if the type of the record has a field of that name.
//! - An event named `error` is a record if it matches a type that not all JSON matches: a variant of a union, or an
//!   object with a required field.
//!
//! If the type of the record is text or any JSON, whatever looks like an error is an error.
//!
//! A third form is an object such as `{"type": "error", "message": …}`. It is an error if it does not match the type of
//! the record: if a required field is missing, or none of its properties is a field.
//!
//! A fourth form is not an event: JSON with a property `error` between the events of the stream.

use serde_json::{Map, Value};

use super::framing::ERROR;
use super::{ServerSentEvent, WholeEvents};
use crate::codec::{Decode, Fault, Reader, UnrecognizedJson, decode_json};
use crate::response::forgiving;
use crate::response::raw::RawResponse;

/// The maximum number of properties that are compared with fields, since each of them needs another decoding.
const FEW: usize = 16;

/// Why a record has no value.
pub(super) enum Unread {
    /// The record does not match the type; with the text that was decoded.
    Unfit(Fault, String),
    /// The record is an error that the server reports.
    Reported,
}

/// The result of one attempt to decode a text.
struct Attempt {
    result: Result<(), Fault>,
    /// Whether a field was set twice.
    repeated: bool,
    /// The depth of the outermost value that was read as any JSON, if there was one.
    free: Option<u32>,
}

/// Reads a record into `value`, which must be blank; forgivingly if strict decoding fails and the user chose that.
pub(super) fn forgiving_json(
    value: &mut dyn Decode,
    event: &ServerSentEvent,
    response: &RawResponse,
) -> Result<(), Unread> {
    match json(value, event, response.whole_events) {
        Err(Unread::Unfit(fault, text)) => {
            forgiving::decode_record(value, fault, &text, response).map_err(|fault| Unread::Unfit(fault, text))
        }
        result => result,
    }
}

/// Reads a record into `value`, which must be blank.
pub(super) fn json(value: &mut dyn Decode, event: &ServerSentEvent, whole: Option<WholeEvents>) -> Result<(), Unread> {
    if event.is_stray {
        return Err(Unread::Reported);
    }
    let named = is_named_error(event);
    let properties = suspicious(&event.data);
    let property = properties.as_ref().and_then(error_property);
    if !named && property.is_none() {
        let is_foreign = |properties: &_| whole.is_none() && is_foreign(value, &event.data, properties);
        return match properties.as_ref().is_some_and(is_foreign) {
            true => Err(Unread::Reported),
            false => plain(value, event, whole, properties.is_some()),
        };
    }
    // All attempts but the last one only examine how the type matches the record.
    let has_property = property.is_some();
    let before = attempt(value, &object(event, whole, &event.data), false);
    let declared = property.is_some_and(|property| {
        !before.repeated && attempt(value, &object(event, whole, &twice(&event.data, ERROR, property)), false).repeated
    });
    let is_free = before.free.is_some_and(|depth| depth <= u32::from(whole.is_some()));
    let is_record = if has_property {
        declared
    } else {
        let nothing = attempt(value, "{}", true);
        nothing.result.is_err() || nothing.free == Some(0)
    };
    if before.result.is_err() || is_free || !is_record {
        return Err(Unread::Reported);
    }
    let text = object(event, whole, &event.data);
    attempt(value, &text, true).result.map_err(|fault| Unread::Unfit(fault, text))
}

/// Returns the data of an event as text.
pub(super) fn text(event: &ServerSentEvent) -> Result<String, Unread> {
    if reports(event) { Err(Unread::Reported) } else { Ok(event.data.clone()) }
}

/// Returns whether a record looks like an error, whatever its type.
pub(super) fn reports(event: &ServerSentEvent) -> bool {
    is_named_error(event) || suspicious(&event.data).is_some_and(|properties| error_property(&properties).is_some())
}

/// Returns whether a record is valid JSON, and therefore complete.
pub(super) fn is_json(data: &str) -> bool {
    decode_json::<UnrecognizedJson>(data.as_bytes()).is_ok()
}

/// Returns whether an object has the value `error` in a property, and does not match the type of the record.
fn is_foreign(value: &mut dyn Decode, data: &str, properties: &Map<String, Value>) -> bool {
    if properties.len() > FEW || !properties.values().any(|property| property == ERROR) {
        return false;
    }
    let before = attempt(value, data, false);
    let mut has_field = || {
        let declared =
            |(name, property): (&String, &Value)| attempt(value, &twice(data, name, property), false).repeated;
        before.repeated || properties.iter().any(declared)
    };
    match &before.result {
        Ok(()) => before.free.is_none() && !has_field(),
        Err(fault) => fault.lacks_member(),
    }
}

/// Returns the object with a property repeated: the decoder notices a repeated field, but not a repeated unknown
/// property.
fn twice(data: &str, name: &str, property: &Value) -> String {
    data.replacen('{', &format!("{{{}:{property},", Value::from(name)), 1)
}

/// Reads a record that is not an error; `used` says whether something was decoded into `value` before.
fn plain(
    value: &mut dyn Decode,
    event: &ServerSentEvent,
    whole: Option<WholeEvents>,
    used: bool,
) -> Result<(), Unread> {
    let Some(whole) = whole else {
        let result = attempt(value, &event.data, used).result;
        return result.map_err(|fault| Unread::Unfit(fault, event.data.clone()));
    };
    let json = whole.object(event, &event.data, event.is_named);
    let Err(fault) = attempt(value, &json, used).result else { return Ok(()) };
    // An event without a name is called `message` (WHATWG HTML, section 9.2.6); the API may require that name.
    if !event.is_named && attempt(value, &whole.object(event, &event.data, true), true).result.is_ok() {
        return Ok(());
    }
    Err(Unread::Unfit(fault, json))
}

/// Returns the text from which the record is decoded.
fn object(event: &ServerSentEvent, whole: Option<WholeEvents>, data: &str) -> String {
    whole.map_or_else(|| data.to_owned(), |whole| whole.object(event, data, event.is_named))
}

/// Decodes `json` into `value`; `used` says whether something was decoded into it before.
fn attempt(value: &mut dyn Decode, json: &str, used: bool) -> Attempt {
    let mut reader = Reader::new(json.as_bytes());
    reader.repeated = used;
    let result = value.decode(&mut reader).and_then(|()| reader.finish());
    Attempt { result, repeated: reader.repeated, free: reader.free }
}

fn is_named_error(event: &ServerSentEvent) -> bool {
    event.is_named && event.event == ERROR
}

/// Returns the properties of an object that may be an error.
fn suspicious(data: &str) -> Option<Map<String, Value>> {
    // Most records are not errors, and this check is cheaper than decoding them.
    if !data.contains("\"error\"") || !data.trim_start().starts_with('{') {
        return None;
    }
    decode_json(data.as_bytes()).ok()
}

/// Returns the property `error` of an object, if it is not empty.
fn error_property(properties: &Map<String, Value>) -> Option<&Value> {
    properties.get(ERROR).filter(|property| match property {
        Value::Null | Value::Bool(false) => false,
        Value::Bool(true) => true,
        Value::Number(number) => number.as_f64() != Some(0.0),
        Value::String(text) => !text.trim().is_empty(),
        Value::Array(items) => !items.is_empty(),
        Value::Object(properties) => !properties.is_empty(),
    })
}
