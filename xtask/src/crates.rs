//! What several commands do with generated crates: make the generator, generate crates, put them into a workspace,
//! compile them, read their files, their manifests and what cargo says of them. Knows no command.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::{env, fs, io};

use sdkgen::{Config, File, Options, Outcome, Source, tree};
use serde_json::{Value, json};

use crate::process::{self, cargo};
use crate::project::Project;

/// Builds the generator as users have it.
pub(crate) fn generator(project: &Project) -> Result<PathBuf, String> {
    process::run(cargo(project, &["build", "--release", "--quiet", "-p", "sdkgen"]))?;
    Ok(project.target().join("release").join(format!("sdkgen{}", env::consts::EXE_SUFFIX)))
}

/// The stack of the thread that reads documents, in bytes: schemas can nest deeply.
const STACK: usize = 256 << 20;

/// Runs the generator with the stack that it needs.
pub(crate) fn with_stack<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T, String> {
    let thread = std::thread::Builder::new().stack_size(STACK).spawn(work).map_err(|error| error.to_string())?;
    thread.join().map_err(|_| "the generator panicked".to_owned())
}

/// The folder of the runtime, as the options of the generator have it.
pub(crate) fn runtime(project: &Project) -> Result<String, String> {
    let runtime = fs::canonicalize(project.path("runtime")).map_err(|error| format!("no runtime: {error}"))?;
    Ok(runtime.display().to_string())
}

/// Writes the files of a crate into a folder.
pub(crate) fn write(folder: &Path, files: Vec<File>) -> Result<(), String> {
    let plan = tree::compare(folder, files).map_err(|error| format!("{}: {error}", folder.display()))?;
    plan.apply().map_err(|error| format!("cannot write {}: {error}", folder.display()))
}

/// Generates the SDK of a document as the crate `sdk` in a folder; returns what `read` finds out about it.
pub(crate) fn sdk<T: Send + 'static>(
    project: &Project,
    document: &Path,
    mut config: Config,
    folder: &Path,
    read: impl FnOnce(&Source, &Config, &Options) -> Option<T> + Send + 'static,
) -> Result<T, String> {
    config.package.name = Some("sdk".to_owned());
    config.package.workspace = Some(false);
    let options = Options { lenient_names: true, runtime_path: Some(runtime(project)?), ..Options::default() };
    let source = Source::new(document.display().to_string(), text(document)?);
    let (outcome, found): (Outcome, _) = with_stack(move || {
        let outcome = sdkgen::generate(&source, &config, &options);
        let found = read(&source, &config, &options);
        (outcome, found)
    })?;
    let found = found.ok_or_else(|| format!("{}: refused", document.display()))?;
    write(folder, outcome.files)?;
    Ok(found)
}

/// Writes a crate that uses the SDK in the folder `sdk` beside it: with those of these features that the SDK has, and
/// what else it depends on, as lines of a manifest. Returns its folder.
pub(crate) fn user(
    project: &Project,
    folder: &Path,
    name: &str,
    (features, dependencies): (&[&str], &str),
) -> Result<PathBuf, String> {
    let declared = manifest(&folder.join("sdk"))?;
    let features: Vec<&str> = self::features(&declared).filter(|feature| features.contains(feature)).collect();
    let manifest = format!(
        "[package]\nname = \"{name}\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[dependencies]\n\
         sdk = {{ path = \"../sdk\", default-features = false, features = {features:?} }}\n{dependencies}\n[workspace]\n"
    );
    let own = folder.join(name);
    let failed = |error: io::Error| format!("cannot write to {}: {error}", own.display());
    fs::create_dir_all(own.join("src")).map_err(failed)?;
    fs::write(own.join("Cargo.toml"), manifest).map_err(failed)?;
    lock(project, &own)?;
    Ok(own)
}

/// Writes the workspace around the crates of these names in a folder.
pub(crate) fn workspace(project: &Project, folder: &Path, names: &[&str]) -> Result<(), String> {
    let failed = |error: io::Error| format!("cannot write to {}: {error}", folder.display());
    // Names are of ASCII letters and digits: JSON and TOML spell lists of them alike.
    let manifest = format!("[workspace]\nresolver = \"3\"\nmembers = {}\n", json!(names));
    fs::write(folder.join("Cargo.toml"), manifest).map_err(failed)?;
    lock(project, folder)
}

