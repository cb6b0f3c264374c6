//! Open enumerations of strings and integers.

use proc_macro2::{Ident, Literal, TokenStream};
use quote::quote;

use crate::emit::docs::Block;
use crate::emit::file::Body;
use crate::emit::models::declaration::{open_enum, unrecognized};
use crate::emit::syntax;
use crate::emit::uses::Uses;
use crate::emit::views::Def;
use crate::emit::{Cx, aliases};
use crate::ir::{Integer, IntegerEnum, StringEnum, plain};

/// Emits an open enumeration of strings.
pub(in crate::emit) fn string_enum(def: Def<'_>, uses: &Uses<'_>, body: &mut Body, shape: &StringEnum) {
    let values = || shape.values.iter().zip(def.members());
    let variants = values().map(|(value, name)| {
        let docs = value_docs(def.cx, uses, value.description.as_deref(), value.value.as_str(), name);
        syntax::variant(docs.attributes(), name.token())
    });
    let docs = " A value that this release does not know, kept unchanged. To send one, write it as text.";
    let unrecognized = unrecognized(docs, syntax::named(uses.path("UnrecognizedValue")));
    // `Debug`, `Eq` and `Hash` come from `string_enum!`: they take much less code than derived ones.
    body.push_item(open_enum(def, uses, quote!(Clone, PartialEq), variants, unrecognized));
    let ident = def.type_name();
    let list = values().map(|(value, name)| {
        let wire = value.value.as_str();
        quote!(#wire => #name)
    });
    body.push_item(syntax::macro_call(uses.path("string_enum"), quote!(#ident { #(#list),* })));
    body.push(aliases::values(def));
}

/// The derives of an enumeration.
pub(in crate::emit) fn derives() -> TokenStream {
    quote!(Clone, Debug, PartialEq, Eq, Hash)
}

/// Emits an open enumeration of integers.
pub(in crate::emit) fn integer_enum(def: Def<'_>, uses: &Uses<'_>, body: &mut Body, shape: &IntegerEnum) {
    let ident = def.type_name();
    let (int, as_int) = integer(shape);
    // The runtime assumes `i64`.
    let is_usual = int == "i64";
    let [int, as_int] = [int, as_int].map(syntax::ident);
    body.push_item(integer_declaration(def, uses, shape, (!is_usual).then_some(&int)));
    let names = def.members();
    let numbers: Vec<Literal> = shape.values.iter().map(|value| Literal::i128_unsuffixed(value.value)).collect();
    body.push(quote! {
        impl #ident {
            #[doc = " Returns the number as the API sends it."]
            #[must_use]
            pub fn #as_int(&self) -> #int {
                match self {
                    #(Self::#names => #numbers,)*
                    Self::Unrecognized(value) => value.#as_int(),
                }
            }
        }
    });
    let unrecognized = uses.name("unrecognized_integer");
    body.push(quote! {
        impl From<#int> for #ident {
            fn from(value: #int) -> Self {
                match value {
                    #(#numbers => Self::#names,)*
                    other => Self::Unrecognized(#unrecognized(other)),
                }
            }
        }
    });
    let more = (!is_usual).then(|| quote!(, #int, #as_int));
    body.push_item(syntax::macro_call(uses.path("wire_integer"), quote!(#ident #more)));
    body.push(aliases::values(def));
}

/// The type of the values of an enumeration of integers, and the method that returns it.
pub(in crate::emit) fn integer(shape: &IntegerEnum) -> (&'static str, &'static str) {
    match shape.integer {
        Integer::U64 => ("u64", "as_u64"),
        Integer::I128 => ("i128", "as_i128"),
        Integer::I32 | Integer::U32 | Integer::I64 => ("i64", "as_i64"),
    }
}

/// `pub enum Name { …, Unrecognized(UnrecognizedInteger) }`, where `int` is a type that the runtime must be given.
fn integer_declaration(def: Def<'_>, uses: &Uses<'_>, shape: &IntegerEnum, int: Option<&Ident>) -> syntax::Item {
    let variants = shape.values.iter().zip(def.members()).map(|(value, name)| {
        let sent = format!("Sent as `{}`.", value.value);
        let docs = uses.docs(described(def.cx, value.description.as_deref()).into_iter().chain([sent]));
        syntax::variant(docs.attributes(), name.token())
    });
    let docs = " A value that this release does not know, kept unchanged. To send one, write the number.";
    let ty = uses.path("UnrecognizedInteger");
    let ty = match int {
        Some(int) => syntax::of(ty, syntax::named(int.clone().into())),
        None => syntax::named(ty),
    };
    open_enum(def, uses, derives(), variants, unrecognized(docs, ty))
}

/// The docs of a value: the description of the document, and the value if the name of the variant does not show it.
fn value_docs(
    cx: Cx<'_>,
    uses: &Uses<'_>,
    description: Option<&str>,
    value: &str,
    member: &crate::naming::Ident,
) -> Block {
    let is_shown = plain(value) == plain(member.as_str());
    let sent = (!is_shown).then(|| format!("Sent as {}.", crate::prose::code(&format!("{value:?}"))));
    uses.docs(described(cx, description).into_iter().chain(sent))
}

fn described(cx: Cx<'_>, description: Option<&str>) -> Option<String> {
    description.map(|text| cx.markdown(text)).filter(|text| !text.trim().is_empty())
}
