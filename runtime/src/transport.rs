//! Transports, which send requests and receive responses: the interface between the SDK and an HTTP library. Knows
//! nothing of operations, credentials, retries or JSON.

mod body;
mod failure;
mod network;
#[cfg(feature = "reqwest")]
pub(crate) mod reqwest;

use std::pin::Pin;
use std::sync::Arc;
use std::time::{Duration, Instant};

use http::{HeaderMap, StatusCode};

pub use self::body::Body;
pub(crate) use self::failure::Source;
pub use self::failure::{TransportError, TransportErrorKind};
pub(crate) use self::network::Network;
use crate::request::Request;

/// The boxed future that a [`Transport`] returns.
pub type BoxFuture<T> = Pin<Box<dyn Future<Output = T> + Send + 'static>>;

/// Sends requests, and provides the clock for time limits and delays.
///
/// An implementation sends each request once. It must not follow redirects, repeat requests, add credentials or limit
/// the time of a request, since the client does this for every transport. It should cancel a request when its future is
/// dropped.
pub trait Transport: Send + Sync + 'static {
    /// Sends `request` and returns the head of the response; the body may still be arriving.
    fn send(&self, request: &Request) -> BoxFuture<Result<Reply, TransportError>>;

    /// Waits for `duration`.
    fn sleep(&self, duration: Duration) -> BoxFuture<()>;

    /// Returns the current time of the clock that [`sleep`](Self::sleep) uses.
    fn now(&self) -> Instant {
        Instant::now()
    }

    /// Stops using connections that were opened before `opened_before` for new requests. The client calls this when it
    /// abandons a request that was sent at that time, since its connection may be dead. Requests in flight should not
    /// be affected. The default implementation does nothing.
    fn retire_connections(&self, opened_before: Instant) {
        let _ = opened_before;
    }
}

impl<T: Transport + ?Sized> Transport for Arc<T> {
    fn send(&self, request: &Request) -> BoxFuture<Result<Reply, TransportError>> {
        (**self).send(request)
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<()> {
        (**self).sleep(duration)
    }

    fn now(&self) -> Instant {
        (**self).now()
    }

    fn retire_connections(&self, opened_before: Instant) {
        (**self).retire_connections(opened_before);
    }
}

/// A response of a [`Transport`].
#[derive(Debug)]
pub struct Reply {
    /// The status.
    pub status: StatusCode,
    /// The headers.
    pub headers: HeaderMap,
    /// The body, which the client reads on demand.
    pub body: Body,
}

impl Reply {
    /// Returns a response.
    pub fn new(status: StatusCode, headers: HeaderMap, body: impl Into<Body>) -> Self {
        Self { status, headers, body: body.into() }
    }
}
