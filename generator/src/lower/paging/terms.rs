//! The terms of paging: which words make the name of a parameter, a field or a header one about pages. Names are
//! compared by their words, so that `next_page_token`, `nextPageToken` and `X-Next-Page-Token` are the same. Knows no
//! document.

use crate::english;

/// Words that names of paging are glued together from: `pagesize`, `nextpagetoken`, `hasmore`.
const GLUED: [&str; 68] = [
    "after",
    "at",
    "before",
    "bookmark",
    "complete",
    "continuation",
    "continue",
    "count",
    "current",
    "cursor",
    "cursors",
    "done",
    "end",
    "ending",
    "entries",
    "evaluated",
    "exclusive",
    "first",
    "from",
    "has",
    "hits",
    "href",
    "id",
    "index",
    "is",
    "item",
    "items",
    "iterator",
    "key",
    "last",
    "limit",
    "link",
    "links",
    "mark",
    "marker",
    "max",
    "more",
    "next",
    "no",
    "num",
    "number",
    "of",
    "offset",
    "page",
    "pages",
    "pagination",
    "per",
    "position",
    "prev",
    "previous",
    "record",
    "records",
    "result",
    "results",
    "row",
    "rows",
    "scroll",
    "size",
    "skip",
    "start",
    "starting",
    "take",
    "token",
    "top",
    "total",
    "truncated",
    "uri",
    "url",
];

/// What a cursor is called.
const CURSOR: [&str; 10] =
    ["cursor", "token", "marker", "bookmark", "continuation", "continue", "scroll", "iterator", "key", "id"];
/// Words that say nothing more about a cursor of the next page.
const CURSOR_DETAILS: [&str; 19] = [
    "page",
    "pagination",
    "paging",
    "next",
    "after",
    "start",
    "starting",
    "end",
    "last",
    "exclusive",
    "evaluated",
    "item",
    "object",
    "mark",
    "before",
    "value",
    "results",
    "param",
    "parameter",
];
/// Units that are counted.
const UNITS: [&str; 16] = [
    "count", "item", "result", "record", "entry", "element", "hit", "row", "match", "object", "size", "number", "num",
    "of", "found", "all",
];

/// The words of a name.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Words(pub(super) Vec<String>);

impl Words {
    /// Splits a name. A word that consists of terms of paging only is split into these.
    pub(super) fn of(name: &str) -> Self {
        let words = english::words(name);
        Self(words.into_iter().flat_map(|word| unglued(&word).unwrap_or_else(|| vec![word])).collect())
    }

    pub(super) fn has(&self, words: &[&str]) -> bool {
        self.0.iter().any(|word| words.contains(&word.as_str()))
    }

    /// Whether there are words, and only some of these, in the singular or in the plural.
    fn are_of(&self, known: &[&[&str]]) -> bool {
        let is_known = |word: &String| {
            let one = english::singular(word);
            known.iter().any(|known| known.contains(&word.as_str()) || known.contains(&one.as_str()))
        };
        !self.0.is_empty() && self.0.iter().all(is_known)
    }

    pub(super) fn is(&self, words: &[&str]) -> bool {
        self.0.iter().map(String::as_str).eq(words.iter().copied())
    }

    /// Returns the words without those that say which of the neighbouring pages is meant.
    pub(super) fn core(&self) -> Self {
        const TURNS: [&str; 6] = ["next", "new", "following", "prev", "previous", "page"];
        Self(self.0.iter().filter(|word| !TURNS.contains(&word.as_str())).cloned().collect())
    }

    /// Returns the words from one on. Names of headers begin with prefixes that no standard defines.
    pub(super) fn from(&self, start: usize) -> Self {
        Self(self.0.get(start..).unwrap_or_default().to_vec())
    }

    pub(super) fn ends_with(&self, other: &Self) -> bool {
        !other.0.is_empty() && self.0.ends_with(&other.0)
    }

    /// Returns the words without those that say `next`.
    pub(super) fn without_next(&self) -> Self {
        Self(self.0.iter().filter(|word| !["next", "following"].contains(&word.as_str())).cloned().collect())
    }

