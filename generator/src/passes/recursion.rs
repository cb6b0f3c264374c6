//! Boxes one edge of each cycle of types that contain each other by value.
//!
//! A cycle of required fields describes infinite values; one of its fields becomes optional, with a warning.

use crate::diagnostics::{Diagnostics, codes};
use crate::ir::{Api, Generic, Shape, Type, TypeId, Value};

pub(super) fn run(api: &mut Api, diagnostics: &mut Diagnostics) {
    for (id, member) in back_edges(api, &|_| true) {
        match &mut api.types[id.index()].shape {
            Shape::Struct(shape) => shape.fields[member].boxed = true,
            Shape::Union(union) => union.variants[member].boxed = true,
            Shape::Alias(_) | Shape::StringEnum(_) | Shape::IntegerEnum(_) => {}
        }
    }
    for (id, member) in back_edges(api, &|edge| edge.required) {
        if let Shape::Struct(shape) = &mut api.types[id.index()].shape {
            let field = &mut shape.fields[member];
            field.presence.required = false;
            let name = field.wire.as_str();
            let message = format!(
                "`{name}` is required and always contains another value of its own type; it is read as optional"
            );
            diagnostics.report(codes::ENDLESS_RECURSION, &field.at, message);
        }
    }
}

/// The fact that a definition contains another one by value.
struct Edge {
    member: usize,
    target: TypeId,
    /// Whether every value of the owner contains a value of the target.
    required: bool,
}

/// Returns the edges that close a cycle in a depth-first search in the order of the document.
fn back_edges(api: &Api, keep: &dyn Fn(&Edge) -> bool) -> Vec<(TypeId, usize)> {
    #[derive(Clone, Copy, PartialEq)]
    enum State {
        New,
        Open,
        Done,
    }
    let edges: Vec<Vec<Edge>> =
        api.type_ids().map(|id| by_value(api, id).into_iter().filter(|edge| keep(edge)).collect()).collect();
    let mut states = vec![State::New; api.types.len()];
    let mut found = Vec::new();
    for start in api.type_ids() {
        if states[start.index()] != State::New {
            continue;
        }
        states[start.index()] = State::Open;
        let mut path = vec![(start, 0)];
        while let Some((id, next)) = path.last_mut() {
            let Some(edge) = edges[id.index()].get(*next) else {
                states[id.index()] = State::Done;
                path.pop();
                continue;
            };
            *next += 1;
            match states[edge.target.index()] {
                State::Open => found.push((*id, edge.member)),
                State::New => {
                    states[edge.target.index()] = State::Open;
                    path.push((edge.target, 0));
                }
                State::Done => {}
            }
        }
    }
    found
}

/// Returns the definition whose values a value of a type contains.
fn target(api: &Api, ty: &Type) -> Option<TypeId> {
    match api.resolve(ty) {
        Type::Named(target) => Some(*target),
        Type::Generic(Generic::Clearable, inner) => target(api, inner),
        // These store what they hold behind a pointer.
        Type::Scalar(_) | Type::Json | Type::List(_) | Type::Map(_) | Type::Generic(Generic::Expandable, _) => None,
    }
}

fn by_value(api: &Api, id: TypeId) -> Vec<Edge> {
    match &api.def(id).shape {
        Shape::Struct(shape) => {
            let fields = shape.fields.iter().enumerate();
            fields
                .filter_map(|(member, field)| match &field.value {
                    Value::Typed(ty) => {
                        let is_struct = api.as_struct(ty).is_some();
                        let required = field.presence.required && !field.presence.nullable && is_struct;
                        Some(Edge { member, target: target(api, ty)?, required })
                    }
                    Value::Constant(_) => None,
                })
                .collect()
        }
        Shape::Union(union) => {
            let variants = union.variants.iter().enumerate();
            variants
                .filter_map(|(member, variant)| {
                    Some(Edge { member, target: target(api, &variant.ty)?, required: false })
                })
                .collect()
        }
        Shape::Alias(_) | Shape::StringEnum(_) | Shape::IntegerEnum(_) => Vec::new(),
    }
}
