//! Checks an SDK with each cargo feature alone and with none: whether it compiles without a warning, and the cost in
//! relation to all features. Knows cargo and the manifest of the SDK, not what a feature contains.

use std::path::{Path, PathBuf};

use super::build::{Crate, package_name};
use super::figures::{Measure, Row};
use super::peers::{Generator, Installed};
use super::{Work, name_of};
use crate::crates;
use crate::meter::Cost;

/// The features that every SDK has, all and none of the API; the other features are parts of the API.
const USUAL: [&str; 6] = ["reqwest", "gzip", "blocking", "testing", "full", "none"];

/// The features of a check, and its cost.
struct Checked {
    name: String,
    seconds: f64,
    megabytes: f64,
    /// The errors and warnings, with the first message.
    faults: Vec<String>,
}

/// Checks all features of all documents, and prints a table.
pub(super) fn run(work: &Work<'_>, documents: &[PathBuf]) -> Result<(), String> {
    let installed = Installed::get(work.project, Generator::Ours, &work.root)?;
    let mut table = "| document | features | all: CPU s | MB | dearest | CPU s | MB | median | CPU s | MB \
                     | cheapest | CPU s | MB | none: CPU s | MB |\n|---|--:|--:|--:|---|--:|--:|---|--:|--:|---|--:|--:|--:|--:|\n"
        .to_owned();
    let mut faulty = 0;
    for document in documents {
        let name = name_of(document);
        let folder = work.root.join("crates").join(format!("{name}-features"));
        work.generate(document, &installed, &folder, &mut Row::new(&name, Generator::Ours))?;
        let checked = check(&work.generated(&folder, Generator::Ours))?;
        for one in checked.iter().filter(|one| !one.faults.is_empty()) {
            println!("{name}, {}: {} errors and warnings: {}", one.name, one.faults.len(), one.faults[0]);
            faulty += 1;
        }
        table += &line(&name, &checked);
    }
    print!("\n{table}");
    if faulty == 0 { Ok(()) } else { Err(format!("{faulty} choices of features do not compile without a warning")) }
}

/// Checks an SDK with no feature, with each alone, and with all.
fn check(sdk: &Crate<'_>) -> Result<Vec<Checked>, String> {
    let manifest = crates::manifest(sdk.folder)?;
    let package = package_name(sdk.folder)?;
    sdk.dependencies(Measure::Check)?;
    let mut checked = Vec::new();
    for feature in std::iter::once("").chain(crates::features(&manifest).filter(|feature| *feature != "default")) {
        // The dependencies are compiled before, because the features of the runtime differ.
        alone(sdk, &sdk.empty(), feature)?;
        sdk.renew()?;
        let name = if feature.is_empty() { "none" } else { feature }.to_owned();
        let one = match alone(sdk, sdk.folder, feature) {
            Ok(cost) => {
                let faults = faults(&package, &cost.output);
                Checked { name, seconds: cost.user_seconds, megabytes: cost.megabytes, faults }
            }
            Err(reason) => Checked { name, seconds: f64::NAN, megabytes: f64::NAN, faults: vec![reason] },
        };
        println!("{}: {:.1} CPU s, {:.0} MB", one.name, one.seconds, one.megabytes);
        checked.push(one);
    }
    sdk.clean();
    Ok(checked)
}

fn alone(sdk: &Crate<'_>, folder: &Path, feature: &str) -> Result<Cost, String> {
    let mut command = sdk.quiet_cargo(folder);
    command.args(["check", "--quiet", "--lib", "--message-format=json"]);
    sdk.run(command.args(["--no-default-features", "--features", feature]))
}

/// Returns the messages of the compiler about the crate.
fn faults(package: &str, output: &str) -> Vec<String> {
    let library = package.replace('-', "_");
    let said = crates::lines_of_json(output.as_bytes());
    let texts = crates::complaints(&said, &library).map(|message| message["message"].as_str().unwrap_or_default());
    texts.map(|text| text.replace('\n', " ")).collect()
}

/// Returns the line of a document in the table.
fn line(document: &str, checked: &[Checked]) -> String {
    let cost = |one: Option<&Checked>| {
        one.map_or("– | –".to_owned(), |one| format!("{:.1} | {:.0}", one.seconds, one.megabytes))
    };
    let named = |one: Option<&Checked>| {
        format!("{} | {}", one.map_or("–".to_owned(), |one| format!("`{}`", one.name)), cost(one))
    };
    let find = |name: &str| checked.iter().find(|one| one.name == name);
    let is_part = |one: &&Checked| !one.name.starts_with('_') && !USUAL.contains(&one.name.as_str());
    let mut parts: Vec<&Checked> = checked.iter().filter(is_part).collect();
    parts.sort_by(|a, b| b.seconds.total_cmp(&a.seconds));
    let [dearest, median, cheapest] = [parts.first(), parts.get(parts.len() / 2), parts.last()].map(|one| one.copied());
    format!(
        "| {document} | {} | {} | {} | {} | {} | {} |\n",
        parts.len(),
        cost(find("full")),
        named(dearest),
        named(median),
        named(cheapest),
        cost(find("none"))
    )
}

#[cfg(test)]
mod tests {
    use super::{Checked, faults, line};

    #[test]
    fn parts_are_put_in_order() {
        let checked = |(name, seconds): (&str, f64)| Checked {
            name: name.to_owned(),
            seconds,
            megabytes: 100.0 * seconds,
            faults: Vec::new(),
        };
        let all = [("none", 0.1), ("reqwest", 0.2), ("full", 9.0), ("a", 1.0), ("b", 3.0), ("c", 2.0), ("_d", 5.0)];
        let line = line("pets", &all.map(checked));
        assert_eq!(line, "| pets | 3 | 9.0 | 900 | `b` | 3.0 | 300 | `c` | 2.0 | 200 | `a` | 1.0 | 100 | 0.1 | 10 |\n");
    }

    #[test]
    fn warnings_of_the_crate_count() {
        let said = |name: &str, level: &str| {
            format!(
                "{{\"reason\":\"compiler-message\",\"target\":{{\"name\":\"{name}\"}},\
                 \"message\":{{\"level\":\"{level}\",\"message\":\"unused import\"}}}}\n"
            )
        };
        let output = [said("my_api", "warning"), said("other", "warning"), said("my_api", "note")].concat();
        assert_eq!(faults("my-api", &output), ["unused import"]);
    }
}