    /// Whether it is the name of a page number, or of what stands for one.
    pub(super) fn is_page_or_token(&self) -> bool {
        self.is_page() || self.is(&["page", "token"])
    }

    /// Whether it is about the next page.
    pub(super) fn says_next(&self) -> bool {
        self.has(&["next", "following"]) && !self.says_previous()
    }

    /// Whether it is about the previous page.
    pub(super) fn says_previous(&self) -> bool {
        self.has(&["prev", "previous", "before"])
    }

    /// Whether it is the name of a parameter that takes a cursor: `after`, `page_token`, `starting_after`, `marker`.
    pub(super) fn is_cursor(&self) -> bool {
        let is_about_pages = self.are_of(&[&CURSOR, &CURSOR_DETAILS]) && !self.says_previous();
        let is_opaque = self.has(&["cursor", "marker", "bookmark", "continuation", "continue", "scroll", "iterator"]);
        let leads = self.has(&["after", "next", "page", "pagination", "paging", "start", "starting", "last", "end"]);
        let is_key = self.has(&["token", "key", "id"]) && leads && !self.is(&["page", "id"]);
        is_about_pages && (is_opaque || is_key || self.has(&["after", "next"]))
    }

    /// Whether it is the name of a parameter that takes the cursor of the previous page.
    pub(super) fn is_cursor_back(&self) -> bool {
        let is_before = self.says_previous() || (self.has(&["end", "ending"]) && self.has(&["before"]));
        is_before && self.are_of(&[&CURSOR, &["page", "ending", "end", "before", "prev", "previous", "item"]])
    }

    /// Whether it is the name of a field with the cursor of the next page, whatever the parameter is called.
    pub(super) fn is_next_cursor(&self) -> bool {
        let known = self.are_of(&[&CURSOR, &CURSOR_DETAILS, &["offset"]]) && !self.says_previous();
        let at_end = self.has(&["end", "after", "last"]) && self.has(&CURSOR);
        known && self.0.len() > 1 && (self.has(&["next"]) || at_end)
    }

    /// Whether it is the name of a field with the cursor of the previous page.
    pub(super) fn is_previous_cursor(&self) -> bool {
        let known = self.are_of(&[&CURSOR, &["page", "start", "first", "before", "prev", "previous", "item"]]);
        known && self.0.len() > 1 && (self.says_previous() || self.is_first_item())
    }

    /// Whether it is the cursor of the first item of a page.
    pub(super) fn is_first_item(&self) -> bool {
        self.has(&["start", "first"]) && self.has(&["cursor", "id", "key"])
    }

    /// Whether it is the name of a parameter for how many items to skip.
    pub(super) fn is_offset(&self) -> bool {
        const KNOWN: [&str; 13] = [
            "offset", "skip", "start", "starting", "at", "index", "position", "row", "record", "item", "result",
            "page", "first",
        ];
        let starts = self.has(&["offset", "skip", "start"]) || self.is(&["first", "result"]);
        self.are_of(&[&KNOWN]) && starts
    }

    /// Whether it is the name of a parameter for the number of a page.
    pub(super) fn is_page(&self) -> bool {
        let known = self.are_of(&[&["page", "number", "num", "no", "nr", "index", "current", "id"]]);
        self.is(&["p"]) || (known && self.has(&["page"]))
    }

    /// Whether it is the name of a parameter for how many items a page has.
    pub(super) fn is_size(&self) -> bool {
        const SIZES: [&str; 12] =
            ["limit", "size", "count", "max", "maximum", "per", "take", "top", "rows", "num", "len", "length"];
        const DETAILS: [&str; 6] = ["page", "pagination", "number", "of", "batch", "entries"];
        let known = self.are_of(&[&SIZES, &DETAILS, &UNITS]);
        (known && self.has(&SIZES) && !self.is(&["page", "num"])) || self.is(&["first"])
    }

    /// Whether it is the name of a field with the number of all items; `of` is the name of the list. `count` alone is
    /// often that of this page.
    pub(super) fn is_total(&self, of: Option<&Self>) -> bool {
        let is_of =
            |word: &str| of.is_some_and(|of| of.0.iter().any(|of| english::singular(of) == english::singular(word)));
        let known =
            |word: &&String| word.as_str() == "total" || is_of(word) || Self(vec![(*word).clone()]).are_of(&[&UNITS]);
        (self.has(&["total"]) && self.0.iter().filter(known).count() == self.0.len()) || self.is(&["record", "count"])
    }

