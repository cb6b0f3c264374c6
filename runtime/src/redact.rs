//! Redacts credentials in texts. Knows how servers and encodings transform a text, nothing of errors or of where
//! credentials come from.
//!
//! A server may echo a credential verbatim, percent-encoded, as a JSON string, in HTML, or truncated. Texts are
//! therefore compared by the characters that they represent, in any of these encodings. Case is ignored, since a server
//! may write a key into a host name.

mod letters;
mod secrets;

use std::borrow::Cow;

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, STANDARD_NO_PAD, URL_SAFE_NO_PAD};
use http::header::{AUTHORIZATION, COOKIE, PROXY_AUTHORIZATION};
use http::{HeaderName, HeaderValue};
use percent_encoding::percent_decode_str;

use self::letters::{is_escape, letters};
pub(crate) use self::secrets::{CallerSecrets, CredentialStore, RequestSecrets};

/// The replacement of a credential.
const MARK: &str = "[redacted]";
/// Credentials of fewer characters are recognised only as whole words, since any word may contain them.
const SHORT: usize = 6;
/// Values of headers that are shorter are not credentials.
const NO_CREDENTIAL: usize = 3;
/// A password of fewer characters is assumed to be a placeholder, with the user name as the key.
const PLACEHOLDER: usize = 8;
/// If this many characters match the beginning of a credential, they are redacted: servers truncate what they echo.
const BEGINNING: usize = 16;
/// The same, in front of an ellipsis.
const BEFORE_ELLIPSIS: usize = 3;

/// The credentials that no text may show.
#[derive(Default)]
pub(crate) struct Redactor {
    /// In ASCII lowercase; none is empty.
    credentials: Vec<Box<[char]>>,
}

impl Redactor {
    /// Adds a credential in all forms in which it may be sent.
    pub(crate) fn add(&mut self, text: &str) {
        let text = text.trim();
        if text.is_empty() {
            return;
        }
        self.push(text);
        self.push(&STANDARD_NO_PAD.encode(text));
        self.push(&URL_SAFE_NO_PAD.encode(text));
        if let Ok(decoded) = percent_decode_str(text).decode_utf8() {
            self.push(&decoded);
        }
        if !text.is_ascii() {
            // Some servers read headers as ISO 8859-1.
            self.push(&text.bytes().map(char::from).collect::<String>());
        }
    }

    /// Adds the value of a header, and the credentials in it.
    pub(crate) fn add_header(&mut self, name: &HeaderName, value: &HeaderValue) {
        let text = String::from_utf8_lossy(value.as_bytes());
        if name == COOKIE {
            for pair in text.split(';') {
                let value = pair.split_once('=').map_or(pair, |(_, value)| value).trim().trim_matches('"');
                if value.len() >= NO_CREDENTIAL {
                    self.add(value);
                }
            }
            return;
        }
        self.add(&text);
        let is_credential = name == AUTHORIZATION || name == PROXY_AUTHORIZATION;
        self.add_parts(&text, if is_credential { SHORT } else { BEGINNING });
        // An authentication scheme, or the prefix of a key, and the rest.
        let Some((word, rest)) = text.trim().split_once(' ') else { return };
        self.add(rest);
        if is_credential && word.eq_ignore_ascii_case("basic") {
            self.add_basic(rest);
        }
    }

    /// Adds the values of `name=value` and `name:value` in a header that have at least `least` bytes.
    fn add_parts(&mut self, text: &str, least: usize) {
        let values = text.split([' ', ',', ';']).filter_map(|part| part.split_once(['=', ':']));
        values.map(|(_, value)| value.trim_matches('"')).filter(|value| value.len() >= least).for_each(|value| {
            self.add(value);
        });
    }

    /// Adds the password of HTTP Basic authentication, and the user name if that is the key.
    fn add_basic(&mut self, encoded: &str) {
        let Ok(decoded) = STANDARD.decode(encoded.trim()) else { return };
        let decoded = String::from_utf8_lossy(&decoded);
        let (user, password) = decoded.split_once(':').unwrap_or((&decoded, ""));
        self.add(&decoded);
        self.add(password);
        if password.len() < PLACEHOLDER || user.len() > password.len() {
            self.add(user);
        }
    }

