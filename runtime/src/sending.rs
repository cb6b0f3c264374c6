//! A request in flight: one boxed future that is the same for all operations, and the step that reads the response.
//! Knows nothing of how a request is built.
//!
//! Generic code is compiled again for each type of response, so as little as possible is generic.

use std::fmt;
use std::mem;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};

use http::header::AUTHORIZATION;

use crate::call::builder::RequestBuilder;
use crate::call::prepared::PreparedRequest;
use crate::exchange::progress::Progress;
use crate::redact::RequestSecrets;
use crate::response::deviations::DeviationLog;
use crate::response::raw::RawResponse;
use crate::response::{Finish, Response};
use crate::{BoxFuture, Error};

/// A request in flight; await it. Dropping it cancels the request.
#[must_use = "the request is sent only while it is awaited; write `.await`"]
pub struct Sending<T> {
    work: BoxFuture<Result<RawResponse, Error>>,
    finish: Reading<T>,
}

/// How the result is made of the response.
enum Reading<T> {
    Value(Finish<T>),
    Whole(Box<dyn Fn(RawResponse) -> Result<T, Error> + Send>),
    Done,
}

impl<T> Sending<T> {
    pub(crate) fn new(builder: Box<RequestBuilder>, finish: Finish<T>) -> Self {
        Self { work: start(builder), finish: Reading::Value(finish) }
    }
}

impl<T: 'static> Sending<Response<T>> {
    pub(crate) fn whole(builder: Box<RequestBuilder>, finish: Finish<T>) -> Self {
        Self {
            work: start(builder),
            finish: Reading::Whole(Box::new(move |response| Response::read(response, finish))),
        }
    }
}

impl<T> Reading<T> {
    fn read(self, response: RawResponse) -> Result<T, Error> {
        match self {
            Self::Value(finish) => finish(&response),
            Self::Whole(finish) => finish(response),
            Self::Done => Err(Error::build("the future was polled after it was done")),
        }
    }
}

impl<T> Future for Sending<T> {
    type Output = Result<T, Error>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let response = ready!(self.work.as_mut().poll(context));
        let finish = mem::replace(&mut self.finish, Reading::Done);
        Poll::Ready(response.and_then(|response| finish.read(response)))
    }
}

impl<T> fmt::Debug for Sending<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Sending")
    }
}

/// Returns the future that prepares and sends the request; an invalid request is an error of the future.
pub(crate) fn start(builder: Box<RequestBuilder>) -> BoxFuture<Result<RawResponse, Error>> {
    send_prepared(builder.prepare())
}

/// Sends the request and blocks this thread until the response arrives.
#[cfg(feature = "blocking")]
pub(crate) fn wait(builder: Box<RequestBuilder>) -> Result<RawResponse, Error> {
    crate::blocking::wait(start(builder))?
}

/// Like [`start`], but keeps the builder.
pub(crate) fn repeat(builder: &RequestBuilder) -> BoxFuture<Result<RawResponse, Error>> {
    send_prepared(builder.prepare_with(builder.body.clone()))
}

fn send_prepared(prepared: Result<PreparedRequest, Error>) -> BoxFuture<Result<RawResponse, Error>> {
    match prepared {
        Ok(prepared) => Box::pin(run(prepared)),
        Err(error) => Box::pin(std::future::ready(Err(error))),
    }
}

/// Sends a request with its credentials, and once more with a new token if the server rejects the token.
#[expect(clippy::manual_async_fn, reason = "an `async fn` would store the prepared request twice")]
fn run(mut prepared: PreparedRequest) -> impl Future<Output = Result<RawResponse, Error>> + Send {
    async move {
        let shared = Arc::clone(&prepared.shared);
        let exchange = &shared.exchange;
        let secrets = RequestSecrets::new(prepared.shared, prepared.secrets);
        let now = exchange.transport.now();
        let mut progress = Progress::new(prepared.label, prepared.rules.timeout, now, secrets);
        let Some(source) = shared.auth.put(&mut prepared.request, prepared.requirements) else {
            let done = exchange.send(&prepared.request, &prepared.rules, &mut progress).await;
            let done = done.map_err(|error| match refuses(&error) {
                true => error.explained(shared.auth.missing(&prepared.request, prepared.requirements)),
                false => error,
            });
            return done.map(|response| completed(response, progress, prepared.forgiving));
        };
        let mut replaced = false;
        loop {
            let token = source.token(exchange, &prepared.rules, &progress).await;
            let token = token.map_err(|error| progress.annotate(error))?;
            prepared.request.headers.insert(AUTHORIZATION, token.header.clone());
            let done = exchange.send(&prepared.request, &prepared.rules, &mut progress).await;
            let is_rejected = done.as_ref().is_err_and(refuses);
            let is_accepted = |error: &Error| error.status().is_some() && !error.is_unauthorized();
            if done.as_ref().map_or_else(is_accepted, |_| true) {
                token.accept();
            }
            if replaced || !is_rejected || !source.replace(&token, exchange.transport.now()) {
                return done.map(|response| completed(response, progress, prepared.forgiving));
            }
            replaced = true;
        }
    }
}

/// Stores in the response what reading its body needs: the secrets of the request, which no error may show, and where
/// deviations are collected.
fn completed(mut response: RawResponse, progress: Progress, forgiving: Option<Arc<DeviationLog>>) -> RawResponse {
    response.secrets = Some(progress.secrets);
    response.forgiving = forgiving;
    response
}

/// Returns whether a response refuses the credentials of the request, or their absence. One from another origin does
/// not, since they are not sent there.
fn refuses(error: &Error) -> bool {
    error.is_unauthorized() && error.response().is_some_and(|response| !response.foreign)
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use http::Method;

    use super::*;
    use crate::Transport;
    use crate::api::Api;
    use crate::client::builder::ClientBuilder;
    use crate::operation::Operation;
    use crate::server::Server;
    use crate::transport::{Reply, TransportError};

    static API: Api = Api::new("acme", "1.0.0").servers(&[Server::new("https://api.example.com")]);
    static OPERATION: Operation = Operation::new("things.get", Method::GET, "/things/{id}");

    struct Silent;

    impl Transport for Silent {
        fn send(&self, _: &crate::Request) -> BoxFuture<Result<Reply, TransportError>> {
            Box::pin(std::future::pending())
        }

        fn sleep(&self, _: Duration) -> BoxFuture<()> {
            Box::pin(std::future::pending())
        }
    }

    #[test]
    fn futures_are_small() {
        let core = ClientBuilder::new(&API).transport(Silent).build().unwrap();
        let prepare = RequestBuilder::of(&core, &OPERATION, &[&"a"]).prepare().unwrap();
        let size = size_of_val(&run(prepare));
        println!("the boxed future takes {size} bytes");
        assert!(size <= 2_048, "the boxed future takes {size} bytes");
        assert!(size_of::<Sending<[u64; 100]>>() <= 64);
    }
}
