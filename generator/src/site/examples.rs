//! The examples of an operation: the request in several languages, and what the document shows of bodies. Those that
//! would make the page of the operation long have a page of their own.

use super::anchors::Anchors;
use super::page::{Code, Language, Line, Page, PageId, Part, Span, Target, excerpt, size_of_code};
use super::{Cx, resource, words};
use crate::ir::{Example, Literal, Operation, OperationExample, OperationId, Output, Shown};
use crate::requests::{Request, is_json};
use crate::samples::Samples;

/// The bytes of examples as HTML that the page of an operation has at most, as estimated.
const ROOM: usize = 12_000;
/// The bytes of examples as HTML that a page of examples has at least, if there are so many.
const LEAST: usize = 20_000;

/// Returns the request in Rust, as a curl command and as raw HTTP.
pub(super) fn request(cx: Cx<'_>, id: OperationId) -> Part {
    let request = Request::of(cx.api, cx.surface, &cx.api.operations[id.index()]);
    let example = cx.examples.get(id.index()).filter(|example| !example.statements.is_empty());
    let rust = example.map(|example| ("Rust", Language::Rust, example.program(cx.names.krate.as_str())));
    let others =
        [("curl", Language::Shell, request.curl()), ("HTTP", Language::Http, request.http().replace("\r\n", "\n"))];
    let tabs = rust.into_iter().chain(others).map(|(name, language, text)| (name, Code { language, text }));
    Part::Tabs(tabs.collect())
}

/// Whether the examples of an operation have a page of their own.
pub(super) fn have_page(operation: &Operation) -> bool {
    bodies(operation).map(|shown| size_of_code(&text(shown))).sum::<usize>() > ROOM
}

/// Returns the sections with examples of the page of an operation.
pub(super) fn sections(cx: Cx<'_>, id: OperationId) -> Vec<Part> {
    let operation = &cx.api.operations[id.index()];
    let mut parts = whole(cx, operation, &mut fitting(if have_page(operation) { ROOM } else { usize::MAX }));
    if have_page(operation) {
        let link = Span::Link(Target::Page(PageId::Examples(id), None), "All examples of the document".to_owned());
        match parts.last_mut() {
            Some(Part::Section { parts, .. }) => parts.push(Part::Line(vec![link])),
            _ => parts.push(Part::section("response-examples", "Response examples", vec![Part::Line(vec![link])])),
        }
    }
    parts
}

/// Returns the page with all examples of an operation.
pub(super) fn page(cx: Cx<'_>, id: OperationId) -> Page {
    let operation = &cx.api.operations[id.index()];
    let name = resource::title(cx.names.operation(id).method.as_str());
    let endpoint =
        Part::Endpoint { method: operation.method.as_str().to_owned(), path: operation.written_path.clone() };
    let mut parts = vec![endpoint];
    parts.extend(whole(cx, operation, &mut shared(operation, LEAST + cx.room + cx.room / 4)));
    Page {
        id: PageId::Examples(id),
        title: format!("{name}: examples"),
        summary: format!("The examples of requests and responses of {}.", operation.by_path()),
        deprecated: operation.docs.deprecated,
        parts,
    }
}

/// Returns how much room an example of this size gets: all it needs while there is room for it, else none.
fn fitting(mut room: usize) -> impl FnMut(usize) -> Option<usize> {
    move |size| {
        room = room.checked_sub(size)?;
        Some(size)
    }
}

/// Returns how much room an example of this size gets where all are shown: as much as it needs if that is no more than
/// its share of what is left.
fn shared(operation: &Operation, mut room: usize) -> impl FnMut(usize) -> Option<usize> {
    let sizes: Vec<usize> = bodies(operation).map(|shown| size_of_code(&text(shown))).collect();
    let (mut left, are_whole) = (sizes.len(), sizes.iter().sum::<usize>() <= room);
    move |size| {
        let given = if are_whole { size } else { size.min(room / left.max(1)) };
        left = left.saturating_sub(1);
        room = room.saturating_sub(given);
        Some(given)
    }
}

/// Returns the sections with the examples that get room.
fn whole(cx: Cx<'_>, operation: &Operation, room: &mut dyn FnMut(usize) -> Option<usize>) -> Vec<Part> {
    let mut ids = Anchors::default();
    let mut take = |is_request: bool| {
        let mut list = Vec::new();
        for shown in bodies(operation).filter(|shown| matches!(shown.of, Shown::Body { .. }) == is_request) {
            let text = text(shown);
            if let Some(given) = room(size_of_code(&text)) {
                list.push(one(shown, text, given, &mut ids));
            }
        }
        list
    };
    let (requests, responses) = (take(true), take(false));
    let responses = if bodies(operation).any(is_success) { responses } else { made(cx, operation, responses) };
    let all =
        [("request-examples", "Request examples", requests), ("response-examples", "Response examples", responses)];
    all.into_iter()
        .filter(|(_, _, list)| !list.is_empty())
        .map(|(id, title, list)| Part::section(id, title, list))
        .collect()
}

