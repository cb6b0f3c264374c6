//! Repairs of schemas.

use serde_json::{Value, json};

use super::super::notes::Notes;
use super::super::path::Path;
use super::Members;
use crate::diagnostics::codes;

/// Replaces names of types that JSON Schema does not have.
pub(super) fn type_names(members: &mut Members, at: &Path<'_>, notes: &Notes) {
    let Some(name) = members.get("type").and_then(Value::as_str) else {
        if members.get("type").is_some_and(Value::is_null) {
            members.shift_remove("type");
        }
        return;
    };
    let (kind, format) = match name {
        "string" | "number" | "integer" | "boolean" | "object" | "array" => return,
        "any" | "" | "mixed" | "Any" => (None, None),
        "file" | "File" | "binary" => (Some("string"), Some("binary")),
        "String" | "str" | "text" | "STRING" => (Some("string"), None),
        "date" => (Some("string"), Some("date")),
        "datetime" | "date-time" | "timestamp" | "DateTime" => (Some("string"), Some("date-time")),
        "uuid" | "UUID" => (Some("string"), Some("uuid")),
        "int" | "Integer" | "INTEGER" => (Some("integer"), None),
        "int32" => (Some("integer"), Some("int32")),
        "long" | "int64" | "Long" => (Some("integer"), Some("int64")),
        "Number" | "decimal" | "NUMBER" => (Some("number"), None),
        "float" | "Float" => (Some("number"), Some("float")),
        "double" | "Double" => (Some("number"), Some("double")),
        "bool" | "Boolean" | "BOOLEAN" => (Some("boolean"), None),
        "list" | "List" | "Array" | "ARRAY" => (Some("array"), None),
        "dict" | "map" | "Map" | "Object" | "json" | "OBJECT" => (Some("object"), None),
        unknown => {
            let message = format!("there is no type `{unknown}`; any value is accepted");
            notes.warn(codes::UNKNOWN_TYPE, &at.key("type"), message);
            members.shift_remove("type");
            return;
        }
    };
    let words = match (kind, format) {
        (Some(kind), Some(format)) => format!("`type: {kind}`, `format: {format}`"),
        (Some(kind), None) => format!("`type: {kind}`"),
        _ => "no type at all".to_owned(),
    };
    notes.warn(codes::UNKNOWN_TYPE, &at.key("type"), format!("there is no type `{name}`; it is read as {words}"));
    match kind {
        Some(kind) => members.insert("type".to_owned(), json!(kind)),
        None => members.shift_remove("type"),
    };
    if let Some(format) = format {
        members.entry("format").or_insert(json!(format));
    }
}

/// Moves `required: true` of a property to the list of its object.
pub(super) fn required_properties(members: &mut Members, at: &Path<'_>, notes: &Notes) {
    let Some(properties) = members.get_mut("properties").and_then(Value::as_object_mut) else { return };
    let mut required = Vec::new();
    for (name, property) in properties.iter_mut() {
        let Value::Object(property) = property else { continue };
        let Some(flag) = property.get("required").and_then(Value::as_bool) else { continue };
        property.shift_remove("required");
        notes.warn(
            codes::REQUIRED_ON_PROPERTY,
            &at.key("properties").key(name),
            "`required` is a list in the object; the name was added there",
        );
        if flag {
            required.push(name.clone());
        }
    }
    if required.is_empty() {
        return;
    }
    let list = members.entry("required").or_insert_with(|| json!([]));
    if !list.is_array() {
        *list = json!([]);
    }
    if let Some(list) = list.as_array_mut() {
        required.retain(|name| !list.iter().any(|known| known == name));
        list.extend(required.into_iter().map(Value::String));
    }
}

/// Removes `required: true` from schemas that are not properties (items, schemas of parameters), where it has no
/// meaning.
pub(super) fn required_flag(members: &mut Members, at: &Path<'_>, notes: &Notes) {
    if members.get("required").is_some_and(Value::is_boolean) {
        notes.warn(
            codes::REQUIRED_ON_SCHEMA,
            &at.key("required"),
            "`required` must be a list of properties; it is ignored",
        );
        members.shift_remove("required");
    }
}

/// Converts `items` as a list, which is from before 3.0.
pub(super) fn items_list(members: &mut Members, at: &Path<'_>, notes: &Notes) {
    let Some(items) = members.get_mut("items").and_then(Value::as_array_mut) else { return };
    let items = std::mem::take(items);
    notes.warn(
        codes::ITEMS_LIST,
        &at.key("items"),
        "`items` must be one schema; each item may match any schema of the list",
    );
    let item = if items.len() == 1 { items.into_iter().next().unwrap_or_default() } else { json!({"anyOf": items}) };
    members.insert("items".to_owned(), item);
}

/// Adds missing `items` to arrays.
pub(super) fn missing_items(members: &mut Members, at: &Path<'_>, notes: &Notes) {
    let is_array = members.get("type").is_some_and(|kind| kind == "array");
    if is_array && !members.contains_key("items") {
        // Since 3.1 it is optional, and tuples are described differently.
        notes.warn(codes::MISSING_ITEMS, at, "the array has no `items`; any item is accepted");
        members.insert("items".to_owned(), json!({}));
    }
}

