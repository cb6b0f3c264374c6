//! A document as Prism needs it: a copy with changes that Prism requires and that no SDK may depend on.
//!
//! - Prism cannot write responses of `*/*`, though `Accept: application/json` accepts them (RFC 9110, section 12.5.1):
//!   they are JSON in the copy.
//! - Prism accepts no body if Swagger 2.0 names no media type for it: it is JSON in the copy.
//! - Prism resolves references within examples, which are data, and does not start if one leads nowhere: the copy lacks
//!   these examples.
//! - Prism requires the content that a document describes for responses to HEAD, which have none.
//! - Most documents do not describe the endpoint that issues their tokens: the copy does.
//!
//! Knows nothing of SDKs and their tests.

mod paths;

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::{Map, Value, json};

use crate::document::Document;

/// The media range for any type.
const ANY: &str = "*/*";
const JSON: &str = "application/json";

/// Returns the file to start Prism on, and how many changes it has: the document itself if no change is needed, or if
/// it refers to other files, which a copy elsewhere would not find.
pub(super) fn prepare(document: &Path, copy: &Path) -> (PathBuf, usize) {
    let original = (document.to_owned(), 0);
    let Some(Ok(mut value)) = Document::read(document).map(|document| document.value) else { return original };
    let dropped = drop_examples(&mut value, false);
    if refers_to_files(&value) {
        return original;
    }
    let paths = paths::join_fragments(&mut value) + paths::empty_heads(&mut value);
    match dropped + paths + name_responses(&mut value) + name_bodies(&mut value) + issue_tokens(&mut value) {
        0 => original,
        named if fs::write(copy, value.to_string()).is_ok() => (copy.to_owned(), named),
        _ => original,
    }
}

/// Objects whose keys are chosen by the document: a key `example` in there is a name, and not an example.
const NAMED: [&str; 21] = [
    "callbacks",
    "content",
    "definitions",
    "$defs",
    "dependentSchemas",
    "encoding",
    "headers",
    "links",
    "mediaTypes",
    "parameters",
    "pathItems",
    "paths",
    "patternProperties",
    "properties",
    "requestBodies",
    "responses",
    "schemas",
    "securityDefinitions",
    "securitySchemes",
    "variables",
    "webhooks",
];

/// Drops the examples and defaults that contain a reference, and counts them.
fn drop_examples(value: &mut Value, are_names: bool) -> usize {
    let members = match value {
        Value::Array(items) => return items.iter_mut().map(|item| drop_examples(item, false)).sum(),
        Value::Object(members) => members,
        _ => return 0,
    };
    let before = members.len();
    let mut dropped = 0;
    if !are_names {
        let is_data = |key: &str| ["default", "example"].contains(&key);
        members.retain(|key, value| !(is_data(key) && has_reference(value)));
        dropped += before - members.len();
        match members.get_mut("examples") {
            Some(Value::Array(list)) => {
                let all = list.len();
                list.retain(|example| !has_reference(example));
                dropped += all - list.len();
            }
            // An example may be a reference itself; its contents are data.
            Some(Value::Object(named)) => {
                let all = named.len();
                named.retain(|_, example| is_reference(example) || !has_reference(example));
                dropped += all - named.len();
            }
            _ => {}
        }
    }
    let is_data = |key: &str| !are_names && ["default", "enum", "example", "examples"].contains(&key);
    let below = members.iter_mut().filter(|(key, _)| !is_data(key));
    dropped + below.map(|(key, value)| drop_examples(value, !are_names && NAMED.contains(&key.as_str()))).sum::<usize>()
}

fn is_reference(value: &Value) -> bool {
    value.get("$ref").is_some_and(Value::is_string)
}

fn has_reference(value: &Value) -> bool {
    match value {
        Value::Object(members) => is_reference(value) || members.values().any(has_reference),
        Value::Array(items) => items.iter().any(has_reference),
        _ => false,
    }
}

