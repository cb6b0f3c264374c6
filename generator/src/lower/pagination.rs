//! Paging: how the pages of an operation follow each other, recognised from the shape of request and response.

use super::Lowering;
use crate::ir::{
    Api, Cursor, Field, Location, Method, Operation, Output, Paging, Scalar, Step, Struct, Type, TypeId, Value,
};

/// Members that hold the items of a page.
const ITEMS: [&str; 8] = ["items", "data", "results", "values", "entries", "records", "list", "resources"];

/// Members that hold what is known of the neighbouring pages, best first: where an API has two of them, `page_info` is
/// usually the older one.
const ENVELOPES: [&str; 7] = ["pagination", "paging", "page_info", "pageInfo", "response_metadata", "metadata", "meta"];

/// A way of paging: query parameter, cursor and flag, by the names that APIs use for them.
struct Kind {
    parameters: &'static [&'static str],
    cursors: &'static [&'static str],
    flags: &'static [&'static str],
}

/// Ways to the page after this one.
const FORWARD: Kind = Kind {
    parameters: &[
        "after",
        "cursor",
        "page_token",
        "pageToken",
        "next_token",
        "nextToken",
        "starting_after",
        "page_cursor",
    ],
    cursors: &[
        "end_cursor",
        "endCursor",
        "after_cursor",
        "next_cursor",
        "nextCursor",
        "next_page_token",
        "nextPageToken",
        "next_token",
        "nextToken",
        "after",
    ],
    flags: &["has_next_page", "hasNextPage", "has_more", "hasMore", "has_next", "more"],
};

/// Ways to the page before this one.
const BACKWARD: Kind = Kind {
    parameters: &["before"],
    cursors: &["start_cursor", "startCursor", "before_cursor", "prev_cursor", "previous_cursor", "before"],
    flags: &["has_prev_page", "has_previous_page", "hasPreviousPage", "hasPrevPage"],
};

impl Lowering<'_> {
    /// How the pages of an operation follow each other, if it has pages.
    pub(super) fn paging(&self, operation: &Operation) -> Option<Paging> {
        let id = operation.operation_id.as_deref();
        let decided = self.config.operation(id, operation.method.as_str(), &operation.path);
        if operation.method != Method::Get || decided.is_some_and(|decided| decided.paging == Some(false)) {
            return None;
        }
        let Output::Json { ty, optional: false } = &operation.output else { return None };
        let api = &self.result.api;
        let (owner, page) = api.as_struct(ty)?;
        let (index, item) = items_field(api, page)?;
        let forward = cursor(api, operation, (owner, page), &FORWARD)?;
        let backward = cursor(api, operation, (owner, page), &BACKWARD);
        Some(Paging { items: vec![Step { owner, field: index }], item, forward, backward })
    }
}

/// The member that holds the items of a page, and what it holds.
pub(super) fn items_field(api: &Api, page: &Struct) -> Option<(usize, Type)> {
    let lists = || {
        page.fields.iter().enumerate().filter_map(|(index, field)| match &field.value {
            Value::Typed(ty) => match api.resolve(ty) {
                Type::List(item) if !item.nullable => Some((index, field, item.ty.clone())),
                _ => None,
            },
            Value::Constant(_) => None,
        })
    };
    let named = lists().find(|(_, field, _)| ITEMS.contains(&field.wire.as_str()));
    named.or_else(|| lists().next().filter(|_| lists().count() == 1)).map(|(index, _, item)| (index, item))
}

fn cursor(api: &Api, operation: &Operation, page: (TypeId, &Struct), kind: &Kind) -> Option<Cursor> {
    let parameter = operation.parameters.iter().find(|parameter| {
        let is_text = matches!(api.resolve(&parameter.ty), Type::Scalar(Scalar::String));
        parameter.location == Location::Query && is_text && kind.parameters.contains(&parameter.wire.as_str())
    })?;
    let places = std::iter::once((Vec::new(), page)).chain(envelopes(api, page));
    for (way, (owner, shape)) in places {
        let step = |field| {
            let mut way = way.clone();
            way.push(Step { owner, field });
            way
        };
        let is = |field: &Field, scalar: Scalar| match &field.value {
            Value::Typed(ty) => *api.resolve(ty) == Type::Scalar(scalar),
            Value::Constant(_) => false,
        };
        if let Some(found) = position(shape, kind.cursors, |field| is(field, Scalar::String)) {
            let more = position(shape, kind.flags, |field| is(field, Scalar::Boolean)).map(step);
            return Some(Cursor { parameter: parameter.wire.clone(), more, cursor: step(found) });
        }
    }
    None
}

/// The members of a page that describe its neighbours, in the order in which this module prefers them.
fn envelopes<'a>(
    api: &'a Api,
    (owner, page): (TypeId, &'a Struct),
) -> impl Iterator<Item = (Vec<Step>, (TypeId, &'a Struct))> {
    ENVELOPES.iter().filter_map(move |name| {
        let field = page.fields.iter().position(|field| field.wire.as_str() == *name)?;
        let Value::Typed(ty) = &page.fields[field].value else { return None };
        Some((vec![Step { owner, field }], api.as_struct(ty)?))
    })
}

/// The first of the names that is a member of the right type.
fn position(shape: &Struct, names: &[&str], fits: impl Fn(&Field) -> bool) -> Option<usize> {
    names.iter().find_map(|name| shape.fields.iter().position(|field| field.wire.as_str() == *name && fits(field)))
}
