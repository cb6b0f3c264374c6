//! Behaviour cases: small documents with JSON values and what an SDK must make of them. Each file of `tests/cases` is a
//! document with, at its root:
//!
//! - `x-cases`, a list of `{model, json}`: the value decodes as that model and encodes to the same JSON; with `becomes`
//!   to that JSON; with `decodes: true` to any; with `refused: true` it does not decode. `shows` and `hides` are texts
//!   that `Debug` of the value contains or does not contain;
//! - `x-source`, a list of `{has}` and `{lacks}`: texts in the emitted sources and `api.md`, blanks aside;
//! - `x-reported` and `x-not-reported`: codes of diagnostics that are among those of the document, or not.
//!
//! Another program enables one cargo feature of an SDK with a lock.
//!
//! One program decodes and encodes the values of all documents. It is built below the target folder, in debug mode and
//! without network.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use sdkgen::{Config, Options, Source};
use serde_json::Value;

/// A document and what is not as it says.
struct Case {
    stem: String,
    document: Value,
    wrong: Vec<String>,
}

impl Case {
    fn read(path: &Path) -> Self {
        let text = std::fs::read_to_string(path).expect("the case can be read");
        let document = sdkgen::document::raw(&Source::new("case.yaml", &text)).expect("the case is YAML");
        let stem = path.file_stem().expect("a file has a name").to_string_lossy().into_owned();
        Self { stem, document, wrong: Vec::new() }
    }

    fn crate_name(&self) -> String {
        format!("case_{}", self.stem.replace(|c: char| !c.is_ascii_alphanumeric(), "_"))
    }

    fn list(&self, key: &str) -> Vec<Value> {
        self.document.get(key).and_then(Value::as_array).cloned().unwrap_or_default()
    }

    fn holds(&mut self, holds: bool, message: impl FnOnce() -> String) {
        if !holds {
            self.wrong.push(message());
        }
    }

    /// Generates the crate and checks what can be seen without compiling it.
    fn generate(&mut self, folder: &Path, path: &Path) {
        let name = self.crate_name();
        let mut config = Config::default();
        config.package.name = Some(name.clone());
        config.features.resources = Some(false);
        let runtime_path = Some(project().join("runtime").to_string_lossy().into_owned());
        let options = Options { lenient_names: true, runtime_path, ..Options::default() };
        let text = std::fs::read_to_string(path).expect("the case can be read");
        let outcome = sdkgen::generate(&Source::new(format!("{}.yaml", self.stem), &text), &config, &options);
        let reported: Vec<&str> = outcome.diagnostics.iter().map(|diagnostic| diagnostic.code.name).collect();
        self.holds(!outcome.files.is_empty(), || format!("no crate is generated: {reported:?}"));
        for code in self.list("x-reported") {
            let code = code.as_str().unwrap_or_default();
            self.holds(reported.contains(&code), || format!("{code} is not reported, but {reported:?}"));
        }
        for code in self.list("x-not-reported") {
            let code = code.as_str().unwrap_or_default();
            self.holds(!reported.contains(&code), || format!("{code} is reported"));
        }
        let is_source = |path: &str| path == "api.md" || (path.contains("src/") && path.ends_with(".rs"));
        let sources = outcome.files.iter().filter(|file| is_source(&file.path));
        let sources: String = sources.map(|file| without_blanks(&file.text)).collect();
        for wanted in self.list("x-source") {
            if let Some(text) = wanted.get("has").and_then(Value::as_str) {
                self.holds(sources.contains(&without_blanks(text)), || format!("the source lacks {text:?}"));
            }
            if let Some(text) = wanted.get("lacks").and_then(Value::as_str) {
                self.holds(!sources.contains(&without_blanks(text)), || format!("the source has {text:?}"));
            }
        }
        for file in outcome.files {
            write(&folder.join("crates").join(&name).join(&file.path), &file.text);
        }
    }

    /// Checks the values.
    fn check(&mut self, results: &BTreeMap<usize, Value>) {
        for (index, case) in self.list("x-cases").into_iter().enumerate() {
            let Some(result) = results.get(&index) else {
                self.wrong.push(format!("{} was not tried", case["json"]));
                continue;
            };
            if let Some(message) = unlike(&case, result) {
                self.wrong.push(format!("{} {}: {message}", case["model"], case["json"]));
            }
        }
    }
}

/// What is not as the case says.
fn unlike(case: &Value, result: &Value) -> Option<String> {
    let is = |key: &str| case.get(key) == Some(&Value::Bool(true));
    let text = result["text"].as_str().unwrap_or_default();
    if is("refused") {
        return (result["ok"] == true).then(|| format!("was taken and became {text}"));
    }
    if result["ok"] != true {
        return Some(text.to_owned());
    }
    let made: Value = serde_json::from_str(text).expect("what is encoded is JSON");
    if !is("decodes") && !same(&made, case.get("becomes").unwrap_or(&case["json"])) {
        return Some(format!("became {text}"));
    }
    let shown = result["shown"].as_str().unwrap_or_default();
    let shows = |key: &str| case.get(key).and_then(Value::as_str).map(|text| shown.contains(text));
    (shows("shows") == Some(false) || shows("hides") == Some(true)).then(|| format!("shows {shown}"))
}

