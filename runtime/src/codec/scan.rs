//! Scans text eight bytes at a time: finds the end of plain characters in a string, and parses digits.

const ONES: u64 = 0x0101_0101_0101_0101;
const HIGH: u64 = 0x8080_8080_8080_8080;

/// Returns the offset of the first quote, backslash or control character, or the length if there is none.
#[inline]
pub(super) fn find_special(bytes: &[u8]) -> usize {
    let mut at = 0;
    while let Some(chunk) = bytes.get(at..).and_then(|rest| rest.first_chunk::<8>()) {
        let special = special_bytes(u64::from_le_bytes(*chunk));
        if special != 0 {
            return at + special.trailing_zeros() as usize / 8;
        }
        at += 8;
    }
    // The rest may be scanned together with bytes that were scanned already.
    if let Some(chunk) = bytes.last_chunk::<8>() {
        let special = special_bytes(u64::from_le_bytes(*chunk));
        return bytes.len() - if special == 0 { 0 } else { 8 - special.trailing_zeros() as usize / 8 };
    }
    bytes.iter().position(|&byte| byte < 0x20 || byte == b'"' || byte == b'\\').unwrap_or(bytes.len())
}

/// Sets the high bit of the first byte that is a quote, a backslash or a control character; the bits of later bytes may
/// be wrong, since a difference borrows from its neighbour.
#[inline]
fn special_bytes(word: u64) -> u64 {
    let control = word.wrapping_sub(ONES * 0x20);
    let quote = (word ^ (ONES * b'"' as u64)).wrapping_sub(ONES);
    let backslash = (word ^ (ONES * b'\\' as u64)).wrapping_sub(ONES);
    (control | quote | backslash) & !word & HIGH
}

/// Several runs of digits, as one number.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Digits {
    /// The number, unless there are more than [`Digits::MOST`] digits.
    pub(super) number: u64,
    pub(super) count: usize,
}

impl Digits {
    /// This many digits always fit.
    pub(super) const MOST: usize = 19;

    /// Adds the digits from `at` on, one by one, and returns their end.
    #[inline(always)]
    pub(super) fn read_few(&mut self, bytes: &[u8], mut at: usize) -> usize {
        let start = at;
        while let Some(digit) = bytes.get(at).map(|byte| byte.wrapping_sub(b'0')).filter(|&digit| digit < 10) {
            self.number = self.number.wrapping_mul(10).wrapping_add(u64::from(digit));
            at += 1;
        }
        self.count += at - start;
        at
    }

    /// Adds the digits from `at` on, and returns their end.
    #[inline(always)]
    pub(super) fn read(&mut self, bytes: &[u8], mut at: usize) -> usize {
        loop {
            // A digit becomes its value; a greater value sets the high bit. A carry into the next byte comes from a
            // byte that is not a digit, and only the first of these counts.
            let values = chunk(bytes, at) ^ (ONES * b'0' as u64);
            let others = (values.wrapping_add(ONES * (0x80 - 10)) | values) & HIGH;
            if others != 0 {
                let bits = others.trailing_zeros() & !7;
                let count = bits as usize / 8;
                // The first digit is the lowest byte: zeros are put before it until there are eight.
                let number = number(values << 8 << (56 - bits));
                self.number = self.number.wrapping_mul(POWERS[count]).wrapping_add(number);
                self.count += count;
                return at + count;
            }
            self.number = self.number.wrapping_mul(100_000_000).wrapping_add(number(values));
            self.count += 8;
            at += 8;
        }
    }
}

const POWERS: [u64; 8] = [1, 10, 100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000];

/// Returns the number of eight digits, each of them one byte, the first one lowest.
#[inline(always)]
fn number(values: u64) -> u64 {
    let pairs = values.wrapping_mul(10 << 8 | 1) >> 8 & 0x00ff_00ff_00ff_00ff;
    let fours = pairs.wrapping_mul(100 << 16 | 1) >> 16 & 0x0000_ffff_0000_ffff;
    fours.wrapping_mul(10_000 << 32 | 1) >> 32
}

/// Returns eight bytes from `at` on, the first one lowest; zeros follow the end of the text.
#[inline(always)]
fn chunk(bytes: &[u8], at: usize) -> u64 {
    match bytes.get(at..at.wrapping_add(8)).and_then(|chunk| chunk.first_chunk()) {
        Some(chunk) => u64::from_le_bytes(*chunk),
        None => last_chunk(bytes.get(at..).unwrap_or_default()),
    }
}

#[cold]
#[inline(never)]
fn last_chunk(rest: &[u8]) -> u64 {
    rest.iter().rev().fold(0, |chunk, &byte| chunk << 8 | u64::from(byte))
}
