//! Determines which definitions requests contain and which responses do. Properties that only one direction requires
//! become optional.

use super::edges::{of_events, of_request, of_response, reached};
use super::prune::kept;
use crate::ir::{Api, Shape};

pub(super) fn run(api: &mut Api, keep: &[String]) {
    let sent = api.operations.iter().flat_map(of_request).collect();
    let sent = reached(api, sent, |field| !field.read_only);
    let received = api.operations.iter().flat_map(of_response).chain(of_events(api)).chain(kept(api, keep)).collect();
    let received = reached(api, received, |field| !field.write_only);
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
