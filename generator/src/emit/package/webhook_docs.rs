//! Webhooks and callbacks: the account of which event brings which model.

use crate::emit::Cx;
use crate::emit::docs::{item, wrapped};
use crate::emit::prose::code;
use crate::ir::{Event, Type};

/// What the docs of the models say of events; empty if there are none. What each of them means is in `api.md`.
pub(in crate::emit) fn docs(cx: Cx<'_>) -> String {
    // A link leads nowhere while the feature is off.
    let is_there = cx.gates.events().is_none_or(|feature| cx.gates.is_default(feature));
    let link = |name: &str| if is_there { format!("[`{name}`]") } else { format!("`{name}`") };
    section(cx, "# Webhooks and callbacks", &link, false)
}

/// The same for `api.md`, with what the document says of each.
pub(in crate::emit) fn api_md(cx: Cx<'_>) -> String {
    section(cx, "\n## Webhooks and callbacks", &|name| format!("`models::{name}`"), true)
}

fn section(cx: Cx<'_>, title: &str, link: &dyn Fn(&str) -> String, is_described: bool) -> String {
    if cx.api.events.is_empty() {
        return String::new();
    }
    let feature = cx.gates.events().map(|feature| {
        let default = if cx.gates.is_default(feature) { ", which is on by default" } else { "" };
        format!(" Models that nothing else has need the feature `{feature}`{default}.")
    });
    let feature = feature.unwrap_or_default();
    let how = format!(
        "The API sends these by itself; `api.md` describes each of them. Read a body with \
         `{}::serde_json::from_slice`, after checking that it comes from where it should.{feature}",
        cx.names.krate.as_str()
    );
    let lines: Vec<String> = cx.api.events.iter().map(|event| line(cx, event, link, is_described)).collect();
    let how = wrapped(&how);
    format!("{title}\n\n{how}\n\n{}\n", lines.join("\n"))
}

fn line(cx: Cx<'_>, event: &Event, link: &dyn Fn(&str) -> String, is_described: bool) -> String {
    let of = event.operation.as_ref().map(|operation| format!(", called back by {},", code(operation)));
    let brings = match &event.payload {
        Some(Type::Named(id)) => format!(" brings {}", link(cx.def(*id).type_name().as_str())),
        Some(ty) => {
            format!(" brings `{}`", crate::emit::file::inline(&crate::emit::operations::examples::full(cx, ty)))
        }
        None => " brings nothing that has a model".to_owned(),
    };
    let said = cx.first_paragraph(&event.docs).filter(|_| is_described).unwrap_or_default();
    let said = said.trim().trim_end_matches('.');
    let colon = if said.is_empty() { "" } else { ": " };
    item(&format!("{}{}{brings}{colon}{said}.", code(&event.name), of.unwrap_or_default()))
}
