//! Bytes in base64. The only file of the codec that mentions the base64 crate.

use std::fmt;
use std::ops::Deref;

use ::base64::Engine;
use ::base64::alphabet::STANDARD;
use ::base64::engine::DecodePaddingMode;
use ::base64::engine::general_purpose::{GeneralPurpose, GeneralPurposeConfig};
use bytes::Bytes;

use super::{Decode, Encode, Fault, Reader, Writer};

/// Writes padded text, reads padded and unpadded.
const ENGINE: GeneralPurpose = GeneralPurpose::new(
    &STANDARD,
    GeneralPurposeConfig::new()
        .with_decode_padding_mode(DecodePaddingMode::Indifferent)
        .with_decode_allow_trailing_bits(true),
);

/// Bytes that are base64 text in JSON (RFC 4648, `format: byte`).
///
/// Writes the standard alphabet with padding; reads both alphabets, with or without padding and line breaks.
#[derive(Clone, Default, PartialEq, Eq, Hash)]
pub struct Base64(Bytes);

impl Base64 {
    /// Returns the bytes.
    pub fn as_bytes(&self) -> &Bytes {
        &self.0
    }

    /// Returns the bytes as a vector.
    pub fn into_bytes(self) -> Bytes {
        self.0
    }
}

impl fmt::Debug for Base64 {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Base64({} bytes)", self.0.len())
    }
}

impl Deref for Base64 {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        &self.0
    }
}

impl AsRef<[u8]> for Base64 {
    fn as_ref(&self) -> &[u8] {
        &self.0
    }
}

impl From<Bytes> for Base64 {
    fn from(bytes: Bytes) -> Self {
        Self(bytes)
    }
}

impl From<Vec<u8>> for Base64 {
    fn from(bytes: Vec<u8>) -> Self {
        Self(bytes.into())
    }
}

impl From<&[u8]> for Base64 {
    fn from(bytes: &[u8]) -> Self {
        Self(Bytes::copy_from_slice(bytes))
    }
}

impl<const N: usize> From<&[u8; N]> for Base64 {
    fn from(bytes: &[u8; N]) -> Self {
        Self::from(bytes.as_slice())
    }
}

impl From<Base64> for Bytes {
    fn from(value: Base64) -> Self {
        value.0
    }
}

impl Encode for Base64 {
    fn encode(&self, writer: &mut Writer<'_>) {
        writer.string(&ENGINE.encode(&self.0));
    }
}

impl Decode for Base64 {
    fn blank() -> Self {
        Self(Bytes::new())
    }

    fn decode(&mut self, reader: &mut Reader<'_>) -> Result<(), Fault> {
        let text = reader.string()?;
        // The value may be a key, so the error shows no excerpt.
        let bytes = parse(text).ok_or_else(|| Fault::mismatch("base64 text", "another string"))?;
        *self = Self::from(bytes);
        Ok(())
    }
}

crate::__serde_impls!(Base64);

fn parse(text: &str) -> Option<Vec<u8>> {
    if text.bytes().any(|byte| matches!(byte, b'-' | b'_') || byte.is_ascii_whitespace()) {
        let standard: Vec<u8> = text.bytes().filter_map(to_standard).collect();
        return ENGINE.decode(standard).ok();
    }
    ENGINE.decode(text).ok()
}

/// Converts the URL-safe alphabet to the standard one, and removes line breaks.
fn to_standard(byte: u8) -> Option<u8> {
    match byte {
        b'-' => Some(b'+'),
        b'_' => Some(b'/'),
        _ if byte.is_ascii_whitespace() => None,
        _ => Some(byte),
    }
}
