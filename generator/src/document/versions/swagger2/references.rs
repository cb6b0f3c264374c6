//! Updates references to parts that the conversion moved. Knows the form of references, nothing of their targets.

use std::collections::HashMap;

use serde_json::Value;

use super::super::super::grammar::{Kind, reference_of, walk_mut};
use super::super::super::path::Path;
use super::TrackedLocations;
use crate::pointer::Pointer;

/// The sections of the root, by the names they have in 2.0 and among the components of 3.0.
const SECTIONS: [(&str, &str); 4] = [
    ("definitions", "schemas"),
    ("parameters", "parameters"),
    ("responses", "responses"),
    ("securityDefinitions", "securitySchemes"),
];

/// Updates every reference to a part that was moved.
pub(super) fn rewrite(root: &mut Value, locations: &TrackedLocations) {
    let forward = locations.forward();
    walk_mut(root, Kind::Document, &Path::Root, &mut |value, _, _| {
        if let Some(better) = reference_of(value).and_then(|reference| rewritten(reference, &forward)) {
            value["$ref"] = Value::String(better);
        }
    });
}

/// The name in a reference to an entry of a section of the root.
pub(super) fn name_in(reference: &str, section: &str) -> Option<String> {
    let location = pointer(reference)?;
    let mut segments = location.segments();
    match (segments.next(), segments.next(), segments.next()) {
        (Some(first), Some(name), None) if first == section => Some(name),
        _ => None,
    }
}

fn rewritten(reference: &str, forward: &HashMap<&Pointer, &Pointer>) -> Option<String> {
    let location = pointer(reference)?;
    let moved = std::iter::successors(Some(location.clone()), Pointer::parent)
        .find_map(|holder| forward.get(&holder).map(|now| (holder, *now)));
    if let Some((holder, now)) = moved {
        let rest = location.as_str().strip_prefix(holder.as_str())?;
        return Some(format!("#{}{rest}", now.as_str()));
    }
    // The section can be empty or missing: its name still determines the new one.
    let first = location.segments().next()?;
    let (_, section) = SECTIONS.iter().find(|(old, _)| *old == first)?;
    let rest = location.as_str().strip_prefix('/')?.strip_prefix(first.as_str())?;
    Some(format!("#/components/{section}{rest}"))
}

/// Returns the target of a reference within this document, with all escapes decoded.
fn pointer(reference: &str) -> Option<Pointer> {
    let fragment = reference.strip_prefix('#')?;
    let fragment = fragment.strip_prefix('/').or_else(|| {
        // `#definitions/…`, without the slash.
        SECTIONS.iter().any(|(old, _)| fragment.starts_with(&format!("{old}/"))).then_some(fragment)
    })?;
    Some(fragment.split('/').fold(Pointer::root(), |location, segment| location.child(&super::decoded(segment))))
}
