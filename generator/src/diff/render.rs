//! Prints changes: as text for people, as an entry of a changelog, and as lines of JSON.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use serde_json::json;

use super::{Change, Changes, Effect, Verdict};

/// The names of the documents that were compared, for the locations of changes.
#[derive(Clone, Copy, Debug)]
pub struct Files<'a> {
    /// The old document.
    pub old: &'a str,
    /// The new document.
    pub new: &'a str,
}

/// Returns the changes as text: silent ones first, then by verdict, and the verdict of all of them.
#[must_use]
pub fn human(changes: &Changes, files: Files<'_>) -> String {
    let mut text = String::new();
    for (title, fits) in GROUPS {
        let group: Vec<&Change> = changes.list.iter().filter(|change| fits(change)).collect();
        if group.is_empty() {
            continue;
        }
        let _ = writeln!(text, "{title} ({})", group.len());
        for change in group {
            let _ = writeln!(text, "  {:<4} {}{}", change.rule.id, change.sentence(), and_others(change));
            let _ = writeln!(text, "       {}", details(change, files).join("; "));
            if change.rust == Verdict::Major && !change.rule.soften.is_empty() {
                let _ = writeln!(text, "       help: {}", change.rule.soften);
            }
        }
        text.push('\n');
    }
    text + &overall(changes) + "\n"
}

type Fits = fn(&Change) -> bool;

const GROUPS: [(&str, Fits); 4] = [
    ("silent: old programs compile and do another thing", |change| change.silent),
    ("major: old programs may not compile", |change| !change.silent && change.rust == Verdict::Major),
    ("minor: something is added", |change| change.rust == Verdict::Minor),
    ("patch: no name changes", |change| change.rust == Verdict::Patch),
];

/// Returns where a change is, and what it means for the wire.
fn details(change: &Change, files: Files<'_>) -> Vec<String> {
    let at = |file: &str, at: &Option<String>| at.as_ref().map(|at| format!("{file}#{at}"));
    let mut details = match (at(files.old, &change.at.0), at(files.new, &change.at.1)) {
        (Some(old), Some(new)) => vec![format!("{old} -> {new}")],
        (Some(old), None) => vec![old],
        (None, Some(new)) => vec![new],
        (None, None) => vec![change.key.clone()],
    };
    if !change.with.is_empty() {
        details.push(format!("with {}", names(&change.with)));
    }
    details.extend(wire_words(change.wire));
    details
}

/// Returns in words what happens between versions; `None` if everything works.
fn wire_words(wire: Option<(Effect, Effect)>) -> Option<String> {
    let (old, new) = wire?;
    let words = |effect: Effect| match effect {
        Effect::Ok => "works",
        Effect::Some => "fails for some values or requests",
        Effect::Loses => "loses or misreads values",
        Effect::Breaks => "fails",
    };
    let old = (old != Effect::Ok).then(|| format!("an old program with the new server {}", words(old)));
    let new = (new != Effect::Ok).then(|| format!("a new program with the old server {}", words(new)));
    match (old, new) {
        (None, None) => None,
        (Some(one), None) | (None, Some(one)) => Some(one),
        (Some(old), Some(new)) => Some(format!("{old}, {new}")),
    }
}

/// Names that are listed; more are counted.
const SHOWN: usize = 6;

fn names(all: &BTreeSet<String>) -> String {
    let shown: Vec<String> = all.iter().take(SHOWN).map(|name| format!("`{name}`")).collect();
    match all.len().saturating_sub(SHOWN) {
        0 => shown.join(", "),
        more => format!("{} and {more} more", shown.join(", ")),
    }
}

fn and_others(change: &Change) -> String {
    if change.also.is_empty() { String::new() } else { format!(" (also {})", names(&change.also)) }
}

/// Returns the verdict of all changes in a sentence.
fn overall(changes: &Changes) -> String {
    let Some(verdict) = changes.verdict() else { return "no changes".to_owned() };
    let mut text = format!("verdict: {}", verdict.as_str());
    let silent = changes.silent().count();
    if silent > 0 {
        let _ = write!(text, ", {silent} silent");
    }
    if changes.unstable && verdict == Verdict::Major {
        text.push_str(" (below 1.0.0, `major` means the second number of the version)");
    }
    if let Some(words) = wire_words(changes.wire()) {
        let _ = write!(text, "; {words}");
    }
    text
}

/// Returns the changes as an entry of a changelog in Markdown.
#[must_use]
pub fn markdown(changes: &Changes) -> String {
    let mut sections: Vec<(&str, Vec<String>)> =
        SECTIONS.iter().map(|(title, _)| (*title, Vec::new())).collect();
    for change in &changes.list {
        let place = SECTIONS.iter().position(|(_, fits)| fits(change));
        if let Some(place) = place {
            sections[place].1.push(entry(change));
        }
    }
    let mut text = String::new();
    for (title, entries) in sections.into_iter().filter(|(_, entries)| !entries.is_empty()) {
        if !text.is_empty() {
            text.push('\n');
        }
        let _ = writeln!(text, "### {title}\n");
        entries.iter().for_each(|entry| text.push_str(entry));
    }
    text
}

/// The sections of an entry; the first that fits has the change.
const SECTIONS: [(&str, Fits); 5] = [
    ("Changes that compile and do another thing", |change| change.silent),
    ("Breaking changes", |change| change.rust == Verdict::Major),
    ("Deprecated", |change| change.rule.id == "O3"),
    ("Added", |change| change.rust == Verdict::Minor),
    ("Changed", |_| true),
];

fn entry(change: &Change) -> String {
    let mut text = format!("- {}{}.", change.sentence(), and_others(change));
    if !change.with.is_empty() {
        let _ = write!(text, " With {}.", names(&change.with));
    }
    text.push('\n');
    text
}

/// Returns the changes as lines of JSON, one object for each.
#[must_use]
pub fn json_lines(changes: &Changes) -> String {
    let line = |change: &Change| {
        let wire = change.wire.map(|(old, new)| json!({"old_to_new": old.as_str(), "new_to_old": new.as_str()}));
        let object = json!({
            "rule": change.rule.id,
            "rust": change.rust.as_str(),
            "silent": change.silent,
            "wire": wire,
            "key": change.key,
            "subject": change.subject,
            "at": {"old": change.at.0, "new": change.at.1},
            "old": change.old,
            "new": change.new,
            "also": change.also,
            "with": change.with,
            "cause": change.rule.title,
            "soften": (!change.rule.soften.is_empty()).then_some(change.rule.soften),
        });
        format!("{object}\n")
    };
    changes.list.iter().map(line).collect()
}
