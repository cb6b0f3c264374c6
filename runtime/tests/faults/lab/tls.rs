//! TLS on the server side, with a certificate for `localhost` that only the clients of the laboratory trust.

use std::sync::{Arc, OnceLock};

use rcgen::{CertificateParams, CertifiedKey, DnType, KeyPair};
use tokio::net::TcpStream;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::crypto::ring::default_provider;
use tokio_rustls::rustls::pki_types::PrivateKeyDer;
use tokio_rustls::server::TlsStream;

/// The root certificate of the server, in DER.
pub(crate) fn root() -> Vec<u8> {
    identity().cert.der().to_vec()
}

/// The certificate of an authority that has nothing to do with the server, in DER.
pub(crate) fn another_root() -> Vec<u8> {
    let mut parameters = CertificateParams::new(["example.com".to_owned()]).expect("the name is fine");
    parameters.distinguished_name.push(DnType::CommonName, "another authority");
    let key = KeyPair::generate().expect("a key can be made");
    parameters.self_signed(&key).expect("a certificate can be made").der().to_vec()
}

pub(super) async fn accept(stream: TcpStream, http2: bool) -> Option<TlsStream<TcpStream>> {
    let key = PrivateKeyDer::try_from(identity().signing_key.serialize_der()).expect("rcgen writes PKCS #8");
    let chain = vec![identity().cert.der().clone()];
    let config = ServerConfig::builder_with_provider(Arc::new(default_provider()))
        .with_safe_default_protocol_versions()
        .and_then(|config| config.with_no_client_auth().with_single_cert(chain, key));
    let mut config = config.expect("the certificate and the key belong together");
    config.alpn_protocols = vec![b"http/1.1".to_vec()];
    if http2 {
        config.alpn_protocols.insert(0, b"h2".to_vec());
    }
    TlsAcceptor::from(Arc::new(config)).accept(stream).await.ok()
}

fn identity() -> &'static CertifiedKey<KeyPair> {
    static IDENTITY: OnceLock<CertifiedKey<KeyPair>> = OnceLock::new();
    IDENTITY.get_or_init(|| {
        rcgen::generate_simple_self_signed(["localhost".to_owned()]).expect("a certificate can be made")
    })
}
