//! Documents that grow: what of their SDKs is not the same after something unrelated is added to them, with a lock and
//! without one. And documents that lose operations: which models are no longer compiled under features that remain. The
//! changes are those that the tests of the lock make to the fixtures.

#[path = "../../../generator/tests/lock/growth.rs"]
mod growth;
#[path = "../../../generator/tests/lock/lost.rs"]
mod lost;
#[path = "../../../generator/tests/lock/removals.rs"]
mod removals;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use sdkgen::surface::Surface;
use sdkgen::{Config, Lock, Options, Outcome, Severity, Source};
use serde_json::{Value, json};

use self::growth::CHANGES;
use self::lost::lost;
use self::removals::{REMOVALS, lost_features};
use crate::crates;
use crate::document::Document;

/// The arguments of `cargo xtask semver grow`.
#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    /// The documents: of version 3, and without references to other files
    #[arg(required = true)]
    documents: Vec<PathBuf>,
    /// Only the changes whose names contain this text
    #[arg(long, value_name = "TEXT", default_value = "")]
    only: String,
    /// How many of the things that are not the same are printed for each change
    #[arg(long, value_name = "NUMBER", default_value_t = 3)]
    show: usize,
}

/// What is not the same in a later surface.
type Lost = fn(&Surface, &Surface) -> Vec<String>;

/// What became of a change in all documents.
#[derive(Default)]
struct Counts {
    documents: usize,
    refused: usize,
    /// Things that are not the same, and documents that have such.
    with_lock: [usize; 2],
    without: [usize; 2],
}

/// Prints a line of JSON for each change of a document, and counts at the end.
pub(super) fn run(arguments: &Arguments) -> Result<(), String> {
    let mut counts: BTreeMap<&str, Counts> = BTreeMap::new();
    for path in &arguments.documents {
        if let Err(why) = document(path, arguments, &mut counts) {
            eprintln!("{}: left out: {why}", path.display());
        }
    }
    eprintln!("change: documents, refused; not the same with a lock, documents; not the same without, documents");
    let mut failing = 0;
    for (what, counts) in &counts {
        let Counts { documents, refused, with_lock: [with, by_lock], without: [without, by_none] } = counts;
        eprintln!("{what}: {documents}, {refused}; {with}, {by_lock}; {without}, {by_none}");
        failing += with;
    }
    if failing == 0 { Ok(()) } else { Err(format!("a lock does not keep {failing} things")) }
}

fn document(path: &Path, arguments: &Arguments, counts: &mut BTreeMap<&'static str, Counts>) -> Result<(), String> {
    let Arguments { only, show, .. } = arguments;
    let value = Document::read(path).ok_or("it is no document")?.value?;
    if value.get("openapi").is_none() {
        return Err("it is no document of version 3".to_owned());
    }
    let before = surface(&value, None)?;
    let lock = Lock::new(before.clone());
    for (what, change) in CHANGES.into_iter().filter(|(what, _)| what.contains(only)) {
        let mut changed = value.clone();
        if change(&mut changed, &before).is_some() {
            compare((path, what, *show), (&before, &lock), &changed, lost, counts.entry(what).or_default());
        }
    }
    for (what, change) in REMOVALS.into_iter().filter(|(what, _)| what.contains(only)) {
        let mut changed = value.clone();
        if change(&mut changed).is_some() {
            let counts = counts.entry(what).or_default();
            compare((path, what, *show), (&before, &lock), &changed, lost_features, counts);
        }
    }
    Ok(())
}

/// Counts and prints what is not the same after a change of a document.
fn compare(
    (path, what, show): (&Path, &str, usize),
    (before, lock): (&Surface, &Lock),
    changed: &Value,
    lost: Lost,
    counts: &mut Counts,
) {
    let (with, without) = match (surface(changed, Some(lock)), surface(changed, None)) {
        (Ok(with), Ok(without)) => (lost(before, &with), lost(before, &without)),
        (Err(why), Ok(_)) => (vec![format!("it is refused: {why}")], Vec::new()),
        (_, Err(why)) => {
            eprintln!("{}, {what}: {why}", path.display());
            counts.refused += 1;
            return;
        }
    };
    let count = |lost: &[String]| [lost.len(), usize::from(!lost.is_empty())];
    let add = |sum: &mut [usize; 2], more: [usize; 2]| sum.iter_mut().zip(more).for_each(|(sum, more)| *sum += more);
    counts.documents += 1;
    add(&mut counts.with_lock, count(&with));
    add(&mut counts.without, count(&without));
    let first = |lost: &[String]| lost.iter().take(show).cloned().collect::<Vec<_>>();
    println!(
        "{}",
        json!({
            "document": path.file_name().map(|name| name.to_string_lossy()),
            "change": what,
            "operations": before.operations.len(),
            "types": before.types.len(),
            "with a lock": with.len(),
            "first with a lock": first(&with),
            "without": without.len(),
            "first without": first(&without),
        })
    );
}

/// Returns the surface of the SDK of a document.
fn surface(document: &Value, lock: Option<&Lock>) -> Result<Surface, String> {
    let source = Source::new("document.json", document.to_string());
    let options = Options { lenient_names: true, lock: lock.cloned(), ..Options::default() };
    let (surface, outcome) = crates::with_stack(move || {
        let mut outcome = Outcome::default();
        (sdkgen::surface(&source, &Config::default(), &options, &mut outcome), outcome)
    })?;
    let error = outcome.diagnostics.iter().find(|reported| reported.severity == Severity::Error);
    surface.ok_or_else(|| error.map_or("", |error| error.message.as_str()).to_owned())
}
