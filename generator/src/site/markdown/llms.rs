//! `llms.txt`, the list of all pages for language models (llmstxt.org), and `llms-full.txt`, which has the pages.

use super::inline::{code, label};
use crate::site::Cx;
use crate::site::page::PageId;
use crate::text::{self, own};
use crate::tree::{File, MARK};

/// A page as Markdown.
pub(in crate::site) struct Written {
    pub(in crate::site) id: PageId,
    /// What it is about, in a line.
    pub(in crate::site) summary: String,
    pub(in crate::site) text: String,
}

/// The bytes of pages in `llms-full.txt` at most.
const MOST: usize = 8 << 20;

/// The most bytes of the title of the API, so that the mark is near the beginning of the file.
const TITLE: usize = 140;

/// The most bytes of the line about a page, and about the API.
const SUMMARY: usize = 300;

/// Returns both files, of all pages in their order.
pub(in crate::site) fn files(cx: Cx<'_>, pages: &[Written]) -> [File; 2] {
    let file = |path: &str, text: String| File { path: path.to_owned(), text };
    let about = "All pages of the reference, one below the other. Each begins with its address; links in it are relative to \
                 that.";
    let listed: Vec<Listed<'_>> = pages
        .iter()
        .map(|page| Listed { address: address(cx, page.id), entry: entry(cx, page), text: &page.text })
        .collect();
    [file("llms.txt", list(cx, pages)), file("llms-full.txt", full(head(cx, about), &listed, MOST))]
}

/// A page for the file of all pages.
struct Listed<'a> {
    address: String,
    /// The line about it.
    entry: String,
    text: &'a str,
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

fn list(cx: Cx<'_>, pages: &[Written]) -> String {
    let krate = code(&cx.names.package);
    let mut list =
        head(cx, &format!("The pages of the reference of this API and of its Rust SDK, the package {krate}."));
    let mut section = None;
    for page in pages {
        let own = title(cx, page.id);
        if section.as_ref() != Some(&own) {
            list.push_str(&format!("\n{}\n\n", own::heading(2, &own)));
            section = Some(own);
        }
        list.push_str(&entry(cx, page));
    }
    list
}

/// Returns the section that a page belongs to.
fn title(cx: Cx<'_>, id: PageId) -> String {
    match id {
        PageId::Overview | PageId::Changes => "Overview".to_owned(),
        PageId::Guide(_) => "Guides".to_owned(),
        PageId::Resource(resource) => calls(cx, resource),
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
fn entry(cx: Cx<'_>, page: &Written) -> String {
    let label = label(&cx.label(page.id));
    let endpoint = match page.id {
        PageId::Operation(id) => {
            let operation = &cx.api.operations[id.index()];
            Some(code(&format!("{} {}", operation.method.as_str(), operation.path)))
        }
        _ => None,
    };
    let is_new = |summary: &String| {
        !summary.is_empty() && endpoint.as_ref().is_none_or(|endpoint| endpoint.trim_matches('`') != summary)
    };
    let summary = Some(short(&page.summary, SUMMARY)).filter(is_new).map(|summary| text::plain(&summary));
    let about: Vec<String> = endpoint.into_iter().chain(summary).collect();
    let colon = if about.is_empty() { "" } else { ": " };
    format!("- [{label}]({}){colon}{}\n", address(cx, page.id), about.join(" "))
}

/// Returns where the Markdown of a page is: as a URL, if it is known where the site will be.
fn address(cx: Cx<'_>, id: PageId) -> String {
    let path = cx.addresses.of_page(id);
    cx.base_url.map_or_else(|| format!("{path}.md"), |base| format!("{base}/{path}.md"))
}

/// Returns all pages, one below the other, as far as there is room; then the list of the others.
fn full(head: String, pages: &[Listed<'_>], most: usize) -> String {
    let mut text = head;
    let mut room = most;
    // Those behind a page without room are left out as well, so that what is there has no gaps.
    let fits = |page: &&Listed<'_>| {
        let left = room.checked_sub(page.text.len());
        room = left.unwrap_or(room);
        left.is_some()
    };
    let shown = pages.iter().take_while(fits).count();
    for page in &pages[..shown] {
        let content = page.text.trim_start_matches(&format!("<!-- {MARK} -->")).trim();
        text.push_str(&format!("\n---\n\nPage: {}\n\n{content}\n", page.address));
    }
    let left = &pages[shown..];
    if !left.is_empty() {
        let count = left.len();
        let many = if count == 1 { "page is" } else { "pages are" };
        text.push_str(&format!(
            "\n---\n\n{}\n\nThis file has at most {most} bytes of pages. {count} more {many} not in it:\n\n",
            own::heading(1, "Further pages")
        ));
        left.iter().for_each(|page| text.push_str(&page.entry));
    }
    text
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
    use super::{Listed, full, short};

    #[test]
    fn pages_without_room_are_listed() {
        let page = |name: &str, text: &'static str| Listed {
            address: format!("{name}.md"),
            entry: format!("- [{name}]({name}.md)\n"),
            text,
        };
        let pages =
            [page("a", "<!-- @generated by sdkgen -->\n\n# A\n"), page("b", "# B is long\n"), page("c", "# C\n")];
        let all = full(String::new(), &pages, 1000);
        assert!(all.contains("Page: a.md\n\n# A\n") && all.contains("# C") && !all.contains("Further"), "{all}");
        let some = full(String::new(), &pages, 40);
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