/// Whether two values are equal; numbers by their value.
fn same(first: &Value, second: &Value) -> bool {
    match (first, second) {
        (Value::Number(first), Value::Number(second)) => first == second || first.as_f64() == second.as_f64(),
        (Value::Array(first), Value::Array(second)) => {
            first.len() == second.len() && first.iter().zip(second).all(|(first, second)| same(first, second))
        }
        (Value::Object(first), Value::Object(second)) => {
            first.len() == second.len()
                && first.iter().all(|(key, value)| second.get(key).is_some_and(|other| same(value, other)))
        }
        (first, second) => first == second,
    }
}

fn without_blanks(text: &str) -> String {
    text.split_whitespace().collect()
}

fn project() -> PathBuf {
    let generator = Path::new(env!("CARGO_MANIFEST_DIR"));
    generator.parent().expect("the generator stands in the project").to_owned()
}

/// Writes a file, unless it holds that already.
fn write(path: &Path, text: &str) {
    if std::fs::read_to_string(path).is_ok_and(|old| old == text) {
        return;
    }
    std::fs::create_dir_all(path.parent().expect("a file stands in a folder")).expect("the folder can be made");
    std::fs::write(path, text).expect("the file can be written");
}

/// The program that tries the values of all documents, and its workspace.
fn program(folder: &Path, cases: &[Case]) {
    let mut main = String::from(
        "fn show<T: serde::de::DeserializeOwned + serde::Serialize + std::fmt::Debug>(case: &str, index: usize, json: &str) {\n    \
         let (ok, text, shown) = match serde_json::from_str::<T>(json) {\n        \
         Err(error) => (false, error.to_string(), String::new()),\n        \
         Ok(value) => match serde_json::to_string(&value) {\n            \
         Ok(text) => (true, text, format!(\"{value:?}\")),\n            \
         Err(error) => (false, error.to_string(), String::new()),\n        },\n    };\n    \
         println!(\"{}\", serde_json::json!({\"case\": case, \"index\": index, \"ok\": ok, \"text\": text, \"shown\": shown}));\n}\n\n\
         fn main() {\n",
    );
    let mut needed = String::new();
    for case in cases {
        let name = case.crate_name();
        writeln!(needed, "{name} = {{ path = \"../crates/{name}\", default-features = false }}").expect("it is text");
        for (index, value) in case.list("x-cases").iter().enumerate() {
            let (model, json) = (value["model"].as_str().unwrap_or_default(), value["json"].to_string());
            writeln!(main, "    show::<{name}::models::{model}>({:?}, {index}, {json:?});", case.stem)
                .expect("it is text");
        }
    }
    main.push_str("}\n");
    write(&folder.join("program/src/main.rs"), &main);
    let manifest = format!(
        "[package]\nname = \"program\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[dependencies]\nserde = \"1\"\n\
         serde_json = {{ version = \"1\", features = [\"preserve_order\"] }}\n{needed}"
    );
    write(&folder.join("program/Cargo.toml"), &manifest);
    let workspace = "[workspace]\nresolver = \"3\"\nmembers = [\"program\", \"user\", \"refused\", \"crates/*\"]\n\n[profile.dev]\ndebug = false\n\
                     incremental = false\n";
    write(&folder.join("Cargo.toml"), workspace);
    // What the project is built with is there; nothing has to be fetched.
    std::fs::copy(project().join("Cargo.lock"), folder.join("Cargo.lock")).expect("the lock file can be copied");
}

fn cargo(folder: &Path, command: &str, package: &str) -> Output {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    Command::new(cargo)
        .arg(command)
        .args(["--quiet", "--offline", "--package", package])
        .current_dir(folder)
        .env("CARGO_TARGET_DIR", folder.join("target"))
        .env_remove("RUSTFLAGS")
        .output()
        .expect("cargo can be run")
}

/// Builds and runs the program; what it prints, by document.
fn run(folder: &Path) -> BTreeMap<String, BTreeMap<usize, Value>> {
    let output = cargo(folder, "run", "program");
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "the program of all cases does not run:\n{errors}");
    let mut results: BTreeMap<String, BTreeMap<usize, Value>> = BTreeMap::new();
    for line in String::from_utf8_lossy(&output.stdout).lines() {
        let result: Value = serde_json::from_str(line).expect("each line is JSON");
        let case = result["case"].as_str().unwrap_or_default().to_owned();
        let index = result["index"].as_u64().unwrap_or_default();
        results.entry(case).or_default().insert(usize::try_from(index).expect("there are few"), result);
    }
    results
}

