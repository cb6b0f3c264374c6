//! Puts the model of a text together from what Markdown and HTML open and close. Whatever is left open or closed twice,
//! the result is a model of bounded depth.
//!
//! Frames that stand open form a stack. Markdown closes what it opens, so HTML reaches no frame below the last one of
//! Markdown (the floor), and what HTML leaves open ends with the frame of Markdown around it.

mod close;

use self::close::is_blank;
use super::element::Element;
use super::model::{Block, Inline, List, Table, push, push_text};
use super::pages::Pages;
use super::safe;

/// How deep blocks and inlines nest; what is deeper is put into the one above, so that no text takes the stack.
const DEEPEST: usize = 16;

/// What stands open.
pub(super) enum Kind {
    /// The text as a whole.
    Root,
    /// A footnote and its label.
    Note(String),
    Quote,
    List(List),
    Item,
    Table(Table),
    Row(Vec<Vec<Inline>>),
    Cell,
    Heading(usize),
    /// Text that is shown with its spaces and lines: the language, and the text so far.
    Pre(String, String),
    /// What is not shown.
    Hidden,
    Emphasis(char),
    Strong(char),
    Struck,
    Link {
        url: String,
        title: String,
        is_bare: bool,
    },
    Image {
        url: String,
        title: String,
    },
    /// A link or an image that leads nowhere: what is shown before and behind its label.
    Dead(&'static str, String),
    Raised,
    Lowered,
    Code,
}

impl Kind {
    /// A link to a page of a website that nothing names: its target is shown behind its label.
    pub(super) fn unresolved(url: &str) -> Option<Self> {
        let url = url.trim();
        let is_path = ["/", "./", "../"].iter().any(|start| url.starts_with(start));
        is_path.then(|| Self::Dead("", format!(" ({url})")))
    }

    fn is_inline(&self) -> bool {
        use Kind::{Code, Dead, Emphasis, Image, Link, Lowered, Raised, Strong, Struck};
        matches!(
            self,
            Emphasis(_) | Strong(_) | Struck | Link { .. } | Image { .. } | Dead(..) | Raised | Lowered | Code
        )
    }

    fn holds_blocks(&self) -> bool {
        matches!(self, Self::Root | Self::Note(_) | Self::Quote | Self::Item)
    }

    /// Whether it is a step into the depth.
    fn is_step(&self) -> bool {
        self.is_inline() || matches!(self, Self::Quote | Self::List(_) | Self::Note(_))
    }

    /// Whether it means the same as another one inside of which it stands.
    fn is_same(&self, other: &Self) -> bool {
        self.is_inline() && std::mem::discriminant(self) == std::mem::discriminant(other)
    }
}

struct Frame {
    kind: Kind,
    /// The element of HTML that opened it; none if Markdown did.
    element: Option<Element>,
    blocks: Vec<Block>,
    /// What follows the blocks and is none yet.
    inlines: Vec<Inline>,
}

impl Frame {
    fn new(kind: Kind, element: Option<Element>) -> Self {
        Self { kind, element, blocks: Vec::new(), inlines: Vec::new() }
    }

    fn flush(&mut self) {
        let inlines = std::mem::take(&mut self.inlines);
        if !is_blank(&inlines) {
            self.blocks.push(Block::Paragraph(inlines));
        }
    }
}

/// A text that is being put together.
pub(super) struct Builder<'a> {
    /// Where relative links lead.
    pub(super) pages: &'a Pages,
    frames: Vec<Frame>,
    /// For all that Markdown has opened: whether it got a frame.
    opened: Vec<bool>,
    /// Where the frames of Markdown stand.
    markdown: Vec<usize>,
    /// How many frames above the root are steps into the depth.
    depth: usize,
    /// How many frames are code.
    codes: usize,
}

impl<'a> Builder<'a> {
    pub(super) fn new(pages: &'a Pages) -> Self {
        Self {
            pages,
            frames: vec![Frame::new(Kind::Root, None)],
            opened: Vec::new(),
            markdown: Vec::new(),
            depth: 0,
            codes: 0,
        }
    }

    /// The blocks of the text.
    pub(super) fn finish(mut self) -> Vec<Block> {
        self.close_to(1);
        let mut root = self.frames.pop().expect("the root is closed by nothing else");
        root.flush();
        root.blocks
    }

    fn top(&mut self) -> &mut Frame {
        self.frames.last_mut().expect("the root stays to the end")
    }

    /// The lowest frame that HTML may close.
    fn floor(&self) -> usize {
        self.markdown.last().copied().unwrap_or_default() + 1
    }

    /// Whether what comes is not shown.
    pub(super) fn is_hidden(&mut self) -> bool {
        matches!(self.top().kind, Kind::Hidden)
    }

