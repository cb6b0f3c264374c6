//! The manifests of emitted crates: what a registry wants, where the runtime comes from, and what docs.rs builds.

use sdkgen::{Config, Options, Outcome, RuntimePackage, Source};
use serde_json::{Map, Value, json};

use crate::support::Fixture;

const DOCUMENT: &str = include_str!("../fixtures/manifest.yaml");

fn made(settings: &str, options: &Options) -> Outcome {
    named(settings, None, options)
}

fn named(settings: &str, name: Option<&str>, options: &Options) -> Outcome {
    let mut config = Config::parse(settings).expect("it is a configuration");
    if let Some(name) = name {
        config.set_name(name);
    }
    let outcome = sdkgen::generate(&Source::new("manifest.yaml", DOCUMENT), &config, options);
    assert!(!outcome.files.is_empty());
    outcome
}

fn manifest(outcome: &Outcome, path: &str) -> toml::Table {
    let mut files = outcome.files.iter().chain(&outcome.runtime);
    files.find(|file| file.path == path).expect("there is a manifest").text.parse().expect("it is TOML")
}

fn root(settings: &str) -> toml::Table {
    manifest(&made(settings, &Options::default()), "Cargo.toml")
}

fn package<'a>(manifest: &'a toml::Table, key: &str) -> Option<&'a str> {
    manifest["package"].get(key).and_then(toml::Value::as_str)
}

#[test]
fn the_configuration_goes_before_the_document() {
    let by_document = root("");
    assert_eq!(package(&by_document, "license"), Some("Apache-2.0 OR MIT"));
    assert_eq!(package(&by_document, "homepage"), Some("https://parcels.example/docs"));
    assert_eq!(by_document["package"]["keywords"], toml::Value::from(vec!["parcels", "api", "client", "sdk"]));
    assert_eq!(by_document["package"]["categories"], toml::Value::from(vec!["api-bindings"]));
    let text = "[crate]\nlicense = \"ISC\"\nhomepage = \"https://b.example\"\ndocumentation = \"https://c.example\"\n\
                repository = \"https://d.example\"\nkeywords = [\"post\"]\ncategories = [\"science::geo\"]\n";
    let by_person = root(text);
    for (key, value) in [("license", "ISC"), ("homepage", "https://b.example"), ("documentation", "https://c.example")]
    {
        assert_eq!(package(&by_person, key), Some(value));
    }
    assert_eq!(package(&by_person, "repository"), Some("https://d.example"));
    assert_eq!(by_person["package"]["keywords"], toml::Value::from(vec!["post"]));
    assert_eq!(by_person["package"]["categories"], toml::Value::from(vec!["science::geo"]));
}

#[test]
fn a_license_of_ones_own_takes_the_place_of_the_documents() {
    let manifest = root("[crate]\nlicense_file = \"LICENSE.txt\"\n");
    assert_eq!(package(&manifest, "license"), None);
    assert_eq!(package(&manifest, "license-file"), Some("LICENSE.txt"));
}

#[test]
fn a_bundled_runtime_is_called_after_the_sdk_and_released_with_it() {
    let outcome = made("[crate]\nversion = \"1.2.3+build.4\"\n", &Options::default());
    let (crate_, runtime) = (manifest(&outcome, "Cargo.toml"), manifest(&outcome, "sdkgen-runtime/Cargo.toml"));
    let dependency = &crate_["dependencies"]["sdkgen-runtime"];
    assert_eq!(dependency["package"].as_str(), Some("parcels-runtime"));
    assert_eq!(dependency["path"].as_str(), Some("sdkgen-runtime"));
    assert_eq!(dependency["version"].as_str(), Some("=1.2.3"));
    assert_eq!(package(&runtime, "name"), Some("parcels-runtime"));
    assert_eq!(package(&runtime, "version"), Some("1.2.3+build.4"));
    let members = crate_["workspace"]["members"].as_array().expect("there are members");
    assert_eq!(members, [".", "sdkgen-runtime"].map(toml::Value::from).as_slice());
}

#[test]
fn a_published_runtime_is_not_written() {
    let outcome = made("[crate]\nruntime = \"registry\"\n", &Options::default());
    assert!(outcome.runtime.is_empty());
    let manifest = manifest(&outcome, "Cargo.toml");
    let dependency = manifest["dependencies"]["sdkgen-runtime"].as_table().expect("it is a table");
    assert_eq!(dependency["version"].as_str(), Some(env!("CARGO_PKG_VERSION")));
    assert!(!dependency.contains_key("path") && !dependency.contains_key("package"));
    assert_eq!(manifest["workspace"]["members"], toml::Value::from(vec!["."]));
}

