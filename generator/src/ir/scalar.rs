//! Single values.

/// A single value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Scalar {
    /// Text.
    String,
    /// Text that is never shown.
    Secret,
    /// True or false.
    Boolean,
    /// 32 bits with sign.
    I32,
    /// 64 bits with sign.
    I64,
    /// 32 bits without sign.
    U32,
    /// 64 bits without sign.
    U64,
    /// 128 bits with sign, for what 64 bits do not hold.
    I128,
    /// Single precision.
    F32,
    /// Double precision.
    F64,
    /// A point in time (RFC 3339 `date-time`).
    Timestamp,
    /// A date and a time of day without an offset (`date-time-local`).
    LocalDateTime,
    /// A calendar day (RFC 3339 `full-date`).
    Date,
    /// A UUID (RFC 9562).
    Uuid,
    /// Bytes in base64 (RFC 4648).
    Base64,
    /// Raw bytes, as a document describes them inside of JSON: a text.
    Binary,
    /// A whole request body of bytes; nothing else has this type.
    Bytes,
    /// A file that is uploaded: a part of a multipart body, alone or in a list, or a whole request body whose type the
    /// caller may say; nothing else has this type.
    File,
    /// A whole multipart body whose parts the document does not name; nothing else has this type.
    Parts,
}

impl Scalar {
    /// Whether its values are integers.
    #[must_use]
    pub fn is_integer(self) -> bool {
        matches!(self, Self::I32 | Self::I64 | Self::U32 | Self::U64 | Self::I128)
    }
}
