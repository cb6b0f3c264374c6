//! Changes of a document that add something and remove nothing. `cargo xtask semver grow` has them too.

use std::collections::{BTreeMap, BTreeSet};

use sdkgen::surface::Surface;
use serde_json::{Map, Value, json};

/// A change of a document of version 3 that removes nothing.
pub(super) type Change = (&'static str, fn(&mut Value, &Surface) -> Option<()>);

/// The changes.
pub(super) const CHANGES: [Change; 15] = [
    ("each path in a second version, which comes first", |document, _| {
        let paths = document.get_mut("paths")?.as_object_mut()?;
        let before = std::mem::take(paths);
        paths.extend(before.iter().map(|(path, item)| (format!("/v0{path}"), renamed_ids(item, "before"))));
        paths.extend(before.iter().map(|(path, item)| (format!("/v2{path}"), renamed_ids(item, "after"))));
        paths.extend(before);
        Some(())
    }),
    ("an operation on each path that has none of its method", |document, _| {
        let paths = document.get("paths")?.as_object()?;
        let all =
            paths.iter().flat_map(|(path, item)| item.as_object().into_iter().flatten().zip(std::iter::repeat(path)));
        // Paths that differ only in the names of placeholders are one path.
        let known: BTreeSet<(String, String)> =
            all.map(|((method, _), path)| (without_names(path), method.clone())).collect();
        each_path(document, |item, path| {
            for method in ["get", "post", "put", "patch", "delete"] {
                if !known.contains(&(without_names(path), method.to_owned())) {
                    item.insert(method.to_owned(), operation(path));
                }
            }
        })
    }),
    ("paths below each path", |document, _| {
        let paths = document.get_mut("paths")?.as_object_mut()?;
        let known: Vec<String> = paths.keys().cloned().collect();
        // Paths that differ only in the names of placeholders are one path: the added one would take the place of it.
        let plain: Vec<String> = known.iter().map(|path| without_names(path)).collect();
        let has_items = |path: &str| {
            let below = without_names(path) + "/{";
            plain.iter().any(|other| other.starts_with(&below))
        };
        for path in &known {
            for below in ["aa", "{aa}", "{aa}/start"] {
                if below != "aa" && has_items(path.trim_end_matches('/')) {
                    continue;
                }
                let added = format!("{}/{below}", path.trim_end_matches('/'));
                paths
                    .entry(added.clone())
                    .or_insert_with(|| json!({"get": operation(&added), "post": operation(&added)}));
            }
        }
        Some(())
    }),
    ("a path of its own for each step of a path", |document, _| {
        let paths = document.get_mut("paths")?.as_object_mut()?;
        let steps: BTreeSet<String> = paths.keys().flat_map(|path| path.split('/')).map(str::to_owned).collect();
        for step in steps.iter().filter(|step| !step.is_empty() && !step.contains(['{', '?', '#'])) {
            let added = format!("/{step}");
            paths.entry(added.clone()).or_insert_with(|| json!({"get": operation(&added), "post": operation(&added)}));
        }
        Some(())
    }),
    ("an operation whose id has no dots", |document, _| {
        let mut added = operation("/aa");
        added["operationId"] = json!("aaUndotted");
        document.get_mut("paths")?.as_object_mut()?.insert("/aa".to_owned(), json!({"get": added}));
        Some(())
    }),
    ("a parameter with the name of each property of a body", |document, _| {
        let names = property_names(document);
        each_operation(document, |operation| {
            let parameters = operation.entry("parameters").or_insert_with(|| json!([]));
            let Some(parameters) = parameters.as_array_mut() else { return };
            let has = |parameters: &[Value], name: &str| {
                parameters.iter().any(|one| one["name"] == *name || one.get("$ref").is_some())
            };
            for name in &names {
                if !has(parameters, name) {
                    parameters.insert(0, json!({"name": name, "in": "query", "schema": {"type": "string"}}));
                }
            }
        })
    }),
    ("components with the names of everything", |document, surface| {
        let requests = surface.operations.values().map(|method| method.request.clone());
        let others: Vec<String> = surface.types.keys().cloned().collect();
        let types = surface.types.values().map(|model| model.name.clone());
        let names: BTreeSet<String> = requests.chain(types).chain(surface.resources.values().cloned()).collect();
        let schemas = section(document, "schemas")?;
        let in_other_sections = others.iter().filter_map(|key| key.strip_prefix("/components/schemas/"));
        let known: BTreeSet<String> = schemas.keys().map(String::as_str).chain(in_other_sections).map(plain).collect();
        for name in names.into_iter().filter(|name| !known.contains(&plain(name))) {
            schemas.insert(name, json!({"type": "object", "properties": {"unrelated": {"type": "integer"}}}));
        }
        use_components(document)
    }),
    ("each component once more, in another case", |document, _| {
        let schemas = section(document, "schemas")?;
        let known: Vec<String> = schemas.keys().cloned().collect();
        for name in known {
            let other = if name.starts_with(char::is_uppercase) { name.to_lowercase() } else { name.to_uppercase() };
            schemas
                .entry(other)
                .or_insert_with(|| json!({"type": "object", "properties": {"unrelated": {"type": "integer"}}}));
        }
        use_components(document)
    }),
    ("each component once more, with its inline schemas", |document, _| {
        let schemas = section(document, "schemas")?;
        let mut copies: Vec<(String, Value)> = schemas.clone().into_iter().collect();
        for (_, copy) in &mut copies {
            each_schema(copy, &mut |schema| {
                schema.retain(|key, _| !["$id", "$anchor", "$dynamicAnchor"].contains(&key.as_str()));
            });
        }
        schemas.extend(copies.into_iter().map(|(name, schema)| (format!("AaCopyOf{name}"), schema)));
        use_components(document)
    }),
    ("a second security scheme of each kind", |document, _| {
        let schemes = section(document, "securitySchemes")?;
        let known = schemes.clone();
        schemes.extend(known.into_iter().map(|(name, scheme)| (format!("aa{name}"), scheme)));
        Some(())
    }),
    ("a property of each object, and a value of each enumeration", |document, _| {
        each_schema(document, &mut grow);
        Some(())
    }),
    ("a property or a value of every second one of equal schemas", |document, _| {
        let mut known: BTreeMap<String, usize> = BTreeMap::new();
        let mut chosen = Vec::new();
        each_schema(&mut document.clone(), &mut |schema| {
            let count = known.entry(Value::Object(schema.clone()).to_string()).or_default();
            chosen.push(*count % 2 == 1);
            *count += 1;
        });
        let mut chosen = chosen.into_iter();
        each_schema(document, &mut |schema| {
            if chosen.next() == Some(true) {
                grow(schema);
            }
        });
        Some(())
    }),
    ("an operation that sends each component", |document, _| {
        let schema = each_component(document)?;
        let mut added = operation("/aa-everything");
        added["requestBody"] = json!({"content": {"application/json": {"schema": schema}}});
        document.get_mut("paths")?.as_object_mut()?.insert("/aa-everything".to_owned(), json!({"put": added}));
        Some(())
    }),
    ("media types of each body and response before those that it has", |document, _| {
        each_operation(document, |operation| {
            let body = operation.get_mut("requestBody").and_then(|body| body.get_mut("content")?.as_object_mut());
            body.into_iter().for_each(with_media_types);
            let responses = operation.get_mut("responses").and_then(Value::as_object_mut);
            let successes = responses.into_iter().flatten().filter(|(status, _)| status.starts_with('2'));
            successes
                .filter_map(|(_, response)| response.get_mut("content")?.as_object_mut())
                .for_each(with_media_types);
        })
    }),
    ("everything in reverse", |document, _| {
        reverse(document);
        Some(())
    }),
];

/// Adds a property or a value to a schema.
fn grow(schema: &mut Map<String, Value>) {
    if is_another(schema) {
        ungrow(schema);
        return;
    }
    if let Some(properties) = schema.get_mut("properties").and_then(Value::as_object_mut) {
        properties
            .entry("aaUnrelated")
            .or_insert_with(|| json!({"type": "object", "properties": {"a": {"type": "string"}}}));
    }
    if let Some(values) = schema.get_mut("enum").and_then(Value::as_array_mut)
        && values.len() > 1
        && values.iter().all(Value::is_string)
    {
        values.insert(0, json!("aa-unrelated"));
    }
}

/// Whether a schema is another one: it refers to one, and has no properties beside it. Both are one type of Rust; with
/// a property it would be another thing, and no type can be both.
fn is_another(schema: &Map<String, Value>) -> bool {
    let Some(parts) = schema.get("allOf").and_then(Value::as_array) else { return false };
    let is_plain = |part: &Value| {
        let properties = part.get("properties").and_then(Value::as_object);
        properties.is_none_or(|properties| properties.keys().all(|name| name == "aaUnrelated"))
    };
    let references = parts.iter().filter(|part| part.get("$ref").is_some()).count();
    references == 1
        && parts.iter().all(is_plain)
        && schema.get("properties").and_then(Value::as_object).is_none_or(Map::is_empty)
}

/// Takes the property from the parts of a schema again.
fn ungrow(schema: &mut Map<String, Value>) {
    for part in schema.get_mut("allOf").and_then(Value::as_array_mut).into_iter().flatten() {
        if let Some(properties) = part.get_mut("properties").and_then(Value::as_object_mut) {
            properties.remove("aaUnrelated");
        }
    }
}

/// Puts media types before those of a body or response: of bytes, of text and of records, and JSON unless it has some.
fn with_media_types(content: &mut Map<String, Value>) {
    let known = std::mem::take(content);
    if known.is_empty() {
        return;
    }
    let text = json!({"schema": {"type": "string"}});
    content.extend(["application/aa", "text/aa", "application/aa-yaml"].map(|name| (name.to_owned(), text.clone())));
    // A stream or JSON of another kind would be another type of what users get.
    if !known.keys().any(|name| name.contains("json") || name.contains('*') || name.contains("event-stream")) {
        let schema = json!({"type": "object", "properties": {"unrelated": {"type": "string"}}});
        content.insert("application/json".to_owned(), json!({"schema": schema}));
    } else {
        content.insert("application/aa+json".to_owned(), json!({"schema": {"type": "string"}}));
    }
    content.extend(known);
}

fn section<'a>(document: &'a mut Value, name: &str) -> Option<&'a mut Map<String, Value>> {
    let components = document.as_object_mut()?.entry("components").or_insert_with(|| json!({}));
    components.as_object_mut()?.entry(name).or_insert_with(|| json!({})).as_object_mut()
}

