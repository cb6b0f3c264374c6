//! The servers of an API, and its security schemes.

/// A location where the API is served.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Server {
    /// The URL; names in braces are variables. It may be relative.
    pub url: String,
    /// Its description in the document.
    pub description: Option<String>,
    /// The variables of the URL.
    pub variables: Vec<ServerVariable>,
}

/// A variable in the URL of a server.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct ServerVariable {
    /// Its name between the braces.
    pub name: String,
    /// Its default; `None` if callers must set it.
    pub default: Option<String>,
    /// The values that it can have; empty for any value.
    pub values: Vec<String>,
    /// Its description in the document.
    pub description: Option<String>,
}

impl Server {
    /// Returns a server with only a URL.
    #[must_use]
    pub fn at(url: String) -> Self {
        Self { url, description: None, variables: Vec::new() }
    }

    /// Returns the URL with its variables replaced by their defaults.
    #[must_use]
    pub fn usual(&self) -> String {
        let replace = |url: String, variable: &ServerVariable| match &variable.default {
            Some(default) => url.replace(&format!("{{{}}}", variable.name), default),
            None => url,
        };
        self.variables.iter().fold(self.url.clone(), replace)
    }

    /// Returns whether the URL has a host if its variables have their defaults.
    #[must_use]
    pub fn is_absolute(&self) -> bool {
        self.usual().contains("://")
    }
}

/// A security scheme that asks for a client certificate: `mutualTLS`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Certificate {
    /// The name of the scheme in the document.
    pub name: String,
    /// Its description in the document.
    pub description: Option<String>,
}

/// A security scheme, by which callers authenticate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scheme {
    /// Its name in the document.
    pub name: String,
    /// Its description in the document.
    pub description: Option<String>,
    /// How it works.
    pub kind: SchemeKind,
    /// The name of the environment variable without the prefix, if the configuration sets one.
    pub variable: Option<String>,
    /// The text before the API key in its header, if the configuration sets one.
    pub prefix: Option<String>,
    /// The OAuth 2.0 flows with their URLs.
    pub flows: Vec<Flow>,
    /// The scopes of all OAuth 2.0 flows, each with what it allows.
    pub scopes: Vec<(String, String)>,
}

/// A flow that issues an OAuth 2.0 access token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Flow {
    /// Its name in words: `authorization code`.
    pub name: &'static str,
    /// Each kind of URL (`authorization`, `token`) with the URL.
    pub urls: Vec<(&'static str, String)>,
}

impl Scheme {
    /// Whether it is a key in the header `Authorization`, where HTTP has the name of an authentication scheme before it
    /// (RFC 9110, section 11.6.2).
    pub fn is_bare_key(&self) -> bool {
        matches!(&self.kind, SchemeKind::ApiKey { location: KeyLocation::Header, name }
            if name.eq_ignore_ascii_case("authorization"))
    }
}

/// How a security scheme works.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SchemeKind {
    /// A bearer token (RFC 6750).
    Bearer,
    /// User name and password (RFC 7617).
    Basic,
    /// Another authentication scheme of HTTP (RFC 9110, section 11.4).
    Http {
        /// The name of the authentication scheme, as the document spells it.
        word: String,
    },
    /// An API key.
    ApiKey {
        /// The part of the request that contains it.
        location: KeyLocation,
        /// The name of the header, query parameter or cookie.
        name: String,
    },
    /// OAuth 2.0 client credentials (RFC 6749, section 4.4).
    ClientCredentials {
        /// The token endpoint.
        token_url: String,
        /// The scopes that the document lists.
        scopes: Vec<String>,
    },
}

/// The part of the request that contains an API key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "each is named by the OpenAPI specification, section Security Scheme Object")]
pub enum KeyLocation {
    Header,
    Query,
    Cookie,
}

/// Schemes that must all be satisfied; empty if none is required. A list of requirements is a list of alternatives.
pub type Requirement = Vec<Need>;

/// A scheme that must be satisfied.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Need {
    /// The name of the scheme.
    pub scheme: String,
    /// The scopes or roles that are needed.
    pub scopes: Vec<String>,
}
