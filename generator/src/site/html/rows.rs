//! Members, variants and values as HTML.

use super::code;
use super::inline::{line, prose};
use crate::ir::{Shape, TypeId};
use crate::site::Cx;
use crate::site::page::{EnumValue, Inner, Line, Member, PageId, Variant};
use crate::text::Html;

/// Adds the rows of members.
pub(super) fn members(cx: Cx<'_>, from: PageId, members: &[Member], html: &mut Html) {
    html.constant("<ul class=\"rows\">");
    members.iter().for_each(|one| member(cx, from, one, html));
    html.constant("</ul>");
}

fn member(cx: Cx<'_>, from: PageId, member: &Member, html: &mut Html) {
    html.element("li", &[("id", &member.id)], |inside| {
        inside.element("div", &[("class", "head")], |inside| {
            anchor(&member.id, &member.wire, inside);
            typed(cx, from, &member.json, inside);
            for mark in &member.marks {
                let class: &[_] = if *mark == "required" { &[("class", "must")] } else { &[] };
                inside.text(" ").leaf("em", class, mark);
            }
            if member.deprecated {
                inside.constant(" <em class=\"old\">deprecated</em>");
            }
            if !member.rust.is_empty() {
                inside.text(" ");
                inside.element("code", &[], |inside| code::types(cx, from, &member.rust, inside));
            }
        });
        member.prose.iter().for_each(|text| prose(cx, text, inside));
        facts(cx, from, &member.facts, inside);
        inner(cx, from, &member.inner, inside);
    });
}

/// Adds the name of a row, which links to itself.
fn anchor(id: &str, name: &str, html: &mut Html) {
    html.element("a", &[("href", &format!("#{id}"))], |inside| {
        inside.leaf("code", &[], if name.is_empty() { "\"\"" } else { name });
    });
}

/// Adds a type in words.
fn typed(cx: Cx<'_>, from: PageId, json: &Line, html: &mut Html) {
    if !json.is_empty() {
        html.text(" ");
        html.element("span", &[], |inside| line(cx, from, json, inside));
    }
}

fn facts(cx: Cx<'_>, from: PageId, facts: &[(&'static str, Line)], html: &mut Html) {
    if facts.is_empty() {
        return;
    }
    html.constant("<ul class=\"facts\">");
    for (name, value) in facts {
        html.element("li", &[], |inside| {
            inside.leaf("span", &[], name).text(" ");
            line(cx, from, value, inside);
        });
    }
    html.constant("</ul>");
}

fn inner(cx: Cx<'_>, from: PageId, inner: &Inner, html: &mut Html) {
    match inner {
        Inner::None => {}
        Inner::Elsewhere(of) => elsewhere(cx, from, *of, html),
        Inner::Members { of, list } if list.is_empty() => elsewhere(cx, from, *of, html),
        Inner::Members { of, list } => {
            fold(cx, from, *of, (list.len(), "field"), html, |inside| members(cx, from, list, inside));
        }
        Inner::Variants { of, list } => {
            fold(cx, from, *of, (list.len(), "variant"), html, |inside| variants(cx, from, list, inside));
        }
        Inner::Values { of, list } => {
            fold(cx, from, *of, (list.len(), "value"), html, |inside| values(cx, list, inside));
        }
    }
}

/// Adds a link to the page of a model, in words that say what is there.
fn elsewhere(cx: Cx<'_>, from: PageId, of: TypeId, html: &mut Html) {
    let words = match &cx.api.def(of).shape {
        Shape::Struct(shape) if shape.fields.is_empty() => return,
        Shape::Struct(_) => "Fields of ",
        Shape::Union(_) => "Variants of ",
        Shape::StringEnum(_) | Shape::IntegerEnum(_) => "Values of ",
        Shape::Alias(_) => "The type ",
    };
    html.element("p", &[("class", "to")], |inside| model(cx, from, words, of, inside));
}

/// Adds a link to the page of a model.
fn model(cx: Cx<'_>, from: PageId, words: &str, of: TypeId, html: &mut Html) {
    let url = cx.addresses.between(from, PageId::Model(of), "html", None);
    html.element("a", &[("href", &url)], |inside| {
        inside.text(words).leaf("code", &[], cx.names.ty(of).ident.as_str());
    });
}

/// Adds rows behind a line that opens them. A line that opens something must not be a link, so the link to the page of
/// the model is the first of what it opens.
fn fold(
    cx: Cx<'_>,
    from: PageId,
    of: TypeId,
    (count, what): (usize, &'static str),
    html: &mut Html,
    rows: impl FnOnce(&mut Html),
) {
    html.constant("<details>");
    html.element("summary", &[], |inside| {
        let many = if count == 1 { "" } else { "s" };
        inside.text(&format!("{count} {what}{many} of "));
        inside.leaf("code", &[], cx.names.ty(of).ident.as_str());
    });
    html.element("p", &[("class", "to")], |inside| model(cx, from, "Page of ", of, inside));
    rows(html);
    html.constant("</details>");
}

/// Adds the variants of a union.
pub(super) fn variants(cx: Cx<'_>, from: PageId, variants: &[Variant], html: &mut Html) {
    html.constant("<ul class=\"rows\">");
    for variant in variants {
        html.element("li", &[("id", &variant.id)], |inside| {
            inside.element("div", &[("class", "head")], |inside| {
                anchor(&variant.id, &variant.rust, inside);
                typed(cx, from, &variant.json, inside);
            });
            variant.prose.iter().for_each(|text| prose(cx, text, inside));
            facts(cx, from, &variant.facts, inside);
            inner(cx, from, &variant.inner, inside);
        });
    }
    html.constant("</ul>");
}

/// Adds the values of an enumeration.
pub(super) fn values(cx: Cx<'_>, values: &[EnumValue], html: &mut Html) {
    html.constant("<ul class=\"values\">");
    for value in values {
        html.element("li", &[("id", &value.id)], |inside| {
            inside.element("div", &[("class", "head")], |inside| {
                anchor(&value.id, &value.value, inside);
                if !value.rust.is_empty() {
                    inside.text(" ").leaf("code", &[], &value.rust);
                }
            });
            value.prose.iter().for_each(|text| prose(cx, text, inside));
        });
    }
    html.constant("</ul>");
}
