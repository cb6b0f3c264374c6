//! Keeps what users of the SDK have where the document says it in another way and both fit: the order of the arguments
//! of `new`, fields that stay optional although responses always have them now, inputs that stay required although
//! requests need not have them any more, strings that are secrets or not, and setters whose names the methods for pages
//! would take. Knows the surface of the lock.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::presence::{Kept, Kind as KeptKind};
use crate::diagnostics::{Diagnostic, Diagnostics, Location, codes};
use crate::ir::{Api, BodyContent, Constraints, Field, Presence, Scalar, Shape, Type, TypeId, Value};
use crate::pointer::Pointer;
use crate::surface::{Kind, Method, Model, PAGED_METHODS, Surface};

/// What is neither required nor nullable.
const OPTIONAL: Presence = Presence { required: false, nullable: false };

pub(super) fn run(api: &mut Api, published: &Surface, diagnostics: &mut Diagnostics) {
    for id in api.type_ids() {
        if let Some(model) = published.model(api.def(id).published.as_ref()) {
            fields(api, id, model, diagnostics);
        }
    }
    inputs(api, published, diagnostics);
}

/// Keeps what users have of types that have another key now, as pairs of the key in the lock and the present one.
pub(super) fn run_moved(api: &mut Api, published: &Surface, moved: &[(String, String)], diagnostics: &mut Diagnostics) {
    let former: HashMap<&String, &String> = moved.iter().map(|(old, new)| (new, old)).collect();
    for id in api.type_ids() {
        let def = &mut api.types[id.index()];
        let key = def.keys.iter().find_map(|key| former.get(key));
        let Some((key, model)) = key.and_then(|key| Some((*key, published.types.get(*key)?))) else { continue };
        def.formerly = Some(key.clone());
        // A run before the release may have added the key that it has now, and kept its fields.
        if def.published.is_none() {
            fields(api, id, model, diagnostics);
        }
    }
}

/// Keeps the presence of the fields of a struct, and the order of the arguments of `new`.
fn fields(api: &mut Api, id: TypeId, model: &Model, diagnostics: &mut Diagnostics) {
    let Kind::Struct { fields, new, .. } = &model.kind else { return };
    let (usage, decided) = (api.def(id).usage, api.secrets_are_decided);
    let Shape::Struct(shape) = &mut api.types[id.index()].shape else { return };
    let mut kept = Kept::default();
    for field in &mut shape.fields {
        let Some(known) = fields.get(field.wire.as_str()) else { continue };
        if let Value::Typed(ty) = &mut field.value {
            let is_said = decided || is_password(&field.constraints);
            let kind = keep_secret(ty, &known.ty, !is_said);
            kind.into_iter().for_each(|kind| kept.push(kind, field.wire.as_str(), &field.at));
        }
        let was_optional = known.is_option();
        let is_plain = field.presence == (Presence { required: true, nullable: false });
        if was_optional && usage.received && !usage.sent && is_plain {
            field.presence.required = false;
            kept.push(KeptKind::Option, field.wire.as_str(), &field.at);
        }
        if field.read_only && usage.sent && field.presence.required && matches!(field.value, Value::Typed(_)) {
            kept.push(KeptKind::ReadOnly, field.wire.as_str(), &field.at);
        }
        if !was_optional && usage.sent && !usage.received && field.presence == OPTIONAL && !field.read_only {
            field.presence.required = true;
            kept.push(KeptKind::Required, field.wire.as_str(), &field.at);
        }
    }
    kept.report(&model.name, diagnostics);
    if let Some(new) = new {
        order(api, id, new);
    }
}

/// Gives the required fields of a struct the order of the arguments of `new`; those that are no argument yet are last.
fn order(api: &mut Api, id: TypeId, arguments: &[String]) {
    let Shape::Struct(shape) = &mut api.types[id.index()].shape else { return };
    let is_argument = |field: &Field| field.presence.required && matches!(field.value, Value::Typed(_));
    let positions: Vec<usize> =
        shape.fields.iter().enumerate().filter(|(_, field)| is_argument(field)).map(|(index, _)| index).collect();
    let place = |index: &usize| {
        let wire = shape.fields[*index].wire.as_str();
        arguments.iter().position(|known| known == wire).unwrap_or(usize::MAX)
    };
    let mut sorted = positions.clone();
    sorted.sort_by_key(place);
    if sorted == positions {
        return;
    }
    // From each index to the one whose field it gets.
    let mut moved: Vec<usize> = (0..shape.fields.len()).collect();
    positions.iter().zip(&sorted).for_each(|(to, from)| moved[*to] = *from);
    shape.fields = moved.iter().map(|from| shape.fields[*from].clone()).collect();
    let steps = api.operations.iter_mut().filter_map(|operation| operation.paging.as_mut());
    for step in steps.flat_map(crate::ir::Paging::steps_mut).filter(|step| step.owner == id) {
        step.field = moved.iter().position(|from| *from == step.field).unwrap_or(step.field);
    }
}

