//! Unpredictable random numbers. Knows nothing of their use.

use std::hash::{BuildHasher, RandomState};
use std::sync::atomic::{AtomicU64, Ordering};

/// Returns 128 random bits: SipHash, with a key from the operating system, of a counter.
pub(crate) fn bits() -> u128 {
    static COUNT: AtomicU64 = AtomicU64::new(0);
    let count = COUNT.fetch_add(1, Ordering::Relaxed);
    let half = |which: u8| u128::from(RandomState::new().hash_one((count, which)));
    half(0) << 64 | half(1)
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    #[test]
    fn no_number_comes_twice() {
        let numbers: HashSet<u128> = (0..10_000).map(|_| super::bits()).collect();
        assert_eq!(numbers.len(), 10_000);
        // Each bit is set about half of the time.
        for bit in 0..128 {
            let set = numbers.iter().filter(|number| *number >> bit & 1 == 1).count();
            assert!((4_500..5_500).contains(&set), "bit {bit} is set {set} times");
        }
    }
}
