//! Splits a stream into records. Knows bytes and text; reads no JSON and does no I/O.

use std::time::Duration;

use bytes::{Buf, Bytes, BytesMut};

/// The framing of records in a stream.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Framing {
    /// Server-sent events (WHATWG HTML, section 9.2).
    Events,
    /// One JSON text per line (JSON Lines, NDJSON); blank lines are ignored.
    JsonLines,
    /// JSON texts, each preceded by a record separator (RFC 7464).
    JsonSequence,
}

impl Framing {
    pub(crate) const ALL: [Self; 3] = [Self::Events, Self::JsonLines, Self::JsonSequence];

    /// Returns a list of only this one.
    pub(crate) fn alone(self) -> &'static [Self] {
        match self {
            Self::Events => &[Self::Events],
            Self::JsonLines => &[Self::JsonLines],
            Self::JsonSequence => &[Self::JsonSequence],
        }
    }

    /// Returns the framing that the media type of a response says; of one that says nothing, lines.
    pub(crate) fn of(media_type: Option<&str>) -> Self {
        let media_type = media_type.unwrap_or_default().to_ascii_lowercase();
        match media_type.as_str() {
            "text/event-stream" => Self::Events,
            name if name.ends_with("json-seq") => Self::JsonSequence,
            _ => Self::JsonLines,
        }
    }

    /// Returns whether a response of this media type may contain such records; `declared` are the media types that the
    /// API documents for them.
    ///
    /// A response without a media type or with a generic one (RFC 2046, sections 4.1.3 and 4.5.1) may; its body then
    /// decides.
    pub(crate) fn fits(self, media_type: Option<&str>, declared: &str) -> bool {
        let Some(media_type) = media_type.map(str::to_ascii_lowercase).filter(|name| !name.is_empty()) else {
            return true;
        };
        let name_of = |part: &str| part.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
        let is_json = || media_type.rsplit('/').next().is_some_and(|subtype| subtype.contains("json"));
        declared.split(',').any(|part| name_of(part) == media_type)
            || matches!(media_type.as_str(), "text/plain" | "application/octet-stream" | "binary/octet-stream")
            || match self {
                Self::Events => media_type == "text/event-stream",
                Self::JsonLines | Self::JsonSequence => is_json(),
            }
    }

    /// Returns the name of such records for messages.
    pub(crate) fn words(self) -> &'static str {
        match self {
            Self::Events => "server-sent events",
            Self::JsonLines => "JSON lines",
            Self::JsonSequence => "a JSON text sequence",
        }
    }
}

/// One server-sent event (WHATWG HTML, section 9.2.6), or one record of another kind of stream.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct ServerSentEvent {
    /// The name of the event; `message` if the server sends none.
    pub event: String,
    /// The data of the event or record.
    pub data: String,
    /// The last identifier that the server sent, for a later `Last-Event-ID` header.
    pub id: Option<String>,
    /// Whether the server sent the name.
    pub(super) is_named: bool,
    /// Whether the server sent the identifier with this event.
    pub(super) has_id: bool,
    /// The `retry` delay that the server sent with this event.
    pub(super) retry: Option<Duration>,
    /// Whether it is not an event, but a text between events.
    pub(super) is_stray: bool,
}

/// Splits a stream into records.
#[derive(Debug)]
pub(super) struct Cutter {
    framing: Framing,
    buffer: BytesMut,
    /// How many bytes at the start of the buffer are known to contain no line ending.
    searched: usize,
    /// Whether the last line ended in CR, so that a following LF belongs to the same line ending.
    after_cr: bool,
    /// Whether nothing was read yet, so that a byte order mark is skipped.
    at_start: bool,
    event: String,
    data: Option<String>,
    id: Option<String>,
    retry: Option<Duration>,
    /// The identifier and the `retry` delay of the event that is being read, if it has any.
    own: (bool, Option<Duration>),
    /// Whether any line was a line of server-sent events.
    is_known: bool,
    /// The other lines, up to a limit.
    unknown: Vec<u8>,
}

/// The maximum size of a text that is not an event that is kept for an error, in bytes.
const MAX_UNKNOWN: usize = 1 << 16;

/// The name of the events by which servers report errors. Browsers also use it for connection failures (WHATWG HTML,
/// section 9.2.3).
pub(super) const ERROR: &str = "error";

impl Cutter {
    pub(super) fn new(framing: Framing) -> Self {
        Self {
            framing,
            buffer: BytesMut::new(),
            searched: 0,
            after_cr: false,
            at_start: true,
            event: String::new(),
            data: None,
            id: None,
            retry: None,
            own: (false, None),
            is_known: false,
            unknown: Vec::new(),
        }
    }

    pub(super) fn push(&mut self, piece: &[u8]) {
        self.buffer.extend_from_slice(piece);
    }

    /// Returns how many bytes are held for an incomplete record.
    pub(super) fn held(&self) -> usize {
        self.buffer.len() + self.data.as_ref().map_or(0, String::len)
    }

    pub(super) fn id(&self) -> Option<&str> {
        self.id.as_deref()
    }

