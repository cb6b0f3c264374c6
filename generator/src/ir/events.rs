//! Requests that an API sends: webhooks, and callbacks of operations.

use super::types::{Docs, Type};
use crate::pointer::Pointer;

/// A webhook or a callback.
#[derive(Clone, Debug, PartialEq)]
pub struct Event {
    /// What the document calls it.
    pub name: String,
    /// The operation that it belongs to, as `POST /path`; `None` for a webhook.
    pub operation: Option<String>,
    /// Where it stands in the document.
    pub at: Pointer,
    /// What the document says about it.
    pub docs: Docs,
    /// What it brings, if that is JSON.
    pub payload: Option<Type>,
}
