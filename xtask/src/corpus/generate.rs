//! Runs the generator on one document, in a separate process with limits.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Instant;

use serde_json::Value;

use crate::crates::lines_of_json;

/// The limit of processor time for one document, in seconds.
const SECONDS: u64 = 60;
/// The limit of elapsed time, in seconds: longer, because the machine may be busy.
const PATIENCE: u64 = 600;
/// The limit of address space, in KiB.
const KIBIBYTES: u64 = 4 << 20;
/// The exit code of `timeout` if it ended the process.
const TIMED_OUT: i32 = 124;
/// GNU time reports the peak memory; without it none is reported.
const TIME: &str = "/usr/bin/time";
/// The signals that end a process after its processor time: SIGXCPU, and SIGKILL if it continues.
const OUT_OF_TIME: [i32; 2] = [24, 9];
/// Sets the limits of the shell, and replaces it by the program to run.
const LIMITED: &str = r#"ulimit -v "$1" && ulimit -t "$2" && shift 2 && exec "$@""#;

/// The generator, and its arguments besides the document.
pub(super) struct Generator {
    /// The command `sdkgen`.
    pub(super) program: PathBuf,
    /// The folder of the runtime's crate.
    pub(super) runtime: PathBuf,
    /// The folder of all documents, which may refer to any file in it.
    pub(super) folder: PathBuf,
    /// The configuration of every crate.
    pub(super) config: Option<PathBuf>,
    /// Whether to generate `tests/operations.rs` and `tests/paging.rs`.
    pub(super) tests: bool,
    /// Whether names that clash are numbered.
    pub(super) lenient_names: bool,
}

/// The result of a run.
pub(super) struct Run {
    /// How it ended.
    pub(super) end: End,
    /// The processor time in seconds; the elapsed time if that is not known.
    pub(super) seconds: f64,
    /// The peak memory in KiB, if known.
    pub(super) memory: Option<u64>,
    /// Its report, if there is one.
    pub(super) report: Option<Value>,
    /// Its diagnostics: code, severity, message, location.
    pub(super) diagnostics: Vec<Value>,
    /// What it wrote to the standard error.
    pub(super) errors: String,
}

/// How a run ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum End {
    /// By itself, with this code.
    Code(i32),
    /// It was ended after the limit.
    TimeOut,
    /// By a signal.
    Signal(i32),
}

impl Generator {
    /// Generates a crate into `out`; uses temporary files beside it, with the same name and an extension.
    pub(super) fn run(&self, document: &Path, name: &str, out: &Path) -> Result<Run, String> {
        let (report, costs) = (out.with_extension("report.json"), out.with_extension("costs"));
        for left in [&report, &costs] {
            // It may exist from an earlier run.
            let _ = fs::remove_file(left);
        }
        let mut command = Command::new("sh");
        command.args(["-c", LIMITED, "sh", &KIBIBYTES.to_string(), &SECONDS.to_string()]);
        if Path::new(TIME).exists() {
            command.args([TIME, "-f", "%M %U %S", "-o"]).arg(&costs);
        }
        command.args(["timeout", "-k", "5", &PATIENCE.to_string()]);
        command.arg(&self.program).args(["generate", "--message-format", "json", "--name", name]);
        command.arg("--root").arg(&self.folder);
        if self.lenient_names {
            command.arg("--lenient-names");
        }
        command.arg("--out").arg(out).arg("--report").arg(&report).arg("--runtime-path").arg(&self.runtime);
        if let Some(config) = &self.config {
            command.arg("--config").arg(config);
        }
        if self.tests {
            command.arg("--tests");
        }
        command.arg(document).stdin(Stdio::null());
        let begun = Instant::now();
        let output = command.output().map_err(|error| format!("cannot start the generator: {error}"))?;
        let seconds = begun.elapsed().as_secs_f64();
        let (memory, processor) = fs::read_to_string(&costs).map_or((None, None), |text| measured(&text));
        let run = Run {
            end: End::of(output.status.code()),
            seconds: processor.unwrap_or(seconds),
            memory,
            report: fs::read_to_string(&report).ok().and_then(|text| serde_json::from_str(&text).ok()),
            diagnostics: lines_of_json(&output.stdout),
            errors: String::from_utf8_lossy(&output.stderr).into_owned(),
        };
        for left in [&report, &costs] {
            let _ = fs::remove_file(left);
        }
        Ok(run)
    }
}

impl End {
    fn of(code: Option<i32>) -> Self {
        match code {
            Some(TIMED_OUT) => Self::TimeOut,
            Some(code) if OUT_OF_TIME.contains(&(code - 128)) => Self::TimeOut,
            // The exit code of a shell whose child was ended by a signal; greater numbers have no meaning.
            Some(code @ 129..=192) => Self::Signal(code - 128),
            Some(code) => Self::Code(code),
            None => Self::Signal(0),
        }
    }

    /// In words.
    pub(super) fn shown(self) -> String {
        match self {
            Self::Code(code) => format!("exit {code}"),
            Self::TimeOut => format!("time-out: more than {SECONDS} s of a processor or {PATIENCE} s"),
            Self::Signal(signal) => format!("signal {signal}"),
        }
    }
}

/// Parses the last line of GNU time: the peak memory in KiB and the processor time in seconds.
fn measured(text: &str) -> (Option<u64>, Option<f64>) {
    let mut parts = text.lines().last().unwrap_or_default().split(' ');
    let memory = parts.next().and_then(|part| part.parse().ok());
    let seconds: Option<Vec<f64>> = parts.map(|part| part.parse().ok()).collect();
    (memory, seconds.filter(|seconds| !seconds.is_empty()).map(|seconds| seconds.iter().sum()))
}

#[cfg(test)]
mod tests {
    use super::{End, measured};

    #[test]
    fn ends_are_reported_apart() {
        assert_eq!(End::of(Some(1)), End::Code(1));
        assert_eq!(End::of(Some(124)), End::TimeOut);
        assert_eq!(End::of(Some(134)).shown(), "signal 6");
        assert_eq!(End::of(Some(128 + 24)), End::TimeOut);
        assert_eq!(End::of(None), End::Signal(0));
    }

    #[test]
    fn costs_stand_on_the_last_line() {
        assert_eq!(measured("Command exited with non-zero status 1\n2048 1.50 0.25\n"), (Some(2048), Some(1.75)));
        assert_eq!(measured(""), (None, None));
    }
}
