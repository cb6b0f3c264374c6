//! Converts request bodies for reqwest. No type of reqwest leaves the transport.

use std::collections::VecDeque;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::{fmt, io};

use bytes::Bytes;
use http_body::{Frame, SizeHint};
use tokio::task::{JoinHandle, spawn_blocking};

use crate::RequestBody;
use crate::request::file::FileReader;
use crate::request::payload::BodyPiece;

/// The size of the chunks, in bytes; a chunk may be copied, for example by TLS.
const FRAME: usize = 256 << 10;

/// Converts `body` without copying it.
pub(super) fn body(body: &RequestBody) -> reqwest::Body {
    let mut pieces = body.pieces();
    match (pieces.next(), pieces.next()) {
        (Some(BodyPiece::Bytes(only)), None) if only.len() <= FRAME => only.clone().into(),
        _ => reqwest::Body::wrap(Upload { left: body.pieces().cloned().collect(), reading: None, length: body.len() }),
    }
}

/// A file of a body could not be read. The server has not received the whole request, and sending it again would fail
/// as well.
#[derive(Debug)]
pub(super) struct Unreadable(io::Error);

impl fmt::Display for Unreadable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "a file of the body cannot be read: {}", self.0)
    }
}

impl std::error::Error for Unreadable {}

/// A body whose length is known, so that it is sent with `Content-Length`.
struct Upload {
    left: VecDeque<BodyPiece>,
    /// The next bytes of the first piece, if it is a file: they are read on a thread that may block.
    reading: Option<JoinHandle<io::Result<Read>>>,
    length: u64,
}

impl http_body::Body for Upload {
    type Data = Bytes;
    type Error = Unreadable;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Unreadable>>> {
        loop {
            if let Some(reading) = &mut self.reading {
                let Poll::Ready(read) = Pin::new(reading).poll(context) else { return Poll::Pending };
                self.reading = None;
                match read.map_err(io::Error::other).and_then(|read| read) {
                    Ok((_, None)) => drop(self.left.pop_front()),
                    Ok((reader, Some(bytes))) => {
                        self.reading = Some(spawn_blocking(|| read_on(reader)));
                        return self.frame(bytes);
                    }
                    Err(error) => {
                        self.left.clear();
                        return Poll::Ready(Some(Err(Unreadable(error))));
                    }
                }
            }
            match self.left.front_mut() {
                None => return Poll::Ready(None),
                Some(BodyPiece::Bytes(piece)) => {
                    let next = piece.split_to(piece.len().min(FRAME));
                    if piece.is_empty() {
                        self.left.pop_front();
                    }
                    return self.frame(next);
                }
                Some(BodyPiece::File(file)) => {
                    let file = file.clone();
                    self.reading = Some(spawn_blocking(move || read_on(file.open()?)));
                }
            }
        }
    }

    fn is_end_stream(&self) -> bool {
        self.length == 0
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.length)
    }
}

impl Upload {
    fn frame(&mut self, bytes: Bytes) -> Poll<Option<Result<Frame<Bytes>, Unreadable>>> {
        self.length -= bytes.len() as u64;
        Poll::Ready(Some(Ok(Frame::data(bytes))))
    }
}

/// What was read of a file, and the rest of it.
type Read = (FileReader, Option<Bytes>);

fn read_on(mut reader: FileReader) -> io::Result<Read> {
    let bytes = reader.next(FRAME)?;
    Ok((reader, bytes))
}
