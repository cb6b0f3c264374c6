//! Finds which websites the texts of a document link to. A relative link has no host; the absolute links of the same
//! document show which host has such pages. Knows JSON; neither Markdown nor HTML beyond how a link begins.

use std::collections::BTreeMap;

use serde_json::Value;

/// Websites by the first segment of the paths that relative links lead to: `docs` → `https://example.com`.
///
/// A segment that is never used in an absolute link has the website that the other relative links of the document lead
/// to most often, under the empty segment.
pub type Websites = BTreeMap<String, String>;

/// How often each website is linked to, by the first segment of the path.
type Counts<'a> = BTreeMap<&'a str, BTreeMap<&'a str, usize>>;

/// The text before the target of a link in Markdown and in HTML.
const LINKS: [&str; 3] = ["](", "href=\"", "href='"];

/// Finds the websites that the texts of a document link to.
pub(super) fn find(root: &Value) -> Websites {
    let mut relative: BTreeMap<&str, usize> = BTreeMap::new();
    each_link(root, "", &mut |target| {
        if let Some(path) = target.strip_prefix('/') {
            *relative.entry(segment(path)).or_default() += 1;
        }
    });
    relative.remove("");
    if relative.is_empty() {
        return Websites::new();
    }
    let mut absolute = Counts::new();
    each_link(root, "", &mut |target| {
        let Some((website, path)) = website(target) else { return };
        let segment = segment(path);
        if relative.contains_key(segment) {
            *absolute.entry(segment).or_default().entry(website).or_default() += 1;
        }
    });
    let mut usual: BTreeMap<&str, usize> = BTreeMap::new();
    let mut websites = Websites::new();
    for (segment, counts) in &absolute {
        let Some(website) = most_frequent(counts) else { continue };
        *usual.entry(website).or_default() += relative.get(segment).copied().unwrap_or_default();
        websites.insert((*segment).to_owned(), website.to_owned());
    }
    if let Some(website) = most_frequent(&usual) {
        websites.insert(String::new(), website.to_owned());
    }
    websites
}

/// Splits an absolute URL of a page into its website and the path after the first slash.
fn website(url: &str) -> Option<(&str, &str)> {
    let scheme = ["https://", "http://"].into_iter().find(|scheme| url.starts_with(scheme))?;
    let host = &url[scheme.len()..];
    let end = host.find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | ':')))?;
    let path = host[end..].strip_prefix('/').filter(|_| end > 0)?;
    Some((&url[..scheme.len() + end], path))
}

/// Returns the most frequent entry; of several, the first in alphabetical order.
fn most_frequent<'a>(counts: &BTreeMap<&'a str, usize>) -> Option<&'a str> {
    counts.iter().rev().max_by_key(|(_, count)| **count).map(|(website, _)| *website)
}

/// Returns the first segment of the rest of a path.
fn segment(path: &str) -> &str {
    path.split(|c: char| c.is_whitespace() || "/?#)\"'<>\\`,".contains(c)).next().unwrap_or_default()
}

/// Calls `found` with each target of a link and the text after it: links in texts, and properties called `url`, such as
/// that of `externalDocs`.
fn each_link<'a>(value: &'a Value, key: &str, found: &mut impl FnMut(&'a str)) {
    match value {
        Value::String(text) if key == "url" => found(text),
        Value::String(text) => {
            let links = LINKS.iter().flat_map(|mark| text.match_indices(mark));
            links.for_each(|(at, mark)| found(&text[at + mark.len()..]));
        }
        Value::Array(items) => items.iter().for_each(|item| each_link(item, "", found)),
        Value::Object(members) => members.iter().for_each(|(key, value)| each_link(value, key, found)),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::find;

    #[test]
    fn absolute_links_show_where_relative_ones_lead() {
        let document = json!({
            "a": "See [a](/docs/a) and <a href=\"/blog/b\">b</a>, [c](/c).",
            "b": ["[d](https://x.example/docs/b)", "<a href='http://y.example:80/docs/c'> [e](https://x.example/docs)"],
            "c": {"externalDocs": {"url": "https://z.example/blog?"}, "e": "https://api.example/docs"},
        });
        let found = find(&document);
        let expected = [("", "https://x.example"), ("blog", "https://z.example"), ("docs", "https://x.example")];
        let expected = expected.map(|(segment, website)| (segment.to_owned(), website.to_owned()));
        assert_eq!(found.into_iter().collect::<Vec<_>>(), expected);
    }

    #[test]
    fn without_relative_links_or_without_absolute_ones_there_is_none() {
        assert!(find(&json!({"url": "https://x.example/docs"})).is_empty());
        assert!(
            find(&json!({"a": "[a](/docs) [b](https://x.example/other) [c](://x/docs) [d](ftp://x/docs)"})).is_empty()
        );
    }
}
