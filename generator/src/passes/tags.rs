//! Makes the tag of a variant a constant wherever the variant is used, so that it need not be set and cannot be set
//! wrongly. It can still be absent if the document allows that.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::edges::{of_events, of_request, of_response};
use crate::ir::{Api, BodyContent, Field, Integer, Literal, Shape, Struct, Type, TypeId, Value, Wire};
use crate::pointer::Pointer;

/// A field of a struct, by its position.
type Member = (TypeId, usize);

pub(super) fn run(api: &mut Api) {
    let alone = used_alone(api);
    let mut constants: HashMap<TypeId, Vec<(usize, Literal)>> = HashMap::new();
    let mut gone: Vec<Member> = Vec::new();
    for ((id, member), values) in values_of_tags(api) {
        let Shape::Struct(shape) = &api.def(id).shape else { continue };
        match values.as_slice() {
            [Some(only)] => {
                if let Some(literal) = as_literal(api, &shape.fields[member], only) {
                    constants.entry(id).or_default().push((member, literal));
                }
            }
            // Each union writes its own value; the struct is not used outside of unions.
            several if several.iter().all(Option::is_some) && !alone.contains(&id) => gone.push((id, member)),
            _ => {}
        }
    }
    constants_of_bodies(api, &constants);
    for (id, members) in constants {
        let Shape::Struct(shape) = &mut api.types[id.index()].shape else { continue };
        for (member, literal) in members {
            shape.fields[member].value = Value::Constant(literal);
        }
    }
    // From the end, so that the other positions stay valid.
    for (id, member) in gone.into_iter().rev() {
        if let Shape::Struct(shape) = &mut api.types[id.index()].shape {
            shape.fields.remove(member);
        }
    }
}

/// Returns, for each field that is a tag, its value in each union; `None` for a union in which it has several.
fn values_of_tags(api: &Api) -> BTreeMap<Member, Vec<Option<String>>> {
    let mut all: BTreeMap<Member, Vec<Option<String>>> = BTreeMap::new();
    for def in &api.types {
        let Shape::Union(union) = &def.shape else { continue };
        let Some(tag) = &union.tag else { continue };
        for variant in &union.variants {
            let Some((owner, shape)) = api.as_struct(&variant.ty).filter(|_| !variant.tags.is_empty()) else {
                continue;
            };
            let Some(member) = shape.fields.iter().position(|field| field.wire == *tag) else { continue };
            let value = match variant.tags.as_slice() {
                [only] => Some(only.clone()),
                _ => None,
            };
            let values = all.entry((owner, member)).or_default();
            if !values.contains(&value) {
                values.push(value);
            }
        }
    }
    all
}

/// Returns a text as a value of the field's type, if it is one.
fn as_literal(api: &Api, field: &Field, value: &str) -> Option<Literal> {
    let Value::Typed(ty) = &field.value else { return None };
    let text = || Some(Literal::String(value.to_owned()));
    let number = || value.parse::<i64>().is_ok().then(|| Literal::Number(value.to_owned()));
    match api.resolve(ty) {
        Type::Json => text(),
        Type::Scalar(scalar) => match scalar.row().wire {
            Wire::Boolean => value.parse().ok().map(Literal::Boolean),
            Wire::Integer(Integer::I32 | Integer::I64 | Integer::U32 | Integer::U64) => number(),
            Wire::Text(_) if scalar.is_plain_text() => text(),
            Wire::Integer(Integer::I128) | Wire::Number | Wire::Text(_) | Wire::Body(_) => None,
        },
        Type::Named(id) => match &api.def(*id).shape {
            Shape::StringEnum(_) => text(),
            Shape::IntegerEnum(_) => number(),
            Shape::Struct(_) | Shape::Union(_) | Shape::Alias(_) => None,
        },
        Type::List(_) | Type::Map(_) | Type::Generic(..) => None,
    }
}

/// Returns the structs that are not only used as variants of unions with a tag.
fn used_alone(api: &Api) -> HashSet<TypeId> {
    let mut used: HashSet<TypeId> = of_events(api).collect();
    for operation in &api.operations {
        used.extend(of_request(operation).chain(of_response(operation)));
    }
    for def in &api.types {
        match &def.shape {
            Shape::Union(union) if union.tag.is_some() => {
                let held = union.variants.iter().filter(|variant| !matches!(variant.ty, Type::Named(_)));
                used.extend(held.filter_map(|variant| variant.ty.mentioned()));
            }
            // A variant may be the alias of a struct.
            Shape::Alias(Type::Named(_)) => {}
            shape => used.extend(shape.mentioned()),
        }
    }
    used.into_iter().filter_map(|id| api.as_struct(&Type::Named(id)).map(|(id, _)| id)).collect()
}

/// Copies the constants of structs to request bodies whose fields are inputs of an operation.
fn constants_of_bodies(api: &mut Api, constants: &HashMap<TypeId, Vec<(usize, Literal)>>) {
    let locations = |fields: &[Field]| -> Vec<Pointer> {
        fields.iter().filter(|field| !field.read_only).map(|field| field.at.clone()).collect()
    };
    let mut structs: HashMap<Vec<Pointer>, Option<Vec<(Pointer, Literal)>>> = HashMap::new();
    for (id, members) in constants {
        let Shape::Struct(Struct { fields, .. }) = &api.def(*id).shape else { continue };
        let mut values: Vec<_> =
            members.iter().map(|(member, value)| (fields[*member].at.clone(), value.clone())).collect();
        values.sort_by(|(a, _), (b, _)| a.cmp(b));
        // Derived schemas can have the same properties; then the properties do not show which of them a body is.
        let known = structs.entry(locations(fields)).or_insert_with(|| Some(values.clone()));
        if known.as_ref() != Some(&values) {
            *known = None;
        }
    }
    for operation in &mut api.operations {
        let Some(BodyContent::Fields(fields)) = operation.body.as_mut().map(|body| &mut body.content) else { continue };
        let Some(Some(values)) = structs.get(&locations(fields)) else { continue };
        for field in fields {
            if let Some((_, value)) = values.iter().find(|(at, _)| *at == field.at) {
                field.value = Value::Constant(value.clone());
            }
        }
    }
}
