//! How a value is written in Rust where a generated test gives it to a request. Chooses no values.

use proc_macro2::{Literal, TokenStream};
use quote::{ToTokens, quote};

use crate::emit::operations::examples::full;
use crate::emit::types::is_heavy;
use crate::emit::{Cx, file};
use crate::ir::{Integer, Literal as Json, Scalar, Shape, TextLiteral, Type, Upload, Wire};

/// What a value is written for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    /// An argument of its own type, or one that takes it.
    Argument,
    /// An argument of any type that converts: the value alone has to tell its type.
    Converted,
    /// The field of a struct.
    Held,
}

/// A value in Rust.
pub(super) fn expression(cx: Cx<'_>, ty: &Type, value: &Json, form: Form) -> TokenStream {
    match (cx.api.resolve(ty), value) {
        (Type::Scalar(scalar), _) => scalar_expression(cx, *scalar, value, form),
        (Type::List(item), Json::List(values)) if item.ty == Type::Scalar(Scalar::File) => {
            let values = values.iter().map(|value| expression(cx, &item.ty, value, Form::Held));
            let file = full(cx, &item.ty);
            if form == Form::Held || values.len() == 0 {
                quote!(Vec::<#file>::from([#(#values),*]))
            } else {
                quote!([#(#values),*])
            }
        }
        (Type::List(item), Json::List(values))
            if form == Form::Argument && !item.nullable && !is_heavy(cx, &item.ty) && !values.is_empty() =>
        {
            let form = if cx.api.resolve(&item.ty).is_string() { Form::Argument } else { Form::Held };
            let values = values.iter().map(|value| expression(cx, &item.ty, value, form));
            quote!([#(#values),*])
        }
        (Type::Named(id), _) => enumerated(cx, *id, value).unwrap_or_else(|| decoded(cx, ty, value)),
        (Type::List(_) | Type::Map(_) | Type::Json, _) => made(cx, ty, value),
        (Type::Generic(..), _) => decoded(cx, ty, value),
    }
}

/// A value of an enumeration by its name.
fn enumerated(cx: Cx<'_>, id: crate::ir::TypeId, value: &Json) -> Option<TokenStream> {
    let index = match (&cx.api.def(id).shape, value) {
        (Shape::StringEnum(shape), Json::String(text)) => {
            shape.values.iter().position(|variant| variant.value.as_str() == text)
        }
        (Shape::IntegerEnum(shape), value) => {
            let number = value.whole();
            shape.values.iter().position(|variant| number == Some(variant.value))
        }
        _ => None,
    };
    let member = cx.names.ty(id).members.get(index?)?;
    let ty = full(cx, &Type::Named(id));
    Some(quote!(#ty::#member))
}

/// Whether a type is, or consists of, values of other crates that are built without serde.
fn is_unknown_to_serde(cx: Cx<'_>, ty: &Type) -> bool {
    match cx.api.resolve(ty) {
        Type::Scalar(scalar) => scalar.text().is_some_and(|text| text.literal == TextLiteral::Parsed),
        Type::List(item) | Type::Map(item) => is_unknown_to_serde(cx, &item.ty),
        Type::Named(_) | Type::Json | Type::Generic(..) => false,
    }
}

/// A list or map: item by item where serde does not know these, else from JSON.
fn made(cx: Cx<'_>, ty: &Type, value: &Json) -> TokenStream {
    let resolved = cx.api.resolve(ty);
    let (Type::List(item) | Type::Map(item)) = resolved else { return decoded(cx, ty, value) };
    if !is_unknown_to_serde(cx, ty) {
        return decoded(cx, ty, value);
    }
    let written = |value: &Json| match (item.nullable, value) {
        (true, Json::Null) => quote!(None),
        (nullable, value) => {
            let value = match cx.api.resolve(&item.ty) {
                Type::List(_) | Type::Map(_) => made(cx, &item.ty, value),
                _ => expression(cx, &item.ty, value, Form::Held),
            };
            if nullable { quote!(Some(#value)) } else { value }
        }
    };
    let ty = full(cx, &item.ty);
    let ty = if item.nullable { quote!(Option<#ty>) } else { ty };
    match value {
        Json::List(values) => {
            let values = values.iter().map(written);
            quote!(Vec::<#ty>::from([#(#values),*]))
        }
        Json::Object(members) => {
            let entries = members.iter().map(|(key, value)| {
                let value = written(value);
                quote!((#key.to_owned(), #value))
            });
            quote!(std::collections::BTreeMap::<String, #ty>::from([#(#entries),*]))
        }
        _ => quote!(Default::default()),
    }
}

/// A value that is read from JSON.
fn decoded(cx: Cx<'_>, ty: &Type, value: &Json) -> TokenStream {
    let (krate, ty, text) = (&cx.names.krate, full(cx, ty), file::raw_string(&value.to_string()));
    quote!(#krate::serde_json::from_str::<#ty>(#text)?)
}

fn scalar_expression(cx: Cx<'_>, scalar: Scalar, value: &Json, form: Form) -> TokenStream {
    let krate = &cx.names.krate;
    let is_exact = form == Form::Converted;
    let decoded = || decoded(cx, &Type::Scalar(scalar), value);
    match (scalar.row().wire, value) {
        (Wire::Boolean, Json::Boolean(value)) => quote!(#value),
        (Wire::Integer(integer), value) => {
            let number = value.whole().unwrap_or_default();
            integer_literal(is_exact.then_some(integer), number).into_token_stream()
        }
        (Wire::Number, Json::Number(text)) => {
            let number = text.parse().unwrap_or_default();
            let literal = if is_exact { Literal::f64_suffixed(number) } else { Literal::f64_unsuffixed(number) };
            literal.into_token_stream()
        }
        (Wire::Text(known), Json::String(text)) => match known.literal {
            TextLiteral::String if form == Form::Held => quote!(#text.to_owned()),
            TextLiteral::Converted if form == Form::Held => {
                let ty = full(cx, &Type::Scalar(scalar));
                quote!(#ty::from(#text))
            }
            TextLiteral::String | TextLiteral::Converted => quote!(#text),
            TextLiteral::Parsed => {
                let ty = full(cx, &Type::Scalar(scalar));
                quote!(#text.parse::<#ty>()?)
            }
            TextLiteral::Json => decoded(),
        },
        (Wire::Body(Upload::Bytes | Upload::File), Json::String(text)) => {
            let ty = full(cx, &Type::Scalar(scalar));
            if matches!(form, Form::Held | Form::Converted) { quote!(#ty::from(#text)) } else { quote!(#text) }
        }
        (Wire::Body(Upload::Parts), _) => quote!(#krate::MultipartForm::new().text("name", "text")),
        (Wire::Boolean | Wire::Number | Wire::Text(_) | Wire::Body(_), _) => decoded(),
    }
}

/// An integer, with its type where nothing else tells it.
fn integer_literal(exact: Option<Integer>, number: i128) -> Literal {
    match exact {
        Some(Integer::I32) => Literal::i32_suffixed(number.try_into().unwrap_or_default()),
        Some(Integer::I64) => Literal::i64_suffixed(number.try_into().unwrap_or_default()),
        Some(Integer::U32) => Literal::u32_suffixed(number.try_into().unwrap_or_default()),
        Some(Integer::U64) => Literal::u64_suffixed(number.try_into().unwrap_or_default()),
        Some(Integer::I128) => Literal::i128_suffixed(number),
        None => Literal::i128_unsuffixed(number),
    }
}
