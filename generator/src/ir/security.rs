//! Where an API is served, and how callers prove who they are.

/// A place where the API is served.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Server {
    /// The URL, with variables replaced by their defaults.
    pub url: String,
    /// What the document says about it.
    pub description: Option<String>,
}

/// A scheme by which callers prove who they are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scheme {
    /// Its name in the document.
    pub name: String,
    /// What the document says about it.
    pub description: Option<String>,
    /// How it works.
    pub kind: SchemeKind,
    /// The environment variable's name after the prefix, where the configuration gives one.
    pub variable: Option<String>,
}

/// How a security scheme works.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SchemeKind {
    /// A bearer token (RFC 6750).
    Bearer,
    /// User name and password (RFC 7617).
    Basic,
    /// A key under a name.
    ApiKey {
        /// Where it goes.
        location: KeyLocation,
        /// Under which name.
        name: String,
    },
    /// OAuth 2.0 client credentials (RFC 6749, section 4.4).
    ClientCredentials {
        /// Where tokens are issued.
        token_url: String,
        /// The scopes that the document lists.
        scopes: Vec<String>,
    },
}

/// Where an API key goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "each is named by the OpenAPI specification, section Security Scheme Object")]
pub enum KeyLocation {
    Header,
    Query,
    Cookie,
}

/// Schemes that must be met together; a list of requirements is a list of alternatives.
pub type Requirement = Vec<String>;
