//! The model as text: one line a member, types spelled shortly, nothing that is usual is said.

use std::fmt::Write as _;

use sdkgen::ir::{
    Advance, Alternative, Api, Body, BodyContent, BodyEncoding, Constraints, Count, Direction, Docs, Event, Field,
    Integer, Item, KeyLocation, NamePart, Need, Operation, Origin, OtherMediaType, Output, Paging, Parameter, Records,
    Requirement, Responses, Scalar, SchemeKind, Shape, Source, Step, Style, Type, TypeId, Unit, Value,
};

/// The whole model.
pub(crate) fn print(api: &Api) -> String {
    let mut text = format!("{} {}{}\n", api.title, api.version, docs(&Docs { summary: None, ..api.docs.clone() }));
    for (key, value) in [("license", &api.about.license), ("homepage", &api.about.homepage)] {
        if let Some(value) = value {
            let _ = writeln!(text, "{key} {value}");
        }
    }
    for server in &api.servers {
        let reported = server.description.as_ref().map(|text| format!(" {text:?}")).unwrap_or_default();
        let _ = writeln!(text, "server {}{reported}", server.url);
        for variable in &server.variables {
            let values = variable.values.join(" ");
            let _ = writeln!(text, "  {}: {:?} [{values}]", variable.name, variable.default);
        }
    }
    for scheme in &api.schemes {
        let variable = scheme.variable.as_ref().map(|name| format!(" from {name}")).unwrap_or_default();
        let prefix = scheme.prefix.as_ref().map(|prefix| format!(" after {prefix:?}")).unwrap_or_default();
        let flows: String = scheme.flows.iter().map(|flow| format!(", {} {:?}", flow.name, flow.urls)).collect();
        let _ = writeln!(text, "scheme {}: {}{variable}{prefix}{flows}", scheme.name, scheme_kind(&scheme.kind));
    }
    for certificate in &api.certificates {
        let _ = writeln!(text, "certificate {}", certificate.name);
    }
    if !api.security.is_empty() {
        let _ = writeln!(text, "security {}", requirements(&api.security));
    }
    for id in api.type_ids() {
        text.push('\n');
        definition(api, id, &mut text);
    }
    for operation in &api.operations {
        text.push('\n');
        self::operation(api, operation, &mut text);
    }
    if !api.events.is_empty() {
        text.push('\n');
    }
    api.events.iter().for_each(|event| self::event(api, event, &mut text));
    text
}

/// What a definition is called in these texts: by where it comes from, not by its Rust name.
pub(crate) fn label(api: &Api, id: TypeId) -> String {
    origin(api, &api.def(id).origin)
}

fn origin(api: &Api, origin: &Origin) -> String {
    let many = |item: &bool| if *item { "[]" } else { "" };
    let of = |id: &sdkgen::ir::OperationId| operation_label(&api.operations[id.index()]);
    match origin {
        Origin::Component(name) => name.clone(),
        Origin::Member { parent, name, item } => format!("{}.{name}{}", label(api, *parent), many(item)),
        Origin::Input { operation, name, item } => format!("{}({name}{})", of(operation), many(item)),
        Origin::RequestBody { operation, item } => format!("{}.request{}", of(operation), many(item)),
        Origin::ResponseBody { operation, status, item } => {
            let status = status.as_ref().map(|status| format!(" {status}")).unwrap_or_default();
            format!("{}.response{status}{}", of(operation), many(item))
        }
        Origin::Repeated { path, owner, within, first } => {
            let part = |part: &NamePart| format!("{}{}", part.name, many(&part.item));
            let owner = owner.as_ref().map(|owner| format!(" of {}", part(owner))).unwrap_or_default();
            let within = if *within { " in one place" } else { "" };
            let path: Vec<String> = path.iter().map(part).collect();
            format!("repeated {}{owner}{within}, first {}", path.join("."), self::origin(api, first))
        }
    }
}

/// The `operationId`, or method and path.
pub(crate) fn operation_label(operation: &Operation) -> String {
    let spelled = || format!("{} {}", operation.method.as_str(), operation.path);
    operation.operation_id.clone().unwrap_or_else(spelled)
}

