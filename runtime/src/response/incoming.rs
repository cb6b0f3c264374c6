//! A response body that is still arriving, and the limits of reading it. Knows nothing of what the bytes mean.

use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll, ready};
use std::time::{Duration, Instant};

use bytes::Bytes;

use crate::BoxFuture;
use crate::transport::{Body, Transport, TransportError};

/// How long a server may take to end a response after its last record, and how many bytes it may still send: enough for
/// the end of a chunked body. After that, the connection is closed.
const REST: (Duration, usize) = (Duration::from_millis(100), 1 << 16);

/// An incoming body inside a response that can be cloned: the first one to take it owns it.
#[derive(Clone)]
pub(crate) struct SharedBody(Arc<Mutex<Option<IncomingBody>>>);

impl SharedBody {
    pub(crate) fn new(body: IncomingBody) -> Self {
        Self(Arc::new(Mutex::new(Some(body))))
    }

    /// Takes the body, unless it was taken before.
    pub(crate) fn take(&self) -> Option<IncomingBody> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).take()
    }
}

impl fmt::Debug for SharedBody {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SharedBody")
    }
}

/// A body that is still arriving.
pub(crate) struct IncomingBody {
    body: Body,
    transport: Arc<dyn Transport>,
    /// When the body began to arrive; its connection is older.
    began: Instant,
    limits: Limits,
    timer: Option<BoxFuture<()>>,
    /// How many bytes may still arrive after the last record; `None` before it.
    rest: Option<usize>,
}

/// The limits of reading a body.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Limits {
    /// The longest silence between two pieces.
    pub(crate) silence: Duration,
    /// When the time limit of the whole call passes.
    pub(crate) deadline: Option<Instant>,
    /// The time limit of the whole call.
    pub(crate) total: Duration,
    /// How many bytes may be held in memory at a time.
    pub(crate) held: u64,
}

/// Why a body stopped arriving.
pub(crate) enum Interruption {
    /// The connection broke.
    Broken(TransportError),
    /// Nothing arrived for this long.
    Silence(Duration),
    /// The time limit of the whole call passed; its length.
    Deadline(Duration),
}

impl IncomingBody {
    pub(crate) fn new(body: Body, transport: Arc<dyn Transport>, limits: Limits) -> Self {
        let began = transport.now();
        Self { body, transport, began, limits, timer: None, rest: None }
    }

    pub(crate) fn limits(&self) -> Limits {
        self.limits
    }

    /// Returns the next piece, which is never empty, or `None` at the end.
    pub(crate) fn poll_piece(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<Bytes, Interruption>>> {
        loop {
            match self.body.poll_piece(context) {
                Poll::Ready(Some(Ok(piece))) if piece.is_empty() => {}
                Poll::Ready(Some(Ok(piece))) => {
                    self.timer = None;
                    return Poll::Ready(Some(if self.is_late() { Err(self.late()) } else { Ok(piece) }));
                }
                Poll::Ready(Some(Err(failure))) => return Poll::Ready(Some(Err(Interruption::Broken(failure)))),
                Poll::Ready(None) => return Poll::Ready(None),
                Poll::Pending => return self.poll_timer(context).map(|interruption| Some(Err(interruption))),
            }
        }
    }

    /// Waits for the end of the body after the last record, within the limits of [`REST`].
    pub(crate) fn poll_rest(&mut self, context: &mut Context<'_>) -> Poll<()> {
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

    /// Polls the timer, which is started only when there is something to wait for.
    fn poll_timer(&mut self, context: &mut Context<'_>) -> Poll<Interruption> {
        let Self { transport, limits, timer, .. } = self;
        let timer = timer.get_or_insert_with(|| {
            let left = limits.deadline.map(|deadline| deadline.saturating_duration_since(transport.now()));
            transport.sleep(left.map_or(limits.silence, |left| left.min(limits.silence)))
        });
        ready!(timer.as_mut().poll(context));
        self.transport.retire_connections(self.began);
        Poll::Ready(if self.is_late() { self.late() } else { Interruption::Silence(self.limits.silence) })
    }

    fn is_late(&self) -> bool {
        self.limits.deadline.is_some_and(|deadline| self.transport.now() >= deadline)
    }

    fn late(&self) -> Interruption {
        Interruption::Deadline(self.limits.total)
    }
}
