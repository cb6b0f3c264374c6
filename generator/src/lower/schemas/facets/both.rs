//! Two schemas that both hold, as one: what they say about a single value. Knows nothing of properties and items.

use serde_json::Value;

use super::{Facets, Kind};

impl<'a> Facets<'a> {
    /// Returns what a value has to be for both schemas, as far as keywords of single values say it: `type`, `format`,
    /// `enum` and bounds. Where the two name types or formats that exclude each other, that of `other` is used; the
    /// caller detects this with [`Kind::with`]. Keywords that contain other schemas are left out.
    #[must_use]
    pub(in crate::lower) fn and(self, other: &Self) -> Self {
        let listed = self.values.as_ref().map(Vec::len);
        let values = both_values(self.values, other.values.as_ref());
        let as_before = listed.is_some() && values.as_ref().map(Vec::len) == listed;
        Self {
            kind: match (self.kind, other.kind) {
                (Some(first), Some(second)) => first.with(second).or(Some(second)),
                (first, second) => first.or(second),
            },
            format: other.format.clone().or(self.format),
            pattern: other.pattern.or(self.pattern),
            values,
            min_length: self.min_length.max(other.min_length),
            max_length: least(self.max_length, other.max_length),
            minimum: tighter(self.minimum, other.minimum.clone(), |first, second| first > second),
            maximum: tighter(self.maximum, other.maximum.clone(), |first, second| first < second),
            multiple_of: other.multiple_of.clone().or(self.multiple_of),
            min_items: self.min_items.max(other.min_items),
            max_items: least(self.max_items, other.max_items),
            min_properties: self.min_properties.max(other.min_properties),
            max_properties: least(self.max_properties, other.max_properties),
            unique_items: self.unique_items || other.unique_items,
            not: self.not.or(other.not),
            // The extensions describe the listed values one by one.
            extensions: if as_before || other.values.is_none() { self.extensions } else { other.extensions },
            ..Self::default()
        }
    }
}

impl Kind {
    /// Returns the name of a value of this type, with its article.
    #[must_use]
    pub(in crate::lower) fn words(self) -> &'static str {
        match self {
            Self::String => "a string",
            Self::Number => "a number",
            Self::Integer => "an integer",
            Self::Boolean => "a boolean",
            Self::Object => "an object",
            Self::Array => "an array",
        }
    }

    /// Returns the type of values that are of both types; `None` if there are none.
    #[must_use]
    pub(in crate::lower) fn with(self, other: Self) -> Option<Self> {
        match (self, other) {
            (first, second) if first == second => Some(first),
            (Self::Integer, Self::Number) | (Self::Number, Self::Integer) => Some(Self::Integer),
            _ => None,
        }
    }
}

/// Returns the tighter of two bounds. Of equal bounds an exclusive one is tighter.
pub(in crate::lower) fn tighter(
    first: Option<(String, bool)>,
    second: Option<(String, bool)>,
    is_tighter: fn(f64, f64) -> bool,
) -> Option<(String, bool)> {
    let (Some(first), Some(second)) = (&first, &second) else { return first.or(second) };
    let number = |bound: &(String, bool)| bound.0.parse::<f64>().unwrap_or(f64::NAN);
    let (own, new) = (number(first), number(second));
    let wins = is_tighter(new, own) || (new == own && second.1);
    Some(if wins { second.clone() } else { first.clone() })
}

/// Returns the smaller of two bounds.
pub(in crate::lower) fn least(first: Option<u64>, second: Option<u64>) -> Option<u64> {
    match (first, second) {
        (Some(first), Some(second)) => Some(first.min(second)),
        (first, second) => first.or(second),
    }
}

fn both_values(first: Option<Vec<Value>>, second: Option<&Vec<Value>>) -> Option<Vec<Value>> {
    match (first, second) {
        (Some(mut first), Some(second)) => {
            first.retain(|value| second.contains(value));
            Some(first)
        }
        (first, second) => first.or_else(|| second.cloned()),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{Facets, Kind};

    #[test]
    fn the_tighter_bound_counts() {
        let first = Facets { min_length: Some(1), max_length: Some(9), ..Facets::default() };
        let second = Facets { min_length: Some(3), max_length: None, ..Facets::default() };
        let both = first.and(&second);
        assert_eq!((both.min_length, both.max_length), (Some(3), Some(9)));
        let bound = |text: &str, excluded| Some((text.to_owned(), excluded));
        let first = Facets { minimum: bound("1", false), maximum: bound("10", false), ..Facets::default() };
        let second = Facets { minimum: bound("1", true), maximum: bound("20", false), ..Facets::default() };
        let both = first.and(&second);
        assert_eq!((both.minimum, both.maximum), (bound("1", true), bound("10", false)));
    }

    #[test]
    fn values_are_those_of_both() {
        let of = |values| Facets { values: Some(values), ..Facets::default() };
        let both = of(vec![json!("a"), json!("b")]).and(&of(vec![json!("b"), json!("c")]));
        assert_eq!(both.values, Some(vec![json!("b")]));
        assert_eq!(Facets::default().and(&of(vec![json!(1)])).values, Some(vec![json!(1)]));
    }

    #[test]
    fn an_integer_is_a_number_and_nothing_else() {
        assert_eq!(Kind::Integer.with(Kind::Number), Some(Kind::Integer));
        assert_eq!(Kind::String.with(Kind::Number), None);
        assert_eq!(Kind::Object.with(Kind::Object), Some(Kind::Object));
    }
}
