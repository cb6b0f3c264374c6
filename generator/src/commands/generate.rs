//! `sdkgen generate`: generates a crate, compares it with the folder, and writes the differences.

use std::fmt::Write as _;
use std::path::{Component, Path, PathBuf};

use clap::Args;
use sdkgen::diagnostics::codes::Code;
use sdkgen::diagnostics::{Diagnostic, Location, Severity, codes};
use sdkgen::report::{Report, Skipped};
use sdkgen::tree::{Change, Plan, compare};
use sdkgen::{Outcome, RuntimePackage};

use super::{Inputs, Made, colours, differences, failed, print_line, refuse};
use crate::MessageFormat;

/// The arguments of `sdkgen generate`.
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    #[command(flatten)]
    made: Made,
    /// Write a report of the run to this file, as JSON.
    #[arg(long, value_name = "FILE")]
    report: Option<PathBuf>,
    /// Depend on the runtime in this folder instead of writing its sources beside the SDK.
    #[arg(long, value_name = "DIR")]
    runtime_path: Option<PathBuf>,
    /// Also write `tests/operations.rs`, which calls every operation of the server at `SDKGEN_TEST_URL`,
    /// `tests/paging.rs`, which reads each paged list to its end from a server of its own, and `tests/samples.rs`.
    #[arg(long)]
    tests: bool,
    /// Split the models of a very large document into about this many crates, which cargo compiles in parallel
    /// (8 if no number is given).
    #[arg(long, value_name = "CRATES", num_args = 0..=1, default_missing_value = "8", value_parser = parts)]
    split: Option<usize>,
    /// Write nothing; list the files that would change, and fail if there are any.
    #[arg(long)]
    check: bool,
    /// Print how long each stage took.
    #[arg(long)]
    timings: bool,
}

impl Arguments {
    /// The folder of the crate.
    pub(super) fn out(&self) -> &Path {
        &self.made.out
    }

    /// Reads the files that they name, and the lock of the crate; reports what cannot be read and returns `None`.
    pub(super) fn inputs(&self, format: MessageFormat) -> Option<Inputs> {
        let mut inputs = self.made.inputs(format)?;
        inputs.options.tests = self.tests;
        inputs.options.split = self.split;
        if let Some(runtime) = &self.runtime_path {
            let Ok(manifest) = std::fs::read_to_string(runtime.join("Cargo.toml")) else {
                let message = format!("`--runtime-path {}` is not the folder of a crate", runtime.display());
                refuse(&inputs.document, None, Diagnostic::new(codes::NO_RUNTIME, Location::Document, message), format);
                return None;
            };
            inputs.options.runtime_package = RuntimePackage::read(&manifest);
            inputs.options.runtime_path = Some(relative_path(&self.made.out, runtime));
        }
        Some(inputs)
    }
}

/// Runs it; returns false if there are errors or, with `--check`, differences.
pub(crate) fn run(arguments: &Arguments, format: MessageFormat) -> bool {
    let Some(mut inputs) = arguments.inputs(format) else { return false };
    let mut outcome = inputs.run(format);
    let clock = &mut inputs.clock;
    if outcome.diagnostics.has_errors() {
        print_line(&refusal(&outcome));
        if arguments.timings {
            print_line(&clock.table());
        }
        return false;
    }
    outcome.files.append(&mut outcome.runtime);
    clock.write();
    let plan = match compare(&arguments.made.out, std::mem::take(&mut outcome.files)) {
        Ok(plan) => plan,
        Err(error) => {
            clock.end();
            return failed(&error.to_string());
        }
    };
    let account = account(arguments, &outcome, &plan);
    let differences = if arguments.check { differences(&plan) } else { String::new() };
    let is_done = !arguments.check || plan.is_empty();
    let written = if arguments.check { Ok(()) } else { plan.apply() };
    clock.end();
    if let Err(error) = written {
        return failed(&error.to_string());
    }
    if !differences.is_empty() {
        print_line(&differences);
    }
    outcome.report.seconds = clock.seconds();
    if let Some(path) = &arguments.report
        && let Err(error) = write_report(path, &outcome.report)
    {
        return failed(&format!("{}: {error}", path.display()));
    }
    if is_done {
        print_line(&format!("{account}in {:.2} s", clock.total()));
    }
    if arguments.timings {
        print_line(&clock.table());
    }
    is_done
}

