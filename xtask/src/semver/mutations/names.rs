//! Changes that move names elsewhere: what is added beside something has its name, or would have it.

use serde_json::{Value, json};

use super::{Mutation, of};
use crate::random::Random;
use crate::semver::sites::{below, change, components, object, operations, schemas, section};

pub(super) const LIST: &[Mutation] = &[
    of("N1", "an inline schema is repeated in another operation", |document, random| {
        let (at, schema) = inline(document, random)?;
        let responses = json!({"200": {"description": "It", "content": {"application/json": {"schema": {"type": "object",
            "properties": {last(&at): schema}}}}}});
        object(document, "/paths")?.insert("/zz-mutated-twins".to_owned(), json!({"get": {"responses": responses}}));
        Some(at)
    }),
    of("N1", "an inline schema is repeated in a new component", |document, random| {
        let (at, schema) = inline(document, random)?;
        let twin = json!({"type": "object", "properties": {last(&at): schema}});
        let responses = json!({"200": {"description": "It", "content": {"application/json": {"schema": {
            "$ref": "#/components/schemas/AaMutatedTwin"}}}}});
        section(document, "schemas")?.insert("AaMutatedTwin".to_owned(), twin);
        object(document, "/paths")?.insert("/aa-mutated-twins".to_owned(), json!({"get": {"responses": responses}}));
        Some(at)
    }),
    of("N3", "an inline schema becomes a component", |document, random| {
        let (at, schema) = inline(document, random)?;
        *document.pointer_mut(&at)? = json!({"$ref": "#/components/schemas/MutatedPart"});
        section(document, "schemas")?.insert("MutatedPart".to_owned(), schema);
        Some(at)
    }),
    of("N4", "a component is added that is called like a resource", |document, random| {
        let places = operations(document);
        let first = random.of(&places)?.split('/').nth(2)?.replace("~1", "/");
        let segment = first.split('/').find(|part| !part.is_empty() && !part.contains('{'))?.to_owned();
        add_used(document, &capitalized(&segment))
    }),
    of("N5", "a component is added that is called like a request", |document, random| {
        let places = operations(document);
        let id = document.pointer(random.of(&places)?)?.get("operationId")?.as_str()?.to_owned();
        add_used(document, &capitalized(&id))
    }),
    of("N6", "a component is added whose name differs in case alone", |document, random| {
        let names = components(document, "schemas");
        let name = random.of(&names)?;
        let other = if name.chars().any(char::is_uppercase) { name.to_lowercase() } else { name.to_uppercase() };
        add_used(document, &other)
    }),
    of("N7", "a component is added whose name an inline schema has", |document, random| {
        let (at, _) = inline(document, random)?;
        let owner = at.strip_prefix("/components/schemas/")?.split('/').next()?.to_owned();
        add_used(document, &format!("{owner}{}", capitalized(&last(&at))))
    }),
    of("N9", "a path is added whose name a nested one has", |document, random| {
        let paths: Vec<String> = object(document, "/paths")?.keys().cloned().collect();
        let nested = paths.iter().filter(|path| path.split('/').filter(|part| !part.is_empty()).count() > 2);
        let nested: Vec<&String> = nested.filter(|path| !path.ends_with('}')).collect();
        let path = format!("/{}", random.of(&nested)?.rsplit('/').next()?);
        if paths.contains(&path) {
            return None;
        }
        let schema =
            json!({"type": "array", "items": {"type": "object", "properties": {"mutated": {"type": "string"}}}});
        let content = json!({"application/json": {"schema": schema}});
        let operation = json!({"responses": {"200": {"description": "They", "content": content}}});
        object(document, "/paths")?.insert(path.clone(), json!({"get": operation}));
        Some(below("/paths", &path))
    }),
    of("N11", "an inline schema gets a title", |document, random| {
        let places = inlines(document);
        change(document, random, places, |schema| {
            schema["title"] = json!("Mutated Title");
            Some(())
        })
    }),
];

/// The schemas of objects and enumerations below others.
fn inlines(document: &Value) -> Vec<String> {
    let is_one = |at: &String| {
        let schema = document.pointer(at);
        let has = |key: &str| schema.is_some_and(|schema| schema.get(key).is_some());
        at.contains("/properties/") && (has("properties") || has("enum"))
    };
    schemas(document).into_iter().filter(is_one).collect()
}

fn inline(document: &Value, random: &mut Random) -> Option<(String, Value)> {
    let places = inlines(document);
    let at = random.of(&places)?.clone();
    let schema = document.pointer(&at)?.clone();
    Some((at, schema))
}

/// The name of the property that a pointer is below last.
fn last(at: &str) -> String {
    let name = at.rsplit_once("/properties/").map_or("", |(_, rest)| rest).split('/').next().unwrap_or_default();
    name.replace("~1", "/").replace("~0", "~")
}

fn capitalized(name: &str) -> String {
    let mut letters = name.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

/// Adds a component with an operation that uses it.
fn add_used(document: &mut Value, name: &str) -> Option<String> {
    let schemas = section(document, "schemas")?;
    if schemas.contains_key(name) {
        return None;
    }
    schemas.insert(name.to_owned(), json!({"type": "object", "properties": {"mutated": {"type": "string"}}}));
    let content = json!({"application/json": {"schema": {"$ref": format!("#/components/schemas/{name}")}}});
    let operation = json!({"responses": {"200": {"description": "It", "content": content}}});
    object(document, "/paths")?.insert("/zz-mutated-owners".to_owned(), json!({"get": operation}));
    Some(below("/components/schemas", name))
}
