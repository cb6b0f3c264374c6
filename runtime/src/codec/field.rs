//! The static description of one field of a model. Knows nothing of values.

/// The maximum length of a key that is precomputed, including its comma, quotes and colon.
const READY: usize = 24;

/// For each length of `Field::ready`, the mask of the key with its quotes and the colon.
const KEYS: [[u64; 3]; READY + 1] = keys();

/// One field of an object: its wire name and whether it is required.
///
/// Built at compile time, so that what encoding and decoding need often is precomputed.
#[derive(Clone, Copy, Debug)]
pub struct Field {
    pub(crate) name: &'static str,
    /// The JSON text of a constant.
    pub(crate) constant: Option<&'static str>,
    /// Whether it is required; a plain object may lack a constant nevertheless.
    pub(crate) required: bool,
    /// Whether date-times in its value must have an offset.
    pub(crate) strict: bool,
    /// Whether a constant may be null as well; of an optional field, whether null is distinct from absence.
    pub(crate) nullable: bool,
    /// The used length of `ready`; 0 if the name is too long or needs escapes in JSON.
    ready_length: u8,
    /// The text before the value: `,"name":`.
    ready: [u8; READY],
}

impl Field {
    /// Returns a field that is always written and required when reading.
    pub const fn required(name: &'static str) -> Self {
        Self::of(name, None, true)
    }

    /// Returns a field that may be absent or null.
    pub const fn optional(name: &'static str) -> Self {
        Self::of(name, None, false)
    }

    /// Returns a [`required`](Self::required) field of type `bool`.
    pub const fn required_bool(name: &'static str) -> Self {
        Self::required(name)
    }

    /// Returns a [`required`](Self::required) field of an integer type.
    pub const fn required_int(name: &'static str) -> Self {
        Self::required(name)
    }

    /// Returns a field that is always written and required when reading, but may be null.
    pub const fn nullable(name: &'static str) -> Self {
        Self::required(name)
    }

    /// Returns a field that may be absent or null, which are distinct: [`Nulls`](super::Nulls) keeps which one it is.
    pub const fn optional_nullable(name: &'static str) -> Self {
        Self { nullable: true, ..Self::optional(name) }
    }

    /// Returns a required field with only one value, `json`, as JSON text. It has no slot.
    pub const fn constant(name: &'static str, json: &'static str) -> Self {
        Self::of(name, Some(json), true)
    }

    /// Returns an optional field with only one value, `json`, as JSON text. It has no slot.
    pub const fn optional_constant(name: &'static str, json: &'static str) -> Self {
        Self { nullable: true, ..Self::of(name, Some(json), false) }
    }

    /// Like [`required`](Self::required), but a date-time without an offset is an error instead of being read as UTC.
    pub const fn strict_required(name: &'static str) -> Self {
        Self { strict: true, ..Self::required(name) }
    }

    /// Like [`optional`](Self::optional), but a date-time without an offset is an error instead of being read as UTC.
    pub const fn strict_optional(name: &'static str) -> Self {
        Self { strict: true, ..Self::optional(name) }
    }

    /// Like [`optional_nullable`](Self::optional_nullable), but a date-time without an offset is an error instead of being
    /// read as UTC.
    pub const fn strict_optional_nullable(name: &'static str) -> Self {
        Self { strict: true, ..Self::optional_nullable(name) }
    }

    /// Like [`constant`](Self::constant), but may also be null.
    pub const fn constant_or_null(name: &'static str, json: &'static str) -> Self {
        Self { nullable: true, ..Self::constant(name, json) }
    }

    #[inline]
    pub(crate) const fn is_constant(&self) -> bool {
        self.constant.is_some()
    }

    /// Returns whether null is distinct from absence, so that `None` may mean either.
    #[inline]
    pub(crate) const fn keeps_null(&self) -> bool {
        self.nullable && !self.required && self.constant.is_none()
    }

    /// Returns a buffer whose beginning is the text before the value, and its length; `None` if it is not precomputed.
    #[inline]
    pub(crate) const fn ready(&self) -> Option<(&[u8; READY], usize)> {
        if self.ready_length == 0 { None } else { Some((&self.ready, self.ready_length as usize)) }
    }

    /// Returns the length of the key with its quotes and the colon if `text` contains it from its second byte on; 0 if
    /// it does not, or if the key is not precomputed.
    #[inline]
    pub(crate) fn key_length(&self, text: &[u8; READY]) -> usize {
        let length = usize::from(self.ready_length);
        let mask = &KEYS[length];
        let differs = |at: usize| (word(text, at) ^ word(&self.ready, at)) & mask[at];
        if differs(0) | differs(1) | differs(2) == 0 { length.saturating_sub(1) } else { 0 }
    }

    /// Evaluated at compile time for every field of every model of an SDK, where a call costs more than many operators:
    /// so it has plain loops and indices, and no branch for each byte.
    const fn of(name: &'static str, constant: Option<&'static str>, required: bool) -> Self {
        let bytes = name.as_bytes();
        let length = bytes.len();
        let mut ready = [0; READY];
        let mut ready_length = 0;
        if length + 4 <= READY {
            let mut is_special = false;
            let (mut rest, mut at) = (bytes, 2);
            while let [byte, after @ ..] = rest {
                is_special |= (*byte < 0x20) | (*byte == b'"') | (*byte == b'\\');
                ready[at] = *byte;
                at += 1;
                rest = after;
            }
            if !is_special {
                ready[0] = b',';
                ready[1] = b'"';
                ready[length + 2] = b'"';
                ready[length + 3] = b':';
                ready_length = length as u8 + 4;
            }
        }
        Self { name, constant, required, strict: false, nullable: false, ready_length, ready }
    }
}

#[inline]
fn word(bytes: &[u8; READY], at: usize) -> u64 {
    let mut word = [0; 8];
    word.copy_from_slice(&bytes[8 * at..8 * at + 8]);
    u64::from_le_bytes(word)
}

const fn keys() -> [[u64; 3]; READY + 1] {
    let mut keys = [[0; 3]; READY + 1];
    let mut length = 0;
    while length <= READY {
        let mut at = 1;
        while at < length {
            keys[length][at / 8] |= 0xff << (8 * (at % 8));
            at += 1;
        }
        length += 1;
    }
    keys
}

#[cfg(test)]
mod tests {
    use super::{Field, READY};

    #[test]
    fn keys_that_need_no_escape_are_precomputed() {
        let names =
            ["", "a", "input_audio", "twenty_bytes_exactly", "twenty_one_bytes_long", "größe", "\u{7f}", "日本"];
        for name in names {
            let expected = format!(",{}:", serde_json::to_string(name).unwrap());
            let field = Field::required(name);
            let ready = field.ready().map(|(text, length)| String::from_utf8(text[..length].to_vec()).unwrap());
            assert_eq!(ready, (expected.len() <= READY).then_some(expected), "{name:?}");
        }
    }

    #[test]
    fn keys_that_need_an_escape_are_not() {
        for char in (0..0x20).map(char::from).chain(['"', '\\']) {
            for name in [format!("{char}"), format!("{char}b"), format!("a{char}"), format!("a{char}b")] {
                let name: &'static str = Box::leak(name.into_boxed_str());
                assert!(Field::required(name).ready().is_none(), "{name:?}");
            }
        }
    }
}
