//! Which definitions requests hold and which responses do; members that the other direction lacks become optional.

use super::edges::{of_events, of_request, of_response, of_shape};
use super::prune::kept;
use crate::ir::{Api, Field, Operation, Shape, TypeId};

pub(super) fn run(api: &mut Api, keep: &[String]) {
    let sent = flood(api, &of_request, Vec::new(), &|field| !field.read_only);
    let mut brought = kept(api, keep);
    of_events(api, &mut |id| brought.push(id));
    let received = flood(api, &of_response, brought, &|field| !field.write_only);
    for (index, def) in api.types.iter_mut().enumerate() {
        def.usage.sent = sent[index];
        def.usage.received = received[index];
        let Shape::Struct(shape) = &mut def.shape else { continue };
        for field in &mut shape.fields {
            let missing = (field.read_only && def.usage.sent) || (field.write_only && def.usage.received);
            field.presence.required &= !missing;
        }
    }
}

type Edges = dyn Fn(&Operation, &mut dyn FnMut(TypeId));

fn flood(api: &Api, start: &Edges, kept: Vec<TypeId>, keep: &dyn Fn(&Field) -> bool) -> Vec<bool> {
    let mut reached = vec![false; api.types.len()];
    let mut waiting = kept;
    for operation in &api.operations {
        start(operation, &mut |id| waiting.push(id));
    }
    while let Some(id) = waiting.pop() {
        if !std::mem::replace(&mut reached[id.index()], true) {
            of_shape(&api.def(id).shape, keep, &mut |next| waiting.push(next));
        }
    }
    reached
}
