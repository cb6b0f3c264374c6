//! Converts the additions of OpenAPI 3.2 to the shape of 3.0. Some are converted before references are resolved
//! ([`restructure`]), the rest node by node ([`node`]). Schemas are those of 3.1.

mod events;
mod querystring;

use serde_json::{Map, Value, json};

use super::super::extensions::{ITEM_SCHEMA, PLAIN_COOKIE, SERIALIZED};
use super::super::grammar::{ADDITIONAL, Kind, METHODS, reference_of, walk_mut};
use super::super::notes::Notes;
use super::super::path::Path;
use crate::diagnostics::codes;
use crate::pointer::escaped;

pub(super) use self::events::expand as expand_events;
pub(super) use self::querystring::expand;

type Members = Map<String, Value>;

/// Prepares a document for the resolution of its references.
pub(super) fn restructure(root: &mut Value, notes: &Notes) {
    own_name(root);
    media_types(root);
    let Some(Value::Object(paths)) = root.get_mut("paths") else { return };
    let at = Path::Root.key("paths");
    for (path, item) in paths.iter_mut() {
        if let Value::Object(item) = item {
            usual_methods(item, &at.key(path), notes);
        }
    }
}

/// Converts one node to the shape of 3.0.
pub(super) fn node(value: &mut Value, kind: Kind, at: &Path<'_>, notes: &Notes) {
    let Value::Object(members) = value else { return };
    match kind {
        Kind::Document => tags(members, at, notes),
        Kind::Response => summary(members),
        Kind::Example => example(members),
        Kind::SecurityScheme => security_scheme(members),
        Kind::Parameter => cookie_style(members),
        Kind::MediaType => item_schema(members, at, notes),
        Kind::Schema => default_mapping(members, at, notes),
        _ => {}
    }
}

/// Replaces references that name their own document by its `$self`.
fn own_name(root: &mut Value) {
    let Some(own) = root.get("$self").and_then(Value::as_str).map(str::to_owned) else { return };
    walk_mut(root, Kind::Document, &Path::Root, &mut |value, _, _| {
        let fragment = reference_of(value).and_then(|reference| reference.strip_prefix(own.as_str()));
        if let Some(fragment) = fragment.filter(|fragment| fragment.starts_with('#')).map(str::to_owned) {
            value["$ref"] = Value::String(fragment);
        }
    });
}

/// Replaces references to `components.mediaTypes` by copies; their schemas stay one type.
fn media_types(root: &mut Value) {
    let shared = root.pointer("/components/mediaTypes").and_then(Value::as_object).cloned();
    let Some(shared) = shared.filter(|shared| !shared.is_empty()) else { return };
    walk_mut(root, Kind::Document, &Path::Root, &mut |value, kind, at| {
        if kind != Kind::MediaType || at.pointer().as_str().starts_with("/components/mediaTypes") {
            return;
        }
        let mut name = None;
        // A longer chain is a cycle, which is reported when references are resolved.
        for _ in 0..64 {
            let node = name.as_deref().map_or(Some(&*value), |name: &str| shared.get(name));
            let reference = node.and_then(reference_of).and_then(|r| r.strip_prefix("#/components/mediaTypes/"));
            match reference {
                Some(next) => name = Some(super::super::refs::decode(next)),
                None => break,
            }
        }
        let Some((name, found)) = name.and_then(|name| Some((shared.get(&name)?, name))).map(|(v, n)| (n, v)) else {
            return;
        };
        let mut copy = found.clone();
        for key in ["schema", "itemSchema"] {
            if let Some(schema) = copy.get_mut(key).filter(|schema| reference_of(schema).is_none()) {
                let name = escaped(&name);
                *schema = json!({"$ref": format!("#/components/mediaTypes/{name}/{key}")});
            }
        }
        *value = copy;
    });
}

/// Moves `additionalOperations` with a method of 3.0 to the key of that method.
fn usual_methods(item: &mut Members, at: &Path<'_>, notes: &Notes) {
    let Some(Value::Object(additional)) = item.get_mut(ADDITIONAL) else { return };
    let usual = |method: &String| METHODS.contains(&method.to_ascii_lowercase().as_str());
    let misplaced: Vec<String> = additional.keys().filter(|method| usual(method)).cloned().collect();
    for method in misplaced {
        let lower_case = method.to_ascii_lowercase();
        if item.contains_key(&lower_case) {
            continue;
        }
        let Some(Value::Object(additional)) = item.get_mut(ADDITIONAL) else { return };
        if let Some(operation) = additional.shift_remove(&method) {
            let message = format!("`{lower_case}` has its own key in a path item; it was moved there");
            notes.warn(codes::ADDITIONAL_METHOD, &at.key(ADDITIONAL).key(&method), message);
            item.insert(lower_case, operation);
        }
    }
}

