//! A cache of access tokens: fetches each token once for all waiting requests, refreshes it early, and replaces it when
//! the server rejects it. Knows nothing of the requests that need the tokens.
//!
//! A token is used until a tenth of its lifetime is left, at most 60 seconds. Then the next request fetches a new
//! token, while the others continue with the old one. If that fetch fails, the request continues with the old token
//! too, and there is no other early fetch for ten seconds. Without a valid token, a failed fetch is an error of the
//! requests that wait for it, and is not remembered. The exception is a token endpoint that rejects the client
//! credentials: for ten seconds, all calls fail with its error, since it would reject them again.
//!
//! # Rejected tokens
//!
//! If the server rejects a token, the token is replaced and the request is sent once more. A new token does not help if
//! the server rejects all tokens, or responds with 401 where it means 403. For this reason a token that replaced a
//! rejected one and was never accepted is kept for a minute, at most three tokens in a row are replaced, and after that
//! one every half minute.

use std::collections::VecDeque;
use std::pin::pin;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use http::header::AUTHORIZATION;

use super::client_credentials::Grant;
use super::source::Source;
use super::token::Token;
use crate::exchange::Exchange;
use crate::exchange::progress::Progress;
use crate::exchange::rules::Rules;
use crate::exchange::timeout::within;
use crate::redact::Redactor;
use crate::{Error, blocking};

/// The time limit of an early refresh.
const EARLY_TIMEOUT: Duration = Duration::from_secs(10);
/// How long a token is kept that replaced a rejected one and is rejected as well.
const REFUSED: Duration = Duration::from_secs(60);
/// How long a rejection by the token endpoint is remembered, and how long a failed early refresh is not repeated.
const PAUSE: Duration = Duration::from_secs(10);
/// How many recent tokens are remembered to redact them in errors.
const RECENT: usize = 8;
/// How many rejected tokens are replaced in a row, and the interval between replacements after that.
const REPLACED: (u32, Duration) = (3, Duration::from_secs(30));

/// A source of tokens, and the current token.
pub(crate) struct Tokens {
    origin: Origin,
    state: Mutex<State>,
    /// One for asynchronous callers and one for blocking callers, since a blocking caller may block the thread that
    /// drives the asynchronous ones.
    flights: [Flight; 2],
}

/// A source of tokens.
pub(crate) enum Origin {
    /// The client credentials grant.
    Grant(Box<Grant>),
    /// A function of the user.
    Source(Source),
}

#[derive(Default)]
struct State {
    token: Option<Arc<Token>>,
    /// The most recent tokens; a request in flight may hold any of them.
    recent: VecDeque<Arc<Token>>,
    /// The error and time of the last fetch, if it failed; timeouts caused by the deadline of the caller are not
    /// recorded.
    failure: Option<(Error, Instant)>,
    /// Whether the next token replaces a rejected one.
    is_replacing: bool,
    /// How many rejected tokens were replaced recently, and the time of that count.
    replaced: Option<(u32, Instant)>,
}

/// The lock for fetching a token, and a count of the fetches that waiters observed.
#[derive(Default)]
struct Flight {
    turn: tokio::sync::Mutex<()>,
    finished: AtomicU64,
}

impl Tokens {
    pub(crate) fn new(origin: Origin) -> Self {
        Self { origin, state: Mutex::default(), flights: Default::default() }
    }

    /// Returns a token, fetched if necessary.
    ///
    /// # Errors
    ///
    /// Fails with an error of kind `Auth` if no token can be obtained or the time limit of the whole call passes.
    pub(crate) async fn token(
        &self,
        exchange: &Exchange,
        rules: &Rules,
        progress: &Progress,
    ) -> Result<Arc<Token>, Error> {
        let now = || exchange.transport.now();
        let flight = &self.flights[usize::from(blocking::on_driver())];
        if let Some(token) = self.cached(now()) {
            if now() < token.stale || self.failure(now()).is_some() {
                return Ok(token);
            }
            let Ok(_turn) = flight.turn.try_lock() else { return Ok(token) };
            // Another caller may have refreshed the token since the check above.
            if let Some(newer) = self.cached(now()).filter(|newer| !Arc::ptr_eq(newer, &token)) {
                return Ok(newer);
            }
            let hasty = Rules { max_retries: 0, attempt_timeout: rules.attempt_timeout.min(EARLY_TIMEOUT), ..*rules };
            return Ok(self.fetch(exchange, &hasty, progress, Some(EARLY_TIMEOUT)).await.unwrap_or(token));
        }
        if let Some(refusal) = self.failure(now()).filter(|error| self.is_final(error)) {
            return Err(refusal);
        }
        let seen = flight.finished.load(Ordering::Acquire);
        let wait = pin!(flight.turn.lock());
        let turn = match progress.deadline {
            Some(deadline) => within(&*exchange.transport, deadline.saturating_duration_since(now()), wait).await,
            None => Some(wait.await),
        };
        let Some(_turn) = turn else {
            return Err(Error::no_token(Error::total_timeout(rules.timeout.unwrap_or_default(), false)));
        };
        // Another caller has fetched a token meanwhile.
        if let Some(token) = self.cached(now()) {
            return Ok(token);
        }
        if let Some(failure) = self.failure(now()).filter(|_| flight.finished.load(Ordering::Acquire) != seen) {
            return Err(failure);
        }
        let result = self.fetch(exchange, rules, progress, None).await;
        flight.finished.fetch_add(1, Ordering::Release);
        result
    }

