//! The parts of a page as HTML.

use super::inline::{endpoint, line, prose};
use super::{code, rows};
use crate::site::Cx;
use crate::site::page::{Code, Detail, Entry, Line, PageId, Part, Target};
use crate::text::Html;

/// The headings, by their level.
const HEADINGS: [&str; 5] = ["h2", "h3", "h4", "h5", "h6"];

/// Adds the parts of a page; headings of sections have this level.
pub(super) fn parts(cx: Cx<'_>, from: PageId, parts: &[Part], level: usize, html: &mut Html) {
    parts.iter().for_each(|one| part(cx, from, one, level, html));
}

fn part(cx: Cx<'_>, from: PageId, part: &Part, level: usize, html: &mut Html) {
    match part {
        Part::Section { id, title, parts } => {
            html.element("section", &[("aria-labelledby", id)], |inside| {
                let tag = HEADINGS[(level - 2).min(HEADINGS.len() - 1)];
                inside.element(tag, &[("id", id)], |inside| {
                    inside.leaf("a", &[("href", &format!("#{id}"))], title);
                });
                self::parts(cx, from, parts, level + 1, inside);
            });
        }
        Part::Prose(text) => prose(cx, text, html),
        Part::Line(one) => {
            html.element("p", &[], |inside| line(cx, from, one, inside));
        }
        Part::Endpoint { method, path } => {
            html.element("p", &[("class", "endpoint")], |inside| endpoint(method, path, inside));
        }
        Part::Code(one) => code::block(cx, from, one, html),
        Part::Tabs(tabs) => self::tabs(cx, from, tabs, html),
        Part::Members(list) => rows::members(cx, from, list, html),
        Part::Variants(list) => rows::variants(cx, from, list, html),
        Part::Values(list) => rows::values(cx, list, html),
        Part::Pages(entries) => self::entries(cx, from, entries, html),
        Part::Table { head, rows } => table(cx, from, head, rows, html),
        Part::Fold { id, label, parts } => {
            html.element("details", &[("id", id), ("class", "fold"), ("open", "")], |inside| {
                inside.element("summary", &[], |inside| line(cx, from, label, inside));
                self::parts(cx, from, parts, level + 1, inside);
            });
        }
    }
    html.constant("\n");
}

/// Adds code in several languages, of which one is shown: by radio buttons, so that no script is needed.
fn tabs(cx: Cx<'_>, from: PageId, tabs: &[(&'static str, Code)], html: &mut Html) {
    if let [(_, only)] = tabs {
        code::block(cx, from, only, html);
        return;
    }
    html.constant("<fieldset class=\"tabs\"><legend>Language</legend>");
    for (index, (name, _)) in tabs.iter().enumerate() {
        let id = format!("language-{index}");
        let mut attributes = vec![("type", "radio"), ("name", "language"), ("id", id.as_str()), ("value", *name)];
        attributes.extend((index == 0).then_some(("checked", "")));
        html.open("input", &attributes);
        html.leaf("label", &[("for", &id)], name);
    }
    for (_, one) in tabs {
        html.element("div", &[("class", "panel")], |inside| code::block(cx, from, one, inside));
    }
    html.constant("</fieldset>");
}

fn entries(cx: Cx<'_>, from: PageId, entries: &[Entry], html: &mut Html) {
    html.constant("<ul class=\"entries\">");
    for entry in entries {
        html.constant("<li>");
        let label = |html: &mut Html| {
            html.leaf("code", &[], &entry.name);
        };
        if let Target::Page(id, anchor) = &entry.to {
            let url = cx.addresses.between(from, *id, "html", anchor.as_deref());
            html.element("a", &[("href", &url)], label);
        } else {
            label(html);
        }
        if entry.deprecated {
            html.constant(" <span class=\"mark old\">deprecated</span>");
        }
        match &entry.detail {
            Some(Detail::Endpoint(method, path)) => {
                html.constant(" <span class=\"endpoint\">");
                endpoint(method, path, html);
                html.constant("</span>");
            }
            Some(Detail::Word(word)) => {
                html.text(" ").leaf("span", &[("class", "kind")], word);
            }
            None => {}
        }
        if !entry.about.is_empty() {
            html.element("p", &[], |inside| line(cx, from, &entry.about, inside));
        }
        html.constant("</li>");
    }
    html.constant("</ul>");
}

fn table(cx: Cx<'_>, from: PageId, head: &[&'static str], rows: &[Vec<Line>], html: &mut Html) {
    html.constant("<div class=\"wide\" tabindex=\"0\"><table><thead><tr>");
    for cell in head {
        html.leaf("th", &[("scope", "col")], cell);
    }
    html.constant("</tr></thead><tbody>");
    for row in rows {
        html.element("tr", &[], |inside| {
            for cell in row {
                inside.element("td", &[], |inside| line(cx, from, cell, inside));
            }
        });
    }
    html.constant("</tbody></table></div>");
}
