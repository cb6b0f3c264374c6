//! Strategies for small documents.

use proptest::collection::{btree_map, vec};
use proptest::prelude::*;
use proptest::sample::select;
use serde_json::{Map, Value, json};

/// The components that random schemas refer to; `Gone` does not exist.
const COMPONENTS: [&str; 4] = ["Alpha", "Beta", "Gamma", "Delta"];

/// A document whose components are random schemas, each of them sent and received.
pub(crate) fn document() -> impl Strategy<Value = Value> {
    let version = select(vec!["3.0.3", "3.1.0"]);
    let parameters = vec(("[a-d]", select(vec!["query", "header", "cookie"]), schema()), 0..3);
    (version, vec(schema(), COMPONENTS.len()), schema(), schema(), parameters).prop_map(
        |(version, components, request, response, parameters)| {
            let components: Map<String, Value> = COMPONENTS.map(str::to_owned).into_iter().zip(components).collect();
            let all: Map<String, Value> =
                COMPONENTS.iter().map(|name| (name.to_lowercase(), json!({ "$ref": reference(name) }))).collect();
            let parameters: Vec<Value> = parameters
                .into_iter()
                .map(|(name, location, schema)| json!({ "name": name, "in": location, "schema": schema }))
                .collect();
            json!({
                "openapi": version,
                "info": { "title": "Random", "version": "1" },
                "paths": {
                    "/things": {
                        "post": {
                            "operationId": "createThing",
                            "parameters": parameters,
                            "requestBody": { "content": { "application/json": { "schema": request } } },
                            "responses": { "200": { "description": "", "content": { "application/json": { "schema": response } } } },
                        },
                        "put": {
                            "operationId": "putThings",
                            "requestBody": { "content": { "application/json": { "schema": { "type": "object", "properties": all } } } },
                            "responses": { "200": { "description": "", "content": { "application/json": { "schema": { "type": "object", "properties": all } } } } },
                        },
                    },
                },
                "components": { "schemas": components },
            })
        },
    )
}

fn reference(name: &str) -> String {
    format!("#/components/schemas/{name}")
}

/// A schema, up to three levels deep.
fn schema() -> impl Strategy<Value = Value> {
    let kinds = vec!["string", "integer", "number", "boolean", "object", "array", "null"];
    let formats = vec!["date-time", "date", "uuid", "byte", "binary", "password", "int32", "odd"];
    let values = vec![json!("a"), json!("b"), json!(""), json!(1), json!(-1), json!(1.5), json!(true), Value::Null];
    let leaf = prop_oneof![
        4 => select(COMPONENTS.to_vec()).prop_map(|name| json!({ "$ref": reference(name) })),
        4 => select(kinds.clone()).prop_map(|kind| json!({ "type": kind })),
        2 => (select(vec!["string", "integer", "number"]), select(formats), any::<bool>())
            .prop_map(|(kind, format, nullable)| json!({ "type": kind, "format": format, "nullable": nullable })),
        2 => (select(vec!["string", "integer"]), vec(select(values.clone()), 1..4))
            .prop_map(|(kind, values)| json!({ "type": kind, "enum": values })),
        1 => vec(select(values.clone()), 1..4).prop_map(|values| json!({ "enum": values })),
        1 => select(values).prop_map(|value| json!({ "const": value })),
        1 => select(vec![json!({}), json!({ "type": ["string", "null", "integer"] }), json!({ "not": {} })]),
    ];
    leaf.prop_recursive(3, 24, 4, |inner| {
        let list = select(vec!["oneOf", "anyOf", "allOf"]);
        let object = (btree_map("[a-e]", inner.clone(), 0..4), vec("[a-e]", 0..3), proptest::option::of(inner.clone()));
        prop_oneof![
            4 => object.prop_map(|(properties, mut required, additional)| {
                required.sort();
                required.dedup();
                let mut schema = json!({ "type": "object", "properties": properties, "required": required });
                if let Some(additional) = additional {
                    schema["additionalProperties"] = additional;
                }
                schema
            }),
            2 => inner.clone().prop_map(|items| json!({ "type": "array", "items": items })),
            3 => (list.clone(), vec(inner.clone(), 1..4), any::<[bool; 2]>()).prop_map(alternatives),
            1 => (select(vec!["string", "integer", "object", "array"]), list, vec(inner.clone(), 1..3))
                .prop_map(|(kind, list, parts)| json!({ "type": kind, list: parts })),
            1 => (inner.clone(), vec(inner, 1..3)).prop_map(|(property, parts)| {
                json!({ "type": "object", "properties": { "a": property }, "oneOf": parts })
            }),
        ]
    })
}

