//! What a union accepts beside itself where it is sent: literals that mean the same as one of its alternatives.

use std::collections::HashSet;

use proc_macro2::TokenStream;
use quote::{ToTokens as _, quote};

use crate::emit::Cx;
use crate::emit::models::enumeration::integer;
use crate::emit::syntax;
use crate::emit::types::{item_type, map_type, owned, spelled_alike};
use crate::emit::uses::Uses;
use crate::emit::views::Def;
use crate::ir::{Api, BodyContent, Field, Item, Shape, Type, TypeId, Union};

/// How deep unions in unions and lists in lists are followed.
const DEEPEST: usize = 3;

/// Returns the unions that `None` is accepted for somewhere.
pub(in crate::emit) fn nullable(api: &Api) -> HashSet<TypeId> {
    let mut found = HashSet::new();
    let parameters = api.operations.iter().flat_map(|operation| &operation.parameters);
    parameters.for_each(|one| in_type(api, &one.ty, one.presence.nullable, &mut found));
    let bodies = api.operations.iter().filter_map(|operation| operation.body.as_ref());
    let of_bodies = bodies.flat_map(|body| match &body.content {
        BodyContent::Fields(fields) => fields.as_slice(),
        BodyContent::Whole(ty) => {
            in_type(api, ty, false, &mut found);
            &[]
        }
    });
    let of_bodies: Vec<&Field> = of_bodies.collect();
    let of_structs = api.type_ids().flat_map(|id| match &api.def(id).shape {
        Shape::Struct(shape) => shape.fields.as_slice(),
        _ => &[],
    });
    for field in of_bodies.into_iter().chain(of_structs) {
        if let Some(ty) = field.value.ty() {
            in_type(api, ty, field.presence.nullable, &mut found);
        }
    }
    found
}

fn in_type(api: &Api, ty: &Type, is_nullable: bool, found: &mut HashSet<TypeId>) {
    match api.resolve(ty) {
        Type::Named(id) if is_nullable && matches!(api.def(*id).shape, Shape::Union(_)) => {
            found.insert(*id);
        }
        Type::List(item) | Type::Map(item) => in_type(api, &item.ty, item.nullable, found),
        Type::Generic(_, inner) => in_type(api, inner, is_nullable, found),
        Type::Named(_) | Type::Scalar(_) | Type::Json => {}
    }
}

/// Whether the payload of a variant becomes the union by `From`.
pub(in crate::emit) fn converts(cx: Cx<'_>, id: TypeId, shape: &Union, index: usize) -> bool {
    let target = cx.api.resolve(&shape.variants[index].ty);
    let holding = shape.variants.iter().filter(|other| other.constant.is_none());
    let alike = holding.filter(|other| spelled_alike(cx.api.resolve(&other.ty), target));
    let is_constant = shape.variants[index].constant.is_some();
    !is_constant && alike.count() == 1 && !matches!(target, Type::Named(other) if *other == id)
}

/// Whether text is accepted for a union.
pub(in crate::emit) fn takes_text<'a>(def: Def<'a>, uses: &Uses<'a>, shape: &'a Union) -> bool {
    Accepted::of(def, uses, shape).text.is_some()
}

