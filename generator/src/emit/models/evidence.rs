//! Evidence for each variant of a union: values of the tag, the kind of JSON, keys, constants and known values, at any
//! depth. The runtime weighs it.

use proc_macro2::TokenStream;
use quote::quote;

use crate::emit::Cx;
use crate::emit::uses::Uses;
use crate::emit::views::Def;
use crate::ir::{Alternative, Field, Generic, Shape, Struct, Type, TypeId, Union, Value, Wire, WireName};

/// The most unions or objects below the one that is read in which evidence is searched.
pub(in crate::emit) const DEEPEST: usize = 4;

/// The most properties of an object whose values are evidence.
const MOST_CLUES: usize = 12;

/// Returns the evidence for each variant of a union, in their order.
pub(in crate::emit) fn candidates(def: Def<'_>, uses: &Uses<'_>, shape: &Union) -> Vec<TokenStream> {
    let cx = def.cx;
    let candidate = uses.name("Candidate");
    let mut structs = Vec::new();
    structs_of(cx, shape, &mut structs, 0);
    let evidence = Evidence { cx, uses, structs };
    let of = |(index, variant): (usize, &Alternative)| {
        let tags = &variant.tags;
        let Some(tag) = shape.tag.as_ref().filter(|_| !tags.is_empty()) else {
            return evidence.of_variant(variant, &mut vec![def.id], 0);
        };
        let is_bare = may_lack_tag(cx, &variant.ty, tag, 0);
        let has_twin = || {
            let others = shape.variants.iter().enumerate().filter(|(other, _)| *other != index);
            others.flat_map(|(_, other)| &other.tags).any(|other| tags.contains(other))
        };
        let basis = if is_bare || has_twin() {
            evidence.of_variant(variant, &mut vec![def.id], 0)
        } else {
            quote!(#candidate::any())
        };
        if is_bare { quote!(#basis.tagged_or_bare(&[#(#tags),*])) } else { quote!(#basis.tagged(&[#(#tags),*])) }
    };
    shape.variants.iter().enumerate().map(of).collect()
}

/// Returns the union that a type is, directly or through aliases.
pub(in crate::emit) fn as_union<'a>(cx: Cx<'a>, ty: &'a Type) -> Option<(TypeId, &'a Union)> {
    match cx.api.resolve(ty) {
        Type::Named(id) => match &cx.api.def(*id).shape {
            Shape::Union(union) => Some((*id, union)),
            _ => None,
        },
        _ => None,
    }
}

/// Whether the tag of a variant may be absent or null: evidence must then decide where it is.
fn may_lack_tag(cx: Cx<'_>, ty: &Type, tag: &WireName, depth: usize) -> bool {
    if let Some((_, shape)) = cx.api.as_struct(ty) {
        let lacks = |field: &Field| field.wire == *tag && (!field.presence.required || field.presence.nullable);
        return shape.fields.iter().any(lacks);
    }
    let lacks = |variant: &Alternative| depth < DEEPEST && may_lack_tag(cx, &variant.ty, tag, depth + 1);
    as_union(cx, ty).is_some_and(|(_, union)| union.variants.iter().any(lacks))
}

/// The structs among the variants of a union, and of those below it.
fn structs_of<'a>(cx: Cx<'a>, shape: &'a Union, structs: &mut Vec<(TypeId, &'a Struct)>, depth: usize) {
    for variant in &shape.variants {
        match (cx.api.as_struct(&variant.ty), as_union(cx, &variant.ty)) {
            (Some(own), _) if !structs.iter().any(|(id, _)| *id == own.0) => structs.push(own),
            (_, Some((_, union))) if depth < DEEPEST => structs_of(cx, union, structs, depth + 1),
            _ => {}
        }
    }
}

/// What is needed to find evidence for the variants of one union.
struct Evidence<'a> {
    cx: Cx<'a>,
    uses: &'a Uses<'a>,
    /// All objects that a value of the union may be.
    structs: Vec<(TypeId, &'a Struct)>,
}

