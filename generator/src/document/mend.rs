//! Named repairs of faults seen in real documents, on the raw value in the shape of 3.0. Each repair is one function
//! for one kind of object, is listed in one table, and reports its assumption as a warning. Knows no later stage.

mod parameters;
mod schemas;

use serde_json::{Map, Value, json};

use super::grammar::{Kind, METHODS, walk_mut};
use super::notes::Notes;
use super::path::Path;
use crate::diagnostics::{Diagnostics, codes};

type Members = Map<String, Value>;
type Repair = fn(&mut Members, &Path<'_>, &Notes);

const REPAIRS: &[(Kind, Repair)] = &[
    (Kind::Document, missing_info),
    (Kind::Document, missing_paths),
    (Kind::PathItem, capital_methods),
    (Kind::Operation, missing_responses),
    (Kind::Operation, parameters::body_parameter),
    (Kind::Parameter, parameters::schemaless),
    (Kind::Parameter, parameters::required_in_path),
    (Kind::Header, parameters::schemaless),
    (Kind::Response, missing_description),
    (Kind::SecurityScheme, basic_scheme),
    (Kind::Schema, schemas::type_names),
    (Kind::Schema, schemas::required_properties),
    (Kind::Schema, schemas::required_flag),
    (Kind::Schema, schemas::items_list),
    (Kind::Schema, schemas::missing_items),
    (Kind::Schema, schemas::enum_values),
    (Kind::Schema, schemas::enum_format),
    (Kind::Schema, schemas::types_in_format),
    (Kind::Schema, schemas::additional_properties_text),
];

/// Repairs the whole document.
pub(super) fn mend(root: &mut Value, notes: &Notes) {
    walk_mut(root, Kind::Document, &Path::Root, &mut |value, kind, at| {
        let Value::Object(members) = value else { return };
        if members.get("$ref").is_some_and(Value::is_string) {
            return;
        }
        for (_, repair) in REPAIRS.iter().filter(|(repaired, _)| *repaired == kind) {
            repair(members, at, notes);
        }
    });
}

/// Corrects the spelling of methods before references are resolved, because those below misspelled methods would not be
/// found.
pub(super) fn spell_methods(root: &mut Value, notes: &Notes, diagnostics: &mut Diagnostics) {
    let mut moves = Vec::new();
    walk_mut(root, Kind::Document, &Path::Root, &mut |value, kind, at| {
        let (Kind::PathItem, Value::Object(members)) = (kind, value) else { return };
        let others = |key: &&String| !METHODS.contains(&key.as_str());
        let before: Vec<String> = members.keys().filter(others).cloned().collect();
        capital_methods(members, at, notes);
        let moved = before.into_iter().filter(|key| !members.contains_key(key));
        moves.extend(moved.map(|key| {
            let location = at.pointer();
            (location.child(&key.to_ascii_lowercase()), location.child(&key))
        }));
    });
    diagnostics.moved_at_once(moves);
}

fn missing_info(members: &mut Members, at: &Path<'_>, notes: &Notes) {
    if !members.get("info").is_some_and(Value::is_object) {
        notes.warn(codes::MISSING_INFO, at, "the document has no `info`; title and version are left empty");
        members.insert("info".to_owned(), json!({"title": "", "version": ""}));
    }
}

fn missing_paths(members: &mut Members, at: &Path<'_>, notes: &Notes) {
    // 3.1 allows a document of components alone.
    let newer = members.get("openapi").and_then(Value::as_str).is_some_and(|version| !version.starts_with("3.0"));
    if !members.contains_key("paths") {
        if !newer {
            notes.warn(codes::MISSING_PATHS, at, "the document has no `paths`; the SDK has no methods");
        }
        members.insert("paths".to_owned(), json!({}));
    }
}

fn capital_methods(members: &mut Members, at: &Path<'_>, notes: &Notes) {
    let upper_case: Vec<String> = members
        .keys()
        .filter(|key| !METHODS.contains(&key.as_str()) && METHODS.contains(&key.to_ascii_lowercase().as_str()))
        .cloned()
        .collect();
    for key in upper_case {
        let lower_case = key.to_ascii_lowercase();
        if members.contains_key(&lower_case) {
            continue;
        }
        notes.warn(codes::METHOD_IN_CAPITALS, &at.key(&key), "methods are written in lower case; this is read as one");
        if let Some(operation) = members.shift_remove(&key) {
            members.insert(lower_case, operation);
        }
    }
}

fn missing_responses(members: &mut Members, at: &Path<'_>, notes: &Notes) {
    if !members.get("responses").is_some_and(Value::is_object) {
        let location = at.pointer();
        // The SDK does not send the responses of webhooks and callbacks.
        let is_called =
            location.as_str().starts_with("/paths/") && !location.segments().any(|step| step == "callbacks");
        if !is_called {
            return;
        }
        notes.warn(codes::MISSING_RESPONSES, at, "the operation has no `responses`; an empty response is assumed");
        members.insert("responses".to_owned(), json!({}));
    }
}

fn missing_description(members: &mut Members, at: &Path<'_>, notes: &Notes) {
    if !members.contains_key("description") {
        notes.warn(codes::MISSING_DESCRIPTION, at, "the response has no `description`; it is left empty");
        members.insert("description".to_owned(), json!(""));
    }
}

/// Replaces `type: basic` of Swagger 2.0.
fn basic_scheme(members: &mut Members, at: &Path<'_>, notes: &Notes) {
    let kind = members.get("type").and_then(Value::as_str);
    let scheme = match kind {
        Some("basic") => "basic",
        Some("bearer") => "bearer",
        _ => return,
    };
    notes.warn(
        codes::SECURITY_TYPE,
        &at.key("type"),
        format!("`type: {scheme}` is read as `type: http`, `scheme: {scheme}`"),
    );
    members.insert("type".to_owned(), json!("http"));
    members.insert("scheme".to_owned(), json!(scheme));
}

#[cfg(test)]
mod tests;
