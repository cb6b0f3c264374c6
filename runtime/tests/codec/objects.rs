//! Objects: presence, order, duplicates, unknown keys, the rest, and how a `Patch` is made.

use std::collections::BTreeMap;

use sdkgen_runtime::private::{Decode, Fault, Field, Kept, Reader, decode_json};
use sdkgen_runtime::{IntoPatch, Patch, Secret};
use serde_json::{Value, json};

use sdkgen_runtime::jiff::Timestamp;

use crate::models::{Invoice, Line, Open, Status};
use crate::{again, decode, encode, fault};

const FULL: &str = r#"{"object":"invoice","id":"i1","customer":"c","status":"paid","lines":[{"price":1.5,"level":10,"tags":{"a":{"b":1}}}],"note":"n","parent":{"object":"invoice","id":"i0","status":"draft","lines":[],"paid_at":null},"paid_at":5}"#;

#[test]
fn a_whole_object_round_trips() {
    let invoice: Invoice = decode(FULL);
    assert_eq!(invoice.id, "i1");
    assert_eq!(invoice.status, Status::Paid);
    assert_eq!(invoice.lines[0].tags["a"]["b"], 1);
    assert_eq!(invoice.parent.as_ref().map(|parent| parent.id.as_str()), Some("i0"));
    assert_eq!(encode(&invoice), FULL);
}

#[test]
fn keys_in_any_order_give_the_same() {
    let invoice: Invoice = decode(FULL);
    let Value::Object(map) = decode::<Value>(FULL) else { panic!("an object") };
    let mut entries: Vec<_> = map.into_iter().collect();
    for turn in 0..entries.len() {
        entries.rotate_left(1);
        entries.swap(0, turn);
        let shuffled: Value = Value::Object(entries.iter().cloned().collect());
        assert_eq!(decode::<Invoice>(&encode(&shuffled)), invoice);
    }
    entries.reverse();
    let reversed: Value = Value::Object(entries.into_iter().collect());
    assert_eq!(decode::<Invoice>(&encode(&reversed)), invoice);
}

