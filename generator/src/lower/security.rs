//! Security schemes, and what operations require of them.

mod credentials;
mod missing;

use openapiv3::{APIKeyLocation, OAuth2Flows, Parameter, SecurityRequirement, SecurityScheme};

use super::account::Account;
use crate::config::{self, AuthType, Config};
use crate::diagnostics::codes;
use crate::document::{Document, MUTUAL_TLS};
use crate::ir::{Api, Certificate, Flow, KeyLocation, Need, Requirement, Scheme, SchemeKind};
use crate::pointer::Pointer;

use self::credentials::names_a_scheme;
pub(super) use self::credentials::{drop_unrequired, report_risks};
pub(super) use self::missing::report as report_missing;

/// Reads the security schemes of the document and of the configuration, and what all operations require of them, into
/// `api`.
pub(super) fn schemes(document: &Document, config: &Config, api: &mut Api, account: &mut Account<'_>) {
    let section = Pointer::root().child("components").child("securitySchemes");
    let listed = document.openapi.components.iter().flat_map(|components| &components.security_schemes);
    for (name, node) in listed {
        let Some(resolved) = document.security_scheme(node, &section.child(name)) else { continue };
        scheme(name, resolved.value, config, api);
    }
    for (name, auth) in &config.auth {
        let Some(kind) = configured(auth) else { continue };
        if !api.schemes.iter().any(|scheme| scheme.name == *name) {
            // The document may have it with a type that nobody knows.
            account.withdraw(codes::UNSUPPORTED_SECURITY, &section.child(name));
            let (variable, prefix) = (auth.environment.clone(), auth.prefix.clone());
            let (flows, scopes) = (Vec::new(), Vec::new());
            api.schemes.push(Scheme { name: name.clone(), description: None, kind, variable, prefix, flows, scopes });
        }
    }
    let requirements = document.openapi.security.as_deref().unwrap_or_default();
    api.security = self::requirements(api, requirements, &Pointer::root(), account);
}

fn scheme(name: &str, scheme: &SecurityScheme, config: &Config, api: &mut Api) {
    let decided = config.auth.get(name);
    let configured = decided.and_then(configured);
    let (mut flows, mut scopes) = (Vec::new(), Vec::new());
    let (kind, description) = match scheme {
        SecurityScheme::APIKey { location, name, description, .. } => {
            let location = match location {
                APIKeyLocation::Header => KeyLocation::Header,
                APIKeyLocation::Query => KeyLocation::Query,
                APIKeyLocation::Cookie => KeyLocation::Cookie,
            };
            (SchemeKind::ApiKey { location, name: name.clone() }, description)
        }
        SecurityScheme::HTTP { scheme, description, .. } if scheme == MUTUAL_TLS && configured.is_none() => {
            let (name, description) = (name.to_owned(), description.clone());
            return api.certificates.push(Certificate { name, description });
        }
        SecurityScheme::HTTP { scheme, description, .. } => {
            let kind = match scheme.to_ascii_lowercase().as_str() {
                "bearer" => SchemeKind::Bearer,
                "basic" => SchemeKind::Basic,
                _ => SchemeKind::Http { word: scheme.clone() },
            };
            (kind, description)
        }
        SecurityScheme::OAuth2 { flows: listed, description, .. } => {
            (flows, scopes) = (self::flows(listed), self::scopes(listed));
            (oauth2(name, listed, config), description)
        }
        SecurityScheme::OpenIDConnect { open_id_connect_url, description, .. } => {
            let urls = vec![("discovery", open_id_connect_url.clone())];
            flows.push(Flow { name: "OpenID Connect", urls });
            (SchemeKind::Bearer, description)
        }
    };
    // Tokens of the flows are of use for any scheme that takes tokens.
    if matches!(configured, Some(SchemeKind::Basic | SchemeKind::ApiKey { .. })) {
        (flows, scopes) = (Vec::new(), Vec::new());
    }
    let kind = configured.unwrap_or(kind);
    let variable = decided.and_then(|auth| auth.environment.clone());
    let prefix = decided.and_then(|auth| auth.prefix.clone());
    let description = description.clone();
    api.schemes.push(Scheme { name: name.to_owned(), description, kind, variable, prefix, flows, scopes });
}

/// Returns how a scheme works, if the configuration says so.
fn configured(auth: &config::Auth) -> Option<SchemeKind> {
    Some(match auth.kind? {
        AuthType::Bearer => SchemeKind::Bearer,
        AuthType::Basic => SchemeKind::Basic,
        AuthType::ApiKey => {
            let location = match auth.location? {
                config::KeyLocation::Header => KeyLocation::Header,
                config::KeyLocation::Query => KeyLocation::Query,
                config::KeyLocation::Cookie => KeyLocation::Cookie,
            };
            SchemeKind::ApiKey { location, name: auth.name.clone()? }
        }
        AuthType::ClientCredentials => {
            SchemeKind::ClientCredentials { token_url: auth.token_url.clone()?, scopes: Vec::new() }
        }
    })
}

