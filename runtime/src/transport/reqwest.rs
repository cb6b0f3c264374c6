//! The transport over reqwest, with rustls, ring and the certificates that the platform trusts. The only file that
//! mentions reqwest or rustls, with those below it; no type of theirs leaves it.

mod upload;

use std::pin::Pin;
use std::sync::{Arc, OnceLock};
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::Bytes;
use futures_core::Stream;
use http_body::Body as _;
use reqwest::redirect::Policy;
use rustls::ClientConfig;
use rustls::crypto::{CryptoProvider, ring};
use rustls_platform_verifier::Verifier;

use super::{Body, BoxFuture, Network, Reply, Transport, TransportError, TransportErrorKind};
use crate::request::Request;

/// Idle connections are closed after this time: below the 60 s after which common load balancers close them themselves.
const IDLE: Duration = Duration::from_secs(50);

/// Sends requests through reqwest on the tokio runtime that polls them.
pub(crate) struct ReqwestTransport {
    network: Network,
    client: Client,
    /// A pool of its own for `send_blocking`: a pooled connection is driven by the runtime that opened it, and that
    /// runtime may be the very one whose thread is blocked.
    blocking: OnceLock<Result<Client, TransportError>>,
}

struct Client {
    inner: reqwest::Client,
    /// Why `https` does not work, if so; plain `http` then still does.
    no_tls: Option<String>,
}

impl ReqwestTransport {
    /// Returns a transport that makes and keeps connections as `network` says.
    ///
    /// # Errors
    ///
    /// Fails if reqwest cannot be set up.
    pub(crate) fn new(network: Network) -> Result<Self, TransportError> {
        Ok(Self { client: Client::new(&network)?, network, blocking: OnceLock::new() })
    }

    fn client(&self) -> Result<&Client, TransportError> {
        if !crate::blocking::on_driver() {
            return Ok(&self.client);
        }
        self.blocking.get_or_init(|| Client::new(&self.network)).as_ref().map_err(Clone::clone)
    }

    fn start(
        &self,
        request: &Request,
    ) -> Result<impl Future<Output = reqwest::Result<reqwest::Response>> + Send + 'static, TransportError> {
        if tokio::runtime::Handle::try_current().is_err() {
            return Err(unsendable("there is no tokio runtime here to send it with"));
        }
        let client = self.client()?;
        let url = reqwest::Url::parse(&request.url).map_err(unsendable)?;
        if let Some(reason) = client.no_tls.as_ref().filter(|_| url.scheme() == "https") {
            return Err(unsendable(format!("TLS is not available: {reason}")));
        }
        let mut outgoing = reqwest::Request::new(request.method.clone(), url);
        outgoing.headers_mut().clone_from(&request.headers);
        if !request.body.is_empty() {
            *outgoing.body_mut() = Some(upload::body(&request.body));
        }
        Ok(client.inner.execute(outgoing))
    }
}

impl Transport for ReqwestTransport {
    fn send(&self, request: &Request) -> BoxFuture<Result<Reply, TransportError>> {
        let pending = self.start(request);
        Box::pin(async move { pending?.await.map(reply).map_err(failure) })
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<()> {
        Box::pin(tokio::time::sleep(duration))
    }
}

impl Client {
    fn new(network: &Network) -> Result<Self, TransportError> {
        let (tls, no_tls) = tls(&network.roots)?;
        let inner = reqwest::Client::builder()
            .tls_backend_preconfigured(tls)
            .connect_timeout(network.connect_timeout)
            .pool_idle_timeout(IDLE)
            .redirect(Policy::none())
            .referer(false)
            .build()
            .map_err(failure)?;
        Ok(Self { inner, no_tls })
    }
}

/// The provider that the program chose goes before ours; none is installed for the whole process.
fn tls(roots: &[Vec<u8>]) -> Result<(ClientConfig, Option<String>), TransportError> {
    let provider = CryptoProvider::get_default().cloned().unwrap_or_else(|| Arc::new(ring::default_provider()));
    let versions = || ClientConfig::builder_with_provider(provider.clone()).with_safe_default_protocol_versions();
    let (mut tls, reason) = match verifier(roots, provider.clone()) {
        Ok(verifier) => {
            let config = versions().map_err(unsendable)?;
            // What is called dangerous is any verifier of one's own; this one asks the platform.
            (config.dangerous().with_custom_certificate_verifier(Arc::new(verifier)).with_no_client_auth(), None)
        }
        // No certificates on this machine, for example in a bare container: what speaks plain HTTP must still work.
        Err(error) => {
            let bare = versions().map_err(unsendable)?.with_root_certificates(rustls::RootCertStore::empty());
            (bare.with_no_client_auth(), Some(error.to_string()))
        }
    };
    tls.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
    Ok((tls, reason))
}

#[cfg(not(target_os = "android"))]
fn verifier(roots: &[Vec<u8>], provider: Arc<CryptoProvider>) -> Result<Verifier, rustls::Error> {
    let roots = roots.iter().map(|root| rustls::pki_types::CertificateDer::from(root.clone()));
    Verifier::new_with_extra_roots(roots, provider)
}

/// Android's own store is all that can be asked there.
#[cfg(target_os = "android")]
fn verifier(_: &[Vec<u8>], provider: Arc<CryptoProvider>) -> Result<Verifier, rustls::Error> {
    Verifier::new(provider)
}

fn reply(mut response: reqwest::Response) -> Reply {
    let headers = std::mem::take(response.headers_mut());
    Reply { status: response.status(), headers, body: Body::stream(Pieces(response.into())) }
}

/// The frames of a body, without trailers.
struct Pieces(reqwest::Body);

impl Stream for Pieces {
    type Item = Result<Bytes, TransportError>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        loop {
            return match Pin::new(&mut self.0).poll_frame(context) {
                Poll::Pending => Poll::Pending,
                Poll::Ready(None) => Poll::Ready(None),
                Poll::Ready(Some(Err(error))) => Poll::Ready(Some(Err(failure(error)))),
                Poll::Ready(Some(Ok(frame))) => match frame.into_data() {
                    Ok(data) => Poll::Ready(Some(Ok(data))),
                    Err(_) => continue,
                },
            };
        }
    }
}

/// The URL is taken out of the error, since a key may stand in its query.
fn failure(error: reqwest::Error) -> TransportError {
    let kind = match &error {
        error if error.is_connect() && error.is_timeout() => TransportErrorKind::ConnectTimeout,
        error if error.is_connect() => TransportErrorKind::Connect,
        error if error.is_builder() => TransportErrorKind::Unsendable,
        _ => TransportErrorKind::Interrupted,
    };
    TransportError::new(kind, error.without_url())
}

fn unsendable(source: impl Into<Box<dyn std::error::Error + Send + Sync + 'static>>) -> TransportError {
    TransportError::new(TransportErrorKind::Unsendable, source)
}
