//! The docs of the crate: what it is, a first example, where to find what programs need, and cargo features.

use crate::emit::Cx;
use crate::emit::docs::{list, section, wrapped};
use crate::emit::operations::examples;
use crate::emit::package::feature_docs;
use crate::ir::{Operation, Output};
use crate::text::own::{blocks, code_block};

pub(in crate::emit) fn docs(cx: Cx<'_>) -> String {
    let api = cx.api;
    let description = api.docs.description.as_deref().map(|text| cx.markdown(text)).unwrap_or_default();
    let title = format!("The Rust SDK of {}.", cx.title_and_version());
    let mut parts = vec![wrapped(&title), description];
    if let Some(op) = examples::first(cx) {
        let example = examples::example(op);
        let krate = cx.names.krate.as_str();
        let shown = crate::emit::file::statements(example.statements);
        let feature = op.resource().feature();
        let condition = feature.map(|feature| format!("# #[cfg(feature = \"{feature}\")]\n")).unwrap_or_default();
        let code = format!(
            "{condition}# async fn example() -> Result<(), {krate}::Error> {{\n\
             let client = {krate}::Client::from_env()?;\n{shown}\n\
             # Ok(())\n# }}"
        );
        parts.push(code_block("no_run", &code));
    }
    parts.push(how_to(cx));
    parts.push(feature_docs::docs(cx));
    blocks(parts)
}

/// Where the docs say how to do what programs need; the README has an example of each.
fn how_to(cx: Cx<'_>) -> String {
    let has_pages = cx.api.operations.iter().any(|operation| operation.paging.is_some());
    let is_stream =
        |operation: &Operation| matches!(operation.output, Output::Stream(_)) || operation.responses.stream.is_some();
    let streams = cx.api.operations.iter().any(is_stream);
    let lines = [
        (!cx.api.schemes.is_empty()).then_some(
            "credentials: methods of [`ClientBuilder`], or with \
             [`Client::from_env`] the environment",
        ),
        has_pages.then_some(
            "lists: `.items()` of a request goes on to the last item ([`Items`]), `.pages()` to the last \
             page ([`Pages`])",
        ),
        streams.then_some("responses that arrive piece by piece: [`EventStream`]"),
        Some("errors, and the bodies of error responses: [`Error`]"),
        Some("time limits, retries, headers and other inputs of one request: [`RequestOptions`]"),
        Some("endpoints that this crate does not know: [`Client::request`]"),
        Some("no async runtime: `.send_blocking()`, with the feature `blocking`"),
        Some("tests without the API: a mock, and `sample()` of models, with the feature `testing`"),
    ];
    section("# How to", [list(lines.into_iter().flatten())])
}
