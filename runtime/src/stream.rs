//! Answers that are read while they arrive: plain bytes, and records within them. Knows nothing of how the request was
//! made.
//!
//! # Limits
//!
//! Nothing limits the size of the whole. The time limit of an attempt holds for the head of the answer and then for
//! each silence between two pieces; the limit of the whole call, if one is set, holds for the body too. A request is
//! repeated only until the head of its answer is there: what breaks later is an error of
//! [`try_next`](ByteStream::try_next).

mod bytes;
mod events;
mod framing;
mod item;
mod read;
mod records;
mod whole;

use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll, ready};
use std::time::{Duration, Instant};

use ::bytes::Bytes;

pub use self::bytes::ByteStream;
pub use self::events::EventStream;
pub use self::framing::{Framing, ServerSentEvent};
pub use self::item::{StreamEnd, StreamItem};
pub(crate) use self::whole::WholeEvents;
use crate::transport::{Body, Transport};
use crate::{BoxFuture, Error};

/// How long a server may take to end a response after its last record, and how many bytes it may still send: enough for
/// the end of a chunked body. If it takes more, the connection is closed.
const REST: (Duration, usize) = (Duration::from_millis(100), 1 << 16);

/// A body on its way, within an answer that may be cloned: whoever takes it first has it.
#[derive(Clone)]
pub(crate) struct Live(Arc<Mutex<Option<Arrival>>>);

impl Live {
    pub(crate) fn new(arrival: Arrival) -> Self {
        Self(Arc::new(Mutex::new(Some(arrival))))
    }

    fn take(&self) -> Option<Arrival> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).take()
    }
}

impl fmt::Debug for Live {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Live")
    }
}

/// A body on its way, and what reading it goes by.
pub(crate) struct Arrival {
    body: Body,
    transport: Arc<dyn Transport>,
    /// When the body began to arrive; its connection is older.
    began: Instant,
    limits: Limits,
    timer: Option<BoxFuture<()>>,
    /// How many bytes may still come, once the last record is there.
    rest: Option<usize>,
}

/// What reading a body may take.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Limits {
    /// Between two pieces.
    pub(crate) silence: Duration,
    /// When the limit of the whole call passes.
    pub(crate) deadline: Option<Instant>,
    /// That limit itself.
    pub(crate) total: Duration,
    /// Bytes that are kept in memory at a time.
    pub(crate) held: u64,
}

impl Arrival {
    pub(crate) fn new(body: Body, transport: Arc<dyn Transport>, limits: Limits) -> Self {
        let began = transport.now();
        Self { body, transport, began, limits, timer: None, rest: None }
    }

    /// Returns the next piece, which is never empty, or `None` at the end.
    fn poll_piece(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<Bytes, Error>>> {
        loop {
            match self.body.poll_piece(context) {
                Poll::Ready(Some(Ok(piece))) if piece.is_empty() => {}
                Poll::Ready(Some(Ok(piece))) => {
                    self.timer = None;
                    return Poll::Ready(Some(if self.is_late() { Err(self.late()) } else { Ok(piece) }));
                }
                // The server has received the request, whatever the transport says.
                Poll::Ready(Some(Err(failure))) => {
                    return Poll::Ready(Some(Err(Error::transport(failure).sent_before(true))));
                }
                Poll::Ready(None) => return Poll::Ready(None),
                Poll::Pending => return self.poll_timer(context).map(|error| Some(Err(error))),
            }
        }
    }

    /// Waits for the end of the body behind the last record, and gives it up if it does not come soon.
    fn poll_rest(&mut self, context: &mut Context<'_>) -> Poll<()> {
        let Self { body, transport, timer, rest, .. } = self;
        if rest.is_none() {
            *timer = None;
        }
        let left = rest.get_or_insert(REST.1);
        while let Poll::Ready(piece) = body.poll_piece(context) {
            match piece {
                Some(Ok(piece)) if piece.len() <= *left => *left -= piece.len(),
                _ => return Poll::Ready(()),
            }
        }
        timer.get_or_insert_with(|| transport.sleep(REST.0)).as_mut().poll(context)
    }

    /// The timer is made only when there is something to wait for.
    fn poll_timer(&mut self, context: &mut Context<'_>) -> Poll<Error> {
        let Self { transport, limits, timer, .. } = self;
        let timer = timer.get_or_insert_with(|| {
            let left = limits.deadline.map(|deadline| deadline.saturating_duration_since(transport.now()));
            transport.sleep(left.map_or(limits.silence, |left| left.min(limits.silence)))
        });
        ready!(timer.as_mut().poll(context));
        self.transport.retire_connections(self.began);
        Poll::Ready(if self.is_late() { self.late() } else { Error::silence(self.limits.silence) })
    }

    fn is_late(&self) -> bool {
        self.limits.deadline.is_some_and(|deadline| self.transport.now() >= deadline)
    }

    fn late(&self) -> Error {
        Error::total_timeout(self.limits.total, true)
    }
}
