//! The state of a call: its deadline, its attempts and the secrets of its request. Knows nothing of transports.

use std::borrow::Cow;
use std::time::{Duration, Instant};

use crate::Error;
use crate::redact::RequestSecrets;

/// The state of a call.
#[derive(Debug)]
pub(crate) struct Progress {
    /// The name of the operation; empty for a request for a token.
    pub(crate) label: Cow<'static, str>,
    /// When the time limit of the whole call passes; `None` if there is no limit.
    pub(crate) deadline: Option<Instant>,
    /// How many attempts were begun.
    pub(super) attempts: u32,
    /// How many of them were retries.
    pub(super) retries: u32,
    /// Whether an attempt may have reached the server.
    pub(super) sent: bool,
    /// The secrets that no error may show.
    pub(crate) secrets: RequestSecrets,
}

impl Progress {
    /// Returns the state of a call that begins at `now` and must end within `timeout`, if there is one.
    pub(crate) fn new(
        label: Cow<'static, str>,
        timeout: Option<Duration>,
        now: Instant,
        secrets: RequestSecrets,
    ) -> Self {
        let deadline = timeout.and_then(|timeout| now.checked_add(timeout));
        Self { label, deadline, attempts: 0, retries: 0, sent: false, secrets }
    }

    /// Returns the state of a request for a token that this call needs first: it has the same deadline.
    pub(crate) fn for_token(&self) -> Self {
        let label = Cow::Borrowed("");
        let secrets = self.secrets.of_client();
        Self { label, deadline: self.deadline, attempts: 0, retries: 0, sent: false, secrets }
    }

    /// Adds the operation and the attempts so far to an error, and redacts secrets in it.
    pub(crate) fn annotate(&self, error: Error) -> Error {
        error.sent_before(self.sent).within(self.label.clone(), self.attempts).redact(self.secrets.clone())
    }
}
