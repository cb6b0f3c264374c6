//! What every SDK made by `sdkgen` shares: transport, credentials, retries, time limits, paging, errors and the JSON
//! codec.
//!
//! Users of an SDK meet these types under the SDK's own name. A generated crate holds only what differs from one
//! operation to the next; whatever is the same for all of them stands here.
//!
//! # Features
//!
//! - `reqwest` (default): requests are sent by reqwest, with rustls, on a tokio runtime. Without it, a client needs a
//!   custom [`Transport`].
//! - `gzip`: answers may come compressed.
//! - `blocking`: `send_blocking` on every request, for programs without an async runtime.
//! - `testing`: a transport that answers as told and records what was sent.

#![forbid(unsafe_code)]
#![cfg_attr(not(test), deny(clippy::disallowed_methods))]

mod api;
mod auth;
mod blocking;
mod call;
mod client;
mod codec;
mod environment;
mod error;
mod exchange;
mod operation;
mod outcome;
mod page;
#[doc(hidden)]
pub mod private;
mod random;
mod redact;
mod request;
mod response;
mod secret;
mod sending;
mod server;
mod stream;
#[cfg(feature = "testing")]
pub mod testing;
mod transport;

pub use {bytes, http, jiff, serde_json, uuid};

pub use self::api::{Api, Scheme};
pub use self::auth::credential::Credential;
pub use self::call::{Call, RawCall};
pub use self::client::Core;
pub use self::client::builder::ClientBuilder;
pub use self::codec::{Base64, Fault, Patch, UnrecognizedInteger, UnrecognizedJson, UnrecognizedValue};
pub use self::error::{Error, ErrorKind};
pub use self::operation::Operation;
pub use self::page::{Items, Next, Pages, Paginate, PaginateBackward};
pub use self::request::Request;
pub use self::request::multipart::MultipartForm;
pub use self::request::options::RequestOptions;
pub use self::request::payload::RequestBody;
pub use self::request::style::Style;
pub use self::request::upload::FileUpload;
pub use self::response::Response;
pub use self::secret::Secret;
pub use self::sending::Sending;
pub use self::server::{Server, ServerVariable};
pub use self::stream::{ByteStream, EventStream, Framing, ServerSentEvent, StreamEnd, StreamItem};
pub use self::transport::{Body, BoxFuture, Reply, Transport, TransportError, TransportErrorKind};
