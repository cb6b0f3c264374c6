//! The secrets of a request, which no error may show. Knows which parts of a request may hold them.

use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;

use http::header::{self, HeaderName};
use http::{HeaderMap, HeaderValue};

use super::{BEGINNING, NO_CREDENTIAL, Redactor};
use crate::Secret;
use crate::request::options::RequestOptions;

/// Headers that a user may set and that contain no credential (RFC 9110, sections 8, 10 and 12 to 14).
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

/// The secrets that the caller put into a request.
///
/// Without any, as in most requests, this takes one word and no allocation.
#[derive(Clone, Debug, Default)]
pub(crate) struct CallerSecrets(Option<Arc<Parts>>);

#[derive(Debug)]
struct Parts {
    /// The options of the client, for its headers.
    client: Arc<RequestOptions>,
    /// The headers of this one request.
    headers: HeaderMap,
    secrets: Vec<Secret>,
    /// Additional parameters and fields that are long enough for a key.
    extra: Vec<Secret>,
}

impl CallerSecrets {
    /// Collects the secrets of the client's options and of a request: headers that the user set, cookies, parameters
    /// and fields that are secrets, and additional ones.
    pub(crate) fn new(
        client: &Arc<RequestOptions>,
        own: &RequestOptions,
        cookies: Option<&HeaderValue>,
        secrets: &[Secret],
    ) -> Self {
        let has_headers = !client.headers.is_empty() || !own.headers.is_empty() || cookies.is_some();
        let is_plain = |options: &RequestOptions| options.extra_query.is_empty() && options.extra_body.is_empty();
        if !has_headers && secrets.is_empty() && own.secrets.is_empty() && is_plain(client) && is_plain(own) {
            return Self(None);
        }
        let mut headers = own.headers.clone();
        headers.extend(cookies.map(|cookies| (header::COOKIE, cookies.clone())));
        let secrets = [secrets, &own.secrets].concat();
        let extra = [&**client, own].into_iter().flat_map(extra).collect();
        Self(Some(Arc::new(Parts { client: Arc::clone(client), headers, secrets, extra })))
    }

    fn headers(&self) -> impl Iterator<Item = (&HeaderName, &HeaderValue)> {
        self.0.iter().flat_map(|parts| parts.client.headers.iter().chain(&parts.headers))
    }

    fn extra(&self) -> &[Secret] {
        self.0.as_ref().map_or(&[], |parts| &parts.extra)
    }

    fn secrets(&self) -> &[Secret] {
        self.0.as_ref().map_or(&[], |parts| &parts.secrets)
    }
}

/// Returns the additional parameters and fields that are long enough for a key.
fn extra(options: &RequestOptions) -> impl Iterator<Item = Secret> {
    let query = options.extra_query.iter().map(|(_, value)| value.as_str());
    let body = options.extra_body.iter().filter_map(|(_, value)| value.as_str());
    query.chain(body).filter(|text| text.len() >= BEGINNING).map(Secret::from)
}

/// Where the credentials of a client come from; implemented by the client.
pub(crate) trait CredentialStore: Send + Sync {
    /// Adds all credentials of the client to those that no text may show.
    fn add_to(&self, redactor: &mut Redactor);
}

/// The secrets that a request was sent with.
///
/// They are collected only when there is a text to redact: that is rare, and every response holds one of these.
#[derive(Clone)]
pub(crate) struct RequestSecrets {
    client: Arc<dyn CredentialStore>,
    caller: CallerSecrets,
}

impl RequestSecrets {
    pub(crate) fn new(client: Arc<dyn CredentialStore>, caller: CallerSecrets) -> Self {
        Self { client, caller }
    }

    /// Returns the secrets of the client alone, for a request that the caller did not make.
    pub(crate) fn of_client(&self) -> Self {
        Self { client: Arc::clone(&self.client), caller: CallerSecrets::default() }
    }

    /// Redacts secrets in `text`; `is_cut` says whether its end is missing.
    pub(crate) fn redact<'t>(&self, text: &'t str, is_cut: bool) -> Cow<'t, str> {
        self.redactor().redact(text, is_cut)
    }

    /// Returns a redactor of all secrets.
    pub(crate) fn redactor(&self) -> Redactor {
        let mut redactor = self.credentials();
        self.caller.extra().iter().for_each(|extra| redactor.add(extra.expose()));
        for (name, value) in self.caller.headers() {
            if !HARMLESS.contains(name) && value.len() >= NO_CREDENTIAL {
                redactor.add_header(name, value);
            }
        }
        redactor
    }

    /// Returns a redactor of what must not be sent to another origin: the credentials of the client and the parameters
    /// and fields that are secrets.
    pub(crate) fn credentials(&self) -> Redactor {
        let mut redactor = Redactor::default();
        self.client.add_to(&mut redactor);
        self.caller.secrets().iter().for_each(|secret| redactor.add(secret.expose()));
        redactor
    }
}

impl fmt::Debug for RequestSecrets {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("RequestSecrets")
    }
}
