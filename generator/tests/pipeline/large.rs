//! Crates that are too large for one folder of models or one file of a resource: every file is declared once, by the
//! file around it, and visible to where it is re-exported.

use std::collections::{BTreeMap, BTreeSet};

use sdkgen::{Config, File, Options, Outcome, Source};
use serde_json::{Map, Value, json};

/// 300 models, of which a third each is used by one of two resources and by both, and a resource with 30 operations,
/// one of them called like the resource.
fn document() -> Value {
    let reference = |at: usize| json!({ "$ref": format!("#/components/schemas/Model{at}") });
    let object = |models: std::ops::Range<usize>| {
        let properties: Map<String, Value> = models.map(|at| (format!("m{at}"), reference(at))).collect();
        json!({ "type": "object", "properties": properties })
    };
    let schemas: Map<String, Value> = (0..300)
        .map(|at| (format!("Model{at}"), json!({ "type": "object", "properties": { "a": { "type": "string" } } })))
        .collect();
    let operation = |id: &str, models: std::ops::Range<usize>| {
        let content = json!({ "application/json": { "schema": object(models) } });
        json!({ "operationId": id, "tags": ["search"], "responses": { "200": { "description": "", "content": content } } })
    };
    let mut paths: Map<String, Value> = (0..30)
        .map(|at| (format!("/search/part{at}/run{at}"), json!({ "post": operation(&format!("search_run{at}"), 0..1) })))
        .collect();
    paths.insert("/search".to_owned(), json!({ "post": operation("search", 0..200) }));
    paths.insert("/other".to_owned(), json!({ "get": operation("other_list", 100..300) }));
    json!({
        "openapi": "3.0.3",
        "info": { "title": "Large", "version": "1" },
        "paths": paths,
        "components": { "schemas": schemas },
    })
}

fn generate() -> Outcome {
    let mut operations: Vec<(String, String)> =
        (0..30).map(|at| (format!("search_run{at}"), format!("run{at}"))).collect();
    operations.push(("search".to_owned(), "search".to_owned()));
    let tables = operations
        .iter()
        .map(|(id, method)| format!("[operations.{id}]\nresource = \"search\"\nmethod = \"{method}\"\n"));
    let config = Config::parse(&tables.collect::<String>()).expect("the configuration is valid");
    let source = Source::new("large.json", document().to_string());
    let outcome = sdkgen::generate(&source, &config, &Options::default());
    let errors: Vec<_> = outcome.diagnostics.iter().map(|diagnostic| &diagnostic.message).collect();
    assert!(!outcome.files.is_empty(), "{errors:?}");
    outcome
}

/// The modules that a file declares, as paths of files.
fn declared(file: &File) -> Vec<String> {
    let folder = match file.path.strip_suffix("/lib.rs") {
        Some(folder) => folder.to_owned(),
        None => file.path.trim_end_matches(".rs").to_owned(),
    };
    let items = syn::parse_file(&file.text).expect("it is Rust").items;
    let modules = items.into_iter().filter_map(|item| match item {
        syn::Item::Mod(module) if module.content.is_none() => Some(module),
        _ => None,
    });
    modules
        .map(|module| {
            // The module of a folder re-exports what is in it.
            if file.path.starts_with("src/models/") {
                assert!(matches!(module.vis, syn::Visibility::Inherited), "{}: {}", file.path, module.ident);
            }
            format!("{folder}/{}.rs", module.ident)
        })
        .collect()
}

#[test]
fn every_file_of_a_large_crate_is_declared_once() {
    let files = generate().files;
    let sources: Vec<&File> = files.iter().filter(|file| file.path.starts_with("src/")).collect();
    let declared: Vec<String> = sources.iter().flat_map(|file| declared(file)).collect();
    let once: BTreeSet<&str> = declared.iter().map(String::as_str).collect();
    assert_eq!(once.len(), declared.len(), "a module is declared twice");
    let written: BTreeSet<&str> =
        sources.iter().map(|file| file.path.as_str()).filter(|path| *path != "src/lib.rs").collect();
    assert_eq!(once, written);
    let folders: BTreeSet<&str> = written
        .iter()
        .filter_map(|path| path.strip_prefix("src/models/")?.split_once('/'))
        .map(|(folder, _)| folder)
        .collect();
    assert_eq!(folders.into_iter().collect::<Vec<_>>(), ["with_other", "with_other_or_search", "with_search"]);
    assert!(written.contains("src/resources/search/run7.rs"), "a resource with many operations is a folder");
    assert!(!written.contains("src/resources/search/search.rs"), "no module is called like the one around it");
}

