//! A mock transport for tests: returns prepared responses, records requests, and never waits. Knows nothing of any API.
//!
//! ```
//! use sdkgen_runtime::testing::{MockReply, MockTransport};
//!
//! let mock = MockTransport::new();
//! mock.enqueue(MockReply::new(503).header("retry-after", "1"));
//! mock.enqueue(MockReply::new(200).json(r#"{"id": "a"}"#));
//! mock.enqueue(MockReply::new(200).json(serde_json::json!({ "id": "b" })));
//! // Give `mock.clone()` to the client's builder and make a call; then look at
//! // `mock.requests()` and `mock.delays()`.
//! ```

mod reply;
mod sample;

use std::collections::VecDeque;
use std::fmt;
use std::future::{pending, ready};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

pub use self::reply::MockReply;
pub use self::sample::sample;
use crate::request::Request;
use crate::transport::{BoxFuture, Reply, Transport, TransportError, TransportErrorKind};

type Handler = Box<dyn FnMut(&Request) -> MockReply + Send>;

/// A mock transport that returns prepared responses and records the requests. Clones share their state.
///
/// Its clock is advanced only by [`sleep`](Transport::sleep), which returns at once, and by [`advance`](Self::advance).
#[derive(Clone)]
pub struct MockTransport {
    state: Arc<Mutex<State>>,
}

struct State {
    queue: VecDeque<MockReply>,
    handler: Option<Handler>,
    requests: Vec<Request>,
    delays: Vec<Duration>,
    now: Instant,
}

impl MockTransport {
    /// Returns a transport without responses. A request without a prepared response fails at once and is not repeated,
    /// so that a test shows what is missing.
    pub fn new() -> Self {
        let state = State {
            queue: VecDeque::new(),
            handler: None,
            requests: Vec::new(),
            delays: Vec::new(),
            now: Instant::now(),
        };
        Self { state: Arc::new(Mutex::new(state)) }
    }

    /// Returns a transport that calls `handler` for each response.
    pub fn from_fn(handler: impl FnMut(&Request) -> MockReply + Send + 'static) -> Self {
        let mock = Self::new();
        mock.state().handler = Some(Box::new(handler));
        mock
    }

    /// Adds a response to the queue. The closure of [`from_fn`](Self::from_fn) is called only when the queue is empty.
    pub fn enqueue(&self, reply: MockReply) {
        self.state().queue.push_back(reply);
    }

    /// Returns the requests that were sent, in order.
    pub fn requests(&self) -> Vec<Request> {
        self.state().requests.clone()
    }

    /// Returns the durations of all sleeps, in order: the delays before retries, and time limits that passed.
    pub fn delays(&self) -> Vec<Duration> {
        self.state().delays.clone()
    }

    /// Advances the clock.
    pub fn advance(&self, by: Duration) {
        self.state().now += by;
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The closure runs without the lock, so that it may use the transport.
    fn next(&self, request: &Request) -> MockReply {
        let mut state = self.state();
        state.requests.push(request.clone());
        if let Some(reply) = state.queue.pop_front() {
            return reply;
        }
        let Some(mut handler) = state.handler.take() else {
            return MockReply::failing(TransportErrorKind::Unsendable, "the mock has no response left");
        };
        drop(state);
        let reply = handler(request);
        self.state().handler = Some(handler);
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
