//! Compares models: their names, fields and constructors.

use std::collections::{BTreeMap, BTreeSet};

use super::fields::{self, Field};
use super::inputs::facts;
use super::pairs::Pairs;
use super::responses::item_fields;
use super::sides::{ModelPair, location};
use super::wire::Direction;
use super::{Change, rules, variants};
use crate::surface::{Kind, Model, Named};

/// Compares the models of two versions.
pub(super) fn compare(pairs: &Pairs<'_>, list: &mut Vec<Change>) {
    for (key, model) in pairs.removed_types() {
        let rule = if matches!(model.kind, Kind::Alias(_)) { &rules::M37 } else { &rules::M42 };
        let change = match pairs.new_models.get(model.name.as_str()) {
            Some(_) => Change::new(&rules::N6, key, &model.name).silent(false),
            None => Change::new(rule, key, &model.name),
        };
        list.push(change.at(location(pairs.old, key), None));
    }
    for (key, model) in pairs.added_types() {
        list.push(Change::new(&rules::M43, key, &model.name).at(None, location(pairs.new, key)));
    }
    renames(pairs, list);
    let items: BTreeSet<(&str, &str)> =
        item_fields(pairs.old.surface.operations.values(), &pairs.old_models).into_iter().collect();
    for (old_key, key) in &pairs.types {
        let (old, new) = (&pairs.old.surface.types[*old_key], &pairs.new.surface.types[*key]);
        let used = |version: super::Version<'_>, key: &str| version.wire.map(|wire| wire.direction(key));
        let direction = match (used(pairs.old, old_key), used(pairs.new, key)) {
            (Some(old), Some(new)) => old.or(new),
            // Users can create what requests contain.
            _ => Direction { sent: old.constructor.is_some() || new.constructor.is_some(), received: true },
        };
        let pair = ModelPair { pairs, old_key, key, old, new, direction };
        contents(&pair, &items, list);
        samples(&pair, list);
    }
}

/// Reports types with other names; those that are named after a renamed method or type only if the old name now means
/// another type.
fn renames(pairs: &Pairs<'_>, list: &mut Vec<Change>) {
    let moved: BTreeSet<&str> = pairs
        .operations
        .iter()
        .filter(|(old, new)| {
            let (old, new) = (&pairs.old.surface.operations[**old], &pairs.new.surface.operations[**new]);
            (&old.resource, &old.name) != (&new.resource, &new.name)
        })
        .map(|(old, _)| *old)
        .collect();
    let renamed: BTreeMap<&str, &str> = pairs
        .types
        .iter()
        .map(|(old, new)| (*old, *new))
        .filter(|(old, new)| pairs.old.surface.types[*old].name != pairs.new.surface.types[*new].name)
        .collect();
    for (old_key, key) in &renamed {
        let (old, new) = (&pairs.old.surface.types[*old_key], &pairs.new.surface.types[*key]);
        let other = pairs.new_models.get(old.name.as_str());
        let is_consequence = operation_of(old_key).is_some_and(|operation| moved.contains(operation))
            || ancestors(old_key).any(|ancestor| renamed.contains_key(ancestor));
        let rule = match other {
            Some(_) => &rules::N6,
            None if is_consequence => continue,
            None if old_key != key => &rules::N3,
            None => &rules::N1,
        };
        let is_same_kind = |other: &&Model| std::mem::discriminant(&other.kind) == std::mem::discriminant(&old.kind);
        let change = Change::new(rule, *key, &old.name).at(location(pairs.old, old_key), location(pairs.new, key));
        let change = change.from(&old.name).to(&new.name);
        list.push(change.silent(other.is_some_and(is_same_kind)));
    }
}

/// Returns the operation whose inline schema has this key: `GET /users/{} response.items[]`.
fn operation_of(key: &str) -> Option<&str> {
    let (method, rest) = key.split_once(' ').filter(|_| !key.starts_with('/'))?;
    Some(&key[..method.len() + 1 + rest.find(' ')?])
}

/// Returns the keys of what contains the model.
fn ancestors(key: &str) -> impl Iterator<Item = &str> {
    let owner = |key: &str| key.strip_suffix("[]").map(str::len).or_else(|| key.rfind('.'));
    std::iter::successors(owner(key).map(|cut| &key[..cut]), move |key| owner(key).map(|cut| &key[..cut]))
}

fn contents(pair: &ModelPair<'_, '_>, items: &BTreeSet<(&str, &str)>, list: &mut Vec<Change>) {
    match (&pair.old.kind, &pair.new.kind) {
        (Kind::Struct { fields: old, .. }, Kind::Struct { fields: new, .. }) => structs(pair, (old, new), items, list),
        (Kind::Enumeration(old), Kind::Enumeration(new)) => variants::enumerations(pair, old, new, list),
        (Kind::Union { .. }, Kind::Union { .. }) => variants::unions(pair, list),
        (Kind::Alias(old), Kind::Alias(new)) => {
            if pair.pairs.translate(old) != pair.pairs.current(new) {
                let rule = fields::type_rule(pair, None, None, &pair.pairs.translate(old), new);
                list.push(pair.change(rule).from(old).to(new).mentions(old, new));
            }
        }
        (_, Kind::Union { .. }) => list.push(pair.change(&rules::U11)),
        (Kind::Union { .. }, _) => list.push(pair.change(&rules::U12)),
        (Kind::Alias(_), Kind::Enumeration(_)) | (Kind::Enumeration(_), Kind::Alias(_)) => {
            list.push(pair.change(&rules::M36));
        }
        (Kind::Alias(ty), Kind::Struct { .. }) if ty == "Value" => list.push(pair.change(&rules::M31).from(ty)),
        (Kind::Alias(ty), Kind::Struct { .. }) | (Kind::Struct { .. }, Kind::Alias(ty)) if fields::is_map(ty) => {
            list.push(pair.change(&rules::M32));
        }
        _ => list.push(pair.change(&rules::M24)),
    }
}

