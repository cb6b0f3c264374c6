//! How requests leave and answers arrive: the seam between the SDK and an HTTP library. Knows nothing of operations,
//! credentials, retries or JSON.

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

/// A boxed future, as a [`Transport`] returns it.
pub type BoxFuture<T> = Pin<Box<dyn Future<Output = T> + Send + 'static>>;

/// Sends requests, and owns the clock that time limits and waits go by.
///
/// An implementation sends each request once. It must not follow redirects, repeat requests, add credentials or limit
/// time: all that is done above it, the same for every transport. A request whose future is dropped should be
/// cancelled.
pub trait Transport: Send + Sync + 'static {
    /// Sends `request` and returns the head of the answer; its body may still be on its way.
    fn send(&self, request: &Request) -> BoxFuture<Result<Reply, TransportError>>;

    /// Waits for `duration`.
    fn sleep(&self, duration: Duration) -> BoxFuture<()>;

    /// Returns the time on the clock that [`sleep`](Self::sleep) goes by.
    fn now(&self) -> Instant {
        Instant::now()
    }

    /// Sends no further requests on connections that were opened before that time: a request that was on its way since
    /// then was given up, and the connection that it was sent on may be dead. Requests that are on their way should be
    /// left alone. Does nothing unless implemented.
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

/// An answer as it comes from a [`Transport`].
#[derive(Debug)]
pub struct Reply {
    /// The status.
    pub status: StatusCode,
    /// The headers.
    pub headers: HeaderMap,
    /// The body, read only as far as it is wanted.
    pub body: Body,
}

impl Reply {
    /// Returns an answer.
    pub fn new(status: StatusCode, headers: HeaderMap, body: impl Into<Body>) -> Self {
        Self { status, headers, body: body.into() }
    }
}
