//! Compares enumerations and unions: their variants, and the methods of unions.

use std::collections::{BTreeMap, BTreeSet};

use super::sides::ModelPair;
use super::types::{Form, inside};
use super::{Change, Effect, Verdict, rules};
use crate::ir::{Shape, Struct, Union};
use crate::surface::{Kind, Named};

/// Compares enumerations.
pub(super) fn enumerations(
    pair: &ModelPair<'_, '_>,
    old: &BTreeMap<String, String>,
    new: &BTreeMap<String, String>,
    list: &mut Vec<Change>,
) {
    let integers = |wire: Option<&super::Wire>, key: &str| Some(matches!(wire?.def(key)?.shape, Shape::IntegerEnum(_)));
    if integers(pair.pairs.old.wire, pair.old_key) != integers(pair.pairs.new.wire, pair.key) {
        list.push(pair.change(&rules::E12));
        return;
    }
    // A value with the same variant is the same value, spelled in another way.
    let added = |variant: &str| new.iter().find(|(value, name)| *name == variant && !old.contains_key(*value));
    let mut respelled = BTreeSet::new();
    let sent = |effects: (Effect, Effect)| if pair.direction.sent { effects } else { (Effect::Ok, Effect::Ok) };
    for (value, variant) in old {
        match new.get(value) {
            Some(name) if name != variant => {
                list.push(pair.part(&rules::E7, value).from(variant).to(name));
            }
            Some(_) => {}
            None => match added(variant) {
                Some((other, _)) => {
                    respelled.insert(other);
                    let effects = sent(rules::E4.wire);
                    list.push(pair.part(&rules::E4, value).from(value).to(other).effects(Some(effects)));
                }
                None => list.push(pair.part(&rules::E3, value).from(variant).effects(Some(sent(rules::E3.wire)))),
            },
        }
    }
    for (value, variant) in new.iter().filter(|(value, _)| !old.contains_key(*value) && !respelled.contains(value)) {
        list.push(pair.part(&rules::E1, value).to(variant).effects(Some(sent(rules::E1.wire))));
    }
}

/// Compares unions.
pub(super) fn unions(pair: &ModelPair<'_, '_>, list: &mut Vec<Change>) {
    let (
        Kind::Union { variants: old, accessors: old_accessors },
        Kind::Union { variants: new, accessors: new_accessors },
    ) = (&pair.old.kind, &pair.new.kind)
    else {
        return;
    };
    let sent = |effects: (Effect, Effect)| if pair.direction.sent { effects } else { (Effect::Ok, Effect::Ok) };
    let respelled = respelled(pair, old, new);
    for (tag, before) in old {
        match (new.get(tag), respelled.get(tag.as_str())) {
            (Some(after), _) => variant(pair, tag, before, after, list),
            (None, Some(other)) => {
                let after = &new[*other];
                let verdict = if before.name == after.name { Verdict::Patch } else { Verdict::Major };
                list.push(pair.part(&rules::U9, tag).from(tag).to(*other).rust(verdict));
            }
            (None, None) => {
                let change = pair.part(&rules::U3, tag).from(&before.name).mentions(&before.ty, "");
                list.push(change.effects(Some(sent(rules::U3.wire))));
            }
        }
    }
    let kept: BTreeSet<&str> = respelled.values().copied().collect();
    for (tag, after) in new.iter().filter(|(tag, _)| !old.contains_key(*tag) && !kept.contains(tag.as_str())) {
        let rule = if is_ambiguous(pair, tag) { &rules::U15 } else { &rules::U1 };
        let effects = if rule.silent { rule.wire } else { sent(rule.wire) };
        list.push(pair.part(rule, tag).to(&after.name).mentions("", &after.ty).effects(Some(effects)));
    }
    for name in old_accessors.keys().filter(|name| !new_accessors.contains_key(*name)) {
        list.push(pair.part(&rules::U6, &format!("{name}()")));
    }
    for name in new_accessors.keys().filter(|name| !old_accessors.contains_key(*name)) {
        list.push(pair.part(&rules::U7, &format!("{name}()")));
    }
    let accessors = old_accessors.iter().filter_map(|(name, before)| Some((name, before, new_accessors.get(name)?)));
    for (name, before, after) in
        accessors.filter(|(_, before, after)| pair.pairs.translate(before) != pair.pairs.current(after))
    {
        list.push(pair.part(&rules::U6, &format!("{name}()")).from(before).to(after));
    }
    let tag = |wire: Option<&super::Wire>, key: &str| {
        let tag = union(wire?, key)?.tag.as_ref();
        Some(tag.map(|tag| tag.as_str().to_owned()).unwrap_or_default())
    };
    let tags = (tag(pair.pairs.old.wire, pair.old_key), tag(pair.pairs.new.wire, pair.key));
    if let (Some(before), Some(after)) = tags
        && before != after
    {
        list.push(pair.change(&rules::U8).from(before).to(after));
    }
}

