//! Doc comments, as `#[doc]` attributes.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};

use crate::emit::syntax::Attributes;
pub(super) use crate::text::own::{list, section, wrapped};
pub(super) use crate::text::{line, plain, printable, span};

/// The first character of the comment that stands for a block; texts of a document cannot contain it.
const MARK: char = '\u{1}';

/// Returns paragraphs as doc attributes, without empty ones.
pub(super) fn paragraphs(paragraphs: impl IntoIterator<Item = String>) -> TokenStream {
    let text = block(paragraphs).unwrap_or_default();
    let lines = text.split('\n').filter(|_| !text.is_empty());
    quote!(#(#[doc = #lines])*)
}

/// Returns paragraphs as lines, each as it follows `///`; `None` if there are none.
fn block(paragraphs: impl IntoIterator<Item = String>) -> Option<String> {
    let mut block = None;
    for paragraph in paragraphs {
        let text = paragraph.trim_matches(['\n', '\r']);
        if text.trim().is_empty() {
            continue;
        }
        let block = match &mut block {
            None => block.insert(String::with_capacity(text.len() + 16)),
            Some(block) => {
                block.push_str("\n\n");
                block
            }
        };
        for (index, line) in text.lines().map(str::trim_end).enumerate() {
            block.push_str(if index > 0 { "\n" } else { "" });
            block.push_str(if line.is_empty() { "" } else { " " });
            block.push_str(printable(line).trim_end_matches(' '));
        }
    }
    block
}

/// The docs of the items of a file. They are most of its text, and printing does not change them, so a mark stands for
/// each of them until the items are printed.
#[derive(Default)]
pub(super) struct Blocks(Vec<String>);

/// The docs of one item: their number in the file.
#[derive(Clone, Copy)]
pub(super) struct Block(Option<usize>);

impl Blocks {
    pub(super) fn add(&mut self, paragraphs: impl IntoIterator<Item = String>) -> Block {
        Block(block(paragraphs).map(|text| {
            self.0.push(text);
            self.0.len() - 1
        }))
    }

    /// Replaces the marks in printed items by their docs. Returns `None` if a mark has no docs, a fault of the
    /// generator.
    pub(super) fn fill(&self, printed: &str) -> Option<String> {
        let length: usize = self.0.iter().map(String::len).sum();
        let mut text = String::with_capacity(printed.len() + length + length / 4);
        let mut rest = printed;
        while let Some((before, after)) = rest.split_once(MARK) {
            let (number, after) = after.split_once('\n')?;
            // With the mark of the comment.
            let indent = &before[before.rfind('\n').map_or(0, |end| end + 1)..];
            text.push_str(&before[..before.len() - indent.len()]);
            for line in self.0.get(number.parse::<usize>().ok()?)?.split('\n') {
                text.push_str(indent);
                text.push_str(line);
                text.push('\n');
            }
            rest = after;
        }
        text.push_str(rest);
        Some(text)
    }
}

impl Block {
    /// Returns the mark as the first attribute of an item.
    pub(super) fn attributes(self) -> Attributes {
        self.mark().map(|mark| Attributes::default().doc(&mark)).unwrap_or_default()
    }

    fn mark(self) -> Option<String> {
        self.0.map(|number| format!("{MARK}{number}"))
    }
}

impl ToTokens for Block {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        let mark = self.mark().into_iter();
        tokens.extend(quote!(#(#[doc = #mark])*));
    }
}

#[cfg(test)]
mod tests {
    use quote::quote;

    use super::{Blocks, paragraphs};
    use crate::emit::file::Body;

    #[test]
    fn docs_are_put_in_as_if_they_had_been_printed() {
        let texts = || ["One.\n\n  two  ", "\n", "a \"quote\" \\ and `code`"].map(str::to_owned);
        let mut blocks = Blocks::default();
        let (plain, marked, none) = (paragraphs(texts()), blocks.add(texts()), blocks.add([" \n".to_owned()]));
        let of = |docs: &dyn quote::ToTokens| {
            quote! { #docs #none pub struct A { #docs pub a: bool } impl A { #docs fn a() {} } }
        };
        let mut body = Body::of(of(&marked));
        body.document(&blocks);
        assert_eq!(body.text(), Body::of(of(&plain)).text());
        assert!(body.text().contains("\n    ///   two\n    ///\n    /// a \"quote\""), "{}", body.text());
    }

    #[test]
    fn a_mark_without_docs_is_a_fault() {
        let block = Blocks::default().add(["Lost.".to_owned()]);
        let printed = Body::of(quote!(#block struct A;));
        assert_eq!(Blocks::default().fill(printed.text()), None);
    }
}
