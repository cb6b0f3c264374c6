//! `sdkgen release`: the version of the next release from what changed since the last one; writes the changelog, the
//! lock and the crate.

use std::collections::BTreeSet;
use std::fs;
use std::io::{self, Write as _};
use std::path::Path;

use clap::Args;
use sdkgen::LOCK_FILE;
use sdkgen::diff::human;
use sdkgen::release::{Refused, Release, id, with_entry};
use semver::Version;

use super::{generate, print_line};
use crate::MessageFormat;

/// The arguments of `sdkgen release`.
#[derive(Debug, Args)]
#[group(id = "release")]
pub(crate) struct Arguments {
    #[command(flatten)]
    generate: generate::Arguments,
    /// The version of the release, if it is not the least one that fits what changed.
    #[arg(long, value_name = "VERSION")]
    to: Option<Version>,
    /// Print what changed and the entry of the changelog, and write nothing.
    #[arg(long)]
    dry_run: bool,
}

/// The file with an entry for each release, in the folder of the crate.
const CHANGELOG: &str = "CHANGELOG.md";

/// Runs it; returns false if there are errors, or changes that have to be accepted first.
pub(crate) fn run(arguments: &Arguments, format: MessageFormat) -> bool {
    let out = arguments.generate.out();
    let Some(inputs) = arguments.generate.inputs(format) else { return false };
    let known = inputs.options.lock.as_ref();
    let Some(surface) = inputs.surface(format) else { return false };
    let accepted: BTreeSet<String> = inputs.config.release.accept.iter().cloned().collect();
    let release = match Release::next(known, &surface, &accepted, arguments.to.as_ref()) {
        Ok(release) => release,
        Err(refused) => {
            print_line(&reason(&refused));
            return false;
        }
    };
    let last = known.map_or("no release", |lock| lock.released());
    if let Some(changes) = &release.changes {
        let _ = io::stdout().write_all(format!("{last} -> {}\n\n{}", release.version, human(changes)).as_bytes());
    }
    for id in unused(&accepted, &release) {
        print_line(&format!("warning: [release] accepts `{id}`, but there is no such change: remove the line"));
    }
    let entry = release.entry();
    if arguments.dry_run {
        let _ = io::stdout().write_all(format!("\n{entry}").as_bytes());
        return true;
    }
    if let Err(error) = write(out, &entry, &release.lock.text()) {
        print_line(&format!("sdkgen: {error}"));
        return false;
    }
    let is_generated = generate::run(&arguments.generate, format);
    if is_generated {
        print_line(&format!("release {}: see {CHANGELOG}; commit the crate with {LOCK_FILE}", release.version));
    }
    is_generated
}

/// Writes the changelog and the lock.
fn write(out: &Path, entry: &str, lock: &str) -> Result<(), String> {
    fs::create_dir_all(out).map_err(|error| format!("{}: {error}", out.display()))?;
    let changelog = out.join(CHANGELOG);
    let text = match fs::read_to_string(&changelog) {
        Ok(text) => text,
        Err(error) if error.kind() == io::ErrorKind::NotFound => String::new(),
        Err(error) => return Err(format!("{}: {error}", changelog.display())),
    };
    fs::write(&changelog, with_entry(&text, entry)).map_err(|error| format!("{}: {error}", changelog.display()))?;
    let path = out.join(LOCK_FILE);
    fs::write(&path, lock).map_err(|error| format!("{}: {error}", path.display()))
}

/// Returns what the configuration accepts and is no change of the release.
fn unused<'a>(accepted: &'a BTreeSet<String>, release: &Release) -> impl Iterator<Item = &'a String> {
    let changes = release.changes.iter().flat_map(|changes| &changes.list).filter(|change| change.silent);
    let silent: BTreeSet<String> = changes.map(id).collect();
    accepted.iter().filter(move |id| !silent.contains(*id))
}

/// Says why there is no release, and what to do.
fn reason(refused: &Refused) -> String {
    match refused {
        Refused::Silent(changes) => {
            let mut text = "failed: programs that use the SDK would compile and do another thing:".to_owned();
            for change in changes {
                text.push_str(&format!("\n  {} {}", change.rule.id, change.sentence()));
            }
            text.push_str(
                "\nif that is intended, accept it in the configuration for this release:\n\n[release]\naccept = [",
            );
            for change in changes {
                text.push_str(&format!("\n    {},", toml::Value::String(id(change))));
            }
            text + "\n]"
        }
        Refused::TooLow { least } => {
            format!("failed: what changed needs version {least} or a later one; omit `--to` to release {least}")
        }
        Refused::NoVersion(version) => {
            format!("failed: `{version}` is not a version, such as 1.2.3; set it in [crate] version")
        }
    }
}
