//! A base with a discriminator, extended by `allOf`: where the base is used as a type, any of its heirs may stand
//! (OpenAPI 3.0.4, section Discriminator Object). Knows which components extend which; their members are laid over each
//! other elsewhere.

use std::collections::HashMap;

use openapiv3::{Discriminator, Schema};

use super::schema::Owner;
use super::union::component_name;
use super::{Lowering, Node};
use crate::ir::{Alternative, Docs, Origin, Shape, Type, TypeId, Union, WireName};
use crate::pointer::Pointer;
use crate::spec::Document;
use crate::spec::facets::Facets;

/// The components that extend a component directly, by its name.
pub(super) type Heirs<'a> = HashMap<String, Vec<&'a str>>;

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
        let facets = Facets::of(schema);
        let discriminator = facets.discriminator?;
        if facets.properties.is_empty() || !facets.one_of.is_empty() || !facets.any_of.is_empty() {
            return None;
        }
        let heirs = self.all_heirs(name);
        if heirs.is_empty() {
            return None;
        }
        let mut variants = Vec::with_capacity(heirs.len() + 1);
        for heir in heirs {
            let ty = Type::Named(*self.components.get(heir)?);
            let tags = self.heir_tags(discriminator, heir);
            let docs = self.component_docs(heir);
            variants.push(Alternative { label: heir.to_owned(), ty, constant: None, tags, boxed: false, docs });
        }
        let own = mapped(discriminator, name);
        if !own.is_empty() || discriminator.mapping.is_empty() {
            let tags = if own.is_empty() { vec![name.to_owned()] } else { own };
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
        let _ = base;
        let values = references.iter().map(|reference| self.heir_tags(discriminator, &component_name(reference)));
        Some((WireName::new(&discriminator.property_name), values.collect()))
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
    fn all_heirs(&self, name: &str) -> Vec<&'a str> {
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

    /// The values of the tag that select an heir: those that are mapped to it, else the only values it admits itself,
    /// else its name.
    fn heir_tags(&self, discriminator: &Discriminator, heir: &str) -> Vec<String> {
        let tags = mapped(discriminator, heir);
        if !tags.is_empty() {
            return tags;
        }
        let own = self.component(heir).map(|(_, schema)| self.own_values(schema, &discriminator.property_name));
        own.filter(|values| values.len() == 1).unwrap_or_else(|| vec![heir.to_owned()])
    }

    /// The values that a schema lists for a member itself, not by what it extends.
    fn own_values(&self, schema: &'a Schema, member: &str) -> Vec<String> {
        let facets = Facets::of(schema);
        let inline = facets.all_of.iter().filter_map(|part| match Node::from(part) {
            Node::Inline(part) => Some(Facets::of(part)),
            Node::Reference(_) => None,
        });
        let parts: Vec<Facets<'a>> = inline.chain(std::iter::once(facets.clone())).collect();
        let property = parts.iter().flat_map(|part| &part.properties).find(|(name, _)| *name == member);
        let found = property.and_then(|(_, node)| self.find(Node::from(*node), &Pointer::root()));
        let values = found.and_then(|found| Facets::of(found.schema).values).unwrap_or_default();
        values.iter().filter_map(|value| value.as_str().map(str::to_owned)).collect()
    }

    pub(super) fn component(&self, name: &str) -> Option<(&'a str, &'a Schema)> {
        let components = self.document.openapi.components.as_ref()?;
        let (name, node) = components.schemas.get_key_value(name)?;
        match Node::from(node) {
            Node::Inline(schema) => Some((name, schema)),
            Node::Reference(_) => None,
        }
    }

    fn component_docs(&self, name: &str) -> Docs {
        self.component(name).map_or_else(Docs::default, |(_, schema)| self.docs(schema))
    }
}

/// The values that a discriminator maps to a component.
fn mapped(discriminator: &Discriminator, component: &str) -> Vec<String> {
    let targets = discriminator.mapping.iter();
    let mine = targets.filter(|(_, target)| target.as_str() == component || component_name(target) == component);
    mine.map(|(value, _)| value.clone()).collect()
}
