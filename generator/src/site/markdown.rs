//! Pages as Markdown, beside the pages of HTML: everything that these say, for programs and for people who read files.
//! Links lead to the Markdown of other pages, and not to places in them, since Markdown has no anchors of its own.

mod inline;
mod lists;
mod llms;
mod rows;

pub(super) use self::llms::Lists;

use self::inline::{code, label, line, link, plain};
use self::lists::add_list;
use super::Cx;
use super::page::{Code, Detail, Entry, Language, Page, PageId, Part, TableRow, Target};
use crate::text::{self, own};
use crate::tree::MARK;

/// Returns a page as Markdown.
pub(super) fn page(cx: Cx<'_>, page: &Page) -> String {
    let mut blocks = vec![format!("<!-- {MARK} -->"), own::heading(1, &page.title)];
    blocks.extend(trail(cx, page.id));
    if page.deprecated {
        blocks.push("**Deprecated.**".to_owned());
    }
    parts(cx, page.id, &page.parts, 2, &mut blocks);
    own::blocks(blocks) + "\n"
}

/// Returns links to the pages above a page.
fn trail(cx: Cx<'_>, id: PageId) -> Option<String> {
    let resource = match id {
        PageId::Overview => return None,
        PageId::Operation(operation) | PageId::Examples(operation) => {
            Some(cx.api.operations[operation.index()].resource)
        }
        PageId::Resource(resource) | PageId::Methods(resource, _) => Some(resource),
        _ => None,
    };
    let resources = resource.into_iter().flat_map(|resource| cx.api.path_to(resource)).map(PageId::Resource);
    let list = match id {
        PageId::Model(_) => Some(PageId::Models),
        PageId::Event(_) => Some(PageId::Events),
        _ => None,
    };
    let above = [PageId::Overview].into_iter().chain(resources).chain(list).filter(|other| *other != id);
    let links: Vec<String> = above.map(|other| link(cx, id, other, &label(&cx.label(other)))).collect();
    Some(links.join(" / "))
}

/// Adds the parts of a page; headings of sections have this level.
fn parts(cx: Cx<'_>, from: PageId, parts: &[Part], level: usize, blocks: &mut Vec<String>) {
    parts.iter().for_each(|one| part(cx, from, one, level, blocks));
}

fn part(cx: Cx<'_>, from: PageId, part: &Part, level: usize, blocks: &mut Vec<String>) {
    match part {
        Part::Section { title, parts, .. } => {
            blocks.push(own::heading(level.min(LOWEST), title));
            self::parts(cx, from, parts, level + 1, blocks);
        }
        Part::Fold { label, parts, .. } => {
            blocks.push(format!("**{}**", line(cx, from, label)));
            self::parts(cx, from, parts, level + 1, blocks);
        }
        Part::Prose(text) => blocks.push(text::lowered(text, level, cx.pages)),
        Part::Line(one) => blocks.push(own::wrapped(&line(cx, from, one))),
        Part::Endpoint { method, path } => blocks.push(code(&format!("{method} {path}"))),
        Part::Code(one) | Part::Excerpt(one, _) => blocks.push(block(one)),
        Part::Tabs(tabs) => tabs.iter().for_each(|(name, one)| {
            if tabs.len() > 1 {
                blocks.push(format!("{}:", plain(name)));
            }
            blocks.push(block(one));
        }),
        Part::Members(list) => add_list(rows::members(cx, from, list), blocks),
        Part::Variants(list) => add_list(rows::variants(cx, from, list), blocks),
        Part::Values(list) => add_list(rows::values(cx, list), blocks),
        Part::Pages(entries) => {
            add_list(entries.iter().map(|one| vec![entry(cx, from, one)]).collect(), blocks);
        }
        Part::Table { head, rows } => {
            add_list(rows.iter().map(|one| row(cx, from, head, one)).collect(), blocks);
        }
    }
}

/// The lowest level that a heading has in Markdown.
const LOWEST: usize = 6;

fn block(code: &Code) -> String {
    let language = match code.language {
        Language::Rust => "rust",
        Language::Json => "json",
        Language::Shell => "sh",
        Language::Http => "http",
        Language::Toml => "toml",
        Language::Text => "text",
    };
    own::code_block(language, code.text.trim_end())
}

fn entry(cx: Cx<'_>, from: PageId, entry: &Entry) -> String {
    let name = code(&entry.name);
    let mut text = match &entry.to {
        Target::Page(id, _) => link(cx, from, *id, &name),
        Target::Web(_) => name,
    };
    match &entry.detail {
        Some(Detail::Endpoint(method, path)) => text = format!("{text} {}", code(&format!("{method} {path}"))),
        Some(Detail::Word(word)) => text = format!("{text} ({word})"),
        None => {}
    }
    if entry.deprecated {
        text.push_str(" (deprecated)");
    }
    if entry.about.is_empty() { text } else { format!("{text}: {}", line(cx, from, &entry.about)) }
}

/// Returns a row of a table: a line with each cell after the title of its column, then its text, if that is longer than
/// a line. A list holds whatever cells hold.
fn row(cx: Cx<'_>, from: PageId, head: &[&'static str], row: &TableRow) -> Vec<String> {
    let prose = row.prose.as_deref().map(str::trim).filter(|text| !text.is_empty());
    let (short, long) = if prose.is_some_and(|text| text.contains('\n')) { (None, prose) } else { (prose, None) };
    let short = short.map(|text| text::phrase(text, cx.pages));
    let cells = row.cells.iter().map(|cell| line(cx, from, cell)).chain(short);
    let cells = head.iter().zip(cells).filter(|(_, cell)| !cell.trim().is_empty());
    let cells: Vec<String> = cells.map(|(title, cell)| format!("{title}: {}", cell.trim())).collect();
    [cells.join("; ")].into_iter().chain(long.map(|text| text::lowered(text, LOWEST, cx.pages))).collect()
}
