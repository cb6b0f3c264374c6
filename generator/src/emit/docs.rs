//! Doc comments: the document's Markdown made fit for rustdoc, wrapped, as `#[doc]` attributes.

use proc_macro2::TokenStream;
use quote::quote;

/// The widest line of prose, without the comment mark and the deepest indentation it gets.
const WIDTH: usize = 108;

/// Paragraphs as doc attributes; empty ones fall away.
pub(super) fn paragraphs(paragraphs: impl IntoIterator<Item = String>) -> TokenStream {
    let mut lines: Vec<String> = Vec::new();
    for paragraph in paragraphs {
        let text = paragraph.trim_matches(['\n', '\r']);
        if text.trim().is_empty() {
            continue;
        }
        if !lines.is_empty() {
            lines.push(String::new());
        }
        lines.extend(text.lines().map(str::trim_end).map(str::to_owned));
    }
    attributes(&lines)
}

/// One doc attribute a line.
fn attributes(lines: &[String]) -> TokenStream {
    let lines = lines.iter().map(|line| if line.is_empty() { String::new() } else { format!(" {}", printable(line)) });
    quote!(#(#[doc = #lines])*)
}

/// The Markdown of a document, made fit for rustdoc: no link that rustdoc would look for, no HTML that it would refuse,
/// no code block that it would run, no line too long.
pub(super) fn markdown(text: &str) -> String {
    let mut lines = Vec::new();
    let mut fence: Option<String> = None;
    let mut blank = true;
    for line in text.replace("\r\n", "\n").replace('\r', "\n").lines() {
        let line = printable(&line.trim_end().replace('\t', "    "));
        let marker = fence_marker(&line);
        match (&fence, marker) {
            (Some(open), Some(mark))
                if mark.starts_with(open.as_str())
                    && line.trim_start().trim_start_matches(['`', '~']).trim().is_empty() =>
            {
                lines.push(line.trim_start().to_owned());
                fence = None;
            }
            (Some(_), _) => lines.push(line),
            (None, Some(mark)) => {
                let info = line.trim_start()[mark.len()..].trim();
                // rustdoc takes a block without a language, or in Rust, for a test of the SDK.
                let language = if info.is_empty() || info.starts_with("rust") { "text" } else { info };
                lines.push(format!("{mark}{language}"));
                fence = Some(mark);
            }
            (None, None) => {
                // Four spaces after a blank line would be a code block, and so a test.
                let indented = blank && line.starts_with("    ");
                let line = if indented { line.trim_start().to_owned() } else { line };
                wrap(&escape(&line), &mut lines);
            }
        }
        blank = lines.last().is_none_or(|line| line.trim().is_empty());
    }
    if let Some(open) = fence {
        lines.push(open);
    }
    lines.join("\n").trim_matches('\n').to_owned()
}

/// A line without what a comment must not hold: control characters, and those that turn the direction of text.
fn printable(line: &str) -> String {
    let turns = |c: char| matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    line.chars().filter(|c| !c.is_control() && !turns(*c)).collect()
}

fn fence_marker(line: &str) -> Option<String> {
    let text = line.trim_start();
    let mark = text.chars().next().filter(|c| matches!(c, '`' | '~'))?;
    let length = text.chars().take_while(|c| *c == mark).count();
    let closed_again = mark == '`' && text[length..].contains('`');
    (length >= 3 && !closed_again).then(|| mark.to_string().repeat(length))
}

/// Escapes what rustdoc would read as a link to an item, as HTML or as a bare URL. Code spans stay as they are.
fn escape(line: &str) -> String {
    let mut out = String::with_capacity(line.len() + 8);
    let mut rest = line;
    while let Some(character) = rest.chars().next() {
        if character == '`' {
            let ticks = rest.chars().take_while(|c| *c == '`').count();
            let close = rest[ticks..].find(&"`".repeat(ticks)).map(|at| ticks + at + ticks);
            let span = close.unwrap_or(ticks);
            match close {
                Some(_) => out.push_str(&rest[..span]),
                None => out.extend(std::iter::repeat_n("\\`", ticks)),
            }
            rest = &rest[span..];
            continue;
        }
        if let Some(length) = url_length(rest, out.chars().last()) {
            let url = &rest[..length];
            if out.ends_with('<') || out.ends_with("](") || out.ends_with('"') || out.ends_with('\'') {
                out.push_str(url);
            } else {
                out.push('<');
                out.push_str(url);
                out.push('>');
            }
            rest = &rest[length..];
            continue;
        }
        let length = character.len_utf8();
        match character {
            '[' if !is_link(rest) => out.push_str("\\["),
            ']' if !rest[1..].starts_with('(') => out.push_str("\\]"),
            '<' if url_length(&rest[1..], None).is_some_and(|url| rest[1 + url..].starts_with('>')) => out.push('<'),
            '<' => out.push_str("\\<"),
            '\\' => {
                // An escape that is already there is taken over whole.
                let next = rest[1..].chars().next().filter(|c| c.is_ascii_punctuation());
                out.push('\\');
                match next {
                    Some(next) => {
                        out.push(next);
                        rest = &rest[2..];
                        continue;
                    }
                    None => out.push('\\'),
                }
            }
            other => out.push(other),
        }
        rest = &rest[length..];
    }
    out
}

/// Whether text that starts with `[` is an inline link to a URL or a place that rustdoc will not look up as an item.
fn is_link(text: &str) -> bool {
    let Some(close) = text.find("](") else { return false };
    let label = &text[1..close];
    if label.contains(['[', ']']) {
        return false;
    }
    let target = &text[close + 2..];
    target.starts_with("http://") || target.starts_with("https://") || target.starts_with("mailto:")
}

fn url_length(text: &str, before: Option<char>) -> Option<usize> {
    if before.is_some_and(char::is_alphanumeric) || !(text.starts_with("http://") || text.starts_with("https://")) {
        return None;
    }
    let mut open = 0_i32;
    let ends = |c: char| {
        // A closing parenthesis belongs to the URL if the opening one does.
        open += i32::from(c == '(') - i32::from(c == ')');
        c.is_whitespace() || "<>\"'`]}|\\^".contains(c) || open < 0
    };
    let end = text.find(ends).unwrap_or(text.len());
    let url = text[..end].trim_end_matches(['.', ',', ';', ':', '!', '?', '*', '_']);
    (url.len() > "https://".len()).then_some(url.len())
}

/// Breaks a long line of prose at spaces; list items go on under their text. Tables and headings stay whole.
fn wrap(line: &str, lines: &mut Vec<String>) {
    let text = line.trim_start();
    if line.chars().count() <= WIDTH || text.starts_with(['|', '#']) {
        lines.push(line.to_owned());
        return;
    }
    let indent = line.len() - text.len();
    let hang = indent + list_marker(text);
    let mut current = " ".repeat(indent);
    let mut empty = true;
    for word in text.split(' ') {
        if !empty && current.chars().count() + 1 + word.chars().count() > WIDTH && !starts_block(word) {
            lines.push(std::mem::replace(&mut current, " ".repeat(hang)).trim_end().to_owned());
            empty = true;
        }
        if !empty {
            current.push(' ');
        }
        current.push_str(word);
        empty = false;
    }
    lines.push(current.trim_end().to_owned());
}

/// Whether a word at the start of a line would begin a list, a heading, a quotation or a table.
fn starts_block(word: &str) -> bool {
    let number = word.trim_end_matches(['.', ')']);
    matches!(word, "-" | "*" | "+" | "=")
        || word.starts_with(['#', '>', '|', '='])
        || (number.len() < word.len() && !number.is_empty() && number.chars().all(|c| c.is_ascii_digit()))
}

/// The width of a list item's mark.
fn list_marker(text: &str) -> usize {
    let bullet = text.starts_with("- ") || text.starts_with("* ") || text.starts_with("+ ");
    if bullet {
        return 2;
    }
    let digits = text.chars().take_while(char::is_ascii_digit).count();
    if digits > 0 && (text[digits..].starts_with(". ") || text[digits..].starts_with(") ")) { digits + 2 } else { 0 }
}

#[cfg(test)]
mod tests {
    use super::markdown;

    #[test]
    fn markdown_is_made_fit_for_rustdoc() {
        for (given, made) in [
            ("plain", "plain"),
            ("an [item] and `[code]`", "an \\[item\\] and `[code]`"),
            ("[a link](https://a.example/b) stays", "[a link](https://a.example/b) stays"),
            ("[a place](#below)", "\\[a place](#below)"),
            ("see https://a.example/b.", "see <https://a.example/b>."),
            ("<https://a.example>", "<https://a.example>"),
            ("(see https://a.example/b_(c))", "(see <https://a.example/b_(c)>)"),
            ("a\u{0}b\u{202e}c", "abc"),
            ("List<String>", "List\\<String>"),
            ("```\ncode\n```", "```text\ncode\n```"),
            ("```json\n{}\n```", "```json\n{}\n```"),
            ("```\nnot closed", "```text\nnot closed\n```"),
            ("a\r\rb", "a\n\nb"),
            ("text\n\n    indented", "text\n\nindented"),
            ("already \\[escaped\\]", "already \\[escaped\\]"),
            ("one ` tick", "one \\` tick"),
        ] {
            assert_eq!(markdown(given), made, "{given:?}");
        }
    }

    #[test]
    fn long_lines_are_wrapped_under_their_list_item() {
        let words = "word ".repeat(40);
        let wrapped = markdown(&format!("- {words}"));
        assert!(wrapped.lines().count() > 1);
        assert!(wrapped.lines().all(|line| line.len() <= super::WIDTH));
        assert!(wrapped.lines().skip(1).all(|line| line.starts_with("  word")));
    }
}
