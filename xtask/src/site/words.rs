//! The words of texts: what a description says, whatever marks it is written with.

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd, html};
use scraper::node::Element;
use scraper::{CaseSensitivity, ElementRef, Html};

const CASE: CaseSensitivity = CaseSensitivity::CaseSensitive;

/// Returns the words of an element in lower case, each between spaces.
pub(super) fn of_element(element: ElementRef<'_>) -> String {
    let mut words = String::from(" ");
    for text in element.text() {
        add(text, &mut words);
    }
    words
}

/// Returns the words of a row in lower case, each between spaces, without those of the rows within it.
pub(super) fn own_words(row: ElementRef<'_>) -> String {
    let holds_rows = |element: &Element| {
        element.name() == "ul" && ["rows", "values"].iter().any(|class| element.has_class(class, CASE))
    };
    let mut words = String::from(" ");
    for node in row.descendants() {
        let mut above = node.ancestors().take_while(|above| above.id() != row.id());
        let is_within = above.any(|above| above.value().as_element().is_some_and(holds_rows));
        if let Some(text) = node.value().as_text().filter(|_| !is_within) {
            add(text, &mut words);
        }
    }
    words
}

/// Returns the words of a plain text in lower case, each between spaces.
pub(super) fn of_text(text: &str) -> String {
    let mut words = String::from(" ");
    add(text, &mut words);
    words
}

/// The elements that texts may have. Other names between angle brackets stand for something: `<host>`.
const ELEMENTS: [&str; 62] = [
    "a",
    "abbr",
    "address",
    "article",
    "aside",
    "b",
    "bdi",
    "bdo",
    "big",
    "blockquote",
    "body",
    "br",
    "caption",
    "center",
    "cite",
    "code",
    "col",
    "dd",
    "del",
    "details",
    "dfn",
    "div",
    "dl",
    "dt",
    "em",
    "figcaption",
    "figure",
    "font",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "hr",
    "html",
    "i",
    "img",
    "ins",
    "kbd",
    "li",
    "mark",
    "nobr",
    "ol",
    "p",
    "pre",
    "q",
    "s",
    "samp",
    "section",
    "small",
    "span",
    "strong",
    "sub",
    "summary",
    "sup",
    "table",
    "tbody",
    "td",
    "th",
    "tr",
    "ul",
];

/// Returns the words of a Markdown text with HTML in it, as a browser would show them, but for names between angle
/// brackets, which are words too. An image is its description.
pub(super) fn of_markdown(text: &str) -> String {
    let mut written = String::new();
    let events = Parser::new_ext(text, Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH);
    let events = events.filter(|event| !matches!(event, Event::Start(Tag::Image { .. }) | Event::End(TagEnd::Image)));
    let events = events.map(|event| match event {
        Event::Html(html) | Event::InlineHtml(html) if !is_element(&html) => Event::Text(html),
        event => event,
    });
    html::push_html(&mut written, events);
    of_element(Html::parse_fragment(&written).root_element())
}

/// Whether HTML begins with the tag of an element, or is a comment.
fn is_element(html: &str) -> bool {
    let name = html.trim_start().trim_start_matches(['<', '/']);
    let name = name.split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or_default().to_ascii_lowercase();
    name.is_empty() || ELEMENTS.contains(&name.as_str())
}

/// Adds words; marks and spaces between them do not count.
fn add(text: &str, words: &mut String) {
    for word in text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()) {
        words.extend(word.chars().flat_map(char::to_lowercase));
        words.push(' ');
    }
}

#[cfg(test)]
mod tests {
    use super::of_markdown;

    #[test]
    fn only_words_count() {
        assert_eq!(
            of_markdown("The **Pet**'s <b>name</b>, `x_y`.\n\n* a\n* [b](https://c.example)"),
            " the pet s name x y a b "
        );
        assert_eq!(of_markdown(""), " ");
    }
}