#[test]
fn unknown_keys_are_skipped_with_any_value() {
    let line: Line = decode(
        r#"{"x":[[],{},[{"price":9}]],"price":1,"":null,"y":{"price":2,"z":[1,"]}",-1.5e3]},"level":null,"t":true}"#,
    );
    assert_eq!(line, decode(r#"{"price":1}"#));
}

#[test]
fn escaped_keys_are_found() {
    assert_eq!(decode::<Line>(r#"{"\u0070rice":1}"#).price, 1.0);
    let open: Open = decode(r#"{"na\u006de":"n","v":1,"a\"b\u00e9":1}"#);
    assert_eq!(open.name, "n");
    assert_eq!(open.other["a\"bé"], json!(1));
    assert_eq!(encode(&open), r#"{"name":"n","v":1,"a\"bé":1}"#);
}

#[test]
fn the_last_duplicate_wins_and_keeps_nothing_of_the_first() {
    assert_eq!(decode::<Line>(r#"{"price":1,"price":2}"#).price, 2.0);
    assert_eq!(decode::<Line>(r#"{"price":1,"level":1,"level":null}"#).level, None);
    let line: Line = decode(r#"{"price":1,"tags":{"a":{}},"tags":{"b":{"x":1},"b":{"y":2}}}"#);
    assert_eq!(encode(&line.tags), r#"{"b":{"y":2}}"#);

    let invoice: Invoice = decode(
        r#"{"id":"i","status":"paid","paid_at":1,"lines":[{"price":1,"level":1}],"lines":[{"price":2}],
            "parent":{"id":"p","customer":"c","status":"paid","lines":[],"paid_at":null,"note":"n"},
            "parent":{"id":"q","status":"paid","lines":[],"paid_at":null}}"#,
    );
    assert_eq!(invoice.lines.len(), 1);
    assert_eq!(invoice.lines[0].level, None);
    let parent = invoice.parent.expect("a parent");
    assert_eq!((parent.id.as_str(), parent.customer, parent.note), ("q", None, None));
}

/// A required field that is an object is decoded in place, so values of a duplicate could remain.
#[test]
fn a_duplicate_of_an_object_in_place_starts_blank() {
    use sdkgen_runtime::private::{Decode, Fault, Field, Reader};

    #[derive(Debug, PartialEq)]
    struct Outer {
        line: Line,
    }

    impl Decode for Outer {
        fn blank() -> Self {
            Self { line: Line::blank() }
        }

        fn decode(&mut self, reader: &mut Reader<'_>) -> Result<(), Fault> {
            reader.object(&[Field::required("line")], &mut [&mut self.line])
        }
    }

    let outer: Outer = decode(r#"{"line":{"price":1,"level":1,"tags":{"a":{}}},"line":{"price":2}}"#);
    assert_eq!(outer.line, decode(r#"{"price":2}"#));
    assert_eq!(fault::<Outer>(r#"{"line":{"price":1},"line":{}}"#).path(), "$.line.price");
}

#[test]
fn null_for_each_kind_of_presence() {
    // optional, and its type has a null
    assert_eq!(decode::<Line>(r#"{"price":1,"level":null}"#).level, None);
    // optional, and its type has none: treated as absent, with white space anywhere
    assert_eq!(decode::<Line>("{\"price\":1,\"tags\": \n null }").tags, BTreeMap::new());
    // required
    assert_eq!(fault::<Line>(r#"{"price":null}"#).to_string(), "$.price: expected a number, found null");
    // required and nullable: null and absence are both fine, and null is written
    let with = decode::<Invoice>(r#"{"object":"invoice","id":"i","status":"paid","lines":[],"paid_at":null}"#);
    let without = decode::<Invoice>(r#"{"object":"invoice","id":"i","status":"paid","lines":[]}"#);
    assert_eq!(with, without);
    assert_eq!(encode(&with), r#"{"object":"invoice","id":"i","status":"paid","lines":[],"paid_at":null}"#);
}

/// A null deep inside an optional field is an error there, not the absence of the whole field.
#[test]
fn a_null_inside_an_optional_field_is_not_its_absence() {
    let fault = fault::<Line>(r#"{"price":1,"tags":{"a":null}}"#);
    assert_eq!(fault.to_string(), "$.tags.a: expected an object, found null");
}

#[test]
fn empty_objects() {
    assert_eq!(again::<BTreeMap<String, i64>>(" { } "), "{}");
    assert_eq!(fault::<Line>("{}").to_string(), "$.price: required, but missing");
    assert_eq!(again::<Open>(r#"{"name":""}"#), r#"{"name":""}"#);
}

/// An API that adds a second value after the SDK was generated: the value must not turn into the old one.
#[test]
fn a_constant_that_differs_or_is_absent_is_sent_back_as_it_was() {
    for object in
        ["", r#""object":"else","#, r#""object":null,"#, r#""object":{"a":[ 1 ]},"#, r#""object":"invoic\u0065s","#]
    {
        let json = format!(r#"{{{object}"id":"i","status":"paid","lines":[],"paid_at":null}}"#);
        let invoice: Invoice = decode(&json);
        assert_eq!(encode(&invoice), json);
        assert!(format!("{invoice:?}").contains("constants: {\"object\": "), "{invoice:?}");
        let by_serde: Invoice = serde_json::from_str(&json).expect("serde reads it");
        assert_eq!(
            serde_json::to_value(&by_serde).expect("serde writes it"),
            serde_json::from_str::<Value>(&json).expect("valid JSON")
        );
        assert_ne!(invoice, decode(r#"{"object":"invoice","id":"i","status":"paid","lines":[]}"#));
    }
    let json = r#"{"name":"n","v":2}"#;
    let open: Open = decode(json);
    assert!(open.other.is_empty(), "a constant is not part of the rest");
    assert_eq!(encode(&open), json);
}

#[test]
fn a_constant_with_its_value_is_kept_nowhere() {
    for object in [r#""invoice""#, r#""invo\u0069ce""#, r#""else","object":"invoice""#] {
        let invoice: Invoice = decode(&format!(r#"{{"object":{object},"id":"i","status":"paid","lines":[]}}"#));
        assert!(encode(&invoice).starts_with(r#"{"object":"invoice","id":"i""#));
        assert!(!format!("{invoice:?}").contains("constants"), "{invoice:?}");
    }
    let twice: Invoice =
        decode(r#"{"object":"invoice","id":"i","status":"paid","lines":[],"object":"b","object":"c"}"#);
    assert!(encode(&twice).starts_with(r#"{"object":"c","id""#), "of a key that comes twice the last one counts");
    assert_eq!(again::<Open>(r#"{"name":"n","v":1.0}"#), r#"{"name":"n","v":1}"#, "numbers are compared as numbers");
    assert_eq!(size_of::<Kept>(), size_of::<usize>());
}

/// Placeholders are decoded into again if a whole object is repeated.
#[test]
fn constants_of_an_earlier_duplicate_are_forgotten() {
    let inner = |object: &str| format!(r#"{{"object":"{object}","id":"i","status":"paid","lines":[],"paid_at":null}}"#);
    let json = format!(
        r#"{{"object":"invoice","id":"o","status":"paid","lines":[],"parent":{},"parent":{},"paid_at":null}}"#,
        inner("else"),
        inner("invoice")
    );
    let invoice: Invoice = decode(&json);
    assert_eq!(invoice.parent.as_deref(), Some(&decode(&inner("invoice"))));
}

#[test]
fn the_rest_keeps_what_no_field_has() {
    let json = r#"{"name":"n","v":1,"size":3,"a":[1,{"b":null}],"z":"y"}"#;
    let open: Open = decode(json);
    assert_eq!(open.other.keys().collect::<Vec<_>>(), ["a", "z"]);
    assert_eq!(encode(&open), json);

    let mut open = open;
    open.other.insert(String::from("name"), json!("twice"));
    assert_eq!(encode(&open), json, "a key is never written twice");
}

#[test]
fn a_model_of_many_fields() {
    use sdkgen_runtime::private::{Decode, Fault, Field, Reader, decode_json};

    const NAMES: [&str; 150] = {
        let mut names = [""; 150];
        let mut index = 0;
        while index < 150 {
            names[index] = NUMBERS.split_at(index * 3).1.split_at(3).0;
            index += 1;
        }
        names
    };
    const NUMBERS: &str = concat!(
        "000001002003004005006007008009010011012013014015016017018019020021022023024025026027028029030031032033034035036",
        "037038039040041042043044045046047048049050051052053054055056057058059060061062063064065066067068069070071072073",
        "074075076077078079080081082083084085086087088089090091092093094095096097098099100101102103104105106107108109110",
        "111112113114115116117118119120121122123124125126127128129130131132133134135136137138139140141142143144145146147",
        "148149"
    );

    struct Wide(Vec<i64>);

    impl Decode for Wide {
        fn blank() -> Self {
            Self(vec![-1; 150])
        }

        fn decode(&mut self, reader: &mut Reader<'_>) -> Result<(), Fault> {
            let fields: Vec<Field> = NAMES.iter().map(|name| Field::required(name)).collect();
            let mut slots: Vec<&mut dyn Decode> = self.0.iter_mut().map(|slot| slot as &mut dyn Decode).collect();
            reader.object(&fields, &mut slots)
        }
    }

    let reversed: Vec<String> = (0..150).rev().map(|number| format!("\"{number:03}\":{number}")).collect();
    let wide: Wide = decode(&format!("{{{}}}", reversed.join(",")));
    assert_eq!(wide.0, (0..150).collect::<Vec<_>>());
    let missing = format!("{{{}}}", reversed[..149].join(","));
    assert_eq!(
        decode_json::<Wide>(missing.as_bytes()).err().map(|fault| fault.path()),
        Some(String::from("$[\"000\"]"))
    );
}

#[test]
fn patch_is_made_from_references_arrays_and_slices() {
    fn patch<T>(patch: impl IntoPatch<T>) -> Patch<T> {
        patch.into_patch()
    }
    fn list(list: impl IntoPatch<Vec<String>>) -> Patch<Vec<String>> {
        list.into_patch()
    }
    let words = ["a", "b"];
    let by_reference = &words;
    let strings = ["a".to_owned(), "b".to_owned()];
    let owned = vec!["a".to_owned(), "b".to_owned()];
    let expected = Patch::Value(owned.clone());
    let borrowed: Vec<&str> = owned.iter().map(String::as_str).collect();
    for made in [
        list(["a", "b"]),
        list(by_reference),
        list(&strings),
        list(&words[..]),
        list(&borrowed),
        list(borrowed.clone()),
        list(["a".to_owned(), "b".to_owned()]),
        list(owned.as_slice()),
        list(&owned),
        list(Some(owned.clone())),
        list("a b".split(' ').map(str::to_owned).collect::<Vec<_>>()),
    ] {
        assert_eq!(made, expected);
    }
    assert_eq!((list(Some(Vec::new())), list(None)), (Patch::Value(Vec::new()), Patch::Null));
    assert_eq!(patch::<Vec<u8>>([1, 2]), Patch::Value(vec![1, 2]));
    let text = "x".to_owned();
    assert_eq!(patch::<String>(&text), patch("x"));
    let secret = Secret::from("x");
    for made in [patch::<Secret>("x"), patch(&text), patch(text.clone()), patch(&secret), patch(secret.clone())] {
        assert_eq!(made, Patch::Value(secret.clone()));
    }
    assert_eq!(Secret::from(&secret), secret);
}

#[test]
fn patch_is_made_from_plain_values_and_options() {
    fn set(patch: impl IntoPatch<String>) -> Patch<String> {
        patch.into_patch()
    }
    let value = Patch::Value(String::from("x"));
    assert_eq!(set("x"), value);
    assert_eq!(set(String::from("x")), value);
    assert_eq!(set(Some(String::from("x"))), value);
    assert_eq!(set(None), Patch::Null);
    assert_eq!(value.as_ref().map(String::len), Patch::Value(1));
    assert_eq!(value.as_option().map(String::as_str), Some("x"));
    assert_eq!(value.clone().into_option(), Some(String::from("x")));
    assert!(Patch::<u8>::default().is_absent() && Patch::<u8>::Null.is_null() && Patch::Value(1).is_value());
    let mut taken = value.clone();
    assert_eq!((taken.take(), taken), (value, Patch::Absent));
}

#[test]
fn serde_goes_through_the_codec() {
    let invoice: Invoice = serde_json::from_str(FULL).expect("an invoice");
    assert_eq!(invoice, decode(FULL));
    assert_eq!(serde_json::to_string(&invoice).expect("text"), FULL);
    assert_eq!(serde_json::to_value(&invoice).expect("a value"), decode::<Value>(FULL));
    let error = serde_json::from_value::<Line>(json!({"price": "much"})).expect_err("no number");
    assert_eq!(error.to_string(), "$.price: expected a number, found the string \"much\"");
    let large: BTreeMap<String, Value> =
        serde_json::from_str(r#"{"max":18446744073709551615,"min":-9223372036854775808}"#).expect("a map");
    assert_eq!(again::<BTreeMap<String, Value>>(&encode(&large)), encode(&large));
}

/// Two lists of instants; the second one requires offsets.
struct Instants([Vec<Timestamp>; 2]);

impl Decode for Instants {
    fn blank() -> Self {
        Self([Vec::new(), Vec::new()])
    }

    fn decode(&mut self, reader: &mut Reader<'_>) -> Result<(), Fault> {
        const FIELDS: &[Field] = &[Field::required("any"), Field::strict_required("exact")];
        let [any, exact] = &mut self.0;
        reader.object(FIELDS, &mut [any, exact])
    }
}

#[test]
fn a_strict_field_requires_offsets() {
    let read = |any: &str, exact: &str| {
        decode_json::<Instants>(format!(r#"{{"exact":["{exact}"],"any":["{any}"]}}"#).as_bytes())
    };
    let Instants([any, exact]) = read("2026-01-02T03:04:05", "2026-01-02T03:04:05Z").expect("it is as it should be");
    assert_eq!(any, exact);
    let fault = read("2026-01-02T03:04:05", "2026-01-02T03:04:05").err().expect("the offset is missing");
    assert!(fault.to_string().starts_with("$.exact[0]: expected an RFC 3339 date-time"), "{fault}");
}
