//! `allOf`: the parts of a schema laid over each other, so that one flat object comes out.

use std::collections::HashSet;

use indexmap::IndexMap;
use openapiv3::{AdditionalProperties, Schema};

use super::{Lowering, Node};
use crate::pointer::Pointer;
use crate::spec::facets::{Facets, Kind};

/// The parts of a schema laid over each other.
#[derive(Debug, Default)]
pub(super) struct Merged<'a> {
    /// The members, each where it is written. The last part that says something of a member wins.
    pub(super) properties: IndexMap<&'a str, (Node<'a>, Pointer)>,
    /// The members that must be there.
    pub(super) required: HashSet<&'a str>,
    /// The members that the first of several conditions asks for.
    pub(super) asked: HashSet<&'a str>,
    /// How many members there must be.
    pub(super) least: usize,
    /// What is said of other members.
    pub(super) additional: Option<(&'a AdditionalProperties, Pointer)>,
    /// Lists of alternatives among the parts.
    pub(super) unions: Vec<(Facets<'a>, Pointer)>,
    /// Parts that are no objects.
    pub(super) others: Vec<(Node<'a>, Pointer)>,
    /// Whether a part says that it is an object.
    pub(super) object: bool,
    pub(super) seen: HashSet<&'a str>,
}

impl Merged<'_> {
    /// Whether a struct comes out.
    pub(super) fn is_struct(&self) -> bool {
        !self.properties.is_empty()
    }
}

impl<'a> Lowering<'a> {
    /// Lays the parts of a schema over each other.
    pub(super) fn merge(&self, schema: &'a Schema, at: &Pointer) -> Merged<'a> {
        let mut merged = Merged::default();
        self.merge_into(&mut merged, Node::Inline(schema), at);
        merged
    }

    /// Lays one more part over what is there.
    pub(super) fn merge_into(&self, merged: &mut Merged<'a>, node: Node<'a>, at: &Pointer) {
        let Some(found) = self.find(node, at) else { return };
        // A part that leads back to itself through references adds nothing the second time.
        if found.name.is_some_and(|name| !merged.seen.insert(name)) {
            return;
        }
        let facets = Facets::of(found.schema);
        for (index, part) in facets.all_of.iter().enumerate() {
            self.merge_into(merged, Node::from(part), &found.at.child("allOf").item(index));
        }
        let place = found.at.child("properties");
        for (name, property) in &facets.properties {
            self.merge_property(merged, name, Node::from(*property), place.child(name));
        }
        merged.required.extend(facets.required.iter().map(String::as_str));
        merged.least = merged.least.max(facets.min_properties);
        let asked = conditions(&facets).and_then(|conditions| conditions.into_iter().next());
        merged.asked.extend(asked.unwrap_or_default().iter().map(String::as_str));
        if let Some(additional) = facets.additional {
            merged.additional = Some((additional, found.at.child("additionalProperties")));
        }
        merged.object |= facets.implied_kind() == Some(Kind::Object);
        let has_union = conditions(&facets).is_none() && (!facets.one_of.is_empty() || !facets.any_of.is_empty());
        let is_other = facets.implied_kind().is_some_and(|kind| kind != Kind::Object);
        if has_union && !is_other {
            merged.unions.push((facets, found.at));
        } else if is_other {
            merged.others.push((node, at.clone()));
        }
    }

    fn merge_property(&self, merged: &mut Merged<'a>, name: &'a str, node: Node<'a>, at: Pointer) {
        let says_nothing = match node {
            Node::Reference(_) => false,
            Node::Inline(schema) => Facets::of(schema).says_nothing(),
        };
        if says_nothing && merged.properties.contains_key(name) {
            return;
        }
        merged.properties.insert(name, (node, at));
    }
}

/// The members that each alternative asks for, where the alternatives say nothing else: a rule about which members come
/// together, not several shapes.
pub(super) fn conditions<'a>(facets: &Facets<'a>) -> Option<Vec<&'a [String]>> {
    let lists = facets.one_of.iter().chain(facets.any_of);
    let conditions: Vec<&[String]> = lists
        .map(|part| match Node::from(part) {
            Node::Reference(_) => None,
            Node::Inline(schema) => {
                let part = Facets::of(schema);
                let bare = part.properties.is_empty() && part.additional.is_none() && part.items.is_none();
                let alone = part.all_of.is_empty() && part.one_of.is_empty() && part.any_of.is_empty();
                let object = part.kind.is_none_or(|kind| kind == Kind::Object);
                (bare && alone && object && part.values.is_none() && !part.nullable).then_some(part.required)
            }
        })
        .collect::<Option<_>>()?;
    conditions.iter().any(|required| !required.is_empty()).then_some(conditions)
}

/// The same as a sentence, for the docs.
pub(super) fn told_conditions(facets: &Facets<'_>) -> Option<String> {
    let conditions = conditions(facets)?;
    let names = |members: &[String]| members.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(" and ");
    let listed: Vec<String> = conditions.iter().filter(|members| !members.is_empty()).map(|m| names(m)).collect();
    if listed.len() < conditions.len() {
        // One alternative asks for nothing, so nothing has to be there.
        return None;
    }
    let what = if facets.one_of.is_empty() { "At least one of these is needed" } else { "One of these is needed" };
    Some(match listed.as_slice() {
        [only] => format!("Needs {only}."),
        several => format!("{what}: {}.", several.join("; or ")),
    })
}
