//! `sdkgen samples`: writes the examples of all operations for other tools.

use std::io::Write as _;
use std::path::PathBuf;

use clap::{Args, ValueEnum};
use sdkgen::code_samples;

use super::{Inputs, Named, crate_name, failed, lock, print_line, refuse};
use crate::MessageFormat;

/// The arguments of `sdkgen samples`.
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    #[command(flatten)]
    named: Named,
    /// What to write: an OpenAPI Overlay that adds `x-codeSamples` to the document, a list in JSON, or Markdown.
    #[arg(long, value_enum, value_name = "FORMAT")]
    format: Format,
    /// The name of the crate in the examples.
    #[arg(long, value_name = "CRATE", value_parser = crate_name)]
    name: Option<String>,
    /// The lock of the SDK, `sdkgen.lock`: the examples have the names that users of the SDK have.
    #[arg(long, value_name = "FILE")]
    lock: Option<PathBuf>,
    /// Make errors about names and references warnings: number names that clash, accept any value for missing targets.
    #[arg(long)]
    lenient_names: bool,
    /// The file to write; the standard output if it is not given.
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
}

/// What is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// An OpenAPI Overlay 1.0.0.
    Overlay,
    /// A list with the Rust, curl and HTTP example of each operation.
    Json,
    /// A section for each operation.
    Markdown,
}

/// Runs it; returns false if there are errors.
pub(crate) fn run(arguments: &Arguments, format: MessageFormat) -> bool {
    let Some(inputs) = inputs(arguments, format) else { return false };
    let Some(samples) = inputs.samples(format) else {
        return failed("no examples can be made from this document; nothing was written");
    };
    let text = match arguments.format {
        Format::Json => code_samples::list(&samples),
        Format::Markdown => code_samples::markdown(&samples),
        Format::Overlay => {
            let (text, others) = code_samples::overlay("Code samples of the Rust SDK and for curl", &samples);
            for one in others {
                let endpoint = format!("{} {}", one.method, one.path);
                print_line(&format!(
                    "left out, because it is in a file that no overlay of the document reaches: {endpoint}"
                ));
            }
            text
        }
    };
    let written = match &arguments.out {
        Some(path) => std::fs::write(path, &text).map_err(|error| format!("cannot write {}: {error}", path.display())),
        None => std::io::stdout().write_all(text.as_bytes()).map_err(|error| format!("cannot write: {error}")),
    };
    match written {
        Ok(()) => true,
        Err(message) => failed(&message),
    }
}

fn inputs(arguments: &Arguments, format: MessageFormat) -> Option<Inputs> {
    let mut inputs = Inputs::read(&arguments.named, format)?;
    if let Some(name) = &arguments.name {
        inputs.config.set_name(name);
    }
    inputs.options.lenient_names = arguments.lenient_names;
    match arguments.lock.as_deref().map(lock::read_file).transpose() {
        Ok(lock) => inputs.options.lock = lock,
        Err(diagnostic) => {
            refuse(&inputs.document, None, *diagnostic, format);
            return None;
        }
    }
    Some(inputs)
}
