//! Translates a document into JSON Schema 2020-12 for a validator: what OpenAPI 2.0 and 3.0 write differently changes
//! in place, so pointers stay valid. In doubt it is strict: an example that passes must be valid.

use serde_json::{Map, Value, json};

/// Keywords whose values are data. Below `properties`, these are names of schemas.
const DATA: [&str; 4] = ["default", "enum", "const", "required"];
/// Keywords that are left out, since they constrain nothing: a `$id` in an example would name a schema.
const EXAMPLES: [&str; 2] = ["example", "examples"];
/// Keywords whose values have names as keys.
const NAMED: [&str; 7] =
    ["properties", "patternProperties", "schemas", "definitions", "$defs", "dependentSchemas", "responses"];

/// Translates a whole document.
pub(super) fn translated(document: &Value) -> Value {
    let version = document.get("openapi").and_then(Value::as_str).unwrap_or_default();
    let is_newer = version.starts_with("3.1") || version.starts_with("3.2");
    let mut translated = document.clone();
    any(&mut translated, is_newer, false);
    translated
}

/// Translates a node and everything below it; below `properties` and the like, keys are names.
fn any(node: &mut Value, is_newer: bool, keys_are_names: bool) {
    match node {
        Value::Array(items) => items.iter_mut().for_each(|item| any(item, is_newer, false)),
        Value::Object(members) => {
            if !keys_are_names {
                members.retain(|key, _| !EXAMPLES.contains(&key.as_str()));
                schema(members, is_newer);
            }
            for (key, value) in members.iter_mut() {
                let is_data = DATA.contains(&key.as_str()) || key.starts_with("x-");
                if keys_are_names || !is_data {
                    any(value, is_newer, !keys_are_names && NAMED.contains(&key.as_str()));
                }
            }
        }
        _ => {}
    }
}

fn schema(members: &mut Map<String, Value>, is_newer: bool) {
    // Identifiers would move the base of references, and no document of these has a base but its own.
    for key in ["$id", "id", "$schema", "$anchor", "$dynamicAnchor"] {
        if members.get(key).is_some_and(Value::is_string) {
            members.shift_remove(key);
        }
    }
    ranges(members);
    if is_newer {
        // It has no meaning since 3.1, but the validator would apply it as OpenAPI 3.0.
        members.shift_remove("nullable");
        return;
    }
    if members.get("$ref").is_some_and(Value::is_string) {
        // OpenAPI 3.0.4, section Reference Object: siblings are ignored.
        members.retain(|key, _| key == "$ref");
        return;
    }
    for (bound, flag) in [("minimum", "exclusiveMinimum"), ("maximum", "exclusiveMaximum")] {
        if let Some(Value::Bool(is_exclusive)) = members.get(flag).cloned() {
            members.shift_remove(flag);
            if is_exclusive && let Some(value) = members.shift_remove(bound) {
                members.insert(flag.to_owned(), value);
            }
        }
    }
    if members.get("type").is_some_and(|ty| ty == "file") {
        members.shift_remove("type");
    }
    let is_nullable = ["nullable", "x-nullable"].iter().any(|key| members.get(*key) == Some(&Value::Bool(true)));
    members.shift_remove("nullable");
    // OpenAPI 3.0.4, section Schema Object: `nullable` has an effect only beside `type`.
    if is_nullable && let Some(Value::String(ty)) = members.get("type").cloned() {
        members.insert("type".to_owned(), json!([ty, "null"]));
        // By the same section and its proposal 2019-10-31, null is invalid for an `enum` that does not list it.
    }
}

/// Translates the formats that are ranges: the validator knows formats of strings only.
fn ranges(members: &mut Map<String, Value>) {
    let is_number = |ty: &Value| ty == "integer" || ty == "number";
    let is_number = members
        .get("type")
        .is_some_and(|ty| is_number(ty) || ty.as_array().is_some_and(|all| all.iter().any(is_number)));
    let (least, greatest) = match members.get("format").and_then(Value::as_str) {
        Some("int32") => (json!(i32::MIN), json!(i32::MAX)),
        Some("int64") => (json!(i64::MIN), json!(i64::MAX)),
        _ => return,
    };
    if is_number {
        // Narrower bounds of its own stay as they are.
        members.entry("minimum").or_insert(least);
        members.entry("maximum").or_insert(greatest);
    }
    members.shift_remove("format");
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::translated;

    #[test]
    fn what_3_0_writes_differently_is_translated() {
        let document = json!({"openapi": "3.0.3", "components": {"schemas": {
            "A": {"type": "string", "nullable": true, "example": {"nullable": true, "type": "string"}},
            "B": {"$ref": "#/components/schemas/A", "type": "integer"},
            "C": {"minimum": 1, "exclusiveMinimum": true, "maximum": 2, "exclusiveMaximum": false},
            "D": {"type": "integer", "format": "int32", "minimum": 0},
            "E": {"properties": {"example": {"type": "string", "nullable": true}, "id": {"type": "string"}}},
        }}});
        let schemas = &translated(&document)["components"]["schemas"];
        assert_eq!(schemas["A"]["type"], json!(["string", "null"]));
        assert_eq!(schemas["A"].get("example"), None);
        assert_eq!(schemas["B"], json!({"$ref": "#/components/schemas/A"}));
        assert_eq!(schemas["C"], json!({"exclusiveMinimum": 1, "maximum": 2}));
        assert_eq!(schemas["D"], json!({"type": "integer", "minimum": 0, "maximum": i32::MAX}));
        assert_eq!(schemas["E"]["properties"]["example"]["type"], json!(["string", "null"]));
        assert_eq!(schemas["E"]["properties"]["id"]["type"], "string");
    }

    #[test]
    fn newer_documents_are_json_schema_already() {
        let mut document = json!({"openapi": "3.1.0", "x": {"$ref": "#/y", "type": "integer", "nullable": true}});
        let translated = translated(&document);
        // The validator would apply a keyword of 3.0.
        document["x"].as_object_mut().expect("it is an object").remove("nullable");
        assert_eq!(translated, document);
    }

    #[test]
    fn the_default_response_is_no_default() {
        let schema = json!({"type": "string", "nullable": true});
        let document = json!({"openapi": "3.0.3", "responses": {"default": {"schema": schema}}, "default": schema});
        let translated = translated(&document);
        assert_eq!(translated["responses"]["default"]["schema"]["type"], json!(["string", "null"]));
        assert_eq!(translated["default"], schema);
    }
}
