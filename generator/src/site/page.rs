//! What the pages of the reference say, before it is written as HTML, as Markdown and into the index of the search: all
//! three say the same, since they are written from this.

use crate::ir::{OperationId, ResourceId, TypeId};

/// A page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum PageId {
    /// The first page.
    Overview,
    /// An additional page of the configuration, by its index.
    Guide(usize),
    /// A resource.
    Resource(ResourceId),
    /// A part of the methods of a resource, if they are many, by its index.
    Methods(ResourceId, usize),
    /// An operation.
    Operation(OperationId),
    /// The documented examples of an operation that are too long for its page.
    Examples(OperationId),
    /// The list of all models.
    Models,
    /// A part of this list, if it is long, by its index.
    ModelGroup(usize),
    /// A model.
    Model(TypeId),
    /// The list of webhooks and callbacks.
    Events,
    /// A webhook or a callback, by its index.
    Event(usize),
    /// What changed since another version of the document.
    Changes,
}

/// The content of a page.
#[derive(Clone, Debug)]
pub(crate) struct Page {
    /// Which page it is.
    pub(crate) id: PageId,
    /// Its title.
    pub(crate) title: String,
    /// What it is about, in a line of plain text, for search engines and previews of links.
    pub(crate) summary: String,
    /// Whether what it is about is deprecated.
    pub(crate) deprecated: bool,
    /// Its content.
    pub(crate) parts: Vec<Part>,
}

/// A part of a page.
#[derive(Clone, Debug)]
pub(crate) enum Part {
    /// A section: its anchor, its title, what belongs to it.
    Section { id: String, title: String, parts: Vec<Part> },
    /// A text of the document, in Markdown.
    Prose(String),
    /// A sentence of the reference itself.
    Line(Line),
    /// An endpoint: the method and the path template.
    Endpoint { method: String, path: String },
    /// Code.
    Code(Code),
    /// Code that is too long for HTML, which has so many bytes of it and leads to the Markdown of the page, which has
    /// all.
    Excerpt(Code, usize),
    /// The same in several languages, each with its name.
    Tabs(Vec<(&'static str, Code)>),
    /// Properties, parameters or fields.
    Members(Vec<Member>),
    /// The values of an enumeration.
    Values(Vec<EnumValue>),
    /// The variants of a union.
    Variants(Vec<Variant>),
    /// Other pages, each with the first words about it.
    Pages(Vec<Entry>),
    /// Names with what they mean.
    Table { head: Vec<&'static str>, rows: Vec<TableRow> },
    /// Parts behind a line that opens them.
    Fold { id: String, label: Line, parts: Vec<Part> },
}

impl Part {
    /// Returns a table, if there is anything in it.
    pub(crate) fn table(head: Vec<&'static str>, rows: Vec<TableRow>) -> Option<Self> {
        (!rows.is_empty()).then_some(Self::Table { head, rows })
    }

    /// Returns a section.
    pub(crate) fn section(id: &str, title: &str, parts: Vec<Part>) -> Self {
        Self::Section { id: id.to_owned(), title: title.to_owned(), parts }
    }
}

/// A row of a table.
#[derive(Clone, Debug, Default)]
pub(crate) struct TableRow {
    pub(crate) cells: Vec<Line>,
    /// The last cell, if that is a text of the document, in Markdown.
    pub(crate) prose: Option<String>,
}

impl TableRow {
    /// Returns a row that ends with a description.
    pub(crate) fn described(cells: Vec<Line>, description: Option<&str>) -> Self {
        Self { cells, prose: Some(description.unwrap_or_default().to_owned()) }
    }
}

/// Returns code, of which HTML has no more than about `room` bytes of HTML.
pub(super) fn excerpt(code: Code, room: usize) -> Part {
    let (mut size, mut line) = (0, None);
    for (at, c) in code.text.char_indices() {
        size += c.len_utf8() + if c == '"' { QUOTE } else { 0 };
        if size > room {
            return Part::Excerpt(code, line.unwrap_or(at));
        }
        line = if c == '\n' { Some(at + 1) } else { line };
    }
    Part::Code(code)
}

/// Estimates the bytes of code as HTML.
pub(super) fn size_of_code(text: &str) -> usize {
    text.len() + QUOTE * text.matches('"').count()
}

/// What a quote takes in HTML besides itself: it is escaped, and each text is coloured.
const QUOTE: usize = 9;

/// A line: texts, code and links.
pub(crate) type Line = Vec<Span>;

/// A piece of a line.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Span {
    /// A text.
    Text(String),
    /// Code.
    Code(String),
    /// A type or an expression of Rust, in which the names of models are links.
    Rust(String),
    /// A link with a text as its label.
    Link(Target, String),
    /// The first paragraph of a text of the document, in Markdown.
    Phrase(String),
}

/// Where a link leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Target {
    /// A page, and the anchor in it if there is one.
    Page(PageId, Option<String>),
    /// A page of the web.
    Web(String),
}

/// The language of code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Language {
    Rust,
    Json,
    Toml,
    /// Commands of a shell.
    Shell,
    /// A raw request.
    Http,
    /// Anything else.
    Text,
}

