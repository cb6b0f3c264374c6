//! Changes of models.

use serde_json::{Value, json};

use super::{Mutation, of};
use crate::random::Random;
use crate::semver::sites::{
    below, change_property, change_schema, components, is_required, object, rename, require, reverse, section,
};

pub(super) const LIST: &[Mutation] = &[
    of("M2", "an optional property is added", |document, random| {
        change_objects(document, random, |schema| add(schema, json!({"type": "string"}), false))
    }),
    of("M3", "a required property is added", |document, random| {
        change_objects(document, random, |schema| add(schema, json!({"type": "string"}), true))
    }),
    of("M4", "a property is removed", |document, random| {
        change_property(document, random, |schema, name| {
            require(schema, name, false)?;
            schema.get_mut("properties")?.as_object_mut()?.shift_remove(name).map(drop)
        })
    }),
    of("M4", "a property is renamed", |document, random| {
        change_property(document, random, |schema, name| {
            let required = is_required(schema, name);
            require(schema, name, false)?;
            rename(schema.get_mut("properties")?.as_object_mut()?, name, "mutated")?;
            if required { require(schema, "mutated", true) } else { Some(()) }
        })
    }),
    of("M5", "an optional property becomes required", |document, random| {
        change_property(document, random, |schema, name| {
            (!is_required(schema, name)).then(|| require(schema, name, true))?
        })
    }),
    of("M6", "a required property becomes optional", |document, random| {
        change_property(document, random, |schema, name| {
            is_required(schema, name).then(|| require(schema, name, false))?
        })
    }),
    of("M9", "an optional property becomes nullable", |document, random| nullable(document, random, false)),
    of("M10", "a required property becomes nullable", |document, random| nullable(document, random, true)),
    of("M11", "a property is not nullable any more", |document, random| {
        change_property(document, random, |schema, name| {
            let property = schema.get_mut("properties")?.get_mut(name)?.as_object_mut()?;
            if property.shift_remove("nullable").is_some_and(|nullable| nullable == true) {
                return Some(());
            }
            let types = property.get("type")?.as_array()?;
            let rest: Vec<Value> = types.iter().filter(|name| **name != "null").cloned().collect();
            (rest.len() == 1 && types.len() == 2).then(|| property.insert("type".to_owned(), rest[0].clone()))?;
            Some(())
        })
    }),
    of("M12", "an operation that sends a model is added", |document, random| uses(document, random, true)),
    of("A1", "an operation that receives a model is added", |document, random| uses(document, random, false)),
    of("M14", "a property becomes read-only", |document, random| {
        set_on_property(document, random, "readOnly", json!(true))
    }),
    of("M15", "a property becomes write-only", |document, random| {
        set_on_property(document, random, "writeOnly", json!(true))
    }),
    of("M16", "the properties of a schema are reordered", |document, random| {
        change_schema(document, random, |schema| reverse(schema.get_mut("properties")?.as_object_mut()?))
    }),
    of("M18", "text becomes a number", |document, random| {
        retype(document, random, "string", json!({"type": "number"}))
    }),
    of("M21", "an integer becomes a number", |document, random| {
        retype(document, random, "integer", json!({"type": "number"}))
    }),
    of("M22", "a number becomes an integer", |document, random| {
        retype(document, random, "number", json!({"type": "integer"}))
    }),
    of("M23", "an integer gets another size", |document, random| {
        change_schema(document, random, |schema| {
            (schema["type"] == "integer").then_some(())?;
            schema["format"] = json!(if schema["format"] == "int32" { "int64" } else { "int32" });
            Some(())
        })
    }),
    of("M24", "text becomes a boolean", |document, random| {
        retype(document, random, "string", json!({"type": "boolean"}))
    }),
    of("M24", "text becomes an object", |document, random| {
        let object = json!({"type": "object", "properties": {"mutated": {"type": "string"}}});
        retype(document, random, "string", object)
    }),
    of("M25", "text gets a format of dates", |document, random| format(document, random, "date-time")),
    of("M25", "text gets the format of UUIDs", |document, random| format(document, random, "uuid")),
    of("M26", "a format is removed", |document, random| {
        change_schema(document, random, |schema| schema.as_object_mut()?.shift_remove("format").map(drop))
    }),
    of("M27", "text gets an unknown format and constraints", |document, random| {
        change_schema(document, random, |schema| {
            let is_one = schema["type"] == "string" && schema.get("enum").is_none() && schema.get("format").is_none();
            is_one.then_some(())?;
            schema["format"] = json!("x-mutated");
            schema["maxLength"] = json!(1_000);
            schema["pattern"] = json!("^.*$");
            Some(())
        })
    }),
    of("M28", "an integer gets a minimum of 0", |document, random| {
        change_schema(document, random, |schema| (schema["type"] == "integer").then(|| schema["minimum"] = json!(0)))
    }),
    of("M29", "the items of a list become nullable", |document, random| {
        let modern = is_modern(document);
        change_schema(document, random, |schema| allow_null(schema.get_mut("items")?, modern))
    }),
    of("M30", "the items of a list get another type", |document, random| {
        change_schema(document, random, |schema| {
            let items = schema.get_mut("items")?;
            *items = if items["type"] == "boolean" { json!({"type": "integer"}) } else { json!({"type": "boolean"}) };
            Some(())
        })
    }),
    of("M31", "any JSON becomes an object with a property", |document, random| {
        change_schema(document, random, |schema| {
            let is_any = schema.as_object().is_some_and(|schema| schema.keys().all(|key| key == "description"));
            is_any.then(|| *schema = json!({"type": "object", "properties": {"mutated": {"type": "string"}}}))
        })
    }),
    of("M32", "a map becomes an object with a property", |document, random| {
        change_schema(document, random, |schema| {
            let schema = schema.as_object_mut()?;
            (!schema.contains_key("properties")).then_some(())?;
            schema.shift_remove("additionalProperties").filter(Value::is_object)?;
            schema.insert("properties".to_owned(), json!({"mutated": {"type": "string"}}));
            Some(())
        })
    }),
    of("M33", "an object gets further properties", |document, random| {
        change_objects(document, random, |schema| {
            schema["additionalProperties"] = json!({"type": "integer"});
            Some(())
        })
    }),
    of("M34", "an object loses its further properties", |document, random| {
        change_objects(document, random, |schema| {
            schema.as_object_mut()?.shift_remove("additionalProperties").filter(Value::is_object).map(drop)
        })
    }),
    of("M35", "an object becomes a part of `allOf`", |document, random| {
        change_objects(document, random, |schema| {
            let more = json!({"type": "object", "properties": {"mutated": {"type": "string"}}});
            *schema = json!({"allOf": [schema.clone(), more]});
            Some(())
        })
    }),
    of("M36", "text of a component becomes an enumeration", |document, random| {
        change_schema(document, random, |schema| {
            let is_one = schema["type"] == "string" && schema.get("enum").is_none() && schema.get("format").is_none();
            is_one.then(|| schema["enum"] = json!(["mutated_a", "mutated_b"]))
        })
    }),
    of("M37", "text becomes a reference to a component that is text", |document, random| {
        section(document, "schemas")?.insert("MutatedText".to_owned(), json!({"type": "string"}));
        change_property(document, random, |schema, name| {
            let property = schema.get_mut("properties")?.get_mut(name)?;
            let is_one = property["type"] == "string" && property.as_object()?.len() == 1;
            is_one.then(|| *property = json!({"$ref": "#/components/schemas/MutatedText"}))
        })
    }),
    of("M38", "schemas are reordered", |document, _| {
        reverse(object(document, "/components/schemas")?)?;
        Some("/components/schemas".to_owned())
    }),
    of("M39", "a property closes a circle", |document, random| {
        let names = components(document, "schemas");
        let name = random.of(&names)?.clone();
        change_objects(document, random, |schema| {
            add(schema, json!({"$ref": format!("#/components/schemas/{name}")}), false)
        })
    }),
    of("M42", "a schema that nothing uses is added", |document, _| {
        let schema = json!({"type": "object", "properties": {"mutated": {"type": "string"}}});
        section(document, "schemas")?.insert("AaMutated".to_owned(), schema);
        Some("/components/schemas/AaMutated".to_owned())
    }),
    of("M44", "a property becomes a secret", |document, random| {
        change_property(document, random, |schema, name| {
            let property = schema.get_mut("properties")?.get_mut(name)?;
            let is_one = property["type"] == "string" && property.get("enum").is_none();
            (is_one && property.get("format").is_none()).then(|| property["format"] = json!("password"))
        })
    }),
    of("O3", "a property becomes deprecated", |document, random| {
        set_on_property(document, random, "deprecated", json!(true))
    }),
    of("D4", "descriptions and examples change", |document, random| {
        change_schema(document, random, |schema| {
            schema.get("type")?;
            schema["description"] = json!("Mutated.");
            schema["x-mutated"] = json!(true);
            Some(())
        })
    }),
];

