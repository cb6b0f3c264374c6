//! Measures the compilation of a crate without its dependencies, which are compiled before through an empty crate with
//! the same manifest. Incremental compilation is off. Knows cargo, no generator.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::SystemTime;

use super::figures::{Measure, Row};
use super::{Work, bare};
use crate::crates;
use crate::meter::{self, Cost};
use crate::process::cargo;

/// The time limit for dependencies, in seconds. They are not measured.
const PATIENCE: u64 = 3_600;

/// A generated crate.
pub(super) struct Crate<'a> {
    pub(super) work: &'a Work<'a>,
    /// Its folder; the empty crate is written beside it.
    pub(super) folder: &'a Path,
    /// Its target folder.
    pub(super) target: PathBuf,
    /// Whether to enable features that are off by default.
    pub(super) all_features: bool,
}

impl Crate<'_> {
    /// Compiles the crate for a measure, and adds the numbers to the row.
    pub(super) fn measure(&self, measure: Measure, row: &mut Row) -> Result<(), String> {
        let name = self.library()?;
        self.dependencies(measure)?;
        let bare = if measure == Measure::Bare { Some(bare::write(self.folder)?) } else { None };
        let cost = self.run(&self.cargo(bare.as_deref().unwrap_or(self.folder), measure));
        bare.into_iter().for_each(|bare| drop(fs::remove_dir_all(bare)));
        let (cost, word) = (cost?, measure.word());
        row.set(&format!("{word}_seconds"), cost.user_seconds);
        row.set(&format!("{word}_megabytes"), cost.megabytes);
        if matches!(measure, Measure::Debug | Measure::Release) {
            row.set(&format!("{word}_rlib"), megabytes(&self.target.join(word).join(format!("lib{name}.rlib")))?);
        }
        Ok(())
    }

    /// Compiles the dependencies of the crate.
    pub(super) fn dependencies(&self, measure: Measure) -> Result<(), String> {
        let empty = self.empty();
        let failed = |error: std::io::Error| format!("cannot write the empty crate: {error}");
        fs::create_dir_all(empty.join("src")).map_err(failed)?;
        fs::write(empty.join("src/lib.rs"), "").map_err(failed)?;
        fs::copy(self.folder.join("Cargo.toml"), empty.join("Cargo.toml")).map_err(failed)?;
        // The manifest may refer to the README.
        let _ = fs::copy(self.folder.join("README.md"), empty.join("README.md"));
        let lock = self.folder.join("Cargo.lock");
        if lock.is_file() {
            fs::copy(&lock, empty.join("Cargo.lock")).map_err(failed)?;
        }
        meter::run(&self.cargo(&empty, measure), PATIENCE, &self.target)
            .map_err(|reason| format!("its dependencies: {reason}"))?;
        fs::copy(empty.join("Cargo.lock"), lock).map_err(failed)?;
        self.renew()
    }

    /// Touches the crate so that cargo compiles it: cargo treats crates with the same name in one target folder as the
    /// same crate, and compares the times of files.
    pub(super) fn renew(&self) -> Result<(), String> {
        let failed = |error: std::io::Error| format!("cannot make the crate newer: {error}");
        let library = fs::File::options().append(true).open(self.folder.join("src/lib.rs")).map_err(failed)?;
        library.set_modified(SystemTime::now()).map_err(failed)
    }

    fn cargo(&self, folder: &Path, measure: Measure) -> Command {
        let is_check = matches!(measure, Measure::Check | Measure::Bare);
        let mut command = self.quiet_cargo(folder);
        command.args([if is_check { "check" } else { "build" }, "--quiet", "--lib"]);
        if self.all_features {
            command.arg("--all-features");
        }
        if measure == Measure::Release {
            command.arg("--release");
        }
        command
    }

    pub(super) fn empty(&self) -> PathBuf {
        crates::beside(self.folder, "empty")
    }

    /// Removes the build products of the crate; those of its dependencies are kept.
    pub(super) fn clean(&self) {
        let Ok(name) = package_name(self.folder) else { return };
        for manner in [&[][..], &["--release"]] {
            let mut command = self.quiet_cargo(self.folder);
            command.args(["clean", "--quiet", "--offline", "-p", &name]).args(manner);
            // What remains is removed with the target folder.
            let _ = command.stderr(Stdio::null()).status();
        }
        let _ = fs::remove_dir_all(self.empty());
    }

    /// Returns cargo in a folder, with default settings.
    pub(super) fn quiet_cargo(&self, folder: &Path) -> Command {
        let mut command = cargo(self.work.project, &[]);
        command.current_dir(folder).env("CARGO_TARGET_DIR", &self.target);
        command.env("CARGO_INCREMENTAL", "0").env("CARGO_TERM_COLOR", "never");
        // So that the program of the last step uses the same dependencies as the crate.
        command.env("CARGO_PROFILE_RELEASE_STRIP", "symbols").stdin(Stdio::null());
        for variable in ["RUSTFLAGS", "CARGO_PROFILE_DEV_DEBUG", "CARGO_PROFILE_RELEASE_DEBUG", "CARGO_MANIFEST_DIR"] {
            command.env_remove(variable);
        }
        command
    }

    /// Runs a command and measures it.
    pub(super) fn run(&self, command: &Command) -> Result<Cost, String> {
        meter::run(command, self.work.limit, &self.target)
    }

    /// Returns the name of the crate in code.
    pub(super) fn library(&self) -> Result<String, String> {
        Ok(package_name(self.folder)?.replace('-', "_"))
    }
}

/// Returns the size of a file in megabytes.
pub(super) fn megabytes(path: &Path) -> Result<f64, String> {
    let data = fs::metadata(path).map_err(|error| format!("{} is not there: {error}", path.display()))?;
    Ok(data.len() as f64 / 1e6)
}

/// Returns the name of the package in the manifest.
pub(super) fn package_name(folder: &Path) -> Result<String, String> {
    let manifest = crates::manifest(folder)?;
    let name = manifest.get("package").and_then(|package| package.get("name")).and_then(toml::Value::as_str);
    Ok(name.ok_or("the manifest has no name")?.to_owned())
}
