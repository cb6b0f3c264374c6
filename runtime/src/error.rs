//! The error type of all calls: opaque, cheap to move, safe to log. Knows what went wrong, not what to do about it.

mod code;
pub(crate) mod excerpt;
mod hide;
mod make;
pub(crate) mod message;

use std::borrow::Cow;
use std::error::Error as StdError;
use std::fmt;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use bytes::Bytes;
use http::{HeaderMap, StatusCode};

use crate::codec::{Decode, decode_json};
use crate::response::delay::retry_after;
use crate::response::raw::RawResponse;
use crate::transport::{self, TransportErrorKind};

/// Why a call failed.
///
/// `Display` writes one line with the operation, the status and the message of the server.
///
/// # Credentials
///
/// Neither `Display` nor `Debug` nor [`source`](std::error::Error::source) nor [`message`](Self::message) shows a credential of the client that made the request, even if the server echoes it: tokens, keys and passwords,
/// parameters and fields that are a [`Secret`](crate::Secret), headers that the user set, and texts of at least 16
/// bytes among [`extra_query`](crate::RequestOptions::extra_query) and
/// [`extra_body`](crate::RequestOptions::extra_body) are replaced with `[redacted]`. Credentials that a server
/// transforms, for example reverses or splits, are not recognised.
///
/// [`body`](Self::body), [`body_as`](Self::body_as) and [`headers`](Self::headers) return what the server sent without
/// redacting it. Do not log them unless the log is as trusted as the server.
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

/// The kind of an [`Error`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The client or the request could not be built, for example because of an empty path parameter or a line break in
    /// a header.
    Build,
    /// No access token could be obtained; [`Error::status`] and [`Error::body`] are those of the token endpoint.
    Auth,
    /// No connection could be established.
    Connect,
    /// A time limit passed.
    Timeout,
    /// The connection broke after the request may have been sent.
    Transport,
    /// The server sent an error response.
    Status,
    /// The response is larger than the client accepts.
    TooLarge,
    /// The response does not have the documented form.
    Decode,
    /// The pages of a list repeat or cannot be followed.
    Paging,
    /// The server reported an error within a stream, after a success status; [`Error::body`] is the record that
    /// reported it.
    Stream,
}

impl Error {
    /// Returns the kind of the error.
    pub fn kind(&self) -> ErrorKind {
        self.0.kind
    }

    /// Returns the name of the operation, such as `invoices.list`, or `None` if the error occurred before a request was
    /// made.
    pub fn operation(&self) -> Option<&str> {
        Some(&*self.0.operation).filter(|operation| !operation.is_empty())
    }

    /// Returns the status of the response, if there was one.
    pub fn status(&self) -> Option<StatusCode> {
        self.0.response.as_ref().map(|response| response.status)
    }

    /// Returns the headers of the response, not redacted, if there was one.
    pub fn headers(&self) -> Option<&HeaderMap> {
        self.0.response.as_ref().map(|response| &response.headers)
    }

    /// Returns how long the server asks to wait before the next request: `retry-after-ms`, or else `Retry-After` (RFC
    /// 9110, section 10.2.3), whose dates count from the `Date` of the response.
    pub fn retry_after(&self) -> Option<Duration> {
        retry_after(self.headers()?, SystemTime::now())
    }

    /// Returns the identifier that the server gave the request, to be quoted in support requests.
    pub fn request_id(&self) -> Option<&str> {
        self.headers().and_then(message::request_id)
    }

    /// Returns the body of the response, if there was one. It is not redacted and may contain credentials that the
    /// server echoed. The body of an error response is truncated after 1 MiB.
    pub fn body(&self) -> Option<&Bytes> {
        self.0.response.as_ref().map(|response| &response.body)
    }

    /// Reads the body as JSON, such as a documented error; returns `None` if there is no body or it has another form.
    pub fn body_as<T: Decode>(&self) -> Option<T> {
        decode_json(self.body()?).ok()
    }

    /// Returns the error message of the server as one line of at most 200 characters, redacted.
    pub fn server_message(&self) -> Option<String> {
        self.0.response.as_ref().and_then(|response| message::of_server(response))
    }

    /// Returns what went wrong as one line, redacted: the [`server_message`](Self::server_message) if there is one, or
    /// else a description without the name of the operation.
    pub fn message(&self) -> String {
        self.server_message().unwrap_or_else(|| self.0.message.clone())
    }

