//! Media types of request bodies: which family one belongs to and what is sent for it. Knows names, not schemas.

use crate::token::is_token;

/// What a media type holds, as far as its name says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Family {
    Json,
    JsonLines,
    Form,
    Multipart,
    Text,
    Bytes,
    /// A name that does not say; the schema decides.
    Unknown,
    /// `*/*` or `application/*`: JSON if the schema describes a structure.
    Any,
}

/// A media type as a document names it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Media {
    pub(super) family: Family,
    /// The content type that is sent; never a wildcard.
    pub(super) sent: String,
    /// Whether the name is a range of types.
    pub(super) is_range: bool,
    /// Whether the name is not a media type.
    pub(super) is_malformed: bool,
    /// The smallest is preferred.
    rank: u8,
}

impl Media {
    pub(super) fn of(name: &str) -> Self {
        let essence = name.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
        let Some((kind, subtype)) = essence.split_once('/').filter(|(kind, sub)| is_token(kind) && is_token(sub))
        else {
            let (family, sent, rank) = match essence.contains("json") {
                true => (Family::Json, "application/json", 1),
                false => (Family::Bytes, OCTETS, 9),
            };
            return Self { family, sent: sent.to_owned(), is_range: false, is_malformed: true, rank };
        };
        let (family, rank) = family(kind, subtype);
        let is_range = essence.contains('*');
        let sent = match family {
            _ if !is_range => with_parameters(&essence, name, family),
            Family::Json => "application/json".to_owned(),
            Family::Text => "text/plain".to_owned(),
            Family::Multipart => "multipart/form-data".to_owned(),
            _ => OCTETS.to_owned(),
        };
        Self { family, sent, is_range, is_malformed: false, rank }
    }
}

impl Media {
    /// Whether it is JSON of which the name says no more.
    pub(super) fn is_plain_json(&self) -> bool {
        matches!(self.essence(), "application/json" | "text/json" | "application/x-json")
    }

    /// Whether it is YAML.
    pub(super) fn is_yaml(&self) -> bool {
        let subtype = self.essence().split_once('/').map_or("", |(_, subtype)| subtype);
        matches!(subtype, "yaml" | "x-yaml") || subtype.ends_with("+yaml")
    }

    /// Whether it is the usual kind of multipart body.
    pub(super) fn is_form_data(&self) -> bool {
        self.essence() == "multipart/form-data"
    }

    fn essence(&self) -> &str {
        self.sent.split(';').next().unwrap_or_default().trim()
    }
}

/// The content type of JSON, and of what may be any type and is described as a structure.
pub(super) const JSON: &str = "application/json";

/// The content type of bytes of unknown type.
pub(super) const OCTETS: &str = "application/octet-stream";

/// Returns the preferred one of several media types: the one that users of the SDK send, if there is a release; else
/// one that can be typed, and of those the plainest. Of equals the first by name: the order of the document means
/// nothing.
pub(super) fn best<'m>(names: impl Iterator<Item = &'m str>, sent: Option<&str>) -> Option<(&'m str, Media)> {
    let media = names.map(|name| (name, Media::of(name)));
    media.min_by_key(|(name, media)| {
        let is_sent = sent.is_some_and(|sent| media.sent == sent);
        let may_be_sent = is_sent || (media.family == Family::Any && sent == Some(JSON));
        (!is_sent, !may_be_sent, media.rank, name.contains(';'), *name)
    })
}

fn family(kind: &str, subtype: &str) -> (Family, u8) {
    let suffix = subtype.rsplit_once('+').map_or(subtype, |(_, suffix)| suffix);
    let plain = subtype.strip_prefix("x-").unwrap_or(subtype);
    match (kind, subtype) {
        ("application", "json") => (Family::Json, 0),
        // The schema beside it rarely describes the list of steps; it describes a partial object.
        ("application", "json-patch+json") => (Family::Json, 3),
        ("application", "merge-patch+json") => (Family::Json, 1),
        ("application", "x-www-form-urlencoded") => (Family::Form, 4),
        ("application" | "*", "*") => (Family::Any, 6),
        ("multipart", _) => (Family::Multipart, if subtype == "form-data" { 5 } else { 7 }),
        _ if ["ndjson", "jsonl", "jsonlines", "json-lines", "json-seq", "nd-json"].contains(&plain) => {
            (Family::JsonLines, 7)
        }
        ("application", "stream+json" | "json+stream") => (Family::JsonLines, 7),
        _ if suffix == "json" || plain == "json" => (Family::Json, 2),
        _ if ["xml", "yaml"].contains(&suffix) || ["yaml", "graphql", "javascript", "toml"].contains(&plain) => {
            (Family::Text, 8)
        }
        ("text", _) => (Family::Text, 8),
        ("image" | "audio" | "video" | "font" | "model", _) => (Family::Bytes, 9),
        ("application", "octet-stream" | "zip" | "gzip" | "pdf") => (Family::Bytes, 9),
        _ => (Family::Unknown, 10),
    }
}

