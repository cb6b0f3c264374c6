//! Scalars and formats: accepted and rejected texts, and what is written.

use std::collections::BTreeMap;

use jiff::Timestamp;
use jiff::civil::{Date, DateTime, Time};
use sdkgen_runtime::private::encode_json;
use sdkgen_runtime::{Base64, Secret};
use serde_json::Value;
use uuid::Uuid;

use crate::{again, decode, encode, fault};

#[test]
fn integers_are_read_in_every_integral_spelling() {
    for (json, number) in
        [("0", 0), ("-0", 0), ("1.0", 1), ("-12.00", -12), ("1e3", 1000), ("12.50e1", 125), ("10E-1", 1)]
    {
        assert_eq!(decode::<i64>(json), number, "{json}");
    }
    assert_eq!(decode::<i64>("0.000e99999"), 0);
    assert_eq!(decode::<i64>("9223372036854775807"), i64::MAX);
    assert_eq!(decode::<i64>("-9223372036854775808"), i64::MIN);
    assert_eq!(decode::<u64>("18446744073709551615"), u64::MAX);
    assert_eq!(decode::<i64>("9007199254740993.0"), 9_007_199_254_740_993, "a float would have rounded it");
    assert_eq!((decode::<i8>("-128"), decode::<u8>("255"), decode::<i16>("-32768")), (i8::MIN, u8::MAX, i16::MIN));
    assert_eq!(
        (decode::<u16>("65535"), decode::<i32>("-2147483648"), decode::<u32>("4294967295")),
        (u16::MAX, i32::MIN, u32::MAX)
    );
}

#[test]
fn integers_refuse_what_is_not_one_or_does_not_fit() {
    for json in ["1.5", "1e-1", "\"1\"", "true", "null", "[]", "{}", "1e400", "123456789012345678901234567890"] {
        fault::<i64>(json);
    }
    fault::<i64>("9223372036854775808");
    fault::<u64>("18446744073709551616");
    fault::<u64>("-1");
    fault::<u8>("256");
    fault::<i8>("128");
    fault::<u32>("1e10");
}

#[test]
fn what_is_not_json_is_refused() {
    for json in [
        "",
        " ",
        "nul",
        "tru",
        "-",
        "01",
        "1.",
        "1e",
        "+1",
        "NaN",
        "Infinity",
        "-Infinity",
        "'a'",
        "\"a",
        "1 2",
        "[1,]",
    ] {
        assert!(fault::<Value>(json).is_syntax(), "{json}");
    }
    for json in ["\"\\ud800\"", "\"\\x\"", "\"\u{1}\"", "{\"a\":1,}", "{\"a\" 1}", "{1:2}", "[1 2]", "{\"a\":1"] {
        assert!(fault::<Value>(json).is_syntax(), "{json}");
    }
}

#[test]
fn floats_are_read_and_written_shortest() {
    assert_eq!(decode::<f64>("3"), 3.0);
    assert_eq!(decode::<f64>("-2.5e-3"), -0.0025);
    assert_eq!(decode::<f32>("0.1"), 0.1);
    for json in ["1e400", "\"1\"", "null"] {
        fault::<f64>(json);
    }
    fault::<f32>("1e39");
    assert_eq!(encode(&0.1_f32), "0.1");
    assert_eq!(encode(&1e300_f64), serde_json::json!(1e300).to_string());
    assert_eq!(encode(&f64::NAN), "null");
    assert_eq!(encode(&f64::NEG_INFINITY), "null");
    assert_eq!(encode(&f32::INFINITY), "null");
}

#[test]
fn whole_floats_are_written_as_integers_as_far_as_they_are_exact() {
    for (number, json) in [
        (422.0, "422"),
        (0.0, "0"),
        (-7.0, "-7"),
        (9_007_199_254_740_991.0, "9007199254740991"),
        (-9_007_199_254_740_991.0, "-9007199254740991"),
    ] {
        assert_eq!(encode(&number), json);
        assert_eq!(decode::<f64>(json), number);
    }
    assert_eq!((encode(&3.0_f32), encode(&-16_777_216.0_f32)), ("3".to_owned(), "-16777216".to_owned()));
    // From 2^53 on, a float represents several integers, and is written as a float.
    for number in [9_007_199_254_740_992.0, -1e16, 1e300] {
        assert_eq!(encode(&number), serde_json::json!(number).to_string());
        assert!(encode(&number).contains(['.', 'e']), "{number}");
    }
    assert_eq!(encode(&1e20_f32), serde_json::to_string(&1e20_f32).expect("a number"));
    // Negative zero keeps its sign, which an integer cannot.
    assert_eq!(encode(&-0.0_f64), "-0.0");
    assert!(decode::<f64>(&encode(&-0.0_f64)).is_sign_negative());
    assert_eq!(encode(&serde_json::json!(1.0)), "1.0", "any JSON is written unchanged");
}

