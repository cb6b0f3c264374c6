//! Options of one request, or of all requests of a client. Knows nothing of operations or of sending.

use std::fmt;
use std::time::Duration;

use bytes::Bytes;
use http::{HeaderMap, HeaderName, HeaderValue};
use serde_json::Value;

use super::headers::checked;
use super::multipart::MultipartForm;
use super::payload::RequestBody;
use crate::Secret;
use crate::codec::IntoValue;
use crate::decoding::Decoding;

/// Options of one request, or of all requests of a client.
///
/// Options of a request take precedence over those of a derived client, and those over the options of the client.
#[derive(Clone, Default)]
pub struct RequestOptions {
    pub(crate) timeout: Option<Duration>,
    pub(crate) attempt_timeout: Option<Duration>,
    pub(crate) max_retries: Option<u32>,
    pub(crate) max_response_bytes: Option<u64>,
    pub(crate) retry_unsafe: Option<bool>,
    pub(crate) decoding: Option<Decoding>,
    pub(crate) idempotency_key: Option<HeaderValue>,
    pub(crate) headers: HeaderMap,
    pub(crate) removed_headers: Vec<HeaderName>,
    pub(crate) extra_query: Vec<(String, String)>,
    pub(crate) extra_body: Vec<(String, Value)>,
    /// A body that replaces the one built from fields; only that of a request counts.
    pub(crate) body: Option<(HeaderValue, RequestBody)>,
    /// The secrets in `body`.
    pub(crate) secrets: Vec<Secret>,
    /// What is wrong with the first invalid option, which is an error when the request is sent.
    pub(crate) problem: Option<String>,
}

impl RequestOptions {
    /// Returns options that change nothing.
    pub fn new() -> Self {
        Self::default()
    }

    /// Limits the whole call: all attempts, the delays between them, and fetching an access token first.
    pub fn timeout(mut self, limit: Duration) -> Self {
        self.timeout = Some(limit);
        self
    }

    /// Limits each attempt, from its start to the end of the response body.
    pub fn attempt_timeout(mut self, limit: Duration) -> Self {
        self.attempt_timeout = Some(limit);
        self
    }

    /// Sets the maximum number of retries of a failed request; 0 disables retries.
    pub fn max_retries(mut self, retries: u32) -> Self {
        self.max_retries = Some(retries);
        self
    }

    /// Limits the size of a response body, in bytes after decompression.
    pub fn max_response_bytes(mut self, limit: u64) -> Self {
        self.max_response_bytes = Some(limit);
        self
    }

    /// Sets whether failed requests of any method may be repeated, at the risk that the server executes them twice.
    pub fn retry_unsafe(mut self, allowed: bool) -> Self {
        self.retry_unsafe = Some(allowed);
        self
    }

    /// Sets what happens if the response does not match the document.
    ///
    /// ```
    /// use sdkgen_runtime::{Decoding, RequestOptions};
    ///
    /// let options = RequestOptions::new().decoding(Decoding::Forgiving);
    /// ```
    pub fn decoding(mut self, decoding: Decoding) -> Self {
        self.decoding = Some(decoding);
        self
    }

    /// Sends an idempotency key, by which the server recognises repetitions of the same request.
    ///
    /// A key belongs to one request. If it is set on a client, also by [`header`](Self::header), building the client or
    /// sending its requests fails. For a list, only the request for the first page has the key. The header is the one
    /// that the SDK's configuration or `idempotency_header` of the client builder
    /// names, else `Idempotency-Key`. The request is repeated like an idempotent one only if the header is named there
    /// or is a parameter of the operation, since the server may ignore it otherwise.
    pub fn idempotency_key(mut self, key: impl AsRef<str>) -> Self {
        match HeaderValue::from_str(key.as_ref()) {
            Ok(key) if !key.is_empty() => self.idempotency_key = Some(key),
            _ => self.note("the idempotency key is empty or has characters that are invalid in a header".to_owned()),
        }
        self
    }

    /// Sends a header, replacing any other of the same name, `Authorization` included. `Content-Length`,
    /// `Transfer-Encoding` and `Host` are errors, since they follow from the body and the URL.
    pub fn header(mut self, name: impl AsRef<str>, value: impl AsRef<str>) -> Self {
        match checked(name.as_ref(), value.as_ref()) {
            Ok((name, value)) => {
                self.removed_headers.retain(|removed| *removed != name);
                self.headers.insert(name, value);
            }
            Err(problem) => self.note(problem),
        }
        self
    }

