//! Idempotency keys: which header carries them, and which requests have one. Knows nothing of how requests are
//! repeated.
//!
//! A key lets a server recognise that it has acted on a request already, so that sending it again does no harm. That
//! holds only if the server looks at the header: where the API's document or the SDK's configuration names it, or the
//! user of the client does. A key in a header that nobody named is sent, but the request is not repeated for it.

use http::{HeaderMap, HeaderName, HeaderValue, Method};

use super::Request;
use super::headers::checked;
use super::options::RequestOptions;
use crate::api::Api;
use crate::random;

/// The header of the IETF's draft, "The Idempotency-Key HTTP Header Field".
static USUAL: HeaderName = HeaderName::from_static("idempotency-key");

/// What is wrong with a key that is set for a whole client.
pub(crate) const ONE_REQUEST: &str =
    "an idempotency key belongs to one request: set it in the options of that request, not in those of a client";

/// Returns whether the usual header is among the parameters that were set.
pub(crate) fn is_among(parameters: &HeaderMap) -> bool {
    parameters.contains_key(&USUAL)
}

/// How the requests of a client get their keys.
#[derive(Clone, Debug)]
pub(crate) struct Keys {
    /// The header, if the API's configuration or the user named it: then all operations know it.
    header: Option<HeaderName>,
    /// Whether requests without a key get one.
    automatic: bool,
}

impl Keys {
    /// Takes what the user chose over what the API's configuration says.
    ///
    /// # Errors
    ///
    /// Fails if the name is none that a header can have, or that of a header that cannot be set.
    pub(crate) fn new(api: &Api, header: Option<&str>, automatic: Option<bool>) -> Result<Self, String> {
        let parse = |name: &str| {
            let checked = checked(name, "key").map(|(name, _)| name);
            checked.map_err(|problem| format!("the idempotency header is unusable: {problem}"))
        };
        let header = header.or(api.idempotency_header).map(parse).transpose()?;
        Ok(Self { header, automatic: automatic.unwrap_or(api.automatic_idempotency_keys) })
    }

    /// Returns whether options that hold for several requests have a key.
    pub(crate) fn is_in(&self, options: &RequestOptions) -> bool {
        options.idempotency_key.is_some() || options.headers.contains_key(self.header.as_ref().unwrap_or(&USUAL))
    }

    /// Puts the key of one request into it; `declared` tells whether the operation has a parameter for it. Returns
    /// whether the server recognises repetitions of the request.
    pub(crate) fn put(&self, request: &mut Request, declared: bool, own: &RequestOptions) -> bool {
        let name = self.header.as_ref().unwrap_or(&USUAL);
        let known = declared || self.header.is_some();
        if let Some(key) = &own.idempotency_key {
            request.headers.insert(name.clone(), key.clone());
        } else if self.automatic && known && is_unsafe(&request.method) && !own.removed_headers.contains(name) {
            request.headers.entry(name.clone()).or_insert_with(new_key);
        }
        known && request.headers.contains_key(name)
    }
}

/// The methods that are not idempotent by themselves (RFC 9110, section 9.2.2).
fn is_unsafe(method: &Method) -> bool {
    !method.is_idempotent()
}

/// A random UUID (RFC 9562, section 5.4).
fn new_key() -> HeaderValue {
    let key = uuid::Builder::from_random_bytes(random::bits().to_be_bytes()).into_uuid().to_string();
    HeaderValue::try_from(key).expect("a UUID is hexadecimal digits and hyphens")
}
