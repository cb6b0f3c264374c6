//! Keeps the labels of alternatives that users of the SDK have. Knows the surface of the lock.
//!
//! An alternative without a name has the label of the first value that selects it. A value that is added before it, or
//! another order of the values, would rename the alternative and its parts.

use crate::ir::{Alternative, Api, Origin, Shape, TypeId};
use crate::surface::{Kind, Surface};

/// Gives alternatives back the labels that the lock has for one of their values. Returns whether there are any, so that
/// the keys of their parts are others.
pub(super) fn run(api: &mut Api, published: &Surface) -> bool {
    let mut changed = false;
    for id in api.type_ids() {
        let model = api.def(id).published.as_ref().and_then(|key| published.types.get(key));
        let Some(Kind::Union { variants: known, .. }) = model.map(|model| &model.kind) else { continue };
        let Shape::Union(union) = &mut api.types[id.index()].shape else { continue };
        let mut labels: Vec<String> = union.variants.iter().map(|variant| variant.label.clone()).collect();
        let mut renamed = Vec::new();
        for variant in &mut union.variants {
            // A label that is no value of it is the name of a component, or a title.
            if known.contains_key(&variant.label) || !variant.tags.contains(&variant.label) {
                continue;
            }
            let is_free = |label: &&String| known.contains_key(*label) && !labels.contains(label);
            if let Some(label) = variant.tags.iter().find(is_free).cloned() {
                labels.push(label.clone());
                renamed.push((part(variant), std::mem::replace(&mut variant.label, label.clone()), label));
            }
        }
        changed |= !renamed.is_empty();
        for (part, old, label) in renamed {
            rename(api, id, part, &old, &label);
        }
    }
    changed
}

/// Returns what an alternative contains.
fn part(variant: &Alternative) -> Option<TypeId> {
    variant.ty.mentioned()
}

/// Renames the part of a union that an alternative contains, unless it is a component.
fn rename(api: &mut Api, union: TypeId, part: Option<TypeId>, old: &str, label: &str) {
    let Some(part) = part else { return };
    if let Origin::Member { parent, name, .. } = &mut api.types[part.index()].origin
        && *parent == union
        && name == old
    {
        label.clone_into(name);
    }
}
