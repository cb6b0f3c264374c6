//! Puts the nodes of several files below one root. Knows no OpenAPI, and opens no file.

use serde_json::Value;

use super::load;
use super::source::{Source, SourceFile};
use crate::diagnostics::{Diagnostics, Location};
use crate::pointer::{OTHER_FILES, Pointer};

/// Another file after it was requested.
pub(super) enum Part {
    /// Its value.
    Value(Value),
    /// Why it could not be read.
    Unreadable(String),
    /// It is outside of the folders that the document may refer to; contains the folder that would have to be allowed.
    Outside(String),
    /// It is larger than the limit.
    TooLarge,
    /// It was read, and its faults were reported.
    Broken,
}

/// Parses another file; its faults are reported at their locations in that file.
pub(super) fn parse(key: &str, file: &SourceFile, lenient: bool, diagnostics: &mut Diagnostics) -> Part {
    let text = match file {
        SourceFile::Text(text) => text,
        SourceFile::Unreadable(reason) => return Part::Unreadable(reason.clone()),
        SourceFile::Outside { folder } => return Part::Outside(folder.clone()),
        SourceFile::TooLarge => return Part::TooLarge,
    };
    if is_markdown(key) {
        return Part::Value(Value::String(text.clone()));
    }
    let mut own = Diagnostics::new();
    let value = parse_text(key, text, lenient, &mut own);
    match value {
        // A plain text file, such as a key, is not part of a document, and no message shows its content.
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

/// Returns whether a file is a description in Markdown, by its name: some documents refer to such files where the
/// specification wants the text.
fn is_markdown(key: &str) -> bool {
    let extension = key.rsplit_once('.').map(|(_, extension)| extension);
    extension.is_some_and(|extension| ["md", "markdown"].iter().any(|known| extension.eq_ignore_ascii_case(known)))
}

/// Parses the text of a file or an overlay known as `key`.
pub(super) fn parse_text(key: &str, text: &str, lenient: bool, diagnostics: &mut Diagnostics) -> Option<Value> {
    let mut own = Diagnostics::new();
    let value = load::read(&Source::new(key, text), lenient, &mut own);
    let location_of = |location: &Location| match location {
        Location::Node(pointer) => Location::Node(pointer.in_file(key)),
        Location::Key(pointer) => Location::Key(pointer.in_file(key)),
        Location::Position { line, column } => Location::File { file: key.into(), line: *line, column: *column },
        Location::Document => Location::Node(Pointer::root().in_file(key)),
        other => other.clone(),
    };
    for diagnostic in own.iter() {
        let mut diagnostic = diagnostic.clone();
        diagnostic.location = location_of(&diagnostic.location);
        for (location, _) in &mut diagnostic.related {
            *location = location_of(location);
        }
        diagnostics.push(diagnostic);
    }
    value
}

/// Returns whether the texts have a `$ref` that does not begin with `#`. This only searches the text, so that most
/// documents are not parsed twice.
pub(super) fn may_need_others(source: &Source) -> bool {
    let texts = std::iter::once(&source.text).chain(source.overlays.iter().map(|overlay| &overlay.text));
    texts.into_iter().any(|text| {
        text.split("$ref").skip(1).any(|rest| {
            let rest = rest.trim_start_matches(['"', '\'', ':', ' ', '\t', '\r', '\n']);
            !rest.starts_with('#')
        })
    })
}

/// Removes nodes from the location where those of other files will be.
pub(super) fn reserve_other_files(root: &mut Value) {
    if let Value::Object(members) = root {
        members.shift_remove(OTHER_FILES);
    }
}
