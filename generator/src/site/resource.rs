//! The page of a resource: its operations, the resources below it, and the models it returns.

use super::page::{Code, Detail, Entry, Language, Page, PageId, Part, Span, Target};
use super::{Cx, words};
use crate::ir::{OperationId, ResourceId};
use crate::prose;

/// Returns the page of a resource.
pub(super) fn page(cx: Cx<'_>, id: ResourceId) -> Page {
    let resource = &cx.api.resources[id.index()];
    let mut parts = vec![Part::Code(Code { language: Language::Rust, text: calls(cx, id) })];
    parts.extend(prose::texts(&resource.docs).map(Part::Prose));
    let operations: Vec<Entry> = cx.tree.operations(id).iter().map(|id| operation(cx, *id)).collect();
    parts.extend(section("methods", "Methods", operations));
    let below: Vec<Entry> = cx.tree.below(Some(id)).iter().map(|id| entry(cx, *id)).collect();
    parts.extend(section("resources", "Resources", below));
    let summary =
        cx.summary(&resource.docs, || format!("The methods of {} in the Rust SDK of {}.", calls(cx, id), cx.title()));
    Page { id: PageId::Resource(id), title: name(cx, id), summary, deprecated: false, parts }
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
