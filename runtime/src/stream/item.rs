//! What a stream hands over beside typed values, and how it ended. Knows nothing of how records are read.

use super::ServerSentEvent;

/// A typed value with the event that it was read from, returned by
/// [`EventStream::try_next_item`](super::EventStream::try_next_item).
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct StreamItem<T> {
    /// The value.
    pub value: T,
    /// The event as it came: its name, its identifier and its data. Of a record that is no server-sent event only the
    /// data is known.
    pub event: ServerSentEvent,
}

/// How a stream of records ended, returned by [`EventStream::end`](super::EventStream::end).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum StreamEnd {
    /// The server sent the terminator, the event `[DONE]`: the stream is complete.
    Terminator,
    /// The response ended after a whole record, without a terminator. That is the usual end where an API has none;
    /// where it has one, something is missing.
    Closed,
    /// The response ended within a record. Of server-sent events that record is lost (WHATWG HTML, section 9.2.6)
    /// unless it is an error that the server reports; of other records it is an error of kind
    /// [`Decode`](crate::ErrorKind::Decode).
    Torn,
    /// Reading failed: the connection broke, a time limit passed or a record was too large.
    Failed,
}
