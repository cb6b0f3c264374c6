//! Access tokens by the OAuth 2.0 client credentials grant (RFC 6749, section 4.4): cached, fetched once for all who
//! wait, refreshed early. Knows nothing of the requests that the tokens are for.
//!
//! A token is used until a tenth of its life is left, at most 60 seconds; then the next caller fetches another, while
//! the others go on with the old one, and so does that caller if it cannot be had. A token of which the server does not
//! say how long it lives is taken to live an hour. A fetch that fails is an error for those who wait for it, and
//! forgotten.

use std::pin::pin;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use http::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE, USER_AGENT};
use http::{HeaderValue, Method};
use serde_json::Value;

use super::{basic, secret_header};
use crate::client::Shared;
use crate::client::exchange::{Progress, within};
use crate::codec::decode_json;
use crate::redact::Redactor;
use crate::request::Request;
use crate::request::draft::Rules;
use crate::request::query::pair;
use crate::response::Answer;
use crate::{Error, Secret, blocking};

/// How long a token lives of which the server does not say it.
const LIFE: Duration = Duration::from_secs(3_600);
/// No token is trusted to live longer.
const LONGEST_LIFE: Duration = Duration::from_secs(30 * 24 * 3_600);
/// How long before its end a token is replaced at most.
const EARLY: Duration = Duration::from_secs(60);
/// What an early refresh may take while the old token still works.
const EARLY_TIMEOUT: Duration = Duration::from_secs(10);
/// How large the answer of a token endpoint may be.
const MAX_BYTES: u64 = 1 << 20;

/// A place where access tokens are to be had.
pub(crate) struct TokenSource {
    request: Request,
    secret: Secret,
    token: Mutex<Option<Arc<Token>>>,
    /// One for asynchronous callers, one for blocking ones: these may hold up the thread that the former need to go on.
    flights: [Flight; 2],
}

/// An access token as it is sent.
pub(crate) struct Token {
    pub(crate) header: HeaderValue,
    stale: Instant,
    end: Instant,
}

impl Token {
    /// The token as it was issued.
    pub(crate) fn secret(&self) -> Secret {
        let value = String::from_utf8_lossy(self.header.as_bytes());
        Secret::from(value.strip_prefix("Bearer ").unwrap_or(&value))
    }

    /// A token that nobody keeps.
    pub(crate) fn once(header: HeaderValue, now: Instant) -> Self {
        Self { header, stale: now, end: now }
    }
}

/// The right to fetch a token, and how the last fetch failed.
#[derive(Default)]
struct Flight {
    turn: tokio::sync::Mutex<Option<Error>>,
    finished: AtomicU64,
}

