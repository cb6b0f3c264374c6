//! Chooses the credentials of a request and adds them to it. Knows nothing of how requests are sent.

mod client_credentials;
pub(crate) mod credential;
mod missing;
mod source;
mod token;
mod tokens;

use std::fmt;
use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use http::header::{AUTHORIZATION, COOKIE};
use http::{HeaderName, HeaderValue};

use self::client_credentials::Grant;
use self::credential::{Credential, Means};
use self::tokens::Origin;
pub(crate) use self::tokens::Tokens;
use crate::Error;
use crate::api::{Api, Requirements, Scheme, SchemeKind};
use crate::redact::Redactor;
use crate::request::Request;
use crate::request::query::{join, pair};
use crate::request::url::{BaseUrl, is_absolute};

/// The credentials of a client, ready to be added to requests.
pub(crate) struct Auth {
    api: &'static Api,
    base: BaseUrl,
    token_url: Option<String>,
    /// The scopes that the user requests, in place of the document's.
    scopes: Option<Vec<String>>,
    entries: Vec<Entry>,
}

struct Entry {
    scheme: &'static str,
    /// Whether the user set it, rather than an environment variable.
    explicit: bool,
    placement: Placement,
}

/// The location of a credential in a request.
enum Placement {
    Header(HeaderName, HeaderValue),
    /// `name=value`, percent-encoded.
    Query(String),
    /// `name=value`.
    Cookie(String),
    /// An access token in `Authorization`.
    Token(Arc<Tokens>),
}

impl Auth {
    pub(crate) fn new(api: &'static Api, base: &BaseUrl, token_url: Option<&str>, scopes: Option<Vec<String>>) -> Self {
        Self { api, base: base.clone(), token_url: token_url.map(str::to_owned), scopes, entries: Vec::new() }
    }

    /// Adds the credential of a scheme.
    ///
    /// # Errors
    ///
    /// Fails if there is no such scheme, if it needs a credential of another kind, or if the credential cannot be sent.
    pub(crate) fn add(&mut self, scheme: &str, credential: &Credential, explicit: bool) -> Result<(), Error> {
        let Some(scheme) = self.api.scheme(scheme) else {
            return Err(Error::build(format!("the API has no security scheme `{scheme}`")));
        };
        let placement = self
            .placement(scheme, credential.means())
            .map_err(|problem| Error::build(format!("the credential of `{}` is unusable: {problem}", scheme.name)))?;
        self.entries.push(Entry { scheme: scheme.name, explicit, placement });
        Ok(())
    }

    fn placement(&self, scheme: &Scheme, means: &Means) -> Result<Placement, String> {
        Ok(match (scheme.kind, means) {
            (SchemeKind::Bearer | SchemeKind::ClientCredentials { .. }, Means::Bearer(token)) => {
                Placement::Header(AUTHORIZATION, secret_header(&format!("Bearer {}", token.expose()))?)
            }
            (SchemeKind::Bearer | SchemeKind::ClientCredentials { .. }, Means::Source(source)) => {
                Placement::Token(Arc::new(Tokens::new(Origin::Source(source.clone()))))
            }
            (SchemeKind::Http(word), Means::ApiKey(credentials)) => {
                Placement::Header(AUTHORIZATION, secret_header(&format!("{word} {}", credentials.expose()))?)
            }
            (SchemeKind::Basic, Means::Basic(user, _)) if user.contains(':') => {
                return Err("the user name contains a colon (RFC 7617, section 2)".to_owned());
            }
            (SchemeKind::Basic, Means::Basic(user, password)) => {
                Placement::Header(AUTHORIZATION, basic(user, password.expose())?)
            }
            (SchemeKind::Header(name), Means::ApiKey(key)) => {
                let name = HeaderName::from_bytes(name.as_bytes())
                    .map_err(|_| format!("`{name}` is not a valid header name"))?;
                Placement::Header(name, secret_header(&format!("{}{}", scheme.prefix, key.expose()))?)
            }
            (SchemeKind::Query(name), Means::ApiKey(key)) => Placement::Query(pair(name, key.expose())),
            (SchemeKind::Cookie(name), Means::ApiKey(key)) => {
                let fits = |byte: u8| byte.is_ascii_graphic() && !matches!(byte, b';' | b',' | b'"' | b'\\');
                if !key.expose().bytes().all(fits) {
                    return Err("it has characters that are invalid in a cookie (RFC 6265, section 4.1.1)".to_owned());
                }
                Placement::Cookie(format!("{name}={}", key.expose()))
            }
            (SchemeKind::ClientCredentials { token_url, scopes }, Means::ClientCredentials(id, secret)) => {
                let url = self.resolve(self.token_url.as_deref().unwrap_or(token_url))?;
                let own: Option<Vec<&str>> = self.scopes.as_ref().map(|own| own.iter().map(String::as_str).collect());
                let scopes = own.as_deref().unwrap_or(scopes);
                let grant = Grant::new(url, id, secret.expose(), scopes)?;
                Placement::Token(Arc::new(Tokens::new(Origin::Grant(Box::new(grant)))))
            }
            _ => return Err("the scheme needs another kind of credential".to_owned()),
        })
    }

