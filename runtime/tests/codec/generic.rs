//! Types around a model: a value or a string in its place.

use std::collections::BTreeMap;

use sdkgen_runtime::{Clearable, Expandable, IntoValue};

use crate::models::Status;
use crate::{again, decode, encode, fault};

type Map = BTreeMap<String, i64>;

#[test]
fn an_expandable_is_an_identifier_or_an_object() {
    let short = decode::<Expandable<Map>>(r#""cus_1""#);
    assert_eq!((short.id(), short.object(), short.unrecognized()), ("cus_1", None, None));
    assert_eq!(short, Expandable::from("cus_1"));
    assert_eq!(format!("{short:?}"), r#""cus_1""#);

    let full = decode::<Expandable<serde_json::Value>>(r#"{"a":[{"id":"inner"}],"id":"cus_2","b":1}"#);
    assert_eq!(full.id(), "cus_2");
    assert_eq!(full.object().map(|object| &object["b"]), Some(&1.into()));
    assert_eq!(encode(&full), r#"{"a":[{"id":"inner"}],"id":"cus_2","b":1}"#);
    assert_eq!(full.into_object().map(|object| object["id"].clone()), Some("cus_2".into()));
}

#[test]
fn an_object_of_another_type_is_kept_with_its_identifier() {
    let json = r#"{"id":"cus_3","name":"Ada"}"#;
    let other = decode::<Expandable<Map>>(json);
    assert_eq!((other.id(), other.object()), ("cus_3", None));
    assert_eq!(other.unrecognized().map(|json| json.as_str()), Some(json));
    assert_eq!(again::<Expandable<Map>>(json), json);
    assert_eq!(decode::<Expandable<Map>>(r#"{"id":7}"#).id(), "7");
}

#[test]
fn what_has_no_identifier_is_refused() {
    for json in ["1", "null", "[]", "{}", r#"{"name":"id"}"#, r#"{"id":null}"#, r#"{"id":{"id":"a"}}"#] {
        let fault = fault::<Expandable<Map>>(json);
        assert!(fault.to_string().contains("a string or an object with `id`"), "{json}: {fault}");
    }
}

#[test]
fn an_identifier_of_an_earlier_duplicate_is_forgotten() {
    let last = decode::<BTreeMap<String, Expandable<Map>>>(r#"{"a":{"id":1},"a":"b"}"#);
    assert_eq!((last["a"].id(), last["a"].object()), ("b", None));
}

#[test]
fn an_expanded_object_can_be_made() {
    let made = Expandable::expanded("a", Map::from([("n".to_owned(), 1)]));
    assert_eq!((made.id(), encode(&made).as_str()), ("a", r#"{"n":1}"#));
}

fn clearable<T>(value: impl IntoValue<Clearable<T>>) -> Clearable<T> {
    value.into_value()
}

#[test]
fn an_empty_string_clears() {
    assert_eq!(decode::<Clearable<i64>>(r#""""#), Clearable::Clear);
    assert_eq!(decode::<Clearable<i64>>("5"), Clearable::Value(5));
    assert_eq!(encode(&Clearable::<i64>::Clear), r#""""#);
    assert_eq!(encode(&clearable::<Vec<i64>>([1, 2])), "[1,2]");
    assert!(matches!(decode::<Clearable<i64>>(r#""five""#), Clearable::Unrecognized(_)));
    assert_eq!(again::<Clearable<i64>>(r#"{"a": 1}"#), r#"{"a": 1}"#);
}

#[test]
fn what_is_beside_the_empty_string_converts() {
    assert_eq!(Clearable::<Map>::from(None), Clearable::Clear);
    assert_eq!(clearable::<Map>(None), Clearable::Clear);
    assert_eq!(Clearable::into_value(Clearable::from(Some(5))), Some(5));
    assert_eq!(clearable::<Vec<String>>(["a"]).value(), Some(&vec!["a".to_owned()]));
    assert_eq!(clearable(&Status::Paid), Clearable::Value(Status::Paid));
    assert_eq!(clearable::<Status>("paid"), Clearable::Value(Status::Paid));
    assert!(Clearable::<i64>::Clear.is_clear() && !Clearable::from(1).is_clear());
}

#[test]
fn both_are_read_and_written_by_serde() {
    let json = r#"{"a":"cus_1","b":{"id":1}}"#;
    let map: BTreeMap<String, Expandable<Map>> = serde_json::from_str(json).expect("it is one");
    assert_eq!(serde_json::to_string(&map).expect("text"), json);
    let list: Vec<Clearable<i64>> = serde_json::from_str(r#"["",1]"#).expect("it is one");
    assert_eq!(serde_json::to_string(&list).expect("text"), r#"["",1]"#);
}
