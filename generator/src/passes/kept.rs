//! Keeps the types of properties and responses that users of the SDK have. Knows the surface of the lock.
//!
//! A deep part of an `allOf` has one definition for all that extend it: that of the first schema that does. A schema
//! that is added may come before it, and the part would then be named after that one. And an object without properties
//! is a map, until it gets its first property.

use std::collections::{HashMap, HashSet};

use super::edges::replace_in;
use crate::diagnostics::{Diagnostics, kept_map};
use crate::ir::{Api, BodyContent, BodyEncoding, Operation, Origin, Paging, Shape, Type, TypeId, Value};
use crate::surface::{ANY_MAP, Kind, Named, Surface};

pub(super) fn run(api: &mut Api, published: &Surface, diagnostics: &mut Diagnostics) {
    let mut maps = Vec::new();
    let read = read_for_pages(api);
    let known = definitions(api, published);
    let mut taken: HashSet<String> = api.types.iter().flat_map(|def| def.keys.clone()).collect();
    for id in api.type_ids() {
        for (index, known_type) in typed_fields(api, id, published) {
            let Shape::Struct(shape) = &api.def(id).shape else { continue };
            let field = &shape.fields[index];
            let Some(ty) = field.value.ty() else { continue };
            let Some(inner) = ty.mentioned().filter(|inner| api.def(*inner).published.is_none()) else { continue };
            let same = known.get(&(api.def(inner).at.as_str().to_owned(), innermost(&known_type.ty).to_owned()));
            let instead = match same {
                Some(one) => Type::Named(*one),
                None if !read.contains(&inner) && is_map_of_inline(api, ty, &known_type.ty) => Type::any_map(),
                None => continue,
            };
            if let Some(one) = instead.mentioned() {
                let places = places(api, id, field.wire.as_str(), one, published);
                let new: Vec<String> = places.into_iter().filter(|place| taken.insert(place.clone())).collect();
                api.types[one.index()].keys.extend(new);
            } else {
                maps.push(inner);
            }
            let Shape::Struct(shape) = &mut api.types[id.index()].shape else { continue };
            if let Value::Typed(ty) = &mut shape.fields[index].value {
                replace_in(ty, &|_| instead.clone());
            }
        }
    }
    maps.extend(alternatives(api, published));
    maps.extend(responses(api, published, &read));
    maps.extend(fields_of_bodies(api, published));
    for id in &maps {
        diagnostics.push(kept_map(&api.def(*id).at));
    }
    pages_without(api, &maps.into_iter().collect());
    bodies(api, published, diagnostics);
}

/// Returns the definitions that users have, by the location of their schema and their name.
fn definitions(api: &Api, published: &Surface) -> HashMap<(String, String), TypeId> {
    let mut known = HashMap::new();
    for id in api.type_ids() {
        let def = api.def(id);
        if let Some(model) = published.model(def.published.as_ref()) {
            known.entry((def.at.as_str().to_owned(), model.name.clone())).or_insert(id);
        }
    }
    known
}

/// Returns the definitions whose fields are read for pages that the configuration asks for. They become no maps.
fn read_for_pages(api: &mut Api) -> HashSet<TypeId> {
    let pagings = api.operations.iter_mut().filter_map(|operation| operation.paging.as_mut());
    let configured = pagings.filter(|paging| paging.configured);
    configured.flat_map(Paging::steps_mut).map(|step| step.owner).collect()
}

/// Keeps the maps that operations return. Returns the definitions that they would return instead.
fn responses(api: &mut Api, published: &Surface, read: &HashSet<TypeId>) -> Vec<TypeId> {
    let mut maps = Vec::new();
    for index in 0..api.operations.len() {
        let Some(method) = published.operations.get(&api.operations[index].key) else { continue };
        let Some(ty) = api.operations[index].output.json() else { continue };
        if ty.mentioned().is_some_and(|id| read.contains(&id)) {
            continue;
        }
        if method.outcomes.is_empty() && is_map_of_inline(api, ty, &method.returns) {
            maps.extend(ty.mentioned());
            api.operations[index].output.types_mut().into_iter().for_each(|ty| replace_in(ty, &|_| Type::any_map()));
        }
    }
    maps
}

