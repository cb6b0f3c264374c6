//! The styles of parameters in OpenAPI, as the runtime writes them (`runtime/src/request/style.rs`). Knows values, no
//! requests.

use super::encode::{Encoder, push_unreserved};
use crate::ir::{Literal, Style};

/// Returns the text of a scalar.
pub(super) fn text(value: &Literal) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

/// Returns the value that a style writes: itself, or its JSON as a text.
fn styled(style: Style, value: &Literal) -> Literal {
    match (style, value) {
        (_, Literal::Null) => Literal::Null,
        (Style::Json, value) | (Style::Text | Style::WholeQuery, value @ (Literal::List(_) | Literal::Object(_))) => {
            Literal::String(value.to_string())
        }
        (_, value) => value.clone(),
    }
}

/// Returns the pairs of a query or of cookies: `name=value`, percent-encoded.
pub(super) fn pairs(name: &str, style: Style, value: &Literal, encoder: Encoder) -> Vec<String> {
    let pair = |key: &str, value: &Literal| {
        let mut pair = String::new();
        push_unreserved(&mut pair, key);
        pair.push('=');
        encoder(&mut pair, &text(value));
        pair
    };
    let value = styled(style, value);
    let separator = match (style, &value) {
        (_, Literal::Null) => return Vec::new(),
        (Style::WholeQuery, scalar) => return vec![encoded(&text(scalar), encoder)],
        (Style::DeepObject, Literal::List(_) | Literal::Object(_)) => {
            return bracketed(name, &value).iter().map(|(name, value)| pair(name, value)).collect();
        }
        (Style::FormComma | Style::CookieComma, Literal::List(_) | Literal::Object(_)) => ",",
        (Style::SpaceDelimited, Literal::List(_) | Literal::Object(_)) => "%20",
        (Style::PipeDelimited, Literal::List(_) | Literal::Object(_)) => "%7C",
        (_, Literal::List(items)) => return present(items).map(|item| pair(name, item)).collect(),
        (_, Literal::Object(members)) => {
            let each = |(key, value): (&str, &Literal)| match value {
                Literal::List(items) => present(items).map(|item| pair(key, item)).collect::<Vec<_>>(),
                value => vec![pair(key, value)],
            };
            return properties(members).flat_map(each).collect();
        }
        (_, scalar) => return vec![pair(name, scalar)],
    };
    let pieces = pieces(&value, false, encoder);
    if pieces.is_empty() {
        return Vec::new();
    }
    vec![format!("{}={}", encoded(name, push_unreserved), pieces.join(separator))]
}

/// Returns the value of a header or of a placeholder in a path; `None` if there is no value.
pub(super) fn expanded(name: &str, style: Style, value: &Literal, encoder: Encoder) -> Option<String> {
    let value = styled(style, value);
    let (is_list, is_object) = (matches!(value, Literal::List(_)), matches!(value, Literal::Object(_)));
    let explodes = matches!(style, Style::SimpleExploded | Style::LabelExploded | Style::MatrixExploded);
    let pieces = pieces(&value, explodes, encoder);
    let first = pieces.first()?;
    let key = encoded(name, encoder);
    // RFC 6570, section 3.2.7: a name without a value has no equals sign.
    let named = |text: &str| if text.is_empty() { key.clone() } else { format!("{key}={text}") };
    Some(match style {
        Style::Label => format!(".{}", pieces.join(",")),
        Style::LabelExploded => format!(".{}", pieces.join(".")),
        Style::Matrix | Style::MatrixExploded if !is_list && !is_object => format!(";{}", named(first)),
        Style::Matrix => format!(";{key}={}", pieces.join(",")),
        Style::MatrixExploded if is_list => pieces.iter().map(|item| format!(";{}", named(item))).collect(),
        Style::MatrixExploded => pieces.iter().map(|item| format!(";{}", item.trim_end_matches('='))).collect(),
        _ => pieces.join(","),
    })
}

/// Returns the texts in sequence: the items of a list; for an object keys and values, or `key=value` if it explodes.
fn pieces(value: &Literal, explodes: bool, encoder: Encoder) -> Vec<String> {
    let one = |text: &str| encoded(text, encoder);
    match value {
        Literal::Null => Vec::new(),
        Literal::List(items) => present(items).map(|item| one(&text(item))).collect(),
        Literal::Object(members) if explodes => {
            properties(members).map(|(key, value)| format!("{}={}", one(key), one(&text(value)))).collect()
        }
        Literal::Object(members) => {
            properties(members).flat_map(|(key, value)| [one(key), one(&text(value))]).collect()
        }
        scalar => vec![one(&text(scalar))],
    }
}

/// Returns the scalars of a value, each with its name and the keys to it in brackets.
pub(super) fn bracketed(name: &str, value: &Literal) -> Vec<(String, Literal)> {
    match value {
        Literal::Null => Vec::new(),
        Literal::List(items) => {
            let items = present(items).enumerate();
            items.flat_map(|(index, item)| bracketed(&format!("{name}[{index}]"), item)).collect()
        }
        Literal::Object(members) => {
            properties(members).flat_map(|(key, value)| bracketed(&format!("{name}[{key}]"), value)).collect()
        }
        scalar => vec![(name.to_owned(), scalar.clone())],
    }
}

fn encoded(text: &str, encoder: Encoder) -> String {
    let mut out = String::with_capacity(text.len());
    encoder(&mut out, text);
    out
}

fn present(items: &[Literal]) -> impl Iterator<Item = &Literal> {
    items.iter().filter(|item| **item != Literal::Null)
}

fn properties(members: &[(String, Literal)]) -> impl Iterator<Item = (&str, &Literal)> {
    members.iter().filter(|(_, value)| *value != Literal::Null).map(|(key, value)| (key.as_str(), value))
}
