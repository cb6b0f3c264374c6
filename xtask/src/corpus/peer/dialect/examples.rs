//! References inside of examples: an example is data (OpenAPI 3.0.4, Example Object), and one that describes an API or
//! a schema may well have a member `$ref`. Prism follows it, and does not start if it leads nowhere.

use serde_json::{Map, Value};

/// The keys below these are names, whatever they look like.
const NAMED: [&str; 8] =
    ["properties", "patternProperties", "schemas", "definitions", "$defs", "responses", "parameters", "paths"];

/// Removes the examples that have references in them, and counts them. Below `properties` and the like, keys are names.
pub(super) fn drop_references(node: &mut Value, keys_are_names: bool) -> usize {
    match node {
        Value::Array(items) => items.iter_mut().map(|item| drop_references(item, false)).sum(),
        Value::Object(members) => {
            let dropped = if keys_are_names { 0 } else { drop_from(members) };
            let below = members
                .iter_mut()
                .map(|(key, value)| drop_references(value, !keys_are_names && NAMED.contains(&key.as_str())));
            dropped + below.sum::<usize>()
        }
        _ => 0,
    }
}

/// Removes them from one object: `example`, and what `examples` lists or names. A named one may itself be a reference.
fn drop_from(members: &mut Map<String, Value>) -> usize {
    let mut dropped = 0;
    if members.get("example").is_some_and(has_reference) {
        members.shift_remove("example");
        dropped += 1;
    }
    match members.get_mut("examples") {
        Some(Value::Array(list)) => {
            let before = list.len();
            list.retain(|example| !has_reference(example));
            dropped += before - list.len();
        }
        Some(Value::Object(named)) => {
            let before = named.len();
            named.retain(|_, example| !example.get("value").is_some_and(has_reference));
            dropped += before - named.len();
        }
        _ => {}
    }
    dropped
}

fn has_reference(value: &Value) -> bool {
    match value {
        Value::Array(items) => items.iter().any(has_reference),
        Value::Object(members) => members.contains_key("$ref") || members.values().any(has_reference),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::drop_references;

    #[test]
    fn examples_with_references_are_dropped() {
        let mut document = json!({
            "example": [{"$ref": "x.json"}],
            "examples": {"a": {"$ref": "#/components/examples/A"}, "b": {"value": {"c": {"$ref": 1}}}},
            "schema": {"examples": [1, {"$ref": "y"}], "example": 2},
        });
        assert_eq!(drop_references(&mut document, false), 3);
        let left = json!({
            "examples": {"a": {"$ref": "#/components/examples/A"}},
            "schema": {"examples": [1], "example": 2},
        });
        assert_eq!(document, left);
    }

    #[test]
    fn properties_may_be_called_example() {
        let mut schema = json!({"properties": {"example": {"$ref": "#/a"}, "examples": {"items": {"$ref": "#/b"}}}});
        assert_eq!(drop_references(&mut schema, false), 0);
    }
}
