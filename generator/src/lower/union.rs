//! `oneOf` and `anyOf`: nullable types, open enumerations, tagged unions (declared or inferred), unions by evidence.

use std::hash::Hash;

use indexmap::IndexMap;
use serde_json::Value;

use super::all_of::Merged;
use super::enumeration::string_enum;
use super::schema::Owner;
use super::tag::Tag;
use super::{Lowering, Node};
use crate::ir::{Alternative, Docs, IntegerEnum, Origin, Scalar, Shape, StringEnum, Type, Union, Variant, WireName};
use crate::pointer::{Pointer, unescaped};
use crate::spec::facets::{Facets, Kind};

/// The most texts of one alternative that become alternatives of their own.
const MOST_CONSTANTS: usize = 8;

/// The alternatives of a union, each where it is written.
pub(super) type Parts<'a> = Vec<(Node<'a>, Pointer)>;

impl<'a> Lowering<'a> {
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

    /// Whether a list of alternatives comes out as an enumeration or a union, and not as a plain type.
    pub(super) fn union_needs_definition(&self, facets: &Facets<'a>, at: &Pointer) -> bool {
        let parts = self.parts(facets, at);
        parts.len() > 1 && self.plain_scalar(&parts).is_none()
    }

    /// The shape of a schema that lists alternatives.
    pub(super) fn union(&mut self, facets: &Facets<'a>, at: &Pointer, owner: Owner) -> Shape {
        let parts = self.parts(facets, at);
        if let [(only, place)] = parts.as_slice() {
            let origin = match owner {
                Owner::Definition(parent) => Origin::Member { parent, name: "value".to_owned(), item: false },
                Owner::Place(origin) => origin,
            };
            return Shape::Alias(self.typed(*only, place, origin).ty);
        }
        if parts.is_empty() {
            return Shape::Alias(Type::Json);
        }
        if let Some(scalar) = self.plain_scalar(&parts) {
            return Shape::Alias(Type::Scalar(scalar));
        }
        if let Some(enumeration) = self.strings(&parts).or_else(|| self.integers(&parts)) {
            return enumeration;
        }
        let tag = match facets.discriminator {
            Some(discriminator) => Some(self.declared_tag(discriminator, &parts, at)),
            None => self.inferred_tag(&parts).or_else(|| self.common_tag(&parts)),
        };
        self.alternatives(&parts, tag, owner)
    }

