//! Programs that do the same tasks with SDKs of ours and, where there is one, with the hand-made crate of the API:
//! whether ours compile and send what they should, and how long both are.
//!
//! The programs stand in `xtask/programs`. Each of ours was written first from the README, `api.md` and `models.md` of
//! its SDK alone.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use clap::Args;
use sdkgen::Config;

use crate::crates;
use crate::process;
use crate::project::Project;

/// What to compile.
#[derive(Args)]
pub(crate) struct Arguments {
    /// The programs; all of those whose documents are there, if none is named
    names: Vec<String>,
    /// The folder of the documents of other APIs
    #[arg(long, default_value = "../shared/corpus/first-party")]
    documents: PathBuf,
    /// Compile the programs with hand-made crates too, which are fetched
    #[arg(long)]
    hand_made: bool,
}

/// A program, and what it is compiled with. `NAME.toml` beside it is the configuration of its SDK.
struct Program {
    name: &'static str,
    /// The file of its document; `None` for the one in `specs`.
    document: Option<&'static str>,
    /// The features of its SDK for parts of the API.
    features: &'static [&'static str],
}

const PROGRAMS: [Program; 8] = [
    Program { name: "keycard", document: None, features: &["zones"] },
    Program { name: "openai", document: Some("openai.json"), features: &["chat", "embeddings", "files", "models"] },
    Program { name: "github", document: Some("github.json"), features: &["issues", "pulls", "repos"] },
    Program {
        name: "stripe",
        document: Some("stripe.com.json"),
        features: &["checkout", "customers", "invoices", "payment_intents", "refunds"],
    },
    Program { name: "kubernetes", document: Some("kubernetes.io.json"), features: &["apis", "namespaces"] },
    Program { name: "box", document: Some("box.json"), features: &["files", "folders"] },
    Program { name: "discord", document: Some("discord.json"), features: &["channels", "guilds"] },
    Program { name: "twilio", document: Some("twilio-api-v2010.json"), features: &["accounts"] },
];

/// The most that a program of ours may have of the lines of a hand-made one.
const MOST: f64 = 0.85;

/// Compiles and runs the program of Keycard.
pub(crate) fn in_ci(project: &Project) -> Result<(), String> {
    let arguments = Arguments { names: vec!["keycard".to_owned()], documents: PathBuf::new(), hand_made: false };
    run(project, &arguments)
}

/// Compiles and runs programs, and prints their lengths.
pub(crate) fn run(project: &Project, arguments: &Arguments) -> Result<(), String> {
    if let Some(unknown) = arguments.names.iter().find(|name| !PROGRAMS.iter().any(|one| one.name == **name)) {
        let known: Vec<&str> = PROGRAMS.iter().map(|program| program.name).collect();
        return Err(format!("there is no program `{unknown}`; there are {}", known.join(", ")));
    }
    let (mut failed, mut skipped, mut table) = (Vec::new(), 0, String::new());
    for program in &PROGRAMS {
        if !(arguments.names.is_empty() || arguments.names.iter().any(|name| name == program.name)) {
            continue;
        }
        let document = match program.document {
            None => project.path("specs/keycard.yaml"),
            Some(file) => arguments.documents.join(file),
        };
        if !document.exists() {
            println!("{}: skipped, since there is no {}", program.name, document.display());
            skipped += 1;
            continue;
        }
        match one(project, program, &document, arguments.hand_made) {
            Ok(row) => table.push_str(&row),
            Err(why) => {
                eprintln!("{}: {why}", program.name);
                failed.push(program.name);
            }
        }
    }
    print!("| program | lines | hand-made | ratio |\n|---|--:|--:|--:|\n{table}");
    println!("{skipped} skipped");
    if failed.is_empty() { Ok(()) } else { Err(format!("these failed: {}", failed.join(", "))) }
}