    /// Returns the code that the server gave the error, as text to compare: `"card_declined"`, `"20404"`.
    ///
    /// It is the first of these in the JSON body: `code`, `error.code`, `errors[0].code`, `errors[0].extensions.code`,
    /// `error`, `error.type`, `errors[0].type`, `error.status`, `type` and `status`. A code is an integer, or at most
    /// 100 letters, digits and signs without spaces; the number of the status is none. Other forms are read with
    /// [`body_as`](Self::body_as). Credentials are redacted, as in [`server_message`](Self::server_message).
    pub fn code(&self) -> Option<String> {
        let response = self.0.response.as_ref()?;
        let json = decode_json(&response.body).ok()?;
        let code = code::of_json(&json, response.status)?;
        Some(response.redact(&code, false).into_owned())
    }

    /// Returns the number of attempts, including a repetition with a new access token, but not requests for tokens.
    pub fn attempts(&self) -> u32 {
        self.0.attempts
    }

    /// Returns whether the server may have received the request in any attempt, and may have executed it.
    pub fn may_have_been_sent(&self) -> bool {
        self.0.sent
    }

    /// Returns whether the same call may succeed later, as after a timeout, a broken connection or a failure of the
    /// server.
    ///
    /// This does not mean that a repetition is safe; see [`may_have_been_sent`](Self::may_have_been_sent).
    pub fn is_retryable(&self) -> bool {
        self.0.transient
    }

    /// Returns whether a time limit passed, including those of establishing a connection and fetching an access token.
    pub fn is_timeout(&self) -> bool {
        self.0.timed_out
    }

    /// Returns whether no connection could be established.
    pub fn is_connect(&self) -> bool {
        self.0.kind == ErrorKind::Connect
    }

    /// Returns whether the client or the request could not be built.
    pub fn is_build(&self) -> bool {
        self.0.kind == ErrorKind::Build
    }

    /// Returns whether no access token could be obtained.
    pub fn is_auth(&self) -> bool {
        self.0.kind == ErrorKind::Auth
    }

    /// Returns whether the response does not have the documented form.
    pub fn is_decode(&self) -> bool {
        self.0.kind == ErrorKind::Decode
    }

    /// Returns whether the server reported an error within a stream.
    pub fn is_stream(&self) -> bool {
        self.0.kind == ErrorKind::Stream
    }

    /// Returns whether the API responded with 400 Bad Request.
    pub fn is_bad_request(&self) -> bool {
        self.has_status(400)
    }

    /// Returns whether the API responded with 401 Unauthorized, also to a new access token.
    pub fn is_unauthorized(&self) -> bool {
        self.has_status(401)
    }

    /// Returns whether the API responded with 403 Forbidden.
    pub fn is_forbidden(&self) -> bool {
        self.has_status(403)
    }

    /// Returns whether the API responded with 404 Not Found.
    pub fn is_not_found(&self) -> bool {
        self.has_status(404)
    }

    /// Returns whether the API responded with 409 Conflict.
    pub fn is_conflict(&self) -> bool {
        self.has_status(409)
    }

    /// Returns whether the API responded with 412 Precondition Failed.
    pub fn is_precondition_failed(&self) -> bool {
        self.has_status(412)
    }

    /// Returns whether the API responded with 422 Unprocessable Content.
    pub fn is_unprocessable(&self) -> bool {
        self.has_status(422)
    }

    /// Returns whether the API responded with 429 Too Many Requests, or with 403 Forbidden and headers that say that no
    /// requests are left (`x-ratelimit-remaining: 0`) or when to come back (`retry-after`).
    pub fn is_rate_limited(&self) -> bool {
        let has = |name: &str, is_wanted: fn(&str) -> bool| {
            let value = self.headers().and_then(|headers| headers.get(name)?.to_str().ok());
            value.is_some_and(|value| is_wanted(value.trim()))
        };
        let is_spent = || {
            ["x-ratelimit-remaining", "x-rate-limit-remaining", "ratelimit-remaining"]
                .iter()
                .any(|name| has(name, |left| left == "0"))
        };
        self.has_status(429) || (self.has_status(403) && (is_spent() || has("retry-after", |_| true)))
    }

    /// Returns whether the API responded with a status from 500 to 599.
    pub fn is_server_error(&self) -> bool {
        self.0.kind == ErrorKind::Status && self.status().is_some_and(|status| status.is_server_error())
    }

    /// Returns whether the API responded with this status, such as 405 (Method Not Allowed).
    pub fn has_status(&self, status: u16) -> bool {
        self.0.kind == ErrorKind::Status && self.status().is_some_and(|of_response| of_response == status)
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
