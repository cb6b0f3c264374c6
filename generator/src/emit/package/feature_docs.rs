//! What the docs and the README say of the crate's features: what each adds, and how it is asked for.

use crate::emit::Cx;
use crate::emit::docs::wrapped;
use crate::emit::operations::examples;
use crate::emit::package::features::FULL;
use crate::emit::views::Res;

/// Features that every crate has, and what they add.
fn usual(krate: &str) -> [(&'static str, String); 4] {
    [
        ("reqwest", "requests are sent by reqwest, with rustls, on a tokio runtime".to_owned()),
        ("gzip", "answers may come compressed".to_owned()),
        ("blocking", "`send_blocking()` on every request".to_owned()),
        ("testing", format!("`{krate}::testing::MockTransport`, which answers as told and records what was sent")),
    ]
}

/// The section of the README.
pub(in crate::emit) fn readme(cx: Cx<'_>) -> String {
    let mut rows: Vec<String> =
        usual(cx.names.krate.as_str()).iter().map(|(name, adds)| row(name, *name == "reqwest", adds)).collect();
    let resources = by_resource(cx);
    if !resources.is_empty() {
        rows.push(row(FULL, cx.gates.all_default(), "every resource of the API, and all that is named below"));
    }
    if let Some(name) = cx.gates.events() {
        let adds = if cx.gates.resources().is_empty() {
            "the models that only webhooks and callbacks bring"
        } else {
            "the models that webhooks and callbacks bring"
        };
        rows.push(row(name, cx.gates.is_default(name), adds));
    }
    let usual = format!("## Features\n\n| feature | what it adds |\n|---|---|\n{}\n", rows.join("\n"));
    if resources.is_empty() {
        return usual;
    }
    let how = how(cx);
    format!("{usual}\n{how}\n\n{}", asking(cx)) + &resources
}

/// The section of the docs of the crate; empty where there is nothing to choose.
pub(in crate::emit) fn docs(cx: Cx<'_>) -> String {
    let resources = by_resource(cx);
    if resources.is_empty() {
        return String::new();
    }
    format!("# Features\n\n{}\n\n{}{}", wrapped(&how(cx)), asking(cx), resources.trim_end())
}

fn row(name: &str, is_default: bool, adds: &str) -> String {
    format!("| `{name}`{} | {adds} |", if is_default { " (default)" } else { "" })
}

fn how(cx: Cx<'_>) -> String {
    let start = "Each resource of the client is compiled with the models that it needs if its feature is on.";
    let which = if cx.gates.all_default() {
        "All of them are by default; to compile less, name those that you use."
    } else if cx.gates.by_default().is_empty() {
        "None is by default, as all of them take long to compile: name those that you use."
    } else {
        "Some of them are by default: name the others that you use."
    };
    format!("{start} {which} `sdkgen features --for .` finds them in your sources.")
}

/// The line of a manifest that asks for one resource.
fn asking(cx: Cx<'_>) -> String {
    let feature = first(cx).unwrap_or(FULL);
    let features = if cx.gates.all_default() {
        format!(", default-features = false, features = [\"reqwest\", \"{feature}\"]")
    } else {
        format!(", features = [\"{feature}\"]")
    };
    format!("```toml\n[dependencies]\n{}\n```\n\n", dependency(cx, &features))
}

/// The lines of a manifest that depend on the crate, with what else they say; before the crate is published, the folder
/// of its sources takes the place of the version.
pub(in crate::emit) fn dependency(cx: Cx<'_>, more: &str) -> String {
    let (package, version) = (&cx.names.package, &cx.names.version);
    let version = version.split('+').next().unwrap_or_default();
    format!("# Or `path = \"…\"` in place of `version`.\n{package} = {{ version = \"{version}\"{more} }}")
}

/// A feature that a reader may want to ask for: that of the first example, or else the first one.
fn first(cx: Cx<'_>) -> Option<&str> {
    let shown = examples::first(cx).and_then(|op| op.resource().feature());
    let all = cx.gates.resources().into_iter().map(|(name, _)| name);
    shown.into_iter().chain(all).find(|name| cx.gates.all_default() || !cx.gates.is_default(name))
}

/// What a manifest has to ask for before the first example compiles; empty if nothing.
pub(in crate::emit) fn of_first_call(cx: Cx<'_>) -> String {
    let feature = examples::first(cx).and_then(|op| op.resource().feature());
    let feature = feature.filter(|feature| !cx.gates.is_default(feature));
    feature.map(|feature| format!(", features = [\"{feature}\"]")).unwrap_or_default()
}

/// The features of resources, each with the way to it and how much is there; empty if there are none.
fn by_resource(cx: Cx<'_>) -> String {
    let resources = cx.gates.resources();
    if resources.is_empty() {
        return String::new();
    }
    let all = cx.gates.all_default();
    let rows = resources.into_iter().map(|(name, id)| {
        let default = if !all && cx.gates.is_default(name) { " (default)" } else { "" };
        let resource = cx.resource(id);
        format!("| `{name}`{default} | `client.{}()` | {} |\n", resource.accessor().as_str(), operations(resource))
    });
    let rows: String = rows.collect();
    format!("| feature | resource | operations |\n|---|---|--:|\n{rows}")
}

/// How many operations a resource has with all that is below it.
fn operations(resource: Res<'_>) -> usize {
    resource.operations().len() + resource.children().map(operations).sum::<usize>()
}
