//! `lib.rs` and `client.rs`: the docs of the crate, its re-exports, the client and its builder.

use proc_macro2::TokenStream;
use quote::quote;

use crate::config::Decoding;
use crate::emit::docs::{list, paragraphs, plain, section, wrapped};
use crate::emit::file::Body;
use crate::emit::operations::facts::requirements;
use crate::emit::operations::resource::{accessor, earlier_accessors};
use crate::emit::operations::{access, servers};
use crate::emit::package::{crate_docs, features_off};
use crate::emit::uses::Uses;
use crate::emit::{Cx, Job, Module};
use crate::ir::{BodyContent, Item, Server, Shape, Type};

/// `lib.rs` and `client.rs`.
pub(in crate::emit) fn modules(cx: Cx<'_>) -> Vec<Job<'_>> {
    let modules: [Job<'_>; 2] = [Box::new(move || library(cx)), Box::new(move || client(cx))];
    modules.into_iter().chain(features_off::job(cx)).collect()
}

fn library(cx: Cx<'_>) -> Module {
    let has_models = !cx.api.types.is_empty();
    let has_resources = !cx.api.resources.is_empty();
    let models = has_models.then(|| {
        quote! { #[rustfmt::skip] pub mod models; }
    });
    let resources = has_resources.then(|| {
        quote! { #[rustfmt::skip] pub mod resources; }
    });
    let (allowed, off) = (allowed(cx), features_off::declaration(cx));
    let runtime = runtime();
    let tokens = quote! {
        #![forbid(unsafe_code)]
        #allowed

        #[rustfmt::skip] mod client;
        #off
        #models
        #[rustfmt::skip] pub mod operations;
        #resources

        #runtime

        #[rustfmt::skip]
        pub use crate::client::{Client, ClientBuilder};
    };
    Module { path: "src/lib.rs".to_owned(), docs: crate_docs::docs(cx), body: Body::of(tokens) }
}

/// The re-exports of what users of the SDK can hold.
fn runtime() -> TokenStream {
    quote! {
        pub use sdkgen_runtime::http::Method;
        #[cfg(feature = "testing")]
        pub use sdkgen_runtime::testing;
        #[rustfmt::skip]
        pub use sdkgen_runtime::{
            Base64, Body, BodyFile, BodyPiece, BoxFuture, ByteStream, Clearable, Credential, Decoding, Deviation,
            DeviationEffect, Error, ErrorKind, EventStream, Expandable, FileReader, FileUpload, IntoPatch, IntoValue,
            Items, MultipartForm, Pages, Paginate, PaginateBackward, Patch, RawCall, Reply, Request, RequestBody,
            RequestOptions, Response, Secret, Sending, ServerSentEvent, SimpleRequest, StreamEnd, StreamItem,
            Transport, TransportError, TransportErrorKind, UnrecognizedInteger, UnrecognizedJson, UnrecognizedValue,
        };
        pub use sdkgen_runtime::{bytes, http, jiff, serde_json, uuid};
    }
}

/// The lints that an emitted test allows, which may use what is deprecated.
pub(in crate::emit) fn allowed_in_tests(cx: Cx<'_>, uses_deprecated: bool) -> TokenStream {
    let allowed = allowed(cx);
    let more = (uses_deprecated && !has_deprecated(cx)).then(|| quote!(#![allow(deprecated)]));
    quote!(#more #allowed)
}

/// The lints that an emitted crate allows.
pub(in crate::emit) fn allowed(cx: Cx<'_>) -> TokenStream {
    // Inside the crate, deprecated members are read and written like all others.
    let deprecated = has_deprecated(cx).then(|| quote!(#![allow(deprecated)]));
    // Names in other scripts are those of the document.
    let scripts = cx.names.leave_ascii().then(|| {
        quote! {
            #![allow(confusable_idents)]
            #![allow(mixed_script_confusables)]
            #![allow(nonstandard_style)]
            #![allow(uncommon_codepoints)]
        }
    });
    let placeholders = cx.names.have_placeholders().then(|| quote!(#![allow(clippy::disallowed_names)]));
    let complex = has_deep_types(cx).then(|| quote!(#![allow(clippy::type_complexity)]));
    quote!(#deprecated #scripts #placeholders #complex)
}

/// Whether a field or an input is a list or map that nests so deeply that Clippy calls its type complex.
fn has_deep_types(cx: Cx<'_>) -> bool {
    /// The score that Clippy lets pass: each type counts ten times its depth.
    const MOST: usize = 250;
    fn score(ty: &Type, depth: usize) -> usize {
        let item = |item: &Item, depth: usize| match item.nullable {
            true => 10 * depth + score(&item.ty, depth + 1),
            false => score(&item.ty, depth),
        };
        10 * depth
            + match ty {
                Type::List(of) => item(of, depth + 1),
                Type::Map(of) => 10 * (depth + 1) + item(of, depth + 1),
                Type::Generic(_, inner) => score(inner, depth + 1),
                _ => 0,
            }
    }
    // `Option<…>` around a field or an input, and `Sending<Response<Option<…>>>` around what is returned.
    let is_deep = |ty: &Type| 10 + score(ty, 2) > MOST;
    let is_deep_output = |ty: &Type| 10 + 20 + 30 + score(ty, 4) > MOST;
    let fields = |shape: &Shape| match shape {
        Shape::Struct(shape) => shape.fields.iter().filter_map(|field| field.value.ty()).any(is_deep),
        Shape::Union(union) => union.variants.iter().any(|variant| is_deep(&variant.ty)),
        Shape::Alias(ty) => is_deep(ty),
        Shape::StringEnum(_) | Shape::IntegerEnum(_) => false,
    };
    let operations = cx.api.operations.iter().any(|operation| {
        let body = match operation.body.as_ref().map(|body| &body.content) {
            Some(BodyContent::Whole(ty)) => is_deep(ty),
            Some(BodyContent::Fields(fields)) => fields.iter().filter_map(|field| field.value.ty()).any(is_deep),
            None => false,
        };
        body || operation.parameters.iter().any(|parameter| is_deep(&parameter.ty))
            || operation.output.types().into_iter().any(is_deep_output)
    });
    operations || cx.api.types.iter().any(|def| fields(&def.shape))
}

/// Whether code that uses the SDK mentions something deprecated.
fn has_deprecated(cx: Cx<'_>) -> bool {
    let types = cx.api.types.iter().any(|def| {
        let fields = match &def.shape {
            Shape::Struct(shape) => shape.fields.iter().any(|field| field.docs.deprecated),
            _ => false,
        };
        def.docs.deprecated || fields
    });
    types || cx.api.operations.iter().any(|operation| operation.docs.deprecated)
}

fn client(cx: Cx<'_>) -> Module {
    let body = Uses::file(cx, |uses, body| {
        for items in [api_static(cx, uses), client_type(cx, uses), builder_type(cx, uses)] {
            body.push(items);
        }
    });
    let docs = "The client of the API and its builder.".to_owned();
    Module { path: "src/client.rs".to_owned(), docs, body }
}

/// The facts of the API that every client shares.
fn api_static(cx: Cx<'_>, uses: &Uses<'_>) -> TokenStream {
    let api = uses.name("Api");
    let (name, prefix) = (&cx.names.package, &cx.names.environment_prefix);
    let servers = servers::of_api(cx, uses);
    let schemes = access::schemes(cx, uses);
    let security = (!cx.api.security.is_empty()).then(|| {
        let alternatives = requirements(&cx.api.security);
        let all = cx.api.security_is_assumed.then(|| quote!(.all_credentials()));
        quote!(.security(#alternatives) #all)
    });
    let key = cx.settings.config.client.idempotency_header.as_ref().map(|name| quote!(.idempotency_header(#name)));
    let described = Some(cx.api.version.trim()).filter(|version| !version.is_empty());
    let described = described.map(|version| quote!(.describing(#version)));
    let automatic = cx.settings.config.client.automatic_idempotency_keys.then(|| quote!(.automatic_idempotency_keys()));
    let forgiving = (cx.settings.config.client.decoding == Decoding::Forgiving).then(|| quote!(.forgiving_decoding()));
    quote! {
        static API: #api = #api::new(#name, env!("CARGO_PKG_VERSION"))
            #described
            .environment_prefix(#prefix)
            #key
            #automatic
            #forgiving
            #servers
            #schemes
            #security;
    }
}

fn client_type(cx: Cx<'_>, uses: &Uses<'_>) -> TokenStream {
    let core = uses.name("Core");
    let methods = client_methods(cx, uses);
    let accessors = cx.top_resources().map(accessor).chain(earlier_accessors(cx, None));
    let docs = paragraphs([
        wrapped(&format!("A client of {}.", plain(cx.title()))),
        "Cloning is cheap; clones share connections, tokens and the retry budget.".to_owned(),
        access::by_default(cx),
        access::of_connection(cx),
    ]);
    quote! {
        #docs
        #[derive(Clone, Debug)]
        pub struct Client {
            core: #core,
        }

        impl Client {
            #methods
            #(#accessors)*
        }
    }
}

/// The methods that every client has.
fn client_methods(cx: Cx<'_>, uses: &Uses<'_>) -> TokenStream {
    let [error, options, raw, method] = ["Error", "RequestOptions", "RawCall", "Method"].map(|name| uses.name(name));
    let builder = uses.runtime_path("ClientBuilder");
    let environment = environment_docs(cx);
    quote! {
        #[doc = " Returns a builder for a client."]
        pub fn builder() -> ClientBuilder {
            ClientBuilder { inner: #builder::new(&API) }
        }

        #environment
        pub fn from_env() -> Result<Self, #error> {
            Self::builder().from_env()?.build()
        }

        #[doc = " Returns a client with these options for every request; it shares the rest with this one."]
        #[must_use]
        pub fn with_options(&self, options: #options) -> Self {
            Self { core: self.core.with_options(options) }
        }

        #[doc = " Starts a request to an endpoint that has no method in this crate."]
        pub fn request(&self, method: #method, path: &str) -> #raw {
            self.core.request(method, path)
        }
    }
}

fn environment_docs(cx: Cx<'_>) -> TokenStream {
    let prefix = &cx.names.environment_prefix;
    let mut lines = access::variables(cx);
    let must = if cx.api.servers.iter().any(Server::is_absolute) {
        ""
    } else {
        "; required, since the document names no server"
    };
    lines.push(format!("`{prefix}_BASE_URL`: the base URL of requests{must}"));
    if access::are_exchanged(cx) {
        lines.push(format!("`{prefix}_TOKEN_URL`: the URL that issues tokens"));
    }
    lines.push(format!("`{prefix}_CUSTOM_HEADERS`: headers to send with every request, one `name: value` a line"));
    lines.dedup();
    let has_both = cx.names.variables.iter().any(|variable| variable.reads_usual && variable.own.is_some());
    let both = "A variable that has the name of a security scheme takes precedence over the usual one, and no other \
                scheme that the API comes to have changes its meaning.";
    paragraphs([
        "Creates a client from environment variables; all of them are optional.".to_owned(),
        list(lines),
        if has_both { wrapped(both) } else { String::new() },
        section("# Errors", ["Fails if a variable is invalid, such as a malformed base URL.".to_owned()]),
    ])
}

fn builder_type(cx: Cx<'_>, uses: &Uses<'_>) -> TokenStream {
    let builder = uses.runtime_path("ClientBuilder");
    let credentials = access::setters(cx, uses);
    let token_url = access::are_exchanged(cx).then(|| {
        let scopes = "Sets the scopes of the tokens to request; all that the document lists by default.";
        let list = quote!(impl IntoIterator<Item = impl Into<String>>);
        [
            delegate("Sets the URL that issues tokens.", &quote!(token_url), &quote!(url), &quote!(impl Into<String>)),
            delegate(scopes, &quote!(scopes), &quote!(scopes), &list),
        ]
    });
    let token_url = token_url.into_iter().flatten();
    let servers = servers::setters(cx);
    let simple = settings(uses);
    let building = building(uses);
    quote! {
        #[doc = " Builds a [`Client`]."]
        #[derive(Debug)]
        #[must_use = "a builder makes no client until it is built; call `.build()`"]
        pub struct ClientBuilder {
            inner: #builder,
        }

        impl ClientBuilder {
            #credentials
            #(#token_url)*
            #servers
            #simple
            #building
        }
    }
}

/// The methods of the client's builder that add a header, read the environment and build the client.
fn building(uses: &Uses<'_>) -> TokenStream {
    let error = uses.name("Error");
    quote! {
        #[doc = " Adds a header to every request."]
        pub fn header(mut self, name: impl AsRef<str>, value: impl AsRef<str>) -> Self {
            self.inner = self.inner.header(name, value);
            self
        }

        #[doc = " Sets from environment variables what is not set yet; see [`Client::from_env`]."]
        #[doc = ""]
        #[doc = " # Errors"]
        #[doc = ""]
        #[doc = " Fails if a variable is invalid."]
        pub fn from_env(mut self) -> Result<Self, #error> {
            self.inner = self.inner.from_env()?;
            Ok(self)
        }

        #[doc = " Builds the client."]
        #[doc = ""]
        #[doc = " # Errors"]
        #[doc = ""]
        #[doc = " Fails if a setting is invalid."]
        pub fn build(self) -> Result<Client, #error> {
            Ok(Client { core: self.inner.build()? })
        }
    }
}

/// The settings that every API has, each a method of the runtime's builder.
fn settings(uses: &Uses<'_>) -> TokenStream {
    let [options, transport, duration] = ["RequestOptions", "Transport", "Duration"].map(|name| uses.name(name));
    let text = quote!(impl Into<String>);
    let decoding = decoding(uses);
    let list = [
        ("Sets the base URL: the part of every URL before the path.", quote!(base_url), quote!(url), text.clone()),
        ("Limits how long connecting may take.", quote!(connect_timeout), quote!(limit), duration.clone()),
        (
            "Limits how long one attempt may take, body included.",
            quote!(attempt_timeout),
            quote!(limit),
            duration.clone(),
        ),
        (
            "Limits how long a request may take, retries included.",
            quote!(total_timeout),
            quote!(limit),
            duration.clone(),
        ),
        ("Sets how often a request is retried; 2 by default.", quote!(max_retries), quote!(retries), quote!(u32)),
        ("Limits the size of a response body, in bytes.", quote!(max_response_bytes), quote!(limit), quote!(u64)),
        (
            "Puts the product of your program, such as `backup/1.2`, first in the `User-Agent` header.",
            quote!(user_agent),
            quote!(text),
            text,
        ),
        (
            "Closes connections that have been idle for this long; 50 seconds by default.",
            quote!(pool_idle_timeout),
            quote!(limit),
            duration.clone(),
        ),
        (
            "Limits how many unused connections to one host are kept; unlimited by default.",
            quote!(pool_max_idle_per_host),
            quote!(connections),
            quote!(usize),
        ),
        (
            "Sets whether HTTP/2 is used where a server offers it; it is by default.",
            quote!(http2),
            quote!(enabled),
            quote!(bool),
        ),
        (
            "Sets after how much silence an HTTP/2 connection gets a PING: 20 seconds; zero is never.",
            quote!(http2_keep_alive),
            quote!(silence),
            duration,
        ),
        ("Sets the default options of every request.", quote!(options), quote!(options), options),
        ("Sets the transport that sends the requests.", quote!(transport), quote!(transport), quote!(impl #transport)),
        (
            "Sets the name of the header by which the server recognizes a repeated request.",
            quote!(idempotency_header),
            quote!(name),
            quote!(impl Into<String>),
        ),
        (
            "Sends a random idempotency key with POST and PATCH requests whose header for it is known.",
            quote!(automatic_idempotency_keys),
            quote!(on),
            quote!(bool),
        ),
        (
            "Sets the size of the retry budget shared by all requests of this client.",
            quote!(retry_budget),
            quote!(retries),
            quote!(u32),
        ),
    ];
    let list = list.iter().chain(&decoding).map(|(docs, method, argument, ty)| delegate(docs, method, argument, ty));
    list.collect()
}

/// The settings of decoding, like those in [`settings`].
fn decoding(uses: &Uses<'_>) -> [(&'static str, TokenStream, TokenStream, TokenStream); 2] {
    let [decoding, deviation] = ["Decoding", "Deviation"].map(|name| uses.name(name));
    let hook = quote!(impl Fn(&#deviation) + Send + Sync + 'static);
    [
        (
            "Sets what happens if a response does not match the API's description.",
            quote!(decoding),
            quote!(decoding),
            decoding,
        ),
        (
            "Calls `hook` with each deviation from the API's description that forgiving decoding finds.",
            quote!(on_deviation),
            quote!(hook),
            hook,
        ),
    ]
}

/// A method that calls the method of the same name of the runtime's builder.
fn delegate(docs: &str, method: &TokenStream, argument: &TokenStream, ty: &TokenStream) -> TokenStream {
    let docs = paragraphs([docs.to_owned()]);
    quote! {
        #docs
        pub fn #method(mut self, #argument: #ty) -> Self {
            self.inner = self.inner.#method(#argument);
            self
        }
    }
}