/// Keeps the maps that are alternatives of unions. Returns the definitions that they would be instead.
///
/// An object without properties is called after its kind, and one with properties may be called after the first of
/// them. So a map whose label no alternative has is the one with the fewest properties among those that users do not
/// have.
fn alternatives(api: &mut Api, published: &Surface) -> Vec<TypeId> {
    let mut maps = Vec::new();
    for id in api.type_ids() {
        let model = published.model(api.def(id).published.as_ref());
        let Some(Kind::Union { variants: known, .. }) = model.map(|model| &model.kind) else { continue };
        for (label, named) in known {
            let Shape::Union(union) = &api.def(id).shape else { continue };
            let keys = union.keys();
            let same = keys.iter().position(|key| key == label);
            let is_map = |index: &usize| {
                let variant = &union.variants[*index];
                variant.tags.is_empty() && is_map_of_inline(api, &variant.ty, &named.ty)
            };
            let unknown = (0..keys.len()).filter(|index| !known.contains_key(&keys[*index]) && is_map(index));
            let chosen = match same {
                Some(index) => Some(index).filter(is_map),
                None => unknown.min_by_key(|index| properties(api, &union.variants[*index].ty)),
            };
            let Some(index) = chosen else { continue };
            let Shape::Union(union) = &mut api.types[id.index()].shape else { continue };
            let variant = &mut union.variants[index];
            maps.extend(variant.ty.mentioned());
            replace_in(&mut variant.ty, &|_| Type::any_map());
            if same.is_none() {
                variant.label.clone_from(label);
            }
        }
    }
    maps
}

/// Returns how many properties the object has that a type contains.
fn properties(api: &Api, ty: &Type) -> usize {
    match ty.mentioned().map(|id| &api.def(id).shape) {
        Some(Shape::Struct(shape)) => shape.fields.len(),
        _ => 0,
    }
}

/// Keeps the maps that are fields of bodies. Returns the definitions that they would be instead.
fn fields_of_bodies(api: &mut Api, published: &Surface) -> Vec<TypeId> {
    let mut found = Vec::new();
    for (operation, index) in api.operations.iter().zip(0..) {
        let Some(method) = published.operations.get(&operation.key) else { continue };
        let Some(BodyContent::Fields(fields)) = operation.body.as_ref().map(|body| &body.content) else { continue };
        for (at, field) in fields.iter().enumerate() {
            let key = format!("body {}", field.wire.as_str());
            let argument = method.arguments.iter().find(|(known, _)| *known == key).map(|(_, named)| named);
            let Some(known) = argument.or_else(|| method.setters.get(&key)) else { continue };
            if let Some(ty) = field.value.ty().filter(|ty| is_map_of_inline(api, ty, &known.ty)) {
                found.extend(ty.mentioned().map(|id| (index, at, id)));
            }
        }
    }
    for (index, at, _) in &found {
        let operation: &mut Operation = &mut api.operations[*index];
        if let Some(BodyContent::Fields(fields)) = operation.body.as_mut().map(|body| &mut body.content)
            && let Value::Typed(ty) = &mut fields[*at].value
        {
            replace_in(ty, &|_| Type::any_map());
        }
    }
    found.into_iter().map(|(_, _, id)| id).collect()
}

/// Removes paging that reads fields of definitions that are maps now.
fn pages_without(api: &mut Api, maps: &HashSet<TypeId>) {
    for operation in &mut api.operations {
        let Some(paging) = &mut operation.paging else { continue };
        if paging.steps_mut().any(|step| maps.contains(&step.owner)) {
            operation.paging = None;
        } else if paging.item.mentioned().is_some_and(|item| maps.contains(&item)) {
            replace_in(&mut paging.item, &|_| Type::any_map());
        }
    }
}