/// Returns the summary without the time: what was generated, skipped and written.
fn account(arguments: &Arguments, outcome: &Outcome, plan: &Plan) -> String {
    let report = &outcome.report;
    let made = &report.generated;
    let (bold, plain) = if colours() { ("\u{1b}[1m", "\u{1b}[0m") } else { ("", "") };
    let mut text = format!(
        "{bold}{}{plain}: {} of {} operations, {} types; {} files, {} lines\n",
        arguments.made.out.display(),
        made.operations,
        report.document.operations,
        made.types,
        made.files,
        made.lines
    );
    if !made.paged.is_empty() {
        let kinds: Vec<String> = made.paged.iter().map(|(kind, count)| format!("{count} by {kind}")).collect();
        let _ = writeln!(text, "  lists with pagination: {}", kinds.join(", "));
    }
    if made.features > 0 && made.default_features.is_empty() {
        let _ = writeln!(text, "  cargo features: {}, none enabled by default; see README.md", made.features);
    }
    for (code, count) in by_code(&report.skipped) {
        let _ = writeln!(text, "  skipped: {count} ({code})");
    }
    if !report.untyped.is_empty() {
        let _ = writeln!(text, "  typed as free JSON although the document describes more: {}", report.untyped.len());
    }
    if let Some(since) = report.since_release.as_ref().filter(|since| since.breaking + since.added > 0) {
        let silent = if since.silent > 0 { format!(" ({} silent)", since.silent) } else { String::new() };
        let _ = writeln!(
            text,
            "  since release {}: {} breaking{silent}, {} added; `sdkgen release --dry-run` lists them",
            since.version, since.breaking, since.added
        );
    }
    if report.diagnostics.warnings > 0 {
        let _ = writeln!(text, "  warnings: {}", report.diagnostics.warnings);
    }
    for path in &plan.kept {
        let _ = writeln!(text, "  not changed, because it is yours: {path}");
    }
    for path in &plan.unknown {
        let _ = writeln!(text, "  not changed, because no earlier run recorded it: {path}");
    }
    if !plan.unknown.is_empty() {
        let _ = writeln!(text, "  (remove files of an older version of sdkgen by hand, once)");
    }
    for path in plan.removed() {
        let _ = writeln!(text, "  removed: {path}");
    }
    if arguments.check {
        let _ = write!(text, "  up to date, ");
    } else {
        let written = plan.count(Change::Missing) + plan.count(Change::Changed);
        let removed = plan.count(Change::Stray);
        let _ = write!(text, "  written {written}, unchanged {}, removed {removed}, ", plan.unchanged);
    }
    text
}

fn refusal(outcome: &Outcome) -> String {
    let count = |number: usize, word: &str| format!("{number} {word}{}", if number == 1 { "" } else { "s" });
    let reported = &outcome.report.diagnostics;
    let (errors, warnings) = (count(reported.errors, "error"), count(reported.warnings, "warning"));
    let refused = outcome.diagnostics.iter().filter(|diagnostic| diagnostic.severity == Severity::Error);
    let reasons: Vec<&Code> = refused.map(|diagnostic| diagnostic.code).collect();
    // Whatever else is wrong would be refused all the same.
    let help = if reasons.iter().all(|code| *code == codes::NAME_CLASH) {
        "\nto try it anyway, `--lenient-names` appends numbers to names that clash"
    } else if reasons.iter().all(|code| code.lenient) {
        "\nto try it anyway, `--lenient-names` makes these errors warnings"
    } else {
        ""
    };
    format!("failed: {errors}, {warnings}; nothing was written{help}")
}

fn by_code(skipped: &[Skipped]) -> Vec<(&'static Code, usize)> {
    let mut counts: Vec<(&'static Code, usize)> = Vec::new();
    for one in skipped {
        match counts.iter_mut().find(|(code, _)| *code == one.code) {
            Some((_, count)) => *count += 1,
            None => counts.push((one.code, 1)),
        }
    }
    counts
}

fn write_report(path: &Path, report: &Report) -> std::io::Result<()> {
    let mut text = serde_json::to_string_pretty(report)?;
    text.push('\n');
    std::fs::write(path, text)
}

/// Returns the path from the folder `from` to `to` for a manifest; an absolute path if there is no relative one.
pub(super) fn relative_path(from: &Path, to: &Path) -> String {
    let (from, to) = (canonical(from), canonical(to));
    let (one, other): (Vec<_>, Vec<_>) = (from.components().collect(), to.components().collect());
    let shared = one.iter().zip(&other).take_while(|(a, b)| a == b).count();
    let is_tied = matches!(other.first(), Some(Component::Prefix(_))) && shared == 0;
    let relative_path: PathBuf = if is_tied {
        to
    } else {
        let up = one[shared..].iter().map(|_| Component::ParentDir);
        up.chain(other[shared..].iter().copied()).collect()
    };
    let relative_path = relative_path.to_string_lossy().replace('\\', "/");
    if relative_path.is_empty() { ".".to_owned() } else { relative_path }
}

/// An absolute path without links and dots, as far as it exists.
fn canonical(path: &Path) -> PathBuf {
    let path = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    path.components().fold(PathBuf::new(), |mut canonical, part| {
        match part {
            Component::ParentDir => {
                canonical.pop();
            }
            other => canonical.push(other),
        }
        // What is not there yet has no links.
        canonical.canonicalize().unwrap_or(canonical)
    })
}

fn parts(number: &str) -> Result<usize, String> {
    match number.parse() {
        Ok(number @ 2..=64) => Ok(number),
        _ => Err("a crate can be split into 2 to 64 crates".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::relative_path;
    use std::path::Path;

    #[test]
    fn paths_are_relative_to_the_folder() {
        let root = tempfile::tempdir().expect("a temporary folder can be made");
        let (out, runtime) = (root.path().join("a/b"), root.path().join("runtime"));
        assert_eq!(relative_path(&out, &runtime), "../../runtime");
        assert_eq!(relative_path(&out.join("../c"), &runtime), "../../runtime");
        assert_eq!(relative_path(&out, &out.join("r")), "r");
        assert_eq!(relative_path(Path::new("x"), Path::new("x")), ".");
    }
}
