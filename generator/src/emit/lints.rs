//! `#[allow]` attributes with a reason, where names and shapes of an API trigger lints that clippy enables by default.
//! Knows nothing of the model.

use proc_macro2::TokenStream;
use quote::quote;

use crate::naming::Ident;

/// Operators whose methods take `self` and another value; `clippy::should_implement_trait` looks for them.
const BINARY: [&str; 10] = ["add", "bitand", "bitor", "bitxor", "div", "mul", "rem", "shl", "shr", "sub"];
/// Operators whose methods take nothing but `self`.
const UNARY: [&str; 2] = ["neg", "not"];
/// The most arguments, `self` among them, that `clippy::too_many_arguments` lets pass.
const MOST_ARGUMENTS: usize = 7;

/// For a method that takes `self` by value and `arguments` more.
pub(super) fn operator(method: &Ident, arguments: usize) -> TokenStream {
    let operators: &[&str] = if arguments == 0 { &UNARY } else { &BINARY };
    if !operators.contains(&method.as_str()) {
        return TokenStream::new();
    }
    quote!(#[allow(clippy::should_implement_trait, reason = "named after what it sets; not an operator")])
}

/// For a function with so many arguments, `self` among them.
pub(super) fn arguments(count: usize) -> TokenStream {
    if count <= MOST_ARGUMENTS {
        return TokenStream::new();
    }
    quote!(#[allow(clippy::too_many_arguments, reason = "the API requires all of them")])
}

/// For a module that has the name of the module that it is in.
pub(super) fn inception(module: &Ident, parent: &Ident) -> TokenStream {
    if module != parent {
        return TokenStream::new();
    }
    quote!(#[allow(clippy::module_inception, reason = "the API has a resource of this name in itself")])
}

/// For an enum of what a request returns.
pub(super) fn outcome() -> TokenStream {
    quote! {
        #[allow(
            clippy::large_enum_variant,
            reason = "a response is matched at once and not stored in large numbers"
        )]
    }
}

/// For a function that makes a value of a type, if it has the name of the type.
pub(super) fn constructor(model: &Ident, function: &str) -> TokenStream {
    if !model.as_str().eq_ignore_ascii_case(function) {
        return TokenStream::new();
    }
    quote!(#[allow(clippy::self_named_constructors, reason = "every model has it, whatever the API calls the model")])
}
