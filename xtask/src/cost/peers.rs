//! The generators that are measured: ours and its peers at pinned versions, how each is installed, and how it is run.
//! Knows nothing of measuring except the process that is measured.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use clap::ValueEnum;

use crate::crates;
use crate::meter::{self, Cost};
use crate::process;
use crate::project::Project;

/// A generator.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, ValueEnum)]
pub(crate) enum Generator {
    /// This project's
    Ours,
    /// `ploidy`
    Ploidy,
    /// `openapi-to-rust`
    OpenapiToRust,
    /// `oas3-gen`
    Oas3Gen,
    /// openapi-generator's `rust`, which needs Java and Python
    #[value(name = "openapi-generator")]
    Oag,
}

impl Generator {
    /// All generators, ours first.
    pub(crate) const ALL: [Self; 5] = [Self::Ours, Self::Ploidy, Self::OpenapiToRust, Self::Oas3Gen, Self::Oag];

    /// Returns the name; for peers with the version.
    pub(crate) fn label(self) -> String {
        match self.pinned() {
            Some((_, version)) => format!("{} {version}", self.word()),
            None => self.word().to_owned(),
        }
    }

    /// Returns its name in folders and in JSON.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Ours => "ours",
            Self::Ploidy => "ploidy",
            Self::OpenapiToRust => "openapi-to-rust",
            Self::Oas3Gen => "oas3-gen",
            Self::Oag => "openapi-generator",
        }
    }

    /// Returns the crate of a peer, or its package on PyPI, and the version.
    fn pinned(self) -> Option<(&'static str, &'static str)> {
        match self {
            Self::Ours => None,
            Self::Ploidy => Some(("ploidy", "0.15.0")),
            Self::OpenapiToRust => Some(("openapi-to-rust", "0.23.0")),
            Self::Oas3Gen => Some(("oas3-gen", "0.29.0")),
            Self::Oag => Some(("openapi-generator-cli", "7.26.0")),
        }
    }
}

/// A generator that is ready to run.
pub(crate) struct Installed {
    /// Which one.
    pub(crate) generator: Generator,
    /// The program, or the folder of the Python packages.
    program: PathBuf,
    /// The folder of our runtime's crate.
    runtime: PathBuf,
}

impl Installed {
    /// Builds ours, or installs a peer below `cache` unless it is installed already. An error is a reason in one line.
    pub(crate) fn get(project: &Project, generator: Generator, cache: &Path) -> Result<Self, String> {
        let runtime = project.path("runtime");
        let Some((name, version)) = generator.pinned() else {
            return Ok(Self { generator, program: crates::generator(project)?, runtime });
        };
        let root = cache.join(format!("{name}-{version}"));
        let program = if generator == Generator::Oag {
            from_pypi(&root, &format!("{name}=={version}"))?;
            root
        } else {
            from_crates_io(project, &root, name, version)?;
            root.join("bin").join(name)
        };
        Ok(Self { generator, program, runtime })
    }

    /// Generates a crate with this name in an empty folder, and measures that.
    pub(crate) fn generate(&self, document: &Path, folder: &Path, name: &str, limit: u64) -> Result<Cost, String> {
        let scratch = folder.parent().unwrap_or(folder);
        let cost = meter::run(&self.command(document, folder, name)?, limit, scratch)?;
        self.finish(folder, name)?;
        Ok(cost)
    }

    fn command(&self, document: &Path, folder: &Path, name: &str) -> Result<Command, String> {
        let mut command = Command::new(&self.program);
        match self.generator {
            Generator::Ours => {
                command.args(["generate", "--lenient-names", "--name", name, "--out"]).arg(folder);
                command.arg("--report").arg(folder.with_extension("report.json"));
                command.arg("--runtime-path").arg(&self.runtime).arg(document);
            }
            Generator::Ploidy => {
                command.args(["generate", "rust", "--name", name, "--output"]).arg(folder).arg(document);
            }
            Generator::OpenapiToRust => {
                // It writes into the current folder.
                fs::create_dir_all(folder).map_err(|error| format!("cannot make {}: {error}", folder.display()))?;
                command.arg("generate").arg(document).current_dir(folder);
            }
            Generator::Oas3Gen => {
                command.args(["generate", "client-mod", "--workspace", "-i"]).arg(document).arg("-o").arg(folder);
            }
            Generator::Oag => {
                command = Command::new("python3");
                command.arg(self.program.join("bin/openapi-generator-cli")).env("PYTHONPATH", &self.program);
                command.args(["generate", "-g", "rust"]);
                command.arg("-i").arg(document).arg("-o").arg(folder);
                command.arg(format!("--additional-properties=packageName={name}"));
            }
        }
        Ok(command)
    }

    /// Does the steps that a user still has to do to get a crate.
    fn finish(&self, folder: &Path, name: &str) -> Result<(), String> {
        let failed = |error: std::io::Error| format!("cannot finish the crate: {error}");
        if self.generator == Generator::OpenapiToRust {
            let generated = folder.join("src/generated");
            let wanted = fs::read_to_string(generated.join("REQUIRED_DEPS.toml")).unwrap_or_default();
            let package = format!("[package]\nname = \"{name}\"\nversion = \"0.1.0\"\nedition = \"2024\"\n\n");
            let heading = if wanted.contains("[dependencies]") { "" } else { "[dependencies]\n" };
            fs::write(folder.join("Cargo.toml"), package + heading + &wanted).map_err(failed)?;
            fs::write(folder.join("src/lib.rs"), "pub mod generated;\n").map_err(failed)?;
        }
        let path = folder.join("Cargo.toml");
        let text = fs::read_to_string(&path).map_err(failed)?;
        if !text.lines().any(|line| line.trim() == "[workspace]") {
            fs::write(&path, text + "\n[workspace]\n").map_err(failed)?;
        }
        Ok(())
    }
}

fn from_crates_io(project: &Project, root: &Path, name: &str, version: &str) -> Result<(), String> {
    if root.join("bin").join(name).is_file() {
        return Ok(());
    }
    println!("installing {name} {version}");
    let mut command = process::cargo(project, &["install", "--locked", "--quiet", "--version", version, "--root"]);
    command.arg(root).arg(name).current_dir(root.parent().unwrap_or(root));
    // Intermediate files of the build are not needed afterwards.
    command.env("CARGO_TARGET_DIR", root.join("target"));
    let outcome = process::run(command);
    let _ = fs::remove_dir_all(root.join("target"));
    outcome
}

fn from_pypi(root: &Path, package: &str) -> Result<(), String> {
    for (program, argument) in [("java", "-version"), ("python3", "--version")] {
        let status = Command::new(program).arg(argument).stdout(Stdio::null()).stderr(Stdio::null()).status();
        if !status.is_ok_and(|status| status.success()) {
            return Err(format!("{program} is not there"));
        }
    }
    if root.join("openapi_generator_cli").is_dir() {
        return Ok(());
    }
    println!("installing {package}");
    let mut command = Command::new("python3");
    command.args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-deps", "--target"]);
    command.arg(root).arg(package).stdin(Stdio::null());
    process::run(command)
}

#[cfg(test)]
mod tests {
    use clap::ValueEnum;

    use super::Generator;

    #[test]
    fn every_peer_is_pinned_and_has_a_word() {
        for generator in Generator::ALL {
            assert_eq!(generator.pinned().is_none(), generator == Generator::Ours);
            let value = generator.to_possible_value().expect("none is hidden");
            assert_eq!(value.get_name(), generator.word());
        }
        assert_eq!(Generator::Oag.label(), "openapi-generator 7.26.0");
    }
}
