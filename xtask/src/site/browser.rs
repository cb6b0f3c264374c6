//! The checks of a site that need a browser and packages of npm: the scripts of `xtask/site`. Knows how to find and
//! install both, not what the scripts check.

use std::env;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::project::Project;
use crate::{npm, process};

/// The newest releases that run on Node 20.
const PACKAGES: [(&str, &str); 3] =
    [("playwright-core", "1.65.1"), ("@axe-core/playwright", "4.13.0"), ("html-validate", "10.17.0")];
/// The names of the browser, the preferred one first.
const PROGRAMS: [&str; 3] = ["chromium", "chromium-browser", "google-chrome"];
/// What each line of a script begins with that says what failed.
const FAILED: &str = "failed: ";

/// A browser, and the packages that drive it.
pub(crate) struct Browser {
    program: PathBuf,
    modules: PathBuf,
    scripts: PathBuf,
    /// One of so many pages is checked.
    every: usize,
}

impl Browser {
    /// Finds all that is needed; the error says what is missing, and how to install it.
    pub(crate) fn find(project: &Project) -> Result<Self, String> {
        let modules = folder(project);
        let mut missing = Vec::new();
        if !starts("node") {
            missing.push("Node 20 or newer".to_owned());
        }
        if !has_packages(&modules) {
            missing.push(format!("the npm packages {}", packages().join(", ")));
        }
        let program = program();
        if program.is_none() {
            missing.push("Chromium, which CHROMIUM may name".to_owned());
        }
        match program {
            Some(program) if missing.is_empty() => {
                Ok(Self { program, modules, scripts: project.path("xtask/site"), every: 1 })
            }
            _ => Err(format!("missing: {}; `cargo xtask site-test --install` installs it", missing.join("; "))),
        }
    }

    /// The same for checks of one of so many pages.
    pub(super) fn with_every(self, every: usize) -> Self {
        Self { every, ..self }
    }

    /// Runs the checks of a site; returns how many failed.
    pub(super) fn check(&self, site: &Path) -> Result<usize, String> {
        Ok(self.run("check.mjs", site, &[])? + self.run("validate.mjs", site, &[])?)
    }

    /// Runs the script `name` for a site, passes on what it prints, and returns how many checks failed.
    pub(super) fn run(&self, name: &str, site: &Path, more: &[&Path]) -> Result<usize, String> {
        let mut command = Command::new("node");
        command.arg(self.scripts.join(name)).arg(site).arg(&self.modules).args(more);
        command
            .env("CHROMIUM", &self.program)
            .env("EVERY", self.every.to_string())
            .stdin(Stdio::null())
            .stdout(Stdio::piped());
        let failed = |error: std::io::Error| format!("cannot run `{}`: {error}", process::shown(&command_name(name)));
        let mut child = command.spawn().map_err(failed)?;
        let output = child.stdout.take().expect("a pipe was requested");
        let mut count = 0;
        for line in BufReader::new(output).lines() {
            let line = line.map_err(failed)?;
            println!("  {line}");
            count += usize::from(line.starts_with(FAILED));
        }
        let status = child.wait().map_err(failed)?;
        // A script that ends early has found nothing, and is no success.
        if status.success() == (count == 0) { Ok(count) } else { Err(format!("{name} ended early ({status})")) }
    }
}

fn command_name(script: &str) -> Command {
    let mut command = Command::new("node");
    command.arg(script);
    command
}

/// Installs what is missing: the packages below the target folder, and the browser from the packages of Debian.
pub(super) fn install(project: &Project) -> Result<(), String> {
    let modules = folder(project);
    if !has_packages(&modules) {
        npm::install(&modules, &packages())?;
    }
    if program().is_none() {
        // A machine may have no lists of packages yet; without the network it may have Chromium in its cache.
        let mut update = as_root()?;
        update.args(["apt-get", "update", "--quiet"]).stdin(Stdio::null());
        if let Err(error) = process::run(update) {
            println!("{error}");
        }
        let mut command = as_root()?;
        command.args(["apt-get", "install", "-y", "--no-install-recommends", "chromium"]).stdin(Stdio::null());
        process::run(command).map_err(|error| format!("{error}; install Chromium, or set CHROMIUM"))?;
    }
    let browser = Browser::find(project)?;
    println!("{} and {} are installed", browser.program.display(), packages().join(", "));
    Ok(())
}

/// A command that runs what its arguments say as root, without asking for a password.
fn as_root() -> Result<Command, String> {
    if !starts("apt-get") {
        return Err("there is no apt-get to install Chromium with; install it, or set CHROMIUM".to_owned());
    }
    let user = Command::new("id").arg("-u").output().map(|output| output.stdout).unwrap_or_default();
    let mut command = Command::new(if user.trim_ascii() == b"0" { "env" } else { "sudo" });
    if command.get_program() == "sudo" {
        command.arg("--non-interactive");
    }
    Ok(command)
}

fn folder(project: &Project) -> PathBuf {
    let versions: Vec<&str> = PACKAGES.iter().map(|(_, version)| *version).collect();
    project.target().join("site-browser").join(versions.join("-"))
}

fn packages() -> Vec<String> {
    PACKAGES.iter().map(|(name, version)| format!("{name}@{version}")).collect()
}

fn has_packages(modules: &Path) -> bool {
    PACKAGES.iter().all(|(name, _)| modules.join("node_modules").join(name).join("package.json").is_file())
}

/// The browser: the one that CHROMIUM names, or the first on the path.
fn program() -> Option<PathBuf> {
    if let Some(program) = env::var_os("CHROMIUM") {
        return Some(PathBuf::from(program)).filter(|program| program.is_file());
    }
    let folders = env::var_os("PATH").unwrap_or_default();
    let all = PROGRAMS.iter().flat_map(|name| env::split_paths(&folders).map(move |folder| folder.join(name)));
    all.into_iter().find(|program| program.is_file())
}

fn starts(program: &str) -> bool {
    let status = Command::new(program).arg("--version").stdout(Stdio::null()).stderr(Stdio::null()).status();
    status.is_ok_and(|status| status.success())
}
