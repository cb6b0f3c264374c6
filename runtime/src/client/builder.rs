//! Builds a client from the settings of the user, environment variables and the facts of the API, in this order of
//! precedence. Knows nothing of requests.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use super::{Core, Shared, agent};
use crate::api::Api;
use crate::auth::Auth;
use crate::auth::credential::{Credential, from_variables};
use crate::environment::{self, Lookup, Prefix};
use crate::exchange::Exchange;
use crate::exchange::budget::{Budget, CAPACITY};
use crate::request::idempotency::{Keys, ONE_REQUEST};
use crate::request::options::RequestOptions;
use crate::request::url::BaseUrl;
use crate::response::deviations::DeviationHook;
use crate::server::Chosen;
use crate::transport::{Network, Transport};
use crate::{Decoding, Deviation, Error};

/// Builds the [`Core`] of a client.
#[must_use = "a builder makes no client until it is built; call `.build()`"]
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
    on_deviation: Option<DeviationHook>,
    environment: Environment,
}

/// Settings from environment variables; settings of the user take precedence.
#[derive(Default)]
struct Environment {
    base_url: Option<String>,
    token_url: Option<String>,
    credentials: BTreeMap<String, Credential>,
    options: RequestOptions,
}

impl ClientBuilder {
    /// Returns a builder without any settings.
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
            on_deviation: None,
            environment: Environment::default(),
        }
    }

    /// Reads the environment variables of the API. Settings of the builder take precedence over them, regardless of the
    /// order of the calls.
    ///
    /// With the prefix `ACME`: `ACME_BASE_URL`, `ACME_TOKEN_URL`, `ACME_CUSTOM_HEADERS` (one `name: value` a line) and,
    /// for each security scheme, `ACME_CLIENT_ID` and `ACME_CLIENT_SECRET` or `ACME_ACCESS_TOKEN`, `ACME_TOKEN`,
    /// `ACME_API_KEY`, `ACME_USERNAME` and `ACME_PASSWORD`. Of several schemes of one kind, one has these; each scheme
    /// has a variable of its own name too (`ACME_ADMIN_KEY`), which takes precedence. A blank variable counts as unset.
    ///
    /// # Errors
    ///
    /// Fails if only one of client id and client secret is set, or if a custom header is invalid.
    pub fn from_env(self) -> Result<Self, Error> {
        self.from_variables(&environment::process)
    }

    /// Like [`from_env`](Self::from_env), but reads the variables with `lookup`.
    ///
    /// # Errors
    ///
    /// Fails if only one of client id and client secret is set, or if a custom header is invalid.
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

    /// Sets the base URL, to which the paths of operations are appended. It takes precedence over the servers of the
    /// API, including those of single operations, but not over an absolute token URL.
    pub fn base_url(mut self, url: impl Into<String>) -> Self {
        self.base_url = Some(url.into());
        self
    }

    /// Chooses a server of the API by its index; the default is 0. An explicit base URL takes precedence; a relative
    /// server URL is resolved against it.
    pub fn server(mut self, index: usize) -> Self {
        self.server = Some(index);
        self
    }

    /// Sets a variable in the URLs of servers, in place of its default.
    ///
    /// [`build`](Self::build) fails if the value is invalid in its part of the URL: a host may contain only ASCII
    /// letters, digits, `-`, `_` and `.`, a path must not contain a segment `..`. An untrusted value therefore cannot
    /// send requests and credentials to a host that the API does not name. If the API lists the values of the variable,
    /// other values are errors.
    pub fn server_variable(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.server_variables.insert(name.into(), value.into());
        self
    }

    /// Sets the scopes to request with access tokens; the default is all scopes that the API lists. With an empty list,
    /// the token endpoint chooses the scopes.
    pub fn scopes<S: Into<String>>(mut self, scopes: impl IntoIterator<Item = S>) -> Self {
        self.scopes = Some(scopes.into_iter().map(Into::into).collect());
        self
    }

    /// Sets the URL of the token endpoint; a path is resolved against the base URL.
    pub fn token_url(mut self, url: impl Into<String>) -> Self {
        self.token_url = Some(url.into());
        self
    }

    /// Sets the credential of the security scheme `scheme`.
    pub fn credential(mut self, scheme: impl Into<String>, credential: Credential) -> Self {
        self.credentials.insert(scheme.into(), credential);
        self
    }

    /// Sends a header with every request, replacing any other of the same name. If it is `Authorization`, the client
    /// adds no credentials to that header.
    pub fn header(mut self, name: impl AsRef<str>, value: impl AsRef<str>) -> Self {
        self.options = self.options.header(name, value);
        self
    }

    /// Puts the product of the caller, such as `acme-backup/1.2`, before that of the SDK in the header `User-Agent`. To
    /// replace the header, set it with [`header`](Self::header).
    pub fn user_agent(mut self, text: impl Into<String>) -> Self {
        self.user_agent = Some(text.into());
        self
    }

    /// Limits the time to establish a connection, including name resolution and TLS; the default is 10 seconds. Ignored
    /// by a custom transport.
    pub fn connect_timeout(mut self, limit: Duration) -> Self {
        self.network.connect_timeout = limit;
        self
    }

    /// Closes connections that were idle for this long; the default is 50 seconds, since many load balancers close them
    /// after 60. Ignored by a custom transport.
    pub fn pool_idle_timeout(mut self, limit: Duration) -> Self {
        self.network.idle_timeout = limit;
        self
    }

    /// Sets the maximum number of idle connections per host; the default is no limit. With 0, connections are not
    /// reused. Ignored by a custom transport.
    pub fn pool_max_idle_per_host(mut self, connections: usize) -> Self {
        self.network.max_idle_per_host = connections;
        self
    }

    /// Sets whether HTTP/2 is used if the server offers it during the TLS handshake; the default is `true`. With
    /// HTTP/1.1, concurrent requests use separate connections. Ignored by a custom transport.
    pub fn http2(mut self, enabled: bool) -> Self {
        self.network.http2 = enabled;
        self
    }

    /// Sends a PING on an HTTP/2 connection that was silent for this long, and closes the connection if no reply
    /// arrives within the same time, 10 seconds at most. The default is 20 seconds; a zero duration disables PINGs.
    /// Requests on a connection that is closed this way fail, and are repeated if that is safe. Ignored by a custom
    /// transport.
    ///
    /// A connection on which a request exceeded a time limit is never reused.
    pub fn http2_keep_alive(mut self, silence: Duration) -> Self {
        self.network.http2_keep_alive = silence;
        self
    }

    /// Trusts a root certificate (in DER) in addition to those of the platform, for tests against a server with a
    /// self-signed certificate. Ignored by a custom transport.
    #[cfg(feature = "testing")]
    pub fn trust_root(mut self, certificate: impl Into<Vec<u8>>) -> Self {
        self.network.roots.push(certificate.into());
        self
    }

    /// Limits each attempt of a request, from its start to the end of the response body; the default is 60 seconds.
    pub fn attempt_timeout(mut self, limit: Duration) -> Self {
        self.options = self.options.attempt_timeout(limit);
        self
    }

    /// Limits each call as a whole: all attempts, the delays between them, and fetching an access token first. The
    /// default is no limit.
    pub fn total_timeout(mut self, limit: Duration) -> Self {
        self.options = self.options.timeout(limit);
        self
    }

    /// Sets the maximum number of retries of a failed request, if a retry is safe; the default is 2.
    pub fn max_retries(mut self, retries: u32) -> Self {
        self.options = self.options.max_retries(retries);
        self
    }

    /// Sets the size of the retry budget shared by all requests of this client; the default is 100.
    pub fn retry_budget(mut self, retries: u32) -> Self {
        self.retry_budget = retries;
        self
    }

    /// Sets the header that carries idempotency keys, if the SDK does not know it; it takes precedence over the SDK's
    /// header. Requests with a key are then repeated like idempotent ones.
    pub fn idempotency_header(mut self, name: impl Into<String>) -> Self {
        self.idempotency_header = Some(name.into());
        self
    }

    /// Sets whether each request with a method that is not idempotent (POST and PATCH) is sent with a random
    /// idempotency key, so that it may be repeated. All attempts of one request have the same key. This applies only to
    /// operations whose header is known from the API, the configuration of the SDK or
    /// [`idempotency_header`](Self::idempotency_header). The default is `false`, unless the SDK is configured
    /// otherwise.
    pub fn automatic_idempotency_keys(mut self, on: bool) -> Self {
        self.automatic_keys = Some(on);
        self
    }

    /// Limits the size of a response body, in bytes after decompression; the default is 64 MiB.
    pub fn max_response_bytes(mut self, limit: u64) -> Self {
        self.options = self.options.max_response_bytes(limit);
        self
    }

    /// Sets what happens if a response does not match the document; the default is [`Decoding::Strict`], unless the SDK
    /// is configured otherwise.
    pub fn decoding(mut self, decoding: Decoding) -> Self {
        self.options = self.options.decoding(decoding);
        self
    }

    /// Calls `hook` with each deviation that [forgiving](Decoding::Forgiving) decoding finds, at most 100 for each
    /// response, before the caller gets the value. A later hook replaces an earlier one.
    ///
    /// The hook runs on the task that reads the response, so it should be quick.
    pub fn on_deviation(mut self, hook: impl Fn(&Deviation) + Send + Sync + 'static) -> Self {
        self.on_deviation = Some(Arc::new(hook));
        self
    }

    /// Sets options of all requests; they take precedence over those set before.
    pub fn options(mut self, options: RequestOptions) -> Self {
        self.options = options.over(&self.options);
        self
    }

    /// Sets the transport that sends requests, replacing the default.
    pub fn transport(mut self, transport: impl Transport) -> Self {
        self.transport = Some(Arc::new(transport));
        self
    }

    /// Builds the client, without sending anything. Credentials are optional: requests without credentials are sent as
    /// they are, and the server decides.
    ///
    /// # Errors
    ///
    /// Fails if a URL, a header or a credential is invalid, if neither a base URL nor an absolute server URL is known,
    /// or if there is no transport.
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
                user_agent: agent::user_agent(self.api, self.user_agent.as_deref())?,
                budget: Budget::new(self.retry_budget, transport.now()),
                transport,
            },
            auth,
            keys,
            on_deviation: self.on_deviation,
        };
        Ok(Core::new(shared, options))
    }
}

impl ClientBuilder {
    /// Returns the base URL, and whether it takes precedence over the servers of operations, which it does if the user
    /// set it.
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
                // A user who set a variable wants the server of that variable, not the next one.
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
            // A base URL set on the builder takes precedence over an absolute server URL; one from the environment does
            // not.
            Some(given) if self.base_url.is_some() && server.is_absolute() => Ok((given, true)),
            given => Ok((base, given.is_some() && !server.is_absolute())),
        }
    }
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
