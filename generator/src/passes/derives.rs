//! Determines which traits a type can implement: a default value.

use crate::ir::{Api, Shape, TypeDef, Value};

pub(super) fn run(api: &mut Api) {
    for def in &mut api.types {
        def.derives.default = has_default(def);
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
