//! The cargo features of emitted crates: whatever is left out, what is compiled mentions nothing that is not.

use std::collections::{BTreeMap, BTreeSet};

use insta::{Settings, assert_snapshot};
use proptest::collection::{btree_set, vec};
use proptest::prelude::*;
use sdkgen::ir::{Feature, FeatureId, Reach};
use sdkgen::{Config, File, Lock, Options, Outcome, Source};
use serde_json::{Map, Value, json};

use crate::support::{self, Fixture, emitted};

/// The features of a crate and what stands behind them.
struct Crate {
    /// Each feature with those that it turns on.
    features: BTreeMap<String, Vec<String>>,
    /// Of each file the features that bring it, one of which is enough; none where it is always there.
    files: BTreeMap<String, Option<Vec<String>>>,
    /// The file of each model, and the condition of its re-export.
    models: BTreeMap<String, (String, Option<Vec<String>>)>,
    /// The models that each file imports.
    imports: BTreeMap<String, Vec<String>>,
}

impl Crate {
    fn read(files: &[File]) -> Self {
        let text = |path: &str| files.iter().find(|file| file.path == path).map_or("", |file| &file.text);
        let manifest: toml::Table = text("Cargo.toml").parse().expect("the manifest is TOML");
        let strings = |list: &toml::Value| {
            let list = list.as_array().expect("a feature is a list");
            list.iter().filter_map(toml::Value::as_str).map(str::to_owned).collect()
        };
        let features = manifest["features"].as_table().expect("there are features");
        let features = features.iter().map(|(name, list)| (name.clone(), strings(list))).collect();
        let mut own = Self { features, files: BTreeMap::new(), models: BTreeMap::new(), imports: BTreeMap::new() };
        for (root, folder) in [("src/models.rs", "models"), ("src/resources.rs", "resources")] {
            for item in syn::parse_file(text(root)).expect("it is Rust").items {
                match item {
                    syn::Item::Mod(item) => {
                        own.files.insert(format!("{folder}/{}", item.ident), condition(&item.attrs));
                    }
                    syn::Item::Use(item) => {
                        let condition = condition(&item.attrs);
                        own.models.extend(
                            reexports(&item.tree, None)
                                .into_iter()
                                .map(|(module, name)| (name, (format!("models/{module}"), condition.clone()))),
                        );
                    }
                    _ => {}
                }
            }
        }
        for file in files.iter().filter(|file| file.path.ends_with(".rs")) {
            let Some(inner) = file.path.strip_prefix("src/") else { continue };
            let steps: Vec<&str> = inner.trim_end_matches(".rs").split('/').collect();
            let [folder @ ("models" | "resources"), module, ..] = steps.as_slice() else { continue };
            let items = syn::parse_file(&file.text).expect("it is Rust").items;
            let imports = items.into_iter().filter_map(|item| match item {
                syn::Item::Use(item) => {
                    words(&item.tree).strip_prefix(&["crate".to_owned(), "models".to_owned()]).map(<[_]>::to_vec)
                }
                _ => None,
            });
            own.imports.entry(format!("{folder}/{module}")).or_default().extend(imports.flatten());
        }
        own
    }

    /// The features that are on if these are asked for.
    fn on<'a>(&'a self, needed: impl IntoIterator<Item = &'a str>) -> BTreeSet<&'a str> {
        let mut on = BTreeSet::new();
        let mut open: Vec<&str> = needed.into_iter().collect();
        while let Some(feature) = open.pop() {
            if on.insert(feature) {
                open.extend(self.features.get(feature).into_iter().flatten().map(String::as_str));
            }
        }
        on
    }

    /// The models that are compiled with a feature alone.
    fn models_with(&self, feature: &str) -> BTreeSet<&str> {
        let on = self.on([feature]);
        let is_on = |condition: &Option<Vec<String>>| {
            condition.as_ref().is_none_or(|any| any.iter().any(|feature| on.contains(feature.as_str())))
        };
        let models = self.models.iter().filter(|(_, (_, condition))| is_on(condition));
        models.map(|(name, _)| name.as_str()).collect()
    }

