//! What an operation returns: its type, the enum of several successes, the ways to get more than that, and the docs.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use crate::emit::docs::{item, paragraphs, wrapped};
use crate::emit::uses::Uses;
use crate::emit::views::Op;
use crate::emit::{Cx, lints, prose, types};
use crate::ir::{Framing, Operation, Output, Records, Scalar, Success, Switch, Type};
use crate::naming::{Ident, OutputNames};

/// What a success returns.
pub(in crate::emit) fn output(op: Op<'_>, uses: &Uses<'_>) -> TokenStream {
    match op.outcome_names() {
        Some(OutputNames { ident, .. }) => quote!(#ident),
        None => single(uses, &op.ir.output),
    }
}

fn single(uses: &Uses<'_>, output: &Output) -> TokenStream {
    match output {
        Output::Empty | Output::Several(_) => quote!(()),
        Output::Text => quote!(String),
        Output::Bytes => uses.name("Bytes"),
        Output::Stream(records) => event_stream(uses, records),
        Output::Json { ty, optional } => {
            let ty = types::owned(uses, ty);
            if *optional { quote!(Option<#ty>) } else { ty }
        }
    }
}

fn event_stream(uses: &Uses<'_>, records: &Records) -> TokenStream {
    let stream = uses.name("EventStream");
    let item = records.item.as_ref().map_or_else(|| quote!(String), |ty| types::owned(uses, ty));
    quote!(#stream<#item>)
}

/// The function of `Call` that starts a request with such an answer.
pub(in crate::emit) fn constructor(cx: Cx<'_>, output: &Output) -> TokenStream {
    match output {
        Output::Json { ty, .. } if is_text(cx, ty) => quote!(json_or_text),
        Output::Json { .. } => quote!(json),
        Output::Empty => quote!(empty),
        Output::Text => quote!(text),
        Output::Bytes => quote!(bytes),
        Output::Stream(Records { item: Some(_), .. }) => quote!(records),
        Output::Stream(Records { item: None, .. }) => quote!(text_records),
        Output::Several(_) => quote!(outcome),
    }
}

/// Whether JSON that is described as any string is read, which servers send as it is often enough.
fn is_text(cx: Cx<'_>, ty: &Type) -> bool {
    matches!(cx.api.resolve(ty), Type::Scalar(Scalar::String | Scalar::Secret))
}

/// What the facts of an operation say of its answers.
pub(in crate::emit) fn facts(uses: &Uses<'_>, operation: &Operation) -> TokenStream {
    let answers = &operation.answers;
    let stream = match (&operation.output, &answers.stream) {
        (Output::Stream(records), _) => Some((records, answers.accept.as_deref().unwrap_or("*/*"))),
        (_, Some(stream)) => Some((&stream.records, stream.media_type.as_str())),
        _ => None,
    };
    let stream = stream.map(|(records, accept)| {
        let framing = uses.name("Framing");
        let which = match records.framing {
            Framing::Events => quote!(Events),
            Framing::JsonLines => quote!(JsonLines),
            Framing::JsonSequence => quote!(JsonSequence),
        };
        let whole = records.whole.as_ref().map(|whole| {
            let (text, except) = (whole.text, &whole.except);
            quote!(.whole_events(#text, &[#(#except),*]))
        });
        quote!(.stream(#framing::#which, #accept) #whole)
    });
    let plain = !matches!(operation.output, Output::Stream(_));
    let accept = answers.accept.as_ref().filter(|_| plain).map(|accept| quote!(.accept(#accept)));
    let redirects = answers.redirects.then(|| quote!(.redirects_answer()));
    quote!(#accept #stream #redirects)
}

/// The enum of several successes, with the table that tells which is which.
pub(in crate::emit) fn outcome(op: Op<'_>, uses: &Uses<'_>) -> TokenStream {
    let (Some(OutputNames { ident, variants }), Output::Several(successes)) = (op.outcome_names(), &op.ir.output)
    else {
        return TokenStream::new();
    };
    let (cx, request) = (op.cx, op.request_type().as_str());
    let docs = paragraphs([format!("What [`{request}`] returns: another type for each status.")]);
    let members = successes.iter().zip(variants).map(|(success, variant)| member(cx, uses, success, variant));
    let cases = successes.iter().zip(variants).map(|(success, variant)| case(cx, uses, success, variant));
    let [outcome, case, response, bytes] = ["Outcome", "Case", "Response", "Bytes"].map(|name| uses.name(name));
    let lint = lints::answers();
    quote! {
        #docs
        #[derive(Clone, Debug)]
        #[non_exhaustive]
        #lint
        pub enum #ident {
            #(#members,)*
            #[doc = " A success of a status that this release does not know, as it came."]
            Unrecognized(#response<#bytes>),
        }

        impl #outcome for #ident {
            const CASES: &'static [#case<Self>] = &[#(#cases),*];

            fn unrecognized(response: #response<#bytes>) -> Self {
                Self::Unrecognized(response)
            }
        }
    }
}

fn member(cx: Cx<'_>, uses: &Uses<'_>, success: &Success, variant: &Ident) -> TokenStream {
    let said = cx.phrase(&success.description);
    let colon = if said.is_empty() { "" } else { ": " };
    let docs = paragraphs([format!("Status {}{colon}{said}.", success.status)]);
    if success.output == Output::Empty {
        return quote!(#docs #variant);
    }
    let ty = single(uses, &success.output);
    quote!(#docs #variant(#ty))
}

fn case(cx: Cx<'_>, uses: &Uses<'_>, success: &Success, variant: &Ident) -> TokenStream {
    let case = uses.name("Case");
    let read = match success.output {
        Output::Empty | Output::Several(_) | Output::Stream(_) => quote!(|_| Ok(Self::#variant)),
        Output::Json { ref ty, .. } if is_text(cx, ty) => quote!(|answer| answer.json_or_text().map(Self::#variant)),
        Output::Json { .. } => quote!(|answer| answer.json().map(Self::#variant)),
        Output::Text => quote!(|answer| answer.text().map(Self::#variant)),
        Output::Bytes => quote!(|answer| answer.bytes().map(Self::#variant)),
    };
    let (first, last) = success.range();
    let [first_literal, last_literal] = [first, last].map(Literal::u16_unsuffixed);
    if first == last {
        quote!(#case::of(#first_literal, #read))
    } else {
        quote!(#case::range(#first_literal, #last_literal, #read))
    }
}

/// Ways to send a request that not every operation has.
pub(in crate::emit) fn methods(op: Op<'_>, uses: &Uses<'_>) -> TokenStream {
    let operation = op.ir;
    let bytes = (operation.output == Output::Bytes).then(|| {
        let [sending, stream] = ["Sending", "ByteStream"].map(|name| uses.name(name));
        quote! {
            #[doc = " Sends the request and returns the body as it arrives, however large it is."]
            pub fn send_streaming(self) -> #sending<#stream> {
                self.call.send_streaming()
            }
        }
    });
    let others = (!operation.answers.others.is_empty()).then(|| {
        let [sending, response, bytes] = ["Sending", "Response", "Bytes"].map(|name| uses.name(name));
        quote! {
            #[doc = " Sends the request, asks for another media type and returns the answer as it came."]
            pub fn send_as(self, media_type: &str) -> #sending<#response<#bytes>> {
                self.call.send_as(media_type)
            }
        }
    });
    let events = events(uses, operation);
    quote!(#bytes #events #others)
}

fn events(uses: &Uses<'_>, operation: &Operation) -> TokenStream {
    let Some(stream) = &operation.answers.stream else { return TokenStream::new() };
    let sending = uses.name("Sending");
    let ty = event_stream(uses, &stream.records);
    let set = stream.switch.as_ref().map(|switch| match switch {
        Switch::Field(wire) => {
            let wire = wire.as_str();
            quote!(self.call.body_field(#wire, &true);)
        }
        Switch::Query(wire) => {
            let wire = wire.as_str();
            quote!(self.call.query(#wire, &true);)
        }
    });
    let mutable = set.is_some().then(|| quote!(mut));
    let send = if stream.records.item.is_some() { quote!(send_records) } else { quote!(send_text_records) };
    let told = match &stream.switch {
        Some(Switch::Field(wire) | Switch::Query(wire)) => {
            format!(
                "Sends the request with {} set to true, and returns what comes as it arrives.",
                prose::code(wire.as_str())
            )
        }
        None => "Sends the request, asks for a stream, and returns what comes as it arrives.".to_owned(),
    };
    let docs = paragraphs([told]);
    quote! {
        #docs
        pub fn send_events(#mutable self) -> #sending<#ty> {
            #set
            self.call.#send()
        }
    }
}

/// What the docs of a method say of ways to its answers.
pub(in crate::emit) fn ways(op: Op<'_>) -> String {
    let (cx, operation, request) = (op.cx, op.ir, op.request_type().as_str());
    let answers = &operation.answers;
    let way = |method: &str| format!("[`{method}`]({request}::{method})");
    let mut parts = Vec::new();
    if operation.output == Output::Bytes {
        parts.push(format!("{} hands the bytes over as they arrive.", way("send_streaming")));
    }
    if operation.output.json().is_some_and(|ty| is_text(cx, ty)) {
        parts.push(wrapped("The response is a JSON string; one that is none is returned as it came."));
    }
    if answers.stream.is_some() {
        parts.push(format!("The answer also comes as a stream: see {}.", way("send_events")));
    }
    if !answers.others.is_empty() {
        let names: Vec<String> = answers.others.iter().map(|name| prose::code(name)).collect();
        parts.push(wrapped(&format!("Other media types, by {}: {}.", way("send_as"), names.join(", "))));
    }
    if answers.redirects {
        let whole = way("send_with_response");
        parts.push(wrapped(&format!(
            "The answer is a redirect, which is not followed: {whole} has its `location` header."
        )));
    }
    parts.join("\n\n")
}

/// What the docs of a method say of what comes beside the body.
pub(in crate::emit) fn sections(op: Op<'_>) -> [String; 2] {
    [headers(op), links(op)]
}

fn headers(op: Op<'_>) -> String {
    let (cx, request) = (op.cx, op.request_type().as_str());
    let lines = op.ir.answers.headers.iter().map(|header| {
        let ty = header.ty.map(|scalar| format!(" (`{}`)", types::scalar_text(scalar))).unwrap_or_default();
        line(cx, &format!("{}{ty}", prose::code(&header.name)), &header.description)
    });
    let lines: Vec<String> = lines.collect();
    let way = format!("[`send_with_response`]({request}::send_with_response)");
    if lines.is_empty() {
        String::new()
    } else {
        format!("# Response headers\n\n{way} returns these too:\n\n{}", lines.join("\n"))
    }
}

fn links(op: Op<'_>) -> String {
    let lines = op.ir.answers.links.iter().map(|link| {
        let target = op.cx.ops().find(|other| other.ir.operation_id.as_ref() == Some(&link.target));
        let target = prose::code(&target.map_or_else(|| link.target.clone(), Op::endpoint));
        let goes: Vec<String> = link
            .parameters
            .iter()
            .map(|(name, value)| format!("{} goes into {}", prose::code(value), prose::code(name)))
            .collect();
        let goes = if goes.is_empty() { String::new() } else { format!(", where {}", goes.join(" and ")) };
        line(op.cx, &format!("{} leads to {target}{goes}", prose::code(&link.name)), &link.description)
    });
    let lines: Vec<String> = lines.collect();
    if lines.is_empty() { String::new() } else { format!("# Links\n\n{}", lines.join("\n")) }
}

/// An item of a list: what it is about, and the first paragraph of what is said.
fn line(cx: Cx<'_>, about: &str, said: &str) -> String {
    let said = cx.phrase(said);
    let colon = if said.is_empty() { "" } else { ": " };
    item(&format!("{about}{colon}{said}."))
}
