//! Converts security schemes and their OAuth 2 flows.

use indexmap::IndexMap;
use openapiv3::{
    APIKeyLocation, AuthorizationCodeOAuth2Flow, ClientCredentialsOAuth2Flow, ImplicitOAuth2Flow, OAuth2Flows,
    PasswordOAuth2Flow, SecurityScheme,
};
use serde_json::Value;

use super::super::notes::Notes;
use super::super::path::Path;
use super::fields::{Fields, text};
use crate::diagnostics::codes;

/// The HTTP scheme that represents the type `mutualTLS` of OpenAPI 3.1, which 3.0 does not have. It has a space, which
/// no HTTP scheme has.
pub(crate) const MUTUAL_TLS: &str = "mutual TLS";

/// Converts a security scheme; `None` if its type is unknown or a required property is missing.
pub(super) fn security_scheme(value: Value, at: &Path<'_>, notes: &Notes) -> Option<SecurityScheme> {
    let mut fields = Fields::of(value, "a security scheme", at, notes)?;
    let description = fields.text("description");
    let kind = fields.text("type").unwrap_or_default();
    let made = match kind.as_str() {
        "apiKey" => api_key(&mut fields, description),
        "http" => Some(SecurityScheme::HTTP {
            scheme: fields.text("scheme").unwrap_or_else(|| "bearer".to_owned()),
            bearer_format: fields.text("bearerFormat"),
            description,
            extensions: fields.extensions(),
        }),
        "mutualTLS" => Some(SecurityScheme::HTTP {
            scheme: MUTUAL_TLS.to_owned(),
            bearer_format: None,
            description,
            extensions: fields.extensions(),
        }),
        "oauth2" => Some(SecurityScheme::OAuth2 {
            flows: fields.one("flows", flows).unwrap_or_default(),
            description,
            extensions: fields.extensions(),
        }),
        "openIdConnect" => Some(SecurityScheme::OpenIDConnect {
            open_id_connect_url: fields.text("openIdConnectUrl").unwrap_or_default(),
            description,
            extensions: fields.extensions(),
        }),
        _ => None,
    };
    if made.is_none() {
        let message = format!("security schemes of type `{kind}` are not supported; it is skipped");
        fields.complain(codes::UNSUPPORTED_SECURITY, message);
    }
    made
}

fn api_key(fields: &mut Fields<'_>, description: Option<String>) -> Option<SecurityScheme> {
    let location = match fields.text("in")?.as_str() {
        "query" => APIKeyLocation::Query,
        "header" => APIKeyLocation::Header,
        "cookie" => APIKeyLocation::Cookie,
        _ => return None,
    };
    Some(SecurityScheme::APIKey { location, name: fields.text("name")?, description, extensions: fields.extensions() })
}

fn flows(value: Value, at: &Path<'_>, notes: &Notes) -> Option<OAuth2Flows> {
    let mut fields = Fields::of(value, "`flows`", at, notes)?;
    Some(OAuth2Flows {
        implicit: fields.one("implicit", implicit),
        password: fields.one("password", password),
        client_credentials: fields.one("clientCredentials", client_credentials),
        authorization_code: fields.one("authorizationCode", authorization_code),
        extensions: fields.extensions(),
    })
}

fn implicit(value: Value, at: &Path<'_>, notes: &Notes) -> Option<ImplicitOAuth2Flow> {
    let mut fields = Fields::of(value, "a flow", at, notes)?;
    Some(ImplicitOAuth2Flow {
        authorization_url: fields.text("authorizationUrl").unwrap_or_default(),
        refresh_url: fields.text("refreshUrl"),
        scopes: scopes(&mut fields),
        extensions: fields.extensions(),
    })
}

fn password(value: Value, at: &Path<'_>, notes: &Notes) -> Option<PasswordOAuth2Flow> {
    let mut fields = Fields::of(value, "a flow", at, notes)?;
    Some(PasswordOAuth2Flow {
        token_url: fields.text("tokenUrl").unwrap_or_default(),
        refresh_url: fields.text("refreshUrl"),
        scopes: scopes(&mut fields),
        extensions: fields.extensions(),
    })
}

fn client_credentials(value: Value, at: &Path<'_>, notes: &Notes) -> Option<ClientCredentialsOAuth2Flow> {
    let mut fields = Fields::of(value, "a flow", at, notes)?;
    Some(ClientCredentialsOAuth2Flow {
        token_url: fields.text("tokenUrl").unwrap_or_default(),
        refresh_url: fields.text("refreshUrl"),
        scopes: scopes(&mut fields),
        extensions: fields.extensions(),
    })
}

fn authorization_code(value: Value, at: &Path<'_>, notes: &Notes) -> Option<AuthorizationCodeOAuth2Flow> {
    let mut fields = Fields::of(value, "a flow", at, notes)?;
    Some(AuthorizationCodeOAuth2Flow {
        authorization_url: fields.text("authorizationUrl").unwrap_or_default(),
        token_url: fields.text("tokenUrl").unwrap_or_default(),
        refresh_url: fields.text("refreshUrl"),
        scopes: scopes(&mut fields),
        extensions: fields.extensions(),
    })
}

fn scopes(fields: &mut Fields<'_>) -> IndexMap<String, String> {
    fields.map("scopes", scope).unwrap_or_default()
}

fn scope(value: Value, at: &Path<'_>, notes: &Notes) -> Option<String> {
    // A scope needs no description.
    if value.is_null() { Some(String::new()) } else { text(value, at, notes) }
}
