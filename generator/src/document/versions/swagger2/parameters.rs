//! Converts parameters outside of bodies: their keywords become a schema, `collectionFormat` a style. Those that are
//! bodies or parts of them are separated.

use serde_json::{Value, json};

use super::super::super::grammar::{PARAMETER_KEYWORDS, reference_of};
use super::{Context, Members, TrackedLocation};
use crate::diagnostics::codes;
use crate::pointer::Pointer;

/// A parameter that is a body or a part of one.
#[derive(Clone)]
pub(super) struct Payload {
    /// The parameter, without references.
    pub(super) members: Members,
    /// Its location in the document as written.
    pub(super) was: Pointer,
    /// The name of the shared parameter that it refers to.
    pub(super) shared: Option<String>,
}

impl Payload {
    /// Returns whether it is the whole body.
    pub(super) fn is_body(&self) -> bool {
        is_in(&self.members, "body")
    }

    /// The name of the parameter.
    pub(super) fn name(&self) -> &str {
        self.members.get("name").and_then(Value::as_str).unwrap_or_default()
    }

    /// Returns whether one of the two overrides the other.
    pub(super) fn is_same(&self, other: &Self) -> bool {
        self.is_body() == other.is_body() && (self.is_body() || self.name() == other.name())
    }
}

/// How the items of a list are separated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Separator {
    Comma,
    Space,
    Pipe,
    Repeated,
}

/// Converts the shared parameters of the document that are not bodies.
pub(super) fn shared(location: &TrackedLocation, cx: &mut Context<'_>) -> Members {
    let mut made = Members::new();
    for (name, value) in cx.shared.parameters.clone() {
        if value.as_object().is_some_and(is_payload) {
            continue;
        }
        let location = location.key(&name);
        made.insert(name, ordinary(value, &location, cx));
    }
    made
}

/// Converts the parameters of a path item or an operation, and returns those that are parts of a body.
pub(super) fn split(holder: &mut Members, location: &TrackedLocation, cx: &mut Context<'_>) -> Vec<Payload> {
    let Some(Value::Array(parameters)) = holder.get_mut("parameters") else { return Vec::new() };
    let location = location.key("parameters");
    let (mut left, mut payload) = (Vec::with_capacity(parameters.len()), Vec::new());
    for (index, parameter) in std::mem::take(parameters).into_iter().enumerate() {
        let was = location.was.item(index);
        if let Some((members, shared)) = resolved(&parameter, cx).filter(|(members, _)| is_payload(members)) {
            payload.push(Payload { members: members.clone(), was, shared });
            continue;
        }
        let location = TrackedLocation { now: location.now.item(left.len()), was };
        left.push(ordinary(parameter, &location, cx));
    }
    if left.is_empty() {
        holder.shift_remove("parameters");
    } else if let Some(Value::Array(parameters)) = holder.get_mut("parameters") {
        *parameters = left;
    }
    payload
}

/// Returns the schema from the keywords of a parameter, a header or an item; `file` is a string of bytes.
pub(super) fn schema_of(members: &mut Members) -> Option<Value> {
    let is_keyword = |key: &&String| {
        PARAMETER_KEYWORDS.contains(&key.as_str())
            || ["title", "x-nullable", "x-ms-enum"].contains(&key.as_str())
            || key.starts_with("x-enum")
    };
    let moved: Vec<String> = members.keys().filter(is_keyword).cloned().collect();
    let mut schema = Members::new();
    for key in moved {
        if let Some(value) = members.shift_remove(&key) {
            schema.insert(key, value);
        }
    }
    (!schema.is_empty()).then_some(Value::Object(schema))
}

