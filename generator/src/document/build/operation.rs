//! Converts path items, operations and their responses.

use indexmap::IndexMap;
use openapiv3::{Operation, PathItem, ReferenceOr, Response, Responses, SecurityRequirement, StatusCode};
use serde_json::Value;

use super::super::grammar::{ADDITIONAL, METHODS};
use super::super::loaded::MoreOperation;
use super::super::notes::Notes;
use super::super::path::Path;
use super::content::{parameter, request_body, response};
use super::fields::{Fields, article, or_reference, text};
use super::info::{external_docs, server};
use crate::diagnostics::codes;
use crate::report::Skipped;
use crate::token::is_token;

/// Converts a path item, and its operations that 3.0 has no field for; malformed ones are added to `skipped`.
pub(super) fn path_item(
    value: Value,
    at: &Path<'_>,
    notes: &Notes,
    skipped: &mut Vec<Skipped>,
) -> Option<(PathItem, Vec<MoreOperation>)> {
    let mut fields = Fields::of(value, "a path item", at, notes)?;
    let mut item = PathItem {
        summary: fields.text("summary"),
        description: fields.text("description"),
        servers: fields.list("servers", server).unwrap_or_default(),
        parameters: fields.list_or_reference("parameters", parameter).unwrap_or_default(),
        ..PathItem::default()
    };
    let mut more = Vec::new();
    for method in METHODS {
        let Some(value) = fields.data(method).filter(|value| !value.is_null()) else { continue };
        let at = at.key(method);
        let Some(made) = checked_operation(value, method, &at, notes, skipped) else { continue };
        match slot(&mut item, method) {
            Some(location) => *location = Some(made),
            None => more.push(MoreOperation { method: method.to_uppercase(), at: at.pointer(), operation: made }),
        }
    }
    let additional_at = at.key(ADDITIONAL);
    if let Some(Value::Object(additional)) = fields.data(ADDITIONAL) {
        for (method, value) in additional.into_iter().filter(|(_, value)| !value.is_null()) {
            let at = additional_at.key(&method);
            if let Some(operation) = checked_operation(value, &method, &at, notes, skipped) {
                more.push(MoreOperation { at: at.pointer(), operation, method });
            }
        }
    }
    item.extensions = fields.extensions();
    Some((item, more))
}

/// Converts security requirements: alternatives of schemes with their scopes.
pub(super) fn security(value: Value, at: &Path<'_>, notes: &Notes) -> Option<SecurityRequirement> {
    let Value::Object(schemes) = value else {
        notes.warn(
            codes::MALFORMED,
            at,
            format!("a security requirement must be an object, but this is {}", article(&value)),
        );
        return None;
    };
    let scopes = |scheme: &str, value| match value {
        Value::Array(scopes) => scopes.into_iter().filter_map(|scope| text(scope, &at.key(scheme), notes)).collect(),
        _ => Vec::new(),
    };
    Some(
        schemes
            .into_iter()
            .map(|(scheme, value)| {
                let scopes = scopes(&scheme, value);
                (scheme, scopes)
            })
            .collect(),
    )
}

/// Converts an operation; adds it to `skipped` with the reason and returns `None` if that is impossible.
fn checked_operation(
    value: Value,
    method: &str,
    at: &Path<'_>,
    notes: &Notes,
    skipped: &mut Vec<Skipped>,
) -> Option<Operation> {
    let reason = if !is_token(method) {
        format!("`{method}` is not an HTTP method that the SDK can send")
    } else if value.is_object() {
        return operation(value, at, notes);
    } else {
        format!("an operation must be an object, but this is {}", article(&value))
    };
    notes.warn(codes::MALFORMED_OPERATION, at, reason.clone());
    skipped.push(Skipped::new(at.pointer(), codes::MALFORMED_OPERATION, reason));
    None
}

fn operation(value: Value, at: &Path<'_>, notes: &Notes) -> Option<Operation> {
    let mut fields = Fields::of(value, "an operation", at, notes)?;
    Some(Operation {
        tags: fields.texts("tags").unwrap_or_default(),
        summary: fields.text("summary"),
        description: fields.text("description"),
        external_docs: fields.one("externalDocs", external_docs),
        operation_id: fields.text("operationId"),
        parameters: fields.list_or_reference("parameters", parameter).unwrap_or_default(),
        request_body: fields.one_or_reference("requestBody", request_body),
        responses: fields.one("responses", responses).unwrap_or_default(),
        // An SDK does not serve callbacks; only their bodies are used, which are converted separately.
        callbacks: IndexMap::new(),
        deprecated: fields.flag("deprecated").unwrap_or_default(),
        security: fields.list("security", security),
        servers: fields.list("servers", server).unwrap_or_default(),
        extensions: fields.extensions(),
    })
}

fn responses(value: Value, at: &Path<'_>, notes: &Notes) -> Option<Responses> {
    let Value::Object(members) = value else {
        notes.warn(codes::MALFORMED, at, format!("`responses` must be an object, but this is {}", article(&value)));
        return None;
    };
    let mut responses = Responses::default();
    for (key, value) in members {
        let at = at.key(&key);
        if key.starts_with("x-") {
            responses.extensions.insert(key, value);
            continue;
        }
        if key != "default" && status(&key).is_none() {
            notes.warn(codes::UNKNOWN_STATUS, &at, format!("`{key}` is not a status code; the response is ignored"));
            continue;
        }
        let Some(response): Option<ReferenceOr<Response>> = or_reference(value, &at, notes, response) else { continue };
        match status(&key) {
            Some(code) => {
                responses.responses.insert(code, response);
            }
            None => responses.default = Some(response),
        }
    }
    Some(responses)
}

/// Parses a status code such as `404`, or a range such as `4XX`.
fn status(key: &str) -> Option<StatusCode> {
    let digits = key.as_bytes();
    match digits {
        [first, b'x' | b'X', b'x' | b'X'] if first.is_ascii_digit() => Some(StatusCode::Range(u16::from(first - b'0'))),
        [b'1'..=b'9', _, _] if digits.iter().all(u8::is_ascii_digit) => key.parse().ok().map(StatusCode::Code),
        _ => None,
    }
}

fn slot<'a>(item: &'a mut PathItem, method: &str) -> Option<&'a mut Option<Operation>> {
    match method {
        "get" => Some(&mut item.get),
        "put" => Some(&mut item.put),
        "post" => Some(&mut item.post),
        "delete" => Some(&mut item.delete),
        "options" => Some(&mut item.options),
        "head" => Some(&mut item.head),
        "patch" => Some(&mut item.patch),
        "trace" => Some(&mut item.trace),
        _ => None,
    }
}
