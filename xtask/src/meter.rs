//! Whole processes, measured: how long they took by the clock and of a processor, and the most memory that one of them
//! held. Needs GNU time, `timeout` and `prlimit`. Knows no particular program.

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Instant;

use crate::process::shown;

/// GNU time, which measures a process and all processes that it waited for.
const TIME: &str = "/usr/bin/time";
/// What `timeout` ends with when it had to end what it ran.
const TIMED_OUT: i32 = 124;
/// What a process ends with that had its seconds of a processor, under GNU time: 128 and the number of the signal.
const HAD_ITS_SECONDS: i32 = 128 + 24;
/// How much longer than of a processor it may take by the clock: on a busy machine everything waits.
const WAITING: u64 = 5;

/// What a process cost.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Cost {
    /// By the clock.
    pub(crate) seconds: f64,
    /// Of a processor, in user mode.
    pub(crate) user_seconds: f64,
    /// The most memory of one process, in MB.
    pub(crate) megabytes: f64,
    /// What it wrote to its standard output.
    pub(crate) output: String,
}

/// Whether processes can be measured here.
pub(crate) fn is_there() -> bool {
    Path::new(TIME).exists()
}

/// Runs a command of whose processes each may have so many seconds of a processor, so that a busy machine changes
/// nothing. An error is a reason in one line.
pub(crate) fn run(command: &Command, limit: u64, scratch: &Path) -> Result<Cost, String> {
    let costs = scratch.join("costs");
    let mut measured = Command::new(TIME);
    measured.args(["-f", "%M %U", "-o"]).arg(&costs);
    measured.args(["timeout", "-k", "5", &(limit * WAITING).to_string()]);
    measured.args(["prlimit", &format!("--cpu={limit}:unlimited")]);
    measured.arg(command.get_program()).args(command.get_args()).stdin(Stdio::null());
    for (name, value) in command.get_envs() {
        match value {
            Some(value) => measured.env(name, value),
            None => measured.env_remove(name),
        };
    }
    if let Some(folder) = command.get_current_dir() {
        measured.current_dir(folder);
    }
    let begun = Instant::now();
    let output = measured.output().map_err(|error| format!("cannot start `{}`: {error}", shown(command)))?;
    let seconds = begun.elapsed().as_secs_f64();
    if output.status.code() == Some(TIMED_OUT) {
        return Err(format!("over {} s by the clock", limit * WAITING));
    }
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    if !output.status.success() {
        let errors = String::from_utf8_lossy(&output.stderr);
        if output.status.code() == Some(HAD_ITS_SECONDS) || errors.contains("SIGXCPU") {
            return Err(over(limit));
        }
        return Err(reason(&errors).or_else(|| reason(&said)).unwrap_or_else(|| output.status.to_string()));
    }
    let reported = fs::read_to_string(&costs).map_err(|error| format!("no costs were reported: {error}"))?;
    let (megabytes, user_seconds) = costs_of(&reported).ok_or("no costs were reported")?;
    Ok(Cost { seconds, user_seconds, megabytes, output: said })
}

/// The reason of what took more than so many seconds of a processor.
pub(crate) fn over(limit: u64) -> String {
    format!("over {limit} CPU s")
}

/// The seconds of such a reason.
pub(crate) fn limit_of(reason: &str) -> Option<u64> {
    reason.strip_prefix("over ")?.strip_suffix(" CPU s")?.parse().ok()
}

/// The line that says most: the first that speaks of an error, or the last one.
fn reason(errors: &str) -> Option<String> {
    let mut lines = errors.lines().map(str::trim).filter(|line| !line.is_empty());
    let error = |line: &&str| ["error", "Error", "panicked", "Exception", "×"].iter().any(|word| line.contains(word));
    let line = lines.clone().find(error).or_else(|| lines.next_back())?;
    let short: String = line.chars().take(140).collect();
    Some(short.replace('|', "/"))
}

fn costs_of(reported: &str) -> Option<(f64, f64)> {
    let (kibibytes, seconds) = reported.lines().last()?.split_once(' ')?;
    Some((kibibytes.parse::<f64>().ok()? * 1024.0 / 1e6, seconds.trim().parse().ok()?))
}

#[cfg(test)]
mod tests {
    use super::{costs_of, reason};

    #[test]
    fn costs_stand_on_the_last_line() {
        assert_eq!(costs_of("Command terminated by signal 9\n1000000 1.50\n"), Some((1024.0, 1.5)));
        assert_eq!(costs_of(""), None);
    }

    #[test]
    fn the_reason_is_the_first_error() {
        assert_eq!(reason("warning: x\nerror[E1]: a | b\nerror: could not\n").as_deref(), Some("error[E1]: a / b"));
        assert_eq!(reason("one\n two \n\n").as_deref(), Some("two"));
        assert_eq!(reason(""), None);
    }
}
