//! Server-sent events as objects, for APIs that describe the whole event and not only its data. Knows no stream.

use serde_json::Value;

use super::ServerSentEvent;
use crate::codec::{Decode, Fault, decode_json};

/// How the data of whole events is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct WholeEvents {
    /// Whether it is text rather than JSON.
    pub(crate) text: bool,
    /// The names of the events for which it is the other of the two.
    pub(crate) except: &'static [&'static str],
}

impl WholeEvents {
    /// Reads an event: an object of `event`, `data`, `id` and `retry` (OpenAPI 3.2, section Server-Sent Events), as far
    /// as the event has them.
    ///
    /// # Errors
    ///
    /// Fails, with the object, if it is not of the form of `T`.
    pub(crate) fn read<T: Decode>(self, event: &ServerSentEvent) -> Result<T, (Fault, String)> {
        let json = self.object(event, event.is_named);
        let done = decode_json(json.as_bytes());
        match done {
            // An event without a name is called `message` (WHATWG HTML, section 9.2.6), which the API may have said.
            Err(_) if !event.is_named => {
                let named = self.object(event, true);
                decode_json(named.as_bytes()).or(done).map_err(|fault| (fault, json))
            }
            done => done.map_err(|fault| (fault, json)),
        }
    }

    fn object(self, event: &ServerSentEvent, with_name: bool) -> String {
        let text = |text: &str| Value::from(text).to_string();
        let is_text = self.text != self.except.contains(&event.event.as_str());
        let is_json = !is_text && decode_json::<Value>(event.data.as_bytes()).is_ok();
        let data = if is_json { event.data.clone() } else { text(&event.data) };
        let id = event.id.as_deref().filter(|_| event.has_id);
        let members = [
            with_name.then(|| format!("\"event\":{}", text(&event.event))),
            Some(format!("\"data\":{data}")),
            id.map(|id| format!("\"id\":{}", text(id))),
            event.retry.map(|retry| format!("\"retry\":{}", retry.as_millis())),
        ];
        format!("{{{}}}", members.into_iter().flatten().collect::<Vec<_>>().join(","))
    }
}
