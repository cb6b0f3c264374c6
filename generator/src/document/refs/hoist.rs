//! Turns the targets of references outside of the components into components; both the original location and the
//! reference then refer to the component. Later stages need not follow pointers through the document.

use std::collections::{BTreeMap, HashMap, HashSet};

use serde_json::{Value, json};

use super::super::grammar::{Kind, METHODS, SECTIONS, reference_of};
use super::{Decision, Decisions, component_reference};
use crate::diagnostics::Diagnostics;
use crate::pointer::Pointer;

/// Moves every target of `Hoist` to the components, and replaces these decisions by references.
pub(super) fn hoist(root: &mut Value, decisions: &mut Decisions, diagnostics: &mut Diagnostics) {
    let mut targets: BTreeMap<Pointer, Kind> = BTreeMap::new();
    for ((_, kind), decision) in decisions.iter() {
        if let Decision::Hoist(pointer) = decision {
            targets.insert(pointer.clone(), *kind);
        }
    }
    let mut claims = claims(root, decisions);
    let mut names = Names::new(root);
    let mut named: Vec<(usize, Pointer, Kind, String)> = Vec::new();
    // Targets that are nested less get the better names.
    let mut in_order: Vec<(Pointer, Kind)> = targets.into_iter().collect();
    in_order.sort_by_cached_key(|(pointer, _)| (depth(pointer), pointer.clone()));
    for (pointer, kind) in in_order {
        let name = claims.remove(&pointer).unwrap_or_else(|| names.free(kind, &names_for(root, &pointer)));
        named.push((depth(&pointer), pointer, kind, name));
    }
    let mut references: HashMap<Pointer, String> = HashMap::new();
    // The deepest first: the nodes around it then move with a reference inside.
    for (_, pointer, kind, name) in named.into_iter().rev() {
        let reference = component_reference(kind, &name);
        let Some(node) = root.pointer_mut(pointer.as_str()) else { continue };
        let moved = std::mem::replace(node, json!({"$ref": reference}));
        let section = kind.section().unwrap_or_default();
        diagnostics.moved(Pointer::root().child("components").child(section).child(&name), pointer.clone());
        insert(root, section, name, moved);
        references.insert(pointer, reference);
    }
    for decision in decisions.values_mut() {
        if let Decision::Hoist(pointer) = decision
            && let Some(reference) = references.get(pointer)
        {
            *decision = Decision::Write(reference.clone());
        }
    }
}

/// Returns the targets that a component only refers to: they replace the component and get its name.
fn claims(root: &Value, decisions: &Decisions) -> HashMap<Pointer, String> {
    let mut claims = HashMap::new();
    for (section, kind) in SECTIONS {
        let entries = root.get("components").and_then(|components| components.get(section)).and_then(Value::as_object);
        for (name, entry) in entries.into_iter().flatten() {
            let is_mere = entry.as_object().is_some_and(|members| members.len() == 1);
            let Some(reference) = reference_of(entry).filter(|_| is_mere) else { continue };
            if let Some(Decision::Hoist(pointer)) = decisions.get(&(reference.to_owned(), kind)) {
                claims.entry(pointer.clone()).or_insert_with(|| name.clone());
            }
        }
    }
    claims
}

fn depth(pointer: &Pointer) -> usize {
    pointer.segments().count()
}

fn insert(root: &mut Value, section: &str, name: String, value: Value) {
    let Value::Object(members) = root else { return };
    let components = members.entry("components").or_insert_with(|| json!({}));
    let Value::Object(sections) = components else { return };
    if let Value::Object(entries) = sections.entry(section).or_insert_with(|| json!({})) {
        entries.insert(name, value);
    }
}

/// Returns possible names for a target, best first.
fn names_for(root: &Value, pointer: &Pointer) -> Vec<String> {
    let (Some(file), inner) = pointer.file() else { return vec![name_for(root, pointer)] };
    let keys: Vec<String> = inner.segments().collect();
    let mut own: Vec<&str> = match &keys[..] {
        [first, _, name, below @ ..] if first == "components" => {
            std::iter::once(name.as_str()).chain(below.iter().filter_map(|key| word_of(key))).collect()
        }
        keys => keys.iter().filter_map(|key| word_of(key)).collect(),
    };
    if own.is_empty() {
        own.extend(keys.last().map(String::as_str));
    }
    // A whole file is named after the file, and after its folders too if several files have the same name.
    let mut parts = file.rsplit('/').map(|part| part.split_once('.').map_or(part, |(stem, _)| stem));
    let stem = parts.next().unwrap_or_default();
    let mut words = if own.is_empty() { vec![stem] } else { own };
    let mut names = Vec::new();
    if !GENERAL.contains(&words.concat().to_lowercase().as_str()) {
        names.push(capitalised(&words));
    }
    for folder in parts.filter(|folder| !folder.is_empty() && !GENERAL.contains(&folder.to_lowercase().as_str())) {
        words.insert(0, folder);
        names.push(capitalised(&words));
    }
    if names.is_empty() { vec![capitalised(&words)] } else { names }
}

