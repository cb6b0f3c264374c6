//! The sources of the runtime, which the program contains. An SDK without an existing runtime gets them in a folder of
//! its own, as a package that is named after the SDK, has its version, and is published with it.

use toml::{Table, Value};

use crate::config::Config;
use crate::ir::About;
use crate::naming::Names;
use crate::tree::{File, MARK};

/// The folder beside the SDK's own that they are written to.
pub(crate) const FOLDER: &str = "sdkgen-runtime";

/// The manifest from its features on, the license files, and the sources.
const SOURCES: &[(&str, &str)] = include!(concat!(env!("OUT_DIR"), "/runtime_sources.rs"));

const MANIFEST: &str = "Cargo.toml";

/// The files of the runtime that travels with an SDK, below the SDK's folder, sorted by path.
pub(crate) fn runtime_sources(about: &About, names: &Names, config: &Config) -> Vec<File> {
    let file = |path: &str, text: String| File { path: format!("{FOLDER}/{path}"), text };
    let files = SOURCES.iter().map(|(path, text)| match *path {
        MANIFEST => file(path, manifest(about, names, config, text)),
        _ => file(path, (*text).to_owned()),
    });
    let mut files: Vec<File> = files.chain([file("README.md", readme(names))]).collect();
    files.sort_by(|one, other| one.path.cmp(&other.path));
    files
}

/// The manifest: what the package is, before what it needs.
fn manifest(about: &About, names: &Names, config: &Config, needs: &str) -> String {
    let text = |text: &str| Value::from(text);
    let texts = |list: &[&str]| Value::from(list.to_vec());
    let mut package = Table::new();
    let mut set = |key: &str, value: Value| package.insert(key.to_owned(), value);
    set("name", names.runtime().into());
    set("version", text(&names.version));
    set("edition", text("2024"));
    set("rust-version", text(env!("CARGO_PKG_RUST_VERSION")));
    let shared = "transport, authentication, retries, pagination, errors and the JSON codec";
    set("description", format!("The runtime of the crate {}: {shared}", names.package).into());
    set("license", text("MIT OR Apache-2.0"));
    if let Some(repository) = &config.package.repository {
        set("repository", text(repository));
    }
    if let Some(homepage) = config.package.homepage.as_ref().or(about.homepage.as_ref()) {
        set("homepage", text(homepage));
    }
    set("readme", text("README.md"));
    set("include", texts(&["/src", "/README.md", "/LICENSE-*"]));
    let docs_rs = table("rs", table("all-features", Value::from(true)).into());
    let generator = table("version", text(env!("CARGO_PKG_VERSION")));
    let mut metadata = table("docs", docs_rs.into());
    metadata.insert("sdkgen".to_owned(), generator.into());
    set("metadata", metadata.into());
    // A table of strings and tables always has a text.
    let package = toml::to_string(&table("package", package.into())).unwrap_or_default();
    format!("# {MARK}. Written beside the SDK, and published with it.\n\n{package}\n{needs}")
}

fn table(key: &str, value: Value) -> Table {
    [(key.to_owned(), value)].into_iter().collect()
}

fn readme(names: &Names) -> String {
    let (runtime, package) = (names.runtime(), &names.package);
    format!(
        "<!-- {MARK}. -->\n\n# {runtime}\n\n\
         What all operations of the crate [`{package}`](https://crates.io/crates/{package}) share: transport,\n\
         authentication, retries, pagination, errors and the JSON codec.\n\n\
         Depend on `{package}`, which exports what programs need of it. Both are released together and have the same\n\
         version; this crate makes no promise of its own about what it exports.\n\n\
         Licensed under either of Apache License, Version 2.0 (`LICENSE-APACHE`) or MIT license (`LICENSE-MIT`),\n\
         at your option.\n"
    )
}

#[cfg(test)]
mod tests {
    use super::runtime_sources;
    use crate::config::Config;
    use crate::diagnostics::Diagnostics;
    use crate::ir::{About, Api};
    use crate::naming;
    use crate::options::Options;
    use crate::settings::Settings;
    use crate::tree::MARK;

    fn files(config: &str) -> Vec<(String, String)> {
        let config = Config::parse(config).expect("it is a configuration");
        let settings = Settings { config: &config, options: &Options::default() };
        let names = naming::decide(&Api::default(), settings, &mut Diagnostics::new());
        runtime_sources(&About::default(), &names, &config).into_iter().map(|file| (file.path, file.text)).collect()
    }

    #[test]
    fn they_stand_alone() {
        let files = files("[crate]\nname = \"acme\"\nversion = \"1.2.3-rc.1\"\nrepository = \"https://a.example\"\n");
        let text = |path: &str| files.iter().find(|(known, _)| known == path).map(|(_, text)| text.as_str());
        let manifest = text("sdkgen-runtime/Cargo.toml").expect("the manifest is there");
        for path in ["src/lib.rs", "README.md", "LICENSE-MIT", "LICENSE-APACHE"] {
            assert!(text(&format!("sdkgen-runtime/{path}")).is_some_and(|text| text.len() > 100), "{path}");
        }
        assert!(manifest.contains(MARK));
        for inherited in ["workspace = true", "[dev-dependencies]", "[lints]"] {
            assert!(!manifest.contains(inherited), "{inherited}");
        }
        let table: toml::Table = manifest.parse().expect("it is TOML");
        // A table of something else would name files that are not there.
        let tables: Vec<&str> = table.keys().map(String::as_str).collect();
        assert_eq!(tables, ["package", "lib", "features", "dependencies"]);
        let package = |key: &str| table["package"].get(key).and_then(toml::Value::as_str);
        assert_eq!(package("name"), Some("acme-runtime"));
        assert_eq!(package("version"), Some("1.2.3-rc.1"));
        assert_eq!(package("edition"), Some("2024"));
        assert_eq!(package("license"), Some("MIT OR Apache-2.0"));
        assert_eq!(package("repository"), Some("https://a.example"));
        assert_eq!(table["package"]["metadata"]["sdkgen"]["version"].as_str(), Some(env!("CARGO_PKG_VERSION")));
        assert!(table["dependencies"].as_table().is_some_and(|dependencies| !dependencies.is_empty()));
    }
}
