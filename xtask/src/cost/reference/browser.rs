//! Opens a page from the disk in Chromium, without a network, and measures it. Knows no tool.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::{env, fs};

use serde_json::{Value, json};

/// The program that drives the browser.
const PROGRAM: &str = include_str!("browser.mjs");
/// Where Chromium is, unless the environment says it.
const CHROMIUM: &str = "/usr/bin/chromium";

/// A browser, and the folder with the package that drives it.
pub(super) struct Browser {
    program: PathBuf,
    modules: PathBuf,
}

impl Browser {
    /// Finds Chromium.
    pub(super) fn find(modules: &Path) -> Option<Self> {
        let program = env::var_os("CHROMIUM").map_or_else(|| PathBuf::from(CHROMIUM), PathBuf::from);
        program.is_file().then(|| Self { program, modules: modules.to_owned() })
    }

    /// Opens a page and waits until it shows a text; returns the elements of the page then, and after how many
    /// milliseconds that was. Scripts of the web come from files.
    pub(super) fn open(&self, page: &Path, scripts: &[(String, PathBuf)], text: &str) -> Result<(u64, f64), String> {
        let driver = self.modules.join("open.mjs");
        fs::write(&driver, PROGRAM).map_err(|error| format!("cannot write {}: {error}", driver.display()))?;
        let scripts: Vec<_> = scripts.iter().filter(|(address, _)| address.starts_with("https://")).collect();
        let task = json!({ "page": page, "scripts": scripts, "text": text, "browser": self.program });
        let mut node = Command::new("node");
        node.arg(&driver).arg(task.to_string()).current_dir(&self.modules).stdin(Stdio::null());
        let output = node.output().map_err(|error| format!("cannot start node: {error}"))?;
        let said = String::from_utf8_lossy(&output.stdout).into_owned();
        let measured: Option<Value> = said.lines().last().and_then(|line| serde_json::from_str(line).ok());
        let numbers = measured.and_then(|value| Some((value["nodes"].as_u64()?, value["milliseconds"].as_f64()?)));
        numbers.ok_or_else(|| {
            let errors = String::from_utf8_lossy(&output.stderr);
            let line = errors.lines().find(|line| line.contains("Error")).unwrap_or("it shows no title");
            line.chars().take(100).collect::<String>().replace('|', "/")
        })
    }
}
