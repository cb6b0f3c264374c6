//! `allOf`: merges the parts of a schema into one flat schema. Siblings of a reference and the only alternative of a
//! list are such parts as well. Knows nothing of types.

mod beside;
mod combined;
mod conditions;
mod nullable;
mod rules;
mod wrapper;

use std::collections::HashSet;

use indexmap::IndexMap;
use openapiv3::{AdditionalProperties, Schema};
use serde_json::Value;

pub(in crate::lower) use self::combined::{Combined, Identity, Piece};
pub(in crate::lower) use self::conditions::{conditions, described_conditions};
use self::rules::Rules;
use super::{Found, Node, Schemas};
use crate::lower::schemas::facets::{Facets, Kind};
use crate::pointer::Pointer;

/// A schema and where it is written.
pub(in crate::lower) type Part<'a> = (Node<'a>, Pointer);

/// What is said about additional properties.
#[derive(Clone, Debug)]
pub(in crate::lower) enum Additional<'a> {
    /// There are none.
    None,
    /// They may have any value.
    Any,
    /// They match this schema.
    Of(Part<'a>),
}

/// Two parts that contradict each other.
#[derive(Clone, Debug)]
pub(in crate::lower) struct Clash {
    pub(in crate::lower) first: (String, Pointer),
    pub(in crate::lower) second: (String, Pointer),
}

/// The merged parts of a schema.
#[derive(Debug, Default)]
pub(in crate::lower) struct Merged<'a> {
    /// The properties, each where it is written. Where several parts describe one, all of them hold.
    pub(in crate::lower) properties: IndexMap<&'a str, Part<'a>>,
    /// The required properties.
    pub(in crate::lower) required: HashSet<&'a str>,
    /// Where required properties are listed.
    pub(in crate::lower) requiring: Vec<(&'a [String], Pointer)>,
    /// The properties that one of several conditions requires.
    pub(in crate::lower) needed: HashSet<&'a str>,
    /// How many properties there must be.
    pub(in crate::lower) least: usize,
    /// Which properties exclude each other.
    pub(in crate::lower) rules: Rules<'a>,
    /// What is said about additional properties.
    pub(in crate::lower) additional: Option<Additional<'a>>,
    /// What is said about the items of a list.
    pub(in crate::lower) items: Option<Part<'a>>,
    /// Lists of alternatives among the parts; each has one keyword only.
    pub(in crate::lower) unions: Vec<(Facets<'a>, Pointer)>,
    /// What the parts together say about single values; the type is what they name or imply.
    pub(in crate::lower) facets: Facets<'a>,
    /// Parts that contradict each other.
    pub(in crate::lower) clash: Option<Clash>,
}

impl Merged<'_> {
    /// Whether the schema becomes a struct.
    pub(in crate::lower) fn is_struct(&self) -> bool {
        !self.properties.is_empty() && self.clash.is_none()
    }
}

/// The parts while they are merged.
#[derive(Default)]
struct Layers<'a> {
    merged: Merged<'a>,
    properties: IndexMap<&'a str, Vec<Piece<'a>>>,
    additional: Vec<Piece<'a>>,
    /// Whether additional properties are allowed, or forbidden, without a schema.
    others: Option<bool>,
    items: Vec<Piece<'a>>,
    /// The part that names the type.
    typed: Option<(Kind, Pointer)>,
    /// The part that lists the values.
    listed: Option<Pointer>,
    /// The properties that discriminators of the parts name.
    tags: HashSet<&'a str>,
    seen: HashSet<&'a str>,
}

