//! The retry budget that all requests of a client share. Knows nothing of requests.
//!
//! It starts with 100 retries, its maximum. A retry costs one, a retry after a timeout two. Each successful request and
//! each second returns a fifth of one. While the budget is empty, errors are returned without a retry.

use std::sync::{Mutex, PoisonError};
use std::time::Instant;

/// The default size of the budget, in retries.
pub(crate) const CAPACITY: u32 = 100;
/// What a success or a second returns to the budget, in retries.
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

    /// Takes a retry from the budget; returns `false` if there is none left.
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

    /// Adds the reward of a successful request.
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
