//! What 3.2 added, before and after.

use serde_json::{Value, json};

use super::super::super::grammar::{Kind, walk_mut};
use super::super::super::notes::Notes;
use super::super::super::path::Path;
use crate::diagnostics::Diagnostics;

fn upgraded(mut root: Value) -> (Value, Vec<String>) {
    let (notes, mut diagnostics) = (Notes::default(), Diagnostics::new());
    super::restructure(&mut root, &notes);
    super::expand(&mut root, &mut diagnostics);
    walk_mut(&mut root, Kind::Document, &Path::Root, &mut |value, kind, at| super::node(value, kind, at, &notes));
    notes.report(&mut diagnostics);
    let reported = diagnostics.iter().map(|diagnostic| diagnostic.code.name.to_owned()).collect();
    (root, reported)
}

#[test]
fn usual_methods_have_their_own_field() {
    let (root, reported) = upgraded(
        json!({"paths": {"/a": {"put": {}, "additionalOperations": {"POST": {"a": 1}, "PUT": {}, "LINK": {}}}}}),
    );
    assert_eq!(
        root["paths"]["/a"],
        json!({"put": {}, "additionalOperations": {"PUT": {}, "LINK": {}}, "post": {"a": 1}})
    );
    assert_eq!(reported, ["additional-method"]);
}

#[test]
fn references_by_the_documents_own_name() {
    let (root, _) = upgraded(json!({
        "$self": "https://a.example/api", "components": {"schemas": {"A": {"$ref": "https://a.example/api#/components/schemas/B"}}},
    }));
    assert_eq!(root["components"]["schemas"]["A"]["$ref"], "#/components/schemas/B");
}

#[test]
fn media_types_of_the_document() {
    let (root, _) = upgraded(json!({
        "components": {
            "mediaTypes": {"a/b": {"schema": {"type": "object"}}, "c": {"$ref": "#/components/mediaTypes/a~1b"}},
            "responses": {"r": {"content": {"application/json": {"$ref": "#/components/mediaTypes/c"}}}},
        },
    }));
    let schema = json!({"$ref": "#/components/mediaTypes/a~1b/schema"});
    assert_eq!(root["components"]["responses"]["r"]["content"], json!({"application/json": {"schema": schema}}));
}

#[test]
fn a_query_that_is_a_form_is_its_parameters() {
    let whole =
        |media: &str, schema: Value| json!({"in": "querystring", "name": "q", "content": {media: {"schema": schema}}});
    let form = whole("application/x-www-form-urlencoded", json!({"$ref": "#/components/schemas/F"}));
    let fields = json!({"type": "object", "required": ["a"], "properties": {"a": {"type": "string", "description": "d"}, "b": {}}});
    let (root, _) = upgraded(json!({
        "components": {"schemas": {"F": fields}, "parameters": {"form": form}},
        "paths": {"/a": {"get": {"parameters": [
            {"$ref": "#/components/parameters/form"}, whole("text/plain", json!({"type": "string"})),
        ]}}},
    }));
    assert_eq!(
        root["paths"]["/a"]["get"]["parameters"],
        json!([
            {"name": "a", "in": "query", "required": true, "description": "d", "schema": {"type": "string", "description": "d"}},
            {"name": "b", "in": "query", "required": false, "schema": {}},
            {"name": "q", "in": "query", "x-sdkgen-querystring": true, "content": {"text/plain": {"schema": {"type": "string"}}}},
        ])
    );
    assert_eq!(root["components"]["parameters"], json!({}));
}

#[test]
fn small_additions() {
    let (root, reported) = upgraded(json!({
        "tags": [{"name": "a", "summary": "s", "parent": "b", "kind": "nav"}],
        "components": {
            "securitySchemes": {"o": {
                "type": "oauth2", "deprecated": true, "oauth2MetadataUrl": "m", "description": "d",
                "flows": {"deviceAuthorization": {"deviceAuthorizationUrl": "u", "tokenUrl": "t", "scopes": {}}},
            }},
            "responses": {"r": {"summary": "s", "content": {
                "text/event-stream": {"itemSchema": {"type": "string"}, "itemEncoding": {}}, "a/b": {"schema": {}, "itemSchema": {}},
            }}},
            "examples": {"d": {"dataValue": 1, "serializedValue": "2"}, "s": {"serializedValue": "{\"a\":1}"}, "t": {"serializedValue": "a"}},
            "schemas": {"U": {"discriminator": {"propertyName": "p", "defaultMapping": "X"}}},
        },
    }));
    assert_eq!(root["tags"][0]["description"], "s");
    let words =
        "d\n\nDeprecated.\n\nThe metadata of the authorization server stand at <m>.\n\nDevices are authorized at <u>.";
    assert_eq!(root["components"]["securitySchemes"]["o"]["description"], words);
    let response = &root["components"]["responses"]["r"];
    assert_eq!(response["description"], "s");
    let stream = json!({"itemEncoding": {}, "x-sdkgen-item-schema": {"type": "string"}});
    assert_eq!(response["content"]["text/event-stream"], stream);
    let examples =
        json!({"d": {"value": 1, "x-sdkgen-serialized": "2"}, "s": {"value": {"a": 1}}, "t": {"value": "a"}});
    assert_eq!(root["components"]["examples"], examples);
    assert_eq!(reported, ["unsupported-keyword", "unsupported-keyword", "schema-beside-items", "unsupported-keyword"]);
}

#[test]
fn items_that_are_whole_events_keep_the_names_of_components() {
    let item = |reference: &str| {
        json!({"get": {"responses": {"200": {"content": {
            "text/event-stream": {"itemSchema": {"$ref": reference}},
        }}}}})
    };
    let mut root = json!({
        "paths": {
            "/a": item("#/components/schemas/Feed"),
            "/b": item("#/components/schemas/Feed"),
            "/c": {"get": {"responses": {"200": {"content": {"application/json": {
                "schema": {"$ref": "#/components/schemas/Shared"},
            }}}}}},
        },
        "components": {"schemas": {
            "Feed": {"oneOf": [{"$ref": "#/components/schemas/Post"}, {"$ref": "#/components/schemas/Shared"}]},
            "Post": {"properties": {
                "event": {"const": "post"},
                "data": {"type": "string", "contentSchema": {"type": "integer"}, "description": "A number."},
            }},
            "Shared": {"properties": {"event": {"const": "text"}, "data": {"type": "string"}}},
        }},
    });
    super::expand_events(&mut root);
    let stream = |path| root["paths"][path]["get"]["responses"]["200"]["content"]["text/event-stream"].clone();
    assert_eq!(stream("/a")["itemSchema"], json!({"$ref": "#/components/schemas/Feed"}));
    assert_eq!(stream("/a"), stream("/b"));
    assert_eq!(stream("/a")["x-sdkgen-whole-events"], json!({"text": false, "except": ["text"]}));
    let schemas = &root["components"]["schemas"];
    assert_eq!(schemas["Feed"]["oneOf"][0], json!({"$ref": "#/components/schemas/Post"}));
    assert_eq!(schemas["Feed"]["oneOf"][1]["title"], "Shared", "what something else needs stays as it is");
    assert_eq!(schemas["Post"]["properties"]["data"], json!({"type": "integer", "description": "A number."}));
    assert_eq!(schemas["Shared"]["properties"]["data"], json!({"type": "string"}));
}
