//! The client core that all handles of an SDK share, and clients derived from it. Knows nothing of any one operation.

pub(crate) mod builder;
pub(crate) mod exchange;
mod redirect;

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use http::{HeaderValue, Method};

use crate::api::Api;
use crate::auth::Auth;
use crate::call::RawCall;
use crate::request::options::RequestOptions;
use crate::request::url::BaseUrl;
use crate::retry::budget::Budget;
use crate::server::Chosen;
use crate::transport::Transport;

/// How many times a failed request is repeated unless set otherwise.
pub(crate) const MAX_RETRIES: u32 = 2;
/// How long an attempt may take unless set otherwise.
pub(crate) const ATTEMPT_TIMEOUT: Duration = Duration::from_secs(60);
/// How large an answer may be unless set otherwise: 64 MiB.
pub(crate) const MAX_RESPONSE_BYTES: u64 = 64 << 20;

/// What every handle of an SDK holds: cheap to clone, `Send` and `Sync`.
#[derive(Clone)]
pub struct Core {
    pub(crate) shared: Arc<Shared>,
    options: Arc<RequestOptions>,
}

/// What all clients derived from one have in common, tokens and the budget of retries included.
pub(crate) struct Shared {
    pub(crate) api: &'static Api,
    pub(crate) base: BaseUrl,
    /// Whether the user set the base URL, so that it goes before the servers of operations.
    pub(crate) base_is_chosen: bool,
    /// What the user chose for variables of servers.
    pub(crate) server_variables: Chosen,
    pub(crate) user_agent: HeaderValue,
    pub(crate) transport: Arc<dyn Transport>,
    pub(crate) auth: Auth,
    pub(crate) budget: Budget,
}

impl Core {
    pub(crate) fn new(shared: Shared, options: RequestOptions) -> Self {
        Self { shared: Arc::new(shared), options: Arc::new(options) }
    }

    /// Returns a client that uses `options` for all its requests, over those that it has already. It shares
    /// connections, tokens and the budget of retries with this one.
    pub fn with_options(&self, options: RequestOptions) -> Self {
        Self { shared: Arc::clone(&self.shared), options: Arc::new(options.over(&self.options)) }
    }

    /// Starts a request to an endpoint that the SDK does not know; `path` begins with a slash and goes after the base
    /// URL.
    ///
    /// It is sent with the credentials that the API asks for by default. A whole URL is fine if it has the origin of
    /// the base URL. A path with a control character, a backslash or a segment `.` or `..` is refused when the request
    /// is sent: it would lead elsewhere than it looks.
    pub fn request(&self, method: Method, path: impl Into<String>) -> RawCall {
        RawCall::new(self, method, path.into())
    }

    /// Returns the base URL, without a slash at its end.
    pub fn base_url(&self) -> &str {
        self.shared.base.as_str()
    }

    pub(crate) fn options(&self) -> &RequestOptions {
        &self.options
    }
}

impl fmt::Debug for Core {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client")
            .field("api", &self.shared.api.name)
            .field("base_url", &self.shared.base)
            .field("credentials", &self.shared.auth)
            .field("options", &self.options)
            .finish_non_exhaustive()
    }
}
