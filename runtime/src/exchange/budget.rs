//! The budget of retries that all requests of a client share. Knows nothing of requests.
//!
//! It holds 100 retries at first and never more. A retry takes one out, one after a timeout two; each request that
//! succeeds and each second that passes puts a fifth of one back. While it is empty, errors are returned without a
//! retry.

use std::sync::{Mutex, PoisonError};
use std::time::Instant;

/// Retries that a full budget holds, unless set otherwise.
pub(crate) const CAPACITY: u32 = 100;
/// What a success and a second put back.
const REFILL: f64 = 0.2;

#[derive(Debug)]
pub(crate) struct Budget {
    capacity: f64,
    state: Mutex<State>,
}

#[derive(Debug)]
struct State {
    left: f64,
    at: Instant,
}

impl Budget {
    pub(crate) fn new(capacity: u32, now: Instant) -> Self {
        let capacity = f64::from(capacity);
        Self { capacity, state: Mutex::new(State { left: capacity, at: now }) }
    }

    /// Takes out a retry, or returns `false` if there is none left.
    pub(crate) fn take(&self, after_timeout: bool, now: Instant) -> bool {
        let cost = if after_timeout { 2.0 } else { 1.0 };
        self.change(now, |left| {
            if *left >= cost {
                *left -= cost;
                true
            } else {
                false
            }
        })
    }

    /// Puts back what a success is worth.
    pub(crate) fn reward(&self, now: Instant) {
        self.change(now, |left| *left += REFILL);
    }

    fn change<T>(&self, now: Instant, change: impl FnOnce(&mut f64) -> T) -> T {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        state.left += now.saturating_duration_since(state.at).as_secs_f64() * REFILL;
        state.at = state.at.max(now);
        state.left = state.left.min(self.capacity);
        let result = change(&mut state.left);
        state.left = state.left.min(self.capacity);
        result
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[test]
    fn empties_and_refills() {
        let start = Instant::now();
        let budget = Budget::new(3, start);
        assert!(budget.take(true, start) && budget.take(false, start));
        assert!(!budget.take(false, start));
        assert!(!budget.take(false, start + Duration::from_secs(4)));
        assert!(budget.take(false, start + Duration::from_secs(5)));
        for _ in 0..5 {
            assert!(!budget.take(false, start));
            budget.reward(start);
        }
        assert!(budget.take(false, start));
        budget.reward(start + Duration::from_secs(1_000));
        assert!((0..3).all(|_| budget.take(false, start)) && !budget.take(false, start));
    }
}
