//! The deviations that forgiving decoding notes, and its budget. Knows nothing of readers.

use super::fault::Fault;

/// The maximum number of deviations that are noted one by one.
const NOTED: usize = 100;

/// The deviations of one value, and what finding them may still cost.
pub(crate) struct Tolerance {
    pub(crate) noted: Vec<Noted>,
    /// How many deviations there are besides those in `noted`.
    pub(crate) more: usize,
    /// The lists that lack elements.
    pub(crate) shortened: Vec<Shortened>,
    /// How many bytes may still be read again.
    spare: usize,
    /// Whether a neutral value is being made, within which nothing is noted.
    pub(super) neutral: bool,
    /// Whether a value is read again whose deviations are noted already.
    pub(super) quiet: bool,
}

/// One deviation.
pub(crate) struct Noted {
    pub(crate) fault: Fault,
    /// How many steps of the path lead from the value that was left out or replaced to the one that caused the fault.
    pub(crate) inner: usize,
    pub(crate) remedy: Remedy,
}

/// What decoding did about a deviation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Remedy {
    /// The value was left out.
    LeftOut,
    /// The field has the neutral value of its type.
    Neutral,
    /// The value was kept as JSON that was not recognised.
    Unrecognized,
}

/// A list from which elements were left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Shortened {
    /// How many arrays and objects the list is in.
    pub(crate) depth: u32,
    /// How many elements it has.
    pub(crate) kept: usize,
    /// How many elements the text has.
    pub(crate) whole: usize,
}

impl Tolerance {
    pub(super) fn new(length: usize) -> Self {
        let spare = length.saturating_mul(32).saturating_add(1 << 20);
        Self { noted: Vec::new(), more: 0, shortened: Vec::new(), spare, neutral: false, quiet: false }
    }

    /// Returns whether more than this is left of the budget.
    pub(super) fn affords(&self, bytes: usize) -> bool {
        bytes < self.spare
    }

    /// Takes from the budget; returns whether anything is left.
    pub(super) fn spend(&mut self, bytes: usize) -> bool {
        self.spare = self.spare.saturating_sub(bytes);
        self.spare > 0
    }

    /// Notes a deviation.
    pub(super) fn note(&mut self, noted: Noted) {
        if self.neutral || self.quiet {
            return;
        }
        if self.noted.len() < NOTED {
            self.noted.push(noted);
        } else {
            self.more += 1;
        }
    }

    /// Notes a list that lacks elements.
    pub(super) fn shorten(&mut self, list: Shortened) {
        if !self.quiet && self.shortened.len() < NOTED {
            self.shortened.push(list);
        }
    }
}
