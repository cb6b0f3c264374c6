//! Paths of the project: its root, its target folder, its files. Knows nothing of their content.

use std::path::{Path, PathBuf};
use std::{env, fs};

/// The checkout that the commands work on.
pub(crate) struct Project {
    root: PathBuf,
}

impl Project {
    /// The project that this program belongs to.
    pub(crate) fn find() -> Self {
        // Cargo sets where the package is when it runs this program; otherwise it is where it was when we were
        // compiled.
        let package =
            env::var_os("CARGO_MANIFEST_DIR").map_or_else(|| env!("CARGO_MANIFEST_DIR").into(), PathBuf::from);
        let root = if package.ends_with("xtask") { package.parent().unwrap_or(&package).to_owned() } else { package };
        Self { root }
    }

    /// The root of the checkout.
    pub(crate) fn root(&self) -> &Path {
        &self.root
    }

    /// A file or folder by its path from the root.
    pub(crate) fn path(&self, relative: &str) -> PathBuf {
        self.root.join(relative)
    }

    /// The folder for what can be made again.
    pub(crate) fn target(&self) -> PathBuf {
        env::var_os("CARGO_TARGET_DIR").map_or_else(|| self.path("target"), |folder| self.root.join(folder))
    }

    /// The text of a file.
    pub(crate) fn read(&self, relative: &str) -> Result<String, String> {
        fs::read_to_string(self.path(relative)).map_err(|error| format!("cannot read {relative}: {error}"))
    }

    /// The paths of all files, from the root, with `/` between the parts, sorted. What Git or Cargo keep is left out.
    pub(crate) fn files(&self) -> Result<Vec<String>, String> {
        let mut found = Vec::new();
        self.walk("", &mut found)?;
        found.sort();
        Ok(found)
    }

    fn walk(&self, below: &str, found: &mut Vec<String>) -> Result<(), String> {
        let entries = fs::read_dir(self.path(below)).map_err(|error| format!("cannot list {below}/: {error}"))?;
        for entry in entries {
            let entry = entry.map_err(|error| format!("cannot list {below}/: {error}"))?;
            let name = entry.file_name().to_string_lossy().into_owned();
            let relative = if below.is_empty() { name } else { format!("{below}/{name}") };
            let kind = entry.file_type().map_err(|error| format!("cannot look at {relative}: {error}"))?;
            if kind.is_file() {
                found.push(relative);
            } else if kind.is_dir() && !is_by_product(&relative, &entry.path()) {
                self.walk(&relative, found)?;
            }
        }
        Ok(())
    }
}

fn is_by_product(relative: &str, folder: &Path) -> bool {
    relative == ".git" || relative == "target" || folder.join("CACHEDIR.TAG").exists()
}
