//! The bytes of a response as they arrive. Knows nothing of their meaning.

use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::{Bytes, BytesMut};
use futures_core::Stream;
use http::header::CONTENT_LENGTH;
use http::{HeaderMap, StatusCode};

use crate::Error;
use crate::error::message;
use crate::response::incoming::{IncomingBody, Interruption, SharedBody};
use crate::response::raw::RawResponse;

/// The body of a response, piece by piece as it arrives: a [`Stream`], or call [`try_next`](Self::try_next).
///
/// Its size is not limited. The time limit of an attempt (see
/// [`RequestOptions::attempt_timeout`](crate::RequestOptions::attempt_timeout)) applies to each pause between two
/// pieces, that of the whole call to the whole body. Dropping it closes the connection.
#[must_use = "the body is read only when it is asked for; call `.try_next().await` in a loop"]
pub struct ByteStream {
    head: Box<RawResponse>,
    incoming: Option<IncomingBody>,
}

impl ByteStream {
    pub(crate) fn new(response: &RawResponse) -> Self {
        let incoming = response.incoming.as_ref().and_then(SharedBody::take);
        Self { head: Box::new(RawResponse { incoming: None, ..response.clone() }), incoming }
    }

    /// Returns the status.
    pub fn status(&self) -> StatusCode {
        self.head.status
    }

    /// Returns the headers.
    pub fn headers(&self) -> &HeaderMap {
        &self.head.headers
    }

    /// Returns the identifier that the server gave the request, to be quoted in support requests.
    pub fn request_id(&self) -> Option<&str> {
        message::request_id(&self.head.headers)
    }

    /// Returns the `Content-Length` of the response, if the server sent it.
    pub fn content_length(&self) -> Option<u64> {
        self.head.headers.get(CONTENT_LENGTH)?.to_str().ok()?.parse().ok()
    }

    /// Returns the next piece, or `None` at the end. No piece is empty.
    ///
    /// # Errors
    ///
    /// Fails if the connection breaks or a time limit passes; the stream then ends.
    pub async fn try_next(&mut self) -> Result<Option<Bytes>, Error> {
        poll_fn(|context| self.poll_piece(context)).await.transpose()
    }

    /// Blocks this thread until the next piece arrives; see `send_blocking` of a call.
    ///
    /// # Errors
    ///
    /// Fails like [`try_next`](Self::try_next).
    #[cfg(feature = "blocking")]
    pub fn try_next_blocking(&mut self) -> Result<Option<Bytes>, Error> {
        let Some(mut incoming) = self.incoming.take() else { return Ok(None) };
        let (piece, incoming) = crate::blocking::wait(async move {
            let piece = poll_fn(|context| incoming.poll_piece(context)).await;
            (piece, incoming)
        })?;
        match piece.transpose().map_err(|interruption| self.error_of(interruption))? {
            Some(piece) => {
                self.incoming = Some(incoming);
                Ok(Some(piece))
            }
            None => Ok(None),
        }
    }

    /// Reads the rest of the body into memory.
    ///
    /// # Errors
    ///
    /// Fails like [`try_next`](Self::try_next), and if the rest exceeds the size limit of responses (see
    /// [`RequestOptions::max_response_bytes`](crate::RequestOptions::max_response_bytes)).
    pub async fn bytes(mut self) -> Result<Bytes, Error> {
        let limit = self.held();
        let mut whole = BytesMut::new();
        while let Some(piece) = self.try_next().await? {
            if (whole.len() + piece.len()) as u64 > limit {
                return Err(self.annotate(Error::too_large(limit)));
            }
            whole.extend_from_slice(&piece);
        }
        Ok(whole.freeze())
    }

    pub(super) fn poll_piece(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<Bytes, Error>>> {
        let Some(incoming) = &mut self.incoming else { return Poll::Ready(None) };
        let piece = ready!(incoming.poll_piece(context));
        if !matches!(piece, Some(Ok(_))) {
            self.incoming = None;
        }
        Poll::Ready(piece.map(|piece| piece.map_err(|interruption| self.error_of(interruption))))
    }

    /// Drops the rest of the body.
    pub(super) fn end(&mut self) {
        self.incoming = None;
    }

    /// Returns whether the body has ended.
    pub(super) fn is_over(&self) -> bool {
        self.incoming.is_none()
    }

    /// Reads what follows the last record for a short time, so that the connection can be reused.
    pub(super) fn poll_rest(&mut self, context: &mut Context<'_>) -> Poll<()> {
        if let Some(incoming) = &mut self.incoming {
            ready!(incoming.poll_rest(context));
            self.incoming = None;
        }
        Poll::Ready(())
    }

    /// Like [`poll_rest`](Self::poll_rest), but blocks this thread.
    #[cfg(feature = "blocking")]
    pub(super) fn wait_for_rest(&mut self) {
        if let Some(mut incoming) = self.incoming.take() {
            // Without the driving thread, the connection is closed anyway.
            let _ = crate::blocking::wait(async move { poll_fn(|context| incoming.poll_rest(context)).await });
        }
    }

    /// Returns how many bytes may be held in memory at a time.
    pub(super) fn held(&self) -> u64 {
        self.incoming.as_ref().map_or(u64::MAX, |incoming| incoming.limits().held)
    }

    pub(super) fn head(&self) -> &RawResponse {
        &self.head
    }

    fn error_of(&self, interruption: Interruption) -> Error {
        self.annotate(match interruption {
            // The server has received the request, whatever the transport reports.
            Interruption::Broken(failure) => Error::transport(failure).sent_before(true),
            Interruption::Silence(limit) => Error::silence(limit),
            Interruption::Deadline(limit) => Error::total_timeout(limit, true),
        })
    }

    /// Adds the operation to an error, and redacts secrets in it.
    pub(super) fn annotate(&self, error: Error) -> Error {
        error.within(self.head.operation.clone(), self.head.attempts).redact_as(&self.head)
    }
}

impl Stream for ByteStream {
    type Item = Result<Bytes, Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.poll_piece(context)
    }
}

impl fmt::Debug for ByteStream {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ByteStream").field("status", &self.status().as_u16()).finish_non_exhaustive()
    }
}
