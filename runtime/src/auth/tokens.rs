//! Access tokens that change while a client lives: cached, fetched once for all who wait, refreshed early, replaced
//! when the server refuses them. Knows nothing of the requests that the tokens are for.
//!
//! A token is used until a tenth of its life is left, at most 60 seconds; then the next caller fetches another, while
//! the others go on with the old one, and so does that caller if it cannot be had: then nobody tries for ten seconds. A
//! fetch that fails is an error for those who wait for it, and forgotten. Only a token endpoint that refuses the client
//! credentials is not asked again for ten seconds, since it would refuse them again: its error is that of all calls.
//!
//! # Refused tokens
//!
//! A token that the server refuses is replaced, and the request is sent once more. But a server may refuse whatever
//! comes, or answer 401 where it means 403, and then another token is of no use. So a token that replaced a refused
//! one, and was never accepted, is kept for a minute; and no more than three in a row are replaced, and one every half
//! minute after that.

use std::collections::VecDeque;
use std::pin::pin;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use http::HeaderValue;
use http::header::AUTHORIZATION;

use super::client_credentials::Grant;
use super::secret_header;
use super::source::Source;
use crate::exchange::Exchange;
use crate::exchange::progress::Progress;
use crate::exchange::rules::Rules;
use crate::exchange::timeout::within;
use crate::redact::Redactor;
use crate::{Error, blocking};

/// No token is taken to live shorter or longer.
const LIVES: (Duration, Duration) = (Duration::from_secs(1), Duration::from_secs(30 * 24 * 3_600));
/// How long before its end a token is replaced at most.
const EARLY: Duration = Duration::from_secs(60);
/// What an early refresh may take while the old token still works.
const EARLY_TIMEOUT: Duration = Duration::from_secs(10);
/// How long a token is kept that replaced a refused one and is refused as well.
const REFUSED: Duration = Duration::from_secs(60);
/// How long a token endpoint is not asked again that refused the client, and how long an early refresh that failed is
/// not repeated.
const PAUSE: Duration = Duration::from_secs(10);
/// How many tokens are remembered so that no error shows them.
const RECENT: usize = 8;
/// How many refused tokens are replaced in a row, and how often one after that.
const REPLACED: (u32, Duration) = (3, Duration::from_secs(30));

/// Where tokens are to be had, and the one that is there.
pub(crate) struct Tokens {
    origin: Origin,
    state: Mutex<State>,
    /// One for asynchronous callers, one for blocking ones: these may hold up the thread that the former need to go on.
    flights: [Flight; 2],
}

/// Where tokens are to be had.
pub(crate) enum Origin {
    /// By the client credentials grant.
    Grant(Box<Grant>),
    /// From the user's code.
    Source(Source),
}

#[derive(Default)]
struct State {
    token: Option<Arc<Token>>,
    /// The last ones, of which requests on their way may have any.
    recent: VecDeque<Arc<Token>>,
    /// How the last fetch failed, and when; not if only the limit of its caller passed.
    failure: Option<(Error, Instant)>,
    /// Whether the next token replaces a refused one.
    is_replacing: bool,
    /// How many refused tokens were replaced lately, and the time up to which that was counted.
    replaced: Option<(u32, Instant)>,
}

/// An access token as it is sent.
pub(crate) struct Token {
    pub(crate) header: HeaderValue,
    fetched: Instant,
    stale: Instant,
    end: Instant,
    /// Whether it replaced a refused one.
    is_replacement: AtomicBool,
    /// Whether the server has taken it.
    is_accepted: AtomicBool,
}

/// The right to fetch a token, and how often that was done while others waited for it.
#[derive(Default)]
struct Flight {
    turn: tokio::sync::Mutex<()>,
    finished: AtomicU64,
}

impl Token {
    /// # Errors
    ///
    /// Fails if the token cannot stand in a header.
    pub(super) fn new(token: &str, life: Duration, fetched: Instant) -> Result<Self, String> {
        let header = secret_header(&format!("Bearer {token}"))?;
        let life = life.clamp(LIVES.0, LIVES.1);
        let end = fetched + life;
        let (is_replacement, is_accepted) = (AtomicBool::new(false), AtomicBool::new(false));
        Ok(Self { header, fetched, stale: end - EARLY.min(life / 10), end, is_replacement, is_accepted })
    }

    /// Takes note that the server has taken it.
    pub(crate) fn accept(&self) {
        self.is_accepted.store(true, Ordering::Relaxed);
    }
}

impl Tokens {
    pub(crate) fn new(origin: Origin) -> Self {
        Self { origin, state: Mutex::default(), flights: Default::default() }
    }

    /// Returns a token, fetched if need be.
    ///
    /// # Errors
    ///
    /// Fails, with an error of kind `Auth`, if there is no token to be had or the limit of the whole call passes.
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
            // Whoever had the turn since the look above may have done the work.
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
        // Whoever had the turn before has done the work.
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

    /// Returns whether a request whose `token` was refused shall be sent again: with a token that has taken its place
    /// already, or with another that is fetched now.
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

    /// Adds the tokens, and what they are fetched with, to what nothing may show.
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

    /// Returns how the last fetch failed, if that was a moment ago.
    fn failure(&self, now: Instant) -> Option<Error> {
        let state = self.state();
        let recent = |since: Instant| now.saturating_duration_since(since) < PAUSE;
        state.failure.as_ref().filter(|(_, since)| recent(*since)).map(|(error, _)| error.clone())
    }

    /// Returns whether asking again gives the same: the token endpoint has refused the client. The user's own source
    /// decides for itself.
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
            // Boxed, so that calls that need no token stay small.
            Origin::Source(source) => Box::pin(source.fetch(exchange, rules, progress, limit)).await,
        };
        let mut state = self.state();
        // A limit of this one caller is no reason for the others to give up.
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
    /// Counts a token that is replaced; returns whether that is not too often.
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
