//! What every user of an SDK has to know: how pages, errors and repeated requests are dealt with.

use super::page::{Code, Language, PageId, Part};
use super::{Cx, words};
use crate::examples::{RustExample, program};
use crate::ir::OperationId;

/// Returns the sections of the overview.
pub(super) fn sections(cx: Cx<'_>) -> Vec<Part> {
    let call = introduction(cx).and_then(|example| example.call.as_deref());
    [pages(cx), errors(cx, call), retries(cx, call)].into_iter().flatten().collect()
}

/// Returns the example that introduces the SDK: that of its README, unless the configuration hides its operation.
pub(super) fn introduction(cx: Cx<'_>) -> Option<&RustExample> {
    let is_shown = |id: &OperationId| cx.tree.position(PageId::Operation(*id)).is_some();
    let shown = || cx.api.operation_ids().filter(is_shown).filter_map(|id| cx.examples.get(id.index()));
    let can_run = |one: &&RustExample| one.parameters.is_empty() && !one.statements.is_empty();
    shown().find(|one| one.is_first).or_else(|| shown().find(can_run))
}

/// Returns how to read lists that come in pages.
fn pages(cx: Cx<'_>) -> Option<Part> {
    let is_paged = |id: &OperationId| {
        cx.api.operations[id.index()].paging.is_some() && cx.tree.position(PageId::Operation(*id)).is_some()
    };
    let mut paged = cx.api.operation_ids().filter(is_paged).peekable();
    paged.peek()?;
    let call = paged.find_map(|id| cx.examples.get(id.index())?.call.as_deref());
    let about = "A request for a list returns one page. Where the API divides a list, ~.items()~ returns a stream of all \
                 its items, and ~.pages()~ a stream of its pages; both request the following pages as they are needed.";
    let code = call.map(|call| {
        let statements = format!(
            "let mut pages = {call}.pages();\nwhile let Some(page) = pages.try_next().await? {{\n    \
             println!(\"{{page:?}}\");\n}}"
        );
        rust(cx, &statements)
    });
    Some(Part::section("pages", "Pages", [Part::Line(words::marked(about))].into_iter().chain(code).collect()))
}

/// Returns how to tell errors apart.
fn errors(cx: Cx<'_>, call: Option<&str>) -> Option<Part> {
    let about = "A request that fails returns an ~Error~, which says in one line which operation failed and why. ~kind()~ \
                 tells apart a request that cannot be built, a lost connection, a time limit, an error status and a \
                 response that cannot be decoded. ~body_as()~ returns the body that the API documents for an error.";
    let code = call.map(|call| {
        let statements = format!(
            "match {call}.await {{\n    Ok(_) => println!(\"it worked\"),\n    \
             Err(error) if error.is_not_found() => println!(\"it does not exist\"),\n    \
             Err(error) if error.is_rate_limited() => println!(\"too many requests\"),\n    \
             Err(error) => return Err(error),\n}}"
        );
        rust(cx, &statements)
    });
    Some(Part::section("errors", "Errors", [Part::Line(words::marked(about))].into_iter().chain(code).collect()))
}

/// Returns when requests are sent again, and how long they may take.
fn retries(cx: Cx<'_>, call: Option<&str>) -> Option<Part> {
    let about = "A request that fails is sent again, up to twice, if that is safe: if nothing was sent yet, or if the \
                 method may be repeated. The pause before it grows, unless ~Retry-After~ asks for another one. The \
                 builder of the client sets limits for all requests; ~RequestOptions~ sets them for one.";
    let code = call.map(|call| {
        let krate = cx.names.krate.as_str();
        let statements = format!(
            "let options = {krate}::RequestOptions::new()\n    .timeout(std::time::Duration::from_secs(5))\n    \
             .max_retries(0);\n{call}.options(options).await?;"
        );
        rust(cx, &statements)
    });
    Some(Part::section(
        "retries",
        "Retries and time limits",
        [Part::Line(words::marked(about))].into_iter().chain(code).collect(),
    ))
}

/// Returns a program.
fn rust(cx: Cx<'_>, statements: &str) -> Part {
    Part::Code(Code { language: Language::Rust, text: program(cx.names.krate.as_str(), statements) })
}
