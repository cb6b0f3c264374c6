//! Stream items with their events, and how a stream ended. Knows nothing of how records are read.

use super::ServerSentEvent;

/// A typed value with the event that it was read from, returned by
/// [`EventStream::try_next_item`](super::EventStream::try_next_item).
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct StreamItem<T> {
    /// The value.
    pub value: T,
    /// The event: its name, its identifier and its data. For other kinds of records, only the data is set.
    pub event: ServerSentEvent,
}

/// How a stream of records ended, returned by [`EventStream::end`](super::EventStream::end).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum StreamEnd {
    /// The server sent the terminator, the event `[DONE]`: the stream is complete.
    Terminator,
    /// The response ended after a complete record, without a terminator. This is the usual end if the API sends no
    /// terminator; if it does, something is missing.
    Closed,
    /// The response ended within a record. An incomplete server-sent event is dropped (WHATWG HTML, section 9.2.6)
    /// unless it is an error that the server reports; any other incomplete record is an error of kind
    /// [`Decode`](crate::ErrorKind::Decode).
    Torn,
    /// Reading failed: the connection broke, a time limit passed or a record was too large.
    Failed,
}
