//! serde for models, implemented by the codec. Generic only over the format: values are converted through a JSON value.
//!
//! The intermediate form is `serde_json::Value` rather than raw text: only serde_json's own formats support raw text,
//! and a value keeps 64-bit integers and the order of keys.

use serde::de::Error as _;
use serde::ser::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::Value;

use super::{Decode, Encode, Fault, decode_json, encode_json};

/// Serializes the JSON that `value` writes.
///
/// # Errors
///
/// Fails if the serializer does.
pub fn serialize<S: Serializer>(value: &dyn Encode, serializer: S) -> Result<S::Ok, S::Error> {
    to_value(value).map_err(S::Error::custom)?.serialize(serializer)
}

/// Deserializes any format that can represent JSON, and decodes the result.
///
/// # Errors
///
/// Fails if the deserializer does, or if its value does not match the type; the message then starts with the JSON path.
pub fn deserialize<'de, T: Decode, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
    let mut decoded = T::blank();
    from_value(Value::deserialize(deserializer)?, &mut decoded).map_err(D::Error::custom)?;
    Ok(decoded)
}

fn to_value(value: &dyn Encode) -> Result<Value, Fault> {
    decode_json(&encode_json(value))
}

fn from_value(value: Value, decoded: &mut dyn Decode) -> Result<(), Fault> {
    super::decode_into(decoded, &encode_json(&value))
}

/// Implements serde's traits for types that implement `Encode` and `Decode`.
#[doc(hidden)]
#[macro_export]
macro_rules! __serde_impls {
    ($($type:ty),+ $(,)?) => {$(
        impl $crate::private::serde::Serialize for $type {
            fn serialize<S: $crate::private::serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                $crate::private::serialize(self, serializer)
            }
        }

        impl<'de> $crate::private::serde::Deserialize<'de> for $type {
            fn deserialize<D: $crate::private::serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                $crate::private::deserialize::<Self, D>(deserializer)
            }
        }
    )+};
}

/// Implements serde's traits for a type around another that implements `Encode` and `Decode`.
macro_rules! serde_impls_of_generic {
    ($name:ident) => {
        impl<T: $crate::private::Encode> ::serde::Serialize for $name<T> {
            fn serialize<S: ::serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                $crate::private::serialize(self, serializer)
            }
        }

        impl<'de, T: $crate::private::Decode> ::serde::Deserialize<'de> for $name<T> {
            fn deserialize<D: ::serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                $crate::private::deserialize(deserializer)
            }
        }
    };
}

pub(super) use serde_impls_of_generic;
