//! The SDKs that a program may depend on: where they stand, and how a manifest says where they come from. Knows nothing
//! of what the program uses.

use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};
use std::process::Command;

use sdkgen::needs::Sdk;
use sdkgen::tree::is_part;
use serde_json::Value;

use super::super::generate::relative_path;

/// Where crates.io is, which manifests need not say.
const USUAL: [&str; 2] = ["https://github.com/rust-lang/crates.io-index", "sparse+https://index.crates.io/"];

/// An SDK, where it is, and how a manifest says that.
pub(super) struct KnownSdk {
    pub(super) sdk: Sdk,
    pub(super) folder: PathBuf,
    pub(super) source: String,
}

/// The SDKs in these folders.
pub(super) fn named(program: &Path, folders: &[PathBuf]) -> Result<Vec<KnownSdk>, String> {
    let from = if program.is_file() { program.parent().unwrap_or(Path::new("")) } else { program };
    let known = folders.iter().map(|folder| {
        let sdk = read(folder, &parts_below(folder))?;
        let sdk = sdk.ok_or_else(|| format!("{} is not the folder of an SDK", folder.display()))?;
        Ok(KnownSdk { sdk, folder: canonical(folder), source: entry("path", &relative_path(from, folder)) })
    });
    known.collect()
}

/// The SDKs that the program depends on, as cargo has it.
pub(super) fn depended_on(program: &Path) -> Result<Vec<KnownSdk>, String> {
    let help = "name the folder of the SDK with --sdk";
    let start = canonical(program);
    let manifest = start.ancestors().map(|folder| folder.join("Cargo.toml")).find(|path| path.is_file());
    let manifest = manifest.ok_or_else(|| format!("there is no Cargo.toml around {}; {help}", program.display()))?;
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut command = Command::new(cargo);
    command.args(["metadata", "--format-version", "1", "--manifest-path"]).arg(&manifest);
    let output = command.output().map_err(|error| format!("cargo cannot be started: {error}; {help}"))?;
    if !output.status.success() {
        return Err(format!("cargo says: {}\n{help}", String::from_utf8_lossy(&output.stderr).trim()));
    }
    let said: Value =
        serde_json::from_slice(&output.stdout).map_err(|error| format!("cargo did not print JSON: {error}"))?;
    let known = among(&of_program(said, &manifest), manifest.parent().unwrap_or(&start))?;
    if known.is_empty() { Err(format!("{} depends on no SDK; {help}", manifest.display())) } else { Ok(known) }
}

/// What cargo says of the packages that the one of `manifest` depends on, directly or not: those of other members of
/// its workspace are no concern of it. All of them for a manifest that is no package.
fn of_program(mut said: Value, manifest: &Path) -> Value {
    let packages = || said["packages"].as_array().into_iter().flatten();
    let is_own =
        |package: &&Value| package["manifest_path"].as_str().is_some_and(|path| canonical(Path::new(path)) == manifest);
    let Some(own) = packages().find(is_own).and_then(|package| package["id"].as_str()) else { return said };
    let nodes: HashMap<&str, &Value> = said["resolve"]["nodes"]
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(|node| Some((node["id"].as_str()?, &node["dependencies"])))
        .collect();
    let (mut reached, mut rest) = (HashSet::new(), vec![own.to_owned()]);
    while let Some(id) = rest.pop() {
        let needed = nodes.get(id.as_str()).and_then(|needed| needed.as_array());
        if reached.insert(id.clone()) {
            rest.extend(needed.into_iter().flatten().filter_map(Value::as_str).map(str::to_owned));
        }
    }
    if let Some(packages) = said["packages"].as_array_mut() {
        packages.retain(|package| package["id"].as_str().is_some_and(|id| reached.contains(id)));
    }
    said
}

/// The SDKs among the packages that cargo lists; their paths are relative to the folder `from`.
fn among(said: &Value, from: &Path) -> Result<Vec<KnownSdk>, String> {
    let packages: Vec<&Value> = said["packages"].as_array().into_iter().flatten().collect();
    let mut known = Vec::new();
    for package in &packages {
        let Some(folder) = folder_of(package) else { continue };
        let parts = packages.iter().filter(|other| is_part_of(other, package)).filter_map(|part| folder_of(part));
        if let Some(sdk) = read(folder, &parts.map(Path::to_owned).collect::<Vec<_>>())? {
            let source = match package["source"].as_str() {
                Some(source) => entries(source, sdk.version()),
                None => entry("path", &relative_path(from, folder)),
            };
            known.push(KnownSdk { sdk, folder: canonical(folder), source });
        }
    }
    Ok(known)
}