fn definition(api: &Api, id: TypeId, text: &mut String) {
    let def = api.def(id);
    let mut notes = Vec::new();
    notes.extend(def.usage.sent.then_some("sent"));
    notes.extend(def.usage.received.then_some("received"));
    notes.extend(api.features.by_events_only(id).then_some("by events only"));
    notes.extend(def.derives.default.then_some("default"));
    let name = origin(api, &def.origin);
    let kind = match &def.shape {
        Shape::Struct(_) => "struct",
        Shape::StringEnum(_) => "strings",
        Shape::IntegerEnum(_) => "integers",
        Shape::Union(_) => "union",
        Shape::Alias(_) => "alias",
    };
    let _ = write!(text, "{kind} {name} [{}]{}", notes.join(" "), docs(&def.docs));
    match &def.shape {
        Shape::Alias(ty) => {
            let _ = writeln!(text, " = {}", spell(api, ty));
        }
        Shape::Struct(shape) => {
            text.push('\n');
            shape.fields.iter().for_each(|field| self::field(api, field, text));
            if let Some(item) = &shape.rest {
                let _ = writeln!(text, "  ..: {}", self::item(api, item));
            }
            if !shape.needed.is_empty() {
                let needed: Vec<&str> = shape.needed.iter().map(|wire| wire.as_str()).collect();
                let _ = writeln!(text, "  asked for by alternatives: {}", needed.join(" "));
            }
        }
        Shape::StringEnum(shape) => {
            text.push('\n');
            for variant in &shape.values {
                let _ = writeln!(text, "  {:?}", variant.value.as_str());
            }
        }
        Shape::IntegerEnum(shape) => {
            let values: Vec<String> = shape.values.iter().map(|variant| variant.value.to_string()).collect();
            let integer = match shape.integer {
                Integer::I64 => String::new(),
                other => format!(" {other:?}"),
            };
            let _ = writeln!(text, "{integer}\n  {}", values.join(" "));
        }
        Shape::Union(shape) => {
            let tag = shape.tag.as_ref().map(|tag| format!(" by {:?}", tag.as_str())).unwrap_or_default();
            let _ = writeln!(text, "{tag}");
            shape.variants.iter().for_each(|variant| alternative(api, variant, text));
        }
    }
}

fn alternative(api: &Api, variant: &Alternative, text: &mut String) {
    let tags = variant.tags.iter().map(|tag| format!(" {tag:?}")).collect::<String>();
    let boxed = if variant.boxed { " boxed" } else { "" };
    let held = variant.constant.as_ref().map_or_else(|| spell(api, &variant.ty), |text| format!("= {text:?}"));
    let _ = writeln!(text, "  {}:{tags} {held}{boxed}{}", variant.label, constraints(&variant.constraints));
}

fn field(api: &Api, field: &Field, text: &mut String) {
    let mark = if field.presence.required { "" } else { "?" };
    let null = if field.presence.nullable { " | null" } else { "" };
    let value = match &field.value {
        Value::Typed(ty) => spell(api, ty),
        Value::Constant(value) => format!("= {value}"),
    };
    let mut notes = String::new();
    notes.push_str(if field.boxed { " boxed" } else { "" });
    notes.push_str(if field.read_only { " read-only" } else { "" });
    notes.push_str(if field.write_only { " write-only" } else { "" });
    notes.push_str(if field.conflicting { " apart" } else { "" });
    let _ = writeln!(
        text,
        "  {}{mark}: {value}{null}{notes}{}{}",
        field.wire.as_str(),
        constraints(&field.constraints),
        docs(&field.docs)
    );
}

fn scalar(scalar: Scalar) -> String {
    match scalar {
        Scalar::Integer(integer) => format!("{integer:?}"),
        other => format!("{other:?}"),
    }
}

fn spell(api: &Api, ty: &Type) -> String {
    match ty {
        Type::Scalar(scalar) => self::scalar(*scalar).to_lowercase(),
        Type::Json => "json".to_owned(),
        Type::List(item) => format!("[{}]", self::item(api, item)),
        Type::Map(item) => format!("{{{}}}", self::item(api, item)),
        Type::Named(id) => format!("<{}>", label(api, *id)),
        Type::Generic(generic, inner) => format!("{}<{}>", generic.name(), spell(api, inner)),
    }
}

