//! Boxes large variants of unions, because every value of a union is as large as its largest variant.
//!
//! Sizes are estimates for a 64-bit machine, and never too small.

use crate::ir::{Api, Field, Generic, Presence, Shape, Type, TypeId, Value};

/// The most bytes that an alternative may take without a box. Clippy's `large_enum_variant` asks for less than 200.
const MOST_BYTES: usize = 192;

pub(super) fn run(api: &mut Api) {
    let mut sizes = Sizes { api, known: vec![None; api.types.len()] };
    let mut large: Vec<(TypeId, usize)> = Vec::new();
    for id in api.type_ids() {
        let Shape::Union(union) = &api.def(id).shape else { continue };
        for (index, variant) in union.variants.iter().enumerate() {
            if !variant.boxed && sizes.of_type(&variant.ty) > MOST_BYTES {
                large.push((id, index));
            }
        }
    }
    for (id, index) in large {
        if let Shape::Union(union) = &mut api.types[id.index()].shape {
            union.variants[index].boxed = true;
        }
    }
}

struct Sizes<'a> {
    api: &'a Api,
    /// The sizes so far; `None` while a size is computed, which matters only for an alias of itself.
    known: Vec<Option<usize>>,
}

impl Sizes<'_> {
    fn of_type(&mut self, ty: &Type) -> usize {
        match ty {
            Type::Scalar(scalar) => scalar.row().size,
            Type::Json => 72,
            Type::List(_) | Type::Map(_) => 24,
            Type::Generic(Generic::Expandable, _) => 48,
            Type::Generic(Generic::Clearable, inner) => self.of_type(inner).max(16) + 8,
            Type::Named(id) => self.of_definition(*id),
        }
    }

    fn of_definition(&mut self, id: TypeId) -> usize {
        if let Some(size) = self.known[id.index()] {
            return size;
        }
        self.known[id.index()] = Some(0);
        let api = self.api;
        let size = match &api.def(id).shape {
            Shape::Struct(shape) => {
                let rest = if shape.rest.is_some() { 24 } else { 0 };
                shape.fields.iter().map(|field| self.of_field(field)).sum::<usize>() + rest
            }
            Shape::StringEnum(_) => 24,
            Shape::IntegerEnum(_) => 16,
            Shape::Union(union) => {
                let variants = union.variants.iter().map(|variant| match self.of_type(&variant.ty) {
                    _ if variant.boxed => 8,
                    large if large > MOST_BYTES => 8,
                    size => size,
                });
                variants.max().unwrap_or_default().max(24) + 8
            }
            Shape::Alias(ty) => self.of_type(ty),
        };
        self.known[id.index()] = Some(size);
        size
    }

    fn of_field(&mut self, field: &Field) -> usize {
        let Value::Typed(ty) = &field.value else { return 0 };
        let size = if field.boxed { 8 } else { self.of_type(ty) };
        let optional = field.presence != Presence { required: true, nullable: false };
        // The discriminant and the value, both aligned to eight bytes.
        size.next_multiple_of(8) + if optional { 8 } else { 0 }
    }
}
