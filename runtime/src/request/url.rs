//! Base URLs and origins. Knows nothing of path templates or credentials.

use std::fmt;

use url::Url;

/// The maximum length of an origin in messages, in characters: the longest host name (RFC 1035, section 2.3.4) and some
/// more.
const MAX_SHOWN: usize = 280;

/// The base URL, without a trailing slash.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct BaseUrl(String);

impl BaseUrl {
    /// Checks a base URL.
    ///
    /// # Errors
    ///
    /// Fails unless it is an absolute `http` or `https` URL without user name, password, query, fragment and control
    /// characters. The message does not show the URL.
    pub(crate) fn parse(text: &str) -> Result<Self, String> {
        let text = text.trim();
        // The parser ignores tabs and line breaks, which would change the host.
        if text.contains(char::is_control) {
            return Err("it contains a control character".to_owned());
        }
        let url = Url::parse(text).map_err(|error| error.to_string())?;
        if !matches!(url.scheme(), "http" | "https") {
            return Err(format!("its scheme is `{}`, not `http` or `https`", url.scheme()));
        }
        if !url.username().is_empty() || url.password().is_some() {
            return Err("it contains a user name or a password; set credentials on the client instead".to_owned());
        }
        if url.query().is_some() || url.fragment().is_some() {
            return Err("it has a query or a fragment".to_owned());
        }
        Ok(Self(url.as_str().trim_end_matches('/').to_owned()))
    }

    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }

    /// Returns the URL of `path`, which begins with a slash, with capacity for `more` bytes after it.
    pub(crate) fn join(&self, path: &str, more: usize) -> String {
        let mut url = String::with_capacity(self.0.len() + path.len() + more);
        url.push_str(&self.0);
        url.push_str(path);
        url
    }
}

impl fmt::Debug for BaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.0, f)
    }
}

/// Returns whether two URLs have the same scheme, host and port.
pub(crate) fn same_origin(left: &str, right: &str) -> bool {
    match (Url::parse(left), Url::parse(right)) {
        (Ok(left), Ok(right)) => left.origin().is_tuple() && left.origin() == right.origin(),
        _ => false,
    }
}

/// Returns whether a URL contains a user name or a password, which would be sent as credentials.
pub(crate) fn has_user(text: &str) -> bool {
    Url::parse(text).is_ok_and(|url| !url.username().is_empty() || url.password().is_some())
}

/// Resolves a reference (RFC 3986, section 4.1) against `here`, without its fragment. If the result differs from the
/// origin of `here` only by `http` instead of `https`, it becomes `https`.
///
/// # Errors
///
/// Fails if the URL is invalid or of another origin. The message does not show the query of the URL.
pub(crate) fn join(here: &str, reference: &str) -> Result<String, String> {
    let here = Url::parse(here).map_err(|error| error.to_string())?;
    let mut next = here.join(reference).map_err(|error| format!("the URL of the next page is invalid: {error}"))?;
    let downgraded = here.scheme() == "https" && next.scheme() == "http";
    if downgraded && here.host() == next.host() && here.port().is_none() && next.port().is_none() {
        // Both have the default port of their scheme, so the origin is the same apart from the scheme.
        let _ = next.set_scheme("https");
    }
    if !next.username().is_empty() || next.password().is_some() {
        return Err("the URL of the next page contains a user name or a password; it was not followed".to_owned());
    }
    if !here.origin().is_tuple() || here.origin() != next.origin() {
        let there: String = next.origin().ascii_serialization().chars().take(MAX_SHOWN).collect();
        let here = here.origin().ascii_serialization();
        return Err(format!("the next page is at {there}, not at {here}; credentials are not sent to another origin"));
    }
    next.set_fragment(None);
    Ok(next.into())
}

/// Returns the path of a URL or a path, without query and fragment, which may contain secrets.
pub(crate) fn path_of(text: &str) -> String {
    let path = Url::parse(text).map_or_else(|_| text.to_owned(), |url| url.path().to_owned());
    path.split(['?', '#']).next().unwrap_or_default().to_owned()
}

/// Returns the host and port of a URL, as in the `Host` header.
pub(crate) fn authority(url: &str) -> &str {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    rest.split(['/', '?', '#']).next().unwrap_or_default()
}

/// Returns whether `text` is an absolute URL rather than a path.
pub(crate) fn is_absolute(text: &str) -> bool {
    !text.starts_with('/') && Url::parse(text).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base_urls() {
        let parsed = |text| BaseUrl::parse(text).map(|base| base.join("/v1/x", 0));
        assert_eq!(parsed("https://api.example.com").as_deref(), Ok("https://api.example.com/v1/x"));
        assert_eq!(parsed(" https://API.example.com:443// ").as_deref(), Ok("https://api.example.com/v1/x"));
        assert_eq!(parsed("http://localhost:8080/base/").as_deref(), Ok("http://localhost:8080/base/v1/x"));
        for bad in
            ["", "/v1", "api.example.com", "ftp://a", "https://u:p@a", "https://a?x=1", "https://a#b", "https://"]
        {
            assert!(BaseUrl::parse(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn references_stay_within_the_origin() {
        let join = |reference| super::join("https://a.com/v1/x?page=1", reference);
        assert_eq!(join("/v1/x?page=2#f").as_deref(), Ok("https://a.com/v1/x?page=2"));
        assert_eq!(join("?page=2").as_deref(), Ok("https://a.com/v1/x?page=2"));
        assert_eq!(join("y").as_deref(), Ok("https://a.com/v1/y"));
        assert_eq!(join("http://A.com/v1/x").as_deref(), Ok("https://a.com/v1/x"));
        for bad in
            ["https://b.com/", "//b.com/x", "http://a.com:8080/", "https://a.com:444/", "https://u@a.com/", "ftp://a"]
        {
            assert!(join(bad).is_err(), "{bad}");
        }
        let message = join("https://b.com/x?secret=1").unwrap_err();
        assert!(message.contains("https://b.com,") && !message.contains("secret"), "{message}");
    }

    #[test]
    fn origins() {
        assert!(same_origin("https://a/x", "https://A:443/y"));
        assert!(!same_origin("https://a/", "http://a/"));
        assert!(!same_origin("https://a/", "https://a:444/"));
        assert!(!same_origin("https://a/", "https://b.a/"));
        assert!(!same_origin("https://a/", "data:,x"));
        assert!(!same_origin("data:,x", "data:,x"));
    }
}
