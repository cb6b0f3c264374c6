//! Responses that are read while they arrive: plain bytes, and records within them. Knows nothing of requests.
//!
//! # Limits
//!
//! The size of the body is not limited. The time limit of an attempt applies to the head of the response and then to
//! each pause between two pieces. The time limit of the whole call, if set, includes the body. A request is repeated
//! only until the head of its response has arrived; a later failure is an error of [`try_next`](ByteStream::try_next).

mod bytes;
mod events;
mod framing;
mod item;
mod read;
mod records;
mod whole;

pub use self::bytes::ByteStream;
pub use self::events::EventStream;
pub use self::framing::{Framing, ServerSentEvent};
pub use self::item::{StreamEnd, StreamItem};
pub(crate) use self::whole::WholeEvents;
