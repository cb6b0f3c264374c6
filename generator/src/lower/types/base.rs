//! A base with a discriminator, extended by `allOf`: where the base is used as a type, any of its derived schemas may
//! be used (OpenAPI 3.0.4, section Discriminator Object).

use openapiv3::Schema;

use super::super::schemas::{Facets, component_name, is_base};
use super::{Owner, Types};
use crate::ir::{Alternative, Constraints, Origin, Shape, Type, TypeId, Union, WireName};
use crate::pointer::Pointer;

impl<'a> Types<'a> {
    /// Returns the union of the schemas derived from a base; `None` if the schema is not such a base.
    pub(in crate::lower) fn polymorphic(
        &mut self,
        schema: &'a Schema,
        name: &str,
        at: &Pointer,
        id: TypeId,
    ) -> Option<Shape> {
        let discriminator = Facets::of(schema).discriminator.filter(|_| is_base(schema))?;
        let derived = self.schemas.all_derived(name);
        if derived.is_empty() {
            return None;
        }
        let (mut tags, conflicts) = self.schemas.tags_of_base(discriminator, name, &derived);
        let names: Vec<String> = derived.iter().copied().chain([name]).map(str::to_owned).collect();
        self.report_conflicts(discriminator, &conflicts, &names, at);
        let targets = discriminator.mapping.iter().map(|(value, target)| (value.clone(), component_name(target)));
        let unused: Vec<_> = targets.filter(|(_, target)| !names.contains(target)).collect();
        self.report_unused_mappings(&unused, at);
        let own = tags.split_off(derived.len()).pop();
        let mut variants = Vec::with_capacity(derived.len() + 1);
        for (component, tags) in derived.into_iter().zip(tags) {
            let ty = Type::Named(*self.components.get(component)?);
            let docs = self.schemas.component_docs(component);
            let (label, constraints) = (component.to_owned(), Constraints::default());
            variants.push(Alternative { label, ty, constant: None, tags, boxed: false, docs, constraints });
        }
        if let Some(tags) = own {
            let label = "base".to_owned();
            let origin = Origin::Member { parent: id, name: label.clone(), item: false };
            let base = self.define(at.clone(), origin, self.schemas.docs(schema, at));
            let merged = self.schemas.merge(schema, at);
            let shape = self.structure(&merged, &Owner::Definition(base));
            self.api.types[base.index()].shape = shape;
            variants.push(Alternative {
                label,
                ty: Type::Named(base),
                constant: None,
                tags,
                boxed: false,
                docs: self.schemas.docs(schema, at),
                constraints: Constraints::default(),
            });
        }
        Some(Shape::Union(Union { tag: Some(WireName::new(&discriminator.property_name)), variants }))
    }
}
