//! Creates documents with many parts of one kind, each a little different so that none is shared. Knows OpenAPI,
//! nothing about generated code.

use serde_json::{Map, Value, json};

/// The number of parts of a kind.
pub(super) const PARTS: usize = 40;

/// What a crate contains besides one operation and two objects.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Parts {
    /// Nothing else.
    Nothing,
    /// Structs of 12 members.
    Structs,
    /// Enumerations of 5 values.
    Enums,
    /// Unions of two objects with a discriminator.
    Unions,
    /// The structs, and operations with 7 inputs that return them.
    Operations,
}

impl Parts {
    /// All crates.
    pub(super) const ALL: [Self; 5] = [Self::Nothing, Self::Structs, Self::Enums, Self::Unions, Self::Operations];

    /// Returns its name in folders and crates.
    pub(super) fn word(self) -> &'static str {
        match self {
            Self::Nothing => "nothing",
            Self::Structs => "structs",
            Self::Enums => "enums",
            Self::Unions => "unions",
            Self::Operations => "operations",
        }
    }

    /// Returns the document, and the schemas that become models although no operation uses them.
    pub(super) fn document(self) -> (Value, Vec<String>) {
        let mut schemas = Map::new();
        for kind in ["Cat", "Dog"] {
            let members = json!({ "kind": { "type": "string" }, "name": { "type": "string" } });
            schemas.insert(kind.to_owned(), object(&["kind", "name"], members));
        }
        let mut paths = Map::new();
        let get = json!({ "operationId": "getCat", "tags": ["cats"], "responses": response("Cat") });
        paths.insert("/cat".to_owned(), json!({ "get": get }));
        for index in 0..PARTS {
            match self {
                Self::Nothing => {}
                Self::Structs => drop(schemas.insert(format!("Thing{index}"), thing(index))),
                Self::Enums => drop(schemas.insert(format!("State{index}"), state(index))),
                Self::Unions => drop(schemas.insert(format!("Animal{index}"), animal())),
                Self::Operations => {
                    schemas.insert(format!("Thing{index}"), thing(index));
                    paths.insert(format!("/things{index}/{{id}}"), json!({ "post": operation(index) }));
                }
            }
        }
        let keep = schemas.keys().cloned().collect();
        let document = json!({
            "openapi": "3.0.3",
            "info": { "title": "Weight", "version": "1" },
            "servers": [{ "url": "https://example.com" }],
            "paths": paths,
            "components": { "schemas": schemas },
        });
        (document, keep)
    }
}

fn object(required: &[&str], properties: Value) -> Value {
    json!({ "type": "object", "required": required, "properties": properties })
}

/// Returns a typical object: strings, numbers, timestamps, lists, maps and another object; half of the properties are
/// optional.
fn thing(index: usize) -> Value {
    let neighbour = if index.is_multiple_of(2) { "Cat" } else { "Dog" };
    let neighbour = json!({ "$ref": format!("#/components/schemas/{neighbour}") });
    let text = json!({ "type": "string" });
    object(
        &["id", "name", "created_at", "active", "count", "tags"],
        json!({
            "id": text,
            "name": text,
            "created_at": { "type": "string", "format": "date-time" },
            "active": { "type": "boolean" },
            "count": { "type": "integer", "format": "int64" },
            "tags": { "type": "array", "items": text },
            "description": { "type": "string", "nullable": true },
            "price": { "type": "number" },
            "owner": neighbour,
            "others": { "type": "array", "items": neighbour },
            "metadata": { "type": "object", "additionalProperties": text },
            format!("note_{index}"): text,
        }),
    )
}

fn state(index: usize) -> Value {
    json!({ "type": "string", "enum": ["new", "open", "waiting", "closed", format!("special_{index}")] })
}

fn animal() -> Value {
    let [cat, dog] = ["Cat", "Dog"].map(|name| format!("#/components/schemas/{name}"));
    json!({
        "oneOf": [{ "$ref": cat }, { "$ref": dog }],
        "discriminator": { "propertyName": "kind", "mapping": { "cat": cat, "dog": dog } },
    })
}

/// Returns an operation with one parameter in the path, three in the query, and three properties in the body; two
/// inputs are optional.
fn operation(index: usize) -> Value {
    let text = json!({ "type": "string" });
    let query = |name: &str, schema: Value| json!({ "name": name, "in": "query", "schema": schema });
    let body = object(
        &["name"],
        json!({
            "name": text,
            "count": { "type": "integer", "format": "int64" },
            "tags": { "type": "array", "items": text },
        }),
    );
    json!({
        "operationId": format!("makeThing{index}"),
        "tags": [format!("things{}", index / 10)],
        "parameters": [
            { "name": "id", "in": "path", "required": true, "schema": text },
            query("filter", text.clone()),
            query("limit", json!({ "type": "integer", "format": "int64" })),
            query("expand", json!({ "type": "array", "items": text })),
        ],
        "requestBody": { "required": true, "content": { "application/json": { "schema": body } } },
        "responses": response(&format!("Thing{index}")),
    })
}

fn response(schema: &str) -> Value {
    let schema = json!({ "$ref": format!("#/components/schemas/{schema}") });
    json!({ "200": { "description": "It.", "content": { "application/json": { "schema": schema } } } })
}

#[cfg(test)]
mod tests {
    use super::{PARTS, Parts};

    #[test]
    fn documents_differ_in_one_kind_of_part() {
        let size = |parts: Parts| {
            let (document, keep) = parts.document();
            (document["paths"].as_object().unwrap().len(), keep.len())
        };
        assert_eq!(size(Parts::Nothing), (1, 2));
        assert_eq!(size(Parts::Unions), (1, 2 + PARTS));
        assert_eq!(size(Parts::Operations), (1 + PARTS, 2 + PARTS));
    }
}