    /// Sets the language of the code block that begins here, from the class of an element in it.
    pub(super) fn code_language(&mut self, class: &str) {
        if let Kind::Pre(language, text) = &mut self.top().kind
            && text.trim().is_empty()
        {
            *language = safe::language_of_class(class);
        }
    }

    /// Whether what comes is shown with its spaces and lines.
    pub(super) fn is_pre(&mut self) -> bool {
        matches!(self.top().kind, Kind::Pre(..))
    }

    fn push(&mut self, kind: Kind, element: Option<Element>) {
        self.depth += usize::from(kind.is_step());
        self.codes += usize::from(matches!(kind, Kind::Code));
        self.frames.push(Frame::new(kind, element));
    }

    /// Opens what Markdown opens; [`Builder::close`] closes it.
    pub(super) fn open(&mut self, kind: Kind) {
        let fits = match &kind {
            kind if kind.is_inline() => self.ready(),
            // Rows and cells stand where their table does.
            Kind::Item | Kind::Row(_) | Kind::Cell => self.opened.last() == Some(&true) || !self.block(),
            _ => self.block(),
        };
        let fits = fits && (self.depth < DEEPEST || !kind.is_step());
        self.opened.push(fits);
        if fits {
            self.markdown.push(self.frames.len());
            self.push(kind, None);
        }
    }

    /// Closes what Markdown opened last, and what was opened in it.
    pub(super) fn close(&mut self) {
        let is_framed = self.opened.pop() == Some(true);
        if let Some(at) = is_framed.then(|| self.markdown.pop()).flatten() {
            self.close_to(at);
        }
    }

    /// Opens what an element of HTML opens, if it is not too deep.
    pub(super) fn open_element(&mut self, kind: Kind, element: Element) {
        let fits = (!kind.is_inline() || self.ready()) && (self.depth < DEEPEST || !kind.is_step());
        let mut open = self.frames.iter().rev().take_while(|frame| frame.kind.is_inline());
        if fits && !open.any(|frame| frame.kind.is_same(&kind)) {
            self.push(kind, Some(element));
        }
    }

    /// The innermost frame for which this holds; none below one for which `stops` holds.
    fn find(&self, is_it: impl Fn(&Frame) -> bool, stops: impl Fn(&Frame) -> bool) -> Option<usize> {
        let floor = self.floor();
        let at = (floor..self.frames.len()).rev().find(|at| is_it(&self.frames[*at]) || stops(&self.frames[*at]))?;
        is_it(&self.frames[at]).then_some(at)
    }

    /// Closes what an element opened.
    pub(super) fn close_element(&mut self, element: Element) {
        let is_part = matches!(element, Element::Table | Element::Row | Element::Cell);
        let stops = |frame: &Frame| match frame.kind {
            Kind::Cell => !is_part,
            _ => element.is_inline() && !frame.kind.is_inline(),
        };
        if let Some(at) = self.find(|frame| frame.element == Some(element), stops) {
            self.close_to(at);
        }
    }

    fn close_to(&mut self, height: usize) {
        while self.frames.len() > height {
            self.close_top();
        }
    }

    /// The end of a paragraph, or the begin of a block. Whether a block may stand here.
    pub(super) fn block(&mut self) -> bool {
        let floor = self.floor();
        while self.frames.len() > floor
            && (self.top().kind.is_inline() || matches!(self.top().kind, Kind::Hidden | Kind::Pre(..)))
        {
            self.close_top();
        }
        match self.top().kind {
            Kind::List(_) | Kind::Table(_) | Kind::Row(_) => true,
            ref kind if kind.holds_blocks() => {
                self.top().flush();
                true
            }
            _ => !self.space(),
        }
    }

    /// The end of a paragraph of Markdown or of a piece of HTML, beyond which no heading goes.
    pub(super) fn end_paragraph(&mut self) {
        self.block();
        if self.frames.len() > self.floor() && matches!(self.top().kind, Kind::Heading(_)) {
            self.close_top();
        }
    }

    /// The begin of a paragraph of Markdown.
    pub(super) fn paragraph(&mut self) {
        self.block();
        let at = self.frames.len() - 1;
        let top = &self.frames[at];
        let is_first = matches!(top.kind, Kind::Item) && top.blocks.is_empty() && top.element.is_none();
        if let (true, Kind::List(list)) = (is_first, &mut self.frames[at.saturating_sub(1)].kind) {
            list.is_loose = true;
        }
    }

    /// A space between what cannot be blocks; always true.
    fn space(&mut self) -> bool {
        if !is_blank(&self.top().inlines) {
            push_text(&mut self.top().inlines, " ");
        }
        true
    }

