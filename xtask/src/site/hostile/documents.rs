//! Documents with a hostile text in every location that has text. Knows OpenAPI, not what becomes of it.

use serde_json::{Map, Value, json};

use super::payloads::{Payload, TEXTS, URLS};

/// A text in a document.
pub(super) struct Text {
    /// The kind of its location.
    pub(super) kind: &'static str,
    /// What is in it and in no other.
    pub(super) mark: String,
}

/// A document, by the name of its site.
pub(super) struct Made {
    pub(super) name: String,
    pub(super) value: Value,
}

/// Hands out texts, and remembers where they are.
pub(super) struct Texts {
    pub(super) all: Vec<Text>,
    payload: &'static Payload,
}

impl Texts {
    pub(super) fn new() -> Self {
        Self { all: Vec::new(), payload: &TEXTS[0] }
    }

    /// Returns the current text with a new mark.
    fn get(&mut self, kind: &'static str) -> String {
        let text = self.payload.text;
        self.marked(kind, text)
    }

    /// Returns a URL with a new mark, another one each time.
    fn url(&mut self, kind: &'static str) -> String {
        let url = URLS[self.all.len() % URLS.len()];
        self.marked(kind, url)
    }

    fn marked(&mut self, kind: &'static str, text: &str) -> String {
        let mark = format!("mark{}q", self.all.len());
        let text = text.replace('@', &mark);
        self.all.push(Text { kind, mark });
        text
    }
}

/// One document with all texts in all locations that can occur several times, and for each text one in which the
/// document itself has it.
pub(super) fn all(texts: &mut Texts) -> Vec<Made> {
    let mut made = vec![Made { name: "all".to_owned(), value: whole(texts) }];
    for (index, payload) in TEXTS.iter().enumerate() {
        texts.payload = payload;
        let value = json!({"openapi": "3.1.0", "info": info(texts), "externalDocs": docs(texts), "paths": {}});
        made.push(Made { name: format!("info-{index}"), value });
    }
    made
}

fn info(texts: &mut Texts) -> Value {
    json!({
        "title": texts.get("title"),
        "summary": texts.get("summary of the document"),
        "description": texts.get("description of the document"),
        "version": texts.get("version"),
        "termsOfService": texts.url("terms of service"),
        "contact": {"name": texts.get("contact"), "url": texts.url("URL of the contact"), "email": texts.get("email")},
        "license": {"name": texts.get("license"), "url": texts.url("URL of the license")},
    })
}

fn docs(texts: &mut Texts) -> Value {
    json!({"url": texts.url("URL of further documentation"), "description": texts.get("further documentation")})
}

fn whole(texts: &mut Texts) -> Value {
    let (mut servers, mut tags, mut paths) = (Vec::new(), Vec::new(), Map::new());
    let (mut webhooks, mut schemas, mut schemes) = (Map::new(), Map::new(), Map::new());
    for (index, payload) in TEXTS.iter().enumerate() {
        texts.payload = payload;
        servers.push(json!({
            "url": format!("https://{index}.example/{{v}}"), "description": texts.get("description of a server"),
            "variables": {"v": {"default": "a", "enum": ["a", texts.get("value of a variable")],
                "description": texts.get("description of a variable")}},
        }));
        let tag = texts.get("tag");
        tags.push(json!({"name": tag, "description": texts.get("description of a tag"), "externalDocs": docs(texts)}));
        let names = Names::new(texts);
        paths.insert(format!("/set{index}/{{id}}"), json!({"put": operation(texts, &tag, &names)}));
        let literal = texts.get("path");
        paths.insert(format!("/set{index}/{literal}"), json!({"get": plain(texts)}));
        webhooks.insert(texts.get("webhook"), json!({"post": webhook(texts, &names)}));
        schemas.extend([
            (names.object.clone(), object(texts, &names)),
            (names.union.clone(), union(texts, &names)),
            (names.values.clone(), values(texts)),
            (
                format!("Plain{index}"),
                json!({"type": "object", "title": texts.get("title of a schema"),
                "description": texts.get("description of a schema"), "x-note": texts.get("extension"),
                "properties": {"a": {"$ref": reference(&names.values)}}}),
            ),
        ]);
        schemes.insert(
            format!("key{index}"),
            json!({"type": "apiKey", "in": "header", "name": format!("X-{index}"),
            "description": texts.get("description of a security scheme")}),
        );
        schemes.insert(
            format!("login{index}"),
            json!({"type": "oauth2",
            "description": texts.get("description of a security scheme"),
            "flows": {"clientCredentials": {"tokenUrl": texts.url("token URL"),
                "scopes": {texts.get("scope"): texts.get("description of a scope")}}}}),
        );
    }
    json!({
        "openapi": "3.1.0",
        "info": {"title": "Hostile texts", "version": "1"},
        "servers": servers, "tags": tags, "paths": paths, "webhooks": webhooks,
        "components": {"schemas": schemas, "securitySchemes": schemes},
    })
}