impl<'a> Evidence<'a> {
    /// Returns the evidence for a variant: its text, or that of its type.
    fn of_variant(&self, own: &Alternative, seen: &mut Vec<TypeId>, depth: usize) -> TokenStream {
        let candidate = self.uses.name("Candidate");
        match &own.constant {
            Some(text) => quote!(#candidate::string_of(&[#text])),
            None => self.of_type(&own.ty, seen, depth),
        }
    }

    /// Returns the evidence for a type, of a variant that is `depth` unions below the one that is read. A union that
    /// was `seen` before or is too deep adds nothing.
    fn of_type(&self, ty: &Type, seen: &mut Vec<TypeId>, depth: usize) -> TokenStream {
        let candidate = self.uses.name("Candidate");
        let id = match self.cx.api.resolve(ty) {
            Type::Scalar(scalar) => {
                return match scalar.row().wire {
                    Wire::Boolean => quote!(#candidate::boolean()),
                    Wire::Integer(_) => quote!(#candidate::integer()),
                    Wire::Number => quote!(#candidate::number()),
                    Wire::Text(_) | Wire::Body(_) => quote!(#candidate::string()),
                };
            }
            Type::Json => return quote!(#candidate::any()),
            Type::List(_) => return quote!(#candidate::array()),
            Type::Map(_) => return quote!(#candidate::map()),
            Type::Generic(generic, inner) => {
                let text = match generic {
                    Generic::Expandable => quote!(#candidate::string()),
                    Generic::Clearable => quote!(#candidate::string_of(&[""])),
                };
                let inner = self.of_type(inner, seen, depth);
                return quote!(#candidate::one_of(&[#text, #inner]));
            }
            Type::Named(id) => *id,
        };
        match &self.cx.api.def(id).shape {
            Shape::Struct(shape) => {
                let model = self.uses.model(id);
                let clues =
                    if self.structs.len() > 1 { self.clues(id, shape, &mut Path::default()) } else { Vec::new() };
                let with = (!clues.is_empty()).then(|| quote!(.with(&[#(#clues),*])));
                quote!(#candidate::object(#model::FIELDS)#with)
            }
            Shape::StringEnum(shape) => {
                let values = shape.values.iter().map(|variant| variant.value.as_str());
                quote!(#candidate::string_of(&[#(#values),*]))
            }
            Shape::IntegerEnum(_) => quote!(#candidate::integer()),
            Shape::Union(shape) if depth < DEEPEST && !seen.contains(&id) => {
                seen.push(id);
                let inner: Vec<_> =
                    shape.variants.iter().map(|inner| self.of_variant(inner, seen, depth + 1)).collect();
                quote!(#candidate::one_of(&[#(#inner),*]))
            }
            Shape::Union(_) | Shape::Alias(_) => quote!(#candidate::any()),
        }
    }

    /// Returns the clues of the fields of an object, which is below the root of a variant at this path.
    fn clues(&self, root: TypeId, shape: &'a Struct, path: &mut Path<'a>) -> Vec<TokenStream> {
        let clue = || self.uses.name("Clue");
        let mut clues = Vec::new();
        if path.steps.len() == DEEPEST {
            return clues;
        }
        for field in &shape.fields {
            let Value::Typed(ty) = &field.value else { continue };
            let name = field.wire.as_str();
            path.steps.push(name);
            if let Some((id, inner)) = self.cx.api.as_struct(ty) {
                if !path.open.contains(&id) {
                    path.open.push(id);
                    let below = self.clues(root, inner, path);
                    path.open.pop();
                    if inner.has_constants() || !below.is_empty() {
                        let (clue, model) = (clue(), self.uses.model(id));
                        clues.push(quote!(#clue::object(#name, #model::FIELDS, &[#(#below),*])));
                    }
                }
            } else if let Some(own) = self.known_values(&field.value) {
                let constructor = match self.weight_of(root, &own, &path.steps) {
                    Weight::None => None,
                    Weight::Likely => Some(quote!(values)),
                    Weight::Certain => Some(quote!(only)),
                };
                clues.extend(constructor.map(|constructor| {
                    let clue = clue();
                    quote!(#clue::#constructor(#name, &[#(#own),*]))
                }));
            }
            path.steps.pop();
            if clues.len() == MOST_CLUES {
                break;
            }
        }
        clues
    }

    /// Returns the weight of the known values of a field, given the fields of other objects at the same path.
    fn weight_of(&self, root: TypeId, own: &[String], path: &[&str]) -> Weight {
        let others = self.structs.iter().filter(|(id, _)| *id != root);
        let others: Vec<_> = others.map(|(_, shape)| self.values_at(shape, path)).collect();
        let is_apart = |other: &Option<Vec<String>>| {
            other.as_ref().is_some_and(|other| other.iter().all(|value| !own.contains(value)))
        };
        let differs = |other: &Option<Vec<String>>| other.as_ref().is_some_and(|other| other != own);
        if !others.is_empty() && others.iter().all(is_apart) {
            Weight::Certain
        } else if others.iter().any(differs) {
            Weight::Likely
        } else {
            Weight::None
        }
    }

    /// The known values at a path below an object, as JSON texts.
    fn values_at(&self, mut shape: &'a Struct, path: &[&str]) -> Option<Vec<String>> {
        let (last, steps) = path.split_last()?;
        let member = |shape: &'a Struct, name: &str| shape.fields.iter().find(|field| field.wire.as_str() == name);
        for step in steps {
            let Value::Typed(ty) = &member(shape, step)?.value else { return None };
            (_, shape) = self.cx.api.as_struct(ty)?;
        }
        self.known_values(&member(shape, last)?.value)
    }

    /// The values that the document lists for a property, as JSON texts.
    fn known_values(&self, value: &Value) -> Option<Vec<String>> {
        let ty = match value {
            Value::Constant(only) => return Some(vec![only.to_string()]),
            Value::Typed(ty) => ty,
        };
        let Type::Named(id) = self.cx.api.resolve(ty) else { return None };
        match &self.cx.api.def(*id).shape {
            Shape::StringEnum(shape) => {
                let text = |value: &WireName| crate::ir::Literal::String(value.as_str().to_owned()).to_string();
                Some(shape.values.iter().map(|variant| text(&variant.value)).collect())
            }
            Shape::IntegerEnum(shape) => Some(shape.values.iter().map(|variant| variant.value.to_string()).collect()),
            _ => None,
        }
    }
}

/// The location of a field below the root of a variant.
#[derive(Default)]
struct Path<'a> {
    steps: Vec<&'a str>,
    /// The objects along the path: one that contains itself is not searched again.
    open: Vec<TypeId>,
}

/// What a known value says about the variant.
enum Weight {
    /// Nothing.
    None,
    /// The variant is more likely.
    Likely,
    /// The variant is certain: no other variant has any of these values, and all of them list theirs.
    Certain,
}
