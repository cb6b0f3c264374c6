//! Reads the records of a stream as JSON or text: a thin generic layer over `records`.

use std::fmt;
use std::future::poll_fn;
use std::marker::PhantomData;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use futures_core::Stream;
use http::{HeaderMap, StatusCode};

use super::read::{self, Unread};
use super::records::Records;
use super::{Framing, ServerSentEvent, StreamEnd, StreamItem};
use crate::Error;
use crate::codec::Decode;
use crate::error::message;
use crate::response::raw::RawResponse;

/// The records of a response as they arrive, each read as a `T`: a [`Stream`], or call [`try_next`](Self::try_next).
///
/// A record is the data of a server-sent event, a line of JSON, or a JSON text of a sequence (RFC 7464). The event
/// `[DONE]` ends the stream; [`end`](Self::end) returns whether it arrived. The limits are those of
/// [`ByteStream`](crate::ByteStream); in addition, a single record must not exceed the size limit of other responses
/// (see [`RequestOptions::max_response_bytes`](crate::RequestOptions::max_response_bytes)).
///
/// # Errors within the stream
///
/// An event named `error`, or an object with a property `error` that is not empty, is an [`Error`] of kind
/// [`Stream`](crate::ErrorKind::Stream), unless the API describes it as an ordinary record: as a variant of a union, or
/// as an object with a field `error`. So is an object with the value `error` in another property, such as `type`, if it
/// does not otherwise match the description; and JSON with a property `error` between events that is not itself an
/// event. [`Error::server_message`] and [`Error::body_as`] read the record. The stream continues afterwards if the
/// server continues it.
///
/// If the response has another media type, such as the HTML of a proxy, sending the request fails with an error of kind
/// [`Decode`](crate::ErrorKind::Decode), and [`Error::body`] is its body.
///
/// # Reconnecting
///
/// A broken connection is not reestablished: send the request again, with the header `Last-Event-ID` set to
/// [`last_event_id`](Self::last_event_id) if the API supports it.
#[must_use = "records are read only when they are asked for; call `.try_next().await` in a loop"]
pub struct EventStream<T> {
    records: Records,
    read: Read<T>,
    item: PhantomData<fn() -> T>,
}

/// Reads a record as a value.
type Read<T> = fn(&ServerSentEvent, &RawResponse) -> Result<T, Unread>;

impl<T: Decode> EventStream<T> {
    pub(crate) fn json(response: &RawResponse, framing: Framing) -> Result<Self, Error> {
        Self::new(response, framing, |event, head| {
            let mut value = T::blank();
            read::forgiving_json(&mut value, event, head).map(|()| value)
        })
    }
}

impl EventStream<String> {
    pub(crate) fn text(response: &RawResponse, framing: Framing) -> Result<Self, Error> {
        Self::new(response, framing, |event, _| read::text(event))
    }
}

impl<T> EventStream<T> {
    fn new(response: &RawResponse, framing: Framing, read: Read<T>) -> Result<Self, Error> {
        let records = Records::new(response, framing)?;
        Ok(Self { records, read, item: PhantomData })
    }

    /// Returns the status.
    pub fn status(&self) -> StatusCode {
        self.records.head().status
    }

    /// Returns the headers.
    pub fn headers(&self) -> &HeaderMap {
        &self.records.head().headers
    }

    /// Returns the identifier that the server gave the request, to be quoted in support requests.
    pub fn request_id(&self) -> Option<&str> {
        message::request_id(&self.records.head().headers)
    }

    /// Returns the identifier of the last event that had one.
    pub fn last_event_id(&self) -> Option<&str> {
        self.records.last_event_id()
    }

    /// Returns the delay before reconnecting that the server asked for in `retry`, if any.
    pub fn retry_after(&self) -> Option<Duration> {
        self.records.retry_after()
    }

    /// Returns how the stream ended, or `None` if it has not ended.
    ///
    /// ```
    /// # async fn example(mut tokens: sdkgen_runtime::EventStream<String>) -> Result<(), sdkgen_runtime::Error> {
    /// use sdkgen_runtime::StreamEnd;
    ///
    /// while let Some(token) = tokens.try_next().await? {
    ///     print!("{token}");
    /// }
    /// if tokens.end() != Some(StreamEnd::Terminator) {
    ///     eprintln!("the server closed the connection early");
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn end(&self) -> Option<StreamEnd> {
        self.records.end()
    }

    /// Returns the next record, or `None` at the end.
    ///
    /// # Errors
    ///
    /// Fails if the connection breaks, a time limit passes or a record is too large; the stream then ends. Also fails
    /// if a record does not have the documented form, or is an error that the server reports; the next call then
    /// returns the record after it.
    pub async fn try_next(&mut self) -> Result<Option<T>, Error> {
        poll_fn(|context| self.poll_item(context)).await.transpose()
    }

    /// Returns the next record with the event that it was read from; `None` at the end.
    ///
    /// # Errors
    ///
    /// Fails like [`try_next`](Self::try_next).
    pub async fn try_next_item(&mut self) -> Result<Option<StreamItem<T>>, Error> {
        while let Some(event) = poll_fn(|context| self.records.poll_record(context)).await.transpose()? {
            if let Some(value) = self.item(&event)? {
                return Ok(Some(StreamItem { value, event }));
            }
        }
        Ok(None)
    }

    /// Returns the next record without reading it as a `T`, or `None` at the end.
    ///
    /// # Errors
    ///
    /// Fails like [`try_next`](Self::try_next), but never because of the contents of a record: errors that the server
    /// reports are returned as records.
    pub async fn try_next_event(&mut self) -> Result<Option<ServerSentEvent>, Error> {
        poll_fn(|context| self.records.poll_record(context)).await.transpose()
    }

    /// Blocks this thread until the next record arrives; see `send_blocking` of a call.
    ///
    /// # Errors
    ///
    /// Fails like [`try_next`](Self::try_next).
    #[cfg(feature = "blocking")]
    pub fn try_next_blocking(&mut self) -> Result<Option<T>, Error> {
        while let Some(event) = self.records.wait()? {
            if let Some(value) = self.item(&event)? {
                return Ok(Some(value));
            }
        }
        Ok(None)
    }

    /// Blocks this thread until the next record arrives, and returns it with its event; see
    /// `send_blocking` of a call.
    ///
    /// # Errors
    ///
    /// Fails like [`try_next`](Self::try_next).
    #[cfg(feature = "blocking")]
    pub fn try_next_item_blocking(&mut self) -> Result<Option<StreamItem<T>>, Error> {
        while let Some(event) = self.records.wait()? {
            if let Some(value) = self.item(&event)? {
                return Ok(Some(StreamItem { value, event }));
            }
        }
        Ok(None)
    }

    fn poll_item(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<T, Error>>> {
        loop {
            let item = match ready!(self.records.poll_record(context)) {
                Some(Ok(event)) => self.item(&event),
                Some(Err(error)) => Err(error),
                None => return Poll::Ready(None),
            };
            // The record is skipped if there is neither a value nor an error.
            if let Some(item) = item.transpose() {
                return Poll::Ready(Some(item));
            }
        }
    }

    /// Reads a record; `None` if it is to be skipped, since it does not match its type and decoding is forgiving.
    fn item(&self, event: &ServerSentEvent) -> Result<Option<T>, Error> {
        match (self.read)(event, self.records.head()) {
            Ok(value) => Ok(Some(value)),
            Err(unread) => self.records.unread(event, unread).map_or(Ok(None), Err),
        }
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
