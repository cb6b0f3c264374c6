//! References where OpenAPI allows none (an operation, a media type): their meaning is plain, so a copy of the target
//! takes their place.

use serde_json::Value;

use super::super::grammar::{Kind, kind_at, reference_of, walk};
use super::super::notes::Notes;
use super::super::path::Path;
use super::resolve::{Failure, at, decode};
use crate::diagnostics::{Diagnostic, Diagnostics, Place};
use crate::pointer::Pointer;

/// Chains are followed this far.
const ROUNDS: usize = 8;
/// More copies than this are no slip any more.
const COPIES: usize = 2_000;

/// Puts copies in place of the references.
pub(super) fn copy_in(root: &mut Value, notes: &Notes, diagnostics: &mut Diagnostics) {
    for round in 0..=ROUNDS {
        let found = find(root, notes);
        if found.is_empty() {
            return;
        }
        if round == ROUNDS || found.len() > COPIES {
            for (place, reference, _) in found.into_iter().take(1) {
                let message = format!("`{reference}` stands where no reference may be, and leads in a circle");
                diagnostics.push(Diagnostic::error("reference-cycle", Place::Node(place.child("$ref")), message));
            }
            return;
        }
        for (place, reference, kind) in found {
            match target(root, &reference, kind).cloned() {
                Ok(copy) => {
                    if let Some(node) = root.pointer_mut(place.as_str()) {
                        *node = copy;
                    }
                }
                Err(failure) => {
                    diagnostics.push(failure.diagnostic(&reference, place.child("$ref"), 1, false));
                    root.pointer_mut(place.as_str()).map(Value::take);
                }
            }
        }
    }
}

fn find(root: &Value, notes: &Notes) -> Vec<(Pointer, String, Kind)> {
    let mut found = Vec::new();
    walk(root, Kind::Document, &Path::Root, &mut |value, kind, at| {
        let Some(reference) = reference_of(value).filter(|_| kind.section().is_none()) else { return };
        let message = format!("{} cannot be a reference; a copy of the target was put in its place", kind.words());
        notes.warn("misplaced-reference", at, message);
        found.push((at.pointer(), reference.to_owned(), kind));
    });
    found
}

fn target<'a>(root: &'a Value, reference: &str, kind: Kind) -> Result<&'a Value, Failure> {
    let Some(fragment) = reference.strip_prefix('#') else { return Err(Failure::External) };
    let keys: Vec<String> = fragment.split('/').skip(1).map(decode).collect();
    match (at(root, &keys), kind_at(&keys)) {
        (Some(_), Some(found)) if found != kind => Err(Failure::WrongKind { wanted: kind, found: found.words() }),
        (Some(target), _) if target.is_object() && !keys.is_empty() => Ok(target),
        (Some(_), _) => Err(Failure::WrongKind { wanted: kind, found: "something else" }),
        (None, _) => Err(Failure::Unknown { suggestion: None }),
    }
}
