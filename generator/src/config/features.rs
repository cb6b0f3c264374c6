//! Which cargo features the crate has, and which are enabled by default. Knows no document.

use std::fmt;

use schemars::JsonSchema;
use serde::de::value::SeqAccessDeserializer;
use serde::de::{Error, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};

/// The cargo features of the crate.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Features {
    /// Whether each resource directly below the client is a cargo feature. Default: as in `sdkgen.lock`, else `true`.
    pub resources: Option<bool>,
    /// The features that are enabled by default: `"all"`, `"none"` or a list. Default: all in a small SDK, none in a
    /// large one; those that are on in `sdkgen.lock` stay on.
    pub default: Option<DefaultFeatures>,
}

/// Which features are enabled by default.
#[derive(Clone, Debug, PartialEq, Eq, JsonSchema)]
#[schemars(untagged)]
pub enum DefaultFeatures {
    /// All, or none.
    #[schemars(with = "String", extend("enum" = ["all", "none"]))]
    Every(bool),
    /// These.
    Only(Vec<String>),
}

impl<'de> Deserialize<'de> for DefaultFeatures {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Choice;

        impl<'de> Visitor<'de> for Choice {
            type Value = DefaultFeatures;

            fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str("\"all\", \"none\" or a list of features")
            }

            fn visit_str<E: Error>(self, word: &str) -> Result<Self::Value, E> {
                match word {
                    "all" => Ok(DefaultFeatures::Every(true)),
                    "none" => Ok(DefaultFeatures::Every(false)),
                    _ => Err(E::unknown_variant(word, &["all", "none"])),
                }
            }

            fn visit_seq<A: SeqAccess<'de>>(self, list: A) -> Result<Self::Value, A::Error> {
                Vec::deserialize(SeqAccessDeserializer::new(list)).map(DefaultFeatures::Only)
            }
        }

        deserializer.deserialize_any(Choice)
    }
}

#[cfg(test)]
mod tests {
    use super::{DefaultFeatures, Features};

    #[test]
    fn a_default_is_a_word_or_a_list() {
        let read = |text: &str| toml::from_str::<Features>(text).map(|features| features.default);
        assert_eq!(read("default = \"all\""), Ok(Some(DefaultFeatures::Every(true))));
        assert_eq!(read("default = \"none\""), Ok(Some(DefaultFeatures::Every(false))));
        assert_eq!(read("default = [\"pets\"]"), Ok(Some(DefaultFeatures::Only(vec!["pets".to_owned()]))));
        assert_eq!(read(""), Ok(None));
        let fault = read("default = \"some\"").expect_err("there is no such word");
        assert!(fault.message().contains("some"), "{fault}");
    }
}
