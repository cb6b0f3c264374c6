//! Boxes the variants of unions that are models.
//!
//! Every value of a union is as large as its largest variant, so large variants need a box. The size does not decide
//! it: a model that grows by a property would get a box, and programs that construct the variant or match what is
//! within it would no longer compile.

use super::edges::contained;
use crate::ir::{Api, Shape, TypeId};

pub(super) fn run(api: &mut Api) {
    let mut models: Vec<(TypeId, usize)> = Vec::new();
    for id in api.type_ids() {
        let Shape::Union(union) = &api.def(id).shape else { continue };
        let variants = union.variants.iter().enumerate();
        models.extend(
            variants.filter(|(_, variant)| contained(api, &variant.ty).is_some()).map(|(index, _)| (id, index)),
        );
    }
    for (id, index) in models {
        if let Shape::Union(union) = &mut api.types[id.index()].shape {
            union.variants[index].boxed = true;
        }
    }
}
