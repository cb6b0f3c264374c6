//! What descriptions say about pages. Texts are in lower case. Knows no document.

use super::terms::Words;
use crate::english;

/// Returns the words of a text, with digits for the numbers that pages are counted from.
fn words(text: &str) -> Vec<&str> {
    let words = text.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty());
    words.map(|word| if word == "zero" { "0" } else { word }).collect()
}

/// Whether a description says that a value is a cursor.
pub(super) fn says_cursor(text: &str) -> bool {
    words(text).iter().any(|word| matches!(word.strip_suffix('s').unwrap_or(word), "cursor" | "token" | "marker"))
}

/// Whether a description says that a value is a cursor, and nothing of links.
pub(super) fn says_cursor_only(text: &str) -> bool {
    let is_link = |word: &&str| matches!(*word, "link" | "links");
    says_cursor(text) && !describes_url(text) && !words(text).iter().any(is_link)
}

/// Whether a description says that a value is for paging.
pub(super) fn says_paging(text: &str) -> bool {
    text.contains("pagina") || text.contains("paging")
}

/// Whether a description says that a value is a URL; the targets of links in it say nothing.
pub(super) fn describes_url(text: &str) -> bool {
    let without_targets = text
        .split("](")
        .enumerate()
        .map(|(index, part)| if index == 0 { part } else { part.split_once(')').map_or("", |(_, rest)| rest) });
    let text: String = without_targets.collect();
    let words = text.split(|letter: char| !letter.is_alphanumeric());
    let is_url = |word: &str| matches!(word, "url" | "uri" | "urls" | "uris" | "hyperlink" | "href" | "http" | "https");
    words.into_iter().any(is_url) || text.contains("link to")
}

/// Whether a description says that a value leads to the next page: "Path to the subsequent page", "URI of the next page".
pub(super) fn leads_to_next_page(text: &str) -> bool {
    let words = words(text);
    let is_next = |pair: &[&str]| matches!(pair[0], "next" | "subsequent" | "following") && pair[1] == "page";
    let Some(next) = words.windows(2).position(is_next) else { return false };
    words.iter().take(next).any(|word| matches!(*word, "path" | "link" | "url" | "uri" | "href" | "hyperlink"))
}

/// Whether a description says that a position is one within each of the items, which have this name: "the index of the
/// parts in the returned things", "within each thing".
pub(super) fn counts_within(text: &str, items: &Words) -> bool {
    text.split(['.', ';', '\n']).any(|sentence| {
        let words = words(sentence);
        let is_item =
            |word: &str| items.0.last().is_some_and(|item| english::singular(item) == english::singular(word));
        let Some(at) = words.iter().position(|word| is_item(word)) else { return false };
        let before = &words[..at];
        let of_each = before.iter().rev().find(|word| **word != "the").is_some_and(|word| *word == "each");
        let is_returned = before.ends_with(&["the", "returned"]);
        let is_inside = |word: &&str| matches!(*word, "in" | "within" | "inside");
        (of_each || is_returned) && before.iter().rev().take(3).any(is_inside)
    })
}

/// Whether a text mentions the `Link` header: "the `Link` response header", `rel="next"`.
pub(super) fn mentions_link(text: &str) -> bool {
    let plain = without_marks(text);
    let words = words(&plain);
    let is_before_header = |index: usize| words[index..].iter().skip(1).take(3).any(|word| word.starts_with("header"));
    let mut links = words.iter().enumerate().filter(|(_, word)| **word == "link" || **word == "links");
    is_relation(&plain) || links.any(|(index, _)| is_before_header(index))
}

/// Whether a text names the relation to the next page: `rel="next"`.
pub(super) fn names_next_relation(text: &str) -> bool {
    is_relation(&without_marks(text))
}

/// Whether a text speaks of the link with a relation: "the `next` link".
pub(super) fn names_link(text: &str, relation: &str) -> bool {
    words(text).windows(2).any(|pair| pair[0] == relation && pair[1] == "link")
}

fn is_relation(plain: &str) -> bool {
    plain.contains("rel=next")
}

fn without_marks(text: &str) -> String {
    text.chars().filter(|letter| !matches!(letter, '`' | '"' | '\'' | '*' | '\\')).collect()
}

/// Whether the description of a parameter shows that it is a page number: `page` alone can be something else.
pub(super) fn describes_page_number(text: &str) -> bool {
    ["pagina", "page number", "number of the page", "page of results", "results page", "page of the results"]
        .iter()
        .any(|words| text.contains(words))
}

