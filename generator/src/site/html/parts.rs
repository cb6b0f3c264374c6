//! The parts of a page as HTML.

use super::inline::{endpoint, line, prose, short_endpoint};
use super::{code, rows};
use crate::site::Cx;
use crate::site::page::{Code, Detail, Entry, PageId, Part, TableRow, Target};
use crate::text::Html;

/// The headings, by their level.
const HEADINGS: [&str; 5] = ["h2", "h3", "h4", "h5", "h6"];

/// How many bytes of HTML a list of pages may take with the first words about each.
const LIST: usize = 46_000;

/// Where on a page parts are.
#[derive(Clone, Copy)]
pub(super) struct Place<'a> {
    /// The level of the headings.
    pub(super) level: usize,
    /// The anchor of the section around them.
    pub(super) id: &'a str,
}

/// Adds the parts of a page.
pub(super) fn parts(cx: Cx<'_>, from: PageId, parts: &[Part], place: Place<'_>, html: &mut Html) {
    parts.iter().enumerate().for_each(|(index, one)| part(cx, from, (index, one), place, html));
}

fn part(cx: Cx<'_>, from: PageId, (index, part): (usize, &Part), place: Place<'_>, html: &mut Html) {
    let level = place.level;
    match part {
        Part::Section { id, title, parts } => {
            html.element("section", &[("aria-labelledby", id)], |inside| {
                let tag = HEADINGS[(level - 2).min(HEADINGS.len() - 1)];
                inside.element(tag, &[("id", id)], |inside| {
                    inside.leaf("a", &[("href", &format!("#{id}"))], title);
                });
                self::parts(cx, from, parts, Place { level: level + 1, id }, inside);
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
        Part::Excerpt(code, shown) => excerpt(cx, from, code, *shown, html),
        Part::Tabs(tabs) => self::tabs(cx, from, tabs, &format!("{}:{index}", place.id), html),
        Part::Members(list) => rows::members(cx, from, list, html),
        Part::Variants(list) => rows::variants(cx, from, list, html),
        Part::Values(list) => rows::values(cx, list, html),
        Part::Pages(entries) => self::entries(cx, from, entries, html),
        Part::Table { head, rows } => table(cx, from, head, rows, html),
        Part::Fold { id, label, parts } => {
            html.element("details", &[("id", id), ("class", "fold"), ("open", "")], |inside| {
                inside.element("summary", &[], |inside| line(cx, from, label, inside));
                self::parts(cx, from, parts, Place { level: level + 1, id }, inside);
            });
        }
    }
    html.constant("\n");
}

/// Adds the beginning of code, and a link to all of it.
fn excerpt(cx: Cx<'_>, from: PageId, code: &Code, shown: usize, html: &mut Html) {
    if shown > 0 {
        let text = code.text[..shown].to_owned();
        code::block(cx, from, &Code { language: code.language, text }, html);
    }
    let lines = code.text.trim_end().lines().count();
    html.element("p", &[], |inside| {
        inside.text(if shown > 0 { "This is only the beginning: " } else { "This example is long: " });
        inside.text(&format!("all of it, {lines} line{}, is in the ", if lines == 1 { "" } else { "s" }));
        let url = cx.addresses.between(from, from, "md", None);
        inside.leaf("a", &[("href", &url)], "Markdown of this page").text(".");
    });
}

/// Adds code in several languages, of which one is shown: by radio buttons, so that no script is needed. Their names
/// differ between the groups of a page; the script chooses the same language in all of them.
fn tabs(cx: Cx<'_>, from: PageId, tabs: &[(&'static str, Code)], group: &str, html: &mut Html) {
    if let [(_, only)] = tabs {
        code::block(cx, from, only, html);
        return;
    }
    html.constant("<fieldset class=\"tabs\"><legend>Language</legend>");
    for (index, (name, _)) in tabs.iter().enumerate() {
        let id = format!("{group}:{index}");
        let mut attributes = vec![("type", "radio"), ("name", group), ("id", id.as_str()), ("value", *name)];
        attributes.extend((index == 0).then_some(("checked", "")));
        html.open("input", &attributes);
        html.leaf("label", &[("for", &id)], name);
    }
    for (_, one) in tabs {
        html.element("div", &[("class", "panel")], |inside| code::block(cx, from, one, inside));
    }
    html.constant("</fieldset>");
}

/// Adds links to pages with the first words about each; only their names if that would be too long.
fn entries(cx: Cx<'_>, from: PageId, entries: &[Entry], html: &mut Html) {
    let mut list = Html::default();
    list.constant("<ul class=\"entries\">");
    self::list(cx, from, entries, true, &mut list);
    if list.len() > LIST {
        list = Html::default();
        let has_details = entries.iter().any(|entry| matches!(entry.detail, Some(Detail::Endpoint(..))));
        list.constant(if has_details { "<ul class=\"entries\">" } else { "<ul class=\"entries names\">" });
        self::list(cx, from, entries, false, &mut list);
    }
    html.append(&list).constant("</ul>");
}

fn list(cx: Cx<'_>, from: PageId, entries: &[Entry], with_words: bool, html: &mut Html) {
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
                short_endpoint(method, path, html);
                html.constant("</span>");
            }
            Some(Detail::Word(word)) => {
                html.text(" ").leaf("span", &[("class", "kind")], word);
            }
            None => {}
        }
        if with_words && !entry.about.is_empty() {
            html.element("p", &[], |inside| line(cx, from, &entry.about, inside));
        }
        html.constant("</li>");
    }
}

fn table(cx: Cx<'_>, from: PageId, head: &[&'static str], rows: &[TableRow], html: &mut Html) {
    html.constant("<div class=\"wide\" tabindex=\"0\"><table><thead><tr>");
    for cell in head {
        html.leaf("th", &[("scope", "col")], cell);
    }
    html.constant("</tr></thead><tbody>");
    for row in rows {
        html.element("tr", &[], |inside| {
            for cell in &row.cells {
                inside.element("td", &[], |inside| line(cx, from, cell, inside));
            }
            if let Some(text) = &row.prose {
                inside.element("td", &[], |inside| {
                    if !text.trim().is_empty() {
                        prose(cx, text, inside);
                    }
                });
            }
        });
    }
    html.constant("</tbody></table></div>");
}
