//! `oneOf` and `anyOf`: nullable types, open enumerations, tagged unions (declared or inferred), unions by evidence.

use openapiv3::Schema;

use super::super::schemas::{Beside, Merged, Parts, Tag};
use super::{Owner, Types};
use crate::diagnostics::codes;
use crate::ir::{Alternative, Origin, Shape, Type, Union};
use crate::pointer::Pointer;

impl<'a> Types<'a> {
    /// Returns the shape of a schema with lists of alternatives among its parts. What stands beside a list holds for
    /// each of its alternatives.
    pub(in crate::lower) fn union_beside(
        &mut self,
        merged: &Merged<'a>,
        schema: &'a Schema,
        at: &Pointer,
        owner: Owner,
    ) -> Shape {
        match self.schemas.alternatives_beside(merged, schema, at) {
            Some(beside) => self.union(&beside, at, owner),
            None => self.several_unions(merged, at, owner),
        }
    }

    /// Returns the shape of a schema that lists alternatives.
    fn union(&mut self, beside: &Beside<'a>, at: &Pointer, owner: Owner) -> Shape {
        let Beside { facets, parts, nodes } = beside;
        if let [(only, location)] = nodes.as_slice() {
            let origin = match owner {
                Owner::Definition(parent) => Origin::Member { parent, name: "value".to_owned(), item: false },
                Owner::Origin(origin) => origin,
            };
            return Shape::Alias(self.typed(*only, location, origin).ty);
        }
        if parts.is_empty() {
            return Shape::Alias(Type::Json);
        }
        if let Some(scalar) = self.schemas.plain_scalar(nodes) {
            self.report_wide(scalar, at);
            return Shape::Alias(Type::Scalar(scalar));
        }
        if let Some(enumeration) = self.schemas.strings(nodes).or_else(|| self.schemas.integers(nodes)) {
            return enumeration;
        }
        let tag = match facets.discriminator {
            Some(discriminator) => Some(self.declared_tag(discriminator, parts, at)),
            None => self.schemas.inferred_tag(nodes).or_else(|| self.schemas.common_tag(parts)),
        };
        self.alternatives(parts, nodes, tag, owner)
    }

    fn alternatives(&mut self, parts: &Parts<'a>, nodes: &Parts<'a>, tag: Option<Tag>, owner: Owner) -> Shape {
        let labels = self.schemas.labels(parts, tag.as_ref());
        let mut variants = Vec::with_capacity(parts.len());
        for (index, (((part, location), (node, at)), label)) in parts.iter().zip(nodes).zip(labels).enumerate() {
            if let Some(constants) = self.schemas.constants(*part, location).filter(|_| tag.is_none()) {
                variants.extend(constants);
                continue;
            }
            let origin = match &owner {
                Owner::Definition(parent) => Origin::Member { parent: *parent, name: label.clone(), item: false },
                Owner::Origin(origin) => origin.clone(),
            };
            let ty = self.typed(*node, at, origin).ty;
            let tags = tag.as_ref().and_then(|tag| tag.values.get(index)).cloned().unwrap_or_default();
            let docs = self.schemas.node_docs(*part, location);
            let constraints = self.schemas.constraints(*node, at);
            variants.push(Alternative { label, ty, constant: None, tags, boxed: false, docs, constraints });
        }
        Shape::Union(Union { tag: tag.map(|tag| tag.name), variants })
    }

    /// Returns the shape of several lists of alternatives that apply at once: one object that may have the properties
    /// of all alternatives.
    pub(in crate::lower) fn several_unions(&mut self, merged: &Merged<'a>, at: &Pointer, owner: Owner) -> Shape {
        let mut all = Merged { additional: merged.additional.clone(), ..Merged::default() };
        all.properties = merged.properties.clone();
        all.required = merged.required.clone();
        for (facets, location) in &merged.unions {
            for (part, at) in self.schemas.parts(facets, location) {
                let Some(object) = self.schemas.object_of(part, &at) else {
                    self.account.untyped(&at, "one of several lists of alternatives that apply at once");
                    continue;
                };
                for (name, property) in object.properties {
                    all.properties.entry(name).or_insert(property);
                }
            }
        }
        if !all.is_struct() {
            self.account.untyped(at, "several lists of alternatives apply at once");
            return Shape::Alias(Type::Json);
        }
        self.account.report(
            codes::SEVERAL_UNIONS,
            at,
            "several lists of alternatives apply at once; they become one type in which all fields are optional",
        );
        self.structure(&all, &owner)
    }
}
