//! The model of an SDK. It contains no type of OpenAPI and no token of Rust; only the table of scalars
//! ([`Scalar::row`]) names formats and Rust types, as plain text.
//!
//! Invariants, which [`check`] checks after lowering and again after the passes:
//!
//! 1. Every type in use is defined; after `prune` every definition is reachable.
//! 2. Only [`Presence`] and [`Item::nullable`] express nullability.
//! 3. Wire names are unique within a struct, an enumeration and a union, and are never changed.
//! 4. Every definition and operation has a [`Pointer`](crate::pointer::Pointer).
//! 5. Each path placeholder has exactly one parameter, in template order.
//! 6. After `recursion`, by-value edges form no cycle.

mod about;
mod bodies;
pub mod check;
mod constraints;
mod docs;
mod events;
mod examples;
mod features;
mod ids;
mod info;
mod literal;
mod location;
mod operations;
mod paging;
mod responses;
mod scalar;
mod security;
mod types;
mod users;

pub use about::About;
pub use bodies::{Body, BodyAlternative, BodyContent, BodyEncoding, FormStyle, MemberEncoding};
pub use constraints::Constraints;
pub use docs::{Docs, Inlined};
pub use events::Event;
pub use examples::{Example, OperationExample, Shown};
pub use features::{Feature, Features, Reach};
pub use ids::{FeatureId, OperationId, ResourceId, TypeId};
pub use info::{Contact, Info, Tag};
pub use literal::Literal;
pub use location::Location;
pub use operations::{Claim, Method, Operation, Parameter, Resource, Style, operation_key};
pub use paging::{Advance, Count, Direction, Flag, PageSize, Paging, PagingKind, Source, Step, Unit};
pub use responses::{
    ErrorBody, ErrorResponse, Framing, Link, OtherMediaType, Output, Records, ResponseHeader, Responses, Status,
    Streaming, Success, Switch, WholeEvents,
};
pub use scalar::{Content, Integer, Passing, Row, Scalar, Text, TextLiteral, Upload, Wire};
pub(crate) use scalar::{is_date, is_date_time, is_local_date_time};
pub use security::{Certificate, Flow, KeyLocation, Need, Requirement, Scheme, SchemeKind, Server, ServerVariable};
pub use types::{
    Alternative, Derives, Field, Generic, IntegerEnum, Item, NamePart, Origin, Presence, Shape, StringEnum, Struct,
    Type, TypeDef, Union, Usage, Value, Variant, WireName, plain,
};
pub use users::{User, first_users};

/// Everything an SDK is made from.
#[derive(Clone, Debug, Default)]
pub struct Api {
    /// The title of the document.
    pub title: String,
    /// The version of the API, as the document states it.
    pub version: String,
    /// The description of the API in the document.
    pub docs: Docs,
    /// What the document contains for the manifest of the crate.
    pub about: About,
    /// What the document says about the API for readers; filled in only for the reference.
    pub info: Info,
    /// The servers of the API; the first one is the default.
    pub servers: Vec<Server>,
    /// The security schemes by which callers authenticate.
    pub schemes: Vec<Scheme>,
    /// The security schemes that the connection itself satisfies: client certificates.
    pub certificates: Vec<Certificate>,
    /// The security requirements of operations that have none of their own.
    pub security: Vec<Requirement>,
    /// Whether the document has no security requirements, so requests are sent with all credentials that are set.
    pub security_is_assumed: bool,
    /// Whether a person decided which names are those of secrets. If not, strings stay what users of the SDK have.
    pub secrets_are_decided: bool,
    /// The definitions, indexed by [`TypeId`].
    pub types: Vec<TypeDef>,
    /// The component schemas without a definition; filled in by the pass `prune`.
    pub inlined: Vec<Inlined>,
    /// The resources, indexed by [`ResourceId`]; parents precede their children.
    pub resources: Vec<Resource>,
    /// The operations, indexed by [`OperationId`], in the order of their paths.
    pub operations: Vec<Operation>,
    /// The requests that the API sends: webhooks and callbacks.
    pub events: Vec<Event>,
    /// The parts that users can leave out; filled in by the pass `features`.
    pub features: Features,
}

impl Api {
    /// The definition of a type.
    #[must_use]
    pub fn def(&self, id: TypeId) -> &TypeDef {
        &self.types[id.index()]
    }

    /// Returns a type with every alias replaced by its target.
    #[must_use]
    pub fn resolve<'a>(&'a self, mut ty: &'a Type) -> &'a Type {
        // Lowering breaks alias cycles; with this limit, a mistake there gives a wrong result instead of a hang.
        for _ in 0..self.types.len() {
            match ty {
                Type::Named(id) => match &self.def(*id).shape {
                    Shape::Alias(target) => ty = target,
                    _ => return ty,
                },
                _ => return ty,
            }
        }
        ty
    }

