//! A transport for tests: it answers as told, records what was sent, and never waits. Knows nothing of any API.
//!
//! ```
//! use sdkgen_runtime::testing::{MockReply, MockTransport};
//!
//! let mock = MockTransport::new();
//! mock.answer(MockReply::new(503).header("retry-after", "1"));
//! mock.answer(MockReply::new(200).json(r#"{"id": "a"}"#));
//! mock.answer(MockReply::new(200).json(serde_json::json!({ "id": "b" })));
//! // Give `mock.clone()` to the client's builder and make a call; then look at
//! // `mock.requests()` and `mock.delays()`.
//! ```

mod reply;

use std::collections::VecDeque;
use std::fmt;
use std::future::{pending, ready};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

pub use self::reply::MockReply;
use crate::request::Request;
use crate::transport::{BoxFuture, Reply, Transport, TransportError, TransportErrorKind};

type Answering = Box<dyn FnMut(&Request) -> MockReply + Send>;

/// A transport that answers as told and records what was sent. Clones share everything.
///
/// It has a clock of its own, which stands still but for [`sleep`](Transport::sleep), which returns at once and moves
/// it on, and [`advance`](Self::advance).
#[derive(Clone)]
pub struct MockTransport {
    state: Arc<Mutex<State>>,
}

struct State {
    queue: VecDeque<MockReply>,
    otherwise: Option<Answering>,
    requests: Vec<Request>,
    delays: Vec<Duration>,
    now: Instant,
}

impl MockTransport {
    /// Returns a transport that has no responses yet. A request for which there is none fails at once: it is not
    /// repeated, so that a test shows what is missing rather than how retries end.
    pub fn new() -> Self {
        let state = State {
            queue: VecDeque::new(),
            otherwise: None,
            requests: Vec::new(),
            delays: Vec::new(),
            now: Instant::now(),
        };
        Self { state: Arc::new(Mutex::new(state)) }
    }

    /// Returns a transport that asks `answering` for each answer.
    pub fn answering(answering: impl FnMut(&Request) -> MockReply + Send + 'static) -> Self {
        let mock = Self::new();
        mock.state().otherwise = Some(Box::new(answering));
        mock
    }

    /// Adds an answer to the queue; the queue goes before [`answering`](Self::answering).
    pub fn answer(&self, reply: MockReply) {
        self.state().queue.push_back(reply);
    }

    /// Returns the requests that were sent, in their order.
    pub fn requests(&self) -> Vec<Request> {
        self.state().requests.clone()
    }

    /// Returns what was waited for, in its order: the delays before retries, and limits that passed.
    pub fn delays(&self) -> Vec<Duration> {
        self.state().delays.clone()
    }

    /// Moves the clock on.
    pub fn advance(&self, by: Duration) {
        self.state().now += by;
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The closure runs without the lock, so that it may look at the transport.
    fn next(&self, request: &Request) -> MockReply {
        let mut state = self.state();
        state.requests.push(request.clone());
        if let Some(reply) = state.queue.pop_front() {
            return reply;
        }
        let Some(mut answering) = state.otherwise.take() else {
            return MockReply::failing(TransportErrorKind::Unsendable, "the mock has no response left");
        };
        drop(state);
        let reply = answering(request);
        self.state().otherwise = Some(answering);
        reply
    }
}

impl Default for MockTransport {
    fn default() -> Self {
        Self::new()
    }
}

impl Transport for MockTransport {
    fn send(&self, request: &Request) -> BoxFuture<Result<Reply, TransportError>> {
        match self.next(request).into_result() {
            Some(result) => Box::pin(ready(result)),
            None => Box::pin(pending()),
        }
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<()> {
        let mut state = self.state();
        state.delays.push(duration);
        state.now += duration;
        Box::pin(ready(()))
    }

    fn now(&self) -> Instant {
        self.state().now
    }
}

impl fmt::Debug for MockTransport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let state = self.state();
        f.debug_struct("MockTransport").field("requests", &state.requests).field("left", &state.queue.len()).finish()
    }
}
