//! Measures how much an SDK adds to a program: a small program that calls three operations of our crate, in comparison
//! with one that sends three requests with reqwest alone. The calls are examples in the crate's documentation, whose
//! form this module knows.

use std::fs;
use std::path::{Path, PathBuf};

use super::build::{Crate, megabytes, package_name};
use super::figures::Row;
use crate::crates;
use crate::project::Project;

/// The number of operations that are called.
const CALLS: usize = 3;
/// The lines at the beginning and at the end of an example.
const FENCES: [&str; 2] = ["```no_run", "```"];

/// Builds both programs, and adds the numbers to the row.
pub(super) fn measure(sdk: &Crate<'_>, row: &mut Row) -> Result<(), String> {
    let ours = size(sdk, &with_sdk(sdk)?)?;
    let bare = size(sdk, &without_sdk(sdk.work.project, sdk.folder)?)?;
    row.set("program", ours);
    row.set("program_over_bare", ours - bare);
    Ok(())
}

fn size(sdk: &Crate<'_>, folder: &Path) -> Result<f64, String> {
    let mut command = sdk.quiet_cargo(folder);
    sdk.run(command.args(["build", "--quiet", "--release"]))?;
    megabytes(&sdk.target.join("release").join(package_name(folder)?))
}

/// Writes the program that uses the SDK.
fn with_sdk(sdk: &Crate<'_>) -> Result<PathBuf, String> {
    let examples = examples(&sdk.folder.join("src/resources"))?;
    // The first, the middle and the last, so that they belong to different parts of the API.
    let last = examples.len().checked_sub(1).ok_or("the crate has no example")?;
    let mut main = "//! Calls some operations.\n\n".to_owned();
    for (index, at) in [0, last / 2, last].into_iter().enumerate() {
        main += &examples[at].replacen("async fn example", &format!("async fn example_{index}"), 1);
    }
    main += &format!(
        "\n#[tokio::main(flavor = \"current_thread\")]\nasync fn main() -> Result<(), {library}::Error> {{\n    \
         let client = {library}::Client::from_env()?;\n    match std::env::args().count() {{\n{arms}        \
         _ => Ok(()),\n    }}\n}}\n",
        library = sdk.library()?,
        arms = (0..CALLS).map(|at| format!("        {at} => example_{at}(client).await,\n")).collect::<String>(),
    );
    // Its resources may be off by default.
    let has_full = crates::features(&crates::manifest(sdk.folder)?).any(|feature| feature == "full");
    let full = if has_full { ", features = [\"full\"]" } else { "" };
    let folder = sdk.folder.file_name().unwrap_or_default().display();
    let dependency = format!("{} = {{ path = \"../{folder}\"{full} }}\n", package_name(sdk.folder)?);
    write(sdk.folder, "with-sdk", &dependency, &main)
}

/// Writes the program that uses reqwest alone, configured as in the runtime.
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
    let folder = crates::beside(sdk, kind);
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

/// Returns the examples of all operations, in the order of their files.
fn examples(folder: &Path) -> Result<Vec<String>, String> {
    let mut found = Vec::new();
    for file in crates::files(folder)? {
        found.extend(examples_of(&crates::text(&file)?));
    }
    Ok(found)
}

/// Returns the examples in the documentation of a file, as rustdoc would compile them.
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