    /// Whether it is the name of a field with the number of all pages.
    pub(super) fn is_page_total(&self) -> bool {
        let known = self.are_of(&[&["page", "total", "count", "number", "num", "of", "last"]]);
        let counts = self.has(&["pages"]) || (self.has(&["page"]) && self.has(&["total", "count", "last"]));
        known && counts
    }

    /// Whether it is the name of a flag that says whether there is another page.
    pub(super) fn is_more(&self) -> bool {
        const KNOWN: [&str; 14] = [
            "has",
            "have",
            "more",
            "next",
            "is",
            "page",
            "truncated",
            "available",
            "there",
            "exist",
            "are",
            "list",
            "in",
            "collection",
        ];
        let says = self.has(&["more", "next", "truncated"]) && !self.says_previous();
        says && self.are_of(&[&KNOWN, &UNITS])
    }

    /// Whether it is the name of a flag that says that this page is the last one.
    pub(super) fn is_last(&self) -> bool {
        let says = self.has(&["last", "end", "done", "final", "finished", "exhausted"]);
        says && self
            .are_of(&[&["is", "at", "last", "end", "done", "final", "finished", "exhausted", "page", "list"], &UNITS])
    }

    /// Whether it is the name of a flag that says whether there is a previous page.
    pub(super) fn is_less(&self) -> bool {
        self.are_of(&[&["has", "have", "is", "prev", "previous", "page", "before", "less"], &UNITS])
            && (self.says_previous() || self.has(&["less"]))
    }

    /// Whether it is the name of a field with the URL of a page, by the words that are left besides the page.
    pub(super) fn is_page_url(&self) -> bool {
        const KNOWN: [&str; 12] =
            ["next", "following", "prev", "previous", "odata", "page", "link", "url", "uri", "href", "path", "record"];
        (self.is_url() || self.has(&["path"])) && self.are_of(&[&KNOWN, &["result"]])
    }

    /// Whether it is the name of a parameter about pages.
    pub(super) fn is_paging_parameter(&self) -> bool {
        self.is_cursor() || self.is_cursor_back() || self.is_offset() || self.is_page() || self.is_size()
    }

    /// Whether it is the name of a field that an object about pages has.
    pub(super) fn is_of_pages(&self) -> bool {
        self.is_paging_parameter()
            || self.is_next_cursor()
            || self.is_previous_cursor()
            || self.is_more()
            || self.is_less()
            || self.is_last()
            || self.is_total(None)
            || self.is_page_total()
            || self.is_page_url()
            || self.is(&["next"])
            || self.is(&["previous"])
            || self.is(&["prev"])
    }

    /// Whether it names a URL.
    pub(super) fn is_url(&self) -> bool {
        self.has(&["url", "uri", "link", "links", "href"])
    }

    /// Whether it is the name of an object about pages, which holds no items.
    pub(super) fn is_about_pages(&self) -> bool {
        const ABOUT: [&str; 10] =
            ["pagination", "paging", "page", "pager", "meta", "metadata", "cursor", "link", "next", "previous"];
        self.are_of(&[&ABOUT, &["prev", "info", "information", "detail", "response", "result", "list", "data"]])
            && self.has(&ABOUT)
            || self.are_of(&[&["page", "cursor", "link"]])
            || self.is(&["result", "info"])
    }

    /// Whether it is the name of an object that holds what a response is about.
    pub(super) fn is_container(&self) -> bool {
        self.are_of(&[&["data", "result", "response", "payload", "body", "embedded", "d"]])
    }

    /// Returns how early an object of this name is searched for links to other pages; `None` if its name says nothing
    /// about pages or responses. Where an API has two, `page_info` is usually the older one.
    pub(super) fn rank_as_envelope(&self) -> Option<usize> {
        const FIRST: [&str; 4] = ["pagination", "paging", "page", "metadata"];
        let is_info = self.has(&["info"]);
        let first = || FIRST.iter().position(|word| self.has(&[word])).unwrap_or(FIRST.len());
        let about =
            self.is_about_pages().then(|| if self.says_previous() { 9 } else { first() + usize::from(is_info) });
        about.or_else(|| self.is_container().then_some(10))
    }

