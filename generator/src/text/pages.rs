//! The targets of links: pages of the web and mail addresses. Relative links lead to the document's website.

use std::collections::BTreeMap;

use super::safe;

/// The base URLs of relative links. The default has none, so relative links become text.
#[derive(Clone, Debug, Default)]
pub(crate) struct Pages {
    websites: BTreeMap<String, String>,
    base: Option<String>,
    own: BTreeMap<String, String>,
}

impl Pages {
    /// Pages on websites by the first segment of their path (the empty one stands for all other segments), and a URL
    /// that everything else is relative to.
    pub(crate) fn new(websites: BTreeMap<String, String>, base: Option<String>) -> Self {
        Self { websites, base, own: BTreeMap::new() }
    }

    /// Returns these pages with targets of our own, by what texts call them; the empty text stands for the page itself.
    pub(crate) fn with_own(&self, own: BTreeMap<String, String>) -> Self {
        Self { own, ..self.clone() }
    }

    /// Returns a target of our own, with its anchor.
    fn own(&self, url: &str) -> Option<String> {
        let (path, anchor) = url.split_once('#').map_or((url, None), |(path, anchor)| (path, Some(anchor)));
        let own = self.own.get(path)?;
        let is_plain = |anchor: &&str| anchor.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | '.'));
        Some(anchor.filter(is_plain).map_or_else(|| own.clone(), |anchor| format!("{own}#{anchor}")))
    }

    /// Returns the target of a link as it may stand in Markdown; `None` if it leads nowhere.
    ///
    /// A target that begins with a slash is a path of a website, one with `./` or `../` is relative to the page that
    /// the document names (RFC 3986, section 5.2; browsers resolve the dots). Any other text without a scheme
    /// is no link: `[a-z](?:-[a-z])*` is a pattern.
    pub(super) fn target(&self, url: &str) -> Option<String> {
        let url = url.trim();
        if let Some(own) = self.own(url) {
            return Some(own);
        }
        let absolute = if url.starts_with("//") {
            format!("https:{url}")
        } else if let Some(path) = url.strip_prefix('/') {
            let segment = path.split(['/', '?', '#']).next().unwrap_or_default();
            let website = self.websites.get(segment).or_else(|| self.websites.get("")).map(String::as_str);
            format!("{}{url}", website.or_else(|| self.base.as_deref().map(origin))?)
        } else if url.starts_with("./") || url.starts_with("../") {
            format!("{}/{url}", directory(self.base.as_deref()?))
        } else {
            url.to_owned()
        };
        safe::target(&absolute)
    }
}

/// Scheme and host of an absolute URL.
fn origin(url: &str) -> &str {
    let host = url.find("://").map_or(0, |at| at + 3);
    let end = url[host..].find(['/', '?', '#']).map_or(url.len(), |at| host + at);
    &url[..end]
}

/// An absolute URL up to the last slash of its path.
fn directory(url: &str) -> &str {
    let path = &url[..url.find(['?', '#']).unwrap_or(url.len())];
    let origin = origin(path);
    path.rfind('/').filter(|at| *at >= origin.len()).map_or(origin, |at| &path[..at])
}

#[cfg(test)]
mod tests {
    use super::Pages;

    #[test]
    fn relative_links_lead_to_pages() {
        let websites = [("docs", "https://docs.example"), ("", "https://www.example")];
        let websites = websites.map(|(segment, website)| (segment.to_owned(), website.to_owned())).into();
        let pages = Pages::new(websites, Some("https://base.example/a/b?c".to_owned()));
        let bare = Pages::new([].into(), Some("https://base.example".to_owned()));
        for (url, target, without) in [
            ("/docs/a#b", Some("https://docs.example/docs/a#b"), Some("https://base.example/docs/a#b")),
            ("/a(", Some("https://www.example/a%28"), Some("https://base.example/a%28")),
            ("../c", Some("https://base.example/a/../c"), Some("https://base.example/../c")),
            ("//x.example/a", Some("https://x.example/a"), Some("https://x.example/a")),
            ("http://x.example", Some("http://x.example"), Some("http://x.example")),
            ("javascript:a", None, None),
            ("#a", None, None),
            ("?:a", None, None),
            ("0-9", None, None),
        ] {
            assert_eq!(pages.target(url).as_deref(), target, "{url}");
            assert_eq!(bare.target(url).as_deref(), without, "{url}");
        }
        assert_eq!(Pages::default().target("/a"), None);
        assert_eq!(Pages::default().target("./a"), None);
    }
}
