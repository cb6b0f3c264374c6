//! Runs other programs and returns how they ended. Knows no particular program.

use std::ffi::OsString;
use std::io::{BufRead, BufReader, Write};
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::{env, io};

use crate::project::Project;

/// Cargo, as the one that runs us, in the root of the project.
pub(crate) fn cargo(project: &Project, arguments: &[&str]) -> Command {
    let mut command = Command::new(env::var_os("CARGO").unwrap_or_else(|| OsString::from("cargo")));
    command.args(arguments).current_dir(project.root());
    command
}

/// The command as it would be typed.
pub(crate) fn shown(command: &Command) -> String {
    let program = PathBuf::from(command.get_program());
    let program = program.file_stem().unwrap_or(program.as_os_str()).to_string_lossy().into_owned();
    let arguments = command.get_args().map(|argument| argument.to_string_lossy().into_owned());
    std::iter::once(program).chain(arguments).collect::<Vec<_>>().join(" ")
}

/// Runs it with our own input and output.
pub(crate) fn run(mut command: Command) -> Result<(), String> {
    let status = command.status().map_err(|error| not_started(&command, &error))?;
    if status.success() { Ok(()) } else { Err(format!("`{}` failed ({status})", shown(&command))) }
}

/// Runs it, passes each line of its standard output on, and returns those that `keep` picks.
pub(crate) fn run_and_keep(mut command: Command, keep: impl Fn(&str) -> bool) -> Result<Vec<String>, String> {
    command.stdout(Stdio::piped());
    let mut child = command.spawn().map_err(|error| not_started(&command, &error))?;
    let output = child.stdout.take().expect("a pipe was asked for");
    let mut kept = Vec::new();
    for line in BufReader::new(output).split(b'\n') {
        let line = line.map_err(|error| format!("cannot read what `{}` says: {error}", shown(&command)))?;
        let line = String::from_utf8_lossy(&line);
        // A closed pipe of our own is no reason to stop the work.
        let _ = writeln!(io::stdout(), "{line}");
        if keep(&line) {
            kept.push(line.into_owned());
        }
    }
    let status = child.wait().map_err(|error| format!("cannot wait for `{}`: {error}", shown(&command)))?;
    if status.success() { Ok(kept) } else { Err(format!("`{}` failed ({status})", shown(&command))) }
}

fn not_started(command: &Command, error: &io::Error) -> String {
    format!("cannot start `{}`: {error}", shown(command))
}
