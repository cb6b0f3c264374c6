//! Resolves one reference, and reports one without target.

use serde_json::Value;

use super::super::file_paths::percent;
use super::super::grammar::{Kind, SECTIONS, kind_at, reference_of};
use crate::diagnostics::{Diagnostic, Location, codes};
use crate::limits::Limits;
use crate::pointer::{Pointer, unescaped};
use crate::suggest::nearest;

/// The target of a reference.
pub(super) enum Target {
    /// To a component of the right section.
    Component {
        name: String,
        /// Whether the reference was repaired.
        mended: bool,
    },
    /// To another location in the document.
    Elsewhere(Pointer),
}

/// Why a reference has no target.
pub(super) enum Failure {
    /// Nothing is there.
    Unknown { suggestion: Option<String> },
    /// The node there is of another kind.
    WrongKind { wanted: Kind, found: &'static str },
    /// It leads to a file that cannot be read.
    Unreadable { file: String, reason: String },
    /// It leads to a file that the document may not refer to.
    Outside { file: String, folder: String },
    /// It leads to a file that is larger than the limit.
    TooLarge { file: String },
    /// It leads to a file with syntax errors, which were reported there.
    Broken { file: String },
    /// It leads to another host.
    Remote { url: String },
}

impl Failure {
    /// Returns the diagnostic for a reference at `location`, which occurs `count` times.
    pub(super) fn diagnostic(self, reference: &str, location: Pointer, count: usize, lenient: bool) -> Diagnostic {
        let more = if count > 1 { format!(" (in {count} places)") } else { String::new() };
        let (code, message, help) = match self {
            Self::Unknown { suggestion } => (
                codes::UNKNOWN_REFERENCE,
                format!("`{reference}` is not in this document{more}"),
                suggestion.map(|suggestion| format!("did you mean `{suggestion}`?")),
            ),
            Self::WrongKind { wanted, found } => (
                codes::WRONG_REFERENCE,
                format!("`{reference}` refers to {found} where {} is expected{more}", wanted.words()),
                None,
            ),
            Self::Unreadable { file, reason } => (
                codes::MISSING_FILE,
                format!("`{file}` cannot be read{more}: {reason}"),
                Some("the path is relative to the folder of the document".to_owned()),
            ),
            Self::Outside { file, folder } => (
                codes::OUTSIDE_FILE,
                format!("`{file}` is outside the folders that this document may refer to{more}, and was not read"),
                Some(format!(
                    "if you trust the document, allow that with `--root {folder}`, or with `roots` below `[source]` in \
                     the configuration"
                )),
            ),
            Self::TooLarge { file } => (
                codes::TOO_LARGE,
                format!("`{file}` and the files before it exceed the limit on the size of documents{more}"),
                Some(Limits::help("document_bytes")),
            ),
            Self::Broken { file } => (codes::MISSING_FILE, format!("`{file}` cannot be parsed{more}"), None),
            Self::Remote { url } => (
                codes::REMOTE_REFERENCE,
                format!("`{url}` is on the network{more}"),
                Some("nothing is fetched from the network; save it as a file, and refer to the file".to_owned()),
            ),
        };
        let mut diagnostic = Diagnostic::new(code, Location::Node(location), message).lenient(lenient);
        diagnostic.help = help;
        if lenient {
            let assumed = "any value is accepted there";
            diagnostic.help = Some(diagnostic.help.map_or(assumed.to_owned(), |help| format!("{help} ({assumed})")));
        }
        diagnostic
    }
}

/// Finds the target of `reference`, which should be of `kind`.
pub(super) fn resolve(root: &Value, reference: &str, kind: Kind) -> Result<Target, Failure> {
    resolve_within(root, reference, kind, 64)
}

fn resolve_within(root: &Value, reference: &str, kind: Kind, hops: usize) -> Result<Target, Failure> {
    let Some(fragment) = fragment(reference) else {
        return bare_name(root, reference, kind).ok_or(Failure::Unknown { suggestion: None });
    };
    let (segments, mended) = match fragment.strip_prefix('/') {
        Some(pointer) => (pointer.split('/').map(decode).collect::<Vec<_>>(), false),
        // `#components/…`, without the slash.
        None if fragment.starts_with("components/") => (fragment.split('/').map(decode).collect(), true),
        None => return Err(unknown(root, reference, kind)),
    };
    if let [components, section, name] = &segments[..]
        && components == "components"
        && Some(section.as_str()) == kind.section()
        && component(root, section, name).is_some()
    {
        return Ok(Target::Component { name: name.clone(), mended });
    }
    let Some(segments) = real(root, segments.clone()) else {
        // References often still have `definitions`, the name of this section in other versions.
        return match (&segments[..], kind.section()) {
            ([location, name], Some(section)) if is_old(location) && component(root, section, name).is_some() => {
                Ok(Target::Component { name: name.clone(), mended: true })
            }
            _ => of_other_case(root, &segments, kind).ok_or_else(|| unknown(root, reference, kind)),
        };
    };
    match &segments[..] {
        [components, section, name] if components == "components" && Some(section.as_str()) == kind.section() => {
            return Ok(Target::Component { name: name.clone(), mended });
        }
        _ => {}
    }
    let node = at(root, &segments);
    let is_mere = |node: &&Value| kind != Kind::Schema || node.as_object().is_some_and(|members| members.len() == 1);
    if let Some(next) = node.filter(is_mere).and_then(reference_of).filter(|_| hops > 0) {
        return resolve_within(root, next, kind, hops - 1);
    }
    match kind_at(&segments) {
        Some(found) if found != kind => Err(Failure::WrongKind { wanted: kind, found: found.words() }),
        Some(_) => Ok(Target::Elsewhere(pointer(&segments))),
        // Outside the grammar (a `definitions` at the root, an extension), any object can be a target.
        None if node.is_some_and(Value::is_object) && !is_container(&segments) => {
            Ok(Target::Elsewhere(pointer(&segments)))
        }
        None => Err(Failure::WrongKind { wanted: kind, found: "something else" }),
    }
}

/// Returns the pointer made of raw keys.
pub(super) fn pointer(segments: &[String]) -> Pointer {
    segments.iter().fold(Pointer::root(), |pointer, segment| pointer.child(segment))
}

/// Returns the node at the end of raw keys.
pub(super) fn at<'a>(root: &'a Value, segments: &[String]) -> Option<&'a Value> {
    segments.iter().try_fold(root, |value, key| step(value, key))
}

