//! A seeded order: equal for equal seeds on every machine.

/// Returns the numbers below `count` in an order that depends only on the seed.
pub(super) fn shuffled(count: usize, seed: u64) -> Vec<usize> {
    let mut state = seed;
    let mut keyed: Vec<(u64, usize)> = (0..count).map(|index| (next(&mut state), index)).collect();
    keyed.sort_unstable();
    keyed.into_iter().map(|(_, index)| index).collect()
}

/// Returns the next number of SplitMix64.
fn next(state: &mut u64) -> u64 {
    *state = state.wrapping_add(0x9E37_79B9_7F4A_7C15);
    let mixed = (*state ^ (*state >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    mixed ^ (mixed >> 31)
}

#[cfg(test)]
mod tests {
    use super::shuffled;

    #[test]
    fn a_seed_makes_an_order_of_all() {
        let one = shuffled(100, 1);
        assert_eq!(one, shuffled(100, 1));
        assert_ne!(one, shuffled(100, 2));
        let mut sorted = one;
        sorted.sort_unstable();
        assert_eq!(sorted, (0..100).collect::<Vec<_>>());
    }
}
