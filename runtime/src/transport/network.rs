//! What a client's builder says about connections. Knows no HTTP library.

use std::time::Duration;

/// How the default transport makes and keeps connections.
#[derive(Clone, Debug)]
#[cfg_attr(not(feature = "reqwest"), allow(dead_code, reason = "a custom transport has settings of its own"))]
pub(crate) struct Network {
    /// How long making a connection may take, name resolution and TLS included.
    pub(crate) connect_timeout: Duration,
    /// How long a connection is kept that nobody uses.
    pub(crate) idle_timeout: Duration,
    /// How many such connections to one host are kept.
    pub(crate) max_idle_per_host: usize,
    /// Whether HTTP/2 is spoken where the server offers it.
    pub(crate) http2: bool,
    /// After how long a silence an HTTP/2 connection is asked for a sign of life.
    pub(crate) http2_keep_alive: Duration,
    /// Certificates, in DER, that are trusted beside those of the platform.
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
