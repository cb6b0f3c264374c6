//! `features_off.rs`: what the compiler says where a program uses a resource whose cargo feature is off. Without it, it
//! would say that there is no such method.

use proc_macro2::TokenStream;
use quote::quote;

use crate::emit::file::Body;
use crate::emit::views::Res;
use crate::emit::{Cx, Job, Module};
use crate::naming::FULL;

/// `features_off.rs`, if resources have features.
pub(in crate::emit) fn job(cx: Cx<'_>) -> Option<Job<'_>> {
    (!cx.cfg_features.resources().is_empty()).then(|| -> Job<'_> { Box::new(move || module(cx)) })
}

/// The module in `lib.rs`. With all features, it is not even read.
pub(in crate::emit) fn declaration(cx: Cx<'_>) -> Option<TokenStream> {
    (!cx.cfg_features.resources().is_empty()).then(|| {
        quote! {
            #[cfg(not(feature = #FULL))]
            #[rustfmt::skip]
            mod features_off;
        }
    })
}

fn module(cx: Cx<'_>) -> Module {
    let resources: Vec<(&str, Res<'_>)> =
        cx.cfg_features.resources().into_iter().map(|(feature, id)| (feature, cx.resource(id))).collect();
    let methods = resources.iter().map(|(feature, resource)| method(feature, *resource));
    let traits = resources.iter().map(|(feature, resource)| requirement(cx, feature, *resource));
    let body = Body::of(quote! {
        impl crate::Client {
            #(#methods)*
        }
        #(#traits)*
    });
    let docs = "The resources whose cargo features are off: using one is an error that names the feature.".to_owned();
    Module { path: "src/features_off.rs".to_owned(), docs, body }
}

/// The method of the client in place of the one that returns the resource. Its condition is about a lifetime, so that
/// it is checked where the method is called rather than here. The type that it returns does not depend on the trait:
/// otherwise the compiler would not show the message.
fn method(feature: &str, resource: Res<'_>) -> TokenStream {
    let accessor = resource.accessor();
    quote! {
        #[cfg(not(feature = #feature))]
        #[doc(hidden)]
        pub fn #accessor<'a>(&'a self) -> sdkgen_runtime::private::FeatureIsOff
        where
            &'a Self: #accessor::Enabled,
        {
            sdkgen_runtime::private::FeatureIsOff
        }
    }
}

/// The trait that nothing implements, with what the compiler says of that.
fn requirement(cx: Cx<'_>, feature: &str, resource: Res<'_>) -> TokenStream {
    let accessor = resource.accessor();
    let message = format!("`{}()` needs the cargo feature `{feature}` of `{}`", accessor.as_str(), cx.names.package);
    let label = format!("turn on the cargo feature `{feature}`");
    let note = format!("to turn it on: `cargo add {} --features {feature}`", cx.names.package);
    quote! {
        #[cfg(not(feature = #feature))]
        mod #accessor {
            #[diagnostic::on_unimplemented(message = #message, label = #label, note = #note)]
            pub trait Enabled {}
        }
    }
}
