//! Operations, definitions and resources of the model, each with its names and the SDK that it is part of: what
//! emitting functions take instead of an identifier.

use proc_macro2::TokenStream;

use crate::emit::Cx;
use crate::ir::{Operation, OperationId, Resource, ResourceId, Step, TypeDef, TypeId};
use crate::naming::{Ident, OperationNames, OutputNames, ResourceNames, TypeNames};

/// An operation.
#[derive(Clone, Copy)]
pub(super) struct Op<'a> {
    pub(super) cx: Cx<'a>,
    /// The operation in the model.
    pub(super) ir: &'a Operation,
    names: &'a OperationNames,
    id: OperationId,
}

/// A definition: a struct, an enumeration, a union or an alias.
#[derive(Clone, Copy)]
pub(super) struct Def<'a> {
    pub(super) cx: Cx<'a>,
    pub(super) id: TypeId,
    /// The definition in the model.
    pub(super) ir: &'a TypeDef,
    names: &'a TypeNames,
}

/// A resource.
#[derive(Clone, Copy)]
pub(super) struct Res<'a> {
    pub(super) cx: Cx<'a>,
    pub(super) id: ResourceId,
    /// The resource in the model.
    pub(super) ir: &'a Resource,
    names: &'a ResourceNames,
}

impl<'a> Cx<'a> {
    /// Returns an operation by its identifier.
    pub(super) fn op(self, id: OperationId) -> Op<'a> {
        Op { cx: self, id, ir: &self.api.operations[id.index()], names: self.names.operation(id) }
    }

    /// Returns all operations in the order of their paths.
    pub(super) fn ops(self) -> impl Iterator<Item = Op<'a>> {
        self.api.operation_ids().map(move |id| self.op(id))
    }

    /// Returns a definition by its identifier.
    pub(super) fn def(self, id: TypeId) -> Def<'a> {
        Def { cx: self, id, ir: self.api.def(id), names: self.names.ty(id) }
    }

    /// Returns all definitions in the order of the model.
    pub(super) fn defs(self) -> impl Iterator<Item = Def<'a>> {
        self.api.type_ids().map(move |id| self.def(id))
    }

    /// Returns a resource by its identifier.
    pub(super) fn resource(self, id: ResourceId) -> Res<'a> {
        Res { cx: self, id, ir: &self.api.resources[id.index()], names: self.names.resource(id) }
    }

    /// Returns all resources, parents before their children.
    pub(super) fn resources(self) -> impl Iterator<Item = Res<'a>> {
        self.api.resource_ids().map(move |id| self.resource(id))
    }

    /// Returns the resources directly below the client, by name.
    pub(super) fn top_resources(self) -> impl Iterator<Item = Res<'a>> {
        self.tree.children(None).iter().map(move |id| self.resource(*id))
    }

    /// Returns the name of the field that a step of a path through a page reads.
    pub(super) fn step_name(self, step: &Step) -> &'a Ident {
        self.def(step.owner).member(step.field)
    }
}

impl<'a> Op<'a> {
    /// Returns the name of the method that makes the request.
    pub(super) fn method_name(self) -> &'a Ident {
        &self.names.method
    }

    /// The earlier names of the method.
    pub(super) fn earlier_methods(self) -> &'a [Ident] {
        &self.cx.names.operation(self.id).was
    }

    /// The calls that led to the method earlier, and still do.
    pub(super) fn earlier_calls(self) -> &'a [String] {
        &self.cx.names.operation(self.id).was_at
    }

    /// The earlier names of the type of the request.
    pub(super) fn earlier_requests(self) -> &'a [Ident] {
        &self.cx.names.operation(self.id).request_was
    }

    /// Returns the name of the request's type.
    pub(super) fn request_type(self) -> &'a Ident {
        &self.names.request
    }

    /// Returns the name of the static that holds the facts of the operation.
    pub(super) fn facts_name(self) -> &'a Ident {
        &self.names.facts
    }

    /// Returns the name of the struct that holds the required inputs where there are too many for arguments.
    pub(super) fn arguments_type(self) -> &'a Ident {
        &self.names.arguments
    }

    /// Returns the names of the enumeration that holds one of several successes, if there is one.
    pub(super) fn outcome_names(self) -> Option<&'a OutputNames> {
        self.names.output.as_ref()
    }

    /// Returns the name of the test that sets what the document shows.
    pub(super) fn test_name(self) -> &'a Ident {
        &self.names.test
    }

    /// Returns the name of the test that sets everything.
    pub(super) fn full_test_name(self) -> &'a Ident {
        &self.names.full_test
    }

    /// Returns the inputs as the names of the SDK know them.
    pub(super) fn named_inputs(self) -> &'a [crate::naming::Input] {
        &self.names.inputs
    }

    /// Returns the operations of the model that send other bodies of the same operation of the document.
    pub(super) fn siblings(self) -> impl Iterator<Item = Op<'a>> {
        let all = &self.cx.api.operations;
        let first = (0..=self.id.index()).rev().find(|index| !all[*index].is_alternative).unwrap_or_default();
        let rest = (first + 1..all.len()).take_while(|index| all[*index].is_alternative);
        let own = self.id.index();
        std::iter::once(first)
            .chain(rest)
            .filter(move |index| *index != own)
            .map(move |index| self.cx.op(OperationId::new(index)))
    }

    /// Returns the resource that the operation belongs to.
    pub(super) fn resource(self) -> Res<'a> {
        self.cx.resource(self.ir.resource)
    }

    /// Returns the HTTP method and the path template: `GET /pets/{id}`.
    pub(super) fn endpoint(self) -> String {
        format!("{} {}", self.ir.method.as_str(), self.ir.path)
    }

    /// Returns the name of the operation within the SDK: `organizations.service_accounts.list`.
    pub(super) fn qualified_name(self) -> String {
        let mut steps: Vec<&str> = self.resource().accessors().into_iter().map(Ident::as_str).collect();
        steps.push(self.method_name().as_str());
        steps.join(".")
    }

    /// Returns the `#[cfg]` attribute of what belongs to the operation, if its resource has a cargo feature.
    pub(super) fn condition(self) -> Option<TokenStream> {
        self.resource().condition()
    }
}

