//! Every endpoint of the API, as a list from outside of this project tells them, is in the table of operations: same
//! method, path and ID. The table has no parameters; those are looked up in the document that the SDK is made from, and
//! their Rust names in `api.md`, which is written from what the sources are written from.

mod document;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::{self, Write};
use std::path::Path;

use document::{Document, elements, read_yaml};
use keycard::operations::OPERATIONS;
use keycard::serde_json::Value;

/// The lists that have the former name of `expand[]` besides, by choice; the facts have only one of both.
const TWO_EXPANDS: [&str; 6] = [
    "zones.policySchemas.list",
    "zones.policies.list",
    "zones.policies.versions.list",
    "zones.policySets.list",
    "zones.policySets.versions.list",
    "zones.policySets.versions.listPolicies",
];

/// `None`, and a word about it, where the list is absent: it is not part of this repository.
fn facts() -> Option<Value> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/keycard/facts.yaml");
    match read_yaml(&path) {
        Ok(facts) => Some(facts),
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            // Not by `eprintln!`, which nobody sees of a test that passes.
            let told = writeln!(io::stderr(), "\nNOT RUN: there is no list of endpoints at {}", path.display());
            told.expect("there is a standard error output");
            None
        }
        Err(error) => panic!("{}: {error}", path.display()),
    }
}

/// The path with its placeholders numbered, and their names.
fn placeholders(path: &str) -> (String, Vec<&str>) {
    let mut names = Vec::new();
    let segments = path.split('/').map(|segment| {
        let Some(name) = segment.strip_prefix('{').and_then(|rest| rest.strip_suffix('}')) else {
            return segment.to_owned();
        };
        names.push(name);
        format!("{{{}}}", names.len())
    });
    (segments.collect::<Vec<_>>().join("/"), names)
}

/// `serviceAccounts` is `service_accounts`, `X-API-Version` is `x_api_version`, `filter[id]` is `filter_id`.
fn snake(name: &str) -> String {
    let mut words = String::new();
    let mut previous = '_';
    for letter in name.chars() {
        match letter {
            '-' | '[' => words.push('_'),
            ']' => {}
            letter if letter.is_ascii_uppercase() => {
                if previous.is_ascii_lowercase() {
                    words.push('_');
                }
                words.push(letter.to_ascii_lowercase());
            }
            letter => words.push(letter),
        }
        previous = letter;
    }
    words.trim_end_matches('_').to_owned()
}

fn string<'a>(value: &'a Value, name: &str) -> &'a str {
    value[name].as_str().unwrap_or_else(|| panic!("no {name} in {value}"))
}

#[test]
fn every_endpoint_is_in_the_table() {
    let Some(facts) = facts() else { return };
    let mut table: BTreeMap<String, (String, String)> = BTreeMap::new();
    for operation in OPERATIONS {
        let found = (operation.method().to_string(), placeholders(operation.path()).0);
        assert!(table.insert(snake(operation.id()), found).is_none(), "{} is there twice", operation.id());
    }
    let endpoints: Vec<&Value> = elements(&facts["endpoints"]).collect();
    assert_eq!(Some(endpoints.len() as u64), facts["counts"]["endpoints"].as_u64());
    assert_eq!(endpoints.len(), 106);
    for endpoint in &endpoints {
        let expected = (string(endpoint, "method").to_owned(), placeholders(string(endpoint, "path")).0);
        let id = snake(string(endpoint, "id"));
        assert_eq!(table.remove(&id), Some(expected), "{id}");
    }
    assert!(table.is_empty(), "the SDK has more than there is: {table:?}");
}

#[test]
fn every_parameter_is_in_the_document() {
    let Some(facts) = facts() else { return };
    let document = Document::read();
    let operations = document.operations();
    let mut checked = 0;
    for endpoint in elements(&facts["endpoints"]) {
        let id = string(endpoint, "id");
        let operation = operations.iter().find(|operation| operation.id == id);
        let operation = operation.unwrap_or_else(|| panic!("the document has no {id}"));
        let expected: BTreeSet<(String, &str)> = elements(&endpoint["params"])
            .map(|parameter| (string(parameter, "name"), string(parameter, "in")))
            .map(|(name, location)| (by_position(name, location, string(endpoint, "path")), location))
            .collect();
        let parameters = document.parameters(operation);
        let mut found: BTreeSet<(String, &str)> = BTreeSet::new();
        for (name, location, parameter) in parameters {
            // Of the two names, the facts have one or the other.
            let twin = TWO_EXPANDS.contains(&id) && matches!(name, "expand" | "expand[]");
            if twin {
                assert_eq!(parameter["deprecated"] == Value::Bool(true), name == "expand", "{id} {name}");
            }
            let name = by_position(name, location, operation.path);
            if !twin || expected.contains(&(name.clone(), location)) {
                assert!(found.insert((name, location)), "{id} has a parameter twice");
            }
        }
        assert_eq!(found, expected, "{id}");
        checked += found.len();
    }
    println!("{checked} parameters checked");
    assert!(checked > 400, "only {checked} parameters");
}

/// Names of placeholders differ where the facts have several for one thing; their place counts.
fn by_position(name: &str, location: &str, path: &str) -> String {
    if location != "path" {
        return name.to_owned();
    }
    let names = placeholders(path).1;
    let place = names.iter().position(|known| *known == name);
    format!("{{{}}}", place.unwrap_or_else(|| panic!("{path} has no {name}")) + 1)
}

#[test]
fn every_parameter_has_a_setter() {
    let Some(facts) = facts() else { return };
    let listing = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("api.md"));
    let listing = listing.expect("the listing of the operations is beside the sources");
    let entries: BTreeMap<(String, String), &str> = listing.split("\n- `").skip(1).map(entry).collect();
    for endpoint in elements(&facts["endpoints"]) {
        let key = (string(endpoint, "method").to_owned(), placeholders(string(endpoint, "path")).0);
        let setters = entries.get(&key).unwrap_or_else(|| panic!("{key:?} is not listed"));
        for parameter in elements(&endpoint["params"]).filter(|parameter| parameter["in"] != "path") {
            let name = snake(string(parameter, "name"));
            let found = [format!("`.{name}("), format!("`.{name}_(")].iter().any(|setter| setters.contains(setter));
            assert!(found, "{key:?} has no setter {name}: {setters}");
        }
    }
}

/// Method and path of an entry of the listing, and the entry.
fn entry(entry: &str) -> ((String, String), &str) {
    let line = entry.lines().nth(1).expect("the second line is the endpoint");
    let (method, path) = line.trim().trim_matches('`').split_once(' ').expect("it is `METHOD /path`");
    ((method.to_owned(), placeholders(path).0), entry)
}
