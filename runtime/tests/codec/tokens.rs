//! Tokens of the codec, compared with the standard library and serde_json: numbers bit by bit, which texts are numbers
//! or strings, and keys of every length in every order.

use proptest::prelude::*;
use sdkgen_runtime::private::{Decode, Fault, Field, Reader, decode_json};
use serde_json::{Map, Value};

/// Decodes a number alone and followed by other bytes.
fn float(text: &str) -> Option<u64> {
    let alone = decode_json::<f64>(text.as_bytes()).ok().map(f64::to_bits);
    let listed = decode_json::<Vec<f64>>(format!("[{text},12345678.5]").as_bytes()).ok().map(|list| list[0].to_bits());
    assert_eq!(alone, listed, "{text}");
    alone
}

fn nearest(text: &str) -> Option<u64> {
    text.parse::<f64>().ok().filter(|float| float.is_finite()).map(f64::to_bits)
}

/// A model with similar names, of every length that is compared differently.
#[derive(Debug, Default, PartialEq, serde::Serialize, serde::Deserialize)]
#[serde(default)]
struct Names {
    a: i64,
    ab: i64,
    abc: i64,
    name: i64,
    names: i64,
    name_of: i64,
    created_at: i64,
    created_by: i64,
    seventeen_letters: i64,
    a_name_that_has_20_c: i64,
    a_name_that_has_21_ch: i64,
    a_name_that_has_20_d: i64,
    a_name_that_is_longer_than_all_the_others: i64,
    #[serde(rename = "\"quoted\"")]
    quoted: i64,
    #[serde(rename = "größe")]
    size: i64,
}

const NAMES: [&str; 15] = [
    "a",
    "ab",
    "abc",
    "name",
    "names",
    "name_of",
    "created_at",
    "created_by",
    "seventeen_letters",
    "a_name_that_has_20_c",
    "a_name_that_has_21_ch",
    "a_name_that_has_20_d",
    "a_name_that_is_longer_than_all_the_others",
    "\"quoted\"",
    "größe",
];

impl Decode for Names {
    fn blank() -> Self {
        Self::default()
    }

    fn decode(&mut self, reader: &mut Reader<'_>) -> Result<(), Fault> {
        let slots: &mut [&mut dyn Decode] = &mut [
            &mut self.a,
            &mut self.ab,
            &mut self.abc,
            &mut self.name,
            &mut self.names,
            &mut self.name_of,
            &mut self.created_at,
            &mut self.created_by,
            &mut self.seventeen_letters,
            &mut self.a_name_that_has_20_c,
            &mut self.a_name_that_has_21_ch,
            &mut self.a_name_that_has_20_d,
            &mut self.a_name_that_is_longer_than_all_the_others,
            &mut self.quoted,
            &mut self.size,
        ];
        reader.object(&NAMES.map(Field::optional), slots)
    }
}

