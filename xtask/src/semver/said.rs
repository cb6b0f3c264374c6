//! What `sdkgen diff` says of two versions, as the arbiter compares it with rustc.

use sdkgen::diff::{Change, Changes, Verdict};

/// What `sdkgen diff` says of two versions of an SDK.
pub(super) struct Said {
    /// Whether programs do not compile any more.
    pub(super) breaks: bool,
    /// Whether programs compile and do another thing.
    pub(super) silent: bool,
    /// Whether something was added.
    adds: bool,
    /// The changes with the worst verdict.
    pub(super) why: Vec<String>,
}

impl Said {
    pub(super) fn of(changes: &Changes) -> Self {
        let worst = changes.verdict();
        let is_loud = |change: &&Change| change.rust == Verdict::Major && !change.silent;
        let breaks = changes.list.iter().any(|change| is_loud(&change));
        let why = changes.list.iter().filter(|change| if breaks { is_loud(change) } else { Some(change.rust) == worst });
        Self {
            breaks,
            silent: changes.silent().next().is_some(),
            adds: worst >= Some(Verdict::Minor),
            why: why.map(|change| format!("{} {} ({})", change.rule.id, change.sentence(), change.key)).collect(),
        }
    }

    /// Returns the verdict in a word.
    pub(super) fn verdict(&self) -> &'static str {
        match (self.breaks, self.silent, self.adds) {
            (true, ..) => "major",
            (false, true, _) => "silent",
            (false, false, true) => "minor",
            (false, false, false) => "patch",
        }
    }
}
