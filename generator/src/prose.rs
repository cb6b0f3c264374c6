//! What docs and the reference say about parts of the model in words: descriptions, constraints, deprecation. Inline
//! Markdown only.

use crate::ir::{Constraints, Docs, Scalar, Type, plain};
pub(crate) use crate::text::code;
use crate::text::{Pages, phrase, printable, sentences, with_stop};

/// Returns summary and description, without those that only repeat one of the names.
pub(crate) fn texts_beside(names: &[&str], docs: &Docs) -> impl Iterator<Item = String> {
    texts(docs).filter(|text| !names.iter().any(|name| plain(text) == plain(name)))
}

/// Returns summary and description, as far as they differ. A summary such as `address_param` beside a description is
/// an identifier of the author's program and left out.
pub(crate) fn texts(docs: &Docs) -> impl Iterator<Item = String> {
    let given =
        |text: &Option<String>| text.as_deref().map(str::trim).filter(|text| !text.is_empty()).map(str::to_owned);
    let (summary, description) = (given(&docs.summary), given(&docs.description));
    let repeats = |summary: &String| {
        description.as_ref().is_some_and(|description| description.starts_with(summary.trim_end_matches('.')))
    };
    let is_identifier =
        |summary: &String| summary.contains('_') && summary.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
    let is_filler = |summary: &String| repeats(summary) || (description.is_some() && is_identifier(summary));
    let summary = summary.filter(|summary| !is_filler(summary)).map(|summary| with_stop(&summary));
    summary.into_iter().chain(description).chain(docs.further.iter().cloned())
}

/// Returns the constraints of a value as sentences, without a default that its description mentions already.
pub(crate) fn constraints_beside(docs: &Docs, constraints: &Constraints, ty: Option<&Type>) -> String {
    let texts = [&docs.summary, &docs.description].into_iter().flatten();
    let mentions = |default: &crate::ir::Literal| {
        let value = default.to_string();
        let value = value.trim_matches('"');
        texts.clone().any(|text| mentions_default(text, value))
    };
    match &constraints.default {
        Some(default) if mentions(default) => {
            self::constraints(&Constraints { default: None, ..constraints.clone() }, ty)
        }
        _ => self::constraints(constraints, ty),
    }
}

/// Whether a sentence of a text has both the word and the value.
fn mentions_default(text: &str, value: &str) -> bool {
    sentences(text).iter().any(|sentence| {
        let word = sentence.to_lowercase().find("default").is_some();
        let value = if value.is_empty() { "\"\"" } else { value };
        let mut words = sentence.split(|c: char| c.is_whitespace() || "`'\"*()[],:=".contains(c));
        let is_end = |word: &str| word.trim_end_matches(['.', '!', '?', ';']) == value;
        word && (words.any(is_end) || value == "\"\"" && sentence.contains(value))
    })
}

/// Returns the constraints of a value as sentences; empty if there are none.
pub(crate) fn constraints(constraints: &Constraints, ty: Option<&Type>) -> String {
    let mut parts = Vec::new();
    let integer = matches!(ty, Some(Type::Scalar(Scalar::Integer(_))));
    parts.extend(range("Length", "characters", constraints.min_length, constraints.max_length));
    if constraints.empty {
        parts.push("`\"\"` has a meaning of its own.".to_owned());
    }
    parts.extend(numbers(constraints, integer));
    parts.extend(constraints.multiple_of.as_ref().map(|factor| format!("A multiple of {factor}.")));
    parts.extend(range("Holds", "items", constraints.min_items, constraints.max_items));
    parts.extend(properties(constraints));
    if constraints.unique_items {
        parts.push("Items are unique.".to_owned());
    }
    parts.extend(constraints.pattern.as_ref().map(|pattern| format!("Matches {}.", code(pattern))));
    let known = matches!(ty, Some(Type::Scalar(scalar)) if scalar.shows_format());
    if !known && !constraints.formats.is_empty() {
        let formats: Vec<String> = constraints.formats.iter().map(|format| code(format)).collect();
        parts.push(format!("Format {}.", formats.join(" or ")));
    }
    if let Some(items) = &constraints.items {
        let ty = ty.and_then(|ty| match ty {
            Type::List(item) | Type::Map(item) => Some(&item.ty),
            _ => None,
        });
        // The default of an item is of no use to the caller.
        let words = self::constraints(&Constraints { default: None, ..(**items).clone() }, ty);
        parts.extend((!words.is_empty()).then(|| format!("Each item: {}", after_colon(&words))));
    }
    parts.extend(
        constraints.default.as_ref().map(|value| format!("The server's default is {}.", code(&value.to_string()))),
    );
    parts.join(" ")
}

