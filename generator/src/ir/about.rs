//! What the document says of itself that a registry of crates wants to know. Every value is one that it takes.

/// What the document says for the manifest of the crate.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct About {
    /// The license, as an SPDX expression.
    pub license: Option<String>,
    /// A page about the API: an `http` or `https` URL.
    pub homepage: Option<String>,
}