/// Converts values of an enumeration that do not have the type of the schema, which is a common mistake in YAML.
pub(super) fn enum_values(members: &mut Members, at: &Path<'_>, notes: &Notes) {
    let kind = members.get("type").and_then(Value::as_str).map(str::to_owned);
    let Some(values) = members.get_mut("enum") else { return };
    let Some(values) = values.as_array_mut() else { return };
    let mut changed = false;
    for value in values.iter_mut() {
        let better = match (kind.as_deref(), &*value) {
            (Some("string"), Value::Number(_) | Value::Bool(_)) => Some(Value::String(value.to_string())),
            (Some("integer"), Value::String(digits)) => {
                digits.parse::<i64>().map(Value::from).or_else(|_| digits.parse::<u64>().map(Value::from)).ok()
            }
            (Some("number"), Value::String(digits)) => digits.parse::<serde_json::Number>().ok().map(Value::Number),
            (Some("boolean"), Value::String(word)) => word.parse::<bool>().ok().map(Value::Bool),
            _ => None,
        };
        if let Some(better) = better {
            *value = better;
            changed = true;
        }
    }
    let empty = values.is_empty();
    if changed {
        let message = format!("values of `enum` were converted to `type: {}`", kind.unwrap_or_default());
        notes.warn(codes::ENUM_TYPE, &at.key("enum"), message);
    }
    if empty {
        notes.warn(codes::EMPTY_ENUM, &at.key("enum"), "an empty `enum` allows no value; it is ignored");
        members.shift_remove("enum");
    }
}

/// Removes a format that values of the enumeration do not have.
pub(super) fn enum_format(members: &mut Members, at: &Path<'_>, notes: &Notes) {
    let Some(format) = members.get("format").and_then(Value::as_str) else { return };
    let Some(values) = members.get("enum").and_then(Value::as_array) else { return };
    if let Some(other) = values.iter().filter_map(Value::as_str).find(|text| !may_be_of(format, text)) {
        notes.warn(
            codes::ENUM_FORMAT,
            &at.key("format"),
            format!("`{other}` does not match `{format}`; the format is ignored"),
        );
        members.shift_remove("format");
    }
}

/// Keywords that say the same of a value whatever its type is.
const OF_ANY_TYPE: [&str; 10] =
    ["type", "format", "title", "description", "default", "example", "nullable", "deprecated", "readOnly", "writeOnly"];

/// Makes a string whose format says that it may be of other types too, such as `int-or-string`, one of these types.
pub(super) fn types_in_format(members: &mut Members, at: &Path<'_>, notes: &Notes) {
    let Some(format) = members.get("format").and_then(Value::as_str) else { return };
    let kinds: Vec<&str> = format.split("-or-").filter_map(type_of_word).collect();
    let is_plain = |key: &String| OF_ANY_TYPE.contains(&key.as_str()) || key.starts_with("x-");
    let is_string = members.get("type").and_then(Value::as_str) == Some("string");
    if kinds.len() < 2 || kinds.len() != format.split("-or-").count() || !is_string || !members.keys().all(is_plain) {
        return;
    }
    let message = format!("`{format}` allows other types than `string`; values of each of them are accepted");
    let alternatives: Vec<Value> = kinds.iter().map(|kind| json!({"type": kind})).collect();
    notes.warn(codes::TYPES_IN_FORMAT, &at.key("format"), message);
    members.shift_remove("type");
    members.shift_remove("format");
    members.insert("oneOf".to_owned(), Value::Array(alternatives));
}

/// The JSON type that a word of a format names.
fn type_of_word(word: &str) -> Option<&'static str> {
    Some(match word {
        "string" => "string",
        "int" | "integer" => "integer",
        "number" | "float" | "double" => "number",
        "bool" | "boolean" => "boolean",
        _ => return None,
    })
}

/// Returns whether a text has the outline of a format with a Rust type.
fn may_be_of(format: &str, text: &str) -> bool {
    let form = match format {
        "date" => "0000-00-00",
        "date-time" => "0000-00-00T00:00:00",
        "uuid" => "00000000-0000-0000-0000-000000000000",
        _ => return true,
    };
    let is_whole = format == "date-time" || text.len() == form.len();
    let fits = |(form, letter): (char, char)| match form {
        '0' => letter.is_ascii_hexdigit(),
        'T' => matches!(letter, 'T' | 't' | ' '),
        other => letter == other,
    };
    is_whole && text.len() >= form.len() && form.chars().zip(text.chars()).all(fits)
}

/// Converts `additionalProperties` as a string.
pub(super) fn additional_properties_text(members: &mut Members, at: &Path<'_>, notes: &Notes) {
    let Some(word) = members.get("additionalProperties").and_then(Value::as_str) else { return };
    let better = match word {
        "true" => json!(true),
        "false" => json!(false),
        kind => json!({"type": kind}),
    };
    let message = format!("`additionalProperties` must not be a string; it is read as `{better}`");
    notes.warn(codes::ADDITIONAL_PROPERTIES_TEXT, &at.key("additionalProperties"), message);
    members.insert("additionalProperties".to_owned(), better);
}
