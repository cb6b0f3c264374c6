//! The client that all resources of an SDK share, and clients derived from it. Knows nothing of operations.

mod agent;
pub(crate) mod builder;

use std::fmt;
use std::sync::Arc;

use crate::api::Api;
use crate::auth::Auth;
use crate::exchange::Exchange;
use crate::redact::{CredentialStore, Redactor};
use crate::request::idempotency::Keys;
use crate::request::options::RequestOptions;
use crate::request::url::BaseUrl;
use crate::response::deviations::DeviationHook;
use crate::server::Chosen;

/// The client that every resource of an SDK holds: cheap to clone, `Send` and `Sync`.
#[derive(Clone)]
pub struct Core {
    pub(crate) shared: Arc<Shared>,
    options: Arc<RequestOptions>,
}

/// What all clients derived from one share, access tokens and the retry budget included.
pub(crate) struct Shared {
    pub(crate) api: &'static Api,
    pub(crate) base: BaseUrl,
    /// Whether the user set the base URL, which then takes precedence over the servers of operations.
    pub(crate) base_is_chosen: bool,
    /// The values that the user chose for server variables.
    pub(crate) server_variables: Chosen,
    pub(crate) exchange: Exchange,
    pub(crate) auth: Auth,
    pub(crate) keys: Keys,
    /// Receives the deviations that forgiving decoding finds.
    pub(crate) on_deviation: Option<DeviationHook>,
}

impl CredentialStore for Shared {
    fn add_to(&self, redactor: &mut Redactor) {
        self.auth.hide(redactor);
    }
}

impl Core {
    pub(crate) fn new(shared: Shared, options: RequestOptions) -> Self {
        Self { shared: Arc::new(shared), options: Arc::new(options) }
    }

    /// Returns a client that uses `options` for all its requests; they take precedence over the options of this client.
    /// Both share connections, access tokens and the retry budget.
    ///
    /// If `options` contain an idempotency key, all requests of the new client fail, since a key belongs to one
    /// request.
    pub fn with_options(&self, options: RequestOptions) -> Self {
        Self { shared: Arc::clone(&self.shared), options: Arc::new(options.over(&self.options)) }
    }

    /// Returns the base URL without a trailing slash.
    pub fn base_url(&self) -> &str {
        self.shared.base.as_str()
    }

    pub(crate) fn shared_options(&self) -> &Arc<RequestOptions> {
        &self.options
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
