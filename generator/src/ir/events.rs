//! Requests that an API sends: webhooks, and callbacks of operations.

use super::docs::Docs;
use super::responses::Status;
use super::types::Type;
use crate::pointer::Pointer;

/// A webhook or a callback.
#[derive(Clone, Debug, PartialEq)]
pub struct Event {
    /// Its name in the document.
    pub name: String,
    /// The operation that it belongs to, as `POST /path`; `None` for a webhook.
    pub operation: Option<String>,
    /// Its location in the document.
    pub at: Pointer,
    /// Its description in the document.
    pub docs: Docs,
    /// The type of its body, if that is JSON.
    pub payload: Option<Type>,
    /// The description of its body.
    pub body: Option<String>,
    /// Its parameters: where (`header`, `query`), name, and description.
    pub parameters: Vec<(String, String, Option<String>)>,
    /// What the API expects as responses.
    pub responses: Vec<Status>,
}
