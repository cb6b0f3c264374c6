//! Runs the generated tests of SDKs against Prism, a mock server that validates requests, and finds the cause of each
//! failure. Knows the order of the work; each part has its module.

mod captured;
mod cause;
mod failure;
mod operation;
mod prism_document;
mod prism_log;
mod schema;
mod summary;
mod test_output;

use std::collections::HashMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::thread;
use std::time::Duration;

use serde_json::{Value, json};

use self::cause::{Cause, Evidence};
use self::failure::Failure;
use self::operation::{Operation, endpoint};
use self::summary::Tested;
use super::{Folders, Sdk, validator};
use crate::crates::{self, lines_of_json};
use crate::document::Document;
use crate::losses::shorten;
use crate::prism::{self, Server};
use crate::project::Project;

/// How many crates are compiled at once.
const BATCH: usize = 10;
/// How long the tests of one document may take, in seconds.
const SECONDS: &str = "600";
/// How many tests run at the same time.
const THREADS: &str = "--test-threads=4";

/// What testing any SDK needs.
struct Tester<'a> {
    folders: Folders<'a>,
    /// The program of Prism.
    prism: &'a Path,
    /// Where Node finds the validator.
    modules: PathBuf,
}

/// Runs the tests of every SDK, and prints the results.
pub(super) fn run(
    project: &Project,
    folders: Folders<'_>,
    prism: &Path,
    sdks: &[Sdk],
    incomplete: usize,
) -> Result<Value, String> {
    let tester = Tester { folders, prism, modules: prism::modules(project).ok_or_else(prism::missing)? };
    let names: Vec<&str> = sdks.iter().map(|sdk| sdk.name.as_str()).collect();
    crates::workspace(project, folders.crates, &names)?;
    let mut all = Vec::new();
    for batch in sdks.chunks(BATCH) {
        let programs = compile(project, folders, batch)?;
        for sdk in batch {
            let tested = match programs.get(&sdk.name) {
                Some(program) => tester.test(program, sdk),
                None => not_tested(sdk, tester.count(sdk), cause::NO_TESTS, "its tests do not compile"),
            };
            print!("{}", tested.text());
            all.push(tested);
        }
    }
    print!("{}", summary::text(&all, incomplete));
    Ok(all.iter().map(Tested::json).collect())
}

/// Compiles the tests of some SDKs: their programs by the names of the crates.
fn compile(project: &Project, folders: Folders<'_>, sdks: &[Sdk]) -> Result<HashMap<String, PathBuf>, String> {
    let mut command = crates::command(project, folders.crates, folders.target);
    command.args([
        "build",
        "--test",
        "operations",
        "--all-features",
        "--keep-going",
        "--message-format=json",
        "--quiet",
    ]);
    command.args(sdks.iter().flat_map(|sdk| ["-p", &sdk.name]));
    let output = command.output().map_err(|error| format!("cannot start cargo: {error}"))?;
    let messages = lines_of_json(&output.stdout);
    let programs: HashMap<_, _> = crates::programs(&messages, "operations").collect();
    if programs.is_empty() {
        println!("{}", shorten(&String::from_utf8_lossy(&output.stderr), 2000));
    }
    Ok(programs)
}

fn not_tested(sdk: &Sdk, tests: usize, cause: Cause, reason: &str) -> Tested {
    let failed = (0..tests).map(|_| (cause, Failure::new("", "not called", reason))).collect();
    Tested { document: sdk.document.clone(), operations: sdk.operations, passed: 0, failed }
}

/// Waits until Prism has logged a request: it responds first, and writes its log then.
fn wait_for_log(log: &Path) {
    const STEP: Duration = Duration::from_millis(100);
    const MOST: usize = 50;
    let mut length = 0;
    for _ in 0..MOST {
        thread::sleep(STEP);
        let text = fs::read_to_string(log).unwrap_or_default();
        if text.len() == length && prism_log::is_complete(&text) {
            return;
        }
        length = text.len();
    }
}

/// Finds why Prism did not start: the document is the cause if it names a file that does not exist.
fn cause_of_failed_start(message: &str) -> Cause {
    let missing = message.split_once("Error opening file \"").and_then(|(_, rest)| rest.split('"').next());
    let is_missing = missing.is_some_and(|file| !file.is_empty() && !Path::new(file).exists());
    if is_missing { cause::MISSING_FILE } else { cause::NOT_STARTED }
}