    /// Makes room for text. False if there is nothing to be shown.
    fn ready(&mut self) -> bool {
        match self.top().kind {
            Kind::Hidden | Kind::Pre(..) => return false,
            Kind::List(_) => self.push(Kind::Item, Some(Element::Item)),
            Kind::Table(_) => {
                self.push(Kind::Row(Vec::new()), Some(Element::Row));
                self.push(Kind::Cell, Some(Element::Cell));
            }
            Kind::Row(_) => self.push(Kind::Cell, Some(Element::Cell)),
            _ => {}
        }
        true
    }

    /// A block that is whole.
    pub(super) fn add(&mut self, block: Block) {
        if !self.block() {
            if let Block::Code { text, .. } = block {
                self.inline(Inline::Code(text.replace('\n', " ")));
            }
            return;
        }
        while matches!(self.top().kind, Kind::Table(_) | Kind::Row(_)) {
            self.close_top();
        }
        if matches!(self.top().kind, Kind::List(_)) {
            self.ready();
        }
        self.top().blocks.push(block);
    }

    /// Text as it is shown.
    pub(super) fn text(&mut self, text: &str) {
        if let Kind::Pre(_, lines) = &mut self.top().kind {
            return lines.push_str(text);
        }
        let is_blank = text.trim().is_empty();
        if is_blank && matches!(self.top().kind, Kind::List(_) | Kind::Table(_) | Kind::Row(_)) {
            return;
        }
        if self.codes > 0 && !is_blank {
            return self.inline(Inline::Code(text.to_owned()));
        }
        if self.ready() {
            push_text(&mut self.top().inlines, text);
        }
    }

    /// A part of a line.
    pub(super) fn inline(&mut self, inline: Inline) {
        if let (Kind::Pre(_, lines), Inline::Code(text)) = (&mut self.top().kind, &inline) {
            return lines.push_str(text);
        }
        if self.ready() {
            push(&mut self.top().inlines, inline);
        }
    }

    /// `<br>`: the second one in a row ends a paragraph.
    pub(super) fn line_break(&mut self) {
        if let Kind::Pre(_, lines) = &mut self.top().kind {
            return lines.push('\n');
        }
        if !matches!(self.top().kind, Kind::List(_) | Kind::Table(_) | Kind::Row(_)) {
            let top = self.top();
            let is_text = |inline: &&Inline| !matches!(inline, Inline::Text(text) if text.trim().is_empty());
            let is_second = matches!(top.inlines.iter().rev().find(is_text), Some(Inline::Break));
            if is_second && top.kind.holds_blocks() {
                top.flush();
            } else {
                self.inline(Inline::Break);
            }
        }
    }

    /// `<li>`: ends the item before; a list begins where there is none.
    pub(super) fn item(&mut self) {
        let is_list = |frame: &Frame| matches!(frame.kind, Kind::List(_));
        match self.find(is_list, |frame| matches!(frame.kind, Kind::Cell)) {
            Some(at) => self.close_to(at + 1),
            None if self.block() => {
                let list = List::new(None, '-');
                self.open_element(Kind::List(list), Element::List);
            }
            None => return,
        }
        if matches!(self.top().kind, Kind::List(_)) {
            self.push(Kind::Item, Some(Element::Item));
        }
    }

    /// The table that stands open, all that was opened in it closed; a new one where there is none.
    pub(super) fn table(&mut self) -> bool {
        let is_table = |frame: &Frame| matches!(frame.kind, Kind::Table(_));
        match self.find(is_table, |_| false) {
            Some(at) => self.close_to(at + 1),
            None if self.block() => {
                self.open_element(Kind::Table(Table::default()), Element::Table);
            }
            None => {}
        }
        matches!(self.top().kind, Kind::Table(_))
    }

    /// `<tr>`.
    pub(super) fn row(&mut self) {
        if self.table() {
            self.push(Kind::Row(Vec::new()), Some(Element::Row));
        }
    }

    /// `<td>` and `<th>`.
    pub(super) fn cell(&mut self) {
        let is_row = |frame: &Frame| matches!(frame.kind, Kind::Row(_));
        match self.find(is_row, |frame| matches!(frame.kind, Kind::Table(_))) {
            Some(at) => self.close_to(at + 1),
            None => self.row(),
        }
        if matches!(self.top().kind, Kind::Row(_)) {
            self.push(Kind::Cell, Some(Element::Cell));
        }
    }

    /// `<caption>`: stands above its table.
    pub(super) fn caption(&mut self) {
        if matches!(&self.top().kind, Kind::Table(table) if table.rows.is_empty()) {
            self.close_top();
        }
    }
}
