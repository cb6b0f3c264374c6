//! Splits wire names into words once; each spelling of an identifier is written from the same words.
//!
//! Only this file uses `heck`.

use heck::{ToShoutySnakeCase, ToSnakeCase, ToUpperCamelCase};
use unicode_ident::{is_xid_continue, is_xid_start};
use unicode_normalization::UnicodeNormalization;

use super::reserved::{CRATES, KEYWORDS};
use crate::config::crates_io::is_reserved;
use crate::english::{is_verb, singular};

/// The case of an identifier.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Case {
    Pascal,
    Snake,
    Shouty,
}

/// The words of a name, in lower case.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Words(Vec<String>);

impl Words {
    /// Splits a name at signs and changes of case only: digits stay with their word.
    pub(super) fn split(name: &str) -> Self {
        let leading_sign = name.starts_with(['+', '-']) && name[1..].starts_with(|c: char| c.is_ascii_digit());
        let spelled =
            if leading_sign { name.replacen('+', "plus ", 1).replacen('-', "minus ", 1) } else { name.to_owned() };
        let words = Self::plain(&spelled);
        if words.0.is_empty() { Self::of_signs(name) } else { words }
    }

    /// Returns the words of a name including the comparison at its end: `start time less than` for `StartTime<`.
    pub(super) fn with_last_sign(name: &str) -> Option<Self> {
        let stem = name.trim_end_matches(['<', '>', '=', '!']);
        let sign = &name[stem.len()..];
        (!stem.is_empty() && !sign.is_empty()).then(|| Self::split(stem).then(&Self::of_signs(sign)))
    }

    fn plain(name: &str) -> Self {
        if name.bytes().all(|byte| is_lower(byte) || byte == b'_') {
            return Self(name.split('_').filter(|word| !word.is_empty()).map(str::to_owned).collect());
        }
        let kept: String = name.chars().map(|c| if unicode_word(c) { c } else { ' ' }).collect();
        Self(kept.to_snake_case().split('_').filter(|word| !word.is_empty()).map(str::to_owned).collect())
    }

    fn of_signs(name: &str) -> Self {
        if name.is_empty() { Self(vec!["empty".to_owned()]) } else { Self(super::signs::words(name, None, None)) }
    }

    /// Returns whether a character is part of words, rather than between them.
    pub(super) fn holds(character: char) -> bool {
        unicode_word(character)
    }

    /// Returns the words in one case.
    pub(super) fn spelled(&self, case: Case) -> String {
        match case {
            Case::Pascal => self.pascal(),
            Case::Snake => self.snake(),
            Case::Shouty => self.shouty(),
        }
    }

    /// Returns these words followed by others.
    pub(super) fn then(mut self, other: &Self) -> Self {
        self.0.extend(other.0.iter().cloned());
        self
    }

    /// Returns a name of these words.
    pub(super) fn of<'a>(words: impl Iterator<Item = &'a String>) -> Self {
        Self(words.cloned().collect())
    }

    /// The words, in lower case.
    pub(super) fn as_slice(&self) -> &[String] {
        &self.0
    }

    /// Returns whether the first word is a verb.
    pub(super) fn is_verb(&self) -> bool {
        self.0.first().is_some_and(|word| is_verb(word))
    }

    /// Returns whether there is only one word.
    pub(super) fn is_single(&self) -> bool {
        self.0.len() == 1
    }

    /// Returns the words with the last one in the singular.
    pub(super) fn singular(mut self) -> Self {
        if let Some(last) = self.0.last_mut() {
            *last = singular(last);
        }
        self
    }

    /// Returns the words in ASCII, for names of files: other letters are replaced by their code point.
    pub(super) fn ascii(&self) -> Self {
        let spelled = |c: char| if c.is_ascii() { c.to_string() } else { format!(" u{:x} ", c as u32) };
        let text: String = self.0.join(" ").chars().map(spelled).collect();
        Self(text.split(' ').filter(|word| !word.is_empty()).map(str::to_owned).collect())
    }

    /// `ServiceAccount`. A leading digit gets a letter before it; numbers side by side are kept apart.
    pub(super) fn pascal(&self) -> String {
        let mut text = String::new();
        for word in &self.0 {
            if word.bytes().all(is_lower) && word.starts_with(|first: char| first.is_ascii_lowercase()) {
                text.push_str(&word[..1].to_ascii_uppercase());
                text.push_str(&word[1..]);
                continue;
            }
            let word = word.to_upper_camel_case();
            let numbers = text.ends_with(char::is_numeric) && word.starts_with(char::is_numeric);
            text.push_str(if numbers { "_" } else { "" });
            text.push_str(&word);
        }
        if text.starts_with(is_xid_start) { text } else { format!("N{text}") }
    }

    /// `service_account`. A leading digit gets a letter before it.
    pub(super) fn snake(&self) -> String {
        let text = self.0.join("_");
        let is_plain = self.0.iter().all(|word| !word.is_empty() && word.bytes().all(is_lower));
        let text = if is_plain { text } else { text.to_snake_case() };
        if text.starts_with(is_xid_start) { text } else { format!("n{text}") }
    }

    /// `SERVICE_ACCOUNT`.
    pub(super) fn shouty(&self) -> String {
        self.snake().to_shouty_snake_case()
    }
}

