//! Converts `in: querystring`, the whole query as one value. A form becomes one parameter per property; anything else
//! stays one parameter. References are resolved before.

use serde_json::{Value, json};

use super::super::super::extensions::WHOLE_QUERY;
use super::super::super::grammar::{Kind, reference_of, walk, walk_mut};
use super::super::super::path::Path;
use super::Members;
use crate::diagnostics::Diagnostics;
use crate::pointer::Pointer;

const FORM: &str = "application/x-www-form-urlencoded";

/// Replaces parameters for the whole query by parameters of 3.0.
pub(in super::super) fn expand(root: &mut Value, diagnostics: &mut Diagnostics) {
    let mut found = false;
    walk(root, Kind::Document, &Path::Root, &mut |value, kind, _| {
        found |= kind == Kind::Parameter && is_whole(value);
    });
    if !found {
        return;
    }
    let shared = root.get("components").cloned().unwrap_or_default();
    let mut moves: Vec<(Pointer, Pointer)> = Vec::new();
    walk_mut(root, Kind::Document, &Path::Root, &mut |value, kind, at| match kind {
        Kind::Operation | Kind::PathItem => {
            let Some(Value::Array(parameters)) = value.get_mut("parameters") else { return };
            let at = at.key("parameters");
            let mut made = Vec::with_capacity(parameters.len());
            for (index, parameter) in std::mem::take(parameters).into_iter().enumerate() {
                let was = at.item(index).pointer();
                let new = match target(&parameter, &shared, "parameters").filter(|target| is_whole(target)) {
                    Some(whole) => expanded(whole, &shared),
                    None => vec![parameter],
                };
                for parameter in new {
                    let now = at.item(made.len()).pointer();
                    moves.push((now.child("schema"), was.child("schema")));
                    moves.push((now, was.clone()));
                    made.push(parameter);
                }
            }
            *parameters = made;
        }
        Kind::Components => {
            if let Some(Value::Object(parameters)) = value.get_mut("parameters") {
                parameters.retain(|_, parameter| !is_whole(parameter));
            }
        }
        _ => {}
    });
    diagnostics.moved_at_once(moves);
}

fn is_whole(parameter: &Value) -> bool {
    parameter.get("in").is_some_and(|location| location == "querystring")
}

fn expanded(whole: &Value, shared: &Value) -> Vec<Value> {
    let form = whole.get("content").and_then(|content| content.get(FORM));
    let schema = form.and_then(|form| form.get("schema")).and_then(|schema| target(schema, shared, "schemas"));
    if let Some(members) = schema.filter(|schema| schema.get("allOf").is_none()).and_then(members) {
        return members;
    }
    let mut parameter = whole.clone();
    if let Value::Object(members) = &mut parameter {
        members.insert("in".to_owned(), json!("query"));
        members.insert(WHOLE_QUERY.to_owned(), json!(true));
    }
    vec![parameter]
}

/// Returns a parameter for each property of an object, if it cannot have other ones.
fn members(schema: &Value) -> Option<Vec<Value>> {
    let properties = schema.get("properties")?.as_object().filter(|properties| !properties.is_empty())?;
    if schema.get("additionalProperties").is_some_and(|more| *more != Value::Bool(false)) {
        return None;
    }
    let required = schema.get("required").and_then(Value::as_array);
    let is_required = |name: &str| required.is_some_and(|names| names.iter().any(|known| known == name));
    let parameter = |(name, property): (&String, &Value)| {
        let mut made = Members::new();
        made.insert("name".to_owned(), json!(name));
        made.insert("in".to_owned(), json!("query"));
        made.insert("required".to_owned(), json!(is_required(name)));
        for key in ["description", "deprecated"] {
            if let Some(value) = property.get(key) {
                made.insert(key.to_owned(), value.clone());
            }
        }
        made.insert("schema".to_owned(), property.clone());
        Value::Object(made)
    };
    Some(properties.iter().map(parameter).collect())
}

/// The target of a node after following references.
fn target<'a>(node: &'a Value, shared: &'a Value, section: &str) -> Option<&'a Value> {
    let mut node = node;
    for _ in 0..64 {
        let Some(reference) = reference_of(node) else { return Some(node) };
        let name = reference.strip_prefix("#/components/")?.strip_prefix(section)?.strip_prefix('/')?;
        node = shared.get(section)?.get(super::super::super::refs::decode(name))?;
    }
    None
}
