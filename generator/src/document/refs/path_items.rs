//! Replaces path items that are references by a copy of their target, merged with the keys beside the reference; 3.0
//! has no component section for them.

use std::collections::HashSet;

use serde_json::{Map, Value};

use super::super::budget::{Budget, Excess};
use super::super::grammar::{ADDITIONAL, Kind, METHODS, below, operation_keys, reference_of};
use super::resolve::{Failure, at, decode, pointer};
use crate::diagnostics::{Diagnostic, Diagnostics, Location, codes};
use crate::pointer::Pointer;

/// The greatest length of a chain of path items.
const LAYERS: usize = 64;

/// Replaces the references under `paths`.
pub(super) fn inline(root: &mut Value, lenient: bool, budget: &mut Budget, diagnostics: &mut Diagnostics) {
    let Some(Value::Object(paths)) = root.get("paths") else { return };
    let referring: Vec<String> =
        paths.iter().filter(|(_, item)| reference_of(item).is_some()).map(|(path, _)| path.clone()).collect();
    if referring.is_empty() {
        return;
    }
    let (mut copies, mut astray) = (Vec::new(), Vec::new());
    for path in referring {
        let location = Pointer::root().child("paths").child(&path).child("$ref");
        match copy(root, &root["paths"][&path], budget) {
            Ok((item, moves)) => {
                let item_at = Pointer::root().child("paths").child(&path);
                diagnostics.moved_at_once(moves.into_iter().map(|(key, from)| (item_at.child(&key), from)));
                copies.push((path, item));
            }
            Err(Fault::Excess(excess)) => {
                diagnostics.push(excess.diagnostic(location));
                return;
            }
            Err(fault) => {
                diagnostics.push(fault.diagnostic(location, lenient));
                astray.push(path);
            }
        }
    }
    for path in astray {
        root["paths"][path].as_object_mut().and_then(|item| item.shift_remove("$ref"));
    }
    let mut ids = HashSet::new();
    for (path, item) in copies {
        let mut item = Value::Object(item);
        for keys in operation_keys(&item) {
            let Some(Value::Object(operation)) = below(&mut item, &keys) else { continue };
            let id = operation.get("operationId").and_then(Value::as_str).map(str::to_owned);
            // Two operations cannot share an id; the second copy is named by its path.
            if id.is_some_and(|id| !ids.insert(id)) {
                operation.shift_remove("operationId");
            }
        }
        root["paths"][path] = item;
    }
}

enum Fault {
    Nowhere(Failure, String),
    Circle(String),
    Excess(Excess),
}

impl Fault {
    fn diagnostic(self, location: Pointer, lenient: bool) -> Diagnostic {
        match self {
            Self::Nowhere(failure, reference) => failure.diagnostic(&reference, location, 1, lenient),
            Self::Circle(reference) => {
                let message = format!("`{reference}` leads back to this path item");
                Diagnostic::new(codes::REFERENCE_CYCLE, Location::Node(location), message)
                    .help("replace one of them with a definition")
            }
            Self::Excess(excess) => excess.diagnostic(location),
        }
    }
}

/// The keys of an item, and the locations of those that were copied.
type Copied = (Map<String, Value>, Vec<(String, Pointer)>);

fn copy(root: &Value, item: &Value, budget: &mut Budget) -> Result<Copied, Fault> {
    let mut layers = vec![(item, None)];
    let mut item = item;
    while let Some(reference) = reference_of(item) {
        let (next, location) =
            target(root, reference).map_err(|failure| Fault::Nowhere(failure, reference.to_owned()))?;
        item = next;
        if layers.iter().any(|(layer, _)| std::ptr::eq(*layer, item)) {
            return Err(Fault::Circle(reference.to_owned()));
        }
        if layers.len() > LAYERS {
            return Err(Fault::Excess(Excess::Depth));
        }
        budget.allows(item, 2).map_err(Fault::Excess)?;
        layers.push((item, Some(location)));
    }
    let (mut copy, mut moves) = (Map::new(), Vec::new());
    for (layer, location) in layers.iter().rev() {
        for (key, value) in layer.as_object().into_iter().flatten().filter(|(key, _)| *key != "$ref") {
            let mut value = value.clone();
            let is_path = location.as_ref().is_some_and(|location| !is_shared(location));
            if is_path && METHODS.contains(&key.as_str()) {
                // Two operations cannot share an id; the copy is named by its path.
                value.as_object_mut().and_then(|operation| operation.shift_remove("operationId"));
            }
            if is_path && key == ADDITIONAL {
                let operations = value.as_object_mut().into_iter().flat_map(Map::values_mut);
                for operation in operations.filter_map(Value::as_object_mut) {
                    operation.shift_remove("operationId");
                }
            }
            copy.insert(key.clone(), value);
            moves.retain(|(moved, _)| moved != key);
            moves.extend(location.as_ref().map(|location| (key.clone(), location.child(key))));
        }
    }
    Ok((copy, moves))
}

/// Returns whether an item is not itself a path of the API: it is among the components, or in another file.
fn is_shared(location: &Pointer) -> bool {
    location.file().0.is_some() || location.as_str().starts_with("/components/pathItems/")
}

fn target<'a>(root: &'a Value, reference: &str) -> Result<(&'a Value, Pointer), Failure> {
    let Some(fragment) = reference.strip_prefix('#') else { return Err(Failure::Unknown { suggestion: None }) };
    let keys: Vec<String> = fragment.split('/').skip(1).map(decode).collect();
    match at(root, &keys) {
        Some(item) if item.is_object() && !keys.is_empty() => Ok((item, pointer(&keys))),
        Some(_) => Err(Failure::WrongKind { wanted: Kind::PathItem, found: "something else" }),
        None => Err(Failure::Unknown { suggestion: None }),
    }
}
