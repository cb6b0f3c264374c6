//! A document as Prism takes it. Prism does not see that `Accept: application/json` suits an answer that is described
//! as `*/*` (RFC 9110, section 12.5.1, has nothing against it), and cannot write one: in a copy such answers are JSON.
//! A body of which Swagger 2.0 does not name the type may be of any; Prism takes none, and in the copy it is JSON.
//! A reference inside an example is data, which Prism follows; where that leads nowhere it does not start, so that the
//! copy goes without such examples. A response to HEAD has no content, but Prism asks for what the document describes.
//! The endpoint that issues tokens is no part of most documents that name it: the copy has it. Knows nothing of what is
//! called.

mod paths;

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::{Map, Value, json};

use super::super::document::Document;

/// What a document says where it does not care for the type.
const ANY: &str = "*/*";
const JSON: &str = "application/json";

/// The file to start Prism on, and how much of it was changed; the document itself if there are none, or if a copy
/// elsewhere would not find its other files.
pub(super) fn of(document: &Path, copy: &Path) -> (PathBuf, usize) {
    let original = (document.to_owned(), 0);
    let Some(Ok(mut value)) = Document::read(document).map(|document| document.value) else { return original };
    let dropped = drop_examples(&mut value, false);
    if refers_to_files(&value) {
        return original;
    }
    let paths = paths::join_fragments(&mut value) + paths::empty_heads(&mut value);
    match dropped + paths + name_answers(&mut value) + name_bodies(&mut value) + issue_tokens(&mut value) {
        0 => original,
        named if fs::write(copy, value.to_string()).is_ok() => (copy.to_owned(), named),
        _ => original,
    }
}

/// Members whose own members have names of the document's choice: none of those is an example for its name.
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

/// Drops the examples and defaults that hold a reference, and tells how many.
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
            // An example may be a reference itself; what it holds is data.
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

/// Adds the endpoints that issue tokens for client credentials, where they are not described.
fn issue_tokens(value: &mut Value) -> usize {
    let schemes = value.pointer("/components/securitySchemes").and_then(Value::as_object);
    let url = |scheme: &Value| scheme.pointer("/flows/clientCredentials/tokenUrl")?.as_str().map(path_of);
    let places: Vec<String> = schemes.into_iter().flat_map(|schemes| schemes.values().filter_map(url)).collect();
    let Some(paths) = value.get_mut("paths").and_then(Value::as_object_mut) else { return 0 };
    let before = paths.len();
    for place in places {
        let token = json!({"access_token": "token", "token_type": "Bearer", "expires_in": 3600});
        let media = json!({"schema": {"type": "object"}, "example": token});
        let answer = json!({"description": "A token", "content": {"application/json": media}});
        let form = json!({"content": {"application/x-www-form-urlencoded": {"schema": {"type": "object"}}}});
        let issue = json!({"security": [], "requestBody": form, "responses": {"200": answer}});
        paths.entry(place).or_insert(json!({ "post": issue }));
    }
    paths.len() - before
}

/// Names the type of bodies in Swagger 2.0 that have none: Prism takes no type at all for them.
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

/// Reads alternatives that are the `items` where nothing says that there is an array as the generator does, for the
/// value itself or a list: a validator says nothing of values that are no arrays, and would take any.
pub(super) fn alternatives(value: &mut Value) {
    match value {
        Value::Array(items) => items.iter_mut().for_each(alternatives),
        Value::Object(members) => {
            members.values_mut().for_each(alternatives);
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

/// What follows the host in a URL, as a path.
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

/// Names the type of every answer that has none; texts stay what they are.
fn name_answers(value: &mut Value) -> usize {
    match value {
        Value::Array(items) => items.iter_mut().map(name_answers).sum(),
        Value::Object(members) => {
            let responses = members.get_mut("responses").and_then(Value::as_object_mut);
            let named: usize = responses.map_or(0, |all| all.values_mut().map(name_answer).sum());
            let produced = members.get_mut("produces").and_then(Value::as_array_mut);
            let any = produced.filter(|types| types.len() == 1).and_then(|types| types.first_mut());
            let produced = any.filter(|first| **first == ANY).map_or(0, |first| {
                *first = JSON.into();
                1
            });
            named + produced + members.values_mut().map(name_answers).sum::<usize>()
        }
        _ => 0,
    }
}

fn name_answer(response: &mut Value) -> usize {
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

    use super::{alternatives, drop_examples, issue_tokens, name_answers, name_bodies, refers_to_files};

    #[test]
    fn answers_of_any_type_are_json_unless_they_are_text() {
        let of = |kind: &str| json!({"responses": {"200": {"content": {"*/*": {"schema": {"type": kind}}}}}});
        let mut document = json!({"a": of("object"), "b": [of("string")], "c": {"produces": ["*/*"]}});
        assert_eq!(name_answers(&mut document), 2);
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
        alternatives(&mut schemas);
        assert_eq!(schemas, json!([{"anyOf": [1, list]}, list]));
    }

    #[test]
    fn bodies_without_a_type_are_json() {
        let of = |place: &str| json!({"post": {"parameters": [{"in": place}]}});
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
