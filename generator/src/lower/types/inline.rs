//! Inline schemas: each becomes a type where it is used, or one for all uses.

use std::collections::HashMap;

use openapiv3::Schema;

use super::super::schemas::{Facets, Identity, Node};
use super::{Owner, Typed, Types};
use crate::ir::{Origin, Shape, Type, TypeId};
use crate::pointer::{Pointer, unescaped};

/// How deep inside inline schemas each use of one gets a definition of its own. Further down, the first definition
/// serves all uses: properties that extend their own owner by `allOf` would otherwise unfold each other without end.
const UNFOLDED: usize = 1;

/// The inline schemas that are being lowered or have been.
#[derive(Debug, Default)]
pub(super) struct Inlined {
    /// The types of schemas in components of other kinds: many operations refer to them, one type serves all.
    shared: HashMap<Pointer, Typed>,
    /// The schemas that are being lowered, with their definitions: `allOf` may lead back into one of them.
    open: HashMap<Identity, Option<TypeId>>,
    /// The first definition that was made for a schema.
    made: HashMap<Identity, TypeId>,
}

impl<'a> Types<'a> {
    /// Returns the type of a schema that is written where it is used, or in a component that many operations use.
    pub(super) fn inline(&mut self, schema: &'a Schema, at: &Pointer, origin: Origin) -> Typed {
        let Some(name) = component_of_another_kind(at).filter(|_| !self.schemas.is_made(schema)) else {
            return self.inline_here(schema, at, origin);
        };
        if let Some(known) = self.inlined.shared.get(at) {
            return known.clone();
        }
        let typed =
            self.inline_here(schema, at, if is_hoisted_below(&origin) { origin } else { Origin::Component(name) });
        self.inlined.shared.insert(at.clone(), typed.clone());
        typed
    }

    fn inline_here(&mut self, schema: &'a Schema, at: &Pointer, origin: Origin) -> Typed {
        let facets = Facets::of(schema);
        let nullable = self.schemas.nullable(Node::Inline(schema), at);
        if let Some(target) = self.schemas.transparent(&facets, at) {
            let typed = self.typed(target.0, &target.1, origin);
            return Typed { nullable: nullable || (typed.nullable && facets.all_of.is_empty()), ..typed };
        }
        let identity = self.schemas.identity(&facets, at);
        match self.inlined.open.get(&identity) {
            Some(Some(id)) => return Typed { ty: Type::Named(*id), nullable },
            Some(None) => {
                self.account.untyped(at, "an array or map of itself");
                return Typed { ty: Type::Json, nullable: true };
            }
            None => {}
        }
        if let Some(id) =
            self.inlined.made.get(&identity).filter(|_| self.inlined.open.values().flatten().count() > UNFOLDED)
        {
            return Typed { ty: Type::Named(*id), nullable };
        }
        if self.schemas.needs_definition(schema, &facets, at) {
            let name = self.schemas.config.type_name(at);
            let origin = name.map_or(origin, |name| Origin::Component(name.to_owned()));
            let docs = self.schemas.docs(schema, at);
            let id = self.define(at.clone(), origin, docs);
            self.enter(identity.clone(), Some(id));
            self.inlined.made.entry(identity.clone()).or_insert(id);
            let shape = self.shape(schema, &facets, at, Owner::Definition(id));
            self.leave(&identity);
            self.api.types[id.index()].shape = shape;
            return Typed { ty: Type::Named(id), nullable };
        }
        self.enter(identity.clone(), None);
        let shape = self.shape(schema, &facets, at, Owner::Origin(origin));
        self.leave(&identity);
        match shape {
            Shape::Alias(ty) => Typed { ty, nullable },
            // `needs_definition` and `shape` read the same facts; this arm keeps a disagreement harmless.
            _ => Typed { ty: Type::Json, nullable: true },
        }
    }

    /// Begins to lower a schema, with its definition if it has one.
    fn enter(&mut self, identity: Identity, id: Option<TypeId>) {
        self.inlined.open.insert(identity, id);
        self.schemas.depth.set(self.inlined.open.len());
    }

    /// Ends what [`Self::enter`] began.
    fn leave(&mut self, identity: &Identity) {
        self.inlined.open.remove(identity);
        self.schemas.depth.set(self.inlined.open.len());
    }
}

/// Whether a type is named after a definition that it belongs to.
fn is_hoisted_below(origin: &Origin) -> bool {
    matches!(origin, Origin::Member { .. })
}

/// Returns the name that a schema gets from the response, request body or parameter component that it is part of.
fn component_of_another_kind(at: &Pointer) -> Option<String> {
    let rest = at.as_str().strip_prefix("/components/")?;
    let (section, rest) = rest.split_once('/')?;
    let name = unescaped(rest.split('/').next().unwrap_or_default());
    let kind = match section {
        "responses" => "response",
        "requestBodies" => "body",
        "parameters" => "",
        _ => return None,
    };
    let says_kind = name.to_lowercase().ends_with(kind) || (kind == "body" && name.to_lowercase().ends_with("request"));
    Some(if says_kind { name } else { format!("{name} {kind}") })
}
