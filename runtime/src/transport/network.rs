//! What a client's builder says about connections. Knows no HTTP library.

use std::time::Duration;

/// How the default transport makes and keeps connections.
#[derive(Clone, Debug)]
#[cfg_attr(not(feature = "reqwest"), expect(dead_code, reason = "a custom transport has settings of its own"))]
pub(crate) struct Network {
    /// How long making a connection may take, name resolution and TLS included.
    pub(crate) connect_timeout: Duration,
    /// Certificates, in DER, that are trusted beside those of the platform.
    pub(crate) roots: Vec<Vec<u8>>,
}

impl Default for Network {
    fn default() -> Self {
        Self { connect_timeout: Duration::from_secs(10), roots: Vec::new() }
    }
}