/// Removes `collectionFormat` and returns its meaning; `None` if there is no list. A format that cannot be sent is
/// reported, and so are nested lists that are not separated by commas.
pub(super) fn separator(members: &mut Members, at: &Pointer, cx: &Context<'_>) -> Option<Separator> {
    let format = members.shift_remove("collectionFormat");
    let is_list = members.get("type").is_some_and(|kind| kind == "array");
    let mut items = members.get_mut("items").and_then(Value::as_object_mut);
    while let Some(inner) = items {
        let format = inner.shift_remove("collectionFormat");
        if inner.get("type").is_some_and(|kind| kind == "array") {
            let format = format.as_ref().and_then(Value::as_str).unwrap_or("csv").to_owned();
            let message = format!("nested arrays cannot be sent as `{format}`; the inner ones are sent as JSON");
            cx.warn(codes::COLLECTION_FORMAT, at, message);
        }
        items = inner.get_mut("items").and_then(Value::as_object_mut);
    }
    if !is_list {
        return None;
    }
    match format.as_ref().and_then(Value::as_str).unwrap_or("csv") {
        "csv" => Some(Separator::Comma),
        "ssv" => Some(Separator::Space),
        "pipes" => Some(Separator::Pipe),
        "multi" => Some(Separator::Repeated),
        "tsv" => {
            cx.warn(codes::COLLECTION_FORMAT, at, "items cannot be separated by tabs; spaces are sent instead");
            Some(Separator::Space)
        }
        unknown => {
            cx.warn(
                codes::COLLECTION_FORMAT,
                at,
                format!("there is no `collectionFormat: {unknown}`; commas are used"),
            );
            Some(Separator::Comma)
        }
    }
}

/// Converts a parameter that is not a body.
fn ordinary(value: Value, location: &TrackedLocation, cx: &mut Context<'_>) -> Value {
    cx.locations.record(location);
    let Value::Object(mut members) = value else { return value };
    if reference_of_members(&members) {
        return Value::Object(members);
    }
    if let Some(separator) = separator(&mut members, &location.now, cx) {
        style(&mut members, separator, &location.now, cx);
    }
    if let Some(example) = members.shift_remove("x-example") {
        members.entry("example").or_insert(example);
    }
    if !members.contains_key("schema")
        && let Some(schema) = schema_of(&mut members)
    {
        cx.locations.record(&location.moved(location.now.child("schema")));
        members.insert("schema".to_owned(), schema);
    }
    Value::Object(members)
}

fn style(members: &mut Members, separator: Separator, at: &Pointer, cx: &Context<'_>) {
    let in_query = is_in(members, "query");
    let (style, explode) = match separator {
        _ if !in_query => {
            if separator != Separator::Comma {
                cx.warn(
                    codes::COLLECTION_FORMAT,
                    at,
                    "outside of the query, items are always separated by commas; commas are used",
                );
            }
            ("simple", false)
        }
        Separator::Comma => ("form", false),
        Separator::Repeated => ("form", true),
        Separator::Space => ("spaceDelimited", false),
        Separator::Pipe => ("pipeDelimited", false),
    };
    members.insert("style".to_owned(), json!(style));
    members.insert("explode".to_owned(), json!(explode));
}

/// Returns the parameter at the end of the references, and the name of the last one.
fn resolved<'a>(value: &'a Value, cx: &'a Context<'_>) -> Option<(&'a Members, Option<String>)> {
    let (mut value, mut shared) = (value, None);
    // A longer chain is a cycle, which is reported when references are resolved.
    for _ in 0..64 {
        let Some(reference) = reference_of(value) else { return Some((value.as_object()?, shared)) };
        let name = super::references::name_in(reference, "parameters")?;
        value = cx.shared.parameters.get(&name)?;
        shared = Some(name);
    }
    None
}

fn is_payload(members: &Members) -> bool {
    is_in(members, "body") || is_in(members, "formData")
}

fn is_in(members: &Members, location: &str) -> bool {
    members.get("in").and_then(Value::as_str).is_some_and(|found| found.eq_ignore_ascii_case(location))
}

fn reference_of_members(members: &Members) -> bool {
    members.get("$ref").is_some_and(Value::is_string)
}
