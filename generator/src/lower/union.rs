//! `oneOf` and `anyOf`: nullable types, open enumerations, tagged unions (declared or inferred), unions by evidence.

use std::hash::Hash;

use indexmap::IndexMap;
use openapiv3::Schema;
use serde_json::Value;

use super::all_of::Merged;
use super::alternatives::{Parts, component_name};
use super::enumeration::string_enum;
use super::integer::{Range, whole};
use super::schema::Owner;
use super::tag::Tag;
use super::{Lowering, Node};
use crate::diagnostics::codes;
use crate::ir::{
    Alternative, Constraints, Docs, IntegerEnum, Origin, Scalar, Shape, StringEnum, Type, Union, Variant, WireName,
};
use crate::lower::facets::{Facets, Kind};
use crate::pointer::Pointer;

/// The most texts of one alternative that become alternatives of their own.
const MOST_CONSTANTS: usize = 8;

/// The alternatives of a schema, and what stands beside them.
pub(super) struct Beside<'a> {
    /// The schema that lists them.
    pub(super) facets: Facets<'a>,
    /// The alternatives as they are written: they have names.
    pub(super) parts: Parts<'a>,
    /// The same with all that holds for each of them.
    pub(super) nodes: Parts<'a>,
}

impl<'a> Lowering<'a> {
    /// The shape of a schema with lists of alternatives among its parts: each alternative is all that stands beside
    /// them as well.
    pub(super) fn union_beside(
        &mut self,
        merged: &Merged<'a>,
        schema: &'a Schema,
        at: &Pointer,
        owner: Owner,
    ) -> Shape {
        match self.alternatives_beside(merged, schema, at) {
            Some(beside) => self.union(&beside, at, owner),
            None => self.several_unions(merged, at, owner),
        }
    }