impl PartialEq for Op<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.id == other.id
    }
}

impl<'a> Def<'a> {
    /// Returns the name of the type.
    pub(super) fn type_name(self) -> &'a Ident {
        &self.names.ident
    }

    /// Returns the name of the module that defines it.
    pub(super) fn module(self) -> &'a Ident {
        &self.names.module
    }

    /// The earlier names of the type.
    pub(super) fn earlier_names(self) -> &'a [Ident] {
        &self.cx.names.ty(self.id).was
    }

    /// The earlier names of the values of an enumeration, each with the index of the value.
    pub(super) fn earlier_members(self) -> &'a [(usize, Ident)] {
        &self.cx.names.ty(self.id).members_was
    }

    /// Returns the names of the fields or variants, in the order of the model.
    pub(super) fn members(self) -> &'a [Ident] {
        &self.names.members
    }

    /// Returns the name of a field or variant. The index is one of the model, which has a name for each.
    pub(super) fn member(self, index: usize) -> &'a Ident {
        &self.names.members[index]
    }

    /// Returns the name in the document if the Rust name does not follow from it.
    pub(super) fn renamed(self) -> Option<&'a str> {
        self.names.renamed.as_deref()
    }

    /// Whether requests hold the type.
    pub(super) fn is_sent(self) -> bool {
        self.ir.usage.sent
    }
}

impl<'a> Res<'a> {
    /// Returns the name of the method that returns the resource.
    pub(super) fn accessor(self) -> &'a Ident {
        &self.names.accessor
    }

    /// Returns the name of the type that has the methods of the resource.
    pub(super) fn handle(self) -> &'a Ident {
        &self.names.handle
    }

    /// Returns the name of the module of the resource.
    pub(super) fn module(self) -> &'a Ident {
        &self.names.module
    }

    /// Returns the resource that this one belongs to; `None` directly below the client.
    pub(super) fn parent(self) -> Option<Self> {
        self.ir.parent.map(|id| self.cx.resource(id))
    }

    /// Returns the resources directly below this one, by name.
    pub(super) fn children(self) -> impl Iterator<Item = Self> {
        self.cx.tree.children(Some(self.id)).iter().map(move |id| self.cx.resource(*id))
    }

    /// Returns the operations of the resource, in the order of their paths.
    pub(super) fn operations(self) -> impl ExactSizeIterator<Item = Op<'a>> {
        self.cx.tree.operations(self.id).iter().map(move |id| self.cx.op(*id))
    }

    /// Returns the modules from the root of the resources to this one, its own last.
    pub(super) fn modules(self) -> Vec<&'a Ident> {
        self.path().into_iter().map(Self::module).collect()
    }

    /// Returns the methods from the client to this resource, its own last.
    pub(super) fn accessors(self) -> Vec<&'a Ident> {
        self.path().into_iter().map(Self::accessor).collect()
    }

    /// Returns the resources from the client to this one, which is the last.
    fn path(self) -> Vec<Self> {
        self.cx.api.path_to(self.id).into_iter().map(|id| self.cx.resource(id)).collect()
    }

    /// Returns the cargo feature that the resource needs, if there is one.
    pub(super) fn feature(self) -> Option<&'a str> {
        self.cx.cfg_features.resource(self.id)
    }

    /// Returns the `#[cfg]` attribute of what belongs to the resource, if it has a cargo feature.
    pub(super) fn condition(self) -> Option<TokenStream> {
        self.cx.cfg_features.on_resource(self.id)
    }
}
