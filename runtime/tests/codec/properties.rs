//! Properties over arbitrary input: values round-trip, nothing panics, and the codec agrees with serde_json's derives.

use std::collections::BTreeMap;

use jiff::Timestamp;
use proptest::prelude::*;
use sdkgen_runtime::private::{Decode, Encode, Fault, Field, Reader, Writer, blank, decode_json, encode_json};
use sdkgen_runtime::{Base64, Secret, UnrecognizedJson};
use serde_json::{Map, Value};
use uuid::Uuid;

use crate::models::{Invoice, Level, Line, Open, Pet, Source, Status};

/// A type of the codec that also derives serde's traits, as the reference.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
struct Twin {
    a: String,
    #[serde(serialize_with = "whole_as_integer")]
    b: f64,
    c: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    d: Option<u64>,
    e: Vec<Twin>,
    f: BTreeMap<String, Option<String>>,
    g: Option<Value>,
    #[serde(skip_serializing_if = "Option::is_none")]
    h: Option<Box<Twin>>,
}

/// Where the codec treats floats differently from serde_json.
fn whole_as_integer<S: serde::Serializer>(number: &f64, serializer: S) -> Result<S::Ok, S::Error> {
    let is_whole = number.fract() == 0.0 && number.abs() < 2_f64.powi(53);
    if is_whole && (*number != 0.0 || number.is_sign_positive()) {
        serializer.serialize_i64(*number as i64)
    } else {
        serializer.serialize_f64(*number)
    }
}

impl Twin {
    const FIELDS: &'static [Field] = &[
        Field::required("a"),
        Field::required("b"),
        Field::required("c"),
        Field::optional("d"),
        Field::required("e"),
        Field::required("f"),
        Field::required("g"),
        Field::optional("h"),
    ];
}

impl Encode for Twin {
    fn encode(&self, writer: &mut Writer<'_>) {
        writer.object(Self::FIELDS, &[&self.a, &self.b, &self.c, &self.d, &self.e, &self.f, &self.g, &self.h]);
    }
}

impl Decode for Twin {
    fn blank() -> Self {
        Self { a: blank(), b: blank(), c: blank(), d: None, e: Vec::new(), f: BTreeMap::new(), g: None, h: None }
    }

    fn decode(&mut self, reader: &mut Reader<'_>) -> Result<(), Fault> {
        reader.object(
            Self::FIELDS,
            &mut [
                &mut self.a,
                &mut self.b,
                &mut self.c,
                &mut self.d,
                &mut self.e,
                &mut self.f,
                &mut self.g,
                &mut self.h,
            ],
        )
    }
}

fn any_value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<u64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        ".{0,12}".prop_map(Value::from),
        "[a-h]".prop_map(Value::from),
    ];
    leaf.prop_recursive(5, 64, 8, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..6).prop_map(Value::from),
            prop::collection::btree_map(prop_oneof!["[a-i]", ".{0,6}"], inner, 0..8)
                .prop_map(|map| Value::Object(map.into_iter().collect::<Map<_, _>>())),
        ]
    })
}

/// Values that are nearly a [`Twin`], so that not all of them are rejected at the first field.
fn near_twin() -> impl Strategy<Value = Value> {
    let end = Just(Value::Null);
    let twin = |inner: BoxedStrategy<Value>| {
        let fields: Vec<BoxedStrategy<(&'static str, Value)>> = vec![
            ".{0,6}".prop_map(|a| ("a", Value::from(a))).boxed(),
            prop_oneof![any::<f64>().prop_map(Value::from), any::<u32>().prop_map(Value::from)]
                .prop_map(|b| ("b", b))
                .boxed(),
            any::<bool>().prop_map(|c| ("c", Value::from(c))).boxed(),
            prop::option::of(any::<u64>()).prop_map(|d| ("d", Value::from(d))).boxed(),
            prop::collection::vec(inner.clone(), 0..2)
                .prop_map(|e| ("e", Value::from_iter(e.into_iter().filter(Value::is_object))))
                .boxed(),
            prop::collection::btree_map(".{0,6}", prop::option::of(".{0,6}"), 0..3)
                .prop_map(|f| {
                    ("f", Value::Object(f.into_iter().map(|(key, value)| (key, Value::from(value))).collect()))
                })
                .boxed(),
            any_value().prop_map(|g| ("g", g)).boxed(),
            inner.prop_map(|h| ("h", h)).boxed(),
        ];
        let broken = prop_oneof![
            6 => Just(None),
            1 => ("[a-j]", any_value()).prop_map(Some),
        ];
        (fields, broken, any::<prop::sample::Index>(), any::<u8>()).prop_map(|(mut fields, broken, at, missing)| {
            if missing < 40 {
                fields.remove(at.index(8));
            }
            let turn = at.index(fields.len());
            fields.rotate_left(turn);
            let mut map: Map<String, Value> = fields.into_iter().map(|(key, value)| (key.to_owned(), value)).collect();
            map.extend(broken);
            Value::Object(map)
        })
    };
    let leaf = twin(end.boxed());
    leaf.prop_recursive(3, 16, 3, move |inner| twin(inner.boxed()))
}

