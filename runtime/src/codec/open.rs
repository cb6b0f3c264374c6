//! Open enums: values that this release does not know are kept and sent back unchanged. Also the macros that implement
//! generated enums. Knows nothing of concrete enums.

use std::fmt;

use super::{Decode, Encode, Fault, Reader, Writer};

/// The maximum length of JSON in `Debug` output, in characters.
const SHOWN: usize = 200;

/// A string value that this release does not know. Only decoding and the conversions of the enum create it: to send
/// such a value, write its text where the enum is expected, or convert it: `"value".into()`.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct UnrecognizedValue(Box<str>);

impl UnrecognizedValue {
    /// Returns the value as it is sent to the API.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for UnrecognizedValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.0, f)
    }
}

/// An integer value that this release does not know. Only decoding and the conversions of the enum create it: to send
/// such a value, write the number where the enum is expected, or convert it: `42.into()`.
///
/// `T` is the type of the enum's values: `i64`, or a larger type if necessary.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct UnrecognizedInteger<T = i64>(T);

impl UnrecognizedInteger {
    /// Returns the value.
    pub fn as_i64(&self) -> i64 {
        self.0
    }
}

impl UnrecognizedInteger<u64> {
    /// Returns the value.
    pub fn as_u64(&self) -> u64 {
        self.0
    }
}

impl UnrecognizedInteger<i128> {
    /// Returns the value.
    pub fn as_i128(&self) -> i128 {
        self.0
    }
}

impl<T: fmt::Debug> fmt::Debug for UnrecognizedInteger<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.0, f)
    }
}

/// A JSON value that matches no variant of a union, kept as its exact text.
///
/// Only decoding creates it. To send a value that has no variant yet, read the union from JSON:
/// `serde_json::from_value::<TheUnion>(json)` accepts any JSON, and a value that matches no variant becomes
/// `Unrecognized` and is sent unchanged. A field that has no setter can be sent with
/// [`RequestOptions::extra_body`](crate::RequestOptions::extra_body).
///
/// Two values are equal if their texts are.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct UnrecognizedJson(Box<str>);

impl UnrecognizedJson {
    /// Returns the JSON text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Returns the value, with null in place of numbers that it cannot represent.
    pub fn to_value(&self) -> serde_json::Value {
        super::decode_json(self.0.as_bytes()).unwrap_or_default()
    }
}

impl fmt::Debug for UnrecognizedJson {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0.char_indices().nth(SHOWN) {
            Some((end, _)) => write!(f, "UnrecognizedJson({}…)", &self.0[..end]),
            None => write!(f, "UnrecognizedJson({})", self.0),
        }
    }
}

impl Encode for UnrecognizedJson {
    fn encode(&self, writer: &mut Writer<'_>) {
        // Only a placeholder is empty.
        writer.raw(if self.0.is_empty() { "null" } else { &self.0 });
    }
}

impl Decode for UnrecognizedJson {
    fn blank() -> Self {
        Self(Box::default())
    }

    fn decode(&mut self, reader: &mut Reader<'_>) -> Result<(), Fault> {
        reader.note_free();
        self.0 = reader.raw()?.into();
        Ok(())
    }
}

crate::__serde_impls!(UnrecognizedJson);

/// Returns a string value that has no variant.
pub fn unrecognized(value: &str) -> UnrecognizedValue {
    UnrecognizedValue(value.into())
}

/// Writes the variant of an enum of strings as a derived `Debug` does; `names` are the values with their variants.
///
/// # Errors
///
/// Fails if the formatter did.
pub fn show_variant(f: &mut fmt::Formatter<'_>, names: &[(&str, &str)], value: &str) -> fmt::Result {
    match names.iter().find(|(known, _)| *known == value) {
        Some((_, name)) => f.write_str(name),
        None => f.debug_tuple("Unrecognized").field(&value).finish(),
    }
}

/// Returns the JSON of a text that has no variant in a union.
pub fn unrecognized_text(value: &str) -> UnrecognizedJson {
    UnrecognizedJson(serde_json::Value::from(value).to_string().into())
}

/// Returns an integer value that has no variant.
pub fn unrecognized_integer<T>(value: T) -> UnrecognizedInteger<T> {
    UnrecognizedInteger(value)
}

/// Implements the other traits of an open string enum that has `as_str` and `From<&str>`.
///
/// A variant may have the name of an associated type, so this does not refer to `Self::Err`, which would be ambiguous.
#[doc(hidden)]
#[macro_export]
macro_rules! __wire_string {
    ($type:ty) => {
        impl ::std::fmt::Display for $type {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                f.pad(self.as_str())
            }
        }

        impl ::std::str::FromStr for $type {
            type Err = ::std::convert::Infallible;

            fn from_str(value: &str) -> Result<Self, ::std::convert::Infallible> {
                Ok(Self::from(value))
            }
        }

        impl From<String> for $type {
            fn from(value: String) -> Self {
                Self::from(value.as_str())
            }
        }

        impl $crate::private::FromText for $type {}

        impl AsRef<str> for $type {
            fn as_ref(&self) -> &str {
                self.as_str()
            }
        }

        impl ::std::cmp::Eq for $type {}

        impl ::std::hash::Hash for $type {
            fn hash<H: ::std::hash::Hasher>(&self, state: &mut H) {
                ::std::hash::Hash::hash(self.as_str(), state);
            }
        }

        impl PartialEq<str> for $type {
            fn eq(&self, other: &str) -> bool {
                self.as_str() == other
            }
        }

        impl PartialEq<&str> for $type {
            fn eq(&self, other: &&str) -> bool {
                self.as_str() == *other
            }
        }

        impl $crate::private::Encode for $type {
            fn encode(&self, writer: &mut $crate::private::Writer<'_>) {
                writer.string(self.as_str());
            }
        }

        impl $crate::private::Decode for $type {
            fn blank() -> Self {
                Self::from("")
            }

            fn decode(&mut self, reader: &mut $crate::private::Reader<'_>) -> Result<(), $crate::private::Fault> {
                reader.open_string(self)
            }
        }

        $crate::__serde_impls!($type);
    };
}

/// Implements the other traits of an open integer enum that has `as_i64` and `From<i64>`, or those of the given integer
/// type.
#[doc(hidden)]
#[macro_export]
macro_rules! __wire_integer {
    ($type:ty) => {
        $crate::__wire_integer!($type, i64, as_i64);
    };
    ($type:ty, $int:ty, $as_int:ident) => {
        impl ::std::fmt::Display for $type {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                ::std::fmt::Display::fmt(&self.$as_int(), f)
            }
        }

        $crate::__accepts!(@values $type [$int]);
        $crate::__accepts!(@patches $type [$int]);

        impl PartialEq<$int> for $type {
            fn eq(&self, other: &$int) -> bool {
                self.$as_int() == *other
            }
        }

        impl $crate::private::Encode for $type {
            fn encode(&self, writer: &mut $crate::private::Writer<'_>) {
                $crate::private::Encode::encode(&self.$as_int(), writer);
            }
        }

        impl $crate::private::Decode for $type {
            fn blank() -> Self {
                Self::from(0)
            }

            fn decode(&mut self, reader: &mut $crate::private::Reader<'_>) -> Result<(), $crate::private::Fault> {
                let mut value = <$int>::MIN;
                reader.open_integer(&mut value)?;
                *self = Self::from(value);
                Ok(())
            }
        }

        $crate::__serde_impls!($type);
    };
}
