//! Builds a client from what the user sets, the environment and the facts of the API, in this order of weight. Knows
//! nothing of requests.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use http::HeaderValue;

use super::{Core, Shared};
use crate::Error;
use crate::api::Api;
use crate::auth::Auth;
use crate::auth::credential::{Credential, from_variables};
use crate::environment::{self, Lookup, Prefix};
use crate::exchange::Exchange;
use crate::exchange::budget::{Budget, CAPACITY};
use crate::request::idempotency::{Keys, ONE_REQUEST};
use crate::request::options::RequestOptions;
use crate::request::url::BaseUrl;
use crate::server::Chosen;
use crate::transport::{Network, Transport};

/// Builds the [`Core`] of a client.
#[must_use = "a builder does nothing until it builds"]
pub struct ClientBuilder {
    api: &'static Api,
    base_url: Option<String>,
    server: Option<usize>,
    server_variables: Chosen,
    token_url: Option<String>,
    scopes: Option<Vec<String>>,
    user_agent: Option<String>,
    credentials: BTreeMap<String, Credential>,
    network: Network,
    retry_budget: u32,
    idempotency_header: Option<String>,
    automatic_keys: Option<bool>,
    options: RequestOptions,
    transport: Option<Arc<dyn Transport>>,
    environment: Environment,
}

/// What the environment says; anything set by the user goes before it.
#[derive(Default)]
struct Environment {
    base_url: Option<String>,
    token_url: Option<String>,
    credentials: BTreeMap<String, Credential>,
    options: RequestOptions,
}

impl ClientBuilder {
    /// Returns a builder that knows only the facts of the API.
    pub fn new(api: &'static Api) -> Self {
        Self {
            api,
            base_url: None,
            server: None,
            server_variables: Chosen::new(),
            token_url: None,
            scopes: None,
            user_agent: None,
            credentials: BTreeMap::new(),
            network: Network::default(),
            retry_budget: CAPACITY,
            idempotency_header: None,
            automatic_keys: None,
            options: RequestOptions::new(),
            transport: None,
            environment: Environment::default(),
        }
    }

    /// Reads the environment variables of the API. What is set on the builder goes before them, whichever comes first.
    ///
    /// With the prefix `ACME`: `ACME_BASE_URL`, `ACME_TOKEN_URL`, `ACME_CUSTOM_HEADERS` (one `name: value` a line) and,
    /// for each security scheme, `ACME_CLIENT_ID` and `ACME_CLIENT_SECRET` or `ACME_ACCESS_TOKEN`, `ACME_TOKEN`,
    /// `ACME_API_KEY`, `ACME_USERNAME` and `ACME_PASSWORD`, unless the document names them otherwise: each scheme has
    /// variables of its own where several are of one kind. A blank variable counts as unset.
    ///
    /// # Errors
    ///
    /// Fails if a client id comes without a secret or the other way round, or if a custom header cannot be sent.
    pub fn from_env(self) -> Result<Self, Error> {
        self.from_variables(&environment::process)
    }

    /// Like [`from_env`](Self::from_env), but asks `lookup` for the variables.
    ///
    /// # Errors
    ///
    /// Fails if a client id comes without a secret or the other way round, or if a custom header cannot be sent.
    pub fn from_variables(mut self, lookup: &dyn Fn(&str) -> Option<String>) -> Result<Self, Error> {
        let lookup: Lookup<'_> = lookup;
        let prefix = Prefix(self.api.prefix);
        let mut found = Environment {
            base_url: prefix.read(lookup, "BASE_URL"),
            token_url: prefix.read(lookup, "TOKEN_URL"),
            ..Environment::default()
        };
        found.options.headers = prefix.headers(lookup)?;
        for scheme in self.api.schemes {
            if let Some(credential) = from_variables(scheme, prefix, lookup)? {
                found.credentials.insert(scheme.name.to_owned(), credential);
            }
        }
        self.environment = found;
        Ok(self)
    }

