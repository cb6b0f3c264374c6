//! Packs crates as they would be published, and compiles them from the archives alone, in a folder with nothing but the
//! content of `.crate` files, which replace the published crates. Cargo's own check does the same for each crate, but
//! compiles shared dependencies once per crate.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::{fs, io};

use crate::crates;
use crate::process::{self, cargo};
use crate::project::Project;

/// A document that is not part of the project and may exist beside the checkout.
const TRAIN_TRAVEL: &str = "../shared/corpus/first-party/train-travel-3.1.yaml";

/// The packages of the project that are published.
const OWN: [&str; 2] = ["sdkgen", "sdkgen-runtime"];

/// An SDK to pack.
struct Sdk {
    /// The name of its folder.
    name: String,
    document: PathBuf,
    /// Other arguments of the generator.
    arguments: Vec<String>,
}

/// The result of a run.
#[derive(Default)]
pub(crate) struct Packed {
    /// The crates that were packed and compiled.
    pub(crate) done: Vec<String>,
    /// The crates that were not, with the reason.
    pub(crate) skipped: Vec<String>,
}

/// Packs the project's own crates and the SDKs that it knows.
pub(crate) fn run(project: &Project) -> Result<Packed, String> {
    let mut packed = Packed::default();
    own(project)?;
    packed.done.push(OWN.join(" and "));
    let keycard = |name: &str, more: &[&str]| Sdk {
        name: name.to_owned(),
        document: project.path("specs/keycard.yaml"),
        arguments: [&["--config", "specs/keycard.toml"], more].concat().iter().map(ToString::to_string).collect(),
    };
    let mut sdks = vec![keycard("keycard", &[]), keycard("keycard-split", &["--split", "4"])];
    let document = project.path(TRAIN_TRAVEL);
    if document.is_file() {
        sdks.push(Sdk { name: "train-travel".to_owned(), document, arguments: Vec::new() });
    } else {
        packed.skipped.push(format!("train-travel: there is no {TRAIN_TRAVEL} beside the checkout"));
    }
    for sdk in sdks {
        self::sdk(project, &sdk)?;
        packed.done.push(sdk.name);
    }
    Ok(packed)
}

/// Packs the SDK of one document.
pub(crate) fn one(project: &Project, document: &Path, split: Option<usize>) -> Result<Packed, String> {
    let name = document.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let split = split.map(|count| ["--split".to_owned(), count.to_string()]).into_iter().flatten();
    let arguments = ["--lenient-names".to_owned()].into_iter().chain(split).collect();
    // Relative to the current folder, not to the root of the project.
    let document = std::path::absolute(document).map_err(|error| format!("{}: {error}", document.display()))?;
    let sdk = Sdk { name, document, arguments };
    self::sdk(project, &sdk)?;
    Ok(Packed { done: vec![sdk.name], skipped: Vec::new() })
}

impl Packed {
    /// Returns a line for what was done, and one for each crate that was skipped.
    pub(crate) fn lines(&self) -> Vec<String> {
        let done = format!("packed and compiled: {}; skipped: {}", self.done.join(", "), self.skipped.len());
        std::iter::once(done).chain(self.skipped.iter().map(|why| format!("skipped: {why}"))).collect()
    }
}

/// Packs and compiles the generator and the runtime. The generator contains the runtime's sources wherever it is built.
fn own(project: &Project) -> Result<(), String> {
    let location = emptied(&project.target().join("packages/own"))?;
    let mut command = cargo(project, &["package", "--no-verify", "--allow-dirty"]);
    command.args(OWN.iter().flat_map(|name| ["-p", *name]));
    process::run(target_of(command, &location))?;
    compile(project, &location)
}

