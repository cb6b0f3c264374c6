//! Runs the SDK against Prism, a mock server of others, which mocks `specs/keycard.yaml` and validates requests: the
//! generated test `operations` calls every operation once or twice, the test `prism` some by hand. Then the curl
//! example of every operation is sent to it. Knows how to find and install Prism; which operations are called is in the
//! tests.

mod curl;
mod server;

use std::collections::HashSet;
use std::env;
use std::path::PathBuf;
use std::process::{Command, Stdio};

pub(crate) use self::server::Server;
use crate::npm;
use crate::process::{self, cargo};
use crate::project::Project;

/// The newest release that still runs on Node 18 to 22.
const VERSION: &str = "5.14.2";
/// The document that Prism mocks.
const DOCUMENT: &str = "specs/keycard.yaml";
/// The environment variables with Prism's URL, for the tests.
const URL_VARIABLES: [&str; 2] = ["SDKGEN_PRISM_URL", "SDKGEN_TEST_URL"];
/// What the test `prism` prints at its end.
const AGREED: &str = "prism agrees";
/// The generated tests.
const OPERATIONS: &str = "generated/tests/operations.rs";
/// The first line of each of them.
const TEST: &str = "#[tokio::test]";
/// What each of them prints if its call succeeds.
const RESPONSE: &str = ": response";

/// Runs the tests of the SDK against Prism. Without Prism this says so, and fails only where `CI` is set.
pub(crate) fn run(project: &Project) -> Result<(), String> {
    let Some(program) = find(project) else {
        let message = format!("{}; the SDK was NOT run against it", missing());
        if env::var_os("CI").is_some_and(|value| value == "true") {
            return Err(message);
        }
        println!("warning: {message}");
        return Ok(());
    };
    let log = project.target().join("prism").join("log.txt");
    let server = Server::start(&program, &project.path(DOCUMENT), &log)?;
    // The features are those of the other test run, so nothing is compiled again. The golden crate has such tests too,
    // for another document.
    let mut command =
        cargo(project, &["test", "--workspace", "--all-features", "--test", "prism", "--test", "operations"]);
    command.args(["--exclude", "sdkgen-golden"]);
    command.args(["--", "--nocapture"]);
    for variable in URL_VARIABLES {
        command.env(variable, server.url());
    }
    let said = process::run_and_keep(command, |line| line.contains(AGREED) || line.contains(RESPONSE))?;
    let responses = said.iter().filter(|line| line.contains(RESPONSE)).count();
    let expected = tests(&project.read(OPERATIONS)?);
    if responses != expected || expected == 0 {
        return Err(format!("{responses} of the {expected} generated tests called Prism"));
    }
    if responses == said.len() {
        return Err("the test `prism` did not call Prism".to_owned());
    }
    println!("Prism responded to all {responses} requests of {} operations", operations(&said));
    curl::run(project, DOCUMENT, "specs/keycard.toml", &server.url())
}

/// Counts the tests of a generated file: one for each operation, and a second one if it has optional inputs.
pub(crate) fn tests(file: &str) -> usize {
    file.lines().filter(|line| *line == TEST).count()
}

/// Counts the operations that were called.
fn operations(said: &[String]) -> usize {
    let names = said.iter().filter_map(|line| line.split_once(RESPONSE)).map(|(name, _)| name);
    // The test harness may have printed the name of the test before.
    names.filter_map(|name| name.rsplit(' ').next()).collect::<HashSet<_>>().len()
}

/// Installs Prism below the target folder.
pub(crate) fn install(project: &Project) -> Result<(), String> {
    if find(project).is_some() {
        println!("Prism {VERSION} is installed already");
        return Ok(());
    }
    npm::install(&folder(project), &[format!("@stoplight/prism-cli@{VERSION}")])?;
    find(project).map(|_| ()).ok_or_else(|| "npm succeeded, but Prism is not where it should be".to_owned())
}

/// The folder that Node finds Prism's own packages from, a validator of JSON Schema among them.
pub(crate) fn modules(project: &Project) -> Option<PathBuf> {
    find(project).map(|_| folder(project))
}

/// The message if it is not installed.
pub(crate) fn missing() -> String {
    format!(
        "Prism {VERSION} is not installed: `cargo xtask prism --install` installs it below the target folder \
         (Node 18.20 or newer is needed)"
    )
}

fn folder(project: &Project) -> PathBuf {
    project.target().join("prism").join(VERSION)
}

/// Prism's program, if it is installed and Node is there to run it.
pub(crate) fn find(project: &Project) -> Option<PathBuf> {
    let program = folder(project).join("node_modules/@stoplight/prism-cli/dist/index.js");
    let node = Command::new("node").arg("--version").stdout(Stdio::null()).status();
    (program.is_file() && node.is_ok_and(|status| status.success())).then_some(program)
}

#[cfg(test)]
mod tests {
    #[test]
    fn requests_and_operations_are_counted_separately() {
        let file =
            "#[tokio::test]\nasync fn a() -> Outcome {\n}\n#[tokio::test]\nasync fn a_with_everything() -> Outcome {\n";
        assert_eq!(super::tests(file), 2);
        let said = ["a.b: response", "test a_b_with_everything ... a.b: response", "prism agrees", "c: response"];
        assert_eq!(super::operations(&said.map(str::to_owned)), 2);
    }
}
