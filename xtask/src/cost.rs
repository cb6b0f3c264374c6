//! `cargo xtask cost`: measures the cost of a generated SDK in comparison with those of other generators. Measures
//! whole processes, one after the other; the table says what failed and why. It is not a step of CI, because it takes
//! hours. `docs/cost.md` explains the method. Knows the order of the work; each kind of work has its module.

mod bare;
mod build;
mod features;
mod figures;
mod peers;
mod program;
mod reference;
mod table;

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use self::build::Crate;
use self::figures::{Measure, Row};
use self::peers::{Generator, Installed};
use crate::project::Project;
use crate::{crates, meter};

/// The results of the last measurement.
const RECORD: &str = "docs/cost.json";
/// How many times a crate is generated; the fastest run counts.
const RUNS: usize = 2;

/// The arguments of `cargo xtask cost`.
#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    /// The documents to measure; docs/cost.md names those of its tables
    #[arg(value_name = "DOCUMENT", required_unless_present = "show")]
    documents: Vec<PathBuf>,
    /// Only these generators
    #[arg(long, value_name = "NAME", value_delimiter = ',')]
    generator: Vec<Generator>,
    /// Only these measures
    #[arg(long, value_name = "NAME", value_delimiter = ',')]
    measure: Vec<Measure>,
    /// How long one process of a step may compute, in seconds of a processor
    #[arg(long, value_name = "SECONDS", default_value_t = 600)]
    limit: u64,
    /// Write a row for each document and generator, as JSON; rows of others that are in the file stay
    #[arg(long, value_name = "FILE")]
    json: Option<PathBuf>,
    /// Where peers are installed and crates are compiled; `cost` below the target folder if nothing is said
    #[arg(long, value_name = "DIR")]
    work: Option<PathBuf>,
    /// Only ours, against what was recorded in docs/cost.json
    #[arg(long)]
    quick: bool,
    /// Instead: each cargo feature of our crates alone, which has to compile without a warning, and what it costs
    #[arg(long, conflicts_with_all = ["quick", "show"])]
    features: bool,
    /// Instead: what references of the documents cost, ours beside those of Redoc and Scalar
    #[arg(long, conflicts_with_all = ["quick", "show", "features"])]
    reference: bool,
    /// Measure nothing; print the table of what was recorded
    #[arg(long, conflicts_with = "quick")]
    show: bool,
}

/// Runs the measurements and prints the results.
pub(crate) fn run(project: &Project, arguments: &Arguments) -> Result<(), String> {
    if arguments.show {
        print!("{}", table::markdown(&recorded(&project.path(RECORD))?, &Measure::ALL));
        return Ok(());
    }
    if !meter::is_there() {
        return Err("GNU time is not there, which reports the memory of processes".to_owned());
    }
    let documents = documents(arguments)?;
    let work = Work { project, root: work_folder(project, arguments)?, limit: arguments.limit };
    if arguments.features {
        return features::run(&work, &documents);
    }
    if arguments.reference {
        return reference::run(&work, &documents);
    }
    let measures = chosen(&arguments.measure, &Measure::ALL);
    let generators =
        if arguments.quick { vec![Generator::Ours] } else { chosen(&arguments.generator, &Generator::ALL) };
    let installed: Vec<_> = generators.iter().map(|it| (*it, Installed::get(project, *it, &work.root))).collect();
    let mut rows = Vec::new();
    for document in &documents {
        for (generator, installed) in &installed {
            let row = work.row(document, *generator, installed.as_ref(), &measures);
            // The results are saved after each step, because a run of hours may be interrupted.
            if let Some(path) = &arguments.json {
                record(path, &row)?;
            }
            rows.push(row);
        }
    }
    if arguments.quick {
        print!("{}", table::quick(&rows, &recorded(&project.path(RECORD))?));
    } else {
        print!("{}", table::markdown(&rows, &measures));
    }
    Ok(())
}

/// Returns the requested items in their usual order, or all.
fn chosen<T: Copy + PartialEq>(requested: &[T], all: &[T]) -> Vec<T> {
    all.iter().copied().filter(|it| requested.is_empty() || requested.contains(it)).collect()
}

fn documents(arguments: &Arguments) -> Result<Vec<PathBuf>, String> {
    let absolute = |path: &PathBuf| {
        path.canonicalize().map_err(|error| format!("there is no document {}: {error}", path.display()))
    };
    arguments.documents.iter().map(absolute).collect()
}

