//! Takes the credentials of a request out of the error about it. Knows which parts of an error people see.

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
    /// Takes out what the request was sent with.
    pub(crate) fn redact(mut self, secrets: RequestSecrets) -> Self {
        self.redact_by(&secrets.redactor());
        if let Some(response) = self.0.response.as_mut().filter(|response| response.secrets.is_none()) {
            Arc::make_mut(response).secrets = Some(secrets);
            if self.0.kind == ErrorKind::Status {
                // The words of the server were cut off before it was known what they must not show.
                self.0.message = status_words(response);
            }
        }
        self
    }

    /// Takes out what the request was sent with to which `answer` came.
    pub(crate) fn redact_as(mut self, response: &RawResponse) -> Self {
        if let Some(secrets) = &response.secrets {
            self.redact_by(&secrets.redactor());
        }
        self
    }

    /// Returns the name that the server gave the request, as it may be shown.
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

/// Returns the cause of an error; one that shows a credential, or has a cause that does, becomes a text without it.
fn hidden(source: Source, redactor: &Redactor) -> Source {
    let mut texts = Vec::new();
    let mut is_open = false;
    let mut cause: Option<&(dyn StdError + 'static)> = Some(&*source);
    while let Some(error) = cause {
        let text = error.to_string();
        // What is too long to be looked at may hold anything.
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

/// A cause of which only a text is left.
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
