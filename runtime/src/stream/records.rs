//! The records of a response as they arrive. Knows where records and streams end, nothing of what records mean.

use std::task::{Context, Poll, ready};
use std::time::Duration;

use bytes::Bytes;

use super::framing::Cutter;
use super::read::{self, Unread};
use super::{ByteStream, Framing, ServerSentEvent, StreamEnd};
use crate::Error;
use crate::response::forgiving;
use crate::response::raw::RawResponse;

/// The terminator that OpenAI and compatible APIs send as the last event.
const DONE: &str = "[DONE]";

/// The part of a stream that is the same for all types of records.
pub(super) struct Records {
    bytes: ByteStream,
    cutter: Cutter,
    framing: Framing,
    /// Whether the media type is also that of a single JSON text; then the first line decides what the response is.
    may_be_one_text: bool,
    end: Option<StreamEnd>,
}

impl Records {
    /// Returns the records of a response.
    ///
    /// # Errors
    ///
    /// Fails if the media type of the response is not that of such records.
    pub(super) fn new(response: &RawResponse, framing: Framing) -> Result<Self, Error> {
        // The body of another kind of response was read already, for the error.
        if response.incoming.is_none() {
            return Err(Error::no_records(response, framing.words()));
        }
        let may_be_one_text = framing == Framing::JsonLines && response.is_json();
        let bytes = ByteStream::new(response);
        Ok(Self { bytes, cutter: Cutter::new(framing), framing, may_be_one_text, end: None })
    }

    pub(super) fn head(&self) -> &RawResponse {
        self.bytes.head()
    }

    pub(super) fn end(&self) -> Option<StreamEnd> {
        // The rest after the terminator may still be arriving.
        self.end.filter(|_| self.bytes.is_over())
    }

    pub(super) fn last_event_id(&self) -> Option<&str> {
        self.cutter.id()
    }

    pub(super) fn retry_after(&self) -> Option<Duration> {
        self.cutter.retry()
    }

    /// Returns the error for a record that cannot be read; its body is the record. `None` if the record is to be
    /// skipped, since it does not match its type and decoding is forgiving.
    pub(super) fn unread(&self, event: &ServerSentEvent, unread: Unread) -> Option<Error> {
        let with = |data: String| RawResponse { body: Bytes::from(data), ..self.head().clone() };
        match unread {
            Unread::Unfit(fault, data) if forgiving::skip_record(&fault, &data, self.head()) => None,
            Unread::Unfit(fault, data) => Some(Error::decode(&with(data), fault)),
            Unread::Reported => Some(Error::reported(with(event.data.clone()))),
        }
    }

    pub(super) fn poll_record(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<ServerSentEvent, Error>>> {
        loop {
            match self.ready() {
                Ok(None) => {}
                Ok(Some(Some(record))) => return Poll::Ready(Some(Ok(record))),
                Ok(Some(None)) => {
                    ready!(self.bytes.poll_rest(context));
                    return Poll::Ready(None);
                }
                Err(error) => return Poll::Ready(Some(Err(error))),
            }
            match ready!(self.bytes.poll_piece(context)) {
                Some(Ok(piece)) => self.cutter.push(&piece),
                Some(Err(error)) => {
                    self.end = Some(StreamEnd::Failed);
                    return Poll::Ready(Some(Err(error)));
                }
                None => return Poll::Ready(self.last().transpose()),
            }
        }
    }

    #[cfg(feature = "blocking")]
    pub(super) fn wait(&mut self) -> Result<Option<ServerSentEvent>, Error> {
        loop {
            if let Some(record) = self.ready()? {
                if record.is_none() {
                    self.bytes.wait_for_rest();
                }
                return Ok(record);
            }
            let piece = self.bytes.try_next_blocking().inspect_err(|_| self.end = Some(StreamEnd::Failed))?;
            match piece {
                Some(piece) => self.cutter.push(&piece),
                None => return self.last(),
            }
        }
    }

    /// Returns a record that is complete; `Some(None)` if the stream has ended, `None` if more bytes are needed.
    fn ready(&mut self) -> Result<Option<Option<ServerSentEvent>>, Error> {
        if self.end.is_some() {
            return Ok(Some(None));
        }
        let means_something = |record: &ServerSentEvent| !record.is_stray || read::reports(record);
        let Some(record) = std::iter::from_fn(|| self.cutter.next()).find(means_something) else {
            let limit = self.bytes.held();
            if self.cutter.held() as u64 <= limit {
                return Ok(None);
            }
            self.end = Some(StreamEnd::Failed);
            self.bytes.end();
            return Err(self.bytes.annotate(Error::too_large(limit)));
        };
        if std::mem::take(&mut self.may_be_one_text) && !read::is_json(&record.data) {
            self.cutter.assume_unknown(&record.data);
            return self.ready();
        }
        if self.framing == Framing::Events && record.data.trim() == DONE {
            self.end = Some(StreamEnd::Terminator);
            return Ok(Some(None));
        }
        Ok(Some(Some(record)))
    }

    /// Returns what remains when the response has ended.
    fn last(&mut self) -> Result<Option<ServerSentEvent>, Error> {
        self.end = Some(if self.cutter.is_torn() { StreamEnd::Torn } else { StreamEnd::Closed });
        if let Some(text) = self.cutter.unknown() {
            self.end = Some(StreamEnd::Failed);
            let response = RawResponse { body: Bytes::from(text), ..self.head().clone() };
            return Err(Error::no_records(&response, self.framing.words()));
        }
        if self.framing != Framing::Events {
            let last = self.cutter.last();
            if last.as_ref().is_some_and(|record| !read::is_json(&record.data)) {
                self.end = Some(StreamEnd::Torn);
            }
            return Ok(last);
        }
        // An event that is not ended by a blank line is dropped, unless it is the terminator or an error.
        let last = self.cutter.unfinished();
        if last.as_ref().is_some_and(|event| event.data.trim() == DONE) {
            self.end = Some(StreamEnd::Terminator);
        }
        Ok(last.filter(read::reports))
    }
}
