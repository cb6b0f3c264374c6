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
use crate::ir::{self, Api, Direction, Operation, Paging, Scalar, Type, Wire};

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

/// Whether a request says which part of a list it wants: by a number of its query that is called like a position or
/// like the size of a page.
pub(in crate::lower) fn asks_for_part(api: &Api, operation: &Operation) -> bool {
    operation.parameters.iter().any(|parameter| {
        let name = names::plain(parameter.wire.as_str());
        let is_known = [&names::PAGE[..], &names::SIZE[..], &names::OFFSET[..]].concat().contains(&name.as_str());
        let is_number = matches!(api.resolve(&parameter.ty), Type::Scalar(scalar) if is_number(scalar));
        parameter.location == ir::Location::Query && is_known && is_number
    })
}

fn is_number(scalar: &Scalar) -> bool {
    matches!(scalar.row().wire, Wire::Integer(_) | Wire::Number)
}