/// Converts the summary of a tag to its description, if it has none. Parents of tags are ignored, because resources
/// follow the paths.
fn tags(document: &mut Members, at: &Path<'_>, notes: &Notes) {
    let Some(Value::Array(tags)) = document.get_mut("tags") else { return };
    let at = at.key("tags");
    for (index, tag) in tags.iter_mut().enumerate() {
        let Value::Object(tag) = tag else { continue };
        if let Some(summary) = tag.shift_remove("summary") {
            tag.entry("description").or_insert(summary);
        }
        if tag.contains_key("parent") {
            let message = "the `parent` of a tag is not used; resources are arranged by their paths";
            notes.warn(codes::UNSUPPORTED_KEYWORD, &at.item(index).key("parent"), message);
        }
    }
}

/// Converts the summary of a response to its description, if it has none.
fn summary(response: &mut Members) {
    if response.contains_key("$ref") {
        return;
    }
    let summary = response.shift_remove("summary").unwrap_or_else(|| json!(""));
    response.entry("description").or_insert(summary);
}

/// Takes the data itself as the value of an example, else what its serialized form says. The other form is kept.
fn example(example: &mut Members) {
    let parsed = |text: Value| text.as_str().and_then(|text| serde_json::from_str(text).ok()).unwrap_or(text);
    let (data, serialized) = (example.shift_remove("dataValue"), example.shift_remove("serializedValue"));
    if data.is_some() || example.contains_key("value") {
        if let Some(text) = serialized {
            example.insert(SERIALIZED.to_owned(), text);
        }
        if let Some(data) = data {
            example.entry("value").or_insert(data);
        }
    } else if let Some(text) = serialized {
        example.insert("value".to_owned(), parsed(text));
    }
}

/// Moves the instructions for obtaining a credential to the description.
fn security_scheme(scheme: &mut Members) {
    let mut words = Vec::new();
    if scheme.shift_remove("deprecated") == Some(Value::Bool(true)) {
        words.push("Deprecated.".to_owned());
    }
    if let Some(Value::String(url)) = scheme.shift_remove("oauth2MetadataUrl") {
        words.push(format!("The metadata of the authorization server stand at <{url}>."));
    }
    let device = scheme.get("flows").and_then(|flows| flows.get("deviceAuthorization"));
    if let Some(url) = device.and_then(|flow| flow.get("deviceAuthorizationUrl")).and_then(Value::as_str) {
        words.push(format!("Devices are authorized at <{url}>."));
    }
    if words.is_empty() {
        return;
    }
    if let Some(Value::String(description)) = scheme.get("description") {
        words.insert(0, description.clone());
    }
    scheme.insert("description".to_owned(), Value::String(words.join("\n\n")));
}

/// Converts the style `cookie`, which is `form` without escaping, to an extension.
fn cookie_style(parameter: &mut Members) {
    let is = |key: &str| parameter.get(key).is_some_and(|value| value == "cookie");
    if is("in") && is("style") {
        parameter.insert("style".to_owned(), json!("form"));
        parameter.insert(PLAIN_COOKIE.to_owned(), json!(true));
    }
}

/// Moves the schema of the items of a stream to an extension.
fn item_schema(media_type: &mut Members, at: &Path<'_>, notes: &Notes) {
    for key in ["itemEncoding", "prefixEncoding"] {
        if media_type.contains_key(key) {
            let message = format!("`{key}` is not supported; parts are written by their types");
            notes.warn(codes::UNSUPPORTED_KEYWORD, &at.key(key), message);
        }
    }
    let Some(item) = media_type.shift_remove("itemSchema") else { return };
    if media_type.contains_key("schema") {
        let message = "the media type has both `schema` and `itemSchema`; `itemSchema` is used";
        notes.warn(codes::SCHEMA_BESIDE_ITEMS, &at.key("schema"), message);
    }
    media_type.insert(ITEM_SCHEMA.to_owned(), item);
}

fn default_mapping(schema: &mut Members, at: &Path<'_>, notes: &Notes) {
    if schema.get("discriminator").is_some_and(|discriminator| discriminator.get("defaultMapping").is_some()) {
        let message = "`defaultMapping` is not supported; a value with an unknown name is kept as it is";
        notes.warn(codes::UNSUPPORTED_KEYWORD, &at.key("discriminator").key("defaultMapping"), message);
    }
}

#[cfg(test)]
mod tests;
