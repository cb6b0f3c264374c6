//! The Markdown of a document made fit for rustdoc: structure kept, nothing that rustdoc would run, follow or refuse.

use std::borrow::Cow;

/// The widest line of prose, without the comment mark and the deepest indentation it gets.
const WIDTH: usize = 108;

/// The Markdown of a document, made fit for rustdoc: no link that rustdoc would look for, no HTML that it would refuse,
/// no code block that it would run, no line too long.
pub(super) fn markdown(text: &str) -> String {
    let mut prose = Prose::default();
    let text =
        if text.contains('\r') { Cow::from(text.replace("\r\n", "\n").replace('\r', "\n")) } else { text.into() };
    for line in text.lines() {
        let line = if line.contains('\t') { Cow::from(line.replace('\t', "    ")) } else { line.into() };
        prose.take(printable(&line).trim_end());
    }
    prose.finish()
}

/// A line without what a comment must not hold: control characters, and those that turn the direction of text.
pub(super) fn printable(line: &str) -> Cow<'_, str> {
    if line.bytes().all(|byte| matches!(byte, b' '..=b'~')) {
        return line.into();
    }
    let turns = |c: char| matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    line.chars().filter(|c| !c.is_control() && !turns(*c)).collect()
}

/// The lines so far, and what a line that follows them belongs to.
#[derive(Default)]
struct Prose {
    lines: Vec<String>,
    /// The code block that is open.
    fence: Option<Fence>,
    /// The column in which the text of the current list item stands.
    item: Option<usize>,
    /// Whether the last line is one of a paragraph, so that the next one goes on with it.
    paragraph: bool,
    /// The paragraph as the document has it, a link may be spread over several lines; the line it begins with; and how
    /// many lines of the document it has.
    source: (String, usize, usize),
}

/// A paragraph is read again as a whole with each of its lines up to this length.
const WHOLE: usize = 8 << 10;
/// And up to so many lines.
const LINES: usize = 64;

struct Fence {
    mark: String,
    /// The indentation that the document gives each line, at most.
    indent: usize,
    /// What each line gets instead.
    prefix: String,
}

impl Prose {
    fn take(&mut self, line: &str) {
        match (self.fence.take(), opening(line)) {
            (Some(fence), _) => self.code(fence, line),
            (None, Some((before, mark, info))) => self.open(before, mark, info),
            (None, None) => self.text(line),
        }
    }

    fn open(&mut self, before: &str, mark: String, info: &str) {
        let indent = before.len();
        let quoted = before.contains('>');
        let listed = !quoted && !before.trim().is_empty();
        let inside = self.item.filter(|item| *item > 0 && indent >= *item);
        let prefix = match (quoted, listed, inside) {
            (true, ..) => "> ".to_owned(),
            (false, true, _) => " ".repeat(indent),
            (false, false, Some(item)) => " ".repeat(item),
            (false, false, None) => String::new(),
        };
        let first = if listed { before } else { &prefix };
        self.lines.push(format!("{first}{mark}{}", language(info)));
        self.item = if listed { Some(indent) } else { inside };
        self.fence = Some(Fence { mark, indent, prefix });
    }

    fn code(&mut self, fence: Fence, line: &str) {
        let quoted = fence.prefix.starts_with('>');
        let line = match line.trim_start().strip_prefix('>').filter(|_| quoted) {
            Some(rest) => rest.strip_prefix(' ').unwrap_or(rest),
            None => line,
        };
        let closing = line.trim();
        if closing.starts_with(&fence.mark) && closing.chars().all(|c| fence.mark.starts_with(c)) {
            self.lines.push(format!("{}{}", fence.prefix, fence.mark));
            self.paragraph = false;
            return;
        }
        let spaces = line.len() - line.trim_start().len();
        let kept = if quoted { line } else { &line[spaces.min(fence.indent)..] };
        self.lines.push(format!("{}{kept}", fence.prefix).trim_end().to_owned());
        self.fence = Some(fence);
    }