    /// One scalar that holds every alternative: all are plain strings, or all are numbers.
    fn plain_scalar(&self, parts: &Parts<'a>) -> Option<Scalar> {
        if self.text_or_empty(parts).is_some() {
            return Some(Scalar::String);
        }
        let mut kinds = Vec::new();
        for (part, at) in parts {
            let facets = Facets::of(self.find(*part, at)?.schema);
            if facets.values.is_some() {
                return None;
            }
            kinds.push(facets.implied_kind()?);
        }
        if kinds.iter().all(|kind| *kind == Kind::String) {
            return Some(Scalar::String);
        }
        if kinds.iter().all(|kind| *kind == Kind::Integer) {
            return Some(Scalar::I64);
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
        let values = self.annotated(parts, Kind::Integer, Value::as_i64)?;
        let of = |(value, docs): (i64, Option<Docs>)| {
            let docs = docs.unwrap_or_default();
            let name = docs.title_as_name().map(str::to_owned);
            Variant { value, description: docs.description.or(docs.summary.filter(|_| name.is_none())), name }
        };
        Some(Shape::IntegerEnum(IntegerEnum { values: values.into_iter().map(of).collect() }))
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
            let facets = Facets::of(self.find(*part, at)?.schema);
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

    /// The merged members of an alternative that is an object.
    pub(super) fn merge_node(&self, part: Node<'a>, at: &Pointer) -> Option<Merged<'a>> {
        let mut merged = Merged::default();
        self.merge_into(&mut merged, part, at);
        (merged.is_struct() && merged.unions.is_empty()).then_some(merged)
    }

    fn alternatives(&mut self, parts: &Parts<'a>, tag: Option<Tag>, owner: Owner) -> Shape {
        let labels = self.labels(parts, tag.as_ref());
        let mut variants = Vec::with_capacity(parts.len());
        for (index, ((part, place), label)) in parts.iter().zip(labels).enumerate() {
            if let Some(constants) = self.constants(*part, place).filter(|_| tag.is_none()) {
                variants.extend(constants);
                continue;
            }
            let origin = match &owner {
                Owner::Definition(parent) => Origin::Member { parent: *parent, name: label.clone(), item: false },
                Owner::Place(origin) => origin.clone(),
            };
            let ty = self.typed(*part, place, origin).ty;
            let tags = tag.as_ref().and_then(|tag| tag.values.get(index)).cloned().unwrap_or_default();
            let docs = self.node_docs(*part, place);
            variants.push(Alternative { label, ty, constant: None, tags, boxed: false, docs });
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
            Alternative { label, ty, constant: Some(value), tags: Vec::new(), boxed: false, docs: docs(variant) }
        };
        Some(values.iter().map(constant).collect())
    }

    /// What each alternative is called: its tag, its component, its title, a member of its own, its kind of JSON.
    fn labels(&self, parts: &Parts<'a>, tag: Option<&Tag>) -> Vec<String> {
        let members: Vec<Vec<&str>> = parts
            .iter()
            .map(|(part, at)| {
                self.merge_node(*part, at).map(|merged| merged.properties.keys().copied().collect()).unwrap_or_default()
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

    /// A list of alternatives beside members of its own: each alternative holds those members as well.
    pub(super) fn union_beside_object(&mut self, merged: &Merged<'a>, at: &Pointer, owner: Owner) -> Shape {
        let Some((facets, place)) = merged.unions.first().filter(|_| merged.unions.len() == 1) else {
            return self.several_unions(merged, at, owner);
        };
        let parts = self.parts(facets, place);
        let objects = parts.iter().map(|(part, at)| self.merge_node(*part, at)).collect::<Option<Vec<_>>>();
        let Some(objects) = objects else {
            if merged.is_struct() {
                self.untyped(place, "alternatives that are no objects beside members of an object");
                return self.structure(merged, &owner);
            }
            return self.union(facets, place, owner);
        };
        if !merged.is_struct() {
            return self.union(facets, place, owner);
        }
        let tag = match facets.discriminator {
            Some(discriminator) => Some(self.declared_tag(discriminator, &parts, place)),
            None => self.inferred_tag(&parts),
        };
        let labels = self.labels(&parts, tag.as_ref());
        let mut variants = Vec::new();
        for (index, (object, label)) in objects.into_iter().zip(labels).enumerate() {
            let origin = match &owner {
                Owner::Definition(parent) => Origin::Member { parent: *parent, name: label.clone(), item: false },
                Owner::Place(origin) => origin.clone(),
            };
            let both = lay_over(merged, object);
            let id = self.define(parts[index].1.clone(), origin, self.node_docs(parts[index].0, &parts[index].1));
            let shape = self.structure(&both, &Owner::Definition(id));
            self.result.api.types[id.index()].shape = shape;
            let tags = tag.as_ref().and_then(|tag| tag.values.get(index)).cloned().unwrap_or_default();
            let docs = self.result.api.def(id).docs.clone();
            variants.push(Alternative { label, ty: Type::Named(id), constant: None, tags, boxed: false, docs });
        }
        Shape::Union(Union { tag: tag.map(|tag| tag.name), variants })
    }
}

impl<'a> Lowering<'a> {
    /// Several lists of alternatives at once: one object that may have the members of all of them.
    fn several_unions(&mut self, merged: &Merged<'a>, at: &Pointer, owner: Owner) -> Shape {
        let mut all = Merged { additional: merged.additional.clone(), object: true, ..Merged::default() };
        all.properties = merged.properties.clone();
        all.required = merged.required.clone();
        for (facets, place) in &merged.unions {
            for (part, at) in self.parts(facets, place) {
                let Some(object) = self.merge_node(part, &at) else {
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
        self.diagnostics.warning(
            "several-unions",
            at,
            "several lists of alternatives apply at once; the members of all alternatives are optional in one type",
        );
        self.structure(&all, &owner)
    }
}

fn lay_over<'a>(base: &Merged<'a>, over: Merged<'a>) -> Merged<'a> {
    let mut both = Merged { additional: base.additional.clone(), object: true, ..Merged::default() };
    let mut properties: IndexMap<_, _> = base.properties.clone();
    properties.extend(over.properties);
    both.properties = properties;
    both.required = base.required.union(&over.required).copied().collect();
    if over.additional.is_some() {
        both.additional = over.additional;
    }
    both
}

/// The name of the component that a reference leads to.
pub(super) fn component_name(reference: &str) -> String {
    unescaped(reference.rsplit('/').next().unwrap_or(reference))
}
