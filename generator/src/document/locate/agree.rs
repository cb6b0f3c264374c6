//! Compares what a scan of YAML found with the values that were read. Knows no positions.

use std::collections::HashSet;

use serde_json::Value;

use super::super::load;
use super::Tree;

/// The key whose value is merged into the mapping (<https://yaml.org/type/merge.html>).
const MERGE: &str = "<<";

/// What a scan read at a node.
#[derive(Debug, Default)]
pub(super) enum Content {
    /// Something that cannot be compared: an alias, or a node that is not scanned in detail.
    #[default]
    Unknown,
    /// A scalar with this text.
    Scalar(String),
    /// A scalar whose text begins with this text.
    Beginning(String),
    /// This many items.
    Sequence(usize),
    /// These keys.
    Mapping(HashSet<String>),
}

/// Clears what the scan found where the values differ. The root stays.
pub(super) fn check(tree: &mut Tree, values: &Value) {
    let mut left = vec![(Tree::ROOT, Some(values))];
    while let Some((index, value)) = left.pop() {
        let Some(node) = tree.nodes.get(index) else { continue };
        let Some(value) = value.filter(|value| node.content.agrees(value)) else {
            match index {
                Tree::ROOT => node.children.values().copied().collect::<Vec<_>>(),
                _ => vec![index],
            }
            .into_iter()
            .for_each(|index| tree.forget(index));
            continue;
        };
        left.extend(node.children.iter().map(|(key, child)| (*child, below(value, key))));
    }
}

/// Returns the value below a key or an index.
fn below<'v>(value: &'v Value, key: &str) -> Option<&'v Value> {
    match value {
        Value::Object(members) => members.get(key),
        Value::Array(items) => items.get(key.parse::<usize>().ok()?),
        _ => None,
    }
}

impl Content {
    fn agrees(&self, value: &Value) -> bool {
        match (self, value) {
            (Self::Unknown, _) => true,
            (Self::Sequence(count), Value::Array(items)) => *count == items.len(),
            (Self::Mapping(keys), Value::Object(members)) => {
                let is_merged = keys.contains(MERGE);
                (is_merged || keys.len() == members.len())
                    && keys.iter().all(|key| members.contains_key(key) || key == MERGE)
            }
            // Folding of lines does not matter.
            (Self::Scalar(text), Value::String(string)) => letters(text).eq(letters(string)),
            (Self::Beginning(text), Value::String(string)) => {
                let mut rest = letters(string);
                letters(text).all(|letter| rest.next() == Some(letter))
            }
            (Self::Scalar(_) | Self::Beginning(_), Value::Array(_) | Value::Object(_)) => false,
            (Self::Scalar(text) | Self::Beginning(text), value) => load::reads_as(text, value),
            (Self::Sequence(_) | Self::Mapping(_), _) => false,
        }
    }
}

fn letters(text: &str) -> impl Iterator<Item = char> {
    text.chars().filter(|letter| !letter.is_whitespace())
}