    pub(super) fn retry(&self) -> Option<Duration> {
        self.retry
    }

    /// Treats all lines, beginning with `first`, as a text that contains no records. `first` is the line that was
    /// returned last.
    pub(super) fn assume_unknown(&mut self, first: &str) {
        let rest = self.buffer.split();
        self.buffer.extend_from_slice(&[first.as_bytes(), b"\n", &rest].concat());
        self.searched = 0;
        // A line of JSON is never a field of an event.
        self.framing = Framing::Events;
    }

    /// Returns the next complete record.
    pub(super) fn next(&mut self) -> Option<ServerSentEvent> {
        match self.framing {
            Framing::Events => self.next_event(),
            Framing::JsonLines => self.next_part(b'\n'),
            Framing::JsonSequence => self.next_part(0x1e),
        }
    }

    /// Returns what remains at the end of the stream. An event that is not ended by a blank line does not count.
    pub(super) fn last(&mut self) -> Option<ServerSentEvent> {
        match self.framing {
            Framing::Events => None,
            Framing::JsonLines | Framing::JsonSequence => record(&self.buffer.split()),
        }
    }

    /// Returns whether the stream ended within an event, which is then dropped since no blank line ends it.
    pub(super) fn is_torn(&self) -> bool {
        let line = || !self.buffer.trim_ascii().is_empty();
        self.framing == Framing::Events && (self.data.is_some() || !self.event.is_empty() || line())
    }

    /// Returns the beginning of a text that has no line of server-sent events; `None` if there is no such text.
    pub(super) fn unknown(&mut self) -> Option<Vec<u8>> {
        if self.framing != Framing::Events || self.is_known {
            return None;
        }
        let mut text = std::mem::take(&mut self.unknown);
        // The rest of the last line.
        let is_known = is_field(&self.buffer);
        text.extend_from_slice(&self.buffer);
        text.truncate(MAX_UNKNOWN);
        (!is_known && !text.trim_ascii().is_empty()).then_some(text)
    }

    /// Returns the event that is not ended by a blank line, or a text that is not an event, at the end of the stream.
    pub(super) fn unfinished(&mut self) -> Option<ServerSentEvent> {
        let line = self.buffer.split();
        self.read(line.strip_suffix(b"\r").unwrap_or(&line));
        self.dispatch()
    }

    fn next_event(&mut self) -> Option<ServerSentEvent> {
        while let Some(line) = self.line() {
            if !line.is_empty() {
                self.read(&line);
            } else if let Some(event) = self.dispatch() {
                return Some(event);
            }
        }
        None
    }

    /// Processes a line.
    fn read(&mut self, line: &[u8]) {
        if is_field(line) {
            self.is_known = true;
            self.field(&String::from_utf8_lossy(line));
        } else {
            let room = MAX_UNKNOWN.saturating_sub(self.unknown.len());
            self.unknown.extend_from_slice(&line[..line.len().min(room)]);
            if room > 0 {
                self.unknown.push(b'\n');
            }
        }
    }

    /// Ends the current event.
    fn dispatch(&mut self) -> Option<ServerSentEvent> {
        let event = std::mem::take(&mut self.event);
        let (has_id, retry) = std::mem::take(&mut self.own);
        // The standard ignores events without data; errors are kept, so that they are not lost.
        let empty = || (event == ERROR).then(String::new);
        let Some(data) = self.data.take().or_else(empty) else { return self.stray() };
        let is_named = !event.is_empty();
        let event = if is_named { event } else { "message".to_owned() };
        Some(ServerSentEvent { event, data, id: self.id.clone(), is_named, has_id, retry, is_stray: false })
    }

    /// Returns the text between events, which the standard ignores. A server that fails midway may report the error the
    /// same way as in place of a stream.
    fn stray(&mut self) -> Option<ServerSentEvent> {
        if !self.is_known || self.unknown.is_empty() {
            return None;
        }
        let text = record(&std::mem::take(&mut self.unknown))?;
        Some(ServerSentEvent { id: self.id.clone(), is_stray: true, ..text })
    }

    fn field(&mut self, line: &str) {
        let (name, value) = line.split_once(':').unwrap_or((line, ""));
        let value = value.strip_prefix(' ').unwrap_or(value);
        match name {
            "event" => value.clone_into(&mut self.event),
            "data" => match &mut self.data {
                Some(data) => {
                    data.push('\n');
                    data.push_str(value);
                }
                None => self.data = Some(value.to_owned()),
            },
            "id" if !value.contains('\0') => {
                self.id = Some(value.to_owned());
                self.own.0 = true;
            }
            "retry" if value.bytes().all(|byte| byte.is_ascii_digit()) => {
                self.retry = value.parse().ok().map(Duration::from_millis);
                self.own.1 = self.retry;
            }
            _ => {}
        }
    }

