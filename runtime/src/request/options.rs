//! What may be set for one request, or for all requests of a client. Knows nothing of operations or of sending.

use std::fmt;
use std::time::Duration;

use bytes::Bytes;
use http::{HeaderMap, HeaderName, HeaderValue};
use serde_json::Value;

use super::headers::checked;
use super::multipart::MultipartForm;
use super::payload::RequestBody;
use crate::Secret;

/// What may be set for one request, or for all requests of a client.
///
/// What is set on a request goes before what is set on a derived client, and that before what is set on the client.
#[derive(Clone, Default)]
pub struct RequestOptions {
    pub(crate) timeout: Option<Duration>,
    pub(crate) attempt_timeout: Option<Duration>,
    pub(crate) max_retries: Option<u32>,
    pub(crate) max_response_bytes: Option<u64>,
    pub(crate) retry_unsafe: Option<bool>,
    pub(crate) idempotency_key: Option<HeaderValue>,
    pub(crate) headers: HeaderMap,
    pub(crate) removed_headers: Vec<HeaderName>,
    pub(crate) extra_query: Vec<(String, String)>,
    pub(crate) extra_body: Vec<(String, Value)>,
    /// A body in place of what the inputs make; counts only where it is set on a request.
    pub(crate) body: Option<(HeaderValue, RequestBody)>,
    /// The secrets in that body.
    pub(crate) secrets: Vec<Secret>,
    /// The first option that cannot be, told when the request is sent.
    pub(crate) problem: Option<String>,
}

impl RequestOptions {
    /// Returns options that change nothing.
    pub fn new() -> Self {
        Self::default()
    }

    /// Limits the whole call: all attempts, the waits between them and a token that must be fetched first.
    pub fn timeout(mut self, limit: Duration) -> Self {
        self.timeout = Some(limit);
        self
    }

    /// Limits each attempt, from its start to the end of the answer's body.
    pub fn attempt_timeout(mut self, limit: Duration) -> Self {
        self.attempt_timeout = Some(limit);
        self
    }

    /// Sets how many times a request that failed is repeated at most; 0 for never.
    pub fn max_retries(mut self, retries: u32) -> Self {
        self.max_retries = Some(retries);
        self
    }

    /// Limits the size of an answer's body, in bytes after decompression.
    pub fn max_response_bytes(mut self, limit: u64) -> Self {
        self.max_response_bytes = Some(limit);
        self
    }

    /// Allows to repeat requests of any method that failed, at the risk that the server does the same thing twice.
    pub fn retry_unsafe(mut self, allowed: bool) -> Self {
        self.retry_unsafe = Some(allowed);
        self
    }

    /// Sends a key by which the server recognises repetitions of the same request, and so allows them.
    ///
    /// The key belongs to one request: set for a whole client, also by [`header`](Self::header), it is an error of each
    /// request of that client, and of building it. Of a list it is that of the first page. The header is the one that
    /// the SDK's configuration or [`ClientBuilder::idempotency_header`](crate::ClientBuilder::idempotency_header)
    /// names, else `Idempotency-Key`. The request is repeated like an idempotent one only where that header is named,
    /// or is a parameter of the operation; elsewhere the server may not look at it.
    pub fn idempotency_key(mut self, key: impl AsRef<str>) -> Self {
        match HeaderValue::from_str(key.as_ref()) {
            Ok(key) if !key.is_empty() => self.idempotency_key = Some(key),
            _ => self.note("the idempotency key is empty or has characters that no header can carry".to_owned()),
        }
        self
    }

    /// Sends a header, in place of any other of the same name, `Authorization` included. `Content-Length`,
    /// `Transfer-Encoding` and `Host` are refused, since they follow from the body and the URL.
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

    /// Leaves a header out that would be sent otherwise; credentials that are due are sent nevertheless.
    pub fn without_header(mut self, name: impl AsRef<str>) -> Self {
        match HeaderName::from_bytes(name.as_ref().as_bytes()) {
            Ok(name) => {
                self.headers.remove(&name);
                self.removed_headers.push(name);
            }
            Err(_) => self.note("a header to leave out has no valid name".to_owned()),
        }
        self
    }

    /// Sends a query parameter that the SDK does not know, in place of any other of the same name.
    pub fn extra_query(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.extra_query.push((name.into(), value.into()));
        self
    }

    /// Sends a field of the body that the SDK does not know, in place of any other of the same name.
    pub fn extra_body(mut self, name: impl Into<String>, value: impl Into<Value>) -> Self {
        self.extra_body.push((name.into(), value.into()));
        self
    }

    /// Sends this body in place of the one that the inputs of the request make: for media types that the SDK has no
    /// inputs for. It counts for one request; set on a client, it does nothing.
    pub fn body(mut self, content_type: impl AsRef<str>, bytes: impl Into<Bytes>) -> Self {
        match HeaderValue::from_str(content_type.as_ref()) {
            Ok(content_type) if !content_type.is_empty() => self.body = Some((content_type, bytes.into().into())),
            _ => self.note("the content type is empty or has characters that no header can carry".to_owned()),
        }
        self
    }

    /// Sends this form in place of the body that the inputs of the request make; see [`body`](Self::body).
    pub fn multipart(mut self, form: MultipartForm) -> Self {
        self.secrets.extend(form.secrets().iter().cloned());
        match form.finish() {
            Ok(body) => self.body = Some(body),
            Err(problem) => self.note(problem),
        }
        self
    }

    /// Puts `self` over `below`: what is set here wins.
    pub(crate) fn over(mut self, below: &Self) -> Self {
        self.timeout = self.timeout.or(below.timeout);
        self.attempt_timeout = self.attempt_timeout.or(below.attempt_timeout);
        self.max_retries = self.max_retries.or(below.max_retries);
        self.max_response_bytes = self.max_response_bytes.or(below.max_response_bytes);
        self.retry_unsafe = self.retry_unsafe.or(below.retry_unsafe);
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
            .field("idempotency_key", &self.idempotency_key.is_some())
            .field("headers", &self.headers.keys().collect::<Vec<_>>())
            .field("extra_query", &self.extra_query.iter().map(|(name, _)| name).collect::<Vec<_>>())
            .field("extra_body", &self.extra_body.iter().map(|(name, _)| name).collect::<Vec<_>>())
            .field("body", &self.body.is_some())
            .finish_non_exhaustive()
    }
}
