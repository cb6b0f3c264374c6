//! `sdkgen diff`: what a change of a document does to programs that use its SDK. The cases are documents with a change
//! and the changes that are expected, in `tests/diff`.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use sdkgen::diff::{
    Change, Changes, Verdict, Version, Wire, compare, compare_versions, human, json_lines, markdown, rules,
};
use sdkgen::surface::{Kind, Method, Named, Surface};
use sdkgen::{Config, Options, Outcome, Source};
use serde_json::{Value, json};

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

/// Reads a file of YAML; `None` if it has numbers that JSON does not have.
fn try_read(file: &Path) -> Option<Value> {
    serde_yaml::from_str(&fs::read_to_string(file).expect("it can be read")).ok()
}

fn read(file: &Path) -> Value {
    try_read(file).expect("it is YAML that JSON can express")
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

/// A document with a change, and the changes that are expected.
struct Case {
    name: String,
    old: Value,
    new: Value,
    expected: Vec<String>,
}

fn cases() -> Vec<Case> {
    let mut cases = Vec::new();
    for file in files("diff") {
        let table = read(&file);
        for case in table["cases"].as_array().expect("a file has cases") {
            let mut old = table["old"].clone();
            set(&mut old, case.get("before"));
            let mut new = old.clone();
            remove(&mut new, case.get("remove"));
            set(&mut new, case.get("set"));
            let text = |value: &Value| value.as_str().expect("it is a text").to_owned();
            let mut expected: Vec<String> =
                case["expect"].as_array().expect("a case expects changes").iter().map(text).collect();
            expected.sort();
            let name = format!("{}: {}", file.file_stem().unwrap_or_default().display(), text(&case["name"]));
            cases.push(Case { name, old, new, expected });
        }
    }
    assert!(cases.len() > 140, "only {} cases", cases.len());
    cases
}

#[test]
fn each_change_has_the_verdict_of_its_rule() {
    let mut failures = Vec::new();
    for case in cases() {
        let mut found: Vec<String> = changes(&case.old, &case.new).list.iter().map(written).collect();
        found.sort();
        if found != case.expected {
            failures.push(format!("{}\n  wanted {:?}\n  found  {found:?}", case.name, case.expected));
        }
    }
    assert!(failures.is_empty(), "{}:\n{}", failures.len(), failures.join("\n"));
}

/// Rules that no case shows: they need many operations, a paged list that is read backward, a response of another shape
/// and name at once, or a box and a kept model of another release.
const WITHOUT_CASE: [&str; 6] = ["M42", "O17", "O7", "P5", "P7", "U4"];

#[test]
fn each_rule_has_a_case() {
    let shown: BTreeSet<String> = cases()
        .iter()
        .flat_map(|case| case.expected.iter())
        .map(String::as_str)
        .chain(EDITS.iter().flat_map(|(_, _, expected)| expected.iter().copied()))
        .filter_map(|line| Some(line.split_once(' ')?.0.to_owned()))
        .collect();
    let missing: Vec<&str> =
        rules::ALL.iter().map(|rule| rule.id).filter(|id| !shown.contains(*id) && !WITHOUT_CASE.contains(id)).collect();
    assert!(missing.is_empty(), "no case shows {missing:?}");
    let stale: Vec<&&str> = WITHOUT_CASE.iter().filter(|id| shown.contains(**id)).collect();
    assert!(stale.is_empty(), "a case shows {stale:?}");
    let mut ids: Vec<&str> = rules::ALL.iter().map(|rule| rule.id).collect();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), rules::ALL.len(), "no identifier occurs twice");
}

#[test]
fn a_version_has_no_changes_to_itself() {
    let mut count = 0;
    for file in files("fixtures") {
        let Some(document) = try_read(&file) else { continue };
        let Some(described) = described("api.json", &document) else { continue };
        count += 1;
        let version = Version::from(&described);
        let found = compare_versions(version, version).list;
        assert!(found.is_empty(), "{}: {found:#?}", file.display());
    }
    assert!(count > 50, "only {count} documents were compared");
}