    /// The alternatives of a schema without those that admit null only.
    pub(super) fn parts(&self, facets: &Facets<'a>, at: &Pointer) -> Parts<'a> {
        let (keyword, list) =
            if facets.one_of.is_empty() { ("anyOf", facets.any_of) } else { ("oneOf", facets.one_of) };
        let place = at.child(keyword);
        let all = list.iter().enumerate().map(|(index, part)| (Node::from(part), place.item(index)));
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

    /// Whether alternatives come out as an enumeration or a union, and not as a plain type.
    pub(super) fn are_several(&self, beside: &Beside<'a>) -> bool {
        beside.parts.len() > 1 && self.plain_scalar(&beside.nodes).is_none()
    }

    /// The shape of a schema that lists alternatives, with what holds for each of them.
    fn union(&mut self, beside: &Beside<'a>, at: &Pointer, owner: Owner) -> Shape {
        let Beside { facets, parts, nodes } = beside;
        if let [(only, place)] = nodes.as_slice() {
            let origin = match owner {
                Owner::Definition(parent) => Origin::Member { parent, name: "value".to_owned(), item: false },
                Owner::Place(origin) => origin,
            };
            return Shape::Alias(self.typed(*only, place, origin).ty);
        }
        if parts.is_empty() {
            return Shape::Alias(Type::Json);
        }
        if let Some(scalar) = self.plain_scalar(nodes) {
            self.report_wide(scalar, at);
            return Shape::Alias(Type::Scalar(scalar));
        }
        if let Some(enumeration) = self.strings(nodes).or_else(|| self.integers(nodes)) {
            return enumeration;
        }
        let tag = match facets.discriminator {
            Some(discriminator) => Some(self.declared_tag(discriminator, parts, at)),
            None => self.inferred_tag(nodes).or_else(|| self.common_tag(parts)),
        };
        self.alternatives(parts, nodes, tag, owner)
    }

    /// One scalar that holds every alternative: all are plain strings, or all are numbers.
    fn plain_scalar(&self, parts: &Parts<'a>) -> Option<Scalar> {
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
            return range.map(|range| range.first([Scalar::I64, Scalar::U64]));
        }
        kinds.iter().all(|kind| matches!(kind, Kind::Integer | Kind::Number)).then_some(Scalar::F64)
    }

    /// An open enumeration of alternatives that are all strings, at least one of them with known values.
    fn strings(&self, parts: &Parts<'a>) -> Option<Shape> {
        let values = self.annotated(parts, Kind::String, |value| value.as_str().map(str::to_owned))?;
        let of = |(value, docs): (String, Option<Docs>)| {
            let description = docs.and_then(|docs| docs.description.or(docs.summary));
            Variant { value: WireName::new(value), name: None, description }
        };
        Some(Shape::StringEnum(StringEnum { values: values.into_iter().map(of).collect() }))
    }

    /// An open enumeration of alternatives that are all integers, at least one of them with known values. Numbers say
    /// nothing, so titles name them.
    fn integers(&self, parts: &Parts<'a>) -> Option<Shape> {
        let values = self.annotated(parts, Kind::Integer, whole)?;
        let range = values.iter().map(|(value, _)| Range::only(*value)).reduce(Range::and);
        let scalar = range.map_or(Scalar::I64, |range| range.first([Scalar::I64, Scalar::U64]));
        let of = |(value, docs): (i128, Option<Docs>)| {
            let docs = docs.unwrap_or_default();
            let name = docs.title_as_name().map(str::to_owned);
            Variant { value, description: docs.description.or(docs.summary.filter(|_| name.is_none())), name }
        };
        Some(Shape::IntegerEnum(IntegerEnum { scalar, values: values.into_iter().map(of).collect() }))
    }

    /// The known values of alternatives that are all of one kind, each once: with what the document says about a value
    /// that is an alternative of its own. Nothing if there is another kind, or no value at all.
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

    /// The merged properties of an alternative that is an object.
    pub(super) fn object_of(&self, part: Node<'a>, at: &Pointer) -> Option<Merged<'a>> {
        let merged = self.merge_node(part, at);
        (merged.is_struct() && merged.unions.is_empty()).then_some(merged)
    }

    fn alternatives(&mut self, parts: &Parts<'a>, nodes: &Parts<'a>, tag: Option<Tag>, owner: Owner) -> Shape {
        let labels = self.labels(parts, tag.as_ref());
        let mut variants = Vec::with_capacity(parts.len());
        for (index, (((part, place), (node, at)), label)) in parts.iter().zip(nodes).zip(labels).enumerate() {
            if let Some(constants) = self.constants(*part, place).filter(|_| tag.is_none()) {
                variants.extend(constants);
                continue;
            }
            let origin = match &owner {
                Owner::Definition(parent) => Origin::Member { parent: *parent, name: label.clone(), item: false },
                Owner::Place(origin) => origin.clone(),
            };
            let ty = self.typed(*node, at, origin).ty;
            let tags = tag.as_ref().and_then(|tag| tag.values.get(index)).cloned().unwrap_or_default();
            let docs = self.node_docs(*part, place);
            let constraints = self.constraints(*node, at);
            variants.push(Alternative { label, ty, constant: None, tags, boxed: false, docs, constraints });
        }
        Shape::Union(Union { tag: tag.map(|tag| tag.name), variants })
    }

    /// The known texts of an alternative without a name, if they are few: each an alternative that holds nothing. So
    /// `auto` beside an object is `ToolChoice::Auto`.
    fn constants(&self, part: Node<'a>, at: &Pointer) -> Option<Vec<Alternative>> {
        let Node::Inline(schema) = part else { return None };
        if self.config.names.contains_key(at.as_str()) {
            return None;
        }
        let facets = Facets::of(schema);
        let Shape::StringEnum(StringEnum { values }) = string_enum(&facets) else { return None };
        if facets.implied_kind() != Some(Kind::String) || !facets.one_of.is_empty() || values.len() > MOST_CONSTANTS {
            return None;
        }
        let own = self.node_docs(part, at);
        let docs = |variant: &Variant<WireName>| match (values.len(), &variant.description) {
            (1, None) => own.clone(),
            (_, description) => Docs { description: description.clone(), ..Docs::default() },
        };
        let constant = |variant: &Variant<WireName>| {
            let value = variant.value.as_str().to_owned();
            let label = variant.name.clone().unwrap_or_else(|| value.clone());
            let ty = Type::Scalar(Scalar::String);
            let (docs, constraints) = (docs(variant), Constraints::default());
            Alternative { label, ty, constant: Some(value), tags: Vec::new(), boxed: false, docs, constraints }
        };
        Some(values.iter().map(constant).collect())
    }

    /// What each alternative is called: its tag, its component, its title, a member of its own, its kind of JSON.
    fn labels(&self, parts: &Parts<'a>, tag: Option<&Tag>) -> Vec<String> {
        let members: Vec<Vec<&str>> = parts
            .iter()
            .map(|(part, at)| {
                self.object_of(*part, at).map(|merged| merged.properties.keys().copied().collect()).unwrap_or_default()
            })
            .collect();
        let by_tag = tag.filter(|tag| tag.tells_names());
        let label = |(index, (part, at)): (usize, &(Node<'a>, Pointer))| {
            if let Some(value) = by_tag.and_then(|tag| tag.labels[index].first()) {
                return value.clone();
            }
            if let Node::Reference(reference) = part {
                return component_name(reference);
            }
            let Some(found) = self.find(*part, at) else { return "Other".to_owned() };
            if let Some(title) = &found.schema.schema_data.title {
                return title.clone();
            }
            if let Some(value) = tag.and_then(|tag| tag.labels[index].first()) {
                return value.clone();
            }
            let facets = Facets::of(found.schema);
            let own = members[index]
                .iter()
                .find(|name| members.iter().enumerate().all(|(other, names)| other == index || !names.contains(name)));
            match (self.transparent(&facets, at), own) {
                (Some((Node::Reference(reference), _)), _) => component_name(reference),
                (_, Some(name)) => (*name).to_owned(),
                _ => self.kind_label(&facets),
            }
        };
        parts.iter().enumerate().map(label).collect()
    }

    /// What an alternative without a name of its own is: `string`, `integer list`.
    fn kind_label(&self, facets: &Facets<'a>) -> String {
        let name = match facets.implied_kind() {
            Some(Kind::String) => "string",
            Some(Kind::Number) => "number",
            Some(Kind::Integer) => "integer",
            Some(Kind::Boolean) => "boolean",
            Some(Kind::Object) => "object",
            Some(Kind::Array) => {
                return match facets.items.map(Node::from) {
                    Some(Node::Reference(reference)) => format!("{} list", component_name(reference)),
                    Some(Node::Inline(item)) => format!("{} list", self.kind_label(&Facets::of(item))),
                    None => "list".to_owned(),
                };
            }
            None => "other",
        };
        name.to_owned()
    }
}

impl<'a> Lowering<'a> {
    /// Several lists of alternatives at once: one object that may have the members of all of them.
    pub(super) fn several_unions(&mut self, merged: &Merged<'a>, at: &Pointer, owner: Owner) -> Shape {
        let mut all = Merged { additional: merged.additional.clone(), ..Merged::default() };
        all.properties = merged.properties.clone();
        all.required = merged.required.clone();
        for (facets, place) in &merged.unions {
            for (part, at) in self.parts(facets, place) {
                let Some(object) = self.object_of(part, &at) else {
                    self.untyped(&at, "one of several lists of alternatives that apply at once");
                    continue;
                };
                for (name, property) in object.properties {
                    all.properties.entry(name).or_insert(property);
                }
            }
        }
        if !all.is_struct() {
            self.untyped(at, "several lists of alternatives apply at once");
            return Shape::Alias(Type::Json);
        }
        self.diagnostics.report(
            codes::SEVERAL_UNIONS,
            at,
            "several lists of alternatives apply at once; they become one type in which all fields are optional",
        );
        self.structure(&all, &owner)
    }
}
