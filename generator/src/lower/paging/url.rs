//! URLs of neighbouring pages: in the body, or in the `Link` header.

use super::Found;
use super::terms::Words;
use super::view::{Class, Group, Level, View};
use crate::ir::{Advance, Direction, Field, Literal, Method, Step, Type};

/// Recognises the URL of the next page in the body, and that of the previous one.
pub(super) fn in_body(view: &View<'_>, group: &Group<'_>) -> Option<Found> {
    if view.operation.method != Method::Get {
        return None;
    }
    let (forward, items) = group.levels.iter().find_map(|level| {
        let items = view.items_beside(group, level)?;
        Some((next(view, group, level)?, items))
    })?;
    let backward = group.levels.iter().find_map(|level| previous(view, level));
    let direction = |steps| Direction { advance: Advance::Url(steps), more: None, in_body: false };
    Some(Found { items, forward: direction(forward), backward: backward.map(direction) })
}

/// Recognises the URL of the next page in an object about pages that is a union: links forward, or backward, or both.
pub(super) fn in_union(view: &View<'_>, group: &Group<'_>) -> Option<Found> {
    let items = group.items.clone().filter(|_| view.operation.method == Method::Get && group.is_root)?;
    let links =
        group.levels.iter().flat_map(|level| level.shape.fields.iter().enumerate().map(move |field| (level, field)));
    let path = |name: &str| {
        let holds = |field: &Field| {
            let is_text = view.is_class(field, Class::Text);
            field.wire.as_str() == name && is_text && holds_url(field, &Words::default())
        };
        links.clone().find_map(|(level, (index, field))| {
            let is_about_pages = Words::of(field.wire.as_str()).is_about_pages();
            let variants = field.value.ty().filter(|_| is_about_pages).and_then(|ty| view.variants(ty))?;
            let mut steps = level.path.clone();
            steps.push(Step { owner: level.owner, field: index });
            let path = format!("{}/{name}", view.pointer(&steps));
            variants.iter().flatten().any(|shape| shape.fields.iter().any(holds)).then_some(path)
        })
    };
    let direction = |path| Direction { advance: Advance::At { parameter: None, path }, more: None, in_body: false };
    let backward = path("prev").or_else(|| path("previous")).map(direction);
    Some(Found { items, forward: direction(path("next")?), backward })
}

/// Recognises the `Link` header, if the document lists or mentions it.
pub(super) fn in_link_header(view: &View<'_>, group: &Group<'_>) -> Option<Found> {
    let items = group.items.clone()?;
    let named = view.headers.iter().any(|header| header.eq_ignore_ascii_case("link"));
    let is_mentioned = || {
        let inputs = view.inputs.iter().filter(|input| input.words.is_paging_parameter());
        let texts = inputs.filter_map(|input| input.docs.description.as_deref());
        mentions_link(&view.descriptions) || texts.map(str::to_ascii_lowercase).any(|text| mentions_link(&text))
    };
    let is_list = view.operation.method == Method::Get && (items.is_page || pages(view));
    let direction = |relation| Direction { advance: Advance::Link(relation), more: None, in_body: false };
    let (forward, backward) = (direction("next"), Some(direction("prev")));
    (is_list && (named || is_mentioned())).then_some(Found { items, forward, backward })
}

/// Whether a text, in lower case, mentions the `Link` header: "the `Link` response header", `rel="next"`.
fn mentions_link(text: &str) -> bool {
    let is_mark = |letter: &char| matches!(letter, '`' | '"' | '\'' | '*' | '\\');
    let plain: String = text.chars().filter(|letter| !is_mark(letter)).collect();
    let words = plain.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty());
    let words: Vec<&str> = words.collect();
    let is_before_header = |index: usize| words[index..].iter().skip(1).take(3).any(|word| word.starts_with("header"));
    let mut links = words.iter().enumerate().filter(|(_, word)| **word == "link" || **word == "links");
    plain.contains("rel=next") || links.any(|(index, _)| is_before_header(index))
}

