//! Changes of responses and pages.

use serde_json::{Map, Value, json};

use super::{Mutation, of};
use crate::random::Random;
use crate::semver::sites::{change, change_operation, contents, section};

pub(super) const LIST: &[Mutation] = &[
    of("A1", "a response without content gets some", |document, random| {
        change_success(document, random, |response| {
            (!response.contains_key("content")).then_some(())?;
            response.insert("content".to_owned(), json!({"application/json": {"schema": thing()}}));
            Some(())
        })
    }),
    of("A2", "a response loses its content", |document, random| {
        change_success(document, random, |response| response.shift_remove("content").map(drop))
    }),
    of("A3", "a second success of another type is added", |document, random| {
        add_response(document, random, "202", json!({"application/json": {"schema": thing()}}))
    }),
    of("A5", "a success without content is added", |document, random| {
        add_response(document, random, "204", Value::Null)
    }),
    of("A6", "a second success of the same type is added", |document, random| {
        change_operation(document, random, |operation| {
            let responses = operation.get_mut("responses")?.as_object_mut()?;
            let known = responses.iter().find(|(status, _)| status.starts_with('2'))?.1.clone();
            (!responses.contains_key("203")).then(|| responses.insert("203".to_owned(), known)).map(drop)
        })
    }),
    of("A7", "a stream of events is added beside JSON", |document, random| {
        add_content(document, random, "text/event-stream", &thing())
    }),
    of("A8", "JSON becomes text", |document, random| {
        change_content(document, random, |content| {
            content.shift_remove("application/json")?;
            content.insert("text/plain".to_owned(), json!({"schema": {"type": "string"}}));
            Some(())
        })
    }),
    of("A9", "another media type is added beside JSON", |document, random| {
        add_content(document, random, "application/pdf", &json!({"type": "string", "format": "binary"}))
    }),
    of("A16", "another text is listed before the one that is asked for", |document, random| {
        change_content(document, random, |content| {
            (!content.keys().any(|name| name.contains("json") || name.contains('*'))).then_some(())?;
            content.insert("application/aa+xml".to_owned(), json!({"schema": {"type": "string"}}));
            Some(())
        })
    }),
    of("A17", "JSON by a plainer name is listed beside another", |document, random| {
        change_content(document, random, |content| {
            let known = content.iter().find(|(name, _)| name.ends_with("+json"))?.1.clone();
            (!content.contains_key("application/json")).then_some(())?;
            content.insert("application/json".to_owned(), known);
            Some(())
        })
    }),
    of("A10", "an object is put around a list", |document, random| {
        let places = contents(document, false);
        change(document, random, places, |content| {
            let schema = content.get_mut("schema")?;
            (schema["type"] == "array").then_some(())?;
            *schema = json!({"type": "object", "required": ["data"], "properties": {"data": schema.clone()}});
            Some(())
        })
    }),
    of("A11", "the schema of a response becomes a component", |document, random| {
        let mut moved = Value::Null;
        let places = contents(document, false);
        let at = change(document, random, places, |content| {
            let schema = content.get_mut("schema")?;
            schema.get("properties")?;
            moved = std::mem::replace(schema, json!({"$ref": "#/components/schemas/MutatedResponse"}));
            Some(())
        })?;
        section(document, "schemas")?.insert("MutatedResponse".to_owned(), moved);
        Some(at)
    }),
    of("A12", "a header of a response is added", |document, random| {
        change_success(document, random, |response| {
            let headers = response.entry("headers").or_insert_with(|| json!({})).as_object_mut()?;
            headers.insert("X-Mutated".to_owned(), json!({"schema": {"type": "integer"}}));
            Some(())
        })
    }),
    of("A13", "an error response is added", |document, random| {
        add_response(document, random, "418", json!({"application/json": {"schema": thing()}}))
    }),
    of("A13", "the error responses are removed", |document, random| {
        change_operation(document, random, |operation| {
            let responses = operation.get_mut("responses")?.as_object_mut()?;
            responses.retain(|status, _| !status.starts_with(['4', '5']));
            Some(())
        })
    }),
    of("A14", "a default response is added", |document, random| {
        add_response(document, random, "default", json!({"application/json": {"schema": thing()}}))
    }),
    of("O16", "a response gets a list", |document, random| add_list(document, random, false)),
    of("O17", "a response gets a second list", |document, random| add_list(document, random, true)),
    of("P1", "a list gets pages", |document, random| {
        change_operation(document, random, |operation| {
            let schema =
                operation.get_mut("responses")?.get_mut("200")?.get_mut("content")?.get_mut("application/json")?;
            let properties = schema.get_mut("schema")?.get_mut("properties")?.as_object_mut()?;
            properties.values().find(|property| property["type"] == "array")?;
            properties.insert("next_cursor".to_owned(), json!({"type": "string"}));
            let parameters = operation.as_object_mut()?.entry("parameters").or_insert_with(|| json!([]));
            parameters.as_array_mut()?.push(json!({"name": "cursor", "in": "query", "schema": {"type": "string"}}));
            Some(())
        })
    }),
    of("P2", "a list loses the parameters of its pages", |document, random| {
        change_operation(document, random, |operation| {
            let list = operation.get_mut("parameters")?.as_array_mut()?;
            let names = ["cursor", "page", "offset", "after", "page_token", "pageToken"];
            let is_one = |parameter: &Value| parameter["name"].as_str().is_some_and(|name| names.contains(&name));
            let index = list.iter().position(is_one)?;
            list.remove(index);
            Some(())
        })
    }),
    of("P6", "the items of a page become optional", |document, random| {
        let places = contents(document, false);
        change(document, random, places, |content| {
            let schema = content.get_mut("schema")?.as_object_mut()?;
            let properties = schema.get("properties")?.as_object()?;
            let (name, _) = properties.iter().find(|(_, property)| property["type"] == "array")?;
            let name = name.clone();
            let required = schema.get_mut("required")?.as_array_mut()?;
            required.retain(|other| *other != name.as_str());
            Some(())
        })
    }),
];

