//! What a run changes in a lock: what is new is added, what no release had is replaced, and what the last release had
//! stays.

use std::collections::{BTreeMap, BTreeSet};

use super::things::{Thing, places, renamed, things, values};
use super::{FORMAT, Lock, UNRELEASED};
use crate::surface::{Kind, Method, Model, Named, Surface};

impl Lock {
    /// Returns the lock after a run that generated this surface.
    #[doc(hidden)]
    #[must_use]
    pub fn with(&self, generated: &Surface) -> Self {
        let published = self.published();
        let surface = merged(&published, generated);
        let known: BTreeSet<Thing> = things(&published).into_keys().chain(places(&published)).collect();
        let is_known_type = |thing: &Thing| match thing {
            Thing::Place(at, _) => published.types.contains_key(at),
            _ => true,
        };
        let all = things(&surface).into_keys().chain(places(&surface).filter(is_known_type));
        let added = all.filter(|thing| !known.contains(thing));
        let added: BTreeSet<String> = added.map(|thing| thing.to_string()).collect();
        let mut since = self.since.clone();
        since.remove(UNRELEASED);
        if !added.is_empty() {
            since.insert(UNRELEASED.to_owned(), added);
        }
        let (released, was) = (self.released.clone(), self.was.clone());
        let lock = Self { format: FORMAT, released, accepted: self.accepted, since, was, surface };
        lock.without_lost_names()
    }

    /// Returns the lock with the names of a run that did not read it. The names that a release had become aliases.
    #[doc(hidden)]
    #[must_use]
    pub fn accepting(&self, chosen: &Surface) -> Self {
        let mut accepted = Self { accepted: true, ..self.clone() };
        let published: BTreeSet<Thing> = things(&self.published()).into_keys().collect();
        let moved = renamed(&self.surface, chosen);
        let types = moved.iter().filter(|(thing, ..)| matches!(thing, Thing::Type(_)));
        rename_types(&mut accepted.surface, &types.map(|(_, old, new)| (old.clone(), new.clone())).collect());
        for (thing, old, new) in moved {
            rename(&mut accepted.surface, &thing, &new);
            if published.contains(&thing) {
                remember(&mut accepted.was, (thing, old, new));
            }
        }
        accepted.surface.resources.extend(chosen.resources.clone());
        accepted.with(chosen)
    }

    /// Returns the lock of a release: it has what was generated, and nothing else. An incompatible release has only
    /// the aliases of names that it changes itself.
    #[doc(hidden)]
    #[must_use]
    pub fn release(&self, generated: &Surface, version: &str, is_incompatible: bool) -> Self {
        let mut since = self.with(generated).since;
        if let Some(added) = since.remove(UNRELEASED) {
            since.entry(version.to_owned()).or_default().extend(added);
        }
        let present: BTreeSet<String> = things(generated).into_keys().map(|thing| thing.to_string()).collect();
        since.values_mut().for_each(|added| added.retain(|thing| present.contains(thing)));
        since.retain(|_, added| !added.is_empty());
        let mut was = if is_incompatible { BTreeMap::new() } else { self.was.clone() };
        let published = self.published();
        for (old, key) in crate::diff::moved(&published, generated).types {
            carry(&mut was, &generated.types[&key], &old, &key);
        }
        let moved = self.moved(generated).into_iter().filter(|(thing, ..)| !matches!(thing, Thing::Operation(_)));
        renamed(&published, generated).into_iter().chain(moved).for_each(|one| remember(&mut was, one));
        let mut surface = Surface { version: version.to_owned(), ..generated.clone() };
        if is_incompatible {
            for feature in published.retired_features.keys() {
                if surface.retired_features.remove(feature).is_some() {
                    surface.features.remove(feature);
                }
            }
        }
        let lock = Self { format: FORMAT, released: version.to_owned(), accepted: false, since, was, surface };
        lock.without_lost_names()
    }

    /// Removes the earlier names of what is gone.
    fn without_lost_names(mut self) -> Self {
        let present: BTreeSet<String> = things(&self.surface).into_keys().map(|thing| thing.to_string()).collect();
        self.was.retain(|thing, _| present.contains(thing));
        self
    }
}

/// Moves the earlier names of a type and of its values to its present key.
fn carry(was: &mut BTreeMap<String, Vec<String>>, model: &Model, old: &str, key: &str) {
    let values = values(model).map(|value| [old, key].map(|at| Thing::Member(at.to_owned(), value.clone())));
    for [old, new] in values.chain([[old, key].map(|at| Thing::Type(at.to_owned()))]) {
        let names = was.remove(&old.to_string()).unwrap_or_default();
        if !names.is_empty() {
            was.entry(new.to_string()).or_default().extend(names);
        }
    }
}

/// Keeps the earlier name of something.
fn remember(was: &mut BTreeMap<String, Vec<String>>, (thing, old, new): (Thing, String, String)) {
    let was = was.entry(thing.to_string()).or_default();
    was.retain(|name| *name != new && *name != old);
    was.push(old);
    was.sort();
}

/// Returns a published surface with what was added to it.
fn merged(published: &Surface, generated: &Surface) -> Surface {
    // What has no name of its own, such as servers, is that of the release.
    let mut surface = published.clone();
    for (key, method) in &generated.operations {
        let known = published.operations.get(key);
        surface.operations.insert(key.clone(), known.map_or_else(|| method.clone(), |known| operation(known, method)));
    }
    for (key, model) in &generated.types {
        let known = published.types.get(key);
        surface.types.insert(key.clone(), known.map_or_else(|| model.clone(), |known| with_more(known, model)));
    }
    for (scheme, credential) in &generated.credentials {
        surface.credentials.entry(scheme.clone()).or_insert_with(|| credential.clone());
    }
    for (path, handle) in &generated.resources {
        surface.resources.entry(path.clone()).or_insert_with(|| handle.clone());
    }
    surface.features.extend(generated.features.iter().cloned());
    surface
}

