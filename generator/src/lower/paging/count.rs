//! Positions that are numbers: offsets and numbers of pages.

use super::cursor::more;
use super::names::{OFFSET, PAGE, PAGES, SIZE, TOTAL};
use super::view::{Class, Input, View};
use crate::ir::{Advance, Count, Direction, Field, Literal, Method, PageSize, Unit};

/// Recognises an offset, if there is a list, and a page size or a total beside it.
pub(super) fn offset(view: &View<'_>) -> Option<Direction> {
    let input = view.input(&OFFSET, |input| is_number(view, input))?;
    path(view, input, Unit::Items)
}

/// Recognises a page number, if there is a list, and a page size or a total beside it.
pub(super) fn pages(view: &View<'_>) -> Option<Direction> {
    // Some documents declare the page number as a string, and the response shows that it is a number.
    let number = |field: &Field| view.is_class(field, Class::Number);
    let counted = || view.member(&PAGES, number).or_else(|| view.member(&TOTAL, number)).is_some();
    let as_text = |input: &Input<'_>| !input.in_body && view.class(input.ty) == Some(Class::Text) && counted();
    let input = view.input(&PAGE, |input| is_number(view, input) || as_text(input))?;
    path(view, input, Unit::Pages)
}

fn path(view: &View<'_>, input: &Input<'_>, unit: Unit) -> Option<Direction> {
    view.items.as_ref()?;
    let number = |field: &Field| view.is_class(field, Class::Number);
    let size = view.input(&SIZE, |size| is_number(view, size) && size.in_body == input.in_body);
    let total = view.member(&TOTAL, number);
    let pages = view.member(&PAGES, number).filter(|_| unit == Unit::Pages);
    let more = more(view, None);
    let has_total = total.is_some() || pages.is_some() || more.is_some();
    let evidence = match view.operation.method {
        Method::Get => size.is_some() || has_total || (unit == Unit::Pages && describes_pages(input)),
        _ => size.is_some() && has_total,
    };
    if !evidence {
        return None;
    }
    let same = [input.plain.as_str(), "currentpage", "pagenumber", "page", "offset", "startat", "start", "startindex"];
    let same = if unit == Unit::Pages { &same[..4] } else { &same[4..] };
    let here = view.member(same, number);
    let count = Count {
        parameter: input.name.clone(),
        unit,
        first: first(input, unit),
        size: size.map(page_size),
        here,
        total,
        pages,
    };
    Some(Direction { advance: Advance::Count(count), more, in_body: input.in_body })
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
