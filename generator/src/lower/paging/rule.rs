//! Paging rules: a rule of the configuration or an extension, applied to an operation. What does not fit is an error in
//! words.

use super::Found;
use super::count::{first, is_number, page_size};
use super::view::{Class, Input, Items, View};
use crate::config::PagingRule;
use crate::ir::{
    Advance, Api, Count, Direction, Field, Flag, Output, Paging, PagingKind, Scalar, Source, Step, Type, Unit,
};

/// Applies a rule to an operation. The error says what does not fit.
pub(super) fn apply(view: &View<'_>, rule: &PagingRule) -> Result<Paging, String> {
    let kind = rule.kind.ok_or("`kind` is missing")?;
    let items = items(view, rule)?;
    let (advance, in_body) = match kind {
        PagingKind::Cursor => {
            let input = parameter(view, rule)?;
            let path = rule.next.as_deref().ok_or("`next`, the path of the cursor, is missing")?;
            let (steps, field) = member(view, path)?;
            check_cursor(view, input, field, path)?;
            (Advance::Cursor { parameter: input.name.clone(), cursor: Source::Page(steps) }, input.in_body)
        }
        PagingKind::LastItem if items.keyed => return Err("the items of a map have no order".to_owned()),
        PagingKind::LastItem if items.nullable => {
            return Err("items may be null, so the last one may have no identifier".to_owned());
        }
        PagingKind::LastItem => {
            let input = parameter(view, rule)?;
            let path = rule.id.as_deref().unwrap_or("id");
            let (steps, field) = walk(view.api, &items.item, path)?;
            check_cursor(view, input, field, path)?;
            (Advance::Cursor { parameter: input.name.clone(), cursor: Source::LastItem(steps) }, input.in_body)
        }
        PagingKind::Header => {
            let input = parameter(view, rule)?;
            let header = rule.header.clone().ok_or("`header`, the name of the header, is missing")?;
            (Advance::Header { parameter: input.name.clone(), header }, input.in_body)
        }
        PagingKind::Offset => counted(view, rule, Unit::Items)?,
        PagingKind::Page => counted(view, rule, Unit::Pages)?,
        PagingKind::Url => {
            let path = rule.next.as_deref().ok_or("`next`, the path of the URL, is missing")?;
            let (steps, field) = member(view, path)?;
            if view.is_class(field, Class::Text) {
                (Advance::Url(steps), false)
            } else {
                return Err(format!("`{path}` is not a string, so it cannot be a URL"));
            }
        }
        PagingKind::Link => (Advance::Link("next"), false),
    };
    let more = match (&rule.more, &rule.last) {
        (Some(path), _) => Some(flag(view, path, false)?),
        (None, Some(path)) => Some(flag(view, path, true)?),
        (None, None) => None,
    };
    let forward = Direction { advance, more, in_body };
    Ok(Found { items, forward, backward: None }.into())
}

/// Returns the items that a rule names, or else those that are recognised.
pub(super) fn items(view: &View<'_>, rule: &PagingRule) -> Result<Items, String> {
    let Some(path) = rule.items.as_deref() else {
        let found = view.items().ok_or("no list of items is recognised in the response; name it with `items`")?;
        return Ok(found.clone());
    };
    let (steps, ty) = if path == "." {
        (Vec::new(), output(view)?)
    } else {
        let (steps, field) = member(view, path)?;
        (steps, field.value.ty().ok_or_else(|| format!("`{path}` is always the same value"))?)
    };
    match view.api.resolve(ty) {
        Type::List(item) => {
            let is_page = steps.is_empty();
            Ok(Items { path: steps, item: item.ty.clone(), nullable: item.nullable, keyed: false, is_page })
        }
        Type::Map(item) => {
            let item = (item.ty.clone(), item.nullable);
            Ok(Items { path: steps, item: item.0, nullable: item.1, keyed: true, is_page: false })
        }
        _ => Err(format!("`{path}` is not a list")),
    }
}

