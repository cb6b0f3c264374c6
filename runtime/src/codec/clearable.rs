//! A value that an empty string clears. Knows only the two codec traits.

use super::{Candidate, Decode, Encode, Fault, Reader, UnrecognizedJson, Writer};

/// A value, or the empty string, which clears it.
///
/// Some APIs, above all those whose requests are forms, clear a field that is sent as `""`. Setters take
/// `impl IntoValue<Clearable<T>>`, so they accept a value, literals that mean the same, and an `Option`, whose `None`
/// clears the field.
///
/// ```
/// use sdkgen_runtime::{Clearable, IntoValue as _};
///
/// assert_eq!(Clearable::from(5), Clearable::Value(5));
/// assert_eq!(Clearable::<i64>::from(None), Clearable::Clear);
/// let tags: Clearable<Vec<String>> = ["a", "b"].into_value();
/// assert_eq!(tags, Clearable::Value(vec!["a".into(), "b".into()]));
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Clearable<T> {
    /// Sent as `""`: the field is cleared.
    Clear,
    /// Sent as this value.
    Value(T),
    /// A value that this release does not know; its JSON is kept and sent back unchanged.
    Unrecognized(UnrecognizedJson),
}

/// What each variant but the last looks like in JSON.
const CANDIDATES: &[Candidate] = &[Candidate::string_of(&[""]), Candidate::any()];

impl<T> Clearable<T> {
    /// Returns whether the field is cleared.
    pub const fn is_clear(&self) -> bool {
        matches!(self, Self::Clear)
    }

    /// Returns the value, if there is one.
    pub const fn value(&self) -> Option<&T> {
        match self {
            Self::Value(value) => Some(value),
            Self::Clear | Self::Unrecognized(_) => None,
        }
    }

    /// Returns the value, consuming `self`, if there is one.
    pub fn into_value(self) -> Option<T> {
        match self {
            Self::Value(value) => Some(value),
            Self::Clear | Self::Unrecognized(_) => None,
        }
    }
}

super::conversions::conversions!(Clearable, Clear, "`None` clears the field.");

impl<T: Encode> Encode for Clearable<T> {
    fn encode(&self, writer: &mut Writer<'_>) {
        match self {
            Self::Clear => writer.string(""),
            Self::Value(value) => value.encode(writer),
            Self::Unrecognized(value) => value.encode(writer),
        }
    }
}

impl<T: Decode> Decode for Clearable<T> {
    fn blank() -> Self {
        Self::Clear
    }

    fn decode(&mut self, reader: &mut Reader<'_>) -> Result<(), Fault> {
        let mut read = |index: usize, reader: &mut Reader<'_>| {
            *self = if index == 0 {
                reader.string()?;
                Self::Clear
            } else {
                Self::Value(reader.value()?)
            };
            Ok(())
        };
        if !reader.choose(CANDIDATES, &mut read)? {
            *self = Self::Unrecognized(reader.value()?);
        }
        Ok(())
    }
}

super::bridge::serde_impls_of_generic!(Clearable);
