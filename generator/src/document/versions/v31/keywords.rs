//! Converts keywords of JSON Schema without a counterpart in 3.0: the schema is rewritten with a similar keyword if
//! there is one, and any loss is reported.

use serde_json::{Value, json};

use super::super::super::extensions::DEPENDENT_REQUIRED;
use super::super::super::notes::Notes;
use super::super::super::path::Path;
use super::Members;
use crate::diagnostics::codes;

/// Keywords that only restrict which values are valid and do not affect types.
const CHECKS: [&str; 6] = ["contains", "propertyNames", "dependentRequired", "contentSchema", "unevaluatedItems", "if"];

/// Converts one schema.
pub(super) fn rewrite(members: &mut Members, at: &Path<'_>, notes: &Notes) {
    unevaluated_items(members);
    for keyword in CHECKS.iter().filter(|keyword| members.contains_key(**keyword)) {
        let message = match *keyword {
            "if" => "`if` is not supported; properties of `then` and `else` are optional".to_owned(),
            other => format!("`{other}` is not supported; the type ignores it"),
        };
        notes.warn(codes::UNSUPPORTED_KEYWORD, &at.key(keyword), message);
    }
    dependent_required(members);
    for keyword in CHECKS.iter().filter(|keyword| **keyword != "if") {
        members.shift_remove(*keyword);
    }
    prefix_items(members, at, notes);
    pattern_properties(members, at, notes);
    unevaluated_properties(members);
    conditional_members(members, at, notes);
}

/// Keeps which properties require others, which matters only for samples.
fn dependent_required(members: &mut Members) {
    let mut needs = Members::new();
    if let Some(Value::Object(own)) = members.shift_remove("dependentRequired") {
        needs.extend(own);
    }
    for (name, schema) in members.get("dependentSchemas").and_then(Value::as_object).into_iter().flatten() {
        let Some(more @ Value::Array(_)) = schema.get("required") else { continue };
        match (needs.get_mut(name), more) {
            (Some(Value::Array(known)), Value::Array(more)) => known.extend(more.iter().cloned()),
            _ => needs.extend([(name.clone(), more.clone())]),
        }
    }
    if !needs.is_empty() {
        members.insert(DEPENDENT_REQUIRED.to_owned(), Value::Object(needs));
    }
}

/// Converts a tuple to a list whose items can have any of its types.
fn prefix_items(members: &mut Members, at: &Path<'_>, notes: &Notes) {
    let Some(Value::Array(prefix)) = members.shift_remove("prefixItems") else { return };
    let message = "`prefixItems` is not supported; each item may have any of its types";
    notes.warn(codes::UNSUPPORTED_KEYWORD, &at.key("prefixItems"), message);
    let rest = members.shift_remove("items").filter(Value::is_object);
    let types = distinct(prefix.into_iter().chain(rest));
    members.insert("items".to_owned(), types);
    members.entry("type").or_insert_with(|| json!("array"));
}

/// Converts properties with a pattern for their names to a map.
fn pattern_properties(members: &mut Members, at: &Path<'_>, notes: &Notes) {
    let Some(Value::Object(patterns)) = members.shift_remove("patternProperties") else { return };
    if patterns.is_empty() {
        return;
    }
    let message = "the patterns of `patternProperties` are not checked; the properties become a map";
    notes.warn(codes::UNSUPPORTED_KEYWORD, &at.key("patternProperties"), message);
    let rest = match members.get("additionalProperties") {
        // Properties with other names can have any value, so all values of the map can.
        Some(Value::Bool(true)) => return,
        Some(schema @ Value::Object(_)) => Some(schema.clone()),
        _ => None,
    };
    let values = distinct(patterns.into_iter().map(|(_, schema)| schema).chain(rest));
    members.insert("additionalProperties".to_owned(), values);
    members.entry("type").or_insert_with(|| json!("object"));
}

/// Converts `unevaluatedProperties` to `additionalProperties`; beside compositions only its type is kept.
fn unevaluated_properties(members: &mut Members) {
    let Some(unevaluated) = members.shift_remove("unevaluatedProperties") else { return };
    let composed = ["allOf", "anyOf", "oneOf", "$ref"].iter().any(|keyword| members.contains_key(*keyword));
    if unevaluated.is_object() || unevaluated == Value::Bool(true) || !composed {
        members.entry("additionalProperties").or_insert(unevaluated);
    }
}

fn unevaluated_items(members: &mut Members) {
    if members.get("unevaluatedItems").is_some_and(Value::is_object)
        && !members.contains_key("items")
        && let Some(items) = members.shift_remove("unevaluatedItems")
    {
        members.insert("items".to_owned(), items);
    }
}

/// Converts the properties that a condition adds to optional ones.
fn conditional_members(members: &mut Members, at: &Path<'_>, notes: &Notes) {
    members.shift_remove("if");
    let mut added: Vec<Value> = ["then", "else"].iter().filter_map(|key| members.shift_remove(*key)).collect();
    if let Some(Value::Object(dependent)) = members.shift_remove("dependentSchemas") {
        let message = "`dependentSchemas` is not supported; the properties that it adds are optional";
        notes.warn(codes::UNSUPPORTED_KEYWORD, &at.key("dependentSchemas"), message);
        added.extend(dependent.into_iter().map(|(_, schema)| schema));
    }
    for schema in added {
        let Value::Object(mut schema) = schema else { continue };
        let Some(Value::Object(properties)) = schema.shift_remove("properties") else { continue };
        let known = members.entry("properties").or_insert_with(|| json!({}));
        if let Value::Object(known) = known {
            for (name, property) in properties {
                known.entry(name).or_insert(property);
            }
        }
    }
}

/// Returns a schema for values of any of these schemas.
fn distinct(schemas: impl Iterator<Item = Value>) -> Value {
    let mut types: Vec<Value> = Vec::new();
    for schema in schemas.filter(|schema| *schema != Value::Bool(false)) {
        let anything = schema == Value::Bool(true) || schema.as_object().is_some_and(|members| members.is_empty());
        if anything {
            return json!({});
        }
        if !types.contains(&schema) {
            types.push(schema);
        }
    }
    match types.len() {
        0 => json!({}),
        1 => types.swap_remove(0),
        _ => json!({"anyOf": types}),
    }
}
