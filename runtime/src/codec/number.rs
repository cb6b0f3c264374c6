//! Reads numbers exactly. Knows their grammar, nothing of other values.

use super::decimal::Decimal;
use super::fault::{Fault, shorten};
use super::reader::Reader;
use super::scan::Digits;

/// An error in a number: its location and its reason.
type Flaw = (usize, &'static str);

impl Reader<'_> {
    /// Reads an integer of `min` to `max`, both included; `1.0` and `1e3` count as such, `1.5` and `"1"` do not.
    ///
    /// # Errors
    ///
    /// Fails if the next value is not such a number, or is out of range.
    pub fn integer(&mut self, min: i128, max: i128) -> Result<i128, Fault> {
        let (number, start) = self.number("an integer")?;
        if let Some(integer) = number.plain_integer()
            && min <= integer
            && integer <= max
        {
            return Ok(integer);
        }
        let text = &self.text[start..self.at];
        match parse_integral(text) {
            Some(integer) if min <= integer && integer <= max => Ok(integer),
            found => Err(misfit(text, found)),
        }
    }

    /// Reads a number.
    ///
    /// # Errors
    ///
    /// Fails if the next value is not a number, or is beyond the range of 64-bit floats.
    pub fn float(&mut self) -> Result<f64, Fault> {
        let (number, start) = self.number("a number")?;
        match number.float() {
            Some(float) => Ok(float),
            None => parse_float(&self.text[start..self.at]),
        }
    }

    /// Reads any number, and also returns its start; `expected` is for the message if there is none.
    #[inline(always)]
    pub(super) fn number(&mut self, expected: &'static str) -> Result<(Decimal, usize), Fault> {
        let Some(first @ (b'-' | b'0'..=b'9')) = self.peek() else { return Err(self.mismatch(expected)) };
        let start = self.at;
        match decompose(self.text.as_bytes(), start, first == b'-') {
            Ok((number, end)) => {
                self.at = end;
                Ok((number, start))
            }
            Err(flaw) => Err(self.flawed(flaw)),
        }
    }

    #[cold]
    #[inline(never)]
    fn flawed(&mut self, (at, reason): Flaw) -> Fault {
        self.at = at;
        self.syntax(reason)
    }
}

/// Parses the number at `start`; also returns its end.
#[inline(always)]
fn decompose(bytes: &[u8], start: usize, negative: bool) -> Result<(Decimal, usize), Flaw> {
    let whole = start + usize::from(negative);
    let mut digits = Digits::default();
    let point = digits.read_few(bytes, whole);
    if point == whole {
        return Err((whole, NO_DIGIT));
    }
    if bytes[whole] == b'0' && digits.count > 1 {
        return Err((whole, "a number must not start with a zero"));
    }
    let (mut end, mut exponent) = (point, 0);
    if bytes.get(end) == Some(&b'.') {
        let before = digits.count;
        end = digits.read(bytes, point + 1);
        if digits.count == before {
            return Err((end, NO_DIGIT));
        }
        // If this is truncated, there are more digits than can be represented.
        exponent = before.wrapping_sub(digits.count) as i32;
    }
    if let Some(b'e' | b'E') = bytes.get(end) {
        let power;
        (power, end) = read_exponent(bytes, end + 1)?;
        exponent = exponent.saturating_add(power);
    }
    Ok((Decimal { negative, digits, exponent, plain: end == point }, end))
}

/// Reads the exponent at `start`; also returns its end.
#[inline(never)]
fn read_exponent(bytes: &[u8], start: usize) -> Result<(i32, usize), Flaw> {
    /// Beyond the range of floats, and far from the limits of the type.
    const MOST: u64 = 1_000_000_000;
    let sign = bytes.get(start).filter(|byte| matches!(byte, b'+' | b'-'));
    let start = start + usize::from(sign.is_some());
    let mut digits = Digits::default();
    let end = digits.read(bytes, start);
    if end == start {
        return Err((start, NO_DIGIT));
    }
    let power = if digits.count > Digits::MOST { MOST } else { digits.number.min(MOST) } as i32;
    Ok((if sign == Some(&b'-') { -power } else { power }, end))
}

const NO_DIGIT: &str = "expected a digit";

/// Returns whether the text of a number has neither a fraction nor an exponent.
pub(super) fn is_plain(text: &str) -> bool {
    !text.bytes().any(|byte| matches!(byte, b'.' | b'e' | b'E'))
}

/// Returns the value of a number that is an integer, in any spelling, and fits in 127 bits and a sign.
pub(super) fn parse_integral(text: &str) -> Option<i128> {
    parse_plain(text).or_else(|| parse_exact(text))
}

/// Returns the value of a number in its most common spelling: a sign, and up to 20 digits that fit in 64 bits.
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

/// Returns the value of a number in any other spelling. In decimal arithmetic, since a float would round large ones.
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
    let factor = 10_i128.checked_pow(u32::try_from(zeros).ok()?)?;
    let magnitude = significant.parse::<i128>().ok()?.checked_mul(factor)?;
    Some(if text.starts_with('-') { -magnitude } else { magnitude })
}

fn signed(text: &str, magnitude: u64) -> i128 {
    if text.starts_with('-') { -i128::from(magnitude) } else { i128::from(magnitude) }
}

/// Returns the nearest float of any number.
///
/// # Errors
///
/// Fails if the number is beyond the range.
#[inline(never)]
pub(super) fn parse_float(text: &str) -> Result<f64, Fault> {
    match text.parse::<f64>() {
        Ok(float) if float.is_finite() => Ok(float),
        _ => Err(beyond_floats(text)),
    }
}

/// Returns an error of a number beyond the range of floats.
#[cold]
pub(super) fn beyond_floats(text: &str) -> Fault {
    Fault::mismatch("a 64-bit float", format!("the number {}", shorten(text)))
}

#[cold]
fn misfit(text: &str, number: Option<i128>) -> Fault {
    if number.is_some() || is_plain(text) {
        Fault::mismatch("an integer in the range of the type", format!("the number {}", shorten(text)))
    } else {
        Fault::mismatch("an integer", format!("the number {}", shorten(text)))
    }
}
