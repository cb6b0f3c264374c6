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

#[test]
fn what_is_not_supported_is_told() {
    let notes = Notes::default();
    let mut value = json!({"prefixItems": [{}], "if": {}, "unevaluatedProperties": false});
    super::schema(&mut value, &Path::Root, &notes);
    let mut diagnostics = Diagnostics::new();
    notes.tell(&mut diagnostics);
    let told: Vec<_> = diagnostics.iter().map(|d| (d.code, d.message.clone())).collect();
    assert_eq!(told.len(), 2);
    assert_eq!(told[0].0, "unsupported-keyword");
    assert!(told[0].1.starts_with("`prefixItems` is not supported yet"));
}
