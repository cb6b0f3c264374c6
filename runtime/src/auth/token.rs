//! An access token with its lifetime. Knows nothing of how tokens are fetched.

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use http::HeaderValue;

use super::secret_header;

/// The minimum and maximum lifetime of a token.
const LIVES: (Duration, Duration) = (Duration::from_secs(1), Duration::from_secs(30 * 24 * 3_600));
/// The maximum time before its expiry at which a token is refreshed.
const EARLY: Duration = Duration::from_secs(60);
/// An access token, ready to be sent.
pub(crate) struct Token {
    pub(crate) header: HeaderValue,
    pub(super) fetched: Instant,
    pub(super) stale: Instant,
    pub(super) end: Instant,
    /// Whether it replaced a rejected token.
    pub(super) is_replacement: AtomicBool,
    /// Whether the server has accepted it.
    pub(super) is_accepted: AtomicBool,
}

impl Token {
    /// Returns a token that was fetched at `fetched`.
    ///
    /// # Errors
    ///
    /// Fails if the token contains characters that are invalid in a header.
    pub(super) fn new(token: &str, life: Duration, fetched: Instant) -> Result<Self, String> {
        let header = secret_header(&format!("Bearer {token}"))?;
        let life = life.clamp(LIVES.0, LIVES.1);
        let end = fetched + life;
        let (is_replacement, is_accepted) = (AtomicBool::new(false), AtomicBool::new(false));
        Ok(Self { header, fetched, stale: end - EARLY.min(life / 10), end, is_replacement, is_accepted })
    }

    /// Records that the server has accepted it.
    pub(crate) fn accept(&self) {
        self.is_accepted.store(true, Ordering::Relaxed);
    }
}
