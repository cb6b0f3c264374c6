//! Properties of forgiving decoding over arbitrary JSON.

use std::collections::BTreeMap;

use proptest::prelude::*;
use sdkgen_runtime::private::{Decode, Encode, decode_json, encode_json};
use sdkgen_runtime::serde_json::{Value, json};

use crate::forgiving;
use crate::models::{Document, Invoice, Line, Pet};

fn any_value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i8>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        "[a-d]{0,3}".prop_map(Value::from),
        prop::sample::select(vec!["cat", "dog", "i", "invoice", "draft"]).prop_map(Value::from),
    ];
    let key = prop::sample::select(vec![
        "id", "object", "status", "lines", "note", "parent", "paid_at", "price", "level", "tags", "kind", "lives",
        "chases", "x",
    ]);
    leaf.prop_recursive(5, 64, 8, move |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..6).prop_map(Value::from),
            prop::collection::btree_map(key.clone(), inner, 0..9)
                .prop_map(|map| Value::Object(map.into_iter().map(|(key, value)| (key.to_owned(), value)).collect())),
        ]
    })
}

/// An invoice in which one value or two are replaced.
fn near_invoice() -> impl Strategy<Value = Value> {
    let change = (any::<prop::sample::Index>(), prop::option::of(any_value()));
    prop::collection::vec(change, 0..3).prop_map(|changes| {
        let line = json!({"price": 1.5, "level": 10, "tags": {"a": {"b": 1}, "c": {}}});
        let parent = json!({"object": "invoice", "id": "p", "status": "paid", "lines": [line], "paid_at": 1});
        let mut invoice = json!({
            "object": "invoice", "id": "i", "customer": "c", "status": "draft", "lines": [line, line], "note": null,
            "parent": parent, "paid_at": null,
        });
        for (at, value) in changes {
            let mut pointers = Vec::new();
            collect(&invoice, String::new(), &mut pointers);
            let pointer = at.get(&pointers).clone();
            match (value, invoice.pointer_mut(&pointer)) {
                (Some(value), Some(place)) => *place = value,
                (None, _) => remove(&mut invoice, &pointer),
                _ => {}
            }
        }
        invoice
    })
}

fn collect(json: &Value, pointer: String, all: &mut Vec<String>) {
    match json {
        Value::Object(map) => {
            map.iter().for_each(|(key, value)| collect(value, format!("{pointer}/{key}"), all));
        }
        Value::Array(items) => {
            items.iter().enumerate().for_each(|(at, value)| collect(value, format!("{pointer}/{at}"), all));
        }
        _ => {}
    }
    if !pointer.is_empty() || all.is_empty() {
        all.push(pointer);
    }
}

fn remove(json: &mut Value, pointer: &str) {
    let Some((parent, key)) = pointer.rsplit_once('/') else { return };
    match json.pointer_mut(parent) {
        Some(Value::Object(map)) => drop(map.remove(key)),
        Some(Value::Array(items)) => drop(key.parse().map(|at: usize| items.remove(at))),
        _ => {}
    }
}

/// Checks what holds for any type and any JSON.
fn check<T: Decode + Encode + 'static>(json: &Value) -> Result<(), TestCaseError> {
    let text = json.to_string();
    let strict = decode_json::<T>(text.as_bytes());
    match (strict, forgiving::<T>(&text)) {
        (Ok(strict), Ok(response)) => {
            prop_assert!(response.deviations().is_empty());
            prop_assert_eq!(encode_json(&strict), encode_json(response.get()));
        }
        (Ok(_), Err(error)) => prop_assert!(false, "{error}, though strict decoding accepts it"),
        (Err(fault), Ok(response)) => {
            let mut deviations = response.deviations().iter();
            // What strict decoding reports is among them, unless the value that contains it is no longer needed.
            let first = fault.path();
            let has = deviations.clone().any(|deviation| deviation.path() == first);
            prop_assert!(has || deviations.len() == 0 || text.contains("\"i\""), "{fault} is not among {deviations:?}");
            // Each of them is in the JSON.
            prop_assert!(deviations.all(|deviation| deviation.path().starts_with(deviation.affected_path())));
            // What was decoded can be sent again.
            prop_assert!(sdkgen_runtime::serde_json::from_slice::<Value>(&encode_json(response.get())).is_ok());
        }
        (Err(fault), Err(error)) => prop_assert!(error.to_string().contains(&fault.path())),
    }
    Ok(())
}

proptest! {
    #[test]
    fn forgiving_decoding_extends_strict_decoding(json in any_value(), near in near_invoice()) {
        for json in [&json, &near] {
            check::<Invoice>(json)?;
            check::<Vec<Invoice>>(&json!([json, near]))?;
            check::<BTreeMap<String, Line>>(json)?;
            check::<Pet>(json)?;
            check::<Vec<Pet>>(json)?;
            check::<Document>(json)?;
            check::<BTreeMap<String, Document>>(&json!({"a": json}))?;
        }
    }

    #[test]
    fn an_invoice_with_one_deviation_is_still_decoded(near in near_invoice()) {
        let is_object = near.is_object();
        let decoded = forgiving::<Invoice>(&near.to_string());
        prop_assert_eq!(decoded.is_ok(), is_object, "{:?} of {}", decoded.err(), near);
    }

    #[test]
    fn nothing_panics_on_any_text(text in ".{0,64}", near in near_invoice(), at in any::<prop::sample::Index>()) {
        let _ = forgiving::<Vec<Invoice>>(&text);
        let mut whole = near.to_string();
        let cut = (0..=at.index(whole.len())).rev().find(|at| whole.is_char_boundary(*at)).unwrap_or(0);
        whole.truncate(cut);
        // A text without its end is never a value.
        prop_assert!(forgiving::<Invoice>(&whole).is_err());
    }
}
