//! A base with a discriminator, extended by `allOf`: where the base is used as a type, any of its derived schemas
//! may be used (OpenAPI 3.0.4, section Discriminator Object). Knows which components extend which; their properties are
//! merged elsewhere.

use std::collections::HashMap;

use openapiv3::{Discriminator, Schema};

use super::alternatives::component_name;
use super::facets::Facets;
use super::tag_values::{Conflict, Known, choose_values};
use super::{Node, Schemas};
use crate::document::Document;
use crate::ir::WireName;
use crate::pointer::Pointer;

/// The components that extend a component directly, by its name.
pub(in crate::lower) type Derived<'a> = HashMap<String, Vec<&'a str>>;

/// Returns whether derived schemas may be used instead of a base: an object with a discriminator.
pub(in crate::lower) fn is_base(schema: &Schema) -> bool {
    let facets = Facets::of(schema);
    let lists = !facets.one_of.is_empty() || !facets.any_of.is_empty();
    facets.discriminator.is_some() && !facets.properties.is_empty() && !lists
}

/// Returns which components extend which.
pub(in crate::lower) fn derived(document: &Document) -> Derived<'_> {
    let mut derived: Derived<'_> = HashMap::new();
    let components = document.openapi.components.iter();
    for (name, node) in components.flat_map(|components| &components.schemas) {
        let Node::Inline(schema) = Node::from(node) else { continue };
        for part in Facets::of(schema).all_of {
            if let Node::Reference(reference) = Node::from(part) {
                derived.entry(component_name(reference)).or_default().push(name);
            }
        }
    }
    derived
}

impl<'a> Schemas<'a> {
    /// Returns the tag that components inherit from a common base with a discriminator, and the values that select
    /// each.
    pub(in crate::lower) fn inherited_tag(&self, references: &[&'a str]) -> Option<(WireName, Vec<Vec<String>>)> {
        let (first, others) = references.split_first()?;
        let (base, discriminator) = self.bases(&component_name(first)).into_iter().find(|(base, _)| {
            others.iter().all(|other| self.bases(&component_name(other)).iter().any(|(name, _)| name == base))
        })?;
        // The names of the other derived schemas do not select these.
        let derived = self.all_derived(base);
        let (values, _) = self.tags_of_base(discriminator, base, &derived);
        let of = |reference: &&str| {
            let name = component_name(reference);
            derived.iter().position(|component| *component == name).map(|index| values[index].clone())
        };
        let values = references.iter().map(of).collect::<Option<Vec<_>>>()?;
        Some((WireName::new(&discriminator.property_name), values))
    }

    /// Returns the components with a discriminator that a component extends, directly or not.
    fn bases(&self, name: &str) -> Vec<(&'a str, &'a Discriminator)> {
        let mut bases = Vec::new();
        let mut seen = vec![name.to_owned()];
        let mut next = 0;
        while next < seen.len() {
            let Some((_, schema)) = self.component(&seen[next]) else { break };
            next += 1;
            for part in Facets::of(schema).all_of {
                let Node::Reference(reference) = Node::from(part) else { continue };
                let parent = component_name(reference);
                if let Some((name, schema)) = self.component(&parent)
                    && !seen.contains(&parent)
                {
                    bases.extend(schema.schema_data.discriminator.as_ref().map(|discriminator| (name, discriminator)));
                    seen.push(parent);
                }
            }
        }
        bases
    }

    /// Returns the schemas derived from a component, and those derived from these, each once: near ones first, then in
    /// the order of the document.
    pub(in crate::lower) fn all_derived(&self, name: &str) -> Vec<&'a str> {
        let mut all: Vec<&'a str> = Vec::new();
        let direct = |name: &str| self.derived.get(name).into_iter().flatten().copied();
        let mut found: Vec<&'a str> = direct(name).collect();
        while !found.is_empty() {
            found.retain(|component| *component != name && !all.contains(component));
            all.extend(&found);
            found = found.into_iter().flat_map(direct).collect();
        }
        all
    }

    /// Returns the values that select each of the components which extend a base, then those of the base itself if it
    /// can be used itself; and the conflicts with the mapping.
    pub(in crate::lower) fn tags_of_base(
        &self,
        discriminator: &Discriminator,
        base: &str,
        derived: &[&'a str],
    ) -> (Vec<Vec<String>>, Vec<Conflict>) {
        let mut known: Vec<Known> =
            derived.iter().map(|component| self.known_of_derived(discriminator, component)).collect();
        let own = mapped_to(discriminator, base);
        if !own.is_empty() || discriminator.mapping.is_empty() {
            known.push(Known { mapped: own, name: Some(base.to_owned()), ..Known::default() });
        }
        choose_values(&known)
    }

    /// Returns all that is known about the tag of a component that extends a base: what it says itself takes precedence
    /// over what it inherits.
    pub(in crate::lower) fn known_of_derived(&self, discriminator: &Discriminator, component: &str) -> Known {
        let tag = &discriminator.property_name;
        let mapped = mapped_to(discriminator, component);
        let name = Some(component.to_owned());
        let Some((_, schema)) = self.component(component) else { return Known { mapped, name, ..Known::default() } };
        let facets = Facets::of(schema);
        let inline = facets.all_of.iter().filter_map(|part| match Node::from(part) {
            Node::Inline(part) => Some(Facets::of(part)),
            Node::Reference(_) => None,
        });
        let parts: Vec<Facets<'a>> = inline.chain(std::iter::once(facets.clone())).collect();
        let own = parts.iter().flat_map(|part| &part.properties).find(|(name, _)| *name == tag.as_str());
        let own = own.map(|(_, node)| self.values_of(Node::from(*node), &Pointer::root(), 0));
        let says = own.filter(|(values, default)| !values.is_empty() || default.is_some());
        let (allowed, default) = says.unwrap_or_else(|| {
            let merged = self.merge(schema, &Pointer::root());
            let member = merged.properties.get(tag.as_str());
            // A default that all inherit selects none of them.
            (member.map(|(node, location)| self.values_of(*node, location, 0).0).unwrap_or_default(), None)
        });
        Known { mapped, allowed, default, name, is_union: false }
    }
}

/// Returns the values that a discriminator maps to a component.
fn mapped_to(discriminator: &Discriminator, component: &str) -> Vec<String> {
    let targets = discriminator.mapping.iter();
    let mine = targets.filter(|(_, target)| target.as_str() == component || component_name(target) == component);
    mine.map(|(value, _)| value.clone()).collect()
}