    /// What is wrong if these features are asked for.
    fn fault<'a>(&'a self, needed: impl IntoIterator<Item = &'a str>) -> Option<String> {
        let on = self.on(needed);
        let holds = |condition: &Option<Vec<String>>| {
            condition.as_ref().is_none_or(|any| any.iter().any(|feature| on.contains(feature.as_str())))
        };
        for (name, (file, condition)) in &self.models {
            if holds(condition) != holds(&self.files[file]) {
                return Some(format!("{name} is re-exported if {condition:?}, unlike its file"));
            }
        }
        for (file, _) in self.files.iter().filter(|(_, condition)| holds(condition)) {
            for name in self.imports.get(file).into_iter().flatten() {
                if !holds(&self.models[name].1) {
                    return Some(format!("{file} imports {name}, which is left out with {on:?}"));
                }
            }
        }
        None
    }
}

/// The features in a `cfg`.
fn condition(attributes: &[syn::Attribute]) -> Option<Vec<String>> {
    let cfg = attributes.iter().find(|attribute| attribute.path().is_ident("cfg"))?;
    let syn::Meta::List(list) = &cfg.meta else { return None };
    let text = list.tokens.to_string();
    Some(text.split('"').skip(1).step_by(2).map(str::to_owned).collect())
}

/// The names in a re-export, each with the module of this crate that its path begins with.
fn reexports(tree: &syn::UseTree, module: Option<&syn::Ident>) -> Vec<(String, String)> {
    match tree {
        syn::UseTree::Path(path) if path.ident == "self" => reexports(&path.tree, None),
        syn::UseTree::Path(path) => reexports(&path.tree, module.or(Some(&path.ident))),
        syn::UseTree::Group(group) => group.items.iter().flat_map(|tree| reexports(tree, module)).collect(),
        syn::UseTree::Name(name) => {
            vec![(module.expect("a re-export has a path").to_string(), name.ident.to_string())]
        }
        syn::UseTree::Rename(_) | syn::UseTree::Glob(_) => Vec::new(),
    }
}

/// The names in an import, in their order.
fn words(tree: &syn::UseTree) -> Vec<String> {
    match tree {
        syn::UseTree::Path(path) => [path.ident.to_string()].into_iter().chain(words(&path.tree)).collect(),
        syn::UseTree::Name(name) => vec![name.ident.to_string()],
        syn::UseTree::Group(group) => group.items.iter().flat_map(words).collect(),
        syn::UseTree::Rename(_) | syn::UseTree::Glob(_) => Vec::new(),
    }
}

fn generate(document: &Value) -> Outcome {
    generate_with(document, None)
}

fn source(document: &Value) -> Source {
    Source::new("random.json", document.to_string())
}

fn generate_with(document: &Value, lock: Option<Lock>) -> Outcome {
    let options = Options { lock, ..Options::default() };
    let outcome = sdkgen::generate(&source(document), &Config::default(), &options);
    let reported: Vec<_> = outcome.diagnostics.iter().map(|diagnostic| &diagnostic.message).collect();
    assert!(!outcome.files.is_empty(), "{reported:?}");
    outcome
}

#[test]
fn what_stands_behind_features() {
    let outcome = Fixture::read(&support::folder().join("features.yaml")).generate();
    let shown = ["Cargo.toml", "README.md", "src/client.rs", "src/models.rs", "src/operations.rs", "src/resources.rs"];
    let files: Vec<File> = outcome.files.iter().filter(|file| shown.contains(&file.path.as_str())).cloned().collect();
    let mut settings = Settings::clone_current();
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| assert_snapshot!("features", emitted::whole(&files)));
}

#[test]
fn no_fixture_mentions_what_is_left_out() {
    for fixture in support::all() {
        let files = Crate::read(&fixture.generate().files);
        for feature in files.features.keys().map(String::as_str) {
            assert_eq!(files.fault([feature]), None, "{}", fixture.name);
        }
        assert_eq!(files.fault([]), None, "{}", fixture.name);
    }
}

