//! Writes types: as fields contain them and as arguments accept them.

use proc_macro2::TokenStream;
use quote::{ToTokens as _, quote};

use crate::emit::uses::Uses;
use crate::emit::{Cx, syntax};
use crate::ir::{Field, Generic, Item, Passing, Presence, Row, Scalar, Shape, Struct, Type, TypeId, Value};
use crate::naming::Ident;

/// Returns a type as the field of a model contains it.
pub(super) fn owned(uses: &Uses<'_>, ty: &Type) -> TokenStream {
    spelled(uses, ty).into_token_stream()
}

/// Returns the same as [`syntax::Type`].
pub(super) fn spelled(uses: &Uses<'_>, ty: &Type) -> syntax::Type {
    match ty {
        Type::Scalar(scalar) => syntax::named(scalar_name(uses, *scalar)),
        Type::Json => syntax::named(uses.path("Value")),
        Type::List(item) => syntax::of(syntax::path(["Vec"]), spelled_item(uses, item)),
        Type::Map(item) => map_type(uses, item),
        Type::Named(id) => syntax::named(uses.model(*id)),
        Type::Generic(generic, inner) => syntax::of(uses.path(generic.name()), spelled(uses, inner)),
    }
}

/// Returns the type of a map with this item.
pub(super) fn map_type(uses: &Uses<'_>, item: &Item) -> syntax::Type {
    let (map, text) = (uses.path("BTreeMap"), syntax::named(syntax::path(["String"])));
    syntax::generic(map, [text, spelled_item(uses, item)].map(syntax::argument))
}

fn spelled_item(uses: &Uses<'_>, item: &Item) -> syntax::Type {
    let ty = spelled(uses, &item.ty);
    if item.nullable { syntax::of(syntax::path(["Option"]), ty) } else { ty }
}

/// Returns the type of the item of a list or map.
pub(super) fn item_type(uses: &Uses<'_>, item: &Item) -> TokenStream {
    spelled_item(uses, item).into_token_stream()
}

fn scalar_name(uses: &Uses<'_>, scalar: Scalar) -> syntax::Path {
    let row = scalar.row();
    if row.module.is_empty() { syntax::path([row.name]) } else { uses.path(row.name) }
}

/// Whether two types are the same in Rust.
pub(super) fn spelled_alike(a: &Type, b: &Type) -> bool {
    let path = |row: &Row| (row.module, row.name);
    match (a, b) {
        (Type::Scalar(a), Type::Scalar(b)) => path(a.row()) == path(b.row()),
        (a, b) => a == b,
    }
}

/// The type that represents the presence of a value in a model.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Wrapping {
    /// `T`
    Bare,
    /// `Option<T>`
    Option,
}

/// Returns how a model represents presence, the same whether requests or responses contain it.
pub(super) fn wrapping(presence: Presence) -> Wrapping {
    match presence {
        Presence { required: true, nullable: false } => Wrapping::Bare,
        _ => Wrapping::Option,
    }
}

/// Returns the type of a field.
pub(super) fn field_type(uses: &Uses<'_>, field: &Field, ty: &Type) -> syntax::Type {
    let ty = spelled(uses, ty);
    let ty = if field.boxed { syntax::of(syntax::path(["Box"]), ty) } else { ty };
    match wrapping(field.presence) {
        Wrapping::Bare => ty,
        Wrapping::Option => syntax::of(syntax::path(["Option"]), ty),
    }
}

/// Returns the fields of a struct that have a type, with their index.
pub(super) fn typed_fields(fields: &[Field]) -> impl Iterator<Item = (usize, &Field, &Type)> {
    fields.iter().enumerate().filter_map(|(index, field)| match &field.value {
        Value::Typed(ty) => Some((index, field, ty)),
        Value::Constant(_) => None,
    })
}

/// Returns the name of the private field for values that were read instead of constants, if a struct has constants.
pub(super) fn kept_member<'a>(cx: Cx<'a>, id: TypeId, shape: &Struct) -> Option<&'a Ident> {
    let index = shape.fields.len() + usize::from(shape.rest.is_some());
    cx.api.def(id).has_kept().then(|| &cx.names.ty(id).members[index])
}

/// Returns the name of the private field for which properties are null rather than absent, if there is one.
pub(super) fn nulls_member<'a>(cx: Cx<'a>, id: TypeId, shape: &Struct) -> Option<&'a Ident> {
    let index = shape.fields.len() + usize::from(shape.rest.is_some()) + usize::from(cx.api.def(id).has_kept());
    shape.last_keeping_null().map(|_| &cx.names.ty(id).members[index])
}

/// Returns the type of that field: the runtime's `Nulls` has marks for 64 fields in each word.
pub(super) fn nulls_type(uses: &Uses<'_>, shape: &Struct) -> syntax::Type {
    let words = shape.last_keeping_null().unwrap_or_default() / 64 + 1;
    let nulls = uses.path("Nulls");
    if words == 1 { syntax::named(nulls) } else { syntax::generic(nulls, [syntax::number(words)]) }
}

/// An argument of a function: its type and how the function turns it into what it stores.
pub(super) struct Argument {
    pub(super) ty: TokenStream,
    /// Converts the name of the argument to the value that is stored or encoded.
    pub(super) value: fn(&TokenStream) -> TokenStream,
    /// The type of that value, if it is not the argument's.
    pub(super) becomes: Option<TokenStream>,
}

