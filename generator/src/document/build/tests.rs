//! What is built is what `openapiv3` reads by itself, and what is malformed costs little.

use openapiv3::{OpenAPI, ReferenceOr, SchemaKind, Type};
use serde_json::{Value, json};

use super::super::notes::Notes;
use super::build;
use crate::diagnostics::Diagnostics;

fn built(document: Value) -> (OpenAPI, Vec<&'static str>, Vec<String>) {
    let notes = Notes::default();
    let built = build(document, &notes);
    let mut diagnostics = Diagnostics::new();
    notes.report(&mut diagnostics);
    let skipped = built.skipped.iter().map(|skipped| skipped.pointer.as_str().to_owned()).collect();
    (built.openapi, diagnostics.iter().map(|d| d.code.name).collect(), skipped)
}

fn everything() -> Value {
    json!({
        "openapi": "3.0.3", "x-root": 1,
        "info": {"title": "t", "version": "1", "description": "d", "termsOfService": "s", "contact": {"name": "n"},
                 "license": {"name": "l", "url": "u"}, "x-info": true},
        "servers": [{"url": "https://{a}", "variables": {"a": {"default": "b", "enum": ["b", "c"]}}}],
        "tags": [{"name": "t", "externalDocs": {"url": "u"}}],
        "security": [{"k": []}, {}],
        "paths": {"x-paths": 2, "/a/{b}": {
            "summary": "s", "servers": [{"url": "/x"}], "x-item": 3,
            "parameters": [{"$ref": "#/components/parameters/p"}, {"name": "b", "in": "path", "required": true,
                            "schema": {"type": "string"}, "style": "label", "explode": true}],
            "get": {"tags": ["t"], "operationId": "o", "deprecated": true, "security": [{"o": ["r"]}], "x-op": 4,
                "parameters": [
                    {"name": "q", "in": "query", "schema": {"type": "array", "items": {"type": "integer"}},
                     "style": "pipeDelimited", "allowReserved": true, "allowEmptyValue": true, "explode": false},
                    {"name": "h", "in": "header", "schema": {"$ref": "#/components/schemas/A"}, "example": 1},
                    {"name": "c", "in": "cookie", "content": {"application/json": {"schema": {}}}},
                ],
                "requestBody": {"required": true, "content": {"multipart/form-data": {
                    "schema": {"type": "object"}, "encoding": {"f": {"contentType": "image/png", "style": "form", "explode": true}}}}},
                "responses": {"200": {"description": "d", "headers": {"H": {"schema": {"type": "string"}}}},
                    "4XX": {"$ref": "#/components/responses/r"}, "default": {"description": "x"}, "x-r": 5},
            },
        }},
        "components": {
            "schemas": {
                "A": {"type": "object", "properties": {"a": {"$ref": "#/components/schemas/B"}, "n": {"type": "string",
                      "nullable": true, "format": "date-time", "enum": ["a", null], "minLength": 1}},
                      "required": ["a"], "additionalProperties": {"type": "number", "minimum": 0.5}},
                "B": {"oneOf": [{"$ref": "#/components/schemas/A"}, {"type": "boolean"}],
                      "discriminator": {"propertyName": "k", "mapping": {"a": "#/components/schemas/A"}}},
                "C": {"allOf": [{"type": "object"}], "description": "c"}, "D": {"anyOf": [{}]}, "E": {"not": {}},
                "F": {"type": "string", "oneOf": [{"minLength": 1}], "enum": [1, "a"]},
                "G": {"type": "integer", "format": "int64", "multipleOf": 2, "minimum": 1, "maximum": 9.5},
                "H": {"type": "integer", "enum": [1, 2], "default": 1, "example": 2, "title": "h", "readOnly": true},
                "I": {"type": "array", "items": {}, "uniqueItems": true, "maxItems": 3, "externalDocs": {"url": "u"}},
                "J": {"type": "boolean", "enum": [true], "x-j": {"$ref": "no"}}, "K": {"properties": {"x": {}}},
                "L": {"type": "object", "additionalProperties": false, "minProperties": 1, "pattern": "x"},
                "M": {}, "N": {"type": "number", "exclusiveMinimum": true, "minimum": 1, "format": "float"},
                "O": {"type": "weird"}, "P": {"$ref": "#/components/schemas/M"}, "Q": {"enum": [1, null]},
            },
            "responses": {"r": {"description": "", "content": {"a/b": {"schema": {"type": "string"},
                "examples": {"e": {"$ref": "#/components/examples/e"}, "f": {"value": {"$ref": "x"}}}}}}},
            "parameters": {"p": {"name": "p", "in": "query", "schema": {}, "style": "deepObject"}},
            "examples": {"e": {"summary": "s", "externalValue": "u"}},
            "requestBodies": {"b": {"description": "d", "content": {}}},
            "headers": {"h": {"required": true, "schema": {"type": "integer"}}},
            "securitySchemes": {
                "k": {"type": "apiKey", "in": "header", "name": "X"}, "h": {"type": "http", "scheme": "basic"},
                "o": {"type": "oauth2", "flows": {
                    "clientCredentials": {"tokenUrl": "t", "scopes": {"r": "read"}},
                    "authorizationCode": {"authorizationUrl": "a", "tokenUrl": "t", "refreshUrl": "r", "scopes": {}},
                    "implicit": {"authorizationUrl": "a", "scopes": {}}, "password": {"tokenUrl": "t", "scopes": {}}}},
                "i": {"type": "openIdConnect", "openIdConnectUrl": "u", "x-i": 1},
            },
        },
    })
}

