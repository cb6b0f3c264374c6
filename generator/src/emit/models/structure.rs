//! Structs of the models.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use crate::emit::descriptions::{deprecated, deprecation_note};
use crate::emit::docs::Block;
use crate::emit::file::Body;
use crate::emit::models::{codec, declaration, sample};
use crate::emit::syntax::{self, Attributes};
use crate::emit::types::{
    Wrapping, field_type, held, item_type, kept_member, map_type, nulls_member, nulls_type, patch, typed_fields,
    wrapping,
};
use crate::emit::uses::Uses;
use crate::emit::views::Def;
use crate::emit::{Cx, lints};
use crate::ir::{Field, Shape, Struct, Type, plain};
use crate::naming::Ident;
use crate::prose;

/// The most required fields that `new` takes as arguments (clippy's limit for functions).
const MOST_ARGUMENTS: usize = 7;

/// Emits a struct with its methods and codec.
pub(in crate::emit) fn structure(def: Def<'_>, uses: &Uses<'_>, body: &mut Body, shape: &Struct) {
    body.push_item(declaration(def, uses, shape));
    let methods = def.is_sent().then(|| methods(def, uses, shape));
    let sample = sample::function(def, uses);
    if methods.is_some() || sample.is_some() {
        let ident = def.type_name();
        body.push(quote!(impl #ident { #methods #sample }));
    }
    body.push_item(codec::object(def, uses, shape));
}

/// `pub struct Name { … }`
fn declaration(def: Def<'_>, uses: &Uses<'_>, shape: &Struct) -> syntax::Item {
    let fields = typed_fields(&shape.fields).map(|(index, field, ty)| {
        let name = def.member(index);
        let attributes = field_docs(def.cx, uses, field, ty, name).attributes();
        let attributes = attributes.deprecated(deprecation_note(&field.docs));
        syntax::public_field(attributes, name.token(), field_type(uses, field, ty))
    });
    let rest = shape.rest.as_ref().map(|item| {
        let attributes = Attributes::default().doc(" Further properties, by name.");
        syntax::public_field(attributes, def.member(shape.fields.len()).token(), map_type(uses, item))
    });
    let kept = kept_member(def.cx, def.id, shape)
        .map(|name| syntax::private_field(name.token(), syntax::named(uses.path("Kept"))));
    let nulls =
        nulls_member(def.cx, def.id, shape).map(|name| syntax::private_field(name.token(), nulls_type(uses, shape)));
    let attributes = declaration::attributes(def, uses, derives(def));
    syntax::public_struct(attributes, def.type_name().token(), fields.chain(rest).chain(kept).chain(nulls))
}

/// The derives of a struct or union. A struct's `Debug` and `PartialEq` come from `object!`. Neither implements `Eq` or
/// `Hash`: it would lose them with the first property that is a number or any JSON.
pub(in crate::emit) fn derives(def: Def<'_>) -> TokenStream {
    let default = def.ir.derives.default.then(|| quote!(, Default));
    if matches!(def.ir.shape, Shape::Union(_)) {
        quote!(Clone, Debug #default, PartialEq)
    } else {
        quote!(Clone #default)
    }
}

/// The docs of a field: the description of the document, constraints, and the wire name.
fn field_docs(cx: Cx<'_>, uses: &Uses<'_>, field: &Field, ty: &Type, member: &Ident) -> Block {
    let constraints = prose::constraints_beside(&field.docs, &field.constraints, Some(ty));
    let renamed = is_renamed(field.wire.as_str(), member);
    let renamed = renamed.then(|| format!("The API calls this {}.", prose::code(field.wire.as_str())));
    let sentences = [presence_words(field), constraints, renamed.unwrap_or_default()].into_iter();
    let sentences = sentences.filter(|sentence| !sentence.is_empty()).collect::<Vec<_>>().join(" ");
    let names = [Some(member.as_str()), cx.model_name(ty)];
    let text = cx.description_of(&names.into_iter().flatten().collect::<Vec<_>>(), &field.docs, &sentences);
    uses.docs(text.into_iter().chain(cx.more(&field.docs)))
}

fn presence_words(field: &Field) -> String {
    match (field.read_only, field.write_only) {
        (true, _) => "Read-only.".to_owned(),
        (_, true) => "Write-only.".to_owned(),
        _ => String::new(),
    }
}

/// Whether a Rust name differs from the wire name in more than case.
pub(in crate::emit) fn is_renamed(wire: &str, ident: &Ident) -> bool {
    plain(wire) != plain(ident.as_str()) || ident.as_str().ends_with('_')
}

/// Whether `new` takes the required fields of a struct that requests contain.
pub(in crate::emit) fn has_new(shape: &Struct) -> bool {
    typed_fields(&shape.fields).filter(|(_, field, _)| field.presence.required).count() <= MOST_ARGUMENTS
}

/// The fields that have a setter, if requests contain the struct.
pub(in crate::emit) fn with_setter(shape: &Struct) -> impl Iterator<Item = (usize, &Field, &Type)> {
    let as_arguments = has_new(shape);
    typed_fields(&shape.fields).filter(move |(_, field, _)| match field.presence.required {
        true => !as_arguments,
        false => !field.read_only,
    })
}

/// The fields that are arguments of `new`.
pub(in crate::emit) fn in_new(shape: &Struct) -> impl Iterator<Item = (usize, &Field, &Type)> {
    let as_arguments = has_new(shape);
    typed_fields(&shape.fields).filter(move |(_, field, _)| field.presence.required && as_arguments)
}

/// The type that `new` takes a field as.
pub(in crate::emit) fn argument(def: Def<'_>, uses: &Uses<'_>, field: &Field, ty: &Type) -> TokenStream {
    match wrapping(field.presence) {
        Wrapping::Bare => held(def.cx, uses, ty).ty,
        Wrapping::Option => patch(uses, ty),
    }
}

/// The type that a setter takes a field as.
pub(in crate::emit) fn set_as(def: Def<'_>, uses: &Uses<'_>, field: &Field, ty: &Type) -> TokenStream {
    if field.presence.keeps_null() {
        return patch(uses, ty);
    }
    held(def.cx, uses, ty).ty
}

/// `new`, or `empty` where that would take too many arguments, and the setters of a struct that requests contain.
fn methods(def: Def<'_>, uses: &Uses<'_>, shape: &Struct) -> TokenStream {
    let as_arguments = has_new(shape);
    let new = new(def, uses, shape, as_arguments);
    let setters = with_setter(shape).map(|(index, field, ty)| setter(def, uses, shape, index, (field, ty)));
    let rest = shape.rest.as_ref().map(|item| {
        let member = def.member(shape.fields.len());
        let map = uses.name("BTreeMap");
        let item = item_type(uses, item);
        quote! {
            #[doc = " Sets the further properties."]
            #[must_use]
            pub fn #member(mut self, #member: #map<String, #item>) -> Self {
                self.#member = #member;
                self
            }
        }
    });
    quote!(#new #(#setters)* #rest)
}

fn new(def: Def<'_>, uses: &Uses<'_>, shape: &Struct, as_arguments: bool) -> TokenStream {
    let mut arguments = Vec::new();
    let mut values = Vec::new();
    for (index, field, ty) in typed_fields(&shape.fields) {
        let member = def.member(index);
        let wrapping = wrapping(field.presence);
        let value = match (field.presence.required && as_arguments, wrapping) {
            (true, Wrapping::Bare) => {
                let value = (held(def.cx, uses, ty).value)(&quote!(#member));
                let ty = argument(def, uses, field, ty);
                arguments.push(quote!(#member: #ty));
                if field.boxed { quote!(Box::new(#value)) } else { value }
            }
            (true, _) => {
                let ty = argument(def, uses, field, ty);
                arguments.push(quote!(#member: #ty));
                let value = quote!(#member.into_patch().into_option());
                if field.boxed { quote!(#value.map(Box::new)) } else { value }
            }
            (false, Wrapping::Bare) => {
                let blank = uses.name("blank");
                if field.boxed { quote!(Box::new(#blank())) } else { quote!(#blank()) }
            }
            (false, Wrapping::Option) => quote!(None),
        };
        let same = value.to_string() == member.as_str();
        values.push(if same { quote!(#member) } else { quote!(#member: #value) });
    }
    if shape.rest.is_some() {
        let member = def.member(shape.fields.len());
        let map = uses.name("BTreeMap");
        values.push(quote!(#member: #map::new()));
    }
    if let Some(member) = kept_member(def.cx, def.id, shape) {
        let kept = uses.name("Kept");
        values.push(quote!(#member: #kept::NONE));
    }
    if let Some(member) = nulls_member(def.cx, def.id, shape) {
        let nulls = uses.name("Nulls");
        values.push(quote!(#member: #nulls::NONE));
    }
    let (name, docs) = match (as_arguments, arguments.is_empty()) {
        (true, true) => (quote!(new), "Creates a value with no field set."),
        (true, false) => (quote!(new), "Creates a value with the required fields; no other field is set."),
        (false, _) => {
            (quote!(empty), "Creates an empty value. Fields that are not `Option` are required: set each of them.")
        }
    };
    let docs = uses.docs([docs.to_owned()]);
    quote! {
        #docs
        #[must_use]
        pub fn #name(#(#arguments),*) -> Self {
            Self { #(#values),* }
        }
    }
}

/// The setter of the field with this index.
fn setter(def: Def<'_>, uses: &Uses<'_>, shape: &Struct, index: usize, (field, ty): (&Field, &Type)) -> TokenStream {
    let (cx, member) = (def.cx, def.member(index));
    let docs = field_docs(cx, uses, field, ty, member);
    let deprecated = deprecated(&field.docs);
    let nulls = nulls_member(cx, def.id, shape).filter(|_| field.presence.keeps_null());
    let argument = set_as(def, uses, field, ty);
    let value = if let Some(nulls) = nulls {
        let index = Literal::usize_unsuffixed(index);
        let value = quote!(self.#nulls.set(#index, #member.into_patch()));
        if field.boxed { quote!(#value.map(Box::new)) } else { value }
    } else {
        let value = (held(cx, uses, ty).value)(&quote!(#member));
        let value = if field.boxed { quote!(Box::new(#value)) } else { value };
        if wrapping(field.presence) == Wrapping::Option { quote!(Some(#value)) } else { value }
    };
    let lint = lints::operator(member, 1);
    quote! {
        #docs
        #deprecated
        #lint
        #[must_use]
        pub fn #member(mut self, #member: #argument) -> Self {
            self.#member = #value;
            self
        }
    }
}