/// Keeps the arguments of operations.
fn inputs(api: &mut Api, published: &Surface, diagnostics: &mut Diagnostics) {
    let decided = api.secrets_are_decided;
    for operation in &mut api.operations {
        let Some(method) = published.operations.get(&operation.key) else { continue };
        if operation.paging.as_ref().is_some_and(|paging| !paging.configured)
            && let Some(setter) = setter_like_pages(method)
        {
            operation.paging = None;
            let message = format!(
                "`{}` could be read page by page now, but its request has a setter `{setter}`, which stays",
                operation.by_path(),
            );
            let help = "`sdkgen lock --accept` gives the setter another name, which is an incompatible change";
            let location = Location::Node(operation.at.clone());
            diagnostics.push(Diagnostic::new(codes::KEPT_PAGES, location, message).help(help));
        }
        let name = operation.by_path();
        let known = method.arguments.iter().map(|(key, named)| (key, named)).chain(&method.setters);
        let types: BTreeMap<&str, &str> = known.map(|(key, named)| (key.as_str(), named.ty.as_str())).collect();
        let arguments: BTreeSet<&str> = method.arguments.iter().map(|(key, _)| key.as_str()).collect();
        let mut kept = Kept::default();
        let mut keep = |presence: &mut Presence, ty: &mut Type, is_said: bool, key: String, at: &Pointer| {
            if let Some(known) = types.get(key.as_str()) {
                // An argument or a setter accepts strings in either case, a field of a struct does not.
                let may_stay_text = !is_said && method.inputs.is_some() && arguments.contains(key.as_str());
                let kind = keep_secret(ty, known, may_stay_text);
                kind.into_iter().for_each(|kind| kept.push(kind, key.clone(), at));
            }
            if *presence == OPTIONAL && arguments.contains(key.as_str()) {
                presence.required = true;
                kept.push(KeptKind::Argument, key, at);
            }
        };
        for parameter in operation.parameters.iter_mut().filter(|parameter| parameter.constant.is_none()) {
            let key = format!("{} {}", parameter.location.as_str(), parameter.wire.as_str());
            let is_said = decided || is_password(&parameter.constraints);
            keep(&mut parameter.presence, &mut parameter.ty, is_said, key, &parameter.at);
        }
        if let Some(BodyContent::Fields(fields)) = operation.body.as_mut().map(|body| &mut body.content) {
            for field in fields {
                let Value::Typed(ty) = &mut field.value else { continue };
                let is_said = decided || is_password(&field.constraints);
                keep(&mut field.presence, ty, is_said, format!("body {}", field.wire.as_str()), &field.at);
            }
        }
        kept.report(&name, diagnostics);
    }
}

/// Returns a setter of an operation without pages that is called like a method for pages.
fn setter_like_pages(method: &Method) -> Option<&str> {
    let names = method.setters.values().map(|named| named.name.as_str()).filter(|_| method.item.is_none());
    names.into_iter().find(|name| PAGED_METHODS.contains(name))
}

/// Whether the document says that a value is a secret.
fn is_password(constraints: &Constraints) -> bool {
    constraints.formats == ["password"]
}

/// Keeps a string a secret, or no secret if it `may_stay_text`, as it is in the published type; returns what was kept.
fn keep_secret(ty: &mut Type, published: &str, may_stay_text: bool) -> Option<KeptKind> {
    // `Secret`, `Option<Secret>`, `Patch<Secret>`, `impl Into<Secret>`
    let innermost = published.rsplit('<').next()?.trim_end_matches('>');
    let (kept, kind) = match (&*ty, innermost) {
        (Type::Scalar(Scalar::String), "Secret") => (Scalar::Secret, KeptKind::Secret),
        (Type::Scalar(Scalar::Secret), "String") if may_stay_text => (Scalar::String, KeptKind::Text),
        _ => return None,
    };
    *ty = Type::Scalar(kept);
    Some(kind)
}
