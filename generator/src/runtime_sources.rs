//! The runtime's sources, which travel inside the program: an SDK without a runtime to point at gets them beside it.

use crate::tree::File;

/// The folder beside the SDK's own that they are written to.
pub const FOLDER: &str = "sdkgen-runtime";

const SOURCES: &[(&str, &str)] = include!(concat!(env!("OUT_DIR"), "/runtime_sources.rs"));

/// The files of the runtime, below the SDK's folder, sorted by path. Empty if the program was built without them.
#[must_use]
pub fn runtime_sources() -> Vec<File> {
    let files = SOURCES.iter().map(|(path, text)| File { path: format!("{FOLDER}/{path}"), text: (*text).to_owned() });
    let mut files: Vec<File> = files.collect();
    files.sort_by(|one, other| one.path.cmp(&other.path));
    files
}

#[cfg(test)]
mod tests {
    use super::runtime_sources;
    use crate::tree::MARK;

    #[test]
    fn they_stand_alone() {
        let files = runtime_sources();
        let text = |path: &str| files.iter().find(|file| file.path == path).map(|file| file.text.as_str());
        let manifest = text("sdkgen-runtime/Cargo.toml").expect("the manifest is there");
        assert!(text("sdkgen-runtime/src/lib.rs").is_some());
        assert!(manifest.contains(MARK));
        for inherited in ["workspace = true", "[dev-dependencies]", "[lints]"] {
            assert!(!manifest.contains(inherited), "{inherited}");
        }
        let table: toml::Table = manifest.parse().expect("it is TOML");
        // A table of something else would name files that are not there.
        let tables: Vec<&str> = table.keys().map(String::as_str).collect();
        assert_eq!(tables, ["package", "lib", "features", "dependencies"]);
        assert_eq!(table["package"]["edition"].as_str(), Some("2024"));
        assert_eq!(table["package"]["version"].as_str(), Some(env!("CARGO_PKG_VERSION")));
        assert!(table["dependencies"].as_table().is_some_and(|dependencies| !dependencies.is_empty()));
    }
}
