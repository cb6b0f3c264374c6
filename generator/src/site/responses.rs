//! What an operation returns: the successes and the errors of the document, with their headers, and its links.

use super::members::{Rows, texts};
use super::page::{Inner, Line, Member, PageId, Part, Span, TableRow, Target};
use super::{Cx, resource, words};
use crate::ir::{Operation, Output, ResponseHeader, Status, Success, Switch, Type};
use crate::surface::Method;

/// Returns what a success is.
pub(super) fn returns(cx: Cx<'_>, operation: &Operation, method: &Method, rows: &mut Rows<'_>) -> Part {
    let mut parts = Vec::new();
    parts.push(Part::Line(vec![
        Span::Text("The request, awaited, returns ".to_owned()),
        Span::Rust(method.returns.clone()),
        Span::Text(" or an ".to_owned()),
        // Not a model of this name.
        Span::Code("Error".to_owned()),
        Span::Text(".".to_owned()),
    ]));
    let responses = &operation.responses;
    match &operation.output {
        Output::Several(successes) => parts.extend(successes.iter().map(|one| success(one, method, rows))),
        output => {
            let described = |one: &Status| TableRow::described(vec![words::code(&one.status)], Some(&one.description));
            let statuses: Vec<TableRow> = responses.successes.iter().map(described).collect();
            parts.extend(Part::table(vec!["Status", "Meaning"], statuses));
            parts.extend(output_part(output, "response", rows));
        }
    }
    let headers = responses.headers.iter().map(|one| header(cx, vec![words::code(&one.name)], one));
    parts.extend(Part::table(vec!["Header", "Type", "Meaning"], headers.collect()));
    Part::section("returns", "Returns", parts)
}

/// Returns the row of a header of responses, after its first cells.
fn header(cx: Cx<'_>, mut cells: Vec<Line>, header: &ResponseHeader) -> TableRow {
    cells.push(header.ty.map_or_else(|| words::text("string"), |scalar| words::json(cx, &Type::Scalar(scalar))));
    TableRow::described(cells, Some(&header.description))
}

fn success(success: &Success, method: &Method, rows: &mut Rows<'_>) -> Part {
    let id = format!("response-{}", success.status.to_lowercase());
    let mut parts = vec![Part::Prose(success.description.clone())];
    if let Some(variant) = method.outcomes.get(&success.status) {
        parts.push(Part::Line(vec![Span::Text("Variant ".to_owned()), Span::Code(variant.clone())]));
    }
    parts.extend(output_part(&success.output, &id, rows));
    Part::Fold { label: vec![Span::Text(format!("Status {}", success.status))], id, parts }
}

fn output_part(output: &Output, above: &str, rows: &mut Rows<'_>) -> Option<Part> {
    match output {
        Output::Json { ty, .. } => rows.content(ty, above),
        Output::Stream(records) => rows.content(records.item.as_ref()?, above),
        Output::Empty | Output::Text | Output::Bytes | Output::Several(_) => None,
    }
}

/// Returns how to receive a stream.
pub(super) fn stream(operation: &Operation, method: &Method) -> Option<Part> {
    let each = words::marked("~try_next()~ returns each record as soon as it has arrived.");
    if matches!(operation.output, Output::Stream(_)) {
        let line = [words::marked("The response is a stream: "), each].concat();
        return Some(Part::section("stream", "Stream", vec![Part::Line(line)]));
    }
    let stream = operation.responses.stream.as_ref()?;
    let line = [
        words::marked("~.send_events()~ instead of ~.await~ asks for "),
        words::code(&stream.media_type),
        words::marked(" and returns "),
        vec![Span::Rust(method.events.clone().unwrap_or_default())],
        words::marked(", whose "),
        each,
    ]
    .concat();
    let row = |switch: &Switch| {
        let (Switch::Field(wire) | Switch::Query(wire)) = switch;
        Part::Members(vec![Member {
            id: "stream-switch".to_owned(),
            wire: wire.as_str().to_owned(),
            rust: ".send_events()".to_owned(),
            json: words::text("boolean"),
            marks: vec!["set by the SDK"],
            deprecated: stream.switch_docs.deprecated,
            prose: texts(&[wire.as_str()], &stream.switch_docs),
            facts: Vec::new(),
            inner: Inner::None,
        }])
    };
    let parts = [Part::Line(line)].into_iter().chain(stream.switch.as_ref().map(row));
    Some(Part::section("stream", "Stream", parts.collect()))
}

/// Returns the errors that the document describes.
pub(super) fn errors(cx: Cx<'_>, operation: &Operation) -> Option<Part> {
    let rows = operation.errors.iter().map(|error| {
        // Of several, each is told with its media type.
        let told = |name: &str| if error.bodies.len() > 1 { words::code(name) } else { Line::new() };
        let typed = error.bodies.iter().map(|body| {
            let space = (error.bodies.len() > 1).then(|| Span::Text(" ".to_owned()));
            told(&body.media_type).into_iter().chain(space).chain(words::json(cx, &body.ty)).collect()
        });
        let bodies: Vec<Line> = typed.chain(error.others.iter().map(|other| words::code(other))).collect();
        let body: Line = bodies.join(&Span::Text(", ".to_owned()));
        TableRow::described(vec![words::code(&error.status), body], Some(&error.description))
    });
    let statuses = Part::table(vec!["Status", "Body", "Meaning"], rows.collect())?;
    let headers = operation.errors.iter().flat_map(|error| error.headers.iter().map(move |one| (error, one)));
    let headers = headers.map(|(error, one)| header(cx, vec![words::code(&error.status), words::code(&one.name)], one));
    let headers = Part::table(vec!["Status", "Header", "Type", "Meaning"], headers.collect());
    Some(Part::section("errors", "Errors", [statuses].into_iter().chain(headers).collect()))
}

/// Returns where the documented links of a response lead.
pub(super) fn links(cx: Cx<'_>, operation: &Operation) -> Option<Part> {
    let rows = operation.responses.links.iter().map(|link| {
        let target = cx.api.operation_ids().find(|id| {
            let other = &cx.api.operations[id.index()];
            other.operation_id.as_ref() == Some(&link.target) && cx.tree.position(PageId::Operation(*id)).is_some()
        });
        let to = match target {
            Some(id) => vec![Span::Link(
                Target::Page(PageId::Operation(id), None),
                resource::title(cx.names.operation(id).method.as_str()),
            )],
            None => words::code(&link.target),
        };
        let with = link.parameters.iter().flat_map(|(name, value)| {
            [
                Span::Code(name.clone()),
                Span::Text(": ".to_owned()),
                Span::Code(value.clone()),
                Span::Text(" ".to_owned()),
            ]
        });
        TableRow::described(vec![words::code(&link.name), to, with.collect()], Some(&link.description))
    });
    let rows = Part::table(vec!["Link", "Leads to", "With", "Meaning"], rows.collect())?;
    Some(Part::section("links", "Links", vec![rows]))
}
