//! The pages of a site, read by an HTML parser of others: what they say, and where their links lead. Knows how pages
//! are written, not how they are made.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::path::Path;
use std::{fs, iter};

use pulldown_cmark::{Event, Parser, Tag, TagEnd};
use scraper::{ElementRef, Html, Selector};

use super::words::{of_element, own_words};
use crate::crates;

/// A site.
pub(super) struct Site {
    /// The pages, by their paths from the root of the site.
    pub(super) pages: BTreeMap<String, Page>,
}

/// A page.
#[derive(Default)]
pub(super) struct Page {
    /// Its size in bytes.
    pub(super) bytes: usize,
    /// The endpoint of an operation: `GET /pets`.
    pub(super) endpoint: Option<String>,
    /// Its rows.
    pub(super) rows: Vec<Row>,
    /// The words of each text of the document, and of each cell of a table.
    pub(super) texts: Vec<String>,
    /// Every anchor.
    pub(super) ids: HashSet<String>,
    /// Anchors that occur twice.
    pub(super) repeated: Vec<String>,
    /// Where its links lead, and what it loads.
    pub(super) links: BTreeSet<String>,
    /// Code blocks, as they can be copied.
    pub(super) codes: Vec<String>,
    /// Whether it leads to its Markdown, since that has more.
    is_cut: bool,
    /// The code blocks of the page in Markdown, if a text leads there because it has more.
    pub(super) whole: Vec<String>,
}

/// A row of a page: a parameter, a property, a value.
pub(super) struct Row {
    /// Its name.
    pub(super) name: String,
    /// Its words, without those of the rows within it.
    pub(super) own: String,
    /// All its words.
    pub(super) all: String,
}

/// The selectors that pages are read by.
struct Selectors {
    main: Selector,
    endpoint: Selector,
    row: Selector,
    name: Selector,
    text: Selector,
    link: Selector,
    id: Selector,
    code: Selector,
    more: Selector,
}

impl Selectors {
    fn new() -> Self {
        let of = |text: &str| Selector::parse(text).expect("it is a selector");
        Self {
            main: of("main"),
            endpoint: of("main > p.endpoint"),
            row: of("main ul.rows > li, main ul.values > li"),
            name: of("div.head > a > code"),
            text: of("main .prose, main td, main p, main summary"),
            link: of("[href], [src]"),
            id: of("[id]"),
            code: of("main pre > code"),
            more: of("main details > p > a[href$='.md'], main section > p > a[href$='.md']"),
        }
    }
}

impl Site {
    /// Reads the pages of a folder.
    pub(super) fn read(folder: &Path) -> Result<Self, String> {
        let selectors = Selectors::new();
        let mut pages = BTreeMap::new();
        for path in crates::files(folder)? {
            if path.extension().is_none_or(|ending| ending != "html") {
                continue;
            }
            let text = crates::text(&path)?;
            let relative = path.strip_prefix(folder).unwrap_or(&path).to_string_lossy().replace('\\', "/");
            let mut page = Page::read(&text, &selectors);
            if page.is_cut {
                page.whole = blocks(&crates::text(&path.with_extension("md"))?);
            }
            pages.insert(relative, page);
        }
        Ok(Self { pages })
    }

    /// Returns the links that lead nowhere within the site, each with the page that has it.
    pub(super) fn dead_links(&self, folder: &Path) -> Vec<String> {
        let mut files: HashMap<String, bool> = HashMap::new();
        let mut dead = Vec::new();
        for (path, page) in &self.pages {
            for link in &page.links {
                let is_outside = ["http://", "https://", "mailto:"].iter().any(|start| link.starts_with(start));
                if is_outside {
                    continue;
                }
                let (file, anchor) = link.split_once('#').unwrap_or((link, ""));
                let target = resolved(path, file);
                let is_there = |target: &str| folder.join(target).is_file();
                let known = *files.entry(target.clone()).or_insert_with(|| is_there(&target));
                let has_anchor =
                    || anchor.is_empty() || self.pages.get(&target).is_some_and(|page| page.ids.contains(anchor));
                if !known || !has_anchor() {
                    dead.push(format!("{path}: {link}"));
                }
            }
        }
        dead
    }
}

