//! Text of a document as a terminal may have it: what would move the cursor, begin a line or turn text around is
//! spelled.

use std::borrow::Cow;
use std::fmt::Write as _;

/// Returns a text in one line, with unseen characters as escapes of Rust.
pub(super) fn shown(text: &str) -> Cow<'_, str> {
    if !text.chars().any(is_unseen) {
        return text.into();
    }
    let mut shown = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        match c {
            '\n' => shown.push_str("\\n"),
            '\r' => shown.push_str("\\r"),
            '\t' => shown.push_str("\\t"),
            c if is_unseen(c) => {
                let _ = write!(shown, "\\u{{{:x}}}", c as u32);
            }
            c => shown.push(c),
        }
    }
    shown.into()
}

/// Returns the lines of a source, with as many bytes as they have. The renderer replaces other characters itself, as
/// rustc does, and knows where they stood.
pub(super) fn source(text: &str) -> Cow<'_, str> {
    let second = |c: char| matches!(c, '\u{80}'..='\u{9f}');
    let third = |c: char| matches!(c, '\u{200e}' | '\u{200f}' | '\u{2028}' | '\u{2029}');
    if !text.chars().any(|c| second(c) || third(c)) {
        return text.into();
    }
    text.chars()
        .map(|c| {
            if second(c) {
                '·'
            } else if third(c) {
                '\u{fffd}'
            } else {
                c
            }
        })
        .collect()
}

fn is_unseen(c: char) -> bool {
    let turns = matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    c.is_control()
        || turns
        || matches!(c, '\u{200b}' | '\u{2028}' | '\u{2029}' | '\u{feff}' | '\u{e0000}'..='\u{e007f}')
}
