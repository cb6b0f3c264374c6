//! With a lock, nothing that users of an SDK have changes its name, whatever is added to the document.

use std::fs;
use std::path::{Path, PathBuf};
use std::thread;

use sdkgen::Lock;
use sdkgen::surface::Surface;
use serde_json::Value;

use super::generate;
use super::growth::CHANGES;
use super::lost::lost;
use super::removals::{REMOVALS, lost_features};

fn surface_of(document: &Value, lock: Option<&Lock>) -> Option<Surface> {
    super::surface_of(&document.to_string(), "", lock)
}

fn errors(document: &Value, lock: &Lock) -> String {
    let outcome = generate(&document.to_string(), "", Some(lock));
    let errors = outcome.diagnostics.iter().filter(|one| one.severity == sdkgen::Severity::Error);
    errors.map(|error| format!("\n    {}", error.message)).collect()
}

/// The fixtures that are an SDK by themselves, with their names.
fn fixtures() -> Vec<(String, Value, Surface)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures");
    let mut files: Vec<PathBuf> =
        fs::read_dir(folder).expect("there are fixtures").map(|entry| entry.expect("it can be read").path()).collect();
    files.sort();
    let read = |file: PathBuf| {
        let text = fs::read_to_string(&file).expect("it can be read");
        let document: Value = serde_yaml::from_str(&text).ok()?;
        let surface = surface_of(&document, None)?;
        Some((file.file_name()?.to_string_lossy().into_owned(), document, surface))
    };
    files
        .into_iter()
        .filter(|file| file.extension().is_some_and(|extension| extension == "yaml"))
        .filter_map(read)
        .collect()
}

/// Returns the lines of a surface that are not those of another one, and what is there instead.
fn differences(one: &Surface, other: &Surface) -> Vec<String> {
    let (one, other) = (Lock::new(one.clone()).text(), Lock::new(other.clone()).text());
    let differing = one.lines().zip(other.lines()).filter(|(a, b)| a != b);
    differing.map(|(a, b)| format!("{a}  →  {b}")).collect()
}

fn files(document: &Value, lock: Option<&Lock>) -> Vec<(String, String)> {
    let outcome = generate(&document.to_string(), "", lock);
    let files = outcome.files.into_iter().map(|file| (file.path, file.text));
    files.filter(|(path, _)| path != sdkgen::LOCK_FILE).collect()
}

#[test]
fn a_lock_is_text_and_changes_nothing_by_itself() {
    let fixtures = fixtures();
    assert!(fixtures.len() > 100, "{} fixtures", fixtures.len());
    for (name, document, surface) in fixtures {
        let lock = Lock::new(surface.clone());
        let text = lock.text();
        let read = Lock::parse(&text).unwrap_or_else(|error| panic!("{name}: {}\n{text}", error.message));
        assert_eq!(read, lock, "{name}");
        let again = surface_of(&document, Some(&lock)).expect("it is an SDK");
        assert_eq!(differences(&surface, &again), [""; 0], "{name}");
        assert_eq!(lock.with(&surface), lock, "{name}");
        assert_eq!(files(&document, Some(&lock)), files(&document, None), "{name}");
    }
}

/// Whether a change of a fixture changes the meaning of what is there, so that the SDK has to change.
fn is_no_addition(fixture: &str, what: &str) -> bool {
    let on_each = what.contains("on each path");
    match fixture {
        // It has what is missing, or what a specification allows only once.
        "mended_faults.yaml" => on_each || what.contains("another case"),
        "openapi_3_2.yaml" => on_each || what.contains("a parameter"),
        // Two statuses have one schema, and then two: the method returns one of two types.
        "several_successes.yaml" => what.contains("every second"),
        // Events with other properties are more than text, and those that are sent as JSON too are no events.
        "streams.yaml" => what.contains("a property"),
        "whole_events.yaml" => what.contains("component") || what.contains("a property"),
        // A constant becomes one of two values.
        "tag_values.yaml" => what.contains("a property"),
        _ => false,
    }
}

#[test]
fn with_a_lock_nothing_that_is_added_changes_what_was_there() {
    // Without optimisation, what is generated needs more stack than threads of tests have.
    let worker = thread::Builder::new().stack_size(256 << 20).spawn(add_to_all);
    worker.expect("a thread can be started").join().expect("nothing is lost");
}

#[test]
fn with_a_lock_every_feature_goes_on_compiling_what_it_did() {
    // Without optimisation, what is generated needs more stack than threads of tests have.
    let worker = thread::Builder::new().stack_size(256 << 20).spawn(remove_from_all);
    worker.expect("a thread can be started").join().expect("nothing is lost");
}

fn remove_from_all() {
    let (mut pairs, mut without, mut failures) = (0, 0, Vec::new());
    for (name, document, before) in fixtures().into_iter().filter(|(_, document, _)| document.get("openapi").is_some())
    {
        let lock = Lock::new(before.clone());
        for (what, change) in REMOVALS {
            let mut changed = document.clone();
            if change(&mut changed).is_none() {
                continue;
            }
            let Some(after) = surface_of(&changed, Some(&lock)) else { continue };
            pairs += 1;
            let lost = lost_features(&before, &after).into_iter();
            failures.extend(lost.map(|lost| format!("{name}, {what}: {lost}")));
            without += surface_of(&changed, None).map_or(0, |after| lost_features(&before, &after).len());
        }
    }
    assert!(failures.is_empty(), "{} in {pairs} pairs:\n{}", failures.len(), failures.join("\n"));
    assert!(pairs > 250 && without > 5, "{pairs} pairs were compared, {without} without a lock");
}

fn add_to_all() {
    let (mut pairs, mut refused, mut failures) = (0, 0, Vec::new());
    for (name, document, before) in fixtures().into_iter().filter(|(_, document, _)| document.get("openapi").is_some())
    {
        let lock = Lock::new(before.clone());
        for (what, change) in CHANGES.into_iter().filter(|(what, _)| !is_no_addition(&name, what)) {
            let mut changed = document.clone();
            if change(&mut changed, &before).is_none() {
                continue;
            }
            let Some(after) = surface_of(&changed, Some(&lock)) else {
                // Some names clash, which only the configuration can mend.
                refused += 1;
                if surface_of(&changed, None).is_some() {
                    failures.push(format!("{name} with {what} is no SDK with a lock:{}", errors(&changed, &lock)));
                }
                continue;
            };
            pairs += 1;
            failures.extend(lost(&before, &after).into_iter().map(|lost| format!("{name} with {what}: {lost}")));
        }
    }
    assert!(failures.is_empty(), "{} in {pairs} pairs:\n{}", failures.len(), failures.join("\n"));
    assert!(pairs > 1_000 && refused < 20, "{pairs} pairs were compared, {refused} refused");
}
