//! Scans YAML for the positions of nodes, from the parser's events. A node that an alias or a merge key inserts is not
//! found; its nearest ancestor is.

use std::collections::HashSet;
use std::ops::Range;

use saphyr_parser::{Event, Parser, Span};

use super::agree::Content;
use super::{Tree, lax};

/// Scans the text; a text that this parser rejects is scanned line by line. Returns whether this parser accepted it.
pub(super) fn scan(text: &str, tree: &mut Tree) -> bool {
    let mut scan = Scan { tree, frames: Vec::new() };
    for event in Parser::new_from_str(text) {
        let Ok((event, span)) = event else {
            // The parser that reads documents accepts more than this one.
            tree.forget(Tree::ROOT);
            lax::scan(text, tree);
            return false;
        };
        scan.event(&event, span);
    }
    if let Some(root) = tree.nodes.first_mut()
        && root.value.is_none()
    {
        root.value = Some(0..text.chars().count());
    }
    if !text.is_ascii() {
        characters_to_bytes(text, tree);
    }
    true
}

struct Scan<'a> {
    tree: &'a mut Tree,
    frames: Vec<Frame>,
}

struct Frame {
    /// The wanted node, if this collection is one.
    node: Option<usize>,
    start: usize,
    kind: Kind,
}

enum Kind {
    Sequence {
        index: usize,
    },
    /// The node of the value of the last key; `None` if a key is next.
    Mapping {
        value: Option<Option<usize>>,
    },
}

impl Scan<'_> {
    fn event(&mut self, event: &Event<'_>, span: Span) {
        let bytes = span.start.index()..span.end.index();
        match event {
            Event::Scalar(text, ..) => self.scalar(text, bytes),
            Event::Alias(_) => self.alias(bytes),
            Event::SequenceStart(..) => self.open(Kind::Sequence { index: 0 }, bytes.start),
            Event::MappingStart(..) => self.open(Kind::Mapping { value: None }, bytes.start),
            Event::SequenceEnd | Event::MappingEnd => {
                if let Some(frame) = self.frames.pop() {
                    self.tree.found_container(frame.node, frame.start..bytes.start.max(frame.start));
                }
            }
            _ => {}
        }
    }

    fn scalar(&mut self, text: &str, bytes: Range<usize>) {
        if let Some(Frame { node, kind: Kind::Mapping { value: value @ None }, .. }) = self.frames.last_mut() {
            let child = self.tree.child(*node, text);
            self.tree.met_key(*node, text);
            self.tree.found_key(child, bytes);
            *value = Some(child);
            return;
        }
        let node = self.next_node();
        self.tree.found_value(node, bytes);
        if node.is_some() {
            self.tree.found_content(node, Content::Scalar(text.to_owned()));
        }
    }

    /// Reads an alias. The nodes in its target are found at its anchor, not here.
    fn alias(&mut self, bytes: Range<usize>) {
        if let Some(Frame { kind: Kind::Mapping { value: value @ None }, .. }) = self.frames.last_mut() {
            *value = Some(None);
            return;
        }
        let node = self.next_node();
        self.tree.found_value(node, bytes);
    }

    fn open(&mut self, kind: Kind, start: usize) {
        // A collection as a key is legal, but never wanted.
        if let Some(Frame { kind: Kind::Mapping { value: value @ None }, .. }) = self.frames.last_mut() {
            *value = Some(None);
            self.frames.push(Frame { node: None, start, kind });
            return;
        }
        let node = self.next_node();
        let content = match kind {
            Kind::Sequence { .. } => Content::Sequence(0),
            Kind::Mapping { .. } => Content::Mapping(HashSet::new()),
        };
        self.tree.found_content(node, content);
        self.frames.push(Frame { node, start, kind });
    }

    /// Returns the wanted node, if the current value is one.
    fn next_node(&mut self) -> Option<usize> {
        let Some(frame) = self.frames.last_mut() else { return Some(Tree::ROOT) };
        match &mut frame.kind {
            Kind::Sequence { index } => {
                let child = self.tree.child(frame.node, &index.to_string());
                self.tree.met_item(frame.node);
                *index += 1;
                child
            }
            Kind::Mapping { value } => value.take().flatten(),
        }
    }
}

/// Converts positions in characters, as the parser counts them, to bytes.
fn characters_to_bytes(text: &str, tree: &mut Tree) {
    let mut offsets: Vec<usize> = Vec::new();
    let found = |tree: &Tree| -> Vec<Range<usize>> {
        tree.nodes.iter().flat_map(|node| [&node.key, &node.value]).flatten().cloned().collect()
    };
    offsets.extend(found(tree).iter().flat_map(|range| [range.start, range.end]));
    offsets.sort_unstable();
    offsets.dedup();
    let mut bytes = Vec::with_capacity(offsets.len());
    let mut locations = text.char_indices().map(|(byte, _)| byte).chain(std::iter::once(text.len())).enumerate();
    for offset in &offsets {
        let location = locations.find(|(index, _)| index == offset).map_or(text.len(), |(_, byte)| byte);
        bytes.push(location);
    }
    let byte = |offset: usize| offsets.binary_search(&offset).ok().and_then(|index| bytes.get(index).copied());
    for node in &mut tree.nodes {
        for range in [&mut node.key, &mut node.value].into_iter().flatten() {
            *range = byte(range.start).unwrap_or(text.len())..byte(range.end).unwrap_or(text.len());
        }
    }
}