fn plain(name: &str) -> String {
    name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// An operation with what its path needs.
fn operation(path: &str) -> Value {
    let names: Vec<&str> = path.split('{').skip(1).filter_map(|part| Some(part.split_once('}')?.0)).collect();
    let parameters: Vec<Value> = names
        .iter()
        .map(|name| json!({"name": name.trim_start_matches('+'), "in": "path", "required": true, "schema": {"type": "string"}}))
        .collect();
    let schema = json!({"type": "object", "properties": {"unrelated": {"type": "object", "properties": {"unrelated": {"type": "string"}}}}});
    json!({"parameters": parameters, "responses": {"200": {"description": "It", "content": {"application/json": {"schema": schema}}}}})
}

/// A path without the names of its placeholders.
fn without_names(path: &str) -> String {
    let mut parts = path.split('{');
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |whole, part| whole + "{" + part.find('}').map_or(part, |end| &part[end..]))
}

/// A path item with other operation ids.
fn renamed_ids(item: &Value, prefix: &str) -> Value {
    let mut item = item.clone();
    for operation in item.as_object_mut().into_iter().flat_map(Map::values_mut) {
        if let Some(Value::String(id)) = operation.get_mut("operationId") {
            *id = format!("{prefix}_{id}");
        }
    }
    item
}

