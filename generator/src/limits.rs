//! How much a document may ask for. Documents are not trusted: one of a few hundred bytes can be written so that it
//! takes all memory. Whatever multiplies what a document says counts against a limit, and what goes beyond it is the
//! error `too-large`. Knows numbers only.

use schemars::JsonSchema;
use serde::Deserialize;

/// The limits of one run, `[limits]` in the configuration. The largest documents that we know need less than a
/// tenth of each.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Limits {
    /// Bytes that are read: of the document, of the files that it refers to, and of its overlays together. 256 MiB by
    /// default.
    pub document_bytes: u64,
    /// Bytes that copies may add to the document: overlays, and references that stand where OpenAPI allows none. By
    /// default four times what the document has, and 4 MiB.
    pub copied_bytes: Option<u64>,
    /// Nodes that the JSONPaths of all overlays may visit. 300 million by default.
    pub query_steps: u64,
    /// Operations. 50,000 by default.
    pub operations: u64,
    /// Properties, alternatives and parameters together; what `allOf` brings in counts wherever it does. 1 million by
    /// default.
    pub fields: u64,
    /// Values of all enumerations together. 300,000 by default.
    pub enum_values: u64,
    /// Bytes of one path. 4,096 by default.
    pub path_bytes: u64,
    /// Segments of one path. 100 by default.
    pub path_segments: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            document_bytes: 256 << 20,
            copied_bytes: None,
            query_steps: 300_000_000,
            operations: 50_000,
            fields: 1_000_000,
            enum_values: 300_000,
            path_bytes: 4_096,
            path_segments: 100,
        }
    }
}

impl Limits {
    /// What to do about a document that goes beyond the limit `key`.
    #[must_use]
    pub fn help(key: &str) -> String {
        format!("if the document is right, raise `{key}` in `[limits]` of the configuration")
    }
}
