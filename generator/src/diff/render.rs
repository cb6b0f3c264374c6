//! Writes changes: as text for people, as an entry of a changelog, and as lines of JSON.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use serde_json::json;

use super::{Change, Changes, Effect, Verdict, code};

/// Returns the changes as text: silent ones first, then by verdict, and the verdict of all of them.
#[must_use]
pub fn human(changes: &Changes) -> String {
    let mut text = String::new();
    for (title, fits) in GROUPS {
        let group: Vec<&Change> = changes.list.iter().filter(|change| fits(change)).collect();
        if group.is_empty() {
            continue;
        }
        let _ = writeln!(text, "{title} ({})", group.len());
        for line in lines(&group) {
            let first = line[0];
            let _ = writeln!(text, "  {:<4} {}{}", first.rule.id, sentence(&line), and_others(&line));
            let _ = writeln!(text, "       {}", details(&line).join("; "));
            if first.rust == Verdict::Major && !first.rule.soften.is_empty() {
                let _ = writeln!(text, "       help: {}", first.rule.soften);
            }
        }
        text.push('\n');
    }
    text + &overall(changes) + "\n"
}

/// Changes with the same verdict.
#[derive(Debug)]
pub struct Group<'a> {
    /// What the verdict means.
    pub title: &'static str,
    /// The changes.
    pub entries: Vec<Entry<'a>>,
}

/// Changes that are printed together: the same one of several parts of a model, or only one.
#[derive(Debug)]
pub struct Entry<'a> {
    /// The changes.
    pub changes: Vec<&'a Change>,
    /// What changed, in Markdown, without a full stop.
    pub sentence: String,
    /// What came with it, and what it means for programs whose server has another version.
    pub notes: Vec<String>,
}

/// Returns the changes by their verdicts: silent ones first, then the worst.
#[must_use]
pub fn groups(changes: &Changes) -> Vec<Group<'_>> {
    let groups = GROUPS.iter().map(|(title, fits)| {
        let group: Vec<&Change> = changes.list.iter().filter(|change| fits(change)).collect();
        let entries = lines(&group).into_iter().map(|line| {
            let notes = with(&line).into_iter().chain(wire_words(line[0].wire)).collect();
            Entry { sentence: format!("{}{}", sentence(&line), and_others(&line)), notes, changes: line }
        });
        Group { title, entries: entries.collect() }
    });
    groups.filter(|group| !group.entries.is_empty()).collect()
}

/// Returns what came or went with changes.
fn with(line: &[&Change]) -> Option<String> {
    let with: BTreeSet<String> = line.iter().flat_map(|change| change.with.iter().cloned()).collect();
    (!with.is_empty()).then(|| format!("with {}", names(&with, SHOWN)))
}

/// Divides changes into those that are printed together: the same change of several parts of one model.
fn lines<'a>(changes: &[&'a Change]) -> Vec<Vec<&'a Change>> {
    let mark = |change: &Change| {
        let (model, _) = change.subject.split_once('.').filter(|_| change.key.starts_with("/"))?;
        let together = [
            "M1", "M2", "M4", "M5", "M6", "M7", "M8", "M9", "E1", "E3", "U1", "U3", "M27", "D1", "D2", "D3", "O3", "O4",
        ];
        together.contains(&change.rule.id).then(|| format!("{} {model} {:?}", change.rule.id, change.wire))
    };
    let mut lines: Vec<Vec<&Change>> = Vec::new();
    for change in changes {
        let own = mark(change);
        match lines.iter_mut().rev().find(|line| own.is_some() && mark(line[0]) == own) {
            Some(line) => line.push(change),
            None => lines.push(vec![change]),
        }
    }
    lines
}