/// Compiles and runs one program; returns its row of the table.
fn one(project: &Project, program: &Program, document: &Path, with_hand_made: bool) -> Result<String, String> {
    let folder = project.target().join("programs").join(program.name);
    let source = crates::text(&project.path(&format!("xtask/programs/{}.rs", program.name)))?;
    let settings = project.path(&match program.document {
        None => "specs/sdkgen.toml".to_owned(),
        Some(_) => format!("xtask/programs/{}.toml", program.name),
    });
    let config = if settings.exists() { crates::text(&settings)? } else { String::new() };
    let config = Config::parse(&config).map_err(|fault| format!("{}: {}", settings.display(), fault.message))?;
    crates::sdk(project, document, config, &folder.join("sdk"), |_, _, _| Some(()))?;
    let features: Vec<&str> = program.features.iter().copied().chain(["reqwest", "testing"]).collect();
    let others = "serde_json = \"1\"\ntokio = { version = \"1\", features = [\"macros\", \"rt-multi-thread\"] }\n";
    let own = crates::user(project, &folder, "program", (&features, others))?;
    let path = own.join("src/main.rs");
    fs::write(&path, &source).map_err(|error| format!("cannot write {}: {error}", path.display()))?;
    let mut command = crates::command(project, &own, &project.target().join("programs-target"));
    command.args(["test", "--quiet"]);
    process::run(command)?;
    let lines = length(project, &source)?;
    let other = project.path(&format!("xtask/programs/hand_made/{}.rs", program.name));
    if !other.exists() {
        return Ok(format!("| {} | {lines} | | |\n", program.name));
    }
    let source = crates::text(&other)?;
    if with_hand_made {
        hand_made(project, program.name, &source, &crates::text(&other.with_extension("toml"))?)?;
    }
    let others = length(project, &source)?;
    let ratio = lines as f64 / others as f64;
    if ratio > MOST {
        return Err(format!("it has {lines} lines, more than {MOST} of {others}"));
    }
    Ok(format!("| {} | {lines} | {others} | {ratio:.2} |\n", program.name))
}

/// Checks a program that uses a hand-made crate.
fn hand_made(project: &Project, name: &str, source: &str, manifest: &str) -> Result<(), String> {
    let folder = project.target().join("programs").join(name).join("hand-made");
    let failed = |error: std::io::Error| format!("cannot write to {}: {error}", folder.display());
    fs::create_dir_all(folder.join("src")).map_err(failed)?;
    fs::write(folder.join("Cargo.toml"), manifest).map_err(failed)?;
    fs::write(folder.join("src/main.rs"), source).map_err(failed)?;
    let mut command = crates::command(project, &folder, &project.target().join("hand-made-target"));
    command.args(["check", "--quiet"]);
    process::run(command)
}

/// Returns how many lines a program has as rustfmt formats it by default, without blank lines, comments and tests.
fn length(project: &Project, source: &str) -> Result<usize, String> {
    let folder = project.target().join("programs").join("formatted");
    let failed = |error: std::io::Error| format!("cannot write to {}: {error}", folder.display());
    fs::create_dir_all(&folder).map_err(failed)?;
    // The settings of this project are not those of everybody.
    fs::write(folder.join("rustfmt.toml"), "").map_err(failed)?;
    let path = folder.join("program.rs");
    fs::write(&path, source).map_err(failed)?;
    let mut command = Command::new("rustfmt");
    command.args(["--edition", "2024"]).arg(&path).current_dir(&folder);
    process::run(command)?;
    Ok(count(&crates::text(&path)?))
}

fn count(formatted: &str) -> usize {
    let code = formatted.lines().take_while(|line| *line != "#[cfg(test)]").map(str::trim);
    code.filter(|line| !line.is_empty() && !line.starts_with("//")).count()
}

#[cfg(test)]
mod tests {
    use super::count;

    #[test]
    fn only_code_is_counted() {
        assert_eq!(count("//! A\nuse a;\n\nfn main() {\n    // b\n    c();\n}\n\n#[cfg(test)]\nmod tests {}\n"), 4);
    }
}
