//! Requests that take a position in a list, where the document does not say how responses lead to the next one.

use super::terms::Words;
use super::view::{Class, View, class};
use crate::config::Config;
use crate::diagnostics::{Diagnostic, Location, codes};
use crate::ir::{self, Api, Operation};
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

/// Warns about the lists that may be paged: the request takes a cursor or a position, but nothing is known of the
/// response that leads to the next page. There is one warning for all of them.
pub(in crate::lower) fn report_maybe_paged(api: &Api, config: &Config, account: &mut Account<'_>) {
    let found = api.operations.iter().filter_map(|operation| {
        let id = operation.operation_id.as_deref();
        let decided = config.operation(id, operation.method.as_str(), &operation.path);
        let is_open = operation.paging.is_none() && decided.is_none_or(|decided| decided.paging.is_none());
        Some((operation, is_open.then(|| maybe(api, operation))??))
    });
    let found: Vec<(&Operation, String)> = found.collect();
    let Some((first, rule)) = found.first() else { return };
    let name = |operation: &Operation| format!("`{} {}`", operation.method.as_str(), operation.path);
    let names: Vec<String> = found.iter().take(LISTED).map(|(operation, _)| name(operation)).collect();
    let others = found.len().saturating_sub(LISTED);
    let others = if others > 0 { format!(" and {others} more") } else { String::new() };
    let message = format!(
        "the request takes a position in a list, but the document does not say how the response leads to the next \
         page: {}{others}",
        names.join(", ")
    );
    let key = first.operation_id.clone().unwrap_or_else(|| format!("{} {}", first.method.as_str(), first.path));
    let help = format!("say it in the configuration: [operations] {key:?}.paging = {rule}, or = false");
    account.push(Diagnostic::new(codes::MAYBE_PAGED, Location::Node(first.at.clone()), message).help(help));
}

/// Returns the rule that a person could complete, if an operation that returns a list takes a position in it.
fn maybe(api: &Api, operation: &Operation) -> Option<String> {
    let view = View::of(api, operation, Vec::new(), String::new())?;
    view.items()?;
    let has_size = view.inputs.iter().any(|input| input.words.is_size());
    let cursor = view.input(Words::is_cursor, |input| view.class(input.ty).is_some());
    let position = || view.inputs.iter().filter(|input| view.class(input.ty).is_some());
    let page = || position().find(|input| input.words.is_page());
    let offset = || position().find(|input| input.words.is_offset());
    if let Some(input) = cursor {
        return Some(format!("{{ kind = \"cursor\", parameter = {:?}, next = \"…\" }}", input.name.dotted()));
    }
    let (kind, input) = page().map(|page| ("page", page)).or_else(|| Some(("offset", offset()?)))?;
    has_size.then(|| format!("{{ kind = {kind:?}, parameter = {:?} }}", input.name.dotted()))
}
