//! `llms.txt`, the list of all pages for language models (llmstxt.org), and `llms-full.txt`, which has the pages.

use std::fmt::Write as _;

use super::inline::{code, label};
use crate::site::Cx;
use crate::site::page::PageId;
use crate::text::{self, own};
use crate::tree::{File, MARK};

/// The bytes of pages in `llms-full.txt` at most.
const MOST: usize = 8 << 20;

/// The most bytes of the title of the API, so that the mark is near the beginning of the file.
const TITLE: usize = 140;

/// The most bytes of the line about a page, and about the API.
const SUMMARY: usize = 300;

/// Both files, while pages are added in their order.
pub(in crate::site) struct Lists {
    list: String,
    /// The section of the last page in the list.
    section: Option<String>,
    full: Full,
}

impl Lists {
    pub(in crate::site) fn new(cx: Cx<'_>) -> Self {
        let about = "All pages of the reference, one below the other. Each begins with its address; links in it are relative to \
                     that.";
        let krate = code(&cx.names.package);
        let list =
            head(cx, &format!("The pages of the reference of this API and of its Rust SDK, the package {krate}."));
        Self { list, section: None, full: Full::new(head(cx, about), MOST) }
    }

    /// Adds a page, with its Markdown unless there was no room for an earlier one. Returns whether there still is.
    pub(in crate::site) fn add(&mut self, cx: Cx<'_>, id: PageId, summary: &str, text: Option<&str>) -> bool {
        let own = title(cx, id);
        if self.section.as_ref() != Some(&own) {
            // Writing to a string cannot fail.
            let _ = write!(self.list, "\n{}\n\n", own::heading(2, &own));
            self.section = Some(own);
        }
        let (address, entry) = (address(cx, id), entry(cx, id, summary));
        self.list.push_str(&entry);
        self.full.add(&address, &entry, text);
        self.full.left.is_empty()
    }

    /// Returns both files.
    pub(in crate::site) fn files(self) -> [File; 2] {
        let file = |path: &str, text: String| File { path: path.to_owned(), text };
        [file("llms.txt", self.list), file("llms-full.txt", self.full.finish())]
    }
}

/// Returns the beginning of both files: the title and a summary, then the mark of generated files.
fn head(cx: Cx<'_>, about: &str) -> String {
    let title = own::heading(1, &short(cx.title(), TITLE));
    let described = cx.api.docs.description.as_deref().map(|text| text::phrase(text, cx.pages));
    let summary = match described.filter(|text| !text.is_empty()) {
        Some(phrase) if phrase.len() <= SUMMARY => phrase,
        Some(phrase) => text::plain(&short(&text::words(&phrase, cx.pages), SUMMARY)),
        None => format!("The reference of {} and its Rust SDK.", text::plain(&short(cx.title(), TITLE))),
    };
    format!("{title}\n\n> {summary}\n\n<!-- {MARK} -->\n\n{about}\n")
}

/// Returns the section that a page belongs to.
fn title(cx: Cx<'_>, id: PageId) -> String {
    match id {
        PageId::Overview | PageId::Changes => "Overview".to_owned(),
        PageId::Guide(_) => "Guides".to_owned(),
        PageId::Resource(resource) | PageId::Methods(resource, _) => calls(cx, resource),
        PageId::Operation(id) | PageId::Examples(id) => calls(cx, cx.api.operations[id.index()].resource),
        PageId::Models | PageId::ModelGroup(_) | PageId::Model(_) => "Models".to_owned(),
        PageId::Events | PageId::Event(_) => "Webhooks".to_owned(),
    }
}

fn calls(cx: Cx<'_>, resource: crate::ir::ResourceId) -> String {
    let steps = cx.api.path_to(resource).into_iter().map(|id| cx.names.resource(id).accessor.as_str().to_owned());
    steps.collect::<Vec<_>>().join(".")
}