    /// Sets the part of all URLs before the path. It goes before the servers of the document, those of single
    /// operations included, but not before an absolute token URL.
    pub fn base_url(mut self, url: impl Into<String>) -> Self {
        self.base_url = Some(url.into());
        self
    }

    /// Chooses a server of the document by its index; the first one unless set. A base URL goes before it, but where
    /// the server is relative: that is taken from the base URL.
    pub fn server(mut self, index: usize) -> Self {
        self.server = Some(index);
        self
    }

    /// Sets a variable in the URLs of servers; the document's default holds unless set.
    ///
    /// [`build`](Self::build) refuses a value that its part of the URL cannot hold: in the host that is anything but
    /// ASCII letters, digits, `-`, `_` and `.`, in a path a segment `..`, for instance. So a value from outside cannot
    /// move requests, and their credentials, to a host that the document does not name. Where the document lists
    /// values, only those are taken.
    pub fn server_variable(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.server_variables.insert(name.into(), value.into());
        self
    }

    /// Sets the scopes that access tokens are fetched with; all that the document lists unless set. With none at all,
    /// the token endpoint decides.
    pub fn scopes<S: Into<String>>(mut self, scopes: impl IntoIterator<Item = S>) -> Self {
        self.scopes = Some(scopes.into_iter().map(Into::into).collect());
        self
    }

    /// Sets where access tokens are fetched; a path is taken from the base URL.
    pub fn token_url(mut self, url: impl Into<String>) -> Self {
        self.token_url = Some(url.into());
        self
    }

    /// Sets the credential of the security scheme `scheme`.
    pub fn credential(mut self, scheme: impl Into<String>, credential: Credential) -> Self {
        self.credentials.insert(scheme.into(), credential);
        self
    }

    /// Sends a header with every request, in place of any other of the same name. `Authorization` keeps the client from
    /// sending credentials of its own there.
    pub fn header(mut self, name: impl AsRef<str>, value: impl AsRef<str>) -> Self {
        self.options = self.options.header(name, value);
        self
    }

    /// Sets the whole `User-Agent`.
    pub fn user_agent(mut self, text: impl Into<String>) -> Self {
        self.user_agent = Some(text.into());
        self
    }

    /// Limits the making of a connection, name resolution and TLS included; 10 seconds unless set. Ignored by a custom
    /// transport.
    pub fn connect_timeout(mut self, limit: Duration) -> Self {
        self.network.connect_timeout = limit;
        self
    }

    /// Closes connections that were not used for this long; 50 seconds unless set, since many load balancers close them
    /// after 60. Ignored by a custom transport.
    pub fn pool_idle_timeout(mut self, limit: Duration) -> Self {
        self.network.idle_timeout = limit;
        self
    }

    /// Keeps at most this many unused connections to one host; no limit unless set. With 0, each request has a
    /// connection of its own. Ignored by a custom transport.
    pub fn pool_max_idle_per_host(mut self, connections: usize) -> Self {
        self.network.max_idle_per_host = connections;
        self
    }

    /// Sets whether HTTP/2 is used where the server offers it during the TLS handshake; it is unless set. Without, each
    /// request that is on its way has a connection of its own. Ignored by a custom transport.
    pub fn http2(mut self, enabled: bool) -> Self {
        self.network.http2 = enabled;
        self
    }

    /// Sends a PING on an HTTP/2 connection from which nothing came for this long, and closes the connection if there
    /// is no answer within the same time, 10 seconds at most; 20 seconds unless set, and never with a zero duration.
    /// Requests on a connection that is closed like this fail, and are repeated where that is safe. Ignored by a custom
    /// transport.
    ///
    /// A connection on which a request exceeded a time limit is not used again in any case.
    pub fn http2_keep_alive(mut self, silence: Duration) -> Self {
        self.network.http2_keep_alive = silence;
        self
    }

