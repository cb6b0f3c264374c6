//! How callers authenticate, on the first page.

use super::page::{Line, Part, TableRow};
use super::{Cx, words};
use crate::ir::{Scheme, SchemeKind};

/// Returns the security schemes, with the scopes and URLs of OAuth 2.0.
pub(super) fn section(cx: Cx<'_>) -> Option<Part> {
    if cx.api.schemes.is_empty() && cx.api.certificates.is_empty() {
        return None;
    }
    let certificates = cx.api.certificates.iter().map(|one| {
        let how = words::text("a transport that presents a client certificate");
        TableRow::described(vec![words::text(one.name.clone()), how, Line::new()], one.description.as_deref())
    });
    let rows = cx.api.schemes.iter().map(|scheme| row(cx, scheme)).chain(certificates).collect();
    let from = "Credentials come from ~Client::builder()~, or from the environment with ~Client::from_env()~.";
    let mut parts = vec![Part::Line(words::marked(from))];
    parts.push(Part::Table { head: vec!["Scheme", "In code", "In the environment", "Meaning"], rows });
    parts.extend(Part::table(vec!["Scheme", "Flow", "URL"], cx.api.schemes.iter().flat_map(urls).collect()));
    parts.extend(Part::table(vec!["Scheme", "Scope", "Meaning"], cx.api.schemes.iter().flat_map(scopes).collect()));
    Some(Part::section("credentials", "Credentials", parts))
}

fn row(cx: Cx<'_>, scheme: &Scheme) -> TableRow {
    let credential = cx.surface.credentials.get(&scheme.name);
    let method = credential.map(|one| format!(".{}(…)", one.method));
    let variables = credential.into_iter().flat_map(|one| one.variables.iter());
    let variables: Vec<String> = variables.map(|names| names.join(" and ")).collect();
    let cells = vec![
        words::text(scheme.name.clone()),
        method.as_deref().map(words::code).unwrap_or_default(),
        words::code(&variables.join(" or ")),
    ];
    TableRow::described(cells, scheme.description.as_deref())
}

/// Returns the URLs of the flows of a scheme.
fn urls(scheme: &Scheme) -> Vec<TableRow> {
    let row = |flow: &str, what: &str, url: &str| TableRow {
        cells: vec![words::text(scheme.name.clone()), words::text(format!("{flow}, {what}")), words::code(url)],
        prose: None,
    };
    let own = match &scheme.kind {
        SchemeKind::ClientCredentials { token_url, .. } => vec![row("client credentials", "token", token_url)],
        _ => Vec::new(),
    };
    let others = scheme.flows.iter().flat_map(|flow| flow.urls.iter().map(move |(what, url)| (flow.name, what, url)));
    own.into_iter().chain(others.map(|(flow, what, url)| row(flow, what, url))).collect()
}

fn scopes(scheme: &Scheme) -> Vec<TableRow> {
    let row = |(name, text): &(String, String)| {
        TableRow::described(vec![words::text(scheme.name.clone()), words::code(name)], Some(text))
    };
    scheme.scopes.iter().map(row).collect()
}
