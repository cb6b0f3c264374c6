//! Accessors of unions: what several variants have, without a `match`.
//!
//! An accessor exists for each field that two variants have with the same type, whether it can be absent or not. All
//! other variants have none, so a variant that is added removes no accessor. Where variants disagree about the type,
//! the first type that two variants have counts: variants that are added behind the others change nothing.

use std::collections::{HashMap, HashSet};

use proc_macro2::TokenStream;
use quote::quote;

use crate::emit::Cx;
use crate::emit::descriptions::deprecated;
use crate::emit::models::evidence::as_union;
use crate::emit::types::{Wrapping, owned, spelled_alike, typed_fields, wrapping};
use crate::emit::uses::Uses;
use crate::emit::views::Def;
use crate::ir::{Docs, Field, Passing, Type, TypeId, Union, WireName};
use crate::naming::Ident;

/// Names that are no accessors: methods of traits that every union implements, or that clippy expects to be such.
/// Further ones are reserved: no field has such a name.
const METHODS_OF_TRAITS: [&str; 6] = ["as_ref", "borrow", "deref", "ne", "to_owned", "try_into"];

/// A field that several variants have with the same type.
struct Shared<'a> {
    ident: &'a Ident,
    wire: &'a WireName,
    ty: &'a Type,
    /// The fields, with their structs and the indices of the variants.
    fields: Vec<(usize, TypeId, usize, &'a Field)>,
}

