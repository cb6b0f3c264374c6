//! Determines which traits a type can implement: total equality, hashing, and a default value.

use crate::ir::{Api, Shape, Type, TypeDef, Value};

pub(super) fn run(api: &mut Api) {
    let defaults: Vec<bool> = api.types.iter().map(has_default).collect();
    // Assume every trait, then remove those that a field contradicts until nothing changes.
    let mut total = vec![true; api.types.len()];
    loop {
        let next: Vec<bool> = api.types.iter().map(|def| is_total(def, &total)).collect();
        if next == total {
            break;
        }
        total = next;
    }
    for (index, def) in api.types.iter_mut().enumerate() {
        def.derives.eq_hash = total[index];
        def.derives.default = defaults[index];
    }
}

fn is_total(def: &TypeDef, total: &[bool]) -> bool {
    let all = |ty: &Type| type_is_total(ty, total);
    match &def.shape {
        Shape::Struct(shape) => {
            let fields = shape.fields.iter().all(|field| match &field.value {
                Value::Typed(ty) => all(ty),
                Value::Constant(_) => true,
            });
            fields && shape.rest.as_ref().is_none_or(|item| all(&item.ty))
        }
        Shape::Union(union) => union.variants.iter().all(|variant| all(&variant.ty)),
        Shape::Alias(ty) => all(ty),
        Shape::StringEnum(_) | Shape::IntegerEnum(_) => true,
    }
}

fn type_is_total(ty: &Type, total: &[bool]) -> bool {
    match ty {
        Type::Scalar(scalar) => scalar.row().is_total,
        Type::Json => false,
        Type::List(item) | Type::Map(item) => type_is_total(&item.ty, total),
        Type::Generic(_, inner) => type_is_total(inner, total),
        Type::Named(id) => total[id.index()],
    }
}

/// Returns whether a struct has no required field.
fn has_default(def: &TypeDef) -> bool {
    match &def.shape {
        Shape::Struct(shape) => shape.fields.iter().all(|field| match field.value {
            Value::Typed(_) => !field.presence.required,
            Value::Constant(_) => true,
        }),
        Shape::StringEnum(_) | Shape::IntegerEnum(_) | Shape::Union(_) | Shape::Alias(_) => false,
    }
}
