//! Earlier names of types, which users may still have in their programs.

use proc_macro2::TokenStream;
use quote::quote;

use crate::emit::docs::paragraphs;
use crate::naming::Ident;

/// Emits an earlier name of a type.
pub(super) fn alias(was: &Ident, now: &Ident) -> TokenStream {
    let note = format!("renamed to `{}`", now.as_str());
    let docs = paragraphs([format!("The earlier name of [`{}`].", now.as_str())]);
    quote! {
        #docs
        #[deprecated(note = #note)]
        pub type #was = #now;
    }
}
