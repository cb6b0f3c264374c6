//! Which integer type represents what a schema allows: that of its format, unless its bounds exceed it.
//!
//! A bound of `9223372036854776000` is the greatest `i64`, written by a program that represents numbers as doubles: it
//! is read as that. What no type of 64 bits represents, such as -1 to the greatest `u64`, is an `i128`.

use super::facets::Facets;
use crate::ir::{Integer, Literal};

/// Integers from the first to the second, both included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::lower) struct Range(i128, i128);

impl Range {
    /// Returns what the bounds of a schema allow; where there is none, what its format does.
    pub(in crate::lower) fn of(facets: &Facets<'_>) -> Self {
        let own = Self::held(by_format(facets));
        let least = facets.minimum.as_ref().and_then(|bound| inclusive(bound, 1));
        let most = facets.maximum.as_ref().and_then(|bound| inclusive(bound, -1));
        let range = Self(least.unwrap_or(own.0), most.unwrap_or(own.1));
        // Bounds that no number fulfils say nothing.
        if range.0 > range.1 { own } else { range }
    }

    /// Returns the range of a format that needs more than an `i64`.
    pub(in crate::lower) fn unsigned(facets: &Facets<'_>) -> Option<Self> {
        (by_format(facets) == Integer::U64).then(|| Self::held(Integer::U64))
    }

    /// Returns both ranges and what is between them.
    pub(in crate::lower) fn and(self, other: Self) -> Self {
        Self(self.0.min(other.0), self.1.max(other.1))
    }

    /// Returns the range of this number alone.
    pub(in crate::lower) fn only(number: i128) -> Self {
        Self(number, number)
    }

    /// Returns the first of these types that represents the whole range, else the widest.
    pub(in crate::lower) fn first(self, types: impl IntoIterator<Item = Integer>) -> Integer {
        types.into_iter().find(|integer| self.is_within(Self::held(*integer))).unwrap_or(Integer::I128)
    }

    fn is_within(self, other: Self) -> bool {
        other.0 <= self.0 && self.1 <= other.1
    }

    fn held(integer: Integer) -> Self {
        let (least, greatest) = integer.bounds();
        Self(least, greatest)
    }
}

/// Returns the type of integers without listed values.
pub(in crate::lower) fn integer_type(facets: &Facets<'_>) -> Integer {
    let range = Range::of(facets);
    let own = by_format(facets);
    let narrow = matches!(own, Integer::I32 | Integer::U32).then_some(Integer::U32);
    range.first([own].into_iter().chain(narrow).chain([Integer::I64, Integer::U64]))
}

fn by_format(facets: &Facets<'_>) -> Integer {
    Integer::of_format(facets.format.as_deref())
}

/// Returns the last number within a bound; `inwards` is the step from the bound to what it allows. `None` if the bound
/// is too large to mean anything.
fn inclusive((text, excluded): &(String, bool), inwards: i128) -> Option<i128> {
    let (bound, is_whole) = match text.parse::<i128>() {
        Ok(whole) => (whole, true),
        Err(_) => {
            let bound: f64 = text.parse().ok()?;
            let nearest = if inwards > 0 { bound.ceil() } else { bound.floor() };
            (nearest as i128, bound == nearest)
        }
    };
    const FAR: i128 = i128::MAX / 2;
    let bound = (-FAR..=FAR).contains(&bound).then_some(bound)?;
    Some(unrounded(if *excluded && is_whole { bound + inwards } else { bound }))
}

/// Returns the limit of a type of 64 bits, if the number is that limit rounded to a double.
fn unrounded(number: i128) -> i128 {
    let is_rounded = |limit: i128| number as f64 == limit as f64 && number.unsigned_abs() > limit.unsigned_abs();
    let limits = [i64::MIN.into(), i64::MAX.into(), u64::MAX.into()];
    limits.into_iter().find(|limit| is_rounded(*limit)).unwrap_or(number)
}

