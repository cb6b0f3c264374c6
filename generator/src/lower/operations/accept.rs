//! Which media types requests ask for, and which one they send. Knows the method in the lock: what users of the SDK ask
//! for and send stays, as long as the operation has it.

use std::collections::{BTreeMap, BTreeSet};

use super::response_media::{self as media, Form};
use crate::ir::{Output, Success};
use crate::surface::Method;

/// What is asked for unless something else is known.
const JSON: &str = "application/json";

/// What is asked for where anything may be returned.
const ANYTHING: &str = "*/*";

/// What the requests of an operation ask for and send in the last release.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Asked {
    /// The header; empty if there was no release.
    header: String,
    /// The media type of the stream beside the usual response.
    stream: Option<String>,
    /// That of each status, if they have different types.
    by_status: BTreeMap<String, String>,
    /// The media type that is sent.
    sent: Option<String>,
    /// Whether the body is a map.
    pub(super) sends_map: bool,
}

impl Asked {
    /// Returns what the requests of a method ask for.
    pub(super) fn by(method: Option<&Method>) -> Self {
        let Some(method) = method else { return Self::default() };
        let json = |status: &String| (status.clone(), JSON.to_owned());
        let mut by_status: BTreeMap<String, String> = method.outcomes.keys().map(json).collect();
        by_status.extend(method.outcome_media_types.clone());
        let header = method.accept.as_deref().unwrap_or(JSON).to_owned();
        let sent = method.content_type.as_deref().unwrap_or(JSON).to_owned();
        let stream = method.accept_events.clone();
        Self { header, stream, by_status, sent: Some(sent), sends_map: method.sends_map() }
    }

    /// Returns the media type that is sent; `None` if there was no release.
    pub(super) fn sent(&self) -> Option<&str> {
        self.sent.as_deref()
    }

    /// The media types in the header. Anything, which is asked for with less weight or where nothing is returned, is
    /// none.
    fn names(&self) -> impl Iterator<Item = &str> {
        let ranges = self.header.split(", ").filter(|range| !range.is_empty());
        ranges.filter(|range| !range.starts_with(ANYTHING))
    }

    /// Whether a media type is asked for.
    pub(super) fn has(&self, name: &str) -> bool {
        self.names().any(|known| known == named(name))
    }

    /// Whether a media type is asked for because of the response with a status; `None` if that is not known.
    pub(super) fn has_for(&self, status: &str, name: &str) -> Option<bool> {
        self.by_status.get(status).map(|known| known == named(name))
    }

    /// Whether only records are asked for, which come one by one.
    pub(super) fn is_stream(&self) -> bool {
        self.names().next().is_some() && self.names().all(media::is_stream)
    }

    /// Whether a media type is that of the stream which is asked for.
    pub(super) fn streams(&self, name: &str) -> bool {
        self.stream.as_deref() == Some(name) || (self.is_stream() && self.has(name))
    }

    /// Returns the header that stays, because responses still have all that it asks for.
    fn staying(&self, all: &BTreeSet<String>) -> Option<String> {
        let has = |known: &str| all.iter().any(|name| named(name) == known);
        (self.names().next().is_some() && self.names().all(has)).then(|| self.header.clone())
    }

    /// Returns the header for responses of these media types, those that have a type first.
    pub(super) fn header(&self, read: &[&Success], typed: &[String], all: &BTreeSet<String>) -> String {
        self.staying(all).unwrap_or_else(|| header(read, typed))
    }
}

/// Returns the name by which a media type is asked for.
pub(super) fn named(name: &str) -> &str {
    if media::form(name) == Form::Any { JSON } else { name }
}

/// Returns the header without a release: what has a type, and with less weight all others where a response is text or
/// bytes.
fn header(read: &[&Success], typed: &[String]) -> String {
    let mut names: Vec<&str> = typed.iter().map(String::as_str).filter(|name| media::is_media_range(name)).collect();
    names.iter_mut().for_each(|name| *name = named(name));
    names.dedup();
    if names.is_empty() {
        names.push(ANYTHING);
    } else if read.iter().any(|success| matches!(success.output, Output::Text | Output::Bytes)) {
        names.push("*/*;q=0.5");
    }
    names.join(", ")
}

/// Returns a header as the model has it: `None` for plain JSON.
pub(super) fn unless_json(header: String) -> Option<String> {
    (header != JSON).then_some(header)
}

#[cfg(test)]
mod tests {
    use super::Asked;

    fn asked(header: &str) -> Asked {
        Asked { header: header.to_owned(), ..Asked::default() }
    }

    #[test]
    fn a_header_stays_while_responses_have_what_it_asks_for() {
        let of = |header: &str, typed: &[&str]| {
            let typed: Vec<String> = typed.iter().map(|name| (*name).to_owned()).collect();
            asked(header).header(&[], &typed, &typed.iter().cloned().collect())
        };
        assert_eq!(of("text/csv, */*;q=0.5", &["text/csv"]), "text/csv, */*;q=0.5");
        assert_eq!(of("application/json", &["application/json", "text/csv"]), "application/json");
        assert_eq!(of("application/json", &["*/*"]), "application/json");
        assert_eq!(of("text/csv", &["text/plain"]), "text/plain");
        // Nothing was returned.
        assert_eq!(of("*/*", &["text/plain"]), "text/plain");
        assert_eq!(of("", &[]), "*/*");
    }

    #[test]
    fn only_what_is_asked_for_by_name_is_known() {
        assert!(asked("application/json").has("*/*") && asked("text/csv, */*;q=0.5").has("text/csv"));
        assert!(!asked("text/csv, */*;q=0.5").has("*/*") && !asked("").has(""));
        assert!(asked("text/event-stream").is_stream() && !asked("*/*").is_stream());
    }
}