/// A schema that lists others.
fn alternatives((list, parts, [tagged, nullable]): (&'static str, Vec<Value>, [bool; 2])) -> Value {
    let mut schema = json!({ list: parts, "nullable": nullable });
    if tagged {
        schema["discriminator"] = json!({ "propertyName": "a" });
    }
    schema
}

/// Any text, with a liking for what is awkward as a name.
fn name() -> impl Strategy<Value = String> {
    let awkward = vec![
        "",
        "type",
        "Self",
        "self",
        "3d",
        "π",
        "foo_bar",
        "FooBar",
        "fooBar",
        "foo-bar",
        "Option",
        "String",
        "Client",
        "new",
        "_",
        "__",
        "r#type",
        "²",
        "Ⓐ",
        "ß",
        "İ",
        "aux",
        "a1",
        "a_1",
        "A1",
        "1",
        "1.1",
        "1_1",
        "Unrecognized",
        "crate",
        "日本",
        "empty",
        "blank",
        "items",
        "pages",
        "body",
        "call",
        "Value",
        "Error",
        "Patch",
        "\u{202e}",
        "\u{0}",
        "//",
        "*/",
        "\"#",
    ];
    prop_oneof![3 => select(awkward).prop_map(str::to_owned), 2 => "\\PC{0,6}", 1 => any::<String>()]
}

/// A document in which every name is random.
pub(crate) fn named() -> impl Strategy<Value = Value> {
    let names = || vec(name(), 0..6);
    (names(), names(), names(), names(), names(), (name(), name())).prop_map(
        |(components, properties, values, parameters, paths, (title, scheme))| {
            let values: Vec<String> = values.into_iter().chain(["a".to_owned()]).collect();
            let members: Map<String, Value> = properties
                .iter()
                .map(|name| (name.clone(), json!({ "type": "string", "enum": values, "description": name })))
                .collect();
            let model = json!({ "type": "object", "description": title, "required": properties, "properties": members });
            let schemas: Map<String, Value> = components.iter().map(|name| (name.clone(), model.clone())).collect();
            let all: Map<String, Value> =
                components.iter().map(|name| (name.clone(), json!({ "$ref": reference(&escaped(name)) }))).collect();
            let whole = json!({ "type": "object", "properties": all });
            let mut seen = Vec::new();
            let mut listed = Vec::new();
            for (index, name) in parameters.iter().enumerate() {
                if !seen.contains(name) && !name.contains(['{', '}']) {
                    let location = ["query", "header", "cookie"][index % 3];
                    listed.push(json!({ "name": name, "in": location, "required": index % 2 == 0, "schema": { "type": "string" } }));
                    seen.push(name.clone());
                }
            }
            let operation = json!({
                "summary": title,
                "tags": [title],
                "parameters": listed,
                "requestBody": { "required": true, "content": { "application/json": { "schema": model } } },
                "responses": { "200": { "description": title, "content": { "application/json": { "schema": whole } } } },
            });
            let item = json!({ "get": { "responses": { "204": { "description": "" } } }, "post": operation, "put": operation });
            let paths: Map<String, Value> = paths
                .iter()
                .map(|name| (format!("/{}", name.replace(['{', '}', '?', '#'], "")), item.clone()))
                .chain([("/things/{id}".to_owned(), json!({ "parameters": [{ "name": "id", "in": "path", "required": true, "schema": { "type": "string" } }], "post": operation }))])
                .collect();
            json!({
                "openapi": "3.0.3",
                "info": { "title": title, "version": title, "description": scheme },
                "paths": paths,
                "components": {
                    "schemas": schemas,
                    "securitySchemes": { scheme: { "type": "http", "scheme": "bearer" }, "other": { "type": "http", "scheme": "bearer" } },
                },
            })
        },
    )
}

fn escaped(name: &str) -> String {
    name.replace('~', "~0").replace('/', "~1")
}