fn next(view: &View<'_>, group: &Group<'_>, level: &Level<'_>) -> Option<Vec<Step>> {
    let is_text = |field: &Field| view.is_class(field, Class::Text);
    let is_next_url = |words: &Words| words.says_next() && words.is_page_url();
    if let Some(path) = level.member(is_next_url, is_text).filter(|_| has_evidence(view, group, level)) {
        return Some(path);
    }
    let is_named = level.name.has(&["page", "pages", "paging", "pagination"]) && !level.name.says_previous();
    // Beside `first` and `last`, which no cursor has, `next` is a URL.
    let is_among_links =
        ["first", "last"].iter().all(|name| level.member(|words| words.is(&[name]), is_text).is_some());
    let url = |field: &Field| is_text(field) && (is_among_links || holds_url(field, &level.name));
    // Without a parameter, the neighbours on both sides show that `next` leads to a page.
    let has_neighbours = || level.has(|words| words.is(&["last"]) || words.says_previous());
    let is_about_pages = group.is_root && (is_named || (level.name.is_about_pages() && has_neighbours()));
    if !pages(view) && !is_about_pages {
        return None;
    }
    let is_next = |words: &Words| words.is(&["next"]) || words.is(&["next", "page"]);
    let href = || level.name.is(&["next"]).then(|| level.member(is_href, is_text)).flatten();
    let counted = || level.member(|words| words.is(&["next"]), |field| is_text(field) && counts_pages(view, level));
    level.member(is_next, url).or_else(href).or_else(counted)
}

fn previous(view: &View<'_>, level: &Level<'_>) -> Option<Vec<Step>> {
    let is_text = |field: &Field| view.is_class(field, Class::Text);
    let url = |field: &Field| is_text(field) && (holds_url(field, &level.name) || counts_pages(view, level));
    let is_in_previous = level.name.is(&["prev"]) || level.name.is(&["previous"]);
    let href = || is_in_previous.then(|| level.member(is_href, is_text)).flatten();
    let named = level.member(|words| words.says_previous() && words.is_page_url(), is_text);
    let is_previous = |words: &Words| words.says_previous() && words.core().0.is_empty();
    named.or_else(|| level.member(is_previous, url)).or_else(href)
}

fn is_href(words: &Words) -> bool {
    words.is(&["href"]) || words.is(&["url"])
}

/// Whether the request has any paging parameter.
fn pages(view: &View<'_>) -> bool {
    view.inputs.iter().any(|input| input.words.is_paging_parameter())
}

/// Whether there is enough evidence for a field whose name says both `next` and `link`: a paging parameter, or a list
/// beside it.
fn has_evidence(view: &View<'_>, group: &Group<'_>, level: &Level<'_>) -> bool {
    pages(view) || (group.is_root && (level.name.0.is_empty() || level.name.is_about_pages()))
}

/// Whether a page has `next`, `previous` and a count: then the first two are URLs.
fn counts_pages(view: &View<'_>, level: &Level<'_>) -> bool {
    level.has(|words| words.is(&["prev"]) || words.is(&["previous"]))
        && level.has(|words| words.is(&["next"]))
        && level.has(|words| ["count", "total", "results"].iter().any(|name| words.is(&[name])))
        && view.inputs.iter().any(|input| input.words.is_offset() || input.words.is_page())
}

/// Whether a text is a URL by its name, format, description or example. A cursor is none, even if its description has a
/// link.
pub(super) fn holds_url(field: &Field, envelope: &Words) -> bool {
    let name = Words::of(field.wire.as_str());
    let formats = &field.constraints.formats;
    let is_format = formats.iter().any(|format| format.starts_with("ur") || format.starts_with("iri"));
    let is_example = match &field.docs.example {
        Some(Literal::String(text)) => text.starts_with("http") || text.starts_with('/'),
        _ => false,
    };
    let is_text = field.value.ty().is_some_and(|ty| !matches!(ty, Type::Json));
    let by_words = || {
        let is_cursor = name.has(&["cursor", "token", "marker", "key", "id", "offset", "after"]);
        let text = field.docs.description.as_deref().unwrap_or_default().to_ascii_lowercase();
        !is_cursor && (envelope.is(&["links"]) || describes_url(&text))
    };
    is_text && (name.is_url() || is_format || is_example || by_words())
}

/// Whether a description, in lower case, says that a value is a URL; the targets of links in it say nothing.
fn describes_url(text: &str) -> bool {
    let without_targets = text
        .split("](")
        .enumerate()
        .map(|(index, part)| if index == 0 { part } else { part.split_once(')').map_or("", |(_, rest)| rest) });
    let text: String = without_targets.collect();
    let words = text.split(|letter: char| !letter.is_alphanumeric());
    let is_url = |word: &str| matches!(word, "url" | "uri" | "urls" | "uris" | "hyperlink" | "href" | "http" | "https");
    words.into_iter().any(is_url) || text.contains("link to")
}
