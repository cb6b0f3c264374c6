//! `sdkgen samples`: writes the examples of all operations for other tools.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use sdkgen::code_samples;

use super::{Sdk, failed, print_line, write_text};
use crate::MessageFormat;

/// The arguments of `sdkgen samples`.
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    #[command(flatten)]
    sdk: Sdk,
    /// What to write: an OpenAPI Overlay that adds `x-codeSamples` to the document, a list in JSON, or Markdown.
    #[arg(long, value_enum, value_name = "FORMAT")]
    format: Format,
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
    let Some(inputs) = arguments.sdk.inputs(format) else { return false };
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
    write_text(arguments.out.as_deref(), &text)
}
