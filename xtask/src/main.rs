//! The workshop: what is done to this project rather than with it. Each command is a module; knows nothing of the
//! runtime and of the generated SDK, so that `regen` works while they do not compile.

#![forbid(unsafe_code)]

mod ci;
mod corpus;
mod cost;
mod crates;
mod document;
mod fuzz;
mod fuzz_docs;
mod judge;
mod losses;
mod meter;
mod npm;
mod package;
mod prism;
mod process;
mod project;
mod regen;
mod tidy;
mod weight;
mod wire_vectors;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

use crate::project::Project;

/// The workshop of sdkgen.
#[derive(Parser)]
#[command(name = "cargo xtask", disable_help_subcommand = true)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Makes `generated/` anew from `specs/`
    Regen {
        /// Write nothing; fail if a file would change
        #[arg(long)]
        check: bool,
    },
    /// Holds the rules of the house: module comments, imports, sizes, headers
    Tidy,
    /// Runs the SDK against Prism, a mock server that validates requests
    Prism {
        /// Install Prism below the target folder instead
        #[arg(long)]
        install: bool,
    },
    /// Measures what the generator makes of a folder of documents
    Corpus(corpus::Arguments),
    /// Measures what a generated SDK costs, beside those of other generators
    Cost(cost::Arguments),
    /// Makes the table that the encoding of parameters is held against, with swagger-client (Node 20 and npm)
    WireVectors {
        /// Write nothing; fail if the table would change
        #[arg(long)]
        check: bool,
    },
    /// Counts the LLVM IR of each model and of each operation, and holds it against bounds
    Weight,
    /// Gives mutated documents to the generator, which must bear them
    Fuzz(fuzz::Arguments),
    /// Packs SDKs as they would be published, and compiles them from their archives alone
    Package {
        /// The document of another SDK than those that CI packs
        document: Option<PathBuf>,
        /// Divide its models into about so many crates
        #[arg(long, requires = "document")]
        split: Option<usize>,
    },
    /// Puts random texts into documents, of which rustdoc must run and embed nothing
    FuzzDocs(fuzz_docs::Arguments),
    /// Does what CI does, in the same order
    Ci,
}

fn main() -> ExitCode {
    let project = Project::find();
    let outcome = match Arguments::parse().command {
        Command::Regen { check } => regen::run(&project, check),
        Command::Tidy => tidy::run(&project),
        Command::Prism { install: true } => prism::install(&project),
        Command::Prism { install: false } => prism::run(&project),
        Command::Corpus(arguments) => corpus::run(&project, &arguments),
        Command::Cost(arguments) => cost::run(&project, &arguments),
        Command::WireVectors { check } => wire_vectors::run(&project, check),
        Command::Weight => weight::run(&project),
        Command::Fuzz(arguments) => fuzz::run(&project, &arguments),
        Command::Package { document, split } => {
            let packed = match document {
                Some(document) => package::one(&project, &document, split),
                None => package::run(&project),
            };
            packed.map(|packed| packed.lines().iter().for_each(|line| println!("{line}")))
        }
        Command::FuzzDocs(arguments) => fuzz_docs::run(&arguments),
        Command::Ci => ci::run(&project),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("error: {message}");
            ExitCode::FAILURE
        }
    }
}
