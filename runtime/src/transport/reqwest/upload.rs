//! Converts request bodies for reqwest. No type of reqwest leaves the transport.

use std::collections::VecDeque;
use std::convert::Infallible;
use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::Bytes;
use http_body::{Frame, SizeHint};

use crate::RequestBody;

/// The size of the chunks, in bytes; a chunk may be copied, for example by TLS.
const FRAME: usize = 256 << 10;

/// Converts `body` without copying it.
pub(super) fn body(body: &RequestBody) -> reqwest::Body {
    let mut pieces = body.pieces();
    match (pieces.next(), pieces.next()) {
        (Some(only), None) if only.len() <= FRAME => only.clone().into(),
        _ => reqwest::Body::wrap(Upload { left: body.pieces().cloned().collect(), length: body.len() as u64 }),
    }
}

/// A body whose length is known, so that it is sent with `Content-Length`.
struct Upload {
    left: VecDeque<Bytes>,
    length: u64,
}

impl http_body::Body for Upload {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        let Some(piece) = self.left.front_mut() else { return Poll::Ready(None) };
        let next = piece.split_to(piece.len().min(FRAME));
        if piece.is_empty() {
            self.left.pop_front();
        }
        self.length -= next.len() as u64;
        Poll::Ready(Some(Ok(Frame::data(next))))
    }

    fn is_end_stream(&self) -> bool {
        self.left.is_empty()
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.length)
    }
}
