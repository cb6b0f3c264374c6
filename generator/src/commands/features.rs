//! `sdkgen features`: the cargo features of an SDK that a program needs, for its `Cargo.toml`.

use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::Command;

use clap::Args;
use sdkgen::needs::{Needs, Sdk, Text};
use serde_json::{Value, json};

use super::generate::way;
use super::tell;
use crate::MessageFormat;

/// The arguments of `sdkgen features`.
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// The program: the folder of its `Cargo.toml`, or any folder or file of its sources.
    #[arg(long = "for", value_name = "PATH")]
    program: PathBuf,
    /// The folder of the SDK's crate; without it, cargo is asked on which ones the program depends.
    #[arg(long, value_name = "DIR")]
    sdk: Vec<PathBuf>,
}

/// An SDK, where it is, and how a manifest says that.
struct Known {
    sdk: Sdk,
    folder: PathBuf,
    source: String,
}

/// Runs it; false if there is nothing to search, or nothing to search for.
pub(crate) fn run(arguments: &Arguments, format: MessageFormat) -> bool {
    match answer(arguments, format) {
        Ok(text) => io::stdout().write_all(text.as_bytes()).is_ok(),
        Err(reason) => {
            tell(&format!("sdkgen: {reason}"));
            false
        }
    }
}

fn answer(arguments: &Arguments, format: MessageFormat) -> Result<String, String> {
    let program = &arguments.program;
    let known = if arguments.sdk.is_empty() { depended_on(program)? } else { named(program, &arguments.sdk)? };
    let mut paths = Vec::new();
    gather(program, &known, &mut paths)?;
    let read = |path: &PathBuf| {
        let text = std::fs::read(path).map_err(|error| format!("{} cannot be read: {error}", path.display()))?;
        let name = path.strip_prefix(program).ok().filter(|name| !name.as_os_str().is_empty()).unwrap_or(path);
        Ok(Text { name: name.display().to_string(), text: String::from_utf8_lossy(&text).into_owned() })
    };
    let sources: Vec<Text> = paths.iter().map(read).collect::<Result<_, String>>()?;
    if sources.is_empty() {
        return Err(format!("there is no Rust below {}", program.display()));
    }
    let mut text = String::new();
    for Known { sdk, source, .. } in &known {
        let needs = Needs::of(sdk, &sources);
        for (file, line) in &needs.unfinished {
            tell(&format!("sdkgen: {file}:{line}: this does not end, so the rest of the file was not searched"));
        }
        text.push_str(&match format {
            MessageFormat::Human => needs.manifest(sdk, source),
            MessageFormat::Json => format!("{}\n", json_of(sdk, &needs)),
        });
    }
    Ok(text)
}

fn json_of(sdk: &Sdk, needs: &Needs) -> Value {
    let reasons: serde_json::Map<String, Value> = needs
        .features
        .iter()
        .map(|(feature, reasons)| {
            let places = reasons.iter();
            let places = places.map(|reason| json!({ "file": reason.file, "line": reason.line, "what": reason.what }));
            (feature.clone(), places.collect())
        })
        .collect();
    json!({
        "package": sdk.package(),
        "default_features": !needs.turns_default_off(sdk),
        "features": needs.asked(sdk),
        "reasons": reasons,
    })
}

/// The SDKs in these folders.
fn named(program: &Path, folders: &[PathBuf]) -> Result<Vec<Known>, String> {
    let from = if program.is_file() { program.parent().unwrap_or(Path::new("")) } else { program };
    let known = folders.iter().map(|folder| {
        let sdk = read(folder)?.ok_or_else(|| format!("{} is not the folder of an SDK", folder.display()))?;
        Ok(Known { sdk, folder: settled(folder), source: format!("path = \"{}\"", way(from, folder)) })
    });
    known.collect()
}

/// The SDKs that the program depends on, as cargo has it.
fn depended_on(program: &Path) -> Result<Vec<Known>, String> {
    let help = "name the folder of the SDK with --sdk";
    let start = settled(program);
    let manifest = start.ancestors().map(|folder| folder.join("Cargo.toml")).find(|path| path.is_file());
    let manifest = manifest.ok_or_else(|| format!("there is no Cargo.toml around {}; {help}", program.display()))?;
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut command = Command::new(cargo);
    command.args(["metadata", "--format-version", "1", "--manifest-path"]).arg(&manifest);
    let output = command.output().map_err(|error| format!("cargo cannot be started: {error}; {help}"))?;
    if !output.status.success() {
        return Err(format!("cargo says: {}\n{help}", String::from_utf8_lossy(&output.stderr).trim()));
    }
    let said: Value = serde_json::from_slice(&output.stdout).map_err(|error| format!("cargo says no JSON: {error}"))?;
    let mut known = Vec::new();
    for package in said["packages"].as_array().into_iter().flatten() {
        let Some(folder) = package["manifest_path"].as_str().and_then(|path| Path::new(path).parent()) else {
            continue;
        };
        if let Some(sdk) = read(folder)? {
            let source = if package["source"].is_null() {
                format!("path = \"{}\"", way(manifest.parent().unwrap_or(folder), folder))
            } else {
                format!("version = \"{}\"", sdk.version())
            };
            known.push(Known { sdk, folder: settled(folder), source });
        }
    }
    if known.is_empty() { Err(format!("{} depends on no SDK; {help}", manifest.display())) } else { Ok(known) }
}

/// The SDK in a folder; `None` if there is another crate.
fn read(folder: &Path) -> Result<Option<Sdk>, String> {
    let text = |path: &str| std::fs::read_to_string(folder.join(path)).unwrap_or_default();
    let client = text("src/client.rs");
    if !Sdk::is_client(&client) {
        return Ok(None);
    }
    let sdk = Sdk::read(&text("Cargo.toml"), &client, &text("src/models.rs"));
    sdk.map(Some).map_err(|reason| format!("{}: {reason}", folder.display()))
}

/// The sources of the program, sorted: neither what was built, nor what is hidden, nor the SDK itself.
fn gather(path: &Path, known: &[Known], paths: &mut Vec<PathBuf>) -> Result<(), String> {
    let failed = |error: io::Error| format!("{} cannot be read: {error}", path.display());
    if !std::fs::metadata(path).map_err(failed)?.is_dir() {
        if path.extension().is_some_and(|end| end == "rs") {
            paths.push(path.to_owned());
        }
        return Ok(());
    }
    let own = settled(path);
    if known.iter().any(|known| known.folder == own) || path.join("CACHEDIR.TAG").is_file() {
        return Ok(());
    }
    let mut inner = Vec::new();
    for entry in std::fs::read_dir(path).map_err(failed)? {
        let entry = entry.map_err(failed)?;
        // Links may lead around in circles.
        let is_link = entry.file_type().map_err(failed)?.is_symlink();
        if !is_link && !entry.file_name().to_string_lossy().starts_with('.') {
            inner.push(entry.path());
        }
    }
    inner.sort();
    inner.iter().try_for_each(|path| gather(path, known, paths))
}

fn settled(path: &Path) -> PathBuf {
    path.canonicalize().unwrap_or_else(|_| path.to_owned())
}