fn sdk(project: &Project, sdk: &Sdk) -> Result<(), String> {
    let location = emptied(&project.target().join("packages").join(&sdk.name))?;
    let out = location.join("sdk");
    let mut command = cargo(project, &["run", "--quiet", "-p", "sdkgen", "--", "generate"]);
    command.arg(&sdk.document).args(&sdk.arguments).arg("--out").arg(&out);
    process::run(command)?;
    // The same versions as in this workspace, so that none have to be resolved.
    fs::copy(project.path("Cargo.lock"), out.join("Cargo.lock")).map_err(failed(&out))?;
    let mut command = cargo(project, &["package", "--workspace", "--no-verify", "--allow-dirty"]);
    command.current_dir(&out);
    process::run(target_of(command, &location))?;
    compile(project, &location)
}

/// Sets the target folder for packing, which does not compile: the folder contains only archives.
fn target_of(mut command: Command, location: &Path) -> Command {
    command.env("CARGO_TARGET_DIR", location.join("target"));
    command
}

/// Unpacks the archives of a folder into a folder, and compiles them there.
fn compile(project: &Project, location: &Path) -> Result<(), String> {
    let unpacked = emptied(&location.join("unpacked"))?;
    let archives = archives(&location.join("target/package"))?;
    if archives.is_empty() {
        return Err(format!("cargo packed nothing below {}", location.display()));
    }
    for archive in &archives {
        let mut command = Command::new("tar");
        command.arg("-xzf").arg(archive).arg("-C").arg(&unpacked);
        process::run(command)?;
    }
    let folders: Vec<String> = archives.iter().filter_map(|archive| stem(archive)).collect();
    let names: Vec<&str> = folders.iter().map(String::as_str).collect();
    crates::workspace(project, &unpacked, &names)?;
    let manifest = unpacked.join("Cargo.toml");
    let mut text = crates::text(&manifest)?;
    text.push_str("\n[patch.crates-io]\n");
    for folder in &folders {
        let package = crates::manifest(&unpacked.join(folder))?;
        let name = package.get("package").and_then(|package| package.get("name")).and_then(toml::Value::as_str);
        let name = name.ok_or_else(|| format!("{folder} says no name"))?;
        text.push_str(&format!("{name} = {{ path = \"{folder}\" }}\n"));
    }
    fs::write(&manifest, text).map_err(failed(&manifest))?;
    let mut command = cargo(project, &["check", "--workspace", "--all-features"]);
    // With the shared target folder, dependencies that are compiled already are not compiled again.
    command.current_dir(&unpacked).env("CARGO_TARGET_DIR", project.target());
    process::run(command)
}

/// Returns the `.crate` files of a folder, sorted.
fn archives(folder: &Path) -> Result<Vec<PathBuf>, String> {
    let entries = fs::read_dir(folder).map_err(failed(folder))?;
    let paths = entries.flatten().map(|entry| entry.path());
    let mut archives: Vec<PathBuf> = paths.filter(|path| path.extension().is_some_and(|it| it == "crate")).collect();
    archives.sort();
    Ok(archives)
}

/// Returns the name of the only folder in an archive: the package and its version.
fn stem(archive: &Path) -> Option<String> {
    archive.file_stem().map(|stem| stem.to_string_lossy().into_owned())
}

/// Creates the folder, or removes its content.
fn emptied(folder: &Path) -> Result<PathBuf, String> {
    match fs::remove_dir_all(folder) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(failed(folder)(error)),
        _ => {}
    }
    fs::create_dir_all(folder).map_err(failed(folder))?;
    Ok(folder.to_owned())
}

fn failed(path: &Path) -> impl Fn(io::Error) -> String + use<> {
    let path = path.display().to_string();
    move |error| format!("{path}: {error}")
}

#[cfg(test)]
mod tests {
    use super::{Packed, stem};
    use std::path::Path;

    #[test]
    fn what_is_skipped_is_counted_and_reported() {
        let packed = Packed { done: vec!["a".to_owned(), "b".to_owned()], skipped: vec!["c: no such file".to_owned()] };
        assert_eq!(packed.lines(), ["packed and compiled: a, b; skipped: 1", "skipped: c: no such file"]);
        assert_eq!(stem(Path::new("x/a-1.2.3-rc.1.crate")).as_deref(), Some("a-1.2.3-rc.1"));
    }
}