fn folder_of(package: &Value) -> Option<&Path> {
    package["manifest_path"].as_str().and_then(|path| Path::new(path).parent())
}

/// Whether a package is a part of another one: where cargo unpacks them, they need not stand below each other.
fn is_part_of(part: &Value, package: &Value) -> bool {
    let name = part["name"].as_str().zip(package["name"].as_str());
    let name = name.and_then(|(part, package)| part.strip_prefix(package)?.strip_prefix('-'));
    name.is_some_and(is_part) && ["version", "source"].iter().all(|key| part[key] == package[key])
}

/// The folders of the parts that stand below the folder of an SDK.
fn parts_below(folder: &Path) -> Vec<PathBuf> {
    // A folder that cannot be listed is not that of an SDK, which is reported anyway.
    let inner = std::fs::read_dir(folder).into_iter().flatten().flatten();
    let parts = inner.filter(|entry| entry.file_name().to_str().is_some_and(is_part)).map(|entry| entry.path());
    parts.filter(|part| part.join("src/models.rs").is_file()).collect()
}

/// The SDK in a folder, with the parts that its models stand in; `None` if there is another crate.
fn read(folder: &Path, parts: &[PathBuf]) -> Result<Option<Sdk>, String> {
    let text = |path: &str| std::fs::read_to_string(folder.join(path)).unwrap_or_default();
    let client = text("src/client.rs");
    if !Sdk::is_client(&client) {
        return Ok(None);
    }
    let mut models = text("src/models.rs");
    for path in parts.iter().map(|part| part.join("src/models.rs")) {
        let part = std::fs::read_to_string(&path);
        models.push_str(&part.map_err(|error| format!("{} cannot be read: {error}", path.display()))?);
    }
    let sdk = Sdk::read(&text("Cargo.toml"), &client, &models);
    sdk.map(Some).map_err(|reason| format!("{}: {reason}", folder.display()))
}

/// Where a package comes from, as a manifest says it; `source` is cargo's word for it.
fn entries(source: &str, version: &str) -> String {
    if let Some(source) = source.strip_prefix("git+") {
        return of_git(source);
    }
    let version = entry("version", version);
    let index = source.strip_prefix("registry+").or_else(|| source.starts_with("sparse+").then_some(source));
    match index.filter(|index| !USUAL.contains(index)) {
        // The name of a registry depends on the configuration of cargo; its URL does not.
        Some(index) => format!("{version}, {}", entry("registry-index", index)),
        None => version,
    }
}

/// `URL#commit`, or `URL?branch=NAME#commit` and the like. Cargo escapes nothing of the name, and git forbids only the
/// question mark of what matters here. The commit is not source_url for: the lock file holds it.
fn of_git(source: &str) -> String {
    let source_url = source.rsplit_once('#').map_or(source, |(source_url, _)| source_url);
    let reference = source_url.rsplit_once('?').and_then(|(url, query)| Some((url, query.split_once('=')?)));
    match reference {
        Some((url, (kind @ ("branch" | "tag" | "rev"), name))) => {
            format!("{}, {}", entry("git", url), entry(kind, name))
        }
        _ => entry("git", source_url),
    }
}

fn entry(key: &str, text: &str) -> String {
    // Quotes and the like are escaped as TOML wants it.
    format!("{key} = {}", toml::Value::from(text))
}

