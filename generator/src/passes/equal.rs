//! Finds definitions that are equal in all their parts. Shared by the passes that merge types.

use std::collections::HashMap;
use std::hash::Hash;

use super::edges::rewrite_shape;
use crate::ir::{Api, Shape, TypeId};
use crate::pointer::Pointer;

/// Definitions that are the same.
pub(super) struct Class {
    /// The shape that they share, without locations.
    shape: Shape,
    /// At least one, in the order in which they were given.
    pub(super) members: Vec<TypeId>,
}

/// Sorts definitions into classes with equal keys and equal shapes. A definition that equals no other has a class of
/// its own.
///
/// `ids` must list parts before the definitions that contain them, so that whole definitions can be compared with `==`.
pub(super) fn classes<K: Eq + Hash>(api: &Api, ids: impl IntoIterator<Item = (TypeId, K)>) -> Vec<Class> {
    let mut classes: Vec<Class> = Vec::new();
    let mut by_key: HashMap<K, Vec<usize>> = HashMap::new();
    let mut same: HashMap<TypeId, TypeId> = HashMap::new();
    for (id, key) in ids {
        let mut shape = api.def(id).shape.clone();
        rewrite_shape(&mut shape, &|part| same.get(&part).copied().unwrap_or(part));
        clear_locations(&mut shape);
        let known = by_key.entry(key).or_default();
        match known.iter().find(|class| classes[**class].shape == shape) {
            Some(class) => {
                same.insert(id, classes[*class].members[0]);
                classes[*class].members.push(id);
            }
            None => {
                known.push(classes.len());
                classes.push(Class { shape, members: vec![id] });
            }
        }
    }
    classes
}

/// Adds the keys of definitions to those of `one`, which replaces them.
pub(super) fn stand_for(api: &mut Api, one: TypeId, members: &[TypeId]) {
    let others = members.iter().filter(|other| **other != one);
    let keys: Vec<String> = others.flat_map(|other| api.def(*other).keys.clone()).collect();
    api.types[one.index()].keys.extend(keys);
}

/// Clears what must not distinguish types: the locations of fields, and which of them samples omit.
fn clear_locations(shape: &mut Shape) {
    if let Shape::Struct(shape) = shape {
        for field in &mut shape.fields {
            field.at = Pointer::root();
            field.conflicting = false;
        }
    }
}