fn change_objects(
    document: &mut Value,
    random: &mut Random,
    mut change: impl FnMut(&mut Value) -> Option<()>,
) -> Option<String> {
    change_schema(document, random, |schema| {
        schema.get("properties")?;
        change(schema)
    })
}

fn add(schema: &mut Value, property: Value, required: bool) -> Option<()> {
    let properties = schema.get_mut("properties")?.as_object_mut()?;
    (!properties.contains_key("mutated")).then_some(())?;
    properties.insert("mutated".to_owned(), property);
    if required { require(schema, "mutated", true) } else { Some(()) }
}

fn set_on_property(document: &mut Value, random: &mut Random, key: &str, value: Value) -> Option<String> {
    change_property(document, random, |schema, name| {
        let property = schema.get_mut("properties")?.get_mut(name)?.as_object_mut()?;
        // A reference has nothing beside it in version 3.0.
        (!property.contains_key("$ref") && !property.contains_key(key)).then_some(())?;
        property.insert(key.to_owned(), value.clone());
        Some(())
    })
}

/// Whether null is a type.
fn is_modern(document: &Value) -> bool {
    document["openapi"].as_str().is_some_and(|version| !version.starts_with("3.0"))
}

fn allow_null(schema: &mut Value, modern: bool) -> Option<()> {
    let name = schema.get("type")?.as_str()?.to_owned();
    if modern {
        schema["type"] = json!([name, "null"]);
        return Some(());
    }
    (schema["nullable"] != true).then(|| schema["nullable"] = json!(true))
}