    fn text(&mut self, line: &str) {
        let text = line.trim_start();
        let indent = line.len() - text.len();
        if text.is_empty() {
            self.paragraph = false;
            return self.lines.push(String::new());
        }
        let marker = list_marker(text);
        let goes_on = self.paragraph && marker == 0 && !text.starts_with('>') && !begins_block(text);
        let line = if marker > 0 {
            self.list_item(indent, &text[..marker], text[marker..].trim_start())
        } else if let Some(rest) = text.strip_prefix('>') {
            // More than one space would begin a code block in the quotation, and so a test.
            self.item = None;
            format!("> {}", rest.trim_start())
        } else if begins_block(text) {
            self.item = None;
            text.to_owned()
        } else {
            // Indentation that belongs to no list item would begin a code block, and so a test.
            self.item = self.item.filter(|item| self.paragraph || indent >= *item);
            format!("{}{text}", " ".repeat(self.item.unwrap_or_default()))
        };
        self.paragraph = !heading_or_rule(text);
        // A line that goes on with a paragraph is filled up with it, unless the one before ends in a hard line break.
        let goes_on = goes_on && self.paragraph && self.lines.last().is_some_and(|last| !last.ends_with('\\'));
        let (source, begin, count) = &mut self.source;
        if goes_on && source.len() < WHOLE && *count < LINES {
            *count += 1;
            self.lines.truncate(*begin);
            source.push(' ');
            source.push_str(line.trim_start());
            wrap(&escape(source), &mut self.lines);
        } else if let Some(last) = self.lines.pop_if(|_| goes_on) {
            wrap(&format!("{last} {}", escape(line.trim_start())), &mut self.lines);
        } else {
            (*begin, *count) = (self.lines.len(), 1);
            source.clone_from(&line);
            wrap(&escape(&line), &mut self.lines);
        }
    }

    fn list_item(&mut self, indent: usize, marker: &str, text: &str) -> String {
        let deepest = self.item.map_or(3, |item| item + 3);
        let indent = if indent > deepest { self.item.unwrap_or_default() } else { indent };
        self.item = Some(indent + marker.len());
        format!("{}{marker}{text}", " ".repeat(indent))
    }

    fn finish(mut self) -> String {
        if let Some(fence) = self.fence {
            self.lines.push(format!("{}{}", fence.prefix, fence.mark));
        }
        self.lines.join("\n").trim_matches('\n').to_owned()
    }
}

/// What stands before the mark of a code block, the mark, and what is said of the block.
fn opening(line: &str) -> Option<(&str, String, &str)> {
    let mut at = 0;
    loop {
        let text = line[at..].trim_start();
        at = line.len() - text.len();
        at += match list_marker(text) {
            0 if text.starts_with('>') => 1,
            0 => break,
            marker => marker,
        };
    }
    let text = &line[at..];
    let mark = text.chars().next().filter(|c| matches!(c, '`' | '~'))?;
    let length = text.chars().take_while(|c| *c == mark).count();
    let closed_again = mark == '`' && text[length..].contains('`');
    (length >= 3 && !closed_again).then(|| (&line[..at], mark.to_string().repeat(length), text[length..].trim()))
}

/// The language of a code block, never one that makes rustdoc take it for a test of the SDK.
fn language(info: &str) -> &str {
    const TESTS: [&str; 9] = [
        "allow_fail",
        "compile_fail",
        "custom",
        "ignore",
        "no_run",
        "rust",
        "should_panic",
        "standalone",
        "test_harness",
    ];
    let first = info.split(|c: char| c.is_whitespace() || c == ',').next().unwrap_or_default();
    let plain = !first.is_empty() && first.chars().all(|c| c.is_ascii_alphanumeric() || "+-#".contains(c));
    let lower = first.to_ascii_lowercase().replace('-', "_");
    let error_code = first.len() == 5 && first.starts_with('E') && first[1..].chars().all(|c| c.is_ascii_digit());
    let test = TESTS.iter().any(|word| lower.starts_with(word)) || lower.starts_with("edition") || error_code;
    if plain && !test { first } else { "text" }
}