/// Text made of JSON tokens, seldom in a valid order.
fn soup() -> impl Strategy<Value = String> {
    let token = prop::sample::select(vec![
        "{",
        "}",
        "[",
        "]",
        ",",
        ":",
        "\"",
        "\\",
        "\\u00",
        "\\ud83d",
        "\\ude00",
        "\\n",
        "null",
        "true",
        "false",
        "-",
        "+",
        "1",
        "0",
        ".",
        "e",
        "1.5e3",
        "\"kind\":\"cat\"",
        "\"id\"",
        "\"lines\":[",
        "\"left\":",
        "\"right\":",
        " ",
        "\n",
        "\u{1}",
        "é",
        "\"a\"",
        "\"a\":",
        "\"number\":\"1\"",
        "[]",
        "{}",
    ]);
    prop_oneof![
        prop::collection::vec(token.clone(), 0..40).prop_map(|tokens| tokens.concat()),
        prop::collection::vec(token.clone(), 0..6).prop_map(|tokens| tokens.concat()),
        prop::collection::vec(token.clone(), 0..6).prop_map(|tokens| format!("\"{}\"", tokens.concat())),
        prop::collection::vec(token, 0..6).prop_map(|tokens| format!("[{}]", tokens.join(","))),
    ]
}

/// serde_json is the reference for the tokeniser of the reader.
fn agree_on_what_is_json(json: &[u8]) -> Result<(), TestCaseError> {
    let skipped = decode_json::<UnrecognizedJson>(json);
    match serde_json::from_slice::<Value>(json) {
        Ok(expected) => {
            prop_assert_eq!(decode_json::<Value>(json), Ok(expected));
            prop_assert!(skipped.is_ok());
        }
        Err(error) => {
            let found = decode_json::<Value>(json);
            prop_assert!(found.is_err(), "{}: {:?}", error, found);
            prop_assert!(skipped.is_err() || error.to_string().contains("out of range"), "{}: {:?}", error, skipped);
        }
    }
    Ok(())
}

/// Decodes a text as every model; the test is that it returns.
fn decode_as_everything(bytes: &[u8]) {
    fn check<T: Decode + Encode>(bytes: &[u8]) {
        match decode_json::<T>(bytes) {
            Ok(value) => {
                let json = encode_json(&value);
                assert!(serde_json::from_slice::<serde::de::IgnoredAny>(&json).is_ok() || depth(&json) > 120);
            }
            Err(fault) => {
                assert!(fault.path().starts_with('$'));
                assert!(!fault.to_string().contains('\n'));
            }
        }
    }
    check::<Value>(bytes);
    check::<Invoice>(bytes);
    check::<Line>(bytes);
    check::<Open>(bytes);
    check::<Pet>(bytes);
    check::<Vec<Pet>>(bytes);
    check::<Source>(bytes);
    check::<Twin>(bytes);
    check::<BTreeMap<String, BTreeMap<String, Option<Status>>>>(bytes);
    check::<Vec<Option<Level>>>(bytes);
    check::<UnrecognizedJson>(bytes);
    check::<Option<Timestamp>>(bytes);
    check::<Uuid>(bytes);
    check::<Base64>(bytes);
    check::<Secret>(bytes);
    check::<i64>(bytes);
    check::<f32>(bytes);
}

fn depth(json: &[u8]) -> usize {
    json.iter().filter(|byte| matches!(byte, b'[' | b'{')).count()
}

