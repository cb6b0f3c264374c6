//! A second opinion: what `cargo-semver-checks` says of the SDKs of two documents, beside what `sdkgen diff` says. It
//! compares what rustdoc knows of the crates, and nothing of requests and documents.

use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::{env, fs};

use sdkgen::{Config, Source};
use serde_json::{Value, json};

use super::arbiter::Work;
use super::mutations;
use super::said::Said;
use super::sdk::Sdk;
use crate::document::{self, Document};
use crate::random::Random;

/// The arguments of `cargo xtask semver opinion`.
#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    /// Documents that are changed at random, as `mutate` does; or folders with the versions of a document, in the order
    /// of their names
    #[arg(required = true)]
    documents: Vec<PathBuf>,
    /// How many pairs to compare
    #[arg(long, default_value_t = 30)]
    pairs: usize,
    /// Where the random numbers begin
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// The program cargo-semver-checks
    #[arg(long, value_name = "FILE", default_value = "cargo-semver-checks")]
    tool: OsString,
}

/// Two documents that are compared.
struct Pair {
    what: String,
    old: Value,
    new: Value,
}

/// What the tool says.
struct Opinion {
    verdict: &'static str,
    /// The checks that fail.
    lints: BTreeSet<String>,
}

/// Compares pairs and prints a line of JSON for each of them, and a table at the end.
pub(super) fn run(work: &Work<'_>, arguments: &Arguments) -> Result<(), String> {
    let version = Command::new(&arguments.tool).args(["semver-checks", "--version"]).output();
    if !version.is_ok_and(|output| output.status.success()) {
        return Err(format!(
            "{} does not run: install it with `cargo install cargo-semver-checks --locked`, or name it with `--tool`",
            arguments.tool.to_string_lossy()
        ));
    }
    let mut table: BTreeMap<(&str, &str), Vec<String>> = BTreeMap::new();
    let (folders, files): (Vec<_>, Vec<_>) = arguments.documents.iter().partition(|path| path.is_dir());
    let mut pairs = Vec::new();
    for folder in folders {
        pairs.extend(versions(folder)?);
    }
    let files: Vec<(PathBuf, Value)> = files.into_iter().filter_map(|path| Some((path.clone(), read(path)?))).collect();
    let most = if files.is_empty() { arguments.pairs } else { arguments.pairs / 2 };
    if let Some(step) = pairs.len().checked_div(most).filter(|step| *step > 1) {
        pairs = pairs.into_iter().step_by(step).collect();
    }
    pairs.truncate(most);
    pairs.extend(mutants(&files, arguments.seed, arguments.pairs - pairs.len()));
    for pair in &pairs {
        match compare(work, &arguments.tool, pair) {
            Ok((diff, opinion, row)) => {
                println!("{row}");
                table.entry((diff, opinion)).or_default().push(row.to_string());
            }
            Err(why) => eprintln!("{}: {why}", pair.what),
        }
    }
    eprintln!("`sdkgen diff`, cargo-semver-checks: pairs");
    for ((diff, opinion), rows) in &table {
        eprintln!("{diff}, {opinion}: {}", rows.len());
    }
    Ok(())
}

fn read(path: &Path) -> Option<Value> {
    Document::read(path)?.value.ok()
}

/// The versions of a document, each with the next one.
fn versions(folder: &Path) -> Result<Vec<Pair>, String> {
    let documents: Vec<(PathBuf, Value)> =
        document::files(folder)?.into_iter().filter_map(|path| Some((path.clone(), read(&path)?))).collect();
    let name = |path: &Path| path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
    let pairs = documents.windows(2).map(|pair| Pair {
        what: format!("{} → {}", name(&pair[0].0), name(&pair[1].0)),
        old: pair[0].1.clone(),
        new: pair[1].1.clone(),
    });
    Ok(pairs.collect())
}

/// Changed documents: each kind of change has its turn.
fn mutants(files: &[(PathBuf, Value)], seed: u64, count: usize) -> Vec<Pair> {
    let (mut random, mut pairs) = (Random::new(seed), Vec::new());
    let mutations = mutations::all();
    // A step that shares no factor with most lengths, so that a few pairs have changes of all kinds.
    for tried in (0..count * 10).map(|tried| tried * 37) {
        if pairs.len() == count || files.is_empty() {
            break;
        }
        let (path, old) = &files[random.below(files.len())];
        let mutation = mutations[(tried + random.below(3)) % mutations.len()];
        let mut new = old.clone();
        if let Some(at) = (mutation.apply)(&mut new, &mut random) {
            let file = path.file_name().unwrap_or_default().to_string_lossy();
            pairs.push(Pair {
                what: format!("{} {}: {file}{at}", mutation.rule, mutation.what),
                old: old.clone(),
                new,
            });
        }
    }
    pairs
}

