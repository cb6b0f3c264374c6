//! Sample values of the models that responses contain, for tests of programs: they are not created otherwise.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use crate::emit::models::accessors;
use crate::emit::uses::Uses;
use crate::emit::views::Def;
use crate::emit::{Cx, lints};
use crate::ir::{Literal as Json, Shape, Type};
use crate::samples::{Samples, fits};

/// The name of the function.
const SAMPLE: &str = "sample";

/// The longest JSON text of a sample, in bytes. A longer one has only what is required, and may be missing.
const LONGEST: usize = 1 << 13;

/// `sample`, if a definition has one. It stands with the other functions of the type: a second `impl` would make the
/// crate take longer to check.
pub(super) fn function(def: Def<'_>, uses: &Uses<'_>) -> Option<TokenStream> {
    let (ident, json) = (def.type_name(), text(&value(def, uses)?.to_string()));
    let lint = lints::constructor(ident, SAMPLE);
    Some(quote! {
        #[doc = " Returns a sample value for tests, made of the examples of the API or of the simplest values."]
        #[cfg(feature = "testing")]
        #lint
        #[must_use]
        pub fn sample() -> Self {
            sdkgen_runtime::testing::sample(#json)
        }
    })
}

/// Returns a literal of a text, raw if it can be.
fn text(json: &str) -> Literal {
    let raw = (!json.contains("\"#")).then(|| format!("r#\"{json}\"#").parse().ok()).flatten();
    raw.unwrap_or_else(|| Literal::string(json))
}

/// Whether a definition has a sample.
pub(in crate::emit) fn has_sample(def: Def<'_>, uses: &Uses<'_>) -> bool {
    value(def, uses).is_some()
}

/// Returns the JSON of the sample of a struct or union that responses contain. Nothing else of it may be called like
/// the function.
fn value(def: Def<'_>, uses: &Uses<'_>) -> Option<Json> {
    let is_taken = match &def.ir.shape {
        Shape::Struct(_) => def.is_sent() && def.members().iter().any(|member| member.as_str() == SAMPLE),
        Shape::Union(union) => accessors::types(def, uses, union).iter().any(|(name, _)| name == SAMPLE),
        Shape::StringEnum(_) | Shape::IntegerEnum(_) | Shape::Alias(_) => return None,
    };
    if is_taken || !def.ir.usage.received {
        return None;
    }
    made(def.cx, &Type::Named(def.id))
}

fn made(cx: Cx<'_>, ty: &Type) -> Option<Json> {
    let value = Samples::new(cx.api).value(ty, None, None)?;
    (fits(cx.api, ty, &value) && value.to_string().len() <= LONGEST).then_some(value)
}
