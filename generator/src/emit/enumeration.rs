//! Open enumerations of strings and integers.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::Cx;
use super::docs::{markdown, paragraphs};
use super::structure::{deprecated, type_docs};
use super::uses::Uses;
use crate::ir::{IntegerEnum, StringEnum, TypeId};

/// An open enumeration of strings.
pub(super) fn string_enum(cx: Cx<'_>, uses: &Uses<'_>, id: TypeId, shape: &StringEnum) -> TokenStream {
    let names = cx.names.ty(id);
    let ident = &names.ident;
    let docs = type_docs(cx.api.def(id), names.renamed.as_deref());
    let deprecated = deprecated(&cx.api.def(id).docs);
    let members = &names.members;
    let wires: Vec<&str> = shape.values.iter().map(|variant| variant.value.as_str()).collect();
    let variants = shape.values.iter().zip(members).map(|(variant, member)| {
        let docs = value_docs(variant.description.as_deref(), &format!("{:?}", variant.value.as_str()));
        quote!(#docs #member)
    });
    let [unrecognized_value, unrecognized, wire_string] =
        ["UnrecognizedValue", "unrecognized", "wire_string"].map(|name| uses.name(name));
    quote! {
        #docs
        #[derive(Clone, Debug, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        #deprecated
        pub enum #ident {
            #(#variants,)*
            #[doc = " A value newer than this release, kept and sent back unchanged. `\"value\".into()` makes one."]
            Unrecognized(#unrecognized_value),
        }

        impl #ident {
            #[doc = " Returns the value as the API spells it."]
            #[must_use]
            pub fn as_str(&self) -> &str {
                match self {
                    #(Self::#members => #wires,)*
                    Self::Unrecognized(value) => value.as_str(),
                }
            }
        }

        impl From<&str> for #ident {
            fn from(value: &str) -> Self {
                match value {
                    #(#wires => Self::#members,)*
                    other => Self::Unrecognized(#unrecognized(other)),
                }
            }
        }

        #wire_string!(#ident);
    }
}

/// An open enumeration of integers.
pub(super) fn integer_enum(cx: Cx<'_>, uses: &Uses<'_>, id: TypeId, shape: &IntegerEnum) -> TokenStream {
    let names = cx.names.ty(id);
    let ident = &names.ident;
    let docs = type_docs(cx.api.def(id), names.renamed.as_deref());
    let deprecated = deprecated(&cx.api.def(id).docs);
    let members = &names.members;
    let wires: Vec<Literal> = shape.values.iter().map(|variant| Literal::i64_unsuffixed(variant.value)).collect();
    let variants = shape.values.iter().zip(members).map(|(variant, member)| {
        let docs = value_docs(variant.description.as_deref(), &variant.value.to_string());
        quote!(#docs #member)
    });
    let [unrecognized_integer, unrecognized, wire_integer] =
        ["UnrecognizedInteger", "unrecognized_integer", "wire_integer"].map(|name| uses.name(name));
    quote! {
        #docs
        #[derive(Clone, Debug, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        #deprecated
        pub enum #ident {
            #(#variants,)*
            #[doc = " A value newer than this release, kept and sent back unchanged. `number.into()` makes one."]
            Unrecognized(#unrecognized_integer),
        }

        impl #ident {
            #[doc = " Returns the number as the API sends it."]
            #[must_use]
            pub fn as_i64(&self) -> i64 {
                match self {
                    #(Self::#members => #wires,)*
                    Self::Unrecognized(value) => value.as_i64(),
                }
            }
        }

        impl From<i64> for #ident {
            fn from(value: i64) -> Self {
                match value {
                    #(#wires => Self::#members,)*
                    other => Self::Unrecognized(#unrecognized(other)),
                }
            }
        }

        #wire_integer!(#ident);
    }
}

fn value_docs(description: Option<&str>, value: &str) -> TokenStream {
    let text = description.map(markdown).filter(|text| !text.trim().is_empty());
    paragraphs([text.unwrap_or_else(|| format!("Sent as {}.", super::prose::code(value)))])
}
