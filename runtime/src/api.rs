//! The facts of an API: its name, servers and security schemes. Knows nothing of credentials or of sending.

use crate::decoding::Decoding;
use crate::server::Server;

/// The facts of one API, written once by generated code as a `static`.
#[derive(Debug)]
pub struct Api {
    pub(crate) name: &'static str,
    pub(crate) version: &'static str,
    /// The version of the API, as its document states it.
    pub(crate) described_version: &'static str,
    pub(crate) prefix: &'static str,
    pub(crate) servers: &'static [Server],
    /// The servers of single operations that have variables.
    pub(crate) operation_servers: &'static [Server],
    pub(crate) schemes: &'static [Scheme],
    pub(crate) security: Requirements,
    /// Whether every credential for a scheme of `security` is sent, rather than those of one alternative.
    pub(crate) sends_all: bool,
    pub(crate) idempotency_header: Option<&'static str>,
    pub(crate) automatic_idempotency_keys: bool,
    pub(crate) decoding: Decoding,
}

/// Alternative combinations of scheme names: one combination is enough, and all of its schemes are required.
pub(crate) type Requirements = &'static [&'static [&'static str]];

impl Api {
    /// Returns the facts of the API `name`, as seen by `version` of its SDK.
    pub const fn new(name: &'static str, version: &'static str) -> Self {
        Self {
            name,
            version,
            described_version: "",
            prefix: "",
            servers: &[],
            operation_servers: &[],
            schemes: &[],
            security: &[],
            sends_all: false,
            idempotency_header: None,
            automatic_idempotency_keys: false,
            decoding: Decoding::Strict,
        }
    }

    /// Sets the version of the API, for the header `User-Agent`. Any text is accepted.
    pub const fn describing(mut self, version: &'static str) -> Self {
        self.described_version = version;
        self
    }

    /// Sets the prefix of all environment variables, such as `ACME` for `ACME_BASE_URL`.
    pub const fn environment_prefix(mut self, prefix: &'static str) -> Self {
        self.prefix = prefix;
        self
    }

    /// Sets the servers. A client uses the first one by default.
    pub const fn servers(mut self, servers: &'static [Server]) -> Self {
        self.servers = servers;
        self
    }

    /// Sets the servers of single operations that have variables, so that a client can check values for them when it is
    /// built.
    pub const fn operation_servers(mut self, servers: &'static [Server]) -> Self {
        self.operation_servers = servers;
        self
    }

    /// Sets the security schemes.
    pub const fn schemes(mut self, schemes: &'static [Scheme]) -> Self {
        self.schemes = schemes;
        self
    }

    /// Sets the security requirements of operations that have none of their own: alternative combinations of scheme
    /// names.
    pub const fn security(mut self, alternatives: &'static [&'static [&'static str]]) -> Self {
        self.security = alternatives;
        self
    }

    /// Sends every credential that is set, rather than those of one alternative, with operations that have no security
    /// requirements of their own. For APIs that do not describe their requirements.
    pub const fn all_credentials(mut self) -> Self {
        self.sends_all = true;
        self
    }

    /// Sets the header that carries idempotency keys for all operations. By default, only operations that [declare
    /// it](crate::private::Operation::takes_idempotency_key) accept a key, in the header `Idempotency-Key`.
    pub const fn idempotency_header(mut self, name: &'static str) -> Self {
        self.idempotency_header = Some(name);
        self
    }

    /// Sends a generated idempotency key with each request that is not idempotent, if the server is known to read it.
    pub const fn automatic_idempotency_keys(mut self) -> Self {
        self.automatic_idempotency_keys = true;
        self
    }

    /// Decodes responses forgivingly unless the user chooses otherwise; see [`Decoding::Forgiving`].
    pub const fn forgiving_decoding(mut self) -> Self {
        self.decoding = Decoding::Forgiving;
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
    /// The suffix of the environment variable that is named after the scheme.
    pub(crate) variable: Option<&'static str>,
    /// Whether the usual variable of its kind is read if that one is not set.
    pub(crate) reads_usual: bool,
    /// The prefix of an API key.
    pub(crate) prefix: &'static str,
    /// The method of the client's builder that takes the credential.
    pub(crate) setter: &'static str,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum SchemeKind {
    Bearer,
    Basic,
    /// The authentication scheme in `Authorization`.
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

    /// Returns a scheme that sends credentials after the scheme name `word` in `Authorization` (RFC 9110, section
    /// 11.4), such as `Digest`. The credentials are sent verbatim; challenges are not supported.
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
    /// section 4.4) and sends them as bearer tokens. A relative `token_url` is resolved against the base URL.
    pub const fn client_credentials(
        name: &'static str,
        token_url: &'static str,
        scopes: &'static [&'static str],
    ) -> Self {
        Self::new(name, SchemeKind::ClientCredentials { token_url, scopes })
    }

    /// Sets the prefix of a key in a header, such as `Token ` with its space. The default is no prefix.
    pub const fn prefix(mut self, prefix: &'static str) -> Self {
        self.prefix = prefix;
        self
    }

    /// Sets the suffix of the environment variable that holds the bearer token or the key, in place of the usual one of
    /// its kind; for [`basic`](Self::basic), the part before `_USERNAME` and `_PASSWORD`.
    pub const fn variable(mut self, suffix: &'static str) -> Self {
        self.variable = Some(suffix);
        self.reads_usual = false;
        self
    }

    /// Sets the suffix of an environment variable that takes precedence over the usual one of its kind; for
    /// [`basic`](Self::basic), the part before `_USERNAME` and `_PASSWORD`.
    pub const fn own_variable(mut self, suffix: &'static str) -> Self {
        self.variable = Some(suffix);
        self.reads_usual = true;
        self
    }

    /// Sets the name of the method of the client's builder that takes the credential, for errors that name it. The
    /// default is the usual name of the kind of scheme, such as `bearer_token`.
    pub const fn setter(mut self, method: &'static str) -> Self {
        self.setter = method;
        self
    }

    const fn new(name: &'static str, kind: SchemeKind) -> Self {
        let setter = match kind {
            SchemeKind::Bearer => "bearer_token",
            SchemeKind::Basic => "basic_auth",
            SchemeKind::Http(_) => "credential",
            SchemeKind::Header(_) | SchemeKind::Query(_) | SchemeKind::Cookie(_) => "api_key",
            SchemeKind::ClientCredentials { .. } => "client_credentials",
        };
        Self { name, kind, variable: None, reads_usual: true, prefix: "", setter }
    }
}
