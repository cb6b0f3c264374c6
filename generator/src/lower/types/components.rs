//! Component schemas: each becomes a definition. Knows the surface of the lock, by which a map stays one.

use std::collections::{BTreeSet, HashMap};

use super::super::schemas::Node;
use super::Types;
use crate::diagnostics::{codes, kept_map};
use crate::ir::{Docs, Origin, Shape, Type, TypeId};
use crate::pointer::Pointer;
use crate::surface::{ANY_MAP, Kind, Surface};

impl<'a> Types<'a> {
    /// Lowers every component schema. Identifiers are assigned first, so that references may form cycles.
    ///
    /// What is a map in `kept` stays one: its schema had no properties, and got some since.
    pub(in crate::lower) fn components(&mut self, kept: Option<&Surface>) {
        let document = self.schemas.document;
        let Some(components) = &document.openapi.components else { return };
        let section = Pointer::root().child("components").child("schemas");
        for name in components.schemas.keys() {
            let id = self.define(section.child(name), Origin::Component(name.clone()), Docs::default());
            self.components.insert(name, id);
        }
        for (name, node) in &components.schemas {
            let id = self.components[name.as_str()];
            let at = section.child(name);
            let shape = match Node::from(node) {
                Node::Reference(reference) => Shape::Alias(self.reference(reference, &at).ty),
                Node::Inline(schema) => {
                    self.api.types[id.index()].docs = self.schemas.docs(schema, &at);
                    match self.polymorphic(schema, name, &at, id) {
                        Some(shape) => shape,
                        None => self.component_shape(schema, &at, id),
                    }
                }
            };
            let is_map = |kept: &Surface| {
                let known = kept.types.get(at.as_str()).map(|model| &model.kind);
                matches!(known, Some(Kind::Alias(text)) if text == ANY_MAP)
            };
            let grew = matches!(shape, Shape::Struct(_)) && kept.is_some_and(is_map);
            self.api.types[id.index()].shape = if grew { self.map(&at) } else { shape };
        }
        self.break_alias_cycles();
    }

    /// Returns the shape of a component that stays a map, and reports that.
    fn map(&mut self, at: &Pointer) -> Shape {
        self.account.push(kept_map(at));
        Shape::Alias(Type::any_map())
    }

    /// Breaks cycles of aliases, which Rust cannot express: the first alias of each becomes free JSON.
    fn break_alias_cycles(&mut self) {
        for id in self.alias_cycles() {
            let at = self.api.def(id).at.clone();
            self.account.report(
                codes::RECURSIVE_ALIAS,
                &at,
                "this schema is an array or map of itself; it becomes free JSON",
            );
            self.account.untyped(&at, "an array or map of itself");
            self.api.types[id.index()].shape = Shape::Alias(Type::Json);
        }
    }

    /// Returns the first alias of each cycle, in order. Each alias leads to at most one type, so each is visited once:
    /// a path ends at an alias that is part of this path or of an earlier one.
    fn alias_cycles(&self) -> BTreeSet<TypeId> {
        let mut cycles = BTreeSet::new();
        let mut visited: HashMap<TypeId, TypeId> = HashMap::new();
        for start in self.api.type_ids() {
            let (mut path, mut next) = (Vec::new(), Some(start));
            while let Some(id) = next {
                if let Some(path_start) = visited.get(&id) {
                    let cycle = path.iter().skip_while(|other| **other != id);
                    cycles.extend(cycle.min().filter(|_| *path_start == start));
                    break;
                }
                visited.insert(id, start);
                path.push(id);
                next = self.alias_target(id);
            }
        }
        cycles
    }

    /// Returns the definition that an alias leads to, through lists and maps.
    fn alias_target(&self, id: TypeId) -> Option<TypeId> {
        let Shape::Alias(ty) = &self.api.def(id).shape else { return None };
        ty.mentioned()
    }
}
