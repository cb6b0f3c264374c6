//! The texts of a document: its own, those of the files it refers to, and those of overlays. Knows no format, and reads
//! no file.

use std::collections::BTreeMap;

/// The text of a document, with the other files that it refers to and the overlays to apply.
///
/// For a document in one file, [`Source::new`] is enough. For several files, [`gather`](super::gather) fills in
/// [`files`](Self::files).
#[derive(Clone, Debug, Default)]
pub struct Source {
    /// The name in diagnostics, usually the path that the user gave.
    pub name: String,
    /// The text of the document, JSON or YAML.
    pub text: String,
    /// The other files that the document refers to, by their paths from its folder: `models/pet.yaml`,
    /// `../shared/errors.yaml`. [`gather`](super::gather) fills this in.
    pub files: BTreeMap<String, SourceFile>,
    /// The overlays to apply, in this order.
    pub overlays: Vec<Overlay>,
}

/// Another file of a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SourceFile {
    /// Its text.
    Text(String),
    /// It could not be read, for this reason.
    Unreadable(String),
    /// It is outside of the folders that the document may refer to; it was not opened.
    Outside {
        /// The folder that the user would have to allow.
        folder: String,
    },
    /// It is larger than the limit.
    TooLarge,
}

/// An overlay: a list of patches ([OpenAPI Overlay 1.0 and 1.1](https://spec.openapis.org/overlay/latest.html)).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Overlay {
    /// The name in diagnostics.
    pub name: String,
    /// The text of the overlay, JSON or YAML.
    pub text: String,
}

/// An error for bytes that are not UTF-8.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotText {
    /// The line of the first invalid byte, from 1.
    pub line: usize,
    /// Its column in characters, from 1.
    pub column: usize,
    /// What is wrong, in one sentence without a final stop.
    pub message: String,
    /// The text with replacement characters in place of invalid bytes.
    pub text: String,
}

/// Decodes the bytes of a file as UTF-8.
///
/// # Errors
///
/// Fails with the first invalid position if the bytes are not UTF-8. The message names UTF-16 and UTF-32.
pub fn text_of(bytes: Vec<u8>) -> Result<String, NotText> {
    let other = match &bytes[..] {
        [0xff, 0xfe, 0, 0, ..] | [0, 0, 0xfe, 0xff, ..] => Some("UTF-32"),
        [0xff, 0xfe, ..] | [0xfe, 0xff, ..] => Some("UTF-16"),
        // Without a mark: the first characters of any document are ASCII.
        [first, 0, second, 0, ..] | [0, first, 0, second, ..] if *first != 0 && *second != 0 => Some("UTF-16"),
        _ => None,
    };
    if let Some(other) = other {
        let message = format!("this file is {other}, not UTF-8");
        return Err(NotText { line: 1, column: 1, message, text: String::new() });
    }
    String::from_utf8(bytes).map_err(|error| {
        let valid =
            String::from_utf8_lossy(error.as_bytes().get(..error.utf8_error().valid_up_to()).unwrap_or_default());
        NotText {
            line: valid.matches('\n').count() + 1,
            column: valid.rsplit('\n').next().unwrap_or_default().chars().count() + 1,
            message: "this file is not UTF-8".to_owned(),
            text: String::from_utf8_lossy(error.as_bytes()).into_owned(),
        }
    })
}

impl Source {
    /// Creates a document of one file.
    #[must_use]
    pub fn new(name: impl Into<String>, text: impl Into<String>) -> Self {
        Self { name: name.into(), text: text.into(), ..Self::default() }
    }

    /// Returns the name of another file as shown in diagnostics: its path from the working directory.
    #[must_use]
    pub fn name_of(&self, file: &str) -> String {
        let folder = self.name.rfind('/').map_or("", |cut| &self.name[..=cut]);
        if file.starts_with('/') { file.to_owned() } else { super::file_paths::normalized(&format!("{folder}{file}")) }
    }

    /// The name and the text of another file, or of an overlay; no text if it was not read.
    pub(crate) fn other(&self, file: &str) -> (String, &str) {
        if let Some(overlay) = overlay_index(file).and_then(|index| self.overlays.get(index)) {
            return (overlay.name.clone(), &overlay.text);
        }
        let text = match self.files.get(file) {
            Some(SourceFile::Text(text)) => text.as_str(),
            Some(SourceFile::Unreadable(_) | SourceFile::Outside { .. } | SourceFile::TooLarge) | None => "",
        };
        (self.name_of(file), text)
    }
}

/// Returns the name by which an overlay is distinguished from files.
pub(super) fn overlay_key(index: usize) -> String {
    format!("overlay:{index}")
}

fn overlay_index(key: &str) -> Option<usize> {
    key.strip_prefix("overlay:")?.parse().ok()
}
