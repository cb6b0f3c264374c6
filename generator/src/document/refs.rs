//! Resolves references: every real `$ref` (not those in examples) is looked up before the next stage. Afterwards each
//! has the form `#/components/<section>/<name>`, leads to a component of the right kind, and is in no cycle. Knows the
//! raw value only.

mod hoist;
mod link;
mod path_items;
mod resolve;

use std::collections::{HashMap, HashSet};

use serde_json::Value;

pub(super) use self::link::{Fetch, explore};
pub(super) use self::resolve::decode;
pub(crate) use self::resolve::within;

use self::link::{OutsideTargets, link};
use self::resolve::{Failure, Target, resolve};
use super::budget::Budget;
use super::grammar::{Kind, reference_of, walk, walk_mut};
use super::notes::Notes;
use super::path::Path;
use crate::diagnostics::{Diagnostic, Diagnostics, Location, codes};
use crate::pointer::{Pointer, unescaped};

/// What to do with the references with one text and one kind of target.
type Decisions = HashMap<(String, Kind), Decision>;

enum Decision {
    /// It is correct.
    Keep,
    /// It is replaced by this reference.
    Write(String),
    /// It leads to a location that becomes a component.
    Hoist(Pointer),
    /// It has no target, and the run is lenient: the node then allows anything.
    Forget,
}

/// Brings all references into that form, and replaces path items that are references by their targets. `name` is the
/// name of the document's own file, `fetch` parses the others.
pub(super) fn resolve_all(
    root: &mut Value,
    name: &str,
    lenient: bool,
    fetch: &mut Fetch<'_>,
    budget: &mut Budget,
    notes: &Notes,
    diagnostics: &mut Diagnostics,
) {
    let outside_targets = link(root, name, lenient, fetch, budget, notes, diagnostics);
    if !diagnostics.has_errors() {
        path_items::inline(root, lenient, budget, diagnostics);
    }
    // After an error, only further errors are collected.
    let mut decisions = decide(root, &outside_targets, lenient, notes, diagnostics);
    if diagnostics.has_errors() {
        return;
    }
    hoist::hoist(root, &mut decisions, diagnostics);
    rewrite(root, &decisions);
    mappings(root, notes);
    super::files::reserve_other_files(root);
    cycles(root, diagnostics);
}

/// The first diagnostic of a reference without a target, and how often the reference occurs.
type Failures = Vec<(Failure, String, Pointer, usize)>;

fn decide(
    root: &Value,
    outside_targets: &OutsideTargets,
    lenient: bool,
    notes: &Notes,
    diagnostics: &mut Diagnostics,
) -> Decisions {
    let mut decisions = Decisions::new();
    let mut failures = Failures::new();
    let mut failed: HashMap<(String, Kind), usize> = HashMap::new();
    let mut kinds: HashMap<Pointer, Kind> = HashMap::new();
    let mut decide = |value: &Value, kind: Kind, at: &Path<'_>| {
        mapped(root, value, kind, &mut decisions);
        let (Some(reference), Some(_)) = (reference_of(value), kind.section()) else { return };
        let key = (reference.to_owned(), kind);
        if let Some(failure) = failed.get(&key) {
            if let Some(failure) = failures.get_mut(*failure) {
                failure.3 += 1;
            }
            return;
        }
        if decisions.contains_key(&key) {
            return;
        }
        let resolved = resolve(root, reference, kind).and_then(|target| match &target {
            // A target that is used as two kinds can be a component of only one of them.
            Target::Elsewhere(location) => match *kinds.entry(location.clone()).or_insert(kind) {
                first if first == kind => Ok(target),
                first => Err(Failure::WrongKind { wanted: kind, found: first.words() }),
            },
            Target::Component { .. } => Ok(target),
        });
        let decision = match resolved {
            Ok(Target::Component { name, mended }) => {
                let written = component_reference(kind, &name);
                if mended {
                    let message = format!("`{reference}` does not exist; `{written}` is used");
                    notes.warn(codes::MENDED_REFERENCE, &at.key("$ref"), message);
                }
                if written == reference { Decision::Keep } else { Decision::Write(written) }
            }
            Ok(Target::Elsewhere(pointer)) => Decision::Hoist(pointer),
            Err(failure) => {
                failed.insert(key.clone(), failures.len());
                failures.push((failure, key.0.clone(), at.pointer().child("$ref"), 1));
                Decision::Forget
            }
        };
        decisions.insert(key, decision);
    };
    walk(root, Kind::Document, &Path::Root, &mut decide);
    for (location, kind) in outside_targets {
        if let Some(value) = root.pointer(location.as_str()) {
            walk(value, *kind, &Path::At(location), &mut decide);
        }
    }
    for (failure, reference, location, count) in failures {
        diagnostics.push(failure.diagnostic(&reference, location, count, lenient));
    }
    decisions
}

