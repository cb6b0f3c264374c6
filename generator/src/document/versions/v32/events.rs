//! Converts items of event streams that describe the whole event, as OpenAPI 3.2 does (section Server-Sent Events):
//! `event`, `data`, `id` and `retry` are properties, and the content of `data` is the `contentSchema` of a string.
//! References are resolved before.
//!
//! Such an item becomes one object, or a `oneOf` of objects, whose `data` has the type of its content; the events with
//! plain text are listed beside it.

use std::collections::HashSet;

use serde_json::{Map, Value, json};

use super::super::super::extensions::WHOLE_EVENTS;
use super::super::super::grammar::{Kind, reference_of, walk, walk_mut};
use super::super::super::path::Path;
use super::Members;

/// The section of component schemas.
const COMPONENTS: &str = "#/components/schemas/";
/// Marks the component that a schema was made of, until its name is decided.
const MADE_OF: &str = "x-sdkgen-made-of";
/// The fields of an event (WHATWG HTML, section 9.2.6).
const FIELDS: [&str; 4] = ["event", "data", "id", "retry"];
/// The greatest depth of references and parts of `allOf`.
const DEPTH: usize = 32;
/// The greatest number of alternatives that are expanded.
const MOST: usize = 1_000;

/// Replaces the strings in `data` by their content.
pub(in super::super) fn expand(root: &mut Value) {
    let mut found = false;
    walk(root, Kind::Document, &Path::Root, &mut |value, kind, _| {
        found |= kind == Kind::Response && streams(value).next().is_some();
    });
    if !found {
        return;
    }
    let shared = root.clone();
    stream_types(root, &mut |media_type| {
        let item = media_type.get("itemSchema").and_then(|item| whole(item, &shared));
        if let Some((item, notes)) = item {
            media_type.insert("itemSchema".to_owned(), item);
            media_type.insert(WHOLE_EVENTS.to_owned(), notes);
        }
    });
    name(root);
}

/// Calls `visit` for each media type of a response that is a stream of events.
fn stream_types(root: &mut Value, visit: &mut dyn FnMut(&mut Members)) {
    walk_mut(root, Kind::Document, &Path::Root, &mut |value, kind, _| {
        let Some(Value::Object(content)) = value.get_mut("content").filter(|_| kind == Kind::Response) else { return };
        let streams = content.iter_mut().filter(|(name, _)| is_stream(name));
        streams.filter_map(|(_, media_type)| media_type.as_object_mut()).for_each(&mut *visit);
    });
}

/// Moves alternatives to the components that they were made of, if nothing else needs these, so that the types keep
/// their names.
fn name(root: &mut Value) {
    let needed = needed(root);
    let mut placed = Members::new();
    stream_types(root, &mut |media_type| {
        if !media_type.contains_key(WHOLE_EVENTS) {
            return;
        }
        let Some(item) = media_type.get_mut("itemSchema") else { return };
        if let Some(Value::Array(objects)) = item.get_mut("oneOf") {
            objects.iter_mut().for_each(|object| location(object, &needed, &mut placed));
        }
        location(item, &needed, &mut placed);
    });
    if let Some(Value::Object(schemas)) = root.pointer_mut("/components/schemas") {
        schemas.extend(placed);
    }
}

fn location(schema: &mut Value, needed: &HashSet<String>, placed: &mut Members) {
    let made_of = schema.as_object_mut().and_then(|members| members.shift_remove(MADE_OF));
    let Some(Value::String(name)) = made_of.filter(|name| name.as_str().is_some_and(|name| !needed.contains(name)))
    else {
        return;
    };
    let is_same = placed.get(&name).is_none_or(|known| known == schema);
    if is_same {
        let reference = json!({"$ref": format!("{COMPONENTS}{name}")});
        placed.insert(name, std::mem::replace(schema, reference));
    }
}

