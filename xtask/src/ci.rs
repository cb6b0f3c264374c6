//! Everything that has to hold before a change lands, in the order in which CI runs it. Each step is announced with its
//! duration; the first failure ends the run. Knows the steps, not how they work.

use std::process::Command;
use std::time::{Duration, Instant};

use crate::process::{self, cargo};
use crate::project::Project;
use crate::{crates, literals, package, prism, programs, readmes, regen, site, tidy, weight};

type Step = (&'static str, fn(&Project, &mut Summary) -> Result<(), String>);

const STEPS: &[Step] = &[
    ("format", |project, _| process::run(cargo(project, &["fmt", "--all", "--check"]))),
    ("clippy", |project, _| {
        let arguments = ["clippy", "--workspace", "--all-targets", "--all-features", "--", "-D", "warnings"];
        process::run(cargo(project, &arguments))
    }),
    ("test", test),
    ("newcomer", newcomer),
    ("features", features),
    ("split", split),
    ("package", packed),
    ("regen", |project, _| regen::run(project, true)),
    ("tidy", |project, _| tidy::run(project)),
    ("weight", |project, _| weight::run(project)),
    ("literals", |project, _| literals::in_ci(project)),
    ("programs", |project, _| programs::in_ci(project)),
    ("readmes", |project, _| readmes::in_ci(project)),
    ("doc", |project, _| {
        let mut command = cargo(project, &["doc", "--workspace", "--no-deps", "--all-features"]);
        command.env("RUSTDOCFLAGS", "-D warnings");
        process::run(command)
    }),
    ("prism", |project, _| prism::run(project)),
    ("site", |project, summary| {
        summary.skipped = site::in_ci(project)?;
        summary.skipped.iter().for_each(|skipped| println!("warning: {skipped}"));
        Ok(())
    }),
];

/// All tests, as README has them.
const TESTS: [&str; 3] = ["test", "--workspace", "--all-features"];

/// What is printed again at the end, so that it is not lost among the rest.
#[derive(Default)]
struct Summary {
    steps: Vec<(&'static str, Duration)>,
    tests: Vec<String>,
    packed: Vec<String>,
    /// What could not be checked here.
    skipped: Option<String>,
}

/// Runs all steps.
pub(crate) fn run(project: &Project) -> Result<(), String> {
    let mut summary = Summary::default();
    let outcome = STEPS.iter().try_for_each(|(name, step)| {
        println!("\n== {name}");
        let start = Instant::now();
        let outcome = step(project, &mut summary);
        println!("== {name}: {} in {:.1} s", verdict(&outcome), start.elapsed().as_secs_f64());
        summary.steps.push((name, start.elapsed()));
        outcome.map_err(|message| format!("{name}: {message}"))
    });
    summary.print();
    outcome
}

fn test(project: &Project, summary: &mut Summary) -> Result<(), String> {
    let command = cargo(project, &TESTS);
    summary.tests = process::run_and_keep(command, |line| line.starts_with("test result:"))?;
    Ok(())
}

/// The commands that README shows a newcomer have to work as they are; the tests have had their step already.
fn newcomer(project: &Project, _: &mut Summary) -> Result<(), String> {
    let readme = project.read("README.md")?;
    let commands = try_it(&readme);
    let tests = format!("cargo {}", TESTS.join(" "));
    if !commands.contains(&tests.as_str()) || commands.len() < 2 {
        return Err(format!("README should say how to try it, and then to run `{tests}`"));
    }
    for command in commands.into_iter().filter(|command| **command != tests) {
        let mut shell = Command::new("sh");
        // What was compiled already is not compiled again for the crate that comes out.
        shell.args(["-ec", command]).current_dir(project.root()).env("CARGO_TARGET_DIR", project.target());
        process::run(shell)?;
    }
    Ok(())
}

/// The commands that README's section "Try it" has in its blocks.
fn try_it(readme: &str) -> Vec<&str> {
    let section = readme.split("\n## ").find(|section| section.starts_with("Try it\n")).unwrap_or_default();
    let blocks = section.split("```sh\n").skip(1);
    blocks.filter_map(|block| block.split("```").next()).flat_map(str::lines).filter(|line| !line.is_empty()).collect()
}

/// What has to compile with no feature, and with each of its features alone.
const WITH_FEATURES: [(&str, &str); 3] = [
    ("sdkgen-runtime", "runtime/Cargo.toml"),
    ("keycard", "generated/Cargo.toml"),
    ("sdkgen-golden", "generator/tests/golden/Cargo.toml"),
];

/// Compiles with no feature, and with each feature alone, without a warning.
fn features(project: &Project, _: &mut Summary) -> Result<(), String> {
    for (package, manifest) in WITH_FEATURES {
        let manifest: toml::Table =
            project.read(manifest)?.parse().map_err(|error| format!("{manifest} is no manifest: {error}"))?;
        for feature in std::iter::once("").chain(crates::features(&manifest).filter(|feature| *feature != "default")) {
            let arguments = [
                "clippy",
                "--package",
                package,
                "--no-default-features",
                "--features",
                feature,
                "--",
                "-D",
                "warnings",
            ];
            let command = cargo(project, &arguments);
            println!("{package}: {}", if feature.is_empty() { "no feature" } else { feature });
            process::run(command)?;
        }
    }
    Ok(())
}

/// An SDK whose models are divided into several crates has to compile, too.
fn split(project: &Project, _: &mut Summary) -> Result<(), String> {
    let out = project.target().join("split");
    // The same folder each time; its files are compared and only differences are written.
    let mut command = cargo(project, &["run", "--quiet", "-p", "sdkgen", "--", "generate", "specs/keycard.yaml"]);
    command.args(["--config", "specs/keycard.toml", "--runtime-path", "runtime", "--split", "4", "--out"]).arg(&out);
    process::run(command)?;
    // On its own, wherever the target folder is.
    let manifest = out.join("Cargo.toml");
    let failed = |error: std::io::Error| format!("{}: {error}", manifest.display());
    let text = std::fs::read_to_string(&manifest).map_err(failed)?;
    std::fs::write(&manifest, text + "\n[workspace]\n").map_err(failed)?;
    let mut command = cargo(project, &["clippy", "--workspace", "--all-features"]);
    command.args(["--", "-D", "warnings"]).current_dir(&out).env("CARGO_TARGET_DIR", project.target());
    process::run(command)
}

/// What would be published has to compile from what was packed.
fn packed(project: &Project, summary: &mut Summary) -> Result<(), String> {
    summary.packed = package::run(project)?.lines();
    Ok(())
}

fn verdict(outcome: &Result<(), String>) -> &'static str {
    if outcome.is_ok() { "ok" } else { "FAILED" }
}

impl Summary {
    fn print(&self) {
        println!();
        for (name, duration) in &self.steps {
            println!("{name:<10}{:>7.1} s", duration.as_secs_f64());
        }
        for line in self.tests.iter().chain(&self.packed) {
            println!("{line}");
        }
        self.skipped.iter().for_each(|skipped| println!("warning: {skipped}"));
    }
}

#[cfg(test)]
mod tests {
    use super::try_it;

    #[test]
    fn commands_are_read_from_the_section_alone() {
        let readme = "# A\n\n```sh\nno\n```\n\n## Try it\n\nOne:\n\n```sh\nfirst && second\n```\n\n```sh\nthird\n```\n\n## More\n\n```sh\nno\n```\n";
        assert_eq!(try_it(readme), ["first && second", "third"]);
    }
}
