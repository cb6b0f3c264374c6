//! Removes definitions that no operation reaches, and reports components that nothing uses.

use super::edges::{of_events, of_request, of_response, reached, rewrite};
use crate::ir::{Api, Origin, TypeId};
use crate::pointer::Pointer;

/// Removes unused definitions; returns the removed components, each with the reason.
pub(super) fn run(api: &mut Api, keep: &[String]) -> Vec<(Pointer, String)> {
    let operations = api.operations.iter().flat_map(|operation| of_request(operation).chain(of_response(operation)));
    let reached = reached(api, operations.chain(of_events(api)).chain(kept(api, keep)).collect(), |_, _| true);
    let mut renumbered = Vec::with_capacity(api.types.len());
    let mut unused = Vec::new();
    let mut kept = 0;
    for id in api.type_ids() {
        renumbered.push(TypeId::new(kept));
        if reached[id.index()] {
            kept += 1;
        } else if let (Origin::Component(name), at) = (&api.def(id).origin, &api.def(id).at) {
            unused.push((at.clone(), format!("no operation uses `{name}`")));
        }
    }
    name_orphans(api, &reached);
    let mut flags = reached.iter();
    api.types.retain(|_| flags.next().copied().unwrap_or(false));
    rewrite(api, &|id| renumbered.get(id.index()).copied().unwrap_or(id));
    unused
}

/// Names a hoisted type whose owner is removed after the name that the owner would have had.
fn name_orphans(api: &mut Api, reached: &[bool]) {
    for id in api.type_ids() {
        let Origin::Member { parent, name, item } = api.def(id).origin.clone() else { continue };
        if reached.get(parent.index()).copied().unwrap_or(true) {
            continue;
        }
        if let Origin::Component(owner) = &api.def(parent).origin {
            let member = if item { name.strip_suffix('s').unwrap_or(&name) } else { &name };
            api.types[id.index()].origin = Origin::Component(format!("{owner} {member}"));
        }
    }
}

/// Returns the components that the configuration keeps.
pub(super) fn kept(api: &Api, keep: &[String]) -> Vec<TypeId> {
    let named = |id: &TypeId| matches!(&api.def(*id).origin, Origin::Component(name) if keep.contains(name));
    api.type_ids().filter(named).collect()
}
