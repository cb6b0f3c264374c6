//! Lines and sentences: the only module that breaks prose. A line is broken where the next word begins no block, so
//! that this changes nothing.

/// Breaks inline Markdown into lines; a line feed in it is a line break that is meant. What begins the first line and
/// those behind such a break begins no block either.
pub(super) fn lines(text: &str, width: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let mut parts = text.split('\n').peekable();
    while let Some(part) = parts.next() {
        // With the mark of the break.
        let width = width - usize::from(parts.peek().is_some());
        let words = words(part);
        let Some((first, rest)) = words.split_first() else { continue };
        if let Some(last) = lines.last_mut() {
            last.push('\\');
        }
        let first = escaped(first);
        let words = std::iter::once(first.as_str()).chain(rest.iter().copied());
        lines.extend(filled(words, width, may_begin_line));
    }
    lines
}

/// Fills lines with words, as many as fit; a line begins only with a word for which `may_begin` holds.
pub(super) fn filled<'a>(
    words: impl IntoIterator<Item = &'a str>,
    width: usize,
    may_begin: impl Fn(&str) -> bool,
) -> Vec<String> {
    let mut lines = Vec::new();
    let mut line = String::new();
    let mut length = 0;
    for word in words {
        let long = word.chars().count();
        if length > 0 && length + 1 + long > width && may_begin(word) {
            lines.push(std::mem::take(&mut line));
            length = 0;
        } else if length > 0 {
            line.push(' ');
            length += 1;
        }
        line.push_str(word);
        length += long;
    }
    lines.extend((!line.is_empty()).then_some(line));
    lines
}

/// Returns the sentences of a text, each in one line.
pub(crate) fn sentences(text: &str) -> Vec<String> {
    let mut sentences = vec![String::new()];
    for word in text.split_whitespace() {
        let Some(last) = sentences.last_mut() else { break };
        if !last.is_empty() {
            last.push(' ');
        }
        last.push_str(word);
        if word.ends_with(['.', '!', '?']) && !word.ends_with("e.g.") && !word.ends_with("i.e.") {
            sentences.push(String::new());
        }
    }
    sentences.retain(|sentence| !sentence.is_empty());
    sentences
}

/// The words of a line; a code span is part of one word.
pub(super) fn words(text: &str) -> Vec<&str> {
    let bytes = text.as_bytes();
    let (mut words, mut start, mut at) = (Vec::new(), 0, 0);
    while at < bytes.len() {
        match bytes[at] {
            b'\\' => at += 2,
            b'`' => at = behind_code(text, at),
            b' ' => {
                words.push(&text[start..at]);
                at += 1;
                start = at;
            }
            _ => at += 1,
        }
    }
    words.push(&text[start..]);
    words.retain(|word| !word.is_empty());
    words
}

/// The end of the code span that begins here; that of its mark if there is none.
fn behind_code(text: &str, start: usize) -> usize {
    let run = |at: usize| text[at..].bytes().take_while(|byte| *byte == b'`').count();
    let length = run(start);
    let mut at = start + length;
    while let Some(next) = text[at..].find('`') {
        let found = run(at + next);
        at += next + found;
        if found == length {
            return at;
        }
    }
    start + length
}

/// Whether a line may begin with this word and go on with the paragraph: no word does that could begin a list, a
/// heading, a quotation, a code block, a table or HTML, or that could underline what stands above.
pub(super) fn may_begin_line(word: &str) -> bool {
    let begins_block = word.starts_with(['#', '>', '|', '=', '~', '\t']) || word.starts_with("```");
    let is_bare = word.starts_with('<') && !word.starts_with("<http");
    let is_sign = word.bytes().all(|byte| b"-+*_:|=`".contains(&byte));
    !begins_block && !is_bare && !is_sign && number(word).is_none()
}

/// Where the sign stands that makes the beginning of a word the number of a list's item.
fn number(word: &str) -> Option<usize> {
    let digits = word.bytes().take_while(u8::is_ascii_digit).count();
    (digits > 0 && word[digits..].starts_with(['.', ')']) && word.len() == digits + 1).then_some(digits)
}

/// A word such that a paragraph may begin with it.
fn escaped(word: &str) -> String {
    if let Some(digits) = number(word) {
        return format!("{}\\{}", &word[..digits], &word[digits..]);
    }
    // A code span and a URL are safe where a paragraph begins: no fence has a backtick behind it, no tag a colon.
    let is_safe = may_begin_line(word)
        || word.starts_with(['`', '<', '\\'])
        || word.starts_with("~~") && !word.starts_with("~~~");
    if is_safe { word.to_owned() } else { format!("\\{word}") }
}

#[cfg(test)]
mod tests {
    use super::{lines, sentences};

    #[test]
    fn no_line_begins_a_block() {
        for word in [
            "-",
            "+",
            "*",
            "1.",
            "23)",
            "1234567890.",
            "#",
            "##",
            ">",
            "=",
            "===",
            "---",
            "***",
            "___",
            "|",
            "|-|",
            ":-:",
            "-|-",
            "~~~",
            "~~~rust",
            "```",
            "```rust",
            "<script>",
            "</p>",
            "<!--",
        ] {
            let made = lines(&format!("{} {word} end", "word".repeat(5)), 10);
            assert!(made.iter().all(|line| !line.starts_with(word)), "{made:?}");
            let made = lines(&format!("{word} end\n{word} end"), 80);
            let is_plain = |line: &String| line.starts_with(word);
            assert!(made.iter().all(|line| !is_plain(line) || word.starts_with(['`', '<'])), "{made:?}");
        }
    }

    #[test]
    fn code_spans_are_not_broken() {
        assert_eq!(lines("a ``b ` c`` d", 3), ["a", "``b ` c``", "d"]);
        assert_eq!(lines("a \\`b c", 3), ["a", "\\`b", "c"]);
        assert_eq!(lines("a `b c", 3), ["a", "`b", "c"]);
    }

    #[test]
    fn sentences_end_with_their_signs() {
        assert_eq!(sentences("One, e.g.\nthis. Two? three"), ["One, e.g. this.", "Two?", "three"]);
        assert_eq!(sentences(" \n"), [""; 0]);
    }

    #[test]
    fn breaks_that_are_meant_stay() {
        assert_eq!(lines("a\n\nb\nc", 80), ["a\\", "b\\", "c"]);
    }
}
