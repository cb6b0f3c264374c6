//! The modules of the resources: a handle with its methods, and the requests these make.

use proc_macro2::TokenStream;
use quote::quote;

use crate::emit::aliases;
use crate::emit::docs::paragraphs;
use crate::emit::file::Body;
use crate::emit::lints;
use crate::emit::operations::facts::facts;
use crate::emit::operations::request;
use crate::emit::uses::Uses;
use crate::emit::views::{Op, Res};
use crate::emit::{Cx, Job, Module, length};
use crate::naming::{EarlierResource, Ident};

/// A resource with more operations than this, or with more lines than a file may have, has a file for each.
const MOST_IN_ONE_FILE: usize = 24;

/// `resources.rs` and one module a resource, nested like the resources.
pub(in crate::emit) fn modules(cx: Cx<'_>) -> Vec<Job<'_>> {
    if cx.api.resources.is_empty() {
        return Vec::new();
    }
    let mut jobs: Vec<Job<'_>> = vec![Box::new(move || root(cx))];
    for resource in cx.resources() {
        jobs.push(Box::new(move || module(resource)));
        let apart = resource.operations().filter(|op| has_own_file(*op));
        jobs.extend(apart.map(|op| Box::new(move || operation_module(op)) as Job<'_>));
    }
    jobs
}

/// Whether an operation has a file of its own: if its resource has many, and neither the module of the resource nor one
/// below it has the name of the method.
fn has_own_file(op: Op<'_>) -> bool {
    let (resource, method) = (op.resource(), op.method_name());
    // Clippy's `module_inception` is about modules that are called like the one around them.
    let is_taken = || resource.children().chain([resource]).any(|other| other.module() == method);
    has_many(resource) && method.names_a_file() && !is_taken()
}

/// Whether the operations of a resource are too many for one file.
fn has_many(resource: Res<'_>) -> bool {
    let lines = || resource.operations().map(|op| length::of_operation(op.ir)).sum::<usize>();
    resource.operations().len() > MOST_IN_ONE_FILE || lines() > length::LONGEST
}

/// The file of one operation of a resource that has many.
fn operation_module(op: Op<'_>) -> Module {
    let handle = op.resource().handle();
    let body = Uses::file(op.cx, |uses, body| {
        uses.parent(handle);
        body.push_impl(&quote!(impl #handle), [request::method(op, uses)]);
        body.push(request::request(op, uses));
        body.push(facts(op, uses));
    });
    let path = format!("src/resources/{}/{}.rs", folder(op.resource()), op.method_name().as_str());
    Module { path, docs: String::new(), body }
}

/// The path of a resource's module below `src/resources`.
fn folder(resource: Res<'_>) -> String {
    resource.modules().into_iter().map(Ident::as_str).collect::<Vec<_>>().join("/")
}

fn root(cx: Cx<'_>) -> Module {
    let top = cx.top_resources().map(|resource| {
        let (condition, module) = (resource.condition(), resource.module());
        quote!(#condition pub mod #module;)
    });
    let earlier = earlier(cx, None).map(|earlier| earlier_module(cx, earlier));
    Module {
        path: "src/resources.rs".to_owned(),
        docs: "The resources of the API, which methods of [`Client`](crate::Client) return.".to_owned(),
        body: Body::of(quote!(#(#top)* #(#earlier)*)),
    }
}

fn module(resource: Res<'_>) -> Module {
    let expression = format!("client.{}", calls(resource));
    let body = Uses::file(resource.cx, |uses, body| {
        for child in resource.children() {
            let module = child.module();
            let inception = lints::inception(module, resource.module());
            body.push(quote!(#inception pub mod #module;));
        }
        for earlier in earlier(resource.cx, Some(resource)) {
            let inception = lints::inception(&earlier.accessor, resource.module());
            let module = earlier_module(resource.cx, earlier);
            body.push(quote!(#inception #module));
        }
        let (apart, here): (Vec<_>, Vec<_>) = resource.operations().partition(|op| has_own_file(*op));
        let mut files: Vec<&Ident> = apart.into_iter().map(Op::method_name).collect();
        files.sort();
        if !files.is_empty() {
            body.push(quote!(#(mod #files;)* pub use self::{#(#files::*),*};));
        }
        items(resource, uses, body, &here);
    });
    Module {
        path: format!("src/resources/{}.rs", folder(resource)),
        docs: format!("[`{}`]: `{expression}`.", resource.handle().as_str()),
        body,
    }
}

/// The calls that return a resource of a client: `organizations().service_accounts()`.
fn calls(resource: Res<'_>) -> String {
    resource.accessors().iter().map(|method| format!("{}()", method.as_str())).collect::<Vec<_>>().join(".")
}

/// The handle of a resource, the requests its methods make, and the facts of its operations, if these have no
/// files of their own.
fn items(resource: Res<'_>, uses: &Uses<'_>, body: &mut Body, operations: &[Op<'_>]) {
    let handle = resource.handle();
    let core = uses.name("Core");
    let described = resource.cx.description(&resource.ir.docs).unwrap_or_default();
    let docs = paragraphs([format!("The resource `client.{}`.", calls(resource)), described]);
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
    let accessors = resource.children().map(accessor).chain(earlier_accessors(resource.cx, Some(resource)));
    let methods = operations.iter().map(|op| request::method(*op, uses));
    body.push_impl(&quote!(impl #handle), std::iter::once(new).chain(accessors).chain(methods));
    operations.iter().for_each(|op| body.push(request::request(*op, uses)));
    operations.iter().for_each(|op| body.push(facts(*op, uses)));
}

/// The earlier names of what was below a resource, or below the client.
fn earlier<'a>(cx: Cx<'a>, parent: Option<Res<'a>>) -> impl Iterator<Item = &'a EarlierResource> {
    let parent = parent.map(|parent| parent.id);
    cx.names.earlier_resources.iter().filter(move |earlier| earlier.parent == parent)
}

/// The module of a resource under its earlier name.
fn earlier_module(cx: Cx<'_>, earlier: &EarlierResource) -> TokenStream {
    let now = cx.resource(earlier.now);
    let (condition, was, modules) = (now.condition(), &earlier.accessor, now.modules());
    let name = modules.iter().map(|name| name.as_str()).collect::<Vec<_>>().join("::");
    let attributes = aliases::attributes(&name, &format!("crate::resources::{name}"));
    let handle = earlier.handle.as_ref().map(|was| {
        let handle = now.handle();
        quote!(pub use crate::resources #(::#modules)* ::#handle as #was;)
    });
    quote! {
        #attributes
        #condition
        pub mod #was {
            pub use crate::resources #(::#modules)* ::*;
            #handle
        }
    }
}

/// The methods that return resources by their earlier names.
pub(in crate::emit) fn earlier_accessors<'a>(
    cx: Cx<'a>,
    parent: Option<Res<'a>>,
) -> impl Iterator<Item = TokenStream> + 'a {
    earlier(cx, parent).map(move |earlier| {
        let now = cx.resource(earlier.now);
        let (condition, was, modules, handle) = (now.condition(), &earlier.accessor, now.modules(), now.handle());
        let name = now.accessors().iter().map(|name| name.as_str()).collect::<Vec<_>>().join("().");
        let module = modules.iter().map(|name| name.as_str()).collect::<Vec<_>>().join("::");
        let path = format!("crate::resources::{module}::{}", handle.as_str());
        let attributes = aliases::attributes(&format!("{name}()"), &path);
        quote! {
            #attributes
            #condition
            #[must_use]
            pub fn #was(&self) -> crate::resources #(::#modules)* ::#handle {
                crate::resources #(::#modules)* ::#handle::new(self.core.clone())
            }
        }
    })
}

/// The feature that a resource needs, in a sentence; empty if it is enabled by default.
fn needs(resource: Res<'_>) -> String {
    let feature = resource.feature().filter(|feature| !resource.cx.cfg_features.is_default(feature));
    feature.map(|feature| format!("Requires the cargo feature `{feature}`.")).unwrap_or_default()
}

/// The method that returns a resource, of its parent or of the client.
pub(in crate::emit) fn accessor(resource: Res<'_>) -> TokenStream {
    let (accessor, module, handle) = (resource.accessor(), resource.module(), resource.handle());
    // A client has no imports, since those of disabled resources would not compile.
    let is_top = resource.parent().is_none();
    let folder = is_top.then(|| quote!(crate::resources::));
    let words = format!("Returns the `{}` resource.", accessor.as_str());
    let (condition, needs) = if is_top { (resource.condition(), needs(resource)) } else { Default::default() };
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
