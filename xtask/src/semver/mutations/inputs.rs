//! Changes of the inputs of operations.

use serde_json::{Value, json};

use super::{Mutation, of};
use crate::random::Random;
use crate::semver::sites::{
    change, change_operation, change_parameter, contents, is_required, parameters, require, reverse,
};

pub(super) const LIST: &[Mutation] = &[
    of("I1", "an optional parameter is added", |document, random| add_parameters(document, random, 1, false)),
    of("I1", "an optional property of a body is added", |document, random| {
        change_body(document, random, |schema| add_property(schema, "mutated", false))
    }),
    of("I3", "an optional parameter is removed", |document, random| {
        change_operation(document, random, |operation| {
            let list = operation.get_mut("parameters")?.as_array_mut()?;
            let index = list.iter().position(is_optional)?;
            list.remove(index);
            Some(())
        })
    }),
    of("I3", "an optional parameter is renamed", |document, random| {
        change_parameter(document, random, |parameter| {
            is_optional(parameter).then_some(())?;
            parameter["name"] = json!(format!("{}_mutated", parameter["name"].as_str()?));
            Some(())
        })
    }),
    of("I4", "a required parameter is added", |document, random| add_parameters(document, random, 1, true)),
    of("I4", "a required property of a body is added", |document, random| {
        change_body(document, random, |schema| add_property(schema, "mutated", true))
    }),
    of("I5", "an optional parameter becomes required", |document, random| {
        change_parameter(document, random, |parameter| {
            is_optional(parameter).then(|| parameter["required"] = json!(true))
        })
    }),
    of("I5", "an optional property of a body becomes required", |document, random| {
        change_body(document, random, |schema| toggle(schema, false))
    }),
    of("I6", "a required parameter becomes optional", |document, random| {
        change_parameter(document, random, |parameter| {
            let is_one = parameter["required"] == true && parameter["in"] != "path";
            is_one.then(|| parameter["required"] = json!(false))
        })
    }),
    of("I6", "a required property of a body becomes optional", |document, random| {
        change_body(document, random, |schema| toggle(schema, true))
    }),
    of("I7", "parameters are reordered", |document, random| {
        change_operation(document, random, |operation| {
            let list = operation.get_mut("parameters")?.as_array_mut()?;
            list.reverse();
            Some(())
        })
    }),
    of("I7", "the properties of a body are reordered", |document, random| {
        change_body(document, random, |schema| reverse(schema.get_mut("properties")?.as_object_mut()?))
    }),
    of("I9", "the list `required` of a body is reordered", |document, random| {
        change_body(document, random, |schema| {
            schema.get_mut("required")?.as_array_mut()?.reverse();
            Some(())
        })
    }),
    of("I10", "so many required parameters are added that they need a struct", |document, random| {
        add_parameters(document, random, 8, true)
    }),
    of("I14", "an optional parameter moves into a header", |document, random| {
        change_parameter(document, random, |parameter| {
            let is_one = is_optional(parameter) && parameter["in"] == "query";
            is_one.then(|| parameter["in"] = json!("header"))
        })
    }),
    of("I15", "a required parameter moves into a header", |document, random| {
        change_parameter(document, random, |parameter| {
            let is_one = parameter["required"] == true && parameter["in"] == "query";
            is_one.then(|| parameter["in"] = json!("header"))
        })
    }),
    of("I16", "a parameter is added that has the name of a property of the body", |document, random| {
        change_operation(document, random, |operation| {
            let content = operation.get("requestBody")?.get("content")?.as_object()?.values().next()?;
            let name = content.get("schema")?.get("properties")?.as_object()?.keys().next()?.clone();
            push(operation, json!({"name": name, "in": "query", "schema": {"type": "string"}}))
        })
    }),
    of("I18", "an input is called like a method of every request", |document, random| {
        change_operation(document, random, |operation| {
            push(operation, json!({"name": "send", "in": "query", "schema": {"type": "string"}}))
        })
    }),
    of("I17", "an input is called like a method of paged requests", |document, random| {
        change_operation(document, random, |operation| {
            push(operation, json!({"name": "items", "in": "query", "schema": {"type": "string"}}))
        })
    }),
    of("I19", "a parameter of 32 bits gets 64", |document, random| {
        change_parameter_schema(document, random, |schema| {
            (schema["format"] == "int32").then(|| schema["format"] = json!("int64"))
        })
    }),
    of("I20", "a parameter that is an integer gets 32 bits", |document, random| {
        change_parameter_schema(document, random, |schema| {
            (schema["type"] == "integer" && schema["format"] != "int32").then(|| schema["format"] = json!("int32"))
        })
    }),
    of("I21", "a parameter that is text becomes an enumeration", |document, random| {
        change_parameter_schema(document, random, |schema| {
            let is_one = schema["type"] == "string" && schema.get("enum").is_none();
            is_one.then(|| schema["enum"] = json!(["mutated_a", "mutated_b"]))
        })
    }),
    of("I22", "a parameter that is an enumeration becomes text", |document, random| {
        change_parameter_schema(document, random, |schema| schema.as_object_mut()?.shift_remove("enum").map(drop))
    }),
    of("I24", "a parameter becomes a list", |document, random| {
        let mut places = parameters(document);
        places.retain(|at| document.pointer(at).is_some_and(|parameter| parameter["in"] != "path"));
        change(document, random, places, |parameter| {
            let schema = parameter.get_mut("schema")?;
            *schema = json!({"type": "array", "items": schema.clone()});
            Some(())
        })
    }),
    of("I29", "a parameter becomes a secret", |document, random| {
        change_parameter_schema(document, random, |schema| {
            let is_one = schema["type"] == "string" && schema.get("enum").is_none() && schema.get("format").is_none();
            is_one.then(|| schema["format"] = json!("password"))
        })
    }),
    of("I31", "a parameter gets a single value", |document, random| {
        change_parameter_schema(document, random, |schema| {
            (schema["type"] == "string").then(|| schema["enum"] = json!(["mutated"]))
        })
    }),
    of("I32", "the style of a list in the query changes", |document, random| {
        change_parameter(document, random, |parameter| {
            let is_one = parameter["in"] == "query" && parameter["schema"]["type"] == "array";
            is_one.then(|| parameter["explode"] = json!(parameter["explode"] == false))
        })
    }),
    of("I33", "a body becomes optional, or required", |document, random| {
        change_operation(document, random, |operation| {
            let body = operation.get_mut("requestBody")?.as_object_mut()?;
            body.get("content")?;
            let is_required = body.get("required").is_some_and(|required| required == true);
            body.insert("required".to_owned(), json!(!is_required));
            Some(())
        })
    }),
    of("I35", "a body of JSON becomes a form", |document, random| {
        change_operation(document, random, |operation| {
            let content = operation.get_mut("requestBody")?.get_mut("content")?.as_object_mut()?;
            let schema = content.shift_remove("application/json")?;
            content.insert("application/x-www-form-urlencoded".to_owned(), schema);
            Some(())
        })
    }),
    of("I36", "a body that is an object becomes a list", |document, random| {
        let places = contents(document, true);
        change(document, random, places, |content| {
            let schema = content.get_mut("schema")?;
            *schema = json!({"type": "array", "items": schema.clone()});
            Some(())
        })
    }),
    of("I37", "a body gets further properties", |document, random| {
        change_body(document, random, |schema| {
            schema["additionalProperties"] = json!({"type": "string"});
            Some(())
        })
    }),
    of("I38", "a body becomes one of two", |document, random| {
        let places = contents(document, true);
        change(document, random, places, |content| {
            let schema = content.get_mut("schema")?;
            let other =
                json!({"type": "object", "required": ["mutated"], "properties": {"mutated": {"type": "string"}}});
            *schema = json!({"oneOf": [schema.clone(), other]});
            Some(())
        })
    }),
    of("D1", "a parameter gets a default", |document, random| {
        change_parameter_schema(document, random, |schema| {
            (schema["type"] == "integer").then(|| schema["default"] = json!(7))
        })
    }),
];