fn round_trip<T: Decode + Encode + PartialEq + std::fmt::Debug>(value: &T) -> Result<(), TestCaseError> {
    let json = encode_json(value);
    let back = decode_json::<T>(&json);
    prop_assert_eq!(back.as_ref().ok(), Some(value), "{:?}", back);
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn scalars_round_trip(
        integers in any::<(i8, i16, i32, i64)>(),
        naturals in any::<(u8, u16, u32, u64)>(),
        float in any::<f64>(),
        small in any::<f32>(),
        truth in any::<bool>(),
        text in ".*",
        bytes in any::<Vec<u8>>(),
        instant in -62_135_596_800_i64..253_000_000_000,
        nanos in 0..1_000_000_000_i32,
        id in any::<u128>(),
    ) {
        round_trip(&integers.0)?;
        round_trip(&integers.1)?;
        round_trip(&integers.2)?;
        round_trip(&integers.3)?;
        round_trip(&naturals.0)?;
        round_trip(&naturals.1)?;
        round_trip(&naturals.2)?;
        round_trip(&naturals.3)?;
        round_trip(&float)?;
        round_trip(&small)?;
        round_trip(&truth)?;
        round_trip(&Secret::from(text.as_str()))?;
        round_trip(&Status::from(text.as_str()))?;
        round_trip(&Level::from(integers.3))?;
        round_trip(&text)?;
        round_trip(&Base64::from(bytes))?;
        round_trip(&Uuid::from_u128(id))?;
        let instant = Timestamp::new(instant, nanos);
        prop_assume!(instant.is_ok());
        if let Ok(instant) = instant {
            round_trip(&instant)?;
            round_trip(&instant.to_zoned_datetime(jiff::tz::TimeZone::UTC).date())?;
            round_trip(&instant.to_zoned_datetime(jiff::tz::TimeZone::UTC).time())?;
        }
    }

    #[test]
    fn containers_round_trip(
        list in any::<Vec<Option<i64>>>(),
        map in prop::collection::btree_map(".*", any::<Vec<bool>>(), 0..5),
        maps in prop::collection::btree_map(".*", prop::collection::btree_map(".*", any::<Option<u8>>(), 0..3), 0..3),
        value in any_value(),
    ) {
        round_trip(&list)?;
        round_trip(&map)?;
        round_trip(&maps)?;
        round_trip(&value)?;
        round_trip(&vec![Box::new(value)])?;
    }

    #[test]
    fn free_json_is_what_serde_json_makes_of_it(value in any_value()) {
        let json = serde_json::to_vec(&value).expect("a value");
        prop_assert_eq!(decode_json::<Value>(&json).ok(), serde_json::from_slice::<Value>(&json).ok());
        prop_assert_eq!(encode_json(&value), json);
        let pretty = serde_json::to_vec_pretty(&value).expect("a value");
        prop_assert_eq!(decode_json::<Value>(&pretty).ok(), Some(value));
    }

    #[test]
    fn derives_agree(value in prop_oneof![any_value(), near_twin()]) {
        let json = serde_json::to_vec(&value).expect("a value");
        let expected = serde_json::from_slice::<Twin>(&json);
        let found = decode_json::<Twin>(&json);
        match (&expected, &found) {
            (Ok(expected), Ok(found)) => {
                prop_assert_eq!(expected, found);
                prop_assert_eq!(encode_json(found), serde_json::to_vec(expected).expect("a twin"));
            }
            // The codec reads integral floats as integers, and an absent value of any JSON as null.
            (Err(error), Ok(_)) => prop_assert!(error.to_string().contains("invalid type: floating point"), "{}", error),
            (Ok(_), Err(fault)) => prop_assert!(false, "{}", fault),
            (Err(_), Err(_)) => {}
        }
    }

    #[test]
    fn arbitrary_bytes_never_panic(bytes in any::<Vec<u8>>()) {
        decode_as_everything(&bytes);
    }

    #[test]
    fn arbitrary_tokens_never_panic(tokens in soup()) {
        decode_as_everything(tokens.as_bytes());
    }

    #[test]
    fn the_same_texts_are_json_as_for_serde_json(tokens in soup()) {
        agree_on_what_is_json(tokens.as_bytes())?;
    }

    #[test]
    fn one_wrong_byte_is_seen_as_serde_json_sees_it(
        value in any_value(),
        at in any::<prop::sample::Index>(),
        byte in prop_oneof![any::<u8>(), prop::sample::select(b"\"\\{}[],:0.eE-+ntf \n".to_vec())],
    ) {
        let mut json = serde_json::to_vec_pretty(&value).expect("a value");
        let at = at.index(json.len());
        json[at] = byte;
        agree_on_what_is_json(&json)?;
        json.remove(at);
        agree_on_what_is_json(&json)?;
    }

    #[test]
    fn every_beginning_of_valid_json_is_survived(value in near_twin(), at in any::<prop::sample::Index>()) {
        let json = serde_json::to_vec(&value).expect("a value");
        decode_as_everything(&json[..at.index(json.len())]);
    }
}

#[test]
fn deep_nesting_is_refused_without_overflowing_the_stack() {
    const DEEP: usize = 100_000;
    for (open, close) in [
        ("[", "]"),
        ("{\"a\":", "}"),
        ("{\"left\":", "}"),
        ("{\"left\":{},\"right\":", "}"),
        ("{\"kind\":\"dog\",\"chases\":", "}"),
        ("{\"parent\":", "}"),
        ("{\"unknown\":[", "]}"),
        ("{\"h\":", "}"),
        ("{\"e\":[", "]}"),
    ] {
        decode_as_everything(format!("{}1{}", open.repeat(DEEP), close.repeat(DEEP)).as_bytes());
        decode_as_everything(open.repeat(DEEP).as_bytes());
        decode_as_everything(format!("{}1{}", open.repeat(100), close.repeat(100)).as_bytes());
    }
}
