//! Open enumerations of strings and integers.

use proc_macro2::{Literal, TokenStream};
use quote::{ToTokens as _, quote};

use super::Cx;
use super::docs::{Block, markdown};
use super::structure::{deprecated, type_docs};
use super::syntax::{self, ImplItem, Item, Items, Path, Receiver};
use super::uses::Uses;
use crate::ir::{IntegerEnum, Scalar, StringEnum, TypeId, Variant, WireName};
use crate::naming::Ident;

/// An open enumeration of strings.
pub(super) fn string_enum(cx: Cx<'_>, uses: &Uses<'_>, id: TypeId, shape: &StringEnum) -> Items {
    let def = cx.api.def(id);
    let names = cx.names.ty(id);
    let ident = names.ident.token();
    let [unrecognized_value, unrecognized, wire_string] =
        ["UnrecognizedValue", "unrecognized", "wire_string"].map(|name| uses.path(name));
    let mut attributes = type_docs(uses, def, names.renamed.as_deref()).attributes();
    let derived = quote!(Clone, Debug, PartialEq, Eq, Hash);
    attributes.extend([syntax::list_attribute("derive", derived), syntax::path_attribute("non_exhaustive")]);
    attributes.extend(syntax::attributes(deprecated(&def.docs))?);
    let values = || shape.values.iter().zip(&names.members);
    let variants = values().map(|(variant, member)| {
        let docs = value_docs(uses, variant.description.as_deref(), &format!("{:?}", variant.value.as_str()));
        syntax::variant(docs.attributes(), member.token())
    });
    let docs = " A value newer than this release, kept and sent back unchanged. `\"value\".into()` makes one.";
    let rest = syntax::ident("Unrecognized");
    let rest = syntax::variant_of(vec![syntax::doc(docs)], rest, syntax::named(unrecognized_value));
    Ok(vec![
        syntax::enumeration(attributes, ident.clone(), variants.chain([rest])),
        syntax::implementation(None, ident.clone(), vec![as_str(values())]),
        from_str(ident.clone(), unrecognized, values()),
        syntax::invocation(wire_string, ident.into_token_stream()),
    ])
}

/// What enumerations say of their values: each with the name of its variant.
type Value<'a> = (&'a Variant<WireName>, &'a Ident);

fn own(name: &str) -> Path {
    syntax::path(["Self", name])
}

fn as_str<'a>(values: impl Iterator<Item = Value<'a>>) -> ImplItem {
    let value = |name: &str| syntax::value(syntax::path([name]));
    let arms = values
        .map(|(variant, member)| syntax::arm(syntax::is(own(member.as_str())), syntax::text(variant.value.as_str())));
    let rest = syntax::holds(own("Unrecognized"), "value");
    let rest = syntax::arm(rest, syntax::call_on(value("value"), "as_str", []));
    let found = syntax::matching(value("self"), arms.chain([rest]));
    let text = syntax::referenced(false, syntax::named(syntax::path(["str"])));
    let docs = syntax::doc(" Returns the value as the API spells it.");
    let function = syntax::function("as_str", Receiver::Shared, [], Some(text), vec![syntax::last(found)]);
    syntax::public(vec![docs, syntax::path_attribute("must_use")], function)
}

fn from_str<'a>(ident: proc_macro2::Ident, unrecognized: Path, values: impl Iterator<Item = Value<'a>>) -> Item {
    let value = |name: &str| syntax::value(syntax::path([name]));
    let arms = values.map(|(variant, member)| {
        syntax::arm(syntax::is_text(variant.value.as_str()), syntax::value(own(member.as_str())))
    });
    let kept = syntax::call(unrecognized, [value("other")]);
    let rest = syntax::arm(syntax::any("other"), syntax::call(own("Unrecognized"), [kept]));
    let found = syntax::matching(value("value"), arms.chain([rest]));
    let text = || syntax::referenced(false, syntax::named(syntax::path(["str"])));
    let made = Some(syntax::named(syntax::path(["Self"])));
    let body = vec![syntax::last(found)];
    let function = syntax::function("from", Receiver::None, [("value", text())], made, body);
    syntax::implementation(Some(syntax::with(syntax::path(["From"]), text())), ident, vec![function])
}

/// An open enumeration of integers.
pub(super) fn integer_enum(cx: Cx<'_>, uses: &Uses<'_>, id: TypeId, shape: &IntegerEnum) -> TokenStream {
    let names = cx.names.ty(id);
    let ident = &names.ident;
    let docs = type_docs(uses, cx.api.def(id), names.renamed.as_deref());
    let deprecated = deprecated(&cx.api.def(id).docs);
    let members = &names.members;
    let wires: Vec<Literal> = shape.values.iter().map(|variant| Literal::i128_unsuffixed(variant.value)).collect();
    let variants = shape.values.iter().zip(members).map(|(variant, member)| {
        let sent = format!("Sent as `{}`.", variant.value);
        let docs = uses.docs(described(variant.description.as_deref()).into_iter().chain([sent]));
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

fn value_docs(uses: &Uses<'_>, description: Option<&str>, value: &str) -> Block {
    uses.docs([described(description).unwrap_or_else(|| format!("Sent as {}.", super::prose::code(value)))])
}

fn described(description: Option<&str>) -> Option<String> {
    description.map(markdown).filter(|text| !text.trim().is_empty())
}
