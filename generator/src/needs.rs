//! Finds which cargo features of an SDK a program needs, by searching its sources for resources and models that have
//! features. A name that may refer to one counts, so the result has too many features rather than too few. Knows the
//! sources of emitted crates; neither the model nor the disk.
//!
//! Sources are searched as tokens and not as syntax, because the arguments of macros have no syntax yet and count too.

mod sdk;
mod search;
mod tokens;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

pub use self::sdk::Sdk;
use self::search::{Found, search};

/// A source file of a program.
#[derive(Clone, Debug)]
pub struct Text {
    /// Its name.
    pub name: String,
    /// Its text.
    pub text: String,
}

/// Why a feature is needed.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Reason {
    /// The file.
    pub file: String,
    /// The line, from 1.
    pub line: usize,
    /// What stands there.
    pub what: String,
}

/// The features that a program needs.
#[derive(Clone, Debug, Default)]
pub struct Needs {
    /// Each feature with the locations that need it; there is at least one.
    pub features: BTreeMap<String, Vec<Reason>>,
    /// Files that end within a text or a comment, each with the line where that begins: the rest was not searched.
    pub unfinished: Vec<(String, usize)>,
}

impl Needs {
    /// Searches the sources of a program.
    #[must_use]
    pub fn of(sdk: &Sdk, sources: &[Text]) -> Self {
        let Found { features, models, unfinished } = search(sdk, sources);
        let mut needs = Self { features, unfinished };
        needs.merge(sdk, models);
        needs
    }

    /// Models come with any of several features: where none of these is needed anyway, the one that brings least is.
    fn merge(&mut self, sdk: &Sdk, models: BTreeMap<String, Vec<Reason>>) {
        for (name, locations) in models {
            let bringing = sdk.bringing(&name);
            if bringing.iter().any(|feature| self.features.contains_key(*feature)) {
                continue;
            }
            let least = bringing.into_iter().min_by_key(|feature| (sdk.models_of(feature), *feature));
            if let Some(feature) = least {
                self.features.entry(feature.to_owned()).or_default().extend(locations);
            }
        }
    }

    /// What to write into a `Cargo.toml`: each feature with its reason as a comment, and the dependency. `source` says
    /// where the crate comes from, such as `version = "1"`.
    #[must_use]
    pub fn manifest(&self, sdk: &Sdk, source: &str) -> String {
        let mut text = String::new();
        for (feature, reasons) in &self.features {
            let Some(first) = reasons.first() else { continue };
            // Writing to a string cannot fail.
            let _ = write!(text, "# {feature}: {} in {}:{}", first.what, first.file, first.line);
            text.push_str(&match reasons.len() {
                1 => "\n".to_owned(),
                2 => ", and in one other place\n".to_owned(),
                many => format!(", and in {} other places\n", many - 1),
            });
        }
        let required: Vec<String> =
            self.required_features(sdk).iter().map(|feature| format!("\"{feature}\"")).collect();
        let default = if self.turns_default_off(sdk) { ", default-features = false" } else { "" };
        let features =
            if required.is_empty() { String::new() } else { format!(", features = [{}]", required.join(", ")) };
        let _ = writeln!(text, "{} = {{ {source}{default}{features} }}", sdk.package());
        text
    }

    /// Whether the features that are on by default have to be turned off, as parts of the API are among them.
    #[must_use]
    pub fn turns_default_off(&self, sdk: &Sdk) -> bool {
        sdk.has_parts_by_default()
    }

    /// The features to ask for; the transport is one of them where those that are on by default are turned off.
    #[must_use]
    pub fn required_features(&self, sdk: &Sdk) -> BTreeSet<String> {
        let usual = self.turns_default_off(sdk).then(|| "reqwest".to_owned());
        self.features.keys().cloned().chain(usual).collect()
    }
}
