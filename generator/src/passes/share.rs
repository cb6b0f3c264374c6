//! Makes one type of inputs that are the same: equal shape, equal name, within one resource.
//!
//! `expand` of `list` and of `retrieve` is one `ServiceAccountExpand`; a second `expand` with other values keeps its
//! own type. The same holds for what stands inside of inputs: where `options` of `create` and of `update` differ in one
//! member, all their other members still share their types. So a value that was made for one call fits the next.

use std::collections::HashMap;

use super::edges::rewrite;
use super::equal;
use crate::ir::{Api, Origin, TypeId};

/// Where an input or a part of it stands: the resource, and the names that lead there, each with whether it is that of
/// an item.
type Place = (usize, Vec<(String, bool)>);

pub(super) fn run(api: &mut Api) {
    let mut places: Vec<(TypeId, Place)> = api.type_ids().filter_map(|id| Some((id, place(api, id)?))).collect();
    // Parts before what holds them, so that equality of what holds them is plain equality.
    places.sort_by_key(|(id, (_, way))| (std::cmp::Reverse(way.len()), *id));
    let classes = equal::classes(api, places);
    let parts = classes.iter().flat_map(|class| class.members.iter().map(|id| (*id, class.members[0])));
    let same: HashMap<TypeId, TypeId> = parts.collect();
    rewrite(api, &|id| same.get(&id).copied().unwrap_or(id));
}

/// Where a definition stands, if it is an input or a part of one.
fn place(api: &Api, id: TypeId) -> Option<Place> {
    let mut way = Vec::new();
    let mut origin = &api.def(id).origin;
    loop {
        match origin {
            Origin::Member { parent, name, item } => {
                way.push((name.clone(), *item));
                origin = &api.def(*parent).origin;
            }
            Origin::Input { operation, name, item } => {
                way.push((name.clone(), *item));
                way.reverse();
                return Some((api.operations[operation.index()].resource.index(), way));
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
