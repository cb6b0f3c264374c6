//! The list of webhooks and callbacks with the models of their bodies.

use crate::emit::Cx;
use crate::emit::docs::{list, section, wrapped};
use crate::ir::{Event, Type};
use crate::prose::code;

/// The section of the docs of the models; empty if there are no webhooks. `api.md` describes each of them.
pub(in crate::emit) fn docs(cx: Cx<'_>) -> String {
    // A link is dead while the feature is disabled.
    let is_there = cx.cfg_features.events().is_none_or(|feature| cx.cfg_features.is_default(feature));
    let link = |name: &str| if is_there { format!("[`{name}`]") } else { format!("`{name}`") };
    requests(cx, "# Webhooks and callbacks", &link, false)
}

/// The same for `api.md`, with what the document says of each.
pub(in crate::emit) fn api_md(cx: Cx<'_>) -> String {
    requests(cx, "## Webhooks and callbacks", &|name| format!("`models::{name}`"), true)
}

fn requests(cx: Cx<'_>, heading: &str, link: &dyn Fn(&str) -> String, is_described: bool) -> String {
    let feature = cx.cfg_features.events().map(|feature| {
        let default = if cx.cfg_features.is_default(feature) { ", which is on by default" } else { "" };
        format!(" Models that only these requests use need the feature `{feature}`{default}.")
    });
    let feature = feature.unwrap_or_default();
    let how = format!(
        "The API sends these requests. Verify the sender of a request, then read \
         its body with `{}::serde_json::from_slice`.{feature}",
        cx.names.krate.as_str()
    );
    section(heading, [wrapped(&how), list(cx.api.events.iter().map(|event| request(cx, event, link, is_described)))])
}

fn request(cx: Cx<'_>, event: &Event, link: &dyn Fn(&str) -> String, is_described: bool) -> String {
    let of = event.operation.as_ref().map(|operation| format!(", a callback of {},", code(operation)));
    let body = match &event.payload {
        Some(Type::Named(id)) => format!(" has the body {}", link(cx.def(*id).type_name().as_str())),
        Some(ty) => {
            format!(" has the body `{}`", crate::emit::file::inline(&crate::emit::operations::examples::full(cx, ty)))
        }
        None => " has no body with a model".to_owned(),
    };
    let said = cx.first_paragraph(&event.docs).filter(|_| is_described).unwrap_or_default();
    let said = said.trim().trim_end_matches('.');
    let colon = if said.is_empty() { "" } else { ": " };
    format!("{}{}{body}{colon}{said}.", code(&event.name), of.unwrap_or_default())
}
