//! The body of an example request: what is required, and what the document shows.

use super::encode::{Encoder, push_form, push_reserved, without_controls};
use super::style::{bracketed, text};
use super::values::Values;
use super::{Pair, Part, Payload};
use crate::ir::{
    Api, Body, BodyContent, BodyEncoding, Field, FormStyle, Literal, MemberEncoding, Operation, Scalar, Type, Upload,
    Value, Wire,
};
use crate::samples::within;

/// A member of a form.
struct Member<'a> {
    name: &'a str,
    value: Literal,
    is_file: bool,
}

/// Returns the body of an operation's request.
pub(super) fn of(api: &Api, operation: &Operation, values: &Values<'_>) -> Payload {
    let Some(body) = &operation.body else { return Payload::None };
    let media_type = without_controls(body.media_type.trim());
    let value = match &body.content {
        BodyContent::Fields(fields) => {
            let members = members(api, fields, body, values);
            if members.is_empty() && !body.required {
                return Payload::None;
            }
            match body.encoding {
                BodyEncoding::Form => return Payload::Form { media_type, pairs: form(body, &members) },
                BodyEncoding::Multipart => return Payload::Parts { media_type, parts: parts(body, &members) },
                _ => {}
            }
            Literal::Object(members.into_iter().map(|member| (member.name.to_owned(), member.value)).collect())
        }
        BodyContent::Whole(_) if !body.required && values.bodies(body).next().is_none() => return Payload::None,
        BodyContent::Whole(ty) if matches!(upload(api, ty), Some(Upload::Parts)) => {
            let part = Part { name: "name".to_owned(), media_type: None, text: Some("text".to_owned()) };
            return Payload::Parts { media_type, parts: vec![part] };
        }
        BodyContent::Whole(ty) if upload(api, ty).is_some() => return Payload::File { media_type },
        BodyContent::Whole(ty) => values.whole(ty, body).unwrap_or(Literal::Null),
    };
    match (body.encoding, &value) {
        (BodyEncoding::Json, value) => Payload::Text { media_type, text: value.pretty() },
        (BodyEncoding::JsonLines, Literal::List(items)) => {
            let text = items.iter().map(|item| format!("{item}\n")).collect();
            Payload::Text { media_type, text }
        }
        (BodyEncoding::Form | BodyEncoding::Multipart, Literal::Object(given)) => {
            let member = |(name, value)| Member { name, value, is_file: false };
            let members: Vec<Member<'_>> = given.iter().map(|(name, value)| member((name, value.clone()))).collect();
            if body.encoding == BodyEncoding::Form {
                return Payload::Form { media_type, pairs: form(body, &members) };
            }
            Payload::Parts { media_type, parts: parts(body, &members) }
        }
        // Neither a shell nor a terminal takes the character zero.
        (_, value) => Payload::Text { media_type, text: text(value).replace('\0', "") },
    }
}

/// Returns the fields that are required or shown, with their values.
fn members<'a>(api: &Api, fields: &'a [Field], body: &Body, values: &Values<'_>) -> Vec<Member<'a>> {
    let whole = values.bodies(body).find(|value| matches!(value, Literal::Object(_)));
    let mut members = Vec::new();
    for field in fields {
        let shown = match whole {
            Some(Literal::Object(given)) => {
                given.iter().find(|(key, _)| key == field.wire.as_str()).map(|(_, value)| value)
            }
            _ => None,
        };
        let is_needed = field.presence.required || field.needed || matches!(field.value, Value::Constant(_));
        let is_shown = shown.is_some() || (whole.is_none() && field.docs.example.is_some() && !field.docs.deprecated);
        if !is_needed && (!is_shown || field.conflicting) {
            continue;
        }
        let Some(value) = values.field(field, shown) else { continue };
        // What the document does not allow is not sent without need.
        if is_needed || within(&field.constraints, &value) {
            let ty = field.value.ty();
            let item = ty.and_then(|ty| if let Type::List(item) = api.resolve(ty) { Some(&item.ty) } else { None });
            let is_file = ty.into_iter().chain(item).any(|ty| upload(api, ty).is_some());
            members.push(Member { name: field.wire.as_str(), value, is_file });
        }
    }
    members
}

/// Returns how a type is uploaded, if it is a file or raw bytes.
fn upload(api: &Api, ty: &Type) -> Option<Upload> {
    match api.resolve(ty) {
        Type::Scalar(scalar) => match Scalar::row(*scalar).wire {
            Wire::Body(upload) => Some(upload),
            _ => None,
        },
        _ => None,
    }
}

