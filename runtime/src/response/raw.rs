//! A response as the transport received it. Knows nothing of errors or of how a body is read.

use std::borrow::Cow;
use std::sync::Arc;

use bytes::Bytes;
use http::header::CONTENT_TYPE;
use http::{HeaderMap, StatusCode};

use super::deviations::DeviationLog;
use super::incoming::SharedBody;
use crate::redact::RequestSecrets;
use crate::stream::WholeEvents;

/// A response before its body is read as a value.
#[derive(Clone)]
pub struct RawResponse {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
    pub(crate) operation: Cow<'static, str>,
    pub(crate) attempts: u32,
    /// Why a redirect was not followed.
    pub(crate) note: Option<&'static str>,
    /// Whether the body is that of an error response and did not arrive in full.
    pub(crate) incomplete: bool,
    /// Whether another origin sent it than the one that was asked.
    pub(crate) foreign: bool,
    /// The body, if it is handed over while it arrives; `body` is then empty.
    pub(crate) incoming: Option<SharedBody>,
    /// How whole events are read, if the records of the stream are whole events.
    pub(crate) whole_events: Option<WholeEvents>,
    /// The secrets of the request, which no error about the body may show.
    pub(crate) secrets: Option<RequestSecrets>,
    /// Collects deviations; `None` if decoding is strict.
    pub(crate) forgiving: Option<Arc<DeviationLog>>,
}

impl RawResponse {
    /// Returns a response with a head and without a body.
    pub(crate) fn of_head(status: StatusCode, headers: HeaderMap) -> Self {
        let (body, operation) = (Bytes::new(), Cow::Borrowed(""));
        let (note, incoming, whole_events, secrets, forgiving) = (None, None, None, None, None);
        Self {
            status,
            headers,
            body,
            operation,
            attempts: 0,
            note,
            incomplete: false,
            foreign: false,
            incoming,
            whole_events,
            secrets,
            forgiving,
        }
    }

    /// Redacts the secrets of the request in a text about this response; `is_cut` says whether the end of the text is
    /// missing.
    pub(crate) fn redact<'t>(&self, text: &'t str, is_cut: bool) -> Cow<'t, str> {
        self.secrets.as_ref().map_or(Cow::Borrowed(text), |secrets| secrets.redact(text, is_cut))
    }

    /// Returns the media type without its parameters.
    pub(crate) fn media_type(&self) -> Option<&str> {
        let value = self.headers.get(CONTENT_TYPE)?.to_str().ok()?;
        value.split(';').next().map(str::trim)
    }

    pub(crate) fn is_json(&self) -> bool {
        self.media_type().is_some_and(|media_type| {
            let media_type = media_type.to_ascii_lowercase();
            media_type.ends_with("/json") || media_type.ends_with("+json")
        })
    }

    pub(crate) fn is_event_stream(&self) -> bool {
        self.media_type().is_some_and(|media_type| media_type.eq_ignore_ascii_case("text/event-stream"))
    }

    pub(crate) fn is_plain_text(&self) -> bool {
        self.media_type().is_some_and(|media_type| media_type.eq_ignore_ascii_case("text/plain"))
    }

    /// Returns what the server says about repeating the request in `x-should-retry`.
    pub(crate) fn retry_advice(&self) -> Option<bool> {
        match self.headers.get("x-should-retry")?.as_bytes() {
            b"true" => Some(true),
            b"false" => Some(false),
            _ => None,
        }
    }

    /// Returns whether the same request may succeed later.
    pub(crate) fn is_transient(&self) -> bool {
        self.retry_advice().unwrap_or_else(|| {
            let status = self.status;
            matches!(status, StatusCode::REQUEST_TIMEOUT | StatusCode::TOO_MANY_REQUESTS)
                || (status.is_server_error() && status != StatusCode::NOT_IMPLEMENTED)
        })
    }
}
