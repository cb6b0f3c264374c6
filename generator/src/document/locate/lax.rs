//! Scans YAML by its lines, for texts that the strict parser rejects but the library that reads values accepts: a brace
//! that closes at the column of its key, a quoted string that continues further left. Finds nodes in block style; a
//! node in flow style is found only as a whole.

use std::collections::HashSet;
use std::ops::Range;

use serde_json::Value;

use super::super::load;
use super::Tree;
use super::agree::Content;

/// Scans any text.
pub(super) fn scan(text: &str, tree: &mut Tree) {
    tree.found_container(Some(Tree::ROOT), 0..text.len());
    let mut scan = Scan { text, tree, frames: Vec::new(), pending: Some(Tree::ROOT), at: 0 };
    while scan.at < text.len() {
        let end = scan.line_end();
        let line = &text[scan.at..end];
        let column = line.len() - line.trim_start_matches(' ').len();
        let content = &line[column..];
        if !content.trim().is_empty() && !content.starts_with(['#', '%']) && !is_marker(line) {
            scan.line(column, scan.at + column, end);
        }
        // A value that began on this line may have ended on a later one.
        scan.at = scan.at.max(end);
        scan.at = scan.line_end() + 1;
    }
}

fn is_marker(line: &str) -> bool {
    matches!(line.trim_end(), "---" | "...")
}

struct Scan<'a> {
    text: &'a str,
    tree: &'a mut Tree,
    frames: Vec<Frame>,
    /// The wanted node whose value is the next collection, if any.
    pending: Option<usize>,
    at: usize,
}

struct Frame {
    column: usize,
    node: Option<usize>,
    /// The number of items so far, if it is a list.
    items: Option<usize>,
}

impl Scan<'_> {
    /// Returns the end of the line that contains `at`.
    fn line_end(&self) -> usize {
        self.text[self.at..].find('\n').map_or(self.text.len(), |length| self.at + length)
    }

    /// Scans a line from `start`, which is at this column.
    fn line(&mut self, mut column: usize, mut start: usize, end: usize) {
        while let Some(rest) = self.text[start..end].strip_prefix('-').filter(|rest| is_apart(rest)) {
            self.item(column, start..end);
            let blanks = rest.len() - rest.trim_start_matches(' ').len();
            (column, start) = (column + 1 + blanks, start + 1 + blanks);
        }
        let Some((key, length)) = key(&self.text[start..end]) else { return };
        // A list can be at the column of its key.
        let is_over = |frame: &Frame| frame.column > column || (frame.column == column && frame.items.is_some());
        while self.frames.last().is_some_and(is_over) {
            self.frames.pop();
        }
        if self.frames.last().is_none_or(|frame| frame.column < column) {
            self.tree.found_content(self.pending, Content::Mapping(HashSet::new()));
            self.frames.push(Frame { column, node: self.pending, items: None });
        }
        let holder = self.frames.last().and_then(|frame| frame.node);
        let child = self.tree.child(holder, &key);
        self.tree.met_key(holder, &key);
        self.tree.found_key(child, start..start + length);
        self.pending = child;
        let value = &self.text[start..end][length..];
        let value = value.trim_start().strip_prefix(':').unwrap_or_default();
        let from = end - value.trim_start().len();
        self.value(child, column, from, end);
    }

    fn item(&mut self, column: usize, line: Range<usize>) {
        while self.frames.last().is_some_and(|frame| frame.column > column) {
            self.frames.pop();
        }
        if self.frames.last().is_none_or(|frame| frame.column < column || frame.items.is_none()) {
            self.tree.found_content(self.pending, Content::Sequence(0));
            self.frames.push(Frame { column, node: self.pending, items: Some(0) });
        }
        if let Some(Frame { node, items: Some(items), .. }) = self.frames.last_mut() {
            self.pending = self.tree.child(*node, &items.to_string());
            self.tree.met_item(*node);
            *items += 1;
            self.tree.found_value(self.pending, line);
        }
    }

    /// Scans the value that begins at `from`, which can continue over several lines.
    fn value(&mut self, node: Option<usize>, column: usize, from: usize, end: usize) {
        let text = &self.text[from..end];
        match text.chars().next() {
            None | Some('#' | '&' | '!') => self.tree.found_container(node, from..end),
            Some('|' | '>') => {
                self.pass_deeper(column, end);
                let end = self.at.min(self.text.len());
                self.tree.found_value(node, from..end);
                let text = self.text[from..end].split_once('\n').map_or("", |(_, text)| text);
                self.tree.found_content(node, Content::Scalar(text.to_owned()));
            }
            Some('\'' | '"' | '{' | '[') => {
                let length = closed(&self.text[from..]);
                self.at = from + length;
                let is_flow = text.starts_with(['{', '[']);
                if is_flow {
                    self.tree.found_container(node, from..self.at);
                } else {
                    self.tree.found_value(node, from..self.at);
                    self.tree.found_content(node, Content::Scalar(unquoted(&self.text[from..self.at])));
                }
            }
            Some('*') => self.tree.found_value(node, from..end),
            Some(_) => {
                self.tree.found_value(node, from..end);
                let plain = text.split_once(" #").map_or(text, |(plain, _)| plain);
                self.tree.found_content(node, Content::Beginning(plain.trim_end().to_owned()));
            }
        }
    }

    /// Skips the lines that are indented further than this column, and empty ones.
    fn pass_deeper(&mut self, column: usize, end: usize) {
        self.at = end;
        while self.at < self.text.len() {
            let start = self.at + 1;
            let line = self.text[start.min(self.text.len())..].lines().next().unwrap_or_default();
            let indent = line.len() - line.trim_start_matches(' ').len();
            if !line.trim().is_empty() && indent <= column {
                return;
            }
            self.at = (start + line.len()).min(self.text.len());
            // A line may end in `\r\n`.
            self.at = self.line_end();
        }
    }
}

