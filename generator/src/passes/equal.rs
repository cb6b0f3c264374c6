//! Finds definitions that are equal in all their parts. Shared by the passes that merge types.

use std::collections::HashMap;
use std::hash::Hash;

use super::edges::rewrite_shape;
use crate::ir::{Api, Shape, TypeId};
use crate::pointer::Pointer;

/// Definitions that are the same.
pub(super) struct Class {
    /// What each of them is, leaving out where it stands.
    shape: Shape,
    /// At least one, in the order in which they came.
    pub(super) members: Vec<TypeId>,
}

/// Sorts definitions into classes: equal keys, equal shapes. Those that nothing equals have a class of their own.
///
/// Parts come before what holds them, so that equality of what holds them is plain equality.
pub(super) fn classes<K: Eq + Hash>(api: &Api, ids: impl IntoIterator<Item = (TypeId, K)>) -> Vec<Class> {
    let mut classes: Vec<Class> = Vec::new();
    let mut by_key: HashMap<K, Vec<usize>> = HashMap::new();
    let mut same: HashMap<TypeId, TypeId> = HashMap::new();
    for (id, key) in ids {
        let mut shape = api.def(id).shape.clone();
        rewrite_shape(&mut shape, &|part| same.get(&part).copied().unwrap_or(part));
        forget_places(&mut shape);
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

/// Equal members of different definitions stand in different locations; what a test leaves out makes no other type.
fn forget_places(shape: &mut Shape) {
    if let Shape::Struct(shape) = shape {
        for field in &mut shape.fields {
            field.at = Pointer::root();
            field.apart = false;
        }
    }
}
