//! What of a text may stand where: characters, languages of code blocks, targets of links.

use std::borrow::Cow;
use std::fmt::Write as _;

use super::inline::{Inlines, Spot};
use super::model::Inline;

/// Whether a character changes the direction of the text around it, which rustc refuses in comments and literals
/// (`text_direction_codepoint_in_comment`).
pub(super) fn turns(c: char) -> bool {
    matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// A text without what a comment must not hold: control characters, and those that turn the direction of text.
pub(crate) fn printable(text: &str) -> Cow<'_, str> {
    if text.bytes().all(|byte| matches!(byte, b' '..=b'~')) {
        return text.into();
    }
    text.chars().filter(|c| !c.is_control() && !turns(*c)).collect()
}

/// A piece of text as a code span, such as a value; what is long is cut.
pub(crate) fn code(text: &str) -> String {
    const MOST: usize = 100;
    match text.char_indices().nth(MOST) {
        Some(_) => span(&(text.chars().take(MOST - 3).collect::<String>() + "...")),
        None => span(text),
    }
}

/// A text as a code span, such as a path; characters that cannot be seen are spelled (`U+202E`).
pub(crate) fn span(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\n' | '\r' | '\t' => shown.push(' '),
            c if c.is_control() || turns(c) || matches!(c, '\u{2028}' | '\u{2029}') => {
                let _ = write!(shown, "U+{:04X}", c as u32);
            }
            c => shown.push(c),
        }
    }
    if shown.is_empty() {
        return "`\"\"`".to_owned();
    }
    Inlines::text(&[Inline::Code(shown)], Spot::Prose)
}

/// The language of a code block, `text` unless rustdoc takes it for no test of the SDK for certain.
///
/// rustdoc runs a block whose info string is empty or holds one of its own words (`LangString::parse`); a block with
/// any other single word is not run. Its words have an underscore, or begin as below, or are error codes such as
/// `E0308`, which begin with a capital. It warns of words that are nearly its own.
pub(super) fn language(info: &str) -> String {
    const RUN: [&str; 12] = [
        "compile-fail",
        "compilefail",
        "custom",
        "edition",
        "ignore",
        "no-run",
        "norun",
        "rust",
        "should-panic",
        "shouldpanic",
        "standalone",
        "test-harness",
    ];
    let first = info.split(|c: char| c.is_whitespace() || c == ',').next().unwrap_or_default().to_ascii_lowercase();
    let is_plain = first.starts_with(|c: char| c.is_ascii_lowercase())
        && first.chars().all(|c| c.is_ascii_alphanumeric() || "+-#".contains(c));
    let is_run = RUN.iter().any(|word| first.starts_with(word));
    if is_plain && !is_run { first } else { "text".to_owned() }
}

/// The same of the class of an element, such as `language-json`.
pub(super) fn language_of_class(class: &str) -> String {
    language(class.trim_start_matches("language-"))
}

/// The target of a link, if it leads to the web or to a mail address, as it may stand in Markdown and in HTML.
pub(super) fn target(url: &str) -> Option<String> {
    let url = url.trim();
    let scheme = url.split_once(':')?.0.to_ascii_lowercase();
    if !matches!(scheme.as_str(), "http" | "https" | "mailto") {
        return None;
    }
    let is_balanced = is_balanced(url);
    let mut written = String::with_capacity(url.len());
    for c in url.chars() {
        let escaped = matches!(c, '<' | '>' | '"' | '\\' | '`' | '|' | '[' | ']')
            || matches!(c, '(' | ')') && !is_balanced
            || c.is_whitespace();
        if c.is_control() || turns(c) {
            continue;
        }
        if escaped {
            let mut bytes = [0; 4];
            for byte in c.encode_utf8(&mut bytes).bytes() {
                let _ = write!(written, "%{byte:02X}");
            }
        } else {
            written.push(c);
        }
    }
    Some(written)
}

/// A short text in raised or lowered characters, if there are such for all of it.
pub(super) fn shifted(text: &str, is_raised: bool) -> Option<String> {
    const PLAIN: &str = "0123456789+-=()n";
    const RAISED: &str = "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿ";
    const LOWERED: &str = "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎ₙ";
    let signs = if is_raised { RAISED } else { LOWERED };
    text.chars().map(|c| PLAIN.find(c).and_then(|at| signs.chars().nth(at))).collect()
}