/// Longer than any file of models and resources.
const LONGEST: usize = 3_000;

/// A component with `groups` properties of 20 objects each, one of which has `more` fields than the others, and a
/// resource with 20 operations that take a hundred parameters each.
fn long_parts(groups: usize, more: usize) -> Value {
    let object = |properties: Map<String, Value>| json!({ "type": "object", "properties": properties });
    let part = |name: &str, fields: usize| {
        let field = || json!({ "type": "string", "description": "A." });
        object((0..fields).map(|at| (format!("{name}_field{at}"), field())).collect())
    };
    let group = |name: &str, more: usize| {
        // No two objects are equal, since equal ones have one type.
        object((0..20).map(|at| (format!("part{at}"), part(&format!("{name}_part{at}"), 2 + at % 3 + more))).collect())
    };
    let groups = (0..groups).map(|at| (format!("group{at}"), if at == 0 { more } else { 0 }));
    let properties = groups.map(|(name, more)| (name.clone(), group(&name, more))).collect();
    let parameters: Vec<Value> = (0..100)
        .map(|at| json!({ "name": format!("parameter{at}"), "in": "query", "schema": { "type": "string" } }))
        .collect();
    let content = json!({ "application/json": { "schema": { "$ref": "#/components/schemas/Order" } } });
    let operation = |at: usize| {
        json!({
            "operationId": format!("orders_run{at}"),
            "tags": ["orders"],
            "parameters": parameters,
            "requestBody": { "content": content },
            "responses": { "200": { "description": "", "content": content } },
        })
    };
    let paths: Map<String, Value> =
        (0..20).map(|at| (format!("/orders/run{at}"), json!({ "post": operation(at) }))).collect();
    json!({
        "openapi": "3.0.3",
        "info": { "title": "Long", "version": "1" },
        "paths": paths,
        "components": { "schemas": { "Order": object(properties) } },
    })
}

fn files_of(document: &Value) -> BTreeMap<String, String> {
    let source = Source::new("long.json", document.to_string());
    let options = Options { lenient_names: true, ..Options::default() };
    let files = sdkgen::generate(&source, &Config::default(), &options).files.into_iter();
    let files = files.filter(|file| file.path.starts_with("src/models") || file.path.starts_with("src/resources"));
    files.map(|file| (file.path, file.text)).collect()
}

#[test]
fn a_file_that_would_be_too_long_is_a_folder() {
    let files = files_of(&long_parts(12, 0));
    let longest = files.iter().max_by_key(|(_, text)| text.lines().count()).expect("there are files");
    assert!(longest.1.lines().count() <= LONGEST, "{} has {} lines", longest.0, longest.1.lines().count());
    let order = &files["src/models/order.rs"];
    assert!(order.contains("pub struct Order {") && order.contains("mod order_group7;"), "{order}");
    assert!(files["src/models/order/order_group7.rs"].contains("pub struct OrderGroup7Part19 {"));
    assert!(files["src/models.rs"].contains("OrderGroup7Part19"), "public paths stay");
    assert!(files.keys().any(|path| path.starts_with("src/resources/orders/")), "{:?}", files.keys());
}

/// A name that a module both imports and re-exports is defined twice.
#[test]
fn a_folder_imports_nothing_that_it_re_exports() {
    let files = files_of(&long_parts(12, 0));
    let names = |text: &str, begin: &str| -> Vec<String> {
        let blocks = text.split(begin).skip(1).filter_map(|rest| rest.split(';').next());
        let words = blocks.flat_map(|block| block.split(|c: char| !c.is_alphanumeric()));
        words.filter(|word| word.starts_with(char::is_uppercase)).map(str::to_owned).collect()
    };
    let order = &files["src/models/order.rs"];
    let exported = names(order, "pub use self::");
    assert!(exported.contains(&"OrderGroup7".to_owned()), "{order}");
    for (path, text) in files.iter().filter(|(path, _)| path.starts_with("src/models/")) {
        let (imported, exported) = (names(text, "use crate::models::"), names(text, "pub use self::"));
        assert!(!imported.iter().any(|name| exported.contains(name)), "{path}: {text}");
    }
}

#[test]
fn a_small_change_moves_nothing() {
    let (before, after) = (files_of(&long_parts(12, 0)), files_of(&long_parts(12, 1)));
    assert_eq!(before.keys().collect::<Vec<_>>(), after.keys().collect::<Vec<_>>());
    let changed: Vec<&String> = before.keys().filter(|path| before[*path] != after[*path]).collect();
    assert_eq!(changed, ["src/models/order/order_group0.rs"]);
}
