//! Requests that take a position in a list, where the document does not say how responses lead to the next one.

use indexmap::IndexMap;

use super::names::is_after_item;
use super::terms::Words;
use super::view::{Class, Input, View, class};
use crate::config::Config;
use crate::diagnostics::{Diagnostic, Location, codes, quoted};
use crate::ir::{self, Api, Operation, PagingKind};
use crate::lower::account::Account;

/// How many operations a warning lists.
const LISTED: usize = 10;

/// Whether a request says which part of a list it wants: by a number of its query that is called like a position or
/// like the size of a page.
pub(in crate::lower) fn asks_for_part(api: &Api, operation: &Operation) -> bool {
    operation.parameters.iter().any(|parameter| {
        let name = Words::of(parameter.wire.as_str());
        let is_known = name.is_page() || name.is_size() || name.is_offset();
        let is_number = class(api, &parameter.ty) == Some(Class::Number);
        parameter.location == ir::Location::Query && is_known && is_number
    })
}

/// How a request takes a position in a list.
#[derive(PartialEq, Eq, Hash)]
struct Request {
    kind: PagingKind,
    parameter: String,
    size: Option<String>,
}

/// Warns about the lists that may be paged: the request takes a cursor or a position, but nothing is known of the
/// response that leads to the next page. There is one warning for all whose requests are alike.
pub(in crate::lower) fn report_maybe_paged(api: &Api, config: &Config, account: &mut Account<'_>) {
    let mut found: IndexMap<Request, Vec<&Operation>> = IndexMap::new();
    for operation in &api.operations {
        let id = operation.operation_id.as_deref();
        let decided = config.operation(id, operation.method.as_str(), &operation.written_path);
        let is_open = operation.paging.is_none() && decided.is_none_or(|decided| decided.paging.is_none());
        if let Some(request) = is_open.then(|| maybe(api, operation)).flatten() {
            found.entry(request).or_default().push(operation);
        }
    }
    for (request, operations) in &found {
        let Some(first) = operations.first() else { continue };
        let names: Vec<String> = operations.iter().take(LISTED).map(|one| format!("`{}`", one.by_path())).collect();
        let others = operations.len().saturating_sub(LISTED);
        let others = if others > 0 { format!(" and {others} more") } else { String::new() };
        let message = format!(
            "the request takes a position in a list, but the document does not say how the response leads to the next \
             page: {}{others}",
            names.join(", ")
        );
        let help = "set `paging = false` for what is not paged, or complete a rule in the configuration:";
        let maybe = Diagnostic::new(codes::MAYBE_PAGED, Location::Node(first.at.clone()), message).help(help);
        account.push(maybe.lines(rule(api, request, operations)));
    }
}

/// Returns how the request of an operation that returns a list takes a position in it, if it does.
fn maybe(api: &Api, operation: &Operation) -> Option<Request> {
    let view = View::of(api, operation, Vec::new(), String::new())?;
    let items = view.items()?;
    let class = |input: &Input<'_>| view.class(input.ty);
    let is_text = |input: &Input<'_>| class(input) == Some(Class::Text);
    let is_number = |input: &Input<'_>| class(input) == Some(Class::Number);
    // A number in the body cannot hold a cursor.
    let cursor = view.input(Words::is_cursor, |input| is_text(input) || (is_number(input) && !input.in_body));
    if let Some(input) = cursor {
        let has_fields = !items.keyed && !items.nullable && api.as_struct(&items.item).is_some();
        let kind = match items.is_page {
            _ if has_fields && is_after_item(&input.words) => PagingKind::LastItem,
            // Beside a list that is the whole response, there is nothing but headers.
            true => PagingKind::Header,
            false => PagingKind::Cursor,
        };
        return Some(Request { kind, parameter: input.name.dotted(), size: None });
    }
    let page = view.input(Words::is_page, |input| is_number(input) || (is_text(input) && !input.in_body));
    let page = page.map(|input| (PagingKind::Page, input));
    let (kind, input) = page.or_else(|| Some((PagingKind::Offset, view.input(Words::is_offset, is_number)?)))?;
    let size = view.inputs.iter().find(|input| input.words.is_size())?;
    Some(Request { kind, parameter: input.name.dotted(), size: Some(size.name.dotted()) })
}

/// Returns the lines of a rule that a person can complete: for one operation, or for all whose requests are alike.
fn rule(api: &Api, request: &Request, operations: &[&Operation]) -> Vec<String> {
    let Request { kind, parameter, size } = request;
    let unknown = || quoted("…");
    let mut keys = vec![("kind", quoted(kind.as_str())), ("parameter", quoted(parameter))];
    keys.extend(size.iter().map(|size| ("size", quoted(size))));
    keys.extend(match kind {
        PagingKind::Cursor => Some(("next", unknown())),
        PagingKind::Header => Some(("header", unknown())),
        PagingKind::LastItem => Some(("id", unknown())),
        _ => None,
    });
    let link = (*kind == PagingKind::Header).then(|| "# or `kind = \"link\"` without `header`".to_owned());
    let name = |operation: &Operation| quoted(operation.operation_id.as_deref().unwrap_or(&operation.by_path()));
    if let [operation] = operations {
        let keys: Vec<String> = keys.into_iter().map(|(key, value)| format!("{key} = {value}")).collect();
        let paging = format!("paging = {{ {} }}", keys.join(", "));
        return [format!("[operations.{}]", name(operation)), paging].into_iter().chain(link).collect();
    }
    if is_taken_by_others(api, request, operations) {
        let names: Vec<String> = operations.iter().map(|operation| name(operation)).collect();
        keys.push(("operations", format!("[{}]", names.join(", "))));
    } else if *kind == PagingKind::Header {
        // The document may not declare the header.
        keys.push(("operations", format!("[{}]", quoted("*"))));
    }
    let keys = keys.into_iter().map(|(key, value)| format!("{key} = {value}"));
    std::iter::once("[[paging]]".to_owned()).chain(keys).chain(link).collect()
}

/// Whether other operations take the same position, so that a rule for these would fit them as well.
fn is_taken_by_others(api: &Api, request: &Request, operations: &[&Operation]) -> bool {
    let mut others = api.operations.iter().filter(|other| !operations.iter().any(|one| one.at == other.at));
    others.any(|other| {
        let view = View::of(api, other, Vec::new(), String::new());
        let has = |name: &String| {
            view.as_ref().is_some_and(|view| view.inputs.iter().any(|input| input.name.dotted() == *name))
        };
        has(&request.parameter) && request.size.iter().all(has)
    })
}