/// Returns the location in the document that a reference leads to; `None` if it leads to another file, or is not one.
pub(crate) fn within(reference: &str) -> Option<Pointer> {
    let segments: Vec<String> = fragment(reference)?.strip_prefix('/')?.split('/').map(decode).collect();
    Some(pointer(&segments))
}

/// Decodes a segment of a URI fragment to the raw key: percent-escapes first, then those of the pointer.
pub(in super::super) fn decode(segment: &str) -> String {
    unescaped(&percent(segment))
}

/// Returns the path to a node without references on it; `None` if there is no such node.
fn real(root: &Value, segments: Vec<String>) -> Option<Vec<String>> {
    let (mut done, mut rest, mut value) = (Vec::new(), segments, root);
    // Each round follows one reference; a cycle would never end.
    for _ in 0..64 {
        let mut keys = std::mem::take(&mut rest).into_iter();
        while let Some(key) = keys.next() {
            if let Some(next) = step(value, &key) {
                value = next;
                done.push(key);
            } else {
                let reference = fragment(reference_of(value)?)?.strip_prefix('/')?;
                rest = reference.split('/').map(decode).chain(std::iter::once(key)).chain(keys).collect();
                break;
            }
        }
        if rest.is_empty() {
            return Some(done);
        }
        (done, value) = (Vec::new(), root);
    }
    None
}

pub(super) fn step<'a>(value: &'a Value, key: &str) -> Option<&'a Value> {
    match value {
        Value::Object(members) => members.get(key),
        Value::Array(items) => items.get(key.parse::<usize>().ok()?),
        _ => None,
    }
}

/// Returns what follows `#`, if the reference stays in the document.
fn fragment(reference: &str) -> Option<&str> {
    reference.strip_prefix('#')
}

/// Returns the target of a plain name in place of a reference, if there is such a component.
fn bare_name(root: &Value, name: &str, kind: Kind) -> Option<Target> {
    component(root, kind.section()?, name).map(|_| Target::Component { name: name.to_owned(), mended: true })
}

/// Returns the component whose name differs only in case, if there is exactly one.
fn of_other_case(root: &Value, segments: &[String], kind: Kind) -> Option<Target> {
    let [components, section, name] = segments else { return None };
    let wanted = kind.section()?;
    if !components.eq_ignore_ascii_case("components") || !section.eq_ignore_ascii_case(wanted) {
        return None;
    }
    let names = root.get("components")?.get(wanted)?.as_object()?.keys();
    let name = name.to_lowercase();
    let mut alike = names.filter(|candidate| candidate.to_lowercase() == name);
    let found = alike.next().filter(|_| alike.next().is_none())?;
    Some(Target::Component { name: found.clone(), mended: true })
}

fn component<'a>(root: &'a Value, section: &str, name: &str) -> Option<&'a Value> {
    root.get("components")?.get(section)?.get(name)
}

fn is_old(location: &str) -> bool {
    matches!(location, "definitions" | "parameters" | "responses" | "schemas")
}

/// Returns whether a reference leads to an existing component, or is its plain name.
pub(super) fn is_component(root: &Value, reference: &str, kind: Kind) -> bool {
    let Some(section) = kind.section() else { return false };
    match reference.strip_prefix("#/components/") {
        Some(rest) => rest
            .strip_prefix(section)
            .and_then(|rest| rest.strip_prefix('/'))
            .is_some_and(|name| !name.contains('/') && component(root, section, &decode(name)).is_some()),
        None => !reference.starts_with('#') && component(root, section, reference).is_some(),
    }
}

fn is_container(segments: &[String]) -> bool {
    matches!(segments, [] | [_]) || matches!(segments, [components, _] if components == "components")
}

fn unknown(root: &Value, reference: &str, kind: Kind) -> Failure {
    let wanted = reference.rsplit('/').next().map(decode).unwrap_or_default();
    let names = |section: &'static str| {
        let entries = root.get("components").and_then(|c| c.get(section)).and_then(Value::as_object);
        entries.into_iter().flat_map(|entries| entries.keys().map(String::as_str))
    };
    let own = kind.section().and_then(|section| nearest(&wanted, names(section)).map(|name| (section, name)));
    // The same name in another section is a likely suggestion.
    let other =
        || SECTIONS.iter().find_map(|(section, _)| names(section).find(|name| *name == wanted).map(|n| (*section, n)));
    let suggestion = own
        .or_else(other)
        .map(|(section, name)| format!("#{}", Pointer::root().child("components").child(section).child(name).as_str()));
    Failure::Unknown { suggestion }
}