#[test]
fn it_is_what_the_library_reads() {
    let document = everything();
    let expected: OpenAPI = serde_json::from_value(document.clone()).expect("the library reads it");
    let (openapi, codes, skipped) = built(document);
    // `not` is read, and nothing is made of it.
    assert_eq!((codes, skipped), (vec!["unsupported-keyword"], vec![]));
    assert_eq!(openapi, expected);
}

#[test]
fn a_malformed_operation_takes_out_itself() {
    let (openapi, codes, skipped) =
        built(json!({"paths": {"/a": {"get": 1, "put": {"responses": {}}}, "/b": {"get": {}}}}));
    assert_eq!(codes, ["malformed-operation"]);
    assert_eq!(skipped, ["/paths/~1a/get"]);
    assert_eq!(openapi.operations().count(), 2);
}

#[test]
fn a_malformed_component_takes_out_itself() {
    let (openapi, codes, skipped) = built(json!({"components": {
        "schemas": {"A": 1, "B": {}}, "parameters": {"p": {"in": "query"}, "q": {"in": "query", "name": "q", "schema": {}}},
        "securitySchemes": {"s": {"type": "odd"}},
    }}));
    assert_eq!(skipped, ["/components/schemas/A", "/components/parameters/p", "/components/securitySchemes/s"]);
    assert!(codes.contains(&"malformed-component") && codes.contains(&"unsupported-security"));
    let components = openapi.components.expect("components are there");
    assert_eq!((components.schemas.len(), components.parameters.len()), (1, 1));
}

#[test]
fn a_malformed_keyword_takes_out_itself() {
    let (openapi, codes, _) = built(json!({"components": {"schemas": {"A": {
        "type": "string", "minLength": -1, "maxLength": "7", "description": 5, "nullable": "true", "title": [],
        "readOnly": 3, "enum": "a",
    }}}, "info": {"title": "t", "version": 1.5}}));
    assert_eq!(codes.iter().filter(|code| **code == "malformed").count(), 4);
    assert_eq!(openapi.info.version, "1.5");
    let components = openapi.components.expect("components are there");
    let Some(ReferenceOr::Item(schema)) = components.schemas.get("A") else { panic!("A is a schema") };
    assert_eq!(schema.schema_data.description.as_deref(), Some("5"));
    assert!(schema.schema_data.nullable && !schema.schema_data.read_only);
    let SchemaKind::Type(Type::String(text)) = &schema.schema_kind else { panic!("A is a string") };
    assert_eq!((text.min_length, text.max_length, text.enumeration.len()), (None, Some(7), 0));
}

#[test]
fn nothing_is_too_odd() {
    for odd in [json!(null), json!(1), json!("x"), json!([]), json!([[]]), json!({"": {}})] {
        for key in ["info", "servers", "paths", "components", "security", "tags", "externalDocs"] {
            built(json!({key: odd}));
        }
        for section in ["schemas", "responses", "parameters", "examples", "headers", "securitySchemes", "requestBodies"]
        {
            built(json!({"components": {section: odd}}));
            built(json!({"components": {section: {"A": odd}}}));
        }
        built(json!({"paths": {"/a": odd}}));
        for key in ["get", "parameters", "servers", "summary"] {
            built(json!({"paths": {"/a": {key: odd}}}));
        }
        for key in ["parameters", "requestBody", "responses", "security", "tags", "callbacks", "operationId"] {
            built(json!({"paths": {"/a": {"get": {key: odd}}}}));
        }
    }
}