impl Tester<'_> {
    /// Runs the tests of one SDK against Prism.
    fn test(&self, program: &Path, sdk: &Sdk) -> Tested {
        let log = self.folders.scratch.join("prism.log");
        let (document, changes) = prism_document::prepare(&sdk.path, &self.folders.scratch.join("prism.json"));
        if changes > 0 {
            println!("{}: Prism gets a copy with {changes} changes (media types, tokens, paths)", sdk.document);
        }
        let run = |only: Option<&str>| -> Result<String, String> {
            let server = Server::start(self.prism, &document, &log)?;
            let mut command = Command::new("timeout");
            command.args(["-k", "5", SECONDS]).arg(program).arg(THREADS).env("SDKGEN_TEST_URL", server.url());
            command.args(only.into_iter().flat_map(|name| ["--exact", name]));
            let output = command.output().map_err(|error| format!("cannot start the tests: {error}"))?;
            if only.is_some() {
                wait_for_log(&log);
            }
            Ok(String::from_utf8_lossy(&output.stdout).into_owned())
        };
        let output = match run(None) {
            Ok(output) => output,
            Err(message) => return not_tested(sdk, self.count(sdk), cause_of_failed_start(&message), &message),
        };
        let mut passed = test_output::count(&output, " ... ok");
        let mut failures = test_output::failures(&output);
        // The output lacks tests if they had to be ended, for instance.
        let known = passed + failures.len().max(test_output::count(&output, " ... FAILED"));
        let unknown =
            (known..self.count(sdk)).map(|_| (cause::NO_TESTS, Failure::new("", "not called", "not reached")));
        let mut failed: Vec<_> = unknown.collect();
        failures.retain_mut(|failure| {
            let passes = needs_second_run(failure) && self.passes_alone(failure, &log, &run);
            passed += usize::from(passes);
            !passes
        });
        failed.extend(self.find_causes(program, sdk, failures));
        Tested { document: sdk.document.clone(), operations: sdk.operations, passed, failed }
    }

    /// Runs a failed test once more, alone, and returns whether it passes; if not, updates the failure from its output
    /// and from Prism's log.
    fn passes_alone(
        &self,
        failure: &mut Failure,
        log: &Path,
        run: &dyn Fn(Option<&str>) -> Result<String, String>,
    ) -> bool {
        let output = run(Some(&failure.test)).unwrap_or_default();
        let log = fs::read_to_string(log).unwrap_or_default();
        match test_output::failures(&output).pop() {
            None if test_output::count(&output, " ... ok") == 1 => return true,
            None => {}
            Some(next) => *failure = next,
        }
        failure.crash = prism_log::crash(&log).filter(|_| failure.has_no_response());
        failure.reason = failure.crash.clone().unwrap_or_else(|| failure.reason.clone());
        if failure.may_be_refusal() {
            prism_log::add_to(failure, &log);
        }
        false
    }

    /// Finds the cause of each failure.
    fn find_causes(&self, program: &Path, sdk: &Sdk, failures: Vec<Failure>) -> Vec<(Cause, Failure)> {
        let read = Document::read(&sdk.path).map_or_else(|| Err("it is no document".to_owned()), |read| read.value);
        if let Err(reason) = &read {
            println!("{}: judged without the document, which cannot be read: {reason}", sdk.document);
        }
        let read = read.unwrap_or_default();
        let tests = self.tests(sdk);
        let mut schemas = read.clone();
        prism_document::move_alternatives(&mut schemas);
        let validate = |pairs: &[(String, Value)]| {
            let list = pairs.iter().map(|(schema, value)| json!([schema, value])).collect();
            let verdicts = validator::validate(self.folders.scratch, &self.modules, &schemas, list).unwrap_or_default();
            let known = verdicts.iter().map(Value::as_bool);
            known.chain(std::iter::repeat(None)).take(pairs.len()).collect()
        };
        let judged = failures.into_iter().map(|failure| {
            let operation = endpoint(&tests, &failure.test).and_then(|found| Operation::find(&read, found));
            let is_of_body = failure
                .violations
                .iter()
                .any(|violation| violation.location.first().is_some_and(|step| step == "body"));
            let request = if is_of_body { captured::capture(program, &failure.test) } else { None };
            let evidence = Evidence { operation: operation.as_ref(), request: request.as_ref(), validate: &validate };
            (cause::find(&failure, &evidence), failure)
        });
        judged.collect()
    }

    /// How many tests an SDK has; at least one for each operation.
    fn count(&self, sdk: &Sdk) -> usize {
        prism::tests(&self.tests(sdk)).max(sdk.operations)
    }

    /// The source of the generated tests.
    fn tests(&self, sdk: &Sdk) -> String {
        fs::read_to_string(self.folders.crates.join(&sdk.name).join("tests/operations.rs")).unwrap_or_default()
    }
}

/// Whether one run does not tell the cause. Some requests end Prism, and with it the tests that follow. Prism responds
/// to an invalid request with a documented 400 too, and only its log of a single request shows which it was.
fn needs_second_run(failure: &Failure) -> bool {
    failure.has_no_response() || failure.may_be_refusal()
}

#[cfg(test)]
mod tests {
    use super::{cause, cause_of_failed_start};

    #[test]
    fn missing_files_are_the_cause_of_a_failed_start() {
        let missing = "fatal Error opening file \"/no/such/file.md\" ENOENT";
        assert_eq!(cause_of_failed_start(missing), cause::MISSING_FILE);
        assert_eq!(cause_of_failed_start("fatal Error opening file \"/\""), cause::NOT_STARTED);
        assert_eq!(cause_of_failed_start("no free port"), cause::NOT_STARTED);
    }
}
