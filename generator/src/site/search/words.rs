//! The words of names and of descriptions. The script divides what is typed in the same way.

/// The longest word worth to be found, in bytes.
const LONGEST: usize = 32;

/// Calls a function with each word of a description, in lower case; without tags of HTML and the targets of links.
pub(super) fn each(markdown: &str, mut found: impl FnMut(&str)) {
    let mut word = String::new();
    let mut before = ' ';
    let mut rest = markdown;
    while let Some(c) = rest.chars().next() {
        let skipped = skipped(rest);
        if skipped > 0 {
            end(&mut word, &mut found);
            before = ' ';
            rest = &rest[skipped..];
            continue;
        }
        rest = &rest[c.len_utf8()..];
        if !c.is_alphanumeric() {
            end(&mut word, &mut found);
        } else {
            let is_next_lower = rest.starts_with(char::is_lowercase);
            let begins = c.is_uppercase()
                && (before.is_lowercase() || before.is_numeric() || (before.is_uppercase() && is_next_lower));
            if begins {
                end(&mut word, &mut found);
            }
            word.extend(c.to_lowercase());
        }
        before = c;
    }
    end(&mut word, &mut found);
}

/// Ends a word; one that is too short or too long is left out.
fn end(word: &mut String, found: &mut impl FnMut(&str)) {
    if (2..=LONGEST).contains(&word.len()) {
        found(word);
    }
    word.clear();
}

/// Returns the length of what is no text at the beginning of this: a URL, the target of a link, a tag.
fn skipped(text: &str) -> usize {
    /// The longest of these; more is taken for text.
    const MOST: usize = 2_000;
    let first = text.as_bytes()[0];
    let ended = |end: [char; 2]| {
        let mut near = text.char_indices().take_while(|(at, _)| *at < MOST);
        near.find(|(_, c)| end.contains(c)).map_or(0, |(at, _)| at + 1)
    };
    if first == b']' && text.starts_with("](") {
        ended([')', '\n'])
    } else if first == b'h' && (text.starts_with("https://") || text.starts_with("http://")) {
        let is_end = |c: char| c.is_whitespace() || "<>\"')]`".contains(c);
        text.find(is_end).unwrap_or(text.len())
    } else if first == b'<' && text[1..].starts_with(|c: char| c.is_ascii_alphabetic() || c == '/') {
        ended(['>', '\n'])
    } else {
        0
    }
}
