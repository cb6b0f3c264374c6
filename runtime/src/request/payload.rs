//! The body of a request: bytes in one or several shared pieces. Knows nothing of their format.

use std::fmt;
use std::ops::Deref;
use std::sync::{Arc, OnceLock};

use bytes::Bytes;

/// The body of a [`Request`](crate::Request): bytes, in one or several pieces.
///
/// A file in a multipart body is a separate piece, so that it is in memory only once. A [`Transport`](crate::Transport)
/// sends the [`pieces`](Self::pieces) one after the other with a `Content-Length` of [`len`](Self::len) bytes. The body
/// dereferences to a slice, for convenience in tests; several pieces are then joined by copying them once.
///
/// ```
/// use sdkgen_runtime::RequestBody;
///
/// let body = RequestBody::from("hello");
/// assert_eq!(body, "hello");
/// assert_eq!((body.len(), body.pieces().count()), (5, 1));
/// ```
///
/// `Debug` shows the length, not the bytes.
#[derive(Clone)]
pub struct RequestBody(Pieces);

#[derive(Clone)]
enum Pieces {
    One(Bytes),
    Many(Arc<Many>),
}

struct Many {
    pieces: Vec<Bytes>,
    length: usize,
    /// All pieces in one, if they were joined.
    whole: OnceLock<Bytes>,
}

impl RequestBody {
    /// Returns an empty body.
    pub const fn empty() -> Self {
        Self(Pieces::One(Bytes::new()))
    }

    /// Returns a body of these pieces, in order.
    pub fn of_pieces(pieces: impl IntoIterator<Item = Bytes>) -> Self {
        let pieces: Vec<Bytes> = pieces.into_iter().filter(|piece| !piece.is_empty()).collect();
        let length = pieces.iter().map(Bytes::len).sum();
        Self(Pieces::Many(Arc::new(Many { pieces, length, whole: OnceLock::new() })))
    }

    /// Returns the length in bytes.
    pub fn len(&self) -> usize {
        match &self.0 {
            Pieces::One(bytes) => bytes.len(),
            Pieces::Many(many) => many.length,
        }
    }

    /// Returns whether the body is empty.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Returns the pieces in order; none of them is empty.
    pub fn pieces(&self) -> impl Iterator<Item = &Bytes> {
        let pieces = match &self.0 {
            Pieces::One(bytes) => std::slice::from_ref(bytes),
            Pieces::Many(many) => &many.pieces,
        };
        pieces.iter().filter(|piece| !piece.is_empty())
    }

    /// Returns all bytes in one piece. Several pieces are copied into one, once.
    pub fn to_bytes(&self) -> Bytes {
        self.whole().clone()
    }

    fn whole(&self) -> &Bytes {
        match &self.0 {
            Pieces::One(bytes) => bytes,
            Pieces::Many(many) => many.whole.get_or_init(|| many.pieces.concat().into()),
        }
    }
}

impl Deref for RequestBody {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        self.whole()
    }
}

impl AsRef<[u8]> for RequestBody {
    fn as_ref(&self) -> &[u8] {
        self
    }
}

impl Default for RequestBody {
    fn default() -> Self {
        Self::empty()
    }
}

impl<T: Into<Bytes>> From<T> for RequestBody {
    fn from(bytes: T) -> Self {
        Self(Pieces::One(bytes.into()))
    }
}

/// Bodies are equal if their bytes are, however they are split into pieces.
impl<T: AsRef<[u8]> + ?Sized> PartialEq<T> for RequestBody {
    fn eq(&self, other: &T) -> bool {
        **self == *other.as_ref()
    }
}

impl Eq for RequestBody {}

impl fmt::Debug for RequestBody {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "RequestBody({} bytes)", self.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_are_shared_and_joined_only_on_request() {
        let file = Bytes::from(vec![b'f'; 1_000]);
        let body = RequestBody::of_pieces([Bytes::from_static(b"head"), Bytes::new(), file.clone()]);
        assert_eq!((body.len(), body.is_empty(), body.pieces().count()), (1_004, false, 2));
        assert_eq!(body.pieces().nth(1).map(|piece| piece.as_ptr()), Some(file.as_ptr()));
        assert_eq!(body.clone(), [b"head", &file[..]].concat());
        assert_eq!(body, RequestBody::from([b"head", &file[..]].concat()));
        assert_eq!(format!("{body:?}"), "RequestBody(1004 bytes)");
        assert!(RequestBody::empty().pieces().next().is_none() && RequestBody::from("").is_empty());
    }
}
