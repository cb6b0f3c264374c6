//! Takes credentials out of texts before anyone sees them. Knows how servers and encodings write a text anew, nothing
//! of errors or of where credentials come from.
//!
//! A server may echo what it was sent: as it came, percent-encoded, as a JSON string, in HTML, or cut short. So a text
//! is compared by what its characters stand for, however each of them is written, in small letters or capitals: a
//! server may write a key into the name of a host.

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

/// What stands in place of a credential.
const MARK: &str = "[redacted]";
/// Credentials of fewer characters are found only where they stand alone, since any word may hold them.
const SHORT: usize = 6;
/// Values in headers that are shorter say something, but let nobody in.
const NO_CREDENTIAL: usize = 3;
/// A password of fewer characters is taken for a placeholder, so that the user's name is the key.
const PLACEHOLDER: usize = 8;
/// So many characters of the beginning of a credential are hidden as well: servers cut off what they echo.
const BEGINNING: usize = 16;
/// As many are enough where an ellipsis shows that something is cut off.
const BEFORE_ELLIPSIS: usize = 3;

/// Credentials that no text may show.
#[derive(Default)]
pub(crate) struct Redactor {
    /// In small letters as far as they are ASCII; none is empty.
    credentials: Vec<Box<[char]>>,
}

impl Redactor {
    /// Adds a credential, and the forms in which it is sent.
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
            // What servers see that read headers as ISO 8859-1.
            self.push(&text.bytes().map(char::from).collect::<String>());
        }
    }

    /// Adds what stands in a header: the value, and the credentials in it.
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
        // A scheme, or the prefix of a key, and what follows it.
        let Some((word, rest)) = text.trim().split_once(' ') else { return };
        self.add(rest);
        if is_credential && word.eq_ignore_ascii_case("basic") {
            self.add_basic(rest);
        }
    }

    /// Adds the values of what stands in a header as `name=value` or `name:value`, in a list or alone; only those of at
    /// least so many bytes.
    fn add_parts(&mut self, text: &str, least: usize) {
        let values = text.split([' ', ',', ';']).filter_map(|part| part.split_once(['=', ':']));
        values.map(|(_, value)| value.trim_matches('"')).filter(|value| value.len() >= least).for_each(|value| {
            self.add(value);
        });
    }

    /// Adds the password of HTTP Basic authentication, and the name where that is the key.
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

    /// Returns `text` without credentials; `is_cut` tells whether its end is missing.
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

    /// Returns whether `text` holds a credential; short ones count only if `with_short` is set.
    pub(crate) fn finds(&self, text: &str, with_short: bool) -> bool {
        let is_one = |credential: &[char]| with_short || credential.len() >= PLACEHOLDER;
        let mut first = Vec::new();
        text.char_indices().any(|(at, letter)| {
            firsts(text, at, letter, &mut first);
            let mut all = self.credentials.iter().filter(|credential| first.contains(&credential[0]));
            all.any(|credential| is_one(credential) && matches(credential, text, at, false).is_some())
        })
    }

    /// Where the longest credential ends that begins at `at`, where one of these characters stands.
    fn found(&self, text: &str, at: usize, first: &[char], is_cut: bool) -> Option<usize> {
        let all = self.credentials.iter().filter(|credential| first.contains(&credential[0]));
        all.filter_map(|credential| matches(credential, text, at, is_cut)).max()
    }

    fn push(&mut self, text: &str) {
        // White space is as good as any other, since it is folded where it is shown.
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

/// Puts the characters into `first` that the text may mean at `at`, in small letters; most mean themselves.
fn firsts(text: &str, at: usize, letter: char, first: &mut Vec<char>) {
    first.clear();
    if is_escape(letter) {
        letters(text, at, &mut |letter, _| first.push(letter.to_ascii_lowercase()));
    } else {
        first.push(letter.to_ascii_lowercase());
    }
}

/// Where a credential, or enough of its beginning, ends if it begins at `at`.
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

/// Where `wanted` ends if it begins at one of these places; of white space there may be more.
fn step(text: &str, ends: &[usize], wanted: char) -> Vec<usize> {
    let mut next = Vec::new();
    // Sorted, so that a server that sends a long run of them does not choose the time.
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

/// Where the beginning of a credential ends, if so much of it is there that it must not be shown.
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
