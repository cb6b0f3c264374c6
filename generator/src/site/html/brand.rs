//! What the configuration adds to every page, and what links a page to its other forms.

use crate::config::Docs;
use crate::site::page::PageId;
use crate::site::{Cx, accent};
use crate::text::Html;
use crate::tree::{File, MARK};

/// Adds the links of a page to its Markdown, its URL and the style of the configuration to its head.
pub(super) fn head(cx: Cx<'_>, id: PageId, html: &mut Html) {
    let markdown = cx.addresses.between(id, id, "md", None);
    html.open("link", &[("rel", "alternate"), ("type", "text/markdown"), ("href", &markdown)]).constant("\n");
    if let Some(base) = cx.base_url {
        let url = format!("{}/{}", base.trim_end_matches('/'), cx.addresses.file(id, "html"));
        html.open("meta", &[("property", "og:url"), ("content", &url)]).constant("\n");
    }
    if has_style(cx.docs) {
        let url = format!("{}brand.css", cx.addresses.root(id));
        html.open("link", &[("rel", "stylesheet"), ("href", &url)]).constant("\n");
    }
}

/// Adds the image of the configuration; the title beside it says what it shows.
pub(super) fn logo(cx: Cx<'_>, id: PageId, html: &mut Html) {
    let Some(logo) = cx.logo else { return };
    let (url, width) = (format!("{}logo.svg", cx.addresses.root(id)), (logo.width * HEIGHT / 100).to_string());
    html.constant("<img alt=\"\"");
    html.attributes(&[("src", &url), ("width", &width), ("height", &HEIGHT.to_string())]).constant(">");
}

/// The height of the image in pixels.
const HEIGHT: u32 = 28;

/// Adds the links of the configuration to the header.
pub(super) fn links(cx: Cx<'_>, html: &mut Html) {
    if cx.docs.links.is_empty() {
        return;
    }
    html.constant("<nav class=\"links\" aria-label=\"Links\">");
    cx.docs.links.iter().for_each(|link| web(&link.url, &link.label, html));
    html.constant("</nav>");
}

/// Adds the links of the configuration to the tree, for screens whose header is too narrow.
pub(super) fn further(cx: Cx<'_>, html: &mut Html) {
    for link in &cx.docs.links {
        html.element("li", &[("class", "link")], |inside| web(&link.url, &link.label, inside));
    }
}

fn web(url: &str, label: &str, html: &mut Html) {
    html.leaf("a", &[("href", url), ("rel", "noreferrer")], label);
}

fn has_style(docs: &Docs) -> bool {
    docs.accent.is_some() || docs.logo.is_some() || !docs.links.is_empty()
}

/// Returns the style of the configuration, and its image.
pub(in crate::site) fn files(cx: Cx<'_>) -> Vec<File> {
    let mut files = Vec::new();
    if has_style(cx.docs) {
        let colour = cx.docs.accent.as_deref().and_then(accent::shades);
        let colour = colour.map(|[light, dark]| format!(":root {{ --accent: light-dark({light}, {dark}) }}\n"));
        let text = format!("/* {MARK} */\n{}{STYLE}", colour.unwrap_or_default());
        files.push(File { path: "brand.css".to_owned(), text });
    }
    files.extend(cx.logo.map(|logo| File { path: "logo.svg".to_owned(), text: logo.text.clone() }));
    files
}

/// How the image and the links look.
const STYLE: &str = "\
.home img { height: 1.75rem; width: auto; margin-right: .5rem; vertical-align: middle }
.links { display: flex; flex: none; gap: 1rem; font-size: .875rem }
.links a { white-space: nowrap }
.tree .link { display: none }
@media (max-width: 63.99rem) { .links { display: none } .tree .link { display: list-item } }
";
