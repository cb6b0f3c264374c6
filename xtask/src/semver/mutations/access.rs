//! Changes of security schemes, servers and texts.

use serde_json::{Value, json};

use super::{Mutation, of};
use crate::random::Random;
use crate::semver::sites::{change_schema, components, object, rename, section};

pub(super) const LIST: &[Mutation] = &[
    of("S1", "a scheme of a new kind is added", |document, _| {
        add_scheme(document, json!({"type": "apiKey", "in": "header", "name": "X-Mutated"}))
    }),
    of("S2", "a scheme is removed", |document, random| {
        let name = scheme(document, random)?;
        section(document, "securitySchemes")?.shift_remove(&name)?;
        forget(document, &name);
        Some(format!("/components/securitySchemes/{name}"))
    }),
    of("S3", "a scheme is renamed", |document, random| {
        let name = scheme(document, random)?;
        let other = format!("{name}Mutated");
        rename(section(document, "securitySchemes")?, &name, &other)?;
        rename_requirements(document, &name, &other);
        Some(format!("/components/securitySchemes/{name}"))
    }),
    of("S4", "a second scheme of one kind is added", |document, random| {
        let name = scheme(document, random)?;
        let other = section(document, "securitySchemes")?.get(&name)?.clone();
        add_scheme(document, other)
    }),
    of("S5", "the description of a scheme changes", |document, random| {
        let name = scheme(document, random)?;
        let scheme = section(document, "securitySchemes")?.get_mut(&name)?;
        scheme["description"] = json!("Mutated.");
        Some(format!("/components/securitySchemes/{name}"))
    }),
    of("S6", "an alternative of the requirements is added", |document, random| {
        let name = scheme(document, random)?;
        let list = document.get_mut("security")?.as_array_mut()?;
        let alternative = json!({ name: [] });
        (!list.contains(&alternative)).then(|| list.push(alternative))?;
        Some("/security".to_owned())
    }),
    of("S7", "the base URL changes", |document, _| {
        let server = document.get_mut("servers")?.as_array_mut()?.first_mut()?;
        server["url"] = json!("https://mutated.example/base");
        server.as_object_mut()?.shift_remove("variables");
        Some("/servers/0".to_owned())
    }),
    of("S8", "servers are reordered", |document, _| {
        let list = document.get_mut("servers")?.as_array_mut()?;
        (list.len() > 1).then(|| list.reverse())?;
        Some("/servers".to_owned())
    }),
    of("S9", "a second server is added", |document, _| {
        document.get_mut("servers")?.as_array_mut()?.push(json!({"url": "https://mutated.example"}));
        Some("/servers".to_owned())
    }),
    of("S9", "a variable of a server is added", |document, _| {
        let server = document.get_mut("servers")?.as_array_mut()?.first_mut()?.as_object_mut()?;
        (!server.contains_key("variables")).then_some(())?;
        server.insert("url".to_owned(), json!("https://{mutated}.example"));
        server.insert("variables".to_owned(), json!({"mutated": {"default": "eu"}}));
        Some("/servers/0".to_owned())
    }),
    of("S10", "all servers but the first one are removed", |document, _| {
        let list = document.get_mut("servers")?.as_array_mut()?;
        (list.len() > 1).then(|| list.truncate(1))?;
        Some("/servers".to_owned())
    }),
    of("S11", "the default of a variable of a server changes", |document, _| {
        let servers = document.get_mut("servers")?.as_array_mut()?.iter_mut();
        let mut variables = servers.filter_map(|server| server.get_mut("variables")?.as_object_mut());
        let variable = variables.next()?.values_mut().next()?.as_object_mut()?;
        variable.shift_remove("enum");
        variable.insert("default".to_owned(), json!("mutated"));
        Some("/servers".to_owned())
    }),
    of("O32", "the version and the description of the document change", |document, _| {
        let info = object(document, "/info")?;
        info.insert("version".to_owned(), json!("9.9.9"));
        info.insert("description".to_owned(), json!("Mutated."));
        Some("/info".to_owned())
    }),
    of("D2", "constraints get narrower", |document, random| {
        change_schema(document, random, |schema| (schema["type"] == "array").then(|| schema["maxItems"] = json!(5)))
    }),
    of("D3", "constraints get wider", |document, random| {
        change_schema(document, random, |schema| {
            let schema = schema.as_object_mut()?;
            let keys = ["maxLength", "maximum", "maxItems", "minLength", "minItems", "pattern"];
            keys.iter().find_map(|key| schema.shift_remove(*key)).map(drop)
        })
    }),
];

fn scheme(document: &Value, random: &mut Random) -> Option<String> {
    random.of(&components(document, "securitySchemes")).cloned()
}

fn add_scheme(document: &mut Value, scheme: Value) -> Option<String> {
    section(document, "securitySchemes")?.insert("aaMutated".to_owned(), scheme);
    Some("/components/securitySchemes/aaMutated".to_owned())
}

/// All lists of requirements.
fn requirements(document: &mut Value) -> Vec<&mut Value> {
    let Some(root) = document.as_object_mut() else { return Vec::new() };
    let (mut of_root, mut paths) = (None, None);
    for (key, value) in root.iter_mut() {
        match key.as_str() {
            "security" => of_root = Some(value),
            "paths" => paths = value.as_object_mut(),
            _ => {}
        }
    }
    let items = paths.into_iter().flat_map(|paths| paths.values_mut()).filter_map(Value::as_object_mut);
    let operations = items.flat_map(|item| item.values_mut());
    of_root.into_iter().chain(operations.filter_map(|operation| operation.get_mut("security"))).collect()
}

fn forget(document: &mut Value, name: &str) {
    for list in requirements(document).into_iter().filter_map(Value::as_array_mut) {
        list.retain(|alternative| alternative.get(name).is_none());
    }
}

fn rename_requirements(document: &mut Value, from: &str, to: &str) {
    for list in requirements(document).into_iter().filter_map(Value::as_array_mut) {
        for alternative in list.iter_mut().filter_map(Value::as_object_mut) {
            rename(alternative, from, to);
        }
    }
}
