//! What a user gives to be let in, and where the environment holds it. Knows nothing of requests.

use crate::api::{Scheme, SchemeKind};
use crate::environment::{Lookup, Prefix};
use crate::{Error, Secret};

/// A credential for one security scheme. `Debug` shows no secret.
#[derive(Clone, Debug)]
pub struct Credential(Means);

#[derive(Clone, Debug)]
pub(crate) enum Means {
    Bearer(Secret),
    Basic(String, Secret),
    ApiKey(Secret),
    ClientCredentials(String, Secret),
}

impl Credential {
    /// Returns a token that is sent as it is, for bearer and OAuth 2.0 schemes.
    pub fn bearer(token: impl Into<Secret>) -> Self {
        Self(Means::Bearer(token.into()))
    }

    /// Returns a user name and a password.
    pub fn basic(user: impl Into<String>, password: impl Into<Secret>) -> Self {
        Self(Means::Basic(user.into(), password.into()))
    }

    /// Returns a key for a header, a query parameter or a cookie.
    pub fn api_key(key: impl Into<Secret>) -> Self {
        Self(Means::ApiKey(key.into()))
    }

    /// Returns the id and the secret by which access tokens are fetched (RFC 6749, section 4.4).
    pub fn client_credentials(id: impl Into<String>, secret: impl Into<Secret>) -> Self {
        Self(Means::ClientCredentials(id.into(), secret.into()))
    }

    pub(crate) fn means(&self) -> &Means {
        &self.0
    }
}

/// Reads the credential of a scheme from the environment, if it is there.
///
/// # Errors
///
/// Fails if a client id comes without a secret or the other way round.
pub(crate) fn from_variables(scheme: &Scheme, prefix: Prefix, lookup: Lookup<'_>) -> Result<Option<Credential>, Error> {
    let read = |suffix: &str| prefix.read(lookup, suffix);
    Ok(match scheme.kind {
        SchemeKind::Bearer => read(scheme.variable.unwrap_or("TOKEN")).map(Credential::bearer),
        SchemeKind::Header(_) | SchemeKind::Query(_) | SchemeKind::Cookie(_) => {
            read(scheme.variable.unwrap_or("API_KEY")).map(Credential::api_key)
        }
        SchemeKind::Basic => read("USERNAME").map(|user| Credential::basic(user, read("PASSWORD").unwrap_or_default())),
        SchemeKind::ClientCredentials { .. } => match (read("CLIENT_ID"), read("CLIENT_SECRET")) {
            (Some(id), Some(secret)) => Some(Credential::client_credentials(id, secret)),
            (None, None) => scheme.variable.and_then(read).map(Credential::bearer),
            (Some(_), None) => return Err(half(prefix, "CLIENT_ID", "CLIENT_SECRET")),
            (None, Some(_)) => return Err(half(prefix, "CLIENT_SECRET", "CLIENT_ID")),
        },
    })
}

fn half(prefix: Prefix, there: &str, missing: &str) -> Error {
    Error::build(format!("{} is set, but {} is not", prefix.name(there), prefix.name(missing)))
}
