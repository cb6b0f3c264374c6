//! Facts about a schema that need no value: its kind, what it requires, and whether any value can be valid.

use std::collections::HashMap;

use sdkgen::pointer::escaped;
use serde_json::Value;

use super::operation::Operation;

/// The JSON type of a schema, if it has one; `properties` and `items` imply one.
fn kind(schema: &Value) -> Option<&str> {
    let listed =
        schema.get("type").and_then(Value::as_array).and_then(|kinds| kinds.iter().find(|kind| **kind != "null"));
    let said = listed.or(schema.get("type")).and_then(Value::as_str);
    let object = schema.get("properties").map(|_| "object");
    said.or(object).or(schema.get("items").map(|_| "array"))
}

/// Whether values are lists or objects.
pub(super) fn is_compound(schema: &Value) -> bool {
    kind(schema).is_some_and(|kind| ["object", "array"].contains(&kind))
}

/// Whether null is valid besides other values.
pub(super) fn may_be_null(schema: &Value) -> bool {
    let kinds = schema.get("type").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    schema["nullable"] == true || kinds.iter().any(|kind| kind == "null")
}

/// Whether values are lists or objects, or null: by the schema itself, or by its alternatives.
pub(super) fn is_compound_or_null(operation: &Operation<'_>, at: &str) -> bool {
    let Some((at, schema)) = operation.at(at) else { return false };
    let count = |key: &str| schema.get(key).and_then(Value::as_array).map_or(0, Vec::len);
    let pointers = |key: &'static str| (0..count(key)).map(move |index| format!("/{key}/{index}"));
    let alternatives = ["anyOf", "oneOf"].into_iter().flat_map(pointers);
    let all: Vec<&Value> = std::iter::once(schema)
        .chain(alternatives.filter_map(|pointer| operation.at(&format!("{at}{pointer}"))).map(|(_, found)| found))
        .collect();
    let is_null = |schema: &&Value| may_be_null(schema) || schema["type"] == "null";
    all.iter().any(|schema| is_compound(schema)) && all.iter().any(is_null)
}

/// Whether one alternative of a `oneOf` is any string, and another one a number or boolean: in a parameter, a number is
/// a string as well.
pub(super) fn takes_any_text(operation: &Operation<'_>, at: &str) -> bool {
    let Some((at, schema)) = operation.at(at) else { return false };
    let count = schema.get("oneOf").and_then(Value::as_array).map_or(0, Vec::len);
    let parts: Vec<_> = (0..count).filter_map(|index| operation.at(&format!("{at}/oneOf/{index}"))).collect();
    let is_any_text = |schema: &Value| {
        let narrower = ["enum", "const", "pattern", "format", "minLength", "maxLength"];
        schema["type"] == "string" && narrower.iter().all(|key| schema.get(key).is_none())
    };
    let is_other = |schema: &Value| ["integer", "number", "boolean"].iter().any(|kind| schema["type"] == *kind);
    parts.iter().any(|(_, part)| is_any_text(part)) && parts.iter().any(|(_, part)| is_other(part))
}

/// Whether a schema with `allOf`, or one of its parts, forbids properties that it does not list itself: no value can
/// have the properties of two such parts.
pub(super) fn forbids_properties_of_parts(operation: &Operation<'_>, at: &str) -> bool {
    let Some((at, schema)) = operation.at(at) else { return false };
    let count = schema.get("allOf").and_then(Value::as_array).map_or(0, Vec::len);
    let parts = (0..count).filter_map(|index| operation.at(&format!("{at}/allOf/{index}")));
    let closed = |schema: &Value| schema["additionalProperties"] == false;
    count > 0 && (closed(schema) || (count > 1 && parts.into_iter().any(|(_, part)| closed(part))))
}

/// Whether a schema has neither `const` nor `enum`.
pub(super) fn has_no_listed_values(schema: &Value) -> bool {
    schema.get("const").is_none() && schema.get("enum").is_none()
}

/// Whether a schema or a part of its `allOf` requires a property of this name.
pub(super) fn names_required(schema: &Value, name: &str) -> bool {
    let own = schema.get("required").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    let parts = schema.get("allOf").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    own.iter().any(|required| required == name) || parts.iter().any(|part| names_required(part, name))
}

/// Whether no value can be valid: each would have to contain another value of the same schema, or to have two types.
pub(super) fn is_impossible(operation: &Operation<'_>, at: &str) -> bool {
    has_none(operation, at, &mut HashMap::new())
}

