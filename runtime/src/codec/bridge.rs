//! serde for models, over the codec. Generic only over the format: one JSON value stands in the middle.
//!
//! `serde_json::Value` rather than raw text is that middle: raw text means something only to serde_json's own formats,
//! and a value keeps 64-bit integers and the order of keys.

use std::hash::Hasher;

use serde::de::Error as _;
use serde::ser::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::Value;

use super::{Decode, Encode, Fault, decode_json, encode_json};

/// Serializes what `value` writes to the wire.
///
/// # Errors
///
/// Fails if the serializer does.
pub fn serialize<S: Serializer>(value: &dyn Encode, serializer: S) -> Result<S::Ok, S::Error> {
    to_value(value).map_err(S::Error::custom)?.serialize(serializer)
}

/// Deserializes any format that can hold JSON, and decodes that.
///
/// # Errors
///
/// Fails if the deserializer does, or if its value does not fit; the message then starts with the JSON path.
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

/// Hashes what a value is on the wire: equal values are equal there.
pub fn hash(value: &dyn Encode, state: &mut dyn Hasher) {
    state.write(&encode_json(value));
}

/// Implements `Eq` and `Hash` for types that implement `Encode` and have an equality that is total.
///
/// Derived ones would make a compiler look at every member of every model twice more, for something that is asked of
/// few models ever.
#[doc(hidden)]
#[macro_export]
macro_rules! __hash_impls {
    ($type:ty) => {
        impl Eq for $type {}

        impl ::std::hash::Hash for $type {
            fn hash<H: ::std::hash::Hasher>(&self, state: &mut H) {
                $crate::private::hash(self, state);
            }
        }
    };
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
                $crate::private::deserialize(deserializer)
            }
        }
    )+};
}
