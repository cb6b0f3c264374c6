//! What the declarations of all models share: their docs, their attributes, and the variant of an enumeration that
//! keeps what this release does not know.
//!
//! Declarations are built as syntax, since a crate has tens of thousands of fields and variants; methods and
//! implementations are quoted.

use proc_macro2::TokenStream;

use crate::emit::descriptions::deprecation_note;
use crate::emit::docs::Block;
use crate::emit::syntax::{self, Attributes, Item, Type, Variant};
use crate::emit::uses::Uses;
use crate::emit::views::Def;
use crate::prose;

/// The docs of a definition.
pub(in crate::emit) fn type_docs(def: Def<'_>, uses: &Uses<'_>) -> Block {
    let text = def.cx.description_of(&[def.type_name().as_str()], &def.ir.docs, "").or_else(|| def.usage());
    let renamed = def.renamed().map(|name| format!("The API calls this {}.", prose::code(name)));
    uses.docs(text.into_iter().chain(def.cx.more(&def.ir.docs)).chain(renamed))
}

/// The docs of a definition, `#[derive(…)]`, `#[non_exhaustive]` and, where the document says so, `#[deprecated]`.
pub(in crate::emit) fn attributes(def: Def<'_>, uses: &Uses<'_>, derives: TokenStream) -> Attributes {
    let attributes = type_docs(def, uses).attributes().derive(derives).non_exhaustive();
    attributes.deprecated(deprecation_note(&def.ir.docs))
}

/// `pub enum Name { …, Unrecognized(…) }`
pub(in crate::emit) fn open_enum(
    def: Def<'_>,
    uses: &Uses<'_>,
    derives: TokenStream,
    variants: impl IntoIterator<Item = Variant>,
    unrecognized: Variant,
) -> Item {
    let variants = variants.into_iter().chain([unrecognized]);
    syntax::public_enum(attributes(def, uses, derives), def.type_name().token(), variants)
}

/// `Unrecognized(ty)`, with its docs.
pub(in crate::emit) fn unrecognized(docs: &str, ty: Type) -> Variant {
    syntax::variant_of(Attributes::default().doc(docs), syntax::ident("Unrecognized"), ty)
}
