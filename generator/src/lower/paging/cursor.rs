//! Cursors: in the body of a page, in a header, or the identifier of the item at its edge.

use super::input::description;
use super::prose::{says_cursor, says_paging};
use super::terms::Words;
use super::url::holds_url;
use super::view::{Class, Group, Input, Items, Level, View};
use super::{Found, names};
use crate::ir::{Advance, Direction, Field, Flag, Method, Scalar, Source, Step, Type};

/// Recognises the cursor of the next page, and that of the previous one.
pub(super) fn in_body(view: &View<'_>, group: &Group<'_>) -> Option<Found> {
    let (forward, items) = group.levels.iter().find_map(|level| at_level(view, group, level))?;
    let backward = backward(view, group, &forward);
    Some(Found { items, forward, backward })
}

/// Recognises the identifier of the last item as a cursor. A flag must say whether there is more, since items of any
/// list have identifiers.
pub(super) fn of_item(view: &View<'_>, group: &Group<'_>) -> Option<Found> {
    // After a page that was reached forward, the flag is about the pages after it, not about those before it.
    let more = more(view, group, None)?;
    let less = group.member(Words::is_less, |field| view.is_flag(field)).map(|at| Flag { at, is_last: false });
    let items = group.items.clone().filter(|items| !items.nullable && !items.keyed)?;
    if let Some(class) = view.class_in_union(&items.item, "id") {
        return of_item_of_union(view, items, class, &more, less);
    }
    let (owner, item) = view.api.as_struct(&items.item)?;
    let path = |input: &Input<'_>, of: fn(Vec<Step>) -> Source, more: Option<Flag>| {
        let field = item.fields.iter().position(|field| field.wire.as_str() == "id")?;
        let class = view.class(item.fields[field].value.ty()?)?;
        let cursor = of(vec![Step { owner, field }]);
        let advance = Advance::Cursor { parameter: input.name.clone(), cursor };
        let is_accepted = view.class(input.ty) == Some(class) && fits(view, input);
        is_accepted.then_some(Direction { advance, more, in_body: input.in_body })
    };
    let after = view.inputs.iter().filter(|input| names::is_after_item(&input.words));
    let forward = after.filter_map(|input| path(input, Source::LastItem, Some(more.clone()))).next()?;
    let before = view.inputs.iter().filter(|input| input.words.is_cursor_back());
    let backward = before.filter_map(|input| path(input, Source::FirstItem, less.clone())).next();
    Some(Found { items, forward, backward })
}

/// Recognises the identifier of the last item where items are a union of objects that all have one.
fn of_item_of_union(view: &View<'_>, items: Items, class: Class, more: &Flag, less: Option<Flag>) -> Option<Found> {
    let accepts = |input: &&Input<'_>| view.class(input.ty) == Some(class) && fits(view, input);
    let list = view.pointer(&items.path);
    let direction = |input: &Input<'_>, item: &str, more: Option<Flag>| {
        let advance =
            Advance::At { parameter: Some(input.name.clone()), path: format!("{list}/{item}/id"), until_empty: false };
        Direction { advance, more, in_body: input.in_body }
    };
    let after = view.inputs.iter().filter(accepts).find(|input| names::is_after_item(&input.words))?;
    let before = view.inputs.iter().filter(accepts).find(|input| input.words.is_cursor_back());
    let forward = direction(after, "-", Some(more.clone()));
    let backward = before.map(|input| direction(input, "0", less));
    Some(Found { items, forward, backward })
}

