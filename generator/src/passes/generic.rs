//! Recognises unions of a value and a string in its place, for which the runtime has one generic type: an object or its
//! identifier, and a value or the empty string that clears it.
//!
//! The shape alone decides, not the direction: a type that requests begin to contain keeps its name and its kind.

use std::collections::{BTreeMap, HashMap};

use super::edges::{replace, visit_constraints};
use super::equal;
use crate::ir::{Alternative, Api, Constraints, Field, Generic, NamePart, Origin, Scalar, Shape, Type, TypeId, Union};
use crate::surface::{Kind, Surface};

/// The most objects that name their union.
const MOST_NAMED: usize = 3;

/// A union that is one of the generic types.
struct Found {
    generic: Generic,
    /// The type that it wraps.
    inner: Type,
    /// Whether the definition stays, as the union of several objects.
    stays: bool,
    /// The constraints of the value, or of the identifier.
    constraints: Constraints,
}

pub(super) fn run(api: &mut Api, published: Option<&Surface>) {
    // A union that users have by its name stays one.
    let is_published = |id: TypeId| published.is_some() && api.def(id).published.is_some();
    let found = api.type_ids().filter_map(|id| Some((id, recognised(api, id)?)));
    let found: Vec<(TypeId, Found)> = found
        .filter(|(id, found)| found.stays || !is_published(*id) || matches!(api.def(*id).origin, Origin::Component(_)))
        .collect();
    let mut inline = BTreeMap::new();
    for (id, found) in found {
        if !matches!(api.def(id).origin, Origin::Component(_)) {
            inline.insert(id, found);
        } else if !found.stays {
            api.types[id.index()].shape = Shape::Alias(Type::Generic(found.generic, Box::new(found.inner)));
        }
    }
    merge(api, &mut inline);
    hand_down_constraints(api, &inline);
    hand_down_origins(api, &inline);
    for id in inline.iter().filter(|(_, found)| found.stays).map(|(id, _)| *id) {
        change_text(api, id, |union, text| {
            union.variants.remove(text);
        });
    }
    replace(api, &|id| match inline.get(&id) {
        Some(found) => Type::Generic(found.generic, Box::new(found.inner.clone())),
        None => Type::Named(id),
    });
    name_identifiers(api, published);
}

/// Gives the unions of the same few components one definition, which is named after these.
fn merge(api: &mut Api, found: &mut BTreeMap<TypeId, Found>) {
    let mut first: HashMap<Vec<TypeId>, TypeId> = HashMap::new();
    for (id, found) in found.iter_mut().filter(|(_, found)| found.stays) {
        let Some((objects, names)) = components(api, *id) else { continue };
        let one = *first.entry(objects).or_insert(*id);
        found.inner = Type::Named(one);
        equal::stand_for(api, one, &[*id]);
        if one == *id {
            let def = &mut api.types[one.index()];
            let quoted: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
            def.docs.description = Some(format!("Either {}.", quoted.join(" or ")));
            let path = vec![NamePart { name: names.join("_or_"), item: false }];
            let first = Box::new(def.origin.clone());
            def.origin = Origin::Repeated { path, owner: None, within: false, first };
        }
    }
}

/// Returns the objects of a union and their names, if they are few and all of them components.
fn components(api: &Api, id: TypeId) -> Option<(Vec<TypeId>, Vec<String>)> {
    let Shape::Union(union) = &api.def(id).shape else { return None };
    let objects = union.variants.iter().filter(|variant| !is_text(api, variant));
    let named = |variant: &Alternative| match (&variant.ty, &api.def(variant.ty.mentioned()?).origin) {
        (Type::Named(id), Origin::Component(name)) => Some((*id, name.clone())),
        _ => None,
    };
    let (ids, names): (Vec<TypeId>, Vec<String>) = objects.map(named).collect::<Option<Vec<_>>>()?.into_iter().unzip();
    (ids.len() <= MOST_NAMED).then_some((ids, names))
}

fn recognised(api: &Api, id: TypeId) -> Option<Found> {
    let def = api.def(id);
    let Shape::Union(union) = &def.shape else { return None };
    if !matches!(def.origin, Origin::Component(_) | Origin::Member { .. } | Origin::Input { .. }) {
        return None;
    }
    clearable(api, union).or_else(|| expandable(api, id, union))
}

