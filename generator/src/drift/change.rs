//! What must change in a schema so that it accepts what was received, as actions of an overlay. Knows the keywords of
//! each version of OpenAPI.

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

use super::{Change, Wanted};
use crate::pointer::Pointer;

/// The schema keywords of a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Dialect {
    Swagger2,
    OpenApi30,
    /// OpenAPI 3.1 and later.
    JsonSchema,
}

/// One action of an overlay.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Action {
    pub(super) target: String,
    /// `None` removes the target.
    pub(super) update: Option<Value>,
    /// The deviations that it is for.
    pub(super) reasons: Vec<String>,
}

impl Action {
    fn update(target: String, update: Value) -> Self {
        Self { target, update: Some(update), reasons: Vec::new() }
    }

    fn remove(target: String) -> Self {
        Self { target, update: None, reasons: Vec::new() }
    }

    pub(super) fn to_json(&self) -> Value {
        match &self.update {
            Some(update) => json!({"target": self.target, "update": update}),
            None => json!({"target": self.target, "remove": true}),
        }
    }
}

impl Dialect {
    pub(super) fn of(root: &Value) -> Self {
        let version =
            root.get("openapi").map(|version| version.as_str().map_or_else(|| version.to_string(), str::to_owned));
        match version {
            None => Self::Swagger2,
            Some(version) if version.starts_with("3.0") || version == "3" => Self::OpenApi30,
            Some(_) => Self::JsonSchema,
        }
    }
}

/// Returns the actions that change the schema at `at`.
///
/// # Errors
///
/// Fails with a reason if the version of the document has no keyword for it.
pub(super) fn actions(
    root: &Value,
    dialect: Dialect,
    at: &Pointer,
    change: Change,
    wanted: &Wanted,
) -> Result<Vec<Action>, String> {
    let schema = root.pointer(at.as_str()).and_then(Value::as_object).ok_or("the schema is not an object")?;
    let mut actions = match change {
        Change::Required => optional(root, at, schema, &wanted.names),
        Change::Form => free_form(root, at, schema)?,
        Change::Types => more_types(root, dialect, at, schema, &wanted.names)?,
    };
    if let Some(first) = actions.first_mut() {
        first.reasons.clone_from(&wanted.reasons);
    }
    Ok(actions)
}

/// Removes names from `required`; the whole list if none would be left, since older versions forbid an empty one.
fn optional(root: &Value, at: &Pointer, schema: &Map<String, Value>, names: &BTreeSet<String>) -> Vec<Action> {
    let required = schema.get("required").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    let goes = |name: &Value| name.as_str().is_some_and(|name| names.contains(name));
    let list = query(root, &at.child("required"));
    if required.iter().all(goes) {
        return vec![Action::remove(list)];
    }
    names.iter().map(|name| Action::remove(format!("{list}[?@ == {}]", quoted(name)))).collect()
}

/// Removes what restricts the form of a value: its format, or the values that it may have.
fn free_form(root: &Value, at: &Pointer, schema: &Map<String, Value>) -> Result<Vec<Action>, String> {
    let keys: Vec<&str> = ["format", "const", "enum"].into_iter().filter(|key| schema.contains_key(*key)).collect();
    if keys.is_empty() {
        return Err("the schema accepts this JSON type, and has neither `format` nor `enum` nor `const`".to_owned());
    }
    Ok(keys.into_iter().map(|key| Action::remove(query(root, &at.child(key)))).collect())
}

