//! Rewrites regular expressions of ECMA 262 (section 22.2.1, and Annex B.1.2 for what browsers accept besides) in the
//! syntax of the `regex` crate. Only what the two read differently is rewritten; the parser of that crate decides
//! whether the result is valid.

use std::iter::Peekable;
use std::str::Chars;

/// The class `\s` of ECMA 262: white space and line terminators.
const SPACES: &str = r"\t-\r \u{a0}\u{1680}\u{2000}-\u{200a}\u{2028}\u{2029}\u{202f}\u{205f}\u{3000}\u{feff}";
const DIGITS: &str = "0-9";
const WORDS: &str = "0-9A-Za-z_";

/// Returns the expression in the syntax of the `regex` crate; `None` if it has `(?=…)` or `(?<=…)`, which that cannot
/// express, or flags such as `(?i)`, which ECMA 262 does not have. `(?!…)` and `(?<!…)` are left out.
pub(super) fn translate(pattern: &str) -> Option<String> {
    let mut translation = Translation { rest: pattern.chars().peekable(), out: String::new() };
    // For each open group, where it begins in the output if it is omitted.
    let mut groups: Vec<Option<usize>> = Vec::new();
    while let Some(character) = translation.rest.next() {
        match character {
            '\\' => translation.escape(false)?,
            '[' => translation.class()?,
            '(' => groups.push(translation.group()?),
            ')' => match groups.pop()? {
                Some(start) => translation.out.truncate(start),
                None => translation.out.push(')'),
            },
            '{' => translation.brace(),
            ']' | '}' => translation.literal(character),
            _ => translation.out.push(character),
        }
    }
    Some(translation.out)
}

struct Translation<'a> {
    rest: Peekable<Chars<'a>>,
    out: String,
}

impl Translation<'_> {
    /// Writes a literal character, within a class or not.
    fn literal(&mut self, character: char) {
        if regex_syntax::is_meta_character(character) {
            self.out.push('\\');
        }
        self.out.push(character);
    }

    fn starts_with(&self, text: &str) -> bool {
        self.rest.clone().zip(text.chars()).filter(|(one, other)| one == other).count() == text.len()
    }

    /// Writes the beginning of a group, after `(`. Returns where the group begins if it is omitted.
    fn group(&mut self) -> Option<Option<usize>> {
        let is_known = ["?:", "?!", "?<", "?P<"].iter().any(|begin| self.starts_with(begin));
        if self.starts_with("?<=") || (self.starts_with("?") && !is_known) {
            return None;
        }
        let start = self.out.len();
        let is_denial = self.starts_with("?!") || self.starts_with("?<!");
        if is_denial {
            // The signs of the group, which would be read as a part of it.
            self.rest.by_ref().take_while(|character| *character != '!').for_each(drop);
            return Some(Some(start));
        }
        self.out.push('(');
        Some(None)
    }

    /// Writes `{`, which is a literal unless a repetition follows: `{2}`, `{2,}` or `{2,5}`.
    fn brace(&mut self) {
        let inner: String = self.rest.clone().take_while(|character| *character != '}').take(64).collect();
        let is_number = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        let (least, most) = inner.split_once(',').unwrap_or((&inner, ""));
        let is_closed = self.rest.clone().nth(inner.chars().count()) == Some('}');
        if is_closed && is_number(least) && (most.is_empty() || is_number(most)) {
            self.out.push('{');
            self.out.push_str(&inner);
            self.out.push('}');
            self.rest.nth(inner.chars().count());
        } else {
            self.literal('{');
        }
    }

    /// Writes what follows a backslash.
    fn escape(&mut self, in_class: bool) -> Option<()> {
        let character = self.rest.next()?;
        match character {
            'd' => self.set("", DIGITS),
            'D' => self.set("^", DIGITS),
            'w' => self.set("", WORDS),
            'W' => self.set("^", WORDS),
            's' => self.set("", SPACES),
            'S' => self.set("^", SPACES),
            'b' if in_class => self.out.push_str(r"\x08"),
            // Not in ECMA 262 but frequent: the end of the text in other languages.
            'Z' => self.out.push_str(r"\z"),
            _ if character.is_ascii_alphanumeric() => {
                self.out.push('\\');
                self.out.push(character);
                self.braces_of_escape(character);
            }
            _ => self.literal(character),
        }
        Some(())
    }

    /// Writes the braces of `\p{L}` and `\u{1f600}`, which are no repetition.
    fn braces_of_escape(&mut self, escape: char) {
        if "pPux".contains(escape) && self.rest.peek() == Some(&'{') {
            self.out.extend(self.rest.by_ref().take_while(|character| *character != '}'));
            self.out.push('}');
        }
    }

    fn set(&mut self, negation: &str, ranges: &str) {
        self.out.extend(["[", negation, ranges, "]"]);
    }

    /// Writes a class, after `[`.
    fn class(&mut self) -> Option<()> {
        self.out.push('[');
        if self.rest.next_if_eq(&'^').is_some() {
            self.out.push('^');
        }
        // An empty class matches nothing, its negation anything.
        if self.rest.peek() == Some(&']') {
            self.out.push_str("a&&b");
        }
        loop {
            let is_set = match self.rest.next()? {
                ']' => break,
                '\\' => self.class_escape()?,
                character => {
                    self.literal(character);
                    false
                }
            };
            // A hyphen between two characters makes a range; elsewhere it is a literal.
            let mut after = self.rest.clone().skip(1);
            let is_range = !is_set && self.rest.peek() == Some(&'-') && after.next().is_some_and(|next| next != ']');
            let is_before_set = after.next().is_some_and(|next| "dDwWsSpP".contains(next));
            let ends_with_set = self.rest.clone().nth(1) == Some('\\') && is_before_set;
            if is_range && !ends_with_set {
                self.rest.next();
                self.out.push('-');
                match self.rest.next()? {
                    '\\' => self.escape(true)?,
                    character => self.literal(character),
                }
            }
        }
        self.out.push(']');
        Some(())
    }

    /// Writes what follows a backslash in a class, and returns whether that is a set of characters.
    fn class_escape(&mut self) -> Option<bool> {
        let next = *self.rest.peek()?;
        self.escape(true)?;
        Some("dDwWsSpP".contains(next))
    }
}