impl Page {
    fn read(text: &str, selectors: &Selectors) -> Self {
        let html = Html::parse_document(text);
        let mut page = Self { bytes: text.len(), ..Self::default() };
        page.endpoint = html.select(&selectors.endpoint).next().map(|one| plain(one).trim().to_owned());
        for row in html.select(&selectors.row) {
            let name = row.select(&selectors.name).next().map(plain).unwrap_or_default();
            page.rows.push(Row { name, own: own_words(row), all: of_element(row) });
        }
        page.texts = html.select(&selectors.text).map(of_element).filter(|text| text.len() > 1).collect();
        for one in html.select(&selectors.id) {
            let id = one.attr("id").unwrap_or_default().to_owned();
            if !page.ids.insert(id.clone()) {
                page.repeated.push(id);
            }
        }
        let links = html.select(&selectors.link).filter_map(|one| one.attr("href").or(one.attr("src")));
        page.links = links.map(str::to_owned).collect();
        page.codes = html.select(&selectors.code).map(plain).collect();
        page.is_cut = html.select(&selectors.more).next().is_some();
        // A page without its main part says nothing.
        if html.select(&selectors.main).next().is_none() {
            page.texts.clear();
        }
        page
    }
}

/// Returns the text of an element as it is shown.
fn plain(element: ElementRef<'_>) -> String {
    element.text().collect()
}

/// Returns the code blocks of a Markdown text.
fn blocks(text: &str) -> Vec<String> {
    let mut blocks = Vec::new();
    let mut block: Option<String> = None;
    for event in Parser::new(text) {
        match (event, &mut block) {
            (Event::Start(Tag::CodeBlock(_)), _) => block = Some(String::new()),
            (Event::Text(text), Some(block)) => block.push_str(&text),
            (Event::End(TagEnd::CodeBlock), _) => blocks.extend(block.take()),
            _ => {}
        }
    }
    blocks
}

/// Returns the path that a relative link of a page leads to.
fn resolved(page: &str, link: &str) -> String {
    if link.is_empty() {
        return page.to_owned();
    }
    let folder = page.rsplit_once('/').map_or("", |(folder, _)| folder);
    let mut steps: Vec<&str> = folder.split('/').filter(|step| !step.is_empty()).collect();
    for step in link.split('/') {
        match step {
            ".." => {
                steps.pop();
            }
            "." | "" => {}
            step => steps.push(step),
        }
    }
    steps.join("/")
}

/// Returns all files of a folder with their sizes.
pub(super) fn sizes(folder: &Path) -> Result<Vec<(String, u64)>, String> {
    let sized = crates::files(folder)?.into_iter().flat_map(|path| {
        let size = fs::metadata(&path).map_or(0, |data| data.len());
        let relative = path.strip_prefix(folder).unwrap_or(&path).to_string_lossy().into_owned();
        iter::once((relative, size))
    });
    Ok(sized.collect())
}

#[cfg(test)]
mod tests {
    use super::{Page, Selectors, resolved};

    #[test]
    fn a_page_is_read_as_it_is_shown() {
        let html = "<main id=m><p class=endpoint><span>GET</span> <code>/a/<var>{b}</var></code></p>\
                    <ul class=rows><li id=x><div class=head><a href=#x><code>limit</code></a></div>\
                    <div class=prose><p>At <b>most</b>.</p></div><ul class=values><li id=y><div class=head>\
                    <a href=#y><code>all</code></a></div>others</li></ul></li></ul><pre><code>a &lt; b</code></pre></main>";
        let page = Page::read(html, &Selectors::new());
        assert_eq!(page.endpoint.as_deref(), Some("GET /a/{b}"));
        let rows: Vec<[&str; 3]> = page.rows.iter().map(|row| [row.name.as_str(), &row.own, &row.all]).collect();
        let all = " limit at most all others ";
        assert_eq!(rows, [["limit", " limit at most ", all], ["all", " all others ", " all others "]]);
        assert!(page.texts.contains(&" at most ".to_owned()), "{:?}", page.texts);
        assert!(page.ids.contains("x") && page.links.contains("#x"));
        assert_eq!(page.codes, ["a < b"]);
    }

    #[test]
    fn links_are_relative_to_their_page() {
        assert_eq!(resolved("a/b/c.html", "../d.html"), "a/d.html");
        assert_eq!(
            (resolved("a.html", "style.css"), resolved("x/a.html", "")),
            ("style.css".into(), "x/a.html".into())
        );
    }
}