/// A schema that is reached again before it is decided contains itself, and counts as having no value until then. What
/// is decided is kept in `known`.
fn has_none(operation: &Operation<'_>, at: &str, known: &mut HashMap<String, bool>) -> bool {
    let Some((at, schema)) = operation.at(at) else { return false };
    if let Some(none) = known.get(&at) {
        return *none;
    }
    if schema["nullable"] == true {
        return false;
    }
    known.insert(at.clone(), true);
    let parts = schema.get("allOf").and_then(Value::as_array).map_or(0, Vec::len);
    let parts: Vec<String> = (0..parts).map(|index| format!("{at}/allOf/{index}")).collect();
    let kinds = parts.iter().filter_map(|part| kind(operation.at(part)?.1));
    let mut kinds: Vec<&str> = kinds.chain(schema.get("type").and_then(Value::as_str)).collect();
    kinds.sort_unstable();
    kinds.dedup();
    let is_number = kinds.iter().all(|kind| ["integer", "number"].contains(kind));
    let required = schema.get("required").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    let needs_object = schema["type"] == "object";
    let none = (kinds.len() > 1 && !is_number)
        || parts.iter().any(|part| has_none(operation, part, known))
        || (needs_object
            && required.iter().filter_map(Value::as_str).any(|name| {
                let member = format!("{at}/properties/{}", escaped(name));
                has_none(operation, &member, known)
            }));
    known.insert(at, none);
    none
}

#[cfg(test)]
mod tests {
    use serde_json::{Map, Value, json};

    use super::super::operation::Operation;
    use super::{
        forbids_properties_of_parts, is_compound, is_compound_or_null, is_impossible, may_be_null, names_required,
    };

    fn impossible(schema: Value) -> bool {
        let paths = json!({"/a": {"get": {}}});
        let document = json!({"paths": paths, "components": {"schemas": {"A": schema}}});
        is_impossible(&Operation::find(&document, ("GET", "/a")).unwrap(), "/components/schemas/A")
    }

    #[test]
    fn what_needs_itself_or_two_kinds_has_no_value() {
        let own = json!({"$ref": "#/components/schemas/A"});
        assert!(impossible(json!({"type": "object", "required": ["a"], "properties": {"a": own}})));
        assert!(!impossible(json!({"type": "object", "properties": {"a": own}})));
        assert!(!impossible(json!({"type": "object", "required": ["a"], "properties": {"a": {"items": own}}})));
        assert!(impossible(json!({"allOf": [{"type": "string"}, {"type": "integer"}]})));
        assert!(!impossible(json!({"allOf": [{"type": "object"}, {"properties": {}}, {"description": "d"}]})));
    }

    #[test]
    fn members_that_are_shared_are_looked_at_once() {
        let last = 64;
        let schema = |index: usize| {
            let next = json!({"$ref": format!("#/components/schemas/S{}", index + 1)});
            let members = json!({"a": next, "b": next});
            (format!("S{index}"), json!({"type": "object", "required": ["a", "b"], "properties": members}))
        };
        let mut schemas: Map<String, Value> = (0..last).map(schema).collect();
        let mut none = |end: Value| {
            schemas.insert(format!("S{last}"), end);
            let document = json!({"paths": {"/a": {"get": {}}}, "components": {"schemas": schemas}});
            is_impossible(&Operation::find(&document, ("GET", "/a")).unwrap(), "/components/schemas/S0")
        };
        assert!(!none(json!({"type": "string"})));
        assert!(none(json!({"allOf": [{"type": "string"}, {"type": "integer"}]})));
    }

    #[test]
    fn parts_that_forbid_each_other_are_found() {
        let forbids = |schema: Value| {
            let document = json!({"paths": {"/a": {"get": {}}}, "components": {"schemas": {"S": schema}}});
            forbids_properties_of_parts(&Operation::find(&document, ("GET", "/a")).unwrap(), "/components/schemas/S")
        };
        let closed = json!({"properties": {"a": {}}, "additionalProperties": false});
        assert!(forbids(json!({"allOf": [closed, {"properties": {"b": {}}}]})));
        assert!(forbids(json!({"allOf": [{}], "additionalProperties": false})));
        assert!(!forbids(closed) && !forbids(json!({"allOf": [{}, {}]})));
    }

    #[test]
    fn lists_that_may_be_null_are_found_among_alternatives() {
        let is_it = |schema: Value| {
            let list = json!({"type": "array", "items": {}});
            let schemas = json!({"S": schema, "List": list});
            let document = json!({"paths": {"/a": {"get": {}}}, "components": {"schemas": schemas}});
            is_compound_or_null(&Operation::find(&document, ("GET", "/a")).unwrap(), "/components/schemas/S")
        };
        let list = json!({"$ref": "#/components/schemas/List"});
        assert!(is_it(json!({"anyOf": [list, {"type": "null"}]})));
        assert!(is_it(json!({"oneOf": [list], "nullable": true})) && is_it(json!({"type": ["array", "null"]})));
        assert!(!is_it(json!({"anyOf": [list, {"type": "string"}]})) && !is_it(json!({"anyOf": [{"type": "null"}]})));
    }

    #[test]
    fn what_is_asked_for_is_found_in_parts() {
        assert!(names_required(&json!({"allOf": [{"required": ["a"]}]}), "a"));
        assert!(!names_required(&json!({"required": ["b"]}), "a"));
        assert!(is_compound(&json!({"type": ["null", "array"]})) && may_be_null(&json!({"type": ["null", "array"]})));
        assert!(may_be_null(&json!({"nullable": true})) && !may_be_null(&json!({"type": "array"})));
        assert!(is_compound(&json!({"items": {}})) && !is_compound(&json!({"type": "string"})));
    }
}
