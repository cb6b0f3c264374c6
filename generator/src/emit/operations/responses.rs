//! The response of an operation: its type, the enum of several successes, methods for other forms of it, and its docs.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use crate::emit::docs::{list, paragraphs, section, wrapped};
use crate::emit::operations::examples;
use crate::emit::uses::Uses;
use crate::emit::views::Op;
use crate::emit::{Cx, file, lints, types};
use crate::ir::{Framing, Operation, OtherMediaType, Output, Records, Success, Switch, Type};
use crate::naming::{Ident, OutputNames};
use crate::prose;

/// The type that a request returns.
pub(in crate::emit) fn output(op: Op<'_>, uses: &Uses<'_>) -> TokenStream {
    match op.outcome_names() {
        Some(OutputNames { ident, .. }) => quote!(#ident),
        None => single(uses, &op.ir.output),
    }
}

/// The type of a response that is not one of several.
pub(in crate::emit) fn single(uses: &Uses<'_>, output: &Output) -> TokenStream {
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

/// The type of a response that is received one by one.
pub(in crate::emit) fn event_stream(uses: &Uses<'_>, records: &Records) -> TokenStream {
    let stream = uses.name("EventStream");
    let item = records.item.as_ref().map_or_else(|| quote!(String), |ty| types::owned(uses, ty));
    quote!(#stream<#item>)
}

/// The function of `Call` that creates a request with such a response.
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

/// Whether the response is JSON that is any string: servers often send such text without quotes.
fn is_text(cx: Cx<'_>, ty: &Type) -> bool {
    matches!(cx.api.resolve(ty), Type::Scalar(scalar) if scalar.is_plain_text())
}

/// What the facts of an operation say about its responses.
pub(in crate::emit) fn facts(uses: &Uses<'_>, operation: &Operation) -> TokenStream {
    let responses = &operation.responses;
    let stream = match (&operation.output, &responses.stream) {
        (Output::Stream(records), _) => Some((records, responses.accept.as_deref().unwrap_or("*/*"))),
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
    let accept = responses.accept.as_ref().filter(|_| plain).map(|accept| quote!(.accept(#accept)));
    let redirects = responses.redirects.then(|| quote!(.redirects_are_responses()));
    quote!(#accept #stream #redirects)
}

/// The enum of several successes, with the table of their statuses.
pub(in crate::emit) fn outcome(op: Op<'_>, uses: &Uses<'_>) -> TokenStream {
    let (Some(OutputNames { ident, variants }), Output::Several(successes)) = (op.outcome_names(), &op.ir.output)
    else {
        return TokenStream::new();
    };
    let (cx, request) = (op.cx, op.request_type().as_str());
    let docs = paragraphs([format!("The response of [`{request}`]: each status has its own type.")]);
    let members = successes.iter().zip(variants).map(|(success, variant)| member(cx, uses, success, variant));
    let cases = successes.iter().zip(variants).map(|(success, variant)| case(cx, uses, success, variant));
    let [outcome, case, response, bytes] = ["Outcome", "Case", "Response", "Bytes"].map(|name| uses.name(name));
    let lint = lints::outcome();
    quote! {
        #docs
        #[derive(Clone, Debug)]
        #[non_exhaustive]
        #lint
        pub enum #ident {
            #(#members,)*
            #[doc = " A successful response with a status that this release does not know, unchanged."]
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
        Output::Json { ref ty, .. } if is_text(cx, ty) => {
            quote!(|response| response.json_or_text().map(Self::#variant))
        }
        Output::Json { .. } => quote!(|response| response.json().map(Self::#variant)),
        Output::Text => quote!(|response| response.text().map(Self::#variant)),
        Output::Bytes => quote!(|response| response.bytes().map(Self::#variant)),
    };
    let (first, last) = success.range();
    let [first_literal, last_literal] = [first, last].map(Literal::u16_unsuffixed);
    if first == last {
        quote!(#case::of(#first_literal, #read))
    } else {
        quote!(#case::range(#first_literal, #last_literal, #read))
    }
}

/// Methods that send a request and that not every operation has.
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
    let others = (!operation.responses.others.is_empty()).then(|| {
        let [sending, response, bytes] = ["Sending", "Response", "Bytes"].map(|name| uses.name(name));
        quote! {
            #[doc = " Sends the request with another media type in `Accept` and returns the raw response."]
            pub fn send_as(self, media_type: &str) -> #sending<#response<#bytes>> {
                self.call.send_as(media_type)
            }
        }
    });
    let events = events(uses, operation);
    quote!(#bytes #events #others)
}

fn events(uses: &Uses<'_>, operation: &Operation) -> TokenStream {
    let Some(stream) = &operation.responses.stream else { return TokenStream::new() };
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
    let sentence = match &stream.switch {
        Some(Switch::Field(wire) | Switch::Query(wire)) => {
            format!(
                "Sends the request with {} set to true and returns the response as a stream.",
                prose::code(wire.as_str())
            )
        }
        None => "Sends the request and returns the response as a stream.".to_owned(),
    };
    let docs = paragraphs([sentence]);
    quote! {
        #docs
        pub fn send_events(#mutable self) -> #sending<#ty> {
            #set
            self.call.#send()
        }
    }
}

/// What the docs of a method say about other forms of its response.
pub(in crate::emit) fn alternatives(op: Op<'_>) -> String {
    let (cx, operation, request) = (op.cx, op.ir, op.request_type().as_str());
    let responses = &operation.responses;
    let link = |method: &str| format!("[`{method}`]({request}::{method})");
    let mut parts = Vec::new();
    if operation.output == Output::Bytes {
        parts.push(wrapped(&format!("{} returns the bytes as they arrive.", link("send_streaming"))));
    }
    if operation.output.json().is_some_and(|ty| is_text(cx, ty)) {
        parts.push(wrapped("The response is a JSON string; any other text is returned unchanged."));
    }
    if responses.stream.is_some() {
        let events = link("send_events");
        parts.push(wrapped(&format!("The response is also available as a stream, through {events}.")));
    }
    if !responses.others.is_empty() {
        let name = |other: &OtherMediaType| match &other.ty {
            Some(ty) => format!("{} ({})", prose::code(&other.name), read_as(cx, ty)),
            None => prose::code(&other.name),
        };
        let names: Vec<String> = responses.others.iter().map(name).collect();
        parts.push(wrapped(&format!("Also available as {}, through {}.", or(&names), link("send_as"))));
    }
    if responses.redirects {
        let whole = link("send_with_response");
        parts.push(wrapped(&format!(
            "The response is a redirect, which is not followed; {whole} returns its `location` header."
        )));
    }
    parts.join("\n\n")
}

/// How a response of another media type is read.
fn read_as(cx: Cx<'_>, ty: &Type) -> String {
    let ty = file::inline(&examples::full(cx, ty));
    prose::code(&format!("response.json::<{ty}>()"))
}

/// What the docs of a method say about headers and links of the response.
pub(in crate::emit) fn sections(op: Op<'_>) -> [String; 2] {
    [headers(op), links(op)]
}

fn headers(op: Op<'_>) -> String {
    let (cx, request) = (op.cx, op.request_type().as_str());
    let lines = list(op.ir.responses.headers.iter().map(|header| {
        let ty = header.ty.map(|scalar| format!(" (`{}`)", scalar.row().path_in_prose())).unwrap_or_default();
        line(cx, &format!("{}{ty}", prose::code(&header.name)), &header.description)
    }));
    let link = format!("[`send_with_response`]({request}::send_with_response)");
    section("# Response headers", [wrapped(&format!("{link} also returns these headers:")), lines])
}

fn links(op: Op<'_>) -> String {
    let lines = list(op.ir.responses.links.iter().map(|link| {
        let target = op.cx.ops().find(|other| other.ir.operation_id.as_ref() == Some(&link.target));
        let target = prose::code(&target.map_or_else(|| link.target.clone(), Op::endpoint));
        let goes: Vec<String> = link
            .parameters
            .iter()
            .map(|(name, value)| format!("{} is {}", prose::code(name), prose::code(value)))
            .collect();
        let goes = if goes.is_empty() { String::new() } else { format!(", where {}", goes.join(" and ")) };
        line(op.cx, &format!("{} links to {target}{goes}", prose::code(&link.name)), &link.description)
    }));
    section("# Links", [lines])
}

/// The names of alternatives: "a, b or c".
fn or(names: &[String]) -> String {
    match names {
        [others @ .., last] if !others.is_empty() => format!("{} or {last}", others.join(", ")),
        names => names.join(""),
    }
}

/// An item of a list: its subject, and the first paragraph of its description.
fn line(cx: Cx<'_>, about: &str, said: &str) -> String {
    let said = cx.phrase(said);
    let colon = if said.is_empty() { "" } else { ": " };
    format!("{about}{colon}{said}.")
}
