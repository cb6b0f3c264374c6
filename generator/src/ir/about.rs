//! Metadata of the document for a registry of crates, and the links to its pages.

use std::collections::BTreeMap;

/// What the document says of itself. License and homepage are such as a registry of crates takes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct About {
    /// The license, as an SPDX expression.
    pub license: Option<String>,
    /// A page about the API: an `http` or `https` URL.
    pub homepage: Option<String>,
    /// The websites that relative links in texts lead to, by the first segment of their path; the one of other segments
    /// under the empty text.
    pub websites: BTreeMap<String, String>,
    /// An absolute URL that relative links are resolved against where `websites` says nothing.
    pub pages: Option<String>,
}
