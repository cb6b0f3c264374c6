//! How many instructions rustc executes to check generated crates: a measure of their cost that does not depend on what
//! else the machine does, so that two versions of the generator can be compared.

use std::fs;
use std::path::{Path, PathBuf};

use clap::Args;

use crate::crates;
use crate::process;
use crate::project::Project;

/// What to measure.
#[derive(Args)]
pub(crate) struct Arguments {
    /// Folders of generated crates
    #[arg(required = true)]
    crates: Vec<PathBuf>,
}

/// Prints the instructions of each crate, and their ratio to those of the first.
pub(crate) fn run(project: &Project, arguments: &Arguments) -> Result<(), String> {
    let mut first = None;
    for folder in &arguments.crates {
        let count = of(project, folder)?;
        let first = *first.get_or_insert(count);
        println!("{}: {count} instructions, ratio {:.3}", folder.display(), count as f64 / first as f64);
    }
    Ok(())
}

/// Counts the instructions of `cargo check --all-features` of a crate, without what it depends on.
fn of(project: &Project, folder: &Path) -> Result<u64, String> {
    let manifest = crates::manifest(folder)?;
    let name = manifest.get("package").and_then(|package| package.get("name")?.as_str());
    let package = name.ok_or_else(|| format!("{}: no package", folder.display()))?;
    let name = package.replace('-', "_");
    let target = project.target().join("instructions");
    let failed = |error: std::io::Error| format!("cannot write to {}: {error}", target.display());
    fs::create_dir_all(&target).map_err(failed)?;
    let (wrapper, report) = (target.join("wrapper.sh"), target.join("report.txt"));
    let count = "valgrind --tool=cachegrind --cache-sim=no --cachegrind-out-file=/dev/null";
    let script = format!(
        "#!/bin/sh\ncase \" $* \" in\n*\" --crate-name {name} \"*) exec {count} --log-file='{}' \"$@\" ;;\n\
         *) exec \"$@\" ;;\nesac\n",
        report.display()
    );
    fs::write(&wrapper, script).map_err(failed)?;
    let mut command = std::process::Command::new("chmod");
    command.arg("+x").arg(&wrapper);
    process::run(command)?;
    // The crate is compiled anew, whatever was compiled before.
    let mut command = crates::command(project, folder, &target);
    command.args(["clean", "--quiet", "-p", package]);
    process::run(command)?;
    let mut command = crates::command(project, folder, &target);
    command.args(["check", "--quiet", "--all-features"]).env("RUSTC_WRAPPER", &wrapper);
    process::run(command)?;
    counted(&crates::text(&report)?).ok_or_else(|| format!("{}: valgrind did not say it", report.display()))
}

/// The count in a report of valgrind: `==1== I   refs:      35,443,968,997`.
fn counted(report: &str) -> Option<u64> {
    let (_, count) = report.lines().find_map(|line| line.split_once("refs:"))?;
    count.trim().replace(',', "").parse().ok()
}

#[cfg(test)]
mod tests {
    use super::counted;

    #[test]
    fn a_report_says_how_many() {
        assert_eq!(counted("==1== \n==1== I   refs:      35,443,968,997\n"), Some(35_443_968_997));
        assert_eq!(counted("==1== no\n"), None);
    }
}