fn compare(work: &Work<'_>, tool: &OsString, pair: &Pair) -> Result<(&'static str, &'static str, Value), String> {
    // The tool compares crates of one name.
    let sdk = |document: &Value| {
        let source = Source::new("document.json", document.to_string());
        Sdk::of(work.project(), "sdk", source, &Config::default(), None)
    };
    let (old, new) = (sdk(&pair.old)?, sdk(&pair.new)?);
    let said = Said::of(&old.changes(&new));
    let opinion = opinion(work, tool, &old, &new)?;
    let row = json!({
        "what": pair.what,
        "diff": said.verdict(),
        "opinion": opinion.verdict,
        "changes": said.why.iter().take(3).collect::<Vec<_>>(),
        "lints": opinion.lints,
    });
    Ok((said.verdict(), opinion.verdict, row))
}

fn opinion(work: &Work<'_>, tool: &OsString, old: &Sdk, new: &Sdk) -> Result<Opinion, String> {
    let folder = work.folder().join("opinion");
    let mut command = Command::new(tool);
    command.args(["semver-checks", "--release-type", "patch", "--only-explicit-features", "--color", "never"]);
    for (sdk, name, root, features) in
        [(old, "old", "--baseline-root", "--baseline-features"), (new, "new", "--manifest-path", "--current-features")]
    {
        let folder = folder.join(name);
        sdk.write(&folder)?;
        let failed = |error: std::io::Error| format!("{}: {error}", folder.display());
        let manifest = folder.join("Cargo.toml");
        let text = fs::read_to_string(&manifest).map_err(failed)?;
        // It is no member of the workspace around the folder.
        fs::write(&manifest, format!("{text}\n[workspace]\n")).map_err(failed)?;
        fs::copy(work.project().path("Cargo.lock"), folder.join("Cargo.lock")).map_err(failed)?;
        command.arg(root).arg(if name == "old" { folder } else { manifest });
        for feature in own_features(sdk)? {
            command.args([features, &feature]);
        }
    }
    command.env("CARGO_TARGET_DIR", folder.join("target")).env("CARGO_INCREMENTAL", "0").stdin(Stdio::null());
    command.env_remove("RUSTFLAGS").env("CARGO_TERM_COLOR", "never").current_dir(env::temp_dir());
    let output = command.output().map_err(|error| format!("cannot start it: {error}"))?;
    let said = format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    read_opinion(&said).ok_or_else(|| said.lines().rev().take(5).collect::<Vec<_>>().join(" | "))
}

/// The features of an SDK that turn code of its own on; those of the transport would only take time.
fn own_features(sdk: &Sdk) -> Result<Vec<String>, String> {
    let names = sdk.features()?.into_keys();
    let others = ["default", "reqwest", "gzip", "rustls", "native-tls"];
    Ok(names.filter(|name| !name.starts_with('_') && !others.contains(&name.as_str())).collect())
}

/// Reads the summary, and the names of failing checks: `--- failure enum_missing: … ---`.
fn read_opinion(said: &str) -> Option<Opinion> {
    let verdict = if said.contains("semver requires new major version") {
        "major"
    } else if said.contains("semver requires new minor version") {
        "minor"
    } else if said.contains("no semver update required") {
        "patch"
    } else {
        return None;
    };
    let lints = said.lines().filter_map(|line| line.trim().strip_prefix("--- failure ")?.split(':').next());
    Some(Opinion { verdict, lints: lints.map(str::to_owned).collect() })
}

#[cfg(test)]
mod tests {
    use super::read_opinion;

    #[test]
    fn the_summary_decides() {
        let said = "--- failure enum_missing: pub enum removed ---\n\n     Summary semver requires new major version: 1 \
                    major and 0 minor checks failed";
        let opinion = read_opinion(said).expect("it has a summary");
        assert_eq!((opinion.verdict, opinion.lints.len()), ("major", 1));
        assert_eq!(read_opinion("     Summary no semver update required").map(|it| it.verdict), Some("patch"));
        assert!(read_opinion("error: failed to build rustdoc").is_none());
    }
}
