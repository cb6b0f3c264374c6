//! The definitions that a type, a shape or an operation mentions. Shared by the passes.

use crate::ir::{BodyContent, Field, Item, Operation, Origin, Shape, Type, TypeId, Value};

/// The definitions that a type mentions.
pub(super) fn of_type(ty: &Type, visit: &mut dyn FnMut(TypeId)) {
    match ty {
        Type::List(item) | Type::Map(item) => of_type(&item.ty, visit),
        Type::Named(id) => visit(*id),
        Type::Scalar(_) | Type::Json => {}
    }
}

/// The definitions that a shape mentions, `keep` choosing among its fields.
pub(super) fn of_shape(shape: &Shape, keep: &dyn Fn(&Field) -> bool, visit: &mut dyn FnMut(TypeId)) {
    match shape {
        Shape::Struct(shape) => {
            for field in shape.fields.iter().filter(|field| keep(field)) {
                if let Value::Typed(ty) = &field.value {
                    of_type(ty, visit);
                }
            }
            if let Some(Item { ty, .. }) = &shape.rest {
                of_type(ty, visit);
            }
        }
        Shape::Union(union) => union.variants.iter().for_each(|variant| of_type(&variant.ty, visit)),
        Shape::Alias(ty) => of_type(ty, visit),
        Shape::StringEnum(_) | Shape::IntegerEnum(_) => {}
    }
}

/// The definitions that the requests of an operation hold.
pub(super) fn of_request(operation: &Operation, visit: &mut dyn FnMut(TypeId)) {
    for parameter in &operation.parameters {
        of_type(&parameter.ty, visit);
    }
    match operation.body.as_ref().map(|body| &body.content) {
        Some(BodyContent::Whole(ty)) => of_type(ty, visit),
        Some(BodyContent::Fields(fields)) => {
            for field in fields {
                if let Value::Typed(ty) = &field.value {
                    of_type(ty, visit);
                }
            }
        }
        None => {}
    }
}

/// The definitions that the responses of an operation hold.
pub(super) fn of_response(operation: &Operation, visit: &mut dyn FnMut(TypeId)) {
    operation.output.types().into_iter().for_each(|ty| of_type(ty, visit));
    let streamed = operation.answers.stream.as_ref().and_then(|stream| stream.records.item.as_ref());
    streamed.into_iter().for_each(|ty| of_type(ty, visit));
    for error in &operation.errors {
        if let Some(ty) = &error.ty {
            of_type(ty, visit);
        }
    }
}

/// The definitions that the payloads of events hold.
pub(super) fn of_events(api: &crate::ir::Api, visit: &mut dyn FnMut(TypeId)) {
    api.events.iter().filter_map(|event| event.payload.as_ref()).for_each(|ty| of_type(ty, visit));
}

/// Every type of the model that a definition or operation holds, for rewriting.
pub(super) fn rewrite(api: &mut crate::ir::Api, rename: &dyn Fn(TypeId) -> TypeId) {
    for def in &mut api.types {
        rewrite_origin(&mut def.origin, rename);
        rewrite_shape(&mut def.shape, rename);
    }
    api.events.iter_mut().filter_map(|event| event.payload.as_mut()).for_each(|ty| rewrite_type(ty, rename));
    for operation in &mut api.operations {
        operation.parameters.iter_mut().for_each(|parameter| rewrite_type(&mut parameter.ty, rename));
        match operation.body.as_mut().map(|body| &mut body.content) {
            Some(BodyContent::Whole(ty)) => rewrite_type(ty, rename),
            Some(BodyContent::Fields(fields)) => {
                fields.iter_mut().for_each(|field| rewrite_value(&mut field.value, rename));
            }
            None => {}
        }
        operation.output.types_mut().into_iter().for_each(|ty| rewrite_type(ty, rename));
        let streamed = operation.answers.stream.as_mut().and_then(|stream| stream.records.item.as_mut());
        streamed.into_iter().for_each(|ty| rewrite_type(ty, rename));
        operation.errors.iter_mut().filter_map(|error| error.ty.as_mut()).for_each(|ty| rewrite_type(ty, rename));
        if let Some(paging) = &mut operation.paging {
            rewrite_type(&mut paging.item, rename);
            for step in paging.steps_mut() {
                step.owner = rename(step.owner);
            }
        }
    }
}

/// Every type that a shape holds.
pub(super) fn rewrite_shape(shape: &mut Shape, rename: &dyn Fn(TypeId) -> TypeId) {
    match shape {
        Shape::Struct(shape) => {
            shape.fields.iter_mut().for_each(|field| rewrite_value(&mut field.value, rename));
            shape.rest.iter_mut().for_each(|item| rewrite_type(&mut item.ty, rename));
        }
        Shape::Union(union) => union.variants.iter_mut().for_each(|variant| rewrite_type(&mut variant.ty, rename)),
        Shape::Alias(ty) => rewrite_type(ty, rename),
        Shape::StringEnum(_) | Shape::IntegerEnum(_) => {}
    }
}

fn rewrite_origin(origin: &mut Origin, rename: &dyn Fn(TypeId) -> TypeId) {
    match origin {
        Origin::Member { parent, .. } => *parent = rename(*parent),
        Origin::Repeated { first, .. } => rewrite_origin(first, rename),
        Origin::Component(_) | Origin::Input { .. } | Origin::RequestBody { .. } | Origin::ResponseBody { .. } => {}
    }
}

fn rewrite_value(value: &mut Value, rename: &dyn Fn(TypeId) -> TypeId) {
    if let Value::Typed(ty) = value {
        rewrite_type(ty, rename);
    }
}

fn rewrite_type(ty: &mut Type, rename: &dyn Fn(TypeId) -> TypeId) {
    match ty {
        Type::List(item) | Type::Map(item) => rewrite_type(&mut item.ty, rename),
        Type::Named(id) => *id = rename(*id),
        Type::Scalar(_) | Type::Json => {}
    }
}
