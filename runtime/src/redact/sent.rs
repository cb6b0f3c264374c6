//! What a request was sent with that no error may show. Knows where a client holds credentials.

use std::borrow::Cow;
use std::fmt;
use std::sync::{Arc, OnceLock};

use http::header::{self, HeaderName};
use http::{HeaderMap, HeaderValue};

use super::Redactor;
use crate::Secret;
use crate::client::Shared;
use crate::request::Request;

/// Headers that a user may set and that hold no credential (RFC 9110, sections 8, 10 and 12 to 14).
const HARMLESS: [HeaderName; 22] = [
    header::ACCEPT,
    header::ACCEPT_CHARSET,
    header::ACCEPT_ENCODING,
    header::ACCEPT_LANGUAGE,
    header::CACHE_CONTROL,
    header::CONNECTION,
    header::CONTENT_DISPOSITION,
    header::CONTENT_ENCODING,
    header::CONTENT_LANGUAGE,
    header::CONTENT_LENGTH,
    header::CONTENT_TYPE,
    header::DATE,
    header::EXPECT,
    header::HOST,
    header::IF_MATCH,
    header::IF_MODIFIED_SINCE,
    header::IF_NONE_MATCH,
    header::IF_UNMODIFIED_SINCE,
    header::ORIGIN,
    header::RANGE,
    header::TE,
    header::USER_AGENT,
];

/// Headers that hold credentials, whoever set them.
const CREDENTIALS: [HeaderName; 3] = [header::AUTHORIZATION, header::COOKIE, header::PROXY_AUTHORIZATION];

/// Values of user headers that are shorter say something, but let nobody in.
const NO_CREDENTIAL: usize = 3;

/// What the caller put into a request that must not be shown.
///
/// Most requests have nothing of the kind, and this then takes one word.
#[derive(Clone, Debug, Default)]
pub(crate) struct Private(Option<Box<Parts>>);

#[derive(Clone, Debug, Default)]
struct Parts {
    /// The headers that the user set.
    headers: Vec<HeaderName>,
    /// The inputs that are secrets.
    secrets: Vec<Secret>,
}

impl Private {
    pub(crate) fn new(headers: Vec<HeaderName>, secrets: Vec<Secret>) -> Self {
        let any = !headers.is_empty() || !secrets.is_empty();
        Self(any.then(|| Box::new(Parts { headers, secrets })))
    }

    /// Adds a secret that was sent.
    pub(crate) fn push(&mut self, secret: Secret) {
        self.0.get_or_insert_default().secrets.push(secret);
    }

    fn headers(&self) -> &[HeaderName] {
        self.0.as_ref().map_or(&[], |parts| &parts.headers)
    }

    fn secrets(&self) -> &[Secret] {
        self.0.as_ref().map_or(&[], |parts| &parts.secrets)
    }
}

/// What a request was sent with. The credentials are gathered when there is something to show.
pub(crate) struct Sent {
    shared: Arc<Shared>,
    headers: HeaderMap,
    private: Private,
    redactor: OnceLock<Redactor>,
}

impl Sent {
    pub(crate) fn new(shared: Arc<Shared>, headers: HeaderMap, private: Private) -> Self {
        Self { shared, headers, private, redactor: OnceLock::new() }
    }

    /// Returns `text` without credentials; `is_cut` tells whether its end is missing.
    pub(crate) fn redact<'t>(&self, text: &'t str, is_cut: bool) -> Cow<'t, str> {
        self.redactor().redact(text, is_cut)
    }

    pub(crate) fn redactor(&self) -> &Redactor {
        self.redactor.get_or_init(|| {
            let mut redactor = credentials(&self.shared, &self.headers, self.private.secrets());
            for name in self.private.headers().iter().filter(|name| !HARMLESS.contains(name)) {
                let long = |value: &&HeaderValue| value.len() >= NO_CREDENTIAL;
                self.headers.get_all(name).iter().filter(long).for_each(|value| redactor.add_header(name, value));
            }
            redactor
        })
    }
}

/// Returns what must not be sent to another origin: the credentials of the client and of `request`.
pub(crate) fn of_request(shared: &Shared, request: &Request, private: &Private) -> Redactor {
    credentials(shared, &request.headers, private.secrets())
}

fn credentials(shared: &Shared, headers: &HeaderMap, secrets: &[Secret]) -> Redactor {
    let mut redactor = Redactor::default();
    shared.auth.hide(&mut redactor);
    for (name, value) in headers.iter().filter(|(name, value)| value.is_sensitive() || CREDENTIALS.contains(name)) {
        redactor.add_header(name, value);
    }
    secrets.iter().for_each(|secret| redactor.add(secret.expose()));
    redactor
}

impl fmt::Debug for Sent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Sent")
    }
}