/// The crate of a document in which owners no longer need pets, and with the lock of one in which they did. A program
/// that enables only the feature of owners names the models of pets; another one uses their resource.
fn user(folder: &Path) {
    let document = |owned: &str| {
        let path = |path: &str, schema: &str| {
            let content = format!("{{application/json: {{schema: {{$ref: '#/components/schemas/{schema}'}}}}}}");
            format!("  {path}: {{get: {{responses: {{'200': {{description: It, content: {content}}}}}}}}}\n")
        };
        let text = format!(
            "openapi: 3.0.3\ninfo: {{title: Kept, version: '1'}}\nservers: [{{url: 'https://a.example'}}]\npaths:\n{}{}{}\
             components:\n  schemas:\n    Pet: {{properties: {{home: {{$ref: '#/components/schemas/Home'}}}}}}\n    \
             Home: {{properties: {{street: {{type: string}}}}}}\n    Note: {{properties: {{text: {{type: string}}}}}}\n",
            path("/pets", "Pet"),
            path("/owners", owned),
            path("/notes", "Note")
        );
        Source::new("kept.yaml", text)
    };
    let mut config = Config::default();
    config.package.name = Some("kept_features".to_owned());
    let runtime_path = Some(project().join("runtime").to_string_lossy().into_owned());
    let surface = sdkgen::surface(&document("Pet"), &config, &Options::default(), &mut sdkgen::Outcome::default());
    let lock = Some(sdkgen::Lock::new(surface.expect("it is an SDK")));
    let outcome = sdkgen::generate(&document("Note"), &config, &Options { runtime_path, lock, ..Options::default() });
    assert!(!outcome.diagnostics.has_errors());
    for file in &outcome.files {
        write(&folder.join("crates/kept_features").join(&file.path), &file.text);
    }
    let main = "fn main() {\n    let home: Option<kept_features::models::Home> = None;\n    \
                let pet: Option<kept_features::models::Pet> = None;\n    assert!(home.is_none() && pet.is_none());\n}\n";
    write(&folder.join("user/src/main.rs"), main);
    let manifest = "[package]\nname = \"user\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[dependencies.kept_features]\n\
                    path = \"../crates/kept_features\"\ndefault-features = false\nfeatures = [\"owners\"]\n";
    write(&folder.join("user/Cargo.toml"), manifest);
    let main = "fn main() {\n    let client = kept_features::Client::from_env().expect(\"it is a client\");\n    \
                let _owners = client.owners();\n    let _call = client.pets().retrieve();\n}\n";
    write(&folder.join("refused/src/main.rs"), main);
    write(&folder.join("refused/Cargo.toml"), &manifest.replace("\"user\"", "\"refused\""));
}

/// Builds the program that enables one feature.
fn kept_by_features(folder: &Path) {
    let output = cargo(folder, "build", "user");
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "a feature no longer compiles what it did:\n{errors}");
}

/// A program that uses a resource whose feature is off: the compiler's first error says how to turn it on.
fn refused_without_feature(folder: &Path) {
    let output = cargo(folder, "check", "refused");
    let errors = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(!output.status.success(), "a resource whose feature is off can be used");
    let first = errors.lines().find(|line| line.starts_with("error"));
    assert_eq!(first, Some("error[E0277]: `pets()` needs the cargo feature `pets` of `kept_features`"), "{errors}");
    for text in ["^^^^ turn on the cargo feature `pets`", "`cargo add kept_features --features pets`"] {
        assert!(errors.contains(text), "{text}: {errors}");
    }
    assert!(!errors.contains("owners"), "{errors}");
}

#[test]
fn documents_are_made_into_what_they_say() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("cases");
    // Crates of documents that are gone would be members of the workspace still.
    let _ = std::fs::remove_dir_all(folder.join("crates"));
    let listed = std::fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases")).expect("there are cases");
    let mut paths: Vec<PathBuf> = listed.map(|entry| entry.expect("it can be listed").path()).collect();
    paths.sort();
    let mut cases: Vec<Case> = paths.iter().map(|path| Case::read(path)).collect();
    for (case, path) in cases.iter_mut().zip(&paths) {
        case.generate(&folder, path);
    }
    program(&folder, &cases);
    user(&folder);
    let results = run(&folder);
    kept_by_features(&folder);
    refused_without_feature(&folder);
    for case in &mut cases {
        case.check(results.get(&case.stem).unwrap_or(&BTreeMap::new()));
    }
    let wrong: Vec<String> =
        cases.iter().flat_map(|case| case.wrong.iter().map(|it| format!("{}: {it}", case.stem))).collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}
