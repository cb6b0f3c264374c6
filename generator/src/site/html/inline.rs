//! Lines, texts and endpoints as HTML.

use super::code;
use crate::site::Cx;
use crate::site::page::{Line, PageId, Span, Target};
use crate::text::{self, Html};

/// Adds a text of the document.
pub(super) fn prose(cx: Cx<'_>, markdown: &str, html: &mut Html) {
    let written = text::html(markdown, cx.pages);
    html.element("div", &[("class", "prose")], |inside| {
        inside.append(&written);
    });
}

/// Adds a line.
pub(super) fn line(cx: Cx<'_>, from: PageId, line: &Line, html: &mut Html) {
    for span in line {
        match span {
            Span::Text(text) => {
                html.text(text);
            }
            Span::Code(text) => {
                html.leaf("code", &[], text);
            }
            Span::Rust(text) => {
                html.element("code", &[], |inside| code::types(cx, from, text, inside));
            }
            Span::Phrase(markdown) => {
                html.append(&text::html_phrase(markdown, cx.pages));
            }
            Span::Link(Target::Page(id, anchor), label) => {
                let url = cx.addresses.between(from, *id, "html", anchor.as_deref());
                html.leaf("a", &[("href", &url)], if label.is_empty() { "" } else { label });
            }
            Span::Link(Target::Web(url), label) => match text::target(url, cx.pages) {
                Some(url) => {
                    html.leaf("a", &[("href", &url), ("rel", "nofollow noreferrer")], label);
                }
                None => {
                    html.text(label);
                }
            },
        }
    }
}

/// Adds a method and a path, with the placeholders marked.
pub(super) fn endpoint(method: &str, path: &str, html: &mut Html) {
    verb(method, html);
    html.element("code", &[], |inside| {
        let mut rest = path;
        while let Some((before, after)) = rest.split_once('{') {
            let Some((name, after)) = after.split_once('}') else { break };
            inside.text(before).leaf("var", &[], &format!("{{{}}}", name.trim_start_matches('+')));
            rest = after;
        }
        inside.text(rest);
    });
}

/// Adds a method and a path in a list, where many of them need little room.
pub(super) fn short_endpoint(method: &str, path: &str, html: &mut Html) {
    verb(method, html);
    html.leaf("code", &[], &path.replace("{+", "{"));
}

fn verb(method: &str, html: &mut Html) {
    html.leaf("b", &[("class", class_of(method))], method).text(" ");
}

/// Returns the class of a method; that of methods which are rarely used is the same.
fn class_of(method: &str) -> &'static str {
    match method {
        "GET" | "HEAD" | "QUERY" => "get",
        "POST" => "post",
        "PUT" => "put",
        "PATCH" => "patch",
        "DELETE" => "delete",
        _ => "other",
    }
}
