//! The client core that all handles of an SDK share, and clients derived from it. Knows nothing of any one operation.

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
use crate::server::Chosen;

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
    pub(crate) exchange: Exchange,
    pub(crate) auth: Auth,
    pub(crate) keys: Keys,
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

    /// Returns a client that uses `options` for all its requests, over those that it has already. It shares
    /// connections, tokens and the budget of retries with this one.
    ///
    /// An idempotency key among the options is an error of all requests of that client, since it belongs to one
    /// request.
    pub fn with_options(&self, options: RequestOptions) -> Self {
        Self { shared: Arc::clone(&self.shared), options: Arc::new(options.over(&self.options)) }
    }

    /// Returns the base URL, without a slash at its end.
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
