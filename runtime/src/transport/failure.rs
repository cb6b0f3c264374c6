//! Failures of a transport. Knows nothing of calls.

use std::error::Error as StdError;
use std::fmt;
use std::sync::Arc;

/// The source of an error, in an `Arc` so that errors can be cloned.
pub(crate) type Source = Arc<dyn StdError + Send + Sync + 'static>;

/// Why a [`Transport`](super::Transport) failed.
#[derive(Clone, Debug)]
pub struct TransportError {
    kind: TransportErrorKind,
    source: Source,
    note: Option<String>,
}

/// How far a request got when its transport failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum TransportErrorKind {
    /// The transport cannot send the request; a retry would fail as well.
    Unsendable,
    /// No connection could be established, so nothing was sent.
    Connect,
    /// Establishing the connection took too long, so nothing was sent.
    ConnectTimeout,
    /// The server's certificate is not trusted, or TLS failed permanently for another reason. Nothing was sent, and a
    /// retry would fail as well.
    Untrusted,
    /// The connection broke after sending may have begun.
    Interrupted,
}

impl TransportError {
    /// Returns a failure of the given kind. `source` must not display a secret, such as the query of the URL.
    pub fn new(kind: TransportErrorKind, source: impl Into<Box<dyn StdError + Send + Sync + 'static>>) -> Self {
        Self { kind, source: Arc::from(source.into()), note: None }
    }

    /// Returns how far the request got.
    pub fn kind(&self) -> TransportErrorKind {
        self.kind
    }

    /// Adds an explanation that the source does not give.
    #[cfg(feature = "reqwest")]
    pub(crate) fn with_note(mut self, note: Option<String>) -> Self {
        self.note = note;
        self
    }

    pub(crate) fn note(&self) -> Option<&str> {
        self.note.as_deref()
    }

    pub(crate) fn into_source(self) -> Source {
        self.source
    }
}

impl fmt::Display for TransportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.kind {
            TransportErrorKind::Unsendable => "the request cannot be sent",
            TransportErrorKind::Connect => "no connection could be established",
            TransportErrorKind::Untrusted => "no trusted connection could be established",
            TransportErrorKind::ConnectTimeout => "establishing the connection took too long",
            TransportErrorKind::Interrupted => "the connection broke",
        })
    }
}

impl StdError for TransportError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        Some(&*self.source)
    }
}
