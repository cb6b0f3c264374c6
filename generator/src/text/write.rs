//! The model of a text as Markdown: the one place that decides what begins a block.

use super::inline::{Inlines, Spot};
use super::model::{Alignment, Block, Inline, List, Table};
use super::wrap;

/// The narrowest that nested text gets.
const NARROWEST: usize = 40;

/// The largest number that an item may have (CommonMark, section List items).
const LARGEST: u64 = 999_999_999;

/// Blocks as Markdown, with lines of a bearable length.
pub(super) fn blocks(blocks: &[Block], width: usize) -> String {
    lines(blocks, width, false).join("\n")
}

fn lines(blocks: &[Block], width: usize, is_tight: bool) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let mut before: Option<&Block> = None;
    // The mark of the list before: two lists with one mark would be one.
    let mut mark = None;
    for block in blocks {
        let new = match block {
            Block::List(list) => {
                let own = if mark == Some(list.mark) { other(list.mark) } else { list.mark };
                mark = Some(own);
                list_lines(list, own, width)
            }
            block => block_lines(block, width),
        };
        if new.is_empty() {
            continue;
        }
        if !matches!(block, Block::List(_)) {
            mark = None;
        }
        if before.is_some_and(|before| !(is_tight && may_follow(before, block))) {
            lines.push(String::new());
        }
        lines.extend(new);
        before = Some(block);
    }
    lines
}

/// Whether a block may stand below another one without a blank line and both stay what they are.
fn may_follow(before: &Block, block: &Block) -> bool {
    match (before, block) {
        (Block::Heading(..) | Block::Rule | Block::Code { .. }, Block::Paragraph(_))
        | (Block::Paragraph(_), Block::Code { .. }) => true,
        (Block::Paragraph(_), Block::List(list)) => {
            let begins = list
                .items
                .first()
                .is_some_and(|item| matches!(item.first(), Some(Block::Paragraph(inlines)) if !inlines.is_empty()));
            begins && list.start.is_none_or(|start| start == 1)
        }
        _ => false,
    }
}

fn block_lines(block: &Block, width: usize) -> Vec<String> {
    match block {
        Block::Paragraph(inlines) => wrap::lines(Inlines::text(inlines, Spot::Prose).trim(), width),
        Block::Heading(level, inlines) => vec![heading(*level, inlines)],
        Block::Code { language, text } => code(language, text),
        Block::Quote(blocks) => {
            let inner = lines(blocks, narrower(width, 2), false).into_iter();
            inner.map(|line| if line.is_empty() { ">".to_owned() } else { format!("> {line}") }).collect()
        }
        Block::List(list) => list_lines(list, list.mark, width),
        Block::Table(table) => table_lines(table),
        // Unlike other signs it is that of no list and underlines nothing.
        Block::Rule => vec!["___".to_owned()],
    }
}

/// A heading.
pub(super) fn heading(level: usize, inlines: &[Inline]) -> String {
    let text = Inlines::text(inlines, Spot::Prose);
    let mut text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    // Signs at the end would close the heading.
    if text.ends_with('#') {
        text.insert(text.len() - 1, '\\');
    }
    format!("{} {text}", "#".repeat(level)).trim_end().to_owned()
}

/// A code block, between fences that its text does not have.
pub(super) fn code(language: &str, text: &str) -> Vec<String> {
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or_default();
    let fence = "`".repeat(longest.max(2) + 1);
    let first = format!("{fence}{language}");
    std::iter::once(first).chain(text.lines().map(str::to_owned)).chain([fence]).collect()
}

fn list_lines(list: &List, mark: char, width: usize) -> Vec<String> {
    // A blank line between the blocks of one item makes all items loose (CommonMark, section Lists).
    let has_blank = |item: &Vec<Block>| item.windows(2).any(|pair| !may_follow(&pair[0], &pair[1]));
    let is_loose = list.is_loose || list.items.iter().any(has_blank);
    let mut all = Vec::new();
    for (number, item) in (list.start.unwrap_or_default()..).zip(&list.items) {
        let mark = if list.start.is_some() { format!("{}{mark} ", number.min(LARGEST)) } else { format!("{mark} ") };
        let inner = lines(item, narrower(width, mark.len()), !is_loose);
        if is_loose && !all.is_empty() {
            all.push(String::new());
        }
        let indent = " ".repeat(mark.len());
        if inner.is_empty() {
            all.push(mark.trim_end().to_owned());
        }
        for (index, line) in inner.into_iter().enumerate() {
            let before = if index == 0 { &mark } else { &indent };
            all.push(if line.is_empty() { line } else { format!("{before}{line}") });
        }
    }
    all
}

fn other(mark: char) -> char {
    match mark {
        '.' => ')',
        ')' => '.',
        '-' => '*',
        _ => '-',
    }
}

fn narrower(width: usize, by: usize) -> usize {
    width.saturating_sub(by).max(NARROWEST)
}

fn table_lines(table: &Table) -> Vec<String> {
    let text = |cell: &Vec<Inline>| Inlines::text(cell, Spot::Cell);
    let texts: Vec<Vec<String>> = table.rows.iter().map(|row| row.iter().map(text).collect()).collect();
    rows(&table.alignments, &texts)
}

/// The rows of a table, the first of which is its head. Cells that are missing at the end of a row are empty (GFM,
/// section Tables).
pub(super) fn rows(alignments: &[Alignment], rows: &[Vec<String>]) -> Vec<String> {
    let Some((head, rows)) = rows.split_first() else { return Vec::new() };
    let columns = head.len();
    let row = |cells: &Vec<String>| {
        format!("|{}", cells.iter().take(columns).map(|cell| format!(" {} |", cell.trim())).collect::<String>())
    };
    let rule = |index: usize| match alignments.get(index) {
        Some(Alignment::Left) => " :-- |",
        Some(Alignment::Center) => " :-: |",
        Some(Alignment::Right) => " --: |",
        Some(Alignment::None) | None => " --- |",
    };
    let rule = format!("|{}", (0..columns).map(rule).collect::<String>());
    [row(head), rule].into_iter().chain(rows.iter().map(row)).collect()
}