/// Keeps bodies that are a map, whose schema has properties now.
fn bodies(api: &mut Api, published: &Surface, diagnostics: &mut Diagnostics) {
    for operation in &mut api.operations {
        let Some(method) = published.operations.get(&operation.key) else { continue };
        let body = operation.body.as_mut();
        let body = body.filter(|body| method.sends_map() && body.encoding == BodyEncoding::Json);
        // Pages are not read by fields of a map.
        let by_body = |paging: &Paging| {
            [Some(&paging.forward), paging.backward.as_ref()].into_iter().flatten().any(|one| one.in_body)
        };
        if operation.paging.as_ref().is_some_and(|paging| paging.configured && by_body(paging)) {
            continue;
        }
        if let Some(body) = body.filter(|body| matches!(body.content, BodyContent::Fields(_))) {
            body.content = BodyContent::Whole(Type::any_map());
            body.model = None;
            operation.paging = operation.paging.take().filter(|paging| !by_body(paging));
            diagnostics.push(kept_map(&operation.at));
        }
    }
}

/// Returns the fields of a struct that users have, by their index.
fn typed_fields<'a>(api: &Api, id: TypeId, published: &'a Surface) -> Vec<(usize, &'a Named)> {
    let def = api.def(id);
    let model = published.model(def.published.as_ref());
    let (Some(Kind::Struct { fields, .. }), Shape::Struct(shape)) = (model.map(|model| &model.kind), &def.shape) else {
        return Vec::new();
    };
    let known = shape.fields.iter().enumerate();
    known.filter_map(|(index, field)| Some((index, fields.get(field.wire.as_str())?))).collect()
}

/// Returns the keys of a field's type by which the lock knows that it is the type `one`.
fn places(api: &Api, owner: TypeId, wire: &str, one: TypeId, published: &Surface) -> Vec<String> {
    let model = published.model(api.def(one).published.as_ref());
    let possible = api.def(owner).keys.iter().flat_map(|key| [format!("{key}.{wire}"), format!("{key}.{wire}[]")]);
    possible.filter(|place| model.is_some_and(|model| model.places.contains(place))).collect()
}

/// Whether users have a map of any JSON where the document has an inline object with properties.
fn is_map_of_inline(api: &Api, ty: &Type, known: &str) -> bool {
    let is_inline = |id: TypeId| {
        let def = api.def(id);
        matches!(def.shape, Shape::Struct(_)) && !matches!(def.origin, Origin::Component(_)) && def.published.is_none()
    };
    let layers = ["Vec<", "BTreeMap<"].iter().map(|layer| known.matches(layer).count()).sum::<usize>();
    known.trim_end_matches('>').ends_with(ANY_MAP.trim_end_matches('>'))
        && layers == self::layers(ty) + 1
        && ty.mentioned().is_some_and(is_inline)
}

/// Returns how many lists and maps are around a type.
fn layers(ty: &Type) -> usize {
    match ty {
        Type::List(item) | Type::Map(item) => 1 + layers(&item.ty),
        Type::Generic(_, inner) => layers(inner),
        Type::Named(_) | Type::Scalar(_) | Type::Json => 0,
    }
}

/// Returns the type that a type contains: `Pet` of `Option<Vec<Pet>>`.
fn innermost(text: &str) -> &str {
    let last = text.trim_end_matches('>').rsplit('<').next().unwrap_or(text);
    last.rsplit(", ").next().unwrap_or(last)
}

#[cfg(test)]
mod tests {
    use super::innermost;

    #[test]
    fn the_innermost_type_is_found() {
        let texts = ["Pet", "Option<Vec<Pet>>", "BTreeMap<String, Pet>", "Option<BTreeMap<String, Vec<Pet>>>"];
        assert_eq!(texts.map(innermost), ["Pet"; 4]);
    }
}
