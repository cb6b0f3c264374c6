//! The one error of every call: opaque, cheap to move, safe to log. Knows what went wrong, not what to do about it.

pub(crate) mod excerpt;
mod hide;
mod make;
pub(crate) mod message;

use std::borrow::Cow;
use std::error::Error as StdError;
use std::fmt;
use std::sync::Arc;

use bytes::Bytes;
use http::{HeaderMap, StatusCode};

use crate::codec::{Decode, decode_json};
use crate::response::raw::RawResponse;
use crate::transport::{self, TransportErrorKind};

/// Why a call failed.
///
/// What it displays fits one line and names the operation, the status and the server's own message.
///
/// # Credentials
///
/// Neither `Display` nor `Debug` nor [`source`](std::error::Error::source) nor [`server_message`](Self::server_message)
/// shows a credential of the client that made the request, even if the server echoes it: tokens, keys and passwords,
/// inputs that are a [`Secret`](crate::Secret), headers that the user set, and texts of at least 16 bytes among
/// [`extra_query`](crate::RequestOptions::extra_query) and [`extra_body`](crate::RequestOptions::extra_body) stand
/// there as `[redacted]`. A server that writes a credential in a way of its own, such as backwards or in pieces, is not
/// seen through.
///
/// What came from the server is available as it came, for those who ask for it: [`body`](Self::body),
/// [`body_as`](Self::body_as) and [`headers`](Self::headers) hide nothing, so do not log them where the log is less
/// trusted than the server.
#[derive(Clone)]
pub struct Error(Box<Inner>);

#[derive(Clone)]
struct Inner {
    kind: ErrorKind,
    operation: Cow<'static, str>,
    message: String,
    response: Option<Arc<RawResponse>>,
    attempts: u32,
    sent: bool,
    timed_out: bool,
    transient: bool,
    source: Option<transport::Source>,
}

/// What went wrong, roughly.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The client or the request could not be built: an empty path parameter, a line break in a header.
    Build,
    /// No access token could be had; [`Error::status`] and [`Error::body`] are those of the token endpoint.
    Auth,
    /// No connection was made.
    Connect,
    /// A time limit passed.
    Timeout,
    /// The connection broke after the request may have been sent.
    Transport,
    /// The server answered with a status other than success.
    Status,
    /// The answer is larger than the client accepts.
    TooLarge,
    /// The answer was not of the documented form.
    Decode,
    /// The pages of a list do not lead to an end.
    Paging,
    /// The server reported an error within a stream, after the status of a success; [`Error::body`] is what it said.
    Stream,
}

impl Error {
    /// Returns what went wrong, roughly.
    pub fn kind(&self) -> ErrorKind {
        self.0.kind
    }

    /// Returns the name of the operation, such as `invoices.list`, or `None` if there was none yet.
    pub fn operation(&self) -> Option<&str> {
        Some(&*self.0.operation).filter(|operation| !operation.is_empty())
    }

    /// Returns the status of the answer, if there was one.
    pub fn status(&self) -> Option<StatusCode> {
        self.0.response.as_ref().map(|response| response.status)
    }

    /// Returns the headers of the answer as they came, if there was one.
    pub fn headers(&self) -> Option<&HeaderMap> {
        self.0.response.as_ref().map(|response| &response.headers)
    }

    /// Returns the name that the server gave the request, which its operators ask for.
    pub fn request_id(&self) -> Option<&str> {
        self.headers().and_then(message::request_id)
    }

    /// Returns the body of the answer as it came, if there was one; a server may have put credentials into it. That of
    /// an error status is cut off after 1 MiB.
    pub fn body(&self) -> Option<&Bytes> {
        self.0.response.as_ref().map(|response| &response.body)
    }

    /// Reads the body as a documented error; `None` if there is no body or it has another form.
    pub fn body_as<T: Decode>(&self) -> Option<T> {
        decode_json(self.body()?).ok()
    }

    /// Returns what the server said about it, in its own words: one line of at most 200 characters.
    pub fn server_message(&self) -> Option<String> {
        self.0.response.as_ref().and_then(|response| message::of_server(response))
    }

    /// Returns how many times the request was sent or tried to be sent, repetitions after a refreshed token included
    /// and requests for tokens not.
    pub fn attempts(&self) -> u32 {
        self.0.attempts
    }

    /// Returns whether the server may have received the request in any attempt, so that its effect may have taken
    /// place.
    pub fn may_have_been_sent(&self) -> bool {
        self.0.sent
    }

