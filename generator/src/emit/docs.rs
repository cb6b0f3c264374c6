//! Doc comments, as `#[doc]` attributes.

use proc_macro2::TokenStream;
use quote::quote;

pub(super) use super::markdown::markdown;
use super::markdown::printable;

/// Paragraphs as doc attributes; empty ones fall away.
pub(super) fn paragraphs(paragraphs: impl IntoIterator<Item = String>) -> TokenStream {
    let mut lines: Vec<String> = Vec::new();
    for paragraph in paragraphs {
        let text = paragraph.trim_matches(['\n', '\r']);
        if text.trim().is_empty() {
            continue;
        }
        if !lines.is_empty() {
            lines.push(String::new());
        }
        lines.extend(text.lines().map(str::trim_end).map(str::to_owned));
    }
    attributes(&lines)
}

/// One doc attribute a line.
fn attributes(lines: &[String]) -> TokenStream {
    let lines = lines.iter().map(|line| if line.is_empty() { String::new() } else { format!(" {}", printable(line)) });
    quote!(#(#[doc = #lines])*)
}
