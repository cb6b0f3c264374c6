//! The records of a stream, each read as JSON or text. One engine that is not generic, and one step that is.

use std::fmt;
use std::future::poll_fn;
use std::marker::PhantomData;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use bytes::Bytes;
use futures_core::Stream;
use http::{HeaderMap, StatusCode};

use super::framing::Cutter;
use super::{ByteStream, Framing, ServerSentEvent, WholeEvents};
use crate::Error;
use crate::codec::{Decode, Fault, decode_json};
use crate::response::Answer;

/// What OpenAI and those who speak like it send in place of a last event.
const DONE: &str = "[DONE]";

/// The records of an answer as they arrive, each read as a `T`: a [`Stream`], or call [`try_next`](Self::try_next).
///
/// Records are server-sent events, of which the data is read, or JSON texts in lines or in a sequence (RFC 7464). The
/// event `[DONE]` is the end. Limits are those of [`ByteStream`]; besides, a single record may not be larger than a
/// whole answer otherwise (see [`RequestOptions::max_response_bytes`](crate::RequestOptions::max_response_bytes)).
///
/// A connection that broke is not made again: send the request anew, with the header `Last-Event-ID` set to
/// [`last_event_id`](Self::last_event_id) where the API knows it.
#[must_use = "records are read only when they are asked for"]
pub struct EventStream<T> {
    records: Records,
    read: Read<T>,
    item: PhantomData<fn() -> T>,
}

/// How a record becomes a value.
type Read<T> = fn(ServerSentEvent, Option<WholeEvents>) -> Result<T, (Fault, String)>;

/// Reads the data of an event alone.
fn data<T: Decode>(event: &ServerSentEvent) -> Result<T, (Fault, String)> {
    decode_json(event.data.as_bytes()).map_err(|fault| (fault, event.data.clone()))
}

/// The part that is the same for all types of records.
struct Records {
    bytes: ByteStream,
    cutter: Cutter,
    framing: Framing,
    over: bool,
}

impl<T: Decode> EventStream<T> {
    pub(crate) fn json(answer: &Answer, framing: Framing) -> Result<Self, Error> {
        Self::new(answer, framing, |event, whole| whole.map_or_else(|| data(&event), |whole| whole.read(&event)))
    }
}

impl EventStream<String> {
    pub(crate) fn text(answer: &Answer, framing: Framing) -> Result<Self, Error> {
        Self::new(answer, framing, |event, _| Ok(event.data))
    }
}

impl<T> EventStream<T> {
    fn new(answer: &Answer, framing: Framing, read: Read<T>) -> Result<Self, Error> {
        // JSON in one piece would be read as events without data, that is, as nothing at all.
        let whole = answer.media_type().is_some_and(|name| name.eq_ignore_ascii_case("application/json"));
        if framing == Framing::Events && whole {
            return Err(Error::decode(answer, Fault::new("the answer is no stream of events but a single JSON text")));
        }
        let records = Records { bytes: ByteStream::new(answer), cutter: Cutter::new(framing), framing, over: false };
        Ok(Self { records, read, item: PhantomData })
    }

    /// Returns the status.
    pub fn status(&self) -> StatusCode {
        self.records.bytes.status()
    }

    /// Returns the headers.
    pub fn headers(&self) -> &HeaderMap {
        self.records.bytes.headers()
    }

    /// Returns the name that the server gave the request, which its operators ask for.
    pub fn request_id(&self) -> Option<&str> {
        self.records.bytes.request_id()
    }

    /// Returns the last identifier that an event had.
    pub fn last_event_id(&self) -> Option<&str> {
        self.records.cutter.id()
    }

    /// Returns how long the server wants clients to wait before they connect again, if it said so.
    pub fn retry_after(&self) -> Option<Duration> {
        self.records.cutter.retry()
    }

