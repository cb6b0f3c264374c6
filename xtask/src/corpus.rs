//! `cargo xtask corpus`: measures how the generator handles a folder of real documents. Builds the generator, runs it
//! on each document in a separate process, and reports the results. It is for developers of the generator, not a step
//! of CI. Knows the order of the work; each measurement has its module, and verdicts by other programs are in `judge`.

mod compile;
mod generate;
mod outcome;
mod sample;
mod summary;

use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::{fs, thread};

use serde_json::{Value, json};

use self::generate::Generator;
use self::outcome::{Outcome, Row};
use crate::crates;
use crate::document::{self, Document};
use crate::judge::{self, Folders, Sdk};
use crate::project::Project;

/// The number of documents between two lines of progress.
const PROGRESS: usize = 100;

/// The arguments of `cargo xtask corpus`.
#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    /// A folder of documents, or one document
    folder: PathBuf,
    /// A configuration for all documents
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
    /// Number names that clash instead of refusing the document
    #[arg(long)]
    lenient_names: bool,
    /// Write the results as JSON, with a row for each document
    #[arg(long, value_name = "FILE")]
    json: Option<PathBuf>,
    /// Where to put crates [default: `corpus` below the target folder]
    #[arg(long, value_name = "DIR")]
    work: Option<PathBuf>,
    /// How many documents to generate at the same time
    #[arg(long, value_name = "N", default_value_t = 1)]
    jobs: usize,
    /// Compile, run or decode only this many documents, picked by the seed
    #[arg(long, value_name = "N")]
    sample: Option<usize>,
    /// The seed that picks the sample
    #[arg(long, value_name = "S", default_value_t = 1)]
    seed: u64,
    /// Compile the crates, and count errors and warnings
    #[arg(long)]
    compile: bool,
    /// Run the generated tests of every operation against Prism
    #[arg(long, conflicts_with = "compile")]
    prism: bool,
    /// Decode and encode every example that is valid for its schema
    #[arg(long, conflicts_with_all = ["compile", "prism"])]
    examples: bool,
}

/// Runs the measurements and prints the results.
pub(crate) fn run(project: &Project, arguments: &Arguments) -> Result<(), String> {
    let (program, runtime) = (crates::generator(project)?, project.path("runtime"));
    let (config, tests) = (arguments.config.clone(), arguments.prism);
    let (folder, lenient_names) = (arguments.folder.clone(), arguments.lenient_names);
    let generator = Generator { program, runtime, folder, config, tests, lenient_names };
    let root = arguments.work.clone().unwrap_or_else(|| project.target().join("corpus"));
    let work = Work::below(&root)?;
    let mut rows = generate_all(&generator, arguments, &work)?;
    if arguments.compile {
        let names: Vec<&str> = rows.iter().map(|row| row.name.as_str()).filter(|name| work.has(name)).collect();
        let mut checked = compile::check(project, &work, &names)?;
        for row in &mut rows {
            row.compiled = checked.remove(&row.name);
        }
    }
    print!("{}", summary::text(&rows));
    let sdks: Vec<Sdk> = rows.iter().filter(|row| work.has(&row.name)).map(|row| sdk(&arguments.folder, row)).collect();
    let incomplete = rows.iter().filter(|row| row.outcome != Outcome::Whole).count();
    let (mut calls, mut examples) = (Value::Null, Value::Null);
    if arguments.prism {
        calls = judge::requests(project, work.folders(), &sdks, incomplete)?;
    }
    if arguments.examples {
        examples = judge::examples(project, work.folders(), &sdks, arguments.config.as_deref())?;
    }
    if let Some(path) = &arguments.json {
        let rows: Value = rows.iter().map(Row::json).collect();
        let rows = json!({ "documents": rows, "calls": calls, "examples": examples });
        fs::write(path, format!("{rows:#}\n")).map_err(|error| format!("cannot write {}: {error}", path.display()))?;
    }
    Ok(())
}

/// Returns the SDK of a document, for the judges.
fn sdk(folder: &Path, row: &Row) -> Sdk {
    let path = if folder.is_file() { folder.to_owned() } else { folder.join(&row.document) };
    Sdk { document: row.document.clone(), path, name: row.name.clone(), operations: row.made }
}

/// The folders of a run, below the target folder.
struct Work {
    /// The crates of the sample, and the workspace around them.
    crates: PathBuf,
    /// Crates outside of the sample, which are removed at once, and other temporary files.
    scratch: PathBuf,
    /// The target folder of the crates.
    target: PathBuf,
}

impl Work {
    fn below(root: &Path) -> Result<Self, String> {
        let work = Self { crates: root.join("crates"), scratch: root.join("scratch"), target: root.join("target") };
        for folder in [&work.crates, &work.scratch] {
            // An earlier run may have left it.
            let _ = fs::remove_dir_all(folder);
            fs::create_dir_all(folder).map_err(|error| format!("cannot make {}: {error}", folder.display()))?;
        }
        Ok(work)
    }

    fn folders(&self) -> Folders<'_> {
        Folders { crates: &self.crates, target: &self.target, scratch: &self.scratch }
    }

    /// Returns whether the crate was generated and kept.
    fn has(&self, name: &str) -> bool {
        self.crates.join(name).join("Cargo.toml").is_file()
    }
}