fn each_path(document: &mut Value, mut change: impl FnMut(&mut Map<String, Value>, &str)) -> Option<()> {
    for (path, item) in document.get_mut("paths")?.as_object_mut()? {
        if item.get("$ref").is_none() && item.get("parameters").is_none() {
            change(item.as_object_mut()?, path);
        }
    }
    Some(())
}

fn each_operation(document: &mut Value, mut change: impl FnMut(&mut Map<String, Value>)) -> Option<()> {
    each_path(document, |item, _| {
        let methods = ["get", "post", "put", "patch", "delete"];
        let operations = item.iter_mut().filter(|(method, _)| methods.contains(&method.as_str()));
        operations.filter_map(|(_, operation)| operation.as_object_mut()).for_each(&mut change);
    })
}

fn property_names(document: &Value) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    each_schema(&mut document.clone(), &mut |schema| {
        let properties = schema.get("properties").and_then(Value::as_object);
        names.extend(properties.into_iter().flat_map(Map::keys).cloned());
    });
    names
}

/// Calls a function with everything that may be a schema: each object that is no example.
fn each_schema(value: &mut Value, change: &mut dyn FnMut(&mut Map<String, Value>)) {
    match value {
        Value::Object(object) => {
            let inner = object
                .iter_mut()
                .filter(|(key, _)| !["example", "examples", "default", "enum", "mapping"].contains(&key.as_str()));
            inner.for_each(|(_, inner)| each_schema(inner, change));
            if !object.contains_key("$ref") {
                change(object);
            }
        }
        Value::Array(items) => items.iter_mut().for_each(|inner| each_schema(inner, change)),
        _ => {}
    }
}

