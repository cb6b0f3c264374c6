//! The alternatives of `oneOf` and `anyOf` as the document lists them, and what all of them have in common.

use std::hash::Hash;

use indexmap::IndexMap;
use serde_json::Value;

use super::all_of::Merged;
use super::facets::{Facets, Kind};
use super::integer::{Range, whole};
use super::{Node, Schemas};
use crate::ir::{Docs, Integer, IntegerEnum, Scalar, Shape, StringEnum, Variant, WireName};
use crate::pointer::{Pointer, unescaped};

/// The alternatives of a union, each where it is written.
pub(in crate::lower) type Parts<'a> = Vec<(Node<'a>, Pointer)>;

/// Returns the name of the component that a reference leads to.
pub(in crate::lower) fn component_name(reference: &str) -> String {
    unescaped(reference.rsplit('/').next().unwrap_or(reference))
}

/// The alternatives of a schema, and what is beside them.
pub(in crate::lower) struct Beside<'a> {
    /// The schema that lists them.
    pub(in crate::lower) facets: Facets<'a>,
    /// The alternatives as they are written: they have names.
    pub(in crate::lower) parts: Parts<'a>,
    /// The alternatives combined with what holds for each of them.
    pub(in crate::lower) nodes: Parts<'a>,
}

impl<'a> Schemas<'a> {
    /// Returns the alternatives of a schema, without those that allow only null.
    pub(in crate::lower) fn parts(&self, facets: &Facets<'a>, at: &Pointer) -> Parts<'a> {
        let (keyword, list) =
            if facets.one_of.is_empty() { ("anyOf", facets.any_of) } else { ("oneOf", facets.one_of) };
        let location = at.child(keyword);
        let all = list.iter().enumerate().map(|(index, part)| (Node::from(part), location.item(index)));
        let mut parts: Parts<'a> = all.filter(|(part, at)| !self.is_null(*part, at)).collect();
        // The same component twice is one alternative.
        let mut seen = Vec::new();
        parts.retain(|(part, _)| match part {
            Node::Reference(reference) if seen.contains(reference) => false,
            Node::Reference(reference) => {
                seen.push(*reference);
                true
            }
            Node::Inline(_) => true,
        });
        parts
    }

    /// Whether alternatives become an enumeration or a union rather than a plain type.
    pub(in crate::lower) fn are_several(&self, beside: &Beside<'a>) -> bool {
        beside.parts.len() > 1 && self.plain_scalar(&beside.nodes).is_none()
    }

    /// Returns the one scalar that represents every alternative, if all are plain strings, or all are numbers.
    pub(in crate::lower) fn plain_scalar(&self, parts: &Parts<'a>) -> Option<Scalar> {
        if self.text_or_empty(parts).is_some() {
            return Some(Scalar::String);
        }
        let mut kinds = Vec::new();
        let mut ranges = Vec::new();
        for (part, at) in parts {
            let facets = self.flat(*part, at)?;
            if facets.values.is_some() {
                return None;
            }
            kinds.push(facets.implied_kind()?);
            ranges.push(Range::of(&facets));
        }
        if kinds.iter().all(|kind| *kind == Kind::String) {
            return Some(Scalar::String);
        }
        if kinds.iter().all(|kind| *kind == Kind::Integer) {
            let range = ranges.into_iter().reduce(Range::and);
            return range.map(|range| Scalar::Integer(range.first([Integer::I64, Integer::U64])));
        }
        kinds.iter().all(|kind| matches!(kind, Kind::Integer | Kind::Number)).then_some(Scalar::F64)
    }

    /// Returns an open enumeration, if all alternatives are strings and at least one lists its values.
    pub(in crate::lower) fn strings(&self, parts: &Parts<'a>) -> Option<Shape> {
        let values = self.annotated(parts, Kind::String, |value| value.as_str().map(str::to_owned))?;
        let of = |(value, docs): (String, Option<Docs>)| {
            let description = docs.and_then(|docs| docs.description.or(docs.summary));
            Variant { value: WireName::new(value), name: None, description }
        };
        Some(Shape::StringEnum(StringEnum { values: values.into_iter().map(of).collect() }))
    }

    /// Returns an open enumeration, if all alternatives are integers and at least one lists its values. Titles name the
    /// variants, since numbers are no names.
    pub(in crate::lower) fn integers(&self, parts: &Parts<'a>) -> Option<Shape> {
        let values = self.annotated(parts, Kind::Integer, whole)?;
        let range = values.iter().map(|(value, _)| Range::only(*value)).reduce(Range::and);
        let integer = range.map_or(Integer::I64, |range| range.first([Integer::I64, Integer::U64]));
        let of = |(value, docs): (i128, Option<Docs>)| {
            let docs = docs.unwrap_or_default();
            let name = docs.title_as_name().map(str::to_owned);
            Variant { value, description: docs.description.or(docs.summary.filter(|_| name.is_none())), name }
        };
        Some(Shape::IntegerEnum(IntegerEnum { integer, values: values.into_iter().map(of).collect() }))
    }

    /// Returns the listed values of alternatives that are all of one kind, each once, with the documentation of a value
    /// that is an alternative of its own. `None` if there is another kind, or no value at all.
    fn annotated<T: Eq + Hash>(
        &self,
        parts: &Parts<'a>,
        kind: Kind,
        read: impl Fn(&Value) -> Option<T>,
    ) -> Option<IndexMap<T, Option<Docs>>> {
        let mut values = IndexMap::new();
        for (part, at) in parts {
            let facets = self.flat(*part, at)?;
            if facets.implied_kind()? != kind {
                return None;
            }
            let listed = facets.values.as_deref().unwrap_or_default();
            let docs = (listed.len() == 1).then(|| self.node_docs(*part, at));
            for value in listed.iter().filter_map(&read) {
                values.entry(value).or_insert_with(|| docs.clone());
            }
        }
        (!values.is_empty()).then_some(values)
    }

    /// Returns the merged properties of an alternative, if it is an object.
    pub(in crate::lower) fn object_of(&self, part: Node<'a>, at: &Pointer) -> Option<Merged<'a>> {
        let merged = self.merge_node(part, at);
        (merged.is_struct() && merged.unions.is_empty()).then_some(merged)
    }
}
