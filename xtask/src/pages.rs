//! `cargo xtask pages`: generates SDKs of documents with `--tests`, and runs `tests/paging.rs`, in which a server on
//! loopback serves each paged list. Prints which lists were read to their end, by kind. Knows the tests by their docs
//! and by how Rust's test harness prints.

use std::collections::BTreeMap;
use std::fmt;
use std::path::{Path, PathBuf};

use sdkgen::diagnostics::Location;
use sdkgen::{Config, Options, Outcome, Reader, Source, gather, tree};

use crate::crates;
use crate::losses::shorten;
use crate::project::Project;

/// The arguments of `cargo xtask pages`.
#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    /// The documents
    #[arg(required = true)]
    documents: Vec<PathBuf>,
    /// A folder that the documents may refer to, besides their own
    #[arg(long, value_name = "DIR")]
    root: Option<PathBuf>,
    /// Where to put crates [default: `pages` below the target folder]
    #[arg(long, value_name = "DIR")]
    work: Option<PathBuf>,
}

/// Generates and tests one document after the other, and prints the results.
pub(crate) fn run(project: &Project, arguments: &Arguments) -> Result<(), String> {
    let work = arguments.work.clone().unwrap_or_else(|| project.target().join("pages"));
    let mut total = Lists::default();
    for path in &arguments.documents {
        match test(project, &work, path, arguments.root.as_deref()) {
            Ok(Some(lists)) => {
                print!("{}: {lists}", path.display());
                total.add(lists);
            }
            Ok(None) => println!("{}: no list is paged", path.display()),
            Err(message) => println!("{}: {message}", path.display()),
        }
    }
    let failed = total.failed.len();
    total.failed.clear();
    total.untested.clear();
    print!("all: {failed} failed; {total}");
    Ok(())
}

/// Tests one document; returns `None` if no list is paged.
fn test(project: &Project, work: &Path, path: &Path, root: Option<&Path>) -> Result<Option<Lists>, String> {
    let name = crate_name(path);
    let outcome = generate(project, path, &name, root)?;
    if outcome.diagnostics.has_errors() {
        let first = outcome.diagnostics.iter().find(|reported| reported.severity == sdkgen::Severity::Error);
        return Err(format!("refused: {}", first.map_or("", |error| error.message.as_str())));
    }
    let paged: BTreeMap<&str, usize> = outcome.report.generated.paged.clone();
    let Some(file) = outcome.files.iter().find(|file| file.path == "tests/paging.rs") else { return Ok(None) };
    let tests: Vec<Test> = tests(&file.text).collect();
    let untested: Vec<String> = outcome
        .diagnostics
        .iter()
        .filter(|reported| reported.code.name == "untested-pages")
        .map(|reported| match &reported.location {
            Location::Node(at) => format!("{at}: {}", reported.message),
            _ => reported.message.clone(),
        })
        .collect();
    let folder = work.join(&name);
    let plan = tree::compare(&folder, outcome.files).map_err(|error| format!("{}: {error}", folder.display()))?;
    plan.apply().map_err(|error| format!("cannot write {}: {error}", folder.display()))?;
    crates::workspace(project, work, &[&name])?;
    let mut command = crates::command(project, work, &work.join("target"));
    command.args(["test", "--quiet", "--test", "paging", "--all-features", "-p", &name, "--", "--test-threads=2"]);
    let output = command.output().map_err(|error| format!("cannot start cargo: {error}"))?;
    let (printed, errors) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    if !printed.contains("test result:") {
        let first = errors.lines().skip_while(|line| !line.starts_with("error")).take(8).collect::<Vec<_>>().join(" ");
        return Err(format!("its tests do not compile: {}", shorten(&first, 600)));
    }
    Ok(Some(Lists::of(paged, &tests, untested, &printed)))
}

fn generate(project: &Project, path: &Path, name: &str, root: Option<&Path>) -> Result<Outcome, String> {
    let mut source = Source::new(path.display().to_string(), crates::text(path)?);
    let mut config = Config::default();
    let roots: Vec<PathBuf> = root.map(Path::to_owned).into_iter().collect();
    let mut reader = Reader::new(path, &roots, config.limits.document_bytes)
        .map_err(|(root, error)| format!("{}: {error}", root.display()))?;
    config.package.name = Some(name.to_owned());
    config.package.workspace = Some(false);
    let options = Options {
        lenient_names: true,
        tests: true,
        runtime_path: Some(crates::runtime(project)?),
        ..Options::default()
    };
    crates::with_stack(move || {
        gather(&mut source, &config.limits, &mut |file| reader.read(file));
        sdkgen::generate(&source, &config, &options)
    })
}