/// The names of the schemas that have the same text.
struct Names {
    object: String,
    union: String,
    values: String,
}

impl Names {
    fn new(texts: &mut Texts) -> Self {
        Self { object: texts.get("schema"), union: texts.get("schema"), values: texts.get("schema") }
    }
}

/// The reference to a schema, whatever its name is.
fn reference(name: &str) -> String {
    let escaped = name.replace('~', "~0").replace('/', "~1");
    let mut reference = "#/components/schemas/".to_owned();
    for byte in escaped.bytes() {
        if byte.is_ascii_alphanumeric() || byte == b'~' {
            reference.push(char::from(byte));
        } else {
            reference.push_str(&format!("%{byte:02X}"));
        }
    }
    reference
}

fn operation(texts: &mut Texts, tag: &str, names: &Names) -> Value {
    json!({
        "tags": [tag],
        "summary": texts.get("summary of an operation"),
        "description": texts.get("description of an operation"),
        "operationId": texts.get("identifier of an operation"),
        "externalDocs": docs(texts),
        "deprecated": true,
        "x-note": texts.get("extension"),
        "servers": [{"url": texts.url("URL of a server"), "description": texts.get("description of a server")}],
        "parameters": [
            {"name": "id", "in": "path", "required": true, "description": texts.get("description of a parameter"),
             "schema": {"type": "string"}, "example": texts.get("example of a parameter")},
            {"name": texts.get("parameter"), "in": "query", "required": true,
             "description": texts.get("description of a parameter"),
             "schema": {"type": "string", "pattern": texts.get("pattern"), "default": texts.get("default"),
                        "examples": [texts.get("example of a schema")]}},
            {"name": texts.get("parameter"), "in": "query", "description": texts.get("description of a parameter"),
             "schema": values(texts),
             "examples": {texts.get("name of an example"): {"summary": texts.get("summary of an example"),
                          "description": texts.get("description of an example"), "value": texts.get("value of an example")}}},
            {"name": texts.get("header"), "in": "header", "description": texts.get("description of a parameter"),
             "schema": {"type": "string"}},
            {"name": "X-Plain", "in": "header", "description": texts.get("description of a parameter"),
             "schema": {"type": "string", "default": texts.get("default")}},
            {"name": texts.get("cookie"), "in": "cookie", "description": texts.get("description of a parameter"),
             "schema": {"type": "string"}},
        ],
        "requestBody": {
            "description": texts.get("description of a body"), "required": true,
            "content": {"application/json": {
                "schema": {"$ref": reference(&names.object)},
                "examples": {texts.get("name of an example"): {"summary": texts.get("summary of an example"),
                    "description": texts.get("description of an example"),
                    "value": {"kind": texts.get("value of an example"), texts.get("name in an example"): texts.get("value of an example")}}}}},
        },
        "responses": {
            "200": {
                "description": texts.get("description of a response"),
                "headers": {"X-Note": {"description": texts.get("description of a header"), "schema": {"type": "string"}},
                            texts.get("header"): {"schema": {"type": "string"}}},
                "links": {texts.get("link"): {"operationId": texts.get("operation of a link"),
                          "description": texts.get("description of a link")}},
                "content": {"application/json": {"schema": {"$ref": reference(&names.union)},
                            "example": {"kind": texts.get("value of an example")}}},
            },
            "400": {"description": texts.get("description of a response"),
                    "content": {format!("text/{}", texts.get("media type")): {"schema": {"type": "string"}}}},
            "404": {"description": texts.get("description of a response"),
                    "content": {"application/json": {"schema": {"$ref": reference(&names.object)}}}},
        },
        "callbacks": {texts.get("callback"): {"{$request.body#/url}": {"post": webhook(texts, names)}}},
    })
}