#[test]
fn the_model_says_which_features_need_a_definition() {
    let model = Fixture::read(&support::folder().join("features.yaml")).model();
    let label = |id: &FeatureId| match model.api.features.list[id.index()] {
        Feature::Resource(id) => model.api.resources[id.index()].path.join("."),
        Feature::Events => "events".to_owned(),
    };
    let reach = |name: &str| {
        let id = model.api.type_ids().find(|id| support::ir::label(&model.api, *id) == name).expect("it is a type");
        match model.api.features.reach(id) {
            Reach::Always => "always".to_owned(),
            Reach::By(features) => features.iter().map(label).collect::<Vec<_>>().join(" "),
        }
    };
    assert_eq!(reach("Pet"), "pets events");
    assert_eq!(reach("Owner"), "owners pets events");
    assert_eq!(reach("Address"), "clinics owners pets events");
    assert_eq!(reach("Clinic"), "clinics");
    assert_eq!(reach("Reason"), "pets visits");
    assert_eq!(reach("Topic"), "clinics owners pets visits webhooks");
    assert_eq!(reach("Price"), "events");
    assert_eq!([reach("Kept"), reach("KeptPart")], ["always", "always"]);
    assert_eq!(
        model.names.features,
        ["clinics", "health", "owners", "pets", "visits", "webhooks_resource", "webhooks"]
    );
}

#[test]
fn the_configuration_decides() {
    let made = |config: &str| {
        let config = Config::parse(config).expect("it is a configuration");
        let source = Fixture::read(&support::folder().join("features.yaml")).source;
        sdkgen::generate(&source, &config, &Options::default())
    };
    let manifest = |config: &str| {
        let outcome = made(config);
        outcome.files.iter().find(|file| file.path == "Cargo.toml").map(|file| file.text.clone()).unwrap_or_default()
    };
    assert!(manifest("").contains("default = [\"reqwest\", \"full\"]"));
    assert!(manifest("[features]\ndefault = \"none\"").contains("default = [\"reqwest\"]"));
    assert!(manifest("[features]\ndefault = [\"pets\"]").contains("default = [\"reqwest\", \"pets\"]"));
    let whole = manifest("[features]\nresources = false");
    assert!(!whole.contains("pets") && whole.contains("default = [\"reqwest\", \"webhooks\"]"), "{whole}");
    let refused = made("[features]\ndefault = [\"pest\"]");
    let reported: Vec<_> = refused.diagnostics.iter().map(|diagnostic| diagnostic.code.name).collect();
    assert_eq!((reported, refused.files.len()), (vec!["unknown-feature"], 0));
}

#[test]
fn a_large_sdk_has_nothing_by_default() {
    let document = |operations: usize| {
        let paths: Map<String, Value> = (0..operations)
            .map(|index| {
                let responses = json!({ "204": { "description": "" } });
                let response = json!({ "get": { "operationId": format!("get{index}"), "responses": responses } });
                (format!("/{}/{index}", if index % 2 == 0 { "even" } else { "odd" }), response)
            })
            .collect();
        json!({ "openapi": "3.0.3", "info": { "title": "Large", "version": "1" }, "paths": paths })
    };
    let text = |outcome: &Outcome, path: &str| {
        outcome.files.iter().find(|file| file.path == path).map(|file| file.text.clone()).unwrap_or_default()
    };
    let large = generate(&document(3_001));
    assert!(text(&large, "Cargo.toml").contains("default = [\"reqwest\"]\n"));
    assert!(text(&large, "README.md").contains("features = [\"even\"]"));
    assert!(
        text(&large, "src/client.rs")
            .contains("/// Requires the cargo feature `even`.\n    #[cfg(feature = \"even\")]")
    );
    let small = generate(&document(300));
    assert!(text(&small, "Cargo.toml").contains("default = [\"reqwest\", \"full\"]\n"));
    assert!(!text(&small, "src/client.rs").contains("Requires"));
}

