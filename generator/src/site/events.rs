//! The pages of webhooks and callbacks: requests that the API sends.

use super::members::Rows;
use super::page::{Entry, Page, PageId, Part, Span, TableRow, Target};
use super::{Cx, inlined, words};
use crate::prose;

/// Returns the list of all webhooks and callbacks.
pub(super) fn list(cx: Cx<'_>) -> Page {
    let shown = cx.api.events.iter().enumerate().filter(|(index, _)| cx.tree.position(PageId::Event(*index)).is_some());
    let entries = shown.map(|(index, event)| Entry {
        to: Target::Page(PageId::Event(index), None),
        name: event.name.clone(),
        detail: None,
        about: prose::texts(&event.docs).next().into_iter().map(Span::Phrase).collect(),
        deprecated: event.docs.deprecated,
    });
    Page {
        id: PageId::Events,
        title: "Webhooks".to_owned(),
        summary: format!("The requests that {} sends.", cx.title()),
        deprecated: false,
        parts: vec![Part::Pages(entries.collect())],
    }
}

/// Returns the page of a webhook or a callback.
pub(super) fn page(cx: Cx<'_>, index: usize) -> Page {
    let event = &cx.api.events[index];
    let mut parts: Vec<Part> = Vec::new();
    if let Some(operation) = &event.operation {
        parts.push(Part::Line(vec![
            Span::Text("A callback of ".to_owned()),
            Span::Code(operation.clone()),
            Span::Text(".".to_owned()),
        ]));
    }
    parts.extend(prose::texts(&event.docs).map(Part::Prose));
    if let Some(payload) = &event.payload {
        let mut line = vec![Span::Text("The body is ".to_owned())];
        line.extend(words::json(cx, payload));
        parts.push(Part::Line(line));
        parts.extend(event.body.clone().map(Part::Prose));
        parts.extend(Rows::new(cx, cx.room).content(payload, "body"));
    }
    let parameters = event.parameters.iter().map(|(place, name, text)| {
        TableRow::described(vec![words::code(name), words::text(place.clone())], text.as_deref())
    });
    parts.extend(table("parameters", "Parameters", vec!["Name", "In", "Meaning"], parameters.collect()));
    let responses = event.responses.iter();
    let responses = responses.map(|one| TableRow::described(vec![words::code(&one.status)], Some(&one.description)));
    parts.extend(table("responses", "Expected responses", vec!["Status", "Meaning"], responses.collect()));
    parts.extend(inlined::section(cx, event.at.as_str(), vec![&event.docs]));
    Page {
        id: PageId::Event(index),
        title: event.name.clone(),
        summary: cx.summary(&event.docs, || format!("A request that {} sends.", cx.title())),
        deprecated: event.docs.deprecated,
        parts,
    }
}

/// Returns a section with a table, if there is anything in it.
fn table(id: &str, title: &str, head: Vec<&'static str>, rows: Vec<TableRow>) -> Option<Part> {
    Some(Part::section(id, title, vec![Part::table(head, rows)?]))
}
