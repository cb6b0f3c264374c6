//! The surface of a crate: what the emitted code lets users name, as data. Says the same as the emitted code, from the
//! same decisions.

mod client;
mod models;

use std::collections::{BTreeMap, BTreeSet};

use quote::ToTokens;

use crate::emit::Cx;
use crate::emit::file::inline;
use crate::emit::operations::inputs::{Input, Inputs};
use crate::emit::operations::{request, responses, struct_of_inputs};
use crate::emit::types::owned;
use crate::emit::uses::Uses;
use crate::emit::views::{Def, Op};
use crate::ir::{BodyContent, Operation, Output, Shape, Success, Value};
use crate::naming::{FULL, Ident};
use crate::surface::{Method, Named, Surface};

/// Returns the surface of a crate.
pub(in crate::emit) fn surface(cx: Cx<'_>) -> Surface {
    let uses = Uses::in_surface(cx);
    let joined = |steps: Vec<&Ident>| steps.into_iter().map(Ident::as_str).collect::<Vec<_>>().join(".");
    let resources =
        cx.resources().map(|resource| (joined(resource.accessors()), resource.handle().as_str().to_owned()));
    let operations = cx.ops().map(|op| (op.ir.key.clone(), method(op, &uses, joined(op.resource().accessors()))));
    let types = cx.defs().map(|def| {
        let key = key(def);
        let model = models::model(def, &key, &uses);
        (key, model)
    });
    let modules = cx.resources().map(|resource| {
        let modules: Vec<&str> = resource.modules().into_iter().map(Ident::as_str).collect();
        (joined(resource.accessors()), modules.join("::"))
    });
    let resource_features =
        cx.top_resources().filter_map(|resource| Some((joined(resource.accessors()), resource.feature()?.to_owned())));
    Surface {
        package: cx.names.package.clone(),
        version: cx.names.version.clone(),
        resources: resources.collect(),
        modules: modules.collect(),
        resource_features: resource_features.collect(),
        operations: operations.collect(),
        aliases: aliases(cx).collect(),
        types: types.collect(),
        credentials: client::credentials(cx, &uses),
        builder: client::builder(cx),
        servers: cx.api.servers.iter().map(|server| server.url.clone()).collect(),
        server_variables: client::server_variables(cx),
        variables: client::variables(cx),
        deprecated: deprecated(cx),
        features: features(cx),
        retired_features: cx.names.retired_features.clone(),
        default_features: cx.cfg_features.by_default().into_iter().map(str::to_owned).collect(),
    }
}

/// Returns all features but the one that enables all others.
fn features(cx: Cx<'_>) -> BTreeSet<String> {
    let retired = cx.names.retired_features.keys().filter(|name| *name != FULL);
    cx.names.features.iter().chain(retired).cloned().collect()
}

/// Returns the text of a part of a type.
fn text(tokens: &dyn ToTokens) -> String {
    inline(&tokens.to_token_stream())
}

/// Returns the key of an input.
fn input_key(input: &Input<'_>) -> String {
    match input.wire {
        Some(wire) => format!("{} {wire}", input.location),
        None => input.location.to_owned(),
    }
}

/// Returns the key of a definition: of the keys of equal definitions, the one that the lock has.
fn key(def: Def<'_>) -> String {
    def.ir.published.as_ref().or(def.ir.keys.first()).cloned().unwrap_or_default()
}

/// Returns the earlier names of everything that has some, with the names that it has now.
fn aliases(cx: Cx<'_>) -> impl Iterator<Item = (String, String)> {
    fn pairs(was: &[Ident], now: &Ident, before: &str) -> Vec<(String, String)> {
        let whole = |ident: &Ident| format!("{before}{}", ident.as_str());
        was.iter().map(|was| (whole(was), whole(now))).collect()
    }
    let of_operation = |op: Op<'_>| {
        let path: String = op.resource().accessors().into_iter().map(|step| format!("{}.", step.as_str())).collect();
        let methods = pairs(op.earlier_methods(), op.method_name(), &path);
        let before = format!("{}::", op.request_type().as_str());
        let inputs = Inputs::of(op);
        let setters: Vec<_> = inputs.optional().flat_map(|input| pairs(input.was, input.ident, &before)).collect();
        let now = format!("{path}{}", op.method_name().as_str());
        let elsewhere = op.earlier_calls().iter().filter(|was| **was != now).map(|was| (was.clone(), now.clone()));
        methods
            .into_iter()
            .chain(elsewhere.collect::<Vec<_>>())
            .chain(pairs(op.earlier_requests(), op.request_type(), ""))
            .chain(setters)
    };
    let of_definition = |def: Def<'_>| {
        let before = format!("{}::", def.type_name().as_str());
        let values = def.earlier_members().iter();
        let values = values.flat_map(|(index, was)| pairs(std::slice::from_ref(was), def.member(*index), &before));
        pairs(def.earlier_names(), def.type_name(), "").into_iter().chain(values.collect::<Vec<_>>())
    };
    let resources = cx.names.earlier_resources.iter().flat_map(move |earlier| {
        let now = cx.resource(earlier.now);
        let path = now.accessors().into_iter().map(Ident::as_str).collect::<Vec<_>>().join(".");
        let handle =
            |was: &Ident| (format!("{}::{}", earlier.path, was.as_str()), format!("{path}::{}", now.handle().as_str()));
        earlier.handle.as_ref().map(handle).into_iter().chain([(earlier.path.clone(), path.clone())])
    });
    let types = cx.defs().flat_map(of_definition).chain(resources);
    cx.ops().flat_map(of_operation).chain(types)
}

