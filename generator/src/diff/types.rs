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
    for wrapper in ["IntoValue", "IntoPatch", "Into", "Borrow", "Patch", "Option"] {
        if let Some(inner) = inside(rest, wrapper) {
            return value(inner);
        }
    }
    if let Some(items) = inside(rest, "IntoIterator") {
        let item = items.strip_prefix("Item = ").unwrap_or(items);
        let entry = item.strip_prefix("(impl Into<String>, impl IntoPatch<").and_then(|rest| rest.strip_suffix(">)"));
        if let Some(value) = entry {
            return format!("BTreeMap<String, Option<{value}>>");
        }
        return match inside(item, "impl IntoPatch") {
            Some(inner) => format!("Vec<Option<{inner}>>"),
            None => format!("Vec<{}>", value(item)),
        };
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

/// Returns the type of the items that a list is made of.
fn listed(text: &str) -> Option<&str> {
    let items = inside(text, "impl IntoIterator").and_then(|items| items.strip_prefix("Item = "));
    items.or_else(|| inside(text, "impl AsRef")?.strip_prefix('[')?.strip_suffix(']'))
}

/// Whether what was passed to an argument of the type `old` compiles with `new`; `old` is translated.
pub(super) fn accepts(new: &str, old: &str) -> bool {
    if new == old {
        return true;
    }
    let nullable = inside(new, "impl IntoPatch");
    if let Some(target) = nullable.or(inside(new, "impl IntoValue")) {
        let same = |bound: &str| inside(old, bound) == Some(target);
        let patched = inside(old, "impl Into").and_then(|inner| inside(inner, "Patch"));
        let from_text =
            ["String", "Secret"].contains(&target) && ["&str", "String", "impl Into<String>"].contains(&old);
        let from_null = same("Option") || same("impl IntoPatch") || patched == Some(target);
        let from_value = old == target || same("impl IntoValue") || same("impl Into") || same("impl Borrow");
        return from_value || from_text || (nullable.is_some() && from_null);
    }
    if let (Some(new), Some(old)) = (listed(new), listed(old)) {
        return inside(new, "impl IntoValue").is_some_and(|target| target == old);
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
            ("impl IntoPatch<Vec<Pet>>", "Vec<Pet>"),
            ("impl IntoIterator<Item = impl IntoValue<Pet>>", "Vec<Pet>"),
            ("impl IntoIterator<Item = impl IntoPatch<Pet>>", "Vec<Option<Pet>>"),
            ("impl IntoIterator<Item = (impl Into<String>, impl IntoPatch<Pet>)>", "BTreeMap<String, Option<Pet>>"),
            (
                "impl IntoIterator<Item = (impl Into<String>, impl IntoPatch<Vec<Pet>>)>",
                "BTreeMap<String, Option<Vec<Pet>>>",
            ),
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
        for old in ["Pet", "Option<Pet>", "impl Borrow<Pet>", "impl IntoValue<Pet>", "impl Into<Patch<Pet>>"] {
            assert!(accepts("impl IntoPatch<Pet>", old), "{old}");
        }
        assert!(accepts("impl IntoPatch<String>", "&str") && accepts("impl IntoValue<Pet>", "impl Into<Pet>"));
        assert!(accepts("impl IntoIterator<Item = impl IntoValue<Pet>>", "impl AsRef<[Pet]>"));
        assert!(!accepts("impl IntoValue<Pet>", "Option<Pet>") && !accepts("impl IntoValue<Pet>", "Dog"));
        assert!(!accepts("impl Into<Patch<Vec<String>>>", "impl IntoIterator<Item = impl AsRef<str>>"));
        assert!(!accepts("&str", "impl Into<Secret>"));
        assert!(!accepts("i64", "i32"));
    }
}