    /// Returns whether the same call may succeed later: a timeout, a broken connection, an overloaded or failing
    /// server.
    ///
    /// It says nothing of whether repeating is safe; see [`may_have_been_sent`](Self::may_have_been_sent).
    pub fn is_retryable(&self) -> bool {
        self.0.transient
    }

    /// Returns whether a time limit passed, that of a connection and of a request for a token included.
    pub fn is_timeout(&self) -> bool {
        self.0.timed_out
    }

    /// Returns whether no connection was made.
    pub fn is_connect(&self) -> bool {
        self.0.kind == ErrorKind::Connect
    }

    /// Returns whether the client or the request could not be built.
    pub fn is_build(&self) -> bool {
        self.0.kind == ErrorKind::Build
    }

    /// Returns whether no access token could be had.
    pub fn is_auth(&self) -> bool {
        self.0.kind == ErrorKind::Auth
    }

    /// Returns whether the answer was not of the documented form.
    pub fn is_decode(&self) -> bool {
        self.0.kind == ErrorKind::Decode
    }

    /// Returns whether the server reported an error within a stream.
    pub fn is_stream(&self) -> bool {
        self.0.kind == ErrorKind::Stream
    }

    /// Returns whether the API answered 400 Bad Request.
    pub fn is_bad_request(&self) -> bool {
        self.answered(StatusCode::BAD_REQUEST)
    }

    /// Returns whether the API answered 401 Unauthorized, also to a refreshed token.
    pub fn is_unauthorized(&self) -> bool {
        self.answered(StatusCode::UNAUTHORIZED)
    }

    /// Returns whether the API answered 403 Forbidden.
    pub fn is_forbidden(&self) -> bool {
        self.answered(StatusCode::FORBIDDEN)
    }

    /// Returns whether the API answered 404 Not Found.
    pub fn is_not_found(&self) -> bool {
        self.answered(StatusCode::NOT_FOUND)
    }

    /// Returns whether the API answered 409 Conflict.
    pub fn is_conflict(&self) -> bool {
        self.answered(StatusCode::CONFLICT)
    }

    /// Returns whether the API answered 412 Precondition Failed.
    pub fn is_precondition_failed(&self) -> bool {
        self.answered(StatusCode::PRECONDITION_FAILED)
    }

    /// Returns whether the API answered 422 Unprocessable Content.
    pub fn is_unprocessable(&self) -> bool {
        self.answered(StatusCode::UNPROCESSABLE_ENTITY)
    }

    /// Returns whether the API answered 429 Too Many Requests.
    pub fn is_rate_limited(&self) -> bool {
        self.answered(StatusCode::TOO_MANY_REQUESTS)
    }

    /// Returns whether the API answered with a status of 500 to 599.
    pub fn is_server_error(&self) -> bool {
        self.0.kind == ErrorKind::Status && self.status().is_some_and(|status| status.is_server_error())
    }

    fn answered(&self, status: StatusCode) -> bool {
        self.0.kind == ErrorKind::Status && self.status() == Some(status)
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(operation) = self.operation() {
            write!(f, "{operation}: ")?;
        }
        f.write_str(&self.0.message)?;
        match (self.shown_request_id(), self.0.attempts) {
            (Some(id), 0 | 1) => write!(f, " (request id {id})"),
            (Some(id), attempts) => write!(f, " (request id {id}, {attempts} attempts)"),
            (None, 0 | 1) => Ok(()),
            (None, attempts) => write!(f, " ({attempts} attempts)"),
        }
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut debug = f.debug_struct("Error");
        debug.field("kind", &self.0.kind).field("message", &format_args!("{self}"));
        if let Some(status) = self.status() {
            debug.field("status", &status.as_u16());
        }
        if let Some(source) = &self.0.source {
            debug.field("source", &format_args!("{source}"));
        }
        debug.field("attempts", &self.0.attempts).field("may_have_been_sent", &self.0.sent).finish()
    }
}

impl StdError for Error {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.0.source.as_deref().map(|source| source as &(dyn StdError + 'static))
    }
}

impl From<TransportErrorKind> for ErrorKind {
    fn from(kind: TransportErrorKind) -> Self {
        match kind {
            TransportErrorKind::Unsendable => Self::Build,
            TransportErrorKind::Connect | TransportErrorKind::Untrusted => Self::Connect,
            TransportErrorKind::ConnectTimeout => Self::Timeout,
            TransportErrorKind::Interrupted => Self::Transport,
        }
    }
}