fn encoding_of<'a>(body: &'a Body, name: &str) -> Option<&'a MemberEncoding> {
    body.members.iter().find(|member| member.wire.as_str() == name)
}

/// Whether a media type is JSON.
pub(crate) fn is_json(media_type: &str) -> bool {
    let essence = media_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    essence == "application/json" || essence.ends_with("+json")
}

/// A field as it is sent: its name, its texts, which are joined, and whether it is JSON.
type Sent = (String, Vec<String>, bool);

/// Returns what a field of a form is sent as, like the runtime does it.
fn sent(member: &Member<'_>, encoding: Option<&MemberEncoding>) -> Vec<Sent> {
    let name = member.name;
    let item = |name: &str, value: &Literal| -> Sent {
        match value {
            Literal::Null => (name.to_owned(), vec![String::new()], false),
            Literal::List(_) | Literal::Object(_) => (name.to_owned(), vec![value.to_string()], true),
            scalar => (name.to_owned(), vec![text(scalar)], false),
        }
    };
    let style = encoding.and_then(|encoding| encoding.style);
    let is_json = style.is_none() && encoding.and_then(|one| one.content_type.as_deref()).is_some_and(is_json);
    let joined = |texts: Vec<String>| if texts.is_empty() { vec![] } else { vec![(name.to_owned(), texts, false)] };
    match (style, &member.value) {
        (_, value) if is_json => vec![(name.to_owned(), vec![value.to_string()], true)],
        (Some(FormStyle::Deep), value) => bracketed(name, value).iter().map(|(key, value)| item(key, value)).collect(),
        (None | Some(FormStyle::Exploded), Literal::List(items)) => items.iter().map(|one| item(name, one)).collect(),
        (Some(FormStyle::Exploded), Literal::Object(members)) => {
            let each = |(key, value): &(String, Literal)| match value {
                Literal::List(items) => items.iter().map(|one| item(key, one)).collect::<Vec<_>>(),
                value => vec![item(key, value)],
            };
            members.iter().flat_map(each).collect()
        }
        (Some(_), Literal::List(items)) => joined(items.iter().map(text).collect()),
        (Some(_), Literal::Object(members)) => {
            joined(members.iter().flat_map(|(key, value)| [key.clone(), text(value)]).collect())
        }
        (_, value) => vec![item(name, value)],
    }
}

fn form(body: &Body, members: &[Member<'_>]) -> Vec<Pair> {
    let mut pairs = Vec::new();
    for member in members {
        let encoding = encoding_of(body, member.name);
        let is_reserved = encoding.is_some_and(|encoding| encoding.allow_reserved);
        let encoder: Encoder = if is_reserved { push_reserved } else { push_form };
        let separator = match encoding.and_then(|encoding| encoding.style) {
            Some(FormStyle::Space) => "%20",
            Some(FormStyle::Pipe) => "%7C",
            _ => ",",
        };
        for (key, texts, _) in sent(member, encoding) {
            let mut name = String::new();
            push_form(&mut name, &key);
            let encode = |text: &String| {
                let mut out = String::new();
                encoder(&mut out, text);
                out
            };
            let encoded = texts.iter().map(encode).collect::<Vec<_>>().join(separator);
            let is_usual = texts.len() == 1 && !is_reserved;
            let plain = texts.into_iter().next().filter(|text| is_usual && !text.contains('\0'));
            pairs.push(Pair { name, encoded, plain });
        }
    }
    pairs
}

fn parts(body: &Body, members: &[Member<'_>]) -> Vec<Part> {
    let mut parts = Vec::new();
    for member in members {
        let encoding = encoding_of(body, member.name);
        let separator = match encoding.and_then(|encoding| encoding.style) {
            Some(FormStyle::Space) => " ",
            Some(FormStyle::Pipe) => "|",
            _ => ",",
        };
        let declared = encoding.filter(|one| one.style.is_none()).and_then(|one| one.content_type.as_deref());
        if member.is_file {
            let media_type = Some(without_controls(declared.unwrap_or("application/octet-stream")));
            parts.push(Part { name: member.name.to_owned(), media_type, text: None });
            continue;
        }
        for (name, texts, is_json) in sent(member, encoding) {
            let media_type = declared.or(is_json.then_some("application/json")).map(without_controls);
            parts.push(Part { name, media_type, text: Some(texts.join(separator).replace('\0', "")) });
        }
    }
    parts
}
