//! Each repair, before and after.

use serde_json::{Value, json};

use super::super::notes::Notes;
use super::mend;
use crate::diagnostics::Diagnostics;

fn mended(mut document: Value) -> (Value, Vec<&'static str>) {
    let notes = Notes::default();
    mend(&mut document, &notes);
    let mut diagnostics = Diagnostics::new();
    notes.report(&mut diagnostics);
    assert!(!diagnostics.has_errors());
    (document, diagnostics.iter().map(|d| d.code.name).collect())
}

fn schema(schema: Value) -> (Value, Vec<&'static str>) {
    let document = json!({"info": {}, "paths": {}, "components": {"schemas": {"A": schema}}});
    let (mut document, codes) = mended(document);
    (document["components"]["schemas"]["A"].take(), codes)
}

fn operation(operation: Value) -> (Value, Vec<&'static str>) {
    let (mut document, codes) = mended(json!({"info": {}, "paths": {"/a": {"get": operation}}}));
    (document["paths"]["/a"]["get"].take(), codes)
}

#[test]
fn the_frame() {
    let (document, codes) = mended(json!({"openapi": "3.0.0"}));
    assert_eq!(document["info"], json!({"title": "", "version": ""}));
    assert_eq!(document["paths"], json!({}));
    assert_eq!(codes, ["missing-info", "missing-paths"]);
    let (document, codes) = mended(json!({"info": {}, "paths": {"/a": {"GET": {"responses": {}}}, "x-b": {}}}));
    assert_eq!(document["paths"], json!({"/a": {"get": {"responses": {}}}, "x-b": {}}));
    assert_eq!(codes, ["method-in-capitals"]);
}

#[test]
fn operations() {
    assert_eq!(operation(json!({})), (json!({"responses": {}}), vec!["missing-responses"]));
    assert_eq!(
        operation(json!({"responses": {"200": {}}})),
        (json!({"responses": {"200": {"description": ""}}}), vec!["missing-description"])
    );
    let (body, codes) = operation(json!({
        "parameters": [{"in": "body", "name": "b", "schema": {"type": "string"}, "required": true}], "responses": {},
    }));
    assert_eq!(body["parameters"], json!([]));
    assert_eq!(body["requestBody"]["content"]["application/json"]["schema"], json!({"type": "string"}));
    assert_eq!(codes, ["body-parameter"]);
    let (path, codes) =
        operation(json!({"parameters": [{"in": "path", "name": "b", "type": "string"}], "responses": {}}));
    assert_eq!(
        path["parameters"],
        json!([{"in": "path", "name": "b", "schema": {"type": "string"}, "required": true}])
    );
    assert_eq!(codes, ["schema-on-parameter", "optional-in-path"]);
}

#[test]
fn schemas() {
    assert_eq!(schema(json!({"type": "any"})), (json!({}), vec!["unknown-type"]));
    assert_eq!(schema(json!({"type": "long"})), (json!({"type": "integer", "format": "int64"}), vec!["unknown-type"]));
    assert_eq!(schema(json!({"type": "gizmo"})), (json!({}), vec!["unknown-type"]));
    assert_eq!(
        schema(json!({"properties": {"a": {"type": "string", "required": true}, "b": {"required": false}}})),
        (json!({"properties": {"a": {"type": "string"}, "b": {}}, "required": ["a"]}), vec!["required-on-property"])
    );
    assert_eq!(
        schema(json!({"type": "string", "format": "int-or-string", "description": "A port."})),
        (
            json!({"description": "A port.", "oneOf": [{"type": "integer"}, {"type": "string"}]}),
            vec!["types-in-format"]
        )
    );
    for unlike in [
        json!({"type": "string", "format": "sooner-or-later"}),
        json!({"type": "string", "format": "int-or-string", "maxLength": 5}),
        json!({"type": "integer", "format": "int-or-string"}),
    ] {
        assert_eq!(schema(unlike.clone()), (unlike, vec![]));
    }
    assert_eq!(schema(json!({"required": true})), (json!({}), vec!["required-on-schema"]));
    assert_eq!(schema(json!({"type": "array"})), (json!({"type": "array", "items": {}}), vec!["missing-items"]));
    assert_eq!(
        schema(json!({"items": [{"type": "string"}]})),
        (json!({"items": {"type": "string"}}), vec!["items-list"])
    );
    assert_eq!(
        schema(json!({"type": "string", "enum": [1, true, "x"]})),
        (json!({"type": "string", "enum": ["1", "true", "x"]}), vec!["enum-type"])
    );
    assert_eq!(
        schema(json!({"type": "integer", "enum": ["1"]})),
        (json!({"type": "integer", "enum": [1]}), vec!["enum-type"])
    );
    assert_eq!(schema(json!({"enum": []})), (json!({}), vec!["empty-enum"]));
    assert_eq!(
        schema(json!({"type": "string", "format": "date", "enum": [20160128, 20150821]})),
        (json!({"type": "string", "enum": ["20160128", "20150821"]}), vec!["enum-type", "enum-format"])
    );
    let right = json!({"type": "string", "format": "date", "enum": ["2016-01-28"]});
    assert_eq!(schema(right.clone()), (right, vec![]));
    assert_eq!(
        schema(json!({"additionalProperties": "true"})),
        (json!({"additionalProperties": true}), vec!["additional-properties-text"])
    );
}

#[test]
fn what_is_right_is_left_alone() {
    let document = json!({
        "openapi": "3.0.0", "info": {"title": "t", "version": "1"},
        "paths": {"/a/{b}": {"get": {
            "parameters": [{"name": "b", "in": "path", "required": true, "schema": {"type": "string", "enum": ["x"]}}],
            "responses": {"200": {"description": "d", "content": {"application/json": {
                "schema": {"type": "array", "items": {"$ref": "#/components/schemas/A"}},
                "example": {"type": "any", "required": true},
            }}}},
        }}},
        "components": {"schemas": {"A": {"type": "object", "required": ["a"], "properties": {"a": {"example": {"type": "any"}}}}}},
    });
    assert_eq!(mended(document.clone()), (document, vec![]));
}
