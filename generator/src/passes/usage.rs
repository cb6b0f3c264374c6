//! Determines which definitions requests contain and which responses do. Properties that only one direction requires
//! become optional, unless users have them as properties that are always there.

use super::edges::{of_events, of_request, of_response, reached};
use super::prune::kept;
use crate::ir::{Api, Field, Shape, TypeDef, Value};
use crate::surface::{BODY_MODEL, Kind, Surface};

pub(super) fn run(api: &mut Api, keep: &[String], published: Option<&Surface>) {
    let received = api.operations.iter().flat_map(of_response).chain(of_events(api)).chain(kept(api, keep)).collect();
    let received = reached(api, received, |_, field| !field.write_only);
    models_of_bodies(api, &received, published);
    let sent = api.operations.iter().flat_map(of_request).collect();
    // What users have to give has to be made by them.
    let sent = reached(api, sent, |id, field| !field.read_only || stays(api.def(id), field, published));
    for (index, def) in api.types.iter_mut().enumerate() {
        def.usage.sent = sent[index];
        def.usage.received = received[index];
        let stay: Vec<bool> = match &def.shape {
            Shape::Struct(shape) => shape.fields.iter().map(|field| stays(def, field, published)).collect(),
            _ => continue,
        };
        let Shape::Struct(shape) = &mut def.shape else { continue };
        for (field, stays) in shape.fields.iter_mut().zip(stay) {
            let missing = (field.read_only && def.usage.sent && !stays) || (field.write_only && def.usage.received);
            field.presence.required &= !missing;
        }
    }
}

/// Removes the models of bodies that responses do not contain: nobody has a value of them. Where users have a setter
/// for it, it stays.
fn models_of_bodies(api: &mut Api, received: &[bool], published: Option<&Surface>) {
    for operation in &mut api.operations {
        let method = published.and_then(|surface| surface.operations.get(&operation.key));
        let stays = method.is_some_and(|method| method.setters.contains_key(BODY_MODEL));
        if let Some(body) = operation.body.as_mut().filter(|_| !stays) {
            body.model = body.model.take().filter(|ty| ty.mentioned().is_some_and(|id| received[id.index()]));
        }
    }
}

/// Whether a property of responses stays required although requests contain the struct, too: users read it as a value
/// that is always there, and in responses it still is.
fn stays(def: &TypeDef, field: &Field, published: Option<&Surface>) -> bool {
    if !field.read_only || field.write_only || !field.presence.required || !matches!(field.value, Value::Typed(_)) {
        return false;
    }
    let model = published.and_then(|surface| surface.model(def.published.as_ref()));
    let Some(Kind::Struct { fields, .. }) = model.map(|model| &model.kind) else { return false };
    fields.get(field.wire.as_str()).is_some_and(|known| !known.is_option())
}
