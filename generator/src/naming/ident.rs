//! An identifier that a scope created. Only this file of naming uses `proc_macro2`.

use std::fmt;

use proc_macro2::Span;

use super::reserved::DEVICES;

/// A Rust identifier that is known to be valid and unique in its scope.
///
/// It has no `Display`: an identifier goes into tokens, not into strings of code.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Ident(String);

impl Ident {
    /// Creates an identifier. Only a scope calls this; `text` is valid and not a keyword.
    pub(super) fn new(text: String) -> Self {
        Self(text)
    }

    /// The identifier's text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Returns whether every operating system accepts a file of this name.
    #[must_use]
    pub fn names_a_file(&self) -> bool {
        !DEVICES.contains(&self.0.as_str())
    }

    /// The identifier as a token.
    #[must_use]
    pub fn token(&self) -> proc_macro2::Ident {
        proc_macro2::Ident::new(&self.0, Span::call_site())
    }
}

impl fmt::Debug for Ident {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "`{}`", self.0)
    }
}
