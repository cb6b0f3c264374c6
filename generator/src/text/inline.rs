//! Inline Markdown from the model: each sign that would mean something is escaped, and nothing more than that.

use super::model::{Inline, push};

/// Where inline Markdown goes.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Spot {
    Prose,
    /// A cell of a table, where a pipe ends the cell.
    Cell,
}

/// What has been written so far of some inlines.
pub(super) struct Inlines {
    out: String,
    is_cell: bool,
    /// Whether the label of a link is being written, which holds no other link.
    is_label: bool,
    /// How often the signs stand there that begin and end emphasis: a single one means nothing.
    signs: Signs,
    /// For all emphasis, in order: whether it has lost its signs.
    lost: Vec<bool>,
    /// How many labels and pieces of emphasis are being written.
    depth: usize,
}

#[derive(Default)]
struct Signs {
    stars: usize,
    underscores: usize,
    tildes: usize,
}

impl Inlines {
    /// Writes inlines as one line, but for breaks that are meant.
    pub(super) fn text(inlines: &[Inline], spot: Spot) -> String {
        let written = Self::written(inlines, spot);
        if !written.lost.contains(&true) {
            return written.out;
        }
        // Without the signs, what they were around is one text, in which other signs have to be escaped.
        Self::written(&without(inlines, &mut written.lost.into_iter()), spot).out
    }

    fn written(inlines: &[Inline], spot: Spot) -> Self {
        let mut signs = Signs::default();
        inlines.iter().for_each(|inline| signs.count(inline));
        let is_cell = spot == Spot::Cell;
        let mut written = Self { out: String::new(), is_cell, is_label: false, signs, lost: Vec::new(), depth: 0 };
        written.all(inlines);
        written
    }

    fn all(&mut self, inlines: &[Inline]) {
        for (index, inline) in inlines.iter().enumerate() {
            match inline {
                Inline::Text(text) => self.escape(text, inlines.get(index + 1)),
                Inline::Code(text) => self.code(text),
                Inline::Emphasis(mark, inner) => self.between(&mark.to_string(), inner, inlines.get(index + 1)),
                Inline::Strong(mark, inner) => self.between(&format!("{mark}{mark}"), inner, inlines.get(index + 1)),
                Inline::Struck(inner) => self.between("~~", inner, inlines.get(index + 1)),
                Inline::Link { label, .. } if self.is_label => self.all(label),
                Inline::Link { url, is_bare: true, .. } => self.bare(url),
                Inline::Link { url, title, label, .. } => self.link(url, title, label),
                Inline::Image { url, title, label } => {
                    let is_label = self.is_label;
                    self.out.push('!');
                    self.link(url, title, label);
                    self.is_label = is_label;
                }
                Inline::Break if self.is_cell => self.out.push(' '),
                Inline::Break => self.out.push('\n'),
            }
        }
    }

    /// Inlines between two signs; without them where they would mean nothing (CommonMark, section Emphasis): where a
    /// word goes on behind a sign of punctuation.
    fn between(&mut self, mark: &str, inner: &[Inline], next: Option<&Inline>) {
        let is_sign = |c: char| !c.is_alphanumeric();
        let at = self.out.len();
        let number = self.lost.len();
        self.lost.push(false);
        let before = self.out.chars().next_back();
        self.out.push_str(mark);
        self.depth += 1;
        self.all(inner);
        self.depth -= 1;
        let written = &self.out[at + mark.len()..];
        let opens = |first: char| !first.is_whitespace() && (!is_sign(first) || before.is_none_or(is_sign));
        let closes = |last: char| !last.is_whitespace() && (!is_sign(last) || next.is_none_or(|next| !goes_on(next)));
        if written.starts_with(opens) && written.ends_with(closes) {
            self.out.push_str(mark);
        } else {
            self.out.replace_range(at..at + mark.len(), "");
            self.lost[number] = true;
        }
    }

