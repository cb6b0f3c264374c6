//! Enumerations of strings and integers.

use indexmap::IndexSet;
use serde_json::Value;

use super::Lowering;
use crate::ir::{IntegerEnum, Scalar, Shape, StringEnum, Type, Variant, WireName};
use crate::spec::facets::Facets;

impl<'a> Lowering<'a> {
    /// An open enumeration of the strings that a schema lists. Repeated values count once.
    pub(super) fn string_enum(&mut self, facets: &Facets<'a>) -> Shape {
        let values = facets.values.as_deref().unwrap_or_default();
        string_enum(values.iter().filter_map(Value::as_str))
    }

    /// An open enumeration of the integers that a schema lists. Repeated values count once.
    pub(super) fn integer_enum(&mut self, facets: &Facets<'a>) -> Shape {
        let values = facets.values.as_deref().unwrap_or_default();
        let known: IndexSet<i64> = values.iter().filter_map(Value::as_i64).collect();
        if known.is_empty() {
            return Shape::Alias(Type::Scalar(Scalar::I64));
        }
        let values = known.into_iter().map(|value| Variant { value, name: None, description: None }).collect();
        Shape::IntegerEnum(IntegerEnum { values })
    }
}

/// An open enumeration of strings, each once, in the order given.
pub(super) fn string_enum<'s>(values: impl Iterator<Item = &'s str>) -> Shape {
    let known: IndexSet<&str> = values.collect();
    if known.is_empty() {
        return Shape::Alias(Type::Scalar(Scalar::String));
    }
    let variant = |value: &str| Variant { value: WireName::new(value), name: None, description: None };
    Shape::StringEnum(StringEnum { values: known.into_iter().map(variant).collect() })
}