/// Returns the line about a page, with a link to it.
fn entry(cx: Cx<'_>, id: PageId, summary: &str) -> String {
    let label = label(&cx.label(id));
    let endpoint = match id {
        PageId::Operation(id) => {
            let operation = &cx.api.operations[id.index()];
            Some(code(&format!("{} {}", operation.method.as_str(), operation.path)))
        }
        _ => None,
    };
    let is_new = |summary: &String| {
        !summary.is_empty() && endpoint.as_ref().is_none_or(|endpoint| endpoint.trim_matches('`') != summary)
    };
    let summary = Some(short(summary, SUMMARY)).filter(is_new).map(|summary| text::plain(&summary));
    let about: Vec<String> = endpoint.into_iter().chain(summary).collect();
    let colon = if about.is_empty() { "" } else { ": " };
    format!("- [{label}]({}){colon}{}\n", address(cx, id), about.join(" "))
}

/// Returns where the Markdown of a page is: as a URL, if it is known where the site will be.
fn address(cx: Cx<'_>, id: PageId) -> String {
    let path = cx.addresses.of_page(id);
    cx.base_url.map_or_else(|| format!("{path}.md"), |base| format!("{base}/{path}.md"))
}

/// All pages, one below the other, as far as there is room; then the list of the others.
struct Full {
    text: String,
    /// The most bytes of pages, and what is left of them.
    most: usize,
    room: usize,
    /// The entries of the pages without room. Those behind such a page are left out as well, so that what is there has
    /// no gaps.
    left: Vec<String>,
}

impl Full {
    fn new(head: String, most: usize) -> Self {
        Self { text: head, most, room: most, left: Vec::new() }
    }

    fn add(&mut self, address: &str, entry: &str, text: Option<&str>) {
        let fits = |text: &str| self.room.checked_sub(text.len()).filter(|_| self.left.is_empty());
        let Some((text, room)) = text.and_then(|text| Some((text, fits(text)?))) else {
            self.left.push(entry.to_owned());
            return;
        };
        self.room = room;
        let content = text.trim_start_matches(&format!("<!-- {MARK} -->")).trim();
        // Writing to a string cannot fail.
        let _ = write!(self.text, "\n---\n\nPage: {address}\n\n{content}\n");
    }

    fn finish(mut self) -> String {
        let count = self.left.len();
        if count > 0 {
            let many = if count == 1 { "page is" } else { "pages are" };
            let _ = write!(
                self.text,
                "\n---\n\n{}\n\nThis file has at most {} bytes of pages. {count} more {many} not in it:\n\n",
                own::heading(1, "Further pages"),
                self.most
            );
            self.text.extend(self.left);
        }
        self.text
    }
}

/// Returns the beginning of a text in one line, of so many bytes; three dots say that there is more.
fn short(text: &str, most: usize) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.len() <= most {
        return line;
    }
    let end = (0..=most).rev().find(|at| line.is_char_boundary(*at)).unwrap_or_default();
    let cut = line[..end].rfind(' ').filter(|at| *at > end / 2).unwrap_or(end);
    format!("{} …", &line[..cut])
}

#[cfg(test)]
mod tests {
    use super::{Full, short};

    #[test]
    fn pages_without_room_are_listed() {
        let pages = [("a", "<!-- @generated by sdkgen -->\n\n# A\n"), ("b", "# B is long\n"), ("c", "# C\n")];
        let full = |most: usize| {
            let mut full = Full::new(String::new(), most);
            for (name, text) in pages {
                full.add(&format!("{name}.md"), &format!("- [{name}]({name}.md)\n"), Some(text));
            }
            full.finish()
        };
        let all = full(1000);
        assert!(all.contains("Page: a.md\n\n# A\n") && all.contains("# C") && !all.contains("Further"), "{all}");
        let some = full(40);
        let end = "# Further pages\n\nThis file has at most 40 bytes of pages. 2 more pages are not in it:\n\n- [b](b.md)\n- [c](c.md)\n";
        assert!(some.contains("# A") && !some.contains("# B") && some.ends_with(end), "{some}");
    }

    #[test]
    fn long_lines_end_with_dots() {
        assert_eq!(short("one two", 7), "one two");
        assert_eq!(short("one two three", 9), "one two …");
        assert_eq!(short("ééé", 3), "é …");
    }
}
