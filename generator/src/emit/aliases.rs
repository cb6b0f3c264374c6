//! Earlier names, which users may still have in their programs.

use proc_macro2::TokenStream;
use quote::quote;

use crate::emit::docs::paragraphs;
use crate::emit::lints;
use crate::emit::operations::inputs::Input;
use crate::emit::views::Def;
use crate::naming::Ident;

/// Emits an earlier name of a type.
pub(super) fn alias(was: &Ident, now: &Ident) -> TokenStream {
    let attributes = attributes(now.as_str(), now.as_str());
    quote! {
        #attributes
        pub type #was = #now;
    }
}

/// The docs and `#[deprecated]` of the earlier name of a method, a setter or a value of the same type.
pub(super) fn attributes_of_part(now: &Ident) -> TokenStream {
    attributes(now.as_str(), &format!("Self::{}", now.as_str()))
}

/// The docs and `#[deprecated]` of an earlier name; `path` leads to what has the name `name`.
pub(super) fn attributes(name: &str, path: &str) -> TokenStream {
    let note = format!("renamed to `{name}`");
    let link = if path == name { format!("[`{name}`]") } else { format!("[`{name}`]({path})") };
    let docs = paragraphs([format!("The earlier name of {link}.")]);
    quote! {
        #docs
        #[deprecated(note = #note)]
    }
}

/// Emits the earlier names of the values of an enumeration; nothing if there are none. Such a
/// constant is also a pattern, but not for references: `match &value` needs the variant.
pub(super) fn values(def: Def<'_>) -> TokenStream {
    if def.earlier_members().is_empty() {
        return TokenStream::new();
    }
    let constants = def.earlier_members().iter().map(|(index, was)| {
        let now = def.member(*index);
        let attributes = attributes_of_part(now);
        quote! {
            #attributes
            pub const #was: Self = Self::#now;
        }
    });
    let ident = def.type_name();
    quote! {
        #[allow(non_upper_case_globals, reason = "they were variants")]
        impl #ident {
            #(#constants)*
        }
    }
}

/// Emits the earlier names of a setter, which takes this argument if it takes one.
pub(super) fn setters(input: &Input<'_>, argument: Option<&TokenStream>) -> TokenStream {
    let now = input.ident;
    let earlier = input.was.iter().map(|was| {
        let attributes = attributes_of_part(now);
        let takes = argument.map(|ty| quote!(#now: #ty));
        let passed = argument.map(|_| now);
        let lint = lints::operator(was, usize::from(argument.is_some()));
        quote! {
            #attributes
            #lint
            pub fn #was(self, #takes) -> Self {
                self.#now(#passed)
            }
        }
    });
    quote!(#(#earlier)*)
}
