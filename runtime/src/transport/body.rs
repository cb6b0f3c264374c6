//! The body of a response: whole, or piece by piece. Knows nothing of its content.

use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::Bytes;
use futures_core::Stream;

use super::TransportError;

/// The body of a response, read piece by piece.
pub struct Body(Pieces);

enum Pieces {
    Whole(Bytes),
    Stream(Pin<Box<dyn Stream<Item = Result<Bytes, TransportError>> + Send>>),
}

impl Body {
    /// Returns an empty body.
    pub fn empty() -> Self {
        Self(Pieces::Whole(Bytes::new()))
    }

    /// Returns a body that arrives piece by piece.
    pub fn stream(pieces: impl Stream<Item = Result<Bytes, TransportError>> + Send + 'static) -> Self {
        Self(Pieces::Stream(Box::pin(pieces)))
    }

    /// Returns the next piece, or `None` at the end.
    ///
    /// # Errors
    ///
    /// Fails if the connection breaks.
    pub async fn next(&mut self) -> Result<Option<Bytes>, TransportError> {
        poll_fn(|context| self.poll_piece(context)).await.transpose()
    }

    /// Polls for the next piece; see [`next`](Self::next).
    pub(crate) fn poll_piece(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<Bytes, TransportError>>> {
        match &mut self.0 {
            Pieces::Whole(bytes) if bytes.is_empty() => Poll::Ready(None),
            Pieces::Whole(bytes) => Poll::Ready(Some(Ok(std::mem::take(bytes)))),
            Pieces::Stream(stream) => stream.as_mut().poll_next(context),
        }
    }
}

impl<T: Into<Bytes>> From<T> for Body {
    fn from(bytes: T) -> Self {
        Self(Pieces::Whole(bytes.into()))
    }
}

impl fmt::Debug for Body {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Pieces::Whole(bytes) => write!(f, "Body({} bytes)", bytes.len()),
            Pieces::Stream(_) => f.write_str("Body(stream)"),
        }
    }
}
