//! Servers of a document: templates of base URLs with variables. Knows nothing of clients and requests.

use std::collections::BTreeMap;

use url::Url;

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
    default: &'static str,
    values: &'static [&'static str],
}

/// What the user chose for variables, by their names.
pub(crate) type Chosen = BTreeMap<String, String>;

impl Server {
    /// Returns the server at `url`, the part before each path; names in braces are variables.
    ///
    /// A relative URL is taken from the base URL that the user sets.
    pub const fn new(url: &'static str) -> Self {
        Self { url, variables: &[] }
    }

    /// Sets the variables.
    pub const fn variables(mut self, variables: &'static [ServerVariable]) -> Self {
        self.variables = variables;
        self
    }

    /// Whether it needs no base, whatever its variables are.
    pub(crate) fn is_absolute(&self) -> bool {
        self.url.contains("://") || self.url.starts_with('{')
    }

    pub(crate) fn has(&self, variable: &str) -> bool {
        self.url.contains(&format!("{{{variable}}}"))
    }

    /// Returns the base URL: variables replaced, and what is relative taken from `base`.
    ///
    /// # Errors
    ///
    /// Fails if a variable has no value, or one that the document does not list, if the URL is relative and there is no
    /// `base`, or if the result is no base URL.
    pub(crate) fn base_url(&self, chosen: &Chosen, base: Option<&BaseUrl>) -> Result<BaseUrl, String> {
        let url = self.expanded(chosen)?;
        match Url::parse(&url) {
            Err(url::ParseError::RelativeUrlWithoutBase) => {}
            _ => return BaseUrl::parse(&url),
        }
        let Some(base) = base else {
            return Err(format!("the server `{}` is relative; set the base URL of the client", self.url));
        };
        let base = Url::parse(&format!("{}/", base.as_str())).map_err(|error| error.to_string())?;
        BaseUrl::parse(base.join(&url).map_err(|error| error.to_string())?.as_str())
    }

    fn expanded(&self, chosen: &Chosen) -> Result<String, String> {
        let mut url = String::with_capacity(self.url.len() + 16);
        let mut rest = self.url;
        while let Some((literal, tail)) = rest.split_once('{') {
            let Some((name, tail)) = tail.split_once('}') else { break };
            url.push_str(literal);
            url.push_str(self.value(name, chosen)?);
            rest = tail;
        }
        url.push_str(rest);
        Ok(url)
    }

    fn value<'a>(&self, name: &str, chosen: &'a Chosen) -> Result<&'a str, String> {
        let variable = self.variables.iter().find(|variable| variable.name == name);
        match (chosen.get(name), variable) {
            (Some(value), Some(variable)) if !variable.takes(value) => {
                let values: Vec<String> = variable.values.iter().map(|value| format!("`{value}`")).collect();
                Err(format!("the server variable `{name}` is one of {}, not `{value}`", values.join(", ")))
            }
            (Some(value), _) => Ok(value),
            (None, Some(variable)) => Ok(variable.default),
            (None, None) => Err(format!("the server `{}` needs a value for the variable `{name}`", self.url)),
        }
    }
}

impl ServerVariable {
    /// Returns the variable `name`, with the value that it has unless the user chooses another.
    pub const fn new(name: &'static str, default: &'static str) -> Self {
        Self { name, default, values: &[] }
    }

    /// Sets the only values that it can have; any unless set.
    pub const fn values(mut self, values: &'static [&'static str]) -> Self {
        self.values = values;
        self
    }

    /// A default that the document does not list is the document's fault.
    fn takes(&self, value: &str) -> bool {
        self.values.is_empty() || self.values.contains(&value) || self.default == value
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const REGION: ServerVariable = ServerVariable::new("region", "eu").values(&["eu", "us"]);
    const BASE: ServerVariable = ServerVariable::new("base", "v2");

    fn url(server: Server, chosen: &[(&str, &str)], base: Option<&str>) -> Result<String, String> {
        let chosen = chosen.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        let base = base.map(|base| BaseUrl::parse(base).unwrap());
        server.base_url(&chosen, base.as_ref()).map(|base| base.as_str().to_owned())
    }

    #[test]
    fn variables_are_replaced() {
        let server = Server::new("https://{region}.example.com/{base}/").variables(&[REGION, BASE]);
        assert_eq!(url(server, &[], None).as_deref(), Ok("https://eu.example.com/v2"));
        assert_eq!(url(server, &[("region", "us"), ("base", "")], None).as_deref(), Ok("https://us.example.com"));
        let words = "the server variable `region` is one of `eu`, `us`, not `mars`";
        assert_eq!(url(server, &[("region", "mars")], None), Err(words.to_owned()));
        let open = Server::new("https://{tenant}.example.com");
        let words = "the server `https://{tenant}.example.com` needs a value for the variable `tenant`";
        assert_eq!(url(open, &[], None), Err(words.to_owned()));
        assert_eq!(url(open, &[("tenant", "a")], None).as_deref(), Ok("https://a.example.com"));
        assert!(url(open, &[("tenant", "a b")], None).is_err());
    }

    #[test]
    fn relative_servers_need_a_base() {
        let base = Some("https://host.example.com/own/");
        let words = "the server `/v1` is relative; set the base URL of the client";
        assert_eq!(url(Server::new("/v1"), &[], None), Err(words.to_owned()));
        for (server, expected) in [
            ("/v1", "https://host.example.com/v1"),
            ("/", "https://host.example.com"),
            (".", "https://host.example.com/own"),
            ("v1", "https://host.example.com/own/v1"),
            ("../v1/", "https://host.example.com/v1"),
            ("//other.example.com/x", "https://other.example.com/x"),
            ("http://a.example.com", "http://a.example.com"),
        ] {
            assert_eq!(url(Server::new(server), &[], base).as_deref(), Ok(expected), "{server}");
        }
    }
}
