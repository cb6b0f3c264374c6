//! Compiles programs against SDKs, all in one workspace: what rustc says of each of them.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::{env, fmt, fs};

use serde_json::{Value, json};

use super::sdk::Sdk;
use crate::crates::{self, lines_of_json};
use crate::project::Project;

/// Where the crates are.
pub(super) struct Work<'a> {
    project: &'a Project,
    crates: PathBuf,
    target: PathBuf,
}

/// A program that uses an SDK.
pub(super) struct Program {
    /// The name of its crate.
    pub(super) name: String,
    /// The name of the SDK's crate.
    pub(super) sdk: String,
    pub(super) text: String,
    /// The cargo features that it asks for.
    pub(super) features: Vec<String>,
    /// What the SDK lacks that a compiler is not needed for.
    pub(super) missing: Vec<String>,
    /// Whether it can be run; it is only compiled otherwise.
    pub(super) runs: bool,
}

/// What becomes of a program.
#[derive(Debug)]
pub(super) enum Verdict {
    Compiles,
    /// With the errors.
    Fails(Vec<Complaint>),
    /// The SDK itself does not compile.
    Broken(Complaint),
}

/// An error of the compiler: what it says, and of which line of the program.
#[derive(Clone, Debug)]
pub(super) struct Complaint {
    pub(super) message: String,
    pub(super) line: String,
}

impl fmt::Display for Complaint {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.line.is_empty() {
            return formatter.write_str(&self.message);
        }
        write!(formatter, "{}: {}", self.message, self.line)
    }
}

impl fmt::Display for Verdict {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Compiles => formatter.write_str("it compiles"),
            Self::Fails(errors) => match errors.first() {
                Some(first) => write!(formatter, "{} errors, the first one: {first}", errors.len()),
                None => formatter.write_str("it does not compile"),
            },
            Self::Broken(error) => write!(formatter, "the SDK does not compile: {error}"),
        }
    }
}

impl<'a> Work<'a> {
    pub(super) fn new(project: &'a Project, folder: Option<PathBuf>) -> Result<Self, String> {
        let folder = folder.unwrap_or_else(|| project.target().join("semver"));
        let crates = folder.join("crates");
        fs::create_dir_all(&crates).map_err(|error| format!("cannot create {}: {error}", crates.display()))?;
        Ok(Self { project, crates, target: folder.join("target") })
    }

    /// The folder of everything.
    pub(super) fn folder(&self) -> &Path {
        self.crates.parent().unwrap_or(&self.crates)
    }

    pub(super) fn project(&self) -> &'a Project {
        self.project
    }

    /// Compiles programs against these SDKs; returns the verdicts by the names of the programs.
    pub(super) fn judge(&self, sdks: &[&Sdk], programs: &[&Program]) -> Result<HashMap<String, Verdict>, String> {
        sdks.iter().try_for_each(|sdk| sdk.write(&self.crates.join(&sdk.name)))?;
        programs.iter().try_for_each(|program| self.write(program))?;
        let of_sdks = sdks.iter().map(|sdk| sdk.name.as_str());
        let names: Vec<&str> = of_sdks.chain(programs.iter().map(|program| program.name.as_str())).collect();
        crates::workspace(self.project, &self.crates, &names)?;
        let mut command = crates::command(self.project, &self.crates, &self.target);
        let check = if programs.iter().any(|program| program.runs) { "build" } else { "check" };
        command.args([check, "--keep-going", "--message-format=json", "--quiet"]);
        command.args(programs.iter().flat_map(|program| ["-p", &program.name]));
        let output = command.output().map_err(|error| format!("cannot start cargo: {error}"))?;
        let said = lines_of_json(&output.stdout);
        if said.is_empty() {
            return Err(format!("cargo failed: {}", String::from_utf8_lossy(&output.stderr)));
        }
        Ok(programs.iter().map(|program| (program.name.clone(), verdict(program, &said))).collect())
    }

    /// Runs a program that was compiled, and returns what it prints.
    pub(super) fn run(&self, name: &str) -> Result<Vec<u8>, String> {
        let program = self.target.join("debug").join(format!("{name}{}", env::consts::EXE_SUFFIX));
        let output = Command::new(&program).stdin(Stdio::null()).output();
        let output = output.map_err(|error| format!("cannot start {}: {error}", program.display()))?;
        match output.status.success() {
            true => Ok(output.stdout),
            false => Err(format!("{name} failed: {}", String::from_utf8_lossy(&output.stderr))),
        }
    }

    fn write(&self, program: &Program) -> Result<(), String> {
        let manifest = format!(
            "[package]\nname = {}\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[dependencies.sdk]\npackage = {}\npath = \
             {}\ndefault-features = false\nfeatures = {}\n",
            json!(program.name),
            json!(program.sdk),
            json!(format!("../{}", program.sdk)),
            json!(program.features)
        );
        let folder = self.crates.join(&program.name);
        let source = folder.join("src");
        let file = if program.runs { "main.rs" } else { "lib.rs" };
        fs::create_dir_all(&source).map_err(|error| format!("cannot create {}: {error}", source.display()))?;
        for (path, text) in [(folder.join("Cargo.toml"), &manifest), (source.join(file), &program.text)] {
            // What is the same is not compiled again.
            if fs::read_to_string(&path).is_ok_and(|known| known == *text) {
                continue;
            }
            fs::write(&path, text).map_err(|error| format!("cannot write {}: {error}", path.display()))?;
        }
        Ok(())
    }
}

fn verdict(program: &Program, said: &[Value]) -> Verdict {
    let errors = |name: &str| {
        let complaints: Vec<Complaint> = crates::complaints(said, name)
            .filter(|message| message["level"] == "error" && !message["spans"].as_array().is_none_or(Vec::is_empty))
            .map(complaint)
            .collect();
        complaints
    };
    if let Some(first) = errors(&library(&program.sdk)).into_iter().next() {
        return Verdict::Broken(first);
    }
    let missing = program.missing.iter().map(|message| Complaint { message: message.clone(), line: String::new() });
    let target = if program.runs { program.name.clone() } else { library(&program.name) };
    let all: Vec<Complaint> = missing.chain(errors(&target)).collect();
    let is_compiled = said.iter().any(|said| said["reason"] == "compiler-artifact" && said["target"]["name"] == target);
    match (all.is_empty(), is_compiled) {
        (true, true) => Verdict::Compiles,
        (true, false) => Verdict::Broken(Complaint { message: "it was not compiled".to_owned(), line: String::new() }),
        (false, _) => Verdict::Fails(all),
    }
}

/// The name of the library of a crate; programs keep its name.
fn library(name: &str) -> String {
    name.replace('-', "_")
}

fn complaint(message: &Value) -> Complaint {
    let spans = message["spans"].as_array().map(Vec::as_slice).unwrap_or_default();
    let span = spans.iter().find(|span| span["is_primary"] == true).or(spans.first());
    let line = span.and_then(|span| span["text"][0]["text"].as_str()).unwrap_or_default();
    Complaint { message: message["message"].as_str().unwrap_or_default().to_owned(), line: line.trim().to_owned() }
}
