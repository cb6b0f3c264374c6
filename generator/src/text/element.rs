//! The elements of HTML that a text may hold, and what each is in it.

/// What an element is in the model of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Element {
    /// Ends a paragraph, and begins one.
    Block,
    Heading(usize),
    Quote,
    List,
    Ordered,
    Item,
    Table,
    /// A group of rows.
    Group,
    Row,
    Cell,
    Caption,
    Pre,
    Rule,
    Break,
    Link,
    Image,
    Code,
    Strong,
    Emphasis,
    Struck,
    Raised,
    Lowered,
    /// Quotation marks.
    Quoted,
    /// Nothing of it is shown.
    Hidden,
    /// Its text is shown.
    Other,
}

impl Element {
    pub(super) fn is_inline(self) -> bool {
        use Element::{Code, Emphasis, Link, Lowered, Raised, Strong, Struck};
        matches!(self, Code | Emphasis | Link | Lowered | Raised | Strong | Struck)
    }

    /// The element of a name in lower case.
    pub(super) fn of(name: &str) -> Option<Self> {
        Some(match name {
            "p" | "div" | "section" | "article" | "aside" | "header" | "footer" | "main" | "nav" | "figure"
            | "figcaption" | "center" | "details" | "summary" | "address" | "dl" | "dt" | "dd" | "fieldset"
            | "legend" | "form" | "hgroup" | "dialog" | "search" | "body" | "html" | "head" | "title" | "option"
            | "optgroup" => Self::Block,
            "h1" => Self::Heading(1),
            "h2" => Self::Heading(2),
            "h3" => Self::Heading(3),
            "h4" => Self::Heading(4),
            "h5" => Self::Heading(5),
            "h6" => Self::Heading(6),
            "blockquote" => Self::Quote,
            "ul" | "menu" | "dir" => Self::List,
            "ol" => Self::Ordered,
            "li" => Self::Item,
            "table" => Self::Table,
            "thead" | "tbody" | "tfoot" => Self::Group,
            "tr" => Self::Row,
            "td" | "th" => Self::Cell,
            "caption" => Self::Caption,
            "pre" | "listing" => Self::Pre,
            "hr" => Self::Rule,
            "br" => Self::Break,
            "a" => Self::Link,
            "img" => Self::Image,
            "code" | "kbd" | "samp" | "tt" => Self::Code,
            "b" | "strong" => Self::Strong,
            "i" | "em" | "var" | "cite" | "dfn" => Self::Emphasis,
            "s" | "del" | "strike" => Self::Struck,
            "sup" => Self::Raised,
            "sub" => Self::Lowered,
            "q" => Self::Quoted,
            "script" | "style" | "template" | "iframe" | "svg" => Self::Hidden,
            "span" | "font" | "small" | "big" | "u" | "ins" | "mark" | "abbr" | "acronym" | "bdi" | "bdo" | "data"
            | "time" | "label" | "input" | "button" | "select" | "datalist" | "textarea" | "output" | "progress"
            | "meter" | "picture" | "source" | "video" | "audio" | "track" | "map" | "area" | "object" | "param"
            | "embed" | "canvas" | "noscript" | "ruby" | "rt" | "rp" | "rb" | "rtc" | "wbr" | "nobr" | "col"
            | "colgroup" | "link" | "meta" | "base" | "slot" | "math" => Self::Other,
            _ => return None,
        })
    }
}
