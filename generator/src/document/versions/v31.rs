//! Converts schemas of OpenAPI 3.1 (JSON Schema 2020-12) to the keywords of 3.0. One function per difference; each
//! converts one schema object, without those below it. Knows keywords, not where schemas are.

mod anchors;
mod dynamic;
mod keywords;
mod types;

use serde_json::{Map, Value, json};

use super::super::notes::Notes;
use super::super::path::Path;

pub(super) use self::anchors::resolve as resolve_names;
pub(super) use self::dynamic::bind as bind_dynamic;

type Members = Map<String, Value>;

/// Converts one schema.
pub(super) fn schema(value: &mut Value, at: &Path<'_>, notes: &Notes) {
    boolean_schema(value);
    let Value::Object(members) = value else { return };
    keywords::rewrite(members, at, notes);
    reference_siblings(members);
    constant(members);
    types::types_of_values(members);
    types::type_array(members);
    types::null_type(members);
    null_variants(members);
    null_in_enum(members);
    exclusive_bound(members, "minimum", "exclusiveMinimum", f64::max);
    exclusive_bound(members, "maximum", "exclusiveMaximum", f64::min);
    examples(members);
    content(members);
}

/// Converts an enumeration with values of several types to a choice of types, in every version.
pub(super) fn values_of_several_types(value: &mut Value) {
    let Value::Object(members) = value else { return };
    types::types_of_values(members);
    if members.get("type").is_some_and(Value::is_array) {
        types::type_array(members);
    }
}

/// Returns whether a schema uses a form that 3.0 does not have and that has no other meaning there.
pub(super) fn is_newer(value: &Value) -> bool {
    let Value::Object(members) = value else { return value.is_boolean() };
    members.get("type").is_some_and(|kind| kind.is_array() || kind == "null")
        || members.contains_key("const")
        || members.get("exclusiveMinimum").is_some_and(Value::is_number)
        || members.get("exclusiveMaximum").is_some_and(Value::is_number)
        || ["anyOf", "oneOf"].iter().filter_map(|key| members.get(*key)?.as_array()).flatten().any(is_null)
}

/// Converts a boolean schema: `true` allows anything, `false` nothing.
fn boolean_schema(value: &mut Value) {
    match value {
        Value::Bool(true) => *value = json!({}),
        Value::Bool(false) => *value = json!({"not": {}}),
        _ => {}
    }
}

/// Converts a reference with siblings to an `allOf` of the reference, beside the siblings.
fn reference_siblings(members: &mut Members) {
    if members.len() < 2 || !members.get("$ref").is_some_and(Value::is_string) {
        return;
    }
    let Some(reference) = members.shift_remove("$ref") else { return };
    match members.get_mut("allOf").and_then(Value::as_array_mut) {
        Some(all_of) => all_of.insert(0, json!({"$ref": reference})),
        None => {
            members.insert("allOf".to_owned(), json!([{"$ref": reference}]));
        }
    }
}

/// Converts a constant to an enumeration of one value.
fn constant(members: &mut Members) {
    if let Some(constant) = members.shift_remove("const") {
        members.insert("enum".to_owned(), json!([constant]));
    }
}

/// Removes a variant that is `null` and makes the schema nullable; a single remaining variant replaces the choice.
fn null_variants(members: &mut Members) {
    for keyword in ["oneOf", "anyOf"] {
        let Some(variants) = members.get_mut(keyword).and_then(Value::as_array_mut) else { continue };
        let before = variants.len();
        variants.retain(|variant| !is_null(variant));
        let left = variants.len();
        if left == before {
            continue;
        }
        if left == 0 {
            members.shift_remove(keyword);
            members.insert("enum".to_owned(), json!([null]));
        } else if left == 1
            && !members.contains_key("allOf")
            && let Some(variants) = members.shift_remove(keyword)
        {
            members.insert("allOf".to_owned(), variants);
        }
        members.insert("nullable".to_owned(), json!(true));
    }
}

/// Removes `null` from the values of a nullable enumeration.
fn null_in_enum(members: &mut Members) {
    let typed = members.contains_key("type");
    let nullable = members.get("nullable") == Some(&Value::Bool(true));
    let Some(values) = members.get_mut("enum").and_then(Value::as_array_mut) else { return };
    if values.len() < 2 || !values.contains(&Value::Null) {
        return;
    }
    values.retain(|value| !value.is_null());
    // With a type that is not nullable, `null` was never valid.
    if !typed || nullable {
        members.insert("nullable".to_owned(), json!(true));
    }
}

/// Converts an exclusive bound that is a number to a bound and a flag; the tighter bound is kept.
fn exclusive_bound(members: &mut Members, inclusive: &str, exclusive: &str, tighter: fn(f64, f64) -> f64) {
    let Some(bound) = members.get(exclusive).filter(|bound| bound.is_number()).cloned() else { return };
    let other = members.get(inclusive).and_then(Value::as_f64);
    let wins = match (bound.as_f64(), other) {
        (Some(bound), Some(other)) => tighter(bound, other) == bound,
        _ => true,
    };
    if wins {
        members.insert(inclusive.to_owned(), bound);
        members.insert(exclusive.to_owned(), json!(true));
    } else {
        members.shift_remove(exclusive);
    }
}

/// Converts several examples to the first one.
fn examples(members: &mut Members) {
    let Some(examples) = members.get_mut("examples").and_then(Value::as_array_mut) else { return };
    if examples.is_empty() {
        return;
    }
    let first = examples.swap_remove(0);
    members.shift_remove("examples");
    members.entry("example").or_insert(first);
}

/// Converts encoded bytes to a format of 3.0.
fn content(members: &mut Members) {
    let encoding = members.get("contentEncoding").and_then(Value::as_str).map(str::to_ascii_lowercase);
    let has_media_type = members.contains_key("contentMediaType");
    let textual = members.get("type").is_none_or(|kind| kind == "string");
    if !textual || members.contains_key("format") {
        return;
    }
    let format = match encoding.as_deref() {
        Some("base64" | "base64url") => "byte",
        Some("binary") => "binary",
        // A media type of plain text (`application/json` in a string) does not mean bytes.
        None if has_media_type && !is_text(members) => "binary",
        _ => return,
    };
    members.insert("type".to_owned(), json!("string"));
    members.insert("format".to_owned(), json!(format));
    members.shift_remove("contentEncoding");
    members.shift_remove("contentMediaType");
}

fn is_text(members: &Members) -> bool {
    let media_type = members.get("contentMediaType").and_then(Value::as_str).unwrap_or_default();
    media_type.starts_with("text/") || ["json", "xml", "yaml", "jwt"].iter().any(|word| media_type.contains(word))
}

fn is_null(variant: &Value) -> bool {
    let Value::Object(members) = variant else { return false };
    let null = Value::Null;
    let only_null = |values: &Value| values.as_array().is_some_and(|values| values.len() == 1 && values[0].is_null());
    members.get("type").is_some_and(|kind| kind == "null" || *kind == json!(["null"]))
        || members.get("const") == Some(&null)
        || members.get("enum").is_some_and(only_null)
}

#[cfg(test)]
mod tests;
