//! The names of the alternatives of a union.

use super::alternatives::{Parts, component_name};
use super::enumeration::string_enum;
use super::facets::{Facets, Kind};
use super::tag::Tag;
use super::{Node, Schemas};
use crate::ir::{Alternative, Constraints, Docs, Scalar, Shape, StringEnum, Type, Variant, WireName};
use crate::pointer::Pointer;

/// The most strings of one alternative that become alternatives of their own.
const MOST_CONSTANTS: usize = 8;

impl<'a> Schemas<'a> {
    /// Returns the name of each alternative: its tag, its component, its title, a property of its own, or its JSON
    /// type.
    pub(in crate::lower) fn labels(&self, parts: &Parts<'a>, tag: Option<&Tag>) -> Vec<String> {
        let members: Vec<Vec<&str>> = parts
            .iter()
            .map(|(part, at)| {
                self.object_of(*part, at).map(|merged| merged.properties.keys().copied().collect()).unwrap_or_default()
            })
            .collect();
        let by_tag = tag.filter(|tag| tag.gives_names());
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

    /// Returns the JSON type of an alternative as a name: `string`, `integer list`.
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

    /// Returns the listed strings of an alternative without a name, if they are few: each becomes an alternative
    /// without content. So `auto` beside an object is `ToolChoice::Auto`.
    pub(in crate::lower) fn constants(&self, part: Node<'a>, at: &Pointer) -> Option<Vec<Alternative>> {
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
}