    /// Returns `text` without credentials; `is_cut` says whether its end is missing.
    pub(crate) fn redact<'t>(&self, text: &'t str, is_cut: bool) -> Cow<'t, str> {
        let mut shown = String::new();
        let (mut at, mut copied) = (0, 0);
        let mut first = Vec::new();
        while let Some(letter) = text[at..].chars().next() {
            firsts(text, at, letter, &mut first);
            match self.found(text, at, &first, is_cut) {
                Some(end) => {
                    shown.push_str(&text[copied..at]);
                    shown.push_str(MARK);
                    (at, copied) = (end, end);
                }
                None => at += letter.len_utf8(),
            }
        }
        if copied == 0 {
            return Cow::Borrowed(text);
        }
        shown.push_str(&text[copied..]);
        Cow::Owned(shown)
    }

    /// Returns whether `text` contains a credential; short ones count only if `with_short` is set.
    pub(crate) fn finds(&self, text: &str, with_short: bool) -> bool {
        let is_one = |credential: &[char]| with_short || credential.len() >= PLACEHOLDER;
        let mut first = Vec::new();
        text.char_indices().any(|(at, letter)| {
            firsts(text, at, letter, &mut first);
            let mut all = self.credentials.iter().filter(|credential| first.contains(&credential[0]));
            all.any(|credential| is_one(credential) && matches(credential, text, at, false).is_some())
        })
    }

    /// Returns the end of the longest credential that begins at `at`; `first` are the characters that the text may
    /// represent there.
    fn found(&self, text: &str, at: usize, first: &[char], is_cut: bool) -> Option<usize> {
        let all = self.credentials.iter().filter(|credential| first.contains(&credential[0]));
        all.filter_map(|credential| matches(credential, text, at, is_cut)).max()
    }

    fn push(&mut self, text: &str) {
        // All white space is equivalent, since it is collapsed in what is shown.
        let mut letters: Vec<char> = Vec::with_capacity(text.len());
        for letter in text.chars().map(|letter| if letter.is_whitespace() { ' ' } else { letter }) {
            let letter = letter.to_ascii_lowercase();
            if letter != ' ' || letters.last() != Some(&' ') {
                letters.push(letter);
            }
        }
        let letters = letters.into_boxed_slice();
        if !letters.is_empty() && !self.credentials.contains(&letters) {
            self.credentials.push(letters);
        }
    }
}

/// Stores the characters that the text may represent at `at` in `first`, in lowercase; most represent themselves.
fn firsts(text: &str, at: usize, letter: char, first: &mut Vec<char>) {
    first.clear();
    if is_escape(letter) {
        letters(text, at, &mut |letter, _| first.push(letter.to_ascii_lowercase()));
    } else {
        first.push(letter.to_ascii_lowercase());
    }
}

/// Returns the end of a credential, or of enough of its beginning, that begins at `at`.
fn matches(credential: &[char], text: &str, at: usize, is_cut: bool) -> Option<usize> {
    let is_word = |letter: Option<char>| letter.is_some_and(char::is_alphanumeric);
    let is_short = credential.len() < SHORT;
    if is_short && is_word(text[..at].chars().next_back()) {
        return None;
    }
    let mut ends = vec![at];
    for (count, wanted) in credential.iter().enumerate() {
        let next = step(text, &ends, *wanted);
        if next.is_empty() {
            return beginning(text, &ends, count, is_cut);
        }
        ends = next;
    }
    let end = ends.into_iter().max()?;
    (!is_short || !is_word(text[end..].chars().next())).then_some(end)
}

/// Returns the possible ends of `wanted` if it begins at one of `ends`; white space may be repeated.
fn step(text: &str, ends: &[usize], wanted: char) -> Vec<usize> {
    let mut next = Vec::new();
    // Sorted, so that a server cannot make this slow with a long run of white space.
    let add = |from: usize, next: &mut Vec<usize>| {
        letters(text, from, &mut |letter, end| {
            if letter.to_ascii_lowercase() == wanted
                && let Err(at) = next.binary_search(&end)
            {
                next.insert(at, end);
            }
        });
    };
    ends.iter().for_each(|end| add(*end, &mut next));
    let mut seen = 0;
    while wanted == ' ' && seen < next.len() {
        add(next[seen], &mut next);
        seen += 1;
    }
    next
}

/// Returns the end of the beginning of a credential, if enough of it matches that it must not be shown.
fn beginning(text: &str, ends: &[usize], count: usize, is_cut: bool) -> Option<usize> {
    let is_ellipsis = |end: usize| {
        let rest = text[end..].trim_start_matches(['"', '\\']);
        rest.starts_with('…') || rest.starts_with("...") || (is_cut && rest.is_empty())
    };
    let hidden = |end: &usize| count >= BEGINNING || (count >= BEFORE_ELLIPSIS && is_ellipsis(*end));
    ends.iter().copied().filter(hidden).max()
}

#[cfg(test)]
mod tests;
