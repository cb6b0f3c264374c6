//! Metadata of the document for a registry of crates, and the links to its pages.

use std::collections::BTreeMap;

/// Metadata of the document. A registry of crates accepts this license and homepage.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct About {
    /// The license, as an SPDX expression.
    pub license: Option<String>,
    /// A page about the API: an `http` or `https` URL.
    pub homepage: Option<String>,
    /// The websites that relative links in texts lead to, by the first segment of their path; the entry with an empty
    /// key is for all other segments.
    pub websites: BTreeMap<String, String>,
    /// An absolute URL against which relative links are resolved if `websites` has no entry for them.
    pub pages: Option<String>,
}
