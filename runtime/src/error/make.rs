//! Constructors of errors, and their messages. Knows nothing of retries.

use std::borrow::Cow;
use std::error::Error as StdError;
use std::fmt::Write as _;
use std::sync::Arc;
use std::time::Duration;

use super::{Error, ErrorKind, Inner, excerpt, message};
use crate::codec::Fault;
use crate::response::raw::RawResponse;
use crate::transport::{TransportError, TransportErrorKind};

impl Error {
    /// Returns an error of a client or a request that could not be built.
    pub(crate) fn build(message: impl Into<String>) -> Self {
        Self::new(ErrorKind::Build, message.into())
    }

    /// Returns an error of pages that repeat or cannot be followed.
    pub(crate) fn paging(response: &RawResponse, message: impl Into<String>) -> Self {
        let mut error = Self::new(ErrorKind::Paging, message.into());
        error.0.sent = true;
        error.0.response = Some(Arc::new(response.clone()));
        error.within(response.operation.clone(), response.attempts).redact_as(response)
    }

    /// Returns an error of the transport.
    pub(crate) fn transport(failure: TransportError) -> Self {
        let kind = failure.kind();
        let mut error = Self::new(kind.into(), failure.to_string());
        error.0.sent = kind == TransportErrorKind::Interrupted;
        error.0.timed_out = kind == TransportErrorKind::ConnectTimeout;
        error.0.transient = !matches!(kind, TransportErrorKind::Unsendable | TransportErrorKind::Untrusted);
        let note = failure.note().map(str::to_owned);
        let source = failure.into_source();
        if !error.0.timed_out {
            let _ = write!(error.0.message, ": {}", message::one_line(&root(&*source).to_string()));
        }
        if let Some(note) = note {
            let _ = write!(error.0.message, "; {note}");
        }
        error.0.source = Some(source);
        error
    }

    /// Returns an error of an attempt that exceeded its time limit.
    pub(crate) fn attempt_timeout(limit: Duration) -> Self {
        Self::timeout(format!("no complete response within {limit:?}, the time limit of an attempt"), true)
    }

    /// Returns an error of a body that stopped arriving.
    pub(crate) fn silence(limit: Duration) -> Self {
        Self::timeout(format!("nothing more arrived within {limit:?}, the time limit between two pieces"), true)
    }

    /// Returns an error of a call that exceeded its time limit; `sent` says whether a request was in flight.
    pub(crate) fn total_timeout(limit: Duration, sent: bool) -> Self {
        Self::timeout(format!("not done within {limit:?}, the time limit of the call"), sent)
    }

    /// Returns an error of a list that exceeded its time limit; `sent` says whether a request was in flight.
    pub(crate) fn walk_timeout(limit: Duration, sent: bool) -> Self {
        Self::timeout(format!("not done within {limit:?}, the time limit of the list"), sent)
    }

    /// Returns an error of a response that is larger than the client accepts.
    pub(crate) fn too_large(limit: u64) -> Self {
        let mut error =
            Self::new(ErrorKind::TooLarge, format!("the response is larger than the limit of {limit} bytes"));
        error.0.sent = true;
        error
    }

    /// Returns the error of an error response.
    pub(crate) fn status_of(response: RawResponse) -> Self {
        let mut error = Self::new(ErrorKind::Status, status_words(&response));
        error.0.sent = true;
        error.0.transient = response.is_transient();
        error.0.response = Some(Arc::new(response));
        error
    }

    /// Returns an error of a body that does not have the documented form.
    pub(crate) fn decode(response: &RawResponse, fault: Fault) -> Self {
        let problem = fault.to_string();
        let mut words = format!("cannot read the {} response: {}", response.status.as_u16(), message::head(&problem));
        if let Some(excerpt) = excerpt::of(response, &fault) {
            let _ = write!(words, ", in {excerpt}");
        }
        let mut error = Self::new(ErrorKind::Decode, words);
        error.0.sent = true;
        error.0.source = Some(Arc::new(fault));
        error.0.response = Some(Arc::new(response.clone()));
        error.within(response.operation.clone(), response.attempts).redact_as(response)
    }