/// Returns an integer of an enumeration or a default, however it is spelled: `2.0` and `1e3` are integers. `None` if it
/// is not an integer, or has more than 64 bits: then its digits were lost when the document was read.
pub(in crate::lower) fn whole(value: &serde_json::Value) -> Option<i128> {
    /// Two to the power of 64.
    const BEYOND: f64 = 18_446_744_073_709_551_616.0;
    let number = value.as_number()?;
    let float = || number.as_f64().filter(|float| float.fract() == 0.0 && float.abs() < BEYOND);
    number.as_i128().or_else(|| float().map(|float| float as i128))
}

/// Returns the literal of an integer, spelled as one.
pub(in crate::lower) fn whole_literal(value: &serde_json::Value) -> Option<Literal> {
    whole(value).map(|number| Literal::Number(number.to_string()))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{Integer, Range, whole};
    use crate::lower::schemas::Facets;

    fn range(minimum: Option<(&str, bool)>, maximum: Option<(&str, bool)>, format: Option<&str>) -> Range {
        let bound = |bound: Option<(&str, bool)>| bound.map(|(text, excluded)| (text.to_owned(), excluded));
        let (minimum, maximum) = (bound(minimum), bound(maximum));
        Range::of(&Facets { minimum, maximum, format: format.map(str::to_owned), ..Facets::default() })
    }

    const GREATEST: &str = "18446744073709551615";

    #[test]
    fn bounds_count_to_the_last_number() {
        assert_eq!(range(Some(("0", false)), Some((GREATEST, false)), None), Range(0, u64::MAX.into()));
        assert_eq!(range(Some(("-1", true)), Some(("18446744073709551616", true)), None), Range(0, u64::MAX.into()));
        assert_eq!(range(Some(("0.5", true)), Some(("9.5", false)), None), Range(1, 9));
        assert_eq!(range(Some(("0", true)), Some(("10", true)), Some("int32")), Range(1, 9));
        assert_eq!(range(None, Some((GREATEST, false)), Some("uint64")), Range(0, u64::MAX.into()));
        assert_eq!(range(Some(("5", false)), Some(("1", false)), Some("int32")), Range::held(Integer::I32));
    }

    #[test]
    fn bounds_that_were_doubles_are_the_limits_they_came_from() {
        for text in ["9223372036854776000", "9223372036854775808", "9.223372036854776e18"] {
            assert_eq!(range(None, Some((text, false)), None), Range::held(Integer::I64), "{text}");
        }
        assert_eq!(range(Some(("-9223372036854776000", false)), None, None), Range::held(Integer::I64));
        for text in ["18446744073709552000", "1.8446744073709552e19"] {
            assert_eq!(range(Some(("0", false)), Some((text, false)), None), Range(0, u64::MAX.into()), "{text}");
        }
        assert_eq!(range(None, Some(("1.7976931348623157e308", false)), None), Range::held(Integer::I64));
    }

    #[test]
    fn the_first_type_that_holds_a_range_is_taken() {
        let types = [Integer::I64, Integer::U64];
        assert_eq!(Range(0, 5).first(types), Integer::I64);
        assert_eq!(Range(0, u64::MAX.into()).first(types), Integer::U64);
        assert_eq!(Range(-1, u64::MAX.into()).first(types), Integer::I128);
        assert_eq!(Range(0, i128::from(u64::MAX) + 1).first(types), Integer::I128);
    }

    #[test]
    fn whole_numbers_are_whole_in_every_spelling() {
        for (value, number) in
            [(json!(5), 5), (json!(-2.0), -2), (json!(1e3), 1000), (json!(u64::MAX), u64::MAX.into())]
        {
            assert_eq!(whole(&value), Some(number), "{value}");
        }
        for value in [json!(0.5), json!("1"), json!(1e20), json!(null)] {
            assert_eq!(whole(&value), None, "{value}");
        }
    }
}
