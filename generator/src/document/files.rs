//! Names of files, as references have them (RFC 3986), and nodes of several files under one root. Knows no OpenAPI, and
//! reads nothing.

use serde_json::Value;

use super::load;
use super::source::{File, Source};
use crate::diagnostics::{Diagnostics, Place};
use crate::pointer::{OTHER_FILES, Pointer};

/// Where a reference without its fragment leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Way {
    /// To a file, by its way from the document's folder.
    File(String),
    /// Somewhere that is no file.
    Remote(String),
}

/// The part before the `#`, and the part behind it if there is one.
pub(super) fn split(reference: &str) -> (&str, Option<&str>) {
    reference.split_once('#').map_or((reference, None), |(path, fragment)| (path, Some(fragment)))
}

/// Where `path` leads from the file `from`.
pub(super) fn way(from: &str, path: &str) -> Way {
    if let Some(absolute) = path.strip_prefix("file://") {
        // The machine's name may be left out (RFC 8089).
        let absolute = absolute.strip_prefix("localhost").unwrap_or(absolute);
        return match absolute.strip_prefix('/') {
            Some(_) => Way::File(settled(&percent(absolute))),
            None => Way::Remote(path.to_owned()),
        };
    }
    if has_scheme(path) || path.starts_with("//") {
        return Way::Remote(path.to_owned());
    }
    // Documents that were written on Windows have paths of its kind; no URL may hold a backslash.
    let path = percent(path).replace('\\', "/");
    if path.starts_with('/') {
        return Way::File(settled(&path));
    }
    let folder = from.rfind('/').map_or("", |cut| &from[..=cut]);
    Way::File(settled(&format!("{folder}{path}")))
}

/// A path without `.` and, where something is in front of it, without `..`.
pub(super) fn settled(path: &str) -> String {
    let mut parts: Vec<&str> = Vec::new();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." if parts.last().is_some_and(|last| *last != "..") => {
                parts.pop();
            }
            other => parts.push(other),
        }
    }
    let root = if path.starts_with('/') { "/" } else { "" };
    format!("{root}{}", parts.join("/"))
}

/// The identifier `reference` seen from `base` (RFC 3986, section 5), both without fragments.
pub(super) fn identifier(base: &str, reference: &str) -> String {
    if has_scheme(reference) || base.is_empty() {
        return reference.to_owned();
    }
    let Some((scheme, rest)) = base.split_once("://") else {
        return settled(&format!("{}{reference}", base.rfind('/').map_or("", |cut| &base[..=cut])));
    };
    let (authority, path) = rest.find('/').map_or((rest, "/"), |cut| rest.split_at(cut));
    let path = if reference.starts_with('/') {
        settled(reference)
    } else {
        settled(&format!("{}{reference}", path.rfind('/').map_or("/", |cut| &path[..=cut])))
    };
    format!("{scheme}://{authority}{path}")
}

/// Whether it begins like `https:` or `urn:`.
pub(super) fn has_scheme(reference: &str) -> bool {
    let Some((scheme, _)) = reference.split_once(':') else { return false };
    scheme.len() > 1
        && scheme.starts_with(|first: char| first.is_ascii_alphabetic())
        && scheme.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"+-.".contains(&byte))
}

/// Decodes `%2F` and its like; what is no escape stays as it is.
pub(super) fn percent(text: &str) -> String {
    if !text.contains('%') {
        return text.to_owned();
    }
    let bytes = text.as_bytes();
    let mut decoded = Vec::with_capacity(bytes.len());
    let mut index = 0;
    while let Some(byte) = bytes.get(index) {
        let escaped = (*byte == b'%')
            .then(|| bytes.get(index + 1..index + 3))
            .flatten()
            .and_then(|digits| std::str::from_utf8(digits).ok())
            .and_then(|digits| u8::from_str_radix(digits, 16).ok());
        decoded.push(escaped.unwrap_or(*byte));
        index += if escaped.is_some() { 3 } else { 1 };
    }
    String::from_utf8(decoded).unwrap_or_else(|_| text.to_owned())
}

/// What is known of another file once it was asked for.
pub(super) enum Part {
    /// What it holds.
    Value(Value),
    /// Why it could not be read.
    Unreadable(String),
    /// It is outside of what the document may refer to; the folder would have to be named.
    Outside(String),
    /// It is larger than what may be read.
    TooLarge,
    /// It was read, and what is wrong with it was told.
    Broken,
}