    fn link(&mut self, url: &str, title: &str, label: &[Inline]) {
        self.out.push('[');
        self.is_label = true;
        self.depth += 1;
        self.all(label);
        self.depth -= 1;
        self.is_label = false;
        self.out.push_str("](");
        for (at, c) in url.char_indices() {
            self.out.push_str(if c == '&' && is_entity(&url[at..]) { "&amp;" } else { &url[at..at + c.len_utf8()] });
        }
        if !title.is_empty() {
            self.out.push_str(" \"");
            for c in title.chars() {
                if c.is_ascii_punctuation() && !matches!(c, '.' | ',' | ':' | ';' | '/' | '-' | '\'' | '(' | ')') {
                    self.out.push('\\');
                }
                self.out.push(c);
            }
            self.out.push('"');
        }
        self.out.push(')');
    }

    /// A code span, between one or two backticks: three at the beginning of a line might be a fence.
    fn code(&mut self, text: &str) {
        let runs: Vec<usize> = text.split(|c| c != '`').map(str::len).collect();
        let mark = if !runs.contains(&1) { "`" } else { "``" };
        if runs.contains(&mark.len()) || (self.is_cell && text.contains('|') && text.contains('\\')) {
            return self.escape(text, None);
        }
        let is_padded = text.starts_with('`') || text.ends_with('`') || (text.starts_with(' ') && text.ends_with(' '));
        let is_padded = is_padded && !text.bytes().all(|byte| byte == b' ');
        let pad = if is_padded { " " } else { "" };
        let text = if self.is_cell { text.replace('|', "\\|") } else { text.to_owned() };
        for part in [mark, pad, &text, pad, mark] {
            self.out.push_str(part);
        }
    }

    /// Text that is shown as it is, before another inline; URLs become links.
    fn escape(&mut self, text: &str, following: Option<&Inline>) {
        let before_link = matches!(following, Some(Inline::Link { .. }));
        let is_last = following.map_or(self.depth == 0, |next| matches!(next, Inline::Break));
        let last = is_last.then_some('\n');
        let mut rest = text;
        let mut before = self.out.chars().next_back();
        while !rest.is_empty() {
            // Most of a text is letters and spaces.
            let (plain, after) = rest.split_at(rest.find(may_mean_something).unwrap_or(rest.len()));
            self.out.push_str(plain);
            before = plain.chars().next_back().or(before);
            rest = after;
            let Some(c) = rest.chars().next() else { break };
            if let Some(url) = url(rest, before) {
                self.url(url);
                before = url.chars().next_back();
                rest = &rest[url.len()..];
                continue;
            }
            rest = &rest[c.len_utf8()..];
            let next = rest.chars().next().or(last);
            let alone = before.is_none_or(char::is_whitespace) && next.is_some_and(char::is_whitespace);
            let inside = before.is_some_and(char::is_alphanumeric) && next.is_some_and(char::is_alphanumeric);
            let escaped = match c {
                '\\' | '`' | '[' | '<' => true,
                // Without a bracket that opens it means nothing, but the eye looks for a link.
                ']' => self.is_label || next != Some('('),
                '*' => self.signs.stars > 1 && !alone,
                '_' => self.signs.underscores > 1 && !alone && !inside,
                '~' => self.signs.tildes > 1 && !alone,
                '|' => self.is_cell,
                '&' => is_entity(text.get(text.len() - rest.len() - 1..).unwrap_or_default()),
                '!' => next.is_none() && before_link,
                _ => false,
            };
            self.out.push_str(if escaped { "\\" } else { "" });
            self.out.push(c);
            before = Some(c);
        }
    }

    fn url(&mut self, url: &str) {
        if !self.is_label {
            return self.bare(url);
        }
        for c in url.chars() {
            self.out.push_str(if matches!(c, '*' | '_' | '~' | '&') { "\\" } else { "" });
            self.out.push(c);
        }
    }

    fn bare(&mut self, url: &str) {
        self.out.push('<');
        self.out.push_str(url);
        self.out.push('>');
    }
}

