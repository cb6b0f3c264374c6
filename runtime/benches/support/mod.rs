//! What the benchmarks share: models in the shape that the generator emits, answers made by code, and a server on the
//! loopback interface. Every benchmark is a crate of its own and uses its own part of this.

#![allow(dead_code)]

pub(crate) mod answers;
pub(crate) mod api;
pub(crate) mod by_hand;
pub(crate) mod models;
pub(crate) mod server;
