//! Methods of resources and the requests they make.

use proc_macro2::TokenStream;
use quote::quote;

use crate::emit::aliases;
use crate::emit::descriptions::deprecated;
use crate::emit::docs::{Block, list, section, span, wrapped};
use crate::emit::operations::input_docs::{input_docs, renamed};
use crate::emit::operations::inputs::{Input, Inputs, constants, constants_words};
use crate::emit::operations::{access, examples, paginate, responses, servers, struct_of_inputs};
use crate::emit::uses::Uses;
use crate::emit::views::Op;
use crate::emit::{Cx, lints};
use crate::ir::{BodyContent, ErrorResponse, Operation, Responses};
use crate::naming::Ident;
use crate::prose;

/// The method that makes a request.
pub(in crate::emit) fn method(op: Op<'_>, uses: &Uses<'_>) -> TokenStream {
    let (cx, operation) = (op.cx, op.ir);
    let inputs = Inputs::of(op);
    let docs = method_docs(op, uses, &inputs);
    let deprecated = deprecated(&operation.docs);
    let (method, request, facts) = (op.method_name(), op.request_type(), op.facts_name());
    let arguments = arguments(op, uses, &inputs);
    let by_struct = !inputs.fit_as_arguments();
    let path = inputs.path().map(|input| {
        let ident = input.ident;
        if by_struct { quote!(&inputs.#ident) } else { quote!(&#ident) }
    });
    let prepare = inputs.required().filter(|_| !by_struct).map(|input| input.prepare(cx, uses));
    let constructor = responses::constructor(cx, &operation.output);
    let call = quote!(call);
    let mut apply: Vec<TokenStream> = Vec::new();
    if let Some(body) = &operation.body
        && matches!(body.content, BodyContent::Fields(_))
        && body.required
    {
        apply.push(quote!(call.body_object();));
    }
    apply.push(constants(uses, operation, &call));
    apply.extend(inputs.required().map(|input| {
        let ident = input.ident;
        if by_struct { struct_of_inputs::apply(input, uses, &call) } else { input.apply(uses, &call, &quote!(&#ident)) }
    }));
    apply.retain(|statement| !statement.is_empty());
    let mutable = if apply.is_empty() { TokenStream::new() } else { quote!(mut) };
    let made = if is_simple(operation, &inputs) {
        let simple = uses.name("SimpleRequest");
        quote!(#simple::new(call))
    } else {
        quote!(#request { call })
    };
    let call_type = uses.name("Call");
    let lint = lints::arguments(if by_struct { 2 } else { 1 + inputs.required().count() });
    let passed = inputs.required().filter(|_| !by_struct).map(|input| input.ident);
    let passed = if by_struct { quote!(inputs) } else { quote!(#(#passed),*) };
    let earlier = op.earlier_methods().iter().map(|was| {
        let attributes = aliases::attributes_of_part(method);
        quote! {
            #attributes
            #lint
            pub fn #was(&self, #arguments) -> #request {
                self.#method(#passed)
            }
        }
    });
    quote! {
        #(#earlier)*

        #docs
        #deprecated
        #lint
        pub fn #method(&self, #arguments) -> #request {
            #(#prepare)*
            let #mutable call = #call_type::#constructor(&self.core, &#facts, &[#(#path),*]);
            #(#apply)*
            #made
        }
    }
}

fn arguments(op: Op<'_>, uses: &Uses<'_>, inputs: &Inputs<'_>) -> TokenStream {
    if !inputs.fit_as_arguments() {
        let ident = op.arguments_type();
        return quote!(inputs: &#ident);
    }
    let list = inputs.required().map(|input| {
        let ident = input.ident;
        let ty = input.argument(op.cx, uses);
        quote!(#ident: #ty)
    });
    quote!(#(#list),*)
}

/// The request of an operation with its earlier names: its type, its setters, how it is sent.
pub(in crate::emit) fn request(op: Op<'_>, uses: &Uses<'_>) -> TokenStream {
    let (request, own) = (op.request_type(), declaration(op, uses));
    let earlier = op.earlier_requests().iter().map(|was| aliases::alias(was, request));
    quote!(#own #(#earlier)*)
}

fn declaration(op: Op<'_>, uses: &Uses<'_>) -> TokenStream {
    let request = op.request_type();
    let inputs = Inputs::of(op);
    let output = responses::output(op, uses);
    let docs = request_docs(op, uses);
    let struct_of_inputs = struct_of_inputs::declaration(op, uses, &inputs);
    let outcome = responses::outcome(op, uses);
    if is_simple(op.ir, &inputs) {
        let simple = uses.name("SimpleRequest");
        return quote! {
            #struct_of_inputs

            #docs
            pub type #request = #simple<#output>;

            #outcome
        };
    }
    let setters = inputs.optional().map(|input| setter(op.cx, uses, input));
    let sending = sending(op, uses, &output);
    let into_future = into_future(uses, request, &output);
    let paging = paginate::implementations(op, uses);
    let call = uses.name("Call");
    quote! {
        #struct_of_inputs

        #docs
        #[derive(Clone, Debug)]
        #[must_use = "nothing is sent until the request is awaited; write `.await` or `.send_blocking()`"]
        pub struct #request {
            call: #call<#output>,
        }

        impl #request {
            #(#setters)*
            #sending
        }

        #into_future
        #paging
        #outcome
    }
}

/// Whether an operation has no optional inputs, pages, streams or other media types. The requests of all such
/// operations share one type of the runtime.
pub(in crate::emit) fn is_simple(operation: &Operation, inputs: &Inputs<'_>) -> bool {
    let Responses { stream, others, .. } = &operation.responses;
    inputs.optional().next().is_none() && operation.paging.is_none() && stream.is_none() && others.is_empty()
}

fn request_docs(op: Op<'_>, uses: &Uses<'_>) -> Block {
    let (handle, method) = (op.resource().handle().as_str(), op.method_name().as_str());
    let more = if op.ir.paging.is_some() { ", or call [`pages`](Self::pages) or [`items`](Self::items)" } else { "" };
    uses.docs([wrapped(&format!("A request made by [`{handle}::{method}`]; await it{more}."))])
}

fn setter(cx: Cx<'_>, uses: &Uses<'_>, input: &Input<'_>) -> TokenStream {
    let docs = input_docs(cx, uses, input);
    let deprecated = input.deprecated();
    let ident = input.ident;
    if let Some(value) = input.constant() {
        let apply = input.apply(uses, &quote!(self.call), &quote!(&#value));
        let lint = lints::operator(ident, 0);
        let earlier = aliases::setters(input, None);
        return quote! {
            #earlier

            #docs
            #deprecated
            #lint
            pub fn #ident(mut self) -> Self {
                #apply
                self
            }
        };
    }
    let argument = input.argument(cx, uses);
    let prepare = input.prepare(cx, uses);
    let apply = input.apply(uses, &quote!(self.call), &quote!(&#ident));
    let lint = lints::operator(ident, 1);
    let earlier = aliases::setters(input, Some(&argument));
    quote! {
        #earlier

        #docs
        #deprecated
        #lint
        pub fn #ident(mut self, #ident: #argument) -> Self {
            #prepare
            #apply
            self
        }
    }
}

/// The methods that send a request.
fn sending(op: Op<'_>, uses: &Uses<'_>, output: &TokenStream) -> TokenStream {
    let paging = paginate::methods(op, uses);
    let more = responses::methods(op, uses);
    let [options, sending, response, error] =
        ["RequestOptions", "Sending", "Response", "Error"].map(|name| uses.name(name));
    quote! {
        #[doc = " Sets the options of this request."]
        pub fn options(mut self, options: #options) -> Self {
            self.call.set_options(options);
            self
        }

        #[doc = " Sends the request; awaiting the request does the same."]
        pub fn send(self) -> #sending<#output> {
            self.call.send()
        }

        #[doc = " Sends the request and returns the whole response: status, headers and body."]
        pub fn send_with_response(self) -> #sending<#response<#output>> {
            self.call.send_with_response()
        }

        #[doc = " Sends the request and blocks the current thread until the response arrives."]
        #[cfg(feature = "blocking")]
        pub fn send_blocking(self) -> Result<#output, #error> {
            self.call.send_blocking()
        }

        #more
        #paging
    }
}

fn into_future(uses: &Uses<'_>, request: &Ident, output: &TokenStream) -> TokenStream {
    let [sending, error] = ["Sending", "Error"].map(|name| uses.name(name));
    quote! {
        impl IntoFuture for #request {
            type Output = Result<#output, #error>;
            type IntoFuture = #sending<#output>;

            fn into_future(self) -> Self::IntoFuture {
                self.send()
            }
        }
    }
}

/// The docs of a method: the description of the document, the endpoint, arguments, error responses, an example.
fn method_docs(op: Op<'_>, uses: &Uses<'_>, inputs: &Inputs<'_>) -> Block {
    let (cx, operation) = (op.cx, op.ir);
    let endpoint = span(&op.endpoint());
    let text = cx.description(&operation.docs).unwrap_or_else(|| format!("Calls {}.", span(&operation.path)));
    let [headers, links] = responses::sections(op);
    let parts = [
        text,
        endpoint,
        operation.body.as_ref().map(|body| crate::emit::operations::bodies::docs(op, body)).unwrap_or_default(),
        constant_docs(operation),
        cx.more(&operation.docs).unwrap_or_default(),
        servers::others(operation),
        access::required(operation),
        own_headers(operation),
        responses::alternatives(op),
        argument_docs(cx, inputs),
        headers,
        links,
        error_docs(cx, operation),
        examples::in_docs(op),
    ];
    uses.docs(parts)
}

/// What the operation always sends, so that the effect of an update without parameters is clear.
fn constant_docs(operation: &Operation) -> String {
    let words = constants_words(operation);
    if words.is_empty() { String::new() } else { wrapped(&format!("Always sends {}.", words.join(" and "))) }
}

/// Describes the headers that the SDK sets itself although the document lists them as parameters.
fn own_headers(operation: &Operation) -> String {
    let names: Vec<String> = operation.own_headers.iter().map(|name| prose::code(name)).collect();
    let (noun, pronoun) = if names.len() == 1 { ("header", "it") } else { ("headers", "them") };
    let sentence =
        || format!("The SDK sets the {noun} {} itself; `RequestOptions::header` replaces {pronoun}.", names.join(", "));
    if names.is_empty() { String::new() } else { wrapped(&sentence()) }
}

fn argument_docs(cx: Cx<'_>, inputs: &Inputs<'_>) -> String {
    if !inputs.fit_as_arguments() {
        return String::new();
    }
    section("# Arguments", [list(inputs.required().map(|input| argument_line(cx, input)))])
}

fn argument_line(cx: Cx<'_>, input: &Input<'_>) -> String {
    let first = cx.first_paragraph(input.docs).unwrap_or_default();
    let constraints =
        input.constraints.map(|constraints| prose::constraints_beside(input.docs, constraints, Some(input.ty)));
    let renamed = renamed(input).unwrap_or_default();
    let parts = [first, constraints.unwrap_or_default(), renamed];
    let words: Vec<String> = parts.into_iter().filter(|part| !part.trim().is_empty()).collect();
    let words = if words.is_empty() { "required.".to_owned() } else { words.join(" ") };
    format!("`{}`: {words}", input.ident.as_str())
}

fn error_docs(cx: Cx<'_>, operation: &Operation) -> String {
    let bodies: Vec<Option<String>> = operation.errors.iter().map(|error| error_bodies(cx, error)).collect();
    // A body that all error responses share is mentioned once.
    let common = bodies.first().cloned().flatten().filter(|_| bodies.len() > 1);
    let common = common.filter(|first| bodies.iter().all(|body| body.as_ref() == Some(first)));
    let lines = operation.errors.iter().zip(&bodies).map(|(error, body)| {
        let status = match error.status.as_str() {
            "default" if operation.errors.len() == 1 => "any error status".to_owned(),
            "default" => "any other error status".to_owned(),
            status => status.to_owned(),
        };
        let text = cx.phrase(&error.description);
        let description = if text.is_empty() { String::new() } else { format!(": {text}") };
        let body = match body.as_ref().filter(|_| common.is_none()) {
            Some(body) => format!("; the body is {body}"),
            None => untyped_body(error),
        };
        format!("{status}{description}{body}.")
    });
    let lines = list(lines);
    let head = common.map(|body| wrapped(&format!("The body of each of these is {body}:"))).unwrap_or_default();
    section("# Errors", [head, lines])
}

/// The models of the bodies of an error response: `a [`models::Error`]`.
fn error_bodies(cx: Cx<'_>, error: &ErrorResponse) -> Option<String> {
    let links = error.bodies.iter().enumerate().filter_map(|(place, body)| {
        let link = model_link(cx, &body.ty)?;
        Some(if place == 0 { format!("a {link}") } else { format!("with {} a {link}", prose::code(&body.media_type)) })
    });
    let links: Vec<String> = links.collect();
    (!links.is_empty()).then(|| links.join(", or "))
}

/// The body of an error response that has no model, or that a redirect is followed.
fn untyped_body(error: &ErrorResponse) -> String {
    let names: Vec<String> = error.others.iter().map(|name| prose::code(name)).collect();
    match error.status.as_str() {
        "307" | "308" if names.is_empty() => "; the redirect is followed".to_owned(),
        _ if error.bodies.is_empty() && !names.is_empty() => format!("; the body is {}", names.join(" or ")),
        _ => String::new(),
    }
}

/// A link to a model, if the type is one.
fn model_link(cx: Cx<'_>, ty: &crate::ir::Type) -> Option<String> {
    match ty {
        crate::ir::Type::Named(id) => {
            let name = cx.def(*id).type_name().as_str();
            Some(format!("[`models::{name}`](crate::models::{name})"))
        }
        _ => None,
    }
}
