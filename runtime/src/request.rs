//! A request as plain data: what a transport sends and a test compares. Knows nothing of operations or of sending.

pub(crate) mod body;
pub(crate) mod encoding;
pub(crate) mod file;
pub(crate) mod form;
pub(crate) mod headers;
pub(crate) mod idempotency;
pub(crate) mod multipart;
pub(crate) mod options;
pub(crate) mod path;
pub(crate) mod payload;
pub(crate) mod query;
pub(crate) mod shape;
pub(crate) mod style;
pub(crate) mod upload;
pub(crate) mod url;

use std::borrow::Cow;
use std::fmt;

use http::header::{ACCEPT, CONTENT_TYPE, USER_AGENT};
use http::{HeaderMap, HeaderName, Method};
use percent_encoding::percent_decode_str;
use serde_json::Value;

use self::payload::RequestBody;
use crate::codec::decode_json;

/// A request, ready to be sent.
///
/// `Debug` shows neither the values of the query nor those of headers nor the body, since any of them may be a secret.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Request {
    /// The method.
    pub method: Method,
    /// The whole URL, percent-encoded.
    pub url: String,
    /// The headers; those that carry credentials are marked sensitive.
    pub headers: HeaderMap,
    /// The body; empty if there is none.
    pub body: RequestBody,
}

/// Headers whose values are no secrets.
const HARMLESS: [HeaderName; 3] = [ACCEPT, CONTENT_TYPE, USER_AGENT];

impl Request {
    /// Returns a request without headers and body.
    pub fn new(method: Method, url: impl Into<String>) -> Self {
        Self { method, url: url.into(), headers: HeaderMap::new(), body: RequestBody::empty() }
    }

    /// Returns the path of the URL, percent-encoded.
    pub fn path(&self) -> &str {
        let (url, _) = self.split();
        let after_scheme = url.find("://").map_or(0, |at| at + 3);
        url[after_scheme..].find('/').map_or("/", |at| &url[after_scheme + at..])
    }

    /// Returns the names and values of the query, decoded, in their order.
    pub fn query(&self) -> Vec<(String, String)> {
        let (_, query) = self.split();
        let pairs = query.split('&').filter(|pair| !pair.is_empty());
        pairs
            .map(|pair| pair.split_once('=').unwrap_or((pair, "")))
            .map(|(name, value)| (decoded(name), decoded(value)))
            .collect()
    }

    /// Returns the query as it is sent, without the question mark.
    pub fn raw_query(&self) -> &str {
        self.split().1
    }

    /// Returns the first value of a header, if it is there and is text.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }

    /// Reads the body as JSON; `None` if it is none.
    pub fn json(&self) -> Option<Value> {
        decode_json(&self.body).ok()
    }

    fn split(&self) -> (&str, &str) {
        self.url.split_once('?').unwrap_or((&self.url, ""))
    }
}

impl fmt::Debug for Request {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (url, query) = self.split();
        let names = query.split('&').filter(|pair| !pair.is_empty()).map(|pair| pair.split('=').next().unwrap_or(pair));
        let names: Vec<Cow<'_, str>> = names.map(|name| percent_decode_str(name).decode_utf8_lossy()).collect();
        let shown = |name: &HeaderName| if HARMLESS.contains(name) { self.header(name.as_str()) } else { None };
        let headers: Vec<_> = self.headers.keys().map(|name| (name.as_str(), shown(name).unwrap_or("…"))).collect();
        f.debug_struct("Request")
            .field("method", &self.method)
            .field("url", &url)
            .field("query", &names)
            .field("headers", &headers)
            .field("body", &format_args!("{} bytes", self.body.len()))
            .finish()
    }
}

fn decoded(text: &str) -> String {
    percent_decode_str(&text.replace('+', " ")).decode_utf8_lossy().into_owned()
}
