//! A short view of a body around a fault, in which every string and number is hidden. Knows JSON, nothing of calls.

use serde_json::Value;

use crate::codec::Fault;
use crate::response::Answer;

/// Bytes of an excerpt, roughly.
const WIDTH: usize = 120;

/// Returns the object or list that holds the fault, its values hidden; `None` if there is nothing to show.
pub(crate) fn of(answer: &Answer, fault: &Fault) -> Option<String> {
    match serde_json::from_slice::<Value>(&answer.body) {
        Ok(json) => Some(sketch(holder(&json, &fault.path()))),
        Err(_) if answer.body.is_empty() => None,
        Err(_) => Some(format!("{} bytes of {}", answer.body.len(), answer.media_type().unwrap_or("unknown type"))),
    }
}

/// Follows the path as far as it goes, and returns the last object or list on the way that holds something.
fn holder<'a>(json: &'a Value, path: &str) -> &'a Value {
    let mut holder = json;
    let mut rest = path.strip_prefix('$').unwrap_or(path);
    let mut at = json;
    while let Some((step, tail)) = step(rest) {
        let next = match &step {
            Step::Key(key) => at.get(key.as_str()),
            Step::Index(index) => at.get(*index),
        };
        holder = at;
        let Some(next) = next else { break };
        at = next;
        rest = tail;
    }
    holder
}

enum Step {
    Key(String),
    Index(usize),
}

/// Splits the first step off a path as [`Fault::path`] writes it.
fn step(path: &str) -> Option<(Step, &str)> {
    if let Some(rest) = path.strip_prefix('.') {
        let end = rest.find(['.', '[']).unwrap_or(rest.len());
        return Some((Step::Key(rest[..end].to_owned()), &rest[end..]));
    }
    let rest = path.strip_prefix('[')?;
    if rest.starts_with('"') {
        let mut keys = serde_json::Deserializer::from_str(rest).into_iter::<String>();
        let key = keys.next()?.ok()?;
        return Some((Step::Key(key), rest[keys.byte_offset()..].strip_prefix(']')?));
    }
    let (index, rest) = rest.split_once(']')?;
    Some((Step::Index(index.parse().ok()?), rest))
}

/// Shows the keys of one level; of the values only their kind.
fn sketch(json: &Value) -> String {
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
                let key: String = key.chars().take(40).collect();
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
        assert_eq!(sketch(holder(&json, "$.items[0].size")), r#"{"id": "…", "size": 0, "tags": {…}}"#);
        assert_eq!(sketch(holder(&json, "$.items[0].missing")), r#"{"id": "…", "size": 0, "tags": {…}}"#);
        assert_eq!(sketch(holder(&json, r#"$.items[0].tags["a b"][1]"#)), "[true, null]");
        assert_eq!(sketch(holder(&json, "$")), r#"{"items": […]}"#);
        assert_eq!(sketch(holder(&json!("secret"), "$")), "\"…\"");
    }
}
