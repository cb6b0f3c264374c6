//! Finds the code of an error in a response: a short text that programs can compare. Knows conventions of servers, no
//! API in particular.

use http::StatusCode;
use serde_json::Value;

/// The longest code, in bytes.
const LONGEST: usize = 100;

/// Where a code may be, as JSON Pointers; the first one that is there is taken.
const PATHS: [&str; 10] = [
    "/code",
    "/error/code",
    "/errors/0/code",
    "/errors/0/extensions/code",
    "/error",
    "/error/type",
    "/errors/0/type",
    "/error/status",
    "/type",
    "/status",
];

/// Returns the code in the body of a response with this status.
pub(super) fn of_json(json: &Value, status: StatusCode) -> Option<String> {
    PATHS.iter().find_map(|path| match json.pointer(path)? {
        Value::String(text) => {
            Some(text.trim()).filter(|text| is_code(text) && !is_status(text, status)).map(str::to_owned)
        }
        // A number is the code of an API unless it only repeats the status.
        Value::Number(number) if number.is_i64() || number.is_u64() => {
            Some(number.to_string()).filter(|text| !is_status(text, status))
        }
        _ => None,
    })
}

fn is_status(text: &str, status: StatusCode) -> bool {
    text == status.as_str()
}

/// Whether a text is a code rather than a sentence or a URL.
fn is_code(text: &str) -> bool {
    let is_sign = |byte: u8| byte.is_ascii_alphanumeric() || b"_-.:/#".contains(&byte);
    (1..=LONGEST).contains(&text.len())
        && text.bytes().all(is_sign)
        && text.bytes().any(|byte| byte.is_ascii_alphanumeric())
        && !text.contains("://")
        && !text.ends_with('.')
        && text != "about:blank"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_at_known_paths() {
        let cases = [
            (r#"{"code": "a", "error": {"code": "b"}}"#, Some("a")),
            (r#"{"error": {"code": "b", "type": "c", "message": "m"}}"#, Some("b")),
            (r#"{"error": {"code": null, "type": "c"}}"#, Some("c")),
            (r#"{"errors": [{"code": "d"}, {"code": "e"}]}"#, Some("d")),
            (r#"{"errors": [{"message": "m", "extensions": {"code": "f"}}]}"#, Some("f")),
            (r#"{"error": "invalid_client", "error_description": "unknown id"}"#, Some("invalid_client")),
            (r#"{"error": "No such thing"}"#, None),
            (r#"{"error": "Failed."}"#, None),
            (r#"{"type": "error", "error": {"type": "overloaded"}}"#, Some("overloaded")),
            (r#"{"code": 20404, "status": 404}"#, Some("20404")),
            (r#"{"error": {"code": 404, "status": "NOT_FOUND"}}"#, Some("NOT_FOUND")),
            (r#"{"code": "404"}"#, None),
            (r#"{"type": "https://example.com/problems/x", "title": "t", "status": 404}"#, None),
            (r#"{"type": "about:blank"}"#, None),
            (r#"{"type": "urn:problem:x"}"#, Some("urn:problem:x")),
            (r#"{"code": ""}"#, None),
            (r#"{"code": "--"}"#, None),
            (r#"{"code": "a\nb"}"#, None),
            (r#"{"code": 1.5}"#, None),
            (r#"{"code": ["a"], "errors": {"0": {"code": "x"}}}"#, Some("x")),
            (r#""text""#, None),
            ("[1]", None),
            ("null", None),
        ];
        for (json, expected) in cases {
            let json: Value = serde_json::from_str(json).unwrap();
            assert_eq!(of_json(&json, StatusCode::NOT_FOUND).as_deref(), expected, "{json}");
        }
        let long = serde_json::json!({"code": "x".repeat(LONGEST + 1)});
        assert_eq!(of_json(&long, StatusCode::NOT_FOUND), None);
    }
}
