//! With a lock, nothing that users of an SDK have changes its name, whatever is added to the document.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::thread;

use sdkgen::Lock;
use sdkgen::surface::{Kind, Surface};
use serde_json::{Map, Value, json};

use super::generate;

fn surface_of(document: &Value, lock: Option<&Lock>) -> Option<Surface> {
    super::surface_of(&document.to_string(), "", lock)
}

fn errors(document: &Value, lock: &Lock) -> String {
    let outcome = generate(&document.to_string(), "", Some(lock));
    let errors = outcome.diagnostics.iter().filter(|one| one.severity == sdkgen::Severity::Error);
    errors.map(|error| format!("\n    {}", error.message)).collect()
}

/// The fixtures that are an SDK by themselves, with their names.
fn fixtures() -> Vec<(String, Value, Surface)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures");
    let mut files: Vec<PathBuf> =
        fs::read_dir(folder).expect("there are fixtures").map(|entry| entry.expect("it can be read").path()).collect();
    files.sort();
    let read = |file: PathBuf| {
        let text = fs::read_to_string(&file).expect("it can be read");
        let document: Value = serde_yaml::from_str(&text).ok()?;
        let surface = surface_of(&document, None)?;
        Some((file.file_name()?.to_string_lossy().into_owned(), document, surface))
    };
    files
        .into_iter()
        .filter(|file| file.extension().is_some_and(|extension| extension == "yaml"))
        .filter_map(read)
        .collect()
}

/// Returns the lines of a surface that are not those of another one, and what is there instead.
fn differences(one: &Surface, other: &Surface) -> Vec<String> {
    let (one, other) = (Lock::new(one.clone()).text(), Lock::new(other.clone()).text());
    let differing = one.lines().zip(other.lines()).filter(|(a, b)| a != b);
    differing.map(|(a, b)| format!("{a}  →  {b}")).collect()
}

fn files(document: &Value, lock: Option<&Lock>) -> Vec<(String, String)> {
    let outcome = generate(&document.to_string(), "", lock);
    let files = outcome.files.into_iter().map(|file| (file.path, file.text));
    files.filter(|(path, _)| path != sdkgen::LOCK_FILE).collect()
}

#[test]
fn a_lock_is_text_and_changes_nothing_by_itself() {
    let fixtures = fixtures();
    assert!(fixtures.len() > 100, "{} fixtures", fixtures.len());
    for (name, document, surface) in fixtures {
        let lock = Lock::new(surface.clone());
        let text = lock.text();
        let read = Lock::parse(&text).unwrap_or_else(|error| panic!("{name}: {}\n{text}", error.message));
        assert_eq!(read, lock, "{name}");
        let again = surface_of(&document, Some(&lock)).expect("it is an SDK");
        assert_eq!(differences(&surface, &again), [""; 0], "{name}");
        assert_eq!(lock.with(&surface), lock, "{name}");
        assert_eq!(files(&document, Some(&lock)), files(&document, None), "{name}");
    }
}