    /// Adds the required credentials to `request`, and returns the source of its access token if it needs one.
    ///
    /// Chooses the first alternative whose schemes all have credentials set by the user, else the first whose schemes
    /// all have credentials from any source, else none. Never replaces a header, parameter or cookie that the caller
    /// set. Without `requirements`, the default of the API applies.
    pub(crate) fn put(&self, request: &mut Request, requirements: Option<Requirements>) -> Option<Arc<Tokens>> {
        let mut source = None;
        for entry in self.chosen(requirements) {
            match &entry.placement {
                Placement::Header(name, value) => {
                    if !request.headers.contains_key(name) && (name != AUTHORIZATION || source.is_none()) {
                        request.headers.insert(name.clone(), value.clone());
                    }
                }
                Placement::Query(text) => {
                    let query = request.url.split_once('?').map_or("", |(_, query)| query);
                    if !has_name(query.split('&'), text) {
                        join(&mut request.url, text);
                    }
                }
                Placement::Cookie(text) => put_cookie(request, text),
                Placement::Token(tokens) if source.is_none() && !request.headers.contains_key(AUTHORIZATION) => {
                    source = Some(Arc::clone(tokens));
                }
                Placement::Token(_) => {}
            }
        }
        source
    }

    /// Adds all credentials of the client to `redactor`.
    pub(crate) fn hide(&self, redactor: &mut Redactor) {
        for entry in &self.entries {
            match &entry.placement {
                Placement::Header(name, value) => redactor.add_header(name, value),
                Placement::Query(text) | Placement::Cookie(text) => {
                    redactor.add(text.split_once('=').map_or(text, |(_, value)| value));
                }
                Placement::Token(tokens) => tokens.hide(redactor),
            }
        }
    }

    /// Returns the names of the query parameters that carry credentials, percent-encoded.
    pub(crate) fn names_in_query(&self) -> impl Iterator<Item = &str> {
        self.entries.iter().filter_map(|entry| match &entry.placement {
            Placement::Query(text) => text.split('=').next(),
            _ => None,
        })
    }

    /// Chooses the credentials for one request. Does not allocate, since it runs for every request.
    fn chosen(&self, requirements: Option<Requirements>) -> impl Iterator<Item = &Entry> {
        let entry = |name: &&str| self.entries.iter().find(|entry| entry.scheme == *name);
        let find = |requirements: Requirements, explicit: bool| {
            let known = |name: &&str| entry(name).is_some_and(|entry| entry.explicit || !explicit);
            requirements.iter().find(|schemes| !schemes.is_empty() && schemes.iter().all(known)).copied()
        };
        let (all, schemes): (Requirements, &[&str]) = match requirements {
            None if self.api.sends_all => (self.api.security, &[]),
            requirements => {
                let requirements = requirements.unwrap_or(self.api.security);
                (&[], find(requirements, true).or_else(|| find(requirements, false)).unwrap_or_default())
            }
        };
        // Credentials that the user set take precedence at the same location.
        let of = move |explicit: bool| {
            let entries = all.iter().copied().flatten().filter_map(entry);
            entries.filter(move |entry| entry.explicit == explicit)
        };
        of(true).chain(of(false)).chain(schemes.iter().filter_map(entry))
    }

    fn resolve(&self, token_url: &str) -> Result<String, String> {
        if is_absolute(token_url) {
            BaseUrl::parse(token_url).map_err(|problem| format!("the token URL is unusable: {problem}"))?;
            return Ok(token_url.to_owned());
        }
        let slash = if token_url.starts_with('/') { "" } else { "/" };
        Ok(self.base.join(&format!("{slash}{token_url}"), 0))
    }
}

/// Adds a cookie, unless the caller set one of the same name.
fn put_cookie(request: &mut Request, text: &str) {
    let before = request.headers.get(COOKIE).map_or(&[][..], HeaderValue::as_bytes);
    let names = String::from_utf8_lossy(before);
    if has_name(names.split(';').map(str::trim), text) {
        return;
    }
    let separator: &[u8] = if before.trim_ascii().is_empty() { b"" } else { b"; " };
    // The concatenation of two header values is a header value.
    if let Ok(mut value) = HeaderValue::from_bytes(&[before, separator, text.as_bytes()].concat()) {
        value.set_sensitive(true);
        request.headers.insert(COOKIE, value);
    }
}

/// Returns whether one of the `name=value` pairs has the name of `text`.
fn has_name<'t>(mut pairs: impl Iterator<Item = &'t str>, text: &str) -> bool {
    let name = |pair: &'t str| pair.split_once('=').map_or(pair, |(name, _)| name);
    let wanted = text.split_once('=').map_or(text, |(name, _)| name);
    pairs.any(|pair| name(pair) == wanted)
}

/// Returns the header of HTTP Basic authentication (RFC 7617).
fn basic(user: &str, password: &str) -> Result<HeaderValue, String> {
    secret_header(&format!("Basic {}", STANDARD.encode(format!("{user}:{password}"))))
}

fn secret_header(text: &str) -> Result<HeaderValue, String> {
    let mut value =
        HeaderValue::from_str(text).map_err(|_| "it has characters that are invalid in a header".to_owned())?;
    value.set_sensitive(true);
    Ok(value)
}

impl fmt::Debug for Auth {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.entries.iter().map(|entry| entry.scheme)).finish()
    }
}
