//! Paths of operations as texts: segments, versions, formats, custom verbs.

use std::collections::BTreeMap;

use super::super::endpoint::endpoints;
use crate::document::Document;
use crate::document::templates::readable;
use crate::english::{self, are_alike, is_verb, words};
use crate::ir::Method;

/// Versions that are not stable.
const CHANNELS: [&str; 5] = ["alpha", "beta", "preview", "experimental", "unstable"];

/// A segment of a path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Segment {
    /// A text that is the same for every request.
    Fixed(String),
    /// A segment with a parameter, by the parameter's name.
    Parameter(String),
}

/// A path as resources see it: without its version, its format and its custom verb.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Path {
    /// The version before the segments that matter, such as `v2` or `2010-04-01`.
    pub(super) version: String,
    /// The segments that matter.
    pub(super) segments: Vec<Segment>,
    /// The verb behind the last colon (<https://google.aip.dev/136>).
    pub(super) verb: Option<String>,
}

impl Path {
    /// Reads a path. A format at its end stays.
    fn read(path: &str) -> Self {
        let (path, verb) = split_custom_verb(path);
        let all: Vec<&str> = path.split('/').filter(|segment| !segment.is_empty()).collect();
        let fixed = all.iter().filter(|segment| !segment.contains('{')).count();
        let prefix = all.iter().enumerate().take_while(|(index, segment)| is_version(segment, *index == 0)).count();
        // A path that is only a version keeps it: a resource needs a name.
        let prefix = if prefix < fixed { prefix } else { 0 };
        let is_dropped =
            |index: usize, segment: &str| index < prefix || (index + 1 < all.len() && english::is_version(segment));
        let (version, kept): (Vec<_>, Vec<_>) =
            all.iter().enumerate().partition(|(index, segment)| is_dropped(*index, segment));
        let version = version.into_iter().map(|(_, segment)| *segment).filter(|segment| !is_common_prefix(segment));
        Self {
            version: version.collect::<Vec<_>>().join("/").to_ascii_lowercase(),
            segments: kept.into_iter().map(|(_, segment)| Segment::read(segment)).collect(),
            verb: verb.map(str::to_owned),
        }
    }

    /// Returns the segments as a text that differs in nothing but them.
    pub(super) fn key(&self) -> String {
        key(&self.segments)
    }

    /// Returns the fixed segments.
    pub(super) fn fixed(&self) -> Vec<String> {
        let fixed = self.segments.iter().filter_map(|segment| match segment {
            Segment::Fixed(text) => Some(text.clone()),
            Segment::Parameter(_) => None,
        });
        fixed.collect()
    }

    /// Returns the path without the format at its end: `/pets.json` is `/pets`, and so is `/pets/json`.
    fn without_format(&self) -> Option<Self> {
        let mut path = self.clone();
        match path.segments.last_mut()? {
            Segment::Fixed(last) if ["json", "xml"].contains(&last.as_str()) && self.segments.len() > 1 => {
                path.segments.pop();
            }
            Segment::Fixed(last) => {
                let (stem, format) = last.rsplit_once('.')?;
                if stem.is_empty() || !is_format(format) {
                    return None;
                }
                *last = stem.to_owned();
            }
            Segment::Parameter(_) => return None,
        }
        Some(path)
    }
}

/// Returns the segments of one thing in a collection.
pub(super) fn item_of(collection: &[Segment]) -> Vec<Segment> {
    [collection, &[Segment::Parameter(String::new())]].concat()
}

/// Returns segments as a text that differs in nothing but them.
fn key(segments: &[Segment]) -> String {
    segments.iter().fold(String::new(), |key, segment| match segment {
        Segment::Fixed(text) => key + "/" + text,
        Segment::Parameter(_) => key + "/{}",
    })
}

impl Segment {
    fn read(segment: &str) -> Self {
        match segment.split_once('{') {
            None => Self::Fixed(segment.to_owned()),
            Some((name, _)) if is_name(name) => Self::Fixed(name.to_owned()),
            Some((_, rest)) => Self::Parameter(rest.split('}').next().unwrap_or_default().to_owned()),
        }
    }
}

/// The paths of a document.
pub(super) struct Paths<'a> {
    /// Each path as it is written, with what resources see of it.
    entries: BTreeMap<&'a str, Entry>,
    /// The paths as they are written, by their keys.
    keys: BTreeMap<String, Vec<&'a str>>,
}

/// A path with its methods.
#[derive(Default)]
struct Entry {
    path: Path,
    methods: Vec<Method>,
}