fn thing() -> Value {
    json!({"type": "object", "required": ["mutated"], "properties": {"mutated": {"type": "string"}}})
}

/// Changes the first success of an operation.
fn change_success(
    document: &mut Value,
    random: &mut Random,
    mut change: impl FnMut(&mut Map<String, Value>) -> Option<()>,
) -> Option<String> {
    change_operation(document, random, |operation| {
        let responses = operation.get_mut("responses")?.as_object_mut()?;
        let success = responses.iter_mut().find(|(status, _)| status.starts_with('2'))?.1.as_object_mut()?;
        (!success.contains_key("$ref")).then_some(())?;
        change(success)
    })
}

fn change_content(
    document: &mut Value,
    random: &mut Random,
    mut change: impl FnMut(&mut Map<String, Value>) -> Option<()>,
) -> Option<String> {
    change_success(document, random, |response| change(response.get_mut("content")?.as_object_mut()?))
}

fn add_content(document: &mut Value, random: &mut Random, media_type: &str, schema: &Value) -> Option<String> {
    change_content(document, random, |content| {
        content.get("application/json")?;
        content.insert(media_type.to_owned(), json!({"schema": schema}));
        Some(())
    })
}

fn add_response(document: &mut Value, random: &mut Random, status: &str, content: Value) -> Option<String> {
    change_operation(document, random, |operation| {
        let responses = operation.get_mut("responses")?.as_object_mut()?;
        (!responses.contains_key(status)).then_some(())?;
        let mut response = json!({"description": "Mutated"});
        if !content.is_null() {
            response["content"] = content.clone();
        }
        responses.insert(status.to_owned(), response);
        Some(())
    })
}

/// Adds a list to a response that has none, or that has one.
fn add_list(document: &mut Value, random: &mut Random, has_one: bool) -> Option<String> {
    let places = contents(document, false);
    change(document, random, places, |content| {
        let properties = content.get_mut("schema")?.get_mut("properties")?.as_object_mut()?;
        let lists = properties.values().filter(|property| property["type"] == "array").count();
        (lists == usize::from(has_one)).then_some(())?;
        let list = json!({"type": "array", "items": {"type": "object", "properties": {"mutated": {"type": "string"}}}});
        properties.insert("mutated_list".to_owned(), list);
        Some(())
    })
}
