//! Where the deviations of one response are collected. Knows nothing of how they are found.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::deviation::{Deviation, Origin};
use crate::codec::Shortened;

/// Receives deviations.
pub(crate) type DeviationHook = Arc<dyn Fn(&Deviation) + Send + Sync>;

/// Collects the deviations of one response, if decoding is forgiving.
pub(crate) struct DeviationLog {
    pub(super) origin: Arc<Origin>,
    hook: Option<DeviationHook>,
    found: Mutex<Found>,
}

/// The deviations of one response.
#[derive(Clone, Default)]
pub(crate) struct Deviations {
    pub(super) list: Vec<Deviation>,
    /// How many deviations there are besides those in `list`.
    pub(super) more: usize,
}

#[derive(Default)]
struct Found {
    deviations: Deviations,
    shortened: Vec<Shortened>,
}

impl DeviationLog {
    pub(crate) fn new(origin: Origin, hook: Option<DeviationHook>) -> Self {
        Self { origin: Arc::new(origin), hook, found: Mutex::default() }
    }

    /// Passes deviations to the hook.
    pub(super) fn report(&self, list: &[Deviation]) {
        if let Some(hook) = &self.hook {
            list.iter().for_each(|deviation| hook(deviation));
        }
    }

    /// Keeps the deviations of the whole body, and the lists in it that lack items.
    pub(super) fn keep(&self, deviations: Deviations, shortened: Vec<Shortened>) {
        *self.found() = Found { deviations, shortened };
    }

    /// Returns the deviations that were kept, if there are any, and forgets them.
    pub(super) fn take(&self) -> Option<Deviations> {
        Some(std::mem::take(&mut self.found().deviations)).filter(|deviations| !deviations.list.is_empty())
    }

    /// Returns how many items the server sent in a list of which `kept` were decoded.
    pub(crate) fn whole_length(&self, kept: usize) -> usize {
        let found = self.found();
        let lists = found.shortened.iter().filter(|list| list.kept == kept);
        lists.min_by_key(|list| list.depth).map_or(kept, |list| list.whole)
    }

    fn found(&self) -> MutexGuard<'_, Found> {
        self.found.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
