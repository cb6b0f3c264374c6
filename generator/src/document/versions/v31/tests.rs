//! Each difference between 3.1 and 3.0, before and after.

use serde_json::{Value, json};

use super::super::super::grammar::{Kind, walk_mut};
use super::super::super::notes::Notes;
use super::super::super::path::Path;
use crate::diagnostics::Diagnostics;

fn upgraded(mut value: Value) -> Value {
    let notes = Notes::default();
    walk_mut(&mut value, Kind::Schema, &Path::Root, &mut |value, kind, at| {
        if kind == Kind::Schema {
            super::schema(value, at, &notes);
        }
    });
    value
}

#[test]
fn type_arrays() {
    assert_eq!(
        upgraded(json!({"type": ["string", "null"], "minLength": 1})),
        json!({"type": "string", "nullable": true, "minLength": 1})
    );
    assert_eq!(upgraded(json!({"type": ["string"]})), json!({"type": "string"}));
    assert_eq!(upgraded(json!({"type": []})), json!({}));
    assert_eq!(upgraded(json!({"type": ["integer", "number"]})), json!({"type": "number"}));
    assert_eq!(
        upgraded(json!({
            "type": ["string", "integer", "null"], "description": "either", "format": "int64", "maxLength": 3,
            "minimum": 1, "enum": ["a", 2],
        })),
        json!({
            "description": "either", "nullable": true,
            "anyOf": [
                {"type": "string", "maxLength": 3, "enum": ["a"]},
                {"type": "integer", "minimum": 1, "format": "int64", "enum": [2]},
            ],
        })
    );
    assert_eq!(
        upgraded(json!({"type": ["array", "string"], "items": {"type": ["string", "null"]}})),
        json!({"anyOf": [{"type": "array", "items": {"type": "string", "nullable": true}}, {"type": "string"}]})
    );
    assert_eq!(
        upgraded(json!({"type": ["string", "boolean"], "anyOf": [{"minLength": 1}]})),
        json!({"anyOf": [{"minLength": 1}], "allOf": [{"anyOf": [{"type": "string"}, {"type": "boolean"}]}]})
    );
}

#[test]
fn null_types_and_variants() {
    let null = json!({"nullable": true, "enum": [null]});
    assert_eq!(upgraded(json!({"type": "null"})), null);
    assert_eq!(upgraded(json!({"type": ["null"]})), null);
    assert_eq!(
        upgraded(json!({"anyOf": [{"type": "string"}, {"type": "integer"}, {"type": "null"}]})),
        json!({"anyOf": [{"type": "string"}, {"type": "integer"}], "nullable": true})
    );
    assert_eq!(
        upgraded(json!({"oneOf": [{"$ref": "#/components/schemas/A"}, {"const": null}], "description": "d"})),
        json!({"description": "d", "allOf": [{"$ref": "#/components/schemas/A"}], "nullable": true})
    );
    assert_eq!(upgraded(json!({"oneOf": [{"type": "null"}]})), null_enum_first());
}

fn null_enum_first() -> Value {
    json!({"enum": [null], "nullable": true})
}

#[test]
fn enums_and_constants() {
    assert_eq!(upgraded(json!({"const": "a"})), json!({"enum": ["a"]}));
    assert_eq!(
        upgraded(json!({"type": ["string", "null"], "enum": ["a", null]})),
        json!({"type": "string", "nullable": true, "enum": ["a"]})
    );
    assert_eq!(upgraded(json!({"enum": ["a", null]})), json!({"enum": ["a"], "nullable": true}));
    assert_eq!(upgraded(json!({"type": "string", "enum": ["a", null]})), json!({"type": "string", "enum": ["a"]}));
}

#[test]
fn exclusive_bounds() {
    assert_eq!(upgraded(json!({"exclusiveMinimum": 5})), json!({"minimum": 5, "exclusiveMinimum": true}));
    assert_eq!(upgraded(json!({"exclusiveMaximum": 5, "maximum": 4})), json!({"maximum": 4}));
    assert_eq!(upgraded(json!({"exclusiveMinimum": 5, "minimum": 4})), json!({"exclusiveMinimum": true, "minimum": 5}));
    let old = json!({"exclusiveMinimum": true, "minimum": 4});
    assert_eq!(upgraded(old.clone()), old);
}

#[test]
fn references_with_siblings() {
    let plain = json!({"$ref": "#/components/schemas/A"});
    assert_eq!(upgraded(plain.clone()), plain);
    assert_eq!(
        upgraded(json!({"$ref": "#/components/schemas/A", "description": "d"})),
        json!({"description": "d", "allOf": [plain]})
    );
    assert_eq!(
        upgraded(json!({"$ref": "#/components/schemas/A", "allOf": [{"required": ["x"]}]})),
        json!({"allOf": [plain, {"required": ["x"]}]})
    );
}

#[test]
fn examples_content_and_booleans() {
    assert_eq!(upgraded(json!({"examples": [1, 2]})), json!({"example": 1}));
    assert_eq!(upgraded(json!({"examples": [1], "example": 3})), json!({"example": 3}));
    let format = |value| upgraded(value)["format"].clone();
    assert_eq!(format(json!({"type": "string", "contentEncoding": "base64"})), "byte");
    assert_eq!(format(json!({"contentMediaType": "application/octet-stream"})), "binary");
    assert_eq!(format(json!({"type": "string", "contentMediaType": "image/png", "contentEncoding": "base64"})), "byte");
    assert_eq!(format(json!({"type": "string", "contentMediaType": "application/json"})), Value::Null);
    assert_eq!(
        upgraded(json!({"properties": {"a": true, "b": false}, "additionalProperties": false})),
        json!({"properties": {"a": {}, "b": {"not": {}}}, "additionalProperties": false})
    );
}

