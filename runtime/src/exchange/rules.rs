//! The limits of one call and what may happen to its request, and their defaults. Knows nothing of how requests are
//! sent.

use std::time::Duration;

use http::StatusCode;

use crate::stream::{Framing, WholeEvents};

/// How many times a failed request is repeated by default.
pub(crate) const MAX_RETRIES: u32 = 2;
/// The default time limit of an attempt.
pub(crate) const ATTEMPT_TIMEOUT: Duration = Duration::from_secs(60);
/// The default size limit of a response body, in bytes: 64 MiB.
pub(crate) const MAX_RESPONSE_BYTES: u64 = 64 << 20;

/// The limits of one call, and what may happen to its request.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Rules {
    pub(crate) max_retries: u32,
    /// Whether the server may receive the request twice.
    pub(crate) repeatable: bool,
    pub(crate) attempt_timeout: Duration,
    pub(crate) timeout: Option<Duration>,
    pub(crate) max_response_bytes: u64,
    pub(crate) redirects: bool,
    /// Whether a redirect that is not followed is a success.
    pub(crate) redirects_succeed: bool,
    /// Whether the body of a success is handed over while it arrives.
    pub(crate) streaming: bool,
    /// What the framing of the records in that body can be and the media types that ask for them, if records are
    /// expected.
    pub(crate) records: Option<(&'static [Framing], &'static str)>,
    /// How whole events are read, if the records of the stream are whole events.
    pub(crate) whole_events: Option<WholeEvents>,
}

impl Rules {
    /// Returns whether a status is a success.
    pub(crate) fn accept(&self, status: StatusCode) -> bool {
        status.is_success() || (self.redirects_succeed && status.is_redirection())
    }
}