/// Whether a parameter is the key of a scheme whose type the configuration sets: the credential is sent in its place.
pub(super) fn is_configured_key(config: &Config, parameter: &Parameter) -> bool {
    let name = &parameter.parameter_data_ref().name;
    config.auth.values().any(|auth| match (parameter, configured(auth)) {
        (Parameter::Header { .. }, Some(SchemeKind::ApiKey { location: KeyLocation::Header, name: key })) => {
            key.eq_ignore_ascii_case(name)
        }
        (Parameter::Query { .. }, Some(SchemeKind::ApiKey { location: KeyLocation::Query, name: key }))
        | (Parameter::Cookie { .. }, Some(SchemeKind::ApiKey { location: KeyLocation::Cookie, name: key })) => {
            key == *name
        }
        _ => false,
    })
}

fn oauth2(name: &str, flows: &OAuth2Flows, config: &Config) -> SchemeKind {
    let configured = config.auth.get(name).and_then(|auth| auth.token_url.clone());
    match (&flows.client_credentials, configured) {
        (Some(flow), configured) => SchemeKind::ClientCredentials {
            token_url: configured.unwrap_or_else(|| flow.token_url.clone()),
            scopes: flow.scopes.keys().cloned().collect(),
        },
        (None, Some(token_url)) => SchemeKind::ClientCredentials { token_url, scopes: Vec::new() },
        // With the other flows the caller already has a token.
        (None, None) => SchemeKind::Bearer,
    }
}

/// Returns the alternatives that `security` lists, each a combination of schemes. A scheme that is not defined is left
/// out of its combination, with a warning; so is one that the connection fulfils, since no request contains it.
pub(super) fn requirements(
    api: &Api,
    listed: &[SecurityRequirement],
    at: &Pointer,
    account: &mut Account<'_>,
) -> Vec<Requirement> {
    let location = at.child("security");
    let mut requirements = Vec::with_capacity(listed.len());
    for (index, alternative) in listed.iter().enumerate() {
        let mut needs: Requirement = Vec::with_capacity(alternative.len());
        let mut lost = false;
        for (name, scopes) in alternative {
            if api.schemes.iter().any(|scheme| scheme.name == *name) {
                needs.push(Need { scheme: name.clone(), scopes: scopes.clone() });
            } else if !api.certificates.iter().any(|certificate| certificate.name == *name) {
                lost = true;
                let message = format!("there is no security scheme `{name}`; no credential is sent for it");
                account.report(codes::UNKNOWN_SECURITY_SCHEME, &location.item(index).child(name), message);
            }
        }
        // A combination that has lost all its schemes is not the same as one that requires nothing.
        if !(lost && needs.is_empty()) {
            requirements.push(needs);
        }
    }
    requirements
}

/// Returns the scopes of all flows, each once.
fn scopes(flows: &OAuth2Flows) -> Vec<(String, String)> {
    let OAuth2Flows { implicit, password, client_credentials, authorization_code, .. } = flows;
    let of_code = authorization_code.iter().map(|flow| &flow.scopes);
    let of_credentials = client_credentials.iter().map(|flow| &flow.scopes);
    let others = implicit.iter().map(|flow| &flow.scopes).chain(password.iter().map(|flow| &flow.scopes));
    let mut scopes: Vec<(String, String)> = Vec::new();
    for (name, text) in of_code.chain(of_credentials).chain(others).flatten() {
        if !scopes.iter().any(|(known, other)| known == name && other == text) {
            scopes.push((name.clone(), text.clone()));
        }
    }
    scopes
}

/// Returns the flows other than client credentials, which the SDK performs itself.
fn flows(flows: &OAuth2Flows) -> Vec<Flow> {
    let urls = |list: &[(&'static str, &String)]| -> Vec<(&'static str, String)> {
        let given = list.iter().filter(|(_, url)| !url.is_empty());
        given.map(|(what, url)| (*what, (*url).clone())).collect()
    };
    let code = flows.authorization_code.as_ref().map(|flow| Flow {
        name: "authorization code",
        urls: urls(&[("authorization", &flow.authorization_url), ("token", &flow.token_url)]),
    });
    let implicit = flows
        .implicit
        .as_ref()
        .map(|flow| Flow { name: "implicit", urls: urls(&[("authorization", &flow.authorization_url)]) });
    let password =
        flows.password.as_ref().map(|flow| Flow { name: "password", urls: urls(&[("token", &flow.token_url)]) });
    code.into_iter().chain(implicit).chain(password).collect()
}
