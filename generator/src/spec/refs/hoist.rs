//! References into the middle of something: the target becomes a component, and both the place where it stood and the
//! reference refer to that. Nobody behind this has to follow pointers through the document.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::super::grammar::{Kind, METHODS};
use super::{Decision, Decisions, component_reference};
use crate::diagnostics::Diagnostics;
use crate::pointer::Pointer;

/// Moves every target that is to be hoisted, and turns the decisions about it into plain ones.
pub(super) fn hoist(root: &mut Value, decisions: &mut Decisions, diagnostics: &mut Diagnostics) {
    let mut targets: BTreeMap<(usize, Pointer), (Kind, String)> = BTreeMap::new();
    for ((_, kind), decision) in decisions.iter() {
        if let Decision::Hoist(pointer) = decision {
            targets.insert((depth(pointer), pointer.clone()), (*kind, String::new()));
        }
    }
    // The deepest first: what holds it then moves with a reference inside.
    for ((_, pointer), (kind, reference)) in targets.iter_mut().rev() {
        let name = free_name(root, *kind, &name_for(root, pointer));
        *reference = component_reference(*kind, &name);
        let Some(node) = root.pointer_mut(pointer.as_str()) else { continue };
        let moved = std::mem::replace(node, json!({"$ref": reference}));
        let section = kind.section().unwrap_or_default();
        diagnostics.moved(Pointer::root().child("components").child(section).child(&name), pointer.clone());
        insert(root, section, name, moved);
    }
    for decision in decisions.values_mut() {
        if let Decision::Hoist(pointer) = decision
            && let Some((_, reference)) = targets.get(&(depth(pointer), pointer.clone()))
        {
            *decision = Decision::Write(reference.clone());
        }
    }
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

/// A name made of the words on the way: of a component its name and the properties below, of an operation its id.
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
    words.extend(rest.iter().filter_map(|key| telling(key)));
    capitalised(&words)
}

/// The word for a key on the way; those that only hold something have none.
fn telling(key: &str) -> Option<&str> {
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

fn free_name(root: &Value, kind: Kind, wanted: &str) -> String {
    let section = kind.section().unwrap_or_default();
    let taken = |name: &str| root.get("components").and_then(|c| c.get(section)).is_some_and(|s| s.get(name).is_some());
    if !taken(wanted) {
        return wanted.to_owned();
    }
    (2..).map(|number| format!("{wanted}{number}")).find(|name| !taken(name)).unwrap_or_default()
}
