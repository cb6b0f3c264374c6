//! The credentials of an example request: those of the first alternative that needs no exchange for a token.

use super::encode::{push_unreserved, without_controls};
use super::{Piece, Request, Text};
use crate::ir::{Api, KeyLocation, Operation, Requirement, Scheme, SchemeKind};
use crate::surface::Surface;

/// Adds the credentials that an operation requires.
pub(super) fn add(
    api: &Api,
    surface: &Surface,
    operation: &Operation,
    request: &mut Request,
    query: &mut Text,
    cookies: &mut Vec<Text>,
) {
    for scheme in schemes(api, operation) {
        let Some(variables) = variables(surface, scheme) else { continue };
        let variable = |index: usize| Piece::Variable(variables.get(index).cloned().unwrap_or_default());
        let authorization = |word: &str| vec![Piece::Plain(format!("{word} ")), variable(0)];
        match &scheme.kind {
            SchemeKind::Basic if variables.len() > 1 => {
                request.basic = Some([variables[0].clone(), variables[1].clone()]);
            }
            SchemeKind::Bearer | SchemeKind::Basic | SchemeKind::ClientCredentials { .. } => {
                request.header("Authorization", authorization("Bearer"));
            }
            SchemeKind::Http { word } => request.header("Authorization", authorization(without_controls(word).trim())),
            SchemeKind::ApiKey { location, name } => {
                let mut encoded = String::new();
                push_unreserved(&mut encoded, name);
                match location {
                    KeyLocation::Header => {
                        let prefix = scheme.prefix.iter().map(|prefix| Piece::Plain(prefix.clone()));
                        request.header(name, prefix.chain([variable(0)]).collect());
                    }
                    KeyLocation::Query => {
                        let start = if query.is_empty() { "" } else { "&" };
                        query.extend([Piece::Plain(format!("{start}{encoded}=")), variable(0)]);
                    }
                    KeyLocation::Cookie => cookies.push(vec![Piece::Plain(format!("{encoded}=")), variable(0)]),
                }
            }
        }
    }
}

/// Returns the schemes of the alternative that is shown. Where the document requires nothing, the SDK sends what is
/// set, so that the first scheme is shown.
fn schemes<'a>(api: &'a Api, operation: &'a Operation) -> Vec<&'a Scheme> {
    let requirements = operation.security.as_ref().unwrap_or(&api.security);
    if requirements.is_empty() && operation.security.is_none() && api.security_is_assumed {
        return api.schemes.iter().take(1).collect();
    }
    let find = |needs: &'a Requirement| {
        let schemes = needs.iter().filter_map(|need| api.schemes.iter().find(|scheme| scheme.name == need.scheme));
        schemes.collect::<Vec<_>>()
    };
    let alternatives: Vec<Vec<&Scheme>> = requirements.iter().map(find).filter(|list| !list.is_empty()).collect();
    let is_exchanged = |scheme: &&Scheme| matches!(scheme.kind, SchemeKind::ClientCredentials { .. });
    let direct = alternatives.iter().find(|list| !list.iter().any(is_exchanged));
    direct.or(alternatives.first()).cloned().unwrap_or_default()
}

/// Returns the variables of a credential that are set together: of a token, if it is exchanged for one.
fn variables<'a>(surface: &'a Surface, scheme: &Scheme) -> Option<&'a Vec<String>> {
    let alternatives = &surface.credentials.get(&scheme.name)?.variables;
    match scheme.kind {
        SchemeKind::ClientCredentials { .. } => {
            alternatives.iter().find(|names| names.len() == 1).or(alternatives.first())
        }
        _ => alternatives.first(),
    }
}
