//! Runs the generator on mutated real documents in a child process, which must not panic, exit, hang, or use memory out
//! of proportion. A document that fails is minimised and saved below `generator/tests/finds/`, where a test replays it.
//! Knows no rule of OpenAPI except where references are.

mod child;
mod minimise;
mod mutate;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};
use std::{env, fs};

use clap::Args;
use serde_json::Value;

use self::child::{Judge, Verdict};
use crate::process;
use crate::project::Project;
use crate::random::Random;

/// The folder of finds.
const FINDS: &str = "generator/tests/finds";
/// The folder of documents that are always used.
const FIXTURES: &str = "generator/tests/fixtures";
/// The length, in bytes, above which documents are first reduced to some of their operations.
const LONG: usize = 60_000;

/// The arguments of `cargo xtask fuzz`.
#[derive(Args)]
pub(crate) struct Arguments {
    /// A folder of documents besides the fixtures
    dir: Option<PathBuf>,
    /// How long to go on
    #[arg(long, default_value_t = 5)]
    minutes: u64,
    /// Where the random numbers begin; the same seed makes the same documents
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// The seconds that one document may take
    #[arg(long, default_value_t = 20)]
    patience: u64,
    /// Judge documents from the standard input; how this program runs itself
    #[arg(long, hide = true)]
    child: bool,
}

/// Runs until the time is over; fails if anything was found.
pub(crate) fn run(project: &Project, arguments: &Arguments) -> Result<(), String> {
    if arguments.child {
        return child::serve();
    }
    if cfg!(debug_assertions) && env::var_os("SDKGEN_FUZZ_DEBUG").is_none() {
        return optimised(project);
    }
    let documents = documents(project, arguments.dir.as_deref())?;
    println!("{} documents, {} minutes, seed {}", documents.len(), arguments.minutes, arguments.seed);
    let mut judge = Judge::new(Duration::from_secs(arguments.patience));
    let mut random = Random::new(arguments.seed);
    let end = Instant::now() + Duration::from_secs(arguments.minutes * 60);
    let (mut tried, mut made, mut said) = (0_usize, 0_usize, Instant::now());
    let mut finds: BTreeMap<String, usize> = BTreeMap::new();
    while Instant::now() < end {
        let Some(document) = documents.get(random.below(documents.len())) else { break };
        let text = mutate::mutant(document, &mut random);
        tried += 1;
        match judge.judge(&text)? {
            Verdict::Fine { made: is_made } => made += usize::from(is_made),
            Verdict::Bad(fault) => {
                let count = finds.entry(fault.clone()).or_default();
                *count += 1;
                if *count == 1 {
                    println!("found after {tried} documents: {fault}");
                    keep(project, &mut judge, &fault, text)?;
                }
            }
        }
        if said.elapsed().as_secs() >= 60 {
            println!("{tried} documents, {made} of them made an SDK, {} kinds of finds", finds.len());
            said = Instant::now();
        }
    }
    println!("{tried} documents, {made} of them made an SDK");
    for (fault, count) in &finds {
        println!("{count} × {fault}");
    }
    if finds.is_empty() { Ok(()) } else { Err(format!("{} kinds of finds, kept below {FINDS}/", finds.len())) }
}

/// Runs the same command as an optimised program with overflow checks.
fn optimised(project: &Project) -> Result<(), String> {
    let mut command = process::cargo(project, &["run", "--release", "--quiet", "--package", "xtask", "--"]);
    command.args(env::args_os().skip(1)).env("CARGO_PROFILE_RELEASE_OVERFLOW_CHECKS", "true");
    process::run(command)
}

/// Minimises a find and saves it, unless one of the same kind exists already.
fn keep(project: &Project, judge: &mut Judge, fault: &str, text: String) -> Result<(), String> {
    let small = minimise::minimise(judge, fault, text)?;
    let name: String =
        fault.chars().map(|letter| if letter.is_alphanumeric() { letter } else { '_' }).take(80).collect();
    let folder = project.path(FINDS);
    let path = folder.join(format!("{}.yaml", name.trim_matches('_').to_lowercase()));
    fs::create_dir_all(&folder).map_err(|error| format!("cannot make {FINDS}/: {error}"))?;
    fs::write(&path, &small).map_err(|error| format!("cannot write {}: {error}", path.display()))?;
    println!("kept as {} ({} bytes): look at it before it is committed", path.display(), small.len());
    Ok(())
}

/// Returns the texts of all documents, with their values if they can be parsed; long ones only as values.
fn documents(project: &Project, dir: Option<&Path>) -> Result<Vec<mutate::Document>, String> {
    let mut files = Vec::new();
    collect(&project.path(FIXTURES), &mut files);
    if let Some(dir) = dir {
        let before = files.len();
        collect(dir, &mut files);
        if files.len() == before {
            return Err(format!("no documents below {}", dir.display()));
        }
    }
    files.sort();
    let read = |path: &PathBuf| {
        let text = fs::read_to_string(path).ok()?;
        if !(text.contains("openapi") || text.contains("swagger")) {
            return None;
        }
        let source = sdkgen::Source::new(path.display().to_string(), text);
        let value = sdkgen::document::raw(&source).filter(Value::is_object)?;
        let text = (source.text.len() <= LONG).then_some(source.text);
        Some(mutate::Document { value, text })
    };
    Ok(files.iter().filter_map(read).collect())
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    for path in entries.flatten().map(|entry| entry.path()) {
        if path.is_dir() {
            collect(&path, files);
        } else if path.extension().is_some_and(|end| end == "json" || end == "yaml" || end == "yml") {
            files.push(path);
        }
    }
}
