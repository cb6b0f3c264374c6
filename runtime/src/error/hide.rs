//! Redacts the secrets of a request in its error. Knows which parts of an error are displayed.

use std::borrow::Cow;
use std::error::Error as StdError;
use std::fmt;
use std::sync::Arc;

use super::make::status_words;
use super::{Error, ErrorKind, message};
use crate::redact::{Redactor, RequestSecrets};
use crate::response::raw::RawResponse;
use crate::transport::Source;

impl Error {
    /// Redacts the secrets of the request.
    pub(crate) fn redact(mut self, secrets: RequestSecrets) -> Self {
        self.redact_by(&secrets.redactor());
        if let Some(response) = self.0.response.as_mut().filter(|response| response.secrets.is_none()) {
            Arc::make_mut(response).secrets = Some(secrets);
            if self.0.kind == ErrorKind::Status {
                // The message of the server was truncated before its secrets were known.
                self.0.message = status_words(response);
            }
        }
        self
    }

    /// Redacts the secrets of the request that `response` belongs to.
    pub(crate) fn redact_as(mut self, response: &RawResponse) -> Self {
        if let Some(secrets) = &response.secrets {
            self.redact_by(&secrets.redactor());
        }
        self
    }

    /// Returns the identifier that the server gave the request, redacted.
    pub(super) fn shown_request_id(&self) -> Option<String> {
        let response = self.0.response.as_ref()?;
        let id = message::request_id(&response.headers)?;
        let head = message::head(id);
        Some(message::one_line(&response.redact(head, head.len() < id.len())))
    }

    fn redact_by(&mut self, redactor: &Redactor) {
        if let Cow::Owned(shown) = redactor.redact(&self.0.message, false) {
            self.0.message = shown;
        }
        self.0.source = self.0.source.take().map(|source| hidden(source, redactor));
    }
}

/// Returns the source of an error. If it or one of its sources shows a credential, returns a redacted text instead.
fn hidden(source: Source, redactor: &Redactor) -> Source {
    let mut texts = Vec::new();
    let mut is_open = false;
    let mut cause: Option<&(dyn StdError + 'static)> = Some(&*source);
    while let Some(error) = cause {
        let text = error.to_string();
        // A text that is too long to be searched may contain a credential.
        let is_long = |text: &str| message::head(text).len() < text.len();
        let shows = |text: &str| is_long(text) || redactor.finds(text, true);
        is_open |= shows(&text) || shows(&format!("{error:?}"));
        texts.push(message::head(&text).to_owned());
        cause = error.source();
    }
    if !is_open {
        return source;
    }
    Arc::new(Redacted(redactor.redact(&texts.join(": "), true).into_owned()))
}

/// A source that was replaced with its redacted text.
struct Redacted(String);

impl fmt::Display for Redacted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for Redacted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl StdError for Redacted {}
