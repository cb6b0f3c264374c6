//! The fault laboratory: real connections to a scripted faulty server on loopback, over HTTP/1.1, HTTP/1.1 with TLS and
//! HTTP/2 with TLS. Each test is one case; its doc comment says what it shows, and `runtime/README.md` lists all of
//! them.
//!
//! A case asserts what the server received, the kind and the text of the error, and the time at which a limit passed.

#![cfg(all(feature = "testing", feature = "reqwest"))]

mod attempts;
mod bodies;
mod connections;
mod dead_connections;
mod delays;
mod environment;
mod errors;
mod heads;
mod http2;
mod idempotency;
mod lab;
mod paging;
mod redaction;
mod redirects;
mod requests;
mod streams;
mod support;
mod table;
mod token_costs;
mod tokens;
mod uploads;
