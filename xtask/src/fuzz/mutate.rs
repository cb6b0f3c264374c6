//! Mutates documents: removes, duplicates, swaps and moves nodes, redirects references, renames keys, changes types of
//! values, or changes characters of the text. Knows where references are, and the keywords of OpenAPI, but not their
//! meaning.

use std::collections::BTreeSet;

use sdkgen::pointer::{escaped, unescaped};
use serde_json::{Map, Value, json};

use crate::random::Random;

/// A document to start from.
pub(super) struct Document {
    pub(super) value: Value,
    /// Its text, unless it is long.
    pub(super) text: Option<String>,
}

/// The most nodes of a mutant.
const NODES: usize = 60_000;
/// The number of paths that are kept of long documents.
const PATHS: usize = 8;

const WORDS: [&str; 58] = [
    "$ref",
    "type",
    "properties",
    "items",
    "allOf",
    "oneOf",
    "anyOf",
    "not",
    "enum",
    "const",
    "format",
    "nullable",
    "required",
    "additionalProperties",
    "discriminator",
    "mapping",
    "propertyName",
    "default",
    "example",
    "examples",
    "parameters",
    "in",
    "name",
    "schema",
    "content",
    "style",
    "explode",
    "responses",
    "requestBody",
    "headers",
    "links",
    "callbacks",
    "security",
    "securitySchemes",
    "components",
    "paths",
    "servers",
    "url",
    "variables",
    "tags",
    "operationId",
    "deprecated",
    "readOnly",
    "writeOnly",
    "minimum",
    "exclusiveMinimum",
    "maxLength",
    "pattern",
    "200",
    "default",
    "get",
    "post",
    "$id",
    "$anchor",
    "$defs",
    "prefixItems",
    "patternProperties",
    "$dynamicRef",
];
const TEXTS: [&str; 30] = [
    "",
    " ",
    "a",
    "string",
    "integer",
    "object",
    "array",
    "null",
    "number",
    "boolean",
    "path",
    "query",
    "self",
    "Self",
    "type",
    "r#fn",
    "é",
    "\u{202e}x",
    "\u{0}",
    "/",
    "{a}",
    "/a/{b}/{b}",
    "2024-01-01",
    "1e400",
    "{{",
    "*/ \" \\ ``` #\"",
    "application/json",
    "multipart/form-data",
    "https://{a}.example/{b}",
    "-0",
];

/// Returns a mutant of a document.
pub(super) fn mutant(document: &Document, random: &mut Random) -> String {
    match &document.text {
        Some(text) if random.below(4) == 0 => letters(text, random),
        Some(_) => nodes(document.value.clone(), random),
        None => nodes(cut(&document.value, random), random),
    }
}

fn letters(text: &str, random: &mut Random) -> String {
    let mut letters: Vec<char> = text.chars().collect();
    let odd: Vec<char> = "{}[],:&*!|>'\"%@`#- \n\t\u{0}\u{feff}\u{2028}é0~/$".chars().collect();
    for _ in 0..=random.below(4) {
        let at = random.below(letters.len());
        let end = (at + 1 + random.below(40)).min(letters.len());
        match random.below(4) {
            0 => drop(letters.drain(at..end)),
            1 => {
                let part: Vec<char> = letters[at..end].to_vec();
                let to = random.below(letters.len());
                letters.splice(to..to, part);
            }
            2 => letters.insert(at, odd[random.below(odd.len())]),
            _ => {
                if let Some(letter) = letters.get_mut(at) {
                    *letter = odd[random.below(odd.len())];
                }
            }
        }
    }
    letters.into_iter().collect()
}

fn nodes(mut value: Value, random: &mut Random) -> String {
    for _ in 0..=random.below(6) {
        let mut locations = Vec::new();
        locations_of(&value, String::new(), &mut locations);
        if locations.len() > NODES {
            break;
        }
        mutate(&mut value, &locations, random);
    }
    value.to_string()
}

fn locations_of(value: &Value, at: String, locations: &mut Vec<String>) {
    match value {
        Value::Object(members) => {
            for (key, member) in members {
                let location = format!("{at}/{}", escaped(key));
                locations_of(member, location, locations);
            }
        }
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                locations_of(item, format!("{at}/{index}"), locations);
            }
        }
        _ => {}
    }
    if !at.is_empty() {
        locations.push(at);
    }
}

fn mutate(value: &mut Value, locations: &[String], random: &mut Random) -> Option<()> {
    let location = random.of(locations)?.clone();
    let other = random.of(locations)?.clone();
    let copy = value.pointer(&other)?.clone();
    match random.below(10) {
        0 => remove(value, &location),
        1 => insert(value, &location, copy, random),
        2 => {
            let old = std::mem::replace(value.pointer_mut(&location)?, copy);
            *value.pointer_mut(&other)? = old;
        }
        3 => *value.pointer_mut(&location)? = copy,
        4 | 5 => redirect(value, locations, other, random)?,
        6 => rename(value, &location, random)?,
        7 => *value.pointer_mut(&location)? = scalar(random),
        8 => insert(value, &location, scalar(random), random),
        _ => {
            let node = value.pointer_mut(&location)?;
            let own = node.take();
            *node = match random.below(4) {
                0 => json!([own, copy]),
                1 => json!({"allOf": [own, copy]}),
                2 => json!({"oneOf": [own, copy, {"type": "null"}]}),
                _ => json!({"type": "array", "items": own}),
            };
        }
    }
    Some(())
}