    /// Returns the next record, or `None` at the end.
    ///
    /// # Errors
    ///
    /// Fails if the connection breaks, a time limit passes or a record is too large; the stream is then over. Fails
    /// too if a record is not of the documented form; the next call then goes on with the one after it.
    pub async fn try_next(&mut self) -> Result<Option<T>, Error> {
        poll_fn(|context| self.poll_item(context)).await.transpose()
    }

    /// Returns the next record as it came, for events that have another form than `T`; `None` at the end.
    ///
    /// # Errors
    ///
    /// Fails like [`try_next`](Self::try_next), but never because of a record's form.
    pub async fn try_next_event(&mut self) -> Result<Option<ServerSentEvent>, Error> {
        poll_fn(|context| self.records.poll_record(context)).await.transpose()
    }

    /// Waits for the next record on this thread; see [`Call::send_blocking`](crate::Call::send_blocking).
    ///
    /// # Errors
    ///
    /// Fails like [`try_next`](Self::try_next).
    #[cfg(feature = "blocking")]
    pub fn try_next_blocking(&mut self) -> Result<Option<T>, Error> {
        match self.records.wait()? {
            Some(event) => self.item(event).map(Some),
            None => Ok(None),
        }
    }

    fn poll_item(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<T, Error>>> {
        let record = ready!(self.records.poll_record(context));
        Poll::Ready(record.map(|record| record.and_then(|event| self.item(event))))
    }

    fn item(&self, event: ServerSentEvent) -> Result<T, Error> {
        (self.read)(event, self.records.bytes.head().whole_events).map_err(|(fault, data)| {
            // The error is about this record; the excerpt that it shows is taken from it.
            let answer = Answer { body: Bytes::from(data), ..self.records.bytes.head().clone() };
            Error::decode(&answer, fault)
        })
    }
}

impl Records {
    fn poll_record(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<ServerSentEvent, Error>>> {
        loop {
            match self.ready() {
                Ok(None) => {}
                Ok(Some(record)) => return Poll::Ready(record.map(Ok)),
                Err(error) => return Poll::Ready(Some(Err(error))),
            }
            match ready!(self.bytes.poll_piece(context)) {
                Some(Ok(piece)) => self.cutter.push(&piece),
                Some(Err(error)) => {
                    self.over = true;
                    return Poll::Ready(Some(Err(error)));
                }
                None => return Poll::Ready(self.last().map(Ok)),
            }
        }
    }

    #[cfg(feature = "blocking")]
    fn wait(&mut self) -> Result<Option<ServerSentEvent>, Error> {
        loop {
            if let Some(record) = self.ready()? {
                return Ok(record);
            }
            let piece = self.bytes.try_next_blocking().inspect_err(|_| self.over = true)?;
            match piece {
                Some(piece) => self.cutter.push(&piece),
                None => return Ok(self.last()),
            }
        }
    }

    /// A record that needs no more bytes; `Some(None)` if the stream is over, `None` if more must be read.
    fn ready(&mut self) -> Result<Option<Option<ServerSentEvent>>, Error> {
        if self.over {
            return Ok(Some(None));
        }
        let Some(record) = self.cutter.next() else {
            let limit = self.bytes.held();
            self.over = self.cutter.held() as u64 > limit;
            return if self.over { Err(self.bytes.mark(Error::too_large(limit))) } else { Ok(None) };
        };
        if self.framing == Framing::Events && record.data.trim() == DONE {
            self.over = true;
            self.bytes.end();
            return Ok(Some(None));
        }
        Ok(Some(Some(record)))
    }

    fn last(&mut self) -> Option<ServerSentEvent> {
        self.over = true;
        self.cutter.last()
    }
}

impl<T> Unpin for EventStream<T> {}

impl<T> Stream for EventStream<T> {
    type Item = Result<T, Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.poll_item(context)
    }
}

impl<T> fmt::Debug for EventStream<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("EventStream").field("status", &self.status().as_u16()).finish_non_exhaustive()
    }
}
