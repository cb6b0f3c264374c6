//! Request bodies: the docs of their media types.

use crate::emit::docs::wrapped;
use crate::emit::operations::inputs::Inputs;
use crate::emit::views::Op;
use crate::ir::{Body, BodyContent, BodyEncoding, Scalar, Type};
use crate::prose;

/// What the docs of a method say about the body: the description of a body whose fields are setters, and its media
/// types.
pub(in crate::emit) fn docs(op: Op<'_>, body: &Body) -> String {
    let cx = op.cx;
    let described = match body.content {
        BodyContent::Fields(_) => cx.description(&body.docs),
        BodyContent::Whole(_) => None,
    };
    let ours = [sent(body), alternatives(op, body), siblings(op, body), others(body)]
        .map(|line| line.map(|line| wrapped(&line)));
    let parts = [described].into_iter().chain(ours);
    parts.flatten().collect::<Vec<_>>().join("\n\n")
}

/// The media type where the body is not typed.
fn sent(body: &Body) -> Option<String> {
    let type_of = "[`FileUpload::content_type`](crate::FileUpload::content_type)";
    match (&body.range, &body.content) {
        (Some(range), BodyContent::Whole(Type::Scalar(Scalar::File))) => Some(format!(
            "The media type of the body matches {}; set it with {type_of}. The default is {}.",
            prose::code(range),
            prose::code(&body.media_type)
        )),
        _ if matches!(body.encoding, BodyEncoding::Text | BodyEncoding::Bytes | BodyEncoding::JsonLines) => {
            Some(format!("The body is sent as {}.", prose::code(&body.media_type)))
        }
        _ => None,
    }
}

/// The setters for other media types.
fn alternatives(op: Op<'_>, body: &Body) -> Option<String> {
    let request = op.request_type().as_str();
    let inputs = Inputs::of(op);
    let links = inputs.optional().filter_map(|input| {
        let (media_type, setter) = (input.as_media_type()?, input.ident.as_str());
        Some(format!("{} ([`{setter}`]({request}::{setter}))", prose::code(media_type)))
    });
    let links: Vec<String> = links.collect();
    let (last, first) = links.split_last()?;
    let list = if first.is_empty() { last.clone() } else { format!("{} or {last}", first.join(", ")) };
    Some(format!("The body is sent as {}; it can also be sent as {list}.", prose::code(&body.media_type)))
}

/// The methods that send other bodies of the same operation.
fn siblings(op: Op<'_>, body: &Body) -> Option<String> {
    let others = op.siblings().filter_map(|other| {
        let media_type = &other.ir.body.as_ref()?.media_type;
        Some(format!("{} sends {}", prose::code(other.method_name().as_str()), prose::code(media_type)))
    });
    let others: Vec<String> = others.collect();
    let sent = prose::code(&body.media_type);
    (!others.is_empty()).then(|| format!("The body is sent as {sent}; {}.", others.join(", and ")))
}

fn others(body: &Body) -> Option<String> {
    let (last, first) = body.others.split_last()?;
    let list: Vec<String> = first.iter().map(|name| prose::code(name)).collect();
    let list =
        if list.is_empty() { prose::code(last) } else { format!("{} or {}", list.join(", "), prose::code(last)) };
    let is_form = |name: &String| name.to_ascii_lowercase().starts_with("multipart/form-data");
    let raw = "[`RequestOptions::body`](crate::RequestOptions::body)";
    let parts = "[`RequestOptions::multipart`](crate::RequestOptions::multipart)";
    let method = match (body.others.iter().any(is_form), body.others.iter().all(is_form)) {
        (_, true) => parts.to_owned(),
        (true, false) => format!("{raw} or {parts}"),
        (false, false) => raw.to_owned(),
    };
    Some(format!("The API also accepts a body of type {list}; send it with {method}."))
}