    /// Returns the string of a union of a string and objects that have an identifier and more: the string is then the
    /// identifier of an object.
    #[must_use]
    pub fn identifier<'a>(&self, union: &'a Union) -> Option<&'a Alternative> {
        let is_text = |ty: &Type| *self.resolve(ty) == Type::Scalar(Scalar::String);
        let is_identified = |variant: &Alternative| {
            self.as_struct(&variant.ty).is_some_and(|(_, shape)| {
                shape.fields.len() > 1
                    && shape.identifier().is_some_and(|(_, field)| field.value.ty().is_some_and(is_text))
            })
        };
        let text = union.variants.iter().find(|variant| is_text(&variant.ty) && variant.constant.is_none())?;
        let mut others = union.variants.iter().filter(|variant| !std::ptr::eq(*variant, text)).peekable();
        (others.peek().is_some() && others.all(is_identified)).then_some(text)
    }

    /// Returns the struct that a type is, directly or through aliases.
    #[must_use]
    pub fn as_struct(&self, ty: &Type) -> Option<(TypeId, &Struct)> {
        match self.resolve(ty) {
            Type::Named(id) => match &self.def(*id).shape {
                Shape::Struct(shape) => Some((*id, shape)),
                _ => None,
            },
            _ => None,
        }
    }

    /// Returns the top resource that contains a resource.
    #[must_use]
    pub fn top(&self, mut id: ResourceId) -> ResourceId {
        // Parents precede their children, so this ends.
        while let Some(parent) = self.resources[id.index()].parent {
            id = parent;
        }
        id
    }

    /// The identifiers of all definitions.
    pub fn type_ids(&self) -> impl Iterator<Item = TypeId> + use<> {
        (0..self.types.len()).map(TypeId::new)
    }

    /// Returns the names of the resources from the client to an operation, its own last.
    #[must_use]
    pub fn resource_path(&self, operation: OperationId) -> &[String] {
        &self.resources[self.operations[operation.index()].resource.index()].path
    }

    /// Returns the resources from the client to one, which is the last.
    #[must_use]
    pub fn path_to(&self, resource: ResourceId) -> Vec<ResourceId> {
        let parent = |id: &ResourceId| self.resources[id.index()].parent;
        let mut path: Vec<ResourceId> = std::iter::successors(Some(resource), parent).collect();
        path.reverse();
        path
    }

    /// Returns the names of the fields on a path, outermost first.
    pub fn names_of<'a>(&'a self, path: &'a [Step]) -> impl Iterator<Item = &'a str> {
        path.iter().filter_map(|step| Some(self.field(step)?.wire.as_str()))
    }

    /// Returns the field at the end of a step.
    #[must_use]
    pub fn field(&self, step: &Step) -> Option<&Field> {
        match &self.def(step.owner).shape {
            Shape::Struct(shape) => shape.fields.get(step.field),
            Shape::StringEnum(_) | Shape::IntegerEnum(_) | Shape::Union(_) | Shape::Alias(_) => None,
        }
    }

    /// The operations of the document that are in the SDK, each once, however many methods it has.
    pub fn documented(&self) -> impl Iterator<Item = &Operation> {
        self.operations.iter().filter(|operation| !operation.is_alternative)
    }

    /// The identifiers of all operations.
    pub fn operation_ids(&self) -> impl Iterator<Item = OperationId> + use<> {
        (0..self.operations.len()).map(OperationId::new)
    }

    /// The identifiers of all resources.
    pub fn resource_ids(&self) -> impl Iterator<Item = ResourceId> + use<> {
        (0..self.resources.len()).map(ResourceId::new)
    }
}

impl TypeDef {
    /// Returns whether it is a struct with a field for what was read beside its properties: those that the document
    /// does not describe, and other values of those with only one.
    #[must_use]
    pub fn has_kept(&self) -> bool {
        match &self.shape {
            Shape::Struct(shape) => shape.has_constants() || (shape.keeps_unknown && shape.rest.is_none()),
            _ => false,
        }
    }
}

impl Struct {
    /// Returns whether a struct has a property with only one value.
    #[must_use]
    pub fn has_constants(&self) -> bool {
        self.fields.iter().any(|field| matches!(field.value, Value::Constant(_)))
    }

    /// Returns the index of the last property that can be both absent and null, if there is one; which of them are null
    /// is then kept in a field of its own.
    #[must_use]
    pub fn last_keeping_null(&self) -> Option<usize> {
        self.fields.iter().rposition(|field| field.value.ty().is_some() && field.presence.keeps_null())
    }

    /// Returns the property `id`, with its index.
    #[must_use]
    pub fn identifier(&self) -> Option<(usize, &Field)> {
        self.fields.iter().enumerate().find(|(_, field)| field.wire.as_str() == "id")
    }
}
