//! A text as blocks and inlines: what is between reading and writing.

/// A block of a text.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Block {
    Paragraph(Vec<Inline>),
    /// A heading and its level, from 1.
    Heading(usize, Vec<Inline>),
    /// A code block; the language is one that rustdoc never runs.
    Code {
        language: String,
        text: String,
    },
    Quote(Vec<Block>),
    List(List),
    Table(Table),
    Rule,
}

impl Block {
    /// Adds the words of a block, each line followed by a space.
    pub(super) fn words(&self, into: &mut String) {
        match self {
            Self::Paragraph(inlines) | Self::Heading(_, inlines) => words(inlines, into),
            Self::Code { text, .. } => into.push_str(text),
            Self::Quote(blocks) => blocks.iter().for_each(|block| block.words(into)),
            Self::List(list) => list.items.iter().flatten().for_each(|block| block.words(into)),
            Self::Table(table) => table.rows.iter().flatten().for_each(|cell| words(cell, into)),
            Self::Rule => {}
        }
        into.push(' ');
    }
}

/// Adds the words of a line, followed by a space.
fn words(inlines: &[Inline], into: &mut String) {
    for inline in inlines {
        match inline {
            Inline::Text(text) | Inline::Code(text) => into.push_str(text),
            Inline::Emphasis(_, inner) | Inline::Strong(_, inner) | Inline::Struck(inner) => words(inner, into),
            Inline::Link { label, .. } | Inline::Image { label, .. } => words(label, into),
            Inline::Break => into.push(' '),
        }
    }
    into.push(' ');
}

/// A list.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct List {
    /// The number of the first item of an ordered list.
    pub(super) start: Option<u64>,
    /// The sign of an item: `-`, `*` or `+`, and `.` or `)` behind a number.
    pub(super) mark: char,
    /// Whether blank lines stand between the items.
    pub(super) is_loose: bool,
    pub(super) items: Vec<Vec<Block>>,
}

impl List {
    /// A list without items yet.
    pub(super) fn new(start: Option<u64>, mark: char) -> Self {
        Self { start, mark, is_loose: false, items: Vec::new() }
    }
}

/// A table; the first row is its head.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Table {
    pub(super) alignments: Vec<Alignment>,
    pub(super) rows: Vec<Vec<Vec<Inline>>>,
}

/// How a column is set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Alignment {
    None,
    Left,
    Center,
    Right,
}

/// A part of a line.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Inline {
    /// What is shown as it is; no line break.
    Text(String),
    Code(String),
    /// Emphasis and the sign it is written with.
    Emphasis(char, Vec<Inline>),
    Strong(char, Vec<Inline>),
    Struck(Vec<Inline>),
    /// A link; the target is one that [`safe::target`](super::safe::target) let pass.
    Link {
        url: String,
        title: String,
        label: Vec<Inline>,
        /// Whether it is an URL in angle brackets.
        is_bare: bool,
    },
    Image {
        url: String,
        title: String,
        label: Vec<Inline>,
    },
    /// A line break that is meant.
    Break,
}

/// Adds a part; what is alike becomes one, whose signs would mean something else side by side.
pub(super) fn push(inlines: &mut Vec<Inline>, inline: Inline) {
    match (inlines.last_mut(), inline) {
        (_, Inline::Text(text)) => push_text(inlines, &text),
        (Some(Inline::Code(last)), Inline::Code(text)) => last.push_str(&text),
        (Some(Inline::Strong(_, last)), Inline::Strong(_, inner))
        | (Some(Inline::Emphasis(_, last)), Inline::Emphasis(_, inner))
        | (Some(Inline::Struck(last)), Inline::Struck(inner)) => {
            inner.into_iter().for_each(|inline| push(last, inline));
        }
        (_, inline) => inlines.push(inline),
    }
}

/// Adds text to the text before it, so that an URL is one text whatever signs are in it.
pub(super) fn push_text(inlines: &mut Vec<Inline>, text: &str) {
    match inlines.last_mut() {
        Some(Inline::Text(last)) => last.push_str(text),
        _ if text.is_empty() => {}
        _ => inlines.push(Inline::Text(text.to_owned())),
    }
}
