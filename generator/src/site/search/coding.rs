//! How the index is written: short, and quick to read.

use std::fmt::Write as _;

const DIGITS: &[u8; 64] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-_";

/// Adds a number: five bits a digit, the lowest first; the sixth bit says that another digit follows.
pub(super) fn number(value: usize, to: &mut String) {
    let mut rest = value;
    while rest >= 32 {
        to.push(char::from(DIGITS[rest % 32 + 32]));
        rest /= 32;
    }
    to.push(char::from(DIGITS[rest]));
}

/// Returns texts as lines, each of which begins with the number of characters that it has in common with the one
/// before, as one digit.
pub(super) fn lines<'a>(texts: impl Iterator<Item = &'a str>) -> String {
    let mut lines = String::new();
    let mut before = "";
    for (at, text) in texts.enumerate() {
        if at > 0 {
            lines.push('\n');
        }
        // The script counts in units of UTF-16, which for ASCII are bytes.
        let pairs = before.bytes().zip(text.bytes()).take(DIGITS.len() - 1);
        let shared = pairs.take_while(|(a, b)| a == b && a.is_ascii()).count();
        lines.push(char::from(DIGITS[shared]));
        lines.push_str(&text[shared..]);
        before = text;
    }
    lines
}

/// Returns a text as a string of JavaScript.
pub(super) fn quoted(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len() + 2);
    quoted.push('"');
    for c in text.chars() {
        match c {
            '"' | '\\' => quoted.extend(['\\', c]),
            '\n' => quoted.push_str("\\n"),
            // Some editors take these for ends of lines.
            c if c.is_control() || matches!(c, '\u{2028}' | '\u{2029}') => {
                let _ = write!(quoted, "\\u{:04x}", u32::from(c));
            }
            c => quoted.push(c),
        }
    }
    quoted.push('"');
    quoted
}
