//! What is fixed about an API: its name, servers and security schemes. Knows nothing of credentials or of sending.

use crate::server::Server;

/// The facts of one API, written once by generated code as a `static`.
#[derive(Debug)]
pub struct Api {
    pub(crate) name: &'static str,
    pub(crate) version: &'static str,
    pub(crate) prefix: &'static str,
    pub(crate) servers: &'static [Server],
    /// The servers of single operations, as far as they have variables.
    pub(crate) operation_servers: &'static [Server],
    pub(crate) schemes: &'static [Scheme],
    pub(crate) security: Requirements,
    /// Whether all schemes of `security` are sent that have a credential, rather than one alternative.
    pub(crate) sends_all: bool,
    pub(crate) idempotency_header: Option<&'static str>,
    pub(crate) automatic_idempotency_keys: bool,
}

/// Alternatives of combinations of scheme names: any one combination is enough, all schemes of it are needed.
pub(crate) type Requirements = &'static [&'static [&'static str]];

impl Api {
    /// Returns the facts of the API `name`, as seen by `version` of its SDK.
    pub const fn new(name: &'static str, version: &'static str) -> Self {
        Self {
            name,
            version,
            prefix: "",
            servers: &[],
            operation_servers: &[],
            schemes: &[],
            security: &[],
            sends_all: false,
            idempotency_header: None,
            automatic_idempotency_keys: false,
        }
    }

    /// Sets what the names of all environment variables begin with, such as `ACME` for `ACME_BASE_URL`.
    pub const fn environment_prefix(mut self, prefix: &'static str) -> Self {
        self.prefix = prefix;
        self
    }

    /// Sets the servers; the first one is used unless a client says otherwise.
    pub const fn servers(mut self, servers: &'static [Server]) -> Self {
        self.servers = servers;
        self
    }

    /// Names the servers of single operations that have variables, so that values for them are checked at once.
    pub const fn operation_servers(mut self, servers: &'static [Server]) -> Self {
        self.operation_servers = servers;
        self
    }

    /// Sets the security schemes.
    pub const fn schemes(mut self, schemes: &'static [Scheme]) -> Self {
        self.schemes = schemes;
        self
    }

    /// Sets what operations need that say nothing themselves: alternatives of combinations of scheme names.
    pub const fn security(mut self, alternatives: &'static [&'static [&'static str]]) -> Self {
        self.security = alternatives;
        self
    }

    /// Sends every credential that is set, rather than those of one alternative, where an operation says nothing
    /// itself: for APIs that do not say what they need.
    pub const fn all_credentials(mut self) -> Self {
        self.sends_all = true;
        self
    }

    /// Names the header by which all operations recognise repetitions of a request. Unless it is set, only those do
    /// that [say so](crate::Operation::takes_idempotency_key), by the header `Idempotency-Key`.
    pub const fn idempotency_header(mut self, name: &'static str) -> Self {
        self.idempotency_header = Some(name);
        self
    }

    /// Sends a key of its own with each request that is not idempotent, where the server looks at it.
    pub const fn automatic_idempotency_keys(mut self) -> Self {
        self.automatic_idempotency_keys = true;
        self
    }

    pub(crate) fn scheme(&self, name: &str) -> Option<&'static Scheme> {
        self.schemes.iter().find(|scheme| scheme.name == name)
    }
}

/// One security scheme of an API.
#[derive(Clone, Copy, Debug)]
pub struct Scheme {
    pub(crate) name: &'static str,
    pub(crate) kind: SchemeKind,
    /// The end of the name of the environment variable, if it is not that of the kind.
    pub(crate) variable: Option<&'static str>,
    /// What goes before an API key.
    pub(crate) prefix: &'static str,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum SchemeKind {
    Bearer,
    Basic,
    /// The first word of `Authorization`.
    Http(&'static str),
    Header(&'static str),
    Query(&'static str),
    Cookie(&'static str),
    ClientCredentials {
        token_url: &'static str,
        scopes: &'static [&'static str],
    },
}

impl Scheme {
    /// Returns a scheme that sends a token as `Authorization: Bearer` (RFC 6750).
    pub const fn bearer(name: &'static str) -> Self {
        Self::new(name, SchemeKind::Bearer)
    }

    /// Returns a scheme that sends a user name and a password as `Authorization: Basic` (RFC 7617).
    pub const fn basic(name: &'static str) -> Self {
        Self::new(name, SchemeKind::Basic)
    }

    /// Returns a scheme that sends credentials after the word `word` in `Authorization` (RFC 9110, section 11.4), such
    /// as `Digest`. They are sent as they are given; no challenge is answered.
    pub const fn http(name: &'static str, word: &'static str) -> Self {
        Self::new(name, SchemeKind::Http(word))
    }

    /// Returns a scheme that sends a key in the header `header`.
    pub const fn api_key_header(name: &'static str, header: &'static str) -> Self {
        Self::new(name, SchemeKind::Header(header))
    }

    /// Returns a scheme that sends a key as the query parameter `parameter`.
    pub const fn api_key_query(name: &'static str, parameter: &'static str) -> Self {
        Self::new(name, SchemeKind::Query(parameter))
    }

    /// Returns a scheme that sends a key as the cookie `cookie`.
    pub const fn api_key_cookie(name: &'static str, cookie: &'static str) -> Self {
        Self::new(name, SchemeKind::Cookie(cookie))
    }

    /// Returns a scheme that fetches tokens from `token_url` by the OAuth 2.0 client credentials grant (RFC 6749,
    /// section 4.4) and sends them as bearer tokens. A relative `token_url` is taken from the base URL.
    pub const fn client_credentials(
        name: &'static str,
        token_url: &'static str,
        scopes: &'static [&'static str],
    ) -> Self {
        Self::new(name, SchemeKind::ClientCredentials { token_url, scopes })
    }

    /// Sets what a key in a header begins with, such as `Token ` with its space. Nothing unless set.
    pub const fn prefix(mut self, prefix: &'static str) -> Self {
        self.prefix = prefix;
        self
    }

    /// Sets the end of the name of the environment variable that holds the bearer token or the key; for
    /// [`basic`](Self::basic) what stands before `_USERNAME` and `_PASSWORD`.
    pub const fn variable(mut self, suffix: &'static str) -> Self {
        self.variable = Some(suffix);
        self
    }

    const fn new(name: &'static str, kind: SchemeKind) -> Self {
        Self { name, kind, variable: None, prefix: "" }
    }
}