/// Returns sentences as they continue after a colon: without a label of their own.
fn after_colon(sentences: &str) -> String {
    let labels = ["Length: ", "Holds: "];
    let mut characters = labels.iter().find_map(|label| sentences.strip_prefix(label)).unwrap_or(sentences).chars();
    characters.next().map(|first| first.to_lowercase().chain(characters).collect()).unwrap_or_default()
}

fn range(what: &str, of: &str, least: Option<u64>, most: Option<u64>) -> Option<String> {
    // The last number named is the one that the noun follows.
    let of = match of.strip_suffix("ies") {
        _ if most.or(least) != Some(1) => of.to_owned(),
        Some(stem) => format!("{stem}y"),
        None => of.trim_end_matches('s').to_owned(),
    };
    Some(match (least.filter(|least| *least > 0), most) {
        (Some(least), Some(most)) if least == most => format!("{what}: exactly {least} {of}."),
        (Some(least), Some(most)) => format!("{what}: {least} to {most} {of}."),
        (Some(least), None) => format!("{what}: at least {least} {of}."),
        (None, Some(most)) => format!("{what}: at most {most} {of}."),
        (None, None) => return None,
    })
}

fn properties(constraints: &Constraints) -> Option<String> {
    match constraints.max_properties {
        Some(0) => Some("An empty object.".to_owned()),
        most => range("Holds", "properties", constraints.min_properties, most),
    }
}

fn numbers(constraints: &Constraints, integer: bool) -> Option<String> {
    let bound = |bound: &Option<(String, bool)>| bound.clone();
    let text = |value: &str| if integer { value.trim_end_matches(".0").to_owned() } else { value.to_owned() };
    Some(match (bound(&constraints.minimum), bound(&constraints.maximum)) {
        (Some((least, false)), Some((most, false))) => format!("{} to {}.", text(&least), text(&most)),
        (least, most) => {
            let least =
                least.map(|(value, open)| format!("{} {}", if open { "more than" } else { "at least" }, text(&value)));
            let most =
                most.map(|(value, open)| format!("{} {}", if open { "less than" } else { "at most" }, text(&value)));
            let both: Vec<String> = least.into_iter().chain(most).collect();
            if both.is_empty() {
                return None;
            }
            let sentence = both.join(" and ");
            format!("{}{}.", sentence[..1].to_uppercase(), &sentence[1..])
        }
    })
}

/// The beginnings, in lower case, of words by which a sentence is about the deprecation.
const OF_DEPRECATION: [&str; 7] = ["deprecat", "instead", "replaced", "superseded", "former", "renamed", "obsolete"];
/// The same at the beginning of the sentence.
const ADVICE: [&str; 3] = ["use", "prefer", "see"];

/// Returns the note of a deprecation: the first sentence of the document that is about it, or a general one.
pub(crate) fn deprecation(docs: &Docs) -> String {
    /// Characters of a note at most: compilers print it with each use.
    const MOST: usize = 200;
    let texts = [&docs.description, &docs.summary].into_iter().flatten();
    let found = texts.flat_map(|text| sentences(text)).find(|sentence| {
        let lower = sentence.to_lowercase();
        let mut words = lower.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).peekable();
        let advises = words.peek().is_some_and(|first| ADVICE.contains(first));
        let is_about_it = advises || words.any(|word| OF_DEPRECATION.iter().any(|start| word.starts_with(start)));
        sentence.chars().count() <= MOST && is_about_it
    });
    found.map_or_else(|| "the API marks it as deprecated".to_owned(), |sentence| note(&sentence))
}

