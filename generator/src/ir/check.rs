//! Checks the invariants of the model. A violation is a bug of the generator; it is reported as such and never panics.

use std::collections::HashSet;

use super::{Api, Body, BodyContent, Item, Location, Scalar, Shape, Type, Value};
use crate::pointer::Pointer;

/// A broken invariant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Violation {
    /// The location of the cause in the document.
    pub at: Pointer,
    /// What is wrong.
    pub message: String,
}

/// Returns every broken invariant of a model.
#[must_use]
pub fn check(api: &Api) -> Vec<Violation> {
    let mut violations = Vec::new();
    for def in &api.types {
        types_exist(api, &def.shape, &def.at, &mut violations);
        wire_names_are_unique(&def.shape, &def.at, &mut violations);
    }
    for operation in &api.operations {
        for parameter in &operation.parameters {
            type_exists(api, &parameter.ty, &operation.at, &mut violations);
        }
        for ty in operation.output.types() {
            type_exists(api, ty, &operation.at, &mut violations);
        }
        if let Some(body) = &operation.body {
            body_holds(api, body, &operation.at, &mut violations);
        }
        placeholders_have_parameters(operation, &mut violations);
        if operation.resource.index() >= api.resources.len() {
            violations.push(Violation { at: operation.at.clone(), message: "its resource does not exist".to_owned() });
        }
    }
    for event in &api.events {
        event.payload.iter().for_each(|ty| type_exists(api, ty, &event.at, &mut violations));
    }
    violations
}

fn types_exist(api: &Api, shape: &Shape, at: &Pointer, violations: &mut Vec<Violation>) {
    match shape {
        Shape::Struct(shape) => {
            for field in &shape.fields {
                if let Value::Typed(ty) = &field.value {
                    type_exists(api, ty, &field.at, violations);
                }
            }
            if let Some(Item { ty, .. }) = &shape.rest {
                type_exists(api, ty, at, violations);
            }
        }
        Shape::Union(union) => {
            for variant in &union.variants {
                type_exists(api, &variant.ty, at, violations);
            }
        }
        Shape::Alias(ty) => type_exists(api, ty, at, violations),
        Shape::StringEnum(_) | Shape::IntegerEnum(_) => {}
    }
}

fn type_exists(api: &Api, ty: &Type, at: &Pointer, violations: &mut Vec<Violation>) {
    match ty {
        Type::List(item) | Type::Map(item) => type_exists(api, &item.ty, at, violations),
        Type::Generic(_, inner) => type_exists(api, inner, at, violations),
        Type::Named(id) if id.index() >= api.types.len() => {
            violations.push(Violation { at: at.clone(), message: format!("type {} is not defined", id.index()) });
        }
        Type::Scalar(scalar) if scalar.upload().is_some() => {
            let message = "a file or raw bytes stand outside of a request body".to_owned();
            violations.push(Violation { at: at.clone(), message });
        }
        Type::Named(_) | Type::Scalar(_) | Type::Json => {}
    }
}

/// Checks that files and raw bytes occur only as bodies or as fields of bodies.
fn body_holds(api: &Api, body: &Body, at: &Pointer, violations: &mut Vec<Violation>) {
    body.model.iter().for_each(|model| type_exists(api, model, at, violations));
    match &body.content {
        BodyContent::Whole(Type::Scalar(_)) => {}
        BodyContent::Whole(ty) => type_exists(api, ty, at, violations),
        BodyContent::Fields(fields) => {
            for field in fields {
                match &field.value {
                    Value::Typed(Type::Scalar(_)) | Value::Constant(_) => {}
                    Value::Typed(Type::List(item)) if item.ty == Type::Scalar(Scalar::File) => {}
                    Value::Typed(ty) => type_exists(api, ty, &field.at, violations),
                }
            }
        }
    }
}

fn wire_names_are_unique(shape: &Shape, at: &Pointer, violations: &mut Vec<Violation>) {
    let names: Vec<String> = match shape {
        Shape::Struct(shape) => shape.fields.iter().map(|field| field.wire.as_str().to_owned()).collect(),
        Shape::StringEnum(shape) => shape.values.iter().map(|variant| variant.value.as_str().to_owned()).collect(),
        Shape::IntegerEnum(shape) => shape.values.iter().map(|variant| variant.value.to_string()).collect(),
        Shape::Union(_) | Shape::Alias(_) => return,
    };
    let mut seen = HashSet::new();
    for name in names {
        if !seen.insert(name.clone()) {
            violations.push(Violation { at: at.clone(), message: format!("the wire name `{name}` stands twice") });
        }
    }
}

fn placeholders_have_parameters(operation: &super::Operation, violations: &mut Vec<Violation>) {
    let parameters = operation.parameters.iter().filter(|parameter| parameter.location == Location::Path);
    let listed: Vec<&str> = parameters.map(|parameter| parameter.wire.as_str()).collect();
    let template = super::Operation::placeholders(&operation.path);
    if listed != template {
        let message = format!("the placeholders are {template:?}, the path parameters {listed:?}");
        violations.push(Violation { at: operation.at.clone(), message });
    }
}