/// Code.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Code {
    pub(crate) language: Language,
    pub(crate) text: String,
}

/// A link to a page in a list, with what is behind it.
#[derive(Clone, Debug)]
pub(crate) struct Entry {
    pub(crate) to: Target,
    pub(crate) name: String,
    /// The endpoint of an operation; the kind of a model.
    pub(crate) detail: Option<Detail>,
    /// The first words about it.
    pub(crate) about: Line,
    pub(crate) deprecated: bool,
}

/// What stands beside the name of an entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Detail {
    /// A method and a path template.
    Endpoint(String, String),
    /// A word, such as the kind of a model.
    Word(&'static str),
}

/// A property, a parameter or a field.
#[derive(Clone, Debug)]
pub(crate) struct Member {
    /// Its anchor.
    pub(crate) id: String,
    /// Its name as it is sent.
    pub(crate) wire: String,
    /// How it is written in Rust: `.limit(i64)`, `created_at: DateTime`; empty if users cannot write it.
    pub(crate) rust: String,
    /// Its type in JSON, in words.
    pub(crate) json: Line,
    /// What is true of it: `required`, `nullable`, `read-only`.
    pub(crate) marks: Vec<&'static str>,
    pub(crate) deprecated: bool,
    /// Its description in the document, in Markdown.
    pub(crate) prose: Vec<String>,
    /// Its constraints, each with the keyword of OpenAPI.
    pub(crate) facts: Vec<(&'static str, Line)>,
    /// What it contains.
    pub(crate) inner: Inner,
}

/// What a member contains.
#[derive(Clone, Debug)]
pub(crate) enum Inner {
    /// Nothing more to tell.
    None,
    /// The members of an object, or of the items of a list.
    Members { of: TypeId, list: Vec<Member> },
    /// The variants of a union.
    Variants { of: TypeId, list: Vec<Variant> },
    /// The values of an enumeration.
    Values { of: TypeId, list: Vec<EnumValue> },
    /// A model whose members stand on its own page.
    Elsewhere(TypeId),
}

/// A value of an enumeration.
#[derive(Clone, Debug)]
pub(crate) struct EnumValue {
    pub(crate) id: String,
    /// The value as JSON.
    pub(crate) value: String,
    /// The variant in Rust.
    pub(crate) rust: String,
    pub(crate) prose: Option<String>,
}

/// A variant of a union.
#[derive(Clone, Debug)]
pub(crate) struct Variant {
    pub(crate) id: String,
    /// The variant in Rust.
    pub(crate) rust: String,
    /// What selects it: values of the tag, a constant; else its type in words.
    pub(crate) json: Line,
    pub(crate) prose: Vec<String>,
    pub(crate) facts: Vec<(&'static str, Line)>,
    pub(crate) inner: Inner,
}

#[cfg(test)]
mod tests {
    use super::{Code, Language, Part, excerpt};

    #[test]
    fn long_code_is_cut_after_a_line() {
        let cut = |text: &str, room| match excerpt(Code { language: Language::Text, text: text.to_owned() }, room) {
            Part::Excerpt(code, shown) => Some(code.text[..shown].to_owned()),
            _ => None,
        };
        assert_eq!(cut("one\ntwo", 7), None);
        assert_eq!(cut("one\ntwo", 6).as_deref(), Some("one\n"));
        assert_eq!(cut("one\n\"two\"", 20).as_deref(), Some("one\n"));
        assert_eq!(cut("äöü", 5).as_deref(), Some("äö"));
        assert_eq!(cut("a", 0).as_deref(), Some(""));
    }
}
