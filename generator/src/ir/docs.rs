//! What the document says about an item in words.

use super::Literal;
use crate::pointer::Pointer;

/// The documentation of an item in the document.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Docs {
    /// A title or summary: one line.
    pub summary: Option<String>,
    /// The text, in Markdown.
    pub description: Option<String>,
    /// What other parts of the document say of the same item, in Markdown: the parts of an `allOf`, the schema of a
    /// parameter.
    pub further: Vec<String>,
    /// A link to external documentation, with its text.
    pub link: Option<(String, Option<String>)>,
    /// An example value.
    pub example: Option<Literal>,
    /// Whether the document discourages its use.
    pub deprecated: bool,
}

impl Docs {
    /// Documentation that says nothing.
    pub const NONE: Self =
        Self { summary: None, description: None, further: Vec::new(), link: None, example: None, deprecated: false };

    /// Adds a text about the same item, unless it is known.
    pub fn add(&mut self, text: &str) {
        let (text, known) = (text.trim(), |other: &str| other.contains(text.trim()));
        if !text.is_empty() && !self.texts().any(known) {
            self.further.push(text.to_owned());
        }
    }

    /// Returns all texts: the title, the description and what other parts say.
    pub fn texts(&self) -> impl Iterator<Item = &str> {
        [&self.summary, &self.description].into_iter().flatten().chain(&self.further).map(String::as_str)
    }

    /// Returns the title, if it is a name rather than a sentence.
    #[must_use]
    pub fn title_as_name(&self) -> Option<&str> {
        let title = self.summary.as_deref()?;
        let words = || title.split([' ', '_', '-']).filter(|word| !word.is_empty());
        let first = words().next()?.to_ascii_lowercase();
        let is_name = words().count() <= MOST_WORDS
            && words().all(|word| word.chars().all(char::is_alphanumeric))
            && !["a", "an", "the"].contains(&first.as_str());
        is_name.then_some(title)
    }
}

/// The greatest number of words in a title that is a name.
const MOST_WORDS: usize = 6;

/// A component schema without a definition: what it describes stands where it is used. The properties of a body are
/// setters, those of a part of an `allOf` are fields, and a string or a number is a scalar.
#[derive(Clone, Debug)]
pub struct Inlined {
    /// Its name in the document.
    pub name: String,
    /// Its location in the document.
    pub at: Pointer,
    /// Its documentation.
    pub docs: Docs,
    /// The definitions, operations and events that use it, by their locations; never empty.
    pub places: Vec<Pointer>,
}
