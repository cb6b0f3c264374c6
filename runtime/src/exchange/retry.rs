//! Chooses which failed requests are sent again, and when. Knows nothing of how they are sent.
//!
//! # The policy
//!
//! A request is repeated if that may help and does no harm.
//!
//! **It may help** after a connection that could not be established or broke, an attempt that took too long, and the
//! statuses 408, 429 and 500 to 599 except 501 (Not Implemented).
//!
//! **It does no harm** if the server has not executed the request, or if executing it twice has the same effect as
//! once:
//!
//! - the method is idempotent (RFC 9110, section 9.2.2: GET, HEAD, OPTIONS, TRACE, PUT, DELETE), the document declares
//!   the operation to be, the request carries an idempotency key in a header that the API is known to look at (see
//!   `request::idempotency`), or the caller has set `retry_unsafe`;
//! - or, for any method: no connection could be established; the server responded with 429; or it responded with 503
//!   and `Retry-After`, which means that it rejected the request.
//!
//! For example, a POST without a key is not repeated after a 500, a timeout or a connection that broke midway: the
//! caller gets the error, and [`Error::may_have_been_sent`] says that its effect is unknown.
//!
//! **The server can override this**: `x-should-retry: true` repeats any request whatever its status (409 for instance),
//! `x-should-retry: false` none.
//!
//! **When**: after `retry-after-ms` (milliseconds), else `Retry-After` (seconds or a date, RFC 9110, section 10.2.3),
//! else 0.5 s, 1 s, 2 s and so on up to 8 s, minus a random jitter of up to a quarter. A date counts from the `Date` of
//! the same response if it has one, since the two clocks may differ. A random jitter of up to a quarter, at most 8 s,
//! is added to the delay that the server asks for, so that clients that were rejected together do not return together;
//! the delay is never less than a tenth of the delays above. If the server asks for no delay, by 0 or a date in the
//! past, the delays above are used, so that there is no hot loop however many retries are allowed. If the server asks
//! for more than 2 minutes, or the time limit of the whole call would pass during the delay, the error is returned at
//! once.
//!
//! **How often**: twice by default, and only while the client's budget lasts (see [`budget`](super::budget)), so that
//! an overloaded server does not receive three times the load.
//!
//! After a 401, the access token is replaced and the request is sent once more, whatever its method, since a server
//! does not execute an unauthorized request. This does not count as a retry.

use std::time::{Duration, SystemTime};

use http::StatusCode;
use http::header::RETRY_AFTER;

use super::rules::Rules;
use crate::response::delay::retry_after;
use crate::response::raw::RawResponse;
use crate::{Error, ErrorKind};

const FIRST_DELAY: Duration = Duration::from_millis(500);
const LONGEST_DELAY: Duration = Duration::from_secs(8);
/// The maximum delay that a server may ask for.
const PATIENCE: Duration = Duration::from_secs(120);
/// The maximum jitter as a fraction of a delay: subtracted from our own, added to one that the server asks for.
const JITTER: f64 = 0.25;
/// The minimum delay as a fraction of our own, however little the server asks for.
const LEAST: f64 = 0.1;

/// Returns the delay before the next attempt, or `None` if there is none; `retries` is the number of retries so far.
pub(crate) fn delay(error: &Error, rules: &Rules, retries: u32) -> Option<Duration> {
    if retries >= rules.max_retries {
        return None;
    }
    let response = error.response().filter(|_| error.kind() == ErrorKind::Status);
    let Some(response) = response else {
        let harmless = rules.repeatable || !error.may_have_been_sent();
        return (harmless && error.is_retryable()).then(|| backoff(retries));
    };
    let refused = response.status == StatusCode::UNAUTHORIZED;
    if refused || !response.is_transient() || !(rules.repeatable || is_safe_to_repeat(response)) {
        return None;
    }
    let own = backoff(retries);
    match retry_after(&response.headers, SystemTime::now()) {
        Some(delay) if delay > PATIENCE => None,
        Some(delay) if !delay.is_zero() => {
            let spread = (delay.mul_f64(JITTER)).min(LONGEST_DELAY);
            Some(delay.max(own.mul_f64(LEAST)) + spread.mul_f64(fastrand::f64()))
        }
        _ => Some(own),
    }
}

/// Returns whether the response means that the server has not executed the request, or that any request may be
/// repeated.
fn is_safe_to_repeat(response: &RawResponse) -> bool {
    match response.status {
        _ if response.retry_advice() == Some(true) => true,
        StatusCode::TOO_MANY_REQUESTS => true,
        StatusCode::SERVICE_UNAVAILABLE => response.headers.contains_key(RETRY_AFTER),
        _ => false,
    }
}

fn backoff(retries: u32) -> Duration {
    let full = FIRST_DELAY.saturating_mul(2_u32.saturating_pow(retries)).min(LONGEST_DELAY);
    full.mul_f64(1.0 - JITTER * fastrand::f64())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn delays_grow_to_a_limit_and_differ() {
        for (retries, full) in [(0, 0.5), (1, 1.0), (2, 2.0), (3, 4.0), (4, 8.0), (5, 8.0), (u32::MAX, 8.0)] {
            for _ in 0..100 {
                let delay = backoff(retries).as_secs_f64();
                assert!(delay > full * 0.75 - 1e-6 && delay <= full, "{retries}: {delay}");
            }
        }
    }
}
