//! The pool of connections that new requests use, and how it is replaced. Knows nothing of requests.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use reqwest::redirect::Policy;
use rustls::ClientConfig;

use super::super::{Network, TransportError};
use super::failure::failure;
use super::tls;

/// The time limit for the reply to a PING.
const PONG: Duration = Duration::from_secs(10);

pub(super) struct Pool {
    tls: ClientConfig,
    /// Why `https` does not work, if it does not; plain `http` still works then.
    no_tls: Option<String>,
    current: Mutex<Current>,
}

struct Current {
    client: reqwest::Client,
    opened: Instant,
}

impl Pool {
    pub(super) fn new(network: &Network) -> Result<Self, TransportError> {
        let (tls, no_tls) = tls::config(network)?;
        let current = Mutex::new(Current { client: client(network, &tls)?, opened: Instant::now() });
        Ok(Self { tls, no_tls, current })
    }

    pub(super) fn no_tls(&self) -> Option<&str> {
        self.no_tls.as_deref()
    }

    /// Returns the client for new requests, which is a cheap handle.
    pub(super) fn client(&self) -> reqwest::Client {
        self.current().client.clone()
    }

    /// Replaces the pool, unless it was created after `before`.
    pub(super) fn renew(&self, network: &Network, before: Instant) {
        let mut current = self.current();
        if current.opened > before {
            return;
        }
        // Building a client again should succeed; if it does not, the old connections are better than none.
        if let Ok(client) = client(network, &self.tls) {
            let former = std::mem::replace(&mut *current, Current { client, opened: Instant::now() });
            drop(current);
            drop(former);
        }
    }

    fn current(&self) -> MutexGuard<'_, Current> {
        self.current.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn client(network: &Network, tls: &ClientConfig) -> Result<reqwest::Client, TransportError> {
    let mut builder = reqwest::Client::builder()
        .tls_backend_preconfigured(tls.clone())
        .connect_timeout(network.connect_timeout)
        .pool_idle_timeout(network.idle_timeout)
        .pool_max_idle_per_host(network.max_idle_per_host)
        .redirect(Policy::none())
        .referer(false);
    if !network.http2 {
        builder = builder.http1_only();
    } else if !network.http2_keep_alive.is_zero() {
        builder = builder
            .http2_keep_alive_interval(network.http2_keep_alive)
            .http2_keep_alive_timeout(network.http2_keep_alive.min(PONG))
            .http2_keep_alive_while_idle(true);
    }
    builder.build().map_err(|error| failure(error, None))
}
