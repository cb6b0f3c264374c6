//! Media types of responses: what each name means, and which of several is preferred. Knows names, not schemas.

use openapiv3::StatusCode;

use crate::token::is_token;

/// What a media type holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    /// JSON.
    Json,
    /// Anything: `*/*`, `application/*`.
    Any,
    /// Text.
    Text,
    /// Bytes.
    Bytes,
    /// Server-sent events.
    Events,
    /// One JSON text per line.
    JsonLines,
    /// JSON texts after separators.
    JsonSequence,
}

/// Returns the name without its parameters, in lower case.
pub(super) fn essence(name: &str) -> String {
    name.split(';').next().unwrap_or_default().trim().to_ascii_lowercase()
}

/// Returns the name as it is compared: in lower case, without blanks.
pub(super) fn spelled(name: &str) -> String {
    name.chars().filter(|c| !c.is_whitespace()).collect::<String>().to_ascii_lowercase()
}

/// Returns the value of the parameter `stream`, by which Kubernetes marks responses that do not end: the name of the
/// input that asks for them.
pub(super) fn stream_switch(name: &str) -> Option<&str> {
    let parameters = name.split(';').skip(1).filter_map(|parameter| parameter.split_once('='));
    let mut values = parameters.filter(|(key, _)| key.trim().eq_ignore_ascii_case("stream"));
    values.next().map(|(_, value)| value.trim().trim_matches('"')).filter(|value| !value.is_empty())
}

/// Returns what a media type holds, by its name.
pub(super) fn form(name: &str) -> Form {
    let essence = essence(name);
    let subtype = essence.split_once('/').map_or(essence.as_str(), |(_, subtype)| subtype);
    let is_json = subtype == "json" || subtype.ends_with("+json");
    match essence.as_str() {
        _ if is_json && stream_switch(name).is_some() => Form::JsonLines,
        "*/*" | "application/*" => Form::Any,
        "text/event-stream" => Form::Events,
        "application/json-seq" => Form::JsonSequence,
        _ if subtype.ends_with("+json-seq") => Form::JsonSequence,
        _ if matches!(
            subtype,
            "jsonl" | "x-jsonl" | "jsonlines" | "json-lines" | "x-jsonlines" | "x-json-lines" | "ndjson" | "x-ndjson"
        ) =>
        {
            Form::JsonLines
        }
        _ if is_json => Form::Json,
        _ if essence.starts_with("text/") => Form::Text,
        _ if ["xml", "yaml", "yml", "csv", "javascript", "graphql", "x-www-form-urlencoded"]
            .iter()
            .any(|known| subtype.split(['+', '-', '.']).any(|part| part == *known) || subtype == *known) =>
        {
            Form::Text
        }
        _ => Form::Bytes,
    }
}

/// Returns the rank of a media type; the smallest is preferred for a typed response.
fn rank(name: &str) -> u8 {
    match form(name) {
        Form::Json if essence(name) == "application/json" => 0,
        Form::Json => 1,
        Form::Any => 2,
        Form::Text => 3,
        Form::Bytes => 4,
        Form::Events => 5,
        Form::JsonLines => 6,
        Form::JsonSequence => 7,
    }
}

/// Whether a media type holds records that come one by one.
pub(super) fn is_stream(name: &str) -> bool {
    matches!(form(name), Form::Events | Form::JsonLines | Form::JsonSequence)
}

/// Orders media types, whatever the order of the document is: its members have none. Of two with one rank, the one
/// without parameters comes first.
pub(super) fn order(name: &str) -> (u8, bool, &str) {
    (rank(name), name.contains(';'), name)
}

/// Returns a status as the document writes it: `201`, `2XX`.
pub(in crate::lower) fn status_text(status: &StatusCode) -> String {
    match status {
        StatusCode::Code(code) => code.to_string(),
        StatusCode::Range(range) => format!("{range}XX"),
    }
}

/// Returns the reason phrase of a status in lower case (RFC 9110, section 15; IANA registry), or the status itself.
pub(super) fn label(status: &str) -> String {
    let words = match status {
        "200" => "ok",
        "201" => "created",
        "202" => "accepted",
        "203" => "non authoritative information",
        "204" => "no content",
        "205" => "reset content",
        "206" => "partial content",
        "207" => "multi status",
        "208" => "already reported",
        "226" => "im used",
        "300" => "multiple choices",
        "301" => "moved permanently",
        "302" => "found",
        "303" => "see other",
        "307" => "temporary redirect",
        "308" => "permanent redirect",
        "2XX" => "success",
        other => return format!("status {other}"),
    };
    words.to_owned()
}

/// Whether a text can be sent in an `Accept` header: a media range, with or without parameters.
pub(super) fn is_media_range(name: &str) -> bool {
    let essence = essence(name);
    let mut halves = essence.split('/');
    let whole =
        matches!((halves.next(), halves.next(), halves.next()), (Some(a), Some(b), None) if is_token(a) && is_token(b));
    whole && name.bytes().all(|byte| (b' '..=b'~').contains(&byte)) && !name.contains(',')
}

#[cfg(test)]
mod tests {
    use super::{Form, form, is_media_range, order, rank};

    #[test]
    fn names_say_what_is_held() {
        for name in ["application/json", "Application/JSON; charset=utf-8", "application/vnd.x+json", "text/json"] {
            assert_eq!(form(name), Form::Json, "{name}");
        }
        for name in ["text/csv", "application/xml", "application/atom+xml", "application/x-yaml", "text/plain;a=b"] {
            assert_eq!(form(name), Form::Text, "{name}");
        }
        for name in ["application/pdf", "image/*", "a/protobuf;stream=watch", "xls", "application/zip"] {
            assert_eq!(form(name), Form::Bytes, "{name}");
        }
        assert_eq!(form("text/event-stream; charset=utf-8"), Form::Events);
        assert_eq!(form("application/x-ndjson"), Form::JsonLines);
        assert_eq!(form("application/json; Stream=\"watch\""), Form::JsonLines);
        assert_eq!(form("application/geo+json-seq"), Form::JsonSequence);
        assert_eq!(form("*/*"), Form::Any);
        assert!(rank("application/json; v=1") < rank("application/hal+json"));
        let mut names = ["text/plain", "application/json;v=1", "text/csv", "application/json", "application/jsonl"];
        names.sort_by_key(|name| order(name));
        let sorted = ["application/json", "application/json;v=1", "text/csv", "text/plain", "application/jsonl"];
        assert_eq!(names, sorted);
    }

    #[test]
    fn only_media_ranges_are_accepted() {
        assert!(is_media_range("application/vnd.x+json; v=\"1\"") && is_media_range("*/*"));
        assert!(!["", "xls", "a/b/c", "a/é", "a/b, c/d", "a b/c", "/", "a/b\n"].into_iter().any(is_media_range));
    }
}
