//! The body of a request: bytes in one or several shared pieces, or files. Knows nothing of their format.

use std::fmt;
use std::ops::Deref;
use std::sync::{Arc, OnceLock};

use bytes::Bytes;

use super::file::BodyFile;

/// A piece of a [`RequestBody`].
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum BodyPiece {
    /// Bytes in memory.
    Bytes(Bytes),
    /// A file that is read while it is sent.
    File(BodyFile),
}

impl BodyPiece {
    /// Returns the length in bytes.
    pub fn len(&self) -> u64 {
        match self {
            Self::Bytes(bytes) => bytes.len() as u64,
            Self::File(file) => file.len(),
        }
    }

    /// Returns whether the piece is empty.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

impl From<Bytes> for BodyPiece {
    fn from(bytes: Bytes) -> Self {
        Self::Bytes(bytes)
    }
}

/// The body of a [`Request`](crate::Request): bytes, in one or several pieces.
///
/// A file in a multipart body is a separate piece, so that it is in memory at most once. A
/// [`Transport`](crate::Transport) sends the [`pieces`](Self::pieces) one after the other with a `Content-Length` of
/// [`len`](Self::len) bytes. The body dereferences to a slice, for convenience in tests; several pieces are then joined
/// by copying them once, and files are read.
///
/// # Panics
///
/// Dereferencing, comparing and [`to_bytes`](Self::to_bytes) panic if a file of the body cannot be read.
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
    /// Bytes.
    One(BodyPiece),
    Many(Arc<Many>),
}

struct Many {
    pieces: Vec<BodyPiece>,
    length: u64,
    /// All pieces in one, if they were joined.
    whole: OnceLock<Bytes>,
}

impl Many {
    fn joined(&self) -> Bytes {
        let mut whole = Vec::new();
        for piece in &self.pieces {
            match piece {
                BodyPiece::Bytes(bytes) => whole.extend_from_slice(bytes),
                BodyPiece::File(file) => {
                    let mut reader = file.open().expect("the file of a body can be opened");
                    while let Some(bytes) = reader.next(usize::MAX).expect("the file of a body can be read") {
                        whole.extend_from_slice(&bytes);
                    }
                }
            }
        }
        whole.into()
    }
}

impl RequestBody {
    /// Returns an empty body.
    pub const fn empty() -> Self {
        Self(Pieces::One(BodyPiece::Bytes(Bytes::new())))
    }

    /// Returns a body of these pieces, in order.
    pub fn of_pieces<T: Into<BodyPiece>>(pieces: impl IntoIterator<Item = T>) -> Self {
        let pieces: Vec<BodyPiece> = pieces.into_iter().map(T::into).filter(|piece| !piece.is_empty()).collect();
        let length = pieces.iter().map(BodyPiece::len).sum();
        Self(Pieces::Many(Arc::new(Many { pieces, length, whole: OnceLock::new() })))
    }

    /// Returns a body of one piece.
    pub(crate) fn of_piece(piece: BodyPiece) -> Self {
        match piece {
            BodyPiece::Bytes(bytes) => Self::from(bytes),
            file @ BodyPiece::File(_) => Self::of_pieces([file]),
        }
    }

    /// Returns the length in bytes.
    pub fn len(&self) -> u64 {
        match &self.0 {
            Pieces::One(piece) => piece.len(),
            Pieces::Many(many) => many.length,
        }
    }

    /// Returns whether the body is empty.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Returns the pieces in order; none of them is empty.
    pub fn pieces(&self) -> impl Iterator<Item = &BodyPiece> {
        let pieces = match &self.0 {
            Pieces::One(piece) => std::slice::from_ref(piece),
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
            Pieces::One(BodyPiece::Bytes(bytes)) => bytes,
            Pieces::One(BodyPiece::File(_)) => unreachable!("a file is one of many pieces, which can be joined"),
            Pieces::Many(many) => many.whole.get_or_init(|| many.joined()),
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
        Self(Pieces::One(BodyPiece::Bytes(bytes.into())))
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
        let Some(BodyPiece::Bytes(second)) = body.pieces().nth(1) else { panic!("there is no second piece") };
        assert_eq!(second.as_ptr(), file.as_ptr());
        assert_eq!(body.clone(), [b"head", &file[..]].concat());
        assert_eq!(body, RequestBody::from([b"head", &file[..]].concat()));
        assert_eq!(format!("{body:?}"), "RequestBody(1004 bytes)");
        assert!(RequestBody::empty().pieces().next().is_none() && RequestBody::from("").is_empty());
    }
}