/// Accepts more JSON types.
fn more_types(
    root: &Value,
    dialect: Dialect,
    at: &Pointer,
    schema: &Map<String, Value>,
    types: &BTreeSet<String>,
) -> Result<Vec<Action>, String> {
    let target = query(root, at);
    let is_null = types.contains("null");
    let mut others: Vec<&str> = types.iter().map(String::as_str).filter(|kind| *kind != "null").collect();
    let mut actions = Vec::new();
    if others == ["number"] && schema.get("type") == Some(&Value::from("integer")) && schema.get("enum").is_none() {
        others.clear();
        actions.push(Action::update(target.clone(), json!({"type": "number"})));
        if schema.contains_key("format") {
            actions.push(Action::remove(query(root, &at.child("format"))));
        }
    }
    let whole = Value::Object(schema.clone());
    let is_reference = schema.contains_key("$ref");
    let with_null = |value: Value| match dialect {
        Dialect::JsonSchema => value,
        Dialect::OpenApi30 => json!({"allOf": [value], "nullable": true}),
        Dialect::Swagger2 => json!({"allOf": [value], "x-nullable": true}),
    };
    if !others.is_empty() {
        if dialect == Dialect::Swagger2 {
            return Err("Swagger 2.0 has no schema of several types".to_owned());
        }
        let kinds = others.iter().copied().chain((is_null && dialect == Dialect::JsonSchema).then_some("null"));
        let more = kinds.map(|kind| match kind {
            "array" => json!({"type": kind, "items": {}}),
            _ => json!({"type": kind}),
        });
        let mut union = json!({"anyOf": std::iter::once(whole).chain(more).collect::<Vec<_>>()});
        if is_null && dialect == Dialect::OpenApi30 {
            union["nullable"] = Value::Bool(true);
        }
        actions.extend(replace(root, at, union)?);
        return Ok(actions);
    }
    if !is_null {
        return Ok(actions);
    }
    let nullable = match dialect {
        Dialect::JsonSchema => match schema.get("type") {
            Some(ty) if !is_reference && !schema.contains_key("const") => {
                let types = if ty.is_array() { json!(["null"]) } else { json!([ty, "null"]) };
                json!({"type": types})
            }
            _ => {
                return replace(root, at, json!({"anyOf": [whole, {"type": "null"}]}))
                    .map(|more| [actions, more].concat());
            }
        },
        _ if is_reference => return replace(root, at, with_null(whole)).map(|more| [actions, more].concat()),
        Dialect::OpenApi30 => json!({"nullable": true}),
        Dialect::Swagger2 => json!({"x-nullable": true}),
    };
    let mut nullable = nullable;
    if let Some(Value::Array(values)) = schema.get("enum")
        && !values.contains(&Value::Null)
    {
        nullable["enum"] = json!([null]);
    }
    actions.push(Action::update(target, nullable));
    Ok(actions)
}

/// Replaces a schema: an update would only add to it.
fn replace(root: &Value, at: &Pointer, schema: Value) -> Result<Vec<Action>, String> {
    let parent = at.parent().ok_or("the document as a whole cannot be replaced")?;
    let key = at.segments().last().unwrap_or_default();
    if root.pointer(parent.as_str()).is_some_and(Value::is_array) {
        // What is removed from a list and added again would be at its end, and the others would move.
        return Err("the schema is an item of a list, which an overlay cannot replace".to_owned());
    }
    let update = Value::Object(Map::from_iter([(key, schema)]));
    Ok(vec![Action::remove(query(root, at)), Action::update(query(root, &parent), update)])
}

/// Returns a location as a JSONPath (RFC 9535).
fn query(root: &Value, at: &Pointer) -> String {
    let mut query = "$".to_owned();
    let mut here = Some(root);
    for name in at.segments() {
        let is_list = here.is_some_and(Value::is_array);
        here = here.and_then(|here| match here {
            Value::Array(items) => items.get(name.parse::<usize>().ok()?),
            other => other.get(&name),
        });
        query.push_str(&if is_list { format!("[{name}]") } else { format!("[{}]", quoted(&name)) });
    }
    query
}

/// Returns a string literal of JSONPath.
fn quoted(text: &str) -> String {
    let mut literal = "'".to_owned();
    for c in text.chars() {
        match c {
            '\'' | '\\' => literal.extend(['\\', c]),
            c if c < ' ' => literal.push_str(&format!("\\u{:04x}", u32::from(c))),
            c => literal.push(c),
        }
    }
    literal.push('\'');
    literal
}
