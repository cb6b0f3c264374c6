//! Open enumerations of strings and integers.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use crate::emit::Cx;
use crate::emit::descriptions::{deprecated, plain};
use crate::emit::docs::Block;
use crate::emit::models::structure::type_docs;
use crate::emit::syntax::{self, Items};
use crate::emit::uses::Uses;
use crate::emit::views::Def;
use crate::ir::{IntegerEnum, Scalar, StringEnum};
use crate::naming::Ident;

/// An open enumeration of strings.
pub(in crate::emit) fn string_enum(def: Def<'_>, uses: &Uses<'_>, shape: &StringEnum) -> Items {
    let ident = def.type_name().token();
    let [unrecognized_value, string_enum] = ["UnrecognizedValue", "string_enum"].map(|name| uses.path(name));
    let mut attributes = type_docs(def, uses).attributes();
    let derived = quote!(Clone, Debug, PartialEq, Eq, Hash);
    attributes.extend([syntax::list_attribute("derive", derived), syntax::path_attribute("non_exhaustive")]);
    attributes.extend(syntax::attributes(deprecated(&def.ir.docs))?);
    let values = || shape.values.iter().zip(def.members());
    let variants = values().map(|(variant, member)| {
        let docs = value_docs(def.cx, uses, variant.description.as_deref(), variant.value.as_str(), member);
        syntax::variant(docs.attributes(), member.token())
    });
    let docs = " A value newer than this release, kept and sent back unchanged. `\"value\".into()` makes one.";
    let rest = syntax::ident("Unrecognized");
    let rest = syntax::variant_of(vec![syntax::doc(docs)], rest, syntax::named(unrecognized_value));
    let list = values().map(|(variant, member)| {
        let wire = variant.value.as_str();
        quote!(#wire => #member)
    });
    let list = quote!(#ident { #(#list),* });
    Ok(vec![syntax::enumeration(attributes, ident, variants.chain([rest])), syntax::invocation(string_enum, list)])
}

/// An open enumeration of integers.
pub(in crate::emit) fn integer_enum(def: Def<'_>, uses: &Uses<'_>, shape: &IntegerEnum) -> TokenStream {
    let ident = def.type_name();
    let docs = type_docs(def, uses);
    let deprecated = deprecated(&def.ir.docs);
    let members = def.members();
    let wires: Vec<Literal> = shape.values.iter().map(|variant| Literal::i128_unsuffixed(variant.value)).collect();
    let variants = shape.values.iter().zip(members).map(|(variant, member)| {
        let sent = format!("Sent as `{}`.", variant.value);
        let docs = uses.docs(described(def.cx, variant.description.as_deref()).into_iter().chain([sent]));
        quote!(#docs #member)
    });
    let [unrecognized_integer, unrecognized, wire_integer] =
        ["UnrecognizedInteger", "unrecognized_integer", "wire_integer"].map(|name| uses.name(name));
    // Those of 64 bits with sign are the usual ones, and what the runtime has without saying more.
    let (int, as_int) = match shape.scalar {
        Scalar::U64 => (quote!(u64), quote!(as_u64)),
        Scalar::I128 => (quote!(i128), quote!(as_i128)),
        _ => (quote!(i64), quote!(as_i64)),
    };
    let (of_int, completion) = match shape.scalar {
        Scalar::U64 | Scalar::I128 => (quote!(<#int>), quote!(#wire_integer!(#ident, #int, #as_int);)),
        _ => (TokenStream::new(), quote!(#wire_integer!(#ident);)),
    };
    quote! {
        #docs
        #[derive(Clone, Debug, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        #deprecated
        pub enum #ident {
            #(#variants,)*
            #[doc = " A value newer than this release, kept and sent back unchanged. `number.into()` makes one."]
            Unrecognized(#unrecognized_integer #of_int),
        }

        impl #ident {
            #[doc = " Returns the number as the API sends it."]
            #[must_use]
            pub fn #as_int(&self) -> #int {
                match self {
                    #(Self::#members => #wires,)*
                    Self::Unrecognized(value) => value.#as_int(),
                }
            }
        }

        impl From<#int> for #ident {
            fn from(value: #int) -> Self {
                match value {
                    #(#wires => Self::#members,)*
                    other => Self::Unrecognized(#unrecognized(other)),
                }
            }
        }

        #completion
    }
}

/// The docs of a value: the document's words, and what is sent where the name of the variant does not show it.
fn value_docs(cx: Cx<'_>, uses: &Uses<'_>, description: Option<&str>, value: &str, member: &Ident) -> Block {
    let is_shown = plain(value) == plain(member.as_str());
    let sent = (!is_shown).then(|| format!("Sent as {}.", crate::emit::prose::code(&format!("{value:?}"))));
    uses.docs(described(cx, description).into_iter().chain(sent))
}

fn described(cx: Cx<'_>, description: Option<&str>) -> Option<String> {
    description.map(|text| cx.markdown(text)).filter(|text| !text.trim().is_empty())
}