/// Returns a published operation with the optional inputs and the statuses that were added to it.
fn operation(published: &Method, generated: &Method) -> Method {
    let mut method = published.clone();
    let is_argument = |key: &String| published.arguments.iter().any(|(known, _)| known == key);
    for (key, named) in generated.setters.iter().filter(|(key, _)| !is_argument(key)) {
        method.setters.entry(key.clone()).or_insert_with(|| named.clone());
    }
    for (status, name) in &generated.outcomes {
        method.outcomes.entry(status.clone()).or_insert_with(|| name.clone());
    }
    method
}

/// Returns a published model with the members that were added to it.
fn with_more(published: &Model, generated: &Model) -> Model {
    let mut model = published.clone();
    model.places.extend(generated.places.iter().cloned());
    let extend = |members: &mut BTreeMap<String, Named>, more: &BTreeMap<String, Named>| {
        for (wire, named) in more {
            members.entry(wire.clone()).or_insert_with(|| named.clone());
        }
    };
    match (&mut model.kind, &generated.kind) {
        (Kind::Struct { fields: members, new, .. }, Kind::Struct { fields: more, new: has_new, .. }) => {
            extend(members, more);
            if new.is_none() {
                new.clone_from(has_new);
                model.constructor.clone_from(&generated.constructor);
            }
        }
        (Kind::Union { variants: members, .. }, Kind::Union { variants: more, .. }) => extend(members, more),
        (Kind::Enumeration(values), Kind::Enumeration(more)) => {
            for (value, name) in more {
                values.entry(value.clone()).or_insert_with(|| name.clone());
            }
        }
        _ => {}
    }
    model
}

/// Gives something another name.
fn rename(surface: &mut Surface, thing: &Thing, name: &str) {
    match thing {
        Thing::Operation(key) => change(surface.operations.get_mut(key), |one| {
            let (resource, method) = name.rsplit_once('.').unwrap_or(("", name));
            (one.resource, one.name) = (resource.to_owned(), method.to_owned());
        }),
        Thing::Request(key) => change(surface.operations.get_mut(key), |one| one.request = name.to_owned()),
        Thing::Inputs(key) => change(surface.operations.get_mut(key), |one| one.inputs = Some(name.to_owned())),
        Thing::Input(key, input) => change(surface.operations.get_mut(key), |one| {
            let arguments = one.arguments.iter_mut().filter(|(known, _)| known == input).map(|(_, named)| named);
            arguments.chain(one.setters.get_mut(input)).for_each(|named| named.name = name.to_owned());
        }),
        Thing::Outcome(key, status) => change(surface.operations.get_mut(key), |one| {
            one.outcomes.insert(status.clone(), name.to_owned());
        }),
        Thing::Type(at) => change(surface.types.get_mut(at), |one| one.name = name.to_owned()),
        Thing::Member(at, wire) => change(surface.types.get_mut(at), |one| match &mut one.kind {
            Kind::Struct { fields: members, .. } | Kind::Union { variants: members, .. } => {
                change(members.get_mut(wire), |named| named.name = name.to_owned());
            }
            Kind::Enumeration(values) => change(values.get_mut(wire), |value| *value = name.to_owned()),
            Kind::Alias(_) => {}
        }),
        Thing::Credential(scheme) => change(surface.credentials.get_mut(scheme), |one| one.method = name.to_owned()),
        Thing::Place(..) | Thing::Feature(_) => {}
    }
}

fn change<T>(thing: Option<&mut T>, change: impl FnOnce(&mut T)) {
    if let Some(thing) = thing {
        change(thing);
    }
}

/// Replaces names of models in all types.
fn rename_types(surface: &mut Surface, names: &BTreeMap<String, String>) {
    if names.is_empty() {
        return;
    }
    let replace = |ty: &mut String| *ty = with_names(ty, names);
    for method in surface.operations.values_mut() {
        replace(&mut method.returns);
        method.item.iter_mut().for_each(replace);
        let arguments = method.arguments.iter_mut().map(|(_, named)| named);
        arguments.chain(method.setters.values_mut()).for_each(|named| replace(&mut named.ty));
    }
    for model in surface.types.values_mut() {
        match &mut model.kind {
            Kind::Struct { fields, rest, .. } => {
                fields.values_mut().chain(rest).for_each(|named| replace(&mut named.ty));
            }
            Kind::Union { variants, accessors } => {
                variants.values_mut().for_each(|named| replace(&mut named.ty));
                accessors.values_mut().for_each(replace);
            }
            Kind::Alias(ty) => replace(ty),
            Kind::Enumeration(_) => {}
        }
    }
}

/// Returns a type with other names in it.
fn with_names(ty: &str, names: &BTreeMap<String, String>) -> String {
    let is_part = |c: char| c == '_' || c.is_alphanumeric();
    let mut text = String::with_capacity(ty.len());
    let mut rest = ty;
    while let Some(start) = rest.find(is_part) {
        let (before, word) = rest.split_at(start);
        let (word, after) = word.split_at(word.find(|c| !is_part(c)).unwrap_or(word.len()));
        text.push_str(before);
        text.push_str(names.get(word).map_or(word, String::as_str));
        rest = after;
    }
    text + rest
}
