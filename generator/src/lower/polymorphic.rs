//! A base with a discriminator, extended by `allOf`: where the base is used as a type, any of its heirs may stand
//! (OpenAPI 3.0.4, section Discriminator Object). Knows which components extend which; their members are laid over each
//! other elsewhere.

use std::collections::HashMap;

use openapiv3::{Discriminator, Schema};

use super::alternatives::component_name;
use super::schema::Owner;
use super::tag_values::{Conflict, Known, choose_values};
use super::{Lowering, Node};
use crate::document::Document;
use crate::ir::{Alternative, Constraints, Docs, Origin, Shape, Type, TypeId, Union, WireName};
use crate::lower::facets::Facets;
use crate::pointer::Pointer;

/// The components that extend a component directly, by its name.
pub(super) type Heirs<'a> = HashMap<String, Vec<&'a str>>;

/// Whether a schema is a base that others may stand for: an object with a discriminator.
pub(super) fn is_base(schema: &Schema) -> bool {
    let facets = Facets::of(schema);
    let lists = !facets.one_of.is_empty() || !facets.any_of.is_empty();
    facets.discriminator.is_some() && !facets.properties.is_empty() && !lists
}

/// Which components extend which.
pub(super) fn heirs(document: &Document) -> Heirs<'_> {
    let mut heirs: Heirs<'_> = HashMap::new();
    let components = document.openapi.components.iter();
    for (name, node) in components.flat_map(|components| &components.schemas) {
        let Node::Inline(schema) = Node::from(node) else { continue };
        for part in Facets::of(schema).all_of {
            if let Node::Reference(reference) = Node::from(part) {
                heirs.entry(component_name(reference)).or_default().push(name);
            }
        }
    }
    heirs
}

impl<'a> Lowering<'a> {
    /// The union of a base's heirs; `None` if the schema is no such base.
    pub(super) fn polymorphic(&mut self, schema: &'a Schema, name: &str, at: &Pointer, id: TypeId) -> Option<Shape> {
        let discriminator = Facets::of(schema).discriminator.filter(|_| is_base(schema))?;
        let heirs = self.all_heirs(name);
        if heirs.is_empty() {
            return None;
        }
        let (mut tags, conflicts) = self.tags_of_base(discriminator, name, &heirs);
        let names: Vec<String> = heirs.iter().copied().chain([name]).map(str::to_owned).collect();
        self.report_conflicts(discriminator, &conflicts, &names, at);
        let targets = discriminator.mapping.iter().map(|(value, target)| (value.clone(), component_name(target)));
        let unused: Vec<_> = targets.filter(|(_, target)| !names.contains(target)).collect();
        self.report_unused_mappings(&unused, at);
        let own = tags.split_off(heirs.len()).pop();
        let mut variants = Vec::with_capacity(heirs.len() + 1);
        for (heir, tags) in heirs.into_iter().zip(tags) {
            let ty = Type::Named(*self.components.get(heir)?);
            let docs = self.component_docs(heir);
            let (label, constraints) = (heir.to_owned(), Constraints::default());
            variants.push(Alternative { label, ty, constant: None, tags, boxed: false, docs, constraints });
        }
        if let Some(tags) = own {
            let label = "base".to_owned();
            let origin = Origin::Member { parent: id, name: label.clone(), item: false };
            let base = self.define(at.clone(), origin, self.docs(schema));
            let merged = self.merge(schema, at);
            let shape = self.structure(&merged, &Owner::Definition(base));
            self.result.api.types[base.index()].shape = shape;
            variants.push(Alternative {
                label,
                ty: Type::Named(base),
                constant: None,
                tags,
                boxed: false,
                docs: self.docs(schema),
                constraints: Constraints::default(),
            });
        }
        Some(Shape::Union(Union { tag: Some(WireName::new(&discriminator.property_name)), variants }))
    }

