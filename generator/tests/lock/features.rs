//! What cargo features compile and which are on by default: with a lock, that only grows.

use std::collections::BTreeSet;

use sdkgen::Lock;
use sdkgen::diff::compare;
use sdkgen::release::Release;
use sdkgen::surface::Surface;

use super::changes::{document, lock_of, locked, operation, warnings};
use super::{generate, surface_of};

/// The models of the tests: a pet has a home.
const SCHEMAS: &str = "Pet: {type: object, properties: {id: {type: string}, home: {$ref: '#/components/schemas/Home'}}}, \
                       Home: {type: object, properties: {street: {type: string}}}, \
                       Note: {type: object, properties: {text: {type: string}}}";

const PET: &str = "{$ref: '#/components/schemas/Pet'}";
const NOTE: &str = "{$ref: '#/components/schemas/Note'}";

/// A document with one path for each resource, and what it returns.
fn resources(responses: &[(&str, &str)]) -> String {
    let paths = responses.iter().map(|(path, response)| operation(path, "get", "", response));
    document(&paths.collect::<Vec<_>>().join(", "), SCHEMAS)
}

fn with_lock(document: &str, config: &str, lock: &Lock) -> Surface {
    surface_of(document, config, Some(lock)).expect("it is an SDK")
}

fn features_of(surface: &Surface, key: &str) -> Vec<String> {
    surface.types[key].features.iter().cloned().collect()
}

fn file(document: &str, config: &str, lock: Option<&Lock>, path: &str) -> String {
    let outcome = generate(document, config, lock);
    let file = outcome.files.iter().find(|file| file.path == path);
    file.unwrap_or_else(|| panic!("no {path}: {:?}", warnings(&outcome))).text.clone()
}

/// The features that are on by default.
fn default_of(document: &str, config: &str, lock: Option<&Lock>) -> Vec<String> {
    surface_of(document, config, lock).expect("it is an SDK").default_features.into_iter().collect()
}

#[test]
fn a_resource_that_no_longer_needs_a_model_still_compiles_it() {
    let before = resources(&[("/pets", PET), ("/owners", PET), ("/notes", NOTE)]);
    let after = resources(&[("/pets", PET), ("/owners", NOTE), ("/notes", NOTE)]);
    let lock = locked(&before);
    let (pet, home, note) = ("/components/schemas/Pet", "/components/schemas/Home", "/components/schemas/Note");
    let without = surface_of(&after, "", None).expect("it is an SDK");
    assert_eq!([features_of(&without, pet), features_of(&without, home)], [["pets"], ["pets"]]);
    let with = with_lock(&after, "", &lock);
    // What the model needs comes with it.
    assert_eq!([features_of(&with, pet), features_of(&with, home)], [["owners", "pets"], ["owners", "pets"]]);
    assert_eq!(features_of(&with, note), ["notes", "owners"]);
    let models = file(&after, "", Some(&lock), "src/models.rs");
    for line in [
        "#[cfg(any(feature = \"owners\", feature = \"pets\"))]\nmod pet;",
        "#[cfg(any(feature = \"owners\", feature = \"pets\"))]\nmod home;",
    ] {
        assert!(models.contains(line), "{line} in\n{models}");
    }
    // What is accepted is what the document says.
    let accepted = lock.accepting(&without);
    assert_eq!(features_of(&with_lock(&after, "", &accepted), pet), ["pets"]);
}

#[test]
fn what_a_published_model_comes_to_need_is_compiled_with_it() {
    let before = resources(&[("/pets", PET), ("/owners", PET), ("/notes", NOTE)]);
    let lock = locked(&before);
    let after = resources(&[("/pets", PET), ("/owners", NOTE), ("/notes", NOTE)])
        .replace("street: {type: string}", "street: {$ref: '#/components/schemas/Street'}")
        .replace("Note: {", "Street: {type: object, properties: {name: {type: string}}}, Note: {");
    let surface = with_lock(&after, "", &lock);
    assert_eq!(features_of(&surface, "/components/schemas/Street"), ["owners", "pets"]);
}

