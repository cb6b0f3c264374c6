//! Path items that are references are replaced by a copy of what they refer to, with what stands beside the reference
//! on top; 3.0 has no component section for them.

use std::collections::HashSet;

use serde_json::{Map, Value};

use super::super::grammar::{ADDITIONAL, Kind, METHODS, below, operation_keys, reference_of};
use super::resolve::{Failure, at, decode};
use crate::diagnostics::{Diagnostic, Diagnostics, Place};
use crate::pointer::Pointer;

/// Replaces the references under `paths`.
pub(super) fn inline(root: &mut Value, lenient: bool, diagnostics: &mut Diagnostics) {
    let Some(Value::Object(paths)) = root.get("paths") else { return };
    let referring: Vec<String> =
        paths.iter().filter(|(_, item)| reference_of(item).is_some()).map(|(path, _)| path.clone()).collect();
    let (mut copies, mut astray) = (Vec::new(), Vec::new());
    for path in referring {
        let place = Pointer::root().child("paths").child(&path).child("$ref");
        match copy(root, &root["paths"][&path]) {
            Ok(item) => copies.push((path, item)),
            Err(fault) => {
                diagnostics.push(fault.diagnostic(place, lenient));
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
}

impl Fault {
    fn diagnostic(self, place: Pointer, lenient: bool) -> Diagnostic {
        match self {
            Self::Nowhere(failure, reference) => failure.diagnostic(&reference, place, 1, lenient),
            Self::Circle(reference) => {
                let message = format!("`{reference}` leads back to this path item");
                Diagnostic::error("reference-cycle", Place::Node(place), message)
                    .help("one of them must say what it is, instead of referring on")
            }
        }
    }
}

fn copy(root: &Value, item: &Value) -> Result<Map<String, Value>, Fault> {
    let mut layers = vec![item];
    let mut item = item;
    while let Some(reference) = reference_of(item) {
        item = target(root, reference).map_err(|failure| Fault::Nowhere(failure, reference.to_owned()))?;
        if layers.iter().any(|layer| std::ptr::eq(*layer, item)) {
            return Err(Fault::Circle(reference.to_owned()));
        }
        layers.push(item);
    }
    let mut copy = Map::new();
    for (depth, layer) in layers.iter().enumerate().rev() {
        for (key, value) in layer.as_object().into_iter().flatten().filter(|(key, _)| *key != "$ref") {
            let mut value = value.clone();
            if depth > 0 && METHODS.contains(&key.as_str()) && !is_shared(root, layer) {
                // Two operations cannot share an id; the copy is named by its path.
                value.as_object_mut().and_then(|operation| operation.shift_remove("operationId"));
            }
            if depth > 0 && key == ADDITIONAL && !is_shared(root, layer) {
                let operations = value.as_object_mut().into_iter().flat_map(Map::values_mut);
                for operation in operations.filter_map(Value::as_object_mut) {
                    operation.shift_remove("operationId");
                }
            }
            copy.insert(key.clone(), value);
        }
    }
    Ok(copy)
}

/// Whether an item stands among the components, where it is no path of its own.
fn is_shared(root: &Value, item: &Value) -> bool {
    let shared = root.get("components").and_then(|components| components.get("pathItems")).and_then(Value::as_object);
    shared.is_some_and(|shared| shared.values().any(|other| std::ptr::eq(other, item)))
}

fn target<'a>(root: &'a Value, reference: &str) -> Result<&'a Value, Failure> {
    let Some(fragment) = reference.strip_prefix('#') else { return Err(Failure::External) };
    let keys: Vec<String> = fragment.split('/').skip(1).map(decode).collect();
    match at(root, &keys) {
        Some(item) if item.is_object() && !keys.is_empty() => Ok(item),
        Some(_) => Err(Failure::WrongKind { wanted: Kind::PathItem, found: "something else" }),
        None => Err(Failure::Unknown { suggestion: None }),
    }
}