    /// Whether it is the name of a list beside the items of a page.
    pub(super) fn is_beside(&self) -> bool {
        let about_itself = ["error", "warning", "notice", "message", "link", "facet", "aggregation", "scope", "schema"];
        self.are_of(&[&about_itself, &["included", "unreachable", "unreachables"]])
    }

    /// How usual it is as the name of the items of a page; the lowest number is the most usual.
    pub(super) fn rank_of_items(&self) -> Option<usize> {
        const USUAL: [&str; 15] = [
            "items",
            "data",
            "results",
            "values",
            "entries",
            "records",
            "list",
            "resources",
            "value",
            "objects",
            "elements",
            "content",
            "rows",
            "hits",
            "result",
        ];
        USUAL.iter().position(|usual| self.is(&[usual]))
    }
}

/// Splits a word into terms of paging: the fewest that fit.
fn unglued(word: &str) -> Option<Vec<String>> {
    if GLUED.contains(&word) || word.len() > 40 || !word.is_ascii() {
        return None;
    }
    // For each end, the fewest terms up to it.
    let mut best: Vec<Option<Vec<&str>>> = vec![None; word.len() + 1];
    best[0] = Some(Vec::new());
    for end in 1..=word.len() {
        let terms = GLUED.iter().filter(|term| word[..end].ends_with(**term));
        let found = terms.filter_map(|term| {
            let mut before = best[end - term.len()].clone()?;
            before.push(term);
            Some(before)
        });
        best[end] = found.min_by_key(Vec::len);
    }
    let terms = best.pop().flatten()?;
    Some(terms.into_iter().map(str::to_owned).collect())
}

#[cfg(test)]
mod tests {
    use super::Words;

    #[test]
    fn names_are_split_into_terms() {
        for (name, words) in [
            ("@odata.nextLink", "odata next link"),
            ("page[after]", "page after"),
            ("X-Nomad-NextToken", "x nomad next token"),
            ("nextpagetoken", "next page token"),
            ("startat", "start at"),
            ("tokenize", "tokenize"),
        ] {
            assert_eq!(Words::of(name).0.join(" "), words, "{name}");
        }
    }

    #[test]
    fn a_name_has_a_role_by_all_of_its_words() {
        let all = |names: &[&str], role: fn(&Words) -> bool| names.iter().filter(|name| role(&Words::of(name))).count();
        let cursors =
            ["after", "page_token", "startingAfter", "marker", "page[cursor]", "exclusiveStartKey", "scrollId"];
        assert_eq!(all(&cursors, Words::is_cursor), cursors.len());
        assert_eq!(all(&["created_after", "token", "page", "key", "before", "api_key", "id"], Words::is_cursor), 0);
        let next = ["nextCursor", "end_cursor", "last_id", "X-Next-Page", "LastEvaluatedKey", "next_page"];
        assert_eq!(all(&next, Words::is_next_cursor), next.len() - 1);
        assert_eq!(all(&["next_billing_id", "last_name", "cursor", "prev_cursor"], Words::is_next_cursor), 0);
        let more = ["hasMore", "has_next_page", "next_page", "is_truncated", "moreResults"];
        assert_eq!(all(&more, Words::is_more), more.len());
        assert_eq!(all(&["has_attachments", "has_previous", "incomplete_results"], Words::is_more), 0);
        assert_eq!(all(&["done", "isLast", "last_page", "end_of_records"], Words::is_last), 4);
        assert_eq!(
            all(&["offset", "skip", "startAt", "startIndex", "first_result", "page[offset]"], Words::is_offset),
            6
        );
        assert_eq!(all(&["page", "page_number", "pageNo", "page[number]", "p"], Words::is_page), 5);
        assert_eq!(all(&["limit", "per_page", "pageSize", "max_results", "page[size]", "first"], Words::is_size), 6);
        assert_eq!(all(&["page_size_in_bytes", "rate_limit", "page", "discount"], Words::is_size), 0);
    }
}
