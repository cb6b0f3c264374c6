//! Finds the error message and the request identifier in a response. Knows conventions of servers, no API in
//! particular.

use http::HeaderMap;
use http::header::CONTENT_ENCODING;
use serde_json::Value;

use crate::codec::decode_json;
use crate::response::raw::RawResponse;

/// The maximum length of a server's message, in characters.
const WIDTH: usize = 200;

/// The part of a server's message that is searched, in bytes.
const HEAD: usize = 1 << 14;

/// Headers with request identifiers, the most specific first.
const REQUEST_IDS: [&str; 7] = [
    "x-request-id",
    "request-id",
    "x-amzn-requestid",
    "x-amz-request-id",
    "x-ms-request-id",
    "x-correlation-id",
    "cf-ray",
];

/// Returns the identifier that the server gave the request.
pub(crate) fn request_id(headers: &HeaderMap) -> Option<&str> {
    let mut found = REQUEST_IDS.iter().filter_map(|name| headers.get(*name)?.to_str().ok());
    found.find(|id| !id.is_empty())
}

/// Returns the error message of the server, on one line.
pub(crate) fn of_server(response: &RawResponse) -> Option<String> {
    let text = match decode_json::<Value>(&response.body) {
        Ok(json) => of_json(&json)?,
        // The data of a server-sent event is text unless it is JSON.
        Err(_) if response.is_plain_text() || response.is_event_stream() => {
            String::from_utf8_lossy(&response.body).into_owned()
        }
        Err(_) => return None,
    };
    // A credential must not be truncated before it is recognised.
    let head = head(&text);
    let line = one_line(&response.redact(head, head.len() < text.len()));
    (!line.is_empty()).then_some(line)
}

/// Returns a message if the body is encoded and was not decoded (RFC 9110, section 8.4): decoding a body removes the
/// header.
pub(crate) fn of_encoding(response: &RawResponse) -> Option<String> {
    // An empty body is empty in any encoding; the response to a HEAD request is an example.
    if response.body.is_empty() && response.incoming.is_none() {
        return None;
    }
    let value = response.headers.get(CONTENT_ENCODING)?;
    let encoding = String::from_utf8_lossy(value.as_bytes());
    if encoding.split(',').all(|name| name.trim().is_empty() || name.trim().eq_ignore_ascii_case("identity")) {
        return None;
    }
    let is_gzip = encoding.split(',').all(|name| name.trim().eq_ignore_ascii_case("gzip"));
    let hint = if is_gzip && cfg!(not(feature = "gzip")) { "; the cargo feature `gzip` does" } else { "" };
    let encoding = one_line(&encoding);
    Some(format!("the response is encoded as `{encoding}`, which this client does not decode{hint}"))
}

/// Returns the beginning of a text that may be searched and shown.
pub(super) fn head(text: &str) -> &str {
    let cut = (0..=HEAD.min(text.len())).rev().find(|at| text.is_char_boundary(*at));
    &text[..cut.unwrap_or_default()]
}

/// Returns `text` on one line, without control characters, truncated if it is long.
pub(crate) fn one_line(text: &str) -> String {
    let mut line = String::new();
    let words = text.split(|char: char| char.is_whitespace() || char.is_control()).filter(|word| !word.is_empty());
    for (width, char) in words.flat_map(|word| word.chars().chain([' '])).enumerate() {
        if width == WIDTH {
            line.push('…');
            return line;
        }
        line.push(char);
    }
    line.truncate(line.trim_end().len());
    line
}

fn of_json(json: &Value) -> Option<String> {
    if let Value::String(text) = json {
        return Some(text.clone());
    }
    let text = |pointer: &str| json.pointer(pointer).and_then(Value::as_str).filter(|text| !text.trim().is_empty());
    if let Some(message) = text("/message") {
        return Some(message.to_owned());
    }
    // RFC 6749, section 5.2: a code, and sometimes a description.
    if let Some(code) = text("/error") {
        return Some(match text("/error_description") {
            Some(description) => format!("{code}: {description}"),
            None => code.to_owned(),
        });
    }
    let paths = [
        "/error/message",
        "/error/detail",
        "/error/description",
        "/detail",
        "/title",
        "/errors/0/message",
        "/errors/0/detail",
        "/errors/0",
        // Codes are better than nothing.
        "/error/code",
        "/error/type",
    ];
    paths.iter().find_map(|path| text(path)).map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn messages_at_known_paths() {
        let cases = [
            (r#"{"message": "a", "error": "b"}"#, Some("a")),
            (r#"{"message": "  ", "error": "b"}"#, Some("b")),
            (r#"{"error": "invalid_client", "error_description": "unknown id"}"#, Some("invalid_client: unknown id")),
            (r#"{"error": {"message": "c"}}"#, Some("c")),
            (r#"{"title": "t", "detail": "d"}"#, Some("d")),
            (r#"{"title": "t"}"#, Some("t")),
            (r#"{"errors": [{"message": "e"}]}"#, Some("e")),
            (r#"{"errors": ["f"]}"#, Some("f")),
            (r#"{"error": {"detail": "g", "code": "h"}}"#, Some("g")),
            (r#"{"error": {"type": "overloaded"}}"#, Some("overloaded")),
            (r#""just words""#, Some("just words")),
            (r#"{"code": 3}"#, None),
            (r#"[1]"#, None),
        ];
        for (json, expected) in cases {
            assert_eq!(of_json(&serde_json::from_str(json).unwrap()).as_deref(), expected, "{json}");
        }
    }

    #[test]
    fn one_line_of_bounded_width() {
        assert_eq!(one_line(" a\n\tb \u{1b}[31m c\r\n"), "a b [31m c");
        assert_eq!(one_line(&"ü".repeat(300)).chars().count(), WIDTH + 1);
        assert_eq!(one_line(""), "");
    }
}
