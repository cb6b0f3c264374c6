//! The operations that a README shows: for each thing that an SDK can do, one where it is plain.

use proc_macro2::TokenStream;
use quote::quote;

use crate::emit::Cx;
use crate::emit::operations::inputs::{Input, Inputs};
use crate::emit::operations::{examples, values};
use crate::emit::views::Op;
use crate::ir::{Method, Output, Scalar, Shape, Type, Upload};

/// The most setters in the example of inputs.
const MOST_SETTERS: usize = 4;

/// A call that needs nothing but the client: models that are built before, and the request.
pub(super) struct Shown<'a> {
    pub(super) op: Op<'a>,
    pub(super) models: TokenStream,
    pub(super) call: TokenStream,
}

/// Returns the call of an operation; `None` if its reader had to provide something.
pub(super) fn shown(op: Op<'_>) -> Option<Shown<'_>> {
    let example = examples::example(op);
    let is_plain = example.parameters.is_empty() && !op.ir.docs.deprecated;
    is_plain.then_some(Shown { op, models: example.models, call: example.call })
}

/// Returns the first operation with this property, those of the resource that introduces the SDK first.
fn find<'a>(cx: Cx<'a>, is_wanted: impl Fn(&Op<'a>) -> bool) -> Option<Shown<'a>> {
    let home = examples::first(cx).map(|op| op.resource().id);
    let mut ops: Vec<Op<'a>> = cx.ops().filter(|op| is_wanted(op)).collect();
    ops.sort_by_key(|op| Some(op.resource().id) != home);
    ops.into_iter().find_map(shown)
}

pub(super) fn first(cx: Cx<'_>) -> Option<Shown<'_>> {
    examples::first(cx).and_then(shown)
}

pub(super) fn paged(cx: Cx<'_>) -> Option<Shown<'_>> {
    find(cx, |op| op.ir.paging.is_some())
}

/// A stream of records: the only response, or one of two.
pub(super) fn stream(cx: Cx<'_>) -> Option<Shown<'_>> {
    find(cx, |op| matches!(op.ir.output, Output::Stream(_)) || op.ir.responses.stream.is_some())
}

pub(super) fn download(cx: Cx<'_>) -> Option<Shown<'_>> {
    // A redirect is read as bytes too, and often leads to a page and not to a file.
    let redirects = |op: &Op<'_>| op.ir.responses.successes.iter().any(|success| success.status.starts_with('3'));
    find(cx, |op| op.ir.output == Output::Bytes && op.ir.method == Method::Get && !redirects(op))
}

/// What returns a value, so that it can be tested with a sample.
pub(super) fn sampled(cx: Cx<'_>) -> Option<Shown<'_>> {
    find(cx, |op| {
        op.ir.method == Method::Get
            && op.ir.paging.is_none()
            && matches!(op.ir.output, Output::Json { ty: Type::Named(_), optional: false })
    })
}

/// A body that can be given as the model that another call returns: both calls.
pub(super) fn whole<'a>(cx: Cx<'a>) -> Option<(Shown<'a>, Shown<'a>)> {
    let model = |op: &Op<'a>| op.ir.body.as_ref().and_then(|body| body.model.clone());
    let mut writing: Vec<Op<'a>> = cx.ops().filter(|op| model(op).is_some()).collect();
    writing.sort_by_key(|op| !matches!(op.ir.method, Method::Put | Method::Patch));
    writing.into_iter().find_map(|op| {
        let is_source = |other: &Op<'_>| {
            let is_near = other.ir.method == Method::Get && other.ir.resource == op.ir.resource;
            is_near
                && matches!(&other.ir.output, Output::Json { ty, optional: false } if Some(ty) == model(&op).as_ref())
        };
        Some((find(cx, is_source)?, shown(op)?))
    })
}

/// The input of an operation that takes a file, as a setter or an argument; whole bodies of bytes are no files.
pub(super) fn upload(cx: Cx<'_>) -> Option<(Op<'_>, TokenStream)> {
    let krate = &cx.names.krate;
    cx.ops().filter(|op| !op.ir.docs.deprecated).find_map(|op| {
        let inputs = Inputs::of(op);
        if !inputs.fit_as_arguments() {
            return None;
        }
        let is_file =
            |input: &&Input<'_>| *input.ty == Type::Scalar(Scalar::File) || input.ty.upload() == Some(Upload::File);
        let file = inputs.required().find(is_file).or_else(|| inputs.optional().find(is_file))?.ident.clone();
        let upload = quote!(#krate::FileUpload::new("the content").name("notes.txt"));
        let arguments = inputs.required().map(|input| match *input.ident == file {
            true => Some(upload.clone()),
            false => literal(cx, input),
        });
        let arguments = arguments.collect::<Option<Vec<_>>>()?;
        let (accessors, method) = (op.resource().accessors(), op.method_name());
        let is_argument = inputs.required().any(|input| *input.ident == file);
        let setter = (!is_argument).then(|| quote!(.#file(#upload)));
        Some((op, quote!(client #(.#accessors())* .#method(#(#arguments),*) #setter)))
    })
}

/// The call with the most kinds of inputs, each as the literal that is accepted for it.
pub(super) fn inputs(cx: Cx<'_>) -> Option<(Op<'_>, TokenStream)> {
    let home = examples::first(cx).map(|op| op.resource().id);
    let plain = cx.ops().filter(|op| !op.ir.docs.deprecated && op.ir.paging.is_none());
    let candidates = plain.filter_map(|op| {
        let inputs = Inputs::of(op);
        if !inputs.fit_as_arguments() {
            return None;
        }
        let arguments = inputs.required().map(|input| literal(cx, input)).collect::<Option<Vec<_>>>()?;
        let mut kinds: Vec<&str> = inputs.required().filter_map(|input| kind(cx, input.ty)).collect();
        let mut setters = Vec::new();
        let usable = inputs.optional().filter(|input| {
            !input.conflicting && !input.docs.deprecated && input.constant().is_none() && input.is_member()
        });
        for input in usable {
            let Some((kind, value)) = kind(cx, input.ty).zip(literal(cx, input)) else { continue };
            // A model without a value shows nothing.
            let is_empty = kind == "model" && value.to_string().ends_with("new ()");
            if !is_empty && setters.len() < MOST_SETTERS && !kinds.contains(&kind) {
                kinds.push(kind);
                let ident = input.ident;
                setters.push(quote!(.#ident(#value)));
            }
        }
        let (accessors, method) = (op.resource().accessors(), op.method_name());
        let call = quote!(client #(.#accessors())* .#method(#(#arguments),*) #(#setters)*);
        kinds.sort_unstable();
        kinds.dedup();
        (!setters.is_empty()).then_some((kinds.len(), Some(op.resource().id) == home, op, call))
    });
    let best =
        candidates.max_by_key(|(kinds, is_home, op, _)| (*kinds, *is_home, std::cmp::Reverse(op.ir.key.clone())));
    best.map(|(_, _, op, call)| (op, call))
}

/// The kind of literal that a type is written as, if it is worth showing.
fn kind(cx: Cx<'_>, ty: &Type) -> Option<&'static str> {
    match cx.api.resolve(ty) {
        Type::List(_) => Some("list"),
        Type::Map(_) => Some("map"),
        Type::Json => Some("JSON"),
        Type::Scalar(_) => Some("scalar"),
        Type::Named(id) => match &cx.api.def(*id).shape {
            Shape::StringEnum(_) => Some("enumeration"),
            Shape::Union(_) => Some("union"),
            Shape::Struct(_) => Some("model"),
            Shape::IntegerEnum(_) | Shape::Alias(_) => None,
        },
        Type::Generic(..) => None,
    }
}

/// An input as a literal.
fn literal(cx: Cx<'_>, input: &Input<'_>) -> Option<TokenStream> {
    let word = input.constraints.and_then(values::word_of).unwrap_or(input.ident.as_str());
    values::as_literal(cx, input.ty, word, input.docs.example.as_ref())
}
