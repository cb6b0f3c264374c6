//! `sdkgen check`: everything is done but the writing.

use clap::Args;

use super::{Inputs, Named, tell};
use crate::MessageFormat;

/// The arguments of `sdkgen check`.
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    #[command(flatten)]
    named: Named,
    /// Number names that clash and repair what would be refused, with a warning.
    #[arg(long)]
    lenient_names: bool,
    /// Tell how long each stage took.
    #[arg(long)]
    timings: bool,
}

/// Runs it; false if the document is refused.
pub(crate) fn run(arguments: &Arguments, format: MessageFormat) -> bool {
    let Some(mut inputs) = Inputs::read(&arguments.named, format) else { return false };
    inputs.config.lenient_names = arguments.lenient_names;
    let outcome = inputs.run(format);
    if arguments.timings {
        tell(&inputs.clock.table());
    }
    !outcome.diagnostics.has_errors()
}
