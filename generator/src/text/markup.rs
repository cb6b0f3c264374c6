//! HTML that can only be made by escaping: tags, names of attributes and constant pieces are known when the generator
//! is compiled, and everything else is text.

use super::safe::turns;

/// A piece of HTML.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Html(String);

impl Html {
    /// Returns the HTML.
    pub(crate) fn into_string(self) -> String {
        self.0
    }

    /// Returns its length in bytes.
    pub(crate) fn len(&self) -> usize {
        self.0.len()
    }

    /// Adds a constant piece.
    pub(crate) fn constant(&mut self, html: &'static str) -> &mut Self {
        self.0.push_str(html);
        self
    }

    /// Adds a text.
    pub(crate) fn text(&mut self, text: &str) -> &mut Self {
        escape(text, &mut self.0);
        self
    }

    /// Adds other HTML.
    pub(crate) fn append(&mut self, html: &Self) -> &mut Self {
        self.0.push_str(&html.0);
        self
    }

    /// Adds a start tag. An attribute with an empty value is one without a value.
    pub(crate) fn open(&mut self, tag: &'static str, attributes: &[(&'static str, &str)]) -> &mut Self {
        self.0.push('<');
        self.0.push_str(tag);
        self.attributes(attributes);
        self.0.push('>');
        self
    }

    /// Adds attributes to a tag that is not closed yet.
    pub(crate) fn attributes(&mut self, attributes: &[(&'static str, &str)]) -> &mut Self {
        for (name, value) in attributes {
            self.0.push(' ');
            self.0.push_str(name);
            if !value.is_empty() {
                self.0.push_str("=\"");
                escape(value, &mut self.0);
                self.0.push('"');
            }
        }
        self
    }

    /// Adds an end tag.
    pub(crate) fn close(&mut self, tag: &'static str) -> &mut Self {
        self.0.push_str("</");
        self.0.push_str(tag);
        self.0.push('>');
        self
    }

    /// Adds an element with a content.
    pub(crate) fn element(
        &mut self,
        tag: &'static str,
        attributes: &[(&'static str, &str)],
        content: impl FnOnce(&mut Self),
    ) -> &mut Self {
        self.open(tag, attributes);
        content(self);
        self.close(tag)
    }

    /// Adds an element that contains only a text.
    pub(crate) fn leaf(&mut self, tag: &'static str, attributes: &[(&'static str, &str)], text: &str) -> &mut Self {
        self.element(tag, attributes, |inside| {
            inside.text(text);
        })
    }
}

/// Adds a text with its special characters as references. Characters that cannot be seen, and those that turn the
/// direction of the text around them, are left out: they could hide what follows.
fn escape(text: &str, into: &mut String) {
    into.reserve(text.len());
    let is_plain = |byte: u8| !matches!(byte, b'&' | b'<' | b'>' | b'"' | b'\'' | 0..=8 | 11..=31 | 127..);
    let mut rest = text;
    while let Some(at) = rest.bytes().position(|byte| !is_plain(byte)) {
        into.push_str(&rest[..at]);
        let Some(c) = rest[at..].chars().next() else { break };
        match c {
            '&' => into.push_str("&amp;"),
            '<' => into.push_str("&lt;"),
            '>' => into.push_str("&gt;"),
            '"' => into.push_str("&quot;"),
            '\'' => into.push_str("&#39;"),
            c if is_hidden(c) => {}
            c => into.push(c),
        }
        rest = &rest[at + c.len_utf8()..];
    }
    into.push_str(rest);
}

/// Whether a character has no place in HTML, or hides others: controls, marks of direction, and noncharacters.
fn is_hidden(c: char) -> bool {
    let is_mark = matches!(c, '\u{200e}' | '\u{200f}' | '\u{061c}' | '\u{feff}');
    let is_none = u32::from(c) & 0xfffe == 0xfffe || matches!(c, '\u{fdd0}'..='\u{fdef}');
    (c.is_control() && c != '\n' && c != '\t') || turns(c) || is_mark || is_none
}

#[cfg(test)]
mod tests {
    use super::Html;

    #[test]
    fn texts_are_escaped() {
        let mut html = Html::default();
        html.element("a", &[("href", "x\"y&'"), ("hidden", "")], |inside| {
            inside.text("<b> & \"c\"\u{202e}\u{0}é\u{feff}\n");
        });
        assert_eq!(html.into_string(), "<a href=\"x&quot;y&amp;&#39;\" hidden>&lt;b&gt; &amp; &quot;c&quot;é\n</a>");
    }
}