/// A sentence as compilers print it, and rustdoc, to which it is Markdown.
fn note(sentence: &str) -> String {
    let mark = sentence.starts_with('[') && !sentence.contains("](");
    let sentence = if mark { sentence.replacen('[', "", 1).replacen(']', ":", 1) } else { sentence.to_owned() };
    if sentence.contains(['[', '<', '&']) || sentence.contains("://") {
        return phrase(&sentence, &Pages::default());
    }
    printable(&sentence).into_owned()
}

#[cfg(test)]
mod tests {
    use super::constraints;
    use crate::ir::{Constraints, Docs, Integer, Literal, Scalar, Type};

    #[test]
    fn constraints_read_as_sentences() {
        let of = |constraints: Constraints| super::constraints(&constraints, None);
        let text = Constraints { min_length: Some(1), max_length: Some(255), ..Constraints::default() };
        assert_eq!(of(text), "Length: 1 to 255 characters.");
        let items = Constraints { max_length: Some(9), ..Constraints::default() };
        let list = Constraints { items: Some(Box::new(items)), max_items: Some(1), ..Constraints::default() };
        assert_eq!(of(list), "Holds: at most 1 item. Each item: at most 9 characters.");
        let least = Constraints { minimum: Some(("1".into(), false)), ..Constraints::default() };
        assert_eq!(of(least), "At least 1.");
        let both = Constraints {
            minimum: Some(("1".into(), false)),
            maximum: Some(("100".into(), false)),
            ..Constraints::default()
        };
        assert_eq!(constraints(&both, Some(&Type::Scalar(Scalar::Integer(Integer::I64)))), "1 to 100.");
        assert_eq!(of(Constraints::default()), "");
    }

    #[test]
    fn a_default_is_said_once() {
        let constraints = |default: Literal| Constraints { default: Some(default), ..Constraints::default() };
        let of = |text: &str, default: Literal| {
            let docs = Docs { description: Some(text.to_owned()), ..Docs::default() };
            super::constraints_beside(&docs, &constraints(default), None)
        };
        let (ten, text, empty) =
            (Literal::Number("10".into()), Literal::String("asc".into()), Literal::String(String::new()));
        for described in ["Default: `10`", "The size. Defaults to 10.", "By default (10) it is small."] {
            assert_eq!(of(described, ten.clone()), "", "{described}");
        }
        assert_eq!(of("The order; the default is `asc`.", text.clone()), "");
        assert_eq!(of("Default: `\"\"`", empty), "");
        assert_eq!(of("Up to 10. There is a default.", ten.clone()), "The server's default is `10`.");
        assert_eq!(of("Default: 100", ten), "The server's default is `10`.");
        assert_eq!(of("Ascending by default.", text), "The server's default is `\"asc\"`.");
    }

    #[test]
    fn a_deprecation_says_what_the_document_says_about_it() {
        let of = |description: &str| {
            let description = Some(description.to_owned());
            super::deprecation(&crate::ir::Docs { description, ..crate::ir::Docs::default() })
        };
        assert_eq!(of("The size. Use `length`\ninstead. Really."), "Use `length` instead.");
        assert_eq!(of("Deprecated, e.g. for links.\n\nMore."), "Deprecated, e.g. for links.");
        assert_eq!(of("Was of use once, because of performers. Use `keep`."), "Use `keep`.");
        assert_eq!(of("The size."), "the API marks it as deprecated");
        assert_eq!(
            of(&"Use it. ".replace(' ', &" all ".repeat(50))),
            "the API marks it as deprecated",
            "too long for a compiler's message"
        );
    }
}
