//! The development commands of this project. Each command is a module. Imports neither the runtime nor the generated
//! SDK, so `regen` works while they do not compile.

#![forbid(unsafe_code)]

mod ci;
mod corpus;
mod cost;
mod crates;
mod deviations;
mod document;
mod fuzz;
mod fuzz_docs;
mod instructions;
mod judge;
mod literals;
mod losses;
mod meter;
mod npm;
mod package;
mod pages;
mod prism;
mod process;
mod programs;
mod project;
mod random;
mod readmes;
mod regen;
mod semver;
mod site;
mod tidy;
mod type_names;
mod weight;
mod wire_vectors;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

use crate::project::Project;

/// Development commands of sdkgen.
#[derive(Parser)]
#[command(name = "cargo xtask", disable_help_subcommand = true)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Generate `generated/` from `specs/`
    Regen {
        /// Write nothing; fail if a file would change
        #[arg(long)]
        check: bool,
    },
    /// Check the rules of the project: module comments, imports, sizes, headers
    Tidy,
    /// Run the SDK against Prism, a mock server that validates requests
    Prism {
        /// Install Prism below the target folder instead
        #[arg(long)]
        install: bool,
    },
    /// Make the reference of the Keycard API in `target/reference`
    Docs,
    /// Make references, and hold them against their documents, their SDKs and a browser
    SiteTest(site::Arguments),
    /// Measure what the generator makes of a folder of documents
    Corpus(corpus::Arguments),
    /// Generate SDKs, and run their tests that read paged lists
    Pages(pages::Arguments),
    /// Count the names of types that are long, end in a number or repeat words
    TypeNames(type_names::Arguments),
    /// Let rustc say whether programs compile against newer SDKs
    Semver(semver::Arguments),
    /// Count the instructions of rustc that checks generated crates
    Instructions(instructions::Arguments),
    /// Compile a call with each natural literal, for every argument and setter of SDKs
    Literals(literals::Arguments),
    /// Compile and run programs that do tasks of several APIs, and compare their lengths with hand-made crates
    Programs(programs::Arguments),
    /// Compile the Rust blocks of the READMEs of SDKs
    Readmes(readmes::Arguments),
    /// Decode the examples of documents with one value at a time removed or of another type
    Deviations(deviations::Arguments),
    /// Compare the cost of generated SDKs with that of other generators
    Cost(cost::Arguments),
    /// Write the expected encodings of parameters with swagger-client (needs Node 20 and npm)
    WireVectors {
        /// Write nothing; fail if the table would change
        #[arg(long)]
        check: bool,
    },
    /// Count the LLVM IR of each model and each operation, and compare it with limits
    Weight,
    /// Run the generator on mutated documents
    Fuzz(fuzz::Arguments),
    /// Pack SDKs as they would be published, and compile them from their archives alone
    Package {
        /// Pack the SDK of this document instead of those that CI packs
        document: Option<PathBuf>,
        /// Divide its models into about this many crates
        #[arg(long, requires = "document")]
        split: Option<usize>,
    },
    /// Put random texts into documents, and check that rustdoc neither runs nor embeds them
    FuzzDocs(fuzz_docs::Arguments),
    /// Run everything that CI runs, in the same order
    Ci,
}

fn main() -> ExitCode {
    let project = Project::find();
    let outcome = match Arguments::parse().command {
        Command::Regen { check } => regen::run(&project, check),
        Command::Tidy => tidy::run(&project),
        Command::Prism { install: true } => prism::install(&project),
        Command::Prism { install: false } => prism::run(&project),
        Command::Docs => site::docs(&project),
        Command::SiteTest(arguments) => site::test(&project, &arguments),
        Command::Corpus(arguments) => corpus::run(&project, &arguments),
        Command::Pages(arguments) => pages::run(&project, &arguments),
        Command::Semver(arguments) => semver::run(&project, arguments),
        Command::TypeNames(arguments) => type_names::run(arguments),
        Command::Instructions(arguments) => instructions::run(&project, &arguments),
        Command::Literals(arguments) => literals::run(&project, &arguments),
        Command::Programs(arguments) => programs::run(&project, &arguments),
        Command::Readmes(arguments) => readmes::run(&project, &arguments),
        Command::Deviations(arguments) => deviations::run(&project, &arguments),
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
