//! Floats, compared with the standard library: the codec rounds numbers of up to 19 digits itself, and each has to be
//! the nearest float, bit by bit. The numbers are the same in every run.

use crate::{decode, encode, fault};

/// A sequence of numbers that is good enough to pick test cases (SplitMix64).
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut bits = self.0;
        bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        bits ^ (bits >> 31)
    }

    fn below(&mut self, limit: u64) -> u64 {
        self.next() % limit
    }

    /// Digits without a leading zero.
    fn digits(&mut self, count: u64) -> String {
        (0..count).map(|index| if index == 0 { 1 + self.below(9) } else { self.below(10) }).map(digit).collect()
    }

    fn finite(&mut self) -> f64 {
        loop {
            let float = f64::from_bits(self.next());
            if float.is_finite() {
                return float;
            }
        }
    }
}

fn digit(value: u64) -> char {
    char::from_digit(value as u32, 10).expect("it is below ten")
}

/// Decodes the number, and compares it with the standard library.
#[track_caller]
fn check(json: &str) {
    let expected: f64 = json.parse().expect("it is a number of Rust as well");
    if expected.is_finite() {
        let found: f64 = decode(json);
        assert_eq!(found.to_bits(), expected.to_bits(), "{json}: {found:e}, not {expected:e}");
    } else {
        fault::<f64>(json);
    }
}

/// Checks the number with a point at each position, and with an exponent.
fn check_spellings(digits: &str, exponent: i64) {
    check(&format!("{digits}e{exponent}"));
    check(&format!("-{digits}E{exponent:+}"));
    for point in 1..digits.len() {
        check(&format!("{}.{}", &digits[..point], &digits[point..]));
    }
    check(&format!("0.{digits}"));
    check(&format!("0.{}{digits}", "0".repeat(digits.len() % 9)));
}

#[test]
fn numbers_of_any_length_are_the_nearest_float() {
    let mut random = Random(1);
    for _ in 0..8_000 {
        let count = 1 + random.below(24);
        let digits = random.digits(count);
        let exponent = random.below(60) as i64 - 30;
        check_spellings(&digits, exponent);
    }
}

#[test]
fn every_power_of_ten_is_the_nearest_float() {
    for exponent in -400..=400 {
        for digits in
            ["1", "9", "4.9406564584124654", "2.2250738585072011", "1.7976931348623157", "9999999999999999999"]
        {
            check(&format!("{digits}e{exponent}"));
        }
        check(&format!("0e{exponent}"));
    }
    for json in ["1e-99999999999999999999", "0e99999999999999999999", "1e99999999999999999999", "-1e400", "1.8e308"] {
        check(json);
    }
}

#[test]
fn numbers_halfway_between_two_floats_round_to_even() {
    let mut random = Random(2);
    for _ in 0..20_000 {
        // An odd number of 54 bits lies halfway between two floats, and so does its product with a power of two.
        let odd = (1 << 53) | random.below(1 << 53) | 1;
        let whole = u128::from(odd) << random.below(10);
        for near in [whole - 1, whole, whole + 1] {
            check(&near.to_string());
        }
        // Divided by a power of two, it has as many digits behind the point as the power, and always ends with 5.
        let power = 1 + random.below(9) as u32;
        let digits = (u128::from(odd) * 5_u128.pow(power)).to_string();
        let (before, after) = digits.split_at(digits.len() - power as usize);
        check(&format!("{before}.{after}"));
        check(&format!("{before}.{after}0000000000000000000000000001"));
        let last = after.len() - 1;
        check(&format!("{before}.{}4", &after[..last]));
        check(&format!("{before}.{}6", &after[..last]));
    }
}

#[test]
fn every_kind_of_float_is_read_from_any_spelling_and_written_shortest() {
    let mut random = Random(3);
    let limits = [f64::MIN_POSITIVE, f64::MAX, f64::EPSILON, 5e-324, 0.0, 9_007_199_254_740_992.0, 1e22, 1e23];
    let subnormal = (0..2_000).map(|_| f64::from_bits(random.below(1 << 52))).collect::<Vec<_>>();
    let any = (0..20_000).map(|_| random.finite()).collect::<Vec<_>>();
    for float in limits.into_iter().chain(subnormal).chain(any).flat_map(|float| [float, -float]) {
        for json in [format!("{float:e}"), format!("{float:.16e}"), format!("{float:.18e}"), format!("{float:.24e}")] {
            check(&json);
        }
        let written = encode(&float);
        assert_eq!(decode::<f64>(&written).to_bits(), float.to_bits(), "{written}");
        assert_eq!(written.parse::<f64>().map(f64::to_bits), Ok(float.to_bits()), "{written}");
        let shortest = serde_json::to_string(&float).expect("it is finite");
        assert!(written.len() <= shortest.len(), "{written} is longer than {shortest}");
    }
    // The exact value of a float can have hundreds of digits.
    for float in limits.into_iter().chain((0..200).map(|_| random.finite())) {
        check(&format!("{float:.1074}"));
    }
}

#[test]
fn floats_of_32_bits_come_back_from_their_shortest_form() {
    // A prime, so that all exponents and many fractions are met.
    for bits in (0..=u32::MAX).step_by(40_009) {
        let float = f32::from_bits(bits);
        let written = encode(&float);
        if float.is_finite() {
            assert_eq!(decode::<f32>(&written).to_bits(), bits, "{written}");
            assert_eq!(written.parse::<f32>().map(f32::to_bits), Ok(bits), "{written}");
            let expected: f32 = serde_json::from_str(&written).expect("it is a number");
            assert_eq!(expected.to_bits(), bits, "{written}");
        } else {
            assert_eq!(written, "null");
        }
    }
}
