//! The surface of an SDK is what its emitted code lets users name: everything, and nothing else. Both are written as
//! lines, those of the code from nothing but the code.

mod code;
mod stated;

use std::fs;
use std::path::{Path, PathBuf};

use sdkgen::{Config, Options, Outcome, Source};

/// A document with its configuration.
struct Input {
    name: String,
    source: Source,
    config: Config,
}

/// The fixtures, and the document with everything in it.
fn inputs() -> Vec<Input> {
    let tests = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests");
    let entries = fs::read_dir(tests.join("fixtures")).expect("there are fixtures");
    let mut files: Vec<PathBuf> = entries.map(|entry| entry.expect("it can be read").path()).collect();
    files.push(tests.join("golden.yaml"));
    files.retain(|file| file.extension().is_some_and(|extension| extension == "yaml"));
    files.sort();
    let read = |file: PathBuf| {
        let name = file.file_name().expect("it has a name").to_string_lossy().into_owned();
        let text = fs::read_to_string(&file).expect("it can be read");
        let config = fs::read_to_string(file.with_extension("toml")).unwrap_or_default();
        let config = Config::parse(&config).unwrap_or_else(|_| panic!("{name}: the configuration is valid"));
        Input { source: Source::new(name.clone(), text), name, config }
    };
    files.into_iter().map(read).collect()
}

#[test]
fn the_surface_says_what_the_code_lets_users_name() {
    let (mut compared, mut lines, mut failures) = (0, 0, Vec::new());
    for Input { name, source, config } in inputs() {
        let options = Options::default();
        let outcome = sdkgen::generate(&source, &config, &options);
        let Some(surface) = sdkgen::surface(&source, &config, &options, &mut Outcome::default()) else { continue };
        let (code, stated) = (code::lines(&outcome.files), stated::lines(&surface));
        compared += 1;
        lines += code.len();
        failures.extend(code.difference(&stated).map(|line| format!("{name}: the surface lacks  {line}")));
        failures.extend(stated.difference(&code).map(|line| format!("{name}: the code lacks     {line}")));
    }
    assert!(failures.is_empty(), "{} differences:\n{}", failures.len(), failures.join("\n"));
    assert!(compared > 80, "only {compared} documents were compared");
    assert!(lines > 5_000, "only {lines} lines were compared");
}
