//! The examples of a document, of every version of OpenAPI, as the model has them.

use std::fmt::Write as _;

use sdkgen::ir::Shown;
use sdkgen::{Config, Options, Outcome, Source};
use serde_json::{Value, json};

/// Returns the examples of the only operation, one a line.
fn examples(document: &Value) -> String {
    let source = Source::new("document.json", document.to_string());
    let (config, options, mut outcome) = (Config::default(), Options::default(), Outcome::default());
    let model = sdkgen::model(&source, &config, &options, &mut outcome, &mut |_| ()).expect("the document is accepted");
    let mut lines = String::new();
    for shown in &model.api.operations[0].examples {
        let of = match &shown.of {
            Shown::Parameter(location, wire) => format!("{} {}", location.as_str(), wire.as_str()),
            Shown::Body { media_type } => format!("body {media_type}"),
            Shown::Response { status, media_type } => format!("{status} {media_type}"),
            Shown::Header { status, name } => format!("{status} header {name}"),
        };
        let example = &shown.example;
        let texts = [&example.name, &example.summary, &example.description, &example.serialized, &example.external];
        let texts: Vec<&str> = texts.into_iter().flatten().map(String::as_str).collect();
        let value = example.value.as_ref().map(|value| value.to_string()).unwrap_or_default();
        writeln!(lines, "{of}: {value} [{}]", texts.join("; ")).expect("strings grow");
    }
    lines
}

#[test]
fn every_example_is_kept() {
    let document = json!({
        "openapi": "3.0.3", "info": {"title": "t", "version": "1"}, "servers": [{"url": "https://a.example"}],
        "components": {"examples": {
            "Cat": {"summary": "A cat", "description": "It purrs.", "value": {"name": "Tom"}},
            "Null": {"summary": "Nothing", "value": null},
        }},
        "paths": {"/pets/{id}": {
            "parameters": [
                {"name": "id", "in": "path", "required": true, "schema": {"type": "string"}, "example": "a"},
                {"name": "q", "in": "query", "schema": {"type": "string"}, "example": "replaced"},
            ],
            "post": {
                "parameters": [{"name": "q", "in": "query", "schema": {"type": "string"},
                    "examples": {"one": {"value": "1"}, "two": {"summary": "Two", "value": "2"}}}],
                "requestBody": {"content": {
                    "application/json": {"schema": {"type": "object"}, "examples": {
                        "cat": {"$ref": "#/components/examples/Cat"},
                        "elsewhere": {"externalValue": "https://a.example/cat.json"},
                        "plain": {"name": "Max"},
                    }},
                    "application/xml": {"example": "<cat/>"},
                }},
                "responses": {
                    "200": {"description": "d", "headers": {"X-Rate": {"schema": {"type": "integer"}, "example": 3}},
                        "content": {"application/json": {"examples": {
                            "cat": {"$ref": "#/components/examples/Cat"},
                            "null": {"$ref": "#/components/examples/Null"}}}}},
                    "default": {"description": "e", "content": {"text/plain": {"example": "no"}}},
                },
            },
        }},
    });
    let expected = r#"path id: "a" []
query q: "1" [one]
query q: "2" [two; Two]
body application/json: {"name":"Tom"} [cat; A cat; It purrs.]
body application/json:  [elsewhere; https://a.example/cat.json]
body application/json: {"name":"Max"} [plain]
body application/xml: "<cat/>" []
200 header X-Rate: 3 []
200 application/json: {"name":"Tom"} [cat; A cat; It purrs.]
200 application/json: null [null; Nothing]
default text/plain: "no" []
"#;
    assert_eq!(examples(&document), expected);
    let mut newer = document;
    newer["openapi"] = json!("3.1.0");
    assert_eq!(examples(&newer), expected);
}

#[test]
fn both_forms_of_a_value_are_kept() {
    let document = json!({
        "openapi": "3.2.0", "info": {"title": "t", "version": "1"}, "servers": [{"url": "https://a.example"}],
        "paths": {"/a": {"get": {"responses": {"200": {"description": "d", "content": {
            "application/xml": {"schema": {"type": "object"}, "examples": {
                "both": {"dataValue": {"a": 1}, "serializedValue": "<a>1</a>"},
                "text": {"serializedValue": "<a>2</a>"},
            }},
            "application/json": {"schema": {"type": "object"}, "examples": {"json": {"serializedValue": "{\"a\": 3}"}}},
        }}}}}},
    });
    let expected = r#"200 application/xml: {"a":1} [both; <a>1</a>]
200 application/xml: "<a>2</a>" [text]
200 application/json: {"a":3} [json]
"#;
    assert_eq!(examples(&document), expected);
}

#[test]
fn examples_of_swagger_belong_to_media_types() {
    let document = json!({
        "swagger": "2.0", "info": {"title": "t", "version": "1"}, "host": "a.example",
        "produces": ["application/json", "application/xml"],
        "paths": {"/a": {"post": {
            "parameters": [{"name": "b", "in": "body", "schema": {"type": "object"},
                "x-examples": {"application/json": {"a": 1}, "Second": {"a": 2}}}],
            "responses": {"200": {"description": "d", "schema": {"type": "object"},
                "examples": {"application/json": {"a": 3}, "application/xml": "<a>3</a>"}}},
        }}},
    });
    let expected = r#"body application/json: {"a":1} []
body application/json: {"a":2} [Second]
200 application/json: {"a":3} []
200 application/xml: "<a>3</a>" []
"#;
    assert_eq!(examples(&document), expected);
}
