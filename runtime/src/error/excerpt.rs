//! A short excerpt of a body around a fault, without strings and numbers. Knows JSON, nothing of calls.

use serde_json::Value;

use super::message;
use crate::codec::{Fault, Segment, decode_json};
use crate::response::raw::RawResponse;

/// The approximate length of an excerpt, in bytes.
const WIDTH: usize = 120;

/// Returns the object or list that contains the fault, without its values; `None` if there is nothing to show.
pub(crate) fn of(response: &RawResponse, fault: &Fault) -> Option<String> {
    match decode_json::<Value>(&response.body) {
        Ok(json) => Some(around(&json, response, fault)),
        Err(_) if response.body.is_empty() => None,
        Err(_) => {
            let media_type = message::one_line(response.media_type().unwrap_or("unknown type"));
            Some(format!("{} bytes of {media_type}", response.body.len()))
        }
    }
}

/// Returns the object or list in `json` that contains the fault, without its values.
pub(crate) fn around(json: &Value, response: &RawResponse, fault: &Fault) -> String {
    sketch(holder(json, fault), &|key| {
        let head = message::head(key);
        response.redact(head, head.len() < key.len()).into_owned()
    })
}

/// Follows the path to the fault; returns `None` if it leads nowhere.
pub(crate) fn found<'a>(json: &'a Value, fault: &Fault) -> Option<&'a Value> {
    fault.segments().try_fold(json, |at, segment| match segment {
        Segment::Key(key) => at.get(&**key),
        Segment::Index(index) => at.get(*index),
    })
}

/// Follows the path to the fault as far as possible, and returns the innermost object or list that has entries.
fn holder<'a>(json: &'a Value, fault: &Fault) -> &'a Value {
    let mut holder = json;
    let mut at = json;
    for segment in fault.segments() {
        let next = match segment {
            Segment::Key(key) => at.get(&**key),
            Segment::Index(index) => at.get(*index),
        };
        holder = at;
        let Some(next) = next else { break };
        at = next;
    }
    holder
}

/// Formats the keys of one level, and only the kinds of the values. Keys are redacted before they are truncated.
fn sketch(json: &Value, redact: &dyn Fn(&str) -> String) -> String {
    let mut text = String::new();
    match json {
        Value::Object(map) => {
            text.push('{');
            for (index, (key, value)) in map.iter().enumerate() {
                if text.len() > WIDTH {
                    text.push_str(", …");
                    break;
                }
                let comma = if index == 0 { "" } else { ", " };
                let key: String = redact(key).chars().take(40).collect();
                text.push_str(&format!("{comma}{key:?}: {}", kind(value)));
            }
            text.push('}');
        }
        Value::Array(list) => {
            let kinds: Vec<_> = list.iter().take(8).map(kind).collect();
            let more = if list.len() > 8 { ", …" } else { "" };
            text = format!("[{}{more}]", kinds.join(", "));
        }
        other => text.push_str(kind(other)),
    }
    text
}

fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(true) => "true",
        Value::Bool(false) => "false",
        Value::Number(_) => "0",
        Value::String(_) => "\"…\"",
        Value::Array(_) => "[…]",
        Value::Object(_) => "{…}",
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn shows_where_and_hides_what() {
        let json = json!({"items": [{"id": "secret-1", "size": 41, "tags": {"a b": [true, null]}}]});
        let sketch = |json: &Value| super::sketch(json, &|key| key.replace("secret", "…"));
        let first = |fault: Fault| sketch(holder(&json, &fault.at_index(0).at_key("items")));
        assert_eq!(first(Fault::missing().at_key("size")), r#"{"id": "…", "size": 0, "tags": {…}}"#);
        assert_eq!(first(Fault::missing().at_key("missing")), r#"{"id": "…", "size": 0, "tags": {…}}"#);
        assert_eq!(first(Fault::missing().at_index(1).at_key("a b").at_key("tags")), "[true, null]");
        assert_eq!(sketch(holder(&json, &Fault::missing())), r#"{"items": […]}"#);
        assert_eq!(sketch(holder(&json!("secret"), &Fault::missing())), "\"…\"");
        // A key is redacted before it is truncated.
        let long = format!("{}secret", "k".repeat(38));
        assert!(!sketch(&json!({ long: 1 })).contains('s'));
    }
}
