//! Metadata of the crate. Values that cargo or crates.io would refuse are refused here, with their line. Knows no
//! document.

use std::path::Path;

use schemars::JsonSchema;
use serde::de::Error;
use serde::{Deserialize, Deserializer};

use super::crates_io::{self, MOST_WORDS};

/// Metadata of the crate.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Package {
    /// The package name. Default: derived from the title of the document.
    #[serde(deserialize_with = "name")]
    pub name: Option<String>,
    /// The package version (a semantic version). Default: `0.1.0`. The bundled runtime and, with `--split`, the crates
    /// of the models have the same version.
    #[serde(deserialize_with = "version")]
    pub version: Option<String>,
    /// The description of the package, in one line.
    pub description: Option<String>,
    /// The license, as an SPDX expression. Default: the license of the document, if it is one.
    #[serde(deserialize_with = "license")]
    pub license: Option<String>,
    /// A file with the text of the license, relative to the folder of the crate, for licenses that SPDX does not list.
    #[serde(alias = "license-file", deserialize_with = "file")]
    pub license_file: Option<String>,
    /// The URL of the source repository.
    #[serde(deserialize_with = "link")]
    pub repository: Option<String>,
    /// The URL of the home page. Default: the `externalDocs` of the document, or else the URL of its contact.
    #[serde(deserialize_with = "link")]
    pub homepage: Option<String>,
    /// The URL of the documentation. Default: none; crates.io then links to docs.rs.
    #[serde(deserialize_with = "link")]
    pub documentation: Option<String>,
    /// Up to five keywords for crates.io. Default: the package name, `api`, `client` and `sdk`.
    #[serde(deserialize_with = "keywords")]
    pub keywords: Option<Vec<String>>,
    /// Up to five categories of crates.io. Default: `api-bindings`.
    #[serde(deserialize_with = "categories")]
    pub categories: Option<Vec<String>>,
    /// Where the runtime comes from, unless `--runtime-path` is given.
    pub runtime: Runtime,
    /// Whether the crate is the root of its own workspace, so that it compiles in any folder. Default: `true`, unless
    /// `--runtime-path` is given. `false` lets the crate be a member of another workspace.
    pub workspace: Option<bool>,
}

/// Where the runtime comes from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Runtime {
    /// Its sources are written beside the SDK, as a package that is named after the SDK and published with it.
    #[default]
    Bundled,
    /// The published package `sdkgen-runtime`, of the version of this generator or a later compatible one.
    Registry,
}

/// Reads a value that a check lets pass.
fn checked<'de, D: Deserializer<'de>>(
    deserializer: D,
    check: impl Fn(&str) -> Result<(), String>,
) -> Result<Option<String>, D::Error> {
    let text = String::deserialize(deserializer)?;
    check(&text).map_err(D::Error::custom)?;
    Ok(Some(text))
}

fn name<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<String>, D::Error> {
    checked(deserializer, crates_io::name)
}

fn version<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<String>, D::Error> {
    checked(deserializer, crates_io::version)
}

fn license<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<String>, D::Error> {
    let help = "; `license_file` names a file with the text of another license";
    checked(deserializer, |text| crates_io::license(text).map_err(|fault| fault + help))
}

fn link<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<String>, D::Error> {
    checked(deserializer, |text| crates_io::link(text).map_err(|fault| format!("`{text}`: {fault}")))
}

fn file<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<String>, D::Error> {
    let is_within = |text: &str| {
        let is_relative = !text.is_empty() && Path::new(text).is_relative();
        if is_relative { Ok(()) } else { Err(format!("`{text}` is not a path relative to the folder of the crate")) }
    };
    checked(deserializer, is_within)
}

/// Reads up to five words that a check lets pass.
fn words<'de, D: Deserializer<'de>>(
    deserializer: D,
    check: fn(&str) -> Result<(), String>,
) -> Result<Option<Vec<String>>, D::Error> {
    let words = Vec::<String>::deserialize(deserializer)?;
    if words.len() > MOST_WORDS {
        return Err(D::Error::custom(format!("crates.io accepts at most {MOST_WORDS}, but there are {}", words.len())));
    }
    words.iter().try_for_each(|word| check(word)).map_err(D::Error::custom)?;
    Ok(Some(words))
}

fn keywords<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Vec<String>>, D::Error> {
    words(deserializer, crates_io::keyword)
}

fn categories<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Vec<String>>, D::Error> {
    words(deserializer, crates_io::category)
}

#[cfg(test)]
mod tests {
    use super::Runtime;
    use crate::config::Config;
    use crate::diagnostics::Location;

    #[test]
    fn what_the_registry_wants_is_read() {
        let text = "[crate]\nversion = \"1.2.3-rc.1\"\nlicense-file = \"LICENSE\"\nkeywords = [\"a\"]\n\
                    categories = [\"api-bindings\"]\nhomepage = \"https://a.example\"\nruntime = \"registry\"\n";
        let package = Config::parse(text).expect("it is a configuration").package;
        assert_eq!(package.version.as_deref(), Some("1.2.3-rc.1"));
        assert_eq!(package.license_file.as_deref(), Some("LICENSE"));
        assert_eq!(package.runtime, Runtime::Registry);
        assert_eq!(Config::default().package.runtime, Runtime::Bundled);
    }

    #[test]
    fn what_cargo_or_the_registry_refuses_has_its_line() {
        let six = "keywords = [\"a\", \"b\", \"c\", \"d\", \"e\", \"f\"]";
        for line in [
            "name = \"a b\"",
            "version = \"1.0\"",
            "license = \"Proprietary\"",
            "license_file = \"/etc/passwd\"",
            "repository = \"git@a.example:b\"",
            "homepage = \"a.example\"",
            "documentation = \"ftp://a.example\"",
            "keywords = [\"two words\"]",
            "categories = [\"API\"]",
            "runtime = \"none\"",
            six,
        ] {
            let error = Config::parse(&format!("[crate]\n{line}\n")).expect_err(line);
            assert!(matches!(error.location, Location::Config { line: 2, .. }), "{line}: {:?}", error.location);
            assert_eq!(error.code.name, "bad-configuration");
        }
    }
}
