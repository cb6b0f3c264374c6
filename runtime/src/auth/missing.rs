//! What to do about a request that was refused because it had no credentials. Knows names, never a credential.

use http::header::{AUTHORIZATION, COOKIE};

use super::Auth;
use super::credential::variables;
use super::has_name;
use crate::api::{Requirements, Scheme, SchemeKind};
use crate::environment::Prefix;
use crate::request::Request;

impl Auth {
    /// Returns how to set the credentials that `request` lacks, on one line. `None` if it has credentials, or if none
    /// are known that it could have.
    pub(crate) fn missing(&self, request: &Request, requirements: Option<Requirements>) -> Option<String> {
        if self.chosen(requirements).next().is_some() {
            return None;
        }
        let alternatives = requirements.unwrap_or(self.api.security).iter();
        let mut fewest: Option<Vec<&Scheme>> = None;
        for alternative in alternatives.filter(|alternative| !alternative.is_empty()) {
            let schemes: Option<Vec<&Scheme>> = alternative.iter().map(|name| self.api.scheme(name)).collect();
            let Some(mut schemes) = schemes else { continue };
            if schemes.iter().any(|scheme| is_sent(scheme, request)) {
                return None;
            }
            schemes.retain(|scheme| !self.entries.iter().any(|entry| entry.scheme == scheme.name));
            if fewest.as_ref().is_none_or(|fewest| schemes.len() < fewest.len()) {
                fewest = Some(schemes);
            }
        }
        let schemes = fewest.filter(|schemes| !schemes.is_empty())?;
        let prefix = Prefix(self.api.prefix);
        let names: Vec<String> = schemes.iter().flat_map(|scheme| variables(scheme, prefix)).collect();
        let calls: String = schemes.iter().map(|scheme| format!(".{}(..)", scheme.setter)).collect();
        let names = names.join(" and ");
        Some(format!("no credentials were sent: set {names} for Client::from_env(), or call Client::builder(){calls}"))
    }
}

/// Returns whether the user put something into the request where the credential of a scheme belongs.
fn is_sent(scheme: &Scheme, request: &Request) -> bool {
    match scheme.kind {
        SchemeKind::Bearer | SchemeKind::Basic | SchemeKind::Http(_) | SchemeKind::ClientCredentials { .. } => {
            request.headers.contains_key(AUTHORIZATION)
        }
        SchemeKind::Header(name) => request.headers.contains_key(name),
        SchemeKind::Query(name) => {
            let query = request.url.split_once('?').map_or("", |(_, query)| query);
            has_name(query.split('&'), &crate::request::query::pair(name, ""))
        }
        SchemeKind::Cookie(name) => {
            let cookies = request.headers.get(COOKIE).map_or(&[][..], |value| value.as_bytes());
            has_name(String::from_utf8_lossy(cookies).split(';').map(str::trim), name)
        }
    }
}
