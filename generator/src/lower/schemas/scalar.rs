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
        Shape::Alias(Type::Scalar(match self.config.formats.get(format) {
            Some(FormatType::String) => Scalar::String,
            Some(FormatType::Local) if format == "date-time" => Scalar::LocalDateTime,
            Some(FormatType::Local | FormatType::Strict) | None => Scalar::of_text(format),
        }))
    }
}