/// Recognises a cursor in a header that the document lists.
pub(super) fn in_header(view: &View<'_>, group: &Group<'_>) -> Option<Found> {
    let items = group.items.clone()?;
    let inputs = || view.inputs.iter().filter(|input| !input.in_body && view.class(input.ty).is_some());
    // `X-RateLimit-Reset-After` and `Retry-After` are times.
    let is_time = |words: &Words| words.has(&["reset"]) || words.has(&["retry"]);
    let headers = view.headers.iter().map(|header| (header, Words::of(&header.name)));
    let (input, header) = headers.filter(|(_, words)| !is_time(words)).find_map(|(header, words)| {
        let is_next =
            |input: &&Input<'_>| (0..words.0.len()).any(|start| names::leads(&words.from(start), &input.words));
        let is_same = |input: &&Input<'_>| input.words.is_cursor() && words.ends_with(&input.words);
        inputs().find(is_next).or_else(|| inputs().find(is_same)).map(|input| (input, header))
    })?;
    let advance = Advance::Header { parameter: input.name.clone(), header: header.name.clone() };
    Some(Found { items, forward: Direction { advance, more: None, in_body: false }, backward: None })
}

/// Returns the flag that is true if there is a next page; one beside the cursor takes precedence.
pub(super) fn more(view: &View<'_>, group: &Group<'_>, beside: Option<&Level<'_>>) -> Option<Flag> {
    let of = |role: fn(&Words) -> bool, is_last: bool| {
        let is_flag = |field: &Field| view.is_flag(field);
        let near = beside.and_then(|level| level.member(role, is_flag));
        // Another envelope than that of the cursor may be from another version of the API; the page itself is not.
        let outer = || group.levels.first()?.member(role, is_flag);
        let any = || group.member(role, is_flag);
        let at = near.or_else(|| if beside.is_some() { outer() } else { any() })?;
        Some(Flag { at, is_last })
    };
    of(Words::is_more, false).or_else(|| of(Words::is_last, true))
}

/// Recognises the cursor in the fields of a level: that with the strongest evidence.
fn at_level(view: &View<'_>, group: &Group<'_>, level: &Level<'_>) -> Option<(Direction, Items)> {
    let found = view.items_beside(group, level);
    let items = found.as_ref().and_then(|found| view.items_of_named(level, found)).or_else(|| found.clone());
    let items = items.or_else(|| view.items_within(level))?;
    let is_beside = found.is_some();
    let more = more(view, group, Some(level));
    // Lists under several names may be groups of results rather than items: a GET of nothing else, with a cursor that
    // is certain, shows that they are items. A search may send them, with another map that says something of each.
    let are_lists = items.keyed && matches!(view.api.resolve(&items.item), Type::List(_));
    let name = items.path.last().and_then(|step| level.shape.fields.get(step.field));
    let is_named = name.is_some_and(|field| view.is_last_of_path(&Words::of(field.wire.as_str())));
    if are_lists && more.is_none() && (!is_named || view.operation.method != Method::Get || maps(view, level) > 1) {
        return None;
    }
    let takes = |input: &&Input<'_>| fits(view, input) && !input.words.is_size() && !is_switched(view, input);
    let inputs = view.inputs.iter().filter(takes);
    let pairs = inputs.flat_map(|input| level.shape.fields.iter().enumerate().map(move |field| (input, field)));
    let pairs = pairs.filter_map(|(input, (index, field))| {
        let evidence = Pair { view, level, input, field, has_flag: more.is_some() }.evidence()?;
        Some((evidence, input, index))
    });
    // So do items that are within another object.
    let most = match is_beside {
        true if are_lists && more.is_none() => 0,
        true => u8::MAX,
        false => 1,
    };
    let (_, input, field) = pairs.min_by_key(|(evidence, ..)| *evidence).filter(|(evidence, ..)| *evidence <= most)?;
    let advance = advance(view, level, input, field)?;
    Some((Direction { advance, more, in_body: input.in_body }, items))
}

/// Returns how many maps a level has.
fn maps(view: &View<'_>, level: &Level<'_>) -> usize {
    let is_map = |field: &&Field| matches!(field.value.ty().map(|ty| view.api.resolve(ty)), Some(Type::Map(_)));
    level.shape.fields.iter().filter(is_map).count()
}

