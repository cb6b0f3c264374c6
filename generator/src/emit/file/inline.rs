//! Prints a type in one line, spaced as rustfmt does it. Knows tokens, and not what they stand for.

use proc_macro2::{Delimiter, Spacing, TokenStream, TokenTree};

/// Prints a type in one line.
pub(in crate::emit) fn inline(tokens: &TokenStream) -> String {
    let mut text = String::new();
    write(tokens.clone(), &mut text);
    text
}

fn write(tokens: TokenStream, text: &mut String) {
    let mut before = Kind::Start;
    for token in tokens {
        let kind = Kind::of(&token, before);
        if before.is_apart_from(kind) {
            text.push(' ');
        }
        match token {
            TokenTree::Group(group) => {
                let (open, close) = match group.delimiter() {
                    Delimiter::Parenthesis => ("(", ")"),
                    Delimiter::Bracket => ("[", "]"),
                    Delimiter::Brace => ("{", "}"),
                    Delimiter::None => ("", ""),
                };
                text.push_str(open);
                write(group.stream(), text);
                text.push_str(close);
            }
            token => text.push_str(&token.to_string()),
        }
        before = kind;
    }
}

/// The keywords that a type follows.
const KEYWORDS: [&str; 5] = ["as", "const", "dyn", "impl", "mut"];

/// What decides whether a space stands between two tokens.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// There is no token.
    Start,
    /// An identifier or a literal.
    Word,
    /// One of [`KEYWORDS`]: a space follows.
    Keyword,
    /// A comma, a semicolon or a single colon: a space follows.
    Separator,
    /// `=`, `+`, `->` or `=>`: there is a space on both sides.
    Operator,
    /// The first character of `->`, `=>` or `::`.
    Joint(char),
    /// `>`, which ends arguments.
    Close,
    /// Anything else: there is no space.
    Tight,
}

impl Kind {
    fn of(token: &TokenTree, before: Self) -> Self {
        let punct = match token {
            TokenTree::Ident(ident) if KEYWORDS.iter().any(|keyword| ident == keyword) => return Self::Keyword,
            TokenTree::Ident(_) | TokenTree::Literal(_) => return Self::Word,
            TokenTree::Group(_) => return Self::Tight,
            TokenTree::Punct(punct) => punct,
        };
        match (punct.as_char(), before) {
            ('>', Self::Joint('-' | '=')) => Self::Operator,
            (':', Self::Joint(':')) => Self::Tight,
            (first @ ('-' | '=' | ':'), _) if punct.spacing() == Spacing::Joint => Self::Joint(first),
            (',' | ';' | ':', _) => Self::Separator,
            ('=' | '+', _) => Self::Operator,
            ('>', _) => Self::Close,
            _ => Self::Tight,
        }
    }

    fn is_apart_from(self, next: Self) -> bool {
        match (self, next) {
            (Self::Start, _) | (Self::Joint(_), _) => false,
            (Self::Separator | Self::Operator | Self::Keyword, _) | (_, Self::Operator | Self::Joint('-' | '=')) => {
                true
            }
            (Self::Word | Self::Close, Self::Word | Self::Keyword) => true,
            _ => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use quote::quote;

    use super::inline;

    #[test]
    fn types_are_spaced_as_rustfmt_does_it() {
        for (tokens, text) in [
            (quote!(&'a mut [u8]), "&'a mut [u8]"),
            (
                quote!(std::collections::BTreeMap<String, Vec<Option<i64>>>),
                "std::collections::BTreeMap<String, Vec<Option<i64>>>",
            ),
            (
                quote!(impl IntoIterator<Item = impl Into<String>> + Send),
                "impl IntoIterator<Item = impl Into<String>> + Send",
            ),
            (quote!(Result<(), (A, B)>), "Result<(), (A, B)>"),
            (quote!(Box<dyn for<'a> Fn(&'a str) -> [u8; 4]>), "Box<dyn for<'a> Fn(&'a str) -> [u8; 4]>"),
            (quote!(<A as B>::C), "<A as B>::C"),
            (quote!(0 => Tagged(Box<A>, "b")), "0 => Tagged(Box<A>, \"b\")"),
            (quote!(&mut (A, *const B)), "&mut (A, *const B)"),
            (quote!(name: r#type), "name: r#type"),
            (quote!(), ""),
        ] {
            assert_eq!(inline(&tokens), text);
        }
    }
}
