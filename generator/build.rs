//! Puts the runtime's sources into the program, so that an SDK can be written out with its runtime beside it.
//!
//! They are read from `runtime/`, which in the repository is links to the real place, and in the published package the
//! files themselves. Of the manifest only the features and the dependencies are kept: what only its own tests,
//! benchmarks and lints need is left out, and what the package is called is decided with the SDK.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

/// Beside the sources.
const LICENSES: [&str; 2] = ["LICENSE-APACHE", "LICENSE-MIT"];

fn main() {
    let package = PathBuf::from(std::env::var_os("CARGO_MANIFEST_DIR").expect("cargo sets it"));
    let out = PathBuf::from(std::env::var_os("OUT_DIR").expect("cargo sets it"));
    let runtime = package.join("runtime");
    // Where a checkout has no links, they are files that hold a path; the repository is around them.
    let is_linked = runtime.join("src/lib.rs").is_file();
    let (root, place) =
        if is_linked { (runtime.clone(), runtime) } else { (package.join("../runtime"), package.join("..")) };
    let manifest = root.join(if is_linked { "manifest.toml" } else { "Cargo.toml" });
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed={}", manifest.display());
    // Through the link: cargo looks at what is below a folder.
    let sources = root.join("src").canonicalize().expect("the runtime has sources");
    println!("cargo::rerun-if-changed={}", sources.display());

    let text = fs::read_to_string(&manifest).unwrap_or_else(|error| panic!("{}: {error}", manifest.display()));
    let mut table = "&[\n".to_owned();
    writeln!(table, "    (\"Cargo.toml\", {:?}),", standalone(&text)).expect("writing to a string cannot fail");
    let mut files: Vec<PathBuf> = LICENSES.iter().map(|name| place.join(name)).collect();
    collect(&root.join("src"), &mut files);
    files.sort();
    for file in files {
        let name = file.strip_prefix(&root).or_else(|_| file.strip_prefix(&place)).expect("it was found below");
        let name = name.to_string_lossy().replace('\\', "/");
        let path = file.canonicalize().unwrap_or_else(|error| panic!("{}: {error}", file.display()));
        writeln!(table, "    ({name:?}, include_str!({path:?})),").expect("writing to a string cannot fail");
    }
    table.push_str("]\n");
    fs::write(out.join("runtime_sources.rs"), table).expect("cargo made the folder");
}

/// The manifest from its features on, without what only its own tests, benchmarks and lints need. Works line by line,
/// on our own file.
fn standalone(own: &str) -> String {
    // Its tests need what is left out here; the library is tested where it is at home.
    let mut text = "[lib]\ntest = false\ndoctest = false\n\n".to_owned();
    let mut is_kept = false;
    for line in own.lines() {
        if line.starts_with('[') {
            is_kept = ["[features]", "[dependencies]"].contains(&line.trim());
        }
        if is_kept {
            text.push_str(line);
            text.push('\n');
        }
    }
    text.trim_end().to_owned() + "\n"
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            collect(&path, files);
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            files.push(path);
        }
    }
}