/// Returns changes that are printed together in a sentence without a full stop.
fn sentence(line: &[&Change]) -> String {
    let first = line[0];
    if line.len() == 1 {
        return first.sentence();
    }
    let parts: BTreeSet<String> = line
        .iter()
        .map(|change| change.subject.split_once('.').map_or(&*change.subject, |(_, part)| part).to_owned())
        .collect();
    let (model, _) = first.subject.split_once('.').unwrap_or((&first.subject, ""));
    format!("{}: {}: {}", code(model), first.rule.title, names(&parts, usize::MAX))
}

type Fits = fn(&Change) -> bool;

const GROUPS: [(&str, Fits); 4] = [
    ("silent: old programs compile and do another thing", |change| change.silent),
    ("major: old programs may not compile", |change| !change.silent && change.rust == Verdict::Major),
    ("minor: something is added", |change| change.rust == Verdict::Minor),
    ("patch: no name changes", |change| change.rust == Verdict::Patch),
];

/// Returns where a change is, and what it means for the wire.
fn details(line: &[&Change]) -> Vec<String> {
    let first = line[0];
    let mut details = match (&first.at.0, &first.at.1) {
        (Some(old), Some(new)) if old == new => vec![format!("at {old}")],
        (Some(old), Some(new)) => vec![format!("at {old}, now {new}")],
        (Some(old), None) => vec![format!("was at {old}")],
        (None, Some(new)) => vec![format!("at {new}")],
        (None, None) => vec![format!("key {}", first.key)],
    };
    details.extend(with(line));
    details.extend(wire_words(first.wire));
    // Locations have keys of the document in them.
    details.into_iter().map(|text| text.replace(char::is_control, "\u{fffd}")).collect()
}

/// Returns in words what happens between versions; `None` if everything works.
fn wire_words(wire: Option<(Effect, Effect)>) -> Option<String> {
    let (old, new) = wire?;
    let words = |effect: Effect| match effect {
        Effect::Ok => "work",
        Effect::Some => "may fail",
        Effect::Loses => "lose or misread values",
        Effect::Breaks => "fail",
    };
    let old = (old != Effect::Ok).then(|| format!("old programs {} with the new API", words(old)));
    let new = (new != Effect::Ok).then(|| format!("new programs {} with the old API", words(new)));
    match (old, new) {
        (None, None) => None,
        (Some(one), None) | (None, Some(one)) => Some(one),
        (Some(old), Some(new)) => Some(format!("{old}, {new}")),
    }
}

/// Names that are listed; more are counted.
const SHOWN: usize = 6;

fn names(all: &BTreeSet<String>, most: usize) -> String {
    let shown: Vec<String> = all.iter().take(most).map(|name| code(name)).collect();
    match all.len().saturating_sub(most) {
        0 => shown.join(", "),
        more => format!("{} and {more} more", shown.join(", ")),
    }
}

fn and_others(line: &[&Change]) -> String {
    let also: BTreeSet<String> = line.iter().flat_map(|change| change.also.iter().cloned()).collect();
    if also.is_empty() { String::new() } else { format!(" (also {})", names(&also, SHOWN)) }
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
    let mut sections: Vec<(&str, Vec<&Change>)> = SECTIONS.iter().map(|(title, _)| (*title, Vec::new())).collect();
    for change in &changes.list {
        if let Some(place) = SECTIONS.iter().position(|(_, fits)| fits(change)) {
            sections[place].1.push(change);
        }
    }
    let mut text = String::new();
    for (title, entries) in sections.into_iter().filter(|(_, entries)| !entries.is_empty()) {
        if !text.is_empty() {
            text.push('\n');
        }
        let _ = writeln!(text, "### {title}\n");
        lines(&entries).iter().for_each(|line| text.push_str(&entry(line)));
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

fn entry(line: &[&Change]) -> String {
    let mut text = format!("- {}{}.", sentence(line), and_others(line));
    let with: BTreeSet<String> = line.iter().flat_map(|change| change.with.iter().cloned()).collect();
    if !with.is_empty() {
        let _ = write!(text, " With {}.", names(&with, SHOWN));
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
