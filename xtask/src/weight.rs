//! Measures the size of the parts of a generated crate: lines of LLVM IR and functions for each model, enumeration,
//! union and operation, without optimisation. This approximates the cost of compilation, and is equal on every machine
//! with the same compiler. Generates crates that differ only in one kind of part, and compares the differences with
//! limits. Knows how to count; the documents of these crates are in [`documents`].

mod documents;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use sdkgen::diagnostics::render::{self, Texts};
use sdkgen::tree::{self, Plan};
use sdkgen::{Config, Options, Source};
use serde_json::Value;

use self::documents::{PARTS, Parts};
use crate::crates;
use crate::process;
use crate::project::Project;

/// A kind of part, the crate with it, the crate without it, and the greatest weight of one part: lines and functions.
/// Measured with Rust 1.95. A change that makes a part lighter should lower its limit.
struct Kind {
    name: &'static str,
    with: Parts,
    without: Parts,
    lines: usize,
    functions: usize,
}

const KINDS: [Kind; 4] = [
    Kind { name: "struct of 12 members", with: Parts::Structs, without: Parts::Nothing, lines: 435, functions: 11 },
    Kind { name: "enumeration of 5 values", with: Parts::Enums, without: Parts::Nothing, lines: 356, functions: 17 },
    Kind { name: "union of 2 objects", with: Parts::Unions, without: Parts::Nothing, lines: 425, functions: 10 },
    Kind {
        name: "operation with 7 inputs",
        with: Parts::Operations,
        without: Parts::Structs,
        lines: 1_153,
        functions: 35,
    },
];

/// The weight of a crate.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Weight {
    lines: usize,
    functions: usize,
}

/// Measures all kinds; fails if one is heavier than its limit.
pub(crate) fn run(project: &Project) -> Result<(), String> {
    let root = project.target().join("weight");
    let folder = root.join("crates");
    // It may exist from an earlier run, with other sources.
    let _ = fs::remove_dir_all(&folder);
    for parts in Parts::ALL {
        write(project, &folder.join(parts.word()), parts)?;
    }
    crates::workspace(project, &folder, &Parts::ALL.map(Parts::word))?;
    let mut weights = BTreeMap::new();
    for parts in Parts::ALL {
        weights.insert(parts.word(), weigh(project, &root, parts)?);
    }
    let mut heavy = 0;
    for kind in KINDS {
        let difference = |of: fn(&Weight) -> usize| {
            let [with, without] = [kind.with, kind.without].map(|parts| weights.get(parts.word()).map_or(0, of));
            with.saturating_sub(without).div_ceil(PARTS)
        };
        let (lines, functions) = (difference(|weight| weight.lines), difference(|weight| weight.functions));
        let is_heavy = lines > kind.lines || functions > kind.functions;
        heavy += usize::from(is_heavy);
        println!(
            "{:<24} {lines:>6} lines of LLVM IR (at most {}), {functions:>4} functions (at most {}){}",
            kind.name,
            kind.lines,
            kind.functions,
            if is_heavy { ": too heavy" } else { "" }
        );
        if lines == 0 {
            return Err(format!("nothing was found of {}: the crates are not what they should be", kind.name));
        }
    }
    if heavy == 0 { Ok(()) } else { Err(format!("{heavy} kinds of parts are heavier than they may be")) }
}

/// Generates one of the crates.
fn write(project: &Project, folder: &Path, parts: Parts) -> Result<(), String> {
    let (document, keep) = parts.document();
    let source = Source::new("weight.json", document.to_string());
    let keep = Value::from(keep);
    let settings = format!(
        "[crate]\nname = \"weight-{}\"\n\n[models]\nkeep = {keep}\n\n[features]\nresources = false\n",
        parts.word()
    );
    let config = Config::parse(&settings).map_err(|_| "the configuration cannot be read")?;
    let runtime_path = Some(project.path("runtime").to_string_lossy().into_owned());
    let options = Options { runtime_path, ..Options::default() };
    let outcome = sdkgen::generate(&source, &config, &options);
    if outcome.files.is_empty() || !outcome.report.skipped.is_empty() {
        let texts = Texts { document: &source, config: None };
        return Err(format!("the document is refused\n\n{}", render::human(&outcome.diagnostics, texts, false)));
    }
    tree::compare(folder, outcome.files).and_then(Plan::apply).map_err(|error| format!("cannot write: {error}"))
}

/// Compiles one of the crates to LLVM IR and counts that.
fn weigh(project: &Project, root: &Path, parts: Parts) -> Result<Weight, String> {
    let code: PathBuf = root.join(format!("{}.ll", parts.word()));
    let package = format!("weight-{}", parts.word());
    // Without a transport, which is the same for all and takes long to compile.
    let mut command = crates::command(project, &root.join("crates"), &root.join("target"));
    command.args(["rustc", "--quiet", "--lib", "--no-default-features", "-p", &package, "--"]);
    command.arg(format!("--emit=llvm-ir={}", code.display()));
    command.args(["-C", "codegen-units=1", "-C", "opt-level=0", "-C", "debuginfo=0"]);
    process::run(command)?;
    let text = crates::text(&code)?;
    let _ = fs::remove_file(&code);
    Ok(count(&text))
}

/// Counts the functions and the lines in their bodies.
fn count(code: &str) -> Weight {
    let mut weight = Weight::default();
    let mut inside = false;
    for line in code.lines() {
        if line.starts_with("define ") {
            weight.functions += 1;
            inside = true;
        }
        weight.lines += usize::from(inside && !line.is_empty());
        inside &= line != "}";
    }
    weight
}

#[cfg(test)]
mod tests {
    use super::{Weight, count};

    #[test]
    fn only_bodies_count() {
        let code = "@a = constant\n\ndefine void @b() {\nstart:\n  ret void\n\n}\n\ndeclare void @c()\ndefine void @d() {\n}\n";
        assert_eq!(count(code), Weight { lines: 6, functions: 2 });
    }
}
