//! What an SDK leaves out or gets wrong, and why: lists of it for people, the most frequent reason first. Knows neither
//! how a loss is found nor who prints the list.

use std::collections::HashMap;
use std::fmt::Write as _;

/// How many entries a list has.
const LISTED: usize = 25;

/// Something that an SDK leaves out, types as free JSON or does not keep.
pub(crate) struct Loss {
    /// The location in the document.
    pub(crate) pointer: String,
    /// The kind of reason; empty if the report has none.
    pub(crate) code: String,
    /// The reason.
    pub(crate) reason: String,
}

/// Losses of the same kind.
struct Kind<'a> {
    count: usize,
    documents: usize,
    /// The last document with such a loss: those of a document follow each other.
    last: &'a str,
    first: (&'a str, &'a Loss),
}

/// Lists the kinds of losses, the most frequent first, each with an example. Each loss comes with its document; those
/// of one document have to follow each other.
pub(crate) fn ranking<'a>(title: &str, losses: impl Iterator<Item = (&'a str, &'a Loss)>) -> String {
    let mut kinds: HashMap<(&str, String), Kind<'_>> = HashMap::new();
    for (document, loss) in losses {
        let new = || Kind { count: 0, documents: 0, last: "", first: (document, loss) };
        let kind = kinds.entry((&loss.code, pattern(&loss.reason))).or_insert_with(new);
        kind.count += 1;
        if kind.last != document {
            kind.documents += 1;
            kind.last = document;
        }
    }
    let mut text = String::new();
    if kinds.is_empty() {
        return text;
    }
    let mut kinds: Vec<_> = kinds.into_iter().collect();
    kinds.sort_by(|(a, x), (b, y)| y.count.cmp(&x.count).then_with(|| a.cmp(b)));
    // Writing to a string cannot fail, here and below.
    let _ = writeln!(text, "\n{title}: {} kinds", kinds.len());
    for ((code, _), Kind { count, documents, first: (document, loss), .. }) in kinds.iter().take(LISTED) {
        let _ = writeln!(text, "{count:7} in {documents} documents · {code} · {}", shorten(&loss.reason, 200));
        let _ = writeln!(text, "        {document} {}", shorten(&loss.pointer, 160));
    }
    text
}

/// Returns a reason without the names and numbers in it, so that equal kinds are counted together.
fn pattern(reason: &str) -> String {
    let parts = reason.split('`').enumerate();
    let plain: String = parts.map(|(index, part)| if index % 2 == 0 { part } else { "``" }).collect();
    plain.chars().map(|letter| if letter.is_ascii_digit() { '0' } else { letter }).collect()
}

/// Returns the beginning of a text: at most `characters`, and `…` if there is more.
pub(crate) fn shorten(text: &str, characters: usize) -> String {
    match text.char_indices().nth(characters) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::{pattern, shorten};

    #[test]
    fn names_and_numbers_are_no_part_of_a_kind() {
        assert_eq!(pattern("`a` is 12"), pattern("`b` is 99"));
        assert_ne!(pattern("`a` is"), pattern("`a` was"));
    }

    #[test]
    fn long_texts_are_cut_between_characters() {
        assert_eq!(shorten("ééé", 2), "éé…");
        assert_eq!(shorten("ééé", 3), "ééé");
    }
}