#[test]
fn data_is_left_alone() {
    let data = json!({"type": ["string", "null"], "const": 1, "examples": [1]});
    assert_eq!(upgraded(json!({"example": data})), json!({"example": data}));
    assert_eq!(upgraded(json!({"default": data, "x-a": data})), json!({"default": data, "x-a": data}));
    assert_eq!(upgraded(json!({"enum": [data]})), json!({"enum": [data]}));
    assert_eq!(
        upgraded(json!({"properties": {"const": {"type": "string"}, "type": {"const": 1}}})),
        json!({"properties": {"const": {"type": "string"}, "type": {"enum": [1]}}})
    );
}

fn reported(value: Value) -> Vec<String> {
    let (mut value, notes) = (value, Notes::default());
    super::schema(&mut value, &Path::Root, &notes);
    let mut diagnostics = Diagnostics::new();
    notes.report(&mut diagnostics);
    assert!(diagnostics.iter().all(|diagnostic| diagnostic.code.name == "unsupported-keyword"));
    diagnostics.iter().map(|diagnostic| diagnostic.message.clone()).collect()
}

#[test]
fn what_is_not_supported_is_reported() {
    let all = reported(json!({
        "prefixItems": [{}], "if": {}, "contains": {}, "propertyNames": {}, "dependentRequired": {}, "contentSchema": {},
        "patternProperties": {"a": {}}, "dependentSchemas": {},
    }));
    assert_eq!(all.len(), 8);
    assert!(all.iter().any(|message| message.starts_with("`prefixItems` is not supported")));
    assert!(reported(json!({"unevaluatedProperties": false, "$anchor": "a", "$id": "b", "$defs": {}})).is_empty());
}

#[test]
fn tuples_are_lists_of_their_types() {
    let (text, number) = (json!({"type": "string"}), json!({"type": "number"}));
    assert_eq!(
        upgraded(json!({"type": "array", "prefixItems": [text, number, text], "items": false, "maxItems": 3})),
        json!({"type": "array", "items": {"anyOf": [text, number]}, "maxItems": 3})
    );
    assert_eq!(upgraded(json!({"prefixItems": [text], "items": text})), json!({"type": "array", "items": text}));
    assert_eq!(upgraded(json!({"prefixItems": [text, true]})), json!({"type": "array", "items": {}}));
    assert_eq!(
        upgraded(json!({"prefixItems": [text], "unevaluatedItems": number})),
        json!({"type": "array", "items": {"anyOf": [text, number]}})
    );
}

#[test]
fn names_by_pattern_are_a_map() {
    let (text, number) = (json!({"type": "string"}), json!({"type": "number"}));
    assert_eq!(
        upgraded(json!({"patternProperties": {"^a": text}, "additionalProperties": false})),
        json!({"type": "object", "additionalProperties": text})
    );
    assert_eq!(
        upgraded(json!({"type": "object", "patternProperties": {"^a": text, "^b": number}})),
        json!({"type": "object", "additionalProperties": {"anyOf": [text, number]}})
    );
    let open = json!({"type": "object", "additionalProperties": true});
    assert_eq!(
        upgraded(json!({"type": "object", "patternProperties": {"^a": text}, "additionalProperties": true})),
        open
    );
    assert_eq!(upgraded(json!({"unevaluatedProperties": text})), json!({"additionalProperties": text}));
    assert_eq!(upgraded(json!({"unevaluatedProperties": false})), json!({"additionalProperties": false}));
    assert_eq!(upgraded(json!({"allOf": [], "unevaluatedProperties": false})), json!({"allOf": []}));
}

#[test]
fn what_a_condition_adds_is_optional() {
    let value = json!({
        "type": "object", "required": ["a"], "properties": {"a": {"type": "string"}},
        "if": {"properties": {"a": {"const": "x"}}},
        "then": {"properties": {"b": {"type": "integer"}}, "required": ["b"]},
        "else": {"properties": {"a": {"const": "y"}}, "required": ["c"]},
        "dependentSchemas": {"a": {"properties": {"d": {}}}},
    });
    assert_eq!(
        upgraded(value),
        json!({
            "type": "object", "required": ["a"],
            "properties": {"a": {"type": "string"}, "b": {"type": "integer"}, "d": {}},
        })
    );
}

#[test]
fn references_by_name_become_pointers() {
    let mut root = json!({"components": {"schemas": {
        "A": {"$anchor": "first", "$id": "https://a.example/a", "properties": {"x": {"$dynamicAnchor": "node"}}},
        "B": {"properties": {
            "a": {"$ref": "#first"}, "b": {"$ref": "https://a.example/a"}, "c": {"$dynamicRef": "#node"},
            "d": {"$ref": "https://a.example/a#/properties/x"}, "e": {"$ref": "#/components/schemas/A"}, "f": {"$ref": "other"},
        }},
    }}});
    super::resolve_names(&mut root, &Notes::default());
    let location = |rest: &str| json!({"$ref": format!("#/components/schemas/A{rest}")});
    let expected = json!({
        "a": location(""), "b": location(""), "c": location("/properties/x"), "d": location("/properties/x"), "e": location(""),
        "f": {"$ref": "other"},
    });
    assert_eq!(root["components"]["schemas"]["B"]["properties"], expected);
}
