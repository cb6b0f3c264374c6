//! Bodies of requests as reqwest sends them. No type of reqwest's leaves the transport.

use std::collections::VecDeque;
use std::convert::Infallible;
use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::Bytes;
use http_body::{Frame, SizeHint};

use crate::RequestBody;

/// How much is handed over at a time: what takes it may copy it, for TLS for instance.
const FRAME: usize = 256 << 10;

/// Returns `body` as reqwest takes it; nothing is copied.
pub(super) fn body(body: &RequestBody) -> reqwest::Body {
    let mut pieces = body.pieces();
    match (pieces.next(), pieces.next()) {
        (Some(only), None) if only.len() <= FRAME => only.clone().into(),
        _ => reqwest::Body::wrap(Upload { left: body.pieces().cloned().collect(), length: body.len() as u64 }),
    }
}

/// Pieces on their way. That their length is known makes it a body with `Content-Length`.
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