/// The name of the crate of a document, after its file.
fn crate_name(path: &Path) -> String {
    let stem = path.file_stem().unwrap_or_default().to_string_lossy().to_lowercase();
    let plain: String = stem.chars().map(|letter| if letter.is_ascii_alphanumeric() { letter } else { '_' }).collect();
    format!("p_{}", plain.trim_matches('_'))
}

/// A generated test.
struct Test {
    name: String,
    /// The endpoint of the operation.
    operation: String,
    kind: String,
}

/// The tests in a file: their docs name the operation and the kind.
fn tests(text: &str) -> impl Iterator<Item = Test> {
    let blocks = text.split("\n\n").filter(|block| block.contains("#[tokio::test]"));
    blocks.filter_map(|block| {
        let docs: Vec<&str> = block.lines().map_while(|line| line.strip_prefix("/// ")).collect();
        let docs = docs.join(" ");
        let (operation, kind) = docs.strip_prefix('`')?.split_once("`, kind `")?;
        let (_, code) = block.split_once("async fn ")?;
        Some(Test {
            name: code.split('(').next()?.to_owned(),
            operation: operation.to_owned(),
            kind: kind.split('`').next()?.to_owned(),
        })
    })
}

/// The lists of a document, or of all of them.
#[derive(Default)]
struct Lists {
    /// For each kind how many lists there are, and how many were read to their end.
    kinds: BTreeMap<String, (usize, usize)>,
    failed: Vec<String>,
    untested: Vec<String>,
}

impl Lists {
    fn of(paged: BTreeMap<&str, usize>, tests: &[Test], untested: Vec<String>, printed: &str) -> Self {
        let mut kinds: BTreeMap<String, (usize, usize)> =
            paged.into_iter().map(|(kind, number)| (kind.to_owned(), (number, 0))).collect();
        let mut failed = Vec::new();
        for test in tests {
            match printed.split_once(&format!("---- {} stdout ----\n", test.name)) {
                Some((_, reason)) => {
                    let reason = reason.split("\n\n").next().unwrap_or_default().trim();
                    failed.push(format!("{} ({}): {}", test.operation, test.kind, shorten(reason, 400)));
                }
                None => kinds.entry(test.kind.clone()).or_default().1 += 1,
            }
        }
        Self { kinds, failed, untested }
    }

    fn add(&mut self, other: Self) {
        for (kind, (lists, read)) in other.kinds {
            let sum = self.kinds.entry(kind).or_default();
            *sum = (sum.0 + lists, sum.1 + read);
        }
        self.failed.extend(other.failed);
        self.untested.extend(other.untested);
    }
}

impl fmt::Display for Lists {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sum = |of: fn(&(usize, usize)) -> usize| self.kinds.values().map(of).sum::<usize>();
        let kinds: Vec<String> =
            self.kinds.iter().map(|(kind, (lists, read))| format!("{kind} {read}/{lists}")).collect();
        writeln!(formatter, "{} of {} paged lists were read: {}", sum(|it| it.1), sum(|it| it.0), kinds.join(", "))?;
        self.failed.iter().try_for_each(|failure| writeln!(formatter, "  failed: {failure}"))?;
        self.untested.iter().try_for_each(|reason| writeln!(formatter, "  not tested: {reason}"))
    }
}

#[cfg(test)]
mod tests {
    use super::{Lists, tests};

    const FILE: &str = "//! Docs.\n\n/// `GET /a`, kind `cursor`.\n#[tokio::test]\nasync fn a_list() -> Outcome {}\n\n\
        /// `POST /a/b/{c}`, kind\n/// `offset`.\n#[tokio::test]\nasync fn a_b() -> Outcome {}\n";

    #[test]
    fn lists_are_counted_by_kind() {
        let tests: Vec<_> = tests(FILE).collect();
        let printed = "failures:\n\n---- a_b stdout ----\nError: \"request 2: offset\"\n\n\ntest result: FAILED.";
        let paged = [("cursor", 2), ("offset", 1)].into_iter().collect();
        let lists = Lists::of(paged, &tests, vec!["GET /c: none".to_owned()], printed);
        assert_eq!(
            lists.to_string(),
            "1 of 3 paged lists were read: cursor 1/2, offset 0/1\n  failed: POST /a/b/{c} (offset): Error: \"request 2: \
             offset\"\n  not tested: GET /c: none\n"
        );
    }
}
