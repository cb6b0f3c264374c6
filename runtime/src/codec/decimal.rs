//! The digits and exponent of a JSON number, and its exact value. Knows no text.

use super::scan::Digits;

/// Whether floats are computed in their own precision: the old floating point unit of x86 rounds twice.
const EXACT: bool = cfg!(any(not(target_arch = "x86"), target_feature = "sse2"));

/// A number as it is written.
#[derive(Clone, Copy, Debug)]
pub(super) struct Decimal {
    pub(super) negative: bool,
    /// The digits, without the decimal point.
    pub(super) digits: Digits,
    /// The power of ten of the last digit.
    pub(super) exponent: i32,
    /// Whether it has neither a fraction nor an exponent.
    pub(super) plain: bool,
}

impl Decimal {
    /// Returns the value, if it is written as an integer and has few digits.
    #[inline]
    pub(super) fn plain_integer(&self) -> Option<i128> {
        if !self.plain || self.digits.count > Digits::MOST {
            return None;
        }
        let magnitude = i128::from(self.digits.number);
        Some(if self.negative { -magnitude } else { magnitude })
    }

    /// Returns the nearest float, rounding half to even; `None` if that needs more than the methods used here.
    #[inline]
    pub(super) fn float(&self) -> Option<f64> {
        if !EXACT || self.digits.count > Digits::MOST {
            return None;
        }
        let (digits, exponent) = (self.digits.number, self.exponent);
        let magnitude = by_one_rounding(digits, exponent).or_else(|| by_division(digits, exponent))?;
        Some(if self.negative { -magnitude } else { magnitude })
    }
}

/// If both the digits and the power of ten are exact floats, one operation rounds once.
#[inline]
fn by_one_rounding(digits: u64, exponent: i32) -> Option<f64> {
    const POWERS: [f64; 23] = [
        1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19,
        1e20, 1e21, 1e22,
    ];
    if digits > 1 << 53 {
        return None;
    }
    let power = *POWERS.get(exponent.unsigned_abs() as usize)?;
    // Conversions of signed integers are cheaper.
    let digits = digits as i64 as f64;
    Some(if exponent < 0 { digits / power } else { digits * power })
}

/// Digits that are not an exact float, with a small negative exponent: divides integers.
///
/// Ten is five times two, and only the five needs a division. The quotient has 62 or 63 bits, and its last bit is set
/// if there is a remainder, so that converting it to a float of 53 bits rounds like the exact value. Multiplying by the
/// missing power of two is then exact, since the result is far from the ends of the range.
#[inline(never)]
fn by_division(digits: u64, exponent: i32) -> Option<f64> {
    /// The greatest power of five that fits in 63 bits.
    const LIMIT: u32 = 27;
    let power = exponent.unsigned_abs();
    if exponent >= 0 || power > LIMIT || digits == 0 {
        // Conversions of integers to floats round correctly.
        return (exponent == 0).then_some(digits as f64);
    }
    let divisor = 5_u64.pow(power);
    // Shifted so that the quotient fits in 63 bits.
    let shift = 62 + digits.leading_zeros() - divisor.leading_zeros();
    let dividend = u128::from(digits) << shift;
    let quotient = (dividend / u128::from(divisor)) as u64;
    // The remainder is less than the divisor, so the upper halves need not be subtracted.
    let rest = (dividend as u64).wrapping_sub(quotient.wrapping_mul(divisor));
    let rounded = (quotient | u64::from(rest != 0)) as i64 as f64;
    Some(rounded * f64::from_bits(u64::from(1023 - shift - power) << 52))
}
