//! The versions of a document, one after the other: which of them only add to the one before, and whether a program
//! over the SDK of that one compiles against the newer SDK. With a lock, each version is generated as a project does
//! that publishes each of them.

use std::path::{Path, PathBuf};

use sdkgen::diff::{self, Change, Changes, Verdict as Needed};
use sdkgen::{Config, Lock};
use serde_json::{Value, json};

use super::additive;
use super::arbiter::{Program, Verdict, Work};
use super::program::{self, Uses};
use super::record::Recorder;
use super::record::outcome::{self, Outcome, Recorded};
use super::said::Said;
use super::sdk::Sdk;
use crate::document::{self, Document};
use crate::project::Project;

/// This many causes and errors of a pair are printed.
const MOST_SHOWN: usize = 5;

/// The arguments of `cargo xtask semver history`.
#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    /// The documents from the oldest to the newest, or folders of such, in the order of their names
    #[arg(required = true)]
    documents: Vec<PathBuf>,
    /// Compile all pairs, and not only those that only add
    #[arg(long)]
    all: bool,
    /// Generate each version as `sdkgen release` publishes it, with the lock of the release before
    #[arg(long)]
    lock: bool,
    /// Run programs that call every operation with both SDKs of a pair as well, and compare their requests
    #[arg(long)]
    record: bool,
}

/// A version with its SDK and the program over it.
struct Version {
    path: PathBuf,
    value: Value,
    release: Published,
    uses: Uses,
}

/// What a release publishes.
struct Published {
    sdk: Sdk,
    /// The lock after the release.
    lock: Option<Lock>,
    /// The warnings of the run before the release that published names are others now.
    renamed: Vec<String>,
}

impl Published {
    /// Generates the SDK of a version, with the lock of the release before if there is one. A release generates the SDK
    /// once more, with the lock that it wrote: that one has no alias that the release drops.
    fn of(project: &Project, name: &str, path: &Path, last: Option<&Self>, with_lock: bool) -> Result<Self, String> {
        let known = last.and_then(|last| last.lock.as_ref());
        let generate = |lock: Option<&Lock>| Sdk::of_file(project, name, path, &Config::default(), lock);
        let sdk = generate(known)?;
        if !with_lock {
            return Ok(Self { sdk, lock: None, renamed: Vec::new() });
        }
        let lock = match known {
            None => Lock::new(sdk.surface.clone()),
            Some(lock) => {
                let needed = diff::compare(&lock.published(), &sdk.surface).verdict();
                lock.release(&sdk.surface, &sdk.surface.version, needed == Some(Needed::Major))
            }
        };
        Ok(Self { sdk: generate(Some(&lock))?, lock: Some(lock), renamed: sdk.renamed })
    }
}

impl Version {
    fn name(&self) -> String {
        self.path.file_stem().unwrap_or_default().to_string_lossy().into_owned()
    }
}

/// Prints a line of JSON for each pair, and counts at the end of each history.
pub(super) fn run(work: &Work<'_>, arguments: &Arguments) -> Result<(), String> {
    for path in &arguments.documents {
        let paths = if path.is_dir() { document::files(path)? } else { vec![path.clone()] };
        let mut counts = Counts::default();
        let mut last: Option<Version> = None;
        for (number, path) in paths.iter().enumerate() {
            // Two versions are compared at a time, so that two crates are enough.
            match version(work, path, number % 2, last.as_ref(), arguments.lock) {
                Ok(version) => {
                    if let Some(old) = &last {
                        pair(work, old, &version, arguments, &mut counts)?;
                    }
                    last = Some(version);
                }
                Err(why) => eprintln!("{}: left out: {why}", path.display()),
            }
        }
        eprintln!("{}:", path.display());
        counts.print();
    }
    Ok(())
}

fn version(
    work: &Work<'_>,
    path: &Path,
    number: usize,
    last: Option<&Version>,
    with_lock: bool,
) -> Result<Version, String> {
    let value = Document::read(path).ok_or("it is no document")?.value?;
    let last = last.map(|last| &last.release);
    let release = Published::of(work.project(), &format!("version-{number}"), path, last, with_lock)?;
    let uses = program::of(&release.sdk)?;
    Ok(Version { path: path.to_owned(), value, release, uses })
}