/// The most characters of a package name that is made from a title. Crates.io accepts 64, but the packages that are
/// published with it have longer names.
const LONGEST_PACKAGE: usize = 48;

/// Returns the package name for a title: its first three ASCII words, without general ones.
pub(super) fn package(title: &str) -> String {
    const MEANINGLESS: [&str; 10] = ["a", "an", "api", "apis", "for", "of", "openapi", "s", "swagger", "the"];
    let lower = title.to_ascii_lowercase();
    let words: Vec<&str> = lower.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let meaningful: Vec<&str> = words.iter().copied().filter(|word| !MEANINGLESS.contains(word)).take(3).collect();
    let mut name = if meaningful.is_empty() { words } else { meaningful }.join("-");
    // ASCII only: every index is the start of a character.
    name.truncate(LONGEST_PACKAGE);
    let name = name.trim_end_matches('-');
    match name.chars().next() {
        None => "sdk".to_owned(),
        Some(_) if is_reserved(name) || CRATES.contains(&name) || KEYWORDS.contains(&name) => format!("{name}-sdk"),
        Some(first) if first.is_ascii_digit() => format!("sdk-{name}"),
        Some(_) => name.to_owned(),
    }
}

/// Returns a text in Unicode normalization form C, in which rustc compares identifiers.
pub(super) fn composed(text: String) -> String {
    if text.is_ascii() { text } else { text.nfc().collect() }
}

/// Returns whether a byte is a lower-case letter or a digit; names of these alone, the most common ones, need no
/// splitting.
fn is_lower(byte: u8) -> bool {
    byte.is_ascii_lowercase() || byte.is_ascii_digit()
}

/// Returns whether a character is a letter or digit that is valid in an identifier, unlike `²` and `Ⓐ`.
fn unicode_word(character: char) -> bool {
    character.is_alphanumeric() && is_xid_continue(character)
}

#[cfg(test)]
mod tests {
    use super::{Words, package};

    #[test]
    fn names_are_split_once_and_rendered() {
        for (name, pascal, snake) in [
            ("X-Client-Request-ID", "XClientRequestId", "x_client_request_id"),
            ("serviceAccountID", "ServiceAccountId", "service_account_id"),
            ("expand[]", "Expand", "expand"),
            ("traits[all]", "TraitsAll", "traits_all"),
            ("HTTPServer", "HttpServer", "http_server"),
            ("3d", "N3d", "n3d"),
            ("gpt-3.5-turbo", "Gpt3_5Turbo", "gpt_3_5_turbo"),
            ("a²Ⓐb", "AB", "a_b"),
            ("+1", "Plus1", "plus_1"),
            ("-1", "Minus1", "minus_1"),
            (">=", "AtLeast", "at_least"),
            ("", "Empty", "empty"),
            ("π", "Π", "π"),
            ("☃", "U2603", "u2603"),
            ("_links", "Links", "links"),
        ] {
            let words = Words::split(name);
            assert_eq!((words.pascal().as_str(), words.snake().as_str()), (pascal, snake), "{name}");
        }
    }

    #[test]
    fn a_comparison_at_the_end_is_spelled_where_it_distinguishes_names() {
        let spelled = |name: &str| Words::with_last_sign(name).map(|words| words.snake());
        assert_eq!(spelled("StartTime<").as_deref(), Some("start_time_less_than"));
        assert_eq!(spelled("date_created>=").as_deref(), Some("date_created_at_least"));
        assert_eq!(spelled("status!=").as_deref(), Some("status_not_equal"));
        assert_eq!((spelled("StartTime"), spelled("<=")), (None, None));
    }

    #[test]
    fn the_singular_is_that_of_the_last_word() {
        for (many, one) in [
            ("service_accounts", "service_account"),
            ("policies", "policy"),
            ("addresses", "address"),
            ("status", "status"),
            ("boxes", "box"),
            ("data", "data"),
            ("access", "access"),
            ("aliases", "alias"),
        ] {
            assert_eq!(Words::split(many).singular().snake(), one);
        }
    }

    #[test]
    fn a_package_name_comes_from_the_title() {
        assert_eq!(package("Keycard API"), "keycard");
        assert_eq!(package("The API"), "the-api");
        assert_eq!(package("GitHub's official OpenAPI spec"), "github-official-spec");
        assert_eq!(package("3Scale"), "sdk-3scale");
        assert_eq!(package("☃"), "sdk");
        assert_eq!(package("Core API"), "core-sdk");
        assert_eq!(package("Unicode API"), "unicode-sdk");
        assert_eq!(package("COM1"), "com1-sdk");
        let long = package(&format!("{} second third", "a".repeat(47)));
        assert_eq!(long, "a".repeat(47));
        assert_eq!(package(&"word".repeat(99)).len(), 48);
        assert_eq!(package(&"long".repeat(100)), "long".repeat(12));
    }
}
