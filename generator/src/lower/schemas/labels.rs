//! The names of the alternatives of a union.

use super::alternatives::{Parts, component_name};
use super::enumeration::string_enum;
use super::facets::{Facets, Kind};
use super::tag::Tag;
use super::{Node, Schemas};
use crate::english::{plural, words};
use crate::ir::{Alternative, Constraints, Docs, Scalar, Shape, StringEnum, Type, Variant, WireName};
use crate::pointer::Pointer;

/// The most strings of one alternative that become alternatives of their own.
const MOST_CONSTANTS: usize = 8;

/// Titles that say nothing about an alternative but its type.
const JSON_TYPES: [&str; 6] = ["array", "boolean", "integer", "number", "object", "string"];

impl<'a> Schemas<'a> {
    /// Returns the name of each alternative: its tag, its component, its title, a property of its own, or what it
    /// holds.
    ///
    /// A title that several of them have, or that is the name of a JSON type, names none of them.
    pub(in crate::lower) fn labels(&self, parts: &Parts<'a>, tag: Option<&Tag>) -> Vec<String> {
        let mut labels = self.first_labels(parts, tag);
        let repeated = |labels: &[String], label: &String| labels.iter().filter(|other| *other == label).count() > 1;
        let given = labels.clone();
        for (index, (part, at)) in parts.iter().enumerate().filter(|(index, _)| repeated(&given, &given[*index])) {
            labels[index] = self.content_label(*part, at).unwrap_or_else(|| labels[index].clone());
        }
        let given = labels.clone();
        for (index, label) in given.iter().enumerate().filter(|(_, label)| repeated(&given, label)) {
            let group = || given.iter().enumerate().filter(|(_, other)| *other == label).map(|(index, _)| index);
            let others: Vec<String> =
                group().filter(|other| *other != index).flat_map(|other| self.names_within(&parts[other])).collect();
            let own = self.names_within(&parts[index]).into_iter().find(|name| !others.contains(name));
            labels[index] = own.filter(|own| !given.contains(own)).unwrap_or_else(|| label.clone());
        }
        labels
    }

    /// Returns what an inline alternative without a name of its own holds.
    fn content_label(&self, part: Node<'a>, at: &Pointer) -> Option<String> {
        let Node::Inline(schema) = part else { return None };
        let facets = Facets::of(schema);
        if self.transparent(&facets, at).is_some() {
            return None;
        }
        match (facets.implied_kind(), &facets.format) {
            (Some(Kind::String), Some(format)) => Some(format.clone()),
            (Some(Kind::Object) | None, _) => None,
            (Some(_), _) => Some(self.kind_label(&facets)),
        }
    }

    /// Returns the names of an alternative's properties, and of their properties.
    fn names_within(&self, (part, at): &(Node<'a>, Pointer)) -> Vec<String> {
        let Some(object) = self.object_of(*part, at) else { return Vec::new() };
        let names = |keys: Vec<&&str>| keys.into_iter().map(|name| (*name).to_owned()).collect::<Vec<String>>();
        let inner = object.properties.values().filter_map(|(node, at)| self.object_of(*node, at));
        let inner = inner.flat_map(|inner| names(inner.properties.keys().collect())).collect::<Vec<_>>();
        names(object.properties.keys().collect()).into_iter().chain(inner).collect()
    }

    fn first_labels(&self, parts: &Parts<'a>, tag: Option<&Tag>) -> Vec<String> {
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
            let title = found.schema.schema_data.title.as_ref();
            if let Some(title) = title.filter(|title| !JSON_TYPES.contains(&title.to_ascii_lowercase().as_str())) {
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

    /// Returns what an alternative holds, as a name: `string`, `integers`, `pets`, `integer lists`.
    fn kind_label(&self, facets: &Facets<'a>) -> String {
        let name = match facets.implied_kind() {
            Some(Kind::String) => "string",
            Some(Kind::Number) => "number",
            Some(Kind::Integer) => "integer",
            Some(Kind::Boolean) => "boolean",
            Some(Kind::Object) => "object",
            Some(Kind::Array) => {
                return match facets.items.map(Node::from) {
                    Some(Node::Reference(reference)) => many(&component_name(reference)),
                    Some(Node::Inline(item)) => {
                        let own = self.kind_label(&Facets::of(item));
                        own.strip_suffix('s').map_or_else(|| many(&own), |one| format!("{one} lists"))
                    }
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

/// Returns the name of a list of things with this name: `Pets`, and `pet data list` where that has no plural.
fn many(name: &str) -> String {
    let last = words(name).pop().unwrap_or_default();
    let one = name.len().checked_sub(last.len()).and_then(|at| name.get(at..)).unwrap_or_default();
    match plural(&last).filter(|_| one.eq_ignore_ascii_case(&last)) {
        // Only the end changes, so the name keeps its capital letters.
        Some(many) => match many.strip_prefix(last.as_str()) {
            Some(end) => format!("{name}{end}"),
            None => format!("{}ies", &name[..name.len() - 1]),
        },
        None => format!("{name} list"),
    }
}

#[cfg(test)]
mod tests {
    use super::many;

    #[test]
    fn a_list_is_named_by_what_it_holds() {
        for (one, expected) in [
            ("string", "strings"),
            ("ChatMessage", "ChatMessages"),
            ("Category", "Categories"),
            ("API", "API list"),
            ("text_box", "text_boxes"),
            ("strings", "strings list"),
            ("Metadata", "Metadata list"),
            ("Address", "Addresses"),
            ("Größe", "Größes"),
            ("v1.", "v1. list"),
            ("", " list"),
        ] {
            assert_eq!(many(one), expected, "{one}");
        }
    }
}
