//! Examples of operations, with the values that the document shows.
//!
//! Arguments are literals, and models are built in statements before; what needs more than that becomes a parameter of
//! the hidden function around the example, so that every example compiles.

use std::cmp::Reverse;

use proc_macro2::TokenStream;
use quote::{ToTokens as _, quote};

use crate::emit::docs::section;
use crate::emit::operations::inputs::{Input, Inputs};
use crate::emit::operations::values;
use crate::emit::types::is_enumeration;
use crate::emit::views::{Op, Res};
use crate::emit::{Cx, file, syntax};
use crate::examples::RustExample;
use crate::ir::{Generic, Literal as Json, Method, Output, Shape, Type};
use crate::text::own::code_block;

/// The names of an example's own variables: a model of such a name is built where it is used.
const TAKEN: [&str; 4] = ["client", "response", "items", "item"];

/// The longest name of a model that a variable has as well, in bytes.
const LONGEST: usize = 24;

/// An example of one operation.
pub(in crate::emit) struct Example {
    /// What the hidden function takes beside the client.
    pub(in crate::emit) parameters: Vec<TokenStream>,
    /// The statements that build models before the request.
    pub(in crate::emit) models: TokenStream,
    /// The request alone.
    pub(in crate::emit) call: TokenStream,
    /// The statements to show.
    pub(in crate::emit) statements: TokenStream,
}

/// Returns the example of an operation as texts.
pub(in crate::emit) fn as_texts(op: Op<'_>) -> RustExample {
    let example = example(op);
    let is_call = example.parameters.is_empty() && example.models.is_empty() && !example.statements.is_empty();
    RustExample {
        parameters: example.parameters.iter().map(file::inline).collect(),
        call: is_call.then(|| file::inline(&example.call)),
        statements: file::statements(example.statements),
        is_first: false,
    }
}

/// The example of an operation as a section of its docs.
pub(in crate::emit) fn in_docs(op: Op<'_>) -> String {
    let krate = op.cx.names.krate.as_str();
    let RustExample { parameters, statements: shown, .. } = as_texts(op);
    if shown.is_empty() {
        return String::new();
    }
    let head = head(krate, &parameters);
    section("# Example", [code_block("no_run", &format!("{head}\n{shown}\n# Ok(())\n# }}"))])
}

/// The hidden line that begins the function around an example; several lines if it has many parameters.
fn head(krate: &str, parameters: &[String]) -> String {
    let result = format!("Result<(), {krate}::Error>");
    let list: String = parameters.iter().map(|parameter| format!(", {parameter}")).collect();
    let line = format!("# async fn example(client: {krate}::Client{list}) -> {result} {{");
    if line.len() <= 100 {
        return line;
    }
    let list: String = parameters.iter().map(|parameter| format!("#     {parameter},\n")).collect();
    format!("# async fn example(\n#     client: {krate}::Client,\n{list}# ) -> {result} {{")
}

