//! Each difference between 2.0 and 3.0, before and after, and where diagnostics then point.

use serde_json::{Value, json};

use super::super::super::notes::Notes;
use crate::diagnostics::Diagnostics;
use crate::pointer::Pointer;

fn converted(mut root: Value) -> (Value, Diagnostics) {
    let (notes, mut diagnostics) = (Notes::default(), Diagnostics::new());
    super::convert(&mut root, &notes, &mut diagnostics);
    notes.report(&mut diagnostics);
    (root, diagnostics)
}

fn operation(members: Value) -> Value {
    let (mut root, _) = converted(json!({"paths": {"/a": {"post": members}}}));
    root["paths"]["/a"]["post"].take()
}

fn codes(diagnostics: &Diagnostics) -> Vec<&'static str> {
    diagnostics.iter().map(|diagnostic| diagnostic.code.name).collect()
}

#[test]
fn the_sections_become_components() {
    let (root, _) = converted(json!({
        "swagger": "2.0", "info": {"title": "t", "version": "1"}, "host": "a.example",
        "definitions": {"A": {"properties": {"b": {"$ref": "#/definitions/B~1%20c"}}}, "B/ c": {"type": "string"}},
        "parameters": {"limit": {"name": "limit", "in": "query", "type": "integer", "format": "int32"}},
        "responses": {"gone": {"description": "d", "schema": {"$ref": "#/definitions/A"}}},
        "securityDefinitions": {
            "basic": {"type": "basic"},
            "key": {"type": "apiKey", "in": "header", "name": "X-Key"},
            "code": {"type": "oauth2", "flow": "accessCode", "authorizationUrl": "u", "tokenUrl": "t", "scopes": {"a": "b"}},
        },
        "paths": {"/a": {"get": {
            "parameters": [{"$ref": "#/parameters/limit"}],
            "responses": {"404": {"$ref": "#/responses/gone"}},
        }}},
    }));
    assert_eq!(
        root,
        json!({
            "info": {"title": "t", "version": "1"}, "openapi": "3.0.3", "servers": [{"url": "https://a.example"}],
            "paths": {"/a": {"get": {
                "parameters": [{"$ref": "#/components/parameters/limit"}],
                "responses": {"404": {"$ref": "#/components/responses/gone"}},
            }}},
            "components": {
                "schemas": {
                    "A": {"properties": {"b": {"$ref": "#/components/schemas/B~1 c"}}}, "B/ c": {"type": "string"},
                },
                "securitySchemes": {
                    "basic": {"type": "http", "scheme": "basic"},
                    "key": {"type": "apiKey", "in": "header", "name": "X-Key"},
                    "code": {"type": "oauth2", "flows": {
                        "authorizationCode": {"authorizationUrl": "u", "tokenUrl": "t", "scopes": {"a": "b"}},
                    }},
                },
                "responses": {"gone": {"description": "d", "content": {
                    "application/json": {"schema": {"$ref": "#/components/schemas/A"}},
                }}},
                "parameters": {"limit": {
                    "name": "limit", "in": "query", "schema": {"type": "integer", "format": "int32"},
                }},
            },
        })
    );
}

#[test]
fn a_body_is_sent_as_what_is_consumed() {
    let body = json!({"in": "body", "name": "pet", "required": true, "schema": {"type": "object"}});
    let made = operation(json!({"consumes": ["application/xml", "text/json"], "parameters": [body]}));
    assert_eq!(
        made,
        json!({"requestBody": {"required": true, "x-sdkgen-body-name": "pet", "content": {
            "application/xml": {"schema": {"type": "object"}}, "text/json": {"schema": {"type": "object"}},
        }}})
    );
    let made = operation(json!({"consumes": ["multipart/form-data", "a/b"], "parameters": [body]}));
    assert_eq!(
        made["requestBody"]["content"].as_object().map(|content| content.keys().collect::<Vec<_>>()),
        Some(vec![&"a/b".to_owned()])
    );
}

#[test]
fn a_body_of_the_document_is_a_component() {
    let (root, _) = converted(json!({
        "parameters": {"pet": {"in": "body", "name": "pet", "schema": {"type": "object"}}},
        "paths": {
            "/a": {"parameters": [{"$ref": "#/parameters/pet"}], "put": {}, "post": {"consumes": ["a/json"]}},
        },
    }));
    let item = &root["paths"]["/a"];
    assert_eq!(item["put"], json!({"requestBody": {"$ref": "#/components/requestBodies/pet"}}));
    let schema = json!({"$ref": "#/components/requestBodies/pet/content/application~1json/schema"});
    assert_eq!(item["post"]["requestBody"]["content"], json!({"a/json": {"schema": schema}}));
    assert_eq!(item.get("parameters"), None);
    let component = &root["components"]["requestBodies"]["pet"];
    assert_eq!(component["content"]["application/json"]["schema"], json!({"type": "object"}));
    assert_eq!(root["components"].get("parameters"), None);
}