#[test]
fn a_feature_whose_resource_is_gone_stays_and_enables_nothing() {
    let before = resources(&[("/pets", PET), ("/owners", PET), ("/notes", NOTE)]);
    let lock = locked(&before);
    let after = resources(&[("/pets", PET), ("/notes", NOTE)]);
    let surface = with_lock(&after, "", &lock);
    assert_eq!(features_of(&surface, "/components/schemas/Pet"), ["pets"]);
    assert_eq!(enabled(&after, "", &lock, "owners"), Some(Vec::new()));
    let comment = "# The feature `owners` is deprecated: it enables nothing any more.\n";
    assert!(file(&after, "", Some(&lock), "Cargo.toml").contains(comment));
    let outcome = generate(&after, "", Some(&lock));
    let of_users = |path: &str| path != sdkgen::LOCK_FILE && path != "Cargo.toml";
    assert!(outcome.files.iter().filter(|file| of_users(&file.path)).all(|file| !file.text.contains("owners")));
    // Neither `full` nor the default needs it.
    assert_eq!(enabled(&after, "", &lock, "full").expect("it is there"), ["notes", "pets"]);
    // Another run before the release says the same.
    let again = lock_of(&outcome);
    assert_eq!(with_lock(&after, "", &again), surface);
    assert_eq!(generate(&after, "", Some(&again)).files, outcome.files);
}

/// The features that one of them enables, in the manifest; `None` if there is no such feature.
fn enabled(document: &str, config: &str, lock: &Lock, feature: &str) -> Option<Vec<String>> {
    let manifest: toml::Table = file(document, config, Some(lock), "Cargo.toml").parse().expect("it is TOML");
    let enabled = manifest["features"].get(feature)?.as_array().expect("it is a list");
    Some(enabled.iter().map(|name| name.as_str().expect("it is a text").to_owned()).collect())
}

#[test]
fn a_feature_that_is_gone_goes_with_the_second_incompatible_release() {
    let documents = [
        resources(&[("/pets", PET), ("/owners", PET), ("/notes", NOTE)]),
        resources(&[("/pets", PET), ("/notes", NOTE)]),
        resources(&[("/notes", NOTE)]),
    ];
    let release = |lock: &Lock, document: &str| {
        Release::next(Some(lock), &with_lock(document, "", lock), &BTreeSet::new(), None).expect("it is a release")
    };
    let first = release(&locked(&documents[0]), &documents[1]);
    assert_eq!(first.version.to_string(), "0.2.0");
    assert!(!first.entry().contains("cargo feature removed"), "{}", first.entry());
    assert_eq!(enabled(&documents[1], "", &first.lock, "owners"), Some(Vec::new()));
    // A compatible release keeps it.
    let same = release(&first.lock, &documents[1]);
    assert_eq!(enabled(&documents[1], "", &same.lock, "owners"), Some(Vec::new()));
    let second = release(&same.lock, &documents[2]);
    assert_eq!(second.version.to_string(), "0.3.0");
    assert!(second.entry().contains("`owners`: cargo feature removed"), "{}", second.entry());
    assert_eq!(enabled(&documents[2], "", &second.lock, "owners"), None);
    assert_eq!(enabled(&documents[2], "", &second.lock, "pets"), Some(Vec::new()));
    assert_eq!(with_lock(&documents[2], "", &second.lock), *second.lock.surface());
}

#[test]
fn the_feature_of_a_renamed_resource_enables_the_new_one() {
    let document = resources(&[("/pets", PET), ("/owners", PET), ("/notes", NOTE)]);
    let lock = locked(&document);
    let config = "[operations.\"GET /owners\"]\nresource = \"people\"\n";
    assert_eq!(enabled(&document, config, &lock, "owners").expect("it stays"), ["people"]);
    let surface = with_lock(&document, config, &lock);
    assert_eq!(features_of(&surface, "/components/schemas/Pet"), ["people", "pets"]);
    let changes = compare(lock.surface(), &surface).list;
    let of_features = |id: &str| ["O26", "O27", "O28", "O30"].contains(&id);
    assert!(!changes.iter().any(|change| of_features(change.rule.id)), "{changes:?}");
    // It is an alias of the next name, too.
    let next = lock.release(&surface, "0.2.0", true);
    let config = config.replace("people", "persons");
    assert_eq!(enabled(&document, &config, &next, "owners").expect("it stays"), ["persons"]);
    assert_eq!(enabled(&document, &config, &next, "people").expect("it stays"), ["persons"]);
    // It is one of the features again.
    let config = config.replace("persons", "owners");
    let retired = with_lock(&document, &config, &next).retired_features;
    assert!(retired.keys().eq(["people"]), "{retired:?}");
}

