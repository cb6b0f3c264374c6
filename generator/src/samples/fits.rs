//! Checks whether an example in a document fits its type and constraints. Knows no Rust.

use super::known_values;
use crate::ir::{
    Api, Constraints, Generic, Item, Literal, Scalar, Shape, Struct, Type, TypeId, Upload, Value, Wire, is_date,
    is_date_time, is_local_date_time,
};

/// Returns whether a value decodes as a type; examples in documents do not always match their schema.
pub(crate) fn fits(api: &Api, ty: &Type, value: &Literal) -> bool {
    fits_beside(api, ty, value, &mut Vec::new())
}

/// Does this without the unions in `open`, whose alternatives are being tried: a union may be an alternative of itself.
fn fits_beside(api: &Api, ty: &Type, value: &Literal, open: &mut Vec<TypeId>) -> bool {
    match (api.resolve(ty), value) {
        (Type::Json, _) => true,
        (Type::List(item), Literal::List(values)) => values.iter().all(|value| fits_item(api, item, value)),
        (Type::Map(item), Literal::Object(members)) => members.iter().all(|(_, value)| fits_item(api, item, value)),
        (Type::Scalar(scalar), value) => fits_scalar(*scalar, value),
        (Type::Generic(Generic::Expandable, _), Literal::String(_)) => true,
        (Type::Generic(Generic::Clearable, _), Literal::String(text)) if text.is_empty() => true,
        (Type::Generic(_, inner), value) => fits_beside(api, inner, value, open),
        (Type::Named(id), value) => match (&api.def(*id).shape, value) {
            (Shape::Struct(shape), Literal::Object(members)) => fits_struct(api, shape, members),
            (Shape::StringEnum(_) | Shape::IntegerEnum(_), value) => known_values(api, ty).contains(value),
            (Shape::Union(_), _) if open.contains(id) => false,
            (Shape::Union(union), value) => {
                open.push(*id);
                let is_one = union.variants.iter().any(|variant| match &variant.constant {
                    Some(text) => matches!(value, Literal::String(given) if given == text),
                    None => fits_beside(api, &variant.ty, value, open),
                });
                open.pop();
                is_one
            }
            _ => false,
        },
        _ => false,
    }
}

fn fits_item(api: &Api, item: &Item, value: &Literal) -> bool {
    if *value == Literal::Null { item.nullable } else { fits(api, &item.ty, value) }
}

fn fits_struct(api: &Api, shape: &Struct, members: &[(String, Literal)]) -> bool {
    shape.fields.iter().all(|field| {
        let given = members.iter().find(|(key, _)| key == field.wire.as_str());
        match (given, &field.value) {
            (None, _) => !field.presence.required,
            (Some((_, Literal::Null)), _) => field.presence.nullable,
            (Some((_, given)), Value::Constant(value)) => given == value,
            (Some((_, given)), Value::Typed(ty)) => fits(api, ty, given),
        }
    })
}

fn fits_scalar(scalar: Scalar, value: &Literal) -> bool {
    match (scalar.row().wire, value) {
        (Wire::Boolean, value) => matches!(value, Literal::Boolean(_)),
        (Wire::Integer(integer), value) => {
            let (least, greatest) = integer.bounds();
            value.whole().is_some_and(|number| (least..=greatest).contains(&number))
        }
        (Wire::Number, Literal::Number(text)) => text.parse::<f64>().is_ok_and(f64::is_finite),
        (Wire::Text(text), Literal::String(value)) => (text.accepts)(value),
        (Wire::Body(Upload::Bytes | Upload::File), value) => matches!(value, Literal::String(_)),
        (Wire::Number | Wire::Text(_) | Wire::Body(Upload::Parts), _) => false,
    }
}

/// Returns whether a value satisfies its constraints, as far as they can be checked.
pub(crate) fn within(constraints: &Constraints, value: &Literal) -> bool {
    let between = |number: usize, least: Option<u64>, most: Option<u64>| {
        let number = u64::try_from(number).unwrap_or(u64::MAX);
        least.is_none_or(|least| number >= least) && most.is_none_or(|most| number <= most)
    };
    match value {
        Literal::String(text) => {
            between(text.chars().count(), constraints.min_length, constraints.max_length)
                && (constraints.formats.is_empty() || constraints.formats.iter().any(|format| may_be_of(format, text)))
                && constraints.pattern.as_deref().is_none_or(|pattern| may_match(pattern, text))
        }
        Literal::List(items) => between(items.len(), constraints.min_items, constraints.max_items),
        Literal::Object(members) => between(members.len(), constraints.min_properties, constraints.max_properties),
        Literal::Number(text) => text.parse::<f64>().is_ok_and(|number| {
            let keeps = |bound: &Option<(String, bool)>, sign: f64| {
                let Some((text, excluded)) = bound else { return true };
                text.parse::<f64>().is_ok_and(|bound| sign * number > sign * bound || (!excluded && number == bound))
            };
            keeps(&constraints.minimum, 1.0) && keeps(&constraints.maximum, -1.0)
        }),
        _ => true,
    }
}

/// Returns whether a regular expression (ECMA 262) matches a text; `true` if the expression is not understood.
fn may_match(pattern: &str, text: &str) -> bool {
    /// The most memory of an expression, in bytes: documents are not trusted.
    const MOST: usize = 1 << 20;
    let known = regex::RegexBuilder::new(pattern).size_limit(MOST).dfa_size_limit(MOST).build();
    known.map_or(true, |known| known.is_match(text))
}

/// Returns whether a text can have a format; `false` only if it certainly does not, for formats that validators check
/// strictly.
fn may_be_of(format: &str, text: &str) -> bool {
    match format {
        "email" | "idn-email" => text.contains('@'),
        "duration" => text.starts_with('P'),
        "json-pointer" => text.is_empty() || text.starts_with('/'),
        "ipv4" => text.split('.').count() == 4,
        "uri" | "iri" => text.contains(':'),
        "date" => is_date(text),
        "date-time" => is_date_time(text) || is_local_date_time(text),
        "date-time-local" => is_local_date_time(text),
        "uuid" => text.len() == 36,
        _ => true,
    }
}
