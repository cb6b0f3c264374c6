//! Visits the definitions that operations and webhooks mention, and those that these mention. Shared by the passes.

use crate::ir::{
    Api, BodyContent, Constraints, ErrorResponse, Field, Generic, Operation, Origin, Paging, Shape, Type, TypeId, Value,
};

/// Returns the definitions in the requests of an operation.
pub(super) fn of_request(operation: &Operation) -> impl Iterator<Item = TypeId> {
    let (whole, fields) = match operation.body.as_ref().map(|body| &body.content) {
        Some(BodyContent::Whole(ty)) => (Some(ty), &[][..]),
        Some(BodyContent::Fields(fields)) => (None, &fields[..]),
        None => (None, &[][..]),
    };
    let parameters = operation.parameters.iter().map(|parameter| &parameter.ty);
    let fields = fields.iter().filter_map(|field| field.value.ty());
    let model = operation.body.as_ref().and_then(|body| body.model.as_ref());
    parameters.chain(whole).chain(fields).chain(model).filter_map(Type::mentioned)
}

/// Returns the definitions in the responses of an operation.
pub(super) fn of_response(operation: &Operation) -> impl Iterator<Item = TypeId> {
    let errors = operation.errors.iter().flat_map(ErrorResponse::types);
    operation.output.types().into_iter().chain(operation.responses.types()).chain(errors).filter_map(Type::mentioned)
}

/// Returns the definitions in the payloads of webhooks and callbacks.
pub(super) fn of_events(api: &Api) -> impl Iterator<Item = TypeId> {
    api.events.iter().filter_map(|event| event.payload.as_ref()?.mentioned())
}

/// Returns, for each definition, whether it is reachable from those that are `waiting`. Only the fields that `keep`
/// accepts are followed.
pub(super) fn reached(api: &Api, mut waiting: Vec<TypeId>, keep: impl Fn(TypeId, &Field) -> bool) -> Vec<bool> {
    let mut reached = vec![false; api.types.len()];
    while let Some(id) = waiting.pop() {
        if !std::mem::replace(&mut reached[id.index()], true) {
            waiting.extend(api.def(id).shape.mentioned_by(|field| keep(id, field)));
        }
    }
    reached
}

/// Returns the struct or union that a value of a type contains without a pointer in between.
pub(super) fn contained(api: &Api, ty: &Type) -> Option<TypeId> {
    match api.resolve(ty) {
        Type::Named(id) => matches!(api.def(*id).shape, Shape::Struct(_) | Shape::Union(_)).then_some(*id),
        Type::Generic(Generic::Clearable, inner) => contained(api, inner),
        // These store what they contain behind a pointer.
        Type::Scalar(_) | Type::Json | Type::List(_) | Type::Map(_) | Type::Generic(Generic::Expandable, _) => None,
    }
}

/// Renames every reference to a definition in the model.
pub(super) fn rewrite(api: &mut Api, rename: &dyn Fn(TypeId) -> TypeId) {
    for def in &mut api.types {
        rewrite_origin(&mut def.origin, rename);
    }
    for step in api.operations.iter_mut().filter_map(|operation| operation.paging.as_mut()).flat_map(Paging::steps_mut)
    {
        step.owner = rename(step.owner);
    }
    replace(api, &|id| Type::Named(rename(id)));
}

/// Renames every reference to a definition in a shape.
pub(super) fn rewrite_shape(shape: &mut Shape, rename: &dyn Fn(TypeId) -> TypeId) {
    replace_in_shape(shape, &|id| Type::Named(rename(id)));
}

/// Replaces every definition that a type in the model mentions by a type.
pub(super) fn replace(api: &mut Api, by: &dyn Fn(TypeId) -> Type) {
    for def in &mut api.types {
        replace_in_shape(&mut def.shape, by);
    }
    api.events.iter_mut().filter_map(|event| event.payload.as_mut()).for_each(|ty| replace_in(ty, by));
    for operation in &mut api.operations {
        operation.parameters.iter_mut().for_each(|parameter| replace_in(&mut parameter.ty, by));
        operation.body.iter_mut().filter_map(|body| body.model.as_mut()).for_each(|model| replace_in(model, by));
        match operation.body.as_mut().map(|body| &mut body.content) {
            Some(BodyContent::Whole(ty)) => replace_in(ty, by),
            Some(BodyContent::Fields(fields)) => {
                fields.iter_mut().for_each(|field| replace_in_value(&mut field.value, by));
            }
            None => {}
        }
        operation.output.types_mut().into_iter().for_each(|ty| replace_in(ty, by));
        operation.responses.types_mut().for_each(|ty| replace_in(ty, by));
        operation.errors.iter_mut().flat_map(|error| &mut error.bodies).for_each(|body| replace_in(&mut body.ty, by));
        if let Some(paging) = &mut operation.paging {
            replace_in(&mut paging.item, by);
        }
    }
}

/// Visits the types of all fields and parameters in the model, with their constraints.
pub(super) fn visit_constraints(api: &mut Api, visit: &mut dyn FnMut(&Type, &mut Constraints)) {
    let structs = api.types.iter_mut().filter_map(|def| match &mut def.shape {
        Shape::Struct(shape) => Some(&mut shape.fields),
        _ => None,
    });
    let mut fields: Vec<&mut Field> = structs.flatten().collect();
    for operation in &mut api.operations {
        operation.parameters.iter_mut().for_each(|parameter| visit(&parameter.ty, &mut parameter.constraints));
        if let Some(BodyContent::Fields(own)) = operation.body.as_mut().map(|body| &mut body.content) {
            fields.extend(own);
        }
    }
    for field in fields {
        if let Value::Typed(ty) = &field.value {
            visit(ty, &mut field.constraints);
        }
    }
}

fn replace_in_shape(shape: &mut Shape, by: &dyn Fn(TypeId) -> Type) {
    match shape {
        Shape::Struct(shape) => {
            shape.fields.iter_mut().for_each(|field| replace_in_value(&mut field.value, by));
            shape.rest.iter_mut().for_each(|item| replace_in(&mut item.ty, by));
        }
        Shape::Union(union) => union.variants.iter_mut().for_each(|variant| replace_in(&mut variant.ty, by)),
        Shape::Alias(ty) => replace_in(ty, by),
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

fn replace_in_value(value: &mut Value, by: &dyn Fn(TypeId) -> Type) {
    if let Value::Typed(ty) = value {
        replace_in(ty, by);
    }
}

/// Replaces the definition that a type mentions by a type.
pub(super) fn replace_in(ty: &mut Type, by: &dyn Fn(TypeId) -> Type) {
    match ty {
        Type::List(item) | Type::Map(item) => replace_in(&mut item.ty, by),
        Type::Generic(_, inner) => replace_in(inner, by),
        Type::Named(id) => *ty = by(*id),
        Type::Scalar(_) | Type::Json => {}
    }
}
