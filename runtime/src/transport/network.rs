//! The connection settings of a client. Knows no HTTP library.

use std::time::Duration;

/// How the default transport establishes and keeps connections.
#[derive(Clone, Debug)]
#[cfg_attr(not(feature = "reqwest"), allow(dead_code, reason = "a custom transport has its own settings"))]
pub(crate) struct Network {
    /// The time limit for establishing a connection, including name resolution and TLS.
    pub(crate) connect_timeout: Duration,
    /// How long an idle connection is kept.
    pub(crate) idle_timeout: Duration,
    /// The maximum number of idle connections per host.
    pub(crate) max_idle_per_host: usize,
    /// Whether HTTP/2 is used if the server offers it.
    pub(crate) http2: bool,
    /// After how long a silence a PING is sent on an HTTP/2 connection.
    pub(crate) http2_keep_alive: Duration,
    /// Root certificates, in DER, that are trusted in addition to those of the platform.
    pub(crate) roots: Vec<Vec<u8>>,
}

impl Default for Network {
    fn default() -> Self {
        Self {
            connect_timeout: Duration::from_secs(10),
            // Below the 60 s after which common load balancers close idle connections themselves.
            idle_timeout: Duration::from_secs(50),
            max_idle_per_host: usize::MAX,
            http2: true,
            http2_keep_alive: Duration::from_secs(20),
            roots: Vec::new(),
        }
    }
}
