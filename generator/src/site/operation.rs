//! The page of an operation: its signature, its inputs, what it returns, its errors, its examples.

use super::members::{Rows, example, link, marks, texts};
use super::page::{Code, Language, Line, Member, Page, PageId, Part, Span, TableRow, Target};
use super::{Cx, examples, inlined, resource, responses, words};
use crate::ir::{Body, BodyContent, Example, Location, Operation, OperationId, PagingKind, Parameter, Shown};
use crate::prose;
use crate::surface::{BODY_MEDIA_TYPE, BODY_MODEL, Method};

/// Returns the page of an operation.
pub(super) fn page(cx: Cx<'_>, id: OperationId) -> Page {
    let operation = &cx.api.operations[id.index()];
    let mut parts =
        vec![Part::Endpoint { method: operation.method.as_str().to_owned(), path: operation.written_path.clone() }];
    if operation.docs.deprecated {
        parts.push(Part::Line(words::text(format!("Deprecated: {}.", prose::deprecation(&operation.docs)))));
    }
    parts.extend(prose::texts(&operation.docs).map(Part::Prose));
    parts.extend(words::more(&operation.docs).map(Part::Line));
    if let Some(method) = cx.method(id) {
        parts.push(signature_section(cx, id, method));
        let mut rows = Rows::new(cx, cx.room / 2);
        parts.extend(inputs(cx, operation, method, &mut rows));
        parts.push(responses::returns(cx, operation, method, &mut Rows::new(cx, cx.room)));
        parts.extend(pages(operation, method));
        parts.extend(responses::stream(operation, method));
    }
    parts.extend(responses::errors(cx, operation));
    parts.extend(responses::links(cx, operation));
    parts.extend(inlined::of_operation(cx, operation));
    parts.extend(examples::sections(cx, id));
    parts.extend(servers(operation));
    parts.extend(access(cx, operation));
    Page {
        id: PageId::Operation(id),
        title: resource::title(cx.names.operation(id).method.as_str()),
        summary: cx.summary(&operation.docs, || operation.by_path()),
        deprecated: operation.docs.deprecated,
        parts,
    }
}

/// Returns the servers of the operation, if it is served elsewhere than the others.
fn servers(operation: &Operation) -> Option<Part> {
    let servers = operation.server.iter().chain(&operation.other_servers);
    let rows = servers.map(|one| TableRow::described(vec![words::code(&one.url)], one.description.as_deref()));
    Some(Part::section("servers", "Servers", vec![Part::table(vec!["URL", "Meaning"], rows.collect())?]))
}

/// Returns the signature of the method as its source has it, with the example.
fn signature_section(cx: Cx<'_>, id: OperationId, method: &Method) -> Part {
    let rust = |text: String| Code { language: Language::Rust, text };
    let mut parts = vec![Part::Code(rust(signature(cx, id, method)))];
    parts.push(examples::request(cx, id));
    Part::section("request", "Request", parts)
}

/// Returns the signature of the method as its source has it, formatted.
pub(super) fn signature(cx: Cx<'_>, id: OperationId, method: &Method) -> String {
    let resource = cx.api.operations[id.index()].resource;
    let mut arguments = vec!["&self".to_owned()];
    match &method.inputs {
        Some(inputs) => arguments.push(format!("inputs: &{inputs}")),
        None => arguments.extend(method.arguments.iter().map(|(_, named)| format!("{}: {}", named.name, named.ty))),
    }
    let (name, request, owner) = (&method.name, &method.request, cx.names.resource(resource).handle.as_str());
    let line = format!("pub fn {name}({}) -> {request}", arguments.join(", "));
    let line = if line.len() <= 90 {
        line
    } else {
        let lines: String = arguments.iter().map(|argument| format!("    {argument},\n")).collect();
        format!("pub fn {name}(\n{lines}) -> {request}")
    };
    format!("// {owner}: {}\n{line}", resource::calls(cx, resource))
}

/// Returns a section for each part of the request that has inputs.
fn inputs(cx: Cx<'_>, operation: &Operation, method: &Method, rows: &mut Rows<'_>) -> Vec<Part> {
    let places = [
        (Location::Path, "path", "Path parameters"),
        (Location::Query, "query", "Query parameters"),
        (Location::Header, "header", "Header parameters"),
        (Location::Cookie, "cookie", "Cookie parameters"),
    ];
    let mut parts = Vec::new();
    for (location, id, title) in places {
        let there = operation.parameters.iter().filter(|parameter| parameter.location == location);
        let mut members: Vec<Member> = there.map(|one| parameter(cx, (operation, one), method, rows)).collect();
        rows.expand(&mut members, &[]);
        if !members.is_empty() {
            parts.push(Part::section(id, title, vec![Part::Members(members)]));
        }
    }
    parts.extend(operation.body.as_ref().map(|one| body(cx, one, method, rows)));
    parts
}

/// Returns how an input is written in Rust: an argument, or a setter.
fn written(method: &Method, key: &str) -> String {
    if let Some(setter) = method.setters.get(key) {
        return format!(".{}({})", setter.name, setter.ty);
    }
    let argument = method.arguments.iter().find(|(other, _)| other == key);
    argument.map(|(_, named)| format!("{}: {}", named.name, named.ty)).unwrap_or_default()
}

