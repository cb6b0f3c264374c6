//! Makes one change of several that have one cause: a component that many operations use, a parameter that many
//! operations declare, the types that come and go with what mentions them.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::effects::worse;
use super::pairs::Pairs;
use super::types::tokens;
use super::{Change, Verdict, rules};
use crate::surface::{Kind, Model, Surface};

/// Returns the changes, one for each cause: silent ones first, then by verdict and rule.
pub(super) fn fold(pairs: &Pairs<'_>, list: Vec<Change>) -> Vec<Change> {
    // The property that distinguishes the variants has the value of each variant.
    let tags: BTreeSet<_> = list
        .iter()
        .filter(|change| change.rule.id == "U9")
        .filter_map(|change| Some((format!("{:?}", change.old.as_ref()?), format!("{:?}", change.new.as_ref()?))))
        .collect();
    let is_tag = |change: &Change| {
        let values = change.old.clone().zip(change.new.clone());
        change.rule.id == "E14" && values.is_some_and(|values| tags.contains(&values))
    };
    let list = list.into_iter().filter(|change| !is_tag(change)).collect();
    let list = merge(list, same_location);
    let mut list = merge(list, same_text);
    companions(&mut list, pairs.new.surface, Side::New);
    companions(&mut list, pairs.old.surface, Side::Old);
    let position = |change: &Change| rules::ALL.iter().position(|rule| rule.id == change.rule.id);
    list.sort_by(|one, other| {
        let order = |change: &Change| (!change.silent, std::cmp::Reverse(change.rust), position(change));
        order(one).cmp(&order(other)).then_with(|| one.key.cmp(&other.key))
    });
    list
}

/// Makes one change of those with the same mark.
fn merge(list: Vec<Change>, mark: fn(&Change) -> Option<String>) -> Vec<Change> {
    let mut merged: Vec<Change> = Vec::with_capacity(list.len());
    let mut positions: HashMap<String, usize> = HashMap::new();
    for change in list {
        let Some(mark) = mark(&change) else {
            merged.push(change);
            continue;
        };
        match positions.get(&mark) {
            Some(position) => join(&mut merged[*position], change),
            None => {
                positions.insert(mark, merged.len());
                merged.push(change);
            }
        }
    }
    merged
}

/// Adds a change to another one of the same cause; the worse one leads.
fn join(first: &mut Change, mut other: Change) {
    let rank = |change: &Change| (change.silent, change.rust, change.at.1.as_deref() == change.key.split(' ').next());
    if rank(&other) > rank(first) {
        std::mem::swap(first, &mut other);
    }
    first.wire = match (first.wire, other.wire) {
        (Some(one), Some(other)) => Some(worse(one, other)),
        (one, other) => one.or(other),
    };
    if first.new != other.new || first.old != other.old {
        // The types of Rust may differ where one property is an input and a field.
        let is_one_place = first.at == other.at;
        if !is_one_place && first.rule.id == other.rule.id {
            (first.old, first.new) = (None, None);
        }
    }
    if other.subject != first.subject {
        first.also.insert(other.subject);
    }
    first.also.extend(other.also);
    for (mentions, more) in [(&mut first.mentions.0, other.mentions.0), (&mut first.mentions.1, other.mentions.1)] {
        mentions.push(' ');
        mentions.push_str(&more);
    }
}

/// Returns a mark that changes of the same property or parameter of the document have in common.
fn same_location(change: &Change) -> Option<String> {
    // Other rules are about a whole operation or type, whose location is that of each of its changes.
    let family = match change.rule.id {
        "M1" | "M2" | "M3" | "I1" | "I4" | "I11" => "added",
        "M4" | "I3" => "removed",
        "M5" | "M8" | "I5" => "required",
        "M6" | "M7" | "I6" => "optional",
        "M9" | "M10" | "M45" | "I26" | "I27" => "null",
        "M21" | "M22" | "M23" | "M24" | "M25" | "M26" | "M29" | "M30" | "M31" | "M32" | "M36" | "M44" | "I19"
        | "I20" | "I21" | "I22" | "I23" | "I24" | "I29" | "I30" | "I40" | "I41" => "type",
        "D1" | "D2" | "D3" | "M27" | "O3" | "O4" | "I32" | "E8" | "E9" | "E10" | "E14" | "M14" | "M15" | "N10" => {
            change.rule.id
        }
        _ => return None,
    };
    let is_located = change.at.0.is_some() || change.at.1.is_some();
    let text = |at: &Option<String>| at.clone().unwrap_or_default();
    is_located.then(|| format!("{family} {} {}", text(&change.at.0), text(&change.at.1)))
}