/// Returns the examples of bodies.
fn bodies(operation: &Operation) -> impl Iterator<Item = &OperationExample> {
    operation.examples.iter().filter(|shown| matches!(shown.of, Shown::Body { .. } | Shown::Response { .. }))
}

fn is_success(shown: &OperationExample) -> bool {
    matches!(&shown.of, Shown::Response { status, .. } if status.starts_with('2'))
}

/// Returns the text of an example as it is shown.
fn text(shown: &OperationExample) -> String {
    let Example { value, serialized, .. } = &shown.example;
    let media_type = match &shown.of {
        Shown::Body { media_type } | Shown::Response { media_type, .. } => media_type.as_str(),
        Shown::Parameter(..) | Shown::Header { .. } => "",
    };
    match (value.as_deref(), serialized) {
        (_, Some(text)) if !is_json(media_type) => text.clone(),
        (Some(Literal::String(text)), _) if !is_json(media_type) => text.clone(),
        (Some(value), _) => value.pretty(),
        (None, text) => text.clone().unwrap_or_default(),
    }
}

/// Returns one example, of which HTML has so many bytes.
fn one(shown: &OperationExample, text: String, room: usize, ids: &mut Anchors) -> Part {
    let example = &shown.example;
    let (kind, media_type) = match &shown.of {
        Shown::Response { status, media_type } => (status.as_str(), media_type.as_str()),
        Shown::Body { media_type } => ("request", media_type.as_str()),
        Shown::Parameter(..) | Shown::Header { .. } => ("", ""),
    };
    let mut label: Line = Vec::new();
    if let Shown::Response { status, .. } = &shown.of {
        label.extend([Span::Code(status.clone()), Span::Text(" ".to_owned())]);
    }
    let titles: Vec<&str> = [&example.summary, &example.name].into_iter().flatten().map(String::as_str).collect();
    match titles.as_slice() {
        [summary, name] if summary != name => {
            label.extend([
                Span::Text((*summary).to_owned()),
                Span::Text(" ".to_owned()),
                Span::Code((*name).to_owned()),
            ]);
        }
        [title, ..] => label.push(Span::Text((*title).to_owned())),
        [] => label.push(Span::Text("Example".to_owned())),
    }
    let mut parts = Vec::new();
    parts.extend(example.description.clone().map(Part::Prose));
    if !is_json(media_type) {
        parts.push(Part::Line(words::code(media_type)));
    }
    if let Some(url) = &example.external {
        parts.push(Part::Line(vec![Span::Link(Target::Web(url.clone()), "The example".to_owned())]));
    }
    let language = if is_json(media_type) || text.starts_with(['{', '[']) { Language::Json } else { Language::Text };
    if !text.is_empty() || example.external.is_none() {
        parts.push(excerpt(Code { language, text }, room));
    }
    let name = example.name.as_deref().unwrap_or("example");
    Part::Fold { id: ids.free(&anchor(&format!("example-{kind}-{name}"))), label, parts }
}

/// Adds an example of the success that is made from its schema: the document shows none.
fn made(cx: Cx<'_>, operation: &Operation, mut list: Vec<Part>) -> Vec<Part> {
    let (status, ty) = match &operation.output {
        Output::Several(successes) => {
            let found = successes.iter().find_map(|one| Some((Some(one.status.clone()), one.output.json()?)));
            let Some(found) = found else { return list };
            found
        }
        output => match output.json() {
            Some(ty) => (None, ty),
            None => return list,
        },
    };
    let Some(value) = Samples::new(cx.api).value(ty, None, None) else { return list };
    let mut label: Line = Vec::new();
    label.extend(status.into_iter().flat_map(|status| [Span::Code(status), Span::Text(" ".to_owned())]));
    label.push(Span::Text("Made from the schema".to_owned()));
    let text = value.pretty();
    let part = if size_of_code(&text) > ROOM {
        let mut line = words::text("It is long: the page of the model has it. The response is: ");
        line.extend(words::json(cx, ty));
        Part::Line(line)
    } else {
        Part::Code(Code { language: Language::Json, text })
    };
    list.insert(0, Part::Fold { id: "example-made".to_owned(), label, parts: vec![part] });
    list
}

/// Returns the anchor that an example should have.
fn anchor(text: &str) -> String {
    text.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '-' }).take(80).collect()
}
