//! Boxes fields so that no type contains itself by value: of each circle of fields, the one that sorts last.
//!
//! Optional fields sort after required ones, since an API grows by optional properties; then the location of the owner
//! decides, then the wire name. So the order of the document decides nothing, and a new field that sorts last gets the
//! box itself. What else is added can only add boxes.
//!
//! A circle of required fields describes infinite values; the field that sorts last becomes optional, with a warning.
//!
//! Runs after `layout`, which boxes the variants of unions: only fields can form circles.

use super::circles::closing;
use super::edges::contained;
use crate::diagnostics::{Diagnostics, codes};
use crate::ir::{Api, Field, Origin, Shape, TypeId, Value};
use crate::pointer::Pointer;

pub(super) fn run(api: &mut Api, diagnostics: &mut Diagnostics) {
    let edges = edges(api);
    for edge in closing_edges(&edges) {
        if let Some(field) = field_of(api, edge) {
            field.boxed = true;
        }
    }
    let always: Vec<Edge> = edges.into_iter().filter(|edge| edge.always).collect();
    for edge in closing_edges(&always) {
        let Some(field) = field_of(api, edge) else { continue };
        field.presence.required = false;
        let name = field.wire.as_str();
        let message =
            format!("`{name}` is required and always contains another value of its own type; it is read as optional");
        diagnostics.report(codes::ENDLESS_RECURSION, &field.at, message);
    }
}

/// The fact that a struct contains another struct or a union by value.
struct Edge {
    owner: TypeId,
    /// The index of the field.
    field: usize,
    target: TypeId,
    /// Whether every value of the owner contains a value of the target.
    always: bool,
}

/// Returns the edges in the order in which they are kept without a box.
fn edges(api: &Api) -> Vec<Edge> {
    let mut edges = Vec::new();
    for owner in api.type_ids() {
        let Shape::Struct(shape) = &api.def(owner).shape else { continue };
        for (index, field) in shape.fields.iter().enumerate() {
            let Value::Typed(ty) = &field.value else { continue };
            // Edges to unions close no circle: these box what they contain.
            if let Some(target) = contained(api, ty) {
                let present = field.presence.required && !field.presence.nullable;
                let always = present && api.as_struct(ty).is_some();
                // Whether requests or responses contain the owner must not change the order.
                let is_optional = !present || field.read_only || field.write_only;
                let key = (is_optional, locations(api, owner), &field.wire);
                edges.push((key, Edge { owner, field: index, target, always }));
            }
        }
    }
    edges.sort_by(|(a, _), (b, _)| a.cmp(b));
    edges.into_iter().map(|(_, edge)| edge).collect()
}

/// Returns the location of a definition and those of its owners: an inline schema that two definitions inherit has one
/// location.
fn locations(api: &Api, id: TypeId) -> Vec<&Pointer> {
    let mut locations = vec![&api.def(id).at];
    let mut id = id;
    while let Origin::Member { parent, .. } = &api.def(id).origin {
        id = *parent;
        locations.push(&api.def(id).at);
    }
    locations
}

/// Returns the edges that are the last ones of a circle.
fn closing_edges(edges: &[Edge]) -> impl Iterator<Item = &Edge> {
    let ends: Vec<(usize, usize)> = edges.iter().map(|edge| (edge.owner.index(), edge.target.index())).collect();
    edges.iter().zip(closing(&ends)).filter(|(_, closes)| *closes).map(|(edge, _)| edge)
}

fn field_of<'a>(api: &'a mut Api, edge: &Edge) -> Option<&'a mut Field> {
    match &mut api.types[edge.owner.index()].shape {
        Shape::Struct(shape) => shape.fields.get_mut(edge.field),
        Shape::Union(_) | Shape::Alias(_) | Shape::StringEnum(_) | Shape::IntegerEnum(_) => None,
    }
}
