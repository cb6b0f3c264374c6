//! Writes values in examples: literals, variants of enumerations, and models made by their `new`.
//!
//! A value that would not be readable is omitted; the example leaves it to the reader.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use crate::emit::Cx;
use crate::emit::models::accepted;
use crate::emit::models::structure::has_new;
use crate::emit::types::{Wrapping, typed_fields, wrapping};
use crate::ir::{Constraints, Generic, Literal as Json, Scalar, Shape, Struct, Type, TypeId, Union, Wire};

/// The greatest depth of nested models in one example; deeper ones would hide its purpose.
const DEEPEST: usize = 3;

/// The greatest length of JSON in an example, in bytes.
const LONGEST: usize = 200;

/// How values are written.
#[derive(Clone, Copy)]
struct How<'a> {
    cx: Cx<'a>,
    /// Whether values of enumerations are texts, and not variants.
    texts: bool,
}

/// Returns a value of a type, from the example in the document if that fits; `word` is the text if there is no example.
pub(in crate::emit) fn written(cx: Cx<'_>, ty: &Type, word: &str, shown: Option<&Json>) -> Option<TokenStream> {
    value(How { cx, texts: false }, ty, word, shown, 0)
}

/// Returns a value like [`written`], with texts as values of enumerations.
pub(in crate::emit) fn as_literal(cx: Cx<'_>, ty: &Type, word: &str, shown: Option<&Json>) -> Option<TokenStream> {
    value(How { cx, texts: true }, ty, word, shown, 0)
}

/// Returns what a text is called whose values have one of these formats, so that it is written as such a value.
pub(in crate::emit) fn word_of(constraints: &Constraints) -> Option<&'static str> {
    let has = |names: &[&str]| constraints.formats.iter().any(|format| names.contains(&format.as_str()));
    match () {
        () if has(&["uri", "url", "uri-reference", "iri"]) => Some("url"),
        () if has(&["email", "idn-email"]) => Some("email"),
        () => None,
    }
}

/// Returns a text for something of this name: a URL where one is wanted.
fn text_of(word: &str) -> &str {
    let word = word.trim_end_matches('_');
    match word.rsplit('_').next() {
        Some("url" | "uri" | "href") => "https://example.com",
        Some("email") => "ada@example.com",
        _ => word,
    }
}