fn is_optional(parameter: &Value) -> bool {
    parameter.get("schema").is_some() && parameter["required"] != true
}

fn push(operation: &mut Value, parameter: Value) -> Option<()> {
    let list = operation.as_object_mut()?.entry("parameters").or_insert_with(|| json!([])).as_array_mut()?;
    if list.iter().any(|other| other["name"] == parameter["name"]) {
        return None;
    }
    list.push(parameter);
    Some(())
}

fn add_parameters(document: &mut Value, random: &mut Random, count: usize, required: bool) -> Option<String> {
    change_operation(document, random, |operation| {
        let parameter = |number: usize| {
            json!({"name": format!("mutated_{number}"), "in": "query", "required": required,
            "schema": {"type": "string"}})
        };
        (0..count).try_for_each(|number| push(operation, parameter(number)))
    })
}

fn change_parameter_schema(
    document: &mut Value,
    random: &mut Random,
    mut change: impl FnMut(&mut Value) -> Option<()>,
) -> Option<String> {
    change_parameter(document, random, |parameter| change(parameter.get_mut("schema")?))
}

/// Changes the schema of a body that is an object, where the body is written.
fn change_body(
    document: &mut Value,
    random: &mut Random,
    mut change: impl FnMut(&mut Value) -> Option<()>,
) -> Option<String> {
    let places = contents(document, true);
    self::change(document, random, places, |content| {
        let schema = content.get_mut("schema")?;
        schema.get("properties")?;
        change(schema)
    })
}

fn add_property(schema: &mut Value, name: &str, required: bool) -> Option<()> {
    let properties = schema.get_mut("properties")?.as_object_mut()?;
    properties.insert(name.to_owned(), json!({"type": "string"}));
    if required { require(schema, name, true) } else { Some(()) }
}

/// Makes a property that is required optional, or the other way round.
fn toggle(schema: &mut Value, is_required_now: bool) -> Option<()> {
    let names: Vec<String> = schema.get("properties")?.as_object()?.keys().cloned().collect();
    let name = names.iter().find(|name| is_required(schema, name) == is_required_now)?;
    require(schema, name, !is_required_now)
}
