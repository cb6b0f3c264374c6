//! Server-sent events as JSON objects, for APIs that describe the whole event and not only its data. Knows no stream.

use serde_json::Value;

use super::ServerSentEvent;
use crate::codec::decode_json;

/// How the data of whole server-sent events is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct WholeEvents {
    /// Whether the data is text rather than JSON.
    pub(crate) text: bool,
    /// The names of the events for which it is the opposite.
    pub(crate) except: &'static [&'static str],
}

impl WholeEvents {
    /// Returns an event with this data as an object of `event`, `data`, `id` and `retry` (OpenAPI 3.2, section
    /// Server-Sent Events), omitting what the event does not have.
    pub(super) fn object(self, event: &ServerSentEvent, data: &str, with_name: bool) -> String {
        let text = |text: &str| Value::from(text).to_string();
        let is_text = self.text != self.except.contains(&event.event.as_str());
        let is_json = !is_text && decode_json::<Value>(data.as_bytes()).is_ok();
        let data = if is_json { data.to_owned() } else { text(data) };
        let id = event.id.as_deref().filter(|_| event.has_id);
        let properties = [
            with_name.then(|| format!("\"event\":{}", text(&event.event))),
            Some(format!("\"data\":{data}")),
            id.map(|id| format!("\"id\":{}", text(id))),
            event.retry.map(|retry| format!("\"retry\":{}", retry.as_millis())),
        ];
        format!("{{{}}}", properties.into_iter().flatten().collect::<Vec<_>>().join(","))
    }
}
