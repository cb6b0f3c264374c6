//! Converts the few keywords of schemas that differ from 3.0.

use std::collections::HashMap;

use serde_json::{Value, json};

use super::Members;
use crate::pointer::{escaped, unescaped};

/// Converts one schema, after its references are resolved.
pub(in super::super) fn schema(value: &mut Value) {
    let Value::Object(members) = value else { return };
    file(members);
    nullable(members);
    discriminator(members);
}

/// Converts extensions with the discriminator value of a definition to a mapping of its base.
pub(super) fn discriminator_values(root: &mut Value) {
    let Some(Value::Object(schemas)) = root.pointer_mut("/components/schemas") else { return };
    let mut mappings: HashMap<String, Members> = HashMap::new();
    for (name, schema) in schemas.iter() {
        let value =
            ["x-ms-discriminator-value", "x-discriminator-value"].iter().find_map(|key| schema.get(*key)?.as_str());
        let Some(value) = value else { continue };
        if let Some(base) = base(schemas, schema) {
            let reference = format!("#/components/schemas/{}", escaped(name));
            mappings.entry(base).or_default().insert(value.to_owned(), json!(reference));
        }
    }
    for (base, mapping) in mappings {
        let Some(Value::Object(members)) = schemas.get_mut(&base) else { continue };
        discriminator(members);
        if let Some(Value::Object(discriminator)) = members.get_mut("discriminator") {
            discriminator.entry("mapping").or_insert(Value::Object(mapping));
        }
    }
}

/// Returns the nearest definition with a discriminator that a schema extends by `allOf`.
fn base(schemas: &Members, schema: &Value) -> Option<String> {
    let mut schema = schema;
    for _ in 0..64 {
        let parents = schema.get("allOf")?.as_array()?;
        let name =
            parents.iter().find_map(|parent| parent.get("$ref")?.as_str()?.strip_prefix("#/components/schemas/"))?;
        let name = unescaped(name);
        schema = schemas.get(&name)?;
        if schema.get("discriminator").is_some() {
            return Some(name);
        }
    }
    None
}

/// Converts `file` to a string of bytes.
fn file(members: &mut Members) {
    if members.get("type").is_some_and(|kind| kind == "file") {
        members.insert("type".to_owned(), json!("string"));
        members.insert("format".to_owned(), json!("binary"));
    }
}

/// Converts the extensions that were used before 3.0 introduced `nullable`.
fn nullable(members: &mut Members) {
    let mut nullable = false;
    for key in ["x-nullable", "x-isnullable", "x-isNullable", "x-is-nullable"] {
        nullable |= members.shift_remove(key) == Some(Value::Bool(true));
    }
    if !nullable {
        return;
    }
    if let Some(reference) = members.shift_remove("$ref") {
        members.insert("allOf".to_owned(), json!([{"$ref": reference}]));
    }
    members.insert("nullable".to_owned(), json!(true));
}

/// Converts a discriminator, which is only the name of a property; its values are the names of definitions, as in 3.0
/// without a mapping.
fn discriminator(members: &mut Members) {
    if let Some(Value::String(name)) = members.get("discriminator") {
        let name = json!({"propertyName": name});
        members.insert("discriminator".to_owned(), name);
    }
}
