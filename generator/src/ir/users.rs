//! Finds where a definition is used, to describe those that the document does not describe.

use super::bodies::BodyContent;
use super::ids::{OperationId, TypeId};
use super::responses::ErrorResponse;
use super::types::{Shape, Type};
use super::{Api, WireName};

/// What refers to a definition, directly or as the item of a list or map.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum User {
    /// The responses of an operation.
    Response(OperationId),
    /// The whole body of an operation's requests.
    Body(OperationId),
    /// A property of a struct.
    Property(TypeId, WireName),
    /// A parameter of an operation, or a property of the body of its requests.
    Input(OperationId, WireName),
    /// The variants of a union, the additional properties of a struct, or an alias.
    Definition(TypeId),
    /// The error responses of an operation.
    Error(OperationId),
    /// The body of a webhook or callback, by its index.
    Event(usize),
}

/// Finds the first user of each definition, by [`TypeId`]. Responses come before bodies of requests, and these before
/// anything else, in the order of [`User`]; of several of one kind, the first in the document counts.
#[must_use]
pub fn first_users(api: &Api) -> Vec<Option<User>> {
    let mut users = Users(vec![None; api.types.len()]);
    let operations = || api.operation_ids().map(|id| (id, &api.operations[id.index()]));
    for (id, operation) in operations() {
        let types = operation.output.types().into_iter().chain(operation.responses.types());
        types.for_each(|ty| users.add(ty, || User::Response(id)));
    }
    for (id, operation) in operations() {
        if let Some(BodyContent::Whole(ty)) = operation.body.as_ref().map(|body| &body.content) {
            users.add(ty, || User::Body(id));
        }
    }
    for id in api.type_ids() {
        if let Shape::Struct(shape) = &api.def(id).shape {
            for field in &shape.fields {
                field.value.ty().into_iter().for_each(|ty| users.add(ty, || User::Property(id, field.wire.clone())));
            }
        }
    }
    for (id, operation) in operations() {
        for parameter in &operation.parameters {
            users.add(&parameter.ty, || User::Input(id, parameter.wire.clone()));
        }
        if let Some(BodyContent::Fields(fields)) = operation.body.as_ref().map(|body| &body.content) {
            for field in fields {
                field.value.ty().into_iter().for_each(|ty| users.add(ty, || User::Input(id, field.wire.clone())));
            }
        }
    }
    for id in api.type_ids() {
        api.def(id).shape.mentioned().for_each(|mentioned| users.add(&Type::Named(mentioned), || User::Definition(id)));
    }
    for (id, operation) in operations() {
        let errors = operation.errors.iter().flat_map(ErrorResponse::types);
        errors.for_each(|ty| users.add(ty, || User::Error(id)));
    }
    for (index, event) in api.events.iter().enumerate() {
        event.payload.iter().for_each(|ty| users.add(ty, || User::Event(index)));
    }
    users.0
}

struct Users(Vec<Option<User>>);

impl Users {
    fn add(&mut self, ty: &Type, user: impl Fn() -> User) {
        if let Some(first) = ty.mentioned().and_then(|id| self.0.get_mut(id.index())) {
            first.get_or_insert_with(user);
        }
    }
}
