//! The emitted test of samples: each is a value of its type.

use quote::quote;

use crate::emit::file::Body;
use crate::emit::models::sample::has_sample;
use crate::emit::package::client;
use crate::emit::uses::Uses;
use crate::emit::{Cx, Job, Module};

/// `tests/samples.rs`: a test that makes every sample.
pub(in crate::emit) fn tests(cx: Cx<'_>) -> Job<'_> {
    Box::new(move || {
        let uses = Uses::in_surface(cx);
        let krate = &cx.names.krate;
        let samples = cx.defs().filter(|def| has_sample(*def, &uses)).map(|def| {
            let (condition, ident) = (cx.cfg_features.on_module(def.module()), def.type_name());
            quote!(#condition let _ = #krate::models::#ident::sample();)
        });
        let allowed = client::allowed_in_tests(cx, cx.defs().any(|def| def.ir.docs.deprecated));
        let body = Body::of(quote! {
            #![cfg(feature = "testing")]
            #![cfg_attr(rustfmt, rustfmt_skip)]
            #allowed

            #[test]
            fn samples_are_values_of_their_types() {
                #(#samples)*
            }
        });
        let docs = "Each sample of a model is a value of its type.".to_owned();
        Module { path: "tests/samples.rs".to_owned(), docs, body }
    })
}
