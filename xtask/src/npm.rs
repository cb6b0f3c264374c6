//! Packages of npm, installed below the target folder. Knows no package.

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use crate::process;

/// Installs packages (each a name, `@` and a version) into a folder of their own. No script of a package is run.
pub(crate) fn install(folder: &Path, packages: &[String]) -> Result<(), String> {
    fs::create_dir_all(folder).map_err(|error| format!("cannot make {}: {error}", folder.display()))?;
    // Without a manifest of its own, npm would look for one in the folders above.
    fs::write(folder.join("package.json"), "{ \"private\": true }\n")
        .map_err(|error| format!("cannot write to {}: {error}", folder.display()))?;
    let mut npm = Command::new("npm");
    npm.args(["install", "--no-fund", "--no-audit", "--no-update-notifier", "--ignore-scripts", "--save-exact"]);
    npm.args(packages).current_dir(folder).stdin(Stdio::null());
    process::run(npm)
}
