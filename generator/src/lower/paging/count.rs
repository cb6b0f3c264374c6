//! Positions that are numbers: offsets and numbers of pages.

use super::Found;
use super::cursor::more;
use super::input::{Input, integer};
use super::prose::{self, counted_from, describes_page_number, returns_all_without};
use super::terms::Words;
use super::view::{Class, Group, Items, Level, View};
use crate::ir::{Advance, Count, Direction, Field, Method, PageSize, Source, Type, Unit};

/// Recognises an offset, if there is a list, and a page size or a total beside it.
pub(super) fn offset(view: &View<'_>, group: &Group<'_>) -> Option<Found> {
    // Some documents declare it as a string, and the response shows that it is a number.
    let is_echoed = |input: &Input<'_>| {
        let number = |field: &Field| view.is_class(field, Class::Number);
        let has = |role: &dyn Fn(&Words) -> bool| group.member(role, number).is_some();
        has(&|words| *words == input.words) && has(&Words::is_size)
    };
    let as_text = |input: &Input<'_>| is_text(view, input) && input.words.is_offset() && is_echoed(input);
    let mut inputs = view.inputs.iter();
    let input = inputs.find(|input| (is_number(view, input) && is_offset(view, input)) || as_text(input))?;
    let mut parts = view.operation.path.rsplit('/').filter(|part| !part.is_empty() && !part.contains('{'));
    if parts.next().is_some_and(|name| prose::counts_within(&input.description(), &Words::of(name))) {
        return None;
    }
    path(view, group, input, Unit::Items)
}

/// Recognises a page number, if there is a list, and a page size or a total beside it.
pub(super) fn pages(view: &View<'_>, group: &Group<'_>) -> Option<Found> {
    // Some documents declare the page number as a string, and the response shows that it is a number.
    let number = |field: &Field| view.is_class(field, Class::Number);
    let is_count = |words: &Words| words.is_page_total() || words.is_total(None);
    let counted = || group.member(is_count, number).is_some();
    let echoed = || group.member(Words::is_page, number).is_some();
    let as_text = |input: &Input<'_>| is_text(view, input) && (counted() || echoed());
    let input = view.input(Words::is_page, |input| is_number(view, input) || as_text(input))?;
    path(view, group, input, Unit::Pages)
}

/// Recognises a page number where the number of the next page was found as a cursor, but beside it, the response says
/// which page it is and how many there are.
pub(super) fn instead_of(view: &View<'_>, group: &Group<'_>, cursor: &Found) -> Option<Found> {
    let Advance::Cursor { parameter, cursor: Source::Page(steps) } = &cursor.forward.advance else { return None };
    let step = steps.last()?;
    let level = group.levels.iter().find(|level| level.owner == step.owner && level.path.len() + 1 == steps.len())?;
    let is_number = |field: &Field| view.is_class(field, Class::Number) && !field.presence.nullable;
    let is_next = level.shape.fields.get(step.field).is_some_and(|field| view.is_class(field, Class::Number));
    let is_counted =
        is_next && [Words::is_page, Words::is_page_total].iter().all(|role| level.member(role, is_number).is_some());
    let counted = pages(view, group).filter(|_| is_counted)?;
    let is_same = counted.items.path == cursor.items.path && counted.forward.parameter() == Some(parameter);
    is_same.then_some(counted)
}