/// Gives a folder the lock of this project: the same versions, so that nothing is looked for.
fn lock(project: &Project, folder: &Path) -> Result<(), String> {
    let copied = fs::copy(project.path("Cargo.lock"), folder.join("Cargo.lock"));
    copied.map(drop).map_err(|error| format!("cannot write to {}: {error}", folder.display()))
}

/// Cargo in such a workspace, as fast and as small as can be.
pub(crate) fn command(project: &Project, folder: &Path, target: &Path) -> Command {
    let mut command = cargo(project, &[]);
    command.current_dir(folder).env("CARGO_TARGET_DIR", target).env("CARGO_INCREMENTAL", "0");
    command.env("CARGO_PROFILE_DEV_DEBUG", "0").env_remove("RUSTFLAGS").stdin(Stdio::null());
    command
}

/// The manifest in a folder.
pub(crate) fn manifest(folder: &Path) -> Result<toml::Table, String> {
    let text = fs::read_to_string(folder.join("Cargo.toml")).map_err(|error| format!("no manifest: {error}"))?;
    text.parse().map_err(|error| format!("no manifest: {error}").replace('\n', " "))
}

/// The features that a manifest declares.
pub(crate) fn features(manifest: &toml::Table) -> impl Iterator<Item = &str> {
    let features = manifest.get("features").and_then(toml::Value::as_table);
    features.into_iter().flat_map(toml::Table::keys).map(String::as_str)
}

/// All files below a folder, sorted.
pub(crate) fn files(folder: &Path) -> Result<Vec<PathBuf>, String> {
    let mut found = Vec::new();
    walk(folder, &mut found)?;
    found.sort();
    Ok(found)
}

fn walk(folder: &Path, found: &mut Vec<PathBuf>) -> Result<(), String> {
    let failed = |error: io::Error| format!("cannot list {}: {error}", folder.display());
    for entry in fs::read_dir(folder).map_err(failed)? {
        let path = entry.map_err(failed)?.path();
        if path.is_dir() {
            walk(&path, found)?;
        } else {
            found.push(path);
        }
    }
    Ok(())
}

/// The text of a file.
pub(crate) fn text(path: &Path) -> Result<String, String> {
    fs::read_to_string(path).map_err(|error| format!("cannot read {}: {error}", path.display()))
}

/// Those lines that are JSON.
pub(crate) fn lines_of_json(bytes: &[u8]) -> Vec<Value> {
    let lines = bytes.split(|byte| *byte == b'\n').filter(|line| line.starts_with(b"{"));
    lines.filter_map(|line| serde_json::from_slice(line).ok()).collect()
}

/// The errors and warnings of a target among what cargo said.
pub(crate) fn complaints<'a>(said: &'a [Value], target: &str) -> impl Iterator<Item = &'a Value> {
    let own = said
        .iter()
        .filter(move |reported| reported["reason"] == "compiler-message" && reported["target"]["name"] == target);
    own.map(|reported| &reported["message"])
        .filter(|message| matches!(message["level"].as_str(), Some("error" | "warning")))
}

/// The programs that cargo compiled of a target, by the names of their crates.
pub(crate) fn programs(messages: &[Value], target: &str) -> impl Iterator<Item = (String, PathBuf)> {
    messages.iter().filter_map(move |message| {
        let package = Path::new(message["manifest_path"].as_str()?).parent()?.file_name()?.to_str()?;
        (message["target"]["name"] == target).then_some(())?;
        Some((package.to_owned(), PathBuf::from(message["executable"].as_str()?)))
    })
}

/// A folder beside that of a crate, for something that is made of it.
pub(crate) fn beside(folder: &Path, kind: &str) -> PathBuf {
    folder.with_file_name(format!("{}-{kind}", folder.file_name().unwrap_or_default().display()))
}

#[cfg(test)]
mod tests {
    use super::lines_of_json;

    #[test]
    fn lines_that_are_no_json_are_passed_over() {
        assert_eq!(lines_of_json(b"x\n{\"a\": 1}\n\n{oops}\n").len(), 1);
    }
}
