//! Unions: their variants are distinguished by a tag or by evidence, and one more keeps what this release does not
//! know.

use proc_macro2::{Literal, TokenStream};
use quote::{ToTokens as _, quote};

use crate::emit::Cx;
use crate::emit::docs::Block;
use crate::emit::file::Body;
use crate::emit::models::accepted::converts;
use crate::emit::models::declaration::{open_enum, unrecognized};
use crate::emit::models::evidence::{self, DEEPEST, as_union};
use crate::emit::models::structure::derives;
use crate::emit::models::{accepted, accessors, sample};
use crate::emit::syntax::{self, Item};
use crate::emit::types::{owned, spelled};
use crate::emit::uses::Uses;
use crate::emit::views::Def;
use crate::ir::{Alternative, Constraints, Type, Union, WireName, plain};
use crate::naming::Ident;

/// Emits a union with its accessors, conversions and codec.
pub(in crate::emit) fn union(def: Def<'_>, uses: &Uses<'_>, body: &mut Body, shape: &Union) {
    body.push_item(declaration(def, uses, shape));
    body.push(accessors::accessors(def, uses, shape, sample::function(def, uses)));
    if let Some(conversions) = conversions(def, uses, shape) {
        body.push_item(conversions);
    }
    if let Some(accepts) = accepted::accepts(def, uses, shape) {
        body.push_item(accepts);
    }
    let (ident, candidate) = (def.type_name(), uses.name("Candidate"));
    let candidates = evidence::candidates(def, uses, shape);
    body.push(quote! {
        impl #ident {
            const CANDIDATES: &'static [#candidate] = &[#(#candidates),*];
        }
    });
    body.push_item(codec(def, uses, shape));
}

/// `pub enum Name { …, Unrecognized(UnrecognizedJson) }`
fn declaration(def: Def<'_>, uses: &Uses<'_>, shape: &Union) -> Item {
    let variants = shape.variants.iter().zip(def.members()).map(|(variant, name)| {
        let attributes = variant_docs(def.cx, uses, variant, name).attributes();
        match payload(uses, variant) {
            Some(ty) => syntax::variant_of(attributes, name.token(), ty),
            None => syntax::variant(attributes, name.token()),
        }
    });
    let docs = " A variant that this release does not know; its JSON is kept and sent back unchanged.";
    let unrecognized = unrecognized(docs, syntax::named(uses.path("UnrecognizedJson")));
    open_enum(def, uses, derives(def), variants, unrecognized)
}

/// The docs of a variant: the first paragraph of the description, or else the tag or value that selects it.
fn variant_docs(cx: Cx<'_>, uses: &Uses<'_>, variant: &Alternative, member: &Ident) -> Block {
    let fallback = match (&variant.constant, variant.tags.as_slice()) {
        (Some(text), _) => format!("Sent as {}.", crate::prose::code(&format!("{text:?}"))),
        (None, []) if plain(&variant.label) == plain(member.as_str()) => String::new(),
        (None, []) => format!("The API calls this {}.", crate::prose::code(&variant.label)),
        (None, tags) => {
            let tags: Vec<String> = tags.iter().map(|tag| crate::prose::code(&format!("{tag:?}"))).collect();
            format!("Tagged {}.", tags.join(" or "))
        }
    };
    // The default of an alternative is of no use to the caller.
    let constraints = Constraints { default: None, ..variant.constraints.clone() };
    uses.docs([
        cx.first_paragraph(&variant.docs).map_or(fallback, |first| crate::emit::docs::wrapped(&first)),
        crate::prose::constraints(&constraints, Some(&variant.ty)),
    ])
}

/// What a variant holds; `None` for a constant.
fn payload(uses: &Uses<'_>, variant: &Alternative) -> Option<syntax::Type> {
    if variant.constant.is_some() {
        return None;
    }
    let ty = spelled(uses, &variant.ty);
    Some(if variant.boxed { syntax::of(syntax::path(["Box"]), ty) } else { ty })
}

/// `conversions!` for the types that only one variant holds.
fn conversions(def: Def<'_>, uses: &Uses<'_>, shape: &Union) -> Option<Item> {
    let ident = def.type_name();
    let list: Vec<TokenStream> = converted(def, uses, shape)
        .map(|(variant, member, ty)| if variant.boxed { quote!(#member(Box<#ty>)) } else { quote!(#member(#ty)) })
        .collect();
    (!list.is_empty()).then(|| syntax::macro_call(uses.path("conversions"), quote!(#ident { #(#list),* })))
}

/// The variants whose payload becomes the union by `From`, with its type; `String` stands for `&str` as well.
pub(in crate::emit) fn converted<'a>(
    def: Def<'a>,
    uses: &Uses<'_>,
    shape: &'a Union,
) -> impl Iterator<Item = (&'a Alternative, &'a Ident, TokenStream)> {
    let cx = def.cx;
    let variants = shape.variants.iter().zip(def.members()).enumerate();
    variants.filter(move |(index, _)| converts(cx, def.id, shape, *index)).map(move |(_, (variant, member))| {
        let ty = if cx.api.resolve(&variant.ty).is_string() { quote!(String) } else { owned(uses, &variant.ty) };
        (variant, member, ty)
    })
}

/// `union!` for a union: the codec and serde.
fn codec(def: Def<'_>, uses: &Uses<'_>, shape: &Union) -> Item {
    let (cx, ident) = (def.cx, def.type_name());
    let choose = match &shape.tag {
        Some(tag) => {
            let tag = tag.as_str();
            quote!(choose_tagged(#tag))
        }
        None => quote!(choose()),
    };
    let last = shape.variants.len().saturating_sub(1);
    let variants = shape.variants.iter().zip(def.members()).enumerate().map(|(index, (variant, member))| {
        let index = if index == last { quote!(_) } else { Literal::usize_unsuffixed(index).into_token_stream() };
        let kind = match (&variant.constant, &shape.tag, tag_to_write(cx, variant)) {
            (Some(text), ..) => quote!(= #text),
            (None, Some(tag), Some(value)) if !has_tag(cx, &variant.ty, tag, 0) => {
                let tag = tag.as_str();
                quote!(tagged(value, #tag, #value))
            }
            _ => quote!((value)),
        };
        quote!(#index => #member #kind)
    });
    syntax::macro_call(uses.path("union"), quote!(#ident, #choose { #(#variants),* }))
}

/// Returns the value of the tag for a variant that does not write one itself. Of the tags of a union it is the last
/// one, which follows those of its alternatives.
fn tag_to_write<'a>(cx: Cx<'_>, variant: &'a Alternative) -> Option<&'a String> {
    let is_union = as_union(cx, &variant.ty).is_some();
    if is_union { variant.tags.last() } else { variant.tags.first() }
}

/// Whether a variant has the tag as a field of its own, which it writes itself.
fn has_tag(cx: Cx<'_>, ty: &Type, tag: &WireName, depth: usize) -> bool {
    if let Some((_, shape)) = cx.api.as_struct(ty) {
        return shape.fields.iter().any(|field| field.wire == *tag);
    }
    as_union(cx, ty).is_some_and(|(_, union)| {
        let writes = |variant: &Alternative| depth < DEEPEST && has_tag(cx, &variant.ty, tag, depth + 1);
        union.tag.as_ref() == Some(tag) || union.variants.iter().all(writes)
    })
}
