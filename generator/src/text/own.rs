//! Texts of our own, block by block: from inline Markdown, laid out by the writer of the document's texts.

pub(crate) use super::model::Alignment;
use super::model::Inline;
use super::safe::turns;
use super::wrap::{filled, lines};
use super::{WIDTH, line, write};

/// Breaks a paragraph, inline Markdown, into lines; a line feed in it is a line break.
pub(crate) fn wrapped(paragraph: &str) -> String {
    lines(paragraph, WIDTH).join("\n")
}

/// Returns a heading of this level that shows a text.
pub(crate) fn heading(level: usize, text: &str) -> String {
    write::heading(level, &[Inline::Text(line(text))])
}

/// Returns a list of items, each inline Markdown; empty if there are none.
pub(crate) fn list(items: impl IntoIterator<Item = impl AsRef<str>>) -> String {
    let item = |item: &str| format!("- {}", lines(item, WIDTH - 2).join("\n  "));
    items.into_iter().map(|text| item(text.as_ref())).collect::<Vec<_>>().join("\n")
}

/// Returns a code block.
pub(crate) fn code_block(language: &str, code: &str) -> String {
    let is_seen = |c: char| matches!(c, '\n' | '\t') || !(c.is_control() || turns(c));
    write::code(language, &code.chars().filter(|c| is_seen(*c)).collect::<String>()).join("\n")
}

/// Returns a table of these columns, whose cells are inline Markdown; empty if there are no rows.
pub(crate) fn table<const N: usize>(
    columns: [(&str, Alignment); N],
    rows: impl IntoIterator<Item = [String; N]>,
) -> String {
    let rows: Vec<Vec<String>> = rows.into_iter().map(Vec::from).collect();
    if rows.is_empty() {
        return String::new();
    }
    let head = columns.map(|(title, _)| title.to_owned());
    write::rows(&columns.map(|(_, alignment)| alignment), &[vec![Vec::from(head)], rows].concat()).join("\n")
}

/// Returns blocks with a blank line between them, without empty ones.
pub(crate) fn blocks(blocks: impl IntoIterator<Item = String>) -> String {
    let blocks = blocks.into_iter().filter(|block| !block.trim().is_empty());
    blocks.collect::<Vec<_>>().join("\n\n")
}

/// Returns blocks below a heading (`# Errors`); empty if the last of them is, which the others introduce.
pub(crate) fn section<const N: usize>(heading: &str, below: [String; N]) -> String {
    if below.last().is_none_or(|block| block.is_empty()) {
        return String::new();
    }
    blocks([heading.to_owned()].into_iter().chain(below))
}

/// Breaks a list of words, such as the items of a list in TOML, into lines.
pub(crate) fn columns(words: &[&str], width: usize) -> Vec<String> {
    filled(words.iter().copied(), width, |_| true)
}

#[cfg(test)]
mod tests {
    use super::{Alignment, blocks, code_block, list, section, table};

    #[test]
    fn items_go_on_under_their_text() {
        let made = list(["word ".repeat(40), "- more".to_owned()]);
        let (first, second) = made.split_once("\n- ").expect("there are two items");
        assert!(first.lines().count() > 1 && first.lines().skip(1).all(|line| line.starts_with("  word")), "{made}");
        assert_eq!(second, "\\- more");
        assert_eq!(list([""; 0]), "");
    }

    #[test]
    fn blocks_stand_apart() {
        let rows = [["`a`".to_owned(), "1".to_owned()]];
        let made = blocks([
            section("# Head", ["Words:".to_owned(), table([("b", Alignment::None), ("c", Alignment::Right)], rows)]),
            section("# Empty", ["Words:".to_owned(), String::new()]),
            code_block("toml", "a = 1\n"),
        ]);
        assert_eq!(made, "# Head\n\nWords:\n\n| b | c |\n| --- | --: |\n| `a` | 1 |\n\n```toml\na = 1\n```");
    }
}
