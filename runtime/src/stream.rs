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

pub use self::bytes::ByteStream;
pub use self::events::EventStream;
pub use self::framing::{Framing, ServerSentEvent};
pub use self::item::{StreamEnd, StreamItem};
pub(crate) use self::whole::WholeEvents;
