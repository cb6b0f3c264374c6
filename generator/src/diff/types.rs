//! Types of Rust as texts: their parts, the names in them, and which of them accept each other.

use std::collections::HashMap;

/// Splits a type into identifiers and what is between them.
pub(super) fn tokens(text: &str) -> impl Iterator<Item = (&str, bool)> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let is_word = |c: char| c.is_alphanumeric() || c == '_';
        let first = rest.chars().next()?;
        let end = rest.find(|c: char| is_word(c) != is_word(first)).unwrap_or(rest.len());
        let (token, after) = rest.split_at(end);
        rest = after;
        Some((token, is_word(first)))
    })
}

/// Returns the type with other names for the models in it.
pub(super) fn translate(text: &str, names: &HashMap<&str, &str>) -> String {
    tokens(text)
        .map(|(token, is_word)| if is_word { names.get(token).copied().unwrap_or(token) } else { token })
        .collect()
}

/// Returns the content of `Outer<…>`.
pub(super) fn inside<'a>(text: &'a str, outer: &str) -> Option<&'a str> {
    text.strip_prefix(outer)?.strip_prefix('<')?.strip_suffix('>')
}

/// A type without what represents its presence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Form<'a> {
    /// Whether it is within an `Option`.
    pub(super) optional: bool,
    /// Whether it is boxed.
    pub(super) boxed: bool,
    /// The type.
    pub(super) bare: &'a str,
}

impl<'a> Form<'a> {
    pub(super) fn of(text: &'a str) -> Self {
        let inner = inside(text, "Option");
        let value = inner.unwrap_or(text);
        let unboxed = inside(value, "Box");
        Self { optional: inner.is_some(), boxed: unboxed.is_some(), bare: unboxed.unwrap_or(value) }
    }
}

/// Returns the type of the value that an argument of this type stores: `String` for `&str` and `impl Into<String>`.
pub(super) fn value(argument: &str) -> String {
    let rest = argument.strip_prefix("impl ").unwrap_or(argument);
    for wrapper in ["Into", "Borrow", "Patch", "Option"] {
        if let Some(inner) = inside(rest, wrapper) {
            return value(inner);
        }
    }
    if let Some(items) = inside(rest, "IntoIterator") {
        return format!("Vec<{}>", value(items.strip_prefix("Item = ").unwrap_or(items)));
    }
    match inside(rest, "AsRef") {
        Some("str") => "String".to_owned(),
        Some(slice) => format!("Vec<{}>", slice.trim_start_matches('[').trim_end_matches(']')),
        None if rest == "&str" => "String".to_owned(),
        None => match rest.strip_prefix("&[").and_then(|slice| slice.strip_suffix(']')) {
            Some(item) => format!("Vec<{item}>"),
            None => rest.trim_start_matches('&').to_owned(),
        },
    }
}

/// Whether what was passed to an argument of the type `old` compiles with `new`; `old` is translated.
pub(super) fn accepts(new: &str, old: &str) -> bool {
    if new == old {
        return true;
    }
    // It is made from a value and from a reference to one.
    let patch = inside(new, "impl Into").and_then(|target| inside(target, "Patch"));
    if patch.is_some() && patch == inside(old, "impl Borrow") {
        return true;
    }
    let wanted = inside(new, "impl Into").map(|target| inside(target, "Patch").unwrap_or(target));
    let from_text = |target: &str| ["String", "Secret"].contains(&target);
    match wanted {
        Some(target) => {
            let given = inside(old, "impl Into").unwrap_or(old);
            target == given || (given == "&str" && from_text(target)) || (given == "String" && from_text(target))
        }
        None => false,
    }
}

#[cfg(test)]
mod tests {
    use super::{Form, accepts, translate, value};

    #[test]
    fn types_have_parts() {
        assert_eq!(Form::of("Option<Box<A>>"), Form { optional: true, boxed: true, bare: "A" });
        assert_eq!(Form::of("Vec<Option<A>>"), Form { optional: false, boxed: false, bare: "Vec<Option<A>>" });
        assert_eq!(translate("Option<Vec<Aa>>", &[("Aa", "B"), ("A", "C")].into()), "Option<Vec<B>>");
    }

    #[test]
    fn arguments_store_values() {
        for (argument, stored) in [
            ("&str", "String"),
            ("impl Into<Patch<String>>", "String"),
            ("impl IntoIterator<Item = impl AsRef<str>>", "Vec<String>"),
            ("impl AsRef<[Pet]>", "Vec<Pet>"),
            ("Option<&[i64]>", "Vec<i64>"),
            ("impl Borrow<BTreeMap<String, Pet>>", "BTreeMap<String, Pet>"),
        ] {
            assert_eq!(value(argument), stored);
        }
    }

    #[test]
    fn arguments_that_become_generic_accept_the_same_values() {
        assert!(accepts("impl Into<Patch<String>>", "&str"));
        assert!(accepts("impl Into<Secret>", "&str"));
        assert!(accepts("impl Into<Patch<i64>>", "i64"));
        assert!(accepts("impl Into<Patch<Pet>>", "impl Borrow<Pet>"));
        assert!(!accepts("impl Into<Pet>", "impl Borrow<Pet>"));
        assert!(!accepts("impl Into<Patch<Vec<String>>>", "impl IntoIterator<Item = impl AsRef<str>>"));
        assert!(!accepts("&str", "impl Into<Secret>"));
        assert!(!accepts("i64", "i32"));
    }
}
