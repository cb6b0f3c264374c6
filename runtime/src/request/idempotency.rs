//! Idempotency keys: their header, and the requests that have one. Knows nothing of how requests are repeated.
//!
//! A key lets a server recognise that it has executed a request already, so that sending it again does no harm. This
//! requires that the server reads the header: the API, the configuration of the SDK or the user of the client must name
//! it. A key in another header is sent, but does not make the request repeatable.

use http::{HeaderMap, HeaderName, HeaderValue, Method};

use super::Request;
use super::headers::checked;
use super::options::RequestOptions;
use crate::api::Api;
use crate::random;

/// The header of the IETF's draft, "The Idempotency-Key HTTP Header Field".
static USUAL: HeaderName = HeaderName::from_static("idempotency-key");

/// The error for a key that is set for a whole client.
pub(crate) const ONE_REQUEST: &str =
    "an idempotency key belongs to one request: set it in the options of that request, not in those of a client";

/// Returns whether the default header is among the parameters that were set.
pub(crate) fn is_among(parameters: &HeaderMap) -> bool {
    parameters.contains_key(&USUAL)
}

/// How idempotency keys are added to the requests of a client.
#[derive(Clone, Debug)]
pub(crate) struct Keys {
    /// The header, if the API's configuration or the user named it; it then applies to all operations.
    header: Option<HeaderName>,
    /// Whether a key is generated for requests without one.
    automatic: bool,
}

impl Keys {
    /// Merges the settings; those of the user take precedence over the API's configuration.
    ///
    /// # Errors
    ///
    /// Fails if the header name is invalid, or is that of a header that cannot be set.
    pub(crate) fn new(api: &Api, header: Option<&str>, automatic: Option<bool>) -> Result<Self, String> {
        let parse = |name: &str| {
            let checked = checked(name, "key").map(|(name, _)| name);
            checked.map_err(|problem| format!("the idempotency header is unusable: {problem}"))
        };
        let header = header.or(api.idempotency_header).map(parse).transpose()?;
        Ok(Self { header, automatic: automatic.unwrap_or(api.automatic_idempotency_keys) })
    }

    /// Returns whether options for several requests contain a key.
    pub(crate) fn is_in(&self, options: &RequestOptions) -> bool {
        options.idempotency_key.is_some() || options.headers.contains_key(self.header.as_ref().unwrap_or(&USUAL))
    }

    /// Adds the key to a request; `declared` says whether the operation has a parameter for it. Returns whether the
    /// server recognises repetitions of the request.
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

/// Returns whether a method is not idempotent (RFC 9110, section 9.2.2).
fn is_unsafe(method: &Method) -> bool {
    !method.is_idempotent()
}

/// Returns a random UUID (RFC 9562, section 5.4).
fn new_key() -> HeaderValue {
    let key = uuid::Builder::from_random_bytes(random::bits().to_be_bytes()).into_uuid().to_string();
    HeaderValue::try_from(key).expect("a UUID is hexadecimal digits and hyphens")
}
