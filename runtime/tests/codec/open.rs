//! Open enums: unknown values are kept and sent back.

use std::collections::HashSet;
use std::str::FromStr;

use crate::models::{Level, Status};
use crate::{again, decode, encode, fault};

#[test]
fn string_enums_keep_what_they_do_not_know() {
    assert_eq!(decode::<Status>("\"paid\""), Status::Paid);
    let unknown: Status = decode(r#""brand \"new\"""#);
    assert!(matches!(unknown, Status::Unrecognized(_)));
    assert_eq!(unknown.as_str(), "brand \"new\"");
    assert_eq!(encode(&unknown), r#""brand \"new\"""#);
    assert_eq!(format!("{unknown:?}"), r#"Unrecognized("brand \"new\"")"#);
    fault::<Status>("1");
    fault::<Status>("null");
}

#[test]
fn string_enums_convert_like_strings() {
    assert_eq!(Status::from_str("draft"), Ok(Status::Draft));
    assert_eq!(Status::from(String::from("draft")), Status::Draft);
    assert_eq!(format!("{:>6}|", Status::Paid), "  paid|");
    assert_eq!(format!("{:?} {:#?}", Status::Paid, Status::Draft), "Paid Draft");
    assert_eq!(HashSet::from([Status::Paid, Status::from("paid"), Status::from("new")]).len(), 2);
    assert_eq!(Status::Paid.as_ref() as &str, "paid");
    assert!(Status::Paid == *"paid" && Status::Paid == "paid");
    assert_eq!(serde_json::to_string(&Status::from("new")).expect("text"), "\"new\"");
    assert_eq!(serde_json::from_str::<Status>("\"draft\"").expect("a status"), Status::Draft);
}

#[test]
fn integer_enums_keep_what_they_do_not_know() {
    assert_eq!(decode::<Level>("10"), Level::High);
    assert_eq!(decode::<Level>("1.0"), Level::Low);
    assert_eq!(again::<Level>("-77"), "-77");
    assert_eq!(format!("{:?} {}", decode::<Level>("3"), Level::High), "Unrecognized(3) 10");
    assert!(Level::High == 10);
    fault::<Level>("\"10\"");
    fault::<Level>("9223372036854775808");
    assert_eq!(serde_json::to_string(&Level::Low).expect("text"), "1");
    assert_eq!(serde_json::from_str::<Level>("10").expect("a level"), Level::High);
}
