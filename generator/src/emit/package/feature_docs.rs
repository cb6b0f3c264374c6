//! The section of the docs and of the README about cargo features: what each adds, and how it is enabled.

use crate::emit::Cx;
use crate::emit::docs::{section, wrapped};
use crate::emit::operations::examples;
use crate::emit::views::Res;
use crate::naming::FULL;
use crate::text::own::{Alignment, blocks, code_block, table};

/// Features that every crate has, and what they add.
fn usual(krate: &str) -> [(&'static str, String); 4] {
    [
        ("reqwest", "requests are sent by reqwest, with rustls, on a tokio runtime".to_owned()),
        ("gzip", "responses can be compressed with gzip".to_owned()),
        ("blocking", "`send_blocking()` on every request".to_owned()),
        (
            "testing",
            format!(
                "`{krate}::testing::MockTransport`, which returns the responses it is given and records the requests"
            ),
        ),
    ]
}

/// The section of the README.
pub(in crate::emit) fn readme(cx: Cx<'_>) -> String {
    let mut rows: Vec<[String; 2]> =
        usual(cx.names.krate.as_str()).into_iter().map(|(name, adds)| row(name, name == "reqwest", &adds)).collect();
    let resources = by_resource(cx);
    if !resources.is_empty() {
        rows.push(row(FULL, cx.cfg_features.all_default(), "every resource of the API, that is, all features below"));
    }
    if let Some(name) = cx.cfg_features.events() {
        let adds = if cx.cfg_features.resources().is_empty() {
            "the models that only webhooks and callbacks use"
        } else {
            "the models that webhooks and callbacks use"
        };
        rows.push(row(name, cx.cfg_features.is_default(name), adds));
    }
    let usual = table([("feature", Alignment::None), ("what it adds", Alignment::None)], rows);
    let more = if resources.is_empty() { String::new() } else { blocks([how(cx), asking(cx), resources]) };
    blocks(["## Features".to_owned(), usual, more])
}

/// The section of the docs of the crate; empty if there are no features of resources.
pub(in crate::emit) fn docs(cx: Cx<'_>) -> String {
    section("# Features", [how(cx), asking(cx), by_resource(cx)])
}

fn row(name: &str, is_default: bool, adds: &str) -> [String; 2] {
    [feature(name, is_default), adds.to_owned()]
}

/// A feature as a cell of a table shows it.
fn feature(name: &str, is_default: bool) -> String {
    format!("`{name}`{}", if is_default { " (default)" } else { "" })
}

fn how(cx: Cx<'_>) -> String {
    let start = "Each resource of the client has a cargo feature, which compiles it with the models that it needs.";
    let which = if cx.cfg_features.all_default() {
        "All of them are enabled by default; to compile less, list those that you use."
    } else if cx.cfg_features.by_default().is_empty() {
        "None is enabled by default, since all of them take long to compile: list those that you use."
    } else {
        "Some of them are enabled by default: list the others that you use."
    };
    wrapped(&format!("{start} {which} `sdkgen features --for .` finds them in your sources."))
}

/// The lines of a manifest that enable one resource.
fn asking(cx: Cx<'_>) -> String {
    let feature = first(cx).unwrap_or(FULL);
    let features = if cx.cfg_features.all_default() {
        format!(", default-features = false, features = [\"reqwest\", \"{feature}\"]")
    } else {
        format!(", features = [\"{feature}\"]")
    };
    code_block("toml", &format!("[dependencies]\n{}", dependency(cx, &features)))
}

/// The lines of a manifest that depend on the crate, with what else they say; before the crate is published, the folder
/// of its sources replaces the version.
pub(in crate::emit) fn dependency(cx: Cx<'_>, more: &str) -> String {
    let (package, version) = (&cx.names.package, &cx.names.version);
    let version = version.split('+').next().unwrap_or_default();
    format!("# Or `path = \"…\"` instead of `version`.\n{package} = {{ version = \"{version}\"{more} }}")
}

/// A feature that a reader may want to enable: that of the first example, or else the first one.
fn first(cx: Cx<'_>) -> Option<&str> {
    let shown = examples::first(cx).and_then(|op| op.resource().feature());
    let all = cx.cfg_features.resources().into_iter().map(|(name, _)| name);
    shown.into_iter().chain(all).find(|name| cx.cfg_features.all_default() || !cx.cfg_features.is_default(name))
}

/// The features that a manifest must enable for the first example; empty if none.
pub(in crate::emit) fn of_first_request(cx: Cx<'_>) -> String {
    let feature = examples::first(cx).and_then(|op| op.resource().feature());
    let feature = feature.filter(|feature| !cx.cfg_features.is_default(feature));
    feature.map(|feature| format!(", features = [\"{feature}\"]")).unwrap_or_default()
}

/// The table of the features of resources, with the method that returns each and its number of operations; empty if
/// there are none.
fn by_resource(cx: Cx<'_>) -> String {
    let all = cx.cfg_features.all_default();
    let rows = cx.cfg_features.resources().into_iter().map(|(name, id)| {
        let resource = cx.resource(id);
        let method = format!("`client.{}()`", resource.accessor().as_str());
        [feature(name, !all && cx.cfg_features.is_default(name)), method, operations(resource).to_string()]
    });
    table([("feature", Alignment::None), ("resource", Alignment::None), ("operations", Alignment::Right)], rows)
}

/// How many operations a resource has with all that is below it.
fn operations(resource: Res<'_>) -> usize {
    resource.operations().len() + resource.children().map(operations).sum::<usize>()
}