#[test]
fn a_form_is_one_object() {
    let text = json!({"in": "formData", "name": "a", "type": "string", "description": "d", "required": true});
    let list = json!({"in": "formData", "name": "b", "type": "array", "items": {"type": "string"}, "collectionFormat": "multi"});
    let file = json!({"in": "formData", "name": "c", "type": "file"});
    let made = operation(json!({"parameters": [text, list]}));
    let properties =
        json!({"a": {"type": "string", "description": "d"}, "b": {"type": "array", "items": {"type": "string"}}});
    assert_eq!(
        made["requestBody"],
        json!({"required": true, "content": {"application/x-www-form-urlencoded": {
            "schema": {"type": "object", "properties": properties, "required": ["a"]},
            "encoding": {"b": {"style": "form", "explode": true}},
        }}})
    );
    let keys = |consumes: Value, parts: Value| {
        let made = operation(json!({"consumes": consumes, "parameters": parts}));
        made["requestBody"]["content"].as_object().map(|content| content.keys().cloned().collect::<Vec<_>>())
    };
    let (urlencoded, multipart) = ("application/x-www-form-urlencoded", "multipart/form-data");
    assert_eq!(keys(json!([urlencoded]), json!([text, file])), Some(vec![multipart.to_owned()]));
    assert_eq!(keys(json!([multipart]), json!([text])), Some(vec![multipart.to_owned()]));
    assert_eq!(keys(json!([multipart, urlencoded]), json!([text])), Some(vec![urlencoded.to_owned()]));
}

#[test]
fn lists_have_styles() {
    let styled = |location: &str, format: Value| {
        let parameter = json!({"in": location, "name": "a", "type": "array", "items": {"type": "string"}, "collectionFormat": format});
        let (root, diagnostics) = converted(json!({"paths": {"/a": {"get": {"parameters": [parameter]}}}}));
        let made = &root["paths"]["/a"]["get"]["parameters"][0];
        assert_eq!(made["schema"], json!({"type": "array", "items": {"type": "string"}}));
        (made["style"].clone(), made["explode"].clone(), diagnostics.iter().count())
    };
    assert_eq!(styled("query", json!(null)), (json!("form"), json!(false), 0));
    assert_eq!(styled("query", json!("multi")), (json!("form"), json!(true), 0));
    assert_eq!(styled("query", json!("ssv")), (json!("spaceDelimited"), json!(false), 0));
    assert_eq!(styled("query", json!("pipes")), (json!("pipeDelimited"), json!(false), 0));
    assert_eq!(styled("query", json!("tsv")), (json!("spaceDelimited"), json!(false), 1));
    assert_eq!(styled("path", json!("csv")), (json!("simple"), json!(false), 0));
    assert_eq!(styled("header", json!("pipes")), (json!("simple"), json!(false), 1));
}

#[test]
fn responses_have_content() {
    let made = operation(json!({
        "produces": ["application/json", "text/plain"],
        "responses": {
            "200": {"description": "d", "schema": {"type": "file"}, "examples": {"text/plain; charset=utf-8": "a", "x": 1}},
            "204": {"description": "n", "headers": {"X-A": {"type": "integer", "description": "h"}}},
        },
    }));
    assert_eq!(
        made["responses"],
        json!({
            "200": {"description": "d", "content": {
                "application/json": {"schema": {"type": "file"}, "example": 1},
                "text/plain": {"schema": {"type": "file"}, "example": "a"},
            }},
            "204": {"description": "n", "headers": {"X-A": {"description": "h", "schema": {"type": "integer"}}}},
        })
    );
    let example = operation(json!({"responses": {"200": {"examples": {"application/json": {"a": 1}}}}}));
    assert_eq!(example["responses"]["200"]["content"], json!({"application/json": {"example": {"a": 1}}}));
    let pdf = operation(json!({
        "produces": ["application/pdf"],
        "responses": {"200": {"schema": {"type": "file"}}, "default": {"schema": {"$ref": "#/definitions/E"}}},
    }));
    assert!(pdf["responses"]["200"]["content"].get("application/pdf").is_some());
    assert!(pdf["responses"]["default"]["content"].get("application/json").is_some());
}

#[test]
fn a_response_of_the_document_is_copied_for_other_media_types() {
    let (root, _) = converted(json!({
        "responses": {"e": {"description": "d", "schema": {"type": "object"}}},
        "paths": {"/a": {
            "get": {"produces": ["text/xml"], "responses": {"400": {"$ref": "#/responses/e"}}},
            "put": {"produces": ["application/json"], "responses": {"400": {"$ref": "#/responses/e"}}},
        }},
    }));
    let schema = json!({"$ref": "#/components/responses/e/content/application~1json/schema"});
    let item = &root["paths"]["/a"];
    assert_eq!(
        item["get"]["responses"]["400"],
        json!({"description": "d", "content": {"text/xml": {"schema": schema}}})
    );
    assert_eq!(item["put"]["responses"]["400"], json!({"$ref": "#/components/responses/e"}));
}

