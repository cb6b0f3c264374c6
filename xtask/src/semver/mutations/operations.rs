//! Changes of operations and resources.

use serde_json::{Value, json};

use super::{Mutation, of};
use crate::random::Random;
use crate::semver::sites::{below, change_operation, object, operations, rename, reverse};

pub(super) const LIST: &[Mutation] = &[
    of("O1", "a path is added", |document, _| add(document, "/zz-mutated-things", "get", true)),
    of("O1", "a path is added before the others", |document, _| add(document, "/aa-mutated-things", "get", false)),
    of("O1", "a method is added to a path", |document, random| {
        let path = path(document, random, |_, _| true)?;
        let free = ["put", "patch", "delete", "post", "get"];
        let item = object(document, &below("/paths", &path))?;
        let method = free.into_iter().find(|method| !item.contains_key(*method))?;
        let parameters = item.values().find_map(|operation| operation.get("parameters")).cloned();
        let mut operation = json!({"responses": {"204": {"description": "Done"}}});
        if let Some(parameters) = parameters.as_ref().and_then(Value::as_array) {
            let of_path = parameters.iter().filter(|parameter| parameter["in"] == "path");
            operation["parameters"] = of_path.cloned().collect::<Vec<_>>().into();
        }
        item.insert(method.to_owned(), operation);
        Some(below(&below("/paths", &path), method))
    }),
    of("O2", "an operation is removed", |document, random| {
        let places = operations(document);
        let at = random.of(&places)?;
        let (item, method) = at.rsplit_once('/')?;
        (places.len() > 1).then_some(())?;
        object(document, item)?.shift_remove(method)?;
        Some(at.clone())
    }),
    of("O3", "an operation becomes deprecated", |document, random| {
        change_operation(document, random, |operation| {
            operation["deprecated"] = json!(true);
            Some(())
        })
    }),
    of("O5", "an operationId changes", |document, random| {
        change_operation(document, random, |operation| {
            let id = operation.get("operationId")?.as_str()?.to_owned();
            operation["operationId"] = json!(format!("{id}Mutated"));
            Some(())
        })
    }),
    of("O7", "an operation without dots in its id is added", |document, _| {
        let at = add(document, "/zz-mutated-things", "get", true)?;
        document.pointer_mut(&at)?["operationId"] = json!("mutatedThings");
        Some(at)
    }),
    of("O8", "a placeholder is renamed", |document, random| {
        let path = path(document, random, |path, _| path.contains('{'))?;
        let name = path.split('{').nth(1)?.split('}').next()?.to_owned();
        let renamed = path.replace(&format!("{{{name}}}"), "{mutated}");
        let item = document.pointer_mut(&below("/paths", &path))?;
        let is_written = rename_parameter(item, &name);
        is_written.then_some(())?;
        rename(object(document, "/paths")?, &path, &renamed)?;
        Some(below("/paths", &path))
    }),
    of("O10", "a fixed segment is renamed", |document, random| {
        let path = path(document, random, |_, _| true)?;
        let first = path.split('/').nth(1).filter(|first| !first.is_empty() && !first.contains('{'))?.to_owned();
        let renamed = path.replacen(&first, &format!("{first}-mutated"), 1);
        rename(object(document, "/paths")?, &path, &renamed)?;
        Some(below("/paths", &path))
    }),
    of("O11", "the next version of a path is added behind it", |document, random| version(document, random, true)),
    of("O12", "a version of a path is added before it", |document, random| version(document, random, false)),
    of("O13", "an action that is only POST gets a GET", |document, random| {
        let path = path(document, random, |_, item| item.contains_key("post") && item.len() == 1)?;
        let item = object(document, &below("/paths", &path))?;
        let mut operation = item.get("post")?.clone();
        let members = operation.as_object_mut()?;
        members.shift_remove("requestBody");
        members.shift_remove("operationId");
        item.insert("get".to_owned(), operation);
        Some(below("/paths", &path))
    }),
    of("O14", "a path appears below another one", |document, random| {
        let path = path(document, random, |path, _| !path.ends_with('}'))?;
        nest(document, &path, "mutated-hits")
    }),
    of("O15", "a path of a single thing appears below another one", |document, random| {
        let path = path(document, random, |path, item| !path.ends_with('}') && item.contains_key("get"))?;
        nest(document, &path, "{mutated_id}")
    }),
    of("O18", "a PATCH appears beside POST", |document, random| {
        let path = path(document, random, |_, item| item.contains_key("post") && !item.contains_key("patch"))?;
        let item = object(document, &below("/paths", &path))?;
        let mut operation = item.get("post")?.clone();
        operation.as_object_mut()?.shift_remove("operationId");
        item.insert("patch".to_owned(), operation);
        Some(below("/paths", &path))
    }),
    of("O19", "a tag is renamed", |document, random| {
        change_operation(document, random, |operation| {
            *operation.get_mut("tags")?.as_array_mut()?.first_mut()? = json!("Mutated");
            Some(())
        })
    }),
    of("O20", "a summary and a description change", |document, random| {
        change_operation(document, random, |operation| {
            operation["summary"] = json!("Mutated.");
            operation["description"] = json!("It does what it did.");
            Some(())
        })
    }),
    of("O21", "paths are reordered", |document, _| {
        reverse(object(document, "/paths")?)?;
        Some("/paths".to_owned())
    }),
    of("O22", "the security of an operation changes", |document, random| {
        change_operation(document, random, |operation| {
            operation["security"] = json!([]);
            Some(())
        })
    }),
    of("O23", "an operation gets a server", |document, random| {
        change_operation(document, random, |operation| {
            operation["servers"] = json!([{"url": "https://mutated.example"}]);
            Some(())
        })
    }),
    of("O24", "a callback is added", |document, random| {
        change_operation(document, random, |operation| {
            let body = json!({"content": {"application/json": {"schema": {"type": "object", "properties": {
                "mutated": {"type": "string"}}}}}});
            operation["callbacks"] = json!({"mutated": {"{$request.body#/url}": {"post": {"requestBody": body,
                "responses": {"204": {"description": "Done"}}}}}});
            Some(())
        })
    }),
];

