//! What the benchmarks share: models in the form of generated code, generated responses, and a server on the
//! loopback interface. Each benchmark is a separate crate and uses a part of this.

#![allow(dead_code)]

pub(crate) mod api;
pub(crate) mod by_hand;
pub(crate) mod models;
pub(crate) mod responses;
pub(crate) mod server;
