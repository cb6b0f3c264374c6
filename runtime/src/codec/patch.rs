//! A field of an update, which is left unchanged, cleared or set. Knows only how values are written.

use super::{Encode, Writer};

/// A field of an update: left unchanged, cleared, or set to a new value.
///
/// Setters take [`impl IntoPatch<T>`](crate::IntoPatch), so they accept a value, literals that mean the same, and an
/// `Option`, whose `None` clears the field.
///
/// ```
/// use sdkgen_runtime::Patch;
///
/// assert_eq!(Patch::from(5), Patch::Value(5));
/// assert_eq!(Patch::<String>::from(None), Patch::Null);
/// assert_eq!(Patch::<String>::default(), Patch::Absent);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Patch<T> {
    /// Not sent: the field is left unchanged.
    #[default]
    Absent,
    /// Sent as `null`: the field is cleared.
    Null,
    /// Sent as this value.
    Value(T),
}

impl<T> Patch<T> {
    /// Returns whether the field is not sent.
    pub const fn is_absent(&self) -> bool {
        matches!(self, Self::Absent)
    }

    /// Returns whether the field is cleared.
    pub const fn is_null(&self) -> bool {
        matches!(self, Self::Null)
    }

    /// Returns whether the field is set to a value.
    pub const fn is_value(&self) -> bool {
        matches!(self, Self::Value(_))
    }

    /// Returns a reference to the value, if there is one.
    pub const fn as_ref(&self) -> Patch<&T> {
        match self {
            Self::Absent => Patch::Absent,
            Self::Null => Patch::Null,
            Self::Value(value) => Patch::Value(value),
        }
    }

    /// Returns a mutable reference to the value, if there is one.
    pub const fn as_mut(&mut self) -> Patch<&mut T> {
        match self {
            Self::Absent => Patch::Absent,
            Self::Null => Patch::Null,
            Self::Value(value) => Patch::Value(value),
        }
    }

    /// Returns the value, if there is one.
    pub const fn as_option(&self) -> Option<&T> {
        match self {
            Self::Value(value) => Some(value),
            Self::Absent | Self::Null => None,
        }
    }

    /// Returns the value, consuming `self`, if there is one.
    pub fn into_option(self) -> Option<T> {
        match self {
            Self::Value(value) => Some(value),
            Self::Absent | Self::Null => None,
        }
    }

    /// Applies a function to the value.
    pub fn map<U>(self, function: impl FnOnce(T) -> U) -> Patch<U> {
        match self {
            Self::Absent => Patch::Absent,
            Self::Null => Patch::Null,
            Self::Value(value) => Patch::Value(function(value)),
        }
    }

    /// Takes the value, leaving [`Patch::Absent`].
    pub fn take(&mut self) -> Self {
        std::mem::replace(self, Self::Absent)
    }
}

super::conversions::conversions!(Patch, Null, "`None` clears the field.");

impl<T: Encode> Encode for Patch<T> {
    fn encode(&self, writer: &mut Writer<'_>) {
        match self {
            Self::Value(value) => value.encode(writer),
            Self::Absent | Self::Null => writer.null(),
        }
    }

    fn is_absent(&self) -> bool {
        Self::is_absent(self)
    }
}

impl<T: serde::Serialize> serde::Serialize for Patch<T> {
    /// Also writes null for [`Patch::Absent`]; skip it with `skip_serializing_if = "Patch::is_absent"`.
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.as_option().serialize(serializer)
    }
}

impl<'de, T: serde::Deserialize<'de>> serde::Deserialize<'de> for Patch<T> {
    /// Reads null as [`Patch::Null`]; add `default` to the field so that a missing one is [`Patch::Absent`].
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Option::deserialize(deserializer).map(Self::from)
    }
}