/// Returns the step to the next page, with the cursor in a field of a level.
fn advance(view: &View<'_>, level: &Level<'_>, input: &Input<'_>, index: usize) -> Option<Advance> {
    let field = level.shape.fields.get(index)?;
    let mut steps = level.path.clone();
    steps.push(Step { owner: level.owner, field: index });
    let parameter = input.name.clone();
    if view.is_text_or_number(field.value.ty()?) {
        let path = view.pointer(&steps);
        return Some(Advance::At { parameter: Some(parameter), path, until_empty: true });
    }
    let is_edge = Words::of(field.wire.as_str()).is(&["last"]);
    let cursor = if is_edge { Source::Edge(steps) } else { Source::Page(steps) };
    Some(Advance::Cursor { parameter, cursor })
}

/// An input and a field that may hold its next value.
struct Pair<'v, 'a> {
    view: &'v View<'a>,
    level: &'v Level<'a>,
    input: &'v Input<'a>,
    field: &'v Field,
    /// Whether a flag says whether there is another page.
    has_flag: bool,
}

impl Pair<'_, '_> {
    /// Returns how strong the evidence is that the field holds the next value of the input: 0 is the strongest.
    fn evidence(&self) -> Option<u8> {
        let Self { view, level, input, field, .. } = self;
        let words = Words::of(field.wire.as_str());
        let class = view.cursor_class(field.value.ty()?)?;
        let is_accepted = view.cursor_class(input.ty) == Some(class)
            || (class == Class::Number && input.words.is_cursor() && words.is_next_cursor())
            || (takes_digits(view, input) && words.is_next_cursor());
        if !is_accepted || words.says_previous() || level.name.says_previous() || holds_url(field, Some(level)) {
            return None;
        }
        let is_about_next = level.name.says_next() || level.name.is(&["cursors"]) || level.name.is(&["cursor"]);
        let is_same = words == input.words;
        let is_position = input.words.is_offset() || input.words.is_page();
        // Beside `previous`, a text `next` is usually a URL.
        let is_url = || class == Class::Text && level.name.0.is_empty() && level.has(Words::says_previous);
        if names::leads(&words, &input.words) {
            Some(0)
        } else if is_same && ((is_about_next && is_position) || (input.words.is_cursor() && class == Class::Text)) {
            Some(1)
        } else if is_about_next && words.is_cursor() && input.words.is_cursor() {
            Some(2)
        } else if words.is(&["next"]) && (input.words.is_cursor() || is_position) && !is_url() {
            Some(3)
        } else if words.is(&["next"]) && level.has(|words| *words == input.words) && !is_url() {
            // The parameter's own name beside `next` is the position of this page.
            Some(4)
        } else if is_same && class == Class::Text && !is_position && self.has_flag && self.is_for_next_request() {
            Some(5)
        } else if is_same && input.words.is_cursor() && self.is_for_next_request() {
            // A number that is a cursor.
            Some(6)
        } else if is_same && is_position && view.is_text_or_number(field.value.ty()?) && level.name.is_about_pages() {
            // A position that may be a text is not counted.
            Some(6)
        } else if class == Class::Text && self.leads_by_place_or_description(&words) {
            Some(7)
        } else {
            None
        }
    }

    /// Whether a text whose name does not say so leads to the next page: by the object that holds it, or by what the
    /// document says about it.
    fn leads_by_place_or_description(&self, words: &Words) -> bool {
        let Self { level, input, field, .. } = self;
        let text = description(&field.docs);
        let is_other = |other: &Words| other.is_next_cursor() || other.is(&["next"]);
        let is_about_turning =
            level.name.is_about_pages() && level.name.has(&["page", "paging", "pagination", "cursor"]);
        let is_only_cursor =
            (words.is(&["cursor"]) || words.is(&["token"])) && is_about_turning && !level.has(is_other);
        let is_itself = words.is_about_pages() && !words.says_next() && says_cursor(&text);
        let is_edge = words.is(&["last"]) && input.words.has(&["after"]) && says_cursor(&text);
        let is_described =
            words.says_next() && input.words.is_offset() && says_paging(&text) && says_paging(&input.description());
        (input.words.is_cursor() && (is_only_cursor || is_itself || is_edge)) || is_described
    }

