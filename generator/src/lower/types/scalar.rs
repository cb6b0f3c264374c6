//! Integers, and the values of enumerations that have no variant.

use super::super::schemas::{Facets, Kind, integer_enum, integer_type, is_fraction, whole};
use super::Types;
use crate::diagnostics::codes;
use crate::ir::{Integer, Scalar, Shape, Type};
use crate::pointer::Pointer;

impl Types<'_> {
    /// Returns the shape of an integer: an enumeration, or a scalar by its format and bounds.
    pub(in crate::lower) fn integer(&mut self, facets: &Facets<'_>, at: &Pointer) -> Shape {
        if facets.values.as_ref().is_some_and(|values| !values.is_empty()) {
            return integer_enum(facets);
        }
        let scalar = Scalar::Integer(integer_type(facets));
        self.report_wide(scalar, at);
        Shape::Alias(Type::Scalar(scalar))
    }

    /// Reports an integer of more than 64 bits, which many programs do not expect.
    pub(in crate::lower) fn report_wide(&mut self, scalar: Scalar, at: &Pointer) {
        if scalar == Scalar::Integer(Integer::I128) {
            let message = "no 64-bit integer type covers these bounds; the type is `i128`";
            self.account.report(codes::WIDE_INTEGER, at, message);
        }
    }

    /// Reports the values of an enumeration that are not of its type and get no variant.
    pub(in crate::lower) fn report_values(&mut self, facets: &Facets<'_>, at: &Pointer) {
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
            self.account.report(codes::ENUM_VALUE, &at.child("enum").item(index), message);
        }
    }
}
