//! Whether the Rust examples on a site compile: all of them in one crate, against the SDK of the same document.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::process::Stdio;

use super::pages::Site;
use crate::crates;
use crate::project::Project;

/// The attribute that makes an example a program; without it, many of them are one library.
const PROGRAM: &str = "#[tokio::main]\n";

/// Compiles the examples; returns how many there are, and what the compiler says of those that it refuses.
pub(super) fn compile(project: &Project, site: &Site, krate: &Path) -> Result<(usize, Vec<String>), String> {
    let examples: BTreeSet<&str> =
        site.pages.values().flat_map(|page| &page.codes).filter_map(|code| example(code)).collect();
    let folder = krate.with_file_name("examples");
    let failed = |error: std::io::Error| format!("cannot write to {}: {error}", folder.display());
    fs::create_dir_all(folder.join("src")).map_err(failed)?;
    let manifest = crates::manifest(krate)?;
    let package = manifest["package"]["name"].as_str().unwrap_or_default().to_owned();
    let full = crates::features(&manifest).any(|feature| feature == "full");
    let features = if full { "\"full\"" } else { "" };
    let text = format!(
        "[package]\nname = \"site-examples\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[dependencies]\n\
         {package} = {{ path = \"../sdk\", features = [{features}] }}\n\n[workspace]\n"
    );
    fs::write(folder.join("Cargo.toml"), text).map_err(failed)?;
    fs::copy(project.path("Cargo.lock"), folder.join("Cargo.lock")).map_err(failed)?;
    let mut source = String::from("#![allow(dead_code, unused, deprecated, clippy::all)]\n");
    for (index, text) in examples.iter().enumerate() {
        // Writing to a string cannot fail.
        let _ = write!(source, "mod example_{index} {{\n{text}\n}}\n");
    }
    fs::write(folder.join("src/lib.rs"), source).map_err(failed)?;
    let target = project.target().join("site-examples");
    let mut command = crates::command(project, &folder, &target);
    command.args(["check", "--quiet", "--message-format", "json"]).stderr(Stdio::null());
    let output = command.output().map_err(|error| format!("cannot start cargo: {error}"))?;
    let said = crates::lines_of_json(&output.stdout);
    let errors = crates::complaints(&said, "site_examples").chain(crates::complaints(&said, "site-examples"));
    let errors = errors.filter(|message| message["level"] == "error");
    let mut refused: Vec<String> =
        errors.filter_map(|message| message["rendered"].as_str()).map(str::to_owned).collect();
    if refused.is_empty() && !output.status.success() {
        refused.push("cargo failed before it compiled the examples".to_owned());
    }
    Ok((examples.len(), refused))
}

/// Returns an example without what makes it a program, if it is one.
fn example(code: &str) -> Option<&str> {
    let rest = code.strip_prefix(PROGRAM).unwrap_or(code);
    rest.starts_with("async fn ").then_some(rest)
}

#[cfg(test)]
mod tests {
    use super::example;

    #[test]
    fn programs_become_functions() {
        assert_eq!(example("#[tokio::main]\nasync fn main() {}"), Some("async fn main() {}"));
        assert_eq!(example("pub fn list(&self)"), None);
    }
}