    /// Whether the document says that a value of the response is for the next request.
    fn is_for_next_request(&self) -> bool {
        let texts = [&self.input.docs.description, &self.field.docs.description];
        let text = texts.into_iter().flatten().map(|text| text.to_ascii_lowercase()).collect::<String>();
        ["next", "token", "cursor", "pagina", "subsequent", "previous re", "last re"]
            .iter()
            .any(|word| text.contains(word))
    }
}

fn backward(view: &View<'_>, group: &Group<'_>, forward: &Direction) -> Option<Direction> {
    let own = view.input(Words::is_cursor_back, |input| fits(view, input));
    let shared = || view.inputs.iter().find(|input| Some(&input.name) == forward.parameter() && is_general(input));
    let input = own.or_else(shared)?;
    let class = view.class(input.ty)?;
    let is_at_edge = matches!(forward.advance, Advance::Cursor { cursor: Source::Edge(_), .. });
    group.levels.iter().find_map(|level| {
        let is_accepted = |field: &Field| {
            view.is_class(field, class) || (takes_digits(view, input) && view.is_class(field, Class::Text))
        };
        let is = |field: &Field| is_accepted(field) && !holds_url(field, Some(level));
        let leads_back = |words: &Words| match own {
            Some(own) => words.is_previous_cursor() || *words == own.words || words.is(&["before"]),
            None => words.is_previous_cursor() && !words.is_first_item(),
        };
        let described =
            |field: &Field| is(field) && (says_cursor(&description(&field.docs)) || says_cursor(&level.about));
        let is_before = |words: &Words| words.says_previous() && words.core().0.is_empty();
        let is_edge = |words: &Words| is_at_edge && words.is(&["first"]);
        let page = || level.member(leads_back, is).or_else(|| level.member(is_before, described)).map(Source::Page);
        let cursor = page().or_else(|| level.member(is_edge, described).map(Source::Edge))?;
        let more = level.member(Words::is_less, |field| view.is_flag(field)).map(|at| Flag { at, is_last: false });
        let advance = Advance::Cursor { parameter: input.name.clone(), cursor };
        Some(Direction { advance, more, in_body: input.in_body })
    })
}

/// Whether the parameter takes cursors in either direction.
fn is_general(input: &Input<'_>) -> bool {
    input.words.has(&["cursor", "token", "iterator"]) && !input.words.has(&["after", "next", "start", "end"])
}

/// Whether an input can take a cursor, which is text: not a number in a JSON body.
fn fits(view: &View<'_>, input: &Input<'_>) -> bool {
    match view.class(input.ty) {
        Some(Class::Text) => true,
        Some(Class::Number) => !input.in_body,
        None => !input.in_body && view.is_text_or_number(input.ty),
    }
}

/// Whether an input takes a cursor that is declared as a number: the text of a response is sent as it is in a query.
fn takes_digits(view: &View<'_>, input: &Input<'_>) -> bool {
    !input.in_body && view.class(input.ty) == Some(Class::Number) && is_general(input) && input.words.is_cursor()
}

/// Whether another input, a flag, turns this one on: `marker` has no effect without `use_marker=true`.
fn is_switched(view: &View<'_>, input: &Input<'_>) -> bool {
    let plain = |input: &Input<'_>| input.words.0.concat();
    let name = plain(input);
    let is_flag = |other: &&Input<'_>| *view.api.resolve(other.ty) == Type::Scalar(Scalar::Boolean);
    view.inputs.iter().filter(is_flag).any(|other| plain(other).strip_prefix("use").is_some_and(|rest| rest == name))
}
