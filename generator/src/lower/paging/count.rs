//! Positions that are numbers: offsets and numbers of pages.

use super::Found;
use super::cursor::more;
use super::terms::Words;
use super::view::{Class, Group, Input, View};
use crate::ir::{Advance, Count, Direction, Field, Literal, Method, PageSize, Unit};

/// Recognises an offset, if there is a list, and a page size or a total beside it.
pub(super) fn offset(view: &View<'_>, group: &Group<'_>) -> Option<Found> {
    let input = view.inputs.iter().find(|input| is_number(view, input) && is_offset(view, input))?;
    path(view, group, input, Unit::Items)
}

/// Recognises a page number, if there is a list, and a page size or a total beside it.
pub(super) fn pages(view: &View<'_>, group: &Group<'_>) -> Option<Found> {
    // Some documents declare the page number as a string, and the response shows that it is a number.
    let number = |field: &Field| view.is_class(field, Class::Number);
    let is_count = |words: &Words| words.is_page_total() || words.is_total(None);
    let counted = || group.member(is_count, number).is_some();
    let echoed = || group.member(Words::is_page, number).is_some();
    let is_text = |input: &Input<'_>| !input.in_body && view.class(input.ty) == Some(Class::Text);
    let as_text = |input: &Input<'_>| is_text(input) && (counted() || echoed());
    let input = view.input(Words::is_page, |input| is_number(view, input) || as_text(input))?;
    path(view, group, input, Unit::Pages)
}

/// Whether an input takes how many items to skip. `from` alone may be a time; beside `size` it is an offset.
fn is_offset(view: &View<'_>, input: &Input<'_>) -> bool {
    let text = input.docs.description.as_deref().unwrap_or_default().to_ascii_lowercase();
    let is_described_so = || ["offset", "skip", "pagina"].iter().any(|word| text.contains(word));
    let has_size = || view.inputs.iter().any(|size| size.words.is(&["size"]) && size.in_body == input.in_body);
    input.words.is_offset() || (input.words.is(&["from"]) && (has_size() || is_described_so()))
}

fn path(view: &View<'_>, group: &Group<'_>, input: &Input<'_>, unit: Unit) -> Option<Found> {
    let items = group.items.clone()?;
    let number = |field: &Field| view.is_class(field, Class::Number);
    let size = view.input(Words::is_size, |size| is_number(view, size) && size.in_body == input.in_body);
    let list = items.path.last().and_then(|step| group.name_of(step));
    let total = group.member(|words| words.is_total(list.as_ref()), number);
    let pages = group.member(Words::is_page_total, number).filter(|_| unit == Unit::Pages);
    let more = more(view, group, None);
    let is_here = |words: &Words| match unit {
        _ if *words == input.words => true,
        Unit::Pages => words.is_page() && !words.is(&["page", "id"]),
        Unit::Items => words.is_offset(),
    };
    let here = group.member(is_here, number);
    // A response that says which page it is and how long pages are is a page.
    let is_described = here.is_some() && group.member(Words::is_size, number).is_some();
    let has_total = total.is_some() || pages.is_some() || more.is_some() || is_described;
    // Beside the token of a page, a number may be for the client only.
    let has_token =
        unit == Unit::Pages && view.inputs.iter().any(|other| other.words.has(&["token"]) && other.words.is_cursor());
    let evidence = match view.operation.method {
        Method::Get if group.is_root && !has_token => {
            size.is_some() || has_total || (unit == Unit::Pages && describes_pages(input))
        }
        _ => {
            (size.is_some() || group.is_root) && has_total
                || (size.is_some() && !has_token && is_only_list(view, group))
        }
    };
    if !evidence || view.sends_items(&items) || (!group.is_root && !is_page_by_itself(view, group)) {
        return None;
    }
    let count = Count {
        parameter: input.name.clone(),
        unit,
        first: first(input, unit),
        size: size.map(page_size),
        here,
        total,
        pages,
    };
    let forward = Direction { advance: Advance::Count(count), more, in_body: input.in_body };
    Some(Found { items, forward, backward: None })
}

/// Whether the response of a GET has no other list.
fn is_only_list(view: &View<'_>, group: &Group<'_>) -> bool {
    let lists = view.groups.iter().filter(|group| group.items.is_some()).count();
    view.operation.method == Method::Get && lists == 1 && group.items.is_some()
}

/// Whether an object within a response can be a page: not if the response is a thing with an identifier, of which the
/// list is only a part.
fn is_page_by_itself(view: &View<'_>, group: &Group<'_>) -> bool {
    let path = group.levels.first().map_or(&[][..], |base| &base.path);
    path.iter().all(|step| match &view.api.def(step.owner).shape {
        crate::ir::Shape::Struct(shape) => shape.fields.iter().all(|field| field.wire.as_str() != "id"),
        _ => true,
    })
}

/// Returns the position of the first page: the default of the parameter, or its minimum.
pub(super) fn first(input: &Input<'_>, unit: Unit) -> i64 {
    let usual = if unit == Unit::Items { 0 } else { 1 };
    let text = input.docs.description.as_deref().unwrap_or_default().to_ascii_lowercase();
    let from_zero = [
        "zero-based",
        "0-based",
        "zero based",
        "0 based",
        "0-indexed",
        "zero-indexed",
        "starts at 0",
        "start at 0",
        "starting at 0",
        "starts from 0",
        "starting from 0",
        "starts with 0",
    ];
    let default = input.constraints.default.as_ref().and_then(integer).filter(|first| (0..=1).contains(first));
    let least = input.constraints.minimum.as_ref().and_then(|(text, excluded)| {
        let least = text.parse::<i64>().ok()?;
        Some(if *excluded { least + 1 } else { least })
    });
    match (default, least) {
        (Some(first), _) => first,
        (None, Some(1)) => 1,
        _ if from_zero.iter().any(|words| text.contains(words)) => 0,
        _ => usual,
    }
}

pub(super) fn page_size(input: &Input<'_>) -> PageSize {
    let maximum = input.constraints.maximum.as_ref().and_then(|(text, excluded)| {
        let most = text.parse::<i64>().ok()?;
        Some(if *excluded { most - 1 } else { most })
    });
    let default = input.constraints.default.as_ref().and_then(integer);
    let positive = |number: &i64| *number > 0;
    PageSize { parameter: input.name.clone(), default: default.filter(positive), maximum: maximum.filter(positive) }
}

pub(super) fn is_number(view: &View<'_>, input: &Input<'_>) -> bool {
    view.class(input.ty) == Some(Class::Number)
}

/// Returns whether the description of a parameter shows that it is a page number: `page` alone can be something else.
fn describes_pages(input: &Input<'_>) -> bool {
    let text = input.docs.description.as_deref().unwrap_or_default().to_ascii_lowercase();
    ["pagina", "page number", "number of the page", "page of results", "results page", "page of the results"]
        .iter()
        .any(|words| text.contains(words))
}

fn integer(literal: &Literal) -> Option<i64> {
    match literal {
        Literal::Number(text) => text.strip_suffix(".0").unwrap_or(text).parse().ok(),
        _ => None,
    }
}
