//! Makes one type of inputs that are the same: equal shape, equal name, within one resource.
//!
//! `expand` of `list` and of `retrieve` is one `ServiceAccountExpand`; a second `expand` with other values keeps its
//! own type. Only shapes without hoisted parts of their own are compared, so equality is plain equality.

use std::collections::HashMap;

use super::edges::{of_shape, rewrite};
use crate::ir::{Api, Origin, TypeId};

pub(super) fn run(api: &mut Api) {
    let mut first: HashMap<(usize, String, bool), Vec<TypeId>> = HashMap::new();
    let mut same: HashMap<TypeId, TypeId> = HashMap::new();
    for id in api.type_ids() {
        let def = api.def(id);
        let Origin::Input { operation, name, item } = &def.origin else { continue };
        let mut parts = 0;
        of_shape(&def.shape, &|_| true, &mut |part| {
            parts += usize::from(!matches!(api.def(part).origin, Origin::Component(_)));
        });
        if parts > 0 {
            continue;
        }
        let resource = api.operations[operation.index()].resource.index();
        let candidates = first.entry((resource, name.clone(), *item)).or_default();
        match candidates.iter().find(|other| api.def(**other).shape == def.shape) {
            Some(other) => {
                same.insert(id, *other);
            }
            None => candidates.push(id),
        }
    }
    rewrite(api, &|id| same.get(&id).copied().unwrap_or(id));
}