/// Recognises a value beside the empty string.
fn clearable(api: &Api, union: &Union) -> Option<Found> {
    let [one, other] = &union.variants[..] else { return None };
    let is_empty = |variant: &Alternative| variant.constant.as_deref() == Some("");
    let value = match (is_empty(one), is_empty(other)) {
        (true, false) => other,
        (false, true) => one,
        _ => return None,
    };
    let is_fixed = |id: TypeId| !matches!(api.def(id).shape, Shape::Union(_) | Shape::Alias(_) | Shape::StringEnum(_));
    // The description of a variant would be lost; a definition has its own.
    let keeps_docs = matches!(value.ty, Type::Named(_)) || value.docs.description.is_none();
    let is_plain = value.constant.is_none() && !is_text(api, value) && keeps_docs && !value.docs.deprecated;
    (is_plain && value.ty.mentioned().is_none_or(is_fixed)).then(|| Found {
        generic: Generic::Clearable,
        inner: value.ty.clone(),
        stays: false,
        constraints: value.constraints.clone(),
    })
}

/// Recognises objects that always have an identifier, beside a string.
fn expandable(api: &Api, id: TypeId, union: &Union) -> Option<Found> {
    let text = api.identifier(union)?;
    let is_certain = |field: &Field| field.presence.required && !field.presence.nullable;
    let has_id = |variant: &Alternative| api.as_struct(&variant.ty)?.1.identifier().map(|(_, field)| is_certain(field));
    let objects: Vec<_> = union.variants.iter().filter(|variant| !is_text(api, variant)).collect();
    if text.docs.description.is_some() || text.docs.deprecated || !objects.iter().all(|one| has_id(one) == Some(true)) {
        return None;
    }
    let (inner, stays) = match objects[..] {
        [only] => (only.ty.clone(), false),
        _ => (Type::Named(id), true),
    };
    Some(Found { generic: Generic::Expandable, inner, stays, constraints: text.constraints.clone() })
}

/// Names the string of every other union of a string and objects with an identifier.
fn name_identifiers(api: &mut Api, published: Option<&Surface>) {
    let has_text = |id: &TypeId| {
        let model = published.and_then(|surface| surface.model(api.def(*id).published.as_ref()));
        matches!(model.map(|model| &model.kind), Some(Kind::Union { variants, .. }) if variants.contains_key("string"))
    };
    let ids: Vec<TypeId> = api
        .type_ids()
        .filter(|id| matches!(&api.def(*id).shape, Shape::Union(union) if api.identifier(union).is_some()))
        .filter(|id| !has_text(id))
        .collect();
    for id in ids {
        change_text(api, id, |union, text| {
            if union.variants[text].label == "string" {
                union.variants[text].label = "id".to_owned();
            }
        });
    }
}

/// Changes a union, given the index of its string.
fn change_text(api: &mut Api, id: TypeId, change: impl FnOnce(&mut Union, usize)) {
    let Shape::Union(union) = &api.def(id).shape else { return };
    let Some(text) = union.variants.iter().position(|variant| is_text(api, variant)) else { return };
    if let Shape::Union(union) = &mut api.types[id.index()].shape {
        change(union, text);
    }
}

fn is_text(api: &Api, variant: &Alternative) -> bool {
    *api.resolve(&variant.ty) == Type::Scalar(Scalar::String) && variant.constant.is_none()
}

/// Gives the constraints of the variants to the fields and parameters that had the union.
fn hand_down_constraints(api: &mut Api, found: &BTreeMap<TypeId, Found>) {
    let of = |ty: &Type| match ty {
        Type::Named(id) => found.get(id).map(|found| found.constraints.clone()),
        Type::List(item) | Type::Map(item) => match &item.ty {
            Type::Named(id) => found.get(id).map(|found| Constraints {
                items: Some(Box::new(found.constraints.clone())).filter(|items| **items != Constraints::default()),
                ..Constraints::default()
            }),
            _ => None,
        },
        _ => None,
    };
    visit_constraints(api, &mut |ty, own| {
        let Some(mut given) = of(ty) else { return };
        let default = own.default.take().or(given.default.take());
        if *own == Constraints::default() {
            *own = given;
        }
        own.default = default;
    });
}

/// Gives the types that were in a removed union the union's origin, by which they are named.
fn hand_down_origins(api: &mut Api, found: &BTreeMap<TypeId, Found>) {
    let gone: BTreeMap<TypeId, Origin> =
        found.iter().filter(|(_, found)| !found.stays).map(|(id, _)| (*id, api.def(*id).origin.clone())).collect();
    for def in &mut api.types {
        let Origin::Member { parent, item, .. } = &def.origin else { continue };
        let is_item = *item;
        let Some(mut origin) = gone.get(parent).cloned() else { continue };
        if let Origin::Member { item, .. } | Origin::Input { item, .. } = &mut origin {
            *item |= is_item;
        }
        def.origin = origin;
    }
}
