//! An API that only grows keeps the surface of its SDK: what is added anywhere renames, reorders and retypes nothing
//! that users can name.

use std::collections::BTreeMap;
use std::fmt::Debug;
use std::fs;
use std::path::{Path, PathBuf};

use sdkgen::surface::{Kind, Model, Surface};
use sdkgen::{Config, Options, Outcome, Source};
use serde_json::{Value, json};

fn surface_of(name: &str, document: &Value) -> Option<Surface> {
    let source = Source::new(name, document.to_string());
    sdkgen::surface(&source, &Config::default(), &Options::default(), &mut Outcome::default())
}

/// The fixtures that are an SDK by themselves, with their names.
fn fixtures() -> Vec<(String, Value)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures");
    let mut files: Vec<PathBuf> =
        fs::read_dir(folder).expect("there are fixtures").map(|entry| entry.expect("it can be read").path()).collect();
    files.sort();
    let documents = files.into_iter().filter(|file| file.extension().is_some_and(|extension| extension == "yaml"));
    let read = |file: PathBuf| {
        let text = fs::read_to_string(&file).expect("it can be read");
        let name = file.file_name()?.to_string_lossy().into_owned();
        Some((name, serde_yaml::from_str::<Value>(&text).ok()?))
    };
    documents.filter_map(read).collect()
}

/// An addition to a document of version 3, which is related to nothing in it.
type Addition = (&'static str, fn(&mut Value) -> Option<()>);

const ADDITIONS: [Addition; 7] = [
    ("the first path", |document| add_path(document, "/aa-unrelated-things", &things("AaUnrelated"))),
    ("the last path", |document| add_path(document, "/zz-unrelated-things", &things("ZzUnrelated"))),
    ("an operation with inline schemas", |document| add_path(document, "/mm-unrelated-things", &inline())),
    ("a schema that nothing uses", |document| {
        let schemas = section(document, "schemas")?;
        schemas.insert("AaUnused".to_owned(), json!({"type": "object", "properties": {"a": {"type": "string"}}}));
        Some(())
    }),
    ("a model that is called like a type of every SDK", |document| {
        let secret = json!({"type": "object", "properties": {"unrelated": {"type": "string"}}});
        section(document, "schemas")?.entry("Secret").or_insert(secret);
        add_path(document, "/zz-unrelated-things", &things("Secret"))
    }),
    ("a tag", |document| {
        let tags = document.as_object_mut()?.entry("tags").or_insert_with(|| json!([]));
        tags.as_array_mut()?.insert(0, json!({"name": "AaUnrelated", "description": "Nothing."}));
        Some(())
    }),
    ("a security scheme", |document| {
        let schemes = section(document, "securitySchemes")?;
        schemes.insert("aaUnrelated".to_owned(), json!({"type": "http", "scheme": "bearer"}));
        Some(())
    }),
];

fn section<'a>(document: &'a mut Value, name: &str) -> Option<&'a mut serde_json::Map<String, Value>> {
    let components = document.as_object_mut()?.entry("components").or_insert_with(|| json!({}));
    components.as_object_mut()?.entry(name).or_insert_with(|| json!({})).as_object_mut()
}

fn add_path(document: &mut Value, path: &str, item: &Value) -> Option<()> {
    let paths = document.as_object_mut()?.entry("paths").or_insert_with(|| json!({})).as_object_mut()?;
    let before = std::mem::take(paths);
    paths.insert(path.to_owned(), item.clone());
    paths.extend(before);
    section(document, "schemas")?
        .extend(["AaUnrelated", "ZzUnrelated"].map(|name| {
            (name.to_owned(), json!({"type": "object", "properties": {"unrelated": {"type": "integer"}}}))
        }));
    Some(())
}

fn things(schema: &str) -> Value {
    let schema = json!({"$ref": format!("#/components/schemas/{schema}")});
    json!({
        "get": {"responses": {"200": {"description": "They", "content": {"application/json": {"schema": {"type": "array", "items": schema}}}}}},
        "post": {
            "requestBody": {"content": {"application/json": {"schema": schema}}},
            "responses": {"204": {"description": "Done"}}
        }
    })
}