/// Adds the endpoints that issue tokens for client credentials if the document does not describe them, and counts them.
fn issue_tokens(value: &mut Value) -> usize {
    let schemes = value.pointer("/components/securitySchemes").and_then(Value::as_object);
    let url = |scheme: &Value| scheme.pointer("/flows/clientCredentials/tokenUrl")?.as_str().map(path_of);
    let locations: Vec<String> = schemes.into_iter().flat_map(|schemes| schemes.values().filter_map(url)).collect();
    let Some(paths) = value.get_mut("paths").and_then(Value::as_object_mut) else { return 0 };
    let before = paths.len();
    for location in locations {
        let token = json!({"access_token": "token", "token_type": "Bearer", "expires_in": 3600});
        let media = json!({"schema": {"type": "object"}, "example": token});
        let response = json!({"description": "A token", "content": {"application/json": media}});
        let form = json!({"content": {"application/x-www-form-urlencoded": {"schema": {"type": "object"}}}});
        let issue = json!({"security": [], "requestBody": form, "responses": {"200": response}});
        paths.entry(location).or_insert(json!({ "post": issue }));
    }
    paths.len() - before
}

/// Sets the media type of bodies in Swagger 2.0 that have none, and counts them: Prism accepts no type for them.
fn name_bodies(value: &mut Value) -> usize {
    if value.get("swagger").is_none() || value.get("consumes").is_some() {
        return 0;
    }
    let items = value.get_mut("paths").and_then(Value::as_object_mut).into_iter().flat_map(Map::values_mut);
    let operations = items.filter_map(Value::as_object_mut).flat_map(Map::values_mut).filter_map(Value::as_object_mut);
    let has_body = |operation: &Map<String, Value>| {
        let parameters = operation.get("parameters").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
        parameters.iter().any(|parameter| parameter["in"] == "body")
    };
    let nameless = operations.filter(|operation| !operation.contains_key("consumes") && has_body(operation));
    nameless.map(|operation| operation.insert("consumes".to_owned(), json!([JSON]))).count()
}

/// Rewrites an `anyOf` below `items` of a schema that is not said to be an array, as the generator reads it:
/// alternatives for the value itself or a list. A validator would accept any value that is no array.
pub(super) fn move_alternatives(value: &mut Value) {
    match value {
        Value::Array(items) => items.iter_mut().for_each(move_alternatives),
        Value::Object(members) => {
            members.values_mut().for_each(move_alternatives);
            let is_array =
                ["type", "properties", "allOf", "oneOf", "anyOf"].iter().any(|key| members.contains_key(*key));
            let inner = members.get_mut("items").and_then(Value::as_object_mut).filter(|_| !is_array);
            let moved = inner.filter(|inner| inner.len() == 1).and_then(|inner| inner.shift_remove("anyOf"));
            if let Some(Value::Array(mut alternatives)) = moved {
                members.shift_remove("items");
                alternatives.push(json!({"type": "array", "items": {"anyOf": alternatives}}));
                members.insert("anyOf".to_owned(), Value::Array(alternatives));
            }
        }
        _ => {}
    }
}

/// Returns the path of a URL.
fn path_of(url: &str) -> String {
    let after = url.split_once("://").map_or(url, |(_, after)| after.find('/').map_or("", |start| &after[start..]));
    format!("/{}", after.trim_start_matches('/').split(['?', '#']).next().unwrap_or_default())
}

fn refers_to_files(value: &Value) -> bool {
    match value {
        Value::Object(members) => members.iter().any(|(key, value)| match value.as_str() {
            Some(text) => key == "$ref" && !text.starts_with('#'),
            None => refers_to_files(value),
        }),
        Value::Array(items) => items.iter().any(refers_to_files),
        _ => false,
    }
}

/// Sets the media type of every response of `*/*` that is not text, and counts them.
fn name_responses(value: &mut Value) -> usize {
    match value {
        Value::Array(items) => items.iter_mut().map(name_responses).sum(),
        Value::Object(members) => {
            let responses = members.get_mut("responses").and_then(Value::as_object_mut);
            let named: usize = responses.map_or(0, |all| all.values_mut().map(name_response).sum());
            let produced = members.get_mut("produces").and_then(Value::as_array_mut);
            let any = produced.filter(|types| types.len() == 1).and_then(|types| types.first_mut());
            let produced = any.filter(|first| **first == ANY).map_or(0, |first| {
                *first = JSON.into();
                1
            });
            named + produced + members.values_mut().map(name_responses).sum::<usize>()
        }
        _ => 0,
    }
}