/// Whether a line begins a heading, a table or a rule: it never goes on with a list item.
fn begins_block(text: &str) -> bool {
    heading_or_rule(text) || text.starts_with('|')
}

fn heading_or_rule(text: &str) -> bool {
    let rule = |mark: char| text.len() >= 3 && text.chars().all(|c| c == mark || c == ' ') && text.starts_with(mark);
    let heading = text.starts_with('#') && text.trim_start_matches('#').starts_with(' ');
    heading || rule('-') || rule('*') || rule('_')
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
            let labels = out.ends_with('[') && !out.ends_with("\\[");
            if labels || out.ends_with('<') || out.ends_with("](") {
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
    // A label holds no bracket, so nothing is looked for beyond the next one: lines may be long and full of them.
    let label = text.get(1..).and_then(|rest| rest.find(['[', ']'])).unwrap_or_default();
    let Some(target) = text.get(1 + label..).and_then(|rest| rest.strip_prefix("](")) else { return false };
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

/// A line of our own, which needs no escapes, as short lines.
pub(super) fn wrapped(line: &str) -> String {
    let mut lines = Vec::new();
    wrap(line, &mut lines);
    lines.join("\n")
}

/// Breaks a long line of prose at spaces; list items go on under their text. Tables and headings stay whole.
fn wrap(line: &str, lines: &mut Vec<String>) {
    let text = line.trim_start();
    if line.chars().count() <= WIDTH || text.starts_with(['|', '#']) {
        lines.push(line.to_owned());
        return;
    }
    let indent = " ".repeat(line.len() - text.len());
    // A quotation goes on with its mark: without one the next line might be read as something else.
    let (mark, text) = text.strip_prefix("> ").map_or(("", text), |rest| ("> ", rest));
    let hang = format!("{indent}{mark}{}", " ".repeat(list_marker(text)));
    let mut current = format!("{indent}{mark}");
    // Indentation and marks are ASCII.
    let mut width = current.len();
    let mut empty = true;
    for word in text.split(' ') {
        let length = word.chars().count();
        if !empty && width + 1 + length > WIDTH && !starts_block(word) {
            lines.push(std::mem::replace(&mut current, hang.clone()).trim_end().to_owned());
            (width, empty) = (hang.len(), true);
        }
        if !empty {
            current.push(' ');
            width += 1;
        }
        current.push_str(word);
        width += length;
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

    /// Takes minutes if each bracket is compared with all that follow.
    #[test]
    fn a_long_line_is_read_once() {
        let line = "[".repeat(1 << 20);
        assert_eq!(markdown(&line), line.replace('[', "\\["));
    }

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
            (
                "- a list\nthat goes on\n      deeply\n  - nested\nlazily",
                "- a list that goes on deeply\n  - nested lazily",
            ),
            ("- item\n\n  its second paragraph\n\nnot its", "- item\n\n  its second paragraph\n\nnot its"),
            ("# A\n    indented", "# A\nindented"),
            (">     quoted", "> quoted"),
            ("see [text\nmatch](https://a.example)", "see [text match](https://a.example)"),
            ("-      far", "- far"),
            ("- ```json\n  {}\n  ```\nafter", "- ```json\n  {}\n  ```\nafter"),
            ("> ```\n> a\n> ```\nafter", "> ```text\n> a\n> ```\nafter"),
            ("```ignore,rust\na\n```", "```text\na\n```"),
            ("```json {title}\na\n```", "```json\na\n```"),
            ("[https://a.example](https://a.example)", "[https://a.example](https://a.example)"),
            ("- item\n```\ncode\n```", "- item\n```text\ncode\n```"),
        ] {
            assert_eq!(markdown(given), made, "{given:?}");
        }
    }

    #[test]
    fn long_quotations_keep_their_mark() {
        let made = markdown(&format!("> - {}", "word ".repeat(40)));
        let lines: Vec<&str> = made.lines().collect();
        assert!(lines.len() == 2 && lines[0].starts_with("> - word") && lines[1].starts_with(">   word"), "{made}");
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
