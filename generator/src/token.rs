//! The token grammar of HTTP. Knows nothing of where tokens are used.

/// Returns whether a text is a token (RFC 9110, section 5.6.2): methods, names of headers, and the halves of media
/// types are.
pub(crate) fn is_token(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte))
}
