//! TLS by rustls, with ring and the certificates that the platform trusts. Knows nothing of HTTP but the names of its
//! versions.

use std::sync::Arc;

use rustls::ClientConfig;
use rustls::crypto::{CryptoProvider, ring};
use rustls_platform_verifier::Verifier;

use super::super::{Network, TransportError};
use super::failure::unsendable;

/// Returns the configuration, and the reason if TLS does not work.
///
/// The provider that the program installed takes precedence; this does not install one for the process.
pub(super) fn config(network: &Network) -> Result<(ClientConfig, Option<String>), TransportError> {
    let provider = CryptoProvider::get_default().cloned().unwrap_or_else(|| Arc::new(ring::default_provider()));
    let versions = ClientConfig::builder_with_provider(provider.clone()).with_safe_default_protocol_versions();
    let versions = versions.map_err(unsendable)?;
    let (mut tls, reason) = match verifier(&network.roots, provider) {
        Ok(verifier) => {
            // rustls calls any other verifier dangerous; this one asks the platform.
            let config = versions.dangerous().with_custom_certificate_verifier(Arc::new(verifier));
            (config.with_no_client_auth(), None)
        }
        // Without certificates, for example in a minimal container, plain HTTP must still work.
        Err(error) => {
            let bare = versions.with_root_certificates(rustls::RootCertStore::empty());
            (bare.with_no_client_auth(), Some(error.to_string()))
        }
    };
    let http2 = network.http2.then(|| b"h2".to_vec());
    tls.alpn_protocols = http2.into_iter().chain([b"http/1.1".to_vec()]).collect();
    Ok((tls, reason))
}

#[cfg(not(target_os = "android"))]
fn verifier(roots: &[Vec<u8>], provider: Arc<CryptoProvider>) -> Result<Verifier, rustls::Error> {
    let roots = roots.iter().map(|root| rustls::pki_types::CertificateDer::from(root.clone()));
    Verifier::new_with_extra_roots(roots, provider)
}

/// On Android, only the platform's own store is available.
#[cfg(target_os = "android")]
fn verifier(_: &[Vec<u8>], provider: Arc<CryptoProvider>) -> Result<Verifier, rustls::Error> {
    Verifier::new(provider)
}