pub(super) fn canonical(path: &Path) -> PathBuf {
    path.canonicalize().unwrap_or_else(|_| path.to_owned())
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use sdkgen::needs::{Needs, Text};
    use sdkgen::{Config, Options, Source};
    use serde_json::{Value, json};

    use super::{among, entries, entry, of_program};

    /// Whence a manifest takes what cargo has from there.
    fn manifest(source: &str) -> toml::Table {
        entries(source, "1.2.0").replace(", ", "\n").parse().expect("it can be pasted")
    }

    #[test]
    fn a_manifest_says_where_packages_come_from() {
        let usual = entries("registry+https://github.com/rust-lang/crates.io-index", "1.2.0");
        assert_eq!(usual, "version = \"1.2.0\"");
        assert_eq!(entries("sparse+https://index.crates.io/", "1.2.0"), usual);
        assert_eq!(
            entries("sparse+https://crates.example/index/", "1.2.0"),
            "version = \"1.2.0\", registry-index = \"sparse+https://crates.example/index/\""
        );
        assert_eq!(
            manifest("registry+https://crates.example/a")["registry-index"].as_str(),
            Some("https://crates.example/a")
        );
        assert_eq!(
            entries("git+https://git.example/sdk?rev=v1#0a1b", "1.2.0"),
            "git = \"https://git.example/sdk\", rev = \"v1\""
        );
        assert_eq!(
            entries("git+ssh://git@git.example/sdk.git#0a1b", "1.2.0"),
            "git = \"ssh://git@git.example/sdk.git\""
        );
        assert_eq!(entries("git+https://git.example/sdk?a=b#0a1b", "1.2.0"), "git = \"https://git.example/sdk?a=b\"");
        // Cargo escapes nothing of it, and git allows it.
        let strange = manifest("git+file:///sdk?branch=fix/a+b%20c\"d&e=#f#0a1b");
        assert_eq!(strange["branch"].as_str(), Some("fix/a+b%20c\"d&e=#f"));
        assert_eq!(entry("path", "../a"), "path = \"../a\"");
    }

    /// A divided SDK as cargo unpacks it: its parts stand beside it.
    fn unpacked(root: &Path, source: Option<&str>) -> Value {
        let document = Source::new("features.yaml", include_str!("../../../tests/fixtures/features.yaml"));
        let options = Options { split: Some(4), ..Options::default() };
        let mut packages = Vec::new();
        for file in sdkgen::generate(&document, &Config::default(), &options).files {
            let (part, path) = match file.path.split_once('/') {
                Some((part, path)) if part.starts_with("models-") => (format!("-{part}"), path),
                _ => (String::new(), file.path.as_str()),
            };
            let name = format!("features{part}");
            let target = root.join(format!("{name}-0.1.0")).join(path);
            std::fs::create_dir_all(target.parent().expect("it is in a folder")).expect("a folder can be made");
            std::fs::write(&target, &file.text).expect("a file can be written");
            if path == "Cargo.toml" {
                packages.push(json!({ "name": name, "version": "0.1.0", "source": source, "manifest_path": target }));
            }
        }
        json!({ "packages": packages })
    }

    #[test]
    fn a_member_of_a_workspace_has_its_own_dependencies() {
        let package =
            |name: &str| json!({ "id": name, "name": name, "manifest_path": format!("/w/{name}/Cargo.toml") });
        let node = |id: &str, needed: &[&str]| json!({ "id": id, "dependencies": needed });
        let packages = ["app", "other", "middle", "one", "two"].map(package);
        let said = json!({
            "packages": packages,
            "resolve": { "nodes": [
                node("app", &["middle"]), node("other", &["two"]), node("middle", &["one", "app"]), node("one", &[]),
                node("two", &[]),
            ] },
        });
        let names = |manifest: &str| -> Vec<String> {
            let kept = of_program(said.clone(), Path::new(manifest));
            let packages = kept["packages"].as_array().expect("there are some").iter();
            packages.map(|package| package["name"].as_str().expect("it has a name").to_owned()).collect()
        };
        assert_eq!(names("/w/app/Cargo.toml"), ["app", "middle", "one"]);
        assert_eq!(names("/w/other/Cargo.toml"), ["other", "two"]);
        assert_eq!(names("/w/Cargo.toml"), ["app", "other", "middle", "one", "two"]);
    }

    #[test]
    fn parts_are_packages_of_their_own() {
        let root = tempfile::tempdir().expect("a temporary folder can be made");
        let program = Text { name: "main.rs".to_owned(), text: "use features::models::{Clinic, Price};".to_owned() };
        for (source, expected) in [
            (Some("registry+https://github.com/rust-lang/crates.io-index"), "version = \"0.1.0\""),
            (
                Some("git+https://git.example/sdk?branch=main#0a1b"),
                "git = \"https://git.example/sdk\", branch = \"main\"",
            ),
            (None, "path = \"features-0.1.0\""),
        ] {
            let mut said = unpacked(root.path(), source);
            let known = among(&said, root.path()).expect("there is an SDK");
            let [known] = &known[..] else { panic!("there are {}", known.len()) };
            let source_url = Needs::of(&known.sdk, std::slice::from_ref(&program)).features;
            assert_eq!(source_url.keys().collect::<Vec<_>>(), ["clinics", "webhooks"]);
            assert_eq!(known.source, expected);
            // Parts of another release are not its own.
            for package in said["packages"].as_array_mut().into_iter().flatten() {
                if package["name"] != "features" {
                    package["version"] = "0.2.0".into();
                }
            }
            let known = among(&said, root.path()).expect("there is an SDK");
            assert!(known.iter().all(|it| Needs::of(&it.sdk, std::slice::from_ref(&program)).features.is_empty()));
        }
    }
}