/// Returns the component schemas that the rest of the document refers to, directly or through others.
fn needed(root: &Value) -> HashSet<String> {
    let schemas = root.pointer("/components/schemas").and_then(Value::as_object);
    let mut needed = HashSet::new();
    let mut todo: Vec<&Value> = Vec::new();
    for (key, part) in root.as_object().into_iter().flatten() {
        match part.as_object().filter(|_| key == "components") {
            Some(sections) => todo.extend(sections.iter().filter(|(key, _)| *key != "schemas").map(|(_, part)| part)),
            None => todo.push(part),
        }
    }
    while let Some(value) = todo.pop() {
        match value {
            Value::Object(members) => todo.extend(members.values()),
            Value::Array(items) => todo.extend(items),
            Value::String(text) => {
                let Some(name) = text.strip_prefix(COMPONENTS) else { continue };
                if needed.insert(name.to_owned()) {
                    todo.extend(schemas.and_then(|schemas| schemas.get(name)));
                }
            }
            Value::Null | Value::Bool(_) | Value::Number(_) => {}
        }
    }
    needed
}

fn is_stream(name: &str) -> bool {
    name.split(';').next().unwrap_or_default().trim().eq_ignore_ascii_case("text/event-stream")
}

fn streams(response: &Value) -> impl Iterator<Item = &Value> {
    let content = response.get("content").and_then(Value::as_object).into_iter().flatten();
    content.filter(|(name, _)| is_stream(name)).filter_map(|(_, media_type)| media_type.get("itemSchema"))
}

/// Returns the item with the content of `data`, and the events for which that is text; `None` if it does not describe
/// whole events, or only text.
fn whole(item: &Value, root: &Value) -> Option<(Value, Value)> {
    let mut base = flat(item, root, 0)?;
    let mut objects = Vec::new();
    let about: Vec<(&str, Value)> =
        ["title", "description", MADE_OF].into_iter().filter_map(|key| Some((key, base.shift_remove(key)?))).collect();
    alternatives(base, root, &mut objects, 0)?;
    let mut texts = Vec::new();
    for object in &mut objects {
        texts.push(replace_data(object, root)?);
    }
    let names: Vec<Vec<String>> = objects.iter().map(event_names).collect();
    let is_plain_text = objects.len() == 1 && texts == [Some(true)] && names[0].is_empty();
    if is_plain_text || texts.iter().all(Option::is_none) {
        return None;
    }
    // Events without a name of their own use the alternative without a name.
    let usual = names.iter().zip(&texts).find(|(names, text)| names.is_empty() && text.is_some());
    let usual = usual.is_some_and(|(_, text)| *text == Some(true));
    let others = names.iter().zip(&texts).filter(|(_, text)| text.is_some_and(|text| text != usual));
    let others: Vec<&String> = others.flat_map(|(names, _)| names).collect();
    let notes = json!({"text": usual, "except": others});
    let item = match objects.len() {
        1 => objects.pop().map(Value::Object)?,
        _ => json!({"oneOf": objects}),
    };
    let Value::Object(mut item) = item else { return None };
    for (key, value) in about {
        item.entry(key).or_insert(value);
    }
    Some((Value::Object(item), notes))
}

/// Expands an object with `oneOf` or `anyOf`: merges each alternative with the common part.
fn alternatives(mut base: Members, root: &Value, objects: &mut Vec<Members>, depth: usize) -> Option<()> {
    let discriminator = base.shift_remove("discriminator");
    let listed = ["oneOf", "anyOf"].into_iter().find_map(|key| base.shift_remove(key));
    let Some(Value::Array(listed)) = listed else {
        objects.push(base);
        return (objects.len() <= MOST).then_some(());
    };
    ["title", "description", MADE_OF].iter().for_each(|key| drop(base.shift_remove(*key)));
    for alternative in &listed {
        let mut object = base.clone();
        merge(&mut object, flat(alternative, root, depth)?);
        if let Some(name) = discriminator.as_ref().and_then(|tag| mapped(tag, alternative)) {
            let tag = Map::from_iter([("event".to_owned(), json!({"type": "string", "const": name}))]);
            merge(&mut object, Map::from_iter([("properties".to_owned(), Value::Object(tag))]));
        }
        if depth >= DEPTH {
            return None;
        }
        alternatives(object, root, objects, depth + 1)?;
    }
    Some(())
}

/// Returns the name of an alternative in a mapping by `event`.
fn mapped(discriminator: &Value, alternative: &Value) -> Option<String> {
    let is_by_event = discriminator.get("propertyName").is_some_and(|name| name == "event");
    let mapping = discriminator.get("mapping").filter(|_| is_by_event)?.as_object()?;
    let reference = reference_of(alternative)?;
    mapping.iter().find(|(_, target)| *target == reference).map(|(name, _)| name.clone())
}

