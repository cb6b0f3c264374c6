//! The modules of the resources: a handle with its methods, and the requests these make.

use proc_macro2::TokenStream;
use quote::quote;

use crate::emit::docs::paragraphs;
use crate::emit::file::Body;
use crate::emit::operations::facts::facts;
use crate::emit::operations::paths::{accessor_path, module_path};
use crate::emit::operations::request;
use crate::emit::uses::Uses;
use crate::emit::{Cx, Job, Module};
use crate::ir::{OperationId, ResourceId};
use crate::naming::Ident;

/// A resource with more operations than this has a file for each.
const MOST_IN_ONE_FILE: usize = 24;

/// `resources.rs` and one module a resource, nested like the resources.
pub(in crate::emit) fn modules(cx: Cx<'_>) -> Vec<Job<'_>> {
    if cx.api.resources.is_empty() {
        return Vec::new();
    }
    let mut jobs: Vec<Job<'_>> = vec![Box::new(move || root(cx))];
    for id in cx.api.resource_ids() {
        jobs.push(Box::new(move || module(cx, id)));
        let apart = cx.tree.operations(id).iter().filter(move |operation| has_own_file(cx, id, **operation));
        jobs.extend(apart.map(|operation| Box::new(move || operation_module(cx, id, *operation)) as Job<'_>));
    }
    jobs
}

/// Whether an operation has a file of its own: where its resource has many, and neither the resource's module nor one
/// below it is called like the method.
fn has_own_file(cx: Cx<'_>, id: ResourceId, operation: OperationId) -> bool {
    let method = &cx.names.operation(operation).method;
    // Clippy's `module_inception` is about modules that are called like the one around them.
    let mut modules = cx.tree.children(Some(id)).iter().chain([&id]).map(|id| &cx.names.resource(*id).module);
    let mut is_taken = || modules.any(|module| module == method);
    cx.tree.operations(id).len() > MOST_IN_ONE_FILE && method.names_a_file() && !is_taken()
}

/// The file of one operation of a resource that has many.
fn operation_module(cx: Cx<'_>, id: ResourceId, operation: OperationId) -> Module {
    let handle = &cx.names.resource(id).handle;
    let body = Uses::file(cx, None, |uses, body| {
        uses.parent(handle);
        let method = request::method(cx, uses, operation);
        body.push_impl(&quote!(impl #handle), [method]);
        body.push(request::request(cx, uses, operation));
        body.push(facts(cx, uses, operation));
    });
    let method = cx.names.operation(operation).method.as_str();
    Module { path: format!("src/resources/{}/{method}.rs", folder(cx, id)), docs: String::new(), body }
}

/// The path of a resource's module below `src/resources`.
fn folder(cx: Cx<'_>, id: ResourceId) -> String {
    module_path(cx, id).iter().map(|ident| ident.as_str()).collect::<Vec<_>>().join("/")
}

fn root(cx: Cx<'_>) -> Module {
    let top = cx.tree.children(None).iter().map(|id| {
        let (condition, module) = (cx.gates.on_resource(*id), &cx.names.resource(*id).module);
        quote!(#condition pub mod #module;)
    });
    Module {
        path: "src/resources.rs".to_owned(),
        docs: "The resources of the API: what [`Client`](crate::Client) leads to.".to_owned(),
        body: Body::of(quote!(#(#top)*)),
    }
}

fn module(cx: Cx<'_>, id: ResourceId) -> Module {
    let handle = &cx.names.resource(id).handle;
    let way = accessor_path(cx, id).iter().map(|ident| format!("{}()", ident.as_str())).collect::<Vec<_>>().join(".");
    let body = Uses::file(cx, None, |uses, body| {
        for id in cx.tree.children(Some(id)) {
            let module = &cx.names.resource(*id).module;
            body.push(quote!(pub mod #module;));
        }
        let (apart, here): (Vec<_>, Vec<_>) =
            cx.tree.operations(id).iter().copied().partition(|operation| has_own_file(cx, id, *operation));
        let mut files: Vec<&Ident> = apart.iter().map(|operation| &cx.names.operation(*operation).method).collect();
        files.sort();
        if !files.is_empty() {
            body.push(quote!(#(mod #files;)* pub use self::{#(#files::*),*};));
        }
        items(cx, uses, body, id, &here, &way);
    });
    Module {
        path: format!("src/resources/{}.rs", folder(cx, id)),
        docs: format!("[`{}`]: `client.{way}`.", handle.as_str()),
        body,
    }
}

/// The handle of a resource, the requests its methods make, and the facts of its operations, as far as these have no
/// files of their own.
fn items(cx: Cx<'_>, uses: &Uses<'_>, body: &mut Body, id: ResourceId, operations: &[OperationId], way: &str) {
    let handle = &cx.names.resource(id).handle;
    let core = uses.name("Core");
    let described = cx.description(&cx.api.resources[id.index()].docs).unwrap_or_default();
    let docs = paragraphs([format!("The resource `client.{way}`."), described]);
    body.push(quote! {
        #docs
        #[derive(Clone, Debug)]
        pub struct #handle {
            core: #core,
        }
    });
    let new = quote! {
        pub(crate) fn new(core: #core) -> Self {
            Self { core }
        }
    };
    let ways = cx.tree.children(Some(id)).iter().map(|id| accessor(cx, *id));
    let methods = operations.iter().map(|id| request::method(cx, uses, *id));
    body.push_impl(&quote!(impl #handle), std::iter::once(new).chain(ways).chain(methods));
    operations.iter().for_each(|id| body.push(request::request(cx, uses, *id)));
    operations.iter().for_each(|id| body.push(facts(cx, uses, *id)));
}

/// What has to be asked for before a resource is there; empty if nothing has.
fn needs(cx: Cx<'_>, id: ResourceId) -> String {
    let feature = cx.gates.resource(id).filter(|feature| !cx.gates.is_default(feature));
    feature.map(|feature| format!("It needs the cargo feature `{feature}`.")).unwrap_or_default()
}

/// The method that leads to a resource from the one above it.
pub(in crate::emit) fn accessor(cx: Cx<'_>, id: ResourceId) -> TokenStream {
    let names = cx.names.resource(id);
    let (accessor, module, handle) = (&names.accessor, &names.module, &names.handle);
    // A client has no imports: those of resources that are left out would be in the way.
    let is_top = cx.api.resources[id.index()].parent.is_none();
    let (folder, way) = if is_top { (quote!(crate::resources::), "crate::resources::") } else { Default::default() };
    let words = format!("Leads to [`{}`]({way}{}::{}).", handle.as_str(), module.as_str(), handle.as_str());
    let (condition, needs) = if is_top { (cx.gates.on_resource(id), needs(cx, id)) } else { Default::default() };
    let docs = paragraphs([words, needs]);
    quote! {
        #docs
        #condition
        #[must_use]
        pub fn #accessor(&self) -> #folder #module::#handle {
            #folder #module::#handle::new(self.core.clone())
        }
    }
}
