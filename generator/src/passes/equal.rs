//! Finds definitions that are equal in all their parts. Shared by the passes that merge types.

use std::collections::HashMap;
use std::hash::Hash;

use super::edges::rewrite_shape;
use crate::ir::{Api, Shape, TypeId};
use crate::pointer::Pointer;
use crate::surface::Surface;

/// Definitions that are the same.
pub(super) struct Class<'a> {
    /// The name by which users have one of them.
    name: Option<&'a String>,
    /// The shape that they share, without locations.
    shape: Shape,
    /// At least one, in the order in which they were given.
    pub(super) members: Vec<TypeId>,
}

/// Sorts definitions into classes with equal keys and equal shapes. A definition that equals no other has a class of
/// its own. Definitions that users have by different names are in different classes.
///
/// `ids` must list parts before the definitions that contain them, so that whole definitions can be compared with `==`.
pub(super) fn classes<'a, K: Eq + Hash>(
    api: &Api,
    ids: impl IntoIterator<Item = (TypeId, K)>,
    published: Option<&'a Surface>,
) -> Vec<Class<'a>> {
    let name = |id: TypeId| published.and_then(|surface| Some(&surface.model(api.def(id).published.as_ref())?.name));
    let mut classes: Vec<Class<'a>> = Vec::new();
    let mut by_key: HashMap<K, Vec<usize>> = HashMap::new();
    let mut same: HashMap<TypeId, TypeId> = HashMap::new();
    for (id, key) in ids {
        let mut shape = api.def(id).shape.clone();
        rewrite_shape(&mut shape, &|part| same.get(&part).copied().unwrap_or(part));
        clear_locations(&mut shape);
        let known = by_key.entry(key).or_default();
        let name = name(id);
        let is_same =
            |class: &Class<'_>| class.shape == shape && (class.name.is_none() || name.is_none() || class.name == name);
        match known.iter().find(|class| is_same(&classes[**class])) {
            Some(class) => {
                let class = &mut classes[*class];
                same.insert(id, class.members[0]);
                class.members.push(id);
                class.name = class.name.or(name);
            }
            None => {
                known.push(classes.len());
                classes.push(Class { shape, name, members: vec![id] });
            }
        }
    }
    classes
}

/// Adds the keys of definitions to those of `one`, which replaces them. If the lock has no type for `one`, it gets the
/// first that the lock has for the others.
pub(super) fn stand_for(api: &mut Api, one: TypeId, members: &[TypeId]) {
    let others = members.iter().filter(|other| **other != one);
    let keys: Vec<String> = others.flat_map(|other| api.def(*other).keys.clone()).collect();
    let published = members.iter().find_map(|id| api.def(*id).published.clone());
    let def = &mut api.types[one.index()];
    def.keys.extend(keys);
    def.published = def.published.take().or(published);
}

/// Clears what must not distinguish types: the locations of fields, and which of them samples omit.
pub(super) fn clear_locations(shape: &mut Shape) {
    if let Shape::Struct(shape) = shape {
        for field in &mut shape.fields {
            field.at = Pointer::root();
            field.conflicting = false;
        }
    }
}
