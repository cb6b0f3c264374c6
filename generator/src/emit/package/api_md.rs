//! The emitted `api.md`: every method with its signature and endpoint.

use std::fmt::Write as _;

use crate::emit::docs::span;
use crate::emit::operations::inputs::{Inputs, constants_words};
use crate::emit::operations::responses;
use crate::emit::package::{readme, webhook_docs};
use crate::emit::uses::Uses;
use crate::emit::views::{Op, Res};
use crate::emit::{Cx, file};
use crate::tree::File;

pub(in crate::emit) fn file(cx: Cx<'_>) -> File {
    let mut text = format!("{}\n\n# {}: every operation\n", readme::MARK, cx.names.package);
    let uses = Uses::in_prose(cx);
    for resource in cx.resources() {
        section(resource, &uses, &mut text);
    }
    let webhooks = webhook_docs::api_md(cx);
    if !webhooks.is_empty() {
        let _ = write!(text, "\n{webhooks}\n");
    }
    File { path: "api.md".to_owned(), text }
}

fn section(resource: Res<'_>, uses: &Uses<'_>, text: &mut String) {
    if resource.operations().len() == 0 {
        return;
    }
    let calls: String = resource.accessors().iter().map(|method| format!(".{}()", method.as_str())).collect();
    let _ = writeln!(text, "\n## `client{calls}`\n");
    for op in resource.operations() {
        let _ = writeln!(text, "{}", entry(op, uses));
    }
}

fn entry(op: Op<'_>, uses: &Uses<'_>) -> String {
    let (cx, operation) = (op.cx, op.ir);
    let inputs = Inputs::of(op);
    let argument = |input: &crate::emit::operations::inputs::Input<'_>| {
        format!("{}: {}", input.ident.as_str(), file::inline(&input.argument(cx, uses)))
    };
    let arguments = if inputs.fit_as_arguments() {
        inputs.required().map(argument).collect::<Vec<_>>().join(", ")
    } else {
        format!("inputs: &{}", op.arguments_type().as_str())
    };
    let output = file::inline(&responses::output(op, uses));
    let deprecated = if operation.docs.deprecated { " (deprecated)" } else { "" };
    let mut text =
        format!("- `{}({arguments}) -> {output}`{deprecated}  \n  {}", op.method_name().as_str(), span(&op.endpoint()));
    let constants = constants_words(operation);
    if !constants.is_empty() {
        let _ = write!(text, "  \n  always sends {}", constants.join(" and "));
    }
    let setters: Vec<String> = inputs
        .optional()
        .map(|input| format!("`.{}({})`", input.ident.as_str(), file::inline(&input.setter_argument(cx, uses))))
        .collect();
    if !setters.is_empty() {
        let _ = write!(text, "  \n  {}", setters.join(" "));
    }
    if operation.paging.is_some() {
        text.push_str("  \n  pages: `.pages()` `.items()`");
    }
    text
}
