//! From a document to the model of an SDK: references followed, `allOf` flattened, null folded into presence, unions
//! classified, inline schemas hoisted, parameters merged, resources and paging recognised.
//!
//! Knows nothing of Rust: no token, no identifier, no case.

mod about;
mod all_of;
mod alternatives;
mod answer_media;
mod answers;
mod body;
mod constraints;
mod credentials;
mod decisions;
mod enumeration;
mod events;
mod facets;
mod fill;
mod form;
mod integer;
mod literal;
mod media;
mod object;
mod operation;
mod pagination;
mod parameter;
mod polymorphic;
mod resource;
mod response;
mod scalar;
mod schema;
mod security;
mod server;
mod streaming;
mod tag;
mod tag_values;
mod union;

use std::cell::RefCell;
use std::collections::{BTreeSet, HashMap, HashSet};

use openapiv3::{ReferenceOr, Schema};
use typed_arena::Arena;

use self::all_of::{Identity, Together};
use self::facets::Facets;
use self::schema::Typed;
use crate::config::Config;
use crate::diagnostics::codes::Code;
use crate::diagnostics::{Diagnostics, codes};
use crate::document::Document;
use crate::ir::{Api, Derives, Docs, Origin, ResourceId, Shape, Type, TypeDef, TypeId, Usage};
use crate::pointer::{Pointer, unescaped};
use crate::report::{Skipped, Untyped};

/// What lowering makes of a document.
#[derive(Debug, Default)]
pub struct Lowered {
    /// The model.
    pub api: Api,
    /// Operations that are left out, each with a reason.
    pub skipped: Vec<Skipped>,
    /// Places where the document describes a structure and the model has free JSON.
    pub untyped: Vec<Untyped>,
}

/// Lowers a document. Problems go to `diagnostics`; what has one is left out or loosely typed, never the whole
/// document.
pub fn lower(document: &Document, config: &Config, diagnostics: &mut Diagnostics) -> Lowered {
    let arena = Arena::new();
    let mut lowering = Lowering {
        document,
        config,
        diagnostics,
        together: Together::new(&arena),
        told: HashSet::new(),
        nullables: RefCell::default(),
        result: Lowered::default(),
        components: HashMap::new(),
        shared: HashMap::new(),
        open: HashMap::new(),
        made: HashMap::new(),
        only_true: HashSet::new(),
        heirs: polymorphic::heirs(document),
        id_separator: Lowering::common_separator(document),
        paths: document.openapi.paths.paths.keys().map(String::as_str).collect(),
        resources: HashMap::new(),
    };
    lowering.unknown_decisions();
    lowering.document_facts();
    lowering.components();
    lowering.operations();
    lowering.servers_of_operations();
    lowering.unrequired_schemes();
    lowering.risky_targets();
    lowering.events();
    lowering.tell_too_many();
    lowering.result
}

/// The state of lowering one document.
struct Lowering<'a> {
    document: &'a Document,
    /// What separates the steps of every `operationId`, if they are all ways to a resource.
    id_separator: Option<char>,
    /// Every path template, in order, so that those below another one are found at once.
    paths: BTreeSet<&'a str>,
    /// The resources by their paths without what spelling adds.
    resources: HashMap<String, ResourceId>,
    config: &'a Config,
    diagnostics: &'a mut Diagnostics,
    result: Lowered,
    /// The definitions of component schemas, by name.
    components: HashMap<&'a str, TypeId>,
    /// The types of schemas that stand in components of other kinds: many operations refer to them, one type serves
    /// all.
    shared: HashMap<Pointer, Typed>,
    /// The inline schemas that are being lowered, with their definitions: `allOf` may lead back into one of them.
    open: HashMap<Identity, Option<TypeId>>,
    /// The first definition that was made for an inline schema.
    made: HashMap<Identity, TypeId>,
    /// The optional properties that are true if they are there: what turns a stream on may be among them.
    only_true: HashSet<Pointer>,
    /// The schemas that are made of several.
    together: Together<'a>,
    /// Whether components admit null, as far as somebody asked.
    nullables: RefCell<HashMap<&'a str, bool>>,
    /// What was told of schemas, each pair of locations once: the same schema is lowered wherever it is inherited.
    told: HashSet<(Pointer, Pointer)>,
    /// The components that extend a component by `allOf`, by its name.
    heirs: polymorphic::Heirs<'a>,
}

/// A schema or a reference to one, boxed or not.
#[derive(Clone, Copy, Debug)]
enum Node<'a> {
    Reference(&'a str),
    Inline(&'a Schema),
}

impl<'a> From<&'a ReferenceOr<Schema>> for Node<'a> {
    fn from(node: &'a ReferenceOr<Schema>) -> Self {
        match node {
            ReferenceOr::Reference { reference } => Self::Reference(reference),
            ReferenceOr::Item(schema) => Self::Inline(schema),
        }
    }
}

impl<'a> From<&'a ReferenceOr<Box<Schema>>> for Node<'a> {
    fn from(node: &'a ReferenceOr<Box<Schema>>) -> Self {
        match node {
            ReferenceOr::Reference { reference } => Self::Reference(reference),
            ReferenceOr::Item(schema) => Self::Inline(schema),
        }
    }
}