/// Models that refer to each other, resources that use some of them, and webhooks that bring some.
fn document() -> impl Strategy<Value = Value> {
    let models = 9_usize;
    let some = move || btree_set(0..models, 0..4);
    (vec(some(), models), vec(some(), 1..7), vec(some(), 0..3)).prop_map(|(models, resources, events)| {
        let object = |members: &BTreeSet<usize>| {
            let members = members.iter();
            let members: Map<String, Value> = members
                .map(|at| {
                    (
                        format!("m{at}"),
                        json!({ "type": "array", "items": { "$ref": format!("#/components/schemas/Model{at}") } }),
                    )
                })
                .collect();
            json!({ "type": "object", "properties": members, "additionalProperties": false })
        };
        let body = |members| json!({ "content": { "application/json": { "schema": object(members) } } });
        let schemas: Map<String, Value> =
            models.iter().enumerate().map(|(at, members)| (format!("Model{at}"), object(members))).collect();
        let paths: Map<String, Value> = resources
            .iter()
            .enumerate()
            .map(|(at, members)| {
                let mut response = body(members);
                response["description"] = json!("");
                (
                    format!("/resource{at}"),
                    json!({ "get": { "operationId": format!("get{at}"), "responses": { "200": response } } }),
                )
            })
            .collect();
        let events: Map<String, Value> = events
            .iter()
            .enumerate()
            .map(|(at, members)| (format!("event{at}"), json!({ "post": { "requestBody": body(members) } })))
            .collect();
        json!({
            "openapi": "3.1.0",
            "info": { "title": "Random", "version": "1" },
            "paths": paths,
            "webhooks": events,
            "components": { "schemas": schemas },
        })
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_choice_of_features_is_closed(document in document(), choices in vec(any::<u32>(), 8)) {
        let files = Crate::read(&generate(&document).files);
        let names: Vec<&str> = files.features.keys().map(String::as_str).collect();
        for choice in choices {
            let is_needed = |at: usize, name: &str| !["default", "full"].contains(&name) && (choice >> (at % 32)) & 1 == 1;
            let needed = names.iter().enumerate().filter(|(at, name)| is_needed(*at, name));
            let needed: Vec<&str> = needed.map(|(_, name)| *name).collect();
            prop_assert_eq!(files.fault(needed.iter().copied()), None, "{}", document);
        }
    }

    #[test]
    fn what_a_feature_compiles_only_grows_with_a_lock(before in document(), after in document()) {
        let (config, options) = (Config::default(), Options::default());
        let surface = sdkgen::surface(&source(&before), &config, &options, &mut Outcome::default());
        let lock = Lock::new(surface.expect("it is an SDK"));
        let files = generate_with(&after, Some(lock)).files;
        let (old, new) = (Crate::read(&generate(&before).files), Crate::read(&files));
        let manifest = files.iter().find(|file| file.path == "Cargo.toml").map(|file| file.text.as_str());
        // The feature of a resource that is gone stays so that Cargo accepts it, and enables nothing.
        let is_gone = |feature: &str| {
            let comment = format!("# The feature `{feature}` is deprecated: it enables nothing any more.");
            manifest.is_some_and(|manifest| manifest.contains(&comment))
        };
        for feature in new.features.keys().map(String::as_str) {
            prop_assert_eq!(new.fault([feature]), None, "{} {}", before, after);
            if feature.starts_with('_') || !old.features.contains_key(feature) || is_gone(feature) {
                continue;
            }
            let had = old.models_with(feature);
            let lost = had.into_iter().filter(|model| new.models.contains_key(*model));
            let lost: Vec<&str> = lost.filter(|model| !new.models_with(feature).contains(model)).collect();
            prop_assert!(lost.is_empty(), "{} loses {:?}: {} {}", feature, lost, before, after);
        }
    }
}
