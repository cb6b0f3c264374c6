//! A small program over our crate that calls three of its operations, beside one that makes three requests with nothing
//! but reqwest: what an SDK adds to a program. The calls are examples of the crate's own documentation. Knows what
//! those look like.

use std::fs;
use std::path::{Path, PathBuf};

use super::build::{megabytes, package_name, quiet_cargo};
use super::figures::{Measure, Row};
use crate::meter;
use crate::project::Project;

/// How many operations are called.
const CALLS: usize = 3;
/// Where an example begins, and where it ends.
const FENCES: [&str; 2] = ["```no_run", "```"];

/// Builds both programs, and puts the numbers or the reason into the row.
pub(super) fn measure(project: &Project, folder: &Path, target: &Path, limit: u64, row: &mut Row) {
    let sizes = (|| {
        let ours = size(project, &with_sdk(folder)?, target, limit)?;
        let bare = size(project, &without_sdk(project, folder)?, target, limit)?;
        Ok::<_, String>((ours, bare))
    })();
    match sizes {
        Ok((ours, bare)) => {
            row.set("program", ours);
            row.set("program_over_bare", ours - bare);
        }
        Err(reason) => row.fail(Measure::Program, reason),
    }
}

fn size(project: &Project, folder: &Path, target: &Path, limit: u64) -> Result<f64, String> {
    let mut command = quiet_cargo(project, target);
    command.args(["build", "--quiet", "--release"]).current_dir(folder);
    meter::run(&command, limit, target)?;
    megabytes(&target.join("release").join(package_name(folder)?))
}

/// The program over the SDK.
fn with_sdk(sdk: &Path) -> Result<PathBuf, String> {
    let name = package_name(sdk)?;
    let examples = examples(&sdk.join("src/resources"))?;
    // The first, the middle and the last, as an API has its different things in different places.
    let last = examples.len().checked_sub(1).ok_or("the crate has no example")?;
    let mut main = "//! Calls some operations.\n\n".to_owned();
    for (index, at) in [0, last / 2, last].into_iter().enumerate() {
        main += &examples[at].replacen("async fn example", &format!("async fn example_{index}"), 1);
    }
    main += &format!(
        "\n#[tokio::main(flavor = \"current_thread\")]\nasync fn main() -> Result<(), {library}::Error> {{\n    \
         let client = {library}::Client::from_env()?;\n    match std::env::args().count() {{\n{arms}        \
         _ => Ok(()),\n    }}\n}}\n",
        library = name.replace('-', "_"),
        arms = (0..CALLS).map(|at| format!("        {at} => example_{at}(client).await,\n")).collect::<String>(),
    );
    // Its resources may be off by default.
    let manifest = fs::read_to_string(sdk.join("Cargo.toml")).unwrap_or_default();
    let full = if manifest.lines().any(|line| line.starts_with("full = ")) { ", features = [\"full\"]" } else { "" };
    let dependency = format!("{name} = {{ path = \"../{}\"{full} }}\n", folder_name(sdk));
    write(sdk, "with-sdk", &dependency, &main)
}

/// The program with reqwest alone, set up as in the runtime.
fn without_sdk(project: &Project, sdk: &Path) -> Result<PathBuf, String> {
    let runtime: toml::Table =
        project.read("runtime/Cargo.toml")?.parse().map_err(|_| "the runtime has no manifest")?;
    let mut dependencies = String::new();
    for name in ["reqwest", "rustls"] {
        let wanted = runtime.get("dependencies").and_then(|all| all.get(name)).and_then(toml::Value::as_table);
        let mut wanted = wanted.ok_or_else(|| format!("the runtime does not depend on {name}"))?.clone();
        wanted.remove("optional");
        dependencies += &format!("{name} = {}\n", toml::Value::Table(wanted));
    }
    let call = |at: usize| {
        let text = format!("client.get(\"https://example.com/{at}\").send().await?.text().await?");
        format!("        {at} => println!(\"{{}}\", {text}),\n")
    };
    let calls: String = (0..CALLS).map(call).collect();
    let main = format!(
        "//! Makes some requests.\n\n#[tokio::main(flavor = \"current_thread\")]\n\
         async fn main() -> Result<(), reqwest::Error> {{\n    \
         let _ = rustls::crypto::ring::default_provider().install_default();\n    \
         let client = reqwest::Client::new();\n    \
         match std::env::args().count() {{\n{calls}        _ => (),\n    }}\n    \
         Ok(())\n}}\n"
    );
    write(sdk, "without-sdk", &dependencies, &main)
}

fn write(sdk: &Path, kind: &str, dependencies: &str, main: &str) -> Result<PathBuf, String> {
    let folder = sdk.with_file_name(format!("{}-{kind}", folder_name(sdk)));
    let failed = |error: std::io::Error| format!("cannot write a program: {error}");
    fs::create_dir_all(folder.join("src")).map_err(failed)?;
    let manifest = format!(
        "[package]\nname = \"{kind}\"\nversion = \"0.1.0\"\nedition = \"2024\"\n\n[dependencies]\n{dependencies}\
         tokio = {{ version = \"1\", features = [\"macros\", \"rt\"] }}\n\n[workspace]\n"
    );
    fs::write(folder.join("Cargo.toml"), manifest).map_err(failed)?;
    fs::write(folder.join("src/main.rs"), main).map_err(failed)?;
    fs::copy(sdk.join("Cargo.lock"), folder.join("Cargo.lock")).map_err(failed)?;
    Ok(folder)
}

fn folder_name(folder: &Path) -> String {
    folder.file_name().unwrap_or_default().to_string_lossy().into_owned()
}

/// The examples of all operations, in the order of their files.
fn examples(folder: &Path) -> Result<Vec<String>, String> {
    let mut files = Vec::new();
    walk(folder, &mut files)?;
    files.sort();
    let mut found = Vec::new();
    for file in files {
        let text = fs::read_to_string(&file).map_err(|error| format!("cannot read {}: {error}", file.display()))?;
        found.extend(examples_of(&text));
    }
    Ok(found)
}

fn walk(folder: &Path, files: &mut Vec<PathBuf>) -> Result<(), String> {
    let entries = fs::read_dir(folder).map_err(|error| format!("cannot list {}: {error}", folder.display()))?;
    for entry in entries {
        let path = entry.map_err(|error| format!("cannot list {}: {error}", folder.display()))?.path();
        if path.is_dir() {
            walk(&path, files)?;
        } else {
            files.push(path);
        }
    }
    Ok(())
}

/// The examples in a file's documentation, as rustdoc would compile them.
fn examples_of(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut current: Option<String> = None;
    for line in text.lines() {
        let Some(line) = line.trim_start().strip_prefix("///") else { continue };
        let line = line.strip_prefix(' ').unwrap_or(line);
        match &mut current {
            None if line == FENCES[0] => current = Some(String::new()),
            None => {}
            Some(_) if line == FENCES[1] => found.extend(current.take()),
            Some(example) => {
                *example += line.strip_prefix("# ").unwrap_or(line);
                example.push('\n');
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::examples_of;

    #[test]
    fn examples_are_read_as_rustdoc_does() {
        let text = "    /// Says.\n    ///\n    /// ```no_run\n    /// # async fn example() {\n    /// call();\n    /// # }\n    \
                    /// ```\n    pub fn say() {}\n    /// ```text\n    /// no\n    /// ```\n";
        assert_eq!(examples_of(text), ["async fn example() {\ncall();\n}\n"]);
    }
}