/// Generates every document; crates outside of the sample are removed at once.
fn generate_all(generator: &Generator, arguments: &Arguments, work: &Work) -> Result<Vec<Row>, String> {
    let files = document::files(&arguments.folder)?;
    let is_looked_at = arguments.compile || arguments.prism || arguments.examples;
    let kept = if is_looked_at { arguments.sample.unwrap_or(files.len()) } else { 0 };
    let order = sample::shuffled(files.len(), arguments.seed);
    let (next, rows) = (AtomicUsize::new(0), Mutex::new(Vec::new()));
    // The first of the shuffled files are the sample, so it does not depend on the outcome.
    let one = |index: usize| -> Result<(), String> {
        let path = &files[order[index]];
        let Some(document) = Document::read(path) else { return Ok(()) };
        let name = crate_name(order[index], path);
        let is_kept = index < kept;
        let out = if is_kept { &work.crates } else { &work.scratch }.join(&name);
        let run = generator.run(path, &name, &out)?;
        let below = path.strip_prefix(&arguments.folder).ok().filter(|below| *below != Path::new(""));
        let shown = below.or(path.file_name().map(Path::new)).unwrap_or(path).display().to_string();
        let row = Row::of(&document, shown, name, &run);
        if row.outcome == Outcome::Broken {
            eprintln!("{} is broken: {}", row.document, row.note);
        }
        if !is_kept {
            // A rejected document has none.
            let _ = fs::remove_dir_all(&out);
        }
        rows.lock().unwrap_or_else(std::sync::PoisonError::into_inner).push(row);
        Ok(())
    };
    let worker = || -> Result<(), String> {
        loop {
            let index = next.fetch_add(1, Ordering::Relaxed);
            if index > 0 && index.is_multiple_of(PROGRESS) {
                eprintln!("{index} of {} files", files.len());
            }
            if index >= files.len() {
                return Ok(());
            }
            one(index)?;
        }
    };
    thread::scope(|scope| {
        let workers: Vec<_> = (0..arguments.jobs.max(1)).map(|_| scope.spawn(worker)).collect();
        workers.into_iter().try_for_each(|worker| worker.join().unwrap_or_else(|_| Err("a worker panicked".into())))
    })?;
    let mut rows = rows.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner);
    rows.sort_by(|a, b| a.document.cmp(&b.document));
    Ok(rows)
}

/// Returns the name of a document's crate: the index of the file, so that names differ, and the beginning of its name.
fn crate_name(index: usize, path: &Path) -> String {
    let stem = path.file_stem().unwrap_or_default().to_string_lossy().to_lowercase();
    let plain: String = stem.chars().map(|letter| if letter.is_ascii_alphanumeric() { letter } else { '_' }).collect();
    let words: Vec<&str> = plain.split('_').filter(|word| !word.is_empty()).collect();
    let mut name = format!("d{index:04}_{}", words.join("_"));
    name.truncate(40);
    name.trim_end_matches('_').to_owned()
}

#[cfg(test)]
mod tests {
    use std::path::Path;
    use std::{env, fs};

    use super::generate::Generator;
    use super::{Arguments, Outcome, Work, crate_name, generate_all, summary};
    use crate::process::{self, cargo};
    use crate::project::Project;

    #[test]
    fn crates_are_named_after_files() {
        assert_eq!(crate_name(7, Path::new("a/My API--v1.yaml")), "d0007_my_api_v1");
        assert_eq!(crate_name(12, Path::new("é.json")), "d0012");
    }

    /// The command beside this test, built if it is not there yet.
    fn sdkgen(project: &Project) -> std::path::PathBuf {
        let test = env::current_exe().expect("a program knows where it is");
        let folder = test.parent().and_then(Path::parent).expect("tests are below the folder of their profile");
        let program = folder.join(format!("sdkgen{}", env::consts::EXE_SUFFIX));
        if !program.is_file() {
            process::run(cargo(project, &["build", "--quiet", "-p", "sdkgen"])).expect("the generator can be built");
        }
        program
    }

    #[test]
    fn the_documents_of_our_own_tests_are_whole() {
        let project = Project::find();
        let generator = Generator {
            program: sdkgen(&project),
            runtime: project.path("runtime"),
            folder: project.path("generator/tests/fixtures"),
            config: None,
            tests: false,
            lenient_names: false,
        };
        let root = env::temp_dir().join(format!("xtask-corpus-{}", std::process::id()));
        let work = Work::below(&root).expect("a temporary folder can be made");
        let folder = project.path("generator/tests/fixtures");
        let arguments = Arguments {
            folder,
            config: None,
            lenient_names: false,
            json: None,
            work: None,
            jobs: 2,
            sample: Some(3),
            seed: 1,
            compile: true,
            prism: false,
            examples: false,
        };
        let rows = generate_all(&generator, &arguments, &work).expect("the generator runs");
        let count = |outcome| rows.iter().filter(|row| row.outcome == outcome).count();
        assert!(count(Outcome::Whole) > 40, "{}", summary::text(&rows));
        assert_eq!(count(Outcome::Broken), 0, "{}", summary::text(&rows));
        // Some of the bad ones can be read by the generator alone.
        let mut whole = rows.iter().filter(|row| row.outcome == Outcome::Whole);
        assert!(whole.all(|row| row.operations.is_none_or(|operations| operations == row.made)));
        let kept = fs::read_dir(&work.crates).expect("the folder is there").count();
        assert!(kept <= 3 && fs::read_dir(&work.scratch).expect("the folder is there").count() == 0);
        fs::remove_dir_all(root).expect("the folder is ours");
    }
}