/// Returns a schema with its references and the parts of its `allOf` merged into it. The name of a component becomes
/// the title.
fn flat(schema: &Value, root: &Value, depth: usize) -> Option<Members> {
    let Value::Object(members) = schema else { return None };
    if depth >= DEPTH {
        return None;
    }
    let mut whole = Members::new();
    if let Some(reference) = reference_of(schema) {
        let target = root.pointer(reference.strip_prefix('#')?)?;
        whole = flat(target, root, depth + 1)?;
        if let Some(name) = reference.strip_prefix(COMPONENTS).filter(|name| !name.contains(['/', '~', '%'])) {
            whole.entry("title").or_insert_with(|| json!(name));
            whole.insert(MADE_OF.to_owned(), json!(name));
        }
    }
    for part in members.get("allOf").and_then(Value::as_array).into_iter().flatten() {
        let mut part = flat(part, root, depth + 1)?;
        ["title", MADE_OF].iter().for_each(|key| drop(part.shift_remove(*key)));
        merge(&mut whole, part);
    }
    let own = members.iter().filter(|(key, _)| !["$ref", "allOf"].contains(&key.as_str()));
    merge(&mut whole, own.map(|(key, value)| (key.clone(), value.clone())).collect());
    Some(whole)
}

/// Merges `more` into `whole`: properties one by one, each with the keywords of both; those of `more` take precedence.
fn merge(whole: &mut Members, more: Members) {
    for (key, value) in more {
        match (key.as_str(), whole.get_mut(&key), value) {
            ("properties", Some(Value::Object(known)), Value::Object(properties)) => {
                for (name, property) in properties {
                    match (known.get_mut(&name), property) {
                        (Some(Value::Object(known)), Value::Object(keywords)) => known.extend(keywords),
                        (_, property) => drop(known.insert(name, property)),
                    }
                }
            }
            ("required", Some(Value::Array(known)), Value::Array(names)) => {
                let new: Vec<Value> = names.into_iter().filter(|name| !known.contains(name)).collect();
                known.extend(new);
            }
            (_, _, value) => drop(whole.insert(key, value)),
        }
    }
}

/// Replaces `data` by its content, and returns whether that is text. The outer `None` means that the object is not an
/// event, the inner one that it has no data.
#[allow(clippy::option_option, reason = "an object that is no event is not the same as an event without data")]
fn replace_data(object: &mut Members, root: &Value) -> Option<Option<bool>> {
    let Some(Value::Object(properties)) = object.get_mut("properties") else { return None };
    if !properties.keys().all(|name| FIELDS.contains(&name.as_str())) {
        return None;
    }
    let Some(data) = properties.get_mut("data") else {
        return properties.contains_key("event").then_some(None);
    };
    let Some(keywords) = flat(data, root, 0) else { return Some(Some(false)) };
    let media_type = keywords.get("contentMediaType").and_then(Value::as_str).map(str::to_ascii_lowercase);
    let is_json = media_type.as_ref().is_some_and(|name| name.contains("json"));
    if is_json || (media_type.is_none() && keywords.contains_key("contentSchema")) {
        let mut content = keywords.get("contentSchema").cloned().unwrap_or_else(|| json!({}));
        if let (Value::Object(content), Some(words)) = (&mut content, keywords.get("description"))
            && !content.contains_key("$ref")
        {
            content.entry("description").or_insert_with(|| words.clone());
        }
        *data = content;
        return Some(Some(false));
    }
    let kind = keywords.get("type");
    let is_kind =
        kind.is_some_and(|kind| kind == "string" || kind.as_array().is_some_and(|all| all.contains(&json!("string"))));
    let values =
        keywords.get("const").into_iter().chain(keywords.get("enum").and_then(Value::as_array).into_iter().flatten());
    let mut values = values.peekable();
    let is_text = is_kind || (values.peek().is_some() && values.all(Value::is_string));
    Some(Some(is_text))
}

/// Returns the names of the events of an alternative.
fn event_names(object: &Members) -> Vec<String> {
    let event = object.get("properties").and_then(|properties| properties.get("event"));
    let only = event.and_then(|event| event.get("const"));
    let listed = event.and_then(|event| event.get("enum")).and_then(Value::as_array);
    only.into_iter().chain(listed.into_iter().flatten()).filter_map(Value::as_str).map(str::to_owned).collect()
}