fn item(api: &Api, item: &Item) -> String {
    format!("{}{}", spell(api, &item.ty), if item.nullable { " | null" } else { "" })
}

fn docs(docs: &Docs) -> String {
    let mut text = String::new();
    let lines = [("", &docs.summary), ("", &docs.description)];
    for (mark, line) in lines {
        text.extend(line.as_ref().map(|line| format!(" {mark}{line:?}")));
    }
    text.extend(docs.link.as_ref().map(|(url, words)| format!(" see {url} {words:?}")));
    text.extend(docs.example.as_ref().map(|value| format!(" such as {value}")));
    text.push_str(if docs.deprecated { " deprecated" } else { "" });
    text
}

fn constraints(constraints: &Constraints) -> String {
    let mut notes = Vec::new();
    let range = |name: &str, least: Option<u64>, most: Option<u64>| {
        let text = |bound: Option<u64>| bound.map(|bound| bound.to_string()).unwrap_or_default();
        (least.is_some() || most.is_some()).then(|| format!("{name} {}..{}", text(least), text(most)))
    };
    notes.extend(range("length", constraints.min_length, constraints.max_length));
    notes.extend(constraints.empty.then(|| "or empty".to_owned()));
    notes.extend(range("items", constraints.min_items, constraints.max_items));
    notes.extend(range("properties", constraints.min_properties, constraints.max_properties));
    let bound = |sign: &str, (value, open): &(String, bool)| format!("{sign}{} {value}", if *open { "" } else { "=" });
    notes.extend(constraints.minimum.as_ref().map(|least| bound(">", least)));
    notes.extend(constraints.maximum.as_ref().map(|most| bound("<", most)));
    notes.extend(constraints.multiple_of.as_ref().map(|factor| format!("times {factor}")));
    notes.extend(constraints.unique_items.then(|| "unique".to_owned()));
    notes.extend(constraints.pattern.as_ref().map(|pattern| format!("like {pattern:?}")));
    notes.extend(constraints.formats.iter().map(|format| format!("format {format}")));
    notes.extend(constraints.default.as_ref().map(|value| format!("default {value}")));
    if notes.is_empty() { String::new() } else { format!(" ({})", notes.join(", ")) }
}

fn operation(api: &Api, operation: &Operation, text: &mut String) {
    let resource = &api.resources[operation.resource.index()];
    let id = operation.operation_id.as_ref().map(|id| format!(" {id}")).unwrap_or_default();
    let _ = writeln!(
        text,
        "{} {}{id}{}\n  of {} as {}{}",
        operation.method.as_str(),
        operation.path,
        docs(&operation.docs),
        resource.path.join(" / "),
        operation.names.join(", "),
        docs(&resource.docs)
    );
    operation.parameters.iter().for_each(|parameter| self::parameter(api, parameter, text));
    if let Some(body) = &operation.body {
        let mark = if body.required { "" } else { "?" };
        let _ = write!(text, "  body{mark} {}{}", body.media_type, docs(&body.docs));
        text.push_str(&encoding(body));
        match &body.content {
            BodyContent::Whole(ty) => {
                let _ = writeln!(text, " {}", spell(api, ty));
            }
            BodyContent::Fields(fields) => {
                text.push('\n');
                let mut lines = String::new();
                fields.iter().for_each(|field| self::field(api, field, &mut lines));
                lines.lines().for_each(|line| {
                    let _ = writeln!(text, "  {line}");
                });
            }
        }
    }
    let _ = writeln!(text, "  -> {}", output(api, &operation.output));
    responses(api, &operation.responses, text);
    for error in &operation.errors {
        let ty: String = error.types().map(|ty| format!(" {}", spell(api, ty))).collect();
        let others = error.others.iter().map(|name| format!(" or {name}")).collect::<String>();
        let _ = writeln!(text, "  {}{ty}{others} {:?}", error.status, error.description);
    }
    text.extend(operation.own_headers.iter().map(|name| format!("  not header {name}\n")));
    if let Some(security) = &operation.security {
        let _ = writeln!(text, "  security {}", requirements(security));
    }
    text.extend(operation.server.as_ref().map(|server| format!("  server {}\n", server.url)));
    text.extend(operation.other_servers.iter().map(|server| format!("  or server {}\n", server.url)));
    text.extend(operation.paging.as_ref().map(|paging| self::paging(api, paging)));
}

