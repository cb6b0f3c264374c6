//! The page of what changed since another version of the document.

use std::collections::HashMap;

use super::page::{Entry, Page, PageId, Part, Span, Target};
use super::{Cx, words};
use crate::diff::{self, Changes};

/// Returns the page of the changes.
pub(super) fn page(cx: Cx<'_>, changes: &Changes) -> Page {
    let known = known(cx);
    let mut parts = vec![Part::Line(words::text(summary(changes)))];
    for group in diff::groups(changes) {
        let entries: Vec<Entry> = group.entries.iter().filter_map(|entry| self::entry(cx, &known, entry)).collect();
        if entries.is_empty() {
            continue;
        }
        let (name, meaning) = group.title.split_once(": ").unwrap_or((group.title, ""));
        let mut title = name.to_owned();
        title[..1].make_ascii_uppercase();
        let about = Part::Line(words::text(format!("{}.", sentence_of(meaning))));
        parts.push(Part::Section { id: name.to_owned(), title, parts: vec![about, Part::Pages(entries)] });
    }
    Page {
        id: PageId::Changes,
        title: "Changes".to_owned(),
        summary: format!("What changed in {} for programs that use its Rust SDK.", cx.title()),
        deprecated: false,
        parts,
    }
}

fn summary(changes: &Changes) -> String {
    match changes.verdict() {
        None => "Nothing changed for programs that use the SDK.".to_owned(),
        Some(verdict) => {
            format!("What the change of the document does to programs that use the SDK: {}.", verdict.as_str())
        }
    }
}

/// Returns the pages by the keys of the document.
fn known(cx: Cx<'_>) -> HashMap<&str, PageId> {
    let operations = cx.api.operation_ids();
    let operations = operations.map(|id| (cx.api.operations[id.index()].key.as_str(), PageId::Operation(id)));
    let models = cx.api.type_ids().flat_map(|id| {
        let def = cx.api.def(id);
        def.published.iter().chain(&def.keys).map(move |key| (key.as_str(), PageId::Model(id)))
    });
    operations.chain(models).collect()
}

/// Returns the page that a change is about: its key begins with that of an operation or of a model.
fn page_of(known: &HashMap<&str, PageId>, key: &str) -> Option<PageId> {
    let mut key = key;
    loop {
        if let Some(id) = known.get(key) {
            return Some(*id);
        }
        key = key.rsplit_once(' ')?.0;
    }
}

/// Returns changes that are told together, with a link to their page; `None` if that is left out of the reference.
fn entry(cx: Cx<'_>, known: &HashMap<&str, PageId>, entry: &diff::Entry<'_>) -> Option<Entry> {
    let page = entry.changes.iter().find_map(|change| page_of(known, &change.key));
    if page.is_some_and(|page| cx.tree.position(page).is_none()) {
        return None;
    }
    // A sentence begins with what it is about.
    let (name, sentence) = entry.sentence.split_once("`: ").unwrap_or(("", &entry.sentence));
    let mut about = vec![Span::Phrase(format!("{sentence}."))];
    for note in &entry.notes {
        about.extend([Span::Text(" ".to_owned()), Span::Phrase(format!("{}.", sentence_of(note)))]);
    }
    Some(Entry {
        to: page.map_or_else(|| Target::Web(String::new()), |id| Target::Page(id, None)),
        name: name.trim_start_matches('`').to_owned(),
        detail: None,
        about,
        deprecated: false,
    })
}

/// Returns a note with a capital at its beginning.
fn sentence_of(note: &str) -> String {
    let mut note = note.trim_end_matches('.').to_owned();
    if note.starts_with(|c: char| c.is_ascii_lowercase()) {
        note[..1].make_ascii_uppercase();
    }
    note
}
