//! The struct that holds the required inputs of an operation that has too many of them for arguments.
//!
//! An API that comes to require another input must not break programs: its fields are private and set one by one, and
//! what is not set is not sent, so a program sends the same request as before. Only the parameters in the path are
//! arguments of `new`: another placeholder is another operation.

use proc_macro2::TokenStream;
use quote::quote;

use crate::emit::docs::paragraphs;
use crate::emit::lints;
use crate::emit::operations::input_docs::input_docs;
use crate::emit::operations::inputs::{Input, Inputs};
use crate::emit::types::{held, patch};
use crate::emit::uses::Uses;
use crate::emit::views::Op;

/// The struct with its constructor and setters; nothing if the inputs are arguments.
pub(in crate::emit) fn declaration(op: Op<'_>, uses: &Uses<'_>, inputs: &Inputs<'_>) -> TokenStream {
    if inputs.fit_as_arguments() {
        return TokenStream::new();
    }
    let ident = op.arguments_type();
    let docs = paragraphs([
        format!("The required parameters and fields of [`{}`].", op.request_type().as_str()),
        "The API requires all of them; what is not set is not sent.".to_owned(),
    ]);
    let fields = inputs.required().map(|input| {
        let (member, ty) = (input.ident, input.held(uses));
        if input.is_in_path() { quote!(#member: #ty) } else { quote!(#member: Option<#ty>) }
    });
    let new = new(op, uses, inputs);
    let setters = inputs.required().filter(|input| !input.is_in_path()).map(|input| setter(op, uses, input));
    quote! {
        #docs
        #[derive(Clone, Debug)]
        pub struct #ident { #(#fields),* }

        impl #ident {
            #new
            #(#setters)*
        }
    }
}

/// The statement that puts an input into the request, if it is set.
pub(super) fn apply(input: &Input<'_>, uses: &Uses<'_>, call: &TokenStream) -> TokenStream {
    let ident = input.ident;
    let apply = input.apply(uses, call, &quote!(value));
    if apply.is_empty() {
        return apply;
    }
    quote!(if let Some(value) = &inputs.#ident { #apply })
}

fn new(op: Op<'_>, uses: &Uses<'_>, inputs: &Inputs<'_>) -> TokenStream {
    let arguments = inputs.path().map(|input| {
        let (member, ty) = (input.ident, argument(op, uses, input));
        quote!(#member: #ty)
    });
    let values = inputs.required().map(|input| {
        let member = input.ident;
        let value =
            if input.is_in_path() { (held(op.cx, uses, input.ty).value)(&quote!(#member)) } else { quote!(None) };
        let is_shorthand = value.to_string() == member.as_str();
        if is_shorthand { value } else { quote!(#member: #value) }
    });
    let lint = lints::arguments(inputs.path().count());
    let docs = match inputs.path().next() {
        Some(_) => " Creates inputs with the parameters of the path; no other input is set.",
        None => " Creates inputs of which none is set.",
    };
    quote! {
        #[doc = #docs]
        #lint
        #[must_use]
        pub fn new(#(#arguments),*) -> Self {
            Self { #(#values),* }
        }
    }
}

/// The type of an argument of the constructor or of a setter.
pub(in crate::emit) fn argument(op: Op<'_>, uses: &Uses<'_>, input: &Input<'_>) -> TokenStream {
    if input.presence.nullable { patch(uses, input.ty) } else { held(op.cx, uses, input.ty).ty }
}

fn setter(op: Op<'_>, uses: &Uses<'_>, input: &Input<'_>) -> TokenStream {
    let (ident, docs, deprecated) = (input.ident, input_docs(op.cx, uses, input), input.deprecated());
    let ty = argument(op, uses, input);
    let value = match input.presence.nullable {
        true => quote!(#ident.into_patch()),
        false => (held(op.cx, uses, input.ty).value)(&quote!(#ident)),
    };
    let lint = lints::operator(ident, 1);
    quote! {
        #docs
        #deprecated
        #lint
        #[must_use]
        pub fn #ident(mut self, #ident: #ty) -> Self {
            self.#ident = Some(#value);
            self
        }
    }
}
