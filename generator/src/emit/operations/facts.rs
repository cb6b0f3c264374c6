//! The facts of operations: one static each, and the table of all of them.

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;

use crate::emit::docs::paragraphs;
use crate::emit::operations::inputs::style;
use crate::emit::operations::{body_facts, responses, servers};
use crate::emit::uses::Uses;
use crate::emit::views::Op;
use crate::emit::{Cx, Module};
use crate::ir::{Location, Method, Operation, Requirement, Style};

/// The static that holds the facts of an operation.
pub(in crate::emit) fn facts(op: Op<'_>, uses: &Uses<'_>) -> TokenStream {
    let operation = op.ir;
    let (facts, name) = (op.facts_name(), op.qualified_name());
    let path = &operation.path;
    let response = responses::facts(uses, operation);
    let operation_type = uses.name("Operation");
    let method = operation.method.as_str();
    let made = match operation.method {
        Method::Query | Method::Other(_) => quote!(#operation_type::custom(#name, #method, #path)),
        _ => {
            let (methods, method) = (uses.name("Method"), Ident::new(method, Span::call_site()));
            quote!(#operation_type::new(#name, #methods::#method, #path))
        }
    };
    // Safe by its definition, which the `http` crate does not know.
    let repeatable = (operation.method == Method::Query).then(|| quote!(.repeatable()));
    let key = operation.takes_idempotency_key().then(|| quote!(.takes_idempotency_key()));
    let security = operation.security.as_ref().map(|alternatives| {
        let alternatives = requirements(alternatives);
        quote!(.security(#alternatives))
    });
    let body = operation.body.as_ref().map(|body| body_facts::facts(uses, body));
    let server = servers::of_operation(uses, operation);
    let styles = path_styles(uses, operation);
    quote! {
        pub(crate) static #facts: #operation_type =
            #made #styles #response #body #security #server #repeatable #key;
    }
}

/// The styles of the path's parameters, unless all are the usual one.
fn path_styles(uses: &Uses<'_>, operation: &Operation) -> TokenStream {
    let in_path = || operation.parameters.iter().filter(|parameter| parameter.location == Location::Path);
    if in_path().all(|parameter| parameter.style == Style::Usual) {
        return TokenStream::new();
    }
    let styles = in_path().map(|parameter| style(uses, parameter.style));
    quote!(.path_styles(&[#(#styles),*]))
}

/// Alternatives of combinations of security schemes.
pub(in crate::emit) fn requirements(alternatives: &[Requirement]) -> TokenStream {
    let alternatives = alternatives.iter().map(|needs| {
        let schemes = needs.iter().map(|need| &need.scheme);
        quote!(&[#(#schemes),*])
    });
    quote!(&[#(#alternatives),*])
}

/// `operations.rs`: every operation of the API.
pub(in crate::emit) fn module(cx: Cx<'_>) -> Module {
    let entries = cx.ops().map(|op| {
        let (condition, path, facts) = (op.condition(), op.resource().modules(), op.facts_name());
        quote!(#condition &crate::resources::#(#path)::*::#facts)
    });
    let entries: Vec<TokenStream> = entries.collect();
    let body = Uses::file(cx, |uses, body| {
        let operation = uses.name("Operation");
        let docs = paragraphs([if cx.cfg_features.resources().is_empty() {
            "Every operation of the API, in the order of the paths.".to_owned()
        } else {
            "Every operation of the API whose cargo feature is enabled, in the order of the paths.".to_owned()
        }]);
        body.push(quote! {
            #docs
            pub static OPERATIONS: &[&#operation] = &[#(#entries),*];
        });
    });
    let docs = "The table of operations, for tools that check what this crate covers.".to_owned();
    Module { path: "src/operations.rs".to_owned(), docs, body }
}