    /// Returns whether a request whose `token` was rejected should be sent again, either with a token that replaced it
    /// already or with a new one.
    pub(crate) fn replace(&self, token: &Arc<Token>, now: Instant) -> bool {
        let mut state = self.state();
        if !state.token.as_ref().is_some_and(|cached| Arc::ptr_eq(cached, token)) {
            return true;
        }
        let is_useless = token.is_replacement.load(Ordering::Relaxed) && !token.is_accepted.load(Ordering::Relaxed);
        let is_young = now.saturating_duration_since(token.fetched) < REFUSED;
        if (is_useless && is_young) || !state.may_replace(now) {
            return false;
        }
        state.token = None;
        state.is_replacing = true;
        true
    }

    /// Adds the tokens and the client secret to `redactor`.
    pub(crate) fn hide(&self, redactor: &mut Redactor) {
        if let Origin::Grant(grant) = &self.origin {
            grant.hide(redactor);
        }
        self.state().recent.iter().for_each(|token| redactor.add_header(&AUTHORIZATION, &token.header));
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn cached(&self, now: Instant) -> Option<Arc<Token>> {
        self.state().token.as_ref().filter(|token| now < token.end).cloned()
    }

    /// Returns the error of the last fetch, if it failed recently.
    fn failure(&self, now: Instant) -> Option<Error> {
        let state = self.state();
        let recent = |since: Instant| now.saturating_duration_since(since) < PAUSE;
        state.failure.as_ref().filter(|(_, since)| recent(*since)).map(|(error, _)| error.clone())
    }

    /// Returns whether a new fetch would fail the same way, since the token endpoint rejected the client. A function of
    /// the user is always called again.
    fn is_final(&self, error: &Error) -> bool {
        matches!(self.origin, Origin::Grant(_)) && !error.is_retryable() && !error.is_timeout()
    }

    async fn fetch(
        &self,
        exchange: &Exchange,
        rules: &Rules,
        progress: &Progress,
        limit: Option<Duration>,
    ) -> Result<Arc<Token>, Error> {
        let result = match &self.origin {
            Origin::Grant(grant) => grant.fetch(exchange, rules, progress).await,
            // Boxed to keep the futures of calls without a token small.
            Origin::Source(source) => Box::pin(source.fetch(exchange, rules, progress, limit)).await,
        };
        let mut state = self.state();
        // The deadline of this caller must not affect other callers.
        let is_own = |error: &&Error| error.is_timeout() && progress.deadline.is_some();
        state.failure =
            result.as_ref().err().filter(|error| !is_own(error)).map(|error| (error.clone(), exchange.transport.now()));
        let token = Arc::new(result?);
        token.is_replacement.store(std::mem::take(&mut state.is_replacing), Ordering::Relaxed);
        state.token = Some(Arc::clone(&token));
        state.recent.truncate(RECENT - 1);
        state.recent.push_front(Arc::clone(&token));
        Ok(token)
    }
}

impl State {
    /// Counts a replaced token; returns whether the limit permits it.
    fn may_replace(&mut self, now: Instant) -> bool {
        let (most, every) = REPLACED;
        let (mut count, mut since) = self.replaced.unwrap_or((0, now));
        while count > 0 && now.saturating_duration_since(since) >= every {
            count -= 1;
            since += every;
        }
        if count == 0 {
            since = now;
        }
        let may = count < most;
        self.replaced = Some((count + u32::from(may), since));
        may
    }
}
