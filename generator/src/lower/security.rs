//! Servers and security schemes.

use openapiv3::{APIKeyLocation, SecurityRequirement, SecurityScheme};

use super::Lowering;
use crate::ir::{KeyLocation, Requirement, Scheme, SchemeKind, Server};
use crate::pointer::Pointer;

impl Lowering<'_> {
    pub(super) fn servers(&mut self) {
        let listed = self.document.openapi.servers.iter();
        let mut servers: Vec<Server> = listed
            .map(|server| Server { url: resolved_url(server), description: server.description.clone() })
            .collect();
        if let Some(url) = &self.config.client.base_url {
            servers.retain(|server| server.url != *url);
            servers.insert(0, Server { url: url.clone(), description: None });
        }
        self.result.api.servers = servers;
    }

    pub(super) fn schemes(&mut self) {
        let document = self.document;
        let section = Pointer::root().child("components").child("securitySchemes");
        let listed = document.openapi.components.iter().flat_map(|components| &components.security_schemes);
        for (name, node) in listed {
            let at = section.child(name);
            let Some(resolved) = document.security_scheme(node, &at) else { continue };
            match self.scheme_kind(name, resolved.value) {
                Ok((kind, description)) => {
                    let variable = self.config.auth.get(name).and_then(|auth| auth.environment.clone());
                    self.result.api.schemes.push(Scheme { name: name.clone(), description, kind, variable });
                }
                Err(reason) => self.diagnostics.warning(
                    "unsupported-security",
                    &at,
                    format!("this security scheme is left out: {reason}; callers can set the header themselves"),
                ),
            }
        }
        let requirements = document.openapi.security.as_deref().unwrap_or_default();
        self.result.api.security = self.requirements(requirements);
    }

    /// Alternatives whose schemes are all known. An alternative without schemes makes the others optional.
    pub(super) fn requirements(&self, listed: &[SecurityRequirement]) -> Vec<Requirement> {
        let known = |name: &String| self.result.api.schemes.iter().any(|scheme| scheme.name == *name);
        let alternatives = listed.iter().map(|requirement| requirement.keys().cloned().collect::<Vec<_>>());
        alternatives.filter(|names| !names.is_empty() && names.iter().all(known)).collect()
    }

    fn scheme_kind(&self, name: &str, scheme: &SecurityScheme) -> Result<(SchemeKind, Option<String>), String> {
        match scheme {
            SecurityScheme::APIKey { location, name, description, .. } => {
                let location = match location {
                    APIKeyLocation::Header => KeyLocation::Header,
                    APIKeyLocation::Query => KeyLocation::Query,
                    APIKeyLocation::Cookie => KeyLocation::Cookie,
                };
                Ok((SchemeKind::ApiKey { location, name: name.clone() }, description.clone()))
            }
            SecurityScheme::HTTP { scheme, description, .. } => match scheme.to_ascii_lowercase().as_str() {
                "bearer" => Ok((SchemeKind::Bearer, description.clone())),
                "basic" => Ok((SchemeKind::Basic, description.clone())),
                other => Err(format!("the HTTP scheme `{other}` is not supported")),
            },
            SecurityScheme::OAuth2 { flows, description, .. } => {
                let configured = self.config.auth.get(name).and_then(|auth| auth.token_url.clone());
                let kind = match (&flows.client_credentials, configured) {
                    (Some(flow), configured) => SchemeKind::ClientCredentials {
                        token_url: configured.unwrap_or_else(|| flow.token_url.clone()),
                        scopes: flow.scopes.keys().cloned().collect(),
                    },
                    (None, Some(token_url)) => SchemeKind::ClientCredentials { token_url, scopes: Vec::new() },
                    // Other flows end in a token that the caller already has.
                    (None, None) => SchemeKind::Bearer,
                };
                Ok((kind, description.clone()))
            }
            SecurityScheme::OpenIDConnect { description, .. } => Ok((SchemeKind::Bearer, description.clone())),
        }
    }
}

/// The URL of a server, its variables replaced by their defaults.
pub(super) fn resolved_url(server: &openapiv3::Server) -> String {
    let mut url = server.url.clone();
    for (name, variable) in server.variables.iter().flatten() {
        url = url.replace(&format!("{{{name}}}"), &variable.default);
    }
    url
}
