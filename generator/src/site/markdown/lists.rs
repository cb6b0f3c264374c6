//! Lists whose items are blocks.

use crate::text::own;

/// Adds a list, each item of which is blocks. A list of the document before it stays another list.
pub(super) fn add_list(items: Vec<Vec<String>>, blocks: &mut Vec<String>) {
    let last = blocks.last().and_then(|block| block.rsplit("\n\n").next()).unwrap_or_default();
    if last.lines().any(|line| line.starts_with(['-', '*', '+', ' '])) && !last.starts_with("**") {
        blocks.push("<!-- -->".to_owned());
    }
    blocks.push(list(items));
}

/// Returns a list, each item of which is blocks.
pub(super) fn list(items: Vec<Vec<String>>) -> String {
    let is_tight = items.iter().all(|blocks| blocks.len() == 1);
    let items: Vec<String> = items.into_iter().map(item).collect();
    items.join(if is_tight { "\n" } else { "\n\n" })
}

fn item(blocks: Vec<String>) -> String {
    let text = own::blocks(blocks);
    let mut item = String::with_capacity(text.len() + text.len() / 8 + 2);
    for (index, line) in text.split('\n').enumerate() {
        item.push_str(match (index, line) {
            (0, _) => "- ",
            (_, "") => "\n",
            _ => "\n  ",
        });
        item.push_str(line);
    }
    item
}
