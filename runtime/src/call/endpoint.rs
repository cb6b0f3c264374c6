//! The facts that a request takes from its operation. Knows nothing of parameters or of sending.

use std::borrow::Cow;

use http::Method;

use crate::api::Requirements;
use crate::operation::Operation;
use crate::request::encoding::Content;
use crate::request::url::path_of;
use crate::server::Server;
use crate::stream::{Framing, WholeEvents};

/// The facts of an operation, or of a request to an endpoint that the SDK does not know.
#[derive(Clone)]
pub(crate) struct Endpoint {
    /// The name that errors show.
    pub(crate) label: Cow<'static, str>,
    /// The path with its parameters in braces.
    pub(crate) template: Cow<'static, str>,
    pub(crate) method: Method,
    pub(crate) accept: &'static str,
    pub(crate) content: Content,
    pub(crate) requirements: Option<Requirements>,
    pub(crate) server: Option<Server>,
    pub(crate) repeatable: bool,
    pub(crate) takes_key: bool,
    pub(crate) redirects_succeed: bool,
    pub(crate) stream: Option<(Framing, &'static str)>,
    pub(crate) whole_events: Option<WholeEvents>,
}

impl Endpoint {
    pub(crate) fn of(operation: &'static Operation) -> Self {
        Self {
            label: Cow::Borrowed(operation.id()),
            template: Cow::Borrowed(operation.path()),
            method: operation.method(),
            accept: operation.accepted(),
            content: operation.content(),
            requirements: operation.requirements(),
            server: operation.own_server(),
            repeatable: operation.is_repeatable(),
            takes_key: operation.recognises_keys(),
            redirects_succeed: operation.takes_redirects(),
            stream: operation.streamed(),
            whole_events: operation.events_as_a_whole(),
        }
    }

    /// Returns the facts of a request to an endpoint that the SDK does not know; `path` may have a query.
    pub(crate) fn undocumented(method: Method, path: &str) -> Self {
        Self {
            label: Cow::Owned(format!("{method} {}", path_of(path))),
            template: Cow::Owned(path_of(path).to_owned()),
            method,
            accept: "application/json",
            content: Content::JSON,
            requirements: None,
            server: None,
            repeatable: false,
            takes_key: false,
            redirects_succeed: false,
            stream: None,
            whole_events: None,
        }
    }
}