fn pair(
    work: &Work<'_>,
    old: &Version,
    new: &Version,
    arguments: &Arguments,
    counts: &mut Counts,
) -> Result<(), String> {
    let changes = additive::changes(&old.value, &new.value);
    let only_adds = changes.is_empty();
    let compared = old.release.sdk.changes(&new.release.sdk);
    let said = Said::of(&compared);
    // A release has no document of the version before.
    let published = old.release.lock.as_ref().map_or_else(|| old.release.sdk.surface.clone(), Lock::published);
    let released = Said::of(&diff::compare(&published, &new.release.sdk.surface));
    let moved = moved(&compared);
    let silently: Vec<String> = match old.release.lock {
        Some(_) => moved.iter().filter(|(old, _)| !is_reported(old, &new.release.renamed)).map(arrow).collect(),
        None => Vec::new(),
    };
    let (verdict, outcome) = match only_adds || arguments.all {
        true => judge(work, old, new, arguments.record).map(|(verdict, outcome)| (Some(verdict), outcome))?,
        false => (None, None),
    };
    let (rustc, errors) = match &verdict {
        None => ("not compiled", Vec::new()),
        Some(Verdict::Compiles) => ("compiles", Vec::new()),
        Some(Verdict::Fails(errors)) => ("fails", errors.iter().map(ToString::to_string).collect()),
        Some(Verdict::Broken(error)) => ("no SDK", vec![error.to_string()]),
    };
    let mut row = json!({
        "old": old.name(),
        "new": new.name(),
        "only adds": only_adds,
        "changes": first(&changes),
        "rustc": rustc,
        "errors": first(&errors),
        "diff": said.verdict(),
        "causes": first(&said.why),
        "diff of surfaces": released.verdict(),
        "moved": moved.len(),
        "reported": new.release.renamed.len(),
        "moved without a report": silently,
    });
    if let Some(outcome) = &outcome {
        row["requests"] = outcome.row();
        counts.requests.count(outcome, matches!(verdict, Some(Verdict::Compiles)), &said, &row);
    }
    println!("{row}");
    counts.count(only_adds, verdict.as_ref(), &said, &released);
    counts.moved += moved.len();
    counts.silently += silently.len();
    Ok(())
}

/// Returns the names that are others in the newer version, by `sdkgen diff`, with those.
fn moved(changes: &Changes) -> Vec<(String, String)> {
    let is_name = |change: &&Change| {
        let id = change.rule.id;
        let of_methods = ["O6", "O7", "O13", "O14", "O15", "O16", "O17", "O19"];
        id.starts_with('N') || ["I17", "E7"].contains(&id) || of_methods.contains(&id)
    };
    let names = changes.list.iter().filter(is_name);
    names.filter_map(|change| change.old.clone().zip(change.new.clone())).collect()
}

/// Whether one of the warnings mentions a name that was published.
fn is_reported(old: &str, warnings: &[String]) -> bool {
    warnings.iter().any(|warning| warning.contains(&format!("`{old}`")) || warning.contains(&format!(".{old}`")))
}

fn arrow((old, new): &(String, String)) -> String {
    format!("{old} → {new}")
}

fn first(list: &[String]) -> Vec<&String> {
    list.iter().take(MOST_SHOWN).collect()
}

/// What became of the pairs of a history.
#[derive(Default)]
struct Counts {
    pairs: usize,
    compiled: usize,
    /// Pairs that only add, those of them that rustc refuses, and those that diff calls major.
    additive: [usize; 3],
    /// Pairs that rustc refuses and diff calls minor or patch, also if only surfaces are compared.
    missed: [usize; 2],
    /// Pairs that rustc accepts and diff says break, also if only surfaces are compared.
    strict: [usize; 2],
    /// Names that moved, and those of them that no warning mentions.
    moved: usize,
    silently: usize,
    /// What became of the requests.
    requests: outcome::Counts,
}

impl Counts {
    fn count(&mut self, only_adds: bool, verdict: Option<&Verdict>, said: &Said, released: &Said) {
        let fails = matches!(verdict, Some(Verdict::Fails(_) | Verdict::Broken(_)));
        let is_major = said.breaks || said.silent;
        self.pairs += 1;
        self.compiled += usize::from(verdict.is_some());
        if only_adds {
            self.additive[0] += 1;
            self.additive[1] += usize::from(fails);
            self.additive[2] += usize::from(is_major);
        }
        let compiles = matches!(verdict, Some(Verdict::Compiles));
        for (index, said) in [said, released].into_iter().enumerate() {
            self.missed[index] += usize::from(fails && !said.breaks && !said.silent);
            self.strict[index] += usize::from(compiles && said.breaks);
        }
    }