#[cfg(test)]
mod tests {
    use super::translate;

    /// What the `regex` crate finds with the translation.
    fn finds(pattern: &str, text: &str) -> bool {
        let translated = translate(pattern).unwrap_or_else(|| panic!("{pattern} is translated"));
        regex::Regex::new(&translated).unwrap_or_else(|error| panic!("{pattern}: {error}")).is_match(text)
    }

    #[test]
    fn escapes_mean_what_they_mean_in_ecma_262() {
        for (pattern, matched, missed) in [
            (r"^\d$", "7", "٧"),
            (r"^\w$", "_", "é"),
            (r"^\W$", "é", "e"),
            (r"^\s$", "\u{feff}", "\u{85}"),
            (r"^\/\-\_\<\'$", "/-_<'", "x"),
            (r"^[\b]$", "\u{8}", "b"),
            (r"^\x41\u0042$", "AB", "ab"),
            (r"^\p{Lu}\u{1f600}$", "A\u{1f600}", "a"),
        ] {
            assert!(finds(pattern, matched) && !finds(pattern, missed), "{pattern}");
        }
    }

    #[test]
    fn classes_have_no_classes_and_no_operators_in_them() {
        for (pattern, matched, missed) in [
            ("^[[a]$", "[", "b"),
            ("^[a&&b]$", "&", "c"),
            ("^[a~~b]$", "~", "c"),
            ("^[+--]$", ",", "."),
            (r"^[\w-.]$", "-", ","),
            (r"^[+-\d]$", "-", ","),
            (r"^[\d\-x]$", "-", "a"),
            ("^[a-]$", "-", "b"),
            ("^[^]$", "\n", ""),
            ("^[^^]$", "a", "^"),
            (r"^[\p{Lu}\]]$", "]", "a"),
            (r"^[\u{41}]$", "A", "u"),
        ] {
            assert!(finds(pattern, matched) && !finds(pattern, missed), "{pattern}");
        }
    }

    #[test]
    fn braces_that_repeat_nothing_are_text() {
        for (pattern, matched, missed) in [
            ("^a{2}$", "aa", "a{2}"),
            ("^a{1,2}$", "aa", "aaa"),
            ("^a{2,}$", "aaa", "a"),
            ("^a{,2}$", "a{,2}", "aa"),
            ("^{{id}}$", "{{id}}", "id"),
            ("^a]$", "a]", "a"),
        ] {
            assert!(finds(pattern, matched) && !finds(pattern, missed), "{pattern}");
        }
    }

    #[test]
    fn denials_are_left_out() {
        assert_eq!(translate("^(?!.*[)](?:x))a(?<!b(c))$").as_deref(), Some("^a$"));
        for pattern in ["(?=a)b", "(?<=a)b", "(?i)a", "(?i:a)"] {
            assert_eq!(translate(pattern), None, "{pattern}");
        }
        assert_eq!(translate("a)"), None);
    }
}