/// How a body is written, where that is not JSON alone.
fn encoding(body: &Body) -> String {
    let mut notes = String::new();
    if body.encoding != BodyEncoding::Json {
        notes.push_str(&format!(" as {:?}", body.encoding));
    }
    notes.extend(body.range.as_ref().map(|range| format!(" of {range}")));
    notes.extend(body.others.iter().map(|other| format!(" or {other}")));
    for member in &body.members {
        let style = member.style.map(|style| format!(" {style:?}")).unwrap_or_default();
        let content_type = member.content_type.as_ref().map(|name| format!(" {name}")).unwrap_or_default();
        let reserved = if member.allow_reserved { " reserved" } else { "" };
        let headers: String = member.headers.iter().map(|(name, value)| format!(" {name}: {value}")).collect();
        notes.push_str(&format!(" [{}{style}{content_type}{reserved}{headers}]", member.wire.as_str()));
    }
    notes
}

fn parameter(api: &Api, parameter: &Parameter, text: &mut String) {
    let mark = if parameter.presence.required { "" } else { "?" };
    let style = match parameter.style {
        Style::Usual => String::new(),
        style => format!(" {style:?}"),
    };
    let reserved = if parameter.reserved { " reserved" } else { "" };
    let _ = writeln!(
        text,
        "  {} {}{mark}: {}{style}{reserved}{}{}",
        parameter.location.as_str(),
        parameter.wire.as_str(),
        spell(api, &parameter.ty),
        constraints(&parameter.constraints),
        docs(&parameter.docs)
    );
}

fn output(api: &Api, output: &Output) -> String {
    match output {
        Output::Empty => "nothing".to_owned(),
        Output::Text => "text".to_owned(),
        Output::Bytes => "bytes".to_owned(),
        Output::Stream(records) => format!("stream of {}", self::records(api, records)),
        Output::Several(successes) => {
            let each = successes.iter().map(|success| {
                format!("\n    {} {:?} {}", success.status, success.label, self::output(api, &success.output))
            });
            format!("by status{}", each.collect::<String>())
        }
        Output::Json { ty, optional } => format!("{}{}", spell(api, ty), if *optional { " or nothing" } else { "" }),
    }
}

fn records(api: &Api, records: &Records) -> String {
    let item = records.item.as_ref().map_or_else(|| "text".to_owned(), |ty| spell(api, ty));
    format!("{item} by {:?}", records.framing)
}

fn event(api: &Api, event: &Event, text: &mut String) {
    let payload = event.payload.as_ref().map_or_else(|| "nothing".to_owned(), |ty| spell(api, ty));
    let of = event.operation.as_ref().map(|operation| format!(" of {operation}")).unwrap_or_default();
    let _ = writeln!(text, "event {}{of} brings {payload}{}", event.name, docs(&event.docs));
}

fn others(api: &Api, others: &[OtherMediaType]) -> String {
    let other = |other: &OtherMediaType| match &other.ty {
        Some(ty) => format!("{} ({})", other.name, spell(api, ty)),
        None => other.name.clone(),
    };
    others.iter().map(other).collect::<Vec<_>>().join(", ")
}

fn responses(api: &Api, responses: &Responses, text: &mut String) {
    text.extend(responses.accept.as_ref().map(|accept| format!("  accept {accept}\n")));
    text.extend(responses.stream.as_ref().map(|stream| {
        format!("  or {} as {} {:?}\n", records(api, &stream.records), stream.media_type, stream.switch)
    }));
    text.extend((!responses.others.is_empty()).then(|| format!("  or as {}\n", others(api, &responses.others))));
    for header in &responses.headers {
        let ty = header.ty.map(scalar);
        let ty = ty.map_or_else(|| "None".to_owned(), |ty| format!("Some({ty})"));
        let _ = writeln!(text, "  header {}: {ty} {:?}", header.name, header.description);
    }
    for link in &responses.links {
        let _ = writeln!(text, "  link {} to {} {:?} {:?}", link.name, link.target, link.parameters, link.description);
    }
    text.push_str(if responses.redirects { "  redirects are responses\n" } else { "" });
}

