//! The emitted `api.md`: every method with its signature and endpoint.

use std::fmt::Write as _;

use crate::emit::docs::span;
use crate::emit::operations::inputs::{Inputs, constants_words};
use crate::emit::operations::responses;
use crate::emit::package::{readme, webhook_docs};
use crate::emit::types::owned;
use crate::emit::uses::Uses;
use crate::emit::views::{Op, Res};
use crate::emit::{Cx, file};
use crate::ir::{OtherMediaType, Output, Type};
use crate::prose;
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
    let mut text = format!(
        "- `{}({arguments}) -> {output}`{deprecated} <a id=\"{}\"></a>  \n  {}",
        op.method_name().as_str(),
        anchor(op),
        span(&op.endpoint())
    );
    let about = operation.docs.summary.as_deref().or(operation.docs.description.as_deref());
    let about = about.map(|text| cx.phrase(text)).filter(|text| !text.is_empty());
    if let Some(about) = about {
        let _ = write!(text, "  \n  {}", about.replace('\n', " "));
    }
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
    for line in responses_of(op, uses) {
        let _ = write!(text, "  \n  {line}");
    }
    text
}

/// The anchor of an operation: the calls that lead to it.
fn anchor(op: Op<'_>) -> String {
    let accessors = op.resource().accessors();
    let calls: Vec<&str> = accessors.iter().map(|step| step.as_str()).chain([op.method_name().as_str()]).collect();
    calls.join(".")
}

/// What else an operation returns: streams, other media types, error bodies.
fn responses_of(op: Op<'_>, uses: &Uses<'_>) -> Vec<String> {
    let (cx, operation) = (op.cx, op.ir);
    let mut lines = Vec::new();
    if let Some(stream) = &operation.responses.stream {
        let ty = file::inline(&responses::event_stream(uses, &stream.records));
        lines.push(format!("stream: `.send_events() -> {ty}`"));
    }
    if operation.output == Output::Bytes {
        lines.push("bytes as they arrive: `.send_streaming()`".to_owned());
    }
    if !operation.responses.others.is_empty() {
        let name = |other: &OtherMediaType| match &other.ty {
            Some(ty) => format!("{} (`{}`)", prose::code(&other.name), file::inline(&owned(uses, ty))),
            None => prose::code(&other.name),
        };
        let names: Vec<String> = operation.responses.others.iter().map(name).collect();
        lines.push(format!("other media types: `.send_as(media_type)` for {}", names.join(", ")));
    }
    let mut bodies: Vec<(String, Vec<&str>)> = Vec::new();
    for error in &operation.errors {
        for ty in error.types().filter(|ty| matches!(ty, Type::Named(_))) {
            let ty = file::inline(&owned(uses, ty));
            match bodies.iter_mut().find(|(known, _)| *known == ty) {
                Some((_, statuses)) => statuses.push(&error.status),
                None => bodies.push((ty, vec![&error.status])),
            }
        }
    }
    if !bodies.is_empty() {
        let body = |(ty, statuses): &(String, Vec<&str>)| format!("`{ty}` ({})", cx.phrase(&statuses.join(", ")));
        lines.push(format!("error bodies: {}", bodies.iter().map(body).collect::<Vec<_>>().join(", ")));
    }
    lines
}
