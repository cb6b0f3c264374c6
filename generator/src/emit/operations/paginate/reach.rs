//! Expressions that read a field of a page, a text, a number, a flag or a list, through fields that may be absent.
//! Knows nothing of pagination.

use proc_macro2::TokenStream;
use quote::quote;

use crate::emit::Cx;
use crate::emit::types::{Wrapping, wrapping};
use crate::ir::{Integer, Scalar, Shape, Step, Type, Value, Wire};

/// A value that is borrowed.
#[derive(Clone)]
pub(super) enum Reached {
    /// A place expression: the value is always there.
    There(TokenStream),
    /// An expression of type `Option<&T>`.
    Maybe(TokenStream),
}

/// A string or what is written as one, as an `Option<&str>`.
pub(super) fn text(cx: Cx<'_>, start: Reached, steps: &[Step]) -> TokenStream {
    let Some((last, path)) = steps.split_last() else { return quote!(None) };
    if scalar(cx, last) != Some(Scalar::String) {
        let value = copied(cx, start, steps);
        return quote!(#value.map(|value| value.to_string()).as_deref());
    }
    let field = cx.step_name(last);
    match (walk(cx, start, path), held(cx, last)) {
        (Reached::There(holder), Wrapping::Bare) => quote!(Some(&#holder.#field)),
        (Reached::There(holder), Wrapping::Option) => quote!(#holder.#field.as_deref()),
        (Reached::Maybe(holder), Wrapping::Bare) => quote!(#holder.map(|value| value.#field.as_str())),
        (Reached::Maybe(holder), Wrapping::Option) => quote!(#holder.and_then(|value| value.#field.as_deref())),
    }
}

/// A number, as an `Option<i64>`.
pub(super) fn number(cx: Cx<'_>, start: Reached, steps: &[Step]) -> TokenStream {
    let value = copied(cx, start, steps);
    let last = steps.last().and_then(|last| scalar(cx, last));
    match last.map(|scalar| scalar.row().wire) {
        Some(Wire::Integer(Integer::I32 | Integer::U32)) => quote!(#value.map(i64::from)),
        Some(Wire::Integer(Integer::U64 | Integer::I128)) => quote!(#value.and_then(|value| i64::try_from(value).ok())),
        Some(Wire::Number) => quote!(#value.map(|value| value as i64)),
        Some(Wire::Integer(Integer::I64) | Wire::Boolean | Wire::Text(_) | Wire::Body(_)) | None => value,
    }
}

/// A flag, as an `Option<bool>`.
pub(super) fn flag(cx: Cx<'_>, start: Reached, steps: &[Step]) -> TokenStream {
    copied(cx, start, steps)
}

/// A flag that is always there, as a `bool`.
pub(super) fn plain_flag(cx: Cx<'_>, start: Reached, steps: &[Step]) -> Option<TokenStream> {
    let (last, path) = steps.split_last()?;
    let field = cx.step_name(last);
    match (walk(cx, start, path), held(cx, last)) {
        (Reached::There(holder), Wrapping::Bare) => Some(quote!(#holder.#field)),
        _ => None,
    }
}

/// A list, as a place or a slice.
pub(super) fn list(cx: Cx<'_>, start: TokenStream, steps: &[Step]) -> TokenStream {
    let Some((last, path)) = steps.split_last() else { return start };
    let field = cx.step_name(last);
    let list = match (walk(cx, Reached::There(start), path), held(cx, last)) {
        (Reached::There(holder), Wrapping::Bare) => return quote!(#holder.#field),
        (Reached::There(holder), Wrapping::Option) => quote!(#holder.#field.as_deref()),
        (Reached::Maybe(holder), Wrapping::Bare) => quote!(#holder.map(|value| value.#field.as_slice())),
        (Reached::Maybe(holder), Wrapping::Option) => quote!(#holder.and_then(|value| value.#field.as_deref())),
    };
    quote!(#list.unwrap_or_default())
}

/// The number of entries of a map.
pub(super) fn len_of_map(cx: Cx<'_>, start: TokenStream, steps: &[Step]) -> TokenStream {
    match walk(cx, Reached::There(start), steps) {
        Reached::There(map) => quote!(#map.len()),
        Reached::Maybe(map) => quote!(#map.map_or(0, |map| map.len())),
    }
}

/// A list or a map that is moved out of its page.
pub(super) fn taken(cx: Cx<'_>, start: TokenStream, steps: &[Step]) -> TokenStream {
    let mut value = start;
    let mut optional = false;
    for step in steps {
        let field = cx.step_name(step);
        let maybe = held(cx, step) != Wrapping::Bare;
        value = match (optional, maybe) {
            (false, _) => quote!(#value.#field),
            (true, false) => quote!(#value.map(|value| value.#field)),
            (true, true) => quote!(#value.and_then(|value| value.#field)),
        };
        optional |= maybe;
    }
    if optional { quote!(#value.unwrap_or_default()) } else { value }
}

/// Whether a field is always there.
pub(super) fn is_always(cx: Cx<'_>, step: &Step) -> bool {
    held(cx, step) == Wrapping::Bare
}

/// A value that can be copied, as an `Option<T>`.
fn copied(cx: Cx<'_>, start: Reached, steps: &[Step]) -> TokenStream {
    let Some((last, path)) = steps.split_last() else { return quote!(None) };
    let field = cx.step_name(last);
    match (walk(cx, start, path), held(cx, last)) {
        (Reached::There(holder), Wrapping::Bare) => quote!(Some(#holder.#field)),
        (Reached::There(holder), Wrapping::Option) => quote!(#holder.#field),
        (Reached::Maybe(holder), Wrapping::Bare) => quote!(#holder.map(|value| value.#field)),
        (Reached::Maybe(holder), Wrapping::Option) => quote!(#holder.and_then(|value| value.#field)),
    }
}

fn walk(cx: Cx<'_>, start: Reached, path: &[Step]) -> Reached {
    path.iter().fold(start, |value, step| {
        let field = cx.step_name(step);
        match (value, held(cx, step)) {
            (Reached::There(value), Wrapping::Bare) => Reached::There(quote!(#value.#field)),
            (Reached::There(value), Wrapping::Option) => Reached::Maybe(quote!(#value.#field.as_ref())),
            (Reached::Maybe(value), Wrapping::Bare) => Reached::Maybe(quote!(#value.map(|value| &value.#field))),
            (Reached::Maybe(value), Wrapping::Option) => {
                Reached::Maybe(quote!(#value.and_then(|value| value.#field.as_ref())))
            }
        }
    })
}

fn held(cx: Cx<'_>, step: &Step) -> Wrapping {
    let def = cx.def(step.owner);
    match &def.ir.shape {
        Shape::Struct(shape) => wrapping(shape.fields[step.field].presence),
        _ => Wrapping::Bare,
    }
}

fn scalar(cx: Cx<'_>, step: &Step) -> Option<Scalar> {
    let Shape::Struct(shape) = &cx.api.def(step.owner).shape else { return None };
    let Value::Typed(ty) = &shape.fields[step.field].value else { return None };
    match cx.api.resolve(ty) {
        Type::Scalar(scalar) => Some(*scalar),
        _ => None,
    }
}