/// Whether an input takes how many items to skip. `from` alone may be a time; beside `size` it is an offset.
fn is_offset(view: &View<'_>, input: &Input<'_>) -> bool {
    let text = input.description();
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
    let in_headers = || {
        let counts = |words: &Words| words.is_total(None) || words.is_page_total();
        let mut names = view.headers.iter().map(|header| Words::of(&header.name));
        names.any(|words| (0..words.0.len()).any(|start| counts(&words.from(start))))
    };
    let has_total = total.is_some() || pages.is_some() || more.is_some() || is_described || in_headers();
    // Beside the token of a page, a number may be for the client only.
    let has_token =
        unit == Unit::Pages && view.inputs.iter().any(|other| other.words.has(&["token"]) && other.words.is_cursor());
    let evidence = match view.operation.method {
        Method::Get if group.is_root && !has_token => {
            size.is_some() || has_total || (unit == Unit::Pages && describes_page_number(&input.description()))
        }
        _ => {
            (size.is_some() || group.is_root) && has_total
                || (size.is_some() && !has_token && is_only_list(view, group))
        }
    };
    // A thing with an identifier is no page, and the list is only a part of it.
    let is_part = group.levels.first().is_some_and(|base| view.has_identifier(&base.path));
    if !has_total && is_part_of_thing(view, group, &items) {
        return None;
    }
    if !evidence || view.sends_items(&items) || (!group.is_root && is_part) {
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

/// Whether a list is part of something else that the response is about: a list of texts or numbers in an object with
/// values of its own, or a list beside an object that has a list and counts it.
fn is_part_of_thing(view: &View<'_>, group: &Group<'_>, items: &Items) -> bool {
    let holder = items.path.last().and_then(|step| group.levels.iter().find(|level| level.owner == step.owner));
    let Some(Level { shape, .. }) = holder else { return false };
    let is_scalar = |ty: &Type| matches!(view.api.resolve(ty), Type::Scalar(_));
    let is_value = |field: &Field| {
        let is_flag = view.is_flag(field);
        field.value.ty().is_some_and(is_scalar) && !is_flag && !Words::of(field.wire.as_str()).is_of_pages()
    };
    let is_counted_list = |field: &Field| {
        let object = field.value.ty().and_then(|ty| view.api.as_struct(ty));
        let is_list = |field: &Field| matches!(field.value.ty().map(|ty| view.api.resolve(ty)), Some(Type::List(_)));
        let is_count = |field: &Field| {
            let words = Words::of(field.wire.as_str());
            view.is_class(field, Class::Number) && (words.is_total(None) || words.is(&["count"]))
        };
        object.is_some_and(|(_, object)| object.fields.iter().any(is_list) && object.fields.iter().any(is_count))
    };
    (is_scalar(&items.item) && shape.fields.iter().any(is_value)) || shape.fields.iter().any(is_counted_list)
}

/// Whether the response of a GET has no other list.
fn is_only_list(view: &View<'_>, group: &Group<'_>) -> bool {
    let lists = view.groups.iter().filter(|group| group.items.is_some()).count();
    view.operation.method == Method::Get && lists == 1 && group.items.is_some()
}

/// Returns the position of the first page: the default of the parameter, what its description says, its minimum, or an
/// example.
pub(super) fn first(input: &Input<'_>, unit: Unit) -> i64 {
    let usual = if unit == Unit::Items { 0 } else { 1 };
    let default = input.constraints.default.as_ref().and_then(integer).filter(|first| (0..=1).contains(first));
    let least = input.constraints.minimum.as_ref().and_then(|(text, excluded)| {
        let least = text.parse::<i64>().ok()?;
        Some(if *excluded { least + 1 } else { least })
    });
    let described = || counted_from(&input.description());
    let example = || input.docs.example.as_ref().and_then(integer).filter(|example| *example == 0);
    default.or(least.filter(|least| *least == 1)).or_else(described).or_else(example).unwrap_or(usual)
}

/// Returns the position to send for the first page, where the server returns the whole list without one.
pub(super) fn explicit_first(view: &View<'_>, forward: &Direction) -> Option<i64> {
    let Advance::Count(count) = &forward.advance else { return None };
    let input = view.inputs.iter().find(|input| input.name == count.parameter && !input.in_body)?;
    returns_all_without(&input.description()).then_some(count.first)
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

/// Whether an input is a text of the query, which may hold a number.
fn is_text(view: &View<'_>, input: &Input<'_>) -> bool {
    !input.in_body && view.class(input.ty) == Some(Class::Text)
}

pub(super) fn is_number(view: &View<'_>, input: &Input<'_>) -> bool {
    view.class(input.ty) == Some(Class::Number)
}
