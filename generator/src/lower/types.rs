//! Types: the definitions of the model while they are made from schemas. Knows no operation.

mod base;
mod components;
mod inline;
mod object;
mod owner;
mod scalar;
mod shape;
mod tag;
mod union;

use std::collections::{HashMap, HashSet};

use self::inline::Inlined;
pub(in crate::lower) use self::owner::Owner;
pub(in crate::lower) use self::shape::unlisted;
use super::account::Account;
use super::schemas::{Found, Node, Schemas};
use crate::diagnostics::codes;
use crate::ir::{Api, Derives, Docs, Item, Origin, Shape, Type, TypeDef, TypeId, Usage};
use crate::pointer::Pointer;

/// The definitions of a model while they are made.
pub(in crate::lower) struct Types<'a> {
    /// What the types are made from.
    pub(in crate::lower) schemas: Schemas<'a>,
    /// What is reported on the way.
    pub(in crate::lower) account: Account<'a>,
    /// The model so far. This context adds definitions to it, and nothing else.
    pub(in crate::lower) api: Api,
    /// The definitions of component schemas, by name.
    components: HashMap<&'a str, TypeId>,
    /// The inline schemas that are being lowered or have been.
    inlined: Inlined,
    /// The optional properties that can only be true: one that turns a stream on may be among them.
    pub(in crate::lower) only_true: HashSet<Pointer>,
    /// Those of them that are booleans: what does not turn a stream on is reported at the end.
    pub(in crate::lower) flags: Vec<Pointer>,
}

/// A type, and whether null is allowed beside it.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::lower) struct Typed {
    pub(in crate::lower) ty: Type,
    pub(in crate::lower) nullable: bool,
}

impl From<Typed> for Item {
    fn from(typed: Typed) -> Self {
        Self { ty: typed.ty, nullable: typed.nullable }
    }
}

impl<'a> Types<'a> {
    /// Returns a context that adds definitions to `api`.
    pub(in crate::lower) fn new(schemas: Schemas<'a>, account: Account<'a>, api: Api) -> Self {
        let (components, inlined, only_true, flags) = Default::default();
        Self { schemas, account, api, components, inlined, only_true, flags }
    }

    /// Returns the type of a schema or reference. If it needs a definition, that is named after `origin`.
    pub(in crate::lower) fn typed(&mut self, node: Node<'a>, at: &Pointer, origin: Origin) -> Typed {
        match node {
            Node::Reference(reference) => self.reference(reference, at),
            Node::Inline(schema) => self.inline(schema, at, origin),
        }
    }

    /// Returns the type of a reference to a component schema.
    pub(in crate::lower) fn reference(&mut self, reference: &'a str, at: &Pointer) -> Typed {
        let found = self.schemas.find(Node::Reference(reference), at);
        let Some(Found { name: Some(name), .. }) = found else {
            self.account.untyped(at, format!("`{reference}` was skipped"));
            return Typed { ty: Type::Json, nullable: true };
        };
        let nullable = self.schemas.nullable(Node::Reference(reference), at);
        match self.components.get(name) {
            Some(id) => Typed { ty: Type::Named(*id), nullable },
            None => Typed { ty: Type::Json, nullable: true },
        }
    }

    /// Adds a definition whose shape is filled in later, so that its parts can refer to it as their parent.
    fn define(&mut self, at: Pointer, origin: Origin, docs: Docs) -> TypeId {
        let types = &mut self.api.types;
        let id = TypeId::new(types.len());
        let shape = Shape::Alias(Type::Json);
        let (usage, derives) = (Usage::default(), Derives::default());
        types.push(TypeDef {
            at,
            keys: Vec::new(),
            published: None,
            formerly: None,
            origin,
            docs,
            shape,
            usage,
            derives,
        });
        id
    }

    /// Reports a document in which the parts of `allOf` multiply without bound.
    pub(in crate::lower) fn report_too_many(&mut self) {
        if let Some(at) = self.schemas.take_too_many() {
            let message = "the parts of `allOf` make too many different schemas; from here on the last part that \
                           describes a property is taken alone";
            self.account.report(codes::TOO_MANY_PARTS, &at, message);
        }
    }
}
