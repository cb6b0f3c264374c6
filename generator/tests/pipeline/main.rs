//! The pipeline over small documents, layer by layer, so that a change shows its effect where it happens: the model,
//! the names, the emitted source, the diagnostics. Beside it the golden crate, features, determinism, documents that
//! grow and documents made at random.

mod decoding;
mod determinism;
mod features;
mod golden;
mod growth;
mod large;
mod layers;
mod manifest;
mod order;
mod random;
mod scalars;
mod servers;
mod support;
