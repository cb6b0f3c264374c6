//! `sdkgen docs`: makes the reference of an API and its SDK, compares it with the folder, and writes the differences.

use std::path::{Path, PathBuf};
use std::process::Command;

use clap::Args;
use sdkgen::diagnostics::{Diagnostic, codes};
use sdkgen::diff::Wire;
use sdkgen::document::text_of;
use sdkgen::surface::Surface;
use sdkgen::tree::{Arrivals, Change};
use sdkgen::{MOST_LOGO, Outcome, ReferenceCounts, ReferenceOptions, bytes};

use super::{Inputs, Named, Sdk, differences, failed, print_line, refuse, show};
use crate::MessageFormat;

/// The arguments of `sdkgen docs`.
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    #[command(flatten)]
    sdk: Sdk,
    /// The folder of the site; created if it does not exist.
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
    /// Where the site will be, as a URL: adds canonical links and a sitemap.
    #[arg(long, value_name = "URL", value_parser = base_url)]
    base_url: Option<String>,
    /// An earlier version of the document: adds a page of what changed for programs that use the SDK.
    #[arg(long, value_name = "DOCUMENT")]
    since: Option<PathBuf>,
    /// The configuration of the earlier version, if it has another one.
    #[arg(long, value_name = "FILE", requires = "since")]
    since_config: Option<PathBuf>,
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
    let Some(mut inputs) = arguments.sdk.inputs(format) else { return false };
    let Some((guides, logo)) = files(arguments, &inputs, format) else { return false };
    let since = match &arguments.since {
        Some(document) => match described(arguments, document, &inputs, format) {
            Some(since) => Some(since),
            None => return false,
        },
        None => None,
    };
    let base_url = arguments.base_url.as_deref();
    let with = ReferenceOptions { base_url, guides, logo, since: since.as_ref() };
    let arrivals = match Arrivals::new(&arguments.out, !arguments.check) {
        Ok(arrivals) => arrivals,
        Err(error) => {
            inputs.clock.end();
            return failed(&error.to_string());
        }
    };
    let (outcome, counts) = inputs.reference(&with, &|file| arrivals.take(file), format);
    if outcome.diagnostics.has_errors() {
        return failed("no reference can be made from this document; nothing was written");
    }
    let made = counted(&arguments.out, &counts);
    inputs.clock.write();
    let plan = match arrivals.finish() {
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

/// Returns a line about what was made.
fn counted(out: &Path, counts: &ReferenceCounts) -> String {
    let hidden = |number: usize| if number == 0 { String::new() } else { format!(" ({number} hidden)") };
    format!(
        "{}: {} pages{}, {} operations{}, {} models{}; {} files, {:.1} MB",
        out.display(),
        counts.pages,
        if counts.long_pages == 0 { String::new() } else { format!(" ({} above 60 kB)", counts.long_pages) },
        counts.operations,
        hidden(counts.hidden_operations),
        counts.models,
        hidden(counts.hidden_models),
        counts.files,
        counts.bytes as f64 / 1e6
    )
}

/// Reads the guides and the image that the configuration names; reports what cannot be read and returns `None`.
fn files(arguments: &Arguments, inputs: &Inputs, format: MessageFormat) -> Option<(Vec<String>, Option<Vec<u8>>)> {
    let beside = arguments.sdk.named.config.as_deref().and_then(Path::parent).unwrap_or(Path::new(""));
    let read = |path: &str, most: u64, keys: &[&str]| {
        bytes(&beside.join(path), most).map_err(|refused| {
            let message = format!("cannot read `{path}`: {refused}");
            let at = inputs.config.location(keys);
            let diagnostic = Diagnostic::new(codes::UNREADABLE_FILE, at, message);
            refuse(&inputs.document, inputs.config_text.as_ref(), diagnostic, format);
        })
    };
    let docs = &inputs.config.docs;
    let logo = docs.logo.as_ref().map(|path| read(path, MOST_LOGO, &["docs", "logo"])).transpose().ok()?;
    let mut guides = Vec::with_capacity(docs.guides.len());
    for (index, path) in docs.guides.iter().enumerate() {
        let keys = ["docs", "guides", &index.to_string()];
        let text = text_of(read(path, MOST_GUIDE, &keys).ok()?).map_err(|fault| {
            let message = format!("cannot read `{path}`: line {}: {}", fault.line, fault.message);
            let diagnostic = Diagnostic::new(codes::UNREADABLE_FILE, inputs.config.location(&keys), message);
            refuse(&inputs.document, inputs.config_text.as_ref(), diagnostic.help("save it as UTF-8"), format);
        });
        guides.push(text.ok()?);
    }
    Some((guides, logo))
}

/// The most bytes of a guide.
const MOST_GUIDE: u64 = 1 << 20;

/// Describes the earlier version; prints the diagnostics of its document if there are errors.
fn described(
    arguments: &Arguments,
    document: &Path,
    inputs: &Inputs,
    format: MessageFormat,
) -> Option<(Surface, Wire)> {
    let named = Named {
        document: document.to_owned(),
        config: arguments.since_config.clone().or_else(|| arguments.sdk.named.config.clone()),
        overlay: Vec::new(),
        root: arguments.sdk.named.root.clone(),
    };
    let mut old = Inputs::read(&named, format)?;
    old.clock.end();
    if let Some(name) = &arguments.sdk.name {
        old.config.set_name(name);
    }
    let mut outcome = Outcome::default();
    let described = sdkgen::described(&old.document, &old.config, &inputs.options, &mut outcome);
    if described.is_none() {
        show(&outcome.diagnostics, &old.document, old.config_text.as_ref(), format);
    }
    described
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
