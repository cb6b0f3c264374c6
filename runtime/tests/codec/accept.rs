//! What setters and arguments accept in place of a value.

use std::collections::{BTreeMap, HashMap};

use sdkgen_runtime::private::{Candidate, accepts, conversions, union};
use sdkgen_runtime::{Base64, Clearable, IntoPatch, IntoValue, Patch, UnrecognizedJson};
use serde_json::{Value, json};

use crate::encode;
use crate::models::Status;

/// `["a"]`, `[[1]]`, text, a number, an enumeration, and two constants.
#[derive(Clone, Debug, PartialEq)]
enum Many {
    Auto,
    Status(Status),
    Words(Vec<String>),
    Rows(Vec<Vec<i64>>),
    Number(f64),
    Flags(BTreeMap<String, bool>),
    Unrecognized(UnrecognizedJson),
}

impl Many {
    const CANDIDATES: &'static [Candidate] = &[
        Candidate::string_of(&["auto"]),
        Candidate::string(),
        Candidate::array(),
        Candidate::array(),
        Candidate::number(),
        Candidate::any(),
    ];
}

conversions!(Many {
    Status(Status), Words(Vec<String>), Rows(Vec<Vec<i64>>), Number(f64), Flags(BTreeMap<String, bool>)
});

accepts!(Many or none [
    Status, &Status as Status,
    const N => [&str; N] as Vec<String>, Vec<&str> as Vec<String>, Vec<String>,
    const N N1 => [[i64; N1]; N] as Vec<Vec<i64>>, Vec<Vec<i64>>,
    f64,
    const N => [(&str, bool); N] as BTreeMap<String, bool>
] text("auto" => Auto; Status(Status)));

union!(Many, choose() {
    0 => Auto = "auto",
    1 => Status(value),
    2 => Words(value),
    3 => Rows(value),
    4 => Number(value),
    _ => Flags(value),
});

/// A constant, one list, and the union above.
#[derive(Clone, Debug, PartialEq)]
enum One {
    None,
    List(Vec<Many>),
    Unrecognized(UnrecognizedJson),
}

impl One {
    const CANDIDATES: &'static [Candidate] = &[Candidate::string_of(&["none"]), Candidate::array()];
}

conversions!(One { List(Vec<Many>) });

accepts!(One or none [
    const N => [Many; N] as Vec<Many>, const N => [&str; N] as Vec<Many>, const N => [f64; N] as Vec<Many>,
    const N N1 => [[&str; N1]; N] as Vec<Many>,
    Vec<Many>, &Vec<Many> as Vec<Many>, &[Many] as Vec<Many>
] text("none" => None; Unrecognized));

union!(One, choose() {
    0 => None = "none",
    _ => List(value),
});

fn value<T>(value: impl IntoValue<T>) -> T {
    value.into_value()
}

fn patch<T>(value: impl IntoPatch<T>) -> Patch<T> {
    value.into_patch()
}

#[test]
fn a_union_accepts_what_its_alternatives_are_written_as() {
    assert_eq!(value::<Many>("auto"), Many::Auto);
    assert_eq!(value::<Many>("paid"), Many::Status(Status::Paid));
    assert_eq!(encode(&value::<Many>("other")), r#""other""#);
    assert_eq!(value::<Many>(&Status::Paid), Many::Status(Status::Paid));
    assert_eq!(value::<Many>(["a"]), Many::Words(vec!["a".to_owned()]));
    assert_eq!(value::<Many>(vec!["a"]), Many::Words(vec!["a".to_owned()]));
    assert_eq!(value::<Many>([[1, 2], [3, 4]]), Many::Rows(vec![vec![1, 2], vec![3, 4]]));
    assert_eq!(value::<Many>(0.5), Many::Number(0.5));
    assert_eq!(encode(&value::<Many>([("a", true)])), r#"{"a":true}"#);
    assert_eq!(value::<Many>(&Many::Auto), Many::Auto);
}

#[test]
fn json_goes_into_maps_of_any_json() {
    let object = json!({"type": "object", "required": ["a"]});
    let map: BTreeMap<String, Value> = value(&object);
    assert_eq!(encode(&map), r#"{"required":["a"],"type":"object"}"#);
    assert_eq!(value::<BTreeMap<String, Value>>(object.clone()), map);
    assert_eq!(patch::<BTreeMap<String, Value>>(object), Patch::Value(map));
    // What is no object is sent, and left to the API.
    assert_eq!(encode(&value::<BTreeMap<String, Value>>(json!([1]))), r#"{"":[1]}"#);
}

#[test]
fn a_list_in_a_union_is_made_of_what_its_items_are_written_as() {
    assert_eq!(encode(&value::<One>("none")), r#""none""#);
    assert_eq!(value::<One>("none"), One::None);
    // No variant holds other text: it is sent as it is, quotes and all.
    assert_eq!(encode(&value::<One>("a \"b\"")), r#""a \"b\"""#);
    assert_eq!(value::<One>(["auto", "auto"]), One::List(vec![Many::Auto, Many::Auto]));
    assert_eq!(value::<One>([0.5]), One::List(vec![Many::Number(0.5)]));
    assert_eq!(value::<One>([["a"]]), One::List(vec![Many::Words(vec!["a".to_owned()])]));
    assert_eq!(value::<One>(&vec![Many::Auto]), One::List(vec![Many::Auto]));
    assert_eq!(value::<One>([Many::Auto].as_slice()), One::List(vec![Many::Auto]));
}

#[test]
fn none_clears_and_every_literal_sets() {
    assert_eq!(patch::<Many>(None), Patch::Null);
    assert_eq!(patch::<Many>("auto"), Patch::Value(Many::Auto));
    assert_eq!(patch::<Many>([("a", true)]), Patch::Value(value::<Many>([("a", true)])));
    assert_eq!(patch::<Many>(["a"]), Patch::Value(Many::Words(vec!["a".to_owned()])));
    assert_eq!(patch::<Many>(Some(Many::Auto)), Patch::Value(Many::Auto));
    assert_eq!(patch::<Many>(Patch::Absent), Patch::Absent);
    assert_eq!(patch::<One>(["auto"]), Patch::Value(One::List(vec![Many::Auto])));
    assert_eq!(value::<Clearable<One>>(One::None), Clearable::Value(One::None));
    assert_eq!(value::<Clearable<Status>>("paid"), Clearable::Value(Status::Paid));
}

#[test]
fn maps_are_made_from_pairs() {
    let expected = BTreeMap::from([("a".to_owned(), Status::Paid)]);
    assert_eq!(value::<BTreeMap<String, Status>>([("a", "paid")]), expected);
    assert_eq!(value::<BTreeMap<String, Status>>(vec![("a".to_owned(), Status::Paid)]), expected);
    assert_eq!(value::<BTreeMap<String, Status>>(HashMap::from([("a", &Status::Paid)])), expected);
    assert_eq!(value::<BTreeMap<String, Status>>(&expected), expected);
    assert_eq!(encode(&value::<BTreeMap<String, Vec<String>>>([("a", ["b", "c"])])), r#"{"a":["b","c"]}"#);
    assert_eq!(encode(&value::<BTreeMap<String, Base64>>([("a", b"x")])), r#"{"a":"eA=="}"#);
    let free: BTreeMap<String, serde_json::Value> = value([("a", json!({"b": [1]}))]);
    assert_eq!(encode(&free), r#"{"a":{"b":[1]}}"#);
}