    /// Returns a line without its line ending, which is CR, LF or both.
    fn line(&mut self) -> Option<Bytes> {
        if self.after_cr && !self.buffer.is_empty() {
            self.after_cr = false;
            if self.buffer.starts_with(b"\n") {
                self.buffer.advance(1);
            }
        }
        let end = self.buffer.iter().skip(self.searched).position(|byte| matches!(byte, b'\n' | b'\r'));
        let Some(end) = end.map(|end| end + self.searched) else {
            self.searched = self.buffer.len();
            return None;
        };
        self.searched = 0;
        let mut line = self.buffer.split_to(end);
        self.after_cr = self.buffer.get_u8() == b'\r';
        if std::mem::take(&mut self.at_start) && line.starts_with(b"\xef\xbb\xbf") {
            line.advance(3);
        }
        Some(line.freeze())
    }

    fn next_part(&mut self, separator: u8) -> Option<ServerSentEvent> {
        loop {
            let end = self.buffer.iter().skip(self.searched).position(|byte| *byte == separator);
            let Some(end) = end.map(|end| end + self.searched) else {
                self.searched = self.buffer.len();
                return None;
            };
            self.searched = 0;
            let part = self.buffer.split_to(end);
            self.buffer.advance(1);
            if let Some(record) = record(&part) {
                return Some(record);
            }
        }
    }
}

/// Returns whether a line is a comment or a field of server-sent events.
fn is_field(line: &[u8]) -> bool {
    let name = line.split(|byte| *byte == b':').next().unwrap_or_default();
    line.starts_with(b":") || matches!(name, b"event" | b"data" | b"id" | b"retry")
}

/// Returns a part that is not blank.
fn record(part: &[u8]) -> Option<ServerSentEvent> {
    let part = part.strip_prefix(b"\xef\xbb\xbf").unwrap_or(part).trim_ascii();
    let data = || String::from_utf8_lossy(part).into_owned();
    (!part.is_empty()).then(|| ServerSentEvent { event: "message".to_owned(), data: data(), ..Default::default() })
}

#[cfg(test)]
mod tests {
    use super::{Cutter, Framing, ServerSentEvent};

    /// Returns the records, which must not depend on how the text is split into pieces.
    fn records(framing: Framing, text: &[u8]) -> Vec<ServerSentEvent> {
        let cut = |size: usize| {
            let mut cutter = Cutter::new(framing);
            let mut records = Vec::new();
            for piece in text.chunks(size) {
                cutter.push(piece);
                records.extend(std::iter::from_fn(|| cutter.next()));
            }
            records.extend(cutter.last());
            let shown = |record: ServerSentEvent| event(&record.event, &record.data, record.id.as_deref());
            records.into_iter().map(shown).collect::<Vec<_>>()
        };
        let whole = cut(text.len().max(1));
        for size in 1..=7 {
            assert_eq!(cut(size), whole, "in pieces of {size}");
        }
        whole
    }

    fn event(event: &str, data: &str, id: Option<&str>) -> ServerSentEvent {
        let [event, data] = [event, data].map(str::to_owned);
        ServerSentEvent { event, data, id: id.map(str::to_owned), ..Default::default() }
    }

    #[test]
    fn events_as_the_standard_has_them() {
        let text = "\u{feff}: test stream\n\ndata: first event\nid: 1\n\ndata:second event\nid\n\ndata:  third event\n";
        // The third event is not ended by a blank line.
        let expected = [event("message", "first event", Some("1")), event("message", "second event", Some(""))];
        assert_eq!(records(Framing::Events, text.as_bytes()), expected);
        // Two events; the comment and the event without data do not count.
        let text = b"data\n\ndata\ndata\n\n:c\n\nevent: x\n\ndata:";
        assert_eq!(records(Framing::Events, text), [event("message", "", None), event("message", "\n", None)]);
    }

    #[test]
    fn every_end_of_a_line() {
        let text = b"event: a\r\ndata: 1\r\ndata: 2\r\n\r\nevent: b\rdata: 3\r\revent: c\ndata: 4\n\n";
        let expected = [event("a", "1\n2", None), event("b", "3", None), event("c", "4", None)];
        assert_eq!(records(Framing::Events, text), expected);
    }

    #[test]
    fn fields_that_mean_nothing() {
        let text = "id: a\0b\nretry: 5x\nother: 1\nData: no\ndata: \u{e9}\n\n";
        assert_eq!(records(Framing::Events, text.as_bytes()), [event("message", "\u{e9}", None)]);
        let mut cutter = Cutter::new(Framing::Events);
        cutter.push(b"retry: 1500\nid: 7\ndata: x\n\n");
        assert!(cutter.next().is_some());
        assert_eq!((cutter.id(), cutter.retry()), (Some("7"), Some(std::time::Duration::from_millis(1_500))));
    }

    #[test]
    fn lines_and_sequences() {
        let expected = [event("message", r#"{"a":1}"#, None), event("message", "2", None)];
        assert_eq!(records(Framing::JsonLines, b"{\"a\":1}\r\n\n  \n2"), expected);
        assert_eq!(records(Framing::JsonSequence, b"\x1e{\"a\":1}\n\x1e2\n"), expected);
    }
}
