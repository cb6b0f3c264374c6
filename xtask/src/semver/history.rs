//! The versions of a document, one after the other: which of them only add to the one before, and whether a program
//! over the SDK of that one compiles against the newer SDK.

use std::path::{Path, PathBuf};

use sdkgen::Config;
use serde_json::{Value, json};

use super::additive;
use super::arbiter::{Program, Verdict, Work};
use super::contained;
use super::program::{self, Uses};
use super::sdk::Sdk;
use crate::document::{self, Document};

/// This many causes and errors of a pair are printed.
const MOST_SHOWN: usize = 5;

/// The arguments of `cargo xtask semver history`.
#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    /// The documents from the oldest to the newest, or folders of such, in the order of their names
    #[arg(required = true)]
    documents: Vec<PathBuf>,
    /// Compile all pairs, and not only those that only add
    #[arg(long)]
    all: bool,
}

/// A version with its SDK and the program over it.
struct Version {
    path: PathBuf,
    value: Value,
    sdk: Sdk,
    uses: Uses,
}

/// Prints a line of JSON for each pair, and counts at the end.
pub(super) fn run(work: &Work<'_>, arguments: &Arguments) -> Result<(), String> {
    let mut counts = [0; 4];
    for path in &arguments.documents {
        let paths = if path.is_dir() { document::files(path)? } else { vec![path.clone()] };
        let mut versions: Vec<Version> = Vec::new();
        for (number, path) in paths.iter().enumerate() {
            match version(work, path, number) {
                Ok(version) => versions.push(version),
                Err(why) => eprintln!("{}: left out: {why}", path.display()),
            }
        }
        history(work, &versions, arguments.all, &mut counts)?;
    }
    let [pairs, additive, failing, compiled] = counts;
    eprintln!(
        "{pairs} pairs, {additive} of them only add; {compiled} compiled, and of those that only add, {failing} fail"
    );
    Ok(())
}

fn version(work: &Work<'_>, path: &Path, number: usize) -> Result<Version, String> {
    let value = Document::read(path).ok_or("it is no document")?.value?;
    let sdk = Sdk::of_file(work.project(), &format!("version-{number}"), path, &Config::default())?;
    let uses = program::of(&sdk)?;
    Ok(Version { path: path.to_owned(), value, sdk, uses })
}

fn history(work: &Work<'_>, versions: &[Version], all: bool, counts: &mut [usize; 4]) -> Result<(), String> {
    for pair in versions.windows(2) {
        let [old, new] = pair else { continue };
        let changes = additive::changes(&old.value, &new.value);
        let lost = contained::lost(&old.sdk.surface, &new.sdk.surface);
        let only_adds = changes.is_empty();
        counts[0] += 1;
        counts[1] += usize::from(only_adds);
        let verdict = if only_adds || all { Some(judge(work, old, new)?) } else { None };
        let fails = verdict.as_ref().is_some_and(|verdict| !matches!(verdict, Verdict::Compiles));
        counts[2] += usize::from(only_adds && fails);
        counts[3] += usize::from(verdict.is_some());
        let name = |version: &Version| version.path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        let (rustc, errors) = match &verdict {
            None => ("not compiled", Vec::new()),
            Some(Verdict::Compiles) => ("compiles", Vec::new()),
            Some(Verdict::Fails(errors)) => ("fails", errors.iter().map(ToString::to_string).collect()),
            Some(Verdict::Broken(error)) => ("no SDK", vec![error.to_string()]),
        };
        let row = json!({
            "old": name(old),
            "new": name(new),
            "only adds": only_adds,
            "changes": first(&changes),
            "rustc": rustc,
            "errors": first(&errors),
            "lost": lost.names.len(),
            "first lost": first(&lost.names),
            "silent": first(&lost.silent),
        });
        println!("{row}");
    }
    Ok(())
}

fn first(list: &[String]) -> Vec<&String> {
    list.iter().take(MOST_SHOWN).collect()
}

fn judge(work: &Work<'_>, old: &Version, new: &Version) -> Result<Verdict, String> {
    let program = |name: &str, sdk: &Sdk| -> Program { old.uses.against(name, &old.sdk, sdk) };
    let programs = [program("own", &old.sdk), program("next", &new.sdk)];
    let mut verdicts = work.judge(&[&old.sdk, &new.sdk], &programs)?;
    match verdicts.remove("own") {
        Some(Verdict::Compiles) => {}
        Some(verdict) => {
            let path = old.path.display();
            return Err(format!("{path}: its program does not compile against its own SDK: {verdict}"));
        }
        None => return Err("no program was compiled".to_owned()),
    }
    verdicts.remove("next").ok_or_else(|| "no program was compiled".to_owned())
}
