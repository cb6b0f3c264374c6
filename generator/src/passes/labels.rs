//! Keeps the labels of alternatives that users of the SDK have. Knows the surface of the lock.
//!
//! An alternative without a name has the label of the first value that selects it, or of the first property that only
//! it has. One that is added before it, or another order, would rename the alternative and its parts.

use std::collections::{BTreeMap, BTreeSet};

use crate::ir::{Alternative, Api, Origin, Shape, TypeId};
use crate::surface::{Kind, Surface};

/// Gives alternatives back the labels that the lock has for one of their values. Returns whether there are any, so that
/// the keys of their parts are others.
pub(super) fn run(api: &mut Api, published: &Surface) -> bool {
    let mut changed = false;
    for id in api.type_ids() {
        let model = published.model(api.def(id).published.as_ref());
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
                renamed.push((variant.ty.mentioned(), std::mem::replace(&mut variant.label, label.clone()), label));
            }
        }
        renamed.extend(by_properties(api, id, published));
        changed |= !renamed.is_empty();
        for (part, old, label) in renamed {
            rename(api, id, part, &old, &label);
        }
    }
    changed
}

/// Gives the alternatives of a union without a tag back the labels of their properties: to the one that has all
/// properties which users have of the alternative, and the fewest others. Returns what they contain, with the old and
/// the new label.
fn by_properties(api: &mut Api, id: TypeId, published: &Surface) -> Vec<(Option<TypeId>, String, String)> {
    let Some(key) = api.def(id).published.clone() else { return Vec::new() };
    let (Shape::Union(union), Some(Kind::Union { variants: known, .. })) =
        (&api.def(id).shape, published.types.get(&key).map(|model| &model.kind))
    else {
        return Vec::new();
    };
    let properties: Vec<BTreeSet<&str>> = union.variants.iter().map(|variant| properties(api, variant)).collect();
    let is_nameless = |index: usize| {
        let label = &union.variants[index].label;
        !known.contains_key(label) && properties[index].contains(label.as_str())
    };
    let mut chosen: BTreeMap<usize, String> = BTreeMap::new();
    for label in known.keys().filter(|label| union.variants.iter().all(|variant| variant.label != **label)) {
        let model = published.types.get(&format!("{key}.{label}")).map(|model| &model.kind);
        let Some(Kind::Struct { fields, .. }) = model else { continue };
        let fits = |index: &usize| {
            is_nameless(*index)
                && !chosen.contains_key(index)
                && properties[*index].contains(label.as_str())
                && fields.keys().all(|wire| properties[*index].contains(wire.as_str()))
        };
        let best = (0..properties.len()).filter(fits).min_by_key(|index| properties[*index].len());
        chosen.extend(best.map(|index| (index, label.clone())));
    }
    let Shape::Union(union) = &mut api.types[id.index()].shape else { return Vec::new() };
    let renamed = chosen.into_iter().map(|(index, label)| {
        let variant = &mut union.variants[index];
        (variant.ty.mentioned(), std::mem::replace(&mut variant.label, label.clone()), label)
    });
    renamed.collect()
}

/// Returns the properties of an alternative that is an object without a name, in a union without a tag.
fn properties<'a>(api: &'a Api, variant: &Alternative) -> BTreeSet<&'a str> {
    let inline = variant.ty.mentioned().map(|id| api.def(id)).filter(|def| !matches!(def.origin, Origin::Component(_)));
    match inline.map(|def| &def.shape) {
        Some(Shape::Struct(shape)) if variant.tags.is_empty() => {
            shape.fields.iter().map(|field| field.wire.as_str()).collect()
        }
        _ => BTreeSet::new(),
    }
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