fn nullable(document: &mut Value, random: &mut Random, required: bool) -> Option<String> {
    let modern = is_modern(document);
    change_property(document, random, |schema, name| {
        (is_required(schema, name) == required).then_some(())?;
        allow_null(schema.get_mut("properties")?.get_mut(name)?, modern)
    })
}

fn retype(document: &mut Value, random: &mut Random, from: &str, to: Value) -> Option<String> {
    change_property(document, random, |schema, name| {
        let property = schema.get_mut("properties")?.get_mut(name)?;
        (property["type"] == from && property.get("enum").is_none()).then(|| *property = to.clone())
    })
}

fn format(document: &mut Value, random: &mut Random, format: &str) -> Option<String> {
    change_schema(document, random, |schema| {
        let is_one = schema["type"] == "string" && schema.get("enum").is_none() && schema.get("format").is_none();
        is_one.then(|| schema["format"] = json!(format))
    })
}

/// Adds an operation that sends or receives one of the schemas.
fn uses(document: &mut Value, random: &mut Random, sends: bool) -> Option<String> {
    let names = components(document, "schemas");
    let name = random.of(&names)?.clone();
    let content = json!({"application/json": {"schema": {"$ref": format!("#/components/schemas/{name}")}}});
    let operation = match sends {
        true => json!({"requestBody": {"required": true, "content": {"application/json": {"schema": {"type": "array",
            "items": {"$ref": format!("#/components/schemas/{name}")}}}}}, "responses": {"204": {"description": "Done"}}}),
        false => json!({"responses": {"200": {"description": "It", "content": content}}}),
    };
    object(document, "/paths")?.insert("/zz-mutated-users".to_owned(), json!({"put": operation}));
    Some(below("/components/schemas", &name))
}
