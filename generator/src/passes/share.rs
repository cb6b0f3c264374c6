//! Merges types of parameters and fields: equal shape and equal name within one resource.
//!
//! `expand` of `list` and of `retrieve` is one `ServiceAccountExpand`; a second `expand` with other values keeps its
//! own type. The same applies to types inside of these: if `options` of `create` and of `update` differ in one
//! property, the types of all others are still shared. So a value for one method fits the other.

use std::collections::HashMap;

use super::edges::rewrite;
use super::equal;
use crate::ir::{Api, Origin, TypeId};
use crate::surface::Surface;

/// The location of an input or a part of it: the resource, and the names that lead to it, each with whether it is the
/// name of an item.
type Location = (usize, Vec<(String, bool)>);

pub(super) fn run(api: &mut Api, published: Option<&Surface>) {
    let mut locations: Vec<(TypeId, Location)> =
        api.type_ids().filter_map(|id| Some((id, location(api, id)?))).collect();
    // Parts before what holds them, so that equality of what holds them is plain equality.
    locations.sort_by_key(|(id, (_, path))| (std::cmp::Reverse(path.len()), *id));
    let classes = equal::classes(api, locations, published);
    let parts = classes.iter().flat_map(|class| class.members.iter().map(|id| (*id, class.members[0])));
    let same: HashMap<TypeId, TypeId> = parts.collect();
    classes.iter().for_each(|class| equal::stand_for(api, class.members[0], &class.members));
    rewrite(api, &|id| same.get(&id).copied().unwrap_or(id));
}

/// Returns the location of a definition, if it is an input or a part of one.
fn location(api: &Api, id: TypeId) -> Option<Location> {
    let mut path = Vec::new();
    let mut origin = &api.def(id).origin;
    loop {
        match origin {
            Origin::Member { parent, name, item } => {
                path.push((name.clone(), *item));
                origin = &api.def(*parent).origin;
            }
            Origin::Input { operation, name, item } => {
                path.push((name.clone(), *item));
                path.reverse();
                return Some((api.operations[operation.index()].resource.index(), path));
            }
            Origin::Component(_)
            | Origin::RequestBody { .. }
            | Origin::ResponseBody { .. }
            | Origin::Repeated { .. } => {
                return None;
            }
        }
    }
}
