//! What decoding makes of responses that deviate from the document: each valid example, with one value at a time
//! removed or replaced by another JSON type. Counts whether strict decoding refuses it at the right location, and what
//! forgiving decoding does. Knows how to make the cases; what decodes them is the SDK, in [`program`].

mod program;

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Stdio;

use clap::Args;
use sdkgen::code_samples::response_sample;
use sdkgen::ir::{Item, Operation, Output, Shown, Type};
use sdkgen::{Config, Model, Outcome};
use serde_json::Value;

use self::program::PROGRAM;
use crate::crates;
use crate::judge::spelled;
use crate::losses::shorten;
use crate::project::Project;

/// What to measure.
#[derive(Args)]
pub(crate) struct Arguments {
    /// Documents; that of Keycard, if none is given
    documents: Vec<PathBuf>,
    /// Where to keep crates and what is compiled
    #[arg(long)]
    work: Option<PathBuf>,
    /// Print this many of the cases that are not as they should be, of each document
    #[arg(long, default_value_t = 5)]
    show: usize,
    /// Fail if strict decoding names another location, or a deviation does not name it
    #[arg(long)]
    strict: bool,
}

/// Prints the counts of each document and their sum.
pub(crate) fn run(project: &Project, arguments: &Arguments) -> Result<(), String> {
    let keycard = [project.path("specs/keycard.yaml")];
    let documents = if arguments.documents.is_empty() { &keycard[..] } else { &arguments.documents };
    let work = arguments.work.clone().unwrap_or_else(|| project.target().join("deviations"));
    let mut sum = BTreeMap::new();
    for document in documents {
        let name = document.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        match one(project, &work.join(&name), document, arguments.show) {
            Ok((counts, wrong)) => {
                print(&name, &counts);
                wrong.iter().for_each(|line| println!("    {}", shorten(line, 300)));
                counts.into_iter().for_each(|(kind, count)| *sum.entry(kind).or_insert(0) += count);
            }
            Err(problem) => println!("{name}: {}", shorten(&problem, 2000)),
        }
    }
    print("all", &sum);
    let wrong: usize =
        ["strict-elsewhere", "deviation-elsewhere", "panicked"].iter().filter_map(|kind| sum.get(*kind)).sum();
    if arguments.strict && wrong > 0 { Err(format!("{wrong} cases are not as they should be")) } else { Ok(()) }
}

/// The counts of the cases, by what happened to them.
type Counts = BTreeMap<String, usize>;

fn print(name: &str, counts: &Counts) {
    let count = |kind: &str| counts.get(kind).copied().unwrap_or_default();
    let decoded = count("named") + count("deviation-elsewhere");
    let refused = decoded + count("lost") + count("strict-elsewhere") + count("panicked");
    println!(
        "{name}: {} examples ({} refused as they are), {} cases",
        count("examples"),
        count("refused"),
        refused + count("accepted")
    );
    println!(
        "  strict decoding refuses {refused}, {} of them at another location; {} are no deviation",
        count("strict-elsewhere"),
        count("accepted")
    );
    println!(
        "  forgiving decoding decodes {decoded} of them, {} name the location; {} have no neutral value",
        count("named"),
        count("lost")
    );
}

/// Measures one document; returns the counts and some cases that are not as they should be.
fn one(project: &Project, folder: &Path, document: &Path, show: usize) -> Result<(Counts, Vec<String>), String> {
    let failed = |error: std::io::Error| format!("cannot write to {}: {error}", folder.display());
    let cases = generate(project, document, &folder.join("sdk"))?;
    if cases.is_empty() {
        return Ok((Counts::new(), Vec::new()));
    }
    let dependencies = format!(
        "sdkgen-runtime = {{ path = {:?}, default-features = false, features = [\"testing\"] }}\nserde_json = \"1\"\n",
        crates::runtime(project)?
    );
    let own = crates::user(project, folder, "cases", (&["full", "webhooks"], &dependencies))?;
    let mut types: Vec<&str> = cases.iter().map(|(ty, _)| ty.as_str()).collect();
    types.sort_unstable();
    types.dedup();
    let mut source = format!("{PROGRAM}\nconst TYPES: &[Check] = &[\n");
    for ty in &types {
        // Writing to a string cannot fail.
        let _ = writeln!(source, "    check::<{ty}>,");
    }
    source.push_str("];\n");
    fs::write(own.join("src/main.rs"), source).map_err(failed)?;
    let lines =
        cases.iter().map(|(ty, json)| format!("{} {json}\n", types.binary_search(&ty.as_str()).unwrap_or_default()));
    fs::write(folder.join("cases.txt"), lines.collect::<String>()).map_err(failed)?;
    let mut command = crates::command(project, &own, &project.target().join("deviations-target"));
    command.args(["run", "--quiet", "--"]).arg(folder.join("cases.txt")).stdin(Stdio::null());
    let output = command.output().map_err(|error| format!("cannot start cargo: {error}"))?;
    if !output.status.success() {
        return Err(format!("the program failed: {}", String::from_utf8_lossy(&output.stderr)));
    }
    let mut counts = Counts::new();
    let mut wrong = Vec::new();
    for line in String::from_utf8_lossy(&output.stdout).lines() {
        let (kind, detail) = line.split_once(' ').unwrap_or((line, ""));
        *counts.entry(kind.to_owned()).or_insert(0) += 1;
        let is_right = ["examples", "accepted", "named", "lost"].contains(&kind);
        if !is_right && wrong.len() < show {
            wrong.push(format!("{kind}: {detail}"));
        }
    }
    Ok((counts, wrong))
}

/// Writes the SDK of a document into a folder; returns the bodies of successes, each with its type in Rust.
fn generate(project: &Project, document: &Path, folder: &Path) -> Result<Vec<(String, String)>, String> {
    crates::sdk(project, document, Config::default(), folder, |source, config, options| {
        let model = sdkgen::model(source, config, options, &mut Outcome::default(), &mut |_| ())?;
        Some(model.api.operations.iter().flat_map(|operation| bodies(&model, operation)).collect())
    })
}

/// The examples that the document shows of a success, or else a sample.
fn bodies(model: &Model, operation: &Operation) -> Vec<(String, String)> {
    let Output::Json { ty, optional } = &operation.output else { return Vec::new() };
    let rust = spelled(model, &Item { ty: ty.clone(), nullable: *optional });
    let shown = operation.examples.iter().filter_map(|one| match &one.of {
        Shown::Response { status, media_type } if status.starts_with('2') && media_type.contains("json") => {
            one.example.value.as_ref().map(|value| value.to_string())
        }
        _ => None,
    });
    let mut bodies: Vec<String> = shown.collect();
    if bodies.is_empty() && !matches!(ty, Type::Json) {
        bodies.extend(response_sample(&model.api, ty).map(|value| value.to_string()));
    }
    // On one line each.
    let parsed = bodies.iter().filter_map(|body| serde_json::from_str::<Value>(body).ok());
    parsed.map(|body| (rust.clone(), body.to_string())).collect()
}
