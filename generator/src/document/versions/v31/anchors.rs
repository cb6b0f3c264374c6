//! Resolves the names of schemas by `$anchor`, `$dynamicAnchor` and `$id`: references by them become pointers. All
//! anchors share one scope, although `$id` opens new ones, because documents do not repeat anchors.

use std::collections::HashMap;

use serde_json::Value;

use super::super::super::grammar::{Kind, walk, walk_mut};
use super::super::super::notes::Notes;
use super::super::super::path::Path;
use crate::diagnostics::codes;
use crate::pointer::Pointer;

/// Replaces references by name, before any reference is resolved.
pub(in super::super) fn resolve(root: &mut Value, notes: &Notes) {
    let (mut anchors, mut ids): (HashMap<String, Pointer>, HashMap<String, Pointer>) = Default::default();
    let mut dynamic = false;
    walk(root, Kind::Document, &Path::Root, &mut |value, kind, at| {
        if kind != Kind::Schema {
            return;
        }
        let text = |key: &str| value.get(key).and_then(Value::as_str).filter(|text| !text.is_empty());
        for name in ["$anchor", "$dynamicAnchor"].into_iter().filter_map(text) {
            anchors.entry(name.to_owned()).or_insert_with(|| at.pointer());
        }
        if let Some(id) = text("$id") {
            ids.entry(id.trim_end_matches('#').to_owned()).or_insert_with(|| at.pointer());
        }
        dynamic |= value.get("$dynamicRef").is_some();
    });
    if anchors.is_empty() && ids.is_empty() && !dynamic {
        return;
    }
    let lookup = |reference: &str| -> Option<String> {
        let (base, fragment) = reference.split_once('#').unwrap_or((reference, ""));
        let holder = if base.is_empty() { None } else { Some(ids.get(base)?) };
        let holder = holder.map_or("", Pointer::as_str);
        match fragment {
            "" if base.is_empty() => None,
            "" => Some(format!("#{holder}")),
            pointer if pointer.starts_with('/') => (!base.is_empty()).then(|| format!("#{holder}{pointer}")),
            anchor => Some(format!("#{}", anchors.get(anchor)?.as_str())),
        }
    };
    walk_mut(root, Kind::Document, &Path::Root, &mut |value, kind, at| {
        let Value::Object(members) = value else { return };
        if kind == Kind::Schema
            && !members.contains_key("$ref")
            && let Some(reference) = members.shift_remove("$dynamicRef")
        {
            let message = "`$dynamicRef` is read as a reference to the only schema with that anchor";
            notes.warn(codes::UNSUPPORTED_KEYWORD, &at.key("$dynamicRef"), message);
            members.insert("$ref".to_owned(), reference);
        }
        let better = members.get("$ref").and_then(Value::as_str).and_then(lookup);
        if let Some(better) = better {
            members.insert("$ref".to_owned(), Value::String(better));
        }
    });
}