/// Returns the number that a description says positions are counted from: "0-based", "starts at zero", `[default=0]`,
/// "with `0` being the first page".
pub(super) fn counted_from(text: &str) -> Option<i64> {
    let words = words(text);
    let before = |index: usize, count: usize| index.checked_sub(count).map_or("", |index| words[index]);
    let after = |index: usize, count: usize| words.get(index + count).copied().unwrap_or_default();
    let is_start = |index: usize| {
        let said = match before(index, 1) {
            "at" | "from" | "with" | "to" | "is" | "value" => before(index, 2),
            said => said,
        };
        let is_first_page = before(index, 1) == "is" && before(index, 2) == "page" && before(index, 3) == "first";
        is_first_page || matches!(said, "start" | "starts" | "starting" | "begins" | "default" | "defaults" | "base")
    };
    let is_first = |index: usize| {
        let is_article = usize::from(after(index, 2) == "the");
        matches!(after(index, 1), "being" | "is" | "for" | "as" | "means") && after(index, 2 + is_article) == "first"
    };
    let is_base = |index: usize| matches!(after(index, 1), "based" | "indexed");
    let found = |(index, word): (usize, &&str)| {
        let number = word.parse::<i64>().ok().filter(|number| (0..=1).contains(number))?;
        (is_start(index) || is_first(index) || is_base(index)).then_some(number)
    };
    words.iter().enumerate().find_map(found)
}

/// Whether the description of a parameter says that the whole list is returned without it.
pub(super) fn returns_all_without(text: &str) -> bool {
    let is_absent = |sentence: &str| {
        let negated =
            ["not specified", "not set", "not provided", "not given", "not passed", "not sent", "not present"];
        let alone = ["omitted", "absent", "unspecified", "unset"];
        negated.iter().chain(&alone).any(|words| sentence.contains(words))
    };
    text.split(['.', ';', '\n'])
        .any(|sentence| is_absent(sentence) && sentence.contains("return") && words(sentence).contains(&"all"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_base_of_positions_is_read() {
        for (text, base) in [
            ("zero-based index of the page", Some(0)),
            ("used for pagination. which page you want. starts at zero.", Some(0)),
            ("the identifier of the first page to return `[default=0]`.", Some(0)),
            ("the number of the page, with `0` being the first page.", Some(0)),
            ("the page to access (base 0).", Some(0)),
            ("the first page is 0", Some(0)),
            ("1-based position", Some(1)),
            ("page, defaults to 1", Some(1)),
            ("the number of the page", None),
            ("up to 100 items, default 10", None),
            ("the first page of 0 or more", None),
        ] {
            assert_eq!(counted_from(text), base, "{text}");
        }
    }

    #[test]
    fn lists_that_come_whole_are_noticed() {
        assert!(returns_all_without("the page. if this argument is not specified, the request returns all things."));
        assert!(returns_all_without("if omitted, all things are returned"));
        assert!(!returns_all_without("if omitted, the first page is returned. filters all things."));
    }

    #[test]
    fn what_leads_to_the_next_page_is_noticed() {
        for text in
            ["path to subsequent page of results.", "uri of the next page of resources", "link to the next page"]
        {
            assert!(leads_to_next_page(text), "{text}");
        }
        for text in ["the next page.", "path of the thing", "the next page has a link", "url of the next thing"] {
            assert!(!leads_to_next_page(text), "{text}");
        }
    }

    #[test]
    fn positions_within_each_item_are_noticed() {
        let things = Words::of("big_things");
        for text in [
            "the index of the parts in the returned things.",
            "where to start within each thing",
            "inside of each thing",
        ] {
            assert!(counts_within(text, &things), "{text}");
        }
        for text in [
            "the index of the returned things",
            "the index of the first item in the returned list",
            "the index of the first thing in the returned things",
            "the parts of each thing",
        ] {
            assert!(!counts_within(text, &things), "{text}");
        }
    }

    #[test]
    fn cursors_are_told_from_urls() {
        assert!(says_cursor("cursor values for pagination.") && !describes_url("cursor values for pagination."));
        assert!(!says_cursor("link to the next page.") && describes_url("link to the next page."));
        assert!(says_cursor_only("cursor values.") && !says_cursor_only("links with a cursor."));
        assert!(!describes_url("see [the guide](https://a.example)"));
    }
}