impl<'a> Paths<'a> {
    pub(super) fn of(document: &'a Document) -> Self {
        let mut entries: BTreeMap<&str, Entry> = BTreeMap::new();
        for endpoint in endpoints(document) {
            let entry = entries
                .entry(endpoint.path)
                .or_insert_with(|| Entry { path: Path::read(&readable(endpoint.sent_path)), methods: Vec::new() });
            entry.methods.push(endpoint.method);
        }
        drop_formats(&mut entries);
        let mut keys: BTreeMap<String, Vec<&str>> = BTreeMap::new();
        entries.iter().for_each(|(written, entry)| keys.entry(entry.path.key()).or_default().push(*written));
        Self { entries, keys }
    }

    /// Returns a path of the document as resources see it.
    pub(super) fn get(&self, written: &str) -> Path {
        self.entries.get(written).map(|entry| entry.path.clone()).unwrap_or_default()
    }

    /// Returns the methods of a path.
    pub(super) fn methods(&self, written: &str) -> &[Method] {
        self.entries.get(written).map_or(&[], |entry| &entry.methods)
    }

    /// Whether these segments are a path.
    pub(super) fn contains(&self, segments: &[Segment]) -> bool {
        self.keys.contains_key(&key(segments))
    }

    /// Returns how many paths begin with these segments and continue; at most two.
    pub(super) fn below(&self, segments: &[Segment]) -> usize {
        let prefix = key(segments) + "/";
        self.keys.range(prefix.clone()..).take_while(|(key, _)| key.starts_with(&prefix)).take(2).count()
    }

    /// Whether something can be done to what these segments are: a path, one thing, or a verb; other words only group
    /// what follows them.
    pub(super) fn is_thing(&self, segments: &[Segment]) -> bool {
        match segments.last() {
            Some(Segment::Parameter(_)) => true,
            Some(Segment::Fixed(last)) => is_verb(last) || self.contains(segments),
            None => false,
        }
    }

    /// Whether a path of these segments has this method.
    pub(super) fn have_method(&self, segments: &[Segment], method: &Method) -> bool {
        self.with_key(&key(segments)).any(|entry| entry.methods.contains(method))
    }

    fn with_key(&self, key: &str) -> impl Iterator<Item = &Entry> {
        self.keys.get(key).into_iter().flatten().filter_map(|written| self.entries.get(written))
    }

    /// Returns the first segment of a path that is these words, if there is one; a plural takes precedence.
    pub(super) fn first_segment_like(&self, group: &[String]) -> Option<String> {
        let first = self.entries.values().filter_map(|entry| match entry.path.segments.first()? {
            Segment::Fixed(text) => Some(text),
            Segment::Parameter(_) => None,
        });
        let mut alike: Vec<&String> = first.filter(|text| are_alike(&words(text), group)).collect();
        alike.sort_by_key(|text| (words(text) == group, text.len()));
        alike.first().map(|text| (*text).clone())
    }

    /// Whether an earlier version of the API has the same method at the same path.
    pub(super) fn has_earlier_version(&self, path: &Path, method: &Method) -> bool {
        let is_earlier = |entry: &Entry| {
            entry.path.version != path.version
                && by_age(&entry.path.version) < by_age(&path.version)
                && entry.path.verb == path.verb
                && entry.methods.contains(method)
        };
        !path.version.is_empty() && self.with_key(&path.key()).any(is_earlier)
    }
}

/// What versions are sorted by, the stable ones first: whether it is a preview, its numbers, its text.
fn by_age(version: &str) -> (bool, Vec<u64>, &str) {
    let is_preview = CHANNELS.iter().any(|word| version.contains(word));
    let numbers = version.split(|c: char| !c.is_ascii_digit()).filter_map(|number| number.parse().ok());
    (is_preview, numbers.collect(), version)
}

/// Takes formats off the ends of paths, unless that would make two operations one.
fn drop_formats(entries: &mut BTreeMap<&str, Entry>) {
    let mut taken: BTreeMap<(String, String, String), usize> = BTreeMap::new();
    let wanted = |path: &Path, method: &Method| (path.version.clone(), path.key(), method.as_str().to_owned());
    for entry in entries.values() {
        for path in [Some(entry.path.clone()), entry.path.without_format()].into_iter().flatten() {
            entry.methods.iter().for_each(|method| *taken.entry(wanted(&path, method)).or_default() += 1);
        }
    }
    for entry in entries.values_mut() {
        let Some(short) = entry.path.without_format() else { continue };
        if entry.methods.iter().all(|method| taken.get(&wanted(&short, method)) == Some(&1)) {
            entry.path = short;
        }
    }
}

