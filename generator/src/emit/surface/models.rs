//! What models let users name: fields, variants, how they are created.

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::TokenTree;

use super::text;
use crate::emit::models::sample::has_sample;
use crate::emit::models::structure::{argument, derives as derives_of_model, has_new, in_new, set_as, with_setter};
use crate::emit::models::{accepted, accessors, enumeration, union};
use crate::emit::types::{field_type, map_type, owned, typed_fields};
use crate::emit::uses::Uses;
use crate::emit::views::Def;
use crate::ir::{Shape, Struct, Type, Union, Value};
use crate::surface::{Constructor, Kind, Model, Named};

/// Returns what users can name of the model with this key.
pub(super) fn model(def: Def<'_>, key: &str, uses: &Uses<'_>) -> Model {
    let kind = match &def.ir.shape {
        Shape::Struct(shape) => structure(def, uses, shape),
        Shape::StringEnum(shape) => {
            Kind::Enumeration(values(def, shape.values.iter().map(|variant| variant.value.as_str().to_owned())))
        }
        Shape::IntegerEnum(shape) => {
            Kind::Enumeration(values(def, shape.values.iter().map(|variant| variant.value.to_string())))
        }
        Shape::Union(shape) => alternatives(def, uses, shape),
        Shape::Alias(ty) => Kind::Alias(text(&owned(uses, ty))),
    };
    Model {
        name: def.type_name().as_str().to_owned(),
        places: def.ir.keys.iter().filter(|place| *place != key).cloned().collect(),
        kind,
        constructor: constructor(def, uses),
        constants: constants(def),
        derives: derives(def),
        sample: has_sample(def, uses),
        conversions: conversions(def, uses),
        features: def.cx.cfg_features.public_of_module(def.module()).into_iter().map(str::to_owned).collect(),
    }
}

/// Returns the properties with one value.
fn constants(def: Def<'_>) -> BTreeMap<String, String> {
    let Shape::Struct(shape) = &def.ir.shape else { return BTreeMap::new() };
    let constants = shape.fields.iter().filter_map(|field| match &field.value {
        Value::Constant(value) => Some((field.wire.as_str().to_owned(), value.to_string())),
        Value::Typed(_) => None,
    });
    constants.collect()
}

fn values(def: Def<'_>, values: impl Iterator<Item = String>) -> BTreeMap<String, String> {
    values.zip(def.members().iter().map(|member| member.as_str().to_owned())).collect()
}

fn structure(def: Def<'_>, uses: &Uses<'_>, shape: &Struct) -> Kind {
    let fields = typed_fields(&shape.fields).map(|(index, field, ty)| {
        let ty = text(&field_type(uses, field, ty));
        (field.wire.as_str().to_owned(), Named { name: def.member(index).as_str().to_owned(), ty })
    });
    let rest = shape.rest.as_ref().map(|item| Named {
        name: def.member(shape.fields.len()).as_str().to_owned(),
        ty: text(&map_type(uses, item)),
    });
    let new = def.is_sent().then(|| in_new(shape).map(|(_, field, _)| field.wire.as_str().to_owned()).collect());
    Kind::Struct { fields: fields.collect(), new, rest }
}

fn alternatives(def: Def<'_>, uses: &Uses<'_>, shape: &Union) -> Kind {
    let variants = shape.variants.iter().zip(def.members()).zip(shape.keys()).map(|((variant, member), key)| {
        let held = |ty: &Type| {
            if variant.boxed { format!("Box<{}>", text(&owned(uses, ty))) } else { text(&owned(uses, ty)) }
        };
        let ty = if variant.constant.is_some() { String::new() } else { held(&variant.ty) };
        (key, Named { name: member.as_str().to_owned(), ty })
    });
    let accessors = accessors::types(def, uses, shape).into_iter().map(|(name, ty)| (name, text(&ty)));
    Kind::Union { variants: variants.collect(), accessors: accessors.collect() }
}

fn constructor(def: Def<'_>, uses: &Uses<'_>) -> Option<Constructor> {
    let Shape::Struct(shape) = &def.ir.shape else { return None };
    let arguments = in_new(shape).map(|(_, field, ty)| text(&argument(def, uses, field, ty)));
    let setters = with_setter(shape).map(|(_, field, ty)| {
        let ty = text(&set_as(def, uses, field, ty));
        (field.wire.as_str().to_owned(), ty)
    });
    def.is_sent().then(|| Constructor {
        name: if has_new(shape) { "new" } else { "empty" }.to_owned(),
        arguments: arguments.collect(),
        setters: setters.collect(),
        rest: shape.rest.is_some(),
    })
}

fn derives(def: Def<'_>) -> BTreeSet<String> {
    let tokens = match &def.ir.shape {
        Shape::Struct(_) | Shape::Union(_) => derives_of_model(def),
        Shape::StringEnum(_) | Shape::IntegerEnum(_) => enumeration::derives(),
        Shape::Alias(_) => return BTreeSet::new(),
    };
    let names = tokens.into_iter().filter_map(|token| match token {
        TokenTree::Ident(name) => Some(name.to_string()),
        _ => None,
    });
    names.collect()
}

fn conversions(def: Def<'_>, uses: &Uses<'_>) -> BTreeSet<String> {
    let names = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
    match &def.ir.shape {
        Shape::StringEnum(_) => names(&["&str", "String"]),
        Shape::IntegerEnum(shape) => names(&[enumeration::integer(shape).0]),
        Shape::Union(shape) => {
            let types = union::converted(def, uses, shape).map(|(_, _, ty)| text(&ty));
            let texts = |ty: String| if ty == "String" { vec!["&str".to_owned(), ty] } else { vec![ty] };
            let text = (def.is_sent() && accepted::takes_text(def, uses, shape)).then(|| "&str".to_owned());
            types.flat_map(texts).chain(text).collect()
        }
        Shape::Struct(_) | Shape::Alias(_) => BTreeSet::new(),
    }
}
