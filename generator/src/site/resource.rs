//! The page of a resource: its operations, the resources below it, and the models it returns.

use super::page::{Code, Detail, Entry, Language, Page, PageId, Part, Span, TableRow, Target};
use super::{Cx, words};
use crate::ir::{OperationId, ResourceId};
use crate::prose;

/// Returns the page of a resource.
pub(super) fn page(cx: Cx<'_>, id: ResourceId) -> Page {
    let resource = &cx.api.resources[id.index()];
    let mut parts = vec![Part::Code(Code { language: Language::Rust, text: calls(cx, id) })];
    parts.extend(prose::texts(&resource.docs).map(Part::Prose));
    parts.extend(methods(cx, id));
    let below: Vec<Entry> = cx.tree.below(Some(id)).iter().map(|id| entry(cx, *id)).collect();
    parts.extend(section("resources", "Resources", below));
    let summary =
        cx.summary(&resource.docs, || format!("The methods of {} in the Rust SDK of {}.", calls(cx, id), cx.title()));
    Page { id: PageId::Resource(id), title: name(cx, id), summary, deprecated: false, parts }
}

/// Returns the section with the methods of a resource, or with links to parts of them if they are many.
fn methods(cx: Cx<'_>, id: ResourceId) -> Option<Part> {
    let divided = cx.tree.parts(id);
    if divided.is_empty() {
        let operations: Vec<Entry> = cx.tree.operations(id).iter().map(|id| operation(cx, *id)).collect();
        return section("methods", "Methods", operations);
    }
    let ends = |operations: &[OperationId]| {
        let name = |id: &OperationId| {
            let label = cx.names.operation(*id).method.as_str().to_owned();
            Span::Link(Target::Page(PageId::Operation(*id), None), label)
        };
        let last = operations.last().filter(|_| operations.len() > 1).map(name);
        let last = last.into_iter().flat_map(|last| [Span::Text(" to ".to_owned()), last]);
        operations.first().map(name).into_iter().chain(last).collect()
    };
    let row = |(index, operations): (usize, &&[OperationId])| {
        let to = Span::Link(Target::Page(PageId::Methods(id, index), None), range(cx, id, index));
        TableRow { cells: vec![vec![to], ends(operations)], prose: None }
    };
    let rows = divided.iter().enumerate().map(row).collect();
    Some(Part::section("methods", "Methods", vec![Part::Table { head: vec!["Methods", "First and last"], rows }]))
}

/// Returns the page with a part of the methods of a resource.
pub(super) fn part(cx: Cx<'_>, id: ResourceId, index: usize) -> Page {
    let operations = cx.tree.parts(id).get(index).copied().unwrap_or_default();
    let entries: Vec<Entry> = operations.iter().map(|id| operation(cx, *id)).collect();
    Page {
        id: PageId::Methods(id, index),
        title: format!("{}: methods {}", name(cx, id), range(cx, id, index)),
        summary: format!(
            "The methods {} of {} in the Rust SDK of {}.",
            range(cx, id, index),
            calls(cx, id),
            cx.title()
        ),
        deprecated: false,
        parts: vec![Part::Pages(entries)],
    }
}

/// Returns what the page with a part of the methods of a resource is called in a list.
pub(super) fn name_of_part(cx: Cx<'_>, id: ResourceId, index: usize) -> String {
    format!("{}: methods {}", cx.names.resource(id).accessor.as_str(), range(cx, id, index))
}

/// Returns which methods a part has: `121 to 240`.
fn range(cx: Cx<'_>, id: ResourceId, index: usize) -> String {
    let divided = cx.tree.parts(id);
    let before: usize = divided.iter().take(index).map(|part| part.len()).sum();
    format!("{} to {}", before + 1, before + divided.get(index).map_or(0, |part| part.len()))
}

/// Returns a section with links, if there are some.
pub(super) fn section(id: &str, title: &str, entries: Vec<Entry>) -> Option<Part> {
    (!entries.is_empty()).then(|| Part::section(id, title, vec![Part::Pages(entries)]))
}

/// Returns the calls that lead to a resource: `client.users().keys()`.
pub(super) fn calls(cx: Cx<'_>, id: ResourceId) -> String {
    let steps = cx.api.path_to(id).into_iter();
    let steps = steps.map(|id| format!(".{}()", cx.names.resource(id).accessor.as_str()));
    format!("client{}", steps.collect::<String>())
}

/// Returns the name of a resource as a title: `Service accounts`.
pub(super) fn name(cx: Cx<'_>, id: ResourceId) -> String {
    title(cx.names.resource(id).accessor.as_str())
}

/// Returns an identifier as a title: `list_all` is `List all`.
pub(super) fn title(ident: &str) -> String {
    let words = ident.strip_prefix("r#").unwrap_or(ident).trim_matches('_').replace('_', " ");
    let mut characters = words.chars();
    let first = characters.next().map(|first| first.to_uppercase().collect::<String>()).unwrap_or_default();
    first + characters.as_str()
}

/// Returns a link to the page of a resource.
pub(super) fn entry(cx: Cx<'_>, id: ResourceId) -> Entry {
    let about = prose::texts(&cx.api.resources[id.index()].docs).next();
    let count = cx.tree.operations(id).len();
    let counted = format!("{count} method{}", if count == 1 { "" } else { "s" });
    Entry {
        to: Target::Page(PageId::Resource(id), None),
        name: cx.names.resource(id).accessor.as_str().to_owned(),
        detail: None,
        about: about.map_or_else(|| words::text(counted), |text| vec![Span::Phrase(text)]),
        deprecated: false,
    }
}

/// Returns a link to the page of an operation.
pub(super) fn operation(cx: Cx<'_>, id: OperationId) -> Entry {
    let operation = &cx.api.operations[id.index()];
    let about = prose::texts(&operation.docs).next();
    Entry {
        to: Target::Page(PageId::Operation(id), None),
        name: cx.names.operation(id).method.as_str().to_owned(),
        detail: Some(Detail::Endpoint(operation.method.as_str().to_owned(), operation.written_path.clone())),
        about: about.into_iter().map(Span::Phrase).collect(),
        deprecated: operation.docs.deprecated,
    }
}
