//! Converts the two forms of `type` that 3.0 does not have: several types, and `null`.

use serde_json::{Value, json};

use super::Members;

const TEXT: [&str; 6] = ["minLength", "maxLength", "pattern", "contentEncoding", "contentMediaType", "contentSchema"];
const NUMBER: [&str; 5] = ["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"];
const ARRAY: [&str; 6] = ["items", "prefixItems", "minItems", "maxItems", "uniqueItems", "contains"];
const OBJECT: [&str; 7] = [
    "properties",
    "required",
    "additionalProperties",
    "patternProperties",
    "minProperties",
    "maxProperties",
    "propertyNames",
];

/// Converts a list of types: `["string", "null"]` is a nullable string; several types are a choice, each with its own
/// keywords.
pub(super) fn type_array(members: &mut Members) {
    let Some(Value::Array(kinds)) = members.get("type") else { return };
    let mut kinds: Vec<String> = kinds.iter().filter_map(Value::as_str).map(str::to_owned).collect();
    let listed = kinds.len();
    kinds.retain(|kind| kind != "null");
    if kinds.len() < listed {
        members.insert("nullable".to_owned(), json!(true));
    }
    // Every integer is a number.
    if kinds.iter().any(|kind| kind == "number") {
        kinds.retain(|kind| kind != "integer");
    }
    kinds.dedup();
    match &kinds[..] {
        [] if listed > 0 => {
            members.insert("type".to_owned(), json!("null"));
        }
        [] => {
            members.shift_remove("type");
        }
        [kind] => {
            members.insert("type".to_owned(), json!(kind));
        }
        kinds => {
            members.shift_remove("type");
            choose(members, kinds);
        }
    }
}

/// Converts an enumeration without `type` whose values have several types.
pub(super) fn types_of_values(members: &mut Members) {
    const ELSEWHERE: [&str; 6] = ["type", "allOf", "anyOf", "oneOf", "not", "$ref"];
    if ELSEWHERE.iter().any(|keyword| members.contains_key(*keyword)) {
        return;
    }
    let Some(values) = members.get("enum").and_then(Value::as_array) else { return };
    // `2.0` beside `1` is another spelling of `2`.
    let is_integer = |value: &Value| value.is_i64() || value.is_u64();
    let whole = values.iter().any(is_integer) && values.iter().filter(|value| value.is_number()).all(is_whole);
    let mut kinds: Vec<&str> = Vec::new();
    for value in values {
        let kind = match value {
            Value::Null => "null",
            Value::Bool(_) => "boolean",
            Value::String(_) => "string",
            Value::Number(number) if number.is_f64() && !whole => "number",
            Value::Number(_) => "integer",
            Value::Array(_) | Value::Object(_) => return,
        };
        if !kinds.contains(&kind) {
            kinds.push(kind);
        }
    }
    if kinds.iter().filter(|kind| **kind != "null").count() > 1 {
        members.insert("type".to_owned(), json!(kinds));
    }
}

/// Converts the type `null` to an enumeration of `null`.
pub(super) fn null_type(members: &mut Members) {
    if members.get("type").is_some_and(|kind| kind == "null") {
        members.shift_remove("type");
        members.insert("nullable".to_owned(), json!(true));
        members.insert("enum".to_owned(), json!([null]));
    }
}

fn choose(members: &mut Members, kinds: &[String]) {
    let variants: Vec<Value> = kinds.iter().map(|kind| Value::Object(variant(members, kind))).collect();
    for keyword in TEXT.iter().chain(&NUMBER).chain(&ARRAY).chain(&OBJECT).chain(&["format", "enum"]) {
        members.shift_remove(*keyword);
    }
    let choice = json!({"anyOf": variants});
    match (members.contains_key("anyOf"), members.get_mut("allOf").and_then(Value::as_array_mut)) {
        (false, _) => {
            members.insert("anyOf".to_owned(), json!(variants));
        }
        (true, Some(all_of)) => all_of.push(choice),
        (true, None) => {
            members.insert("allOf".to_owned(), json!([choice]));
        }
    }
}

fn variant(members: &Members, kind: &str) -> Members {
    let mut variant = Members::new();
    variant.insert("type".to_owned(), json!(kind));
    let own: &[&str] = match kind {
        "string" => &TEXT,
        "number" | "integer" => &NUMBER,
        "array" => &ARRAY,
        "object" => &OBJECT,
        _ => &[],
    };
    for keyword in own {
        if let Some(value) = members.get(*keyword) {
            variant.insert((*keyword).to_owned(), value.clone());
        }
    }
    if let Some(format) = members.get("format").filter(|format| suits(format, kind)) {
        variant.insert("format".to_owned(), format.clone());
    }
    if let Some(values) = members.get("enum").and_then(Value::as_array) {
        let values: Vec<&Value> = values.iter().filter(|value| is_of(value, kind)).collect();
        if !values.is_empty() {
            variant.insert("enum".to_owned(), json!(values));
        }
    }
    variant
}

fn is_whole(value: &Value) -> bool {
    value.as_f64().is_some_and(|number| number.fract() == 0.0)
}

fn suits(format: &Value, kind: &str) -> bool {
    let of_number = matches!(format.as_str(), Some("int32" | "int64" | "float" | "double" | "decimal"));
    match kind {
        "string" => !of_number,
        "number" | "integer" => of_number,
        _ => false,
    }
}

fn is_of(value: &Value, kind: &str) -> bool {
    match kind {
        "string" => value.is_string(),
        "integer" => is_whole(value),
        "number" => value.is_number(),
        "boolean" => value.is_boolean(),
        "array" => value.is_array(),
        "object" => value.is_object(),
        _ => false,
    }
}
