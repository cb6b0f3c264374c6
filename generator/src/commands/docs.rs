//! `sdkgen docs`: makes the reference of an API and its SDK, compares it with the folder, and writes the differences.

use std::path::{Path, PathBuf};
use std::process::Command;

use clap::Args;
use sdkgen::tree::{Change, compare};

use super::{Inputs, Named, crate_name, differences, failed, lock, print_line, refuse};
use crate::MessageFormat;

/// The arguments of `sdkgen docs`.
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    #[command(flatten)]
    named: Named,
    /// The folder of the site; created if it does not exist.
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
    /// The name of the crate that the reference is about.
    #[arg(long, value_name = "CRATE", value_parser = crate_name)]
    name: Option<String>,
    /// The lock of the SDK, `sdkgen.lock`: the reference has the names that users of the SDK have.
    #[arg(long, value_name = "FILE")]
    lock: Option<PathBuf>,
    /// Where the site will be, as a URL: adds canonical links and a sitemap.
    #[arg(long, value_name = "URL", value_parser = base_url)]
    base_url: Option<String>,
    /// Make errors about names and references warnings: number names that clash, accept any value for missing targets.
    #[arg(long)]
    lenient_names: bool,
    /// Write nothing; list the files that would change, and fail if there are any.
    #[arg(long)]
    check: bool,
    /// Open the site in the browser.
    #[arg(long)]
    open: bool,
}

/// Parses the URL of a site.
fn base_url(text: &str) -> Result<String, String> {
    let is_web = text.starts_with("https://") || text.starts_with("http://");
    let is_plain = !text.contains(|c: char| c.is_whitespace() || c.is_control() || "?#\"<>".contains(c));
    if is_web && is_plain {
        Ok(text.trim_end_matches('/').to_owned())
    } else {
        Err("expected an http or https URL".to_owned())
    }
}

/// Runs it; returns false if there are errors or, with `--check`, differences.
pub(crate) fn run(arguments: &Arguments, format: MessageFormat) -> bool {
    let Some(mut inputs) = inputs(arguments, format) else { return false };
    let base_url = arguments.base_url.as_deref();
    let outcome = inputs.reference(base_url, format);
    if outcome.diagnostics.has_errors() {
        return failed("no reference can be made from this document; nothing was written");
    }
    let report = &outcome.report;
    let made = format!(
        "{}: {} of {} operations, {} types; {} files",
        arguments.out.display(),
        report.generated.operations,
        report.document.operations,
        report.generated.types,
        outcome.files.len()
    );
    inputs.clock.write();
    let plan = match compare(&arguments.out, outcome.files) {
        Ok(plan) => plan,
        Err(error) => {
            inputs.clock.end();
            return failed(&error.to_string());
        }
    };
    let counts = [Change::Missing, Change::Changed, Change::Stray].map(|change| plan.count(change));
    let (unchanged, kept) = (plan.unchanged, plan.kept.clone());
    let listed = if arguments.check { differences(&plan) } else { String::new() };
    let is_done = !arguments.check || plan.is_empty();
    let written = if arguments.check { Ok(()) } else { plan.apply() };
    inputs.clock.end();
    if let Err(error) = written {
        return failed(&error.to_string());
    }
    if !listed.is_empty() {
        print_line(&listed);
    }
    kept.iter().for_each(|path| print_line(&format!("not changed, because it is yours: {path}")));
    let [missing, changed, removed] = counts;
    if is_done {
        print_line(&format!(
            "{made}\n  written {}, unchanged {unchanged}, removed {removed}, in {:.2} s",
            if arguments.check { 0 } else { missing + changed },
            inputs.clock.total()
        ));
    }
    is_done && (!arguments.open || open(&arguments.out.join("index.html")))
}

fn inputs(arguments: &Arguments, format: MessageFormat) -> Option<Inputs> {
    let mut inputs = Inputs::read(&arguments.named, format)?;
    if let Some(name) = &arguments.name {
        inputs.config.set_name(name);
    }
    inputs.options.lenient_names = arguments.lenient_names;
    match arguments.lock.as_deref().map(lock::read_file).transpose() {
        Ok(lock) => inputs.options.lock = lock,
        Err(diagnostic) => {
            refuse(&inputs.document, None, *diagnostic, format);
            return None;
        }
    }
    Some(inputs)
}

/// Opens a file with the program of the system.
fn open(path: &Path) -> bool {
    let program = if cfg!(target_os = "macos") {
        "open"
    } else if cfg!(windows) {
        "explorer"
    } else {
        "xdg-open"
    };
    match Command::new(program).arg(path).spawn() {
        Ok(_) => true,
        Err(error) => failed(&format!("cannot open {} with `{program}`: {error}", path.display())),
    }
}

#[cfg(test)]
mod tests {
    use super::base_url;

    #[test]
    fn a_site_has_a_url() {
        assert_eq!(base_url("https://docs.example/api/").as_deref(), Ok("https://docs.example/api"));
        assert!(
            ["docs.example", "javascript:a", "https://a b", "https://a?b"]
                .into_iter()
                .all(|bad| base_url(bad).is_err())
        );
    }
}
