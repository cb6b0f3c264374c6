//! Servers of an API: templates of base URLs with variables. Knows nothing of clients and requests.

mod fill;

use std::collections::BTreeMap;

use url::Url;

use self::fill::{Fault, Value, fill};

use crate::request::url::BaseUrl;

/// One server of an API.
#[derive(Clone, Copy, Debug)]
pub struct Server {
    url: &'static str,
    variables: &'static [ServerVariable],
}

/// A variable in the URL of a [`Server`].
#[derive(Clone, Copy, Debug)]
pub struct ServerVariable {
    name: &'static str,
    default: Option<&'static str>,
    values: &'static [&'static str],
}

/// The values that the user chose for variables, by name.
pub(crate) type Chosen = BTreeMap<String, String>;

impl Server {
    /// Returns the server with the base URL `url`, in which names in braces are variables.
    ///
    /// A relative URL is resolved against the base URL that the user sets.
    pub const fn new(url: &'static str) -> Self {
        Self { url, variables: &[] }
    }

    /// Sets the variables.
    pub const fn variables(mut self, variables: &'static [ServerVariable]) -> Self {
        self.variables = variables;
        self
    }

    /// Returns whether the URL is absolute, whatever its variables are.
    pub(crate) fn is_absolute(&self) -> bool {
        self.url.contains("://") || self.url.starts_with('{')
    }

    pub(crate) fn has(&self, variable: &str) -> bool {
        self.url.contains(&format!("{{{variable}}}"))
    }

    /// Returns the base URL with its variables replaced; a relative URL is resolved against `base`.
    ///
    /// # Errors
    ///
    /// Fails if a variable has no value, a value that the API does not list, or one that is invalid in its part of the
    /// URL; if the URL is relative and there is no `base`; or if the result is not a base URL. The message names the
    /// variable, but never shows its value.
    pub(crate) fn base_url(&self, chosen: &Chosen, base: Option<&BaseUrl>) -> Result<BaseUrl, String> {
        fill::variables(self.url).try_for_each(|name| self.has_value(name, chosen))?;
        let url = fill(self.url, &|name| self.value(name, chosen)).map_err(|fault| words(&fault))?;
        match Url::parse(&url) {
            Err(url::ParseError::RelativeUrlWithoutBase) => {}
            _ => return BaseUrl::parse(&url),
        }
        let Some(base) = base else {
            return Err(format!("the server `{}` is relative; set the base URL of the client", self.url));
        };
        let base = Url::parse(&format!("{}/", base.as_str())).map_err(|error| error.to_string())?;
        let joined = base.join(&url).map_err(|error| error.to_string())?;
        if !self.url.starts_with("//") && joined.origin() != base.origin() {
            return Err(format!("the server `{}` is of another origin than the base URL", self.url));
        }
        BaseUrl::parse(joined.as_str())
    }

    /// Checks the values that the user chose for variables of this server.
    ///
    /// # Errors
    ///
    /// Fails if a value is invalid in its part of the URL. Values that the API does not list are accepted here, since
    /// another server may have a variable of the same name.
    pub(crate) fn check(&self, chosen: &Chosen) -> Result<(), String> {
        if !chosen.keys().any(|name| self.has(name)) {
            return Ok(());
        }
        fill(self.url, &|name| self.value(name, chosen)).map(drop).map_err(|fault| words(&fault))
    }

    fn variable(&self, name: &str) -> Option<&'static ServerVariable> {
        self.variables.iter().find(|variable| variable.name == name)
    }

    fn value<'a>(&self, name: &str, chosen: &'a Chosen) -> Value<'a> {
        let default = self.variable(name).and_then(|variable| variable.default);
        Value { text: chosen.get(name).map(String::as_str).or(default), default }
    }

    fn has_value(&self, name: &str, chosen: &Chosen) -> Result<(), String> {
        match (chosen.get(name), self.variable(name)) {
            (Some(value), Some(variable)) if !variable.takes(value) => {
                let values: Vec<String> = variable.values.iter().map(|value| format!("`{value}`")).collect();
                Err(format!("the server variable `{name}` must be one of {}", values.join(", ")))
            }
            (None, None | Some(ServerVariable { default: None, .. })) => {
                Err(format!("the server `{}` needs a value for the variable `{name}`", self.url))
            }
            _ => Ok(()),
        }
    }
}

fn words(fault: &Fault<'_>) -> String {
    format!("the server variable `{}` {}", fault.variable, fault.why)
}

impl ServerVariable {
    /// Returns the variable `name` with a default value.
    pub const fn new(name: &'static str, default: &'static str) -> Self {
        Self { name, default: Some(default), values: &[] }
    }

    /// Returns the variable `name`, which has no default value.
    pub const fn required(name: &'static str) -> Self {
        Self { name, default: None, values: &[] }
    }

    /// Sets the allowed values; the default is any value.
    pub const fn values(mut self, values: &'static [&'static str]) -> Self {
        self.values = values;
        self
    }

    /// A default that is not listed is a mistake of the document, and is accepted.
    fn takes(&self, value: &str) -> bool {
        self.values.is_empty() || self.values.contains(&value) || self.default == Some(value)
    }
}

#[cfg(test)]
mod tests;
