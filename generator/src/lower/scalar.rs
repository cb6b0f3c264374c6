//! Scalars: from `type` and `format` to a scalar type.

use super::Lowering;
use super::enumeration::{integer_enum, string_enum};
use crate::config::FormatType;
use crate::ir::{Scalar, Shape, Type};
use crate::spec::facets::Facets;

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

    /// An integer schema: an enumeration, or a scalar by its format. Without a format it has 64 bits: real identifiers
    /// and amounts exceed 32.
    pub(super) fn integer(&mut self, facets: &Facets<'a>) -> Shape {
        if facets.values.as_ref().is_some_and(|values| !values.is_empty()) {
            return integer_enum(facets);
        }
        Shape::Alias(Type::Scalar(match facets.format.as_deref() {
            Some("int32") => Scalar::I32,
            Some("uint32") => Scalar::U32,
            Some("uint64") => Scalar::U64,
            _ => Scalar::I64,
        }))
    }
}
