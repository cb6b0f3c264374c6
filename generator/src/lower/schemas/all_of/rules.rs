//! Which properties of an object exclude each other, and which of them a value with all of the others leaves out. The
//! type does not depend on these rules; the values that tests send follow them.

use std::collections::HashSet;

use serde_json::Value;

use super::super::{Node, Schemas};
use crate::document::extensions::DEPENDENT_REQUIRED;
use crate::ir::Field;
use crate::lower::schemas::facets::{Facets, SchemaList};
use crate::pointer::Pointer;

/// The most schemas within `not` that are read for one object.
const LOOKED_AT: usize = 256;
/// How often dependencies between properties are followed.
const ROUNDS: usize = 16;

/// What a document says about properties that occur together.
#[derive(Clone, Debug, Default)]
pub(in crate::lower) struct Rules<'a> {
    /// What each alternative of a `oneOf` requires.
    choices: Vec<Vec<Alternative<'a>>>,
    /// Properties of which at least one is missing (`not` of `required`).
    denied: Vec<Vec<&'a str>>,
    /// A property, and those that it needs (`dependentRequired`).
    dependent: Vec<(&'a str, Vec<&'a str>)>,
    /// The most properties that there may be (`maxProperties`).
    most: Option<usize>,
}

/// An alternative that says only which properties are required.
#[derive(Clone, Copy, Debug, Default)]
struct Alternative<'a> {
    /// The required properties.
    members: &'a [String],
    /// Whether it also forbids some.
    denies: bool,
}

impl<'a> Rules<'a> {
    /// Adds alternatives of which exactly one holds.
    pub(in crate::lower) fn choose(&mut self, alternatives: SchemaList<'a>, needed: &[&'a [String]]) {
        let denies = alternatives.iter().map(|part| match Node::from(part) {
            Node::Inline(schema) => Facets::of(schema).not.is_some(),
            Node::Reference(_) => false,
        });
        self.choices.push(needed.iter().zip(denies).map(|(members, denies)| Alternative { members, denies }).collect());
    }

    /// Adds what a schema says beside the properties of an object.
    pub(in crate::lower) fn bound(&mut self, facets: &Facets<'a>) {
        let most = facets.max_properties.and_then(|most| usize::try_from(most).ok());
        self.most = self.most.into_iter().chain(most).min();
        let dependent = facets.extensions.and_then(|extensions| extensions.get(DEPENDENT_REQUIRED));
        for (name, needed) in dependent.and_then(Value::as_object).into_iter().flatten() {
            let needed = needed.as_array().into_iter().flatten().filter_map(Value::as_str);
            self.dependent.push((name, needed.collect()));
        }
    }

    /// Returns the properties that the chosen alternatives require.
    pub(in crate::lower) fn needed(&self, required: &HashSet<&str>) -> Vec<&'a str> {
        let chosen = self.choices.iter().filter_map(|choice| choice.get(chosen(choice, required)));
        chosen.flat_map(|alternative| alternative.members).map(String::as_str).collect()
    }

    /// Marks the fields that a value with all of the others leaves out.
    pub(in crate::lower) fn mark_conflicting(&self, fields: &mut [Field]) {
        let required: HashSet<&str> = with(fields, |field| field.presence.required);
        let mut kept: HashSet<&str> = with(fields, |field| field.presence.required || !field.read_only);
        for choice in &self.choices {
            let own = choice.get(chosen(choice, &required)).copied().unwrap_or_default();
            let stays: HashSet<&str> = own.members.iter().map(String::as_str).chain(required.iter().copied()).collect();
            let others = choice.iter().flat_map(|alternative| alternative.members).map(String::as_str);
            others.filter(|name| !stays.contains(name)).for_each(|name| {
                kept.remove::<str>(name);
            });
        }
        let needed: HashSet<&str> = with(fields, |field| field.presence.required || field.needed);
        for denied in self.denied.iter().filter(|denied| !denied.is_empty()) {
            if denied.iter().all(|name| kept.contains(name)) {
                let free = denied.iter().rev().find(|name| !needed.contains(*name));
                let free = free.or_else(|| denied.iter().rev().find(|name| !required.contains(*name)));
                free.iter().for_each(|name| {
                    kept.remove(**name);
                });
            }
        }
        self.drop_dependent(&mut kept, &required);
        if let Some(most) = self.most {
            let optional = fields.iter().rev().map(|field| field.wire.as_str()).filter(|name| !needed.contains(name));
            for name in optional {
                if kept.len() > most {
                    kept.remove(name);
                }
            }
            self.drop_dependent(&mut kept, &required);
        }
        let conflicting: Vec<bool> = fields.iter().map(|field| !kept.contains(field.wire.as_str())).collect();
        fields
            .iter_mut()
            .zip(conflicting)
            .for_each(|(field, conflicting)| field.conflicting = conflicting && !field.read_only);
    }

    /// Leaves out properties that need one that is left out.
    fn drop_dependent(&self, kept: &mut HashSet<&str>, required: &HashSet<&str>) {
        for _ in 0..ROUNDS {
            let before = kept.len();
            for (name, needed) in &self.dependent {
                if !required.contains(name) && !needed.iter().all(|name| kept.contains(name)) {
                    kept.remove::<str>(name);
                }
            }
            if kept.len() == before {
                break;
            }
        }
    }
}