#[test]
fn integers_are_written_in_full() {
    assert_eq!(encode(&0_u8), "0");
    assert_eq!(encode(&i64::MIN), i64::MIN.to_string());
    assert_eq!(encode(&u64::MAX), u64::MAX.to_string());
    assert_eq!(encode(&-7_i8), "-7");
}

#[test]
fn strings_are_never_coerced() {
    for json in ["1", "true", "null", "[]", "{}"] {
        fault::<String>(json);
    }
    fault::<bool>("\"true\"");
    fault::<bool>("1");
}

#[test]
fn strings_are_escaped_as_serde_json_does() {
    let all: String = (0..0x180).filter_map(char::from_u32).chain("😀\u{2028}\u{ffff}".chars()).collect();
    assert_eq!(encode(&all), serde_json::to_string(&all).expect("a string"));
    assert_eq!(decode::<String>(&encode(&all)), all);
    // Each offset in a word of eight bytes.
    for before in 0..20 {
        for special in ["\"", "\\", "\n", "\u{1f}", "é\"", "\u{0}\u{7f}\u{80}"] {
            let text = format!("{}{special}{}", "a".repeat(before), "b".repeat(9));
            assert_eq!(encode(&text), serde_json::to_string(&text).expect("a string"));
        }
    }
    assert_eq!(decode::<String>(r#""\u0041\ud83d\ude00\/""#), "A😀/");
}

#[test]
fn a_string_that_is_not_utf8_is_refused() {
    for bytes in [&b"\"\xff\""[..], b"[\"a\", \"\xc3\"]", b"{\"\xff\":1}"] {
        assert!(sdkgen_runtime::private::decode_json::<Value>(bytes).is_err());
    }
}

#[test]
fn instants_keep_their_text() {
    for text in ["2019-12-27T18:11:19.117Z", "2019-12-27T18:11:19Z", "1969-12-31T23:59:59.000001Z"] {
        let json = format!("\"{text}\"");
        assert_eq!(again::<Timestamp>(&json), json);
    }
}

#[test]
fn instants_are_read_in_the_spellings_of_rfc_3339() {
    let instant: Timestamp = "2019-12-27T18:11:19Z".parse().expect("a valid instant");
    for text in [
        "2019-12-27t18:11:19z",
        "2019-12-27 18:11:19Z",
        "2019-12-27T19:11:19+01:00",
        "2019-12-27T19:11:19+0100",
        "2019-12-27T18:11:19.000Z",
        "2019-12-27T18:11:19-00:00",
    ] {
        assert_eq!(decode::<Timestamp>(&format!("\"{text}\"")), instant, "{text}");
    }
    assert_eq!(decode::<Timestamp>("\"2019-12-27T18:11:19\""), instant, "without an offset it is UTC");
    for text in ["2019-12-27", "2019-12-27T18:11:19[Europe/Berlin]", "yesterday", "", "1577470279"] {
        fault::<Timestamp>(&format!("\"{text}\""));
    }
    fault::<Timestamp>("1577470279");
}

#[test]
fn an_instant_beyond_the_range_is_kept() {
    for text in ["9999-12-31T23:59:59Z", "9999-12-31T23:59:59.9999999Z", "9999-12-31T00:00:00Z", "0001-01-01T00:00:00Z"]
    {
        let json = format!("\"{text}\"");
        assert_eq!(again::<Timestamp>(&json), json);
        assert_eq!(again::<Vec<Timestamp>>(&format!("[{json}]")), format!("[{json}]"));
    }
    assert_eq!(decode::<Timestamp>("\"9999-12-31T23:59:59+00:00\""), Timestamp::MAX);
}

#[test]
fn a_local_time_has_no_offset() {
    for text in ["2026-01-02T03:04:05", "2026-01-02T03:04:05.25", "9999-12-31T23:59:59"] {
        let json = format!("\"{text}\"");
        assert_eq!(again::<DateTime>(&json), json);
    }
    for text in ["2026-01-02T03:04:05Z", "2026-01-02T03:04:05+01:00", "2026-01-02", "03:04:05", "é026-01-02T03:04:05"]
    {
        fault::<DateTime>(&format!("\"{text}\""));
    }
}

#[test]
fn dates_and_times_of_day() {
    assert_eq!(again::<Date>("\"2024-02-29\""), "\"2024-02-29\"");
    for text in ["2023-02-29", "2024-02-29T10:00:00", "20240229", "29.02.2024"] {
        fault::<Date>(&format!("\"{text}\""));
    }
    assert_eq!(again::<Time>("\"18:11:19.5\""), "\"18:11:19.5\"");
    fault::<Time>("\"2024-02-29T10:00:00\"");
    fault::<Time>("\"25:00:00\"");
}

#[test]
fn uuids_are_read_in_any_case_and_written_in_lower() {
    let json = "\"67e55044-10b1-426f-9247-bb680e5fe0c8\"";
    assert_eq!(again::<Uuid>(json), json);
    assert_eq!(again::<Uuid>(&json.to_uppercase()), json);
    fault::<Uuid>("\"67e55044\"");
}

#[test]
fn base64_is_read_in_both_alphabets() {
    let bytes = Base64::from(&[0xfb, 0xff, 0x00, 0x10]);
    assert_eq!(encode(&bytes), "\"+/8AEA==\"");
    for text in ["+/8AEA==", "+/8AEA", "-_8AEA==", "-_8AEA", "+/8A\\r\\nEA=="] {
        assert_eq!(decode::<Base64>(&format!("\"{text}\"")), bytes, "{text}");
    }
    assert_eq!(&*decode::<Base64>("\"\""), b"");
    fault::<Base64>("\"a\"");
    fault::<Base64>("\"a*==\"");
}

#[test]
fn secrets_travel_but_do_not_show() {
    let secret: Secret = decode("\"hunter2\"");
    assert_eq!(secret.expose(), "hunter2");
    assert_eq!(encode(&secret), "\"hunter2\"");
    assert_eq!(format!("{secret:?}"), "Secret([redacted])");
    assert!(!fault::<Secret>("1234567").to_string().contains("1234567"));
    assert_eq!(serde_json::to_string(&secret).expect("a string"), "\"hunter2\"");
}

#[test]
fn containers_round_trip() {
    assert_eq!(again::<Vec<Option<i64>>>(" [ 1 , null , 3 ] "), "[1,null,3]");
    assert_eq!(again::<Vec<Vec<bool>>>("[[],[true],[]]"), "[[],[true],[]]");
    assert_eq!(again::<BTreeMap<String, Vec<u8>>>(r#"{"b":[],"a":[1]}"#), r#"{"a":[1],"b":[]}"#);
    assert_eq!(again::<Box<Option<Box<str_owned::Text>>>>("\"x\""), "\"x\"");
    assert_eq!(encode(&["a", "b"]), r#"["a","b"]"#);
    assert_eq!(encode(&[1_u8, 2].as_slice().to_vec()), "[1,2]");
    assert_eq!(encode(&&7_i32), "7");
}

mod str_owned {
    pub(super) type Text = String;
}

#[test]
fn free_json_keeps_order_and_large_numbers() {
    let json = r#"{"z":1,"a":[18446744073709551615,-9223372036854775808,1.5,"x",null,true,{}],"m":{"k":[]}}"#;
    assert_eq!(again::<Value>(json), json);
    for json in ["18446744073709551616", "-0", "-0.0", "1e2", "0.1e-6", "123456789012345678901234567890"] {
        let expected: Value = serde_json::from_str(json).expect("a number");
        assert_eq!(decode::<Value>(json), expected, "{json}");
        assert_eq!(encode_json(&expected), serde_json::to_vec(&expected).expect("a value"));
    }
    fault::<Value>("1e400");
}

#[test]
fn a_byte_order_mark_is_skipped_and_garbage_is_not() {
    assert_eq!(decode::<i64>("\u{feff} 7 \n"), 7);
    assert!(fault::<i64>("7 x").is_syntax());
    assert!(fault::<i64>("7,").is_syntax());
}
