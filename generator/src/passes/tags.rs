//! A tag that may be absent, but has one value only in each alternative, is written always: an alternative that does
//! not say which one it is would be taken for another.

use crate::ir::{Api, Literal, Shape, Type, TypeId, Value};

pub(super) fn run(api: &mut Api) {
    let mut constants: Vec<(TypeId, usize, String)> = Vec::new();
    for def in &api.types {
        let Shape::Union(union) = &def.shape else { continue };
        let Some(tag) = &union.tag else { continue };
        for variant in &union.variants {
            let ([value], Some((owner, shape))) = (variant.tags.as_slice(), api.as_struct(&variant.ty)) else {
                continue;
            };
            let member = shape.fields.iter().position(|field| {
                let only = matches!(&field.value, Value::Typed(ty) if has_one_value(api, ty, value));
                field.wire == *tag && !field.presence.required && !field.presence.nullable && only
            });
            constants.extend(member.map(|member| (owner, member, value.clone())));
        }
    }
    for (owner, member, value) in constants {
        if let Shape::Struct(shape) = &mut api.types[owner.index()].shape {
            shape.fields[member].value = Value::Constant(Literal::String(value));
        }
    }
}

fn has_one_value(api: &Api, ty: &Type, value: &str) -> bool {
    match api.resolve(ty) {
        Type::Named(id) => match &api.def(*id).shape {
            Shape::StringEnum(shape) => matches!(shape.values.as_slice(), [only] if only.value.as_str() == value),
            _ => false,
        },
        _ => false,
    }
}
