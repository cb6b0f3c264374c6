//! Keeps one type where users have one for several equal schemas, and the document has made some of these grow: the
//! type then has what any of them has. Knows the surface of the lock; without one it does nothing.
//!
//! Without this, a value that is added to one of two equal enumerations would make two types of one, and programs that
//! use it in the other place would no longer compile, although the API only grew. Where one type cannot hold both, the
//! schema whose key the lock has keeps the name, and the other one gets a name of its own.

mod shapes;

use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap, HashSet};

use self::shapes::Joiner;
use super::edges::rewrite_shape;
use crate::diagnostics::{Diagnostic, Diagnostics, Location, codes};
use crate::ir::{Api, Origin, TypeId, Usage};
use crate::surface::Surface;

/// The most properties, values and alternatives that a warning lists.
const MOST_LISTED: usize = 5;

/// Makes definitions equal that users have as one type, and those that are the same part of these. Returns for each of
/// them the one that it equals.
pub(super) fn run(api: &mut Api, published: &Surface, diagnostics: &mut Diagnostics) -> HashMap<TypeId, TypeId> {
    let groups = groups(api);
    if groups.is_empty() {
        return HashMap::new();
    }
    let mut parted = Vec::new();
    let mut joiner = Joiner::new(api, published);
    for (key, members) in &groups {
        let name = published.types.get(key).map_or(key.as_str(), |model| model.name.as_str());
        let (first, others) = (members[0], &members[1..]);
        let mut differences = Vec::new();
        for other in others {
            match joiner.join(first, *other) {
                Ok(more) => differences.extend(more),
                Err(why) => {
                    diagnostics.push(parting(api, name, first, *other, &why));
                    parted.push(*other);
                }
            }
        }
        if !differences.is_empty() {
            diagnostics.push(joining(api, name, members, differences));
        }
    }
    let (same, shapes) = joiner.finish();
    let canonical = |id: TypeId| std::iter::successors(Some(id), |id| same.get(id).copied()).last().unwrap_or(id);
    // Those that are equal contain the same definitions then, too.
    let joined: HashSet<TypeId> = same.iter().flat_map(|(id, one)| [*id, *one]).collect();
    for id in &joined {
        let mut shape = shapes.get(&canonical(*id)).unwrap_or(&api.def(*id).shape).clone();
        rewrite_shape(&mut shape, &canonical);
        api.types[id.index()].shape = shape;
    }
    for id in parted {
        api.types[id.index()].published = None;
    }
    joined.into_iter().map(|id| (id, canonical(id))).collect()
}

/// Takes a type of the lock from all definitions but one, if something kept them from becoming one.
pub(super) fn leave_one(api: &mut Api, published: &Surface, diagnostics: &mut Diagnostics) {
    let mut ids: Vec<TypeId> = api.type_ids().collect();
    ids.sort_by_cached_key(|id| rank(api, *id));
    let mut known: HashMap<String, TypeId> = HashMap::new();
    for id in ids {
        let Some(key) = api.def(id).published.clone() else { continue };
        let first = *known.entry(key.clone()).or_insert(id);
        if first != id {
            let name = published.types.get(&key).map_or(key.as_str(), |model| model.name.as_str());
            diagnostics.push(parting(api, name, first, id, "requests and responses use them in different ways"));
            api.types[id.index()].published = None;
        }
    }
}

/// Returns the definitions that users have as one type, by its key: the one that has this key first. Types come before
/// those that contain them.
fn groups(api: &Api) -> Vec<(String, Vec<TypeId>)> {
    let mut groups: BTreeMap<&String, Vec<TypeId>> = BTreeMap::new();
    for id in api.type_ids().filter(|id| api.def(*id).usage != Usage::default()) {
        if let Some(key) = &api.def(id).published {
            groups.entry(key).or_default().push(id);
        }
    }
    let several = groups.into_iter().filter(|(_, members)| members.len() > 1);
    let mut groups: Vec<(String, Vec<TypeId>)> = several.map(|(key, members)| (key.clone(), members)).collect();
    groups.iter_mut().for_each(|(_, members)| members.sort_by_key(|id| rank(api, *id)));
    let depth = |members: &[TypeId]| members.iter().map(|id| depth(api, *id)).max();
    groups.sort_by_cached_key(|(key, members)| (Reverse(depth(members)), key.clone()));
    groups
}

/// What has the key of its type is first.
fn rank(api: &Api, id: TypeId) -> (bool, Vec<String>) {
    let def = api.def(id);
    (!def.published.as_ref().is_some_and(|key| def.keys.contains(key)), def.keys.clone())
}

/// Returns how deep a definition is nested in a component or an operation.
fn depth(api: &Api, id: TypeId) -> usize {
    let parent = |id: &TypeId| match &api.def(*id).origin {
        Origin::Member { parent, .. } => Some(*parent),
        _ => None,
    };
    std::iter::successors(Some(id), parent).take(api.types.len()).count()
}

fn joining(api: &Api, name: &str, members: &[TypeId], mut differences: Vec<String>) -> Diagnostic {
    differences.sort();
    differences.dedup();
    let more = differences.len().saturating_sub(MOST_LISTED);
    differences.truncate(MOST_LISTED);
    let more = if more == 0 { String::new() } else { format!(" and {more} more") };
    let message = format!(
        "`{name}` is the type of {} schemas that were equal and now differ in {}{more}; it has what any of them has",
        members.iter().map(|id| api.def(*id).keys.len()).sum::<usize>(),
        differences.join(", "),
    );
    Diagnostic::new(codes::JOINED_TYPE, Location::Node(api.def(members[0]).at.clone()), message)
        .help("`sdkgen lock --accept` gives each of them a type of its own, which is an incompatible change")
}

fn parting(api: &Api, name: &str, first: TypeId, other: TypeId, why: &str) -> Diagnostic {
    let (first, other) = (api.def(first), api.def(other));
    let message = format!(
        "users of the SDK have `{name}` for this schema too, but it is no longer like `{}`: {why}; it gets a type of \
         its own",
        first.keys.first().unwrap_or(&first.at.as_str().to_owned()),
    );
    Diagnostic::new(codes::PARTED_TYPE, Location::Node(other.at.clone()), message)
        .help("programs that use it here no longer compile; make both schemas fit one type by an overlay to avoid that")
}
