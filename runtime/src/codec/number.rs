//! Numbers of JSON text. Knows their grammar, which the reader has checked already, and exactness.

use super::{Fault, Reader};

impl Reader<'_> {
    /// Reads an integer of `min` to `max`, both included; `1.0` and `1e3` count as such, `1.5` and `"1"` do not.
    ///
    /// # Errors
    ///
    /// Fails if something else stands there, or the number is out of range.
    pub fn integer(&mut self, min: i128, max: i128) -> Result<i128, Fault> {
        let text = self.number("an integer")?;
        match parse_integral(text) {
            Some(number) if min <= number && number <= max => Ok(number),
            found => Err(misfit(text, found)),
        }
    }

    /// Reads a number.
    ///
    /// # Errors
    ///
    /// Fails if something else stands there, or the number is beyond the range of 64-bit floats.
    pub fn float(&mut self) -> Result<f64, Fault> {
        let text = self.number("a number")?;
        match text.parse::<f64>() {
            Ok(number) if number.is_finite() => Ok(number),
            _ => Err(Fault::mismatch("a 64-bit float", format!("the number {}", shorten(text)))),
        }
    }
}

/// Returns whether the text of a number has neither a fraction nor an exponent.
pub(super) fn is_plain(text: &str) -> bool {
    !text.bytes().any(|byte| matches!(byte, b'.' | b'e' | b'E'))
}

/// Returns the value of a number that is integral, however it is written, and fits 64 bits and a sign.
pub(super) fn parse_integral(text: &str) -> Option<i128> {
    parse_plain(text).or_else(|| parse_exact(text))
}

/// Returns the value of a number in its most common spelling: a sign, and up to 20 digits that fit 64 bits.
pub(super) fn parse_plain(text: &str) -> Option<i128> {
    let digits = text.strip_prefix('-').unwrap_or(text).as_bytes();
    if digits.len() > 20 {
        return None;
    }
    let mut magnitude = 0_u64;
    for byte in digits {
        let digit = byte.wrapping_sub(b'0');
        if digit > 9 {
            return None;
        }
        magnitude = magnitude.checked_mul(10)?.checked_add(u64::from(digit))?;
    }
    Some(signed(text, magnitude))
}

/// Any other spelling, in decimal arithmetic, since a float would round large ones.
#[cold]
fn parse_exact(text: &str) -> Option<i128> {
    let unsigned = text.strip_prefix('-').unwrap_or(text);
    let (mantissa, exponent) = unsigned.split_once(['e', 'E']).unwrap_or((unsigned, "0"));
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let digits = [whole, fraction].concat();
    let significant = digits.trim_end_matches('0');
    if significant.is_empty() {
        return Some(0);
    }
    let moved = exponent.parse::<i64>().ok()?.checked_sub(i64::try_from(fraction.len()).ok()?)?;
    let zeros = moved.checked_add(i64::try_from(digits.len() - significant.len()).ok()?)?;
    let factor = 10_u64.checked_pow(u32::try_from(zeros).ok()?)?;
    Some(signed(text, significant.parse::<u64>().ok()?.checked_mul(factor)?))
}

fn signed(text: &str, magnitude: u64) -> i128 {
    if text.starts_with('-') { -i128::from(magnitude) } else { i128::from(magnitude) }
}

#[cold]
fn misfit(text: &str, number: Option<i128>) -> Fault {
    if number.is_some() || is_plain(text) {
        Fault::mismatch("an integer of the type's range", format!("the number {}", shorten(text)))
    } else {
        Fault::mismatch("an integer", format!("the number {}", shorten(text)))
    }
}

/// Cuts a number to what a message can show; numbers are ASCII.
pub(super) fn shorten(text: &str) -> &str {
    text.get(..40).unwrap_or(text)
}
