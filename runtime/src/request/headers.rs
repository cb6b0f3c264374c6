//! Checks headers that users set, and marks those that contain secrets. Knows nothing of how they are sent.

use http::header::{AUTHORIZATION, CONTENT_LENGTH, COOKIE, HOST, PROXY_AUTHORIZATION, TRANSFER_ENCODING};
use http::{HeaderMap, HeaderName, HeaderValue};

use crate::api::{Scheme, SchemeKind};

/// Headers that cannot be set, and why: they determine where a request ends (RFC 9112, section 6) or which host it is
/// for. A wrong value could make intermediaries see other requests than were sent (request smuggling).
const DERIVED: [(HeaderName, &str); 3] = [
    (CONTENT_LENGTH, "it follows from the body"),
    (TRANSFER_ENCODING, "the transport decides how the body is sent"),
    (HOST, "it follows from the URL"),
];

/// Headers that contain credentials in any API.
const SECRET: [HeaderName; 3] = [AUTHORIZATION, COOKIE, PROXY_AUTHORIZATION];

/// Checks a header that the user sets; error messages do not show the value.
pub(crate) fn checked(name: &str, value: &str) -> Result<(HeaderName, HeaderValue), String> {
    let checked = HeaderName::from_bytes(name.as_bytes())
        .map_err(|_| format!("`{}` is not a valid header name", name.escape_debug()))?;
    if let Some((_, why)) = DERIVED.iter().find(|(derived, _)| *derived == checked) {
        return Err(format!("`{checked}` cannot be set as a header: {why}"));
    }
    let mut value = HeaderValue::from_str(value)
        .or_else(|_| HeaderValue::from_bytes(value.as_bytes()))
        .map_err(|_| format!("the value of the header `{checked}` contains a line break or a control character"))?;
    value.set_sensitive(SECRET.contains(&checked));
    Ok((checked, value))
}

/// Marks the values that contain credentials in this API as sensitive, so that they are neither shown nor indexed by
/// HPACK (RFC 7541, section 7.1.3).
pub(crate) fn mark_secrets(headers: &mut HeaderMap, schemes: &[Scheme]) {
    let own = schemes.iter().filter_map(|scheme| match scheme.kind {
        SchemeKind::Header(name) => Some(name),
        _ => None,
    });
    for name in SECRET.iter().map(HeaderName::as_str).chain(own) {
        if let Some(value) = headers.get_mut(name) {
            value.set_sensitive(true);
        }
    }
}

/// Removes header parameters that describe the framing, which the transport sends itself.
///
/// # Errors
///
/// Fails if they contradict `length`, the length of the body, or `authority`, that of the URL.
pub(crate) fn check_framing(headers: &mut HeaderMap, length: u64, authority: &str) -> Result<(), String> {
    for (name, why) in DERIVED {
        let Some(value) = headers.remove(&name) else { continue };
        let value_text = value.to_str().unwrap_or_default().trim();
        if name == CONTENT_LENGTH && value_text != length.to_string() {
            return Err(format!("the header parameter `{name}` says {value_text}, but the body has {length} bytes"));
        }
        if name == TRANSFER_ENCODING || (name == HOST && !value_text.eq_ignore_ascii_case(authority)) {
            return Err(format!("the header parameter `{name}` cannot be sent: {why}"));
        }
    }
    Ok(())
}
