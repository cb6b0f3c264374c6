//! Generates `generated/` from `specs/`, with the same library and the same `tree` as the command `sdkgen`. Reads the
//! document and prints what changed; the generator decides what is written.

use sdkgen::diagnostics::render::{self, Texts};
use sdkgen::diagnostics::{Diagnostic, Diagnostics};
use sdkgen::tree::{self, Change, Plan};
use sdkgen::{Config, LOCK_FILE, Lock, Options, Source};

use crate::project::Project;

const DOCUMENT: &str = "specs/keycard.yaml";
const CONFIG: &str = "specs/keycard.toml";
const OUTPUT: &str = "generated";
/// Where the runtime is, as the emitted manifest says it.
const RUNTIME: &str = "../runtime";

/// Writes what differs; with `check` it writes nothing and fails if anything would.
pub(crate) fn run(project: &Project, check: bool) -> Result<(), String> {
    let plan = plan(project)?;
    for (path, change) in &plan.differences {
        println!("{OUTPUT}/{path}: {}", words(*change));
    }
    for path in &plan.kept {
        println!("{OUTPUT}/{path}: left alone, as it does not say that it is generated");
    }
    for path in &plan.unknown {
        println!("{OUTPUT}/{path}: left alone, as no run is known to have made it");
    }
    if check && !plan.unknown.is_empty() {
        return Err(format!("files below {OUTPUT}/src/ that were not generated do not belong there"));
    }
    let (differences, unchanged) = (plan.differences.len(), plan.unchanged);
    if check && differences > 0 {
        return Err(format!("{differences} files below {OUTPUT}/ are stale; `cargo xtask regen` makes them anew"));
    }
    plan.apply().map_err(|error| format!("cannot write below {OUTPUT}/: {error}"))?;
    println!("{OUTPUT}/: {differences} files written or removed, {unchanged} unchanged");
    Ok(())
}

/// Makes the files and compares them with those on the disk.
fn plan(project: &Project) -> Result<Plan, String> {
    let read = |path: &str| Ok::<_, String>(Source::new(path, project.read(path)?));
    let (document, settings) = (read(DOCUMENT)?, read(CONFIG)?);
    let texts = Texts { document: &document, config: Some(&settings) };
    let config = Config::parse(&settings.text).map_err(|error| refused(alone(*error), texts))?;
    let lock = Lock::parse(&project.read(&format!("{OUTPUT}/{LOCK_FILE}"))?);
    let lock = Some(lock.map_err(|error| refused(alone(*error), texts))?);
    let options = Options { runtime_path: Some(RUNTIME.to_owned()), tests: true, lock, ..Options::default() };
    let outcome = sdkgen::generate(&document, &config, &options);
    // Our own document gives no cause for a warning.
    if outcome.diagnostics.iter().next().is_some() {
        return Err(refused(outcome.diagnostics, texts));
    }
    tree::compare(&project.path(OUTPUT), outcome.files).map_err(|error| format!("cannot compare: {error}"))
}

fn alone(diagnostic: Diagnostic) -> Diagnostics {
    let mut diagnostics = Diagnostics::new();
    diagnostics.push(diagnostic);
    diagnostics
}

fn refused(diagnostics: Diagnostics, texts: Texts<'_>) -> String {
    format!("the document or its configuration has errors\n\n{}", render::human(&diagnostics, texts, false))
}

fn words(change: Change) -> &'static str {
    match change {
        Change::Missing => "missing",
        Change::Changed => "changed",
        Change::Stray => "not made any more",
    }
}

#[cfg(test)]
mod tests {
    use super::{Project, run};

    #[test]
    fn the_sdk_is_up_to_date() {
        assert_eq!(run(&Project::find(), true), Ok(()));
    }
}