/// Parses another file; what is wrong with it is told in its own place.
pub(super) fn parse(key: &str, file: &File, lenient: bool, diagnostics: &mut Diagnostics) -> Part {
    let text = match file {
        File::Text(text) => text,
        File::Unreadable(reason) => return Part::Unreadable(reason.clone()),
        File::Outside { folder } => return Part::Outside(folder.clone()),
        File::TooLarge => return Part::TooLarge,
    };
    let mut own = Diagnostics::new();
    let value = parse_text(key, text, lenient, &mut own);
    match value {
        // A text file, a key for instance, is no part of a document, and nothing of it is shown.
        Some(value) if !value.is_object() && !value.is_array() => {
            return Part::Unreadable("it contains neither an object nor an array".to_owned());
        }
        None if !load::begins_with_an_object(text) => {
            return Part::Unreadable("it is neither a JSON object nor a YAML mapping".to_owned());
        }
        _ => {}
    }
    own.iter().for_each(|diagnostic| diagnostics.push(diagnostic.clone()));
    value.map_or(Part::Broken, Part::Value)
}

/// Parses the text of a file or an overlay known as `key`.
pub(super) fn parse_text(key: &str, text: &str, lenient: bool, diagnostics: &mut Diagnostics) -> Option<Value> {
    let mut own = Diagnostics::new();
    let value = load::read(&Source::new(key, text), lenient, &mut own);
    let place_of = |place: &Place| match place {
        Place::Node(pointer) => Place::Node(pointer.in_file(key)),
        Place::Key(pointer) => Place::Key(pointer.in_file(key)),
        Place::Position { line, column } => Place::File { file: key.into(), line: *line, column: *column },
        Place::Document => Place::Node(Pointer::root().in_file(key)),
        other => other.clone(),
    };
    for diagnostic in own.iter() {
        let mut diagnostic = diagnostic.clone();
        diagnostic.place = place_of(&diagnostic.place);
        for (place, _) in &mut diagnostic.related {
            *place = place_of(place);
        }
        diagnostics.push(diagnostic);
    }
    value
}

/// Whether the texts have a `$ref` that does not begin with `#`: a look at the letters, to spare most documents a
/// second reading.
pub(super) fn may_need_others(source: &Source) -> bool {
    let texts = std::iter::once(&source.text).chain(source.overlays.iter().map(|overlay| &overlay.text));
    texts.into_iter().any(|text| {
        text.split("$ref").skip(1).any(|rest| {
            let rest = rest.trim_start_matches(['"', '\'', ':', ' ', '\t', '\r', '\n']);
            !rest.starts_with('#')
        })
    })
}

/// Keeps a document from having nodes where those of other files will be.
pub(super) fn make_room(root: &mut Value) {
    if let Value::Object(members) = root {
        members.shift_remove(OTHER_FILES);
    }
}

#[cfg(test)]
mod tests {
    use super::{Way, identifier, settled, way};

    #[test]
    fn ways_lead_from_file_to_file() {
        let file = |from: &str, path: &str| match way(from, path) {
            Way::File(key) => key,
            Way::Remote(url) => format!("remote {url}"),
        };
        assert_eq!(file("", "a.yaml"), "a.yaml");
        assert_eq!(file("api.yaml", "./models/../models/a%20b.yaml"), "models/a b.yaml");
        assert_eq!(file("a/b/c.yaml", "../../d.yaml"), "d.yaml");
        assert_eq!(file("a/b/c.yaml", "../../../d.yaml"), "../d.yaml");
        assert_eq!(file("../a.yaml", "../b.yaml"), "../../b.yaml");
        assert_eq!(file("a.yaml", "/etc/./b.yaml"), "/etc/b.yaml");
        assert_eq!(file("a.yaml", "file:///x/b.yaml"), "/x/b.yaml");
        assert_eq!(file("a.yaml", "file://localhost/x/b.yaml"), "/x/b.yaml");
        assert_eq!(file("a.yaml", "file://e.example/x/b.yaml"), "remote file://e.example/x/b.yaml");
        assert_eq!(file("a/b.yaml", r"..\c\d.yaml"), "c/d.yaml");
        assert_eq!(file("b.yaml", "..%2Fc%5Cd.yaml"), "../c/d.yaml");
        assert_eq!(file("a.yaml", "https://e.example/b.yaml"), "remote https://e.example/b.yaml");
        assert_eq!(file("a.yaml", "urn:x:y"), "remote urn:x:y");
        assert_eq!(settled("a//b/"), "a/b");
    }

    #[test]
    fn identifiers_are_joined() {
        assert_eq!(identifier("https://e.example/s/a", "b"), "https://e.example/s/b");
        assert_eq!(identifier("https://e.example/s/a", "/b"), "https://e.example/b");
        assert_eq!(identifier("https://e.example/s/a", "../b"), "https://e.example/b");
        assert_eq!(identifier("https://e.example", "b"), "https://e.example/b");
        assert_eq!(identifier("https://e.example/s/a", "https://f.example/b"), "https://f.example/b");
        assert_eq!(identifier("a", "b"), "b");
        assert_eq!(identifier("", "b"), "b");
    }
}
