//! URLs of neighbouring pages: in the body, or in the `Link` header.

use super::Found;
use super::input::description;
use super::prose::{
    describes_url, leads_to_next_page, mentions_link, names_link, names_next_relation, says_cursor_only,
};
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
        let next = next(view, group, level)?;
        // What a path below this one returns is not this page.
        (!leads_below(view, &next)).then_some((next, items))
    })?;
    let backward = group.levels.iter().find_map(|level| previous(view, level));
    let direction = |steps| Direction { advance: Advance::Url(steps), more: None, in_body: false };
    Some(Found { items, forward: direction(forward), backward: backward.map(direction) })
}

/// Whether the example of a URL is one below the path of the operation, and the request can count pages instead.
fn leads_below(view: &View<'_>, steps: &[Step]) -> bool {
    let counts = || view.inputs.iter().any(|input| input.words.is_offset() || input.words.is_page());
    let field = steps.last().and_then(|step| view.api.field(step));
    let example = field.and_then(|field| field.docs.example.as_ref());
    let Some(Literal::String(url)) = example else { return false };
    let path = url.split(['?', '#']).next().unwrap_or_default();
    let segments = |path: &str| path.split('/').filter(|part| !part.is_empty()).map(str::to_owned).collect::<Vec<_>>();
    let (own, other) = (segments(&view.operation.path), segments(path));
    let is_same = |(own, other): (&String, &String)| own == other || own.starts_with('{');
    let starts = |part: &[String]| own.iter().zip(part).all(is_same);
    // More segments follow after those of the operation.
    let is_below = !own.is_empty() && other.windows(own.len() + 1).any(starts);
    is_below && counts()
}

/// Recognises a link to the next page that is an object or a text, as in JSON:API, or in a map of links.
pub(super) fn in_link(view: &View<'_>, group: &Group<'_>) -> Option<Found> {
    let is_list = view.operation.method == Method::Get && group.is_root && pages(view);
    let items = group.items.clone().filter(|items| is_list && !view.has_identifier(&items.path))?;
    let link = |is_direction: fn(&Words) -> bool| {
        let about = group.levels.iter().filter(|level| level.name.is_about_pages());
        let steps = about.filter_map(|level| level.member(is_direction, |field| is_link(view, field))).next()?;
        Some(at(view.pointer(&steps)))
    };
    let next = link(|words| words.is(&["next"]) || words.is(&["next", "page"]));
    let previous = || link(|words| words.says_previous() && words.core().0.is_empty());
    match next {
        Some(forward) => Some(Found { items, forward, backward: previous() }),
        None => Some(Found { items, forward: in_map(view, group, "next")?, backward: in_map(view, group, "prev") }),
    }
}

/// Whether a field is a text or an object with a URL.
fn is_link(view: &View<'_>, field: &Field) -> bool {
    let alternatives = field.value.ty().and_then(|ty| view.alternatives(ty)).unwrap_or_default();
    let is_text = |ty: &&Type| view.class(ty) == Some(Class::Text);
    alternatives.iter().any(is_text) && alternatives.iter().any(|ty| has_href(view, ty))
}

/// Whether a type is an object with a URL.
fn has_href(view: &View<'_>, ty: &Type) -> bool {
    let is_href = |field: &Field| is_href(&Words::of(field.wire.as_str())) && view.is_class(field, Class::Text);
    view.api.as_struct(ty).is_some_and(|(_, shape)| shape.fields.iter().any(is_href))
}

/// Recognises a link in a map of links, if the document says that the map has it.
fn in_map(view: &View<'_>, group: &Group<'_>, relation: &str) -> Option<Direction> {
    let level = group.levels.first()?;
    let is_links = |words: &Words| words.is(&["links"]);
    let is_shown = |field: &Field| match &field.docs.example {
        Some(Literal::Object(entries)) => entries.iter().any(|(name, _)| name == relation),
        _ => false,
    };
    let is_told = || view.inputs.iter().any(|input| names_link(&input.description(), relation));
    let is_map = |field: &Field| match field.value.ty().map(|ty| view.api.resolve(ty)) {
        Some(Type::Map(item)) => has_href(view, &item.ty) && (is_shown(field) || is_told()),
        _ => false,
    };
    Some(at(format!("{}/{relation}", view.pointer(&level.member(is_links, is_map)?))))
}

fn at(path: String) -> Direction {
    Direction { advance: Advance::At { parameter: None, path, until_empty: false }, more: None, in_body: false }
}