/// Returns the names of the fields for which `is` is true.
fn with(fields: &[Field], is: impl Fn(&Field) -> bool) -> HashSet<&str> {
    fields.iter().filter(|field| is(field)).map(|field| field.wire.as_str()).collect()
}

/// Returns the first alternative with which no other one holds; the first of all if there is none.
fn chosen(choice: &[Alternative<'_>], required: &HashSet<&str>) -> usize {
    let is_alone = |index: usize, own: &Alternative<'_>| {
        let there: HashSet<&str> = own.members.iter().map(String::as_str).chain(required.iter().copied()).collect();
        let others = choice.iter().enumerate().filter(|(other, _)| *other != index);
        let is_met =
            |other: &Alternative<'_>| !other.denies && other.members.iter().all(|name| there.contains(name.as_str()));
        others.into_iter().all(|(_, other)| !is_met(other))
    };
    let alternatives = choice.iter().take(LOOKED_AT).enumerate();
    alternatives.into_iter().find(|(index, own)| is_alone(*index, own)).map_or(0, |(index, _)| index)
}

impl<'a> Schemas<'a> {
    /// Adds what the `not` beside the properties of an object says about them.
    pub(in crate::lower) fn deny(&self, rules: &mut Rules<'a>, facets: &Facets<'a>, at: &Pointer) {
        if let Some(not) = facets.not {
            self.deny_all(rules, (Node::from(not), at.child("not")), &[], &mut LOOKED_AT.clone());
        }
    }

    /// Adds what alternatives of an `anyOf` deny, if each of them denies something.
    pub(in crate::lower) fn deny_beside_any(&self, rules: &mut Rules<'a>, list: SchemaList<'a>, at: &Pointer) {
        let facets = || list.iter().filter_map(|part| Some(Facets::of(self.find(Node::from(part), at)?.schema)));
        if facets().all(|facets| facets.not.is_some())
            && let Some(first) = facets().next()
        {
            self.deny(rules, &first, &at.child("anyOf").child("0"));
        }
    }

    /// Adds a denial for each alternative of a schema within `not`. Keywords beside `required` are ignored: without the
    /// required properties, the schema does not hold anyway.
    fn deny_all(&self, rules: &mut Rules<'a>, (node, at): (Node<'a>, Pointer), outer: &[&'a str], left: &mut usize) {
        let Some(rest) = left.checked_sub(1) else { return };
        *left = rest;
        let Some(found) = self.find(node, &at) else { return };
        let facets = Facets::of(found.schema);
        let mut denied = outer.to_vec();
        denied.extend(facets.required.iter().map(String::as_str));
        for part in facets.all_of.iter().take(LOOKED_AT) {
            let part = self.find(Node::from(part), &found.at.child("allOf"));
            let part = part.map(|part| Facets::of(part.schema).required).unwrap_or_default();
            denied.extend(part.iter().map(String::as_str));
        }
        let alternatives = facets.one_of.iter().chain(facets.any_of);
        if facets.one_of.is_empty() && facets.any_of.is_empty() {
            rules.denied.push(denied);
            return;
        }
        alternatives.for_each(|part| {
            self.deny_all(rules, (Node::from(part), found.at.child("anyOf")), &denied, left);
        });
    }
}