    /// Trusts a certificate (in DER) as the root of others, beside those that the platform trusts: for tests against a
    /// server with a certificate of its own. Ignored by a custom transport.
    #[cfg(feature = "testing")]
    pub fn trust_root(mut self, certificate: impl Into<Vec<u8>>) -> Self {
        self.network.roots.push(certificate.into());
        self
    }

    /// Limits each attempt of a request, from its start to the end of the answer's body; 60 seconds unless set.
    pub fn attempt_timeout(mut self, limit: Duration) -> Self {
        self.options = self.options.attempt_timeout(limit);
        self
    }

    /// Limits each call as a whole: all attempts, the waits between them and a token that must be fetched first;
    /// unlimited unless set.
    pub fn total_timeout(mut self, limit: Duration) -> Self {
        self.options = self.options.timeout(limit);
        self
    }

    /// Sets how many times a failed request is repeated at most, if repeating is safe; twice unless set.
    pub fn max_retries(mut self, retries: u32) -> Self {
        self.options = self.options.max_retries(retries);
        self
    }

    /// Sets how many retries the client may have to its name at once, over all its requests; 100 unless set.
    pub fn retry_budget(mut self, retries: u32) -> Self {
        self.retry_budget = retries;
        self
    }

    /// Names the header by which the server recognises repetitions of a request, for an API whose SDK does not know it.
    /// It goes before the SDK's own. Requests with a key are then repeated like idempotent ones.
    pub fn idempotency_header(mut self, name: impl Into<String>) -> Self {
        self.idempotency_header = Some(name.into());
        self
    }

    /// Sends a random key with each request of a method that is not idempotent (POST and PATCH), so that it may be
    /// repeated. All attempts of one request have the same key. Only operations get one whose header for it is known,
    /// from the API's document, the SDK's configuration or [`idempotency_header`](Self::idempotency_header). Off unless
    /// the SDK is configured otherwise.
    pub fn automatic_idempotency_keys(mut self, on: bool) -> Self {
        self.automatic_keys = Some(on);
        self
    }

    /// Limits the size of an answer's body, in bytes after decompression; 64 MiB unless set.
    pub fn max_response_bytes(mut self, limit: u64) -> Self {
        self.options = self.options.max_response_bytes(limit);
        self
    }

    /// Sets options of all requests, over those set so far.
    pub fn options(mut self, options: RequestOptions) -> Self {
        self.options = options.over(&self.options);
        self
    }

    /// Sends requests in another way than by default.
    pub fn transport(mut self, transport: impl Transport) -> Self {
        self.transport = Some(Arc::new(transport));
        self
    }

    /// Builds the client. Nothing is sent yet. Credentials are optional: requests without credentials are sent as they
    /// are, and the server decides.
    ///
    /// # Errors
    ///
    /// Fails if a URL, a header or a credential cannot be used, if no absolute server and no base URL is known, or if
    /// there is no transport.
    pub fn build(self) -> Result<Core, Error> {
        let (base, base_is_chosen) = self.base()?;
        if !base_is_chosen {
            let mut servers = self.api.operation_servers.iter();
            servers.try_for_each(|server| server.check(&self.server_variables)).map_err(Error::build)?;
        }
        let Environment { base_url: _, token_url, credentials, options } = self.environment;
        let token_url = self.token_url.or(token_url);
        let mut auth = Auth::new(self.api, &base, token_url.as_deref(), self.scopes);
        for (scheme, credential) in &self.credentials {
            auth.add(scheme, credential, true)?;
        }
        for (scheme, credential) in credentials.iter().filter(|(scheme, _)| !self.credentials.contains_key(*scheme)) {
            auth.add(scheme, credential, false)?;
        }
        let mut options = self.options.over(&options);
        if let Some(problem) = options.problem.take() {
            return Err(Error::build(problem));
        }
        let keys =
            Keys::new(self.api, self.idempotency_header.as_deref(), self.automatic_keys).map_err(Error::build)?;
        if keys.is_in(&options) {
            return Err(Error::build(ONE_REQUEST));
        }
        let transport = match self.transport {
            Some(transport) => transport,
            None => default_transport(self.network)?,
        };
        let shared = Shared {
            api: self.api,
            base,
            base_is_chosen,
            server_variables: self.server_variables,
            exchange: Exchange {
                user_agent: user_agent(self.api, self.user_agent.as_deref())?,
                budget: Budget::new(self.retry_budget, transport.now()),
                transport,
            },
            auth,
            keys,
        };
        Ok(Core::new(shared, options))
    }
}

