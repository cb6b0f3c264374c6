//! Loads every document of a folder and prints the results. Not part of the suite: the folder is not of this
//! repository. `SDKGEN_CORPUS` names it, else `../shared/corpus` beside the project is tried.
//!
//! `cargo test --release -p sdkgen --test document_corpus -- --ignored --nocapture`

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::Instant;

use sdkgen::Limits;
use sdkgen::diagnostics::{Diagnostics, Severity};
use sdkgen::document::{Source, load};

#[test]
#[ignore = "needs a folder of documents"]
fn every_document_of_the_corpus_is_loaded() {
    let beside = || Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/corpus");
    let root = std::env::var_os("SDKGEN_CORPUS").map_or_else(beside, PathBuf::from);
    if !root.is_dir() {
        println!("no corpus at {}: nothing was tested", root.display());
        return;
    }
    let mut files = Vec::new();
    collect(&root, &mut files);
    files.sort();
    let verbose = std::env::var_os("SDKGEN_CORPUS_WARNINGS").is_some();
    let (mut loaded, mut refused, mut operations, mut warnings) =
        (0, BTreeMap::<String, usize>::new(), 0, BTreeMap::new());
    for file in &files {
        let Ok(text) = std::fs::read_to_string(file) else { continue };
        if !text.contains("openapi") && !text.contains("swagger") {
            continue;
        }
        let name = file.strip_prefix(&root).unwrap_or(file).display().to_string();
        let source = Source::new(name.clone(), text);
        let (mut diagnostics, begun) = (Diagnostics::new(), Instant::now());
        let document = load(&source, true, &Limits::default(), &mut diagnostics, &mut |_| {});
        let seconds = begun.elapsed().as_secs_f64();
        if seconds > 0.1 {
            println!("{name}: {seconds:.2} s for {} bytes", source.text.len());
        }
        for warning in diagnostics.iter().filter(|d| d.severity == Severity::Warning) {
            *warnings.entry(warning.code.name).or_insert(0) += 1;
            if verbose {
                println!("{name}: {} {:?} {}", warning.code, warning.location, warning.message);
            }
        }
        match document {
            Some(document) => {
                loaded += 1;
                operations += document.operations;
                let built = document.openapi.operations().count();
                if built != document.operations || !document.skipped.is_empty() {
                    println!("{name}: {built} of {} operations, skipped {:?}", document.operations, document.skipped);
                }
            }
            None => {
                let codes: Vec<_> = diagnostics.iter().filter(|d| d.severity == Severity::Error).collect();
                let first =
                    codes.first().map_or(String::new(), |d| format!("{} {:?} {}", d.code.name, d.location, d.message));
                let code = codes.first().map_or("nothing reported", |d| d.code.name);
                if !matches!(code, "not-openapi" | "unsupported-version") {
                    println!("{name}: refused: {first}");
                }
                *refused.entry(code.to_owned()).or_default() += 1;
            }
        }
    }
    println!("loaded {loaded} with {operations} operations; refused {refused:?}; warnings {warnings:?}");
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    let Ok(entries) = std::fs::read_dir(folder) else { return };
    for entry in entries.flatten() {
        let path = entry.path();
        if path.is_dir() {
            collect(&path, files);
        } else if path.extension().is_some_and(|ending| ending == "json" || ending == "yaml" || ending == "yml") {
            files.push(path);
        }
    }
}
