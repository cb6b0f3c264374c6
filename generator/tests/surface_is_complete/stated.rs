//! The lines of a surface.

use std::collections::{BTreeMap, BTreeSet};

use sdkgen::surface::{Constructor, Kind, Method, Model, Named, Surface};

use crate::code::plain;

/// Returns what a surface says, as lines.
pub(crate) fn lines(surface: &Surface) -> BTreeSet<String> {
    let mut lines = BTreeSet::new();
    for (calls, handle) in &surface.resources {
        let module = &surface.modules[calls];
        let feature = surface.resource_features.get(calls).map_or("", String::as_str);
        lines.insert(format!("resource {calls}: {module}::{handle} [{feature}]"));
    }
    surface.operations.values().for_each(|method| operation(&mut lines, surface, method));
    surface.types.values().for_each(|model| self::model(&mut lines, model));
    client(&mut lines, surface);
    lines.extend(surface.features.iter().map(|feature| format!("feature {feature}")));
    lines.extend(surface.default_features.iter().map(|feature| format!("default {feature}")));
    lines
}

fn client(lines: &mut BTreeSet<String>, surface: &Surface) {
    let mut method =
        |name: &str, types: &[String]| lines.insert(format!("builder {name}({})", plain(&types.join(", "))));
    for credential in surface.credentials.values() {
        method(&credential.method, &credential.arguments);
        if let Some(token) = &credential.access_token {
            method(token, &["impl Into<Secret>".to_owned()]);
        }
    }
    surface.builder.iter().for_each(|(name, types)| _ = method(name, types));
    let schemes = surface.credentials.keys().map(|scheme| format!("scheme {scheme}"));
    let servers = surface.servers.iter().enumerate().map(|(index, url)| format!("server {index} {url}"));
    let of_credentials = surface.credentials.values().flat_map(|credential| credential.variables.iter().flatten());
    let variables = of_credentials.chain(&surface.variables).map(|name| format!("variable {name}"));
    let variables: Vec<String> = schemes.chain(servers).chain(variables).collect();
    lines.extend(variables);
    for (name, variable) in &surface.server_variables {
        let values: Vec<&String> = variable.values.iter().collect();
        lines.insert(format!("server variable {name} = {:?} of {values:?}", variable.default));
    }
}

fn arguments<'a>(named: impl Iterator<Item = &'a Named>) -> String {
    named.map(|named| format!("{}: {}", named.name, plain(&named.ty))).collect::<Vec<_>>().join(", ")
}

fn operation(lines: &mut BTreeSet<String>, surface: &Surface, method: &Method) {
    let module = &surface.modules[&method.resource];
    let handle = &surface.resources[&method.resource];
    let Method { name, request, .. } = method;
    let takes = match &method.inputs {
        Some(inputs) => format!("inputs: &{inputs}"),
        None => arguments(method.arguments.iter().map(|(_, named)| named)),
    };
    let mut line = |text: String| lines.insert(format!("{module}::{text}"));
    line(format!("{handle}.{name}({takes}) -> {request}"));
    if let Some(inputs) = &method.inputs {
        line(format!("{inputs}::new({}) -> Self", arguments(method.inputs_new.iter())));
        for setter in method.inputs_setters.values() {
            line(format!("{inputs}.{}({}) -> Self", setter.name, arguments([setter].into_iter())));
        }
    }
    for (status, variant) in &method.outcomes {
        line(format!("{}::{variant}({})", method.returns, plain(&method.outcome_types[status])));
    }
    let returns = plain(&method.returns);
    if method.simple {
        line(format!("{request} = SimpleRequest<{returns}>"));
        return;
    }
    line(format!("{request}.send() -> Sending<{returns}>"));
    for setter in method.setters.values() {
        let takes = if setter.ty.is_empty() { String::new() } else { arguments([setter].into_iter()) };
        line(format!("{request}.{}({takes}) -> Self", setter.name));
    }
    if let Some(item) = &method.item {
        line(format!("{request}.pages() -> Pages<Self>"));
        line(format!("{request}.items() -> Items<Self>"));
        line(format!("{request}: Paginate of {}", plain(item)));
    }
    if method.backward {
        line(format!("{request}: PaginateBackward"));
    }
    if let Some(events) = &method.events {
        line(format!("{request}.send_events() -> Sending<{}>", plain(events)));
    }
    if method.streaming {
        line(format!("{request}.send_streaming() -> Sending<ByteStream>"));
    }
    if method.other_media_types {
        line(format!("{request}.send_as(media_type: &str) -> Sending<Response<Bytes>>"));
    }
}

fn model(lines: &mut BTreeSet<String>, model: &Model) {
    let name = &model.name;
    let features: Vec<&String> = model.features.iter().collect();
    lines.insert(format!("{name} needs {features:?}"));
    lines.extend(model.derives.iter().map(|derived| format!("{name} derives {derived}")));
    lines.extend(model.sample.then(|| format!("{name}::sample() -> Self")));
    lines.extend(model.conversions.iter().map(|from| format!("{name}: From<{}>", plain(from))));
    match &model.kind {
        Kind::Struct { fields, new, rest } => {
            for (wire, field) in fields {
                lines.insert(format!("{name}.{}: {} is {wire:?}", field.name, plain(&field.ty)));
            }
            if let Some(rest) = rest {
                lines.insert(format!("{name}.{}: {} is the rest", rest.name, plain(&rest.ty)));
            }
            assert_eq!(new.is_some(), model.constructor.is_some(), "{name}");
            if let (Some(new), Some(constructor)) = (new, &model.constructor) {
                self::constructor(lines, name, fields, new, constructor, rest.as_ref());
            }
        }
        Kind::Enumeration(values) => {
            lines.extend(values.iter().map(|(value, variant)| format!("{name}::{variant}() is {value:?}")));
        }
        Kind::Union { variants, accessors } => {
            lines.extend(variants.values().map(|held| format!("{name}::{}({})", held.name, plain(&held.ty))));
            let returned = accessors.iter();
            lines.extend(returned.map(|(accessor, ty)| format!("{name}.{accessor}() -> Option<{}>", plain(ty))));
        }
        Kind::Alias(ty) => _ = lines.insert(format!("{name} = {}", plain(ty))),
    }
}

fn constructor(
    lines: &mut BTreeSet<String>,
    name: &str,
    fields: &BTreeMap<String, Named>,
    new: &[String],
    constructor: &Constructor,
    rest: Option<&Named>,
) {
    assert_eq!(new.len(), constructor.arguments.len(), "{name}");
    let takes = new.iter().zip(&constructor.arguments);
    let takes: Vec<Named> = takes.map(|(wire, ty)| Named { name: fields[wire].name.clone(), ty: ty.clone() }).collect();
    lines.insert(format!("{name}::{}({}) -> Self", constructor.name, arguments(takes.iter())));
    for (wire, ty) in &constructor.setters {
        let setter = Named { name: fields[wire].name.clone(), ty: ty.clone() };
        lines.insert(format!("{name}.{}({}) -> Self", setter.name, arguments([&setter].into_iter())));
    }
    if let Some(rest) = rest.filter(|_| constructor.rest) {
        lines.insert(format!("{name}.{}({}) -> Self", rest.name, arguments([rest].into_iter())));
    }
}
