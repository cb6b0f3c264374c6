//! Credentials, and the environment variables that hold them. Knows nothing of requests.

use std::sync::Arc;
use std::time::Duration;

use super::source::Source;
use crate::api::{Scheme, SchemeKind};
use crate::environment::{Lookup, Prefix};
use crate::{Error, Secret};

/// A credential for one security scheme. `Debug` shows no secret.
#[derive(Clone, Debug)]
pub struct Credential(Means);

#[derive(Clone, Debug)]
pub(crate) enum Means {
    Bearer(Secret),
    Source(Source),
    Basic(String, Secret),
    ApiKey(Secret),
    ClientCredentials(String, Secret),
}

impl Credential {
    /// Returns a token that is sent verbatim, for bearer and OAuth 2.0 schemes.
    pub fn bearer(token: impl Into<Secret>) -> Self {
        Self(Means::Bearer(token.into()))
    }

    /// Returns a source of tokens for bearer and OAuth 2.0 schemes.
    ///
    /// Each token is cached for a minute. The source is called once for all requests that wait for a token, and once
    /// more if the server rejects a token. Its error message becomes part of the error of the call. If the lifetime of
    /// the tokens is known, [`expiring_token_source`](Self::expiring_token_source) calls the source less often.
    pub fn token_source<F>(source: impl Fn() -> F + Send + Sync + 'static) -> Self
    where
        F: Future<Output = Result<Secret, String>> + Send + 'static,
    {
        Self(Means::Source(Source(Arc::new(move || {
            let token = source();
            Box::pin(async move { token.await.map(|token| (token, None)) })
        }))))
    }

    /// Returns a source of tokens that also returns the remaining lifetime of each token.
    ///
    /// Each token is cached until a tenth of its lifetime is left, at most 60 seconds. Then one request fetches a new
    /// token, while the others continue with the old one. Lifetimes shorter than a second count as one second.
    ///
    /// ```
    /// use std::time::Duration;
    ///
    /// use sdkgen_runtime::{Credential, Secret};
    ///
    /// let source = Credential::expiring_token_source(|| async {
    ///     let token = Secret::from("from a vault");
    ///     Ok((token, Duration::from_secs(900)))
    /// });
    /// # let _ = source;
    /// ```
    pub fn expiring_token_source<F>(source: impl Fn() -> F + Send + Sync + 'static) -> Self
    where
        F: Future<Output = Result<(Secret, Duration), String>> + Send + 'static,
    {
        Self(Means::Source(Source(Arc::new(move || {
            let token = source();
            Box::pin(async move { token.await.map(|(token, life)| (token, Some(life))) })
        }))))
    }

    /// Returns a user name and a password.
    pub fn basic(user: impl Into<String>, password: impl Into<Secret>) -> Self {
        Self(Means::Basic(user.into(), password.into()))
    }

    /// Returns a key for a header, a query parameter or a cookie, or the credentials of another HTTP authentication
    /// scheme. It is sent verbatim, after the prefix if the scheme has one.
    pub fn api_key(key: impl Into<Secret>) -> Self {
        Self(Means::ApiKey(key.into()))
    }

    /// Returns a client id and a client secret, which are exchanged for access tokens (RFC 6749, section 4.4).
    pub fn client_credentials(id: impl Into<String>, secret: impl Into<Secret>) -> Self {
        Self(Means::ClientCredentials(id.into(), secret.into()))
    }

    pub(crate) fn means(&self) -> &Means {
        &self.0
    }
}

/// Reads the credential of a scheme from environment variables, if they are set.
///
/// # Errors
///
/// Fails if only one of client id and client secret is set.
pub(crate) fn from_variables(scheme: &Scheme, prefix: Prefix, lookup: Lookup<'_>) -> Result<Option<Credential>, Error> {
    let read = |suffix: &str| prefix.read(lookup, suffix);
    let either = |usual: &str| {
        let own = scheme.variable.and_then(read);
        own.or_else(|| scheme.reads_usual.then(|| read(usual)).flatten())
    };
    Ok(match scheme.kind {
        SchemeKind::Bearer => either("TOKEN").map(Credential::bearer),
        SchemeKind::Header(_) | SchemeKind::Query(_) | SchemeKind::Cookie(_) => {
            either("API_KEY").map(Credential::api_key)
        }
        SchemeKind::Http(_) => either("AUTHORIZATION").map(Credential::api_key),
        SchemeKind::Basic => {
            // Some APIs expect a key as the user name, others as the password.
            let pair = |own: &str| match (read(&format!("{own}USERNAME")), read(&format!("{own}PASSWORD"))) {
                (None, None) => None,
                (user, password) => Some(Credential::basic(user.unwrap_or_default(), password.unwrap_or_default())),
            };
            let own = scheme.variable.and_then(|own| pair(&format!("{own}_")));
            own.or_else(|| scheme.reads_usual.then(|| pair("")).flatten())
        }
        SchemeKind::ClientCredentials { .. } => match (read("CLIENT_ID"), read("CLIENT_SECRET")) {
            (Some(id), Some(secret)) => Some(Credential::client_credentials(id, secret)),
            (None, None) => read(scheme.variable.unwrap_or("ACCESS_TOKEN")).map(Credential::bearer),
            (Some(_), None) => return Err(half(prefix, "CLIENT_ID", "CLIENT_SECRET")),
            (None, Some(_)) => return Err(half(prefix, "CLIENT_SECRET", "CLIENT_ID")),
        },
    })
}

/// Returns the names of the variables to set for a scheme, all of them together: one of the alternatives that
/// [`from_variables`] reads.
pub(crate) fn variables(scheme: &Scheme, prefix: Prefix) -> Vec<String> {
    let usual: &[&str] = match scheme.kind {
        SchemeKind::Bearer => &["TOKEN"],
        SchemeKind::Header(_) | SchemeKind::Query(_) | SchemeKind::Cookie(_) => &["API_KEY"],
        SchemeKind::Http(_) => &["AUTHORIZATION"],
        SchemeKind::Basic => &["USERNAME", "PASSWORD"],
        SchemeKind::ClientCredentials { .. } => &["CLIENT_ID", "CLIENT_SECRET"],
    };
    let own = scheme.variable.filter(|own| !scheme.reads_usual || COMMON.contains(own));
    let names = usual.iter().map(|usual| match (own, scheme.kind) {
        (None, _) | (_, SchemeKind::ClientCredentials { .. }) => (*usual).to_owned(),
        (Some(own), SchemeKind::Basic) => format!("{own}_{usual}"),
        (Some(own), _) => own.to_owned(),
    });
    names.map(|suffix| prefix.name(&suffix)).collect()
}

/// Names of variables that people look for, whatever the kind of the scheme is.
const COMMON: [&str; 3] = ["ACCESS_TOKEN", "API_KEY", "TOKEN"];

fn half(prefix: Prefix, there: &str, missing: &str) -> Error {
    Error::build(format!("{} is set, but {} is not", prefix.name(there), prefix.name(missing)))
}