/// Whether the text before a parameter in the same segment is a name: `share{extension}`.
fn is_name(text: &str) -> bool {
    let is_word = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-';
    text.len() > 1 && text.chars().all(is_word) && text.ends_with(char::is_alphanumeric) && !is_version(text, false)
}

/// Whether a segment is a format that data is sent in.
fn is_format(text: &str) -> bool {
    ["json", "xml", "csv", "yaml", "yml", "html", "txt"].contains(&text.to_ascii_lowercase().as_str())
}

/// Whether a segment says only that this is an API.
fn is_common_prefix(segment: &str) -> bool {
    ["api", "rest"].contains(&segment.to_ascii_lowercase().as_str())
}

/// Whether a segment is a version or a common prefix: `api`, `v1`, `v2.1`, `v1beta2`, `2.0`, `2010-04-01`; and, as the
/// first segment, `1` or `beta`.
fn is_version(segment: &str, is_first: bool) -> bool {
    let text = segment.to_ascii_lowercase();
    is_common_prefix(&text)
        || english::is_version(&text)
        || is_date(&text)
        || is_number(&text, is_first)
        || (is_first && CHANNELS.contains(&text.as_str()))
}

/// Whether a text is a number as versions are: `2.0`, or `2` if it may be `whole`.
fn is_number(text: &str, whole: bool) -> bool {
    let is = |part: &str| !part.is_empty() && part.len() <= 4 && part.bytes().all(|byte| byte.is_ascii_digit());
    text.split('.').all(is) && (whole || text.contains('.'))
}

/// Whether a text is a date, as versions are: `2010-04-01`.
fn is_date(text: &str) -> bool {
    let parts: Vec<&str> = text.split('-').collect();
    let is = |part: &str, length| part.len() == length && part.bytes().all(|byte| byte.is_ascii_digit());
    matches!(parts[..], [year, month, day, ..] if is(year, 4) && is(month, 2) && is(day, 2))
}

/// Splits off a custom verb: `/v1/{name}:cancel` is `cancel` of `/v1/{name}`.
fn split_custom_verb(path: &str) -> (&str, Option<&str>) {
    let last = path.rfind('/').map_or(path, |start| &path[start..]);
    match last.rfind(':') {
        Some(colon) if !last[colon..].contains(['}', '{']) && colon + 1 < last.len() => {
            let cut = path.len() - last.len() + colon;
            (&path[..cut], Some(&path[cut + 1..]))
        }
        _ => (path, None),
    }
}

#[cfg(test)]
mod tests {
    use super::{Path, is_version, split_custom_verb};

    #[test]
    fn versions_are_no_resources() {
        assert!(["v1", "v2.1", "v1beta2", "api", "2010-04-01", "2.0"].into_iter().all(|text| is_version(text, false)));
        assert!(
            !["vaults", "apis", "versions", "beta", "2010", ".5", "1.", "12345.0"]
                .into_iter()
                .any(|text| is_version(text, false))
        );
        assert!(is_version("beta", true) && is_version("1", true));
        assert_eq!(Path::read("/api/v1/zones/{id}").key(), "/zones/{}");
        assert_eq!(Path::read("/apis/batch/v1/jobs/{name}").key(), "/apis/batch/jobs/{}");
        assert_eq!(Path::read("/v1").key(), "/v1", "a path of versions only keeps its name");
        assert_eq!(Path::read("/docs/v1").key(), "/docs/v1");
    }

    #[test]
    fn formats_are_no_resources() {
        let short = |path: &str| Path::read(path).without_format().map(|path| path.key());
        assert_eq!(short("/2010-04-01/Accounts.json").as_deref(), Some("/Accounts"));
        assert_eq!(short("/containers/{id}/json").as_deref(), Some("/containers/{}"));
        assert_eq!((short("/json"), short("/reports/v1.5"), short("/a/.json")), (None, None, None));
    }

    #[test]
    fn custom_verbs_stand_behind_the_last_colon() {
        assert_eq!(split_custom_verb("/v1/{name}:cancel"), ("/v1/{name}", Some("cancel")));
        assert_eq!(split_custom_verb("/v1/{a:b}"), ("/v1/{a:b}", None));
        assert_eq!(split_custom_verb("/v1/things"), ("/v1/things", None));
    }
}
