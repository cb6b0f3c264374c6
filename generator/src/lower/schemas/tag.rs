//! Tags of unions: one that the document declares, one that all alternatives list with values of their own, or one that
//! they inherit. What an alternative says about its tag takes precedence over its name.

use std::collections::HashSet;

use openapiv3::{Discriminator, Schema};
use serde_json::Value;

use super::alternatives::{Parts, component_name};
use super::derived::is_base;
use super::tag_values::{Known, choose_values};
use super::{Node, Schemas};
use crate::ir::WireName;
use crate::lower::schemas::facets::Facets;
use crate::pointer::Pointer;

/// How many schemas may wrap each other where the values of a tag are read.
pub(in crate::lower) const DEEPEST: usize = 6;

/// A tag: its name and, for each alternative, the values that select it.
pub(in crate::lower) struct Tag {
    pub(in crate::lower) name: WireName,
    pub(in crate::lower) values: Vec<Vec<String>>,
    /// The values that can name each alternative: one that may be absent names nothing.
    pub(in crate::lower) labels: Vec<Vec<String>>,
}

impl Tag {
    /// Whether each alternative has one value that can be its name: unique, beginning with a letter, and not a boolean.
    pub(in crate::lower) fn gives_names(&self) -> bool {
        let mut seen = HashSet::new();
        self.labels.iter().all(|values| match values.as_slice() {
            [only] => {
                let is_word = only.starts_with(|c: char| c.is_ascii_alphabetic());
                is_word && !["true", "false"].contains(&only.as_str()) && seen.insert(only)
            }
            _ => false,
        })
    }
}

/// Returns the text of a value of a tag; `None` if it cannot be one.
fn tag_text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Bool(_) | Value::Number(_) => Some(value.to_string()),
        Value::Null | Value::Array(_) | Value::Object(_) => None,
    }
}

