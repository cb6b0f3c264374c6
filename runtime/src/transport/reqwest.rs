//! The transport over reqwest, on the tokio runtime that polls it. No type of reqwest leaves this file and those below
//! it.
//!
//! # Abandoned connections
//!
//! A connection can die without notice, for example when a firewall drops its state. With HTTP/1.1, a connection has
//! one request at a time, and abandoning the request closes it. With HTTP/2, all requests share one connection and
//! would continue to use a dead one. So after a request was abandoned ([`Transport::retire_connections`]), later
//! requests use a new pool. The old pool is dropped together with its idle connections; requests in flight keep their
//! connections until they complete. A pool is replaced only if it is older than the abandoned attempt, so that attempts
//! that are abandoned together cause one new pool, and each pool lives at least as long as an attempt may take.
//!
//! Time limits that the runtime does not see, such as a timeout of the user around a call, are covered by PINGs (RFC
//! 9113, section 6.7) on silent connections.

mod failure;
mod pool;
mod tls;
mod upload;

use std::pin::Pin;
use std::sync::OnceLock;
use std::task::{Context, Poll};
use std::time::{Duration, Instant};

use bytes::Bytes;
use futures_core::Stream;
use http::header::CONTENT_LENGTH;
use http::{HeaderValue, Method};
use http_body::Body as _;

use self::failure::{Proxies, failure, unsendable};
use self::pool::Pool;
use super::{Body, BoxFuture, Network, Reply, Transport, TransportError};
use crate::request::Request;

/// Sends requests through reqwest on the tokio runtime that polls them.
pub(crate) struct ReqwestTransport {
    network: Network,
    pool: Pool,
    /// A separate pool for `send_blocking`: a pooled connection is driven by the runtime that opened it, whose thread
    /// may be the one that is blocked.
    blocking: OnceLock<Result<Pool, TransportError>>,
    proxies: Proxies,
}

impl ReqwestTransport {
    /// Returns a transport with the connection settings `network`.
    ///
    /// # Errors
    ///
    /// Fails if reqwest cannot be set up.
    pub(crate) fn new(network: Network) -> Result<Self, TransportError> {
        let (pool, proxies) = (Pool::new(&network)?, Proxies::of_environment());
        Ok(Self { network, pool, blocking: OnceLock::new(), proxies })
    }

    fn pool(&self) -> Result<&Pool, TransportError> {
        if !crate::blocking::on_driver() {
            return Ok(&self.pool);
        }
        self.blocking.get_or_init(|| Pool::new(&self.network)).as_ref().map_err(Clone::clone)
    }

    fn start(
        &self,
        request: &Request,
    ) -> Result<impl Future<Output = reqwest::Result<reqwest::Response>> + Send + 'static, TransportError> {
        if tokio::runtime::Handle::try_current().is_err() {
            return Err(unsendable("there is no tokio runtime on this thread"));
        }
        let pool = self.pool()?;
        let url = reqwest::Url::parse(&request.url).map_err(unsendable)?;
        if let Some(reason) = pool.no_tls().filter(|_| url.scheme() == "https") {
            return Err(unsendable(format!("TLS is not available: {reason}")));
        }
        let mut outgoing = reqwest::Request::new(request.method.clone(), url);
        outgoing.headers_mut().clone_from(&request.headers);
        if !request.body.is_empty() {
            *outgoing.body_mut() = Some(upload::body(&request.body));
        } else if expects_content(&request.method) {
            outgoing.headers_mut().insert(CONTENT_LENGTH, HeaderValue::from_static("0"));
        }
        Ok(pool.client().execute(outgoing))
    }
}

impl Transport for ReqwestTransport {
    fn send(&self, request: &Request) -> BoxFuture<Result<Reply, TransportError>> {
        let pending = self.start(request);
        let proxies = self.proxies.clone();
        Box::pin(async move {
            pending?.await.map(reply).map_err(|error| {
                let proxy = error.url().and_then(|url| proxies.variable_for(url));
                failure(error, proxy)
            })
        })
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<()> {
        Box::pin(tokio::time::sleep(duration))
    }

    fn retire_connections(&self, opened_before: Instant) {
        if let Ok(pool) = self.pool() {
            pool.renew(&self.network, opened_before);
        }
    }
}

/// Returns whether a request with this method is sent with `Content-Length: 0` if it has no body; servers may reject it
/// with 411 otherwise (RFC 9110, section 8.6).
fn expects_content(method: &Method) -> bool {
    let without = [Method::GET, Method::HEAD, Method::DELETE, Method::OPTIONS, Method::TRACE, Method::CONNECT];
    !without.contains(method)
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
                Poll::Ready(Some(Err(error))) => Poll::Ready(Some(Err(failure(error, None)))),
                Poll::Ready(Some(Ok(frame))) => match frame.into_data() {
                    Ok(data) => Poll::Ready(Some(Ok(data))),
                    Err(_) => continue,
                },
            };
        }
    }
}
