//! Cursors: in the body of a page, in a header, or the identifier of the item at its edge.

use super::names::{
    AFTER_ITEM, BACK_IN, BACK_OUT, BEFORE_ITEM, CURSOR_IN, CURSOR_OUT, CURSOR_SAME, HEADER, LAST, LESS, MORE,
    NEIGHBOURS, POSITION_IN, plain,
};
use super::url::holds_url;
use super::view::{Class, Input, Level, View};
use crate::ir::{Advance, Direction, Field, Flag, Source, Step};

/// Recognises the cursor of the next page, and that of the previous one.
pub(super) fn in_body(view: &View<'_>) -> Option<(Direction, Option<Direction>)> {
    let forward = opaque(view).or_else(|| position(view))?;
    let backward = backward(view, &forward);
    Some((forward, backward))
}

/// Recognises the identifier of the last item as a cursor. A flag must say whether there is more, since items of any
/// list have identifiers.
pub(super) fn of_item(view: &View<'_>) -> Option<(Direction, Option<Direction>)> {
    let more = more(view, None)?;
    let items = view.items.as_ref().filter(|items| !items.nullable)?;
    let (owner, item) = view.api.as_struct(&items.item)?;
    let field = item.fields.iter().position(|field| field.wire.as_str() == "id")?;
    let class = view.class(item.fields[field].value.ty()?)?;
    let id = vec![Step { owner, field }];
    let path = |names: &[&str], cursor: Source| {
        let input = view.input(names, |input| view.class(input.ty) == Some(class))?;
        let (parameter, in_body) = (input.name.clone(), input.in_body);
        Some(Direction { advance: Advance::Cursor { parameter, cursor }, more: Some(more.clone()), in_body })
    };
    let forward = path(&AFTER_ITEM, Source::LastItem(id.clone()))?;
    Some((forward, path(&BEFORE_ITEM, Source::FirstItem(id))))
}

/// Recognises a cursor in a header that the document lists.
pub(super) fn in_header(view: &View<'_>) -> Option<Direction> {
    let (header, end) = view.headers.iter().find_map(|header| {
        let plain = plain(header);
        HEADER.iter().find(|end| plain.ends_with(**end)).map(|end| (header, *end))
    })?;
    let positional = POSITION_IN.iter().filter(|(_, members)| members.contains(&end)).map(|(name, _)| *name);
    let names: Vec<&str> = CURSOR_IN.iter().copied().chain(positional).collect();
    let input = view.input(&names, |input| !input.in_body && view.class(input.ty).is_some())?;
    let advance = Advance::Header { parameter: input.name.clone(), header: header.clone() };
    Some(Direction { advance, more: None, in_body: false })
}

/// Returns the flag that is true if there is a next page; one beside the cursor takes precedence.
pub(super) fn more(view: &View<'_>, beside: Option<&Level<'_>>) -> Option<Flag> {
    let of = |names: &[&str], is_last: bool| {
        let near = beside.and_then(|level| level.member(names, |field| view.is_flag(field)));
        // Another envelope than that of the cursor may be from another version of the API; the page itself is not.
        let outer = || view.levels.first()?.member(names, |field| view.is_flag(field));
        let any = || view.member(names, |field| view.is_flag(field));
        let at = near.or_else(|| if beside.is_some() { outer() } else { any() })?;
        Some(Flag { at, is_last })
    };
    of(&MORE, false).or_else(|| of(&LAST, true))
}

fn opaque(view: &View<'_>) -> Option<Direction> {
    view.levels.iter().find_map(|level| {
        let inputs = CURSOR_IN.iter().filter_map(|name| view.input(&[name], |input| fits(view, input)));
        inputs.filter_map(|input| Some((input, beside(view, level, input)?))).next().map(|(input, cursor)| Direction {
            advance: Advance::Cursor { parameter: input.name.clone(), cursor: Source::Page(cursor) },
            more: more(view, Some(level)),
            in_body: input.in_body,
        })
    })
}

/// Returns the field of a level that holds the cursor for this input.
fn beside(view: &View<'_>, level: &Level<'_>, input: &Input<'_>) -> Option<Vec<Step>> {
    let class = view.class(input.ty)?;
    let is = |field: &Field| view.is_class(field, class) && !holds_url(field, &level.name);
    let about_next = NEIGHBOURS.contains(&level.name.as_str());
    let named = level.member(&CURSOR_OUT, is);
    let same = || CURSOR_SAME.iter().filter(|name| about_next || **name == input.plain).copied();
    let same = || level.member(&same().collect::<Vec<_>>(), is);
    // Beside `previous`, `next` is usually a URL.
    let previous = || level.member(&["previous", "prev"], |_| true).is_some();
    let next = || if level.name.is_empty() && previous() { None } else { level.member(&["next"], is) };
    named.or_else(same).or_else(next)
}

/// Recognises a position that the server returns, such as `next_page` for `page`.
fn position(view: &View<'_>) -> Option<Direction> {
    POSITION_IN.iter().find_map(|(name, members)| {
        let input = view.input(&[name], |input| fits(view, input))?;
        let class = view.class(input.ty)?;
        view.levels.iter().find_map(|level| {
            let is = |field: &Field| view.is_class(field, class) && !holds_url(field, &level.name);
            let inner = NEIGHBOURS.contains(&level.name.as_str());
            // A field with the parameter's own name is the position of this page, unless it is in an object about the
            // next page.
            let named = members.iter().filter(|member| inner || *member != name).copied().collect::<Vec<_>>();
            let advance =
                Advance::Cursor { parameter: input.name.clone(), cursor: Source::Page(level.member(&named, is)?) };
            Some(Direction { advance, more: more(view, Some(level)), in_body: input.in_body })
        })
    })
}

fn backward(view: &View<'_>, forward: &Direction) -> Option<Direction> {
    let own = view.input(&BACK_IN, |input| fits(view, input));
    let shared = || view.inputs.iter().find(|input| Some(&input.name) == forward.parameter() && is_general(input));
    let input = own.or_else(shared)?;
    let class = view.class(input.ty)?;
    view.levels.iter().find_map(|level| {
        let is = |field: &Field| view.is_class(field, class) && !holds_url(field, &level.name);
        let names =
            BACK_OUT.iter().filter(|name| own.is_some() || !["startcursor", "firstid", "before"].contains(*name));
        let cursor = Source::Page(level.member(&names.copied().collect::<Vec<_>>(), is)?);
        let more = level.member(&LESS, |field| view.is_flag(field)).map(|at| Flag { at, is_last: false });
        let advance = Advance::Cursor { parameter: input.name.clone(), cursor };
        Some(Direction { advance, more, in_body: input.in_body })
    })
}

/// Whether the parameter takes cursors in either direction.
fn is_general(input: &Input<'_>) -> bool {
    ["cursor", "pagetoken", "pagecursor"].contains(&input.plain.as_str())
}

/// Whether an input can take a cursor, which is text: not a number in a JSON body.
fn fits(view: &View<'_>, input: &Input<'_>) -> bool {
    match view.class(input.ty) {
        Some(Class::Text) => true,
        Some(Class::Number) => !input.in_body,
        None => false,
    }
}
