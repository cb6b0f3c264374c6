//! Everything of a crate besides models and operations: its root, the client, the manifest with its features, README
//! and `api.md`, and the division into several crates.

pub(super) mod api_md;
pub(super) mod client;
pub(super) mod crate_docs;
pub(super) mod feature_docs;
pub(super) mod features;
pub(super) mod features_off;
pub(super) mod manifest;
pub(super) mod models_md;
pub(super) mod readme;
pub(super) mod sample_tests;
pub(super) mod split;
pub(super) mod webhook_docs;
