//! Converts parameters with `in: body` and `in: formData` to request bodies.

use serde_json::{Value, json};

use super::media::{JSON, MULTIPART, URL_ENCODED, essence, is_form};
use super::parameters::{Payload, Separator, schema_of, separator};
use super::{Context, Members, TrackedLocation};
use crate::diagnostics::codes;
use crate::pointer::Pointer;

/// Converts the bodies among the shared parameters of the document.
pub(super) fn shared(location: &TrackedLocation, cx: &mut Context<'_>) -> Members {
    let mut made = Members::new();
    let consumes = cx.shared.consumes.clone();
    for (name, value) in cx.shared.parameters.clone() {
        let Value::Object(members) = value else { continue };
        let payload = Payload { members, was: location.was.child(&name), shared: None };
        if payload.is_body() {
            let location = location.key(&name);
            made.insert(name, whole(payload, &consumes, &location, cx));
        }
    }
    made
}

/// Returns the body that consists of `payload`. `consumes` are the media types of the operation, if it has its own.
pub(super) fn body(
    mut payload: Vec<Payload>,
    consumes: Option<&[String]>,
    location: &TrackedLocation,
    cx: &mut Context<'_>,
) -> Option<Value> {
    let location = location.moved(location.now.child("requestBody"));
    let at = payload.iter().position(Payload::is_body).unwrap_or_default();
    let is_body = payload.get(at)?.is_body();
    let types = consumes.unwrap_or(&cx.shared.consumes).to_vec();
    if !is_body {
        return Some(form(payload, &types, &location, cx));
    }
    if payload.len() > 1 {
        cx.warn(
            codes::SEVERAL_BODIES,
            &location.now,
            "an operation has either one body or one form; only its `in: body` is sent",
        );
    }
    let mut only = payload.swap_remove(at);
    if let Some(name) = only.shared.take() {
        let component = Pointer::root().child("components").child("requestBodies").child(&name);
        if types == cx.shared.consumes {
            return Some(json!({"$ref": format!("#{}", component.as_str())}));
        }
        // A copy for other media types; its schema stays one type.
        let first = body_types(&cx.shared.consumes).into_iter().next().unwrap_or_default();
        let schema = component.child("content").child(&first).child("schema");
        if only.members.get("schema").is_some_and(|schema| schema.get("$ref").is_none()) {
            only.members.insert("schema".to_owned(), json!({"$ref": format!("#{}", schema.as_str())}));
        }
    }
    let location = TrackedLocation { now: location.now, was: only.was.clone() };
    Some(whole(only, &types, &location, cx))
}

fn whole(mut payload: Payload, consumes: &[String], location: &TrackedLocation, cx: &mut Context<'_>) -> Value {
    let members = &mut payload.members;
    let schema = members.shift_remove("schema").or_else(|| schema_of(members));
    let mut examples = match members.shift_remove("x-examples").or_else(|| members.shift_remove("examples")) {
        Some(Value::Object(examples)) => examples,
        _ => Members::new(),
    };
    let example = members.shift_remove("x-example").or_else(|| members.shift_remove("example"));
    cx.locations.record(&TrackedLocation { now: location.now.clone(), was: payload.was.clone() });
    let mut content = Members::new();
    for name in body_types(consumes) {
        let mut media = Members::new();
        if let Some(schema) = &schema {
            let now = location.now.child("content").child(&name).child("schema");
            cx.locations.record(&TrackedLocation { now, was: payload.was.child("schema") });
            media.insert("schema".to_owned(), schema.clone());
        }
        if let Some(example) = examples.shift_remove(&name).or_else(|| example.clone()) {
            media.insert("example".to_owned(), example);
        }
        content.insert(name, Value::Object(media));
    }
    // Some documents have names instead of media types there.
    if let (Some(Value::Object(media)), false) = (content.values_mut().next(), examples.is_empty()) {
        media.insert("examples".to_owned(), Value::Object(examples));
    }
    let name = payload.name().to_owned();
    finished(payload.members, &name, content)
}

