//! One answer of the mock transport. Knows nothing of what it answers.

use bytes::Bytes;
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode};

use crate::transport::{Body, Reply, TransportError, TransportErrorKind};

/// An answer of a [`MockTransport`](super::MockTransport).
#[derive(Clone, Debug)]
pub struct MockReply(Outcome);

#[derive(Clone, Debug)]
enum Outcome {
    Answer { status: StatusCode, headers: HeaderMap, body: Bytes },
    Failure(TransportError),
    Silence,
}

impl MockReply {
    /// Returns an answer without headers and body.
    ///
    /// # Panics
    ///
    /// Panics if `status` is not between 100 and 999.
    pub fn new(status: u16) -> Self {
        let status = StatusCode::from_u16(status).expect("a mock's status is between 100 and 999");
        Self(Outcome::Answer { status, headers: HeaderMap::new(), body: Bytes::new() })
    }

    /// Returns no answer: the connection is refused before anything is sent.
    pub fn refused() -> Self {
        Self::failing(TransportErrorKind::Connect, "connection refused")
    }

    /// Returns no answer: the connection breaks after the request is sent.
    pub fn reset() -> Self {
        Self::failing(TransportErrorKind::Interrupted, "connection reset by peer")
    }

    /// Returns no answer, ever: a time limit passes at once.
    pub fn silence() -> Self {
        Self(Outcome::Silence)
    }

    /// Returns a failure of the transport.
    pub fn failing(kind: TransportErrorKind, words: &str) -> Self {
        Self(Outcome::Failure(TransportError::new(kind, words)))
    }

    /// Adds a header.
    ///
    /// # Panics
    ///
    /// Panics if it is none.
    pub fn header(mut self, name: &str, value: &str) -> Self {
        let name = HeaderName::from_bytes(name.as_bytes()).expect("a mock's header has a valid name");
        let value = HeaderValue::from_str(value).expect("a mock's header has a valid value");
        if let Outcome::Answer { headers, .. } = &mut self.0 {
            headers.append(name, value);
        }
        self
    }

    /// Sets the body to JSON, with its content type: text as it is, or a [`serde_json::Value`].
    pub fn json(self, json: impl ToString) -> Self {
        self.header("content-type", "application/json").body(json.to_string())
    }

    /// Sets the body.
    pub fn body(mut self, bytes: impl Into<Bytes>) -> Self {
        if let Outcome::Answer { body, .. } = &mut self.0 {
            *body = bytes.into();
        }
        self
    }

    /// `None` is silence.
    pub(super) fn into_result(self) -> Option<Result<Reply, TransportError>> {
        match self.0 {
            Outcome::Answer { status, headers, body } => Some(Ok(Reply { status, headers, body: Body::from(body) })),
            Outcome::Failure(failure) => Some(Err(failure)),
            Outcome::Silence => None,
        }
    }
}
