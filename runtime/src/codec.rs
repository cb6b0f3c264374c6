//! The JSON codec: encodes and decodes values.
//!
//! Generated code contains only lists of fields; everything that loops, compares keys or knows JSON is here, once, and
//! not generic. A model passes the engine one slot per field (`&mut dyn Decode`), so that its own compiled code is a
//! few instructions. The codec knows nothing of requests, transports or errors of calls.
//!
//! The crate exports:
//!
//! - at the root, for users: [`Base64`], [`Clearable`], [`Expandable`], [`Fault`], [`Patch`], [`UnrecognizedInteger`],
//!   [`UnrecognizedJson`], [`UnrecognizedValue`], and [`Secret`](crate::Secret);
//! - in `private`, for generated code: [`Candidate`], [`Clue`], [`Decode`], [`DecodeMap`], [`Dropped`], [`Encode`],
//!   [`EncodeMap`], [`Field`], [`Kept`], [`Nulls`], [`Reader`], [`Writer`], [`blank`], [`decode_json`],
//!   [`encode_json`], [`same_nulls`], [`show`], [`unrecognized`], [`unrecognized_integer`], [`serialize`],
//!   [`deserialize`] and the macros `object!`, `string_enum!`, `wire_integer!`, `serde_impls!`.

mod accept;
mod base64;
mod bridge;
mod candidate;
mod clearable;
mod collections;
mod containers;
mod conversions;
mod decimal;
mod expandable;
mod fault;
mod field;
mod forgiving;
mod formats;
mod kept;
mod marks;
mod model;
mod nulls;
mod number;
mod object;
mod open;
mod patch;
mod reader;
mod scalars;
mod scan;
mod skip;
mod string;
mod timestamp;
mod tolerance;
mod union;
mod value;
mod writer;

use std::fmt::Debug;

pub use self::accept::{FromText, IntoPatch, IntoValue};
pub use self::base64::Base64;
pub use self::bridge::{deserialize, serialize};
pub use self::candidate::{Candidate, Clue};
pub use self::clearable::Clearable;
pub use self::collections::{DecodeMap, EncodeMap, Items, Sequence};
use self::containers::texts;
pub use self::expandable::Expandable;
pub use self::fault::Fault;
pub(crate) use self::fault::Segment;
pub use self::field::Field;
pub(crate) use self::forgiving::forgiving_into;
pub use self::kept::{Dropped, Kept};
pub use self::model::show;
pub use self::nulls::{Nulls, same_nulls};
pub use self::open::{
    UnrecognizedInteger, UnrecognizedJson, UnrecognizedValue, show_variant, unrecognized, unrecognized_integer,
    unrecognized_text,
};
pub use self::patch::Patch;
pub use self::reader::Reader;
pub(crate) use self::tolerance::{Noted, Remedy, Shortened};
pub use self::writer::Writer;

/// A value that can be written to the wire as JSON.
///
/// It can be formatted as well: a struct hands its fields to the writer, which formats them where it is to.
pub trait Encode: Debug {
    /// Writes the value, as exactly one JSON value.
    ///
    /// Never fails: a float that is not a number or not finite is written as `null`.
    fn encode(&self, writer: &mut Writer<'_>);

    /// Returns whether an optional field with this value is omitted.
    fn is_absent(&self) -> bool {
        false
    }
}

/// A value that can be read from JSON on the wire.
pub trait Decode {
    /// Returns a cheap placeholder that decoding overwrites.
    fn blank() -> Self
    where
        Self: Sized;

    /// Reads one JSON value and overwrites `self` with it.
    ///
    /// # Errors
    ///
    /// Fails if the text is not JSON, nests too deeply or does not match the type; the value of `self` is then
    /// unspecified.
    fn decode(&mut self, reader: &mut Reader<'_>) -> Result<(), Fault>;

    /// Handles an absent field; returns whether absence is accepted although the field is required.
    ///
    /// A type that has an empty state resets `self` to it, since `self` may hold the value of an earlier duplicate of
    /// the whole object.
    fn decode_absent(&mut self) -> bool {
        false
    }
}

/// Returns a placeholder that decoding overwrites.
pub fn blank<T: Decode>() -> T {
    T::blank()
}

/// Decodes the JSON value in `json`; a byte order mark before it is skipped.
///
/// # Errors
///
/// Fails if the text is not JSON, if anything but white space follows the value, or if the value does not match the
/// type.
pub fn decode_json<T: Decode>(json: &[u8]) -> Result<T, Fault> {
    let mut value = T::blank();
    decode_into(&mut value, json)?;
    Ok(value)
}

/// Writes `value` as JSON text.
pub fn encode_json(value: &dyn Encode) -> Vec<u8> {
    let mut json = Vec::with_capacity(128);
    value.encode(&mut Writer::new(&mut json));
    json
}

/// Decodes the JSON value in `json` into `value`.
pub(crate) fn decode_into(value: &mut dyn Decode, json: &[u8]) -> Result<(), Fault> {
    let mut reader = Reader::new(json);
    value.decode(&mut reader)?;
    reader.finish()
}