#[test]
fn a_runtime_elsewhere_goes_by_its_own_name() {
    let at = |manifest: &str| {
        let runtime_path = Some("../runtime".to_owned());
        let runtime_package = RuntimePackage::read(manifest);
        let outcome = made("", &Options { runtime_path, runtime_package, ..Options::default() });
        assert!(outcome.runtime.is_empty());
        let manifest = self::manifest(&outcome, "Cargo.toml");
        assert!(!manifest.contains_key("workspace"));
        let value = |key: &str| manifest["dependencies"]["sdkgen-runtime"].get(key)?.as_str().map(str::to_owned);
        (value("package"), value("version"))
    };
    let generator = Some(env!("CARGO_PKG_VERSION").to_owned());
    assert_eq!(at("[package]\nname = \"sdkgen-runtime\"\nversion.workspace = true\n"), (None, generator.clone()));
    assert_eq!(at("nothing"), (None, generator));
    let shared = at("[package]\nname = \"acme-runtime\"\nversion = \"4.5.6\"\n");
    assert_eq!(shared, (Some("acme-runtime".to_owned()), Some("4.5.6".to_owned())));
}

#[test]
fn the_crate_can_be_a_member_of_another_workspace() {
    assert!(root("").contains_key("workspace"));
    assert!(!root("[crate]\nworkspace = false\n").contains_key("workspace"));
}

#[test]
fn parts_are_published_with_the_crate() {
    let mut fixture = Fixture::read(std::path::Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/golden.yaml")));
    fixture.options.split = Some(3);
    fixture.config.package.license_file = Some("LICENSE.txt".to_owned());
    let outcome = fixture.generate();
    let part = manifest(&outcome, "models-1/Cargo.toml");
    assert_eq!(package(&part, "license-file"), Some("../LICENSE.txt"));
    let runtime = &part["dependencies"]["sdkgen-runtime"];
    assert_eq!(runtime["path"].as_str(), Some("../sdkgen-runtime"));
    assert_eq!(runtime["package"].as_str(), Some("sdkgen-golden-runtime"));
}

#[test]
fn names_that_crates_io_refuses_are_reported() {
    let codes = |name: &str, settings: &str| -> Vec<&'static str> {
        let outcome = named(settings, Some(name), &Options::default());
        outcome.diagnostics.iter().map(|reported| reported.code.name).collect()
    };
    let long = "a".repeat(60);
    assert_eq!(codes("unicode", ""), ["unpublishable-name"]);
    assert_eq!(codes(&long, ""), ["unpublishable-name"]);
    assert!(codes(&long, "[crate]\nruntime = \"registry\"\n").is_empty());
    assert!(codes("parcels", "").is_empty());
}

/// A document of resources that return so many schemas each.
fn resources(sizes: &[(&str, usize)]) -> Source {
    let (mut paths, mut schemas) = (Map::new(), Map::new());
    for (name, size) in sizes {
        let properties: Map<String, Value> = (0..*size)
            .map(|at| (format!("p{at}"), json!({"$ref": format!("#/components/schemas/{name}_{at}")})))
            .collect();
        for at in 0..*size {
            // Names for a text are definitions as well, and quickly emitted.
            schemas.insert(format!("{name}_{at}"), json!({"type": "string"}));
        }
        let schema = json!({"type": "object", "properties": properties});
        let response = json!({"description": "D", "content": {"application/json": {"schema": schema}}});
        paths.insert(
            format!("/{name}"),
            json!({"get": {"operationId": format!("get_{name}"), "responses": {"200": response}}}),
        );
    }
    let document = json!({
        "openapi": "3.0.3", "info": {"title": "Large", "version": "1"}, "servers": [{"url": "https://large.example"}],
        "paths": paths, "components": {"schemas": schemas},
    });
    Source::new("large.json", document.to_string())
}

#[test]
fn docs_rs_documents_what_fits() {
    let built = |sizes: &[(&str, usize)], settings: &str| {
        let config = Config::parse(settings).expect("it is a configuration");
        let outcome = sdkgen::generate(&resources(sizes), &config, &Options::default());
        let docs_rs = &manifest(&outcome, "Cargo.toml")["package"]["metadata"]["docs"]["rs"];
        (docs_rs.get("all-features").is_some(), docs_rs.get("features").cloned())
    };
    assert_eq!(built(&[("apples", 20), ("pears", 30)], ""), (true, None));
    let large = [("apples", 2_000), ("pears", 30), ("plums", 5_000)];
    let some = |features: &[&str]| (false, Some(toml::Value::from(features.to_vec())));
    assert_eq!(built(&large, ""), some(&["blocking", "gzip", "testing", "apples", "pears"]));
    // What is on by default is built in any case.
    let settings = "[features]\ndefault = [\"plums\"]\n";
    assert_eq!(built(&large, settings), some(&["blocking", "gzip", "testing", "pears", "plums"]));
}
