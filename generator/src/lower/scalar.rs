//! Scalars: from `type` and `format` to a scalar type.

use super::Lowering;
use super::enumeration::{integer_enum, is_fraction, string_enum};
use super::integer::whole;
use crate::config::FormatType;
use crate::diagnostics::codes;
use crate::ir::{Scalar, Shape, Type};
use crate::lower::facets::{Facets, Kind};
use crate::pointer::Pointer;

impl<'a> Lowering<'a> {
    /// A string schema: an enumeration, or a scalar by its format.
    pub(super) fn string(&self, facets: &Facets<'a>) -> Shape {
        if facets.values.as_ref().is_some_and(|values| !values.is_empty()) {
            return string_enum(facets);
        }
        let format = facets.format.as_deref().unwrap_or_default();
        let decided = self.config.formats.get(format);
        Shape::Alias(Type::Scalar(match format {
            _ if decided == Some(&FormatType::String) => Scalar::String,
            "date-time" if decided == Some(&FormatType::Local) => Scalar::LocalDateTime,
            "date-time" => Scalar::Timestamp,
            "date-time-local" => Scalar::LocalDateTime,
            "date" => Scalar::Date,
            "uuid" => Scalar::Uuid,
            "byte" => Scalar::Base64,
            "binary" => Scalar::Binary,
            "password" => Scalar::Secret,
            // Unknown formats, and those whose values are best kept as they are: `uri`, `email`, `ipv4`.
            _ => Scalar::String,
        }))
    }

    /// An integer schema: an enumeration, or a scalar by its format and bounds.
    pub(super) fn integer(&mut self, facets: &Facets<'a>, at: &Pointer) -> Shape {
        if facets.values.as_ref().is_some_and(|values| !values.is_empty()) {
            return integer_enum(facets);
        }
        Shape::Alias(Type::Scalar(self.integer_scalar(facets, at)))
    }

    /// Reports the values of an enumeration that are not of its type, and are no variants of it.
    pub(super) fn report_values(&mut self, facets: &Facets<'a>, at: &Pointer) {
        let kind = facets.implied_kind();
        for (index, value) in facets.values.iter().flatten().enumerate() {
            let reason = match kind {
                Some(Kind::String) if !value.is_string() => "it is not a string",
                Some(Kind::Integer) if whole(value).is_some() => continue,
                Some(Kind::Integer) if value.is_number() && !is_fraction(value) => {
                    "an integer of an enumeration has at most 64 bits"
                }
                Some(Kind::Integer) => "it is not an integer",
                _ => continue,
            };
            let message = format!("`{value}` has no variant: {reason}");
            self.diagnostics.report(codes::ENUM_VALUE, &at.child("enum").item(index), message);
        }
    }
}