fn name_response(response: &mut Value) -> usize {
    let Some(content) = response.get_mut("content").and_then(Value::as_object_mut) else { return 0 };
    if content.len() != 1
        || content.get(ANY).is_none_or(|media| media.pointer("/schema/type") == Some(&"string".into()))
    {
        return 0;
    }
    let media = content.remove(ANY);
    content.extend(media.map(|media| (JSON.to_owned(), media)));
    1
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{drop_examples, issue_tokens, move_alternatives, name_bodies, name_responses, refers_to_files};

    #[test]
    fn responses_of_any_type_are_json_unless_they_are_text() {
        let of = |kind: &str| json!({"responses": {"200": {"content": {"*/*": {"schema": {"type": kind}}}}}});
        let mut document = json!({"a": of("object"), "b": [of("string")], "c": {"produces": ["*/*"]}});
        assert_eq!(name_responses(&mut document), 2);
        assert!(document.pointer("/a/responses/200/content/application~1json/schema").is_some());
        assert_eq!(document["b"][0], of("string"));
        assert_eq!(document["c"]["produces"][0], "application/json");
    }

    #[test]
    fn examples_with_references_are_dropped_and_nothing_else_is() {
        let reference = json!({"$ref": "#/nowhere"});
        let data = json!({"a": [reference]});
        let named = json!({"properties": {"example": reference, "default": reference}, "example": data, "default": 1});
        let media = json!({"examples": {"kept": reference, "dropped": {"value": data}, "plain": {"value": 1}}});
        let mut document = json!({
            "responses": {"default": reference, "200": {"content": {"application/json": media}}},
            "components": {"schemas": {"example": named, "B": {"examples": [data, 1]}}, "examples": {"E": {"value": 1}}},
        });
        assert_eq!(drop_examples(&mut document, false), 3);
        let schemas = json!({"example": {"properties": {"example": reference, "default": reference}, "default": 1},
            "B": {"examples": [1]}});
        assert_eq!(document["components"]["schemas"], schemas);
        assert_eq!(document["responses"]["default"], reference);
        let examples = json!({"kept": reference, "plain": {"value": 1}});
        assert_eq!(document["responses"]["200"]["content"]["application/json"]["examples"], examples);
    }

    #[test]
    fn items_of_no_array_are_alternatives() {
        let list = json!({"type": "array", "items": {"anyOf": [1]}});
        let mut schemas = json!([{"items": {"anyOf": [1]}}, list]);
        move_alternatives(&mut schemas);
        assert_eq!(schemas, json!([{"anyOf": [1, list]}, list]));
    }

    #[test]
    fn bodies_without_a_type_are_json() {
        let of = |location: &str| json!({"post": {"parameters": [{"in": location}]}});
        let mut document = json!({"swagger": "2.0", "paths": {"/a": of("body"), "/b": of("query")}});
        assert_eq!(name_bodies(&mut document), 1);
        assert_eq!(document["paths"]["/a"]["post"]["consumes"], json!(["application/json"]));
        assert_eq!(name_bodies(&mut document), 0);
        assert_eq!(name_bodies(&mut json!({"swagger": "2.0", "consumes": [], "paths": {"/a": of("body")}})), 0);
    }

    #[test]
    fn tokens_are_issued_where_the_document_says() {
        let scheme = |url: &str| json!({"flows": {"clientCredentials": {"tokenUrl": url}}});
        let schemes = json!({"a": scheme("https://id.example.com/oauth/token"), "b": scheme("/known"), "c": {}});
        let mut document = json!({"components": {"securitySchemes": schemes}, "paths": {"/known": {}}});
        assert_eq!(issue_tokens(&mut document), 1);
        assert!(document.pointer("/paths/~1oauth~1token/post/responses/200").is_some());
    }

    #[test]
    fn references_to_other_files_are_seen() {
        assert!(refers_to_files(&json!([{"$ref": "a.yaml#/b"}])));
        assert!(!refers_to_files(&json!({"$ref": "#/b"})));
    }
}
