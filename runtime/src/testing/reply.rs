//! A response of the mock transport. Knows nothing of requests.

use std::collections::VecDeque;
use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::Bytes;
use futures_core::Stream;
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode};

use crate::codec::{Encode, IntoValue, encode_json};
use crate::transport::{Body, Reply, TransportError, TransportErrorKind};

/// A response of a [`MockTransport`](super::MockTransport).
#[derive(Clone, Debug)]
pub struct MockReply(Outcome);

#[derive(Clone, Debug)]
enum Outcome {
    Response { status: StatusCode, headers: HeaderMap, body: Pieces },
    Failure(TransportError),
    Silence,
}

/// A body, and what happens to the connection after it.
#[derive(Clone, Debug, Default)]
struct Pieces {
    queue: VecDeque<Bytes>,
    /// Whether the body arrives piece by piece.
    streamed: bool,
    /// What happens after the last piece.
    end: End,
}

#[derive(Clone, Debug, Default)]
enum End {
    #[default]
    Complete,
    Broken(TransportError),
    Silent,
}

impl Stream for Pieces {
    type Item = Result<Bytes, TransportError>;

    fn poll_next(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        match (self.queue.pop_front(), &self.end) {
            (Some(piece), _) => Poll::Ready(Some(Ok(piece))),
            (None, End::Complete) => Poll::Ready(None),
            (None, End::Broken(failure)) => Poll::Ready(Some(Err(failure.clone()))),
            (None, End::Silent) => Poll::Pending,
        }
    }
}

impl MockReply {
    /// Returns a response without headers and body.
    ///
    /// # Panics
    ///
    /// Panics if `status` is not between 100 and 999.
    pub fn new(status: u16) -> Self {
        let status = StatusCode::from_u16(status).expect("a mock's status is between 100 and 999");
        Self(Outcome::Response { status, headers: HeaderMap::new(), body: Pieces::default() })
    }

    /// Refuses the connection before anything is sent.
    pub fn refused() -> Self {
        Self::failing(TransportErrorKind::Connect, "connection refused")
    }

    /// Breaks the connection after the request is sent.
    pub fn reset() -> Self {
        Self::failing(TransportErrorKind::Interrupted, "connection reset by peer")
    }

    /// Never responds, so that a time limit passes at once.
    pub fn silence() -> Self {
        Self(Outcome::Silence)
    }

    /// Fails with an error of the transport.
    pub fn failing(kind: TransportErrorKind, message: &str) -> Self {
        Self(Outcome::Failure(TransportError::new(kind, message)))
    }

    /// Adds a header.
    ///
    /// # Panics
    ///
    /// Panics if the name or the value is invalid.
    pub fn header(mut self, name: &str, value: &str) -> Self {
        let name = HeaderName::from_bytes(name.as_bytes()).expect("a mock's header has a valid name");
        let value = HeaderValue::from_str(value).expect("a mock's header has a valid value");
        if let Outcome::Response { headers, .. } = &mut self.0 {
            headers.append(name, value);
        }
        self
    }

    /// Sets the body to JSON, a text or a [`serde_json::Value`], and the content type to `application/json`.
    pub fn json(self, json: impl ToString) -> Self {
        self.header("content-type", "application/json").body(json.to_string())
    }

    /// Sets the body to a model of the SDK, such as its sample, and the content type to `application/json`.
    pub fn model(self, model: &dyn Encode) -> Self {
        self.header("content-type", "application/json").body(encode_json(model))
    }

    /// Sets the body.
    pub fn body(mut self, bytes: impl IntoValue<Bytes>) -> Self {
        if let Outcome::Response { body, .. } = &mut self.0 {
            body.queue = VecDeque::from([bytes.into_value()]);
        }
        self
    }

    /// Sets a body that arrives in these pieces.
    pub fn pieces<T: Into<Bytes>>(mut self, pieces: impl IntoIterator<Item = T>) -> Self {
        if let Outcome::Response { body, .. } = &mut self.0 {
            body.queue = pieces.into_iter().map(Into::into).collect();
            body.streamed = true;
        }
        self
    }

    /// Breaks the connection at the end of the body.
    pub fn then_reset(self) -> Self {
        self.ending(End::Broken(TransportError::new(TransportErrorKind::Interrupted, "connection reset by peer")))
    }

    /// Never ends the body, so that a time limit passes at once.
    pub fn then_silence(self) -> Self {
        self.ending(End::Silent)
    }

    fn ending(mut self, end: End) -> Self {
        if let Outcome::Response { body, .. } = &mut self.0 {
            body.end = end;
            body.streamed = true;
        }
        self
    }

    /// Returns what the transport receives; `None` if it never receives anything.
    pub(super) fn into_result(self) -> Option<Result<Reply, TransportError>> {
        match self.0 {
            Outcome::Response { status, headers, mut body } => {
                let whole = (!body.streamed).then(|| Body::from(body.queue.pop_front().unwrap_or_default()));
                let body = whole.unwrap_or_else(|| Body::stream(body));
                Some(Ok(Reply { status, headers, body }))
            }
            Outcome::Failure(failure) => Some(Err(failure)),
            Outcome::Silence => None,
        }
    }
}
