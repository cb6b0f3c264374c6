//! The docs of an input: the description of the document, its constraints, and what it sets.

use crate::emit::Cx;
use crate::emit::docs::{Block, wrapped};
use crate::emit::models::structure::is_renamed;
use crate::emit::operations::inputs::Input;
use crate::emit::uses::Uses;
use crate::prose;

/// The docs of an input.
pub(in crate::emit) fn input_docs(cx: Cx<'_>, uses: &Uses<'_>, input: &Input<'_>) -> Block {
    if let Some(without) = input.as_model() {
        return uses.docs([whole_body(without)]);
    }
    if let Some(media_type) = input.as_media_type() {
        return uses.docs([wrapped(&format!("Sends the body as {}.", prose::code(media_type)))]);
    }
    let constraints =
        input.constraints.map(|constraints| prose::constraints_beside(input.docs, constraints, Some(input.ty)));
    let constant = input.constant_words().map(|words| format!("Sends {words}."));
    let sentences = constraints.into_iter().chain(constant).filter(|sentence| !sentence.is_empty());
    let sentences: Vec<String> = sentences.collect();
    let renamed = renamed(input);
    let beside: Vec<&str> = sentences.iter().chain(&renamed).map(String::as_str).collect();
    let names = [Some(input.ident.as_str()), cx.model_name(input.ty)];
    let names: Vec<&str> = names.into_iter().flatten().collect();
    let text = cx.description_with(&names, input.docs, &beside.join(" ")).unwrap_or_else(|| {
        let what = match input.wire {
            Some(wire) => format!("Sets {} in the {}.", prose::code(wire), location(input)),
            None => "Sets the body.".to_owned(),
        };
        wrapped(&[what].into_iter().chain(sentences).collect::<Vec<_>>().join(" "))
    });
    uses.docs([text].into_iter().chain(cx.more(input.docs)))
}

/// The docs of a setter for a body whose properties are inputs as well.
fn whole_body(without: &[&str]) -> String {
    let mut text =
        "Sets the whole body, for example to a value that was read before, and replaces what was set so far. \
                    Setters after it replace single properties. Properties that the API does not describe are sent too."
            .to_owned();
    if !without.is_empty() {
        let names: Vec<String> = without.iter().map(|name| prose::code(name)).collect();
        text.push_str(&format!(" Read-only properties are not sent: {}.", names.join(", ")));
    }
    wrapped(&text)
}

fn location<'a>(input: &Input<'a>) -> &'a str {
    if input.location == "body" { "request body" } else { input.location }
}

/// Returns a sentence with the name of an input in the document, if its Rust name differs.
pub(super) fn renamed(input: &Input<'_>) -> Option<String> {
    let wire = input.wire?;
    let calls = || format!("The API calls this {}.", prose::code(wire));
    if input.qualified {
        return Some(format!("The API calls this {}; it goes into the {}.", prose::code(wire), location(input)));
    }
    is_renamed(wire, input.ident).then(calls)
}