fn value(how: How<'_>, ty: &Type, word: &str, shown: Option<&Json>, depth: usize) -> Option<TokenStream> {
    let cx = how.cx;
    match cx.api.resolve(ty) {
        Type::Scalar(scalar) => scalar_value(*scalar, word, shown),
        Type::Json => Some(any(cx, shown)),
        Type::Map(item) => {
            let first = match shown {
                Some(Json::Object(members)) => members.first(),
                _ => None,
            };
            let key = first.map_or("name", |(key, _)| key.as_str());
            let value = value(how, &item.ty, "text", first.map(|(_, value)| value), depth)?;
            Some(quote!([(#key, #value)]))
        }
        Type::Generic(Generic::Expandable, _) => value(how, &Type::Scalar(Scalar::String), word, shown, depth),
        Type::Generic(Generic::Clearable, inner) => value(how, inner, word, shown, depth),
        Type::List(item) => {
            let first = match shown {
                Some(Json::List(items)) => items.first(),
                _ => None,
            };
            let item = value(how, &item.ty, word, first, depth)?;
            Some(quote!([#item]))
        }
        Type::Named(id) => named(how, *id, shown, depth),
    }
}

/// Free JSON: the example of the document if it is short.
fn any(cx: Cx<'_>, shown: Option<&Json>) -> TokenStream {
    let krate = &cx.names.krate;
    let json = match shown.filter(|shown| shown.to_string().len() <= LONGEST) {
        Some(shown) => tokens(shown),
        None => quote!({ "name": "value" }),
    };
    quote!(#krate::serde_json::json!(#json))
}

/// JSON as `json!` takes it.
fn tokens(value: &Json) -> TokenStream {
    match value {
        Json::Null => quote!(null),
        Json::Boolean(value) => quote!(#value),
        Json::Number(text) => text.parse().unwrap_or_else(|_| quote!(0)),
        Json::String(text) => quote!(#text),
        Json::List(items) => {
            let items = items.iter().map(tokens);
            quote!([#(#items),*])
        }
        Json::Object(members) => {
            let members = members.iter().map(|(name, value)| {
                let value = tokens(value);
                quote!(#name: #value)
            });
            quote!({ #(#members),* })
        }
    }
}

fn scalar_value(scalar: Scalar, word: &str, shown: Option<&Json>) -> Option<TokenStream> {
    match scalar.row().wire {
        Wire::Text(text) if text.sample.is_none() => {
            let text = shown.and_then(Json::as_str).unwrap_or(text_of(word));
            Some(quote!(#text))
        }
        Wire::Boolean => Some(quote!(true)),
        Wire::Integer(_) => {
            let number = match shown {
                Some(Json::Number(text)) => text.parse::<i32>().ok().filter(|number| *number >= 0),
                _ => None,
            };
            let number = Literal::i32_unsuffixed(number.unwrap_or(1));
            Some(quote!(#number))
        }
        Wire::Number => Some(quote!(1.0)),
        Wire::Text(_) | Wire::Body(_) => None,
    }
}

fn named(how: How<'_>, id: TypeId, shown: Option<&Json>, depth: usize) -> Option<TokenStream> {
    let cx = how.cx;
    let shown = shown.or(cx.api.def(id).docs.example.as_ref());
    match &cx.api.def(id).shape {
        Shape::StringEnum(shape) => {
            let is_shown = |text: &str| shape.values.iter().position(|value| value.value.as_str() == text);
            enumerated(how, id, shown.and_then(Json::as_str).and_then(is_shown))
        }
        Shape::IntegerEnum(_) => enumerated(how, id, None),
        Shape::Struct(shape) => structure(how, id, shape, shown, None, depth),
        Shape::Union(shape) => alternative(how, id, shape, shown, depth),
        Shape::Alias(_) => None,
    }
}

fn enumerated(how: How<'_>, id: TypeId, index: Option<usize>) -> Option<TokenStream> {
    let (cx, index) = (how.cx, index.unwrap_or(0));
    if let (true, Shape::StringEnum(shape)) = (how.texts, &cx.api.def(id).shape) {
        let text = shape.values.get(index)?.value.as_str();
        return Some(quote!(#text));
    }
    let (path, member) = (path(cx, id), cx.names.ty(id).members.get(index)?);
    Some(quote!(#path::#member))
}

/// Returns a model made by `new`; `tag` is the property that selects it among the variants of a union, with its value.
fn structure(
    how: How<'_>,
    id: TypeId,
    shape: &Struct,
    shown: Option<&Json>,
    tag: Option<(&str, &Json)>,
    depth: usize,
) -> Option<TokenStream> {
    let cx = how.cx;
    if depth == DEEPEST || !cx.api.def(id).usage.sent || !has_new(shape) {
        return None;
    }
    let names = cx.names.ty(id);
    let required = typed_fields(&shape.fields).filter(|(_, field, _)| field.presence.required);
    let arguments = required.map(|(index, field, ty)| {
        if wrapping(field.presence) != Wrapping::Bare {
            return Some(quote!(None));
        }
        let tag = tag.filter(|(name, _)| *name == field.wire.as_str()).map(|(_, value)| value);
        let shown = tag.or(member(shown, field.wire.as_str())).or(field.docs.example.as_ref());
        let word = word_of(&field.constraints).unwrap_or(names.members[index].as_str());
        value(how, ty, word, shown, depth + 1)
    });
    let arguments = arguments.collect::<Option<Vec<_>>>()?;
    let path = path(cx, id);
    Some(quote!(#path::new(#(#arguments),*)))
}

/// Returns the first variant that can be written; the one in the example takes precedence. A union accepts whatever
/// converts into it, so no conversion is written.
fn alternative(how: How<'_>, id: TypeId, shape: &Union, shown: Option<&Json>, depth: usize) -> Option<TokenStream> {
    let cx = how.cx;
    let tag = shape.tag.as_ref().and_then(|tag| member(shown, tag.as_str())?.as_str());
    let text = shown.and_then(Json::as_str);
    let is_shown = |index: &usize| {
        let variant = &shape.variants[*index];
        let is_constant = text.is_some() && variant.constant.as_deref() == text;
        is_constant || tag.is_some_and(|tag| variant.tags.iter().any(|own| own == tag))
    };
    let all = 0..shape.variants.len();
    let mut order: Vec<usize> = all.clone().filter(is_shown).collect();
    order.extend(all.filter(|index| !is_shown(index)));
    order.into_iter().find_map(|index| {
        let variant = &shape.variants[index];
        if variant.constant.is_some() {
            let (path, member) = (path(cx, id), cx.names.ty(id).members.get(index)?);
            return Some(quote!(#path::#member));
        }
        let shown = if is_shown(&index) { shown } else { variant.docs.example.as_ref() };
        let Type::Named(payload) = cx.api.resolve(&variant.ty) else {
            let text = cx.api.resolve(&variant.ty).is_string();
            return if text && accepted::converts(cx, id, shape, index) {
                value(how, &variant.ty, "text", shown, depth)
            } else {
                None
            };
        };
        let own = variant.tags.first().map(|tag| Json::String(tag.clone()));
        let tag = shape.tag.as_ref().map(crate::ir::WireName::as_str).zip(own.as_ref());
        let value = match &cx.api.def(*payload).shape {
            Shape::Union(_) => return None,
            Shape::Struct(shape) => structure(how, *payload, shape, shown, tag, depth)?,
            _ => named(how, *payload, shown, depth)?,
        };
        if accepted::converts(cx, id, shape, index) {
            return Some(value);
        }
        let (path, member) = (path(cx, id), cx.names.ty(id).members.get(index)?);
        Some(if variant.boxed { quote!(#path::#member(Box::new(#value))) } else { quote!(#path::#member(#value)) })
    })
}

fn member<'a>(shown: Option<&'a Json>, name: &str) -> Option<&'a Json> {
    match shown {
        Some(Json::Object(members)) => members.iter().find(|(key, _)| key == name).map(|(_, value)| value),
        _ => None,
    }
}

fn path(cx: Cx<'_>, id: TypeId) -> TokenStream {
    let (krate, ident) = (&cx.names.krate, &cx.names.ty(id).ident);
    quote!(#krate::models::#ident)
}