/// Returns a mark that the same change of several operations has.
fn same_text(change: &Change) -> Option<String> {
    let is_of_operations = matches!(change.rule.id, "A9" | "A12" | "A13" | "O22" | "O23" | "O3" | "O4" | "I32" | "I35")
        || (change.rule.id.starts_with(['I', 'D']) && change.subject.ends_with(')'));
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    // Inline schemas that many responses repeat change together.
    let is_inline = change.at.0.as_deref().is_some_and(|at| at.starts_with("/paths/"));
    if is_inline && change.rule.id.starts_with('M') && change.old.is_some() && change.new.is_some() {
        let (_, member) = change.subject.split_once('.')?;
        return Some(format!("{} {member} {} {}", change.rule.id, text(&change.old), text(&change.new)));
    }
    let input = change.subject.split_once('(').map_or("", |(_, input)| input);
    let is_operation = change.key.contains(" /");
    if matches!(change.rule.id, "A12" | "A13" | "A9") {
        return Some(format!("{} {:?}", change.rule.id, change.wire));
    }
    (is_of_operations && is_operation && !change.silent)
        .then(|| format!("{} {input} {} {} {:?}", change.rule.id, text(&change.old), text(&change.new), change.rust))
}

/// The version whose types come or go.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    Old,
    New,
}

/// Makes types that came or went a part of the change that mentions them, directly or through each other.
fn companions(list: &mut Vec<Change>, surface: &Surface, side: Side) {
    let is_type = |change: &Change| match side {
        Side::New => change.rule.id == "M43",
        Side::Old => matches!(change.rule.id, "M42" | "M37"),
    };
    let mut types: BTreeMap<String, Change> = BTreeMap::new();
    let mut rest = Vec::with_capacity(list.len());
    for change in std::mem::take(list) {
        if is_type(&change) {
            types.insert(change.subject.clone(), change);
        } else {
            rest.push(change);
        }
    }
    let models: HashMap<&str, &Model> = surface.types.values().map(|model| (model.name.as_str(), model)).collect();
    for change in &mut rest {
        let mentions = if side == Side::New { &change.mentions.1 } else { &change.mentions.0 };
        let found = reach(mentions, &models, &mut types);
        if !found.is_empty() {
            // What goes away cannot be named any more, whatever it went with.
            let least = if side == Side::New { Verdict::Minor } else { Verdict::Major };
            change.rust = change.rust.max(least);
            change.with.extend(found);
        }
    }
    list.extend(rest);
    // Types that nothing else mentions lead those that they mention.
    let inner: BTreeSet<String> =
        types.keys().flat_map(|name| words(&mentioned(models.get(name.as_str()).copied()), name)).collect();
    let (mut first, last): (Vec<String>, Vec<String>) = types.keys().cloned().partition(|name| !inner.contains(name));
    first.extend(last);
    for name in first {
        let Some(mut change) = types.remove(&name) else { continue };
        change.with = reach(&mentioned(models.get(name.as_str()).copied()), &models, &mut types);
        list.push(change);
    }
}

fn words(text: &str, except: &str) -> Vec<String> {
    let words = tokens(text).filter(|(token, is_word)| *is_word && *token != except);
    words.map(|(token, _)| token.to_owned()).collect()
}

/// Takes the types that a text mentions, directly or through each other.
fn reach(mentions: &str, models: &HashMap<&str, &Model>, types: &mut BTreeMap<String, Change>) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let mut queue = if types.is_empty() { Vec::new() } else { words(mentions, "") };
    while let Some(word) = queue.pop() {
        if types.remove(&word).is_some() {
            queue.extend(words(&mentioned(models.get(word.as_str()).copied()), ""));
            found.insert(word);
        }
    }
    found
}

/// Returns the types that a model mentions.
fn mentioned(model: Option<&Model>) -> String {
    let types: Vec<&str> = match model.map(|model| &model.kind) {
        Some(Kind::Struct { fields, rest, .. }) => fields.values().chain(rest).map(|named| named.ty.as_str()).collect(),
        Some(Kind::Union { variants, .. }) => variants.values().map(|named| named.ty.as_str()).collect(),
        Some(Kind::Alias(ty)) => vec![ty.as_str()],
        Some(Kind::Enumeration(_)) | None => Vec::new(),
    };
    types.join(" ")
}
