//! Converts errors of reqwest: how far the request got, and explanations that reqwest does not give.

use std::error::Error as StdError;
use std::io;
use std::sync::Arc;

use hyper_util::client::proxy::matcher::Matcher;
use reqwest::Url;
use rustls::AlertDescription;

use super::super::{TransportError, TransportErrorKind};
use super::upload::Unreadable;

/// Too many open files in the whole system (`ENFILE`), in this process (`EMFILE`), and on Windows.
const NO_FILES: [i32; 3] = [23, 24, 10_024];

/// TLS alerts about the server itself rather than about the client (RFC 8446, section 6).
const PASSING: [AlertDescription; 3] =
    [AlertDescription::InternalError, AlertDescription::CloseNotify, AlertDescription::UserCanceled];

/// Converts an error. The URL is removed from it, since its query may contain a key. `proxy` is the environment
/// variable that names the proxy.
pub(super) fn failure(error: reqwest::Error, proxy: Option<&'static str>) -> TransportError {
    let untrusted = error.is_connect() && finds(&error, &|cause| cause.downcast_ref().is_some_and(is_distrust));
    let kind = match &error {
        error if error.is_connect() && error.is_timeout() => TransportErrorKind::ConnectTimeout,
        _ if untrusted => TransportErrorKind::Untrusted,
        error if error.is_connect() => TransportErrorKind::Connect,
        error if error.is_builder() => TransportErrorKind::Unsendable,
        error if finds(error, &|cause| cause.is::<Unreadable>()) => TransportErrorKind::Unsendable,
        _ => TransportErrorKind::Interrupted,
    };
    let no_files = |cause: &(dyn StdError + 'static)| {
        let code = cause.downcast_ref::<io::Error>().and_then(io::Error::raw_os_error);
        code.is_some_and(|code| NO_FILES.contains(&code))
    };
    // Nothing else has a time limit in reqwest as it is used here; timeouts of the system have an error code.
    let no_pong = error.is_timeout() && !error.is_connect() && !finds(&error, &|cause| cause.is::<io::Error>());
    let note = if finds(&error, &no_files) {
        Some(
            "the process has reached its limit of open files and connections; use fewer, or raise the limit".to_owned(),
        )
    } else if no_pong {
        Some("the server did not reply to a PING".to_owned())
    } else {
        proxy.filter(|_| error.is_connect()).map(|name| format!("through the proxy in `{name}`"))
    };
    TransportError::new(kind, error.without_url()).with_note(note)
}

pub(super) fn unsendable(source: impl Into<Box<dyn StdError + Send + Sync + 'static>>) -> TransportError {
    TransportError::new(TransportErrorKind::Unsendable, source)
}

/// Returns whether any source of `error` matches; an [`io::Error`] does not return its inner error as its source.
fn finds(error: &(dyn StdError + 'static), such: &dyn Fn(&(dyn StdError + 'static)) -> bool) -> bool {
    if such(error) {
        return true;
    }
    let held = error.downcast_ref::<io::Error>().and_then(io::Error::get_ref);
    let next = held.map(|held| held as &(dyn StdError + 'static)).or_else(|| error.source());
    next.is_some_and(|next| finds(next, such))
}

/// Returns whether the TLS handshake would fail again.
fn is_distrust(error: &rustls::Error) -> bool {
    matches!(
        error,
        rustls::Error::InvalidCertificate(_)
            | rustls::Error::NoCertificatesPresented
            | rustls::Error::UnsupportedNameType
            | rustls::Error::PeerIncompatible(_)
            | rustls::Error::NoApplicationProtocol
    ) || matches!(error, rustls::Error::AlertReceived(alert) if !PASSING.contains(alert))
}

/// Finds out which proxy a request uses; reqwest reads the same variables, but does not expose them.
#[derive(Clone)]
pub(super) struct Proxies(Option<Arc<Found>>);

struct Found {
    matcher: Matcher,
    http: Option<&'static str>,
    https: Option<&'static str>,
}

impl Proxies {
    pub(super) fn of_environment() -> Self {
        let first = |names: [&'static str; 4]| {
            let set = |name: &&str| crate::environment::process(name).is_some_and(|value| !value.is_empty());
            names.into_iter().find(set)
        };
        let http = first(["HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"]);
        let https = first(["HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"]);
        let any = http.or(https);
        Self(any.map(|_| Arc::new(Found { matcher: Matcher::from_env(), http, https })))
    }

    /// Returns the environment variable that names the proxy for `url`, if any.
    pub(super) fn variable_for(&self, url: &Url) -> Option<&'static str> {
        let found = self.0.as_ref()?;
        found.matcher.intercept(&url.as_str().parse().ok()?)?;
        if url.scheme() == "https" { found.https } else { found.http }
    }
}