/// Names of the model, names with a letter too many or too few, and others.
fn any_name() -> impl Strategy<Value = String> {
    let known = || prop::sample::select(&NAMES);
    prop_oneof![
        8 => known().prop_map(str::to_owned),
        1 => known().prop_map(|name| format!("{name}s")),
        1 => known().prop_map(|name| name.chars().skip(1).collect()),
        1 => ".{0,30}",
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 2_000, ..ProptestConfig::default() })]

    #[test]
    fn floats_are_what_the_standard_library_reads(bits in any::<u64>(), digits in 0..25_usize) {
        let float_of_bits = f64::from_bits(bits);
        prop_assume!(float_of_bits.is_finite());
        for text in [
            format!("{float_of_bits}"),
            format!("{float_of_bits:?}"),
            format!("{float_of_bits:e}"),
            format!("{float_of_bits:.digits$e}"),
            format!("{float_of_bits:.digits$}"),
        ] {
            prop_assert_eq!(float(&text), nearest(&text), "{}", text);
        }
    }

    #[test]
    fn usual_floats_are_what_the_standard_library_reads(
        digits in any::<u64>(),
        length in 1..=20_usize,
        at in 0..=30_usize,
    ) {
        let digits = format!("{digits:020}");
        let digits = digits[digits.len() - length..].trim_start_matches('0');
        let (whole, fraction) = digits.split_at(digits.len() - at.min(digits.len()));
        let zeros = "0".repeat(at.saturating_sub(digits.len()));
        let whole = if whole.is_empty() { "0" } else { whole };
        let text = if at == 0 { whole.to_owned() } else { format!("{whole}.{zeros}{fraction}") };
        prop_assert_eq!(float(&text), nearest(&text), "{}", text);
        let text = format!("-{text}");
        prop_assert_eq!(float(&text), nearest(&text), "{}", text);
    }

    #[test]
    fn ties_round_to_even(odd in 1_u64 << 52..1 << 53, power in 1..=4_u32, off in -1..=1_i64) {
        // Fifty-four bits whose last one is set, divided by a power of two, in decimal digits.
        let exact = (2 * odd + 1).checked_mul(5_u64.pow(power)).and_then(|digits| digits.checked_add_signed(off));
        prop_assume!(exact.is_some());
        let digits = exact.unwrap_or_default().to_string();
        let (whole, fraction) = digits.split_at(digits.len() - power as usize);
        let text = format!("{whole}.{fraction}");
        prop_assert_eq!(float(&text), nearest(&text), "{}", text);
        let text = format!("{digits}e-{power}");
        prop_assert_eq!(float(&text), nearest(&text), "{}", text);
        let text = (2 * odd + 1).to_string();
        prop_assert_eq!(float(&text), nearest(&text), "{}", text);
    }

    #[test]
    fn the_same_numbers_are_numbers(text in "-?[0-9]{0,4}(\\.?[0-9.]{0,24})([eE]?[+-]?[0-9]{0,4}){0,2}[ x:;/]?") {
        let expected = serde_json::from_str::<f64>(&text).ok().map(f64::to_bits);
        prop_assert_eq!(float(&text), expected, "{}", text);
        let integer = serde_json::from_str::<i64>(&text).ok();
        if integer.is_some() {
            prop_assert_eq!(decode_json::<i64>(text.as_bytes()).ok(), integer);
        }
    }

    #[test]
    fn integers_are_what_the_standard_library_reads(
        signed in any::<i64>(),
        unsigned in any::<u64>(),
        shift in 0..64_u32,
    ) {
        let (signed, unsigned) = (signed >> shift, unsigned >> shift);
        prop_assert_eq!(decode_json::<i64>(signed.to_string().as_bytes()).ok(), Some(signed));
        prop_assert_eq!(decode_json::<u64>(unsigned.to_string().as_bytes()).ok(), Some(unsigned));
        let small = i16::try_from(signed).ok();
        prop_assert_eq!(decode_json::<i16>(signed.to_string().as_bytes()).ok(), small);
        let wide = format!("{unsigned}0000000000000");
        prop_assert_eq!(decode_json::<u64>(wide.as_bytes()).ok(), serde_json::from_str::<u64>(&wide).ok());
    }

    #[test]
    fn the_same_strings_are_strings(text in "\"([a-z é€😀]{0,12}(\\\\[\"\\\\/bfnrtux]|\\\\u(d8|D9|dc|DF|00|20|ff)[0-9a-fA-Fg]{2}|\t)?){0,6}\"?") {
        let expected = serde_json::from_str::<String>(&text).ok();
        prop_assert_eq!(decode_json::<String>(text.as_bytes()).ok(), expected, "{}", text);
    }

    #[test]
    fn keys_are_found_in_every_order(entries in prop::collection::vec((any_name(), any::<i64>()), 0..20)) {
        let map: Map<String, Value> = entries.into_iter().map(|(name, value)| (name, Value::from(value))).collect();
        let value = Value::Object(map);
        let expected = serde_json::from_value::<Names>(value.clone()).ok();
        prop_assert!(expected.is_some());
        let compact = value.to_string();
        prop_assert_eq!(&decode_json::<Names>(compact.as_bytes()).ok(), &expected, "{}", compact);
        let spaced = format!("{value:#}");
        prop_assert_eq!(&decode_json::<Names>(spaced.as_bytes()).ok(), &expected, "{}", spaced);
        let before_colons = spaced.replace("\":", "\" :");
        let expected = serde_json::from_str::<Names>(&before_colons).ok();
        prop_assert_eq!(&decode_json::<Names>(before_colons.as_bytes()).ok(), &expected, "{}", before_colons);
    }
}
