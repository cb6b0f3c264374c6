//! The query parameters and cookies of a request, in order, each rendered once. Knows no operation.

use std::borrow::Cow;

use percent_encoding::percent_decode_str;

use super::shape::{push_encoded, push_reserved};
use super::style::{self, Style};
use crate::codec::Encode;

/// The parameters of a query.
#[derive(Clone, Debug, Default)]
pub(crate) struct Query {
    parts: Vec<Part>,
}

#[derive(Clone, Debug)]
struct Part {
    name: Cow<'static, str>,
    /// Percent-encoded `name=value`, or several of them joined by `&`.
    text: String,
}

impl Query {
    /// Sets a parameter in style `form` with `explode`; a value that is absent or null removes it.
    pub(crate) fn set(&mut self, name: Cow<'static, str>, value: &dyn Encode) {
        let text = style::pairs(&name, Style::Usual, value, push_encoded, "&");
        self.put(name, text);
    }

    /// Sets a parameter in any style.
    pub(crate) fn set_styled(&mut self, name: &'static str, style: Style, value: &dyn Encode) {
        self.put(Cow::Borrowed(name), style::pairs(name, style, value, push_encoded, "&"));
    }

    /// Sets a parameter in any style without encoding reserved characters (`allowReserved`).
    pub(crate) fn set_reserved(&mut self, name: &'static str, style: Style, value: &dyn Encode) {
        self.put(Cow::Borrowed(name), style::pairs(name, style, value, push_reserved, "&"));
    }

    /// Sets a cookie. With `explode`, each item of a list is a cookie of the same name, and each property of an object
    /// is a separate cookie.
    pub(crate) fn set_cookie(&mut self, name: &'static str, style: Style, value: &dyn Encode) {
        // RFC 6265, section 4.1.1: the value of a cookie contains no space, comma, semicolon or backslash.
        let pairs = style::pairs(name, style, value, push_encoded, "; ");
        self.put(Cow::Borrowed(name), pairs.replace(',', "%2C"));
    }

    /// Sets a cookie without escaping it.
    ///
    /// # Errors
    ///
    /// Fails if a value contains characters that are invalid in a cookie.
    pub(crate) fn set_plain_cookie(
        &mut self,
        name: &'static str,
        explode: bool,
        value: &dyn Encode,
    ) -> Result<(), String> {
        let text = style::plain_cookies(name, explode, value)?;
        self.put(Cow::Borrowed(name), text);
        Ok(())
    }

    /// Removes a parameter.
    pub(crate) fn remove(&mut self, name: &str) {
        self.parts.retain(|part| part.name != name);
    }

    /// Parses the query of a URL, keeping its encoding.
    pub(crate) fn of_url(text: &str) -> Self {
        let pairs = text.split('&').filter(|pair| !pair.is_empty());
        let parts = pairs.map(|pair| {
            let name = pair.split('=').next().unwrap_or_default();
            Part { name: Cow::Owned(decoded(name)), text: pair.to_owned() }
        });
        Self { parts: parts.collect() }
    }

    /// Returns the value of a parameter, the first one if it is repeated.
    pub(crate) fn value(&self, name: &str) -> Option<Cow<'_, str>> {
        let part = self.parts.iter().find(|part| part.name == name)?;
        let pair = part.text.split('&').next().unwrap_or_default();
        let value = pair.split_once('=').map_or("", |(_, value)| value);
        let is_plain = !value.contains(['+', '%']);
        Some(if is_plain { Cow::Borrowed(value) } else { Cow::Owned(decoded(value)) })
    }

    /// Appends the query to a URL, with a question mark, except the parameters named in `without`.
    pub(crate) fn push_to(&self, url: &mut String, without: &[(String, String)]) {
        for part in &self.parts {
            if !without.iter().any(|(name, _)| part.name == *name) {
                join(url, &part.text);
            }
        }
    }

    /// Returns how many bytes the query adds to a URL.
    pub(crate) fn length(&self) -> usize {
        self.parts.iter().map(|part| part.text.len() + 1).sum()
    }

    /// Returns the value of the `Cookie` header; `None` if there are no cookies.
    pub(crate) fn cookies(&self) -> Option<String> {
        let texts: Vec<&str> = self.parts.iter().map(|part| part.text.as_str()).collect();
        (!texts.is_empty()).then(|| texts.join("; "))
    }

    fn put(&mut self, name: Cow<'static, str>, text: String) {
        if text.is_empty() {
            self.remove(&name);
            return;
        }
        match self.parts.iter_mut().find(|part| part.name == name) {
            Some(part) => part.text = text,
            None => self.parts.push(Part { name, text }),
        }
    }
}

fn decoded(text: &str) -> String {
    percent_decode_str(&text.replace('+', " ")).decode_utf8_lossy().into_owned()
}

/// Appends a percent-encoded `name=value` to the query of a URL.
pub(crate) fn join(url: &mut String, text: &str) {
    url.push(if url.contains('?') { '&' } else { '?' });
    url.push_str(text);
}

/// Returns a percent-encoded `name=value`.
pub(crate) fn pair(name: &str, value: &str) -> String {
    let mut out = String::with_capacity(name.len() + value.len() + 1);
    push_pair(&mut out, name, value);
    out
}

fn push_pair(out: &mut String, name: &str, value: &str) {
    push_encoded(out, name);
    out.push('=');
    push_encoded(out, value);
}
