//! `sdkgen diff`: what a change of a document does to programs that use its SDK. The cases are documents with a change
//! and the changes that are expected, in `tests/diff`.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use sdkgen::diff::{
    Change, Changes, Effect, Version, Wire, compare, compare_versions, human, json_lines, markdown, rules,
};
use sdkgen::surface::Surface;
use sdkgen::{Config, Options, Outcome, Source};
use serde_json::{Map, Value, json};

fn described(name: &str, document: &Value) -> Option<(Surface, Wire)> {
    let source = Source::new(name, document.to_string());
    sdkgen::described(&source, &Config::default(), &Options::default(), &mut Outcome::default())
}

fn changes(old: &Value, new: &Value) -> Changes {
    let old = described("old.json", old).expect("the old document is an SDK");
    let new = described("new.json", new).expect("the new document is an SDK");
    compare_versions(Version::from(&old), Version::from(&new))
}

/// Returns a change as the cases write it: `I4 major breaks/some`.
fn written(change: &Change) -> String {
    let rust = if change.silent { "silent" } else { change.rust.as_str() };
    let (old, new) = change.wire.expect("wires were compared");
    format!("{} {rust} {}/{}", change.rule.id, old.as_str(), new.as_str())
}

/// The files of a folder of the tests, sorted.
fn files(folder: &str) -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests").join(folder);
    let entries = fs::read_dir(folder).expect("the folder is there").map(|entry| entry.expect("it can be read").path());
    let mut files: Vec<PathBuf> =
        entries.filter(|file| file.extension().is_some_and(|extension| extension == "yaml")).collect();
    files.sort();
    files
}

fn read(file: &Path) -> Value {
    serde_yaml::from_str(&fs::read_to_string(file).expect("it can be read")).expect("it is YAML")
}

/// Returns the pointer that a key of a case stands for.
fn pointer(key: &str) -> String {
    let (start, rest) = key.rsplit_once(':').expect("a key has a colon");
    let start = match start.split_once(' ') {
        _ if start.is_empty() => String::new(),
        Some((method, path)) => format!("/paths/{}/{}", path.replace('/', "~1"), method.to_lowercase()),
        None if start.starts_with('/') => format!("/paths/{}", start.replace('/', "~1")),
        None => format!("/components/schemas/{start}"),
    };
    if rest.is_empty() { start } else { format!("{start}/{rest}") }
}

/// Returns the node that contains the last step of a pointer, and the step.
fn parent<'a>(document: &'a mut Value, pointer: &str) -> (&'a mut Value, String) {
    let (parent, last) = pointer.rsplit_once('/').expect("it is not the root");
    let unescape = |step: &str| step.replace("~1", "/").replace("~0", "~");
    let mut node = document;
    for step in parent.split('/').skip(1).map(unescape) {
        node = match node {
            Value::Array(items) => &mut items[step.parse::<usize>().expect("it is an index")],
            node => node.as_object_mut().expect("it is an object").entry(step).or_insert_with(|| json!({})),
        };
    }
    (node, unescape(last))
}

fn set(document: &mut Value, values: Option<&Value>) {
    for (key, value) in values.and_then(Value::as_object).into_iter().flatten() {
        let (node, last) = parent(document, &pointer(key));
        match node {
            Value::Array(items) if last == "-" => items.push(value.clone()),
            Value::Array(items) => items[last.parse::<usize>().expect("it is an index")] = value.clone(),
            node => {
                node.as_object_mut().expect("it is an object").insert(last, value.clone());
            }
        }
    }
}

fn remove(document: &mut Value, keys: Option<&Value>) {
    for key in keys.and_then(Value::as_array).into_iter().flatten() {
        let (node, last) = parent(document, &pointer(key.as_str().expect("it is a key")));
        match node {
            Value::Array(items) => drop(items.remove(last.parse::<usize>().expect("it is an index"))),
            node => {
                let removed = node.as_object_mut().expect("it is an object").shift_remove(&last);
                assert!(removed.is_some(), "{key} is not there");
            }
        }
    }
}

/// Calls a function with the file and the name, both documents and the expected changes of each case.
fn for_each_case(mut check: impl FnMut(&str, &Value, &Value, &BTreeSet<String>, &Value)) {
    for file in files("diff") {
        let table = read(&file);
        for case in table["cases"].as_array().expect("a file has cases") {
            let mut old = table["old"].clone();
            set(&mut old, case.get("before"));
            let mut new = old.clone();
            remove(&mut new, case.get("remove"));
            set(&mut new, case.get("set"));
            let text = |value: &Value| value.as_str().expect("it is a text").to_owned();
            let expected = &case["expect"];
            let lines = expected.as_array().expect("a case expects changes").iter().map(text).collect();
            let name = format!("{}: {}", file.file_stem().unwrap_or_default().display(), text(&case["name"]));
            check(&name, &old, &new, &lines, expected);
        }
    }
}

#[test]
fn each_change_has_the_verdict_of_its_rule() {
    let mut failures = Vec::new();
    let mut count = 0;
    for_each_case(|name, old, new, _, expected| {
        count += 1;
        let mut found: Vec<String> = changes(old, new).list.iter().map(written).collect();
        found.sort();
        let mut wanted: Vec<String> =
            expected.as_array().into_iter().flatten().filter_map(Value::as_str).map(str::to_owned).collect();
        wanted.sort();
        if found != wanted {
            failures.push(format!("{name}\n  wanted {wanted:?}\n  found  {found:?}"));
        }
    });
    assert!(failures.is_empty(), "{} of {count}:\n{}", failures.len(), failures.join("\n"));
    assert!(count > 120, "only {count} cases");
}