impl<'a> Schemas<'a> {
    /// Merges the parts of a schema.
    pub(in crate::lower) fn merge(&self, schema: &'a Schema, at: &Pointer) -> Merged<'a> {
        self.merge_node(Node::Inline(schema), at)
    }

    /// Merges the parts of a schema or of what a reference leads to.
    pub(in crate::lower) fn merge_node(&self, node: Node<'a>, at: &Pointer) -> Merged<'a> {
        let mut layers = Layers::default();
        self.lay(&mut layers, &Piece::whole(node, at.clone()));
        self.finish(layers)
    }

    /// Returns what a schema and its parts say about single values.
    pub(in crate::lower) fn flat(&self, node: Node<'a>, at: &Pointer) -> Option<Facets<'a>> {
        let found = self.find(node, at)?;
        let facets = Facets::of(found.schema);
        if !facets.is_composed() {
            return Some(facets);
        }
        let merged = self.merge_node(node, at);
        let nullable = self.nullable(node, at);
        if merged.clash.is_some() {
            return Some(Facets { nullable, ..Facets::default() });
        }
        Some(Facets { nullable, ..merged.facets })
    }

    /// Merges one more part into what is there.
    fn lay(&self, layers: &mut Layers<'a>, piece: &Piece<'a>) {
        let Some(found) = self.find(piece.node, &piece.at) else { return };
        // A part that leads back to itself through references adds nothing the second time.
        if found.name.is_some_and(|name| !layers.seen.insert(name)) {
            return;
        }
        let facets = Facets::of(found.schema);
        if !piece.beside && facets.is_composed() {
            for part in self.all_of_pieces(&facets, &found.at) {
                self.lay(layers, &part);
            }
            for part in self.lone_alternatives(&facets, &found.at) {
                self.lay(layers, &part);
            }
            self.lay_alternatives(layers, &facets, &found.at);
        }
        self.deny(&mut layers.merged.rules, &facets, &found.at);
        lay_members(layers, &facets, &found);
        lay_values(layers, &facets, &found.at);
    }

    /// Merges lists of several alternatives: conditions, or unions.
    fn lay_alternatives(&self, layers: &mut Layers<'a>, facets: &Facets<'a>, at: &Pointer) {
        for facets in one_keyword_each(facets) {
            let list = if facets.one_of.is_empty() { facets.any_of } else { facets.one_of };
            if let Some(conditions) = conditions(list) {
                let is_choice = !facets.one_of.is_empty();
                if is_choice {
                    layers.merged.rules.choose(list, &conditions);
                } else {
                    layers
                        .merged
                        .needed
                        .extend(conditions.first().copied().unwrap_or_default().iter().map(String::as_str));
                    self.deny_beside_any(&mut layers.merged.rules, list, at);
                }
            } else if self.parts(&facets, at).len() > 1 {
                layers.merged.unions.push((facets, at.clone()));
            }
        }
    }

    fn finish(&self, layers: Layers<'a>) -> Merged<'a> {
        let mut merged = layers.merged;
        let needed = merged.rules.needed(&merged.required);
        merged.needed.extend(needed);
        let properties = layers.properties.into_iter();
        merged.properties = properties.map(|(name, pieces)| (name, self.combine(pieces))).collect();
        merged.items = (!layers.items.is_empty()).then(|| self.combine(layers.items));
        merged.additional = match layers.others {
            // A document that describes additional properties, or allows them explicitly, wants them.
            _ if !layers.additional.is_empty() => Some(Additional::Of(self.combine(layers.additional))),
            Some(true) => Some(Additional::Any),
            Some(false) => Some(Additional::None),
            None => None,
        };
        merged
    }
}

/// Returns the facets once for each keyword that lists alternatives, with that keyword alone.
fn one_keyword_each<'a>(facets: &Facets<'a>) -> impl Iterator<Item = Facets<'a>> {
    let one = Facets { any_of: &[], ..facets.clone() };
    let any = Facets { one_of: &[], ..facets.clone() };
    [one, any].into_iter().filter(|facets| !(facets.one_of.is_empty() && facets.any_of.is_empty()))
}

fn lay_members<'a>(layers: &mut Layers<'a>, facets: &Facets<'a>, found: &Found<'a>) {
    let location = found.at.child("properties");
    for (name, property) in &facets.properties {
        let node = Node::from(*property);
        let pieces = layers.properties.entry(name).or_default();
        // A base lists the tags that were known when it was written; a derived schema decides about its own.
        if layers.tags.contains(name) && lists_values(node) {
            pieces.clear();
        }
        pieces.push(Piece::whole(node, location.child(name)));
    }
    layers.tags.extend(facets.discriminator.map(|discriminator| discriminator.property_name.as_str()));
    if !facets.required.is_empty() {
        layers.merged.required.extend(facets.required.iter().map(String::as_str));
        layers.merged.requiring.push((facets.required, found.at.child("required")));
    }
    let least = facets.min_properties.and_then(|least| usize::try_from(least).ok());
    layers.merged.least = layers.merged.least.max(least.unwrap_or_default());
    layers.merged.rules.bound(facets);
    match facets.additional {
        Some(AdditionalProperties::Schema(node)) => {
            layers.additional.push(Piece::whole(Node::from(&**node), found.at.child("additionalProperties")));
        }
        Some(AdditionalProperties::Any(any)) => layers.others = Some(layers.others.unwrap_or_default() || *any),
        None => {}
    }
    if let Some(items) = facets.items {
        layers.items.push(Piece::whole(Node::from(items), found.at.child("items")));
    }
}

/// Whether a property lists its values; a component is assumed to.
fn lists_values(node: Node<'_>) -> bool {
    match node {
        Node::Reference(_) => true,
        Node::Inline(schema) => Facets::of(schema).values.is_some(),
    }
}

/// Merges what a part says about single values.
fn lay_values<'a>(layers: &mut Layers<'a>, facets: &Facets<'a>, at: &Pointer) {
    // A part that is only `null` says in some documents that the whole may be null.
    if facets.is_null() {
        return;
    }
    let merged = &mut layers.merged;
    let kind = facets.implied_kind();
    if let (Some(kind), None) = (kind, &layers.typed) {
        layers.typed = Some((kind, at.clone()));
    } else if let (Some(kind), Some((known, location))) = (kind, &layers.typed) {
        match known.with(kind) {
            Some(both) => layers.typed = Some((both, location.clone())),
            None => {
                merged.clash.get_or_insert_with(|| Clash {
                    first: (known.words().to_owned(), location.clone()),
                    second: (kind.words().to_owned(), at.clone()),
                });
            }
        }
    }
    let before = merged.facets.values.clone().filter(|values| !values.is_empty());
    let own = Facets { kind, ..facets.clone() };
    merged.facets = std::mem::take(&mut merged.facets).and(&own);
    if let (Some(before), Some(values)) = (before, &facets.values)
        && merged.facets.values.as_ref().is_some_and(Vec::is_empty)
    {
        let location = layers.listed.clone().unwrap_or_else(|| at.clone());
        merged.clash.get_or_insert_with(|| Clash {
            first: (listed(&before), location.child("enum")),
            second: (listed(values), at.child("enum")),
        });
    }
    if facets.values.is_some() {
        layers.listed = Some(at.clone());
    }
}

/// Returns the first of some values, as words.
fn listed(values: &[Value]) -> String {
    let first = values.first().map_or_else(String::new, ToString::to_string);
    if values.len() > 1 { format!("one of {first} and {} more", values.len() - 1) } else { first }
}
