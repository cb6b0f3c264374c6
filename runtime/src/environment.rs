//! Reads settings from environment variables. Knows their names and format, but not how they are used.

use http::HeaderMap;

use crate::Error;
use crate::request::headers::checked;

/// The prefix of the environment variables of an API.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Prefix(pub(crate) &'static str);

/// Reads variables by their full names.
pub(crate) type Lookup<'a> = &'a dyn Fn(&str) -> Option<String>;

/// Reads a variable of this process; returns `None` if it is not UTF-8.
pub(crate) fn process(name: &str) -> Option<String> {
    std::env::var(name).ok()
}

impl Prefix {
    /// Returns the full name of the variable that ends in `suffix`.
    pub(crate) fn name(self, suffix: &str) -> String {
        if self.0.is_empty() { suffix.to_owned() } else { format!("{}_{suffix}", self.0) }
    }

    /// Returns the trimmed value of a variable, or `None` if it is unset or blank.
    pub(crate) fn read(self, lookup: Lookup<'_>, suffix: &str) -> Option<String> {
        let value = lookup(&self.name(suffix))?;
        let trimmed = value.trim();
        (!trimmed.is_empty()).then(|| trimmed.to_owned())
    }

    /// Reads `<PREFIX>_CUSTOM_HEADERS`: one header per line, split at the first colon. Lines without a colon are
    /// skipped.
    ///
    /// # Errors
    ///
    /// Fails if the name or the value of a header is invalid.
    pub(crate) fn headers(self, lookup: Lookup<'_>) -> Result<HeaderMap, Error> {
        let mut headers = HeaderMap::new();
        let text = self.read(lookup, "CUSTOM_HEADERS").unwrap_or_default();
        for (name, value) in text.lines().filter_map(|line| line.split_once(':')) {
            let header = checked(name.trim(), value.trim())
                .map_err(|problem| Error::build(format!("{}: {problem}", self.name("CUSTOM_HEADERS"))))?;
            headers.insert(header.0, header.1);
        }
        Ok(headers)
    }
}
