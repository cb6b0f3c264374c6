//! The static description of one field of a model. Knows nothing of values.

/// How long a key can be at most that is kept ready to be written, with its comma, quotes and colon.
const READY: usize = 24;

/// For each length of `Field::ready`, the bits of it that are the key with its quotes and the colon.
const KEYS: [[u64; 3]; READY + 1] = keys();

/// One field of an object: its name on the wire and when it is there.
///
/// Made at compile time, so what both directions ask for again and again is worked out in advance.
#[derive(Clone, Copy, Debug)]
pub struct Field {
    pub(crate) name: &'static str,
    /// The JSON text of a field that has only one value.
    pub(crate) constant: Option<&'static str>,
    /// Whether it must be there; a plain object may lack a constant all the same.
    pub(crate) required: bool,
    /// Whether date-times in its value must have an offset.
    pub(crate) strict: bool,
    /// Whether a constant may be null as well.
    pub(crate) nullable: bool,
    /// How much of `ready` is used; 0 if the name does not fit or does not stand in JSON as it is.
    ready_length: u8,
    /// What comes before the value: `,"name":`.
    ready: [u8; READY],
}

impl Field {
    /// A field that is always written and must be there when reading.
    pub const fn required(name: &'static str) -> Self {
        Self::of(name, None, true)
    }

    /// A field that may stay away or be null.
    pub const fn optional(name: &'static str) -> Self {
        Self::of(name, None, false)
    }

    /// A [`required`](Self::required) field of type `bool`.
    pub const fn required_bool(name: &'static str) -> Self {
        Self::required(name)
    }

    /// A [`required`](Self::required) field of one of the types of integers.
    pub const fn required_int(name: &'static str) -> Self {
        Self::required(name)
    }

    /// A field that is always written and must be there when reading, but may be null.
    pub const fn nullable(name: &'static str) -> Self {
        Self::required(name)
    }

    /// A field that may stay away, and for which null is a value of its own.
    pub const fn patch(name: &'static str) -> Self {
        Self::optional(name)
    }

    /// A field that must be there and has only one value, `json`, as JSON text. It has no slot.
    pub const fn constant(name: &'static str, json: &'static str) -> Self {
        Self::of(name, Some(json), true)
    }

    /// A field that may stay away or be null, and has only one value, `json`, as JSON text. It has no slot.
    pub const fn optional_constant(name: &'static str, json: &'static str) -> Self {
        Self { nullable: true, ..Self::of(name, Some(json), false) }
    }

    /// Like [`required`](Self::required), but a date-time without an offset is refused instead of read as UTC.
    pub const fn strict_required(name: &'static str) -> Self {
        Self { strict: true, ..Self::required(name) }
    }

    /// Like [`optional`](Self::optional), but a date-time without an offset is refused instead of read as UTC.
    pub const fn strict_optional(name: &'static str) -> Self {
        Self { strict: true, ..Self::optional(name) }
    }

    /// Like [`constant`](Self::constant), but it may be null as well.
    pub const fn constant_or_null(name: &'static str, json: &'static str) -> Self {
        Self { nullable: true, ..Self::constant(name, json) }
    }

    #[inline]
    pub(crate) const fn is_constant(&self) -> bool {
        self.constant.is_some()
    }

    /// What to write before the value, followed by rubbish, and how much of it counts; none if it has to be worked out.
    #[inline]
    pub(crate) const fn ready(&self) -> Option<(&[u8; READY], usize)> {
        if self.ready_length == 0 { None } else { Some((&self.ready, self.ready_length as usize)) }
    }

    /// How much of `text`, from its second byte on, is the key with its quotes and the colon behind it; 0 if something
    /// else stands there, or the key cannot be compared this way.
    #[inline]
    pub(crate) fn key_length(&self, text: &[u8; READY]) -> usize {
        let length = usize::from(self.ready_length);
        let mask = &KEYS[length];
        let differs = |at: usize| (word(text, at) ^ word(&self.ready, at)) & mask[at];
        if differs(0) | differs(1) | differs(2) == 0 { length.saturating_sub(1) } else { 0 }
    }

    /// Plain loops and indices: this is interpreted for every field of every model whenever an SDK is compiled.
    const fn of(name: &'static str, constant: Option<&'static str>, required: bool) -> Self {
        let bytes = name.as_bytes();
        let length = bytes.len();
        let mut ready = [0; READY];
        let mut plain = true;
        let mut index = 0;
        while index < length {
            let byte = bytes[index];
            if byte < 0x20 || byte == b'"' || byte == b'\\' {
                plain = false;
            }
            if index + 2 < READY {
                ready[index + 2] = byte;
            }
            index += 1;
        }
        let mut ready_length = 0;
        if plain && length + 4 <= READY {
            ready[0] = b',';
            ready[1] = b'"';
            ready[length + 2] = b'"';
            ready[length + 3] = b':';
            ready_length = length as u8 + 4;
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