/// Recognises the URL of the next page in an object about pages that is a union: links forward, or backward, or both.
pub(super) fn in_union(view: &View<'_>, group: &Group<'_>) -> Option<Found> {
    let items = group.items.clone().filter(|_| view.operation.method == Method::Get && group.is_root)?;
    let links =
        group.levels.iter().flat_map(|level| level.shape.fields.iter().enumerate().map(move |field| (level, field)));
    let path = |name: &str| {
        let holds = |field: &Field| {
            let is_text = view.is_class(field, Class::Text);
            field.wire.as_str() == name && is_text && holds_url(field, None)
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
    let direction = at;
    let backward = path("prev").or_else(|| path("previous")).map(direction);
    Some(Found { items, forward: direction(path("next")?), backward })
}

/// Recognises the `Link` header, if the document lists or mentions it.
pub(super) fn in_link_header(view: &View<'_>, group: &Group<'_>) -> Option<Found> {
    let items = group.items.clone()?;
    let mut headers = view.headers.iter().filter(|header| header.name.eq_ignore_ascii_case("link"));
    let is_declared = headers.clone().any(|header| names_next_relation(&header.description));
    let named = headers.next().is_some();
    let is_mentioned = || {
        let inputs = view.inputs.iter().filter(|input| input.words.is_paging_parameter());
        let texts = inputs.filter_map(|input| input.docs.description.as_deref());
        mentions_link(&view.descriptions) || texts.map(str::to_ascii_lowercase).any(|text| mentions_link(&text))
    };
    let is_list = view.operation.method == Method::Get && (items.is_page || pages(view) || is_declared);
    let direction = |relation| Direction { advance: Advance::Link(relation), more: None, in_body: false };
    let (forward, backward) = (direction("next"), Some(direction("prev")));
    (is_list && (named || is_mentioned())).then_some(Found { items, forward, backward })
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
    let url = |field: &Field| is_text(field) && (is_among_links || holds_url(field, Some(level)));
    let is_next = |words: &Words| words.is(&["next"]) || words.is(&["next", "page"]);
    // Without a parameter, the neighbours on both sides show that `next` leads to a page.
    let has_neighbours = || level.has(|words| words.is(&["last"]) || words.says_previous());
    // So does a count of all, or a flag that says whether there are more.
    let is_turned = || {
        let is_flag = |field: &Field| view.is_flag(field);
        let is_described = |field: &Field| url(field) && level.name.0.is_empty();
        let has_next = level.member(is_next, is_described).is_some();
        let has_flag = [Words::is_last, Words::is_more].into_iter().any(|role| level.member(role, is_flag).is_some());
        has_next && (level.has(Words::says_previous) || has_flag)
    };
    let is_about_pages =
        group.is_root && (is_named || (level.name.is_about_pages() && has_neighbours()) || is_turned());
    if !pages(view) && !is_about_pages {
        return described(group, level, is_text);
    }
    let href = || level.name.is(&["next"]).then(|| level.member(is_href, is_text)).flatten();
    let counted = || level.member(|words| words.is(&["next"]), |field| is_text(field) && counts_pages(view, level));
    level.member(is_next, url).or_else(href).or_else(counted)
}

/// Returns the URL in a link called `next` that is described as one to the next page: it needs no parameter.
fn described(group: &Group<'_>, level: &Level<'_>, is_text: impl Fn(&Field) -> bool) -> Option<Vec<Step>> {
    let is_described =
        |field: &Field| leads_to_next_page(&description(&field.docs)) || leads_to_next_page(&level.about);
    let is_next = group.is_root && level.name.is(&["next"]);
    is_next.then(|| level.member(is_href, |field| is_text(field) && is_described(field))).flatten()
}

fn previous(view: &View<'_>, level: &Level<'_>) -> Option<Vec<Step>> {
    let is_text = |field: &Field| view.is_class(field, Class::Text);
    let url = |field: &Field| is_text(field) && (holds_url(field, Some(level)) || counts_pages(view, level));
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

/// Whether a text is a URL by its name, format, description or example, or by an object called `links` that holds it. A
/// cursor is none, even if its description has a link.
pub(super) fn holds_url(field: &Field, level: Option<&Level<'_>>) -> bool {
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
        let text = description(&field.docs);
        let says_cursor = || says_cursor_only(&text) || level.is_some_and(|level| says_cursor_only(&level.about));
        let is_link = || level.is_some_and(|level| level.name.is(&["links"])) && !says_cursor();
        !is_cursor && (describes_url(&text) || leads_to_next_page(&text) || is_link())
    };
    is_text && (name.is_url() || is_format || is_example || by_words())
}
