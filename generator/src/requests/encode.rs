//! How texts are escaped in URLs, cookies and headers. Knows no request.

use std::fmt::Write as _;

/// Appends a text, encoded for its location.
pub(super) type Encoder = fn(&mut String, &str);

/// Appends a text with everything encoded but the unreserved characters (RFC 3986, section 2.3).
pub(super) fn push_unreserved(out: &mut String, text: &str) {
    push(out, text, is_unreserved);
}

/// Appends a text whose slashes stay, with what a path may contain.
pub(super) fn push_path(out: &mut String, text: &str) {
    push(out, text, |byte| is_unreserved(byte) || b"/:@!$&'()*+,;=".contains(&byte));
}

/// Appends a text whose reserved characters stay, but for those that would end the value (`allowReserved`).
pub(super) fn push_reserved(out: &mut String, text: &str) {
    for (index, part) in text.split('%').enumerate() {
        if index > 0 {
            let is_encoded = part.as_bytes().get(..2).is_some_and(|digits| digits.iter().all(u8::is_ascii_hexdigit));
            out.push_str(if is_encoded { "%" } else { "%25" });
        }
        push(out, part, |byte| is_unreserved(byte) || b":/?[]@!$'()*+,;=".contains(&byte));
    }
}

/// Appends a text as it is.
pub(super) fn push_plain(out: &mut String, text: &str) {
    out.push_str(text);
}

/// Appends the value of a cookie that is not encoded; what a cookie cannot contain is (RFC 6265, section 4.1.1).
pub(super) fn push_cookie(out: &mut String, text: &str) {
    push(out, text, |byte| byte.is_ascii_graphic() && !b";,\"\\".contains(&byte));
}

/// Appends a name or a value of a form (WHATWG URL, `application/x-www-form-urlencoded`).
pub(super) fn push_form(out: &mut String, text: &str) {
    for (index, part) in text.split(' ').enumerate() {
        out.push_str(if index > 0 { "+" } else { "" });
        push(out, part, |byte| byte.is_ascii_alphanumeric() || b"*-._".contains(&byte));
    }
}

/// Returns a part of a URL of the document: what a URL cannot contain is encoded.
pub(super) fn in_url(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    push(&mut out, text, |byte| is_unreserved(byte) || b":/?#[]@!$&'()*+,;=%".contains(&byte));
    out
}

/// Whether a text is the name of a header: a token (RFC 9110, section 5.6.2).
pub(super) fn is_header_name(name: &str) -> bool {
    !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte))
}

/// Returns the value of a header: a control character would end it, so that it becomes a space.
pub(super) fn without_controls(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}

fn is_unreserved(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"-._~".contains(&byte)
}

fn push(out: &mut String, text: &str, stays: impl Fn(u8) -> bool) {
    for byte in text.bytes() {
        if stays(byte) {
            out.push(char::from(byte));
        } else {
            // Strings grow without errors.
            let _ = write!(out, "%{byte:02X}");
        }
    }
}