/// Completes a body with the other keywords of its parameter, whose name becomes that of the argument.
fn finished(mut members: Members, name: &str, content: Members) -> Value {
    members.retain(|key, _| key == "description" || key == "required" || key.starts_with("x-"));
    if !name.is_empty() {
        members.insert("x-sdkgen-body-name".to_owned(), json!(name));
    }
    members.insert("content".to_owned(), Value::Object(content));
    Value::Object(members)
}

/// Returns the media types of a body that is not a form.
fn body_types(consumes: &[String]) -> Vec<String> {
    let plain: Vec<String> = consumes.iter().filter(|name| !is_form(name)).cloned().collect();
    match (plain.is_empty(), consumes.is_empty()) {
        (false, _) => plain,
        (true, false) => consumes.to_vec(),
        (true, true) => vec![JSON.to_owned()],
    }
}

fn form(payload: Vec<Payload>, consumes: &[String], location: &TrackedLocation, cx: &mut Context<'_>) -> Value {
    let has_file = payload.iter().any(|part| is_file(&part.members));
    let listed = |wanted: &str| consumes.iter().find(|name| essence(name) == wanted).cloned();
    let media_type = match (has_file, listed(URL_ENCODED), listed(MULTIPART)) {
        (false, Some(name), _) => name,
        (_, _, Some(name)) => name,
        (true, _, None) => MULTIPART.to_owned(),
        (false, None, None) => URL_ENCODED.to_owned(),
    };
    let schema_at = location.now.child("content").child(&media_type).child("schema");
    let (mut properties, mut required, mut encoding) = (Members::new(), Vec::new(), Members::new());
    for mut part in payload {
        let name = part.name().to_owned();
        let now = schema_at.child("properties").child(&name);
        cx.locations.record(&TrackedLocation { now: now.clone(), was: part.was.clone() });
        if part.members.get("required") == Some(&Value::Bool(true)) {
            required.push(name.clone());
        }
        if let Some(separator) = separator(&mut part.members, &now, cx) {
            encoding.insert(name.clone(), written(separator));
        }
        properties.insert(name, property(part.members));
    }
    let mut schema = json!({"type": "object", "properties": properties});
    let needed = !required.is_empty();
    if needed {
        schema["required"] = json!(required);
    }
    let mut media = json!({"schema": schema});
    if !encoding.is_empty() {
        media["encoding"] = Value::Object(encoding);
    }
    json!({"required": needed, "content": {media_type: media}})
}

fn property(mut members: Members) -> Value {
    let mut schema = match members.shift_remove("schema").or_else(|| schema_of(&mut members)) {
        Some(Value::Object(schema)) => schema,
        _ => Members::new(),
    };
    let example = members.shift_remove("x-example").or_else(|| members.shift_remove("example"));
    for (key, value) in [("description", members.shift_remove("description")), ("example", example)] {
        if let (Some(value), false) = (value, schema.contains_key("$ref")) {
            schema.insert(key.to_owned(), value);
        }
    }
    schema.extend(members.into_iter().filter(|(key, _)| key.starts_with("x-")));
    Value::Object(schema)
}

fn written(separator: Separator) -> Value {
    match separator {
        Separator::Comma => json!({"style": "form", "explode": false}),
        Separator::Repeated => json!({"style": "form", "explode": true}),
        Separator::Space => json!({"style": "spaceDelimited", "explode": false}),
        Separator::Pipe => json!({"style": "pipeDelimited", "explode": false}),
    }
}

fn is_file(members: &Members) -> bool {
    let file = |value: Option<&Value>| value.and_then(|value| value.get("type")).is_some_and(|kind| kind == "file");
    members.get("type").is_some_and(|kind| kind == "file") || file(members.get("items")) || file(members.get("schema"))
}
