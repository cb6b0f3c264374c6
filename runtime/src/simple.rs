//! Requests of operations without optional inputs. Knows how requests are sent, not
//! what is in them.

use bytes::Bytes;

use crate::Error;
use crate::call::Call;
use crate::request::options::RequestOptions;
use crate::response::Response;
use crate::sending::Sending;
use crate::stream::ByteStream;

/// A request of an operation that has no optional inputs: await it, or send it in another way.
///
/// Operations with optional inputs have requests of their own, with the same methods and a setter for each input.
#[derive(Clone, Debug)]
#[must_use = "nothing is sent until the request is awaited; write `.await` or `.send_blocking()`"]
pub struct SimpleRequest<T> {
    call: Call<T>,
}

impl<T: 'static> SimpleRequest<T> {
    /// Wraps a request whose inputs are set.
    #[doc(hidden)]
    pub fn new(call: Call<T>) -> Self {
        Self { call }
    }

    /// Sets options of this one request.
    pub fn options(mut self, options: RequestOptions) -> Self {
        self.call.set_options(options);
        self
    }

    /// Sends the request; awaiting the request itself is the same.
    pub fn send(self) -> Sending<T> {
        self.call.send()
    }

    /// Sends the request and returns the whole response: status, headers and body.
    pub fn send_with_response(self) -> Sending<Response<T>> {
        self.call.send_with_response()
    }

    /// Sends the request and waits for the response on this thread.
    ///
    /// # Errors
    ///
    /// Fails like [`send`](Self::send), and if the thread that drives blocking requests cannot be started.
    #[cfg(feature = "blocking")]
    pub fn send_blocking(self) -> Result<T, Error> {
        self.call.send_blocking()
    }
}

impl SimpleRequest<Bytes> {
    /// Sends the request and returns the body as it arrives, however large it is.
    pub fn send_streaming(self) -> Sending<ByteStream> {
        self.call.send_streaming()
    }
}

impl<T: 'static> IntoFuture for SimpleRequest<T> {
    type Output = Result<T, Error>;
    type IntoFuture = Sending<T>;

    fn into_future(self) -> Self::IntoFuture {
        self.send()
    }
}