fn is_balanced(url: &str) -> bool {
    /// CommonMark bounds how deep parentheses may nest in a target.
    const DEEPEST: i32 = 8;
    let mut open = 0_i32;
    for c in url.chars() {
        open += i32::from(c == '(') - i32::from(c == ')');
        if !(0..=DEEPEST).contains(&open) {
            return false;
        }
    }
    open == 0
}

/// A sign that begins no tag of HTML is read as this, which is no character of any text.
pub(super) const LESS: char = '\u{1}';

/// The same sign behind a backslash, which it takes the place of: the backslash is shown in code only.
pub(super) const ESCAPED_LESS: char = '\u{2}';

/// A piece of text as it is shown. Character references may stand for any character.
pub(super) fn shown(text: &str) -> String {
    let is_replaced = |c: char| matches!(c, LESS | ESCAPED_LESS | '\n' | '\t');
    let text = if text.contains(is_replaced) {
        Cow::from(text.replace([LESS, ESCAPED_LESS], "<").replace(['\n', '\t'], " "))
    } else {
        text.into()
    };
    printable(&text).into_owned()
}

/// A code span as it is shown.
pub(super) fn shown_code(text: &str) -> String {
    shown(&text.replace(ESCAPED_LESS, "\\<"))
}

/// The lines of a piece of code as they are shown: with spaces in place of tabs, and none at their ends.
pub(super) fn code_lines(text: &str) -> String {
    let lines = text.lines().map(|line| {
        let line = line.replace(ESCAPED_LESS, "\\<").replace(LESS, "<").replace('\t', "    ");
        printable(&line).trim_end().to_owned()
    });
    lines.collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::{code, language, target};

    #[test]
    fn no_language_is_one_that_rustdoc_runs() {
        for info in [
            "",
            "rust",
            "Rust",
            "RUST",
            "ignore",
            "ignore-x86",
            "no_run",
            "no-run",
            "should_panic",
            "compile_fail",
            "edition2021",
            "E0308",
            "E+123",
            "e0308x,rust",
            "test_harness",
            "standalone_crate",
            "custom",
            "{.rust}",
            "rust{.x}",
            ",rust",
            "a{.rust}",
            "rust-script",
            "-rust",
            "`",
            "json}",
            "é",
        ] {
            let language = language(info);
            let is_error = language.len() == 5 && language.starts_with('E');
            assert!(language == "text" || !is_error && !language.contains("rust"), "{info} became {language}");
        }
        for info in ["json", "JSON", "c++", "c#", "http", "json {title}", "yaml,ignore", "node"] {
            assert_ne!(language(info), "text", "{info}");
        }
    }

    #[test]
    fn targets_are_pages_and_mail_addresses() {
        for script in
            ["javascript:alert(1)", "JavaScript:x", " data:text/html,x", "vbscript:x", "#a", "/a", "a.html", "", "a::b"]
        {
            assert_eq!(target(script), None, "{script}");
        }
        assert_eq!(target("https://a.example/b_(c)?d=*").as_deref(), Some("https://a.example/b_(c)?d=*"));
        assert_eq!(target("HTTP://a.example/ <b>)").as_deref(), Some("HTTP://a.example/%20%3Cb%3E%29"));
        assert_eq!(target("mailto:a@b.example").as_deref(), Some("mailto:a@b.example"));
    }

    #[test]
    fn code_spans_survive_backticks() {
        assert_eq!(code("a`b"), "``a`b``");
        assert_eq!(code("`"), "`` ` ``");
        assert_eq!(code("a``b"), "`a``b`");
        assert_eq!(code("a`b``<c>"), "a\\`b\\`\\`\\<c>");
        assert_eq!(code("a\u{202e}\u{0}b\nc"), "`aU+202EU+0000b c`");
        assert_eq!(code(""), "`\"\"`");
        assert_eq!(code(&"x".repeat(200)).len(), 102);
    }
}