impl<'a> Schemas<'a> {
    /// Returns a property that lists its values in every alternative, none of them in two. One that is required
    /// everywhere is the better tag; one that may be absent must have a single value each.
    pub(in crate::lower) fn inferred_tag(&self, parts: &Parts<'a>) -> Option<Tag> {
        let (first, at) = parts.first()?;
        let names = self.members_of_first(*first, at, 0)?;
        let tag = |required: bool| {
            names.iter().find_map(|name| {
                let values_of = |(part, at): &super::all_of::Part<'a>| {
                    let values = self.values_of_member(*part, at, name, required, 0);
                    let is_clear = !values.is_empty() && (required || values.len() == 1);
                    is_clear.then_some(values)
                };
                let values = parts.iter().map(values_of).collect::<Option<Vec<_>>>()?;
                let mut seen = HashSet::new();
                let apart = values.iter().flatten().all(|value| seen.insert(value));
                apart.then(|| Tag { name: WireName::new(*name), labels: values.clone(), values })
            })
        };
        tag(true).or_else(|| tag(false))
    }

    /// Returns the tag of a base that all alternatives extend.
    pub(in crate::lower) fn common_tag(&self, parts: &Parts<'a>) -> Option<Tag> {
        let references = parts.iter().map(|(part, _)| match part {
            Node::Reference(reference) => Some(*reference),
            Node::Inline(_) => None,
        });
        let (name, values) = self.inherited_tag(&references.collect::<Option<Vec<_>>>()?)?;
        let mut seen = HashSet::new();
        let apart = values.iter().flatten().all(|value| seen.insert(value.clone()));
        (apart && values.iter().all(|values| !values.is_empty())).then(|| Tag { name, labels: values.clone(), values })
    }

    /// Returns the properties of an alternative; if it is a union, those of its first alternative.
    fn members_of_first(&self, part: Node<'a>, at: &Pointer, depth: usize) -> Option<Vec<&'a str>> {
        if let Some(merged) = self.object_of(part, at) {
            return Some(merged.properties.keys().copied().collect());
        }
        let inner = self.parts_below(part, at).filter(|_| depth < DEEPEST)?;
        let (first, at) = inner.first()?;
        self.members_of_first(*first, at, depth + 1)
    }

    /// Returns the listed values of a property of an alternative; if it is a union, those of all its alternatives.
    pub(in crate::lower) fn values_of_member(
        &self,
        part: Node<'a>,
        at: &Pointer,
        name: &str,
        required: bool,
        depth: usize,
    ) -> Vec<String> {
        if let Some(merged) = self.object_of(part, at) {
            let listed = |_: &&(Node<'a>, Pointer)| !required || merged.required.contains(name);
            let member = merged.properties.get(name).filter(listed);
            return member.map(|(node, location)| self.values_of(*node, location, 0).0).unwrap_or_default();
        }
        let Some(inner) = self.parts_below(part, at).filter(|_| depth < DEEPEST) else { return Vec::new() };
        let values = inner.iter().map(|(part, at)| self.values_of_member(*part, at, name, required, depth + 1));
        let values: Vec<Vec<String>> = values.collect();
        if values.iter().any(Vec::is_empty) { Vec::new() } else { values.concat() }
    }

    /// Returns all that is known about the tag of each alternative.
    pub(in crate::lower) fn known(&self, discriminator: &Discriminator, parts: &Parts<'a>, depth: usize) -> Vec<Known> {
        let names: Vec<Vec<String>> = parts.iter().map(|(part, at)| self.names_of(*part, at)).collect();
        let below: Vec<Vec<String>> = parts.iter().map(|(part, at)| self.names_below(*part, at, 0)).collect();
        let mut known: Vec<Known> = Vec::with_capacity(parts.len());
        for ((part, at), names) in parts.iter().zip(&names) {
            let own = self.own_tag(*part, at, &discriminator.property_name, depth);
            known.push(Known { name: names.first().cloned(), ..own });
        }
        for (value, target) in &discriminator.mapping {
            let target = self.aliases_of(&component_name(target));
            let holds = |list: &Vec<String>| list.iter().any(|name| target.contains(name));
            let is_same = names.iter().any(holds);
            let lists = if is_same { &names } else { &below };
            for (own, list) in known.iter_mut().zip(lists) {
                if holds(list) {
                    own.mapped.push(value.clone());
                }
            }
        }
        known
    }

    /// Returns what an alternative itself says about the tag.
    fn own_tag(&self, part: Node<'a>, at: &Pointer, tag: &str, depth: usize) -> Known {
        if let Some(derived) = self.derived_of(part, at, tag) {
            return derived;
        }
        if let Some(merged) = self.object_of(part, at) {
            let member = merged.properties.get(tag);
            let (allowed, default) =
                member.map(|(node, location)| self.values_of(*node, location, 0)).unwrap_or_default();
            return Known { allowed, default, ..Known::default() };
        }
        let Some(inner) = self.parts_below(part, at).filter(|_| depth < DEEPEST) else { return Known::default() };
        let discriminator = self.find(part, at).and_then(|found| Facets::of(found.schema).discriminator);
        let values = match discriminator.filter(|discriminator| discriminator.property_name == tag) {
            Some(discriminator) => choose_values(&self.known(discriminator, &inner, depth + 1)).0,
            None => {
                let own_tag = inner.iter().map(|(part, at)| self.own_tag(*part, at, tag, depth + 1));
                own_tag
                    .map(|own_tag| {
                        if own_tag.allowed.is_empty() { own_tag.default.into_iter().collect() } else { own_tag.allowed }
                    })
                    .collect()
            }
        };
        let mut seen = HashSet::new();
        let mut allowed = values.concat();
        allowed.retain(|value| seen.insert(value.clone()));
        // An inner alternative that says nothing is known by the name of the whole.
        let silent = values.iter().any(Vec::is_empty);
        let name = self.names_of(part, at).into_iter().next().filter(|_| silent);
        if !allowed.is_empty() {
            allowed.extend(name);
        }
        Known { allowed, is_union: true, ..Known::default() }
    }

    /// Returns the values that a schema lists, and its default, also through schemas that wrap it.
    pub(in crate::lower) fn values_of(
        &self,
        node: Node<'a>,
        at: &Pointer,
        depth: usize,
    ) -> (Vec<String>, Option<String>) {
        let Some(found) = self.find(node, at).filter(|_| depth < DEEPEST) else { return Default::default() };
        let default = default_of(found.schema);
        let facets = Facets::of(found.schema);
        if let Some(values) = &facets.values {
            return (values.iter().filter_map(tag_text).collect(), default);
        }
        if !facets.all_of.is_empty()
            && let Some(values) = self.flat(node, at).and_then(|flat| flat.values)
        {
            return (values.iter().filter_map(tag_text).collect(), default);
        }
        if let Some((inner, location)) = self.transparent(&facets, &found.at) {
            let (values, below) = self.values_of(inner, &location, depth + 1);
            return (values, default.or(below));
        }
        let parts = self.parts(&facets, &found.at);
        let listed = parts.iter().map(|(part, at)| self.values_of(*part, at, depth + 1).0);
        let listed: Vec<Vec<String>> = listed.collect();
        let values = if listed.iter().any(Vec::is_empty) { Vec::new() } else { listed.concat() };
        (values, default)
    }

    /// Returns the alternatives of an alternative that is a union itself, also through schemas that only wrap it.
    fn parts_below(&self, part: Node<'a>, at: &Pointer) -> Option<Parts<'a>> {
        let (mut node, mut location) = (part, at.clone());
        for _ in 0..DEEPEST {
            let found = self.find(node, &location)?;
            let facets = Facets::of(found.schema);
            let Some(inner) = self.transparent(&facets, &found.at) else {
                let parts = self.parts(&facets, &found.at);
                return (!parts.is_empty()).then_some(parts);
            };
            (node, location) = inner;
        }
        None
    }

    /// Returns the components that an alternative represents: the one it refers to, and those that this one only wraps.
    fn names_of(&self, part: Node<'a>, at: &Pointer) -> Vec<String> {
        let reference = match part {
            Node::Reference(reference) => Some(reference),
            Node::Inline(schema) => match self.transparent(&Facets::of(schema), at) {
                Some((Node::Reference(reference), _)) => Some(reference),
                _ => None,
            },
        };
        reference.map(|reference| self.aliases_of(&component_name(reference))).unwrap_or_default()
    }

    /// Returns a component and those that it only wraps.
    fn aliases_of(&self, name: &str) -> Vec<String> {
        let mut names = vec![name.to_owned()];
        while names.len() < DEEPEST {
            let Some((_, node)) = names.last().and_then(|name| self.component_node(name)) else { break };
            let next = match node {
                Node::Reference(reference) => component_name(reference),
                Node::Inline(schema) => match self.transparent(&Facets::of(schema), &Pointer::root()) {
                    Some((Node::Reference(reference), _)) => component_name(reference),
                    _ => break,
                },
            };
            if names.contains(&next) {
                break;
            }
            names.push(next);
        }
        names
    }

    /// Returns the components below an alternative that is a union itself, or a base that others extend.
    fn names_below(&self, part: Node<'a>, at: &Pointer, depth: usize) -> Vec<String> {
        let own = self.names_of(part, at);
        let mut names: Vec<String> = own.iter().flat_map(|name| self.all_derived(name)).map(str::to_owned).collect();
        let inner = self.parts_below(part, at).filter(|_| depth < DEEPEST).unwrap_or_default();
        for (part, at) in inner {
            names.extend(self.names_of(part, &at));
            names.extend(self.names_below(part, &at, depth + 1));
        }
        names
    }

    /// Returns what is known about the tag of an alternative that is a base which others extend.
    fn derived_of(&self, part: Node<'a>, at: &Pointer, tag: &str) -> Option<Known> {
        let found = self.find(part, at)?;
        let name = found.name?;
        let discriminator = Facets::of(found.schema).discriminator.filter(|own| own.property_name == tag)?;
        is_base(found.schema).then_some(())?;
        let derived = self.all_derived(name);
        if derived.is_empty() {
            return None;
        }
        let (values, _) = self.tags_of_base(discriminator, name, &derived);
        Some(Known { allowed: values.concat(), is_union: true, ..Known::default() })
    }
}

fn default_of(schema: &Schema) -> Option<String> {
    schema.schema_data.default.as_ref().and_then(tag_text)
}