    fn print(&self) {
        let [additive, failing, major] = self.additive;
        eprintln!("  {} pairs, {} of them compiled", self.pairs, self.compiled);
        eprintln!("  {additive} only add; of those, rustc refuses {failing}, and diff calls {major} major");
        let ([missed, by_missed], [strict, by_strict]) = (self.missed, self.strict);
        eprintln!("  rustc refuses, and diff says minor or patch: {missed}; {by_missed} if only surfaces are compared");
        eprintln!("  rustc accepts, and diff says major: {strict}; {by_strict} if only surfaces are compared");
        eprintln!("  {} names moved, {} of them without a warning", self.moved, self.silently);
        self.requests.print();
    }
}

/// What rustc says of a program over the older SDK, and what becomes of the requests of one that records them.
fn judge(work: &Work<'_>, old: &Version, new: &Version, record: bool) -> Result<(Verdict, Option<Outcome>), String> {
    let [own, next] = [("own", &old.release.sdk), ("next", &new.release.sdk)]
        .map(|(name, sdk)| old.uses.against(name, &old.release.sdk, sdk));
    let recorder = if record { Some(Recorder::of(&old.release.sdk)?) } else { None };
    let records = recorder.as_ref().map(|recorder| {
        [(&own, "recorder-own"), (&next, "recorder-next")].map(|(program, name)| recorder.beside(program, name))
    });
    let programs: Vec<&Program> = [&own, &next].into_iter().chain(records.iter().flatten()).collect();
    let mut verdicts = work.judge(&[&old.release.sdk, &new.release.sdk], &programs)?;
    let path = old.path.display();
    for program in [Some(&own), records.as_ref().map(|[own, _]| own)].into_iter().flatten() {
        match &verdicts[&program.name] {
            Verdict::Compiles => {}
            verdict => {
                return Err(format!(
                    "{path}: its program {} does not compile against its own SDK: {verdict}",
                    program.name
                ));
            }
        }
    }
    let outcome = match (recorder, &records) {
        (Some(recorder), Some([own, next])) => {
            let recorded = Recorded::of(work, recorder, &own.name)?;
            eprintln!("{path}: {}", recorded.coverage());
            Some(recorded.with(work, (next, &verdicts[&next.name]), (&old.release.sdk, &new.release.sdk))?)
        }
        _ => None,
    };
    let verdict = verdicts.remove("next").ok_or("no program was compiled")?;
    Ok((verdict, outcome))
}

#[cfg(test)]
mod tests {
    use std::{env, fs, process};

    use serde_json::{Value, json};

    use super::Published;
    use crate::project::Project;

    /// A document with a schema of this name, and with operations at these paths.
    fn document(schema: &str, paths: &[&str]) -> String {
        let content = json!({"application/json": {"schema": {"$ref": format!("#/components/schemas/{schema}")}}});
        let responses = json!({"200": {"description": "It", "content": content}});
        let path = |path: &&str| ((*path).to_owned(), json!({"get": {"responses": responses}}));
        let paths: serde_json::Map<String, Value> = paths.iter().map(path).collect();
        let schemas = json!({schema: {"type": "object", "properties": {"id": {"type": "string"}}}});
        json!({"openapi": "3.0.3", "info": {"title": "A", "version": "1.0.0"}, "paths": paths,
            "components": {"schemas": schemas}})
        .to_string()
    }

    #[test]
    fn the_sdk_of_a_major_version_has_no_alias_that_the_release_drops() {
        let project = Project::find();
        let folder = env::temp_dir().join(format!("sdkgen-history-{}", process::id()));
        fs::create_dir_all(&folder).expect("the folder can be made");
        let versions = [
            document("Cat", &["/a", "/b"]),
            document("Animal", &["/a", "/b"]),
            document("Animal", &["/a", "/b", "/c"]),
            document("Animal", &["/a", "/c"]),
        ];
        let mut last: Option<Published> = None;
        let mut aliases = Vec::new();
        for text in versions {
            let path = folder.join("openapi.json");
            fs::write(&path, text).expect("the document can be written");
            let version = Published::of(&project, "sdk", &path, last.as_ref(), true).expect("there is an SDK");
            aliases.push(version.sdk.files.iter().any(|file| file.text.contains("pub type Cat = Animal")));
            last = Some(version);
        }
        fs::remove_dir_all(&folder).expect("the folder can be removed");
        assert_eq!(aliases, [false, true, true, false], "the last version removes `/b`");
    }
}
