//! `cargo xtask semver`: lets rustc say whether programs that were written for one version of an SDK compile against
//! another one. From the emitted code of the old SDK it writes a program that uses every public item as users do
//! ([`program`]), compiles it against both ([`arbiter`]), and compares that with what `sdkgen diff` says ([`said`]).

mod additive;
mod arbiter;
mod cut;
mod grow;
mod history;
mod library;
mod mutate;
mod mutations;
mod opinion;
mod program;
mod record;
mod said;
mod scope;
mod sdk;
mod sites;
mod values;

use std::path::{Path, PathBuf};

use self::arbiter::{Program, Verdict, Work};
use self::record::Recorder;
use self::record::outcome::Recorded;
use self::sdk::Sdk;
use crate::project::Project;

/// This many errors of a pair are printed.
const MOST_SHOWN: usize = 40;

/// The arguments of `cargo xtask semver`.
#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    command: Command,
    /// Where to put crates [default: `semver` below the target folder]
    #[arg(long, value_name = "DIR", global = true)]
    work: Option<PathBuf>,
}

#[derive(Debug, clap::Subcommand)]
enum Command {
    /// Compile a program over everything in the SDK of one document against the SDK of another
    Pairs {
        /// The older document
        old: PathBuf,
        /// The newer document
        new: PathBuf,
        /// The configuration of both
        #[arg(long, value_name = "FILE")]
        config: Option<PathBuf>,
        /// Run a program that calls every operation with both SDKs as well, and compare its requests
        #[arg(long)]
        record: bool,
    },
    /// Find the versions of a document that only add to the one before, and compile programs against their SDKs
    History(history::Arguments),
    /// Compile programs over SDKs against SDKs of documents that were changed at random, by each rule
    Mutate(mutate::Arguments),
    /// Add unrelated things to documents, and count what of their SDKs is not the same with a lock and without one
    Grow(grow::Arguments),
    /// Compare what `sdkgen diff` and cargo-semver-checks say of SDKs
    Opinion(opinion::Arguments),
}

/// Runs one of the commands.
pub(crate) fn run(project: &Project, arguments: Arguments) -> Result<(), String> {
    let work = Work::new(project, arguments.work)?;
    match arguments.command {
        Command::Grow(arguments) => grow::run(&arguments),
        Command::History(arguments) => history::run(&work, &arguments),
        Command::Opinion(arguments) => opinion::run(&work, &arguments),
        Command::Mutate(arguments) => mutate::run(&work, &arguments),
        Command::Pairs { old, new, config, record } => pair(&work, [&old, &new], config.as_deref(), record),
    }
}

fn pair(work: &Work<'_>, [old, new]: [&Path; 2], config: Option<&Path>, record: bool) -> Result<(), String> {
    let config = sdk::config(config)?;
    let old = Sdk::of_file(work.project(), "old", old, &config, None)?;
    let new = Sdk::of_file(work.project(), "new", new, &config, None)?;
    let uses = program::of(&old)?;
    println!("{} statements use {} items", uses.statements, uses.items);
    let programs = [uses.against("use-old", &old, &old), uses.against("use-new", &old, &new)];
    let recorder = if record { Some(Recorder::of(&old)?) } else { None };
    let [own, next] = &programs;
    let records = recorder.as_ref().map(|recorder| {
        [(own, "record-old"), (next, "record-new")].map(|(program, name)| recorder.beside(program, name))
    });
    let all: Vec<&Program> = programs.iter().chain(records.iter().flatten()).collect();
    let verdicts = work.judge(&[&old, &new], &all)?;
    let said = said::Said::of(&old.changes(&new));
    println!("diff: {}", said.verdict());
    said.why.iter().take(MOST_SHOWN).for_each(|change| println!("  {change}"));
    for (name, what) in [("use-old", "the old SDK"), ("use-new", "the new SDK")] {
        println!("{what}: {}", verdicts[name]);
        if let Verdict::Fails(errors) = &verdicts[name] {
            errors.iter().take(MOST_SHOWN).for_each(|error| println!("  {error}"));
        }
    }
    let (Some(recorder), Some([own, next])) = (recorder, &records) else { return Ok(()) };
    if !matches!(verdicts[&own.name], Verdict::Compiles) {
        return Err(format!("requests are not recorded: {}", verdicts[&own.name]));
    }
    let recorded = Recorded::of(work, recorder, &own.name)?;
    println!("{}", recorded.coverage());
    recorded.gaps().for_each(|gap| println!("  {gap}"));
    println!("requests: {}", recorded.with(work, (next, &verdicts[&next.name]), (&old, &new))?.row());
    Ok(())
}
