//! What becomes of a frame that ends: it goes into the frame around it.

use super::super::model::{Block, Inline, push, push_text};
use super::super::safe;
use super::{Builder, Frame, Kind};

impl Builder<'_> {
    pub(super) fn close_top(&mut self) {
        let Some(mut frame) = self.frames.pop() else { return };
        self.depth -= usize::from(frame.kind.is_step());
        self.codes -= usize::from(matches!(frame.kind, Kind::Code));
        if frame.kind.holds_blocks() {
            frame.flush();
        }
        let Frame { kind, element, blocks, inlines } = frame;
        let inlines = if kind.is_inline() { return self.close_inline(kind, inlines) } else { inlines };
        let top = self.top();
        match (kind, &mut top.kind) {
            (Kind::Item, Kind::List(list)) => list.items.push(blocks),
            (Kind::Row(cells), Kind::Table(table)) => table.rows.extend((!cells.is_empty()).then_some(cells)),
            (Kind::Cell, Kind::Row(cells)) => cells.push(inlines),
            (Kind::Note(label), _) => {
                let mut blocks = blocks;
                let label = Inline::Text(label);
                match blocks.first_mut() {
                    Some(Block::Paragraph(inlines)) => inlines.insert(0, label),
                    _ => blocks.insert(0, Block::Paragraph(vec![label])),
                }
                top.blocks.extend(blocks);
            }
            (Kind::Quote, _) => self.add(Block::Quote(blocks)),
            (Kind::List(list), _) => self.add(Block::List(list)),
            (Kind::Heading(level), _) if element.is_none() || !is_blank(&inlines) => {
                self.add(Block::Heading(level, inlines));
            }
            (Kind::Table(mut table), _) if !table.rows.is_empty() => {
                let columns = table.rows.iter().map(Vec::len).max().unwrap_or_default();
                table.rows[0].resize(columns, Vec::new());
                // Cells that are missing at the end of a row are empty (GFM, section Tables).
                for row in &mut table.rows[1..] {
                    let shown = row.iter().rposition(|cell| !is_blank(cell)).map_or(1, |at| at + 1);
                    row.truncate(shown);
                }
                if columns > 0 {
                    self.add(Block::Table(table));
                }
            }
            (Kind::Pre(language, text), _) => {
                let text = safe::code_lines(&text);
                let text = text.trim_start_matches('\n').trim_end().to_owned();
                if !text.is_empty() {
                    self.add(Block::Code { language, text });
                }
            }
            _ => {}
        }
    }

    /// Gives inlines to the frame around them.
    fn close_inline(&mut self, kind: Kind, mut inner: Vec<Inline>) {
        let out = &mut self.top().inlines;
        if let Kind::Image { url, title } = kind {
            return push(out, Inline::Image { url, title, label: inner });
        }
        if let Kind::Dead(before, after) = kind {
            push_text(out, before);
            inner.into_iter().for_each(|inline| push(out, inline));
            return push_text(out, &after);
        }
        if is_blank(&inner) || matches!(kind, Kind::Code) {
            return inner.into_iter().for_each(|inline| push(out, inline));
        }
        // A sign of emphasis means nothing beside a space.
        let (before, after) = (trimmed(inner.first_mut(), true), trimmed(inner.last_mut(), false));
        push_text(out, if before { " " } else { "" });
        match kind {
            Kind::Emphasis(mark) => push(out, Inline::Emphasis(mark, inner)),
            Kind::Strong(mark) => push(out, Inline::Strong(mark, inner)),
            Kind::Struck => push(out, Inline::Struck(inner)),
            Kind::Link { url, title, is_bare } => push(out, Inline::Link { url, title, label: inner, is_bare }),
            kind => {
                let is_raised = matches!(kind, Kind::Raised);
                let shifted = match &inner[..] {
                    [Inline::Text(text)] => safe::shifted(text, is_raised),
                    _ => None,
                };
                match shifted {
                    Some(text) => push_text(out, &text),
                    None => inner.into_iter().for_each(|inline| push(out, inline)),
                }
            }
        }
        push_text(out, if after { " " } else { "" });
    }
}

/// Takes the spaces from the begin or the end of a text. Whether there were any.
fn trimmed(inline: Option<&mut Inline>, is_begin: bool) -> bool {
    let Some(Inline::Text(text)) = inline else { return false };
    let trimmed = if is_begin { text.trim_start() } else { text.trim_end() };
    let is_shorter = trimmed.len() < text.len();
    if is_shorter {
        *text = trimmed.to_owned();
    }
    is_shorter
}

pub(super) fn is_blank(inlines: &[Inline]) -> bool {
    inlines.iter().all(|inline| match inline {
        Inline::Text(text) => text.trim().is_empty(),
        Inline::Break => true,
        _ => false,
    })
}
