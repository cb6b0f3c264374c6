//! Webhooks and callbacks: requests that the API sends. The payload of each becomes a model.

use openapiv3::{ReferenceOr, RequestBody};

use super::operations::preferred;
use super::schemas::Node;
use super::types::Types;
use crate::document::loaded;
use crate::ir::{Docs, Event, Origin, Status, Type};
use crate::pointer::Pointer;

/// Lowers the payload of every webhook and callback.
pub(super) fn lower(types: &mut Types<'_>) {
    let document = types.schemas.document;
    if types.schemas.config.models.events == Some(false) {
        return;
    }
    for event in &document.events {
        let (payload, body) = payload(types, event);
        let docs = Docs { summary: event.summary.clone(), description: event.description.clone(), ..Docs::default() };
        let (name, operation, at) = (event.name.clone(), event.operation.clone(), event.at.clone());
        let response = |(status, description): &(String, String)| Status {
            status: status.clone(),
            description: description.clone(),
        };
        let (parameters, responses) = (event.parameters.clone(), event.responses.iter().map(response).collect());
        types.api.events.push(Event { name, operation, at, docs, payload, body, parameters, responses });
    }
}

/// Returns the type of the body of a webhook, `None` if it has none, or none in JSON, and its description.
fn payload<'a>(types: &mut Types<'a>, event: &'a loaded::Event) -> (Option<Type>, Option<String>) {
    let location = event.at.child("requestBody");
    let Some(body) = &event.body else { return (None, None) };
    let (body, at) = match body {
        ReferenceOr::Item(body) => (body, location),
        ReferenceOr::Reference { .. } => match types.schemas.document.request_body(body, &location) {
            Some(resolved) => (resolved.value, resolved.at),
            None => return (None, None),
        },
    };
    (payload_type(types, event, body, &at), body.description.clone())
}

fn payload_type<'a>(types: &mut Types<'a>, event: &loaded::Event, body: &'a RequestBody, at: &Pointer) -> Option<Type> {
    let at = at.child("content");
    let Some((name, media)) = preferred(body.content.iter()) else {
        if let Some(name) = body.content.keys().next() {
            types.account.untyped(&at.child(name), format!("a payload of type `{name}`"));
        }
        return None;
    };
    let at = at.child(name).child("schema");
    let origin = Origin::Component(format!("{} payload", event.name));
    media.schema.as_ref().map(|schema| types.typed(Node::from(schema), &at, origin).ty)
}
