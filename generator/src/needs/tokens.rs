//! Splits Rust into words, strings and marks, each with its line; comments are dropped. Knows no syntax: words are
//! enough to find names, also in the arguments of macros.

use unicode_ident::{is_xid_continue, is_xid_start};

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// An identifier, raw ones without `r#`, a keyword or a number.
    Word,
    /// A literal text, without what is around it.
    Text,
    /// `::`, or any other sign.
    Mark,
}

/// A token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Token<'a> {
    pub(super) kind: Kind,
    pub(super) text: &'a str,
    /// From 1.
    pub(super) line: usize,
}

/// The tokens of a source; and the line of a text or comment that does not end.
pub(super) fn tokens(source: &str) -> (Vec<Token<'_>>, Option<usize>) {
    let mut reader = Reader { rest: source, line: 1, tokens: Vec::new() };
    let unfinished = reader.read().err();
    (reader.tokens, unfinished.map(|Unfinished(line)| line))
}

struct Reader<'a> {
    rest: &'a str,
    line: usize,
    tokens: Vec<Token<'a>>,
}

/// Something that begins in this line does not end.
struct Unfinished(usize);

impl<'a> Reader<'a> {
    fn read(&mut self) -> Result<(), Unfinished> {
        while let Some(first) = self.rest.chars().next() {
            if self.rest.starts_with("//") {
                self.skip(self.rest.find('\n').unwrap_or(self.rest.len()));
            } else if self.rest.starts_with("/*") {
                self.comment()?;
            } else if let Some((before, fence)) = raw(self.rest) {
                self.text(before, |inside| inside.find(&fence).map(|end| (end, fence.len())))?;
            } else if let Some(before) = ["\"", "b\"", "c\""].iter().find(|start| self.rest.starts_with(**start)) {
                self.text(before.len(), |inside| end_of_text(inside, '"').map(|end| (end, 1)))?;
            } else if first == '\'' || self.rest.starts_with("b'") {
                self.quote()?;
            } else if is_xid_start(first) || first == '_' || first.is_ascii_digit() {
                // Of a raw identifier, what is before it.
                let raw = self.rest.strip_prefix("r#").and_then(|rest| rest.chars().next());
                self.skip(if raw.is_some_and(is_xid_start) { 2 } else { 0 });
                self.push(Kind::Word, self.word());
            } else if first.is_whitespace() {
                self.skip(first.len_utf8());
            } else {
                self.push(Kind::Mark, if self.rest.starts_with("::") { 2 } else { first.len_utf8() });
            }
        }
        Ok(())
    }

    /// The length of the word that comes next.
    fn word(&self) -> usize {
        self.rest.find(|letter| !is_xid_continue(letter)).unwrap_or(self.rest.len())
    }

    fn skip(&mut self, length: usize) {
        let (skipped, rest) = self.rest.split_at_checked(length).unwrap_or((self.rest, ""));
        self.line += skipped.matches('\n').count();
        self.rest = rest;
    }

    fn push(&mut self, kind: Kind, length: usize) {
        let (text, line) = (self.rest.get(..length).unwrap_or_default(), self.line);
        self.tokens.push(Token { kind, text, line });
        self.skip(length);
    }

    /// A text: what is before it, and where it ends and what is behind it.
    fn text(&mut self, before: usize, end: impl Fn(&str) -> Option<(usize, usize)>) -> Result<(), Unfinished> {
        let begin = self.line;
        self.skip(before);
        let (length, behind) = end(self.rest).ok_or(Unfinished(begin))?;
        self.push(Kind::Text, length);
        self.skip(behind);
        Ok(())
    }

    /// Comments nest.
    fn comment(&mut self) -> Result<(), Unfinished> {
        let begin = self.line;
        let mut depth = 0_usize;
        loop {
            if self.rest.starts_with("/*") {
                depth += 1;
                self.skip(2);
            } else if self.rest.starts_with("*/") {
                depth -= 1;
                self.skip(2);
            } else {
                let next = self.rest.chars().next().ok_or(Unfinished(begin))?;
                self.skip(next.len_utf8());
            }
            if depth == 0 {
                return Ok(());
            }
        }
    }

    /// A character or a lifetime.
    fn quote(&mut self) -> Result<(), Unfinished> {
        let begin = self.line;
        self.skip(if self.rest.starts_with('b') { 2 } else { 1 });
        let mut letters = self.rest.chars();
        let (first, second) = (letters.next(), letters.next());
        if first == Some('\\') || second == Some('\'') {
            let end = end_of_text(self.rest, '\'').ok_or(Unfinished(begin))?;
            self.skip(end + 1);
        } else {
            self.skip(self.word());
        }
        Ok(())
    }
}

/// How long the start of a raw text is, and what ends it.
fn raw(rest: &str) -> Option<(usize, String)> {
    let inner = ["r", "br", "cr"].iter().find_map(|start| rest.strip_prefix(start))?;
    let fence = inner.find(|letter| letter != '#')?;
    let inner = inner.get(fence..)?.strip_prefix('"')?;
    Some((rest.len() - inner.len(), format!("\"{}", "#".repeat(fence))))
}

/// Where a text ends in which a backslash keeps the next character from ending it.
fn end_of_text(inside: &str, end: char) -> Option<usize> {
    let mut is_escaped = false;
    for (at, letter) in inside.char_indices() {
        if is_escaped {
            is_escaped = false;
        } else if letter == '\\' {
            is_escaped = true;
        } else if letter == end {
            return Some(at);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::{Kind, tokens};

    fn words(source: &str) -> Vec<(&str, usize)> {
        let (tokens, unfinished) = tokens(source);
        assert_eq!(unfinished, None, "{source}");
        tokens.iter().filter(|token| token.kind != Kind::Mark).map(|token| (token.text, token.line)).collect()
    }

    #[test]
    fn names_have_lines() {
        assert_eq!(words("a\n.r#type()\n  .größe::<B>()"), [("a", 1), ("type", 2), ("größe", 3), ("B", 3)]);
    }

    #[test]
    fn comments_are_none_of_it() {
        assert_eq!(words("a // b \" '\n/* c /* d\n */ e */ f /// g\n//! h\ni"), [("a", 1), ("f", 3), ("i", 5)]);
    }

    #[test]
    fn texts_hide_what_is_in_them() {
        assert_eq!(words("f(\"a \\\" // b\", g)"), [("f", 1), ("a \\\" // b", 1), ("g", 1)]);
        assert_eq!(
            words("r\"\\\" x r#\"a\"b\"# br##\"\"#\n\"## c\"d\" y"),
            [("\\", 1), ("x", 1), ("a\"b", 1), ("\"#\n", 1), ("d", 2), ("y", 2)]
        );
    }

    #[test]
    fn quotes_are_characters_or_lifetimes() {
        assert_eq!(words("f::<'a>('b', '\\'', b'\\\\', '\"', 'ü') x: &'static str"), [("f", 1), ("x", 1), ("str", 1)]);
    }

    #[test]
    fn what_does_not_end_is_reported() {
        for source in ["a\n\"b", "a\n/* /* */ b", "a\nr#\"b\"", "a\n'\\n"] {
            let (tokens, unfinished) = tokens(source);
            assert_eq!((tokens.len(), unfinished), (1, Some(2)), "{source}");
        }
    }
}