type Fields<'a> = BTreeMap<String, Named>;

fn structs(
    pair: &ModelPair<'_, '_>,
    fields: (&Fields<'_>, &Fields<'_>),
    items: &BTreeSet<(&str, &str)>,
    list: &mut Vec<Change>,
) {
    let (old, new) = fields;
    let properties = |version: super::Version<'_>, key: &str| -> BTreeMap<String, ()> {
        version
            .wire
            .map(|wire| wire.properties(key).into_keys().map(|key| (key.to_owned(), ())).collect())
            .unwrap_or_default()
    };
    let mut names: BTreeSet<String> = old.keys().chain(new.keys()).cloned().collect();
    names.extend(properties(pair.pairs.old, pair.old_key).into_keys());
    names.extend(properties(pair.pairs.new, pair.key).into_keys());
    let old_members = pair.pairs.old.wire.map(|wire| wire.properties(pair.old_key)).unwrap_or_default();
    let new_members = pair.pairs.new.wire.map(|wire| wire.properties(pair.key)).unwrap_or_default();
    for name in &names {
        let members = (old_members.get(name.as_str()), new_members.get(name.as_str()));
        let is_items = items.contains(&(pair.old.name.as_str(), name.as_str()));
        let field = Field { pair, name, old: members.0, new: members.1, is_items };
        field.compare(old.get(name), new.get(name), list);
        if let (Some(old), Some(new)) = members {
            facts(pair.direction, old, new, &|rule| field.change(rule), list);
        }
    }
    constructors(pair, old, new, list);
}

/// Compares the samples for tests.
fn samples(pair: &ModelPair<'_, '_>, list: &mut Vec<Change>) {
    match (pair.old.sample, pair.new.sample) {
        (false, true) => list.push(pair.change(&rules::M47)),
        (true, false) => list.push(pair.change(&rules::M48)),
        _ => {}
    }
}

/// Compares what creates a struct, and the field for further properties.
fn constructors(pair: &ModelPair<'_, '_>, old_fields: &Fields<'_>, new_fields: &Fields<'_>, list: &mut Vec<Change>) {
    let (Kind::Struct { new: old_new, rest: old_rest, .. }, Kind::Struct { new: new_new, rest: new_rest, .. }) =
        (&pair.old.kind, &pair.new.kind)
    else {
        return;
    };
    match (old_new, new_new) {
        (None, Some(_)) => list.push(pair.change(&rules::M12)),
        (Some(_), None) => list.push(pair.change(&rules::M13)),
        (Some(old), Some(new)) => {
            let kept_old: Vec<&String> = old.iter().filter(|name| new.contains(name)).collect();
            let kept_new: Vec<&String> = new.iter().filter(|name| old.contains(name)).collect();
            let ty =
                |fields: &Fields<'_>, name: &str| fields.get(name).map(|field| field.ty.clone()).unwrap_or_default();
            let fits = old.len() == new.len()
                && old.iter().zip(new).all(|(before, after)| {
                    pair.pairs.translate(&ty(old_fields, before)) == pair.pairs.current(&ty(new_fields, after))
                });
            if kept_old != kept_new || (fits && old != new) {
                let rule = if fits { &rules::M16 } else { &rules::M17 };
                list.push(pair.change(rule).from(old.join(", ")).to(new.join(", ")));
            }
        }
        (None, None) => {}
    }
    let has_default = |model: &Model| model.derives.contains("Default");
    if has_default(pair.old) && !has_default(pair.new) && new_new.is_some() == old_new.is_some() {
        // A field that is always there now is reported, and is the reason.
        let own = format!("{} ", pair.key);
        let is_reason = |change: &Change| change.rust == super::Verdict::Major && change.key.starts_with(&own);
        if !list.iter().any(is_reason) {
            list.push(pair.change(&rules::M20));
        }
    }
    match (old_rest, new_rest) {
        (Some(old), Some(new)) if old.name != new.name => {
            list.push(pair.change(&rules::N10).from(&old.name).to(&new.name));
        }
        (None, Some(new)) => list.push(pair.change(&rules::M33).to(&new.ty).mentions("", &new.ty)),
        (Some(old), None) => list.push(pair.change(&rules::M34).from(&old.ty).mentions(&old.ty, "")),
        (Some(old), Some(new)) if pair.pairs.translate(&old.ty) != pair.pairs.current(&new.ty) => {
            list.push(pair.change(&rules::M30).from(&old.ty).to(&new.ty).mentions(&old.ty, &new.ty));
        }
        _ => {}
    }
}
