//! Repairs of parameters and headers, most of them left over from Swagger 2.0.

use serde_json::{Value, json};

use super::super::grammar::PARAMETER_KEYWORDS;
use super::super::notes::Notes;
use super::super::path::Path;
use super::Members;
use crate::diagnostics::codes;

/// Moves schema keywords on a parameter into its schema.
pub(super) fn schemaless(members: &mut Members, at: &Path<'_>, notes: &Notes) {
    if members.contains_key("schema") || members.contains_key("content") || !members.contains_key("type") {
        return;
    }
    notes.warn(
        codes::SCHEMA_ON_PARAMETER,
        at,
        "the parameter has schema keywords directly; they were moved to `schema`",
    );
    let mut schema = Members::new();
    for keyword in PARAMETER_KEYWORDS.into_iter().chain(["nullable"]) {
        if let Some(value) = members.shift_remove(keyword) {
            schema.insert(keyword.to_owned(), value);
        }
    }
    members.insert("schema".to_owned(), Value::Object(schema));
}

/// Makes parameters in the path required.
pub(super) fn required_in_path(members: &mut Members, at: &Path<'_>, notes: &Notes) {
    if members.get("in").is_some_and(|location| location == "path")
        && members.get("required") != Some(&Value::Bool(true))
    {
        notes.warn(codes::OPTIONAL_IN_PATH, at, "a path parameter is always required; this one is read as required");
        members.insert("required".to_owned(), json!(true));
    }
}

/// Turns a parameter with `in: body` into a request body.
pub(super) fn body_parameter(members: &mut Members, at: &Path<'_>, notes: &Notes) {
    let has_body = members.contains_key("requestBody");
    let Some(parameters) = members.get_mut("parameters").and_then(Value::as_array_mut) else { return };
    let Some(index) =
        parameters.iter().position(|parameter| parameter.get("in").is_some_and(|location| location == "body"))
    else {
        return;
    };
    if has_body {
        return;
    }
    notes.warn(codes::BODY_PARAMETER, &at.key("parameters").item(index), "`in: body` is read as a JSON request body");
    let mut parameter = parameters.remove(index);
    let body = json!({
        "description": parameter.get_mut("description").map(Value::take),
        "required": parameter.get_mut("required").map(Value::take),
        "content": {"application/json": {"schema": parameter.get_mut("schema").map(Value::take)}},
    });
    members.insert("requestBody".to_owned(), body);
}