fn is_apart(rest: &str) -> bool {
    rest.is_empty() || rest.starts_with([' ', '\r'])
}

/// Returns the key at the beginning of a line, and its length in bytes.
fn key(line: &str) -> Option<(String, usize)> {
    if line.starts_with(['\'', '"']) {
        let length = closed(line);
        let is_key = line[length..].trim_start().strip_prefix(':').is_some_and(is_apart);
        return is_key.then(|| (unquoted(&line[..length]), length));
    }
    let length = line.match_indices(':').map(|(at, _)| at).find(|at| is_apart(&line[at + 1..]))?;
    let key = line[..length].trim_end();
    (!key.is_empty() && !key.starts_with(['{', '[', '#'])).then(|| (key.to_owned(), key.len()))
}

/// Returns the text of a quoted scalar.
fn unquoted(scalar: &str) -> String {
    match load::values(scalar) {
        Some(Value::String(text)) => text,
        _ => scalar.trim_matches(['\'', '"']).to_owned(),
    }
}

/// Returns the length of a text in quotes or brackets, including the closing one; of the whole text if that is missing.
fn closed(text: &str) -> usize {
    let (mut depth, mut quote, mut before): (usize, Option<char>, char) = (0, None, ' ');
    let mut letters = text.char_indices().peekable();
    while let Some((at, letter)) = letters.next() {
        match (quote, letter) {
            (Some('"'), '\\') => drop(letters.next()),
            (Some('\''), '\'') if letters.peek().is_some_and(|(_, next)| *next == '\'') => drop(letters.next()),
            (Some(open), letter) if open == letter => quote = None,
            (Some(_), _) => continue,
            // A quote within a word is not a delimiter.
            (None, '\'' | '"') if before.is_whitespace() || "[{,:".contains(before) => quote = Some(letter),
            (None, '{' | '[') => depth += 1,
            (None, '}' | ']') => depth = depth.saturating_sub(1),
            _ => {}
        }
        if quote.is_none() && depth == 0 {
            return at + letter.len_utf8();
        }
        before = letter;
    }
    text.len()
}
