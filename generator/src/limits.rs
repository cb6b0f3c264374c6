//! How much a document may ask for. Documents are not trusted: one of a few hundred bytes can be written so that it
//! takes all memory. Whatever multiplies what a document says counts against a limit, and what goes beyond it is the
//! error `too-large`. Knows numbers only.

use schemars::JsonSchema;
use serde::Deserialize;

/// The limits of one run, `[limits]` in the configuration. The largest documents that are published need less than a
/// tenth of each.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Limits {
    /// Bytes that are read: of the document, of the files that it refers to, and of its overlays together. 256 MiB by
    /// default.
    pub document_bytes: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self { document_bytes: 256 << 20 }
    }
}

impl Limits {
    /// What to do about a document that goes beyond the limit `key`.
    #[must_use]
    pub fn help(key: &str) -> String {
        format!("if the document is right, allow more with `{key}` below `[limits]` in the configuration")
    }
}
