//! Requests access tokens by the OAuth 2.0 client credentials grant (RFC 6749, section 4.4). Knows nothing of caching
//! or of the requests that need the tokens.

use std::time::{Duration, Instant};

use http::Method;
use http::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE, HeaderValue, USER_AGENT};
use serde_json::Value;

use super::basic;
use super::token::Token;
use crate::codec::decode_json;
use crate::error::message;
use crate::exchange::Exchange;
use crate::exchange::progress::Progress;
use crate::exchange::rules::Rules;
use crate::redact::Redactor;
use crate::request::Request;
use crate::request::query::pair;
use crate::response::raw::RawResponse;
use crate::{Error, Secret};

/// The lifetime of a token if the server sends none.
const LIFE: Duration = Duration::from_secs(3_600);
/// The size limit of a response of the token endpoint, in bytes.
const MAX_BYTES: u64 = 1 << 20;

/// A request for an access token.
pub(crate) struct Grant {
    request: Request,
    secret: Secret,
}

impl Grant {
    /// Returns the request for a token from `url`.
    ///
    /// # Errors
    ///
    /// Fails if the id or the secret contains characters that are invalid in a header.
    pub(crate) fn new(url: String, id: &str, secret: &str, scopes: &[&str]) -> Result<Self, String> {
        let mut body = pair("grant_type", "client_credentials");
        if !scopes.is_empty() {
            body.push('&');
            body.push_str(&pair("scope", &scopes.join(" ")));
        }
        let mut request = Request::new(Method::POST, url);
        request.headers.insert(AUTHORIZATION, identity(id, secret)?);
        request.headers.insert(ACCEPT, HeaderValue::from_static("application/json"));
        request.headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/x-www-form-urlencoded"));
        request.body = body.into();
        Ok(Self { request, secret: secret.into() })
    }

    /// Sends the request, and returns the token with its lifetime.
    ///
    /// # Errors
    ///
    /// Fails with an error of kind `Auth` if no token can be obtained or the time limit of the whole call passes.
    pub(crate) async fn fetch(&self, exchange: &Exchange, rules: &Rules, progress: &Progress) -> Result<Token, Error> {
        let rules = Rules {
            repeatable: true,
            redirects: false,
            redirects_succeed: false,
            streaming: false,
            records: None,
            max_response_bytes: MAX_BYTES,
            ..*rules
        };
        let mut own = progress.for_token();
        let mut request = self.request.clone();
        request.headers.insert(USER_AGENT, exchange.user_agent.clone());
        let requested_at = exchange.transport.now();
        // Boxed to keep the futures of calls without a token small.
        let response = Box::pin(exchange.send(&request, &rules, &mut own)).await.map_err(Error::no_token)?;
        read(&response, requested_at).map_err(|problem| Error::bad_token(&problem))
    }

    /// Adds the client secret to `redactor`. The client id is not a secret (RFC 6749, section 2.2).
    pub(crate) fn hide(&self, redactor: &mut Redactor) {
        self.request.headers.get(AUTHORIZATION).iter().for_each(|value| redactor.add_header(&AUTHORIZATION, value));
        redactor.add(self.secret.expose());
    }
}

/// Returns the `Authorization` header of the client. The id and the secret are sent verbatim, as servers expect in
/// practice. If the id contains a colon, both are encoded first, as RFC 6749, section 2.3.1, requires.
fn identity(id: &str, secret: &str) -> Result<HeaderValue, String> {
    if !id.contains(':') {
        return basic(id, secret);
    }
    let encoded = |text: &str| url::form_urlencoded::byte_serialize(text.as_bytes()).collect::<String>();
    basic(&encoded(id), &encoded(secret))
}

/// Reads the response of a token endpoint (RFC 6749, section 5.1). Some servers send errors (section 5.2) with a
/// success status.
fn read(response: &RawResponse, requested_at: Instant) -> Result<Token, String> {
    let json: Value = decode_json(&response.body).map_err(|_| "the response of the token endpoint is not JSON")?;
    if json.get("token_type").and_then(Value::as_str).is_some_and(|kind| !kind.eq_ignore_ascii_case("bearer")) {
        return Err("the token endpoint issued a token that is not a bearer token".to_owned());
    }
    let token = json.get("access_token").and_then(Value::as_str).filter(|token| !token.is_empty());
    let Some(token) = token else {
        let shown =
            |name: &str| json.get(name).and_then(Value::as_str).map(|text| format!(": {}", message::one_line(text)));
        let reported = ["error", "error_description"].into_iter().filter_map(shown).collect::<String>();
        return Err(format!("the response of the token endpoint has no access token{reported}"));
    };
    // Servers send a lifetime of zero if the token does not expire or they do not know when.
    let life = json.get("expires_in").and_then(seconds).filter(|life| !life.is_zero()).unwrap_or(LIFE);
    Token::new(token, life, requested_at).map_err(|_| "the access token is invalid in a header".to_owned())
}

/// Reads a number of seconds, which some servers send as a string.
fn seconds(value: &Value) -> Option<Duration> {
    let seconds = value.as_f64().or_else(|| value.as_str()?.trim().parse().ok())?;
    Duration::try_from_secs_f64(seconds.max(0.0)).ok()
}