/// Turns schemas that are named only in the mapping of a discriminator into components too.
fn mapped(root: &Value, value: &Value, kind: Kind, decisions: &mut Decisions) {
    let Some(mapping) = mapping_of(value).filter(|_| kind == Kind::Schema) else { return };
    for target in mapping.values().filter_map(Value::as_str).filter(|target| target.starts_with('#')) {
        let key = (target.to_owned(), kind);
        if !decisions.contains_key(&key)
            && let Ok(Target::Elsewhere(location)) = resolve(root, target, kind)
        {
            decisions.insert(key, Decision::Hoist(location));
        }
    }
}

fn rewrite(root: &mut Value, decisions: &Decisions) {
    walk_mut(root, Kind::Document, &Path::Root, &mut |value, kind, _| {
        let Some(reference) = reference_of(value) else { return };
        match decisions.get(&(reference.to_owned(), kind)) {
            Some(Decision::Write(written)) => value["$ref"] = Value::String(written.clone()),
            Some(Decision::Forget) => {
                if let Value::Object(members) = value {
                    members.shift_remove("$ref");
                }
            }
            Some(Decision::Keep | Decision::Hoist(_)) | None => {}
        }
    });
}

/// Converts the values of `discriminator.mapping`, names or references, to references.
fn mappings(root: &mut Value, notes: &Notes) {
    let mut written: HashMap<String, Option<String>> = HashMap::new();
    walk(root, Kind::Document, &Path::Root, &mut |value, kind, at| {
        let (Kind::Schema, Some(mapping)) = (kind, mapping_of(value)) else { return };
        for (name, target) in mapping {
            let Some(target) = target.as_str() else { continue };
            let resolved = written.entry(target.to_owned()).or_insert_with(|| match resolve(root, target, kind) {
                Ok(Target::Component { name, .. }) => Some(component_reference(kind, &name)),
                Ok(Target::Elsewhere(_)) | Err(_) => None,
            });
            if resolved.is_none() {
                let message = format!("`{target}` is not a schema of this document; the mapping is ignored");
                notes.warn(codes::UNKNOWN_MAPPING, &at.key("discriminator").key("mapping").key(name), message);
            }
        }
    });
    walk_mut(root, Kind::Document, &Path::Root, &mut |value, kind, _| {
        if kind != Kind::Schema || mapping_of(value).is_none() {
            return;
        }
        let Some(mapping) = value["discriminator"]["mapping"].as_object_mut() else { return };
        mapping.retain(|_, target| match target.as_str().and_then(|target| written.get(target)) {
            Some(Some(reference)) => {
                *target = Value::String(reference.clone());
                true
            }
            _ => false,
        });
    });
}

fn mapping_of(value: &Value) -> Option<&serde_json::Map<String, Value>> {
    value.get("discriminator")?.get("mapping")?.as_object()
}

/// Reports components that refer to themselves, directly or not.
fn cycles(root: &Value, diagnostics: &mut Diagnostics) {
    for (section, kind) in super::grammar::SECTIONS {
        let Some(entries) = root.get("components").and_then(|c| c.get(section)).and_then(Value::as_object) else {
            continue;
        };
        // Each entry is visited once: a path ends where an earlier one passed.
        let mut passed = HashSet::new();
        for (name, value) in entries {
            let (mut path, mut locations, mut step) = (Vec::new(), HashMap::new(), Some((name, value)));
            while let Some((name, value)) = step {
                if let Some(start) = locations.get(name) {
                    diagnostics.push(cycle(section, &path[*start..]));
                    break;
                }
                if !passed.insert(name) {
                    break;
                }
                locations.insert(name, path.len());
                path.push(name.as_str());
                let next = reference_of(value).and_then(|reference| component_name(reference, kind));
                step = next.and_then(|next| entries.get_key_value(&next));
            }
        }
    }
}

fn cycle(section: &str, names: &[&str]) -> Diagnostic {
    let location = |name: &str| Location::Key(Pointer::root().child("components").child(section).child(name));
    let path = names.iter().chain(names.first()).map(|name| format!("`{name}`")).collect::<Vec<_>>().join(" → ");
    let message = format!("these references form a cycle: {path}");
    let diagnostic =
        Diagnostic::new(codes::REFERENCE_CYCLE, location(names.first().copied().unwrap_or_default()), message)
            .help("replace one of them with a definition");
    names.iter().skip(1).fold(diagnostic, |diagnostic, name| diagnostic.related(location(name), "by way of this"))
}

/// Returns the reference to a component.
fn component_reference(kind: Kind, name: &str) -> String {
    let section = kind.section().unwrap_or_default();
    format!("#{}", Pointer::root().child("components").child(section).child(name).as_str())
}

/// Returns the name in a reference to a component.
fn component_name(reference: &str, kind: Kind) -> Option<String> {
    let name = reference.strip_prefix("#/components/")?.strip_prefix(kind.section()?)?.strip_prefix('/')?;
    (!name.contains('/')).then(|| unescaped(name))
}

#[cfg(test)]
mod tests;
