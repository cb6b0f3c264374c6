//! Converts responses: `schema` and `examples` go below the media types that `produces` lists; headers get schemas.

use serde_json::{Value, json};

use super::super::super::grammar::reference_of;
use super::media::{BYTES, JSON, essence, is_structured};
use super::parameters::{Separator, schema_of, separator};
use super::{Context, Members, TrackedLocation};
use crate::diagnostics::codes;
use crate::pointer::Pointer;

/// Converts the shared responses of the document.
pub(super) fn shared(location: &TrackedLocation, cx: &mut Context<'_>) -> Members {
    let produces = cx.shared.produces.clone();
    let mut made = Members::new();
    for (name, mut value) in cx.shared.responses.clone() {
        response(&mut value, &produces, false, &location.key(&name), cx);
        made.insert(name, value);
    }
    made
}

/// Converts the responses of an operation with these media types.
pub(super) fn of_operation(
    responses: &mut Members,
    produces: &[String],
    location: &TrackedLocation,
    cx: &mut Context<'_>,
) {
    let succeeds = responses.keys().any(|status| status.starts_with('2'));
    for (status, value) in responses.iter_mut().filter(|(status, _)| !status.starts_with("x-")) {
        let location = location.key(status);
        let failure = status.starts_with(['4', '5']) || (succeeds && status == "default");
        match reference_of(value) {
            Some(reference) if !same(produces, &cx.shared.produces) => {
                if let Some(copy) = copy(reference, cx) {
                    *value = copy;
                    response(value, produces, failure, &location, cx);
                }
            }
            Some(_) => {}
            None => response(value, produces, failure, &location, cx),
        }
    }
}

/// Copies a shared response for other media types; its schema stays one type.
fn copy(reference: &str, cx: &Context<'_>) -> Option<Value> {
    let name = super::references::name_in(reference, "responses")?;
    let mut copy = cx.shared.responses.get(&name)?.clone();
    let schema = copy.get_mut("schema");
    if let Some(schema) = schema.filter(|schema| schema.get("$ref").is_none()) {
        let first = types(schema, &cx.shared.produces).into_iter().next().unwrap_or_default();
        let location = Pointer::root().child("components").child("responses").child(&name);
        let location = location.child("content").child(&first).child("schema");
        *schema = json!({"$ref": format!("#{}", location.as_str())});
    }
    Some(copy)
}

fn response(value: &mut Value, produces: &[String], failure: bool, location: &TrackedLocation, cx: &mut Context<'_>) {
    let Value::Object(members) = value else { return };
    if members.get("$ref").is_some_and(Value::is_string) {
        return;
    }
    if let Some(Value::Object(headers)) = members.get_mut("headers") {
        let location = location.key("headers");
        for (name, value) in headers {
            header(value, &location.key(name), cx);
        }
    }
    let schema = members.shift_remove("schema");
    let mut examples = match members.shift_remove("examples") {
        Some(Value::Object(examples)) => examples,
        Some(other) if !other.is_null() => Members::from_iter([(String::new(), other)]),
        _ => Members::new(),
    };
    let mut content = Members::new();
    if let Some(schema) = &schema {
        let mut types = types(schema, produces);
        if failure && !is_file(schema) && !types.iter().any(|name| is_structured(name)) {
            let message =
                format!("`{}` cannot carry the schema of an error response; JSON is assumed", types.join("`, `"));
            cx.warn(codes::ASSUMED_MEDIA_TYPE, &location.now, message);
            types = vec![JSON.to_owned()];
        }
        for name in types {
            let now = location.now.child("content").child(&name).child("schema");
            cx.locations.record(&TrackedLocation { now, was: location.was.child("schema") });
            content.insert(name, json!({"schema": schema}));
        }
    }
    let at = location.now.child("content");
    for (name, example) in std::mem::take(&mut examples) {
        show(&mut content, &name, example, schema.is_some(), (&at, cx));
    }
    if !content.is_empty() {
        members.insert("content".to_owned(), Value::Object(content));
    }
}

/// Adds an example to its media type. Without a schema, only the example shows that there is a body.
fn show(content: &mut Members, name: &str, example: Value, has_schema: bool, (at, cx): (&Pointer, &Context<'_>)) {
    let wanted = essence(name);
    let known = content.keys().find(|key| essence(key) == wanted).cloned();
    let first = || content.keys().find(|key| is_structured(key)).cloned();
    let known = match known {
        None if !name.contains('/') => first(),
        known => known,
    };
    match known.and_then(|known| content.get_mut(&known)?.as_object_mut()) {
        Some(media) if !media.contains_key("example") => {
            media.insert("example".to_owned(), example);
        }
        Some(_) => cx.warn(
            codes::UNUSED_EXAMPLE,
            at,
            format!("the response has an example of the media type before `{name}`; that one is used"),
        ),
        None if !has_schema && name.contains('/') => {
            content.insert(name.to_owned(), json!({"example": example}));
        }
        None => cx.warn(
            codes::UNUSED_EXAMPLE,
            at,
            format!("the response does not have the media type `{name}` of this example"),
        ),
    }
}

fn header(value: &mut Value, location: &TrackedLocation, cx: &mut Context<'_>) {
    let Value::Object(members) = value else { return };
    if members.contains_key("$ref") || members.contains_key("schema") {
        return;
    }
    if separator(members, &location.now, cx).is_some_and(|separator| separator != Separator::Comma) {
        cx.warn(
            codes::COLLECTION_FORMAT,
            &location.now,
            "items of a header are always separated by commas; commas are used",
        );
    }
    if let Some(example) = members.shift_remove("x-example") {
        members.entry("example").or_insert(example);
    }
    if let Some(schema) = schema_of(members) {
        cx.locations.record(location);
        cx.locations.record(&location.moved(location.now.child("schema")));
        members.insert("schema".to_owned(), schema);
    }
}

fn types(schema: &Value, produces: &[String]) -> Vec<String> {
    match (produces.is_empty(), is_file(schema)) {
        (false, _) => produces.to_vec(),
        (true, true) => vec![BYTES.to_owned()],
        (true, false) => vec![JSON.to_owned()],
    }
}

/// Returns whether two lists of media types are equivalent; an empty one means JSON.
fn same(left: &[String], right: &[String]) -> bool {
    let json = [JSON.to_owned()];
    let effective = |list: &'_ [String]| if list.is_empty() { json.to_vec() } else { list.to_vec() };
    effective(left) == effective(right)
}

fn is_file(schema: &Value) -> bool {
    schema.get("type").is_some_and(|kind| kind == "file")
}
