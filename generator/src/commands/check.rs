//! `sdkgen check`: everything is done but the writing.

use std::path::PathBuf;

use clap::Args;

use super::{Inputs, tell};
use crate::MessageFormat;

/// The arguments of `sdkgen check`.
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// The OpenAPI document, JSON or YAML; files that it refers to are read as well.
    document: PathBuf,
    /// The decisions about the SDK, as TOML.
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
    /// Patches of the document, as an OpenAPI Overlay; several are applied in this order.
    #[arg(long, value_name = "FILE")]
    overlay: Vec<PathBuf>,
    /// Number names that clash and repair what would be refused, with a warning.
    #[arg(long)]
    lenient_names: bool,
    /// Tell how long each stage took.
    #[arg(long)]
    timings: bool,
}

/// Runs it; false if the document is refused.
pub(crate) fn run(arguments: &Arguments, format: MessageFormat) -> bool {
    let read = Inputs::read(&arguments.document, arguments.config.as_deref(), &arguments.overlay, format);
    let Some(mut inputs) = read else { return false };
    inputs.config.lenient_names = arguments.lenient_names;
    let outcome = inputs.run(format);
    if arguments.timings {
        tell(&inputs.clock.table());
    }
    !outcome.diagnostics.has_errors()
}