fn paging(api: &Api, paging: &Paging) -> String {
    let mark = if paging.nullable { "?" } else { "" };
    let mark = if paging.keyed { format!("{mark} by key") } else { mark.to_owned() };
    let items = format!("  pages of {}{mark} at {}\n", spell(api, &paging.item), path_of(api, &paging.items));
    let backward = paging.backward.as_ref().map(|back| advance(api, "backward", back)).unwrap_or_default();
    items + &advance(api, "forward", &paging.forward) + &backward
}

fn path_of(api: &Api, steps: &[Step]) -> String {
    let steps = steps.iter().map(|step| match &api.def(step.owner).shape {
        Shape::Struct(shape) => shape.fields[step.field].wire.as_str().to_owned(),
        _ => "?".to_owned(),
    });
    steps.collect::<Vec<_>>().join(".")
}

fn advance(api: &Api, name: &str, neighbour: &Direction) -> String {
    let what = match &neighbour.advance {
        Advance::Cursor { parameter, cursor } => {
            let cursor = match cursor {
                Source::Page(steps) => path_of(api, steps),
                Source::Edge(steps) => format!("{} of a page with items", path_of(api, steps)),
                Source::LastItem(steps) => format!("last item's {}", path_of(api, steps)),
                Source::FirstItem(steps) => format!("first item's {}", path_of(api, steps)),
            };
            format!("{cursor} -> {}", parameter.as_str())
        }
        Advance::Header { parameter, header } => format!("header {header} -> {}", parameter.as_str()),
        Advance::Count(count) => self::count(api, count),
        Advance::Url(steps) => format!("URL {}", path_of(api, steps)),
        Advance::At { parameter: Some(parameter), path, .. } => format!("{path} of the JSON -> {}", parameter.as_str()),
        Advance::At { parameter: None, path, .. } => format!("URL {path} of the JSON"),
        Advance::Link(relation) => format!("Link header {relation}"),
    };
    let more = neighbour.more.as_ref().map(|flag| {
        let not = if flag.is_last { "not " } else { "" };
        format!(" while {not}{}", path_of(api, &flag.at))
    });
    let body = if neighbour.in_body { " in the body" } else { "" };
    format!("  {name} {what}{}{body}\n", more.unwrap_or_default())
}

fn count(api: &Api, count: &Count) -> String {
    let unit = if count.unit == Unit::Items { "items" } else { "pages" };
    let mut text = format!("{} counts {unit} from {}", count.parameter.as_str(), count.first);
    for (name, steps) in [("here", &count.here), ("total", &count.total), ("pages", &count.pages)] {
        text.extend(steps.as_ref().map(|steps| format!(", {name} {}", path_of(api, steps))));
    }
    text.extend(count.size.as_ref().map(|size| {
        format!(", size {} default {:?} maximum {:?}", size.parameter.as_str(), size.default, size.maximum)
    }));
    text
}

fn scheme_kind(kind: &SchemeKind) -> String {
    match kind {
        SchemeKind::Bearer => "bearer".to_owned(),
        SchemeKind::Basic => "basic".to_owned(),
        SchemeKind::Http { word } => format!("http {word}"),
        SchemeKind::ApiKey { location, name } => {
            let location = match location {
                KeyLocation::Header => "header",
                KeyLocation::Query => "query",
                KeyLocation::Cookie => "cookie",
            };
            format!("key in {location} {name}")
        }
        SchemeKind::ClientCredentials { token_url, scopes } => {
            format!("client credentials at {token_url} for {}", scopes.join(" "))
        }
    }
}

fn requirements(alternatives: &[Requirement]) -> String {
    if alternatives.is_empty() {
        return "none".to_owned();
    }
    let need =
        |need: &Need| format!("{}{}", need.scheme, need.scopes.iter().map(|s| format!(":{s}")).collect::<String>());
    let together = |needs: &Requirement| needs.iter().map(need).collect::<Vec<_>>().join(" and ");
    let reported = |needs: &Requirement| if needs.is_empty() { "nothing".to_owned() } else { together(needs) };
    alternatives.iter().map(reported).collect::<Vec<_>>().join(", or ")
}
