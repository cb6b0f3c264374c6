//! `sdkgen check`: runs the generator without writing files.

use clap::Args;

use super::{Inputs, Named, print_line};
use crate::MessageFormat;

/// The arguments of `sdkgen check`.
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    #[command(flatten)]
    named: Named,
    /// Make errors about names and references warnings: number names that clash, accept any value for missing targets.
    #[arg(long)]
    lenient_names: bool,
    /// Print how long each stage took.
    #[arg(long)]
    timings: bool,
}

/// Runs it; returns false if there are errors.
pub(crate) fn run(arguments: &Arguments, format: MessageFormat) -> bool {
    let Some(mut inputs) = Inputs::read(&arguments.named, format) else { return false };
    inputs.options.lenient_names = arguments.lenient_names;
    let outcome = inputs.run(format);
    if arguments.timings {
        print_line(&inputs.clock.table());
    }
    !outcome.diagnostics.has_errors()
}
