//! Messages of decoding errors: the path, the reason, and a truncated value.

use std::collections::BTreeMap;

use sdkgen_runtime::Fault;
use sdkgen_runtime::private::{Decode, Field, Reader};
use serde_json::Value;

use crate::fault;
use crate::models::{Invoice, Line, Open};

#[derive(Debug)]
struct Page {
    items: Vec<Item>,
}

#[derive(Debug)]
struct Item {
    page_info: String,
    permissions: BTreeMap<String, Vec<u8>>,
}

impl Decode for Page {
    fn blank() -> Self {
        Self { items: Vec::new() }
    }

    fn decode(&mut self, reader: &mut Reader<'_>) -> Result<(), Fault> {
        reader.object(&[Field::required("items")], &mut [&mut self.items])
    }
}

impl Decode for Item {
    fn blank() -> Self {
        Self { page_info: String::new(), permissions: BTreeMap::new() }
    }

    fn decode(&mut self, reader: &mut Reader<'_>) -> Result<(), Fault> {
        reader.object(
            &[Field::required("page_info"), Field::optional("permissions")],
            &mut [&mut self.page_info, &mut self.permissions],
        )
    }
}

#[test]
fn a_missing_field_has_its_own_path() {
    let fault = fault::<Page>(r#"{"items":[{"page_info":"a"},{"permissions":{}}]}"#);
    assert_eq!(fault.path(), "$.items[1].page_info");
    assert_eq!(fault.to_string(), "$.items[1].page_info: required, but missing");
    assert_eq!(format!("{fault:?}"), "Fault($.items[1].page_info: required, but missing)");
}

#[test]
fn keys_of_maps_are_quoted_where_they_need_it() {
    let page =
        |key: &str| format!(r#"{{"items":[{{"page_info":"a","permissions":{{"ok":[1], {key} : [1,2,true]}}}}]}}"#);
    for (key, path) in [
        (r#""a b""#, r#"$.items[0].permissions["a b"][2]"#),
        (r#""plain-key""#, "$.items[0].permissions.plain-key[2]"),
        (r#""""#, r#"$.items[0].permissions[""][2]"#),
        (r#""a\"\u0062\n""#, r#"$.items[0].permissions["a\"b\n"][2]"#),
    ] {
        let fault = fault::<Page>(&page(key));
        assert_eq!(fault.path(), path);
        assert_eq!(fault.to_string(), format!("{path}: expected an integer, found true"));
    }
}

#[test]
fn entries_of_the_rest_have_a_path() {
    let fault = fault::<Open>(r#"{"name":"n","more":{"deep":[1e999]}}"#);
    assert_eq!(fault.path(), "$.more.deep[0]");
}

#[test]
fn messages_name_what_was_expected_and_found() {
    for (json, message) in [
        (r#"{"price":"1"}"#, r#"$.price: expected a number, found the string "1""#),
        (r#"{"price":[1]}"#, "$.price: expected a number, found an array"),
        (r#"{"price":{}}"#, "$.price: expected a number, found an object"),
        (r#"{"price":false}"#, "$.price: expected a number, found false"),
        (r#"{"price":1,"level":1.5}"#, "$.level: expected an integer, found the number 1.5"),
        (
            r#"{"price":1,"tags":{"a":{"b":256}}}"#,
            "$.tags.a.b: expected an integer in the range of the type, found the number 256",
        ),
        ("[]", "$: expected an object, found an array"),
    ] {
        assert_eq!(fault::<Line>(json).to_string(), message);
    }
    let status = fault::<Invoice>(r#"{"id":"i","status":7}"#);
    assert_eq!(status.to_string(), "$.status: expected a string, found the number 7");
}

#[test]
fn syntax_errors_have_an_offset() {
    let fault = fault::<Page>(r#"{"items":[{"page_info":"a"},{"page_info":"b"#);
    assert!(fault.is_syntax());
    assert_eq!(fault.path(), "$.items[1].page_info");
    assert!(fault.to_string().contains("not valid JSON at byte 43"), "{fault}");
}

#[test]
fn long_values_are_cut_and_stay_on_one_line() {
    let text = format!("a\\n{}", "é".repeat(500));
    let fault = fault::<i64>(&format!("\"{text}\""));
    let message = fault.to_string();
    assert!(message.chars().count() < 100, "{message}");
    assert!(!message.contains('\n') && message.ends_with("\"…"), "{message}");
    let digits = "7".repeat(3000);
    assert!(crate::fault::<u8>(&digits).to_string().len() < 110);
    assert!(crate::fault::<Value>(&digits).to_string().len() < 110);
}

#[test]
fn nesting_ends_at_a_limit() {
    let nested = |depth: usize| format!("{}{}", "[".repeat(depth), "]".repeat(depth));
    crate::decode::<Value>(&nested(128));
    crate::decode::<Line>(&format!(r#"{{"price":1,"skipped":{}}}"#, nested(127)));
    assert!(fault::<Value>(&nested(129)).to_string().ends_with(": nested too deeply"));
    let skipped = fault::<Line>(&format!(r#"{{"price":1,"skipped":{}}}"#, nested(128)));
    assert_eq!(skipped.to_string(), "$: nested too deeply");
}

#[test]
fn a_fault_is_one_pointer_wide() {
    assert_eq!(size_of::<Fault>(), size_of::<usize>());
    assert_eq!(size_of::<Result<(), Fault>>(), size_of::<usize>());
    fn check<T: std::error::Error + Send + Sync + 'static>() {}
    check::<Fault>();
}
