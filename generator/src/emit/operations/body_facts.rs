//! Request bodies: the facts about their encoding.

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;

use crate::emit::uses::Uses;
use crate::ir::{Body, BodyAlternative, BodyEncoding, FormStyle, MemberEncoding};

/// What the facts of an operation say about its body; nothing if it is plain JSON.
pub(in crate::emit) fn facts(uses: &Uses<'_>, body: &Body) -> TokenStream {
    if body.encoding == BodyEncoding::Json && body.media_type == "application/json" {
        return TokenStream::new();
    }
    let (format, media_type) = (format(uses, body.encoding), &body.media_type);
    let members = body.members.iter().map(|member| encoding(uses, member));
    let members: Vec<TokenStream> = members.collect();
    let encodings = if members.is_empty() { TokenStream::new() } else { quote!(.encodings(&[#(#members),*])) };
    quote!(.body(#format, #media_type) #encodings)
}

/// The facts about another media type of a body, as arguments.
pub(in crate::emit) fn alternative(uses: &Uses<'_>, alternative: &BodyAlternative) -> TokenStream {
    let (format, media_type) = (format(uses, alternative.encoding), &alternative.media_type);
    let members = alternative.members.iter().map(|member| encoding(uses, member));
    quote!(#format, #media_type, &[#(#members),*])
}

fn format(uses: &Uses<'_>, encoding: BodyEncoding) -> TokenStream {
    let format = match encoding {
        BodyEncoding::Json => "Json",
        BodyEncoding::JsonLines => "JsonLines",
        BodyEncoding::Form => "Form",
        BodyEncoding::Multipart => "Multipart",
        BodyEncoding::Text => "Text",
        BodyEncoding::Bytes => "Bytes",
    };
    let (body_format, format) = (uses.name("BodyFormat"), Ident::new(format, Span::call_site()));
    quote!(#body_format::#format)
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
