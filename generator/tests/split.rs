//! A crate whose models are divided holds the same modules as one that is not, and its parts need each other in one
//! direction only. `cargo xtask ci` compiles one.

use std::collections::{BTreeMap, BTreeSet};

use sdkgen::{Config, Options, Outcome, Source};

const DOCUMENT: &str = include_str!("golden.yaml");

fn made(split: Option<usize>) -> Outcome {
    let options = Options { split, lenient_names: true, ..Options::default() };
    let outcome = sdkgen::generate(&Source::new("golden.yaml", DOCUMENT), &Config::default(), &options);
    assert!(!outcome.diagnostics.has_errors());
    outcome
}

/// The modules of models: what each is called, the folder that it is in, and its text.
fn modules(outcome: &Outcome) -> BTreeMap<String, (String, String)> {
    let files = outcome.files.iter().filter_map(|file| {
        let (folder, name) = file.path.split_once("src/models/")?;
        Some((name.to_owned(), (folder.to_owned(), file.text.clone())))
    });
    files.collect()
}

#[test]
fn modules_are_the_same_wherever_they_stand() {
    let (whole, divided) = (modules(&made(None)), modules(&made(Some(4))));
    assert!(whole.len() > 20);
    let folders: BTreeSet<&str> = divided.values().map(|(folder, _)| folder.as_str()).collect();
    assert!(folders.len() >= 4 && folders.iter().all(|folder| folder.starts_with("models-")), "{folders:?}");
    // That tables of members are seen in other crates is the one difference, and how that is laid out.
    let seen = |text: &str| -> String {
        let text = text.replace("#[doc(hidden)]\n    pub const FIELDS", "pub(crate) const FIELDS");
        text.split_whitespace().collect::<String>().replace(",]", "]")
    };
    let is_same = |name: &str| divided.get(name).is_some_and(|(_, text)| seen(text) == seen(&whole[name].1));
    let others: Vec<&String> = whole.keys().filter(|name| !is_same(name)).collect();
    assert!(others.is_empty(), "{others:?}");
    assert_eq!(whole.len(), divided.len());
}

#[test]
fn parts_name_what_they_need_of_parts_before_them() {
    let outcome = made(Some(4));
    let text = |path: &str| outcome.files.iter().find(|file| file.path == path).map_or("", |file| &file.text);
    let manifest = |path: &str| text(path).parse::<toml::Table>().expect("it is TOML");
    let root = manifest("Cargo.toml");
    let members: Vec<&str> =
        root["workspace"]["members"].as_array().into_iter().flatten().filter_map(|it| it.as_str()).collect();
    let parts: Vec<&str> = members.iter().copied().filter(|member| member.starts_with("models-")).collect();
    for (number, part) in parts.iter().enumerate() {
        let manifest = manifest(&format!("{part}/Cargo.toml"));
        let needed: Vec<&String> =
            manifest["dependencies"].as_table().into_iter().flat_map(|table| table.keys()).collect();
        let before = |other: &str| parts[..number].iter().any(|part| other.ends_with(&format!("-{part}")));
        assert!(needed.iter().all(|name| *name == "sdkgen-runtime" || before(name)), "{part}: {needed:?}");
        // What is shown of other parts is what is depended on.
        let shown = text(&format!("{part}/src/models.rs")).matches("::models::*;").count();
        assert_eq!(shown, needed.len() - 1, "{part}");
        assert!(root["dependencies"].get(manifest["package"]["name"].as_str().unwrap_or_default()).is_some());
    }
    assert_eq!(text("src/models.rs").matches("::models::*;").count(), parts.len());
}

#[test]
fn what_is_small_stays_one() {
    let source = Source::new(
        "one.yaml",
        "openapi: 3.0.0\ninfo: {title: One, version: '1'}\nservers: [{url: 'https://one.example'}]\npaths: {/a: {get: {responses: {'200': \
         {description: A, content: {application/json: {schema: {type: object, properties: {a: {type: string}}}}}}}}}}\n",
    );
    let options = |split| Options { split, ..Options::default() };
    let files = |split| sdkgen::generate(&source, &Config::default(), &options(split)).files;
    assert_eq!(files(Some(8)), files(None));
}