    /// Returns an error of a response that is not the expected kind of stream.
    pub(crate) fn no_records(response: &RawResponse, expected: &str) -> Self {
        let media_type = response.media_type().unwrap_or("of unknown type");
        let problem = format!("the response is {}, not {expected}", message::one_line(media_type));
        let mut error = Self::decode(response, Fault::new(problem));
        if let Some(text) = message::of_server(response) {
            let _ = write!(error.0.message, "; the server says: {text}");
        }
        error
    }

    /// Returns an error that the server reported within a stream; the body of `response` is the record.
    pub(crate) fn reported(response: RawResponse) -> Self {
        let mut words = "the server reported an error in the stream".to_owned();
        if let Some(text) = message::of_server(&response) {
            let _ = write!(words, ": {text}");
        }
        let (operation, attempts) = (response.operation.clone(), response.attempts);
        let mut error = Self::new(ErrorKind::Stream, words);
        error.0.sent = true;
        error.0.response = Some(Arc::new(response));
        error.within(operation, attempts)
    }

    /// Returns an error of a failed request for an access token.
    pub(crate) fn no_token(cause: Self) -> Self {
        let Inner { kind, message, response, timed_out, transient, source, .. } = *cause.0;
        let who = if kind == ErrorKind::Status { "the token endpoint responded with " } else { "" };
        let mut error = Self::new(ErrorKind::Auth, format!("no access token: {who}{message}"));
        error.0.response = response;
        error.0.timed_out = timed_out;
        error.0.transient = transient;
        error.0.source = source;
        error
    }

    /// Returns an error of a response or a function without a usable access token. The response is not kept, since it
    /// may contain a secret.
    pub(crate) fn bad_token(problem: &str) -> Self {
        let problem = problem.split_whitespace().collect::<Vec<_>>().join(" ");
        Self::new(ErrorKind::Auth, format!("no access token: {problem}"))
    }

    /// Adds the operation and the number of attempts.
    pub(crate) fn within(mut self, operation: Cow<'static, str>, attempts: u32) -> Self {
        self.0.operation = operation;
        self.0.attempts = attempts;
        self
    }

    /// Adds what the user can do about the error, on one line.
    pub(crate) fn explained(mut self, advice: Option<String>) -> Self {
        if let Some(advice) = advice {
            let _ = write!(self.0.message, " ({advice})");
        }
        self
    }

    /// Adds whether an earlier attempt may have reached the server.
    pub(crate) fn sent_before(mut self, sent: bool) -> Self {
        self.0.sent |= sent;
        self
    }

    /// Returns the response that caused the error.
    pub(crate) fn response(&self) -> Option<&RawResponse> {
        self.0.response.as_deref()
    }

    fn timeout(message: String, sent: bool) -> Self {
        let mut error = Self::new(ErrorKind::Timeout, message);
        error.0.sent = sent;
        error.0.timed_out = true;
        error.0.transient = true;
        error
    }

    fn new(kind: ErrorKind, message: String) -> Self {
        Self(Box::new(Inner {
            kind,
            operation: Cow::Borrowed(""),
            message,
            response: None,
            attempts: 0,
            sent: false,
            timed_out: false,
            transient: false,
            source: None,
        }))
    }
}

/// Returns the message for an error response.
pub(super) fn status_words(response: &RawResponse) -> String {
    let mut words = format!("{}", response.status.as_u16());
    if let Some(reason) = response.status.canonical_reason() {
        let _ = write!(words, " {reason}");
    }
    let incomplete = || response.incomplete.then(|| "the body of the response did not arrive in full".to_owned());
    let text = response.note.map(str::to_owned).or_else(|| message::of_server(response));
    if let Some(text) = text.or_else(|| message::of_encoding(response)).or_else(incomplete) {
        let _ = write!(words, ": {text}");
    }
    words
}

/// Returns the innermost cause: "connection refused" instead of "error sending request".
fn root<'a>(error: &'a (dyn StdError + 'static)) -> &'a (dyn StdError + 'static) {
    let mut root = error;
    while let Some(source) = root.source() {
        root = source;
    }
    root
}