fn inline() -> Value {
    let schema = json!({"type": "object", "properties": {"unrelated": {"type": "object", "properties": {"unrelated": {"type": "string"}}}}});
    json!({"get": {"responses": {"200": {"description": "It", "content": {"application/json": {"schema": schema}}}}}})
}

/// Returns what of a surface is not the same in a later one.
fn lost(before: &Surface, after: &Surface) -> Vec<String> {
    let mut lost = Vec::new();
    all(&mut lost, "resource", &before.resources, &after.resources);
    all(&mut lost, "operation", &before.operations, &after.operations);
    all(&mut lost, "credential", &before.credentials, &after.credentials);
    all(&mut lost, "module", &before.modules, &after.modules);
    all(&mut lost, "feature of", &before.resource_features, &after.resource_features);
    all(&mut lost, "builder", &before.builder, &after.builder);
    all(&mut lost, "server variable", &before.server_variables, &after.server_variables);
    for (at, old) in &before.types {
        match after.types.get(at) {
            Some(new) if is_kept(old, new) => {}
            new => lost.push(format!("type {at}: {old:?} is now {new:?}")),
        }
    }
    lost.extend(before.features.difference(&after.features).map(|feature| format!("feature {feature}")));
    lost.extend(before.variables.difference(&after.variables).map(|name| format!("variable {name}")));
    lost.extend((before.servers != after.servers).then(|| format!("servers {:?}", before.servers)));
    lost.extend((before.deprecated != after.deprecated).then(|| format!("deprecated {:?}", before.deprecated)));
    lost
}

fn all<T: PartialEq + Debug>(
    lost: &mut Vec<String>,
    what: &str,
    before: &BTreeMap<String, T>,
    after: &BTreeMap<String, T>,
) {
    let changed = before.iter().filter(|(key, old)| after.get(*key) != Some(old));
    lost.extend(changed.map(|(key, old)| format!("{what} {key}: {old:?} is now {:?}", after.get(key))));
}

/// Whether a model is the same; the constructor of one that begins to be sent is new.
fn is_kept(old: &Model, new: &Model) -> bool {
    let mut new = new.clone();
    if let (Kind::Struct { new: None, .. }, Kind::Struct { new: constructor, .. }) = (&old.kind, &mut new.kind) {
        *constructor = None;
        new.constructor = None;
    }
    *old == new
}

#[test]
fn what_is_added_changes_nothing_that_was_there() {
    // No operation requires a scheme, so that only names can decide which one of a kind has the usual method.
    let undecided = [("assumed_security.yaml", "a security scheme")];
    let (mut pairs, mut failures) = (0, Vec::new());
    for (name, document) in fixtures() {
        let Some(before) = surface_of(&name, &document).filter(|_| document.get("openapi").is_some()) else { continue };
        for (what, add) in ADDITIONS {
            let mut grown = document.clone();
            add(&mut grown).expect("something is added");
            let after = surface_of(&name, &grown).unwrap_or_else(|| panic!("{name} with {what} is an SDK"));
            pairs += 1;
            if undecided.contains(&(name.as_str(), what)) {
                assert_eq!(lost(&before, &after).len(), 1, "{name} with {what}");
                continue;
            }
            failures.extend(lost(&before, &after).into_iter().map(|lost| format!("{name} with {what}: {lost}")));
        }
    }
    assert!(failures.is_empty(), "{} of {pairs} pairs:\n{}", failures.len(), failures.join("\n"));
    assert!(pairs > 300, "only {pairs} pairs were compared");
}

#[test]
fn the_surface_of_a_document_is_complete() {
    let (name, document) = fixtures().into_iter().find(|(name, _)| name == "generic_types.yaml").expect("it is there");
    let surface = surface_of(&name, &document).expect("it is an SDK");
    insta::assert_debug_snapshot!(surface);
}