impl TokenSource {
    /// # Errors
    ///
    /// Fails if the id or the secret cannot stand in a header.
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
        Ok(Self { request, secret: secret.into(), token: Mutex::new(None), flights: Default::default() })
    }

    /// Returns a token, fetched if need be.
    ///
    /// # Errors
    ///
    /// Fails, with an error of kind `Auth`, if there is no token to be had or the limit of the whole call passes.
    pub(crate) async fn token(
        &self,
        shared: &Arc<Shared>,
        rules: &Rules,
        progress: &Progress,
    ) -> Result<Arc<Token>, Error> {
        let now = || shared.transport.now();
        let flight = &self.flights[usize::from(blocking::on_driver())];
        if let Some(token) = self.cached(now()) {
            if now() < token.stale {
                return Ok(token);
            }
            let Ok(_turn) = flight.turn.try_lock() else { return Ok(token) };
            // Whoever had the turn since the look above may have done the work.
            if let Some(newer) = self.cached(now()).filter(|newer| !Arc::ptr_eq(newer, &token)) {
                return Ok(newer);
            }
            let hasty = Rules { max_retries: 0, attempt_timeout: rules.attempt_timeout.min(EARLY_TIMEOUT), ..*rules };
            return Ok(self.fetch(shared, &hasty, progress).await.unwrap_or(token));
        }
        let seen = flight.finished.load(Ordering::Acquire);
        let wait = pin!(flight.turn.lock());
        let turn = match progress.deadline {
            Some(deadline) => within(&*shared.transport, deadline.saturating_duration_since(now()), wait).await,
            None => Some(wait.await),
        };
        let Some(mut last_failure) = turn else {
            return Err(Error::no_token(Error::total_timeout(rules.timeout.unwrap_or_default(), false)));
        };
        // Whoever had the turn before has done the work.
        if let Some(token) = self.cached(now()) {
            return Ok(token);
        }
        if let Some(failure) = last_failure.as_ref().filter(|_| flight.finished.load(Ordering::Acquire) != seen) {
            return Err(failure.clone());
        }
        let result = self.fetch(shared, rules, progress).await;
        // A limit of this one caller is no reason for the others to give up.
        let own = |error: &&Error| error.is_timeout() && progress.deadline.is_some();
        *last_failure = result.as_ref().err().filter(|error| !own(error)).cloned();
        flight.finished.fetch_add(1, Ordering::Release);
        result
    }

    /// Adds the secret and the tokens to what nothing may show. The id is no secret (RFC 6749, section 2.2).
    pub(crate) fn hide(&self, redactor: &mut Redactor) {
        self.request.headers.get(AUTHORIZATION).iter().for_each(|value| redactor.add_header(&AUTHORIZATION, value));
        redactor.add(self.secret.expose());
        let cached = self.token.lock().unwrap_or_else(PoisonError::into_inner).clone();
        cached.iter().for_each(|token| redactor.add_header(&AUTHORIZATION, &token.header));
    }

    /// Forgets `token`, unless another has taken its place already.
    pub(crate) fn reject(&self, token: &Arc<Token>) {
        let mut cached = self.token.lock().unwrap_or_else(PoisonError::into_inner);
        if cached.as_ref().is_some_and(|cached| Arc::ptr_eq(cached, token)) {
            *cached = None;
        }
    }

    fn cached(&self, now: Instant) -> Option<Arc<Token>> {
        let cached = self.token.lock().unwrap_or_else(PoisonError::into_inner);
        cached.as_ref().filter(|token| now < token.end).cloned()
    }

    async fn fetch(&self, shared: &Arc<Shared>, rules: &Rules, progress: &Progress) -> Result<Arc<Token>, Error> {
        let rules = Rules {
            repeatable: true,
            redirects: false,
            redirects_answer: false,
            streaming: false,
            records: None,
            max_response_bytes: MAX_BYTES,
            ..*rules
        };
        let mut own = progress.aside();
        let mut request = self.request.clone();
        request.headers.insert(USER_AGENT, shared.user_agent.clone());
        let asked = shared.transport.now();
        // Boxed, so that calls that need no token stay small.
        let answer = Box::pin(shared.exchange(&request, &rules, &mut own)).await.map_err(Error::no_token)?;
        let token = Arc::new(read(&answer, asked).map_err(Error::bad_token)?);
        *self.token.lock().unwrap_or_else(PoisonError::into_inner) = Some(Arc::clone(&token));
        Ok(token)
    }
}

/// The id and the secret go into the header as they are, which is what servers expect in practice. Only an id with a
/// colon cannot; then both are encoded first, as RFC 6749, section 2.3.1, has it.
fn identity(id: &str, secret: &str) -> Result<HeaderValue, String> {
    if !id.contains(':') {
        return basic(id, secret);
    }
    let encoded = |text: &str| url::form_urlencoded::byte_serialize(text.as_bytes()).collect::<String>();
    basic(&encoded(id), &encoded(secret))
}

/// Reads the answer of a token endpoint (RFC 6749, section 5.1).
fn read(answer: &Answer, asked: Instant) -> Result<Token, &'static str> {
    let json: Value = decode_json(&answer.body).map_err(|_| "the token endpoint did not answer with JSON")?;
    if json.get("token_type").and_then(Value::as_str).is_some_and(|kind| !kind.eq_ignore_ascii_case("bearer")) {
        return Err("the token endpoint issued a token that is not a bearer token");
    }
    let token = json.get("access_token").and_then(Value::as_str).filter(|token| !token.is_empty());
    let token = token.ok_or("the token endpoint answered without an access token")?;
    let header = secret_header(&format!("Bearer {token}")).map_err(|_| "the access token cannot stand in a header")?;
    let life = json.get("expires_in").and_then(seconds).map_or(LIFE, |life| life.min(LONGEST_LIFE));
    let end = asked + life;
    Ok(Token { header, stale: end - EARLY.min(life / 10), end })
}

/// Some servers write the number as a string.
fn seconds(value: &Value) -> Option<Duration> {
    let seconds = value.as_f64().or_else(|| value.as_str()?.trim().parse().ok())?;
    Duration::try_from_secs_f64(seconds.max(0.0)).ok()
}
