//! `sdkgen features`: the cargo features of an SDK that a program needs, for its `Cargo.toml`.

mod sdks;

use std::io::{self, Write};
use std::path::{Path, PathBuf};

use clap::Args;
use sdkgen::needs::{Needs, Sdk, Text};
use serde_json::{Value, json};

use self::sdks::{KnownSdk, canonical, depended_on, named};
use super::print_line;
use crate::MessageFormat;

/// The arguments of `sdkgen features`.
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// The program: the folder of its `Cargo.toml`, or any folder or file of its sources.
    #[arg(long = "for", value_name = "PATH")]
    program: PathBuf,
    /// The folder of an SDK; by default, all SDKs that the program depends on according to cargo.
    #[arg(long, value_name = "DIR")]
    sdk: Vec<PathBuf>,
}

/// Runs it; false if there is nothing to search, or nothing to search for.
pub(crate) fn run(arguments: &Arguments, format: MessageFormat) -> bool {
    match entries(arguments, format) {
        Ok(text) => io::stdout().write_all(text.as_bytes()).is_ok(),
        Err(reason) => {
            print_line(&format!("sdkgen: {reason}"));
            false
        }
    }
}

fn entries(arguments: &Arguments, format: MessageFormat) -> Result<String, String> {
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
        return Err(format!("there are no Rust files in {}", program.display()));
    }
    let mut text = String::new();
    for KnownSdk { sdk, source, .. } in &known {
        let needs = Needs::of(sdk, &sources);
        for (file, line) in &needs.unfinished {
            print_line(&format!(
                "sdkgen: {file}:{line}: a literal or comment is not closed, so the rest of the file was not searched"
            ));
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
            let locations = reasons.iter();
            let locations =
                locations.map(|reason| json!({ "file": reason.file, "line": reason.line, "what": reason.what }));
            (feature.clone(), locations.collect())
        })
        .collect();
    json!({
        "package": sdk.package(),
        "default_features": !needs.turns_default_off(sdk),
        "features": needs.required_features(sdk),
        "reasons": reasons,
    })
}

/// The sources of the program, sorted: neither what was built, nor what is hidden, nor the SDK itself.
fn gather(path: &Path, known: &[KnownSdk], paths: &mut Vec<PathBuf>) -> Result<(), String> {
    let failed = |error: io::Error| format!("{} cannot be read: {error}", path.display());
    if !std::fs::metadata(path).map_err(failed)?.is_dir() {
        if path.extension().is_some_and(|end| end == "rs") {
            paths.push(path.to_owned());
        }
        return Ok(());
    }
    let own = canonical(path);
    if known.iter().any(|known| known.folder == own) || path.join("CACHEDIR.TAG").is_file() {
        return Ok(());
    }
    let mut inner = Vec::new();
    for entry in std::fs::read_dir(path).map_err(failed)? {
        let entry = entry.map_err(failed)?;
        // Links can form cycles.
        let is_link = entry.file_type().map_err(failed)?.is_symlink();
        if !is_link && !entry.file_name().to_string_lossy().starts_with('.') {
            inner.push(entry.path());
        }
    }
    inner.sort();
    inner.iter().try_for_each(|path| gather(path, known, paths))
}