impl ClientBuilder {
    /// The base URL, and whether it goes before the servers of operations: it does if the user set it.
    fn base(&self) -> Result<(BaseUrl, bool), Error> {
        let servers = self.api.servers.iter().chain(self.api.operation_servers);
        let known = |name: &str| servers.clone().any(|server| server.has(name));
        if let Some(name) = self.server_variables.keys().find(|name| !known(name)) {
            return Err(Error::build(format!("no server has a variable `{name}`")));
        }
        let parsed = |url: &String| {
            BaseUrl::parse(url).map_err(|problem| Error::build(format!("the base URL is unusable: {problem}")))
        };
        let given = self.base_url.as_ref().or(self.environment.base_url.as_ref()).map(parsed).transpose()?;
        if let Some(index) = self.server {
            return self.chosen_server(index, given);
        }
        if let Some(base) = given {
            return Ok((base, true));
        }
        let mut problem = None;
        for server in self.api.servers {
            match server.base_url(&self.server_variables, None) {
                Ok(base) => return Ok((base, false)),
                // Whoever chose a value wants the server that it is for, not the next one.
                Err(why) if self.server_variables.keys().any(|name| server.has(name)) => return Err(Error::build(why)),
                Err(why) => problem = problem.or(Some(why)),
            }
        }
        let why = problem.unwrap_or_else(|| "no server is known; set the base URL of the client".to_owned());
        Err(Error::build(why))
    }

    fn chosen_server(&self, index: usize, given: Option<BaseUrl>) -> Result<(BaseUrl, bool), Error> {
        let Some(server) = self.api.servers.get(index) else {
            let count = self.api.servers.len();
            return Err(Error::build(format!("there is no server {index}: the API has {count}, counted from 0")));
        };
        let base = server.base_url(&self.server_variables, given.as_ref()).map_err(Error::build)?;
        match given {
            // What is set by hand goes before a whole URL in the document, what the environment says does not.
            Some(given) if self.base_url.is_some() && server.is_absolute() => Ok((given, true)),
            given => Ok((base, given.is_some() && !server.is_absolute())),
        }
    }
}

fn user_agent(api: &Api, chosen: Option<&str>) -> Result<HeaderValue, Error> {
    let ours = || format!("{}-rust/{} {}/{}", api.name, api.version, env!("CARGO_PKG_NAME"), env!("CARGO_PKG_VERSION"));
    let text = chosen.map_or_else(ours, str::to_owned);
    HeaderValue::from_str(&text).map_err(|_| Error::build("the user agent has characters that no header can carry"))
}

#[cfg(feature = "reqwest")]
fn default_transport(network: Network) -> Result<Arc<dyn Transport>, Error> {
    match crate::transport::reqwest::ReqwestTransport::new(network) {
        Ok(transport) => Ok(Arc::new(transport)),
        Err(failure) => Err(Error::transport(failure)),
    }
}

#[cfg(not(feature = "reqwest"))]
fn default_transport(_: Network) -> Result<Arc<dyn Transport>, Error> {
    Err(Error::build("there is no transport: set one, or enable the cargo feature `reqwest`"))
}

impl fmt::Debug for ClientBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ClientBuilder")
            .field("api", &self.api.name)
            .field("base_url", &self.base_url.is_some())
            .field("credentials", &self.credentials)
            .field("options", &self.options)
            .finish_non_exhaustive()
    }
}
