//! The surface of a crate: what the emitted code lets users name, as data. Says the same as the emitted code, from the
//! same decisions.

use std::collections::BTreeMap;

use crate::emit::Cx;
use crate::emit::file::inline;
use crate::emit::models::accessors;
use crate::emit::models::structure::has_new;
use crate::emit::operations::inputs::{Input, Inputs};
use crate::emit::operations::{access, responses};
use crate::emit::types::{field_type, map_type, owned, typed_fields};
use crate::emit::uses::Uses;
use crate::emit::views::{Def, Op};
use crate::ir::{Output, Scheme, Shape, Struct, Type, Union};
use crate::naming::{Ident, Variable};
use crate::surface::{Credential, Kind, Method, Model, Named, Surface, operation_key};

/// Returns the surface of a crate.
pub(in crate::emit) fn surface(cx: Cx<'_>) -> Surface {
    let uses = Uses::in_prose(cx);
    let joined = |steps: Vec<&Ident>| steps.into_iter().map(Ident::as_str).collect::<Vec<_>>().join(".");
    let resources =
        cx.resources().map(|resource| (joined(resource.accessors()), resource.handle().as_str().to_owned()));
    let operations = cx.ops().map(|op| {
        let key = operation_key(op.ir.method.as_str(), &op.ir.written_path);
        (key, method(op, &uses, joined(op.resource().accessors())))
    });
    let types = cx.api.type_keys().into_iter().zip(cx.defs()).map(|(key, def)| (key, model(def, &uses)));
    Surface {
        package: cx.names.package.clone(),
        version: cx.names.version.clone(),
        resources: resources.collect(),
        operations: operations.collect(),
        types: types.collect(),
        credentials: credentials(cx),
        features: cx.names.features.iter().cloned().collect(),
        default_features: cx.cfg_features.by_default().into_iter().map(str::to_owned).collect(),
    }
}

fn credentials(cx: Cx<'_>) -> BTreeMap<String, Credential> {
    let prefix = &cx.names.environment_prefix;
    let names = cx.names.schemes.iter().zip(&cx.names.access_tokens).zip(&cx.names.variables);
    let credential = |(scheme, ((method, token), variable)): (&Scheme, ((&Ident, &Option<Ident>), &Variable))| {
        let mut variables = access::variable_names(prefix, scheme, variable);
        variables.extend(access::token_variable(prefix, scheme, variable).map(|name| vec![name]));
        let access_token = token.as_ref().map(|token| token.as_str().to_owned());
        (scheme.name.clone(), Credential { method: method.as_str().to_owned(), access_token, variables })
    };
    cx.api.schemes.iter().zip(names).map(credential).collect()
}

fn method(op: Op<'_>, uses: &Uses<'_>, resource: String) -> Method {
    let inputs = Inputs::of(op);
    let key = |input: &Input<'_>| match input.wire {
        Some(wire) => format!("{} {wire}", input.location),
        None => input.location.to_owned(),
    };
    let by_struct = !inputs.fit_as_arguments();
    let argument = |input: &Input<'_>| {
        let accepts = if by_struct { input.held(uses) } else { input.argument(op.cx, uses) };
        (key(input), Named { name: input.ident.as_str().to_owned(), ty: inline(&accepts) })
    };
    let setter = |input: &Input<'_>| {
        let ty = inline(&input.setter_argument(op.cx, uses));
        (key(input), Named { name: input.ident.as_str().to_owned(), ty })
    };
    let outcomes = match (op.outcome_names(), &op.ir.output) {
        (Some(names), Output::Several(successes)) => {
            let variants = successes.iter().zip(&names.variants);
            variants.map(|(success, variant)| (success.status.clone(), variant.as_str().to_owned())).collect()
        }
        _ => BTreeMap::new(),
    };
    let item = op.ir.paging.as_ref().map(|paging| {
        let item = inline(&owned(uses, &paging.item));
        if paging.keyed { format!("(String, {item})") } else { item }
    });
    Method {
        resource,
        name: op.method_name().as_str().to_owned(),
        request: op.request_type().as_str().to_owned(),
        arguments: inputs.required().map(argument).collect(),
        inputs: by_struct.then(|| op.arguments_type().as_str().to_owned()),
        setters: inputs.optional().map(setter).collect(),
        returns: inline(&responses::output(op, uses)),
        outcomes,
        item,
        backward: op.ir.paging.as_ref().is_some_and(|paging| paging.backward.is_some()),
    }
}

fn model(def: Def<'_>, uses: &Uses<'_>) -> Model {
    let kind = match &def.ir.shape {
        Shape::Struct(shape) => structure(def, uses, shape),
        Shape::StringEnum(shape) => {
            Kind::Enumeration(values(def, shape.values.iter().map(|variant| variant.value.as_str().to_owned())))
        }
        Shape::IntegerEnum(shape) => {
            Kind::Enumeration(values(def, shape.values.iter().map(|variant| variant.value.to_string())))
        }
        Shape::Union(shape) => alternatives(def, uses, shape),
        Shape::Alias(ty) => Kind::Alias(inline(&owned(uses, ty))),
    };
    Model { name: def.type_name().as_str().to_owned(), kind }
}

fn values(def: Def<'_>, values: impl Iterator<Item = String>) -> BTreeMap<String, String> {
    values.zip(def.members().iter().map(|member| member.as_str().to_owned())).collect()
}

fn structure(def: Def<'_>, uses: &Uses<'_>, shape: &Struct) -> Kind {
    let text = |ty: &dyn quote::ToTokens| inline(&ty.to_token_stream());
    let fields = typed_fields(&shape.fields).map(|(index, field, ty)| {
        let ty = text(&field_type(uses, field, ty));
        (field.wire.as_str().to_owned(), Named { name: def.member(index).as_str().to_owned(), ty })
    });
    let rest = shape.rest.as_ref().map(|item| Named {
        name: def.member(shape.fields.len()).as_str().to_owned(),
        ty: text(&map_type(uses, item)),
    });
    let required = typed_fields(&shape.fields).filter(|(_, field, _)| field.presence.required);
    let new = def.is_sent().then(|| match has_new(shape) {
        true => required.map(|(_, field, _)| field.wire.as_str().to_owned()).collect(),
        false => Vec::new(),
    });
    Kind::Struct { fields: fields.collect(), new, rest, default: def.ir.derives.default }
}

fn alternatives(def: Def<'_>, uses: &Uses<'_>, shape: &Union) -> Kind {
    let variants = shape.variants.iter().zip(def.members()).map(|(variant, member)| {
        let key = variant.tags.first().or(variant.constant.as_ref()).unwrap_or(&variant.label).clone();
        let held = |ty: &Type| {
            if variant.boxed { format!("Box<{}>", inline(&owned(uses, ty))) } else { inline(&owned(uses, ty)) }
        };
        let ty = if variant.constant.is_some() { String::new() } else { held(&variant.ty) };
        (key, Named { name: member.as_str().to_owned(), ty })
    });
    let accessors = accessors::types(def, uses, shape).into_iter().map(|(name, ty)| (name, inline(&ty)));
    Kind::Union { variants: variants.collect(), accessors: accessors.collect() }
}
