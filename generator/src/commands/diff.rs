//! `sdkgen diff`: compares two versions of a document, and prints what that does to programs that use the SDK.

use std::io::{self, Write as _};
use std::path::PathBuf;
use std::thread;

use clap::{Args, ValueEnum};
use sdkgen::diff::{Changes, Version, Wire, compare_versions, human, json_lines, markdown};
use sdkgen::surface::Surface;
use sdkgen::{Diagnostics, Options, Outcome, Pointer, Source};

use super::{Inputs, Named, lock, print_line, refuse, show};
use crate::{MessageFormat, STACK};

/// The arguments of `sdkgen diff`.
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// The old version of the OpenAPI document.
    old: PathBuf,
    /// The new version.
    new: PathBuf,
    /// The configuration of both versions, as TOML.
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
    /// The configuration of the old version, if it has another one.
    #[arg(long, value_name = "FILE")]
    old_config: Option<PathBuf>,
    /// The lock of the SDK, `sdkgen.lock`: both versions keep what is in it.
    #[arg(long, value_name = "FILE")]
    lock: Option<PathBuf>,
    /// Allow the documents to refer to files in this folder too; can be repeated.
    #[arg(long, value_name = "DIR")]
    root: Vec<PathBuf>,
    /// Make errors about names and references warnings, in both versions.
    #[arg(long)]
    lenient_names: bool,
    /// Fail if the next version of the SDK must be more than this.
    #[arg(long, value_enum, default_value_t, value_name = "VERSION")]
    allow: Verdict,
    /// How to print the changes.
    #[arg(long, value_enum, default_value_t, value_name = "FORMAT")]
    format: Format,
}

/// A part of a version. Below 1.0.0, `major` is the second number.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
enum Verdict {
    /// Everything.
    #[default]
    Major,
    /// Additions.
    Minor,
    /// Nothing that a program can name.
    Patch,
}

/// How to print changes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
enum Format {
    /// Text with the locations of each change.
    #[default]
    Human,
    /// An entry of a changelog.
    Markdown,
    /// One JSON object per line.
    Json,
}

/// Runs it; returns the exit code: 0 if the changes are allowed, 1 if they are not, 2 if a document cannot be read or
/// has errors.
pub(crate) fn run(arguments: &Arguments, format: MessageFormat) -> u8 {
    let named = |document: &PathBuf, config: Option<&PathBuf>| Named {
        document: document.clone(),
        config: config.cloned(),
        overlay: Vec::new(),
        root: arguments.root.clone(),
    };
    let config = arguments.config.as_ref();
    let (old, new) = (named(&arguments.old, arguments.old_config.as_ref().or(config)), named(&arguments.new, config));
    let Ok(lock) = arguments.lock.as_deref().map(lock::read_file).transpose().map_err(|diagnostic| {
        let source = Source::new(arguments.new.display().to_string(), String::new());
        refuse(&source, None, *diagnostic, format);
    }) else {
        return UNREADABLE;
    };
    let options = Options { lenient_names: arguments.lenient_names, lock, ..Options::default() };
    let (old, new) = both(&old, &new, &options, format);
    // All of them are printed: a document with errors hides no errors of the other one.
    let (Some(old), Some(new)) = (old, new) else { return UNREADABLE };
    let mut changes = compare_versions(version(&old), version(&new));
    locate(&mut changes, &old.diagnostics, &new.diagnostics);
    let text = match arguments.format {
        Format::Human => {
            let (old, new) = (arguments.old.display().to_string(), arguments.new.display().to_string());
            format!("{old} -> {new}\n\n{}", human(&changes))
        }
        Format::Markdown => markdown(&changes),
        Format::Json => json_lines(&changes),
    };
    // A closed pipe is no error of the comparison.
    let _ = io::stdout().write_all(text.as_bytes());
    let worst = changes.verdict().map_or(0, |verdict| verdict as u8);
    // Nobody waits for the memory.
    std::mem::forget((old, new));
    let allowed = match arguments.allow {
        Verdict::Major => sdkgen::diff::Verdict::Major,
        Verdict::Minor => sdkgen::diff::Verdict::Minor,
        Verdict::Patch => sdkgen::diff::Verdict::Patch,
    };
    u8::from(worst > allowed as u8)
}

/// The exit code for wrong usage, and for documents that cannot be read or have errors.
pub(crate) const UNREADABLE: u8 = 2;

/// One version, with the diagnostics of its document.
struct Described {
    surface: Surface,
    wire: Wire,
    diagnostics: Diagnostics,
}

fn version(described: &Described) -> Version<'_> {
    Version { surface: &described.surface, wire: Some(&described.wire) }
}

/// Describes both versions at the same time.
fn both(old: &Named, new: &Named, options: &Options, format: MessageFormat) -> (Option<Described>, Option<Described>) {
    thread::scope(|scope| {
        let work = || describe(old, options, format);
        let Ok(worker) = thread::Builder::new().stack_size(STACK).spawn_scoped(scope, work) else {
            return (describe(old, options, format), describe(new, options, format));
        };
        let new = describe(new, options, format);
        let old = worker.join().unwrap_or_else(|_| {
            print_line("sdkgen: this is a bug in sdkgen; please report it with the document");
            None
        });
        (old, new)
    })
}

/// Describes a version; prints the diagnostics of its document if there are errors.
fn describe(named: &Named, options: &Options, format: MessageFormat) -> Option<Described> {
    let inputs = Inputs::read(named, format)?;
    let mut outcome = Outcome::default();
    let described = sdkgen::described(&inputs.document, &inputs.config, options, &mut outcome);
    let Some((surface, wire)) = described else {
        show(&outcome.diagnostics, &inputs.document, inputs.config_text.as_ref(), format);
        return None;
    };
    Some(Described { surface, wire, diagnostics: outcome.diagnostics })
}

/// Replaces locations by those in the documents as they were written: `#/paths/~1x/get`, after the name of the file if
/// that is not the document itself.
fn locate(changes: &mut Changes, old: &Diagnostics, new: &Diagnostics) {
    let written = |at: &mut Option<String>, diagnostics: &Diagnostics| {
        if let Some(at) = at {
            let (file, pointer) = diagnostics.origin(&Pointer::parse(at)).file();
            *at = format!("{}#{}", file.unwrap_or_default(), pointer.as_str());
        }
    };
    for change in &mut changes.list {
        written(&mut change.at.0, old);
        written(&mut change.at.1, new);
    }
}