/// Redirects a reference to another location.
fn redirect(value: &mut Value, locations: &[String], target: String, random: &mut Random) -> Option<()> {
    let references: Vec<&String> = locations.iter().filter(|location| location.ends_with("/$ref")).collect();
    let target = match random.below(6) {
        0 => value.pointer(random.of(&references)?)?.as_str()?.to_owned(),
        1 => "other.yaml#/a".to_owned(),
        _ => format!("#{target}"),
    };
    match random.of(&references) {
        Some(location) if random.below(3) > 0 => *value.pointer_mut(location)? = json!(target),
        _ => *value.pointer_mut(random.of(locations)?)? = json!({"$ref": target}),
    }
    Some(())
}

fn remove(value: &mut Value, location: &str) {
    let Some((holder, key)) = location.rsplit_once('/') else { return };
    match value.pointer_mut(holder) {
        Some(Value::Object(members)) => {
            members.remove(&unescaped(key));
        }
        Some(Value::Array(items)) => {
            if let Some(index) = key.parse::<usize>().ok().filter(|index| *index < items.len()) {
                items.remove(index);
            }
        }
        _ => {}
    }
}

/// Inserts a node into the node at a location, or beside it.
fn insert(value: &mut Value, location: &str, new: Value, random: &mut Random) {
    let into = if random.below(2) == 0 { location } else { location.rsplit_once('/').map_or("", |(holder, _)| holder) };
    match value.pointer_mut(into) {
        Some(Value::Object(members)) => {
            members.insert((*random.of(&WORDS).unwrap_or(&"x")).to_owned(), new);
        }
        Some(Value::Array(items)) => items.push(new),
        Some(node) => *node = new,
        None => {}
    }
}

fn rename(value: &mut Value, location: &str, random: &mut Random) -> Option<()> {
    let (holder, key) = location.rsplit_once('/')?;
    let key = unescaped(key);
    let members = value.pointer_mut(holder)?.as_object_mut()?;
    let new = match random.below(3) {
        0 => (*random.of(&WORDS)?).to_owned(),
        1 => (*random.of(&TEXTS)?).to_owned(),
        _ => format!("{key}{}", if random.below(2) == 0 { "_" } else { " x" }),
    };
    let old = std::mem::take(members);
    *members = old.into_iter().map(|(name, member)| (if name == key { new.clone() } else { name }, member)).collect();
    Some(())
}

fn scalar(random: &mut Random) -> Value {
    match random.below(12) {
        0 => Value::Null,
        1 => json!(true),
        2 => json!(false),
        3 => json!(-1),
        4 => json!(u64::MAX),
        5 => json!(i64::MIN),
        6 => json!(1e308),
        7 => json!([]),
        8 => json!({}),
        9 => json!("x".repeat(10_000)),
        _ => json!(random.of(&TEXTS).copied().unwrap_or_default()),
    }
}

/// Returns a document with a few of the paths, and the components that those need.
fn cut(value: &Value, random: &mut Random) -> Value {
    let mut small = Map::new();
    for (key, member) in value.as_object().into_iter().flatten() {
        if !matches!(key.as_str(), "paths" | "components" | "definitions" | "parameters" | "responses") {
            small.insert(key.clone(), member.clone());
        }
    }
    let paths: Vec<(&String, &Value)> = value.get("paths").and_then(Value::as_object).into_iter().flatten().collect();
    let kept = (0..PATHS).filter_map(|_| random.of(&paths)).map(|(path, item)| ((*path).clone(), (*item).clone()));
    small.insert("paths".to_owned(), Value::Object(kept.collect()));
    let mut small = Value::Object(small);
    let (mut known, mut rest) = (BTreeSet::new(), Vec::new());
    references(&small, &mut rest);
    while let Some(reference) = rest.pop() {
        let keys: Vec<String> = reference.trim_start_matches("#/").split('/').map(unescaped).collect();
        let location = reference.trim_start_matches('#');
        if keys.len() > 3 || !known.insert(reference.clone()) || known.len() > 150 {
            continue;
        }
        let Some(target) = value.pointer(location) else { continue };
        references(target, &mut rest);
        let mut node = &mut small;
        for key in &keys {
            if !node.is_object() {
                break;
            }
            node = &mut node[key.as_str()];
            if node.is_null() {
                *node = json!({});
            }
        }
        *node = target.clone();
    }
    small
}

fn references(value: &Value, found: &mut Vec<String>) {
    match value {
        Value::Object(members) => {
            found.extend(
                members.get("$ref").and_then(Value::as_str).filter(|text| text.starts_with("#/")).map(str::to_owned),
            );
            members.values().for_each(|member| references(member, found));
        }
        Value::Array(items) => items.iter().for_each(|item| references(item, found)),
        _ => {}
    }
}
