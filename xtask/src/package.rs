//! Packs crates as they would be published, and compiles what was packed from the archives alone: a folder with nothing
//! in it but what `.crate` files hold, where each crate stands for the published one. Cargo's own check is the same for
//! each crate, and compiles everything that several of them need once for each.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::{fs, io};

use crate::crates;
use crate::process::{self, cargo};
use crate::project::Project;

/// A document that is no part of the project, and may stand beside the checkout.
const TRAIN_TRAVEL: &str = "../shared/corpus/first-party/train-travel-3.1.yaml";

/// What of the project itself is published.
const OWN: [&str; 2] = ["sdkgen", "sdkgen-runtime"];

/// An SDK to pack.
struct Sdk {
    /// What its folder is called.
    name: String,
    document: PathBuf,
    /// Other arguments of the generator.
    arguments: Vec<String>,
}

/// What became of a run.
#[derive(Default)]
pub(crate) struct Packed {
    /// What was packed and compiled.
    pub(crate) done: Vec<String>,
    /// What was not, and why.
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
    // Seen from where we were started, not from the root.
    let document = std::path::absolute(document).map_err(|error| format!("{}: {error}", document.display()))?;
    let sdk = Sdk { name, document, arguments };
    self::sdk(project, &sdk)?;
    Ok(Packed { done: vec![sdk.name], skipped: Vec::new() })
}

impl Packed {
    /// A line for what was done, and one for each that was skipped.
    pub(crate) fn lines(&self) -> Vec<String> {
        let done = format!("packed and compiled: {}; skipped: {}", self.done.join(", "), self.skipped.len());
        std::iter::once(done).chain(self.skipped.iter().map(|why| format!("skipped: {why}"))).collect()
    }
}

/// The generator and the runtime: the program has the runtime's sources in it wherever it is built.
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
    // The same versions as ours, so that nothing is looked for.
    fs::copy(project.path("Cargo.lock"), out.join("Cargo.lock")).map_err(failed(&out))?;
    let mut command = cargo(project, &["package", "--workspace", "--no-verify", "--allow-dirty"]);
    command.current_dir(&out);
    process::run(target_of(command, &location))?;
    compile(project, &location)
}

/// Nothing is compiled for an archive: the folder has nothing but archives in it.
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
    // What others have compiled already is not compiled again.
    command.current_dir(&unpacked).env("CARGO_TARGET_DIR", project.target());
    process::run(command)
}

/// The `.crate` files of a folder, sorted.
fn archives(folder: &Path) -> Result<Vec<PathBuf>, String> {
    let entries = fs::read_dir(folder).map_err(failed(folder))?;
    let paths = entries.flatten().map(|entry| entry.path());
    let mut archives: Vec<PathBuf> = paths.filter(|path| path.extension().is_some_and(|it| it == "crate")).collect();
    archives.sort();
    Ok(archives)
}

/// The one folder that an archive holds: the package and its version.
fn stem(archive: &Path) -> Option<String> {
    archive.file_stem().map(|stem| stem.to_string_lossy().into_owned())
}

/// The folder, with nothing in it.
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
