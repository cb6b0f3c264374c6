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
pub(crate) fn of_text(text: &str) -> String {
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
    spelled(text, false)
}

/// Returns the same with where relative links lead after their labels, since they lead nowhere from a page.
pub(super) fn with_targets(text: &str) -> String {
    spelled(text, true)
}

fn spelled(text: &str, has_targets: bool) -> String {
    let mut written = String::new();
    let events = Parser::new_ext(text, Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH);
    let events = events.filter(|event| !matches!(event, Event::Start(Tag::Image { .. }) | Event::End(TagEnd::Image)));
    let events = events.map(|event| match event {
        Event::Html(html) => Event::Html(of_elements(&html).into()),
        Event::InlineHtml(html) => Event::InlineHtml(of_elements(&html).into()),
        event => event,
    });
    let mut targets = Vec::new();
    let events = events.flat_map(|event| match event {
        Event::Start(Tag::Link { dest_url, .. }) => {
            targets.push(dest_url);
            // What is beside a link is another word.
            None.into_iter().chain(Some(Event::InlineHtml("<span>".into())))
        }
        Event::End(TagEnd::Link) => {
            let target = targets.pop().filter(|target| has_targets && !target.contains("://"));
            let target = target.map(|target| Event::Text(format!(" {target}").into()));
            target.into_iter().chain(Some(Event::InlineHtml("</span>".into())))
        }
        event => None.into_iter().chain(Some(event)),
    });
    html::push_html(&mut written, events);
    let html = Html::parse_fragment(&written);
    if !has_targets {
        return of_element(html.root_element());
    }
    let mut words = String::from(" ");
    add_with_targets(html.root_element(), &mut words);
    words
}

/// Adds the words of an element, and where relative links lead after their labels.
fn add_with_targets(element: ElementRef<'_>, words: &mut String) {
    for child in element.children() {
        child.value().as_text().into_iter().for_each(|text| add(text, words));
        ElementRef::wrap(child).into_iter().for_each(|inner| add_with_targets(inner, words));
    }
    let target = element.attr("href").filter(|target| !target.contains("://"));
    target.into_iter().for_each(|target| add(target, words));
}

/// Returns the letters and digits of a text in lower case.
pub(super) fn letters(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// Returns HTML in which only tags of elements, and comments, are tags.
fn of_elements(html: &str) -> String {
    let mut pieces = html.split('<');
    let mut text = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        let name = piece.trim_start_matches('/').split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or_default();
        let is_tag = name.is_empty() || ELEMENTS.contains(&name.to_ascii_lowercase().as_str());
        text.push_str(if is_tag { "<" } else { "&lt;" });
        text.push_str(piece);
    }
    text
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
    use super::{of_markdown, with_targets};

    #[test]
    fn only_words_count() {
        assert_eq!(
            of_markdown("The **Pet**'s <b>name</b>, `x_y`.\n\n* a\n* [b](https://c.example)"),
            " the pet s name x y a b "
        );
        assert_eq!(of_markdown("<p>For <a>all</a>\n<amount>1</amount></p>"), " for all amount 1 amount ");
        assert_eq!(of_markdown("`<x>` at <host>, ![a cat](cat.png)"), " x at host a cat ");
        assert_eq!(with_targets("See [it](/a#b), [that](https://c.example)."), " see it a b that ");
        assert_eq!(with_targets("<b>See <a href='/a#b'>it</a></b>, [c](d)."), " see it a b c d ");
        assert_eq!(of_markdown(""), " ");
    }
}