/// Returns a name made of the keys on the path: the name of a component and the properties below it, or the id of an
/// operation.
fn name_for(root: &Value, pointer: &Pointer) -> String {
    let keys: Vec<String> = pointer.segments().collect();
    let mut words: Vec<&str> = Vec::new();
    let mut rest = &keys[..];
    match &keys[..] {
        [first, _, name, below @ ..] if first == "components" => {
            words.push(name);
            rest = below;
        }
        [first, path, method, below @ ..] if first == "paths" && METHODS.contains(&method.as_str()) => {
            match root["paths"][path][method]["operationId"].as_str() {
                Some(id) => words.push(id),
                None => words.extend([method.as_str(), path]),
            }
            rest = below;
        }
        [first, path, below @ ..] if first == "paths" => {
            words.push(path);
            rest = below;
        }
        [_, name, below @ ..] => {
            words.push(name);
            rest = below;
        }
        _ => {}
    }
    words.extend(rest.iter().filter_map(|key| word_of(key)));
    capitalised(&words)
}

/// Names of folders and files that only describe the kind of their content.
const GENERAL: [&str; 24] = [
    "index",
    "_index",
    "schema",
    "schemas",
    "model",
    "models",
    "component",
    "components",
    "response",
    "responses",
    "parameter",
    "parameters",
    "header",
    "headers",
    "example",
    "examples",
    "definition",
    "definitions",
    "requestbodies",
    "shared",
    "common",
    "resources",
    "specification",
    "document",
];

/// Returns the word for a key on the path; keys that only group something have none.
fn word_of(key: &str) -> Option<&str> {
    match key {
        "properties" | "schema" | "schemas" | "content" | "allOf" | "oneOf" | "anyOf" | "$defs" | "definitions"
        | "responses" | "parameters" => None,
        "items" => Some("item"),
        "additionalProperties" => Some("value"),
        "requestBody" => Some("body"),
        media_type if media_type.contains('/') => None,
        other => Some(other),
    }
}

fn capitalised(words: &[&str]) -> String {
    let mut name = String::new();
    for word in words {
        for part in
            word.split(|letter: char| !letter.is_alphanumeric() && letter != '_').filter(|part| !part.is_empty())
        {
            let mut letters = part.chars();
            name.extend(letters.next().into_iter().flat_map(char::to_uppercase));
            name.push_str(letters.as_str());
        }
    }
    if name.is_empty() { "Shared".to_owned() } else { name }
}

/// The names of components.
struct Names {
    taken: HashMap<&'static str, HashSet<String>>,
    /// The last number that was tried for a name.
    numbers: HashMap<(&'static str, String), usize>,
}

impl Names {
    fn new(root: &Value) -> Self {
        let names = |section: &str| {
            let entries = root.get("components").and_then(|components| components.get(section));
            entries.and_then(Value::as_object).map(|entries| entries.keys().cloned().collect()).unwrap_or_default()
        };
        Self { taken: SECTIONS.map(|(section, _)| (section, names(section))).into(), numbers: HashMap::new() }
    }

    /// Returns the first of the wanted names that is free, else the first one with a number.
    fn free(&mut self, kind: Kind, wanted: &[String]) -> String {
        let section = kind.section().unwrap_or_default();
        let taken = self.taken.entry(section).or_default();
        let free = wanted.iter().find(|name| !taken.contains(*name)).cloned().unwrap_or_else(|| {
            let first = wanted.first().cloned().unwrap_or_default();
            let number = self.numbers.entry((section, first.clone())).or_insert(1);
            loop {
                *number += 1;
                let name = format!("{first}{number}");
                if !taken.contains(&name) {
                    break name;
                }
            }
        });
        taken.insert(free.clone());
        free
    }
}
