//! Whether natural literals are accepted: a call with each of them, for every argument and setter of an SDK, compiled.

mod calls;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Stdio;

use clap::Args;
use sdkgen::{Config, Outcome};

use self::calls::Call;
use crate::crates;
use crate::project::Project;

/// How many refused calls of a kind are printed.
const MOST_LINES: usize = 3;

/// What precedes the calls.
const BEGIN: &str = "#![allow(warnings)]\nfn any<T>() -> T { unimplemented!() }\n";

/// What to try.
#[derive(Args)]
pub(crate) struct Arguments {
    /// Documents; that of Keycard, if none is given
    documents: Vec<PathBuf>,
    /// Where to keep crates and what is compiled
    #[arg(long)]
    work: Option<PathBuf>,
    /// Fail if a literal is refused
    #[arg(long)]
    strict: bool,
}

/// Tries the literals of Keycard's SDK, all of which have to be accepted.
pub(crate) fn in_ci(project: &Project) -> Result<(), String> {
    run(project, &Arguments { documents: Vec::new(), work: None, strict: true })
}

/// Prints what is accepted of each document.
pub(crate) fn run(project: &Project, arguments: &Arguments) -> Result<(), String> {
    let keycard = [project.path("specs/keycard.yaml")];
    let documents = if arguments.documents.is_empty() { &keycard[..] } else { &arguments.documents };
    let work = arguments.work.clone().unwrap_or_else(|| project.target().join("literals"));
    let mut refused = 0;
    for document in documents {
        refused += one(project, &work, document)?;
    }
    if arguments.strict && refused > 0 { Err(format!("{refused} literals are refused")) } else { Ok(()) }
}

/// Tries the literals of an SDK; returns how many are refused.
fn one(project: &Project, work: &Path, document: &Path) -> Result<usize, String> {
    let name = document.file_stem().unwrap_or_default().to_string_lossy().into_owned();
    let folder = work.join(&name);
    let failed = |error: std::io::Error| format!("cannot write to {}: {error}", folder.display());
    let calls = generate(project, document, &folder.join("sdk"))?;
    let own = crates::user(project, &folder, "calls", (&["reqwest", "full"], "serde_json = \"1\"\n"))?;
    let mut source = BEGIN.to_owned();
    for (index, call) in calls.iter().enumerate() {
        // Writing to a string cannot fail.
        let _ = writeln!(source, "fn f{index}(c: &sdk::Client) {{ {} }}", call.statement);
    }
    fs::write(own.join("src/lib.rs"), source).map_err(failed)?;
    let mut command = crates::command(project, &own, &project.target().join("literals-target"));
    command.args(["check", "--quiet", "--message-format", "json"]).stderr(Stdio::null());
    let output = command.output().map_err(|error| format!("cannot start cargo: {error}"))?;
    let said = crates::lines_of_json(&output.stdout);
    let mut lines = BTreeSet::new();
    let mut first: BTreeMap<usize, String> = BTreeMap::new();
    for message in crates::complaints(&said, "calls").filter(|message| message["level"] == "error") {
        let line = message["spans"][0]["line_start"].as_u64().and_then(|line| usize::try_from(line).ok());
        let Some(line) = line.and_then(|line| line.checked_sub(1 + BEGIN.lines().count())) else { continue };
        lines.insert(line);
        first.entry(line).or_insert_with(|| message["message"].as_str().unwrap_or_default().to_owned());
    }
    if lines.is_empty() && !output.status.success() {
        return Err(format!("{name}: cargo failed before it compiled the calls"));
    }
    print(&name, &calls, &first);
    Ok(lines.len())
}

fn print(name: &str, calls: &[Call], refused: &BTreeMap<usize, String>) {
    let mut kinds: BTreeMap<&str, (usize, Vec<usize>)> = BTreeMap::new();
    for (index, call) in calls.iter().enumerate() {
        let (count, of_kind) = kinds.entry(&call.kind).or_default();
        *count += 1;
        of_kind.extend(refused.contains_key(&index).then_some(index));
    }
    let accepted = calls.len() - refused.len();
    println!("{name}: {accepted} of {} literals are accepted", calls.len());
    for (kind, (count, of_kind)) in kinds.iter().filter(|(_, (_, of_kind))| !of_kind.is_empty()) {
        println!("  {kind}: {} of {count} refused", of_kind.len());
        for index in of_kind.iter().take(MOST_LINES) {
            println!("    {}: {}\n      {}", calls[*index].of, calls[*index].statement, refused[index]);
        }
    }
}

/// Writes the SDK of a document into a folder; returns the calls.
fn generate(project: &Project, document: &Path, folder: &Path) -> Result<Vec<Call>, String> {
    crates::sdk(project, document, Config::default(), folder, |source, config, options| {
        let model = sdkgen::model(source, config, options, &mut Outcome::default(), &mut |_| ())?;
        let surface = sdkgen::surface(source, config, options, &mut Outcome::default())?;
        Some(calls::all(&model.api, &model.names, &surface))
    })
}
