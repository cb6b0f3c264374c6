//! Visits the definitions that operations and webhooks mention, and those that these mention. Shared by the passes.

use crate::ir::{Api, BodyContent, Field, Operation, Origin, Shape, Type, TypeId, Value};

/// Returns the definitions in the requests of an operation.
pub(super) fn of_request(operation: &Operation) -> impl Iterator<Item = TypeId> {
    let (whole, fields) = match operation.body.as_ref().map(|body| &body.content) {
        Some(BodyContent::Whole(ty)) => (Some(ty), &[][..]),
        Some(BodyContent::Fields(fields)) => (None, &fields[..]),
        None => (None, &[][..]),
    };
    let parameters = operation.parameters.iter().map(|parameter| &parameter.ty);
    let fields = fields.iter().filter_map(|field| field.value.ty());
    parameters.chain(whole).chain(fields).filter_map(Type::mentioned)
}

/// Returns the definitions in the responses of an operation.
pub(super) fn of_response(operation: &Operation) -> impl Iterator<Item = TypeId> {
    let streamed = operation.responses.stream.as_ref().and_then(|stream| stream.records.item.as_ref());
    let errors = operation.errors.iter().filter_map(|error| error.ty.as_ref());
    operation.output.types().into_iter().chain(streamed).chain(errors).filter_map(Type::mentioned)
}

/// Returns the definitions in the payloads of webhooks and callbacks.
pub(super) fn of_events(api: &Api) -> impl Iterator<Item = TypeId> {
    api.events.iter().filter_map(|event| event.payload.as_ref()?.mentioned())
}

/// Returns, for each definition, whether it is reachable from those that are `waiting`. Only the fields that `keep`
/// accepts are followed.
pub(super) fn reached(api: &Api, mut waiting: Vec<TypeId>, keep: impl Fn(&Field) -> bool) -> Vec<bool> {
    let mut reached = vec![false; api.types.len()];
    while let Some(id) = waiting.pop() {
        if !std::mem::replace(&mut reached[id.index()], true) {
            waiting.extend(api.def(id).shape.mentioned_by(&keep));
        }
    }
    reached
}

/// Renames every reference to a definition in the model.
pub(super) fn rewrite(api: &mut Api, rename: &dyn Fn(TypeId) -> TypeId) {
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
        let streamed = operation.responses.stream.as_mut().and_then(|stream| stream.records.item.as_mut());
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

/// Renames every reference to a definition in a shape.
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