fn work_folder(project: &Project, arguments: &Arguments) -> Result<PathBuf, String> {
    let folder = arguments.work.clone().unwrap_or_else(|| project.target().join("cost"));
    let failed = |error: std::io::Error| format!("cannot make {}: {error}", folder.display());
    fs::create_dir_all(&folder).map_err(failed)?;
    folder.canonicalize().map_err(failed)
}

/// The folders of a run, and its time limit.
struct Work<'a> {
    project: &'a Project,
    root: PathBuf,
    limit: u64,
}

impl Work<'_> {
    fn row(
        &self,
        document: &Path,
        generator: Generator,
        installed: Result<&Installed, &String>,
        measures: &[Measure],
    ) -> Row {
        let name = name_of(document);
        let mut row = Row::new(&name, generator);
        let is_later = |it: &Measure| *it != Measure::Generate && measures_of(generator).contains(it);
        let later = measures.iter().copied().filter(is_later);
        let folder = self.root.join("crates").join(format!("{name}-{}", generator.word()));
        let made =
            installed.map_err(Clone::clone).and_then(|installed| self.generate(document, installed, &folder, &mut row));
        if let Err(reason) = made {
            println!("{name}, {}: {reason}", generator.word());
            row.fail(Measure::Generate, reason);
            later.for_each(|measure| row.fail(measure, "there is no crate".to_owned()));
            return row;
        }
        let one = self.generated(&folder, generator);
        for measure in later {
            println!("{name}, {}: {}", generator.word(), measure.word());
            let measured = match measure {
                Measure::Program => program::measure(&one, &mut row),
                _ => one.measure(measure, &mut row),
            };
            if let Err(reason) = measured {
                row.fail(measure, reason);
            }
        }
        one.clean();
        row
    }

    /// Returns the crate that a generator has generated into a folder.
    fn generated<'a>(&'a self, folder: &'a Path, generator: Generator) -> Crate<'a> {
        let target = self.root.join("target").join(generator.word());
        // If this fails, compilation fails with a message.
        let _ = fs::create_dir_all(&target);
        // The optional features of peers are tracing and the like, and would only increase their cost.
        Crate { work: self, folder, target, all_features: generator == Generator::Ours }
    }

    /// Generates the crate, and records what it contains.
    fn generate(&self, document: &Path, installed: &Installed, folder: &Path, row: &mut Row) -> Result<(), String> {
        println!("{}, {}: generate", row.document, row.generator.word());
        let (mut seconds, mut megabytes) = (f64::INFINITY, 0.0_f64);
        let mut aside = Vec::new();
        for run in 0..RUNS {
            if folder.exists() {
                // On some file systems, writing where many files were just removed is slow, so they are removed
                // afterwards.
                let old = folder.with_extension(format!("old-{run}"));
                // It may exist from a run that was interrupted.
                let _ = fs::remove_dir_all(&old);
                fs::rename(folder, &old).map_err(|error| format!("cannot move {}: {error}", folder.display()))?;
                aside.push(old);
            }
            fs::create_dir_all(folder.parent().unwrap_or(folder)).map_err(|error| error.to_string())?;
            let cost = installed.generate(document, folder, &format!("{}_sdk", row.document), self.limit)?;
            (seconds, megabytes) = (seconds.min(cost.seconds), megabytes.max(cost.megabytes));
        }
        // What remains is removed with the target folder.
        aside.iter().for_each(|old| drop(fs::remove_dir_all(old)));
        row.set("generate_seconds", seconds);
        row.set("generate_megabytes", megabytes);
        if row.generator == Generator::Ours {
            // The same versions as in this workspace, so that none have to be resolved.
            fs::copy(self.project.path("Cargo.lock"), folder.join("Cargo.lock")).map_err(|error| error.to_string())?;
        }
        let (lines, functions) = sources(&folder.join("src"))?;
        row.set("lines", lines as f64 / 1000.0);
        let report = self.root.join("crates").join(format!("{}-ours.report.json", row.document));
        let [made, known] = operations_of(&report).unwrap_or([functions as f64; 2]);
        let is_ours = row.generator == Generator::Ours;
        // Some peers have several functions for one operation.
        row.set("operations", if is_ours { made } else { known.min(functions as f64) });
        Ok(())
    }
}

