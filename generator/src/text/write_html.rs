//! The model of a text as HTML.

use super::markup::Html;
use super::model::{Alignment, Block, Inline, List, Table};

/// How headings of a text are written: below those of the page.
const HEADINGS: [&str; 3] = ["h4", "h5", "h6"];

/// Adds blocks as HTML.
pub(super) fn blocks(blocks: &[Block], html: &mut Html) {
    blocks.iter().for_each(|one| block(one, false, html));
}

/// Adds a block; the paragraphs of a tight list are no paragraphs of their own.
fn block(block: &Block, is_tight: bool, html: &mut Html) {
    match block {
        Block::Paragraph(parts) if is_tight => inlines(parts, html),
        Block::Paragraph(parts) => {
            html.element("p", &[], |inside| inlines(parts, inside));
        }
        Block::Heading(level, parts) => {
            let tag = HEADINGS[level.saturating_sub(1).min(HEADINGS.len() - 1)];
            html.element(tag, &[], |inside| inlines(parts, inside));
        }
        Block::Code { text, .. } => {
            html.element("pre", &[("tabindex", "0")], |inside| {
                inside.leaf("code", &[], text);
            });
        }
        Block::Quote(inner) => {
            html.element("blockquote", &[], |inside| blocks(inner, inside));
        }
        Block::List(list) => self::list(list, html),
        Block::Table(table) => self::table(table, html),
        Block::Rule => {
            html.constant("<hr>");
        }
    }
}

fn list(list: &List, html: &mut Html) {
    let start = list.start.filter(|start| *start != 1).map(|start| start.to_string());
    let attributes: Vec<(&'static str, &str)> = start.iter().map(|start| ("start", start.as_str())).collect();
    let tag = if list.start.is_some() { "ol" } else { "ul" };
    html.element(tag, &attributes, |inside| {
        for item in &list.items {
            inside.element("li", &[], |inside| item.iter().for_each(|one| block(one, !list.is_loose, inside)));
        }
    });
}

fn table(table: &Table, html: &mut Html) {
    let Some((head, rows)) = table.rows.split_first() else { return };
    let class = |column: usize| match table.alignments.get(column) {
        Some(Alignment::Center) => "center",
        Some(Alignment::Right) => "right",
        _ => "",
    };
    let cells = |tag: &'static str, row: &[Vec<Inline>], html: &mut Html| {
        html.element("tr", &[], |inside| {
            for (column, cell) in row.iter().take(head.len()).enumerate() {
                let (scope, class) = (("scope", "col"), ("class", class(column)));
                let attributes: &[(&'static str, &str)] = match (tag, class.1) {
                    ("th", "") => &[scope],
                    ("th", _) => &[scope, class],
                    (_, "") => &[],
                    _ => &[class],
                };
                inside.element(tag, attributes, |inside| inlines(cell, inside));
            }
        });
    };
    html.constant("<div class=\"wide\" tabindex=\"0\"><table><thead>");
    cells("th", head, html);
    html.constant("</thead><tbody>");
    rows.iter().for_each(|row| cells("td", row, html));
    html.constant("</tbody></table></div>");
}

/// Adds the parts of a line.
pub(super) fn inlines(parts: &[Inline], html: &mut Html) {
    for part in parts {
        match part {
            Inline::Text(text) => {
                html.text(text);
            }
            Inline::Code(text) => {
                html.leaf("code", &[], text);
            }
            Inline::Emphasis(_, inner) => {
                html.element("em", &[], |inside| inlines(inner, inside));
            }
            Inline::Strong(_, inner) => {
                html.element("strong", &[], |inside| inlines(inner, inside));
            }
            Inline::Struck(inner) => {
                html.element("del", &[], |inside| inlines(inner, inside));
            }
            // An image would be a request to a server that the reader has not chosen.
            Inline::Link { url, label, .. } | Inline::Image { url, label, .. } => link(url, label, html),
            Inline::Break => {
                html.constant("<br>");
            }
        }
    }
}

fn link(url: &str, label: &[Inline], html: &mut Html) {
    html.element("a", &[("href", url), ("rel", "nofollow noreferrer")], |inside| {
        let before = inside.len();
        // A link in a link would end the outer one.
        inlines(&without_links(label), inside);
        if inside.len() == before {
            inside.text(url);
        }
    });
}

fn without_links(parts: &[Inline]) -> Vec<Inline> {
    let flat = |part: &Inline| match part {
        Inline::Link { label, .. } | Inline::Image { label, .. } => without_links(label),
        Inline::Emphasis(sign, inner) => vec![Inline::Emphasis(*sign, without_links(inner))],
        Inline::Strong(sign, inner) => vec![Inline::Strong(*sign, without_links(inner))],
        Inline::Struck(inner) => vec![Inline::Struck(without_links(inner))],
        other => vec![other.clone()],
    };
    parts.iter().flat_map(flat).collect()
}
