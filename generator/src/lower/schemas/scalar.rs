//! Strings: from `type` and `format` to a scalar or an enumeration.

use super::Schemas;
use super::enumeration::string_enum;
use super::facets::Facets;
use crate::config::FormatType;
use crate::ir::{Scalar, Shape, Type};

impl<'a> Schemas<'a> {
    /// Returns the shape of a string: an enumeration, or a scalar by its format.
    pub(in crate::lower) fn string(&self, facets: &Facets<'a>) -> Shape {
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
}