/// Adds an operation that returns every component, so that none is unused.
fn use_components(document: &mut Value) -> Option<()> {
    let content = json!({"application/json": {"schema": each_component(document)?}});
    let response = json!({"200": {"description": "They", "content": content}});
    let paths = document.get_mut("paths")?.as_object_mut()?;
    paths.insert("/aa-everything".to_owned(), json!({"get": {"responses": response}}));
    Some(())
}

/// Returns an object with a property for every component.
fn each_component(document: &mut Value) -> Option<Value> {
    let names: Vec<String> = section(document, "schemas")?.keys().cloned().collect();
    let property = |name: &String| {
        (name.clone(), json!({"$ref": format!("#/components/schemas/{}", name.replace('~', "~0").replace('/', "~1"))}))
    };
    Some(json!({"type": "object", "properties": names.iter().map(property).collect::<Map<_, _>>()}))
}

/// Reverses the order of all members of objects and of all lists in which order has no meaning.
fn reverse(value: &mut Value) {
    match value {
        Value::Object(object) => {
            let members: Vec<(String, Value)> = std::mem::take(object).into_iter().rev().collect();
            object.extend(members);
            for (key, inner) in object {
                let names = ["parameters", "required", "enum", "tags"];
                if let Value::Array(items) = &mut *inner
                    && names.contains(&key.as_str())
                    && are_distinct(items)
                {
                    items.reverse();
                }
                reverse(inner);
            }
        }
        Value::Array(items) => items.iter_mut().for_each(reverse),
        _ => {}
    }
}

/// Whether no two parameters have the same name: then the first one counts.
fn are_distinct(items: &[Value]) -> bool {
    let names: Vec<String> = items.iter().filter_map(|item| Some(item["name"].as_str()?.to_lowercase())).collect();
    names.iter().collect::<BTreeSet<_>>().len() == names.len()
}
