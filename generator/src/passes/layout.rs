//! Boxes the variants of unions that are models.
//!
//! Every value of a union is as large as its largest variant, so large variants need a box. The size does not decide
//! it: a model that grows by a property would get a box, and programs that construct the variant or match what is
//! within it would no longer compile.

use crate::ir::{Api, Generic, Shape, Type, TypeId};

pub(super) fn run(api: &mut Api) {
    let mut models: Vec<(TypeId, usize)> = Vec::new();
    for id in api.type_ids() {
        let Shape::Union(union) = &api.def(id).shape else { continue };
        let variants = union.variants.iter().enumerate();
        models.extend(variants.filter(|(_, variant)| is_model(api, &variant.ty)).map(|(index, _)| (id, index)));
    }
    for (id, index) in models {
        if let Shape::Union(union) = &mut api.types[id.index()].shape {
            union.variants[index].boxed = true;
        }
    }
}

/// Whether a value contains a struct or union without a pointer in between.
fn is_model(api: &Api, ty: &Type) -> bool {
    match api.resolve(ty) {
        Type::Named(id) => match &api.def(*id).shape {
            Shape::Struct(_) | Shape::Union(_) => true,
            Shape::StringEnum(_) | Shape::IntegerEnum(_) | Shape::Alias(_) => false,
        },
        Type::Generic(Generic::Clearable, inner) => is_model(api, inner),
        // These store what they contain behind a pointer.
        Type::Scalar(_) | Type::Json | Type::List(_) | Type::Map(_) | Type::Generic(Generic::Expandable, _) => false,
    }
}
