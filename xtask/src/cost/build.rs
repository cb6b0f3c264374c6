//! Compiling a crate alone, measured: what it depends on is compiled before, through an empty crate with the same
//! manifest; incremental compilation is off. Knows cargo, no generator.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::SystemTime;

use super::bare;
use super::figures::{Measure, Row};
use crate::meter;
use crate::process::cargo;
use crate::project::Project;

/// How long dependencies may take, in seconds: they are no part of what is measured.
const PATIENCE: u64 = 3_600;

/// A crate that was generated.
pub(super) struct Crate<'a> {
    pub(super) project: &'a Project,
    /// Where it is; an empty crate comes beside it.
    pub(super) folder: &'a Path,
    /// Where it is compiled.
    pub(super) target: &'a Path,
    /// How long one process may compute, in seconds.
    pub(super) limit: u64,
    /// Whether features are wanted that are off by default.
    pub(super) all_features: bool,
}

impl Crate<'_> {
    /// Compiles the crate in this manner, and puts the numbers or the reason into the row.
    pub(super) fn measure(&self, measure: Measure, row: &mut Row) {
        if let Err(reason) = self.try_measure(measure, row) {
            row.fail(measure, reason);
        }
    }

    /// Checks the crate without the bodies of its functions, and puts the numbers or the reason into the row.
    pub(super) fn measure_bare(&self, row: &mut Row) {
        let cost = self.dependencies(Measure::Check).and_then(|()| {
            let bare = bare::write(self.folder)?;
            let cost = meter::run(&self.cargo(&bare, Measure::Check), self.limit, self.target);
            let _ = fs::remove_dir_all(bare);
            cost
        });
        match cost {
            Ok(cost) => {
                row.set("bare_seconds", cost.user_seconds);
                row.set("bare_megabytes", cost.megabytes);
            }
            Err(reason) => row.fail(Measure::Bare, reason),
        }
    }

    fn try_measure(&self, measure: Measure, row: &mut Row) -> Result<(), String> {
        let name = package_name(self.folder)?;
        self.dependencies(measure)?;
        let command = self.cargo(self.folder, measure);
        let cost = meter::run(&command, self.limit, self.target)?;
        let word = measure.word();
        row.set(&format!("{word}_seconds"), cost.user_seconds);
        row.set(&format!("{word}_megabytes"), cost.megabytes);
        if measure != Measure::Check {
            let library = self.target.join(word).join(format!("lib{}.rlib", name.replace('-', "_")));
            row.set(&format!("{word}_rlib"), megabytes(&library)?);
        }
        Ok(())
    }

    /// Compiles what the crate depends on.
    pub(super) fn dependencies(&self, measure: Measure) -> Result<(), String> {
        let empty = self.empty();
        let failed = |error: std::io::Error| format!("cannot write the empty crate: {error}");
        fs::create_dir_all(empty.join("src")).map_err(failed)?;
        fs::write(empty.join("src/lib.rs"), "").map_err(failed)?;
        fs::copy(self.folder.join("Cargo.toml"), empty.join("Cargo.toml")).map_err(failed)?;
        // The manifest may name a page that belongs to the crate.
        let _ = fs::copy(self.folder.join("README.md"), empty.join("README.md"));
        let lock = self.folder.join("Cargo.lock");
        if lock.is_file() {
            fs::copy(&lock, empty.join("Cargo.lock")).map_err(failed)?;
        }
        meter::run(&self.cargo(&empty, measure), PATIENCE, self.target)
            .map_err(|reason| format!("its dependencies: {reason}"))?;
        fs::copy(empty.join("Cargo.lock"), lock).map_err(failed)?;
        self.renew()
    }

    /// Makes cargo compile the crate: it takes crates of one name in one target folder for the same one, and looks
    /// whether a file is newer.
    pub(super) fn renew(&self) -> Result<(), String> {
        let failed = |error: std::io::Error| format!("cannot make the crate newer: {error}");
        let library = fs::File::options().append(true).open(self.folder.join("src/lib.rs")).map_err(failed)?;
        library.set_modified(SystemTime::now()).map_err(failed)
    }

    fn cargo(&self, folder: &Path, measure: Measure) -> Command {
        let mut command = quiet_cargo(self.project, self.target);
        command.current_dir(folder).arg(if measure == Measure::Check { "check" } else { "build" });
        command.args(["--quiet", "--lib"]);
        if self.all_features {
            command.arg("--all-features");
        }
        if measure == Measure::Release {
            command.arg("--release");
        }
        command
    }

    pub(super) fn empty(&self) -> PathBuf {
        let mut name = self.folder.file_name().unwrap_or_default().to_owned();
        name.push("-empty");
        self.folder.with_file_name(name)
    }

    /// Removes what was compiled of the crate; its dependencies stay.
    pub(super) fn clean(&self) {
        let Ok(name) = package_name(self.folder) else { return };
        for manner in [&[][..], &["--release"]] {
            let mut command = quiet_cargo(self.project, self.target);
            command.args(["clean", "--quiet", "--offline", "-p", &name]).args(manner).current_dir(self.folder);
            // What stays is removed with the target folder.
            let _ = command.stderr(Stdio::null()).status();
        }
        let _ = fs::remove_dir_all(self.empty());
    }
}

/// Cargo with the settings that every user has.
pub(super) fn quiet_cargo(project: &Project, target: &Path) -> Command {
    let mut command = cargo(project, &[]);
    command.env("CARGO_TARGET_DIR", target).env("CARGO_INCREMENTAL", "0").env("CARGO_TERM_COLOR", "never");
    // So that the program of the last step needs no other dependencies than the crate.
    command.env("CARGO_PROFILE_RELEASE_STRIP", "symbols").stdin(Stdio::null());
    for variable in ["RUSTFLAGS", "CARGO_PROFILE_DEV_DEBUG", "CARGO_PROFILE_RELEASE_DEBUG", "CARGO_MANIFEST_DIR"] {
        command.env_remove(variable);
    }
    command
}

/// The size of a file.
pub(super) fn megabytes(path: &Path) -> Result<f64, String> {
    let data = fs::metadata(path).map_err(|error| format!("{} is not there: {error}", path.display()))?;
    Ok(data.len() as f64 / 1e6)
}

/// What the manifest calls the crate.
pub(super) fn package_name(folder: &Path) -> Result<String, String> {
    let text = fs::read_to_string(folder.join("Cargo.toml")).map_err(|error| format!("no manifest: {error}"))?;
    let manifest: toml::Table = text.parse().map_err(|error| format!("no manifest: {error}").replace('\n', " "))?;
    let name = manifest.get("package").and_then(|package| package.get("name")).and_then(toml::Value::as_str);
    Ok(name.ok_or("the manifest has no name")?.to_owned())
}