fn union<'a>(wire: &'a super::Wire, key: &str) -> Option<&'a Union> {
    match &wire.def(key)?.shape {
        Shape::Union(union) => Some(union),
        _ => None,
    }
}

/// Returns the tags of variants that have another tag now: by their types, which no other variant has.
fn respelled<'a>(
    pair: &ModelPair<'_, '_>,
    old: &'a BTreeMap<String, Named>,
    new: &'a BTreeMap<String, Named>,
) -> BTreeMap<&'a str, &'a str> {
    let gone = old.iter().filter(|(tag, variant)| !new.contains_key(*tag) && !variant.ty.is_empty());
    let found = gone.filter_map(|(tag, variant)| {
        let ty = pair.pairs.translate(&variant.ty);
        let mut same =
            new.iter().filter(|(other, after)| !old.contains_key(*other) && pair.pairs.current(&after.ty) == ty);
        match (same.next(), same.next()) {
            (Some((other, _)), None) => Some((tag.as_str(), other.as_str())),
            _ => None,
        }
    });
    found.collect()
}

/// Compares a variant that both versions have.
fn variant(pair: &ModelPair<'_, '_>, tag: &str, old: &Named, new: &Named, list: &mut Vec<Change>) {
    if old.name != new.name {
        list.push(pair.part(&rules::E7, tag).from(&old.name).to(&new.name));
    }
    let translated = pair.pairs.translate(&old.ty);
    let current = pair.pairs.current(&new.ty);
    if translated == current {
        return;
    }
    let rule = match (inside(&translated, "Box"), inside(&current, "Box")) {
        (None, Some(inner)) if inner == translated => &rules::U4,
        (Some(inner), None) if inner == current => &rules::U5,
        _ => &rules::M24,
    };
    list.push(pair.part(rule, tag).from(&old.ty).to(&new.ty).mentions(&old.ty, &new.ty));
}

/// Whether an added variant of an untagged union can be read from what another variant was read from: what it requires,
/// that one has as well, and requires nothing that this one does not have.
fn is_ambiguous(pair: &ModelPair<'_, '_>, tag: &str) -> bool {
    let Some(wire) = pair.pairs.new.wire.filter(|_| pair.pairs.old.wire.is_some()) else { return false };
    let Some(union) = union(wire, pair.key).filter(|union| union.tag.is_none()) else { return false };
    let (Kind::Union { variants, .. }, Kind::Union { variants: old, .. }) = (&pair.new.kind, &pair.old.kind) else {
        return false;
    };
    let structure = |tag: &str| -> Option<&Struct> {
        let name = Form::of(&variants.get(tag)?.ty).bare;
        let of_name = |alternative: &&crate::ir::Alternative| {
            wire.api().as_struct(&alternative.ty).is_some_and(|(id, _)| {
                pair.pairs.new.surface.types.get(wire.key(id)).is_some_and(|model| model.name == name)
            })
        };
        wire.api().as_struct(&union.variants.iter().find(of_name)?.ty).map(|(_, shape)| shape)
    };
    let Some(added) = structure(tag) else { return false };
    let has_all = |one: &Struct, other: &Struct| {
        let mut required = one.fields.iter().filter(|field| field.presence.required);
        required.all(|field| other.fields.iter().any(|other| other.wire == field.wire && other.value == field.value))
    };
    let known = variants.keys().filter(|other| old.contains_key(*other)).filter_map(|other| structure(other));
    known.into_iter().any(|other| has_all(added, other) && has_all(other, added))
}
