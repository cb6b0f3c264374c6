//! The index of diagnostic codes: what each means and what to do. `sdkgen explain CODE` prints it, and
//! `docs/diagnostics.md` is made of it. Each kind of codes has its module. Knows no stage.

mod access;
mod decisions;
mod documents;
mod index;
mod operations;
mod schemas;

use std::sync::LazyLock;

pub use self::index::{explain, index};

/// What there is to know about a kind of diagnostic.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Explanation {
    /// The code, such as `unknown-reference`.
    pub code: &'static str,
    /// What is the case, and what the generator does about it.
    pub cause: &'static str,
    /// What the author of the document or the user of the generator can do.
    pub cure: &'static str,
    /// Whether it is an error that `--lenient-names` makes a warning.
    pub lenient: bool,
}

const fn told(code: &'static str, cause: &'static str, cure: &'static str) -> Explanation {
    Explanation { code, cause, cure, lenient: false }
}

/// An error that `--lenient-names` makes a warning.
const fn lenient(code: &'static str, cause: &'static str, cure: &'static str) -> Explanation {
    Explanation { code, cause, cure, lenient: true }
}

/// The codes of each kind.
const KINDS: [&[Explanation]; 5] =
    [access::CODES, decisions::CODES, documents::CODES, operations::CODES, schemas::CODES];

/// Every code, sorted.
pub static ALL: LazyLock<Vec<Explanation>> = LazyLock::new(|| {
    let mut all = KINDS.concat();
    all.sort_unstable_by_key(|explanation| explanation.code);
    all
});

#[cfg(test)]
mod tests {
    use super::{ALL, KINDS, explain, index};

    #[test]
    fn codes_are_sorted_and_found() {
        assert!(ALL.windows(2).all(|pair| pair[0].code < pair[1].code));
        assert!(KINDS.iter().all(|kind| kind.is_sorted_by_key(|explanation| explanation.code)));
        assert!(ALL.iter().all(|known| explain(known.code) == Some(known)
            && known.cause.ends_with('.')
            && known.cure.ends_with('.')));
        assert!(ALL.iter().filter(|known| known.lenient).all(|known| known.cause.contains("`--lenient-names`")));
        assert!(explain("no-such-code").is_none());
        assert!(index().contains("## `unknown-reference`"));
    }
}