/// Sorts the members of an object backward, where their order means nothing.
fn reorder(document: &mut Value) {
    let mut sections: Vec<&mut Value> = Vec::new();
    let Some(root) = document.as_object_mut() else { return };
    for (key, value) in root {
        match key.as_str() {
            "paths" => sections.push(value),
            "components" => sections.extend(value.as_object_mut().into_iter().flatten().map(|(_, section)| section)),
            _ => {}
        }
    }
    for section in sections.into_iter().filter_map(Value::as_object_mut) {
        let members = std::mem::take(section);
        section.extend(members.into_iter().rev());
    }
}

#[test]
fn the_order_of_paths_and_components_changes_nothing() {
    for case in cases() {
        let (mut old, mut new) = (case.old.clone(), case.new.clone());
        reorder(&mut old);
        assert!(changes(&case.old, &old).list.is_empty(), "{}", case.name);
        reorder(&mut new);
        let (one, other) = (changes(&case.old, &case.new), changes(&old, &new));
        assert_eq!(json_lines(&one), json_lines(&other), "{}", case.name);
    }
}

/// Rules about what no program names.
const ONLY_ON_THE_WIRE: [&str; 8] = ["A15", "A7", "E12", "O24", "O3", "O33", "U15", "O34"];

#[test]
fn surfaces_alone_have_the_same_verdict() {
    for case in cases() {
        let old = described("old.json", &case.old).expect("the old document is an SDK");
        let new = described("new.json", &case.new).expect("the new document is an SDK");
        let with_wires = compare_versions(Version::from(&old), Version::from(&new)).list;
        let named = with_wires.iter().filter(|change| !ONLY_ON_THE_WIRE.contains(&change.rule.id));
        let verdicts = named.map(|change| (change.rust, change.silent)).filter(|(rust, _)| *rust > Verdict::Patch);
        let alone = compare(&old.0, &new.0).list;
        assert!(alone.iter().all(|change| change.wire.is_none()));
        let found = alone.iter().filter(|change| !ONLY_ON_THE_WIRE.contains(&change.rule.id));
        let found = found.map(|change| (change.rust, change.silent)).max();
        assert_eq!(found, verdicts.max(), "{}: {alone:#?}", case.name);
    }
}

/// What another release of the generator or another configuration makes of the same document.
type Edit = fn(&mut Surface);

fn method<'a>(surface: &'a mut Surface, key: &str) -> &'a mut Method {
    surface.operations.get_mut(key).expect("the operation is there")
}

fn kind<'a>(surface: &'a mut Surface, key: &str) -> &'a mut Kind {
    &mut surface.types.get_mut(&format!("/components/schemas/{key}")).expect("the type is there").kind
}

fn field<'a>(surface: &'a mut Surface, key: &str, name: &str) -> &'a mut Named {
    match kind(surface, key) {
        Kind::Struct { fields, .. } => fields.get_mut(name).expect("the field is there"),
        other => panic!("it is {other:?}"),
    }
}