/// A change of a document of version 3 that removes nothing.
type Change = (&'static str, fn(&mut Value) -> Option<()>);

const CHANGES: [Change; 12] = [
    ("each path in a second version, which comes first", |document| {
        let paths = document.get_mut("paths")?.as_object_mut()?;
        let before = std::mem::take(paths);
        paths.extend(before.iter().map(|(path, item)| (format!("/v0{path}"), renamed_ids(item, "before"))));
        paths.extend(before.iter().map(|(path, item)| (format!("/v2{path}"), renamed_ids(item, "after"))));
        paths.extend(before);
        Some(())
    }),
    ("an operation on each path that has none of its method", |document| {
        each_path(document, |item, path| {
            for method in ["get", "post", "put", "patch", "delete"] {
                if !item.contains_key(method) {
                    item.insert(method.to_owned(), operation(path));
                }
            }
        })
    }),
    ("paths below each path", |document| {
        let paths = document.get_mut("paths")?.as_object_mut()?;
        let known: Vec<String> = paths.keys().cloned().collect();
        // Paths that differ only in the names of placeholders are one path.
        let has_items =
            |path: &str| known.iter().any(|other| other.strip_prefix(path).is_some_and(|rest| rest.starts_with("/{")));
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
    ("a path of its own for each step of a path", |document| {
        let paths = document.get_mut("paths")?.as_object_mut()?;
        let steps: BTreeSet<String> = paths.keys().flat_map(|path| path.split('/')).map(str::to_owned).collect();
        for step in steps.iter().filter(|step| !step.is_empty() && !step.contains(['{', '?', '#'])) {
            let added = format!("/{step}");
            paths.entry(added.clone()).or_insert_with(|| json!({"get": operation(&added), "post": operation(&added)}));
        }
        Some(())
    }),
    ("an operation whose id has no dots", |document| {
        let mut added = operation("/aa");
        added["operationId"] = json!("aaUndotted");
        document.get_mut("paths")?.as_object_mut()?.insert("/aa".to_owned(), json!({"get": added}));
        Some(())
    }),
    ("a parameter with the name of each property of a body", |document| {
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
    ("components with the names of everything", |document| {
        let surface = surface_of(document, None)?;
        let requests = surface.operations.values().map(|method| method.request.clone());
        let others: Vec<String> = surface.types.keys().cloned().collect();
        let types = surface.types.values().map(|model| model.name.clone());
        let names: BTreeSet<String> = requests.chain(types).chain(surface.resources.into_values()).collect();
        let schemas = section(document, "schemas")?;
        let in_other_sections = others.iter().filter_map(|key| key.strip_prefix("/components/schemas/"));
        let known: BTreeSet<String> = schemas.keys().map(String::as_str).chain(in_other_sections).map(plain).collect();
        for name in names.into_iter().filter(|name| !known.contains(&plain(name))) {
            schemas.insert(name, json!({"type": "object", "properties": {"unrelated": {"type": "integer"}}}));
        }
        use_components(document)
    }),
    ("each component once more, in another case", |document| {
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
    ("each component once more, with its inline schemas", |document| {
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
    ("a second security scheme of each kind", |document| {
        let schemes = section(document, "securitySchemes")?;
        let known = schemes.clone();
        schemes.extend(known.into_iter().map(|(name, scheme)| (format!("aa{name}"), scheme)));
        Some(())
    }),
    ("a property of each object, and a value of each enumeration", |document| {
        each_schema(document, &mut |schema| {
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
        });
        Some(())
    }),
    ("everything in reverse", |document| {
        reverse(document);
        Some(())
    }),
];

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

/// Adds an operation that returns and accepts every component, so that none is unused.
fn use_components(document: &mut Value) -> Option<()> {
    let names: Vec<String> = section(document, "schemas")?.keys().cloned().collect();
    let property = |name: &String| {
        (name.clone(), json!({"$ref": format!("#/components/schemas/{}", name.replace('~', "~0").replace('/', "~1"))}))
    };
    let schema = json!({"type": "object", "properties": names.iter().map(property).collect::<Map<_, _>>()});
    let content = json!({"application/json": {"schema": schema}});
    let response = json!({"200": {"description": "They", "content": content}});
    let paths = document.get_mut("paths")?.as_object_mut()?;
    paths.insert("/aa-everything".to_owned(), json!({"get": {"responses": response}}));
    Some(())
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

/// Returns what of a surface is not the same in a later one, which may have more.
fn lost(before: &Surface, after: &Surface) -> Vec<String> {
    let mut lost = Vec::new();
    for (key, old) in &before.operations {
        let Some(new) = after.operations.get(key) else {
            lost.push(format!("{key} is gone"));
            continue;
        };
        let mut kept = new.clone();
        kept.setters.retain(|key, _| old.setters.contains_key(key));
        kept.outcomes.retain(|status, _| old.outcomes.contains_key(status));
        // The request that has the first setter is no alias any more; nobody writes what it was an alias of.
        kept.simple |= old.simple;
        kept.other_media_types &= old.other_media_types;
        if kept != *old {
            lost.push(format!("{key}: {old:?} is now {kept:?}"));
        }
    }
    for (key, old) in &before.types {
        let Some(new) = after.types.get(key) else {
            lost.push(format!("{key} is gone"));
            continue;
        };
        let mut kept = new.clone();
        kept.features.retain(|feature| old.features.contains(feature));
        // A file can have the types of inputs of several resources, but each of them belongs to one.
        if !key.starts_with('/') && !kept.features.is_empty() {
            kept.features.clone_from(&old.features);
        }
        kept.conversions.retain(|ty| old.conversions.contains(ty));
        kept.constructor = kept.constructor.filter(|_| old.constructor.is_some());
        if let (Some(constructor), Some(known)) = (&mut kept.constructor, &old.constructor) {
            constructor.setters.retain(|wire, _| known.setters.contains_key(wire));
        }
        match (&mut kept.kind, &old.kind) {
            (Kind::Struct { fields, new, .. }, Kind::Struct { fields: known, new: had, .. }) => {
                fields.retain(|wire, _| known.contains_key(wire));
                // One that begins to be sent has a constructor.
                if had.is_none() {
                    *new = None;
                }
            }
            (Kind::Enumeration(values), Kind::Enumeration(known)) => {
                values.retain(|value, _| known.contains_key(value));
            }
            (Kind::Union { variants, accessors }, Kind::Union { variants: known, accessors: had }) => {
                variants.retain(|key, _| known.contains_key(key));
                accessors.retain(|name, _| had.contains_key(name));
            }
            _ => {}
        }
        if kept != *old {
            lost.push(format!("{key}: {old:?} is now {kept:?}"));
        }
    }
    let resources = before.resources.iter().filter(|(path, handle)| after.resources.get(*path) != Some(handle));
    lost.extend(resources.map(|(path, handle)| format!("{path}: {handle}")));
    let credentials = before.credentials.iter().filter(|(scheme, one)| after.credentials.get(*scheme) != Some(one));
    lost.extend(
        credentials.map(|(scheme, one)| format!("{scheme}: {one:?} is now {:?}", after.credentials.get(scheme))),
    );
    lost.extend(before.features.difference(&after.features).map(|feature| format!("feature {feature}")));
    lost
}

/// Whether a change of a fixture changes the meaning of what is there, so that the SDK has to change.
fn is_no_addition(fixture: &str, what: &str) -> bool {
    let on_each = what.contains("on each path");
    match fixture {
        // It has what is missing, or what a specification allows only once.
        "mended_faults.yaml" => on_each || what.contains("another case"),
        "openapi_3_2.yaml" => on_each || what.contains("a parameter"),
        // Events with other properties are more than text, and those that are sent as JSON too are no events.
        "streams.yaml" => what.contains("a property"),
        "whole_events.yaml" => what.contains("component") || what.contains("a property"),
        // A constant becomes one of two values.
        "tag_values.yaml" => what.contains("a property"),
        _ => false,
    }
}

#[test]
fn with_a_lock_nothing_that_is_added_changes_what_was_there() {
    // Without optimisation, what is generated needs more stack than threads of tests have.
    let worker = thread::Builder::new().stack_size(256 << 20).spawn(add_to_all);
    worker.expect("a thread can be started").join().expect("nothing is lost");
}

fn add_to_all() {
    let (mut pairs, mut refused, mut failures) = (0, 0, Vec::new());
    for (name, document, before) in fixtures().into_iter().filter(|(_, document, _)| document.get("openapi").is_some())
    {
        let lock = Lock::new(before.clone());
        for (what, change) in CHANGES.into_iter().filter(|(what, _)| !is_no_addition(&name, what)) {
            let mut changed = document.clone();
            if change(&mut changed).is_none() {
                continue;
            }
            let Some(after) = surface_of(&changed, Some(&lock)) else {
                // Some names clash, which only the configuration can mend.
                refused += 1;
                if surface_of(&changed, None).is_some() {
                    failures.push(format!("{name} with {what} is no SDK with a lock:{}", errors(&changed, &lock)));
                }
                continue;
            };
            pairs += 1;
            failures.extend(lost(&before, &after).into_iter().map(|lost| format!("{name} with {what}: {lost}")));
        }
    }
    assert!(failures.is_empty(), "{} in {pairs} pairs:\n{}", failures.len(), failures.join("\n"));
    assert!(pairs > 1_000 && refused < 20, "{pairs} pairs were compared, {refused} refused");
}