/// A schema after references are followed.
#[derive(Clone, Debug)]
struct Found<'a> {
    schema: &'a Schema,
    at: Pointer,
    /// The component's name, if it was reached through a reference.
    name: Option<&'a str>,
}

impl<'a> Lowering<'a> {
    fn document_facts(&mut self) {
        let openapi = &self.document.openapi;
        let api = &mut self.result.api;
        api.title.clone_from(&openapi.info.title);
        api.version.clone_from(&openapi.info.version);
        api.docs = Docs {
            summary: Some(openapi.info.title.clone()),
            description: openapi.info.description.clone(),
            link: openapi.external_docs.as_ref().map(|docs| (docs.url.clone(), docs.description.clone())),
            ..Docs::default()
        };
        self.about();
        self.servers();
        self.schemes();
    }

    /// Lowers every component schema. Identifiers are given out first, so that references may form cycles.
    fn components(&mut self) {
        let document = self.document;
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
                    self.result.api.types[id.index()].docs = self.docs(schema);
                    match self.polymorphic(schema, name, &at, id) {
                        Some(shape) => shape,
                        None => self.component_shape(schema, &at, id),
                    }
                }
            };
            self.result.api.types[id.index()].shape = shape;
        }
        self.break_alias_cycles();
    }

    /// An alias that leads back to itself has no Rust spelling: the first one of the circle becomes free JSON.
    fn break_alias_cycles(&mut self) {
        for id in self.alias_cycles() {
            let at = self.result.api.def(id).at.clone();
            self.diagnostics.report(
                codes::RECURSIVE_ALIAS,
                &at,
                "this schema is an array or map of itself; it becomes free JSON",
            );
            self.untyped(&at, "an array or map of itself");
            self.result.api.types[id.index()].shape = Shape::Alias(Type::Json);
        }
    }

    /// The first alias of each circle, in order. Each alias leads to one type, so each is stepped on once: a way ends
    /// where an earlier one passed.
    fn alias_cycles(&self) -> BTreeSet<TypeId> {
        let mut cycles = BTreeSet::new();
        let mut passed: HashMap<TypeId, TypeId> = HashMap::new();
        for start in self.result.api.type_ids() {
            let (mut way, mut step) = (Vec::new(), Some(start));
            while let Some(id) = step {
                if let Some(earlier) = passed.get(&id) {
                    let circle = way.iter().skip_while(|other| **other != id);
                    cycles.extend(circle.min().filter(|_| *earlier == start));
                    break;
                }
                passed.insert(id, start);
                way.push(id);
                step = self.alias_target(id);
            }
        }
        cycles
    }

    /// The type that an alias leads to, through lists and maps.
    fn alias_target(&self, id: TypeId) -> Option<TypeId> {
        let Shape::Alias(ty) = &self.result.api.def(id).shape else { return None };
        ty.mentioned()
    }

    /// Adds a definition whose shape is filled in later, so that its parts can name it as their parent.
    fn define(&mut self, at: Pointer, origin: Origin, docs: Docs) -> TypeId {
        let types = &mut self.result.api.types;
        let id = TypeId::new(types.len());
        let shape = Shape::Alias(Type::Json);
        types.push(TypeDef { at, origin, docs, shape, usage: Usage::default(), derives: Derives::default() });
        id
    }

    /// Follows a schema to where it is written; `None` if the component was left out.
    fn find(&self, node: Node<'a>, at: &Pointer) -> Option<Found<'a>> {
        match node {
            Node::Inline(schema) => Some(Found { schema, at: at.clone(), name: None }),
            Node::Reference(reference) => {
                let name = unescaped(reference.strip_prefix("#/components/schemas/")?);
                let components = self.document.openapi.components.as_ref()?;
                let (_, node) = components.schemas.get_key_value(&name)?;
                let resolved =
                    self.document.schema(node, &Pointer::root().child("components").child("schemas").child(&name))?;
                let name = match resolved.name {
                    Some(name) => name,
                    None => components.schemas.get_key_value(&name)?.0,
                };
                Some(Found { schema: resolved.value, at: resolved.at, name: Some(name) })
            }
        }
    }

    fn untyped(&mut self, at: &Pointer, reason: impl Into<String>) {
        self.result.untyped.push(Untyped::new(at.clone(), reason));
    }

    fn skip(&mut self, at: &Pointer, code: &'static Code, reason: impl Into<String>) {
        let reason = reason.into();
        self.diagnostics.report(code, at, format!("this operation is skipped: {reason}"));
        self.result.skipped.push(Skipped::new(at.clone(), code, reason));
    }

    fn docs(&self, schema: &Schema) -> Docs {
        let data = &schema.schema_data;
        let needed = all_of::told_conditions(&Facets::of(schema));
        let description: Vec<String> = data.description.iter().cloned().chain(needed).collect();
        Docs {
            summary: data.title.clone(),
            description: (!description.is_empty()).then(|| description.join("\n\n")),
            link: data.external_docs.as_ref().map(|docs| (docs.url.clone(), docs.description.clone())),
            example: data.example.as_ref().map(literal::literal),
            deprecated: data.deprecated,
        }
    }
}