fn counted(view: &View<'_>, rule: &PagingRule, unit: Unit) -> Result<(Advance, bool), String> {
    let input = parameter(view, rule)?;
    // Some documents declare the page number as a string.
    let is_text = unit == Unit::Pages && !input.in_body && view.class(input.ty) == Some(Class::Text);
    if !is_number(view, input) && !is_text {
        return Err(format!("the parameter `{}` is not a number", input.name.as_str()));
    }
    let size = rule.size.as_deref().map(|name| self::input(view, name)).transpose()?;
    let number = |path: &Option<String>| {
        let Some(path) = path.as_deref() else { return Ok(None) };
        let (steps, field) = member(view, path)?;
        if view.is_class(field, Class::Number) { Ok(Some(steps)) } else { Err(format!("`{path}` is not a number")) }
    };
    let count = Count {
        parameter: input.name.clone(),
        unit,
        first: rule.first.unwrap_or_else(|| first(input, unit)),
        size: size.map(page_size),
        here: None,
        total: number(&rule.total)?,
        pages: number(&rule.pages)?,
    };
    Ok((Advance::Count(count), input.in_body))
}

fn flag(view: &View<'_>, path: &str, is_last: bool) -> Result<Flag, String> {
    let (at, field) = member(view, path)?;
    let is_flag = field.value.ty().is_some_and(|ty| *view.api.resolve(ty) == Type::Scalar(Scalar::Boolean));
    if is_flag { Ok(Flag { at, is_last }) } else { Err(format!("`{path}` is not a boolean")) }
}

fn check_cursor(view: &View<'_>, input: &Input<'_>, field: &Field, path: &str) -> Result<(), String> {
    let is = |class| view.is_class(field, class);
    match (view.class(input.ty), input.in_body) {
        _ if !is(Class::Text) && !is(Class::Number) => Err(format!("`{path}` is neither a string nor a number")),
        (Some(Class::Number), true) => {
            Err(format!("`{}` is a number in the body, which cannot hold a cursor", input.name.as_str()))
        }
        _ => Ok(()),
    }
}

fn parameter<'v, 'a>(view: &'v View<'a>, rule: &PagingRule) -> Result<&'v Input<'a>, String> {
    let name = rule.parameter.as_deref().ok_or("`parameter` is missing")?;
    input(view, name)
}

/// Returns the query parameter or the field of the body with this name.
pub(super) fn input<'v, 'a>(view: &'v View<'a>, name: &str) -> Result<&'v Input<'a>, String> {
    let nested = format!("/{}", name.replace('.', "/"));
    let found = view.inputs.iter().find(|input| input.name.as_str() == name);
    let found = found.or_else(|| view.inputs.iter().find(|input| input.name.as_str() == nested));
    found.ok_or_else(|| {
        let known = view.inputs.iter().map(|input| format!("`{}`", input.name.as_str().trim_start_matches('/')));
        let known = known.collect::<Vec<_>>().join(", ");
        let known = if known.is_empty() { "there are none".to_owned() } else { format!("there are {known}") };
        format!("there is no query parameter or body field `{name}`; {known}")
    })
}

fn output<'a>(view: &View<'a>) -> Result<&'a Type, String> {
    match &view.operation.output {
        Output::Json { ty, .. } => Ok(ty),
        _ => Err("the response is not JSON".to_owned()),
    }
}

/// Returns the property of the response at a path.
pub(super) fn member<'a>(view: &View<'a>, path: &str) -> Result<(Vec<Step>, &'a Field), String> {
    walk(view.api, output(view)?, path)
}

fn walk<'a>(api: &'a Api, from: &'a Type, path: &str) -> Result<(Vec<Step>, &'a Field), String> {
    let mut ty = from;
    let mut steps = Vec::new();
    let mut last = None;
    // A property may have dots in its name, as `@odata.nextLink` has; the longest name takes precedence.
    let mut rest = path;
    while !rest.is_empty() {
        let (owner, shape) =
            api.as_struct(ty).ok_or_else(|| format!("`{path}` goes through a value that is not an object"))?;
        let starts = |wire: &str| rest.strip_prefix(wire).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'));
        let fields = shape.fields.iter().enumerate().filter(|(_, field)| starts(field.wire.as_str()));
        let Some((field, found)) = fields.max_by_key(|(_, field)| field.wire.as_str().len()) else {
            let known = shape.fields.iter().map(|field| format!("`{}`", field.wire.as_str())).collect::<Vec<_>>();
            return Err(format!("`{path}` does not exist from `{rest}` on; there are {}", known.join(", ")));
        };
        steps.push(Step { owner, field });
        last = Some(found);
        ty = found.value.ty().unwrap_or(&Type::Json);
        rest = rest.get(found.wire.as_str().len()..).unwrap_or_default().trim_start_matches('.');
    }
    last.map(|field| (steps, field)).ok_or_else(|| "the path is empty".to_owned())
}
