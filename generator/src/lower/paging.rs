//! Paging: how the pages of an operation follow each other. The configuration decides; else an extension of another
//! generator; else it is recognised from the shape of request and response, by evidence from both.

mod count;
mod cursor;
mod extension;
mod names;
mod rule;
mod url;
mod view;

use self::extension::Reading;
use self::view::View;
use super::schemas::Schemas;
use super::types::Types;
use crate::config::{Config, PagingChoice};
use crate::diagnostics::{Diagnostic, Location, codes};
use crate::document::Document;
use crate::ir::{Api, Direction, Operation, Output, Paging, Struct, Type, Value};

/// Returns how the pages of an operation follow each other, if it has pages.
pub(in crate::lower) fn paging(
    types: &mut Types<'_>,
    operation: &Operation,
    spec: &openapiv3::Operation,
) -> Option<Paging> {
    let Types { schemas: Schemas { document, config, .. }, account, api, .. } = types;
    let id = operation.operation_id.as_deref();
    let decided = config.operation(id, operation.method.as_str(), &operation.path);
    let choice = decided.and_then(|decided| decided.paging.as_ref());
    let reading = extension::read(&spec.extensions, &document.openapi.extensions);
    if choice == Some(&PagingChoice::Recognised(false)) {
        return None;
    }
    let view = View::of(api, operation, success_headers(document, operation, spec));
    let problem = match (choice, reading) {
        (Some(PagingChoice::Rule(rule)), _) => match follow(view.as_ref(), rule) {
            Ok(paging) => return Some(paging),
            Err(problem) => misfit(operation, &problem, decision(config, operation)),
        },
        (_, None) => return recognise(&view?),
        (_, Some((_, Reading::Nothing))) => return None,
        (_, Some((name, Reading::Rule(rule)))) => match follow(view.as_ref(), &rule) {
            Ok(paging) => return Some(paging),
            Err(problem) => unfollowed(operation, name, &problem),
        },
        (_, Some((name, Reading::Unknown(problem)))) => unfollowed(operation, name, &problem),
    };
    account.push(problem);
    view.as_ref().and_then(recognise)
}

/// Returns where the configuration decides about the pages of an operation.
fn decision(config: &Config, operation: &Operation) -> Location {
    let id = operation.operation_id.as_deref().filter(|id| config.operations.contains_key(*id));
    let by_path = format!("{} {}", operation.method.as_str(), operation.path);
    match config.locations.location(&["operations", id.unwrap_or(&by_path), "paging"]) {
        // A configuration that was not read from text has no positions.
        Location::Document => Location::Node(operation.at.clone()),
        location => location,
    }
}

/// Returns the names of the headers of successful responses.
fn success_headers(document: &Document, operation: &Operation, spec: &openapiv3::Operation) -> Vec<String> {
    let section = operation.at.child("responses");
    let coded = spec.responses.responses.iter().filter(|(status, _)| status.to_string().starts_with('2'));
    let found = coded.filter_map(|(status, node)| document.response(node, &section.child(&status.to_string())));
    found.flat_map(|response| response.value.headers.keys().cloned()).collect()
}

/// Whether a response is a list, or an object with one.
pub(in crate::lower) fn is_list(api: &Api, output: &Output) -> bool {
    let Some(ty) = output.json() else { return false };
    match api.resolve(ty) {
        Type::List(_) => true,
        other => api.as_struct(other).is_some_and(|(_, shape)| items_field(api, shape).is_some()),
    }
}

/// Returns the index of the field that holds the items of a page, and the type of an item.
fn items_field(api: &Api, page: &Struct) -> Option<(usize, Type)> {
    let lists = || {
        page.fields.iter().enumerate().filter_map(|(index, field)| match &field.value {
            Value::Typed(ty) => match api.resolve(ty) {
                Type::List(item) if !item.nullable => Some((index, field, item.ty.clone())),
                _ => None,
            },
            Value::Constant(_) => None,
        })
    };
    let named = lists().find(|(_, field, _)| names::ITEMS[..8].contains(&field.wire.as_str()));
    named.or_else(|| lists().next().filter(|_| lists().count() == 1)).map(|(index, _, item)| (index, item))
}

fn follow(view: Option<&View<'_>>, reading: &crate::config::PagingRule) -> Result<Paging, String> {
    rule::apply(view.ok_or("only a GET or POST that always returns JSON can be paged")?, reading)
}

fn misfit(operation: &Operation, problem: &str, decision: Location) -> Diagnostic {
    let message = format!("the paging rule of the configuration does not fit this operation: {problem}");
    Diagnostic::new(codes::UNFITTING_PAGING, decision, message)
        .related(Location::Node(operation.at.clone()), "the operation")
        .help("correct `paging` of this operation in the configuration; paths are names joined by dots")
}

fn unfollowed(operation: &Operation, name: &str, problem: &str) -> Diagnostic {
    let location = Location::Node(operation.at.child(name));
    Diagnostic::new(codes::UNFOLLOWED_PAGING_EXTENSION, location, format!("`{name}` is ignored: {problem}"))
        .help("configure it: [operations.\"…\"] paging = { kind = \"…\" }")
}

/// Recognises paging: the kinds with the strongest evidence first.
fn recognise(view: &View<'_>) -> Option<Paging> {
    let items = view.items.as_ref()?;
    let alone = |direction: Direction| (direction, None);
    let (forward, backward) = cursor::in_body(view)
        .or_else(|| url::in_body(view))
        .or_else(|| url::in_link_header(view))
        .or_else(|| cursor::in_header(view).map(alone))
        .or_else(|| cursor::of_item(view))
        .or_else(|| count::offset(view).map(alone))
        .or_else(|| count::pages(view).map(alone))?;
    Some(Paging { items: items.path.clone(), item: items.item.clone(), nullable: items.nullable, forward, backward })
}