fn plain(texts: &mut Texts) -> Value {
    json!({"summary": texts.get("summary of an operation"), "responses": {"204": {"description": "Nothing."}}})
}

fn webhook(texts: &mut Texts, names: &Names) -> Value {
    json!({
        "summary": texts.get("summary of a webhook"), "description": texts.get("description of a webhook"),
        "parameters": [{"name": texts.get("header of a webhook"), "in": "header",
            "description": texts.get("description of a parameter"), "schema": {"type": "string"}}],
        "requestBody": {"description": texts.get("description of a body"),
            "content": {"application/json": {"schema": {"$ref": reference(&names.object)}}}},
        "responses": {"200": {"description": texts.get("description of a response")}},
    })
}

fn object(texts: &mut Texts, names: &Names) -> Value {
    json!({
        "type": "object", "title": texts.get("title of a schema"), "description": texts.get("description of a schema"),
        "externalDocs": docs(texts), "required": ["kind"],
        "properties": {
            "kind": {"type": "string", "description": texts.get("description of a property")},
            texts.get("property"): {"type": "string", "title": texts.get("title of a schema"),
                "description": texts.get("description of a property"), "default": texts.get("default"),
                "pattern": texts.get("pattern"), "format": texts.get("format"), "example": texts.get("example of a schema")},
            texts.get("property"): {"type": "object", "description": texts.get("description of a property"),
                "properties": {texts.get("property"): {"type": "integer"}}},
            "constant": {"const": texts.get("constant"), "deprecated": true},
            "values": {"$ref": reference(&names.values)},
            "itself": {"$ref": reference(&names.object), "description": texts.get("description of a reference")},
        },
        "additionalProperties": {"type": "string", "description": texts.get("description of further properties")},
        "example": {"kind": texts.get("example of a schema"), texts.get("name in an example"): 1},
    })
}

fn union(texts: &mut Texts, names: &Names) -> Value {
    json!({
        "description": texts.get("description of a schema"),
        "oneOf": [
            {"$ref": reference(&names.object)},
            {"type": "object", "title": texts.get("title of a schema"), "required": ["kind"],
             "description": texts.get("description of a schema"),
             "properties": {"kind": {"type": "string", "enum": [texts.get("value")]}, "n": {"type": "integer"}}},
        ],
        "discriminator": {"propertyName": "kind", "mapping": {texts.get("mapping"): reference(&names.object)}},
    })
}

fn values(texts: &mut Texts) -> Value {
    json!({
        "type": "string", "description": texts.get("description of a schema"),
        "enum": ["plain", texts.get("value"), texts.get("value")], "default": "plain",
        "x-enum-descriptions": ["Plain.", texts.get("description of a value"), texts.get("description of a value")],
        "x-enum-varnames": ["Plain", texts.get("name of a value"), texts.get("name of a value")],
    })
}

/// A document with a text of `size` bytes in each of several locations.
pub(super) fn large(size: usize) -> Value {
    let prose = "word <b>&amp; *more* ".repeat(size / 21);
    let name = "n".repeat(size);
    json!({
        "openapi": "3.1.0",
        "info": {"title": "Large texts", "version": "1", "description": prose},
        "tags": [{"name": "a", "description": prose}],
        "paths": {"/a": {"put": {
            "tags": ["a"], "operationId": "put", "summary": prose, "description": prose,
            "parameters": [{"name": "q", "in": "query", "description": prose,
                            "schema": {"type": "string", "default": prose, "enum": ["a", prose], "pattern": name}}],
            "requestBody": {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/A"},
                                                            "example": {"a": prose, name.as_str(): 1}}}},
            "responses": {"200": {"description": prose, "content": {"application/json": {"schema": {"$ref": "#/components/schemas/A"}}}}},
        }}},
        "webhooks": {"w": {"post": {"description": prose, "responses": {"200": {"description": "a"}},
            "requestBody": {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/A"}}}}}}},
        "components": {"schemas": {
            "A": {"type": "object", "title": prose, "description": prose, "properties": {
                "a": {"type": "string", "description": prose}, name.as_str(): {"type": "string"},
                "b": {"$ref": "#/components/schemas/B"}}},
            "B": {"type": "string", "enum": ["a", prose], "x-enum-descriptions": ["a", prose]},
        }},
    })
}