/// Returns the keys of what is deprecated.
fn deprecated(cx: Cx<'_>) -> BTreeSet<String> {
    let mut keys = BTreeSet::new();
    for op in cx.ops() {
        let key = op.ir.key.clone();
        let inputs = Inputs::of(op);
        let inputs = inputs.required().chain(inputs.optional()).filter(|input| input.docs.deprecated);
        keys.extend(inputs.map(|input| format!("{key} {}", input_key(input))));
        keys.extend(op.ir.docs.deprecated.then_some(key));
    }
    for def in cx.defs() {
        let key = key(def);
        if let Shape::Struct(shape) = &def.ir.shape {
            let fields = shape.fields.iter().filter(|field| field.docs.deprecated);
            keys.extend(fields.map(|field| format!("{key} {}", field.wire.as_str())));
        }
        keys.extend(def.ir.docs.deprecated.then_some(key));
    }
    keys
}

fn method(op: Op<'_>, uses: &Uses<'_>, resource: String) -> Method {
    let inputs = Inputs::of(op);
    let by_struct = !inputs.fit_as_arguments();
    let named = |input: &Input<'_>, ty: &dyn ToTokens| Named { name: input.ident.as_str().to_owned(), ty: text(ty) };
    let argument = |input: &Input<'_>| {
        let accepts = if by_struct { input.held(uses) } else { input.argument(op.cx, uses) };
        (input_key(input), named(input, &accepts))
    };
    let setter = |input: &Input<'_>| (input_key(input), named(input, &input.setter_argument(op.cx, uses)));
    let of_struct = |input: &Input<'_>| named(input, &struct_of_inputs::argument(op, uses, input));
    let held = inputs.required().filter(|input| by_struct && !input.is_in_path());
    let [outcomes, outcome_types, outcome_media_types] = outcomes(op, uses);
    let item = op.ir.paging.as_ref().map(|paging| {
        let item = text(&owned(uses, &paging.item));
        if paging.keyed { format!("(String, {item})") } else { item }
    });
    let stream = op.ir.responses.stream.as_ref();
    Method {
        resource,
        name: op.method_name().as_str().to_owned(),
        request: op.request_type().as_str().to_owned(),
        arguments: inputs.required().map(argument).collect(),
        inputs: by_struct.then(|| op.arguments_type().as_str().to_owned()),
        setters: inputs.optional().map(setter).collect(),
        returns: text(&responses::output(op, uses)),
        outcomes,
        item,
        backward: op.ir.paging.as_ref().is_some_and(|paging| paging.backward.is_some()),
        simple: request::is_simple(op.ir, &inputs),
        inputs_new: inputs.path().filter(|_| by_struct).map(of_struct).collect(),
        inputs_setters: held.map(|input| (input_key(input), of_struct(input))).collect(),
        outcome_types,
        outcome_media_types,
        constants: constants(op.ir),
        events: stream.map(|stream| text(&responses::event_stream(uses, &stream.records))),
        streaming: op.ir.output == Output::Bytes,
        content_type: op.ir.body.as_ref().map(|body| body.media_type.clone()).filter(|sent| sent != "application/json"),
        accept: op.ir.responses.accept.clone(),
        accept_events: stream.map(|stream| stream.media_type.clone()),
        other_media_types: !op.ir.responses.others.is_empty(),
    }
}

/// Returns what every request sends.
fn constants(operation: &Operation) -> BTreeMap<String, String> {
    let parameters = operation.parameters.iter().filter(|parameter| parameter.presence.required);
    let parameters = parameters.filter_map(|parameter| {
        let key = format!("{} {}", parameter.location.as_str(), parameter.wire.as_str());
        Some((key, parameter.constant.as_ref()?.to_string()))
    });
    let fields = match operation.body.as_ref().map(|body| &body.content) {
        Some(BodyContent::Fields(fields)) => fields.as_slice(),
        _ => &[],
    };
    let fields = fields.iter().filter_map(|field| match &field.value {
        Value::Constant(value) => Some((format!("body {}", field.wire.as_str()), value.to_string())),
        Value::Typed(_) => None,
    });
    parameters.chain(fields).collect()
}

/// Returns the variants of what an operation returns, and what they contain, by status.
fn outcomes(op: Op<'_>, uses: &Uses<'_>) -> [BTreeMap<String, String>; 3] {
    let (Some(names), Output::Several(successes)) = (op.outcome_names(), &op.ir.output) else {
        return Default::default();
    };
    let contents = |success: &Success| match success.output {
        Output::Empty => String::new(),
        ref output => text(&responses::single(uses, output)),
    };
    let variants = successes.iter().zip(&names.variants);
    let names = variants.map(|(success, variant)| (success.status.clone(), variant.as_str().to_owned()));
    let types = successes.iter().map(|success| (success.status.clone(), contents(success)));
    let other = |success: &&Success| success.media_type.as_deref() != Some("application/json");
    let media_types = successes.iter().filter(other);
    let media_types = media_types.filter_map(|success| Some((success.status.clone(), success.media_type.clone()?)));
    [names.collect(), types.collect(), media_types.collect()]
}