    /// Removes a header that would be sent otherwise; required credentials are sent nevertheless.
    pub fn without_header(mut self, name: impl AsRef<str>) -> Self {
        match HeaderName::from_bytes(name.as_ref().as_bytes()) {
            Ok(name) => {
                self.headers.remove(&name);
                self.removed_headers.push(name);
            }
            Err(_) => self.note("the name of a removed header is invalid".to_owned()),
        }
        self
    }

    /// Sends a query parameter that the SDK does not know, replacing any other of the same name.
    pub fn extra_query(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.extra_query.push((name.into(), value.into()));
        self
    }

    /// Sends a field of the body that the SDK does not know, replacing any other of the same name.
    pub fn extra_body(mut self, name: impl Into<String>, value: impl Into<Value>) -> Self {
        self.extra_body.push((name.into(), value.into()));
        self
    }

    /// Sends `bytes` in place of the body that is built from the fields of the request, for media types that the SDK
    /// does not support. Ignored if set on a client.
    pub fn body(mut self, content_type: impl AsRef<str>, bytes: impl IntoValue<Bytes>) -> Self {
        match HeaderValue::from_str(content_type.as_ref()) {
            Ok(content_type) if !content_type.is_empty() => self.body = Some((content_type, bytes.into_value().into())),
            _ => self.note("the content type is empty or has characters that are invalid in a header".to_owned()),
        }
        self
    }

    /// Sends `form` in place of the body that is built from the fields of the request; see [`body`](Self::body).
    pub fn multipart(mut self, form: MultipartForm) -> Self {
        self.secrets.extend(form.secrets().iter().cloned());
        match form.finish() {
            Ok(body) => self.body = Some(body),
            Err(problem) => self.note(problem),
        }
        self
    }

    /// Merges the options with those of `below`; `self` takes precedence.
    pub(crate) fn over(mut self, below: &Self) -> Self {
        self.timeout = self.timeout.or(below.timeout);
        self.attempt_timeout = self.attempt_timeout.or(below.attempt_timeout);
        self.max_retries = self.max_retries.or(below.max_retries);
        self.max_response_bytes = self.max_response_bytes.or(below.max_response_bytes);
        self.retry_unsafe = self.retry_unsafe.or(below.retry_unsafe);
        self.decoding = self.decoding.or(below.decoding);
        self.idempotency_key = self.idempotency_key.or_else(|| below.idempotency_key.clone());
        self.body = self.body.or_else(|| below.body.clone());
        self.problem = self.problem.or_else(|| below.problem.clone());
        for (name, value) in &below.headers {
            if !self.headers.contains_key(name) && !self.removed_headers.contains(name) {
                self.headers.insert(name, value.clone());
            }
        }
        let removed = below.removed_headers.iter().filter(|name| !self.headers.contains_key(*name));
        let removed: Vec<_> = removed.cloned().collect();
        self.removed_headers.extend(removed);
        self.extra_query.splice(..0, below.extra_query.iter().cloned());
        self.extra_body.splice(..0, below.extra_body.iter().cloned());
        self
    }

    fn note(&mut self, problem: String) {
        self.problem.get_or_insert(problem);
    }
}

impl fmt::Debug for RequestOptions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RequestOptions")
            .field("timeout", &self.timeout)
            .field("attempt_timeout", &self.attempt_timeout)
            .field("max_retries", &self.max_retries)
            .field("max_response_bytes", &self.max_response_bytes)
            .field("retry_unsafe", &self.retry_unsafe)
            .field("decoding", &self.decoding)
            .field("idempotency_key", &self.idempotency_key.is_some())
            .field("headers", &self.headers.keys().collect::<Vec<_>>())
            .field("extra_query", &self.extra_query.iter().map(|(name, _)| name).collect::<Vec<_>>())
            .field("extra_body", &self.extra_body.iter().map(|(name, _)| name).collect::<Vec<_>>())
            .field("body", &self.body.is_some())
            .finish_non_exhaustive()
    }
}