#[test]
fn what_replaces_a_feature_that_is_on_by_default_is_on() {
    let some = "[features]\ndefault = [\"parts\"]";
    let lock = Lock::new(surface_of(&large(10), some, None).expect("it is an SDK"));
    let config = "[operations.\"GET /parts\"]\nresource = \"pieces\"\n";
    let surface = with_lock(&large(3_001), config, &lock);
    assert_eq!(surface.default_features, BTreeSet::from(["pieces".to_owned()]));
    assert!(!compare(lock.surface(), &surface).list.iter().any(|change| change.rule.id == "O28"));
}

#[test]
fn features_that_the_configuration_turns_off_stay_and_enable_nothing() {
    let document = resources(&[("/pets", PET), ("/owners", PET)]);
    let (lock, config) = (locked(&document), "[features]\nresources = false");
    for feature in ["pets", "owners", "full"] {
        assert_eq!(enabled(&document, config, &lock, feature), Some(Vec::new()), "{feature}");
    }
    let next = lock.release(&with_lock(&document, config, &lock), "0.1.1", false);
    assert_eq!(enabled(&document, config, &next, "full"), Some(Vec::new()));
    // A feature of the configuration, or a dependency, goes before it.
    let config = format!("{config}\n[cargo.features]\npets = [\"gzip\"]\n[cargo.dependencies]\nowners = \"1\"\n");
    assert_eq!(enabled(&document, &config, &lock, "pets").expect("it is there"), ["gzip"]);
    assert_eq!(enabled(&document, &config, &lock, "owners"), None);
}

#[test]
fn a_model_that_many_resources_need_keeps_the_feature_that_they_enable() {
    let names = ["/aa", "/bb", "/cc", "/dd", "/ee"];
    let all: Vec<(&str, &str)> = names.iter().map(|name| (*name, PET)).collect();
    let lock = locked(&resources(&all));
    let after: Vec<(&str, &str)> = names.iter().map(|name| (*name, if *name == "/aa" { PET } else { NOTE })).collect();
    let manifest: toml::Table = file(&resources(&after), "", Some(&lock), "Cargo.toml").parse().expect("it is TOML");
    for name in names {
        let enabled = &manifest["features"][name.trim_start_matches('/')];
        assert!(enabled.to_string().contains("_shared"), "{name}: {enabled}");
    }
}

#[test]
fn what_is_always_compiled_stays_so() {
    let document = resources(&[("/pets", PET), ("/owners", PET)]);
    let bare = surface_of(&document, "[features]\nresources = false", None).expect("it is an SDK");
    assert!(bare.features.is_empty() && bare.resource_features.is_empty(), "{:?}", bare.features);
    let lock = Lock::new(bare.clone());
    assert_eq!(with_lock(&document, "", &lock), bare);
    // The configuration decides, but programs go on compiling.
    let split = with_lock(&document, "[features]\nresources = true", &lock);
    assert_eq!(split.features, BTreeSet::from(["owners", "pets"].map(str::to_owned)));
    assert!(split.types.values().all(|model| model.features.is_empty()));
    // Without the lock they would not, which is told.
    let other = surface_of(&document, "", None).expect("it is an SDK");
    let changes = compare(&bare, &other).list;
    let told: Vec<(&str, Option<&str>)> = changes.iter().map(|one| (one.rule.id, one.old.as_deref())).collect();
    assert!(told.contains(&("O30", Some("Home, Pet"))), "{told:?}");
    // `[models] keep` compiles a model always.
    let kept = surface_of(&document, "[models]\nkeep = [\"Home\"]", None).expect("it is an SDK");
    let home = "/components/schemas/Home";
    assert!(features_of(&kept, home).is_empty());
    assert!(features_of(&with_lock(&document, "", &Lock::new(kept)), home).is_empty());
}