#[test]
fn locations_are_those_of_the_document_as_written() {
    let (root, diagnostics) = converted(json!({
        "definitions": {"A": {}},
        "paths": {"/a": {"get": {
            "parameters": [
                {"in": "body", "name": "b", "schema": {"properties": {"x": {}}}},
                {"in": "query", "name": "q", "type": "array", "items": {"$ref": "#/paths/~1a/get/parameters/0/schema/properties/x"}},
            ],
            "responses": {"200": {"schema": {"$ref": "#/paths/~1a/get/parameters/1"}}},
        }}},
    }));
    let body = "/paths/~1a/get/requestBody/content/application~1json/schema";
    let items = &root["paths"]["/a"]["get"]["parameters"][0]["schema"]["items"];
    assert_eq!(items, &json!({"$ref": format!("#{body}/properties/x")}));
    let schema = &root["paths"]["/a"]["get"]["responses"]["200"]["content"]["application/json"]["schema"];
    assert_eq!(schema, &json!({"$ref": "#/paths/~1a/get/parameters/0"}));
    let origin = |location: &str| diagnostics.origin(&Pointer::parse(location)).as_str().to_owned();
    assert_eq!(origin("/components/schemas/A/type"), "/definitions/A/type");
    assert_eq!(origin(&format!("{body}/properties")), "/paths/~1a/get/parameters/0/schema/properties");
    assert_eq!(origin("/paths/~1a/get/requestBody"), "/paths/~1a/get/parameters/0");
    assert_eq!(origin("/paths/~1a/get/parameters/0/name"), "/paths/~1a/get/parameters/1/name");
    assert_eq!(origin("/paths/~1a/get/parameters/0/schema/items"), "/paths/~1a/get/parameters/1/items");
    let response = "/paths/~1a/get/responses/200";
    assert_eq!(origin(&format!("{response}/content/application~1json/schema/a")), format!("{response}/schema/a"));
}

#[test]
fn what_cannot_be_expressed_is_reported() {
    let (root, diagnostics) = converted(json!({
        "host": "a.example", "schemes": ["ws"],
        "securityDefinitions": {"o": {"type": "oauth2", "tokenUrl": "t"}},
        "paths": {"/a": {"get": {"parameters": [
            {"in": "formData", "name": "f", "type": "string"}, {"in": "body", "name": "b", "schema": {}},
            {"in": "query", "name": "l", "type": "array", "items": {"type": "array", "items": {"type": "string"}, "collectionFormat": "pipes"}},
        ], "responses": {"200": {"schema": {}, "examples": {"a/b": 1}}}}}},
    }));
    assert_eq!(
        codes(&diagnostics),
        ["unsupported-scheme", "oauth2-flow", "collection-format", "several-bodies", "unused-example"]
    );
    assert_eq!(root["servers"], json!([{"url": "https://a.example"}]));
    assert!(root["components"]["securitySchemes"]["o"]["flows"].get("clientCredentials").is_some());
    assert_eq!(root["paths"]["/a"]["get"]["requestBody"]["x-sdkgen-body-name"], "b");
}

#[test]
fn schemas_use_the_words_of_3_0() {
    let schema = |mut value: Value| {
        super::schema(&mut value);
        value
    };
    assert_eq!(schema(json!({"type": "file"})), json!({"type": "string", "format": "binary"}));
    assert_eq!(schema(json!({"type": "string", "x-nullable": true})), json!({"type": "string", "nullable": true}));
    assert_eq!(schema(json!({"x-isnullable": false})), json!({}));
    assert_eq!(
        schema(json!({"$ref": "#/components/schemas/A", "x-nullable": true})),
        json!({"allOf": [{"$ref": "#/components/schemas/A"}], "nullable": true})
    );
    assert_eq!(schema(json!({"discriminator": "kind"})), json!({"discriminator": {"propertyName": "kind"}}));
    let (root, _) = converted(json!({"definitions": {
        "Pet": {"discriminator": "kind"},
        "Cat": {"allOf": [{"$ref": "#/definitions/Pet"}], "x-ms-discriminator-value": "feline"},
        "Lion": {"allOf": [{"$ref": "#/definitions/Cat"}], "x-ms-discriminator-value": "lion"},
    }}));
    let mapping = json!({"feline": "#/components/schemas/Cat", "lion": "#/components/schemas/Lion"});
    assert_eq!(
        root["components"]["schemas"]["Pet"]["discriminator"],
        json!({"propertyName": "kind", "mapping": mapping})
    );
}

#[test]
fn anything_at_all_is_survived() {
    for odd in [json!(null), json!(1), json!("x"), json!([1]), json!({"a": 1}), json!([{"in": "body"}]), json!([null])]
    {
        let (root, _) = converted(json!({
            "definitions": odd, "parameters": odd, "responses": odd, "securityDefinitions": odd, "host": odd,
            "schemes": odd, "basePath": odd, "consumes": odd, "produces": odd, "components": odd,
            "paths": {"/a": {"parameters": odd, "get": {
                "parameters": odd, "responses": odd, "consumes": odd, "produces": odd, "schemes": odd,
            }, "put": odd, "post": {"responses": {"200": {"schema": odd, "examples": odd, "headers": {"h": odd}}}}}},
        }));
        assert_eq!(root["openapi"], "3.0.3");
    }
}