/// `accepts!` for a union that is sent.
pub(super) fn accepts<'a>(def: Def<'a>, uses: &Uses<'a>, shape: &'a Union) -> Option<syntax::Item> {
    if !def.is_sent() {
        return None;
    }
    let ident = def.type_name();
    let accepted = Accepted::of(def, uses, shape);
    if accepted.text.is_none() && accepted.values.is_empty() {
        return None;
    }
    let none = def.cx.nullable_unions.contains(&def.id).then(|| quote!(or none));
    let text = accepted.text.map(|text| quote!(text(#text)));
    let values = accepted.values;
    Some(syntax::macro_call(uses.path("accepts"), quote!(#ident #none [#(#values),*] #text)))
}

/// What a union accepts, as `accepts!` wants it.
struct Accepted {
    text: Option<TokenStream>,
    values: Vec<TokenStream>,
}

impl Accepted {
    fn of<'a>(def: Def<'a>, uses: &Uses<'a>, shape: &'a Union) -> Self {
        let mut found = Found { cx: def.cx, uses, text: None, known: HashSet::new(), values: Vec::new() };
        found.union(def, shape, None, 0);
        let constants = shape.variants.iter().zip(def.members()).filter_map(|(variant, member)| {
            let text = variant.constant.as_deref()?;
            Some(quote!(#text => #member))
        });
        let constants: Vec<TokenStream> = constants.collect();
        let text = match found.text.take() {
            Some(Text::Own) => Some(TokenStream::new()),
            Some(Text::Held(member, held)) => Some(quote!(#(#constants),*; #member(#held))),
            None if constants.is_empty() => None,
            None => Some(quote!(#(#constants),*; Unrecognized)),
        };
        Self { text, values: found.values }
    }
}

/// How text becomes a union.
enum Text {
    /// By `From`.
    Own,
    /// By that of what a variant holds.
    Held(TokenStream, TokenStream),
}

/// What was found in the alternatives of a union, and in those of unions among them.
struct Found<'a, 'u> {
    cx: Cx<'a>,
    uses: &'u Uses<'a>,
    text: Option<Text>,
    /// What is accepted already.
    known: HashSet<String>,
    values: Vec<TokenStream>,
}

impl<'a> Found<'a, '_> {
    /// Adds the alternatives of a union, which is `via` if it is an inner one.
    fn union(&mut self, def: Def<'a>, shape: &'a Union, via: Option<(&TokenStream, &TokenStream)>, depth: usize) {
        let (cx, uses) = (self.cx, self.uses);
        let within = via.map(|(_, held)| held);
        for (index, (variant, member)) in shape.variants.iter().zip(def.members()).enumerate() {
            if !converts(cx, def.id, shape, index) {
                continue;
            }
            let ty = cx.api.resolve(&variant.ty);
            let held = owned(uses, ty);
            let text = || match via {
                Some((member, held)) => Text::Held(member.clone(), held.clone()),
                None => Text::Held(quote!(#member), held.clone()),
            };
            match ty {
                ty if ty.is_string() && via.is_none() => self.text = Some(Text::Own),
                ty if ty.is_string() => self.text = Some(self.text.take().unwrap_or_else(text)),
                Type::List(item) => self.list(item, within),
                Type::Map(item) => self.map(item, within),
                Type::Named(id) => {
                    self.push(&[], &held, within);
                    match &cx.api.def(*id).shape {
                        Shape::StringEnum(_) => self.text = Some(self.text.take().unwrap_or_else(text)),
                        Shape::IntegerEnum(list) => {
                            let int = syntax::ident(integer(list).0);
                            self.push(&[], &quote!(#int), Some(within.unwrap_or(&held)));
                        }
                        Shape::Union(inner) if depth < DEEPEST => {
                            let own = quote!(#member);
                            self.union(cx.def(*id), inner, Some(via.unwrap_or((&own, &held))), depth + 1);
                        }
                        Shape::Union(_) | Shape::Struct(_) | Shape::Alias(_) => {}
                    }
                    self.push(&[], &quote!(&#held), Some(within.unwrap_or(&held)));
                }
                _ => self.push(&[], &held, within),
            }
        }
    }

    /// Adds what a list is written as.
    fn list(&mut self, item: &Item, via: Option<&TokenStream>) {
        let (cx, uses) = (self.cx, self.uses);
        let name = item_type(uses, item);
        let whole = quote!(Vec<#name>);
        let first = Some(via.unwrap_or(&whole));
        let text = quote!(&str).to_string();
        let mut takes_text = false;
        for (sizes, element) in elements(cx, uses, &item.ty, 1) {
            takes_text |= sizes.is_empty() && element.to_string() == text;
            self.push(&[vec!["N".to_owned()], sizes].concat(), &quote!([#element; N]), first);
        }
        if takes_text {
            self.push(&[], &quote!(Vec<&str>), first);
        }
        self.push(&[], &whole, via);
        self.push(&[], &quote!(&#whole), first);
        self.push(&[], &quote!(&[#name]), first);
    }

    /// Adds what a map is written as.
    fn map(&mut self, item: &Item, via: Option<&TokenStream>) {
        let whole = map_type(self.uses, item).into_token_stream();
        let first = Some(via.unwrap_or(&whole));
        for (sizes, value) in elements(self.cx, self.uses, &item.ty, 1) {
            self.push(&[vec!["N".to_owned()], sizes].concat(), &quote!([(&str, #value); N]), first);
        }
        self.push(&[], &whole, via);
        self.push(&[], &quote!(&#whole), first);
    }

    /// Adds a type that becomes the union, through another one if that is given.
    fn push(&mut self, sizes: &[String], from: &TokenStream, via: Option<&TokenStream>) {
        if self.known.insert(from.to_string()) {
            let sizes = (!sizes.is_empty()).then(|| {
                let sizes = sizes.iter().map(|size| syntax::ident(size));
                quote!(const #(#sizes)* =>)
            });
            let via = via.map(|via| quote!(as #via));
            self.values.push(quote!(#sizes #from #via));
        }
    }
}

/// Returns what an item of an array is written as, with the sizes of the arrays in it.
fn elements(cx: Cx<'_>, uses: &Uses<'_>, ty: &Type, depth: usize) -> Vec<(Vec<String>, TokenStream)> {
    let ty = cx.api.resolve(ty);
    let held = owned(uses, ty);
    let mut list: Vec<TokenStream> = vec![quote!(#held)];
    let mut inner = Vec::new();
    match ty {
        ty if ty.is_string() => list.push(quote!(&str)),
        Type::List(item) | Type::Map(item) if depth < DEEPEST => {
            let size = format!("N{depth}");
            let name = syntax::ident(&size);
            inner = elements(cx, uses, &item.ty, depth + 1);
            for (sizes, element) in &mut inner {
                sizes.insert(0, size.clone());
                *element = match ty {
                    Type::Map(_) => quote!([(&str, #element); #name]),
                    _ => quote!([#element; #name]),
                };
            }
        }
        Type::Named(id) => {
            list.push(quote!(&#held));
            match &cx.api.def(*id).shape {
                Shape::StringEnum(_) => list.push(quote!(&str)),
                Shape::IntegerEnum(shape) => {
                    let int = syntax::ident(integer(shape).0);
                    list.push(quote!(#int));
                }
                Shape::Union(shape) if depth < DEEPEST => {
                    let indexes = (0..shape.variants.len()).filter(|index| converts(cx, *id, shape, *index));
                    let within = |index: usize| {
                        let ty = cx.api.resolve(&shape.variants[index].ty);
                        // Lists count where they are written, and a union in a union has to end somewhere.
                        let step = usize::from(matches!(ty, Type::Named(_)));
                        elements(cx, uses, ty, depth + step)
                    };
                    inner = indexes.flat_map(within).collect();
                }
                Shape::Union(_) | Shape::Struct(_) | Shape::Alias(_) => {}
            }
        }
        Type::Json => list.push(quote!(&#held)),
        Type::Scalar(_) | Type::List(_) | Type::Map(_) | Type::Generic(..) => {}
    }
    list.into_iter().map(|one| (Vec::new(), one)).chain(inner).collect()
}
