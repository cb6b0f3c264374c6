//! The HTTP side of the runtime: against a mock transport where only decisions matter, and against loopback sockets
//! where bytes, connections and threads do.

#![cfg(feature = "testing")]

mod auth;
#[cfg(feature = "blocking")]
mod blocking;
mod bodies;
mod clients;
mod encodings;
mod errors;
mod idempotency;
#[cfg(feature = "reqwest")]
mod limits;
mod options;
mod outcomes;
mod paging;
mod paging_kinds;
mod redaction;
mod redirects;
mod retries;
mod secrets;
mod stream_errors;
mod streams;
mod support;
mod texts;
#[cfg(feature = "reqwest")]
mod tokens;
mod types;