/// A document of one resource with this many components.
fn large(count: usize) -> String {
    let name = |index: usize| format!("Part{index}");
    let schemas: Vec<String> = (0..count)
        .map(|index| format!("{}: {{type: object, properties: {{v{index}: {{type: string}}}}}}", name(index)))
        .collect();
    let properties: Vec<String> =
        (0..count).map(|index| format!("p{index}: {{$ref: '#/components/schemas/{}'}}", name(index))).collect();
    let response = format!("{{type: object, properties: {{{}}}}}", properties.join(", "));
    document(
        &[operation("/parts", "get", "", &response), operation("/more", "get", "", "{type: object}")].join(", "),
        &schemas.join(", "),
    )
}

#[test]
fn what_is_on_by_default_stays_on() {
    let (small, large) = (large(10), large(3_001));
    assert_eq!([default_of(&small, "", None), default_of(&large, "", None)], [vec!["full".to_owned()], vec![]]);
    let lock = locked(&small);
    assert!(file(&small, "", Some(&lock), "Cargo.toml").contains("default = [\"reqwest\", \"full\"]"));
    // The resource that is added is on as well.
    assert_eq!(default_of(&large.replace("/more", "/other"), "", Some(&lock)), ["full"]);
    // Some are on: these stay on, and another one follows the rule for its size.
    let some = |document: &str| surface_of(document, "[features]\ndefault = [\"parts\"]", None).expect("it is an SDK");
    let lock = Lock::new(some(&small));
    assert_eq!(default_of(&large, "", Some(&lock)), ["parts"]);
    assert_eq!(default_of(&small, "", Some(&lock)), ["full"]);
    // The configuration decides.
    assert_eq!(default_of(&small, "[features]\ndefault = \"none\"", Some(&lock)), [""; 0]);
    // None is on.
    let lock = locked(&large);
    assert_eq!(default_of(&large, "", Some(&lock)), [""; 0]);
}

/// A document with a resource, and webhooks with this many models.
fn webhooks(count: usize) -> String {
    let properties: Vec<String> = (0..count)
        .map(|index| format!("p{index}: {{type: object, properties: {{v{index}: {{type: string}}}}}}"))
        .collect();
    let event = format!("{{type: object, properties: {{{}}}}}", properties.join(", "));
    let document = document(&operation("/notes", "get", "", NOTE), SCHEMAS);
    format!(
        "{document}webhooks: {{told: {{post: {{requestBody: {{content: {{application/json: {{schema: {event}}}}}}}, \
         responses: {{'200': {{description: ok}}}}}}}}}}\n"
    )
    .replace("openapi: 3.0.3", "openapi: 3.1.0")
}

#[test]
fn webhooks_that_are_on_by_default_stay_on() {
    let (few, many) = (webhooks(5), webhooks(120));
    assert_eq!([default_of(&few, "", None), default_of(&many, "", None)], [["full"], ["notes"]]);
    assert_eq!(default_of(&many, "", Some(&locked(&few))), ["full"]);
    assert_eq!(default_of(&many, "", Some(&locked(&many))), ["notes"]);
    // All that users have is on by default, so that what is added is, too.
    let none = document(&operation("/notes", "get", "", NOTE), SCHEMAS).replace("openapi: 3.0.3", "openapi: 3.1.0");
    assert_eq!(default_of(&many, "", Some(&locked(&none))), ["full"]);
}

#[test]
fn the_feature_of_webhooks_stays() {
    let event = |response: &str| {
        webhooks(0)
            .replace("schema: {type: object, properties: {}}", "schema: {$ref: '#/components/schemas/Pet'}")
            .replace(&operation("/notes", "get", "", NOTE), &operation("/notes", "get", "", response))
    };
    let config = "[features]\nresources = false";
    let features =
        |document: &str, lock: Option<&Lock>| surface_of(document, config, lock).expect("it is an SDK").features;
    let webhooks = BTreeSet::from(["webhooks".to_owned()]);
    assert_eq!(features(&event(NOTE), None), webhooks);
    assert_eq!(features(&event(PET), None), BTreeSet::new());
    let lock = Lock::new(surface_of(&event(NOTE), config, None).expect("it is an SDK"));
    assert_eq!(features(&event(PET), Some(&lock)), webhooks);
}
