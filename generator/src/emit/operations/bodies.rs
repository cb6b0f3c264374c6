//! Request bodies: the facts about their encoding, and the docs of their media types.

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;

use crate::emit::Cx;
use crate::emit::docs::wrapped;
use crate::emit::uses::Uses;
use crate::ir::{Body, BodyContent, BodyEncoding, FormStyle, MemberEncoding, Scalar, Type};
use crate::prose;

/// What the facts of an operation say about its body; nothing if it is plain JSON.
pub(in crate::emit) fn facts(uses: &Uses<'_>, body: &Body) -> TokenStream {
    let format = match body.encoding {
        BodyEncoding::Json if body.media_type == "application/json" => return TokenStream::new(),
        BodyEncoding::Json => "Json",
        BodyEncoding::JsonLines => "JsonLines",
        BodyEncoding::Form => "Form",
        BodyEncoding::Multipart => "Multipart",
        BodyEncoding::Text => "Text",
        BodyEncoding::Bytes => "Bytes",
    };
    let format = Ident::new(format, Span::call_site());
    let (body_format, media_type) = (uses.name("BodyFormat"), &body.media_type);
    let members = body.members.iter().map(|member| encoding(uses, member));
    let members: Vec<TokenStream> = members.collect();
    let encodings = if members.is_empty() { TokenStream::new() } else { quote!(.encodings(&[#(#members),*])) };
    quote!(.body(#body_format::#format, #media_type) #encodings)
}

fn encoding(uses: &Uses<'_>, member: &MemberEncoding) -> TokenStream {
    let (encoding, wire) = (uses.name("Encoding"), member.wire.as_str());
    let style = member.style.map(|style| {
        let name = match style {
            FormStyle::Exploded => "Exploded",
            FormStyle::Comma => "Comma",
            FormStyle::Space => "Space",
            FormStyle::Pipe => "Pipe",
            FormStyle::Deep => "Deep",
        };
        let (form_style, name) = (uses.name("FormStyle"), Ident::new(name, Span::call_site()));
        quote!(.style(#form_style::#name))
    });
    let content_type = member.content_type.as_ref().map(|media_type| quote!(.content_type(#media_type)));
    let reserved = member.allow_reserved.then(|| quote!(.allow_reserved()));
    let headers = (!member.headers.is_empty()).then(|| {
        let headers = member.headers.iter().map(|(name, value)| quote!((#name, #value)));
        quote!(.headers(&[#(#headers),*]))
    });
    quote!(#encoding::new(#wire) #style #content_type #reserved #headers)
}

/// What the docs of a method say about the body: the description of a body whose fields are setters, and its media
/// types.
pub(in crate::emit) fn docs(cx: Cx<'_>, body: &Body) -> String {
    let described = match body.content {
        BodyContent::Fields(_) => cx.description(&body.docs),
        BodyContent::Whole(_) => None,
    };
    let ours = [sent(body), others(body)].map(|line| line.map(|line| wrapped(&line)));
    let parts = [described].into_iter().chain(ours);
    parts.flatten().collect::<Vec<_>>().join("\n\n")
}

/// The media type where the body is not typed.
fn sent(body: &Body) -> Option<String> {
    let type_of = "[`FileUpload::content_type`](crate::FileUpload::content_type)";
    match (&body.range, &body.content) {
        (Some(range), BodyContent::Whole(Type::Scalar(Scalar::File))) => Some(format!(
            "The media type of the body matches {}; set it with {type_of}. The default is {}.",
            prose::code(range),
            prose::code(&body.media_type)
        )),
        _ if matches!(body.encoding, BodyEncoding::Text | BodyEncoding::Bytes | BodyEncoding::JsonLines) => {
            Some(format!("The body is sent as {}.", prose::code(&body.media_type)))
        }
        _ => None,
    }
}

fn others(body: &Body) -> Option<String> {
    let (last, first) = body.others.split_last()?;
    let list: Vec<String> = first.iter().map(|name| prose::code(name)).collect();
    let list =
        if list.is_empty() { prose::code(last) } else { format!("{} or {}", list.join(", "), prose::code(last)) };
    let is_form = |name: &String| name.to_ascii_lowercase().starts_with("multipart/form-data");
    let raw = "[`RequestOptions::body`](crate::RequestOptions::body)";
    let parts = "[`RequestOptions::multipart`](crate::RequestOptions::multipart)";
    let method = match (body.others.iter().any(is_form), body.others.iter().all(is_form)) {
        (_, true) => parts.to_owned(),
        (true, false) => format!("{raw} or {parts}"),
        (false, false) => raw.to_owned(),
    };
    Some(format!("The API also accepts a body of type {list}; send it with {method}."))
}
