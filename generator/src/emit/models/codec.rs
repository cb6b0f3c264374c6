//! The codec of a struct: one list of its fields, from which a macro of the runtime implements `Debug`, reading and
//! writing.

use proc_macro2::TokenStream;
use quote::quote;

use crate::config::FormatType;
use crate::emit::Cx;
use crate::emit::syntax::{self, Item};
use crate::emit::types::{Wrapping, kept_member, nulls_member, wrapping};
use crate::emit::uses::Uses;
use crate::emit::views::Def;
use crate::ir::{Field, Scalar, Shape, Struct, Type, Value, Wire};
use crate::naming::Ident;

/// `object!` for a struct: `Debug`, `PartialEq`, the codec and serde.
pub(in crate::emit) fn object(def: Def<'_>, uses: &Uses<'_>, shape: &Struct) -> Item {
    let ident = def.type_name();
    let kept = kept_member(def.cx, def.id, shape).map(|kept| quote!(, kept in #kept));
    let nulls = nulls_member(def.cx, def.id, shape).map(|nulls| quote!(, nulls in #nulls));
    let rest = shape.rest.as_ref().map(|_| {
        let member = def.member(shape.fields.len());
        quote!(, rest in #member)
    });
    // The field for constants would keep unknown properties as well.
    let is_dropped = kept.is_some() && rest.is_none() && !shape.keeps_unknown;
    let dropped = is_dropped.then(|| quote!(, without Dropped));
    let members = shape.fields.iter().zip(def.members());
    let members = members.map(|(field, ident)| member(def.cx, field, ident));
    syntax::macro_call(uses.path("object"), quote!(#ident #kept #nulls #rest #dropped { #(#members),* }))
}

/// An entry of the list: the name of the field, its constructor in the runtime and its wire name.
fn member(cx: Cx<'_>, field: &Field, ident: &Ident) -> TokenStream {
    let wire = field.wire.as_str();
    let required = field.presence.required;
    match &field.value {
        Value::Constant(value) => {
            let kind = match (required, field.presence.nullable) {
                (true, false) => "constant",
                (true, true) => "constant_or_null",
                (false, _) => "optional_constant",
            };
            let (kind, json) = (syntax::ident(kind), value.to_string());
            quote!(_: #kind(#wire, #json))
        }
        Value::Typed(ty) => {
            let strict =
                cx.settings.config.formats.get("date-time") == Some(&FormatType::Strict) && holds_instants(cx, ty);
            let kind = match (strict, required, field.presence.keeps_null()) {
                (true, true, _) => "strict_required",
                (true, false, true) => "strict_optional_nullable",
                (true, false, false) => "strict_optional",
                (false, true, _) if wrapping(field.presence) == Wrapping::Bare => required_kind(field, ty),
                (false, true, _) => "nullable",
                (false, false, true) => "optional_nullable",
                (false, false, false) => "optional",
            };
            let kind = syntax::ident(kind);
            quote!(#ident: #kind(#wire))
        }
    }
}

/// The constructor of a member that is always there: it says where the placeholder of the type cannot panic.
fn required_kind(field: &Field, ty: &Type) -> &'static str {
    match ty {
        _ if field.boxed => "required",
        Type::Scalar(scalar) => match scalar.row().wire {
            Wire::Boolean => "required_bool",
            Wire::Integer(_) => "required_int",
            Wire::Number | Wire::Text(_) | Wire::Body(_) => "required",
        },
        Type::Json | Type::List(_) | Type::Map(_) | Type::Named(_) | Type::Generic(..) => "required",
    }
}

/// Whether a type is an instant, or a list, map or union of some.
fn holds_instants(cx: Cx<'_>, ty: &Type) -> bool {
    match cx.api.resolve(ty) {
        Type::Scalar(scalar) => *scalar == Scalar::Timestamp,
        Type::List(item) | Type::Map(item) => holds_instants(cx, &item.ty),
        Type::Generic(_, inner) => holds_instants(cx, inner),
        // A union of unions is as deep as the document, and what is in it has members of its own.
        Type::Named(id) => match &cx.api.def(*id).shape {
            Shape::Union(union) => union.variants.iter().any(|variant| {
                !matches!(cx.api.resolve(&variant.ty), Type::Named(_)) && holds_instants(cx, &variant.ty)
            }),
            _ => false,
        },
        Type::Json => false,
    }
}
