//! The words of texts: what a description says, whatever marks it is written with.

use pulldown_cmark::{Options, Parser, html};
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

/// Returns the words of a Markdown text with HTML in it, as a browser would show them.
pub(super) fn of_markdown(text: &str) -> String {
    let mut written = String::new();
    html::push_html(&mut written, Parser::new_ext(text, Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH));
    of_element(Html::parse_fragment(&written).root_element())
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
