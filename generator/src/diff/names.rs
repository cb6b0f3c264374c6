//! Names that move: of methods, their resources and requests. A name that now means another thing is silent where
//! programs still compile.

use std::collections::BTreeMap;

use super::pairs::Pairs;
use super::sides::{MethodPair, call};
use super::{Change, Rule, inputs, rules};
use crate::surface::Method;

/// Returns the operation that the name of a method now calls, if it is another one than before; with the rule and
/// whether programs still compile.
pub(super) fn taken(pairs: &Pairs<'_>, old_key: &str) -> Option<(&'static Rule, String, bool)> {
    let method = &pairs.old.surface.operations[old_key];
    let is_called = |(key, other): &(&String, &Method)| {
        (&other.resource, &other.name) == (&method.resource, &method.name)
            && pairs.operations.get(old_key) != Some(&key.as_str())
    };
    let (key, new) = pairs.new.surface.operations.iter().find(is_called)?;
    let pair = MethodPair { pairs, old_key: "", key, old: method, new, subject: String::new() };
    let path = |key: &str| key.split_once(' ').map(|(_, path)| path.to_owned());
    let rule = if path(old_key) == path(key) { &rules::O18 } else { &rules::O12 };
    Some((rule, key.clone(), inputs::accept(&pair)))
}

/// Reports methods, requests and resources that have other names.
pub(super) fn methods(pairs: &Pairs<'_>, list: &mut Vec<Change>) {
    let mut renamed = Vec::new();
    for (old_key, key) in &pairs.operations {
        let pair = MethodPair::of(pairs, old_key, key);
        let is_same = (&pair.old.resource, &pair.old.name) == (&pair.new.resource, &pair.new.name);
        if !is_same {
            renamed.push(rename(&pair));
        } else if pair.old.request != pair.new.request {
            list.push(pair.change(&rules::N5).from(&pair.old.request).to(&pair.new.request));
        }
    }
    let (aliased, mut renamed): (Vec<_>, Vec<_>) =
        renamed.into_iter().partition(|(change, _)| !change.silent && has_alias(pairs, change));
    let moved = renamed.iter().filter(|(change, _)| !change.silent).count();
    if moved >= MANY && moved * 5 >= pairs.operations.len() * 4 {
        let (rest, silent): (Vec<_>, Vec<_>) = renamed.drain(..).partition(|(change, _)| !change.silent);
        list.extend(silent.into_iter().map(|(change, _)| change));
        list.extend(together(&rules::O7, "client", rest.into_iter().map(|(change, _)| change).collect()));
    }
    by_resource(renamed, list);
    by_resource(aliased, list);
    handles(pairs, list);
}

/// Whether programs that use the earlier name of a method still compile.
fn has_alias(pairs: &Pairs<'_>, change: &Change) -> bool {
    let alias = change.old.as_ref().and_then(|old| pairs.new.surface.aliases.get(old));
    alias.is_some() && alias == change.new.as_ref()
}

/// Makes one change of all methods of a resource that only has another name.
fn by_resource(renamed: Vec<(Change, Option<(String, String)>)>, list: &mut Vec<Change>) {
    let mut resources: BTreeMap<(String, String), Vec<Change>> = BTreeMap::new();
    for (change, resource) in renamed {
        match resource {
            Some(names) => resources.entry(names).or_default().push(change),
            None => list.push(change),
        }
    }
    for ((old, new), changes) in resources {
        let change = together(&rules::O19, &new, changes);
        list.extend(change.map(|change| change.from(old).to(&new)));
    }
}

/// From this number on, renamed methods are one change if nearly all others are renamed too.
const MANY: usize = 8;

/// Returns the change of a method with another name, and the part of its resource that differs if only that does.
fn rename(pair: &MethodPair<'_, '_>) -> (Change, Option<(String, String)>) {
    let (old, new) = (pair.old, pair.new);
    let named = |rule| pair.change(rule).from(call(old)).to(call(new));
    if let Some((rule, other, fits)) = taken(pair.pairs, pair.old_key) {
        let change = named(rule).silent(fits);
        return (Change { also: [format!("{} calls {other}", call(old))].into(), ..change }, None);
    }
    let added = |fits: &dyn Fn(&str) -> bool| pair.pairs.added_operations().any(|(key, _)| fits(path(key)));
    let own = path(pair.key);
    let beside = || added(&|path| path == own);
    let below = || added(&|path| path.strip_prefix(own).is_some_and(|rest| rest.starts_with('/')));
    let is_moved = old.resource != new.resource;
    let ids = pair.wires().is_some_and(|(old, new)| old.operation_id != new.operation_id);
    let rule = match (old.name.as_str(), new.name.as_str()) {
        _ if is_moved && beside() => &rules::O13,
        _ if is_moved && below() => &rules::O14,
        ("retrieve", "list") if !is_moved && below() => &rules::O15,
        ("retrieve", "list") if !is_moved => &rules::O16,
        ("list", "retrieve") if !is_moved => &rules::O17,
        (before, after) if is_moved && before == after && !ids => {
            return (named(&rules::O19), Some(difference(&old.resource, &new.resource)));
        }
        _ if ids => &rules::O6,
        _ => &rules::N8,
    };
    (named(rule), None)
}

fn path(key: &str) -> &str {
    key.split_once(' ').map_or(key, |(_, path)| path)
}

/// Returns two resources without the last segments that they have in common.
fn difference(old: &str, new: &str) -> (String, String) {
    let (mut old, mut new): (Vec<&str>, Vec<&str>) = (old.split('.').collect(), new.split('.').collect());
    while old.len() > 1 && new.len() > 1 && old.last() == new.last() {
        old.pop();
        new.pop();
    }
    (old.join("."), new.join("."))
}

/// Makes one change of several.
fn together(rule: &'static Rule, subject: &str, changes: Vec<Change>) -> Option<Change> {
    let mut also = changes
        .iter()
        .filter_map(|change| Some(format!("{} is now {}", change.old.as_deref()?, change.new.as_deref()?)));
    let first = changes.first()?;
    let mut change = Change::new(rule, first.key.clone(), subject);
    change.at = first.at.clone();
    change.also = also.by_ref().collect();
    Some(change)
}

/// Compares the names of the types that have the methods of resources.
fn handles(pairs: &Pairs<'_>, list: &mut Vec<Change>) {
    let (old, new) = (&pairs.old.surface.resources, &pairs.new.surface.resources);
    for (path, before) in old {
        if let Some(after) = new.get(path).filter(|after| *after != before) {
            list.push(Change::new(&rules::N4, path, path).from(before).to(after));
        }
    }
}
