//! `sdkgen drift`: turns deviations of real responses into an overlay that makes the document true.

use std::path::PathBuf;

use clap::Args;
use sdkgen::{Diagnostics, drift};

use super::{Inputs, Named, failed, print_line, show, write_text};
use crate::MessageFormat;

/// The arguments of `sdkgen drift`.
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// The deviations: one line of JSON each, as `Deviation::to_json` of an SDK writes them.
    file: PathBuf,
    /// The OpenAPI document.
    #[arg(long, value_name = "DOCUMENT")]
    document: PathBuf,
    /// The configuration, as TOML.
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
    /// An overlay that the document already has; can be repeated.
    #[arg(long, value_name = "FILE")]
    overlay: Vec<PathBuf>,
    /// The overlay to write, in YAML; the standard output if it is not given.
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
}

/// Runs it; returns false if there are errors.
pub(crate) fn run(arguments: &Arguments, format: MessageFormat) -> bool {
    let Arguments { document, config, overlay, .. } = arguments;
    let named =
        Named { document: document.clone(), config: config.clone(), overlay: overlay.clone(), root: Vec::new() };
    let Some(inputs) = Inputs::read(&named, format) else { return false };
    let lines = match std::fs::read_to_string(&arguments.file) {
        Ok(lines) => lines,
        Err(error) => return failed(&format!("cannot read {}: {error}", arguments.file.display())),
    };
    let mut diagnostics = Diagnostics::new();
    let made = drift::overlay(&inputs.document, &inputs.config, &lines, &mut diagnostics);
    show(&diagnostics, &inputs.document, inputs.config_text.as_ref(), format);
    let drift = match made {
        Ok(Some(drift)) => drift,
        Ok(None) => return failed("the document cannot be read; nothing was written"),
        Err((line, reason)) => {
            return failed(&format!("{}:{line} is not a deviation: {reason}", arguments.file.display()));
        }
    };
    for other in &drift.others {
        print_line(&format!("not expressed: {other}"));
    }
    print_line(&format!("{} actions; {} deviations are not expressed", drift.actions, drift.others.len()));
    write_text(arguments.out.as_deref(), &drift.overlay)
}
