//! A request on its way: one boxed future that is the same for all operations, and the step that reads the answer.
//! Knows nothing of how a request came to be.
//!
//! What is generic here is compiled once more for each type of answer, so as little as possible is.

use std::fmt;
use std::mem;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};

use http::header::AUTHORIZATION;

use crate::client::Shared;
use crate::client::exchange::Progress;
use crate::redact::Sent;
use crate::request::draft::{Draft, Plan};
use crate::response::{Answer, Finish, Response};
use crate::{BoxFuture, Error};

/// A request on its way; await it. Dropping it cancels the request.
#[must_use = "a future does nothing unless it is awaited"]
pub struct Sending<T> {
    work: BoxFuture<Result<Answer, Error>>,
    finish: Reading<T>,
}

/// How the answer becomes what is asked for.
enum Reading<T> {
    Value(Finish<T>),
    Whole(Box<dyn Fn(Answer) -> Result<T, Error> + Send>),
    Done,
}

impl<T> Sending<T> {
    pub(crate) fn new(draft: Box<Draft>, finish: Finish<T>) -> Self {
        Self { work: start(draft), finish: Reading::Value(finish) }
    }
}

impl<T: 'static> Sending<Response<T>> {
    pub(crate) fn whole(draft: Box<Draft>, finish: Finish<T>) -> Self {
        Self { work: start(draft), finish: Reading::Whole(Box::new(move |answer| Response::read(answer, finish))) }
    }
}

impl<T> Reading<T> {
    fn read(self, answer: Answer) -> Result<T, Error> {
        match self {
            Self::Value(finish) => finish(&answer),
            Self::Whole(finish) => finish(answer),
            Self::Done => Err(Error::build("the future was polled after it was done")),
        }
    }
}

impl<T> Future for Sending<T> {
    type Output = Result<T, Error>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let answer = ready!(self.work.as_mut().poll(context));
        let finish = mem::replace(&mut self.finish, Reading::Done);
        Poll::Ready(answer.and_then(|answer| finish.read(answer)))
    }
}

impl<T> fmt::Debug for Sending<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Sending")
    }
}

/// Makes the request and the future that sends it; a request that cannot be made is the future's error.
pub(crate) fn start(draft: Box<Draft>) -> BoxFuture<Result<Answer, Error>> {
    follow(draft.plan())
}

/// Sends the request and waits for the answer on this thread.
#[cfg(feature = "blocking")]
pub(crate) fn wait(draft: Box<Draft>) -> Result<Answer, Error> {
    crate::blocking::wait(start(draft))?
}

/// Like [`start`] for a draft that is still needed.
pub(crate) fn repeat(draft: &Draft) -> BoxFuture<Result<Answer, Error>> {
    follow(draft.plan_with(draft.body.clone()))
}

fn follow(plan: Result<Plan, Error>) -> BoxFuture<Result<Answer, Error>> {
    match plan {
        Ok(plan) => Box::pin(run(plan)),
        Err(error) => Box::pin(std::future::ready(Err(error))),
    }
}

/// Sends a request with its credentials; once more with a new token if the API refuses the token.
#[expect(clippy::manual_async_fn, reason = "an `async fn` would hold the plan twice")]
fn run(mut plan: Plan) -> impl Future<Output = Result<Answer, Error>> + Send {
    async move {
        let shared = Arc::clone(&plan.shared);
        let mut progress = Progress::new(plan.label, plan.rules.timeout, shared.transport.now());
        progress.private = plan.private;
        let Some(source) = shared.auth.put(&mut plan.request, plan.requirements) else {
            let done = shared.exchange(&plan.request, &plan.rules, &mut progress).await;
            return done.map(|answer| keep(answer, shared, progress));
        };
        let mut replaced = false;
        loop {
            let token = source.token(&shared, &plan.rules, &progress).await;
            let token = token.map_err(|error| progress.mark(error, &shared))?;
            plan.request.headers.insert(AUTHORIZATION, token.header.clone());
            let done = shared.exchange(&plan.request, &plan.rules, &mut progress).await;
            let is_refused = done.as_ref().is_err_and(refuses_token);
            let takes = |error: &Error| error.status().is_some() && !error.is_unauthorized();
            if done.as_ref().map_or_else(takes, |_| true) {
                token.accept();
            }
            if replaced || !is_refused || !source.replace(&token, shared.transport.now()) {
                return done.map(|answer| keep(answer, shared, progress));
            }
            replaced = true;
        }
    }
}

/// Keeps what was sent with an answer, so that no error about its body shows a credential.
fn keep(mut answer: Answer, shared: Arc<Shared>, progress: Progress) -> Answer {
    answer.sent = Some(Sent::new(shared, progress.private));
    answer
}

/// An answer from another origin says nothing of the token, since it was not sent there.
fn refuses_token(error: &Error) -> bool {
    error.is_unauthorized() && error.answer().is_some_and(|answer| !answer.foreign)
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use http::Method;

    use super::*;
    use crate::transport::{Reply, TransportError};
    use crate::{Api, ClientBuilder, Operation, Server, Transport};

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
        let plan = Draft::of(&core, &OPERATION, &[&"a"]).plan().unwrap();
        let size = size_of_val(&run(plan));
        println!("the boxed future takes {size} bytes");
        assert!(size <= 2_048, "the boxed future takes {size} bytes");
        assert!(size_of::<Sending<[u64; 100]>>() <= 64);
    }
}