impl Signs {
    fn count(&mut self, inline: &Inline) {
        match inline {
            // Code may have to be written as text.
            Inline::Text(text) | Inline::Code(text) => {
                self.stars += text.matches('*').count();
                self.underscores += text.matches('_').count();
                self.tildes += text.matches('~').count();
            }
            Inline::Emphasis(mark, inner) | Inline::Strong(mark, inner) => {
                self.stars += 2 * usize::from(*mark == '*');
                self.underscores += 2 * usize::from(*mark == '_');
                inner.iter().for_each(|inline| self.count(inline));
            }
            Inline::Struck(inner) => {
                self.tildes += 2;
                inner.iter().for_each(|inline| self.count(inline));
            }
            Inline::Link { label, .. } | Inline::Image { label, .. } => {
                label.iter().for_each(|inline| self.count(inline));
            }
            Inline::Break => {}
        }
    }
}

/// Inlines without the emphasis that has lost its signs.
fn without(inlines: &[Inline], lost: &mut impl Iterator<Item = bool>) -> Vec<Inline> {
    let mut kept = Vec::new();
    for inline in inlines {
        let (is_lost, inner) = match inline {
            Inline::Emphasis(_, inner) | Inline::Strong(_, inner) | Inline::Struck(inner) => {
                (lost.next().unwrap_or_default(), without(inner, lost))
            }
            Inline::Link { label, .. } | Inline::Image { label, .. } => (false, without(label, lost)),
            Inline::Text(_) | Inline::Code(_) | Inline::Break => (false, Vec::new()),
        };
        match inline.clone() {
            _ if is_lost => inner.into_iter().for_each(|inline| push(&mut kept, inline)),
            Inline::Emphasis(mark, _) => push(&mut kept, Inline::Emphasis(mark, inner)),
            Inline::Strong(mark, _) => push(&mut kept, Inline::Strong(mark, inner)),
            Inline::Struck(_) => push(&mut kept, Inline::Struck(inner)),
            Inline::Link { url, title, is_bare, .. } => {
                push(&mut kept, Inline::Link { url, title, label: inner, is_bare });
            }
            Inline::Image { url, title, .. } => push(&mut kept, Inline::Image { url, title, label: inner }),
            other => push(&mut kept, other),
        }
    }
    kept
}

/// Whether an inline begins with a letter or a digit.
fn goes_on(inline: &Inline) -> bool {
    matches!(inline, Inline::Text(text) if text.starts_with(char::is_alphanumeric))
}

/// Whether a character may have to be escaped, or may begin a URL.
fn may_mean_something(c: char) -> bool {
    matches!(c, '\\' | '`' | '[' | '<' | ']' | '*' | '_' | '~' | '|' | '&' | '!' | 'h')
}

/// Whether a text that begins with `&` begins with an entity or a numeric character reference.
fn is_entity(text: &str) -> bool {
    /// The longest name of an entity of HTML is shorter.
    const LONGEST: usize = 40;
    let name = text[1..].bytes().take(LONGEST).take_while(|byte| byte.is_ascii_alphanumeric() || *byte == b'#').count();
    name > 0 && text.as_bytes().get(1 + name) == Some(&b';')
}

/// The URL that a text begins with; none within a word.
fn url(text: &str, before: Option<char>) -> Option<&str> {
    if before.is_some_and(char::is_alphanumeric) || !(text.starts_with("http://") || text.starts_with("https://")) {
        return None;
    }
    let mut open = 0_i32;
    let ends = |c: char| {
        // A closing parenthesis belongs to the URL if the opening one does.
        open += i32::from(c == '(') - i32::from(c == ')');
        c.is_whitespace() || "<>\"'`[]}|\\^".contains(c) || open < 0
    };
    let end = text.find(ends).unwrap_or(text.len());
    let end = unclosed(&text[..end]).unwrap_or(end);
    let url = text[..end].trim_end_matches(['.', ',', ';', ':', '!', '?', '*', '_']);
    (url.len() > "https://".len()).then_some(url)
}

/// Where the first parenthesis is that nothing closes.
fn unclosed(url: &str) -> Option<usize> {
    let mut open = Vec::new();
    for (at, c) in url.char_indices() {
        match c {
            '(' => open.push(at),
            ')' => _ = open.pop(),
            _ => {}
        }
    }
    open.first().copied()
}
