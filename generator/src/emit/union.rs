//! Unions: told apart by a tag or by evidence, open to variants that this release does not know.

use std::collections::HashSet;

use proc_macro2::TokenStream;
use quote::{ToTokens as _, quote};

use super::Cx;
use super::docs::Block;
use super::structure::{deprecated, derives, total, type_docs};
use super::types::{Wrapping, field_type, owned, wrapping};
use super::uses::Uses;
use crate::ir::{Alternative, Field, Scalar, Shape, Struct, Type, TypeId, Union, Value, WireName};
use crate::naming::Ident;

/// Evidence looks through so many unions below the one that is read: what stands deeper is long to write and to weigh.
const DEEPEST: usize = 4;

/// A union with its conversions, accessors and codec.
pub(super) fn union(cx: Cx<'_>, uses: &Uses<'_>, id: TypeId, shape: &Union) -> TokenStream {
    let def = cx.api.def(id);
    let names = cx.names.ty(id);
    let ident = &names.ident;
    let docs = type_docs(uses, def, names.renamed.as_deref());
    let deprecated = deprecated(&def.docs);
    let derives = derives(def);
    let variants = shape.variants.iter().zip(&names.members).map(|(variant, member)| {
        let docs = variant_docs(uses, variant);
        let payload = payload(uses, variant);
        quote!(#docs #member #payload)
    });
    let unrecognized = uses.name("UnrecognizedJson");
    let conversions = conversions(cx, uses, id, shape);
    let accessors = accessors(cx, uses, id, shape);
    let encode = encode(cx, uses, id, shape);
    let decode = decode(cx, uses, id, shape);
    let serde = uses.name("serde_impls");
    let total = total(uses, def, ident);
    quote! {
        #docs
        #[derive(#derives)]
        #[non_exhaustive]
        #deprecated
        pub enum #ident {
            #(#variants,)*
            #[doc = " Something newer than this release, kept and sent back unchanged. To send such a thing, read it from"]
            #[doc = " JSON: `serde_json::from_value(json)?` makes this variant of what is none of the others."]
            Unrecognized(#unrecognized),
        }

        #accessors
        #conversions
        #encode
        #decode
        #serde!(#ident);
        #total
    }
}

/// The docs of a variant: what the document says first, else what selects it.
fn variant_docs(uses: &Uses<'_>, variant: &Alternative) -> Block {
    let fallback = match (&variant.constant, variant.tags.as_slice()) {
        (Some(text), _) => format!("Sent as {}.", super::prose::code(&format!("{text:?}"))),
        (None, []) => format!("The alternative {}.", super::prose::code(&variant.label)),
        (None, tags) => {
            let tags: Vec<String> = tags.iter().map(|tag| super::prose::code(&format!("{tag:?}"))).collect();
            format!("Tagged {}.", tags.join(" or "))
        }
    };
    uses.docs([super::structure::first(&variant.docs).map_or(fallback, |first| super::docs::wrapped(&first))])
}

/// What a variant holds, in parentheses; nothing for a constant.
fn payload(uses: &Uses<'_>, variant: &Alternative) -> TokenStream {
    if variant.constant.is_some() {
        return TokenStream::new();
    }
    let ty = owned(uses, &variant.ty);
    if variant.boxed { quote!((Box<#ty>)) } else { quote!((#ty)) }
}

/// `From` for each payload type that stands in one variant only.
fn conversions(cx: Cx<'_>, uses: &Uses<'_>, id: TypeId, shape: &Union) -> TokenStream {
    let names = cx.names.ty(id);
    let ident = &names.ident;
    let list = shape.variants.iter().zip(&names.members).enumerate().filter_map(|(index, (variant, member))| {
        if !converts(cx, id, shape, index) {
            return None;
        }
        let target = cx.api.resolve(&variant.ty);
        let ty = owned(uses, &variant.ty);
        let value = if variant.boxed { quote!(Box::new(value)) } else { quote!(value) };
        let text = matches!(target, Type::Scalar(Scalar::String | Scalar::Binary)).then(|| {
            quote! {
                impl From<&str> for #ident {
                    fn from(value: &str) -> Self {
                        Self::#member(value.to_owned())
                    }
                }
            }
        });
        Some(quote! {
            impl From<#ty> for #ident {
                fn from(value: #ty) -> Self {
                    Self::#member(#value)
                }
            }

            #text
        })
    });
    quote!(#(#list)*)
}

/// Whether the payload of a variant becomes the union by `From`.
pub(super) fn converts(cx: Cx<'_>, id: TypeId, shape: &Union, index: usize) -> bool {
    let target = cx.api.resolve(&shape.variants[index].ty);
    let holding = shape.variants.iter().filter(|other| other.constant.is_none());
    let alike = holding.filter(|other| spelled_alike(cx.api.resolve(&other.ty), target));
    let is_constant = shape.variants[index].constant.is_some();
    !is_constant && alike.count() == 1 && !matches!(target, Type::Named(other) if *other == id)
}

/// Whether two types are the same in Rust.
fn spelled_alike(a: &Type, b: &Type) -> bool {
    let text = |ty: &Type| matches!(ty, Type::Scalar(Scalar::String | Scalar::Binary));
    a == b || (text(a) && text(b))
}

/// Accessors for the members that every alternative has, with the same type.
fn accessors(cx: Cx<'_>, uses: &Uses<'_>, id: TypeId, shape: &Union) -> TokenStream {
    let structs: Option<Vec<(TypeId, &Struct)>> = shape.variants.iter().map(|v| cx.api.as_struct(&v.ty)).collect();
    let Some(structs) = structs.filter(|structs| structs.len() > 1) else { return TokenStream::new() };
    let (first_id, first) = structs[0];
    let names = cx.names.ty(id);
    let list: Vec<TokenStream> = first
        .fields
        .iter()
        .enumerate()
        .filter_map(|(index, field)| {
            let ident = &cx.names.ty(first_id).members[index];
            let same = structs
                .iter()
                .map(|(id, shape)| twin(cx, *id, shape, (field, first_id)))
                .collect::<Option<Vec<_>>>()?;
            Some(accessor(cx, uses, &names.members, ident, field, first_id, &same))
        })
        .collect();
    if list.is_empty() {
        return TokenStream::new();
    }
    let ident = &names.ident;
    quote!(impl #ident { #(#list)* })
}

/// The same member of another struct: same wire name, type and spelling of presence.
fn twin<'a>(cx: Cx<'a>, id: TypeId, shape: &'a Struct, (field, owner): (&Field, TypeId)) -> Option<&'a Ident> {
    let Value::Typed(ty) = &field.value else { return None };
    let wrapped = |field: &Field, owner: TypeId| wrapping(field.presence, cx.api.def(owner).usage.sent);
    let index = shape.fields.iter().position(|other| {
        let same_type = matches!(&other.value, Value::Typed(other) if other == ty);
        let same_presence = wrapped(other, id) == wrapped(field, owner);
        other.wire == field.wire && same_type && same_presence && other.boxed == field.boxed
    })?;
    Some(&cx.names.ty(id).members[index])
}

fn accessor(
    cx: Cx<'_>,
    uses: &Uses<'_>,
    variants: &[Ident],
    ident: &Ident,
    field: &Field,
    owner: TypeId,
    twins: &[&Ident],
) -> TokenStream {
    let Value::Typed(ty) = &field.value else { return TokenStream::new() };
    let sent = cx.api.def(owner).usage.sent;
    let wrapping = wrapping(field.presence, sent);
    let resolved = cx.api.resolve(ty);
    let text = matches!(resolved, Type::Scalar(Scalar::String | Scalar::Binary)) && !field.boxed;
    let copied = matches!(resolved, Type::Scalar(scalar) if is_copy(*scalar)) && !field.boxed;
    let (ty, wrap): (TokenStream, fn(&Ident) -> TokenStream) = match wrapping {
        Wrapping::Bare if text => (quote!(&str), |twin| quote!(Some(&value.#twin))),
        Wrapping::Option if text => (quote!(&str), |twin| quote!(value.#twin.as_deref())),
        Wrapping::Bare if copied => (owned(uses, ty), |twin| quote!(Some(value.#twin))),
        Wrapping::Option if copied => (owned(uses, ty), |twin| quote!(value.#twin)),
        Wrapping::Option => {
            let inner = owned(uses, ty);
            let inner = if field.boxed { quote!(Box<#inner>) } else { inner };
            (quote!(&#inner), |twin| quote!(value.#twin.as_ref()))
        }
        _ => {
            let inner = field_type(uses, field, ty, sent).into_token_stream();
            (quote!(&#inner), |twin| quote!(Some(&value.#twin)))
        }
    };
    let values = twins.iter().map(|twin| wrap(twin));
    let docs = uses.docs([
        super::structure::text(&field.docs)
            .unwrap_or_else(|| format!("The member {}.", super::prose::code(field.wire.as_str()))),
        "`None` if the variant is not recognized or does not hold it.".to_owned(),
    ]);
    let variants = variants.iter();
    let deprecated = deprecated(&field.docs);
    quote! {
        #docs
        #deprecated
        #[must_use]
        pub fn #ident(&self) -> Option<#ty> {
            match self {
                #(Self::#variants(value) => #values,)*
                Self::Unrecognized(_) => None,
            }
        }
    }
}

/// Whether a scalar is handed out by value.
fn is_copy(scalar: Scalar) -> bool {
    !matches!(scalar, Scalar::String | Scalar::Binary | Scalar::Secret | Scalar::Base64)
}

fn encode(cx: Cx<'_>, uses: &Uses<'_>, id: TypeId, shape: &Union) -> TokenStream {
    let names = cx.names.ty(id);
    let ident = &names.ident;
    let arms = shape.variants.iter().zip(&names.members).map(|(variant, member)| {
        if let Some(text) = &variant.constant {
            return quote!(Self::#member => writer.string(#text));
        }
        match (&shape.tag, variant.tags.first()) {
            (Some(tag), Some(value)) if adds_tag(cx, id, &variant.ty, tag) => {
                let tag = tag.as_str();
                quote!(Self::#member(value) => writer.tagged(#tag, #value, value))
            }
            _ => quote!(Self::#member(value) => value.encode(writer)),
        }
    });
    let [encode, writer] = ["Encode", "Writer"].map(|name| uses.name(name));
    quote! {
        impl #encode for #ident {
            fn encode(&self, writer: &mut #writer<'_>) {
                match self {
                    #(#arms,)*
                    Self::Unrecognized(value) => value.encode(writer),
                }
            }
        }
    }
}

/// Whether the union writes the tag before the variant's members. One that is only received keeps a tag that may be
/// absent as it came: nobody has to be told.
fn adds_tag(cx: Cx<'_>, id: TypeId, ty: &Type, tag: &WireName) -> bool {
    let is_kept = !cx.api.def(id).usage.sent && may_lack_tag(cx, ty, tag);
    !is_kept && !writes_tag(cx, ty, tag)
}

/// Whether a variant lists the tag as a member that may be absent: evidence must then decide where it is not there.
fn may_lack_tag(cx: Cx<'_>, ty: &Type, tag: &WireName) -> bool {
    cx.api
        .as_struct(ty)
        .is_some_and(|(_, shape)| shape.fields.iter().any(|field| field.wire == *tag && !field.presence.required))
}

/// Whether a variant always writes the tag itself.
fn writes_tag(cx: Cx<'_>, ty: &Type, tag: &WireName) -> bool {
    cx.api
        .as_struct(ty)
        .is_some_and(|(_, shape)| shape.fields.iter().any(|field| field.wire == *tag && is_always_written(field)))
}

fn is_always_written(field: &Field) -> bool {
    field.presence.required || matches!(field.value, Value::Constant(_))
}

fn decode(cx: Cx<'_>, uses: &Uses<'_>, id: TypeId, shape: &Union) -> TokenStream {
    let names = cx.names.ty(id);
    let ident = &names.ident;
    let (body, candidates) = match shape.tag.as_ref().filter(|_| is_decided_by_tag(shape)) {
        Some(tag) if shape.variants.iter().any(|variant| may_lack_tag(cx, &variant.ty, tag)) => {
            let (evidence, candidates) = by_evidence(cx, uses, id, shape);
            (by_tag_if_any(cx, id, shape, tag, &evidence), candidates)
        }
        Some(tag) => (by_tag(cx, id, shape, tag), TokenStream::new()),
        None => by_evidence(cx, uses, id, shape),
    };
    let [decode, reader, fault, blank] = ["Decode", "Reader", "Fault", "blank"].map(|name| uses.name(name));
    quote! {
        #candidates

        impl #decode for #ident {
            fn blank() -> Self {
                Self::Unrecognized(#blank())
            }

            fn decode(&mut self, reader: &mut #reader<'_>) -> Result<(), #fault> {
                #body
                Ok(())
            }
        }
    }
}

/// Whether every variant has tags, and none of them in common with another one. Otherwise evidence decides, of which a
/// tag that is a constant member is the strongest.
fn is_decided_by_tag(shape: &Union) -> bool {
    let mut seen = HashSet::new();
    shape.variants.iter().all(|variant| !variant.tags.is_empty() && variant.tags.iter().all(|tag| seen.insert(tag)))
}

fn by_tag(cx: Cx<'_>, id: TypeId, shape: &Union, tag: &WireName) -> TokenStream {
    let tag = tag.as_str();
    let members = &cx.names.ty(id).members;
    let arms = shape.variants.iter().zip(members).map(|(variant, member)| {
        let tags = &variant.tags;
        quote!(Some(#(#tags)|*) => Self::#member(reader.value()?))
    });
    quote! {
        *self = match reader.tag(#tag)?.as_deref() {
            #(#arms,)*
            _ => Self::Unrecognized(reader.value()?),
        };
    }
}

/// By the tag where there is one, else by evidence.
fn by_tag_if_any(cx: Cx<'_>, id: TypeId, shape: &Union, tag: &WireName, evidence: &TokenStream) -> TokenStream {
    let tag = tag.as_str();
    let members = &cx.names.ty(id).members;
    let arms = shape.variants.iter().zip(members).map(|(variant, member)| {
        let tags = &variant.tags;
        quote!(Some(#(#tags)|*) => *self = Self::#member(reader.value()?))
    });
    quote! {
        match reader.tag(#tag)?.as_deref() {
            #(#arms,)*
            Some(_) => *self = Self::Unrecognized(reader.value()?),
            None => { #evidence }
        }
    }
}

fn by_evidence(cx: Cx<'_>, uses: &Uses<'_>, id: TypeId, shape: &Union) -> (TokenStream, TokenStream) {
    let names = cx.names.ty(id);
    let ident = &names.ident;
    let [candidate, reader] = ["Candidate", "Reader"].map(|name| uses.name(name));
    let candidates = shape.variants.iter().map(|variant| speaks_for(cx, uses, variant, &mut vec![id], 0));
    let last = shape.variants.len().saturating_sub(1);
    let arms = shape.variants.iter().zip(&names.members).enumerate().map(|(index, (variant, member))| {
        let value = match &variant.constant {
            Some(_) => quote!({ reader.string()?; Self::#member }),
            None => quote!(Self::#member(reader.value()?)),
        };
        if index == last {
            return quote!(_ => #value);
        }
        let index = proc_macro2::Literal::usize_unsuffixed(index);
        quote!(#index => #value)
    });
    let constant = quote! {
        impl #ident {
            const CANDIDATES: &'static [#candidate] = &[#(#candidates),*];
        }
    };
    let body = quote! {
        let mut read = |index: usize, reader: &mut #reader<'_>| {
            *self = match index {
                #(#arms,)*
            };
            Ok(())
        };
        if !reader.choose(Self::CANDIDATES, &mut read)? {
            *self = Self::Unrecognized(reader.value()?);
        }
    };
    (body, constant)
}

/// What speaks for a variant: its text, or its type.
fn speaks_for(cx: Cx<'_>, uses: &Uses<'_>, own: &Alternative, seen: &mut Vec<TypeId>, depth: usize) -> TokenStream {
    let candidate = uses.name("Candidate");
    match &own.constant {
        Some(text) => quote!(#candidate::string_of(&[#text])),
        None => evidence(cx, uses, &own.ty, seen, depth),
    }
}

/// What speaks for a type, of a variant that stands `depth` unions below the one that is read. A union that was `seen`
/// before adds nothing, nor does one that is too deep.
fn evidence(cx: Cx<'_>, uses: &Uses<'_>, ty: &Type, seen: &mut Vec<TypeId>, depth: usize) -> TokenStream {
    let candidate = uses.name("Candidate");
    match cx.api.resolve(ty) {
        Type::Scalar(scalar) => match scalar {
            Scalar::Boolean => quote!(#candidate::boolean()),
            scalar if scalar.is_integer() => quote!(#candidate::integer()),
            Scalar::F32 | Scalar::F64 => quote!(#candidate::number()),
            _ => quote!(#candidate::string()),
        },
        Type::Json => quote!(#candidate::any()),
        Type::List(_) => quote!(#candidate::array()),
        Type::Map(_) => quote!(#candidate::map()),
        Type::Named(id) => match &cx.api.def(*id).shape {
            Shape::Struct(_) => {
                let model = uses.model(*id);
                quote!(#candidate::object(#model::FIELDS))
            }
            Shape::StringEnum(shape) => {
                let values = shape.values.iter().map(|variant| variant.value.as_str());
                quote!(#candidate::string_of(&[#(#values),*]))
            }
            Shape::IntegerEnum(_) => quote!(#candidate::integer()),
            Shape::Union(shape) if depth < DEEPEST && !seen.contains(id) => {
                seen.push(*id);
                let inner: Vec<_> =
                    shape.variants.iter().map(|inner| speaks_for(cx, uses, inner, seen, depth + 1)).collect();
                quote!(#candidate::one_of(&[#(#inner),*]))
            }
            Shape::Union(_) | Shape::Alias(_) => quote!(#candidate::any()),
        },
    }
}