/// A path that is chosen at random.
fn path(
    document: &Value,
    random: &mut Random,
    fits: fn(&str, &serde_json::Map<String, Value>) -> bool,
) -> Option<String> {
    let paths = document.get("paths")?.as_object()?.iter();
    let paths = paths.filter(|(path, item)| item.as_object().is_some_and(|item| fits(path, item)));
    let paths: Vec<&String> = paths.map(|(path, _)| path).collect();
    random.of(&paths).map(|path| (*path).clone())
}

/// Adds a path with one operation, as the last or the first one.
fn add(document: &mut Value, path: &str, method: &str, last: bool) -> Option<String> {
    let operation = json!({"responses": {"200": {"description": "They", "content": {"application/json": {"schema": {
        "type": "object", "properties": {"mutated": {"type": "string"}}}}}}}});
    let paths = object(document, "/paths")?;
    let before = std::mem::take(paths);
    let own = (path.to_owned(), json!({ method: operation }));
    match last {
        true => paths.extend(before.into_iter().chain([own])),
        false => paths.extend([own].into_iter().chain(before)),
    }
    Some(below(&below("/paths", path), method))
}

/// A path without the names of its placeholders.
fn without_names(path: &str) -> String {
    let mut parts = path.split('{');
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |whole, part| whole + "{" + part.find('}').map_or(part, |end| &part[end..]))
}

/// Adds a path below another one, with the parameters of its placeholders.
fn nest(document: &mut Value, path: &str, step: &str) -> Option<String> {
    let nested = format!("{}/{step}", path.trim_end_matches('/'));
    let names = nested.split('{').skip(1).filter_map(|rest| rest.split('}').next());
    let parameter = |name| json!({"name": name, "in": "path", "required": true, "schema": {"type": "string"}});
    let parameters: Vec<Value> = names.map(parameter).collect();
    let paths = object(document, "/paths")?;
    // Paths that differ only in the names of placeholders are one path.
    if paths.keys().any(|known| without_names(known) == without_names(&nested)) {
        return None;
    }
    let responses = json!({"200": {"description": "It", "content": {"application/json": {"schema": {"type": "object",
        "properties": {"mutated": {"type": "string"}}}}}}});
    paths.insert(nested.clone(), json!({"get": {"parameters": parameters, "responses": responses}}));
    Some(below("/paths", &nested))
}

/// Adds a copy of a path with a version before it.
fn version(document: &mut Value, random: &mut Random, behind: bool) -> Option<String> {
    let path = path(document, random, |_, _| true)?;
    let mut item = document.pointer(&below("/paths", &path))?.clone();
    for operation in item.as_object_mut()?.values_mut().filter_map(Value::as_object_mut) {
        operation.shift_remove("operationId");
    }
    let other = match path.strip_prefix("/v1/") {
        Some(rest) => format!("/v2/{rest}"),
        None => format!("/v0{path}"),
    };
    let paths = object(document, "/paths")?;
    if paths.contains_key(&other) {
        return None;
    }
    let before = std::mem::take(paths);
    match behind {
        true => paths.extend(before.into_iter().chain([(other.clone(), item)])),
        false => paths.extend([(other.clone(), item)].into_iter().chain(before)),
    }
    Some(below("/paths", &other))
}

/// Renames the parameters in the path of this name, of the path and of its operations.
fn rename_parameter(item: &mut Value, name: &str) -> bool {
    let mut renamed = false;
    let mut within = |parameters: Option<&mut Value>| {
        for parameter in parameters.and_then(Value::as_array_mut).into_iter().flatten() {
            if parameter["name"] == name && parameter["in"] == "path" {
                parameter["name"] = json!("mutated");
                renamed = true;
            }
        }
    };
    within(item.get_mut("parameters"));
    for operation in item.as_object_mut().into_iter().flat_map(|item| item.values_mut()) {
        if operation.is_object() {
            within(operation.get_mut("parameters"));
        }
    }
    renamed
}
