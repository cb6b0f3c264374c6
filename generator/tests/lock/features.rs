//! What cargo features compile and which are on by default: with a lock, that only grows.

use std::collections::BTreeSet;

use sdkgen::Lock;
use sdkgen::diff::compare;
use sdkgen::surface::Surface;

use super::changes::{document, locked, operation, warnings};
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
fn a_feature_whose_resource_is_gone_is_not_named() {
    let before = resources(&[("/pets", PET), ("/owners", PET), ("/notes", NOTE)]);
    let lock = locked(&before);
    let after = resources(&[("/pets", PET), ("/notes", NOTE)]);
    let surface = with_lock(&after, "", &lock);
    assert_eq!(features_of(&surface, "/components/schemas/Pet"), ["pets"]);
    let outcome = generate(&after, "", Some(&lock));
    assert!(
        outcome.files.iter().filter(|file| file.path != sdkgen::LOCK_FILE).all(|file| !file.text.contains("owners"))
    );
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