/// Returns the measures of a generator: programs for peers would have to be written by hand, and the crate without
/// bodies is only measured for ours.
fn measures_of(generator: Generator) -> &'static [Measure] {
    if generator == Generator::Ours { &Measure::ALL } else { &Measure::PEERS }
}

/// Returns the name of a document for the table and the crate: that of its file, as far as it is valid.
fn name_of(document: &Path) -> String {
    let stem = document.file_stem().unwrap_or_default().to_string_lossy().to_lowercase();
    let first = stem.split('.').next().unwrap_or_default();
    let plain: String = first.chars().map(|letter| if letter.is_ascii_alphanumeric() { letter } else { '_' }).collect();
    if plain.starts_with(|letter: char| letter.is_ascii_digit()) { format!("api_{plain}") } else { plain }
}

/// Returns the operations in a report of sdkgen: those that were generated, and those of the document.
fn operations_of(report: &Path) -> Option<[f64; 2]> {
    let report: Value = serde_json::from_str(&fs::read_to_string(report).ok()?).ok()?;
    Some([report["generated"]["operations"].as_f64()?, report["document"]["operations"].as_f64()?])
}

/// Counts the lines of all sources and their public async functions: peers have one for each operation.
fn sources(folder: &Path) -> Result<(usize, usize), String> {
    let (mut lines, mut functions) = (0, 0);
    for path in crates::files(folder)?.iter().filter(|path| path.extension().is_some_and(|ending| ending == "rs")) {
        let text = crates::text(path)?;
        lines += text.lines().count();
        functions += text.lines().filter(|line| line.trim_start().starts_with("pub async fn ")).count();
    }
    Ok((lines, functions))
}

/// Reads the rows of a file.
fn recorded(path: &Path) -> Result<Vec<Row>, String> {
    let json: Value =
        serde_json::from_str(&crates::text(path)?).map_err(|error| format!("{}: {error}", path.display()))?;
    let rows = json["rows"].as_array().ok_or_else(|| format!("{} has no rows", path.display()))?;
    rows.iter().map(|row| Row::of(row).ok_or_else(|| format!("{} has a row that is none", path.display()))).collect()
}

/// Writes a row to a file; other rows and the numbers of other measures are kept.
fn record(path: &Path, row: &Row) -> Result<(), String> {
    let mut rows = if path.exists() { recorded(path)? } else { Vec::new() };
    match rows.iter_mut().find(|old| (&old.document, old.generator) == (&row.document, row.generator)) {
        Some(old) => old.update(row),
        None => rows.push(row.clone()),
    }
    let rows: Value = rows.iter().map(Row::json).collect();
    let text = format!("{:#}\n", json!({ "rows": rows }));
    fs::write(path, text).map_err(|error| format!("cannot write {}: {error}", path.display()))
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use clap::{Args, Command};

    use super::{Arguments, Generator, Measure, Row, name_of, record, recorded};

    #[test]
    fn documents_are_named_unless_nothing_is_measured() {
        let is_read = |words: &[&str]| {
            let command = Arguments::augment_args(Command::new("cost").no_binary_name(true));
            command.try_get_matches_from(words).is_ok()
        };
        assert!(is_read(&["a.json", "b.json"]) && is_read(&["--show"]) && is_read(&["--quick", "a.json"]));
        assert!(!is_read(&[]) && !is_read(&["--quick"]));
    }

    #[test]
    fn crates_are_named_after_files() {
        assert_eq!(name_of(Path::new("a/stripe.com.json")), "stripe");
        assert_eq!(name_of(Path::new("train-travel-3.1.yaml")), "train_travel_3");
        assert_eq!(name_of(Path::new("1password.json")), "api_1password");
    }

    #[test]
    fn a_record_is_made_in_pieces() {
        let path = std::env::temp_dir().join(format!("xtask-cost-{}.json", std::process::id()));
        let mut row = Row::new("pets", Generator::Ours);
        row.set("check_seconds", 1.0);
        row.fail(Measure::Release, "over 600 CPU s".to_owned());
        record(&path, &row).unwrap();
        let mut row = Row::new("pets", Generator::Ours);
        row.set("release_seconds", 3.0);
        record(&path, &row).unwrap();
        let rows = recorded(&path).unwrap();
        std::fs::remove_file(&path).unwrap();
        assert_eq!(rows.len(), 1);
        assert!(rows[0].failures.is_empty());
        assert_eq!((rows[0].get("check_seconds"), rows[0].get("release_seconds")), (Some(1.0), Some(3.0)));
    }
}
