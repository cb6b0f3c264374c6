//! `sdkgen`, the command: arguments in, exit code out: 0 for success, 1 for errors in the input, 2 for wrong usage
//! (`diff` has its own: 1 for changes that are not allowed, 2 for errors).
//! The subcommands are in `commands`.

#![forbid(unsafe_code)]

mod commands;

use std::process::ExitCode;
use std::thread;

use clap::{Parser, Subcommand, ValueEnum};

/// Token streams and syntax trees consist of millions of small allocations, made and dropped by several threads.
#[cfg(feature = "mimalloc")]
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Turns an OpenAPI document into a Rust SDK.
#[derive(Debug, Parser)]
#[command(version, arg_required_else_help = true)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
    /// How to print diagnostics: `human` on the standard error, `json` as one object per line on the standard output.
    #[arg(long, global = true, value_enum, default_value_t, value_name = "FORMAT")]
    message_format: MessageFormat,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Generate an SDK from a document.
    Generate(commands::generate::Arguments),
    /// Check a document: print its diagnostics without writing files.
    Check(commands::check::Arguments),
    /// Keep the names of an SDK: write its lock, which the next runs read.
    Lock(commands::lock::Arguments),
    /// Prepare the next release of an SDK: its version, its changelog, its lock and its crate.
    Release(commands::release::Arguments),
    /// Make the reference of an API and its SDK: a site of pages for people.
    Docs(commands::docs::Arguments),
    /// Write the examples of all operations, in Rust and for curl, for the pages of other tools.
    Samples(commands::samples::Arguments),
    /// Compare two versions of a document: what that does to programs that use the SDK.
    Diff(commands::diff::Arguments),
    /// Turn deviations of real responses into an overlay that makes the document true.
    Drift(commands::drift::Arguments),
    /// Print which cargo features of an SDK a program needs.
    Features(commands::features::Arguments),
    /// Print the JSON schema of the configuration, for editors.
    ConfigSchema,
    /// Explain a diagnostic code.
    Explain(commands::explain::Arguments),
}

/// How to print diagnostics.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
enum MessageFormat {
    /// Text with the lines of the document.
    #[default]
    Human,
    /// One JSON object per line.
    Json,
}

/// Documents may nest and refer deeply; what is taken from it is only what is used.
const STACK: usize = 256 << 20;

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let work = move || {
        u8::from(!match arguments.command {
            Command::Diff(own) => return commands::diff::run(&own, arguments.message_format),
            Command::Generate(own) => commands::generate::run(&own, arguments.message_format),
            Command::Docs(own) => commands::docs::run(&own, arguments.message_format),
            Command::Samples(own) => commands::samples::run(&own, arguments.message_format),
            Command::Drift(own) => commands::drift::run(&own, arguments.message_format),
            Command::Release(own) => commands::release::run(&own, arguments.message_format),
            Command::Lock(own) => commands::lock::run(&own, arguments.message_format),
            Command::Check(own) => commands::check::run(&own, arguments.message_format),
            Command::Features(own) => commands::features::run(&own, arguments.message_format),
            Command::ConfigSchema => commands::config_schema::run(),
            Command::Explain(own) => commands::explain::run(&own),
        })
    };
    let worker = thread::Builder::new().name("sdkgen".to_owned()).stack_size(STACK).spawn(work);
    match worker.map(thread::JoinHandle::join) {
        Ok(Ok(code)) => ExitCode::from(code),
        Ok(Err(_)) => {
            commands::print_line("sdkgen: this is a bug in sdkgen; please report it with the document");
            ExitCode::from(1)
        }
        Err(error) => {
            commands::print_line(&format!("sdkgen: {error}"));
            ExitCode::from(1)
        }
    }
}