    /// The tag that components inherit from a common base with a discriminator, and the values that select each.
    pub(super) fn inherited_tag(&self, references: &[&'a str]) -> Option<(WireName, Vec<Vec<String>>)> {
        let (first, others) = references.split_first()?;
        let (base, discriminator) = self.bases(&component_name(first)).into_iter().find(|(base, _)| {
            others.iter().all(|other| self.bases(&component_name(other)).iter().any(|(name, _)| name == base))
        })?;
        // What the others of its kind are called is not for these.
        let heirs = self.all_heirs(base);
        let (values, _) = self.tags_of_base(discriminator, base, &heirs);
        let of = |reference: &&str| {
            let name = component_name(reference);
            heirs.iter().position(|heir| *heir == name).map(|index| values[index].clone())
        };
        let values = references.iter().map(of).collect::<Option<Vec<_>>>()?;
        Some((WireName::new(&discriminator.property_name), values))
    }

    /// The components with a discriminator that a component extends, however far.
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

    /// The heirs of a component and theirs, each once, in the order of the document as far as they are equally near.
    pub(super) fn all_heirs(&self, name: &str) -> Vec<&'a str> {
        let mut all: Vec<&'a str> = Vec::new();
        let direct = |name: &str| self.heirs.get(name).into_iter().flatten().copied();
        let mut found: Vec<&'a str> = direct(name).collect();
        while !found.is_empty() {
            found.retain(|heir| *heir != name && !all.contains(heir));
            all.extend(&found);
            found = found.into_iter().flat_map(direct).collect();
        }
        all
    }

    /// The values that select each of the components which extend a base, then those of the base itself, if it can
    /// stand for itself; and what contradicts a mapping.
    pub(super) fn tags_of_base(
        &self,
        discriminator: &Discriminator,
        base: &str,
        heirs: &[&'a str],
    ) -> (Vec<Vec<String>>, Vec<Conflict>) {
        let mut known: Vec<Known> = heirs.iter().map(|heir| self.known_of_heir(discriminator, heir)).collect();
        let own = mapped_to(discriminator, base);
        if !own.is_empty() || discriminator.mapping.is_empty() {
            known.push(Known { mapped: own, name: Some(base.to_owned()), ..Known::default() });
        }
        choose_values(&known)
    }

    /// All that is known of the tag of a component that extends a base: what it says itself goes before what it
    /// inherits.
    pub(super) fn known_of_heir(&self, discriminator: &Discriminator, heir: &str) -> Known {
        let tag = &discriminator.property_name;
        let mapped = mapped_to(discriminator, heir);
        let name = Some(heir.to_owned());
        let Some((_, schema)) = self.component(heir) else { return Known { mapped, name, ..Known::default() } };
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
            // What all inherit as a default selects none of them.
            (member.map(|(node, place)| self.values_of(*node, place, 0).0).unwrap_or_default(), None)
        });
        Known { mapped, allowed, default, name, is_union: false }
    }

    pub(super) fn component(&self, name: &str) -> Option<(&'a str, &'a Schema)> {
        match self.component_node(name)? {
            (name, Node::Inline(schema)) => Some((name, schema)),
            (_, Node::Reference(_)) => None,
        }
    }

    pub(super) fn component_node(&self, name: &str) -> Option<(&'a str, Node<'a>)> {
        let components = self.document.openapi.components.as_ref()?;
        let (name, node) = components.schemas.get_key_value(name)?;
        Some((name, Node::from(node)))
    }

    fn component_docs(&self, name: &str) -> Docs {
        self.component(name).map_or_else(Docs::default, |(_, schema)| self.docs(schema))
    }
}

/// The values that a discriminator maps to a component.
fn mapped_to(discriminator: &Discriminator, component: &str) -> Vec<String> {
    let targets = discriminator.mapping.iter();
    let mine = targets.filter(|(_, target)| target.as_str() == component || component_name(target) == component);
    mine.map(|(value, _)| value.clone()).collect()
}