/// The example of an operation.
pub(in crate::emit) fn example(op: Op<'_>) -> Example {
    let (cx, operation) = (op.cx, op.ir);
    let inputs = Inputs::of(op);
    let body = operation.body.as_ref().and_then(|body| body.example.as_ref());
    let (mut parameters, mut models) = (Vec::new(), Vec::new());
    let arguments: Vec<TokenStream> = if inputs.fit_as_arguments() {
        inputs.required().map(|input| argument(cx, input, body, &mut parameters, &mut models)).collect()
    } else {
        let (ident, path) = (op.arguments_type(), op.resource().modules());
        let krate = &cx.names.krate;
        parameters.push(quote!(inputs: &#krate::resources::#(#path)::*::#ident));
        vec![quote!(inputs)]
    };
    let (accessors, method) = (op.resource().accessors(), op.method_name());
    let call = quote!(client #(.#accessors())* .#method(#(#arguments),*));
    let statements = match (&operation.paging, &operation.output) {
        (Some(paging), _) => {
            let (item, shown) = variable(cx, Some(&paging.item), "item");
            quote! {
                let mut items = #call.items();
                while let Some(#item) = items.try_next().await? {
                    println!(#shown);
                }
            }
        }
        (None, Output::Stream(records)) => {
            let (record, shown) = variable(cx, records.item.as_ref(), "record");
            quote! {
                let mut records = #call.await?;
                while let Some(#record) = records.try_next().await? {
                    println!(#shown);
                }
            }
        }
        (None, Output::Empty) => quote!(#call.await?;),
        (None, output) => {
            let only = match output {
                Output::Json { ty, .. } => Some(ty),
                _ => None,
            };
            let (response, shown) = variable(cx, only, "response");
            quote! {
                let #response = #call.await?;
                println!(#shown);
            }
        }
    };
    let models = quote!(#(#models)*);
    Example { parameters, call, statements: quote!(#models #statements), models }
}

/// Returns the variable for a value, named after its model, and the format that prints it; `other` if it has no model
/// or one with a long name. It may hide a variable of the same name, since it is the last one that is used.
fn variable(cx: Cx<'_>, ty: Option<&Type>, other: &str) -> (TokenStream, String) {
    let named = match ty.map(|ty| cx.api.resolve(ty)) {
        Some(Type::Named(id)) if matches!(cx.api.def(*id).shape, Shape::Struct(_) | Shape::Union(_)) => {
            Some(cx.def(*id).module()).filter(|module| module.as_str().len() <= LONGEST)
        }
        _ => None,
    };
    match named {
        Some(module) => (module.to_token_stream(), format!("{{{}:?}}", module.as_str())),
        None => (syntax::path([other]).into_token_stream(), format!("{{{other}:?}}")),
    }
}

/// The operation that introduces the SDK: the one in the configuration, else one of the resource that most operations
/// belong to, in which inputs need no explanation: a list, else what reads.
pub(in crate::emit) fn first(cx: Cx<'_>) -> Option<Op<'_>> {
    if let Some(wanted) = &cx.settings.config.readme.first {
        let is_wanted = |op: &Op<'_>| op.ir.operation_id.as_ref() == Some(wanted) || op.ir.by_path() == *wanted;
        // What needs more than literals has no example that is a whole program.
        let wanted = cx.ops().find(is_wanted).filter(|op| example(*op).parameters.is_empty());
        if wanted.is_some() {
            return wanted;
        }
    }
    let mut tops: Vec<Res<'_>> = cx.top_resources().collect();
    tops.sort_by_key(|top| Reverse(current(*top).len()));
    tops.into_iter().find_map(introducing)
}

/// The operations of a resource and all below it that are not deprecated, those of the resource itself first.
fn current(resource: Res<'_>) -> Vec<Op<'_>> {
    let own = resource.operations().filter(|op| !op.ir.docs.deprecated);
    own.chain(resource.children().flat_map(current)).collect()
}

/// The operation that introduces a resource.
fn introducing(top: Res<'_>) -> Option<Op<'_>> {
    let plain = |op: &Op<'_>| {
        let example = example(*op);
        example.parameters.is_empty() && example.models.is_empty()
    };
    let plain: Vec<Op<'_>> = current(top).into_iter().filter(plain).collect();
    let first = |is_wanted: fn(&Op<'_>) -> bool| plain.iter().copied().find(|op| is_wanted(op));
    first(|op| op.ir.paging.is_some()).or_else(|| first(|op| op.ir.method == Method::Get)).or(plain.first().copied())
}

/// Returns an argument of the method; models are built before, in `models`.
fn argument(
    cx: Cx<'_>,
    input: &Input<'_>,
    body: Option<&Json>,
    parameters: &mut Vec<TokenStream>,
    models: &mut Vec<TokenStream>,
) -> TokenStream {
    if input.presence.nullable {
        return quote!(None);
    }
    let is_body = input.wire.is_none();
    let shown = input.docs.example.as_ref().or(body.filter(|_| is_body));
    let ident = input.ident;
    let word = input.constraints.and_then(values::word_of).unwrap_or(ident.as_str());
    let Some(value) = values::written(cx, input.ty, word, shown) else {
        return as_parameter(cx, input, parameters);
    };
    if !is_model(cx, input.ty) || TAKEN.contains(&ident.as_str()) {
        return value;
    }
    models.push(quote!(let #ident = #value;));
    quote!(#ident)
}

/// Whether a value of the type is made by more than a literal.
fn is_model(cx: Cx<'_>, ty: &Type) -> bool {
    match cx.api.resolve(ty) {
        Type::Named(id) => matches!(cx.api.def(*id).shape, Shape::Struct(_) | Shape::Union(_)),
        Type::List(item) => is_model(cx, &item.ty),
        Type::Generic(Generic::Clearable, inner) => is_model(cx, inner),
        Type::Scalar(_) | Type::Map(_) | Type::Json | Type::Generic(Generic::Expandable, _) => false,
    }
}

/// A value that the reader must provide: a parameter of the function around the example.
fn as_parameter(cx: Cx<'_>, input: &Input<'_>, parameters: &mut Vec<TokenStream>) -> TokenStream {
    let ident = input.ident;
    let ty = full(cx, input.ty);
    let borrowed = match cx.api.resolve(input.ty) {
        Type::Named(id) => !is_enumeration(cx, *id),
        Type::Map(_) | Type::Json => true,
        Type::List(_) | Type::Scalar(_) | Type::Generic(..) => false,
    };
    let ty = if borrowed { quote!(&#ty) } else { ty };
    parameters.push(quote!(#ident: #ty));
    quote!(#ident)
}

/// A type with its whole path.
pub(in crate::emit) fn full(cx: Cx<'_>, ty: &Type) -> TokenStream {
    let krate = &cx.names.krate;
    match ty {
        Type::Scalar(scalar) => syntax::path(scalar.row().path_in(krate.as_str()).split("::")).into_token_stream(),
        Type::Json => quote!(#krate::serde_json::Value),
        Type::List(item) => {
            let inner = full(cx, &item.ty);
            if item.nullable { quote!(Vec<Option<#inner>>) } else { quote!(Vec<#inner>) }
        }
        Type::Map(item) => {
            let inner = full(cx, &item.ty);
            let inner = if item.nullable { quote!(Option<#inner>) } else { inner };
            quote!(std::collections::BTreeMap<String, #inner>)
        }
        Type::Named(id) => {
            let ident = &cx.names.ty(*id).ident;
            quote!(#krate::models::#ident)
        }
        Type::Generic(generic, inner) => {
            let (name, inner) = (syntax::ident(generic.name()), full(cx, inner));
            quote!(#krate::#name<#inner>)
        }
    }
}