impl Argument {
    fn plain(ty: TokenStream) -> Self {
        Self { ty, value: |name| quote!(#name), becomes: None }
    }

    fn into(ty: TokenStream) -> Self {
        Self { ty: quote!(impl Into<#ty>), value: |name| quote!(#name.into()), becomes: Some(ty) }
    }

    /// Accepts a value, a reference to it, and literals that mean the same.
    fn accept(uses: &Uses<'_>, ty: TokenStream) -> Self {
        let accept = uses.name("IntoValue");
        Self { ty: quote!(impl #accept<#ty>), value: |name| quote!(#name.into_value()), becomes: Some(ty) }
    }

    /// Accepts a value or a reference, for values that are only read.
    fn borrow(uses: &Uses<'_>, ty: &TokenStream) -> Self {
        let borrow = uses.name("Borrow");
        Self { ty: quote!(impl #borrow<#ty>), value: |name| quote!(#name.borrow()), becomes: Some(quote!(&#ty)) }
    }
}

/// Returns the type of an argument for a value that `None` clears.
pub(super) fn patch(uses: &Uses<'_>, ty: &Type) -> TokenStream {
    let (accept, ty) = (uses.name("IntoPatch"), owned(uses, ty));
    quote!(impl #accept<#ty>)
}

/// Returns the argument of a model's setter, which stores the value.
pub(super) fn held(cx: Cx<'_>, uses: &Uses<'_>, ty: &Type) -> Argument {
    let name = || owned(uses, ty);
    match cx.api.resolve(ty) {
        Type::Scalar(Scalar::Bytes) => Argument::accept(uses, name()),
        Type::Scalar(scalar) => match scalar.row().passing {
            Passing::Text => Argument::into(quote!(String)),
            Passing::ConvertedText | Passing::Converted => Argument::into(name()),
            Passing::Copied => Argument::plain(name()),
        },
        Type::Json | Type::Generic(Generic::Expandable, _) => Argument::into(name()),
        Type::List(item) if item.nullable => {
            let (patch, item) = (uses.name("IntoPatch"), owned(uses, &item.ty));
            Argument {
                ty: quote!(impl IntoIterator<Item = impl #patch<#item>>),
                value: |name| quote!(#name.into_iter().map(|item| item.into_patch().into_option()).collect()),
                becomes: Some(name()),
            }
        }
        Type::List(item) => items(cx, uses, &item.ty),
        Type::Map(item) if item.nullable => {
            let (patch, item) = (uses.name("IntoPatch"), owned(uses, &item.ty));
            Argument {
                ty: quote!(impl IntoIterator<Item = (impl Into<String>, impl #patch<#item>)>),
                value: |name| {
                    let entry = quote!((key.into(), value.into_patch().into_option()));
                    quote!(#name.into_iter().map(|(key, value)| #entry).collect())
                },
                becomes: Some(name()),
            }
        }
        Type::Generic(Generic::Clearable, _) | Type::Map(_) | Type::Named(_) => Argument::accept(uses, name()),
    }
}

/// Returns the argument for a list: anything that yields its items, or what can be written for them.
fn items(cx: Cx<'_>, uses: &Uses<'_>, item: &Type) -> Argument {
    let resolved = cx.api.resolve(item);
    if resolved.is_string() {
        // Not the name of an alias, which would be an unused import if the result's type is not written.
        return Argument {
            ty: quote!(impl IntoIterator<Item = impl AsRef<str>>),
            value: |name| quote!(#name.into_iter().map(|item| item.as_ref().to_owned()).collect()),
            becomes: Some(quote!(Vec<String>)),
        };
    }
    let name = owned(uses, item);
    let becomes = Some(quote!(Vec<#name>));
    match resolved {
        Type::Scalar(scalar) if scalar.row().passing != Passing::Copied => Argument {
            ty: quote!(impl IntoIterator<Item = impl Into<#name>>),
            value: |name| quote!(#name.into_iter().map(Into::into).collect()),
            becomes,
        },
        Type::Scalar(_) => Argument {
            ty: quote!(impl IntoIterator<Item = #name>),
            value: |name| quote!(#name.into_iter().collect()),
            becomes,
        },
        _ => {
            let accept = uses.name("IntoValue");
            Argument {
                ty: quote!(impl IntoIterator<Item = impl #accept<#name>>),
                value: |name| quote!(#name.into_iter().map(|item| item.into_value()).collect()),
                becomes,
            }
        }
    }
}

/// Returns the argument of a request, which encodes the value at once: models and any JSON by value or by reference.
pub(super) fn encoded(cx: Cx<'_>, uses: &Uses<'_>, ty: &Type) -> Argument {
    match cx.api.resolve(ty) {
        Type::Scalar(scalar) if scalar.row().passing == Passing::Text => Argument::plain(quote!(&str)),
        Type::Named(id) if matches!(cx.api.def(*id).shape, Shape::Struct(_)) => {
            Argument::borrow(uses, &owned(uses, ty))
        }
        Type::Json => Argument::borrow(uses, &owned(uses, ty)),
        _ => held(cx, uses, ty),
    }
}

/// Returns whether a definition is an enumeration.
pub(super) fn is_enumeration(cx: Cx<'_>, id: TypeId) -> bool {
    matches!(cx.api.def(id).shape, Shape::StringEnum(_) | Shape::IntegerEnum(_))
}

/// Returns whether a list of such items is better borrowed than collected.
pub(super) fn is_heavy(cx: Cx<'_>, item: &Type) -> bool {
    match cx.api.resolve(item) {
        Type::Scalar(_) => false,
        Type::Named(id) => !is_enumeration(cx, *id),
        Type::List(_) | Type::Map(_) | Type::Json | Type::Generic(..) => true,
    }
}
