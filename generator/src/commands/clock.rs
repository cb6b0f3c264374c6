//! Measures how long each stage takes: prints a table with `--timings`, and the current stage on a terminal.

use std::fmt::Write as _;
use std::io::{self, IsTerminal, Write as _};
use std::time::Instant;

use sdkgen::Stage;
use sdkgen::report::Seconds;

/// After how many pages their number is shown.
const EVERY: usize = 64;

/// How long each stage took.
pub(crate) struct Clock {
    begun: Instant,
    current: Option<(&'static str, Instant)>,
    stages: Vec<(&'static str, f64)>,
    /// Whether the stage is shown while it goes on.
    is_watched: bool,
}

impl Clock {
    /// Starts with the reading of files.
    pub(crate) fn start() -> Self {
        let begun = Instant::now();
        let is_watched = io::stderr().is_terminal();
        Self { begun, current: Some(("read", begun)), stages: Vec::new(), is_watched }
    }

    /// A stage of the generator begins, or goes on.
    pub(crate) fn begin(&mut self, stage: Stage) {
        let Stage::Pages(begun, all) = stage else { return self.enter(stage.name(), words(stage)) };
        if self.current.is_none_or(|(name, _)| name != stage.name()) {
            self.enter(stage.name(), words(stage));
        }
        if self.is_watched && begun % EVERY == 0 {
            let _ = write!(io::stderr(), "\r\u{1b}[K{}: {begun} of {all} …", words(stage));
        }
    }

    /// The files are compared and written.
    pub(crate) fn write(&mut self) {
        self.enter("write", "writing");
    }

    fn enter(&mut self, name: &'static str, words: &str) {
        self.end();
        self.current = Some((name, Instant::now()));
        if self.is_watched {
            // The line is overwritten by the next one. Errors are ignored.
            let _ = write!(io::stderr(), "\r\u{1b}[K{words} …");
        }
    }

    /// The stage is over, and what is written next is no progress.
    pub(crate) fn end(&mut self) {
        let Some((name, begun)) = self.current.take() else { return };
        self.stages.push((name, begun.elapsed().as_secs_f64()));
        if self.is_watched {
            let _ = write!(io::stderr(), "\r\u{1b}[K");
        }
    }

    /// The stages so far and the total, to the microsecond.
    pub(crate) fn seconds(&self) -> Seconds {
        let total = ("total", self.total());
        let rounded = |seconds: f64| (seconds * 1e6).round() / 1e6;
        Seconds(self.stages.iter().copied().chain([total]).map(|(name, time)| (name, rounded(time))).collect())
    }

    /// The seconds since the beginning.
    pub(crate) fn total(&self) -> f64 {
        self.begun.elapsed().as_secs_f64()
    }

    /// A line for each stage: its name, seconds and share.
    pub(crate) fn table(&self) -> String {
        let total = self.total();
        let mut table = String::new();
        for (name, seconds) in self.stages.iter().copied().chain([("total", total)]) {
            let share = if total > 0.0 { 100.0 * seconds / total } else { 0.0 };
            // Writing to a string cannot fail.
            let _ = writeln!(table, "{name:>9} {seconds:>9.3} s {share:>4.0} %");
        }
        table.truncate(table.trim_end().len());
        table
    }
}

impl Drop for Clock {
    /// Wipes the line of a stage that was given up.
    fn drop(&mut self) {
        self.end();
    }
}

/// What is done in a stage.
fn words(stage: Stage) -> &'static str {
    match stage {
        Stage::Load => "parsing",
        Stage::Versions => "converting to one version",
        Stage::Mend => "repairing, and resolving references",
        Stage::Lower => "reading schemas and operations",
        Stage::Check => "checking",
        Stage::Passes => "arranging types",
        Stage::Naming => "naming",
        Stage::Emit => "writing source files",
        Stage::Pages(..) => "writing pages",
    }
}
