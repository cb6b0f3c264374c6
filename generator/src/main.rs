//! `sdkgen`, the command: arguments in, exit code out. 0 is done, 1 refused with diagnostics, 2 wrong usage; nothing
//! else. What the subcommands do stands in `commands`.

#![forbid(unsafe_code)]

mod commands;

use std::process::ExitCode;
use std::thread;

use clap::{Parser, Subcommand, ValueEnum};

/// Token streams and syntax trees are millions of small pieces, made and dropped by several threads.
#[cfg(feature = "mimalloc")]
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Turns an OpenAPI document into a Rust SDK.
#[derive(Debug, Parser)]
#[command(version, arg_required_else_help = true)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
    /// How diagnostics are written: for people to the standard error, as lines of JSON to the standard output.
    #[arg(long, global = true, value_enum, default_value_t, value_name = "FORMAT")]
    message_format: MessageFormat,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Writes the SDK's crate.
    Generate(commands::generate::Arguments),
    /// Prints what there is to say about a document, and writes nothing.
    Check(commands::check::Arguments),
    /// Prints which cargo features of an SDK a program needs.
    Features(commands::features::Arguments),
    /// Prints a JSON schema of the configuration, for editors.
    ConfigSchema,
    /// Tells what a diagnostic code means and what to do about it.
    Explain(commands::explain::Arguments),
}

/// How diagnostics are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
enum MessageFormat {
    /// For people, with the source line.
    #[default]
    Human,
    /// One JSON object a line.
    Json,
}

/// Documents may nest and refer deeply; what is taken from it is only what is used.
const STACK: usize = 256 << 20;

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let work = move || match arguments.command {
        Command::Generate(own) => commands::generate::run(&own, arguments.message_format),
        Command::Check(own) => commands::check::run(&own, arguments.message_format),
        Command::Features(own) => commands::features::run(&own, arguments.message_format),
        Command::ConfigSchema => commands::config_schema::run(),
        Command::Explain(own) => commands::explain::run(&own),
    };
    let worker = thread::Builder::new().name("sdkgen".to_owned()).stack_size(STACK).spawn(work);
    match worker.map(thread::JoinHandle::join) {
        Ok(Ok(true)) => ExitCode::SUCCESS,
        Ok(Ok(false)) => ExitCode::from(1),
        Ok(Err(_)) => {
            commands::tell("sdkgen: this is a bug in sdkgen; please report it with the document");
            ExitCode::from(1)
        }
        Err(error) => {
            commands::tell(&format!("sdkgen: {error}"));
            ExitCode::from(1)
        }
    }
}
