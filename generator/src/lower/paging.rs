//! Paging: how the pages of an operation follow each other. The configuration of the operation decides; else an
//! extension of another generator; else the first rule of the configuration for many operations that fits; else it is
//! recognised from the shape of request and response, by evidence from both.

mod asked;
mod count;
mod cursor;
mod extension;
mod input;
mod items;
mod names;
mod prose;
mod rule;
mod shared;
mod terms;
mod url;
mod view;

pub(in crate::lower) use self::asked::{asks_for_part, report_maybe_paged};
use self::extension::Reading;
pub(in crate::lower) use self::shared::Rules;
use self::view::{Group, Header, Items, View};
use super::endpoint::Endpoint;
use super::schemas::Schemas;
use super::types::Types;
use crate::config::{Config, PagingChoice};
use crate::diagnostics::{Diagnostic, Location, codes};
use crate::document::Document;
use crate::ir::{Direction, Operation, Paging};

/// Why an operation cannot have pages.
const NOT_PAGED: &str = "only a GET or POST that returns JSON can be paged";

/// Returns how the pages of an operation follow each other, if it has pages.
pub(in crate::lower) fn paging(
    types: &mut Types<'_>,
    rules: &mut Rules<'_>,
    endpoint: &Endpoint<'_>,
    operation: &Operation,
) -> Option<Paging> {
    let Types { schemas: Schemas { document, config, .. }, account, api, .. } = types;
    let spec = endpoint.operation;
    let choice = endpoint.decision(config).and_then(|decided| decided.paging.as_ref());
    let reading = extension::read(&spec.extensions, &document.openapi.extensions);
    let (headers, descriptions) = successes(document, operation, spec);
    let descriptions = [&spec.summary, &spec.description].into_iter().flatten().chain(&descriptions);
    let descriptions = descriptions.map(|text| text.to_ascii_lowercase()).collect::<Vec<_>>().join("\n");
    let view = View::of(api, operation, headers, descriptions);
    let shared = rules.first_fitting(endpoint, view.as_ref());
    let problem = match (choice, reading) {
        (Some(PagingChoice::Recognised(false)), _) => return None,
        (Some(PagingChoice::Rule(rule)), _) => match follow(view.as_ref(), rule) {
            Ok(paging) => return Some(Paging { configured: true, ..paging }),
            Err(problem) => Some(misfit(operation, &problem, decision(config, endpoint))),
        },
        (_, None) => None,
        (_, Some((_, Reading::Nothing))) => return None,
        (_, Some((name, Reading::Rule(rule)))) => match follow(view.as_ref(), &rule) {
            Ok(paging) => return Some(paging),
            Err(problem) => Some(unfollowed(operation, name, &problem)),
        },
        (_, Some((name, Reading::Unknown(problem)))) => Some(unfollowed(operation, name, &problem)),
    };
    problem.into_iter().for_each(|problem| account.push(problem));
    let recognised = view.as_ref().and_then(recognise);
    let Some((index, paging)) = shared else {
        let configured = choice == Some(&PagingChoice::Recognised(true));
        return recognised.map(|paging| Paging { configured, ..paging });
    };
    rules.mark_used(index);
    // What is recognised the same way may lead backward as well.
    let is_same = |other: &Paging| other.forward == paging.forward && other.items == paging.items;
    let paging = recognised.filter(is_same).unwrap_or(paging);
    Some(Paging { configured: true, ..paging })
}

/// Returns where the configuration decides about the pages of an operation.
fn decision(config: &Config, endpoint: &Endpoint<'_>) -> Location {
    let id = endpoint.operation.operation_id.as_deref().filter(|id| config.operations.contains_key(*id));
    let by_path = format!("{} {}", endpoint.method.as_str(), endpoint.path);
    match config.locations.location(&["operations", id.unwrap_or(&by_path), "paging"]) {
        // A configuration that was not read from text has no positions.
        Location::Document => Location::Node(endpoint.at.clone()),
        location => location,
    }
}

/// Returns the headers of successful responses, and the descriptions of these responses.
fn successes(document: &Document, operation: &Operation, spec: &openapiv3::Operation) -> (Vec<Header>, Vec<String>) {
    let section = operation.at.child("responses");
    let coded = spec.responses.responses.iter().filter(|(status, _)| status.to_string().starts_with('2'));
    let found = coded.filter_map(|(status, node)| document.response(node, &section.child(&status.to_string())));
    let (mut headers, mut descriptions) = (Vec::new(), Vec::new());
    for response in found {
        let declared = response.value.headers.iter().map(|(name, node)| {
            let header = document.header(node, &response.at.child("headers").child(name));
            let description = header.and_then(|header| header.value.description.as_deref());
            Header { name: name.clone(), description: description.unwrap_or_default().to_ascii_lowercase() }
        });
        headers.extend(declared);
        descriptions.push(response.value.description.clone());
    }
    (headers, descriptions)
}

fn follow(view: Option<&View<'_>>, reading: &crate::config::PagingRule) -> Result<Paging, String> {
    rule::apply(view.ok_or(NOT_PAGED)?, reading)
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

/// Recognised or configured pages.
struct Found {
    items: Items,
    forward: Direction,
    backward: Option<Direction>,
}

impl From<Found> for Paging {
    fn from(Found { items, forward, backward }: Found) -> Self {
        let Items { path, item, nullable, keyed, .. } = items;
        Self { items: path, item, nullable, keyed, first: None, forward, backward, configured: false }
    }
}

/// Recognises paging: the kinds with the strongest evidence first.
fn recognise(view: &View<'_>) -> Option<Paging> {
    let root = view.groups.first()?;
    let found = across(view, cursor_or_page)
        .or_else(|| across(view, url::in_body))
        .or_else(|| url::in_link(view, root))
        .or_else(|| url::in_link_header(view, root))
        .or_else(|| cursor::in_header(view, root))
        .or_else(|| cursor::of_item(view, root))
        .or_else(|| across(view, count::offset))
        .or_else(|| across(view, count::pages))
        .or_else(|| url::in_union(view, root))?;
    let first = count::explicit_first(view, &found.forward);
    Some(Paging { first, ..found.into() })
}

/// Recognises a cursor in the body, or a page number where the cursor is nothing but the number of the next page.
fn cursor_or_page(view: &View<'_>, group: &Group<'_>) -> Option<Found> {
    let cursor = cursor::in_body(view, group)?;
    Some(count::instead_of(view, group, &cursor).unwrap_or(cursor))
}

/// Recognises pages in the whole response, or else in the only object within it that has them.
fn across(view: &View<'_>, recognise: fn(&View<'_>, &Group<'_>) -> Option<Found>) -> Option<Found> {
    let (root, within) = view.groups.split_first()?;
    recognise(view, root).or_else(|| {
        let mut found = within.iter().filter_map(|group| recognise(view, group));
        found.next().filter(|_| found.next().is_none())
    })
}
