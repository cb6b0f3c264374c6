//! Limits on documents. Documents are not trusted: a few hundred bytes can describe an SDK that needs all memory.
//! Everything that multiplies the content of a document counts against a limit; beyond it, the error `too-large` is
//! reported. Knows numbers only.

use schemars::JsonSchema;
use serde::Deserialize;

/// The limits on one document, `[limits]` in the configuration. The largest public documents known to us need less than
/// a tenth of each.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Limits {
    /// Total size in bytes of the document, its other files and its overlays. Default: 256 MiB.
    pub document_bytes: u64,
    /// Size in bytes that copies may add to the document: by overlays, and by references where OpenAPI allows none.
    /// Default: four times the size of the document plus 4 MiB.
    pub copied_bytes: Option<u64>,
    /// Nodes that the JSONPath queries of all overlays may visit. Default: 300 million.
    pub query_steps: u64,
    /// Operations. Default: 50,000.
    pub operations: u64,
    /// Properties, alternatives and parameters together; those that `allOf` adds count each time. Default: 1 million.
    pub fields: u64,
    /// Values of all enumerations together. Default: 300,000.
    pub enum_values: u64,
    /// Bytes of one path. Default: 4,096.
    pub path_bytes: u64,
    /// Segments of one path. Default: 100.
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
    /// Returns the help of the error for a document that exceeds the limit `key`.
    #[must_use]
    pub fn help(key: &str) -> String {
        format!("if the document is right, raise `{key}` in `[limits]` of the configuration")
    }
}
