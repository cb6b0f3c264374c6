//! Finds where nodes are in the text. This happens only when diagnostics are rendered, for all nodes in one scan. Knows
//! the events of the two formats, nothing of OpenAPI.
//!
//! Values are read by other parsers (`document::load`), which keep no positions. JSON is unambiguous. YAML that the
//! strict parser accepts means the same to both (see `properties`). For other YAML, each node that a scan finds is
//! compared with its value (`agree`); if the two differ, the nearest ancestor is used, so that no wrong line is shown.

mod agree;
mod json;
mod lax;
mod yaml;

use std::collections::HashMap;
use std::ops::Range;

use self::agree::Content;
use super::load::{self, BYTE_ORDER_MARK};
use crate::pointer::Pointer;

/// Characters that YAML 1.1, by which values are read, and YAML 1.2, by which positions are, treat differently: line
/// breaks beyond ASCII (YAML 1.2.2, section 5.4), and tabs.
const VERSIONS_DIFFER: [char; 4] = ['\t', '\u{85}', '\u{2028}', '\u{2029}'];

/// A node to find.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Wanted {
    /// Its location in the document.
    pub pointer: Pointer,
    /// Whether its key is wanted instead of its value.
    pub key: bool,
}

/// A location in the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Span {
    /// Its bytes.
    pub bytes: Range<usize>,
    /// Whether it is the node itself, not its nearest ancestor that exists.
    pub exact: bool,
}

/// Finds nodes in a text, JSON or YAML; for a node that is not found, its nearest ancestor. The span of an object or an
/// array is that of its key, or its first line if it has none. The spans are in the order of `wanted`.
#[must_use]
pub fn locate(text: &str, wanted: &[Wanted]) -> Vec<Option<Span>> {
    let start = text.len() - text.trim_start_matches(BYTE_ORDER_MARK).len();
    let body = &text[start..];
    let mut tree = Tree::default();
    for want in wanted {
        tree.want(&want.pointer);
    }
    // A text that begins with a brace but is not JSON is YAML.
    if !(load::is_json(body) && json::scan(body, &mut tree)) {
        tree.forget(Tree::ROOT);
        let is_strict = yaml::scan(body, &mut tree);
        if (!is_strict || body.contains(VERSIONS_DIFFER))
            && let Some(values) = load::values(body)
        {
            agree::check(&mut tree, &values);
        }
    }
    wanted.iter().map(|want| tree.span(want, text, start)).collect()
}

/// The nodes to find and their ancestors, each with what was found.
#[derive(Default)]
struct Tree {
    nodes: Vec<Node>,
}

#[derive(Default)]
struct Node {
    children: HashMap<String, usize>,
    key: Option<Range<usize>>,
    value: Option<Range<usize>>,
    is_container: bool,
    /// What the scan read there, for comparison with the values.
    content: Content,
}

impl Tree {
    const ROOT: usize = 0;

    fn want(&mut self, pointer: &Pointer) {
        if self.nodes.is_empty() {
            self.nodes.push(Node::default());
        }
        let mut node = Self::ROOT;
        for segment in pointer.segments() {
            let next = self.nodes.len();
            node = *self.nodes[node].children.entry(segment).or_insert(next);
            if node == next {
                self.nodes.push(Node::default());
            }
        }
    }

    fn child(&self, node: Option<usize>, key: &str) -> Option<usize> {
        self.nodes.get(node?)?.children.get(key).copied()
    }

    /// Records where a key is. If a key is repeated, the last one counts, with everything below it.
    fn found_key(&mut self, node: Option<usize>, bytes: Range<usize>) {
        if let Some(node) = node {
            self.forget(node);
        }
        if let Some(node) = node.and_then(|node| self.nodes.get_mut(node)) {
            node.key = Some(bytes);
        }
    }

    fn found_value(&mut self, node: Option<usize>, bytes: Range<usize>) {
        if let Some(node) = node.and_then(|node| self.nodes.get_mut(node)) {
            node.value = Some(bytes);
        }
    }

    fn found_container(&mut self, node: Option<usize>, bytes: Range<usize>) {
        self.found_value(node, bytes);
        if let Some(node) = node.and_then(|node| self.nodes.get_mut(node)) {
            node.is_container = true;
        }
    }

    /// Records what a value is.
    fn found_content(&mut self, node: Option<usize>, content: Content) {
        if let Some(node) = node.and_then(|node| self.nodes.get_mut(node)) {
            node.content = content;
        }
    }

    /// Records that a mapping has this key.
    fn met_key(&mut self, node: Option<usize>, key: &str) {
        if let Some(Node { content: Content::Mapping(keys), .. }) = node.and_then(|node| self.nodes.get_mut(node)) {
            keys.insert(key.to_owned());
        }
    }

    /// Records that a sequence has one more item.
    fn met_item(&mut self, node: Option<usize>) {
        if let Some(Node { content: Content::Sequence(items), .. }) = node.and_then(|node| self.nodes.get_mut(node)) {
            *items += 1;
        }
    }

    /// Clears what was found of a node and of those below it.
    fn forget(&mut self, node: usize) {
        let mut left = vec![node];
        while let Some(node) = left.pop().and_then(|node| self.nodes.get_mut(node)) {
            (node.key, node.value, node.is_container, node.content) = (None, None, false, Content::Unknown);
            left.extend(node.children.values());
        }
    }

    fn span(&self, want: &Wanted, text: &str, start: usize) -> Option<Span> {
        let mut node = self.nodes.first()?;
        let mut best = node.value.clone().map(|bytes| Span { bytes, exact: true })?;
        for segment in want.pointer.segments() {
            match node.children.get(&segment).and_then(|child| self.nodes.get(*child)) {
                Some(child) if child.value.is_some() || child.key.is_some() => {
                    node = child;
                    best.exact = true;
                    let bytes = child.key.clone().or_else(|| child.value.clone());
                    best.bytes = bytes.unwrap_or(best.bytes);
                }
                _ => {
                    best.exact = false;
                    break;
                }
            }
        }
        // The name of an object is more helpful than its first line.
        if best.exact && !want.key && !(node.is_container && node.key.is_some()) {
            best.bytes = node.value.clone().unwrap_or(best.bytes);
        }
        best.bytes = first_line(text, best.bytes.start + start..best.bytes.end + start);
        Some(best)
    }
}

/// Returns the part of `bytes` on its first line, without trailing blanks, and without what follows a quoted text.
fn first_line(text: &str, bytes: Range<usize>) -> Range<usize> {
    let slice = text.get(bytes.clone()).unwrap_or_default();
    let line = slice.lines().next().unwrap_or_default().trim_end();
    let length = closing_quote(line).unwrap_or(line.len());
    bytes.start..bytes.start + length
}

/// Returns where a quoted text ends.
fn closing_quote(line: &str) -> Option<usize> {
    let quote = line.chars().next().filter(|quote| matches!(quote, '"' | '\''))?;
    let mut letters = line.char_indices().skip(1).peekable();
    while let Some((at, letter)) = letters.next() {
        let is_doubled = quote == '\'' && letters.peek().is_some_and(|(_, next)| *next == '\'');
        if (letter == '\\' && quote == '"') || (letter == quote && is_doubled) {
            letters.next();
        } else if letter == quote {
            return Some(at + 1);
        }
    }
    None
}

#[cfg(test)]
mod tests;

#[cfg(test)]
mod properties;