/// Returns the media type with those of its parameters that are true of what is sent: no weight, no boundary, which
/// depends on the body, no other charset than UTF-8, nothing that is not a parameter.
fn with_parameters(essence: &str, name: &str, family: Family) -> String {
    let mut sent = essence.to_owned();
    for parameter in name.split(';').skip(1) {
        let Some((key, value)) = parameter.trim().split_once('=') else { continue };
        let (key, value) = (key.trim().to_ascii_lowercase(), value.trim());
        let unquoted = value.trim_matches('"');
        let holds = match key.as_str() {
            "q" | "boundary" => false,
            "charset" => unquoted.eq_ignore_ascii_case("utf-8") && family != Family::Multipart,
            _ => true,
        };
        if holds && is_token(&key) && is_token(unquoted) {
            sent.push_str(&format!("; {key}={value}"));
        }
    }
    sent
}

#[cfg(test)]
mod tests {
    use super::{Family, Media, best};

    #[test]
    fn families() {
        let cases = [
            ("application/json", Family::Json, "application/json"),
            ("Application/JSON; charset=UTF-8", Family::Json, "application/json; charset=UTF-8"),
            (
                "application/json;charset=iso-8859-1;q=0.5;odata=verbose;x",
                Family::Json,
                "application/json; odata=verbose",
            ),
            ("application/vnd.api+json", Family::Json, "application/vnd.api+json"),
            ("text/json", Family::Json, "text/json"),
            ("application/x-ndjson", Family::JsonLines, "application/x-ndjson"),
            ("application/x-www-form-urlencoded", Family::Form, "application/x-www-form-urlencoded"),
            ("multipart/form-data; boundary=x", Family::Multipart, "multipart/form-data"),
            ("multipart/*", Family::Multipart, "multipart/form-data"),
            ("application/apply-patch+yaml", Family::Text, "application/apply-patch+yaml"),
            ("application/soap+xml", Family::Text, "application/soap+xml"),
            ("text/*", Family::Text, "text/plain"),
            ("image/*", Family::Bytes, "application/octet-stream"),
            ("application/zip", Family::Bytes, "application/zip"),
            ("application/sdp", Family::Unknown, "application/sdp"),
            ("*/*", Family::Any, "application/octet-stream"),
        ];
        for (name, family, sent) in cases {
            let media = Media::of(name);
            assert_eq!((media.family, media.sent.as_str(), media.is_malformed), (family, sent, false), "{name}");
        }
        for (name, family) in [("json", Family::Json), ("", Family::Bytes), ("a b/c", Family::Bytes)] {
            let media = Media::of(name);
            assert_eq!((media.family, media.is_malformed), (family, true), "{name}");
        }
    }

    #[test]
    fn the_best_one_can_be_typed() {
        let of = |names: &[&'static str]| best(names.iter().copied(), None).map(|(name, _)| name);
        let patches = ["application/apply-patch+yaml", "application/json-patch+json", "application/merge-patch+json"];
        assert_eq!(of(&patches), Some("application/merge-patch+json"));
        assert_eq!(of(&["text/plain", "multipart/form-data", "application/json"]), Some("application/json"));
        assert_eq!(of(&["image/png", "text/plain", "image/gif"]), Some("text/plain"));
        assert_eq!(of(&["image/png", "image/gif"]), Some("image/gif"), "whatever the order");
        let sent = |names: &[&'static str], sent| best(names.iter().copied(), Some(sent)).map(|(name, _)| name);
        assert_eq!(sent(&["image/gif", "image/png", "application/json"], "image/png"), Some("image/png"));
        assert_eq!(sent(&["text/plain", "*/*"], "application/json"), Some("*/*"));
        assert_eq!(sent(&["text/plain", "image/gif"], "image/png"), Some("text/plain"));
        assert_eq!(of(&[]), None);
    }
}