/// Emits the accessors of a union, and its sample.
pub(in crate::emit) fn accessors(
    def: Def<'_>,
    uses: &Uses<'_>,
    shape: &Union,
    sample: Option<TokenStream>,
) -> TokenStream {
    let identifier = identifier(def, uses, shape);
    let shared = shared(def.cx, shape);
    if identifier.is_none() && shared.is_empty() && sample.is_none() {
        return TokenStream::new();
    }
    let nested = nested(def.cx, shape);
    let list = shared.iter().map(|shared| accessor(def, uses, shape, &nested, shared));
    let ident = def.type_name();
    quote!(impl #ident { #identifier #(#list)* #sample })
}

/// Returns the fields that have an accessor, in the order in which they first occur.
fn shared<'a>(cx: Cx<'a>, union: &'a Union) -> Vec<Shared<'a>> {
    let mut all: Vec<Shared<'a>> = Vec::new();
    let mut by_wire: HashMap<&WireName, Vec<usize>> = HashMap::new();
    for (at, variant) in union.variants.iter().enumerate() {
        let Some((id, shape)) = cx.api.as_struct(&variant.ty) else { continue };
        for (index, field, ty) in typed_fields(&shape.fields) {
            let known = by_wire.entry(&field.wire).or_default();
            let same = known.iter().copied().find(|known| is_same(cx, all[*known].ty, ty));
            let found = same.unwrap_or(all.len());
            if same.is_none() {
                known.push(found);
                all.push(Shared { ident: cx.def(id).member(index), wire: &field.wire, ty, fields: Vec::new() });
            }
            all[found].fields.push((at, id, index, field));
        }
    }
    let reserved = cx.api.identifier(union).map(|_| "id");
    all.retain(|shared| {
        let name = shared.ident.as_str();
        shared.fields.len() > 1 && Some(name) != reserved && !METHODS_OF_TRAITS.contains(&name)
    });
    // Of several with one name, the one that two variants have first.
    let mut order: Vec<usize> = (0..all.len()).collect();
    order.sort_by_key(|index| all[*index].fields[1].0);
    let mut names = HashSet::new();
    let chosen: HashSet<usize> = order.into_iter().filter(|index| names.insert(all[*index].ident)).collect();
    let chosen = all.into_iter().enumerate().filter(|(index, _)| chosen.contains(index));
    chosen.map(|(_, shared)| shared).collect()
}

fn is_same(cx: Cx<'_>, one: &Type, other: &Type) -> bool {
    spelled_alike(cx.api.resolve(one), cx.api.resolve(other))
}

/// How an accessor returns a value.
#[derive(Clone, Copy, PartialEq)]
enum Returned {
    Text,
    Copied,
    Borrowed,
}

/// Returns the accessors of a union with what they return, without the `Option`.
pub(in crate::emit) fn types(def: Def<'_>, uses: &Uses<'_>, shape: &Union) -> Vec<(String, TokenStream)> {
    let identifier = def.cx.api.identifier(shape).map(|_| ("id".to_owned(), quote!(&str)));
    let shared = shared(def.cx, shape);
    let shared = shared.iter().map(|shared| (shared.ident.as_str().to_owned(), returned(def.cx, uses, shared).1));
    identifier.into_iter().chain(shared).collect()
}

fn returned(cx: Cx<'_>, uses: &Uses<'_>, shared: &Shared<'_>) -> (Returned, TokenStream) {
    match cx.api.resolve(shared.ty) {
        ty if ty.is_string() => (Returned::Text, quote!(&str)),
        Type::Scalar(scalar) if scalar.row().passing == Passing::Copied => (Returned::Copied, owned(uses, shared.ty)),
        _ => {
            let ty = owned(uses, shared.ty);
            (Returned::Borrowed, quote!(&#ty))
        }
    }
}

fn accessor(def: Def<'_>, uses: &Uses<'_>, shape: &Union, nested: &Nested<'_>, shared: &Shared<'_>) -> TokenStream {
    let cx = def.cx;
    let (returned, ty) = returned(cx, uses, shared);
    let mut fields = shared.fields.iter().peekable();
    let arms: Vec<TokenStream> = shape
        .variants
        .iter()
        .zip(def.members())
        .enumerate()
        .filter_map(|(at, (variant, member))| {
            let value = match fields.next_if(|field| field.0 == at) {
                Some((_, id, index, field)) => value(cx, returned, *id, *index, field),
                None => {
                    let method = delegate(cx, nested, &variant.ty, shared)?;
                    quote!(value.#method())
                }
            };
            Some(quote!(Self::#member(value) => #value,))
        })
        .collect();
    let rest = if arms.len() == shape.variants.len() { quote!(Self::Unrecognized(_)) } else { quote!(_) };
    let wire = crate::prose::code(shared.wire.as_str());
    let docs = match description(cx, shared) {
        Some(description) => {
            uses.docs([description, "`None` if the variant has none or is not recognized.".to_owned()])
        }
        None => uses.docs([format!("Returns {wire} of the variant; `None` if it has none or is not recognized.")]),
    };
    let deprecated = docs_of(shared).all(|docs| docs.deprecated).then(|| docs_of(shared).next().map(deprecated));
    let deprecated = deprecated.flatten();
    let ident = shared.ident;
    quote! {
        #docs
        #deprecated
        #[must_use]
        pub fn #ident(&self) -> Option<#ty> {
            match self {
                #(#arms)*
                #rest => None,
            }
        }
    }
}

/// The value of a field of the struct that `value` is, as an `Option`.
fn value(cx: Cx<'_>, returned: Returned, id: TypeId, index: usize, field: &Field) -> TokenStream {
    let ident = cx.def(id).member(index);
    match (wrapping(field.presence), returned) {
        (Wrapping::Bare, Returned::Copied) => quote!(Some(value.#ident)),
        (Wrapping::Option, Returned::Copied) => quote!(value.#ident),
        (Wrapping::Bare, Returned::Text | Returned::Borrowed) => quote!(Some(&value.#ident)),
        (Wrapping::Option, Returned::Borrowed) if !field.boxed => quote!(value.#ident.as_ref()),
        (Wrapping::Option, Returned::Text | Returned::Borrowed) => quote!(value.#ident.as_deref()),
    }
}

/// The accessors of the variants that are unions themselves, by wire name.
type Nested<'a> = HashMap<TypeId, HashMap<&'a WireName, Vec<Shared<'a>>>>;

fn nested<'a>(cx: Cx<'a>, union: &'a Union) -> Nested<'a> {
    let mut nested = Nested::new();
    for (id, union) in union.variants.iter().filter_map(|variant| as_union(cx, &variant.ty)) {
        nested.entry(id).or_insert_with(|| {
            let mut by_wire: HashMap<&WireName, Vec<Shared<'a>>> = HashMap::new();
            for own in shared(cx, union) {
                by_wire.entry(own.wire).or_default().push(own);
            }
            by_wire
        });
    }
    nested
}

/// Returns the accessor of a variant that is a union itself, if it has one for the same field.
fn delegate<'a>(cx: Cx<'_>, nested: &Nested<'a>, ty: &Type, wanted: &Shared<'_>) -> Option<&'a Ident> {
    let (id, _) = as_union(cx, ty)?;
    let own = nested.get(&id)?.get(wanted.wire)?.iter().find(|own| is_same(cx, own.ty, wanted.ty));
    own.map(|own| own.ident)
}

/// The description that all fields have in common.
fn description(cx: Cx<'_>, shared: &Shared<'_>) -> Option<String> {
    let mut all = docs_of(shared);
    let first = all.next()?;
    all.all(|docs| docs.description == first.description).then_some(())?;
    cx.description_of(&[shared.ident.as_str()], first, "")
}

fn docs_of<'a>(shared: &'a Shared<'_>) -> impl Iterator<Item = &'a Docs> {
    shared.fields.iter().map(|(.., field)| &field.docs)
}

/// The accessor for the identifier of a union of a string and objects that have one.
fn identifier(def: Def<'_>, uses: &Uses<'_>, shape: &Union) -> Option<TokenStream> {
    let cx = def.cx;
    cx.api.identifier(shape)?;
    let arms = shape.variants.iter().zip(def.members()).map(|(variant, member)| {
        let field = cx.api.as_struct(&variant.ty).and_then(|(id, shape)| Some((id, shape.identifier()?)));
        match field {
            Some((id, (index, field))) => {
                let value = value(cx, Returned::Text, id, index, field);
                quote!(Self::#member(value) => #value,)
            }
            None => quote!(Self::#member(id) => Some(id),),
        }
    });
    let docs = uses.docs(["Returns the identifier, if it is known.".to_owned()]);
    Some(quote! {
        #docs
        #[must_use]
        pub fn id(&self) -> Option<&str> {
            match self {
                #(#arms)*
                Self::Unrecognized(_) => None,
            }
        }
    })
}
