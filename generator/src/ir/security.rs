//! The servers of an API, and its security schemes.

/// A location where the API is served.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Server {
    /// The URL; names in braces are variables. It may be relative.
    pub url: String,
    /// What the document says about it.
    pub description: Option<String>,
    /// The variables of the URL.
    pub variables: Vec<ServerVariable>,
}

/// A variable in the URL of a server.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct ServerVariable {
    /// Its name between the braces.
    pub name: String,
    /// Its value unless callers choose another; `None` if they have to.
    pub default: Option<String>,
    /// The only values it can have; empty if it can have any.
    pub values: Vec<String>,
    /// What the document says about it.
    pub description: Option<String>,
}

impl Server {
    /// The server at `url`, of which nothing else is known.
    #[must_use]
    pub fn at(url: String) -> Self {
        Self { url, description: None, variables: Vec::new() }
    }

    /// The URL, its variables replaced by their defaults.
    #[must_use]
    pub fn usual(&self) -> String {
        let replace = |url: String, variable: &ServerVariable| match &variable.default {
            Some(default) => url.replace(&format!("{{{}}}", variable.name), default),
            None => url,
        };
        self.variables.iter().fold(self.url.clone(), replace)
    }

    /// Whether the URL, variables at their defaults, names a host.
    #[must_use]
    pub fn is_absolute(&self) -> bool {
        self.usual().contains("://")
    }
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
    /// What goes before an API key in its header, where the configuration says so.
    pub prefix: Option<String>,
    /// The OAuth 2.0 flows, each with the URLs that it takes: in words, where the URL is.
    pub flows: Vec<Flow>,
}

/// A flow by which callers come to an OAuth 2.0 access token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Flow {
    /// What it is called, in words: `authorization code`.
    pub name: &'static str,
    /// What stands where: `authorization`, `token`, each with its URL.
    pub urls: Vec<(&'static str, String)>,
}

/// How a security scheme works.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SchemeKind {
    /// A bearer token (RFC 6750).
    Bearer,
    /// User name and password (RFC 7617).
    Basic,
    /// Another word in front of credentials (RFC 9110, section 11.4).
    Http {
        /// The word, as the document spells it.
        word: String,
    },
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

/// Schemes that must be met together, none if nothing is needed; a list of requirements is a list of alternatives.
pub type Requirement = Vec<Need>;

/// One scheme that must be met.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Need {
    /// The name of the scheme.
    pub scheme: String,
    /// The scopes or roles that are needed.
    pub scopes: Vec<String>,
}