fn parameter(
    cx: Cx<'_>,
    (operation, parameter): (&Operation, &Parameter),
    method: &Method,
    rows: &mut Rows<'_>,
) -> Member {
    let wire = parameter.wire.as_str();
    let location = parameter.location.as_str();
    let mut facts = words::facts(cx, Some(&parameter.ty), Some(&parameter.constraints));
    facts.extend(parameter.constant.as_ref().map(|value| ("always", words::code(&value.to_string()))));
    facts.extend(examples_of(operation, parameter));
    facts.extend(words::more(&parameter.docs).map(|line| ("see", line)));
    Member {
        id: rows.id(&format!("{location}-{wire}")),
        wire: words::name(wire),
        rust: written(method, &format!("{location} {wire}")),
        json: words::json(cx, &parameter.ty),
        marks: marks(parameter.presence),
        deprecated: parameter.docs.deprecated,
        prose: texts(&[wire], &parameter.docs),
        facts,
        inner: link(cx, &parameter.ty),
    }
}

/// Returns the examples of a parameter as facts.
fn examples_of(operation: &Operation, parameter: &Parameter) -> Vec<(&'static str, Line)> {
    let of = Shown::Parameter(parameter.location, parameter.wire.clone());
    let shown = operation.examples.iter().filter(|shown| shown.of == of).map(|shown| &shown.example);
    let line = |example: &Example| {
        let mut line = example.value.as_deref().map(|value| words::code(&value.to_string())).unwrap_or_default();
        let texts = [&example.serialized, &example.external].into_iter().flatten();
        line.extend(texts.flat_map(|text| [Span::Text(" ".to_owned()), Span::Code(text.clone())]));
        let about = example.summary.as_ref().or(example.name.as_ref()).into_iter().chain(&example.description);
        line.extend(about.map(|text| Span::Text(format!(" {}", text.trim()))));
        line
    };
    let facts: Vec<(&'static str, Line)> = shown.map(|one| ("example", line(one))).collect();
    if facts.is_empty() { example(&parameter.docs).into_iter().collect() } else { facts }
}

fn body(cx: Cx<'_>, body: &Body, method: &Method, rows: &mut Rows<'_>) -> Part {
    let mut about = vec![Span::Text("Sent as ".to_owned()), Span::Code(body.media_type.clone())];
    for other in &body.others {
        about.extend([Span::Text(", or ".to_owned()), Span::Code(other.clone())]);
    }
    about.push(Span::Text(if body.required { "; required." } else { "; optional." }.to_owned()));
    let mut parts = vec![Part::Line(about)];
    for alternative in &body.alternatives {
        let setter = written(method, &format!("{BODY_MEDIA_TYPE} {}", alternative.media_type));
        let text = |text: &str| Span::Text(text.to_owned());
        let line = [Span::Rust(setter), text(" sends it as "), Span::Code(alternative.media_type.clone()), text(".")];
        parts.push(Part::Line(line.into()));
    }
    if body.model.is_some() {
        let setter = Span::Rust(written(method, BODY_MODEL));
        parts.push(Part::Line(vec![setter, Span::Text(" sets all of them at once.".to_owned())]));
    }
    parts.extend(prose::texts(&body.docs).map(Part::Prose));
    match &body.content {
        BodyContent::Fields(fields) => {
            let mut members: Vec<Member> = Vec::with_capacity(fields.len());
            for field in fields {
                let rust = written(method, &format!("body {}", field.wire.as_str()));
                members.push(rows.field(field, rust, "body"));
            }
            rows.expand(&mut members, &[]);
            parts.push(Part::Members(members));
        }
        BodyContent::Whole(ty) => {
            let mut line = vec![Span::Rust(written(method, "body")), Span::Text(": ".to_owned())];
            line.extend(words::json(cx, ty));
            parts.push(Part::Line(line));
            parts.extend(rows.content(ty, "body"));
        }
    }
    Part::section("body", "Request body", parts)
}

/// Returns how to read all pages.
fn pages(operation: &Operation, method: &Method) -> Option<Part> {
    let paging = operation.paging.as_ref()?;
    let item = method.item.clone().unwrap_or_default();
    let how = match paging.kind() {
        PagingKind::Cursor => "A cursor leads from one page to the next.",
        _ => "The list is read page by page.",
    };
    let line = [
        words::marked(how),
        words::marked(" ~.items()~ is a stream of every "),
        vec![Span::Rust(item)],
        words::marked(" of every page; ~.pages()~ is a stream of the pages."),
    ]
    .concat();
    Some(Part::section("pages", "Pages", vec![Part::Line(line)]))
}

/// Returns the security requirements that an operation has.
fn access(cx: Cx<'_>, operation: &Operation) -> Option<Part> {
    let requirements = operation.security.as_ref().unwrap_or(&cx.api.security);
    let alternatives = requirements.iter().map(|needs| {
        let names: Vec<String> = needs
            .iter()
            .map(|need| match need.scopes.as_slice() {
                [] => need.scheme.clone(),
                scopes => format!("{} ({})", need.scheme, scopes.join(", ")),
            })
            .collect();
        if names.is_empty() { "none".to_owned() } else { names.join(" and ") }
    });
    let alternatives: Vec<String> = alternatives.collect();
    if alternatives.is_empty() {
        return None;
    }
    let line = vec![
        Span::Text("Credentials: ".to_owned()),
        Span::Text(alternatives.join(", or ")),
        Span::Text(". ".to_owned()),
        Span::Link(Target::Page(PageId::Overview, Some("credentials".to_owned())), "How to set them".to_owned()),
    ];
    Some(Part::section("access", "Credentials", vec![Part::Line(line)]))
}
