//! URLs of neighbouring pages: in the body, or in the `Link` header.

use super::names::{BACK_IN, BACK_URL, CURSOR_IN, OFFSET, PAGE, SIZE, URL, plain};
use super::view::{Class, Input, Level, View};
use crate::ir::{Advance, Direction, Field, Literal, Method, Step, Type};

/// Recognises the URL of the next page in the body, and that of the previous one.
pub(super) fn in_body(view: &View<'_>) -> Option<(Direction, Option<Direction>)> {
    if view.operation.method != Method::Get {
        return None;
    }
    let forward = view.levels.iter().find_map(|level| next(view, level))?;
    let backward = view.levels.iter().find_map(|level| previous(view, level));
    let direction = |steps| Direction { advance: Advance::Url(steps), more: None, in_body: false };
    Some((direction(forward), backward.map(direction)))
}

/// Recognises the `Link` header, if the document lists it or mentions it in the description of a paging parameter.
pub(super) fn in_link_header(view: &View<'_>) -> Option<(Direction, Option<Direction>)> {
    let named = view.headers.iter().any(|header| header.eq_ignore_ascii_case("link"));
    let mentions_header = |input: &Input<'_>| {
        let text = input.docs.description.as_deref().unwrap_or_default().to_ascii_lowercase().replace('`', "");
        text.contains("link header")
    };
    let described = || PARAMETERS.iter().any(|names| view.input(names, mentions_header).is_some());
    let has_pages = view.items.as_ref().is_some_and(|items| items.is_page || pages(view));
    let is_list = view.operation.method == Method::Get && has_pages;
    let direction = |relation| Direction { advance: Advance::Link(relation), more: None, in_body: false };
    (is_list && (named || described())).then(|| (direction("next"), Some(direction("prev"))))
}

/// Parameters that are about pages.
const PARAMETERS: [&[&str]; 5] = [&CURSOR_IN, &BACK_IN, &OFFSET, &PAGE, &SIZE];

fn next(view: &View<'_>, level: &Level<'_>) -> Option<Vec<Step>> {
    let is_text = |field: &Field| view.is_class(field, Class::Text);
    if let Some(path) = level.member(&URL, |field| is_text(field)).filter(|_| has_evidence(view, level)) {
        return Some(path);
    }
    let about_pages = ["pages", "paging", "pagination"].contains(&level.name.as_str()) && view.items.is_some();
    if !pages(view) && !about_pages {
        return None;
    }
    let url = |field: &Field| is_text(field) && holds_url(field, &level.name);
    let href = || (level.name == "next").then(|| level.member(&["href", "url"], is_text)).flatten();
    let counted = || level.member(&["next"], |field| is_text(field) && counts_pages(view, level));
    level.member(&["next", "nextpage"], url).or_else(href).or_else(counted)
}

fn previous(view: &View<'_>, level: &Level<'_>) -> Option<Vec<Step>> {
    let is_text = |field: &Field| view.is_class(field, Class::Text);
    let url = |field: &Field| is_text(field) && (holds_url(field, &level.name) || counts_pages(view, level));
    let href = || matches!(level.name.as_str(), "prev" | "previous").then(|| level.member(&["href", "url"], is_text));
    let named = level.member(&BACK_URL, is_text);
    named.or_else(|| level.member(&["previous", "prev", "previouspage"], url)).or_else(|| href().flatten())
}

/// Whether the request has any paging parameter.
fn pages(view: &View<'_>) -> bool {
    PARAMETERS.iter().any(|names| view.input(names, |_| true).is_some())
}

/// Whether there is enough evidence for a field whose name says both `next` and `link`: a paging parameter, or a list
/// beside it.
fn has_evidence(view: &View<'_>, level: &Level<'_>) -> bool {
    pages(view) || (level.name.is_empty() && view.items.is_some())
}

/// Whether a page has `next`, `previous` and a count: then the first two are URLs.
fn counts_pages(view: &View<'_>, level: &Level<'_>) -> bool {
    let has = |names: &[&str]| level.member(names, |_| true).is_some();
    has(&["previous", "prev"])
        && has(&["next"])
        && (has(&["count", "total"]) || has(&["results"]))
        && view.input(&OFFSET, |_| true).or(view.input(&PAGE, |_| true)).is_some()
}

/// Whether a text is a URL by its name, format, description or example.
pub(super) fn holds_url(field: &Field, envelope: &str) -> bool {
    let name = plain(field.wire.as_str());
    let named = ["url", "uri", "link", "href"].iter().any(|word| name.ends_with(word)) || envelope == "links";
    let formats = &field.constraints.formats;
    let format = formats.iter().any(|format| format.starts_with("ur") || format.starts_with("iri"));
    let text = field.docs.description.as_deref().unwrap_or_default().to_ascii_lowercase();
    let described =
        ["url", "uri", "hyperlink", "href", "http"].iter().any(|word| text.contains(word)) || text.contains("link to");
    let has_example = match &field.docs.example {
        Some(Literal::String(text)) => text.starts_with("http") || text.starts_with('/'),
        _ => false,
    };
    let is_text = field.value.ty().is_some_and(|ty| !matches!(ty, Type::Json));
    is_text && (named || format || described || has_example)
}