const EDITS: [(&str, Edit, &[&str]); 28] = [
    (
        "two operations with the same arguments change names",
        |surface| {
            method(surface, "GET /pets/{}").name = "update".to_owned();
            method(surface, "POST /pets/{}").name = "retrieve".to_owned();
        },
        &["O18 silent some/breaks", "O18 silent some/breaks"],
    ),
    (
        "an operation of another path takes the name",
        |surface| {
            method(surface, "GET /pets/{}").name = "other".to_owned();
            let toys = method(surface, "GET /toys/{}");
            (toys.resource, toys.name) = ("pets".to_owned(), "retrieve".to_owned());
        },
        &["O12 silent some/breaks", "O19 major ok/ok"],
    ),
    (
        "an operation with other arguments takes the name",
        |surface| {
            method(surface, "POST /pets/{}").name = "other".to_owned();
            method(surface, "GET /pets").name = "update".to_owned();
        },
        &["N8 major ok/ok", "O12 major some/breaks"],
    ),
    ("a method is renamed", |surface| method(surface, "GET /pets/{}").name = "fetch".to_owned(), &["N8 major ok/ok"]),
    (
        "a list is a singleton",
        |surface| method(surface, "GET /pets").name = "retrieve_all".to_owned(),
        &["N8 major ok/ok"],
    ),
    (
        "a singleton is a list since an operation below it was added",
        |surface| {
            let toys = method(surface, "GET /toys/{}");
            toys.name = "list".to_owned();
            let below = Method { name: "part".to_owned(), ..toys.clone() };
            surface.operations.insert("GET /toys/{}/part".to_owned(), below);
        },
        &["O1 minor ok/some", "O15 major ok/some"],
    ),
    (
        "an action is a resource since its path got another method",
        |surface| {
            let pets = method(surface, "POST /pets/{}");
            pets.resource = "pets.update".to_owned();
            let beside = Method { name: "replace".to_owned(), ..pets.clone() };
            surface.operations.insert("PUT /pets/{}".to_owned(), beside);
        },
        &["O1 minor ok/some", "O13 major ok/some"],
    ),
    (
        "a resource is renamed",
        |surface| {
            let pets = surface.operations.values_mut().filter(|method| method.resource == "pets");
            pets.for_each(|method| method.resource = "animals".to_owned());
        },
        &["O19 major ok/ok"],
    ),
    (
        "a request is renamed",
        |surface| method(surface, "GET /pets/{}").request = "Fetch".to_owned(),
        &["N5 major ok/ok"],
    ),
    (
        "the type of a resource is renamed",
        |surface| drop(surface.resources.insert("pets".to_owned(), "PetsResource".to_owned())),
        &["N4 major ok/ok"],
    ),
    (
        "a setter is renamed",
        |surface| {
            method(surface, "GET /pets").setters.get_mut("query kind").expect("it is there").name = "kinds".to_owned()
        },
        &["I17 major ok/ok"],
    ),
    (
        "two setters change names",
        |surface| {
            let setters = &mut method(surface, "GET /pets").setters;
            setters.get_mut("query kind").expect("it is there").name = "color".to_owned();
            setters.get_mut("query color").expect("it is there").name = "kind".to_owned();
        },
        &["I16 silent loses/loses", "I16 silent loses/loses"],
    ),
    (
        "arguments are a struct",
        |surface| method(surface, "POST /pets/{}").inputs = Some("UpdatePetInputs".to_owned()),
        &["I10 major ok/ok"],
    ),
    (
        "a type is renamed, and all that mention it follow",
        |surface| {
            surface.types.get_mut("/components/schemas/Toy").expect("it is there").name = "Plaything".to_owned();
            field(surface, "Pet", "toy").ty = "Option<Plaything>".to_owned();
            field(surface, "Toy", "toy").ty = "Option<Box<Plaything>>".to_owned();
            method(surface, "GET /toys/{}").returns = "Plaything".to_owned();
        },
        &["N1 major ok/ok"],
    ),
    (
        "two types change names",
        |surface| {
            surface.types.get_mut("/components/schemas/Cat").expect("it is there").name = "Dog".to_owned();
            surface.types.get_mut("/components/schemas/Dog").expect("it is there").name = "Cat".to_owned();
            let Kind::Union { variants, .. } = kind(surface, "Beast") else { panic!("it is a union") };
            variants.get_mut("Cat").expect("it is there").ty = "Box<Dog>".to_owned();
            variants.get_mut("Dog").expect("it is there").ty = "Box<Cat>".to_owned();
        },
        &["N6 silent ok/ok", "N6 silent ok/ok"],
    ),
    ("a field is renamed", |surface| field(surface, "Pet", "name").name = "title".to_owned(), &["N10 major ok/ok"]),
    (
        "two fields change names",
        |surface| {
            field(surface, "Pet", "name").name = "color".to_owned();
            field(surface, "Pet", "color").name = "name".to_owned();
        },
        &["N13 silent loses/loses", "N13 silent loses/loses"],
    ),
    (
        "a field is boxed",
        |surface| field(surface, "Pet", "toy").ty = "Option<Box<Toy>>".to_owned(),
        &["M39 major ok/ok"],
    ),
    (
        "a field is no longer boxed",
        |surface| field(surface, "Toy", "toy").ty = "Option<Toy>".to_owned(),
        &["M38 major ok/ok"],
    ),
    (
        "a variant is no longer boxed",
        |surface| {
            let Kind::Union { variants, .. } = kind(surface, "Beast") else { panic!("it is a union") };
            variants.get_mut("Cat").expect("it is there").ty = "Cat".to_owned();
        },
        &["U5 major ok/ok"],
    ),
    (
        "a variant is renamed",
        |surface| {
            let Kind::Union { variants, .. } = kind(surface, "Beast") else { panic!("it is a union") };
            variants.get_mut("Cat").expect("it is there").name = "Feline".to_owned();
        },
        &["E7 major ok/ok"],
    ),
    (
        "a default value is lost",
        |surface| {
            let toy = surface.types.values_mut().find(|model| model.name == "Toy").expect("it is there");
            toy.derives.remove("Default");
        },
        &["M20 major ok/ok"],
    ),
    (
        "a feature is not on by default",
        |surface| surface.default_features = ["pets".to_owned()].into(),
        &["O28 major ok/ok"],
    ),
    ("all features are on by default", |surface| surface.default_features = ["full".to_owned()].into(), &[]),
    (
        "a feature compiles less",
        |surface| {
            let pet = surface.types.get_mut("/components/schemas/Pet").expect("it is there");
            pet.features = ["toys".to_owned()].into();
        },
        &["O30 major ok/ok"],
    ),
    (
        "a feature is renamed",
        |surface| {
            surface.features.remove("toys");
            surface.features.insert("playthings".to_owned());
        },
        &["O27 major ok/ok", "O34 minor ok/ok"],
    ),
    (
        "the variable of a scheme changes",
        |surface| {
            let main = surface.credentials.get_mut("main").expect("it is there");
            main.variables = vec![vec!["OTHER".to_owned()]];
        },
        &["S4 silent ok/ok"],
    ),
    (
        "pages are read backward",
        |surface| {
            let pets = method(surface, "GET /pets");
            (pets.item, pets.backward) = (Some("Pet".to_owned()), true);
        },
        &["P1 minor ok/some"],
    ),
];

#[test]
fn surfaces_that_no_document_has() {
    let document = read(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/diff/report/surfaces.yaml"));
    let old = described("api.json", &document).expect("it is an SDK");
    let mut failures = Vec::new();
    for (name, edit, expected) in EDITS {
        let mut new = described("api.json", &document).expect("it is an SDK");
        edit(&mut new.0);
        let mut found: Vec<String> =
            compare_versions(Version::from(&old), Version::from(&new)).list.iter().map(written).collect();
        found.sort();
        if found != expected {
            failures.push(format!("{name}\n  wanted {expected:?}\n  found  {found:?}"));
        }
    }
    assert!(failures.is_empty(), "{}:\n{}", failures.len(), failures.join("\n"));
}

#[test]
fn a_report_reads_well() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/diff/report");
    let changes = changes(&read(&folder.join("old.yaml")), &read(&folder.join("new.yaml")));
    insta::assert_snapshot!("human", human(&changes));
    insta::assert_snapshot!("markdown", markdown(&changes));
    insta::assert_snapshot!("json", json_lines(&changes));
}
